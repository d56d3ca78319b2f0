"""The shipped definitions: every question of the content guide is there, and everything they name exists."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from pydantic import BaseModel

from dpia.errors import Code
from dpia.questionnaire.compiled import Form
from dpia.questionnaire.library import Library
from dpia.questionnaire.lint import lint
from dpia.questionnaire.model import Level, Questionnaire
from dpia.questionnaire.national import NationalList
from dpia.questionnaire.reference import Source
from dpia.questionnaire.rules.truth import Duration
from dpia.questionnaire.types import QuestionType

CODES = Path(__file__).parents[1] / "data" / "question-codes.txt"
# G-2.23 to G-2.34 are rows of G-2.40, the table of the module `security`.
FILES_OF = {"gdpr-dpia": ("gdpr-dpia", "security")}
COUNTS = {
    "screening": 30,
    "gdpr-dpia": 83,
    "victim-safety": 16,
    "children": 8,
    "icat-ethics": 52,
    "led-dpia": 52,
    "exchange": 44,
    "children-csae": 41,
    "ai-fria": 46,
    "io-dpia": 44,
    "law-measure": 30,
    "review": 28,
    "lia": 25,
    "tia": 25,
}
SHIPPED = [*COUNTS, "security"]
TEXTS = ("help", "guidance", "says", "because", "mend", "ask", "intro", "title", "label", "description", "meaning")


def guide_codes() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in CODES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, code = line.split("\t")
            found.setdefault(name, []).append(code)
    return found


def codes_of(questionnaire: Questionnaire) -> Iterator[str]:
    for question in questionnaire.questions():
        yield from filter(None, (question.code, *(row.code for row in question.fixed_rows)))


def cases() -> list[tuple[str, str]]:
    return [(name, code) for name, codes in guide_codes().items() for code in codes]


def test_the_list_of_codes_is_that_of_the_guide() -> None:
    assert {name: len(codes) for name, codes in guide_codes().items()} == COUNTS
    assert sum(COUNTS.values()) == len({code for codes in guide_codes().values() for code in codes}) == 524


@pytest.mark.parametrize(("name", "code"), cases())
def test_the_question_of_the_guide_is_there(shipped: Library, name: str, code: str) -> None:
    """A code may have become several questions (`G-1.6.area`), never none."""
    files = FILES_OF.get(name, (name,))
    found = [own for file in files for own in codes_of(shipped.questionnaires[file])]
    assert [own for own in found if own == code or own.startswith(f"{code}.")]


@pytest.mark.parametrize("name", SHIPPED)
def test_no_code_is_there_that_the_guide_does_not_have(shipped: Library, name: str) -> None:
    """Beside the guide's codes there are only their parts (`G-1.6.area`) and tables of several (`L-20-24`)."""
    listed = next((known for known, files in FILES_OF.items() if name in files), name)
    guide = set(guide_codes()[listed])

    def is_known(code: str) -> bool:
        span = re.fullmatch(r"(.+[.-])(\d+)-(\d+)", code)
        if span is not None:
            return {f"{span[1]}{number}" for number in range(int(span[2]), int(span[3]) + 1)} <= guide
        return code in guide or any(code.startswith(f"{known}.") for known in guide)

    assert [code for code in codes_of(shipped.questionnaires[name]) if not is_known(code)] == []


def test_no_questionnaire_is_shipped_that_is_not_looked_at_here(shipped: Library) -> None:
    assert set(shipped.questionnaires) == set(SHIPPED)


@pytest.fixture(scope="module")
def whole_form(shipped: Library) -> Form:
    return shipped.form([name for name in SHIPPED if shipped.questionnaires[name].kind == "questionnaire"])


def test_every_risk_that_a_finding_raises_is_in_the_catalogue(shipped: Library, whole_form: Form) -> None:
    known = {risk.id for risk in shipped.catalogue.risks}
    for item in whole_form.findings:
        rule = item.finding
        assert {*rule.raises, *rule.severity_floor, *rule.likelihood_floor} <= known, item.key


def test_every_risk_of_the_catalogue_has_four_measures_and_levels_of_the_shipped_method(shipped: Library) -> None:
    assert len(shipped.catalogue.risks) == 38
    assert [risk.id for risk in shipped.catalogue.risks if len(risk.measures) < 4] == []
    assert all(
        level in {"minor", "limited", "serious", "grave"} for risk in shipped.catalogue.risks for level in risk.severity
    )


def test_the_ids_of_measures_are_unique_in_the_catalogue(shipped: Library) -> None:
    ids = [(risk.id, measure.id) for risk in shipped.catalogue.risks for measure in risk.measures]
    assert len(ids) == len(set(ids))


