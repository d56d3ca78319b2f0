"""What stands before the sections: reasons in the reader's words, places with personal data, and the scorecard."""

import re

import pytest

from dpia.assessment.model import Suggester
from dpia.assessment.scorecard import scorecard
from dpia.questionnaire.model import Publication
from dpia.report.building import build_report
from dpia.report.editions import Edition
from dpia.shipped import shipped_library
from tests.support.forms import judge_all
from tests.support.reports import adlens, lumen, lumen_html, signed, small_assessment, small_html, small_report


def page_part(page: str, anchor: str) -> str:
    """The text of a chapter."""
    chapter = page.split(f'id="{anchor}"', 1)[1].split('<section class="chapter', 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", chapter).split())


# The scorecard of the ICAT actions


def test_the_scorecard_shows_the_figures_of_each_action() -> None:
    report = build_report(lumen(), shipped_library())
    scores = scorecard(lumen(), ("A", "B", "C"))
    assert [(view.letter, view.asked, view.answered, view.majors) for view in report.scorecard] == [
        (score.action, score.asked, score.answered, score.majors) for score in scores
    ]
    assert [[link.text for link in view.measures_due] for view in report.scorecard] == [
        list(score.measures_due) for score in scores
    ]


def test_the_scorecard_counts_and_never_gives_a_percentage() -> None:
    text = page_part(lumen_html(), "scorecard")
    assert "Measures due" in text
    assert "%" not in text
    assert "per cent" not in text


def test_there_is_no_scorecard_where_no_question_answers_an_action() -> None:
    assert small_report().scorecard == ()
    assert 'id="scorecard"' not in small_html()


# Texts that may hold personal data


def test_a_text_that_may_hold_personal_data_is_told_by_place_and_never_repeated() -> None:
    assessment = small_assessment().with_answer(
        "everything.story", "Ask R. Sample, +43 1 234 56 78 90, or r@example.org."
    )
    report = small_report(assessment)
    assert [(point.code, point.link.text) for point in report.personal] == [("E-2", "What happens in it?")]
    text = page_part(small_html(assessment), "open-points")
    assert "Number of places: 1" in text
    assert "234 56" not in text
    assert "r@example.org" not in text


def test_a_place_in_a_table_names_row_and_column() -> None:
    things = [{"id": "T1", "thing": "A bell", "why": "Ask r@example.org."}]
    (point,) = small_report(small_assessment().with_answer("everything.things", things)).personal
    assert point.detail == "[T1 A bell] Why it is there"


def test_a_register_is_named_and_linked() -> None:
    data = small_assessment().data()
    data["risks"][0]["harm"] = "Harm to r@example.org"
    (point,) = small_report(type(small_assessment()).model_validate(data)).personal
    assert (point.code, point.link.text, point.link.anchor) == ("R01", "Risk register", "risks")


# Why a finding fired


def test_reasons_name_a_question_with_its_answer_once() -> None:
    report = build_report(lumen(), shipped_library())
    views = (*report.blocks, *report.majors, *report.minors, *report.notes)
    assert all(len(view.reasons) == len(set(view.reasons)) for view in views)
    assert all(view.reasons for view in views)


def test_a_computed_number_has_three_significant_figures_and_a_typed_one_is_left() -> None:
    typed = small_assessment().with_answer("everything.people", 0.0238888)
    answers = {view.code: view.content for part in small_report(typed).parts for view in part.sections[0].questions}
    assert answers["E-6"] is not None
    assert answers["E-6"].text == "0.0238888 people"
    assert answers["E-14"] is not None
    assert answers["E-14"].text == "0.0478"


# How risks were rated


def test_the_method_shows_matrix_circumstances_and_the_rule_on_life_safety() -> None:
    text = page_part(lumen_html(), "method")
    method = lumen().form.method
    assert method.life_safety_text is not None
    assert all(words in text for words in (*method.modulators.up, *method.modulators.down))
    assert " ".join(method.life_safety_text.split()) in text
    assert lumen_html().index('id="method"') < lumen_html().index('id="risks"')


# What the answers chosen bring with them


def test_the_consequence_of_a_chosen_answer_stands_in_the_annex_and_not_of_another() -> None:
    evaluation = adlens()
    told = {(entry.code, entry.text) for entry in build_report(evaluation, shipped_library()).consequences}
    assert told
    for item in (item for item in evaluation.form.asked if item.options and evaluation.states[item.key].shown):
        value = evaluation.states[item.key].value
        chosen = value if isinstance(value, frozenset) else {value}
        expected = {option.consequence for option in item.options if option.id in chosen} - {None}
        assert {text for code, text in told if code == item.question.code} == expected


def test_a_questionnaire_that_applies_and_is_not_answered_is_an_open_point() -> None:
    report = build_report(lumen(), shipped_library())
    titles = [shipped_library().questionnaires[name].title for name in lumen().waiting]
    assert list(report.waiting) == titles
    text = page_part(lumen_html(), "open-points")
    assert all(title in text for title in titles)


# Remarks of reviewers


def test_a_remark_stands_at_its_question_with_its_verdict_and_whether_it_is_resolved() -> None:
    page = small_html()
    assert "A remark on an answer To be fixed · R. Sample (not authenticated) · 12 November 2026 · open" in page_part(
        page, "part-everything"
    )
    assert "A remark that is resolved R. Sample (not authenticated) · 12 November 2026 · resolved" in page_part(
        page, "part-everything"
    )


def test_a_remark_on_a_whole_file_stands_at_its_first_section() -> None:
    first = small_report().parts[0].sections[0]
    assert [view.text.plain for view in first.remarks] == ["A remark on all of it"]


def test_remarks_that_are_not_resolved_are_open_points() -> None:
    assert [(view.code, view.about.text) for view in small_report().remarks] == [
        ("E-3", "Is it lawful?"),
        ("", "Everything a report can show"),
    ]
    text = page_part(small_html(), "open-points")
    assert "A remark on an answer" in text
    assert "A remark that is resolved" not in text


def test_a_remark_is_told_only_to_those_who_see_all_that_it_is_about() -> None:
    assert [view.code for view in small_report(publication=Publication.RESTRICTED).remarks] == ["E-3"]
    assert small_report(publication=Publication.PUBLIC).remarks == ()
    assert "A remark" not in small_html(publication=Publication.PUBLIC)


# The signature block


def test_a_statement_says_what_it_is_about_and_a_signature_stands_for_the_whole() -> None:
    found = {signature.role: signature.about.text for signature in small_report(signed(small_assessment())).signatures}
    assert found == {"A signer": "E-13 Everything a report can show: Simple answers", "Director": ""}
    assert "A signer E-13 Everything a report can show: Simple answers" in page_part(small_html(), "signatures")


def test_a_public_version_names_no_finding_that_it_withholds_among_what_is_suggested_or_in_doubt() -> None:
    library = shipped_library()
    form = library.form(["screening", "gdpr-dpia"])
    origin = {"kind": "assessment", "name": "SECRET shelter", "on": "2026-11-20"}
    accepted = [
        {"finding": "security.no_encryption", "by": "A", "reason": "laptops", "on": "2026-11-20", "suggested": origin},
        {"finding": "security.no_mfa", "by": "A", "reason": "telephones", "on": "2099-01-01"},
    ]
    answers = {"security": {"security_table": [{"id": "encryption", "state": "none"}, {"id": "mfa", "state": "none"}]}}
    evaluation = judge_all(form, answers, acceptances=accepted)
    fired = {one.key for one in evaluation.findings}
    assert {"security.no_encryption", "security.no_mfa"} <= fired
    full = build_report(evaluation, library)
    assert len(full.suggested) == 1 and any("no_mfa" in point.detail for point in full.doubts)
    public = build_report(evaluation, library, publication=Publication.PUBLIC)
    assert (public.suggested, public.doubts) == ((), ())


@pytest.mark.parametrize("kind", list(Suggester))
def test_only_the_version_for_those_who_run_it_names_what_a_suggestion_comes_from(kind: Suggester) -> None:
    form = shipped_library().form(["screening"])
    suggested = {"kind": kind.value, "name": "SECRET shelter", "on": "2026-11-20"}
    answers = {"organisation_kind": {"value": "ngo", "suggested": suggested}}
    measures = [{"id": "M1", "title": "A lock", "suggested": suggested}]
    evaluation = judge_all(form, answers, measures=measures)
    for publication in Publication:
        report = build_report(evaluation, shipped_library(), publication=publication, edition=Edition.STANDARD)
        told = repr(report)
        assert ("SECRET shelter" in told) is (publication is Publication.OPERATIONAL)
        assert "It counts as missing" in told
