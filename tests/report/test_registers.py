"""Registers in the place of a question: every rating says when it holds, and whose it is."""

import re

from dpia.assessment.evaluation import evaluate
from dpia.questionnaire.library import Library
from dpia.report.building import build_report
from dpia.report.html import render_html
from tests.report.test_opening import page_part
from tests.support.forms import ON, make_assessment, make_library
from tests.support.reports import lumen_html

QUESTIONS = """
- {id: q, code: R-1, ask: Q?, type: yes_no, findings: [{id: f, if: q == yes, level: note, says: S., raises: [R02]}]}
- {id: before, code: R-2, ask: How grave?, type: register, view: risks_before}
- {id: after, code: R-3, ask: What remains?, type: register, view: risks_done}
- {id: now, code: R-4, ask: What is left today?, type: register, view: risks_done, moments: [today]}
- {id: child, code: R-5, ask: How grave for a child?, type: register, view: risks_before, group: children}
- {id: child_measures, code: R-6, ask: Which measures protect children?, type: register, view: measures, group: children}
"""
RISKS = [
    {
        "id": "X01",
        "title": "It is read",
        "measures": ["M1"],
        "before": {"severity": "grave", "likelihood": "likely"},
        "today": {"severity": "grave", "likelihood": "possible"},
        "done": {"severity": "serious", "likelihood": "unlikely"},
    },
    {"id": "X02", "title": "It is lost", "measures": ["M1"], "before": {"severity": "minor", "likelihood": "unlikely"}},
]
MEASURES = [{"id": "M1", "title": "A lock", "status": "partial"}]


def page() -> str:
    library: Library = make_library(page=QUESTIONS)
    form = library.form(["page"])
    assessment = make_assessment(form, {"q": "no"}, risks=RISKS, measures=MEASURES)
    return render_html(build_report(evaluate(form, assessment, on=ON), library), standalone=False)


def table(code: str) -> list[list[str]]:
    """The cells of the table below a question, in words, line by line."""
    part = page().partition(f'id="q-page-{code}"')[2].partition("</table>")[0].rpartition("<table")[2]
    rows = re.findall(r"<tr>.*?</tr>", part, re.DOTALL)
    cells = (re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows)
    return [[" ".join(re.sub(r"<[^>]*>", " ", cell).split()) for cell in row] for row in cells]


def test_the_ratings_of_today_and_when_all_is_done_stand_beside_each_other_with_their_names() -> None:
    assert table("after") == [
        ["Risk", "Measures", "Today", "When all measures are done"],
        ["X01 It is read", "M1", "High Severity: Grave Likelihood: Possible",
         "Medium Severity: Serious Likelihood: Unlikely"],
        ["X02 It is lost", "M1", "Low Severity: Minor Likelihood: Unlikely", "Not rated"],
    ]  # fmt: skip


def test_one_moment_is_named_too() -> None:
    assert table("before")[0] == ["Risk", "Before measures"]
    assert table("before")[1] == ["X01 It is read", "Very high Severity: Grave Likelihood: Likely"]
    assert table("now")[0] == ["Risk", "Measures", "Today"]


def test_a_question_about_a_group_says_whose_the_ratings_are_and_claims_none() -> None:
    html = page()
    for code, words in (
        (
            "child",
            "Each risk is rated once, for all people whom it can reach; the ratings are not made apart for children.",
        ),
        ("child_measures", "The measures are those of the whole assessment; they are not listed apart for children."),
    ):
        part = html.partition(f'id="q-page-{code}"')[2].partition("</section>")[0].partition('id="q-page-')[0]
        assert words in " ".join(re.sub(r"<[^>]*>", " ", part).split())
        assert "<table" not in part


def test_the_register_names_the_moments_that_are_not_rated_yet() -> None:
    part = page().partition('id="risk-X02"')[2].partition("</section>")[0]
    assert "Not yet rated When all measures are done" in " ".join(re.sub(r"<[^>]*>", " ", part).split())


def test_the_shipped_questionnaires_show_what_they_ask_for() -> None:
    html = lumen_html()
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page_part(html, "part-children-csae")))
    assert words.count("not made apart for children") == 2
    assert "not listed apart for children" in words
    for question in ("q-gdpr-dpia-risks_done", "q-ai-fria-ai_risks_done"):
        head = html.partition(f'id="{question}"')[2].partition("</thead>")[0]
        assert "Today" in head and "When all measures are done" in head


REASONS = """
- {id: watched, code: R-1, ask: Is a street watched?, type: yes_no, findings: [
    {id: public, if: watched == yes, level: note, says: A public place is watched., dpia: required, cite: [gdpr 35(1)]}]}
- id: hidden
  code: R-2
  ask: Is the camera hidden?
  type: yes_no
  basis: proposal
  findings:
    - {id: secret, if: hidden == yes, level: block, says: Nobody can see it., because: B., mend: M., basis: proposal}
    - {id: unlawful, if: hidden == yes, level: major, says: It is secret., because: B., mend: M.}
- {id: why, code: R-3, ask: Why is it assessed?, type: register, view: reasons}
"""


def reasons_page(watched: str) -> str:
    library: Library = make_library(page=REASONS)
    form = library.form(["page"])
    evaluation = evaluate(form, make_assessment(form, {"watched": watched, "hidden": "yes"}), on=ON)
    return page_part(render_html(build_report(evaluation, library), standalone=False), "part-page")


def test_the_reasons_for_an_assessment_are_those_that_its_answers_found() -> None:
    assert "Why is it assessed? A public place is watched. gdpr 35(1) Is a street watched? Yes" in reasons_page("yes")
    assert "Why is it assessed? None was found." in reasons_page("no")


def test_policy_says_beside_its_level_that_it_is_a_proposal() -> None:
    page = reasons_page("no")
    assert "R-2 Is the camera hidden? (proposal)" in page
    assert "Blocks approval (proposal) Nobody can see it." in page
    assert "Major It is secret." in page
    assert "R-1 Is a street watched? No" in page
