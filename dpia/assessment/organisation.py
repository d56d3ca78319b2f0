"""Facts of the organisation: kept once, apart from any processing, and offered to new assessments as suggested answers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BeforeValidator, Field

from dpia.assessment.answer import Answer, SuggestedBy, Suggester
from dpia.assessment.checking import find_ill
from dpia.assessment.duplicating import columns_of_one_processing
from dpia.assessment.evaluation import Evaluation
from dpia.assessment.facts import split_cell
from dpia.assessment.files import as_yaml
from dpia.assessment.ill import Ill, unknown
from dpia.assessment.model import Assessment
from dpia.assessment.placing import place_of
from dpia.errors import AssessmentError, Problem
from dpia.messages import assessments
from dpia.questionnaire.compiled import CompiledQuestion, Form
from dpia.questionnaire.reading import validate
from dpia.questionnaire.records import Day, Line, Record
from dpia.questionnaire.text import Document, parse_bytes, read_document
from dpia.questionnaire.types import QuestionType

FILE_NAME: Final = "organisation.yaml"
_WITHOUT: Final = frozenset((QuestionType.EVIDENCE, QuestionType.PICTURE))
_Answers = Annotated[dict[str, dict[str, Answer]], BeforeValidator(lambda given: {} if given is None else given)]


class OrganisationFacts(Record):
    """What an organisation says of itself: answers by file and question, from which assessment by its title, and since when."""

    kind: Literal["organisation"]
    organisation: Line | None = None
    source: Line
    on: Day
    answers: _Answers = Field(default_factory=dict)

    @property
    def keys(self) -> tuple[str, ...]:
        """The questions that are answered: `gdpr-dpia.controllers`."""
        return tuple(f"{file}.{name}" for file, given in self.answers.items() for name in given)

    def text(self) -> str:
        """The facts as YAML, as `read_facts` reads them."""
        return as_yaml(self.model_dump(mode="json"))


def is_fact(item: CompiledQuestion) -> bool:
    """Whether a question asks for a fact of the organisation, and not of one processing."""
    return item.question.about == "organisation"


def facts_of(evaluation: Evaluation, *, on: date) -> OrganisationFacts:
    """The facts in an assessment, as they stand: without what is hidden, unknown or only suggested, without notes and evidence."""
    assessment, form = evaluation.assessment, evaluation.form
    answers: dict[str, dict[str, Answer]] = {}
    for item in form.asked:
        answer = assessment.answer(item.key)
        if not is_fact(item) or answer is None or not answer.stands or not evaluation.states[item.key].shown:
            continue
        fact = Answer(value=_value(form, item, answer.value), not_applicable=answer.not_applicable)
        if fact.is_given:
            answers.setdefault(item.owner.id, {})[item.question.id] = fact
    return OrganisationFacts(
        kind="organisation",
        organisation=assessment.organisation,
        source=assessment.title,
        on=on,
        answers=answers,
    )


def _value(form: Form, item: CompiledQuestion, value: Any) -> Any:
    """A value; of a table without days, statements, evidence, notes, and references to rows that are no facts."""
    if item.type is not QuestionType.TABLE or not isinstance(value, list):
        return value
    left_out = columns_of_one_processing(item) | {
        name
        for name, column in item.columns.items()
        if column.column.type in _WITHOUT or (column.of is not None and not _is_fact_table(form, column.of))
    }
    return [
        {name: told for name, cell in row.items() if name not in left_out and (told := _cell(cell)) is not None}
        for row in value
        if isinstance(row, dict)
    ]


def _is_fact_table(form: Form, key: str) -> bool:
    return key in form.questions and is_fact(form.questions[key])


def _cell(raw: Any) -> Any:
    value, _, not_applicable = split_cell(raw)
    return {"not_applicable": not_applicable} if value is None and not_applicable is not None else value


def with_facts(
    form: Form, assessment: Assessment, facts: OrganisationFacts, *, known: Collection[str] = ()
) -> Assessment:
    """The assessment with the facts that fit where nothing is answered yet, each as suggested, and the name of the organisation.

    What another question hands on already (`default_from`) is not offered a second time, and nothing in the files that are
    `known` already, where somebody may have taken a suggestion away.
    """
    origin = SuggestedBy(kind=Suggester.ORGANISATION, name=facts.source, on=facts.on)
    before = assessment
    for item in form.asked:
        fact = facts.answers.get(item.owner.id, {}).get(item.question.id)
        if fact is None or item.owner.id in known or not is_fact(item) or before.answer(item.key) is not None:
            continue
        if item.default_from in form.questions and assessment.answer(item.default_from or "") is not None:
            continue
        foreign = {
            name
            for name, column in item.columns.items()
            if column.of is not None and (before.answer(column.of) is not None or assessment.answer(column.of) is None)
        }
        offered = fact.model_copy(update={"value": _without(fact.value, foreign), "evidence": (), "suggested": origin})
        wanted = assessment.with_answer(item.key, offered)
        place = ("answers", item.owner.id, item.question.id)
        if not any(ill.path[:3] == place for ill in find_ill(form, wanted, assessment)):
            assessment = wanted
    return assessment.change(organisation=assessment.organisation or facts.organisation)


def _without(value: Any, columns: set[str]) -> Any:
    if not columns or not isinstance(value, list):
        return value
    return [{name: cell for name, cell in row.items() if name not in columns} for row in value]


def offered_facts(assessment: Assessment) -> tuple[str, ...]:
    """The questions that are answered by facts of the organisation which nobody kept or changed yet."""
    return tuple(
        f"{file}.{name}"
        for file, given in assessment.answers.items()
        for name, answer in given.items()
        if answer.suggested is not None and answer.suggested.kind is Suggester.ORGANISATION
    )


def read_facts(path: Path, form: Form) -> OrganisationFacts:
    """The facts in a file, compared with the questions of a form. Raises AssessmentError with every problem, or NotFound."""
    document = read_document(path)
    facts = _facts_in(document)
    wrong = [Problem(document.location(ill.path), ill.told) for ill in _ill(form, facts)]
    if wrong:
        raise AssessmentError(wrong)
    return facts


def parse_facts(raw: bytes, name: str) -> OrganisationFacts:
    """The facts in the bytes of a file; whether they fit is judged when they are offered. Raises BadInput."""
    return _facts_in(parse_bytes(raw, name, is_json=False))


def holds_facts(path: Path) -> bool:
    """Whether a file says of itself that it holds facts of an organisation. Raises BadInput for one that cannot be read."""
    data = read_document(path).data
    return isinstance(data, dict) and data.get("kind") == "organisation"


def _facts_in(document: Document) -> OrganisationFacts:
    if not isinstance(document.data, dict) or document.data.get("kind") != "organisation":
        raise AssessmentError([Problem(document.location(), assessments.NO_FACTS())])
    facts, problems = validate(OrganisationFacts, document, partial(place_of, document.data))
    if facts is None:
        raise AssessmentError(problems)
    return facts


def _ill(form: Form, facts: OrganisationFacts) -> Iterator[Ill]:
    """What in the facts is asked nowhere, is no fact of an organisation, or does not fit its question."""
    fitting: dict[str, dict[str, Answer]] = {}
    for file, given in facts.answers.items():
        if file not in form.known:
            yield unknown(("answers", file), assessments.FACTS_OF_NOTHING, file, form.known)
            continue
        known = {question.id: question for question in form.known[file].questions()}
        facts_here = [name for name, question in known.items() if question.about == "organisation"]
        for name, answer in given.items():
            if name not in facts_here:
                yield unknown(("answers", file, name), assessments.NO_FACT, name, facts_here, file=file)
            elif f"{file}.{name}" in form.questions:
                fitting.setdefault(file, {})[name] = answer
    empty = Assessment.model_validate(
        {
            "id": "organisation",
            "title": facts.source,
            "questionnaires": [{"id": item.id, "version": item.version} for item in form.questionnaires],
        }
    )
    yield from find_ill(form, empty.model_copy(update={"answers": fitting}))
