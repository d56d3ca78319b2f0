"""No text of the report is left out of translation: with a pseudo-language that has no Latin letter, none is left in it.

The program's phrases come from its catalogue, the texts of the definitions from the files beside them; neither may go the
other's way.
"""

import re
from collections.abc import Iterator

import pytest
from lxml import etree
from lxml import html as lxml_html

from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.assessment.model import Assessment
from dpia.questionnaire.library import Library
from dpia.questionnaire.model import Publication
from dpia.report.building import build_report
from dpia.report.html import render_html
from dpia.shipped import shipped_library
from dpia.wording import Phrase
from tests.support.reports import DATA, ON, judge, lumen, review_of, signed, small_assessment, small_library, with_texts
from tests.support.translations import PSEUDO, in_pseudo, marked, pseudo

GREEK = "Λέξεις"
OWN = (DATA / "report/everything.yaml",)
VISIBLE_ATTRIBUTES = ("alt", "title", "aria-label", "data-foot", "data-short", "content")
# Names that are the same in every language: of files, hashes, addresses, the program.
SAME_EVERYWHERE = re.compile(
    r"https?://\S+|Noto[\w-]+\.ttf|[\w.+-]+@[\w.-]+|[0-9a-f]{8,64}|SHA-256|dpia [\d.]+|width=device-width, initial-scale=1"
)


def in_greek(evaluation: Evaluation) -> Assessment:
    """The same assessment with every typed text in Greek letters."""
    return with_texts(evaluation.form, evaluation.assessment, lambda slot, old: GREEK)


def shown(page: str) -> Iterator[str]:
    """Everything that a reader sees or hears."""
    root = lxml_html.fromstring(page)
    etree.strip_tags(root, "wbr")  # a code may break into lines, but stays one word
    yield " ".join(root.itertext())
    for element in root.iter():
        if element.tag == "meta" and element.get("name") in (
            "viewport",
            "htmx-config",
            "generator",
            "dcterms.created",
            "dcterms.modified",
        ):
            continue
        yield from (element.get(name) for name in VISIBLE_ATTRIBUTES if element.get(name))


def names(evaluation: Evaluation, library: Library) -> set[str]:
    """Codes, ids and references: what people cite, and nobody translates."""
    found: set[str] = {"A", "B", "C"}
    for item in evaluation.form.questions.values():
        found.update((item.question.code or "", item.question.edpb or "", *item.question.criteria, *item.question.dpv))
        found.update(row.code or "" for row in item.question.fixed_rows)
        rows = evaluation.facts[item.key]
        found.update(row.id for row in rows if hasattr(row, "id")) if isinstance(rows, tuple) else None
    for source in library.sources.sources.values():
        found.update(source.articles)
    found.update(risk.id for risk in library.catalogue.risks)
    found.update(risk.id for risk in evaluation.risks)
    found.update(measure.id for measure in evaluation.assessment.measures)
    found.update(c.id for c in (evaluation.assessment.decision.conditions if evaluation.assessment.decision else ()))
    found.update(item.version for item in evaluation.form.modules.values())
    return found - {""}


def phrase(text: str) -> str:
    """A phrase of the program in the pseudo-language. What somebody typed and what a definition says is none."""
    assert not re.search("[\u03b1-\u03c9]", text), f"this is no phrase of the program: {text}"
    context, one = (text.context, text.one) if isinstance(text, Phrase) else ("", text)
    assert not text or (context, one) in marked(), f"no translator is given this: {text}"
    return pseudo(text)


def untranslated(evaluation: Evaluation, library: Library, **options: Publication) -> set[str]:
    """The Latin words of a report in the pseudo-language that are no names."""
    spoken = in_pseudo(library, *OWN)
    form = spoken.form([item.id for item in evaluation.form.questionnaires], evaluation.form.method.id)
    judged = evaluate(form, evaluation.assessment, on=evaluation.on)
    report = build_report(judged, spoken, language=PSEUDO, translate=phrase, **options)
    page = render_html(report, translate=phrase, standalone=False)
    known = sorted(map(re.escape, names(evaluation, library)), key=len, reverse=True)
    same = re.compile(rf"(?<![\w])(?:{'|'.join(known)})(?![\w])")
    found: set[str] = set()
    for text in shown(page):
        rest = same.sub(" ", SAME_EVERYWHERE.sub(" ", text))
        found.update(re.findall(r"[A-Za-z]{2,}", rest))
    return found


def test_no_text_of_the_worked_example_is_left_out() -> None:
    evaluation = evaluate(lumen().form, in_greek(lumen()), on=ON)
    assert untranslated(evaluation, shipped_library()) == set()


@pytest.mark.parametrize("publication", Publication)
@pytest.mark.parametrize("kind", ["decided", "signed", "void", "undecided", "empty", "review"])
def test_no_text_is_left_out_of_other_versions(kind: str, publication: Publication) -> None:
    assessment = in_greek(judge(small_assessment()))
    if kind in ("signed", "void"):
        assessment = signed(assessment)
        assessment = assessment.change(
            approvals=[a.model_copy(update={"name": GREEK, "role": GREEK}) for a in assessment.approvals]
        )
    if kind == "void":
        assessment = assessment.change(summary=GREEK * 2)
    if kind == "undecided":
        assessment = assessment.change(decision=None)
    if kind == "review":
        things = [{"id": "T1", "thing": GREEK, "why": GREEK * 2}, {"id": "T3", "thing": GREEK, "why": GREEK}]
        changed = assessment.with_answer("everything.lawful", "no").with_answer("everything.things", things)
        changed = changed.with_answer("everything.people", {"unknown": True}).with_answer("everything.asleep", "no")
        assessment = review_of(assessment, changed.change(measures=assessment.measures[:1], version="1"))
    if kind == "empty":
        assessment = assessment.change(decision=None, answers={}, risks=(), measures=())
    assert untranslated(judge(assessment), small_library(), publication=publication) == set()