def citations(part: object, place: str) -> Iterator[tuple[str, str]]:
    """Every citation under a definition, with the way to it."""
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            value = getattr(part, name)
            if name == "cite":
                yield from ((place, citation) for citation in value)
            else:
                yield from citations(value, f"{place}.{name}")
    elif isinstance(part, list | tuple):
        for number, item in enumerate(part):
            yield from citations(item, f"{place}[{number}]")
    elif isinstance(part, dict):
        for name, item in part.items():
            yield from citations(item, f"{place}.{name}")


def test_every_citation_has_its_entry_in_the_sources(shipped: Library) -> None:
    found = [pair for file, definition in shipped.definitions for pair in citations(definition, Path(file).name)]
    assert len(found) > 500
    assert [pair for pair in found if shipped.sources.find(pair[1]) is None] == []


def test_every_source_says_what_was_checked_and_when(shipped: Library) -> None:
    def said(source: Source) -> bool:
        own = source.verified is not None and source.checked_on is not None
        return own or bool(source.articles)

    assert [key for key, source in shipped.sources.sources.items() if not said(source)] == []


def test_every_source_is_called_stale_twelve_months_after_its_check(shipped: Library) -> None:
    days = [
        entry.checked_on
        for source in shipped.sources.sources.values()
        for entry in (source, *source.articles.values())
        if entry.checked_on is not None
    ]
    days += [item.checked_on for _, item in shipped.definitions if isinstance(item, NationalList)]

    def stale(on: date) -> int:
        return sum(problem.code is Code.STALE_SOURCE for problem in lint(shipped, on=on))

    assert stale(max(days)) == stale(Duration(12, "months").after(min(days))) == 0
    assert stale(Duration(12, "months").after(max(days)) + timedelta(days=1)) == len(days) > 800


def test_the_verdict_on_what_was_verified_is_that_of_the_guide(shipped: Library) -> None:
    """No citation is called verified without a date, and those that nobody found are not called verified."""
    verdicts = {
        f"{key} {name}": article.verified
        for key, source in shipped.sources.sources.items()
        for name, article in source.articles.items()
    }
    assert set(verdicts.values()) == {"yes", "secondary", "no"}
    assert verdicts["gdpr 35(7)(a)"] == verdicts["led 28(2)"] == "yes"


@pytest.mark.parametrize("name", SHIPPED)
def test_every_question_has_help_citations_and_its_icat_actions(shipped: Library, name: str) -> None:
    for question in shipped.questionnaires[name].questions():
        if question.type is not QuestionType.INFO:
            assert question.help, question.id
            assert question.cite, question.id
            assert question.icat, question.id


@pytest.mark.parametrize("name", SHIPPED)
def test_every_finding_that_is_more_than_a_note_says_what_it_means_and_what_helps(shipped: Library, name: str) -> None:
    for question in shipped.questionnaires[name].questions():
        for finding in question.findings:
            if finding.level is not Level.NOTE:
                assert finding.because and finding.mend, finding.id
                assert finding.cite or question.cite, finding.id


def test_floors_are_set_only_on_risks_that_the_finding_or_another_raises(whole_form: Form) -> None:
    raised = {risk for item in whole_form.findings for risk in item.finding.raises}
    floors = {
        risk for item in whole_form.findings for risk in (*item.finding.severity_floor, *item.finding.likelihood_floor)
    }
    assert floors <= raised


def texts(part: object) -> Iterator[str]:
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            value = getattr(part, name)
            if isinstance(value, str) and name in TEXTS:
                yield value
            else:
                yield from texts(value)
    elif isinstance(part, list | tuple):
        for item in part:
            yield from texts(item)
    elif isinstance(part, dict):
        for item in part.values():
            yield from texts(item)


@pytest.mark.parametrize("pattern", [r"\bTODO\b", r"\bTBD\b", r"\bXXX\b", r"\blorem\b", r"\bcompliant\b", r"\bfixme\b"])
def test_no_text_is_unfinished_or_promises_compliance(shipped: Library, pattern: str) -> None:
    found = [text for _, definition in shipped.definitions for text in texts(definition)]
    assert len(found) > 1500
    assert [text for text in found if re.search(pattern, text, re.IGNORECASE)] == []


def test_every_question_asks_with_a_question_mark_or_is_a_task(whole_form: Form) -> None:
    odd = [
        item.key
        for item in whole_form.asked
        if item.type not in (QuestionType.INFO, QuestionType.REGISTER, QuestionType.COMPUTED)
        and not re.search(r"[?.:]$", item.question.ask)
    ]
    assert odd == []


def test_no_question_is_longer_than_a_page_can_show(whole_form: Form) -> None:
    assert max(len(item.question.ask) for item in whole_form.asked) <= 250
