"""Assessments that begin with a starter kit, kits that are made of assessments, and what is wrong with a kit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from pydantic import ValidationError

from dpia.assessment.answer import is_wrapper
from dpia.assessment.checking import find_ill
from dpia.assessment.duplicating import columns_of_one_processing, is_opinion
from dpia.assessment.evaluation import Evaluation
from dpia.assessment.facts import split_cell
from dpia.assessment.model import Answer, Assessment, Measure, Risk, SuggestedBy, Suggester
from dpia.assessment.organisation import is_fact
from dpia.assessment.privacy import privacy_warnings
from dpia.assessment.routing import with_needed
from dpia.assessment.starting import new_assessment, with_title_answered
from dpia.errors import DefinitionError, NotFound, Problem
from dpia.messages import kits
from dpia.questionnaire.compiled import CompiledQuestion, Form
from dpia.questionnaire.kinds import NO_ANSWER_TYPES
from dpia.questionnaire.kit import Kit
from dpia.questionnaire.library import Library
from dpia.questionnaire.text import Path_
from dpia.questionnaire.types import QuestionType
from dpia.wording import N_, did_you_mean, said, with_hint

_SHORTEST_NAME: Final = 4
"""Letters of a name from which on texts are searched for it: shorter ones stand in other words."""


def kits_of(library: Library) -> Mapping[str, Kit]:
    """The starter kits of a set by id, the later read of two with one id."""
    return {item.id: item for _, item in library.definitions if isinstance(item, Kit)}


def kit_of(library: Library, name: str) -> Kit:
    """A kit by its id. Raises NotFound, and DefinitionError with what is wrong in it."""
    known = kits_of(library)
    if name not in known:
        raise NotFound(
            with_hint(said(N_("There is no starter kit `{name}`"), name=name[:60]), did_you_mean(name, known))
        )
    if problems := list(_problems(library, known[name])):
        raise DefinitionError(problems)
    return known[name]


def begin_with(
    kit: Kit, library: Library, *, assessment_id: str, title: str, on: date, organisation: str | None = None
) -> Assessment:
    """A new assessment with all that a kit gives, marked as suggested by it: each counts as missing until a person keeps it."""
    form = form_with(kit, library)
    begun = new_assessment(
        form, assessment_id=assessment_id, title=title, created=on, organisation=organisation, method=kit.method
    )
    origin = SuggestedBy(kind=Suggester.KIT, name=kit.title, on=on)
    answers = {
        file: {name: _answer(given).model_copy(update={"suggested": origin}) for name, given in answers.items()}
        for file, answers in kit.answers.items()
    }
    risks = tuple(
        Risk(
            id=risk.id,
            scenario=risk.scenario,
            title=risk.title,
            harm=risk.harm,
            sources=risk.sources,
            measures=risk.measures,
            suggested=origin,
        )
        for risk in kit.risks
    )
    measures = tuple(Measure(id=item.id, title=item.title, text=item.text, suggested=origin) for item in kit.measures)
    return with_title_answered(form, begun.change(answers=answers, risks=risks, measures=measures))


def form_with(kit: Kit, library: Library) -> Form:
    """The form of an assessment that begins with a kit: its questionnaires with those that they need, and its method."""
    return library.form(with_needed(library, kit.questionnaires), kit.method)


def _answer(given: Any) -> Answer:
    return Answer.model_validate(given if is_wrapper(given) else {"value": given})


def kit_problems(library: Library) -> Iterator[Problem]:
    """What is wrong with the kits of a set: answers that do not fit, opinions and days, risks and codes that are not there."""
    for _, item in library.definitions:
        if isinstance(item, Kit):
            yield from _problems(library, item)


def _problems(library: Library, kit: Kit) -> Iterator[Problem]:
    document = library.documents[library.file_of(kit)]
    return (Problem(document.location(path), told) for path, told in _wrong(kit, library))


def _wrong(kit: Kit, library: Library) -> Iterator[tuple[Path_, Any]]:
    unknown = [name for name in kit.questionnaires if name not in library.questionnaires]
    for name in unknown:
        suggestion = did_you_mean(name, library.questionnaires)
        yield (
            ("questionnaires", kit.questionnaires.index(name)),
            kits.NO_QUESTIONNAIRE(name=name, suggestion=suggestion),
        )
    if kit.method is not None and kit.method not in library.methods:
        unknown.append(kit.method)
        suggestion = did_you_mean(kit.method, library.methods)
        yield ("method",), kits.NO_METHOD(name=kit.method, suggestion=suggestion)
    if unknown:
        return
    try:
        form = form_with(kit, library)
    except DefinitionError:  # what is wrong elsewhere in the set is told there, and no kit can be judged by it
        return
    try:
        begun = begin_with(kit, library, assessment_id="kit", title="Kit", on=date(2000, 1, 1))
    except ValidationError as error:
        yield (), kits.UNREADABLE(what=str(error.errors()[0]["msg"]))
        return
    for ill in find_ill(form, begun):
        yield ill.path, ill.told
    for file, given in begun.answers.items():
        for name, answer in given.items():
            if answer.evidence or _holds_evidence(answer.value):
                yield ("answers", file, name), kits.WITH_EVIDENCE(name=name)
    for file, answers in kit.answers.items():
        for name in answers:
            item = form.questions.get(f"{file}.{name}")
            if item is not None and (is_opinion(item) or item.question.means == "title"):
                yield ("answers", file, name), kits.OF_ONE_PROCESSING(name=name)
            elif item is not None:
                for place, row in enumerate(_rows(answers[name])):
                    for column in sorted(columns_of_one_processing(item) & row.keys()):
                        yield ("answers", file, name, place, column), kits.OF_ONE_PROCESSING(name=column)
    codes = {item.question.code for item in form.asked}
    for place, point in enumerate(kit.open):
        if point.code not in codes:
            suggestion = did_you_mean(point.code, [code for code in codes if code])
            yield ("open", place, "code"), kits.NO_CODE(code=point.code, suggestion=suggestion)


def _holds_evidence(value: Any) -> bool:
    """Whether a cell of a table names a file."""
    rows = value if isinstance(value, list | tuple) else ()
    cells = (cell for row in rows if isinstance(row, Mapping) for cell in row.values())
    return any(is_wrapper(cell) and bool(cell.get("evidence")) for cell in cells)


def _rows(given: Any) -> list[Mapping[str, Any]]:
    value = given.get("value") if is_wrapper(given) else given
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list | tuple) else []


def public_title(evaluation: Evaluation) -> str:
    """The title of an assessment as that of a kit; empty where it names an organisation."""
    title = evaluation.assessment.title
    return _without_names(title, _organisations(evaluation.assessment, evaluation.form)) or ""


def as_kit(evaluation: Evaluation, *, kit_id: str, title: str, sector: str, summary: str) -> dict[str, Any]:
    """The data of a kit made of an assessment: facts, risks and measures, without whatever is said of one processing.

    Facts of the organisation (`dpia organisation` keeps them), opinions, sign-offs, days, evidence, notes, contacts, what is
    hidden or only suggested, and texts in which a name, an address or a number of a person may stand, or which name one of the
    organisations, are left out; so are ratings, owners, days and states of measures, and what then does not fit any more, such
    as a cell that names a row which was left out.
    """
    assessment, form = evaluation.assessment, evaluation.form
    names = _organisations(assessment, form)
    warnings = list(privacy_warnings(form, assessment))
    private = {warning.key for warning in warnings}
    told = {(warning.key, warning.place.row) for warning in warnings}
    answers: dict[str, dict[str, Any]] = {}
    for file, given in assessment.answers.items():
        for name, answer in given.items():
            item = form.questions.get(f"{file}.{name}")
            if item is None or item.key in private or not answer.stands or not _is_general(item):
                continue
            if not evaluation.states[item.key].shown:
                continue
            value = _without_names(_without_persons(item, answer.value), names)
            if value is not None and value != []:
                answers.setdefault(file, {})[name] = value
    while ill := _ill(form, assessment, answers):
        for path in reversed(ill):
            _take_out(answers, path)
    measures = [
        item
        for item in assessment.measures
        if item.suggested is None and ("measures", item.id) not in told and _without_names(item.title, names)
    ]
    known = {item.id for item in measures}
    risks = [
        {
            "id": risk.id,
            **{
                key: value
                for key in ("scenario", "title", "harm", "sources")
                if (value := _without_names(getattr(risk, key), names))
            },
            "measures": [name for name in risk.measures if name in known],
        }
        for risk in assessment.risks
        if risk.not_relevant is None
        and ("risks", risk.id) not in told
        and (risk.scenario or _without_names(risk.title, names))
    ]
    return {
        "id": kit_id,
        "kind": "kit",
        "version": "1.0.0",
        "title": title,
        "sector": sector,
        "summary": summary,
        "questionnaires": [ref.id for ref in assessment.questionnaires],
        **({"method": assessment.method} if assessment.method is not None else {}),
        "answers": answers,
        "risks": risks,
        "measures": [
            {
                "id": item.id,
                "title": item.title,
                **({"text": text} if (text := _without_names(item.text, names)) else {}),
            }
            for item in measures
        ],
    }


def _ill(form: Form, assessment: Assessment, answers: Mapping[str, Mapping[str, Any]]) -> list[Path_]:
    """The file, question, row and column of each answer that does not fit the others."""
    read = {file: {name: _answer(value) for name, value in given.items()} for file, given in answers.items()}
    alone = assessment.change(answers=read, risks=(), measures=())
    return list(dict.fromkeys(ill.path[1:] for ill in find_ill(form, alone) if ill.path[0] == "answers"))


def _take_out(answers: dict[str, dict[str, Any]], path: Path_) -> None:
    """Take out a cell, a row or an answer. A row goes whole where its id does not fit."""
    holder: Any = answers
    *above, last = path[:-1] if path[-1] == "id" else path
    for step in above:
        holder = holder[step]
    del holder[last]


def _is_general(item: CompiledQuestion) -> bool:
    asked = item.question
    left_out = is_fact(item) or is_opinion(item) or asked.means == "title" or asked.contact
    return not left_out and item.type not in NO_ANSWER_TYPES


def _organisations(assessment: Assessment, form: Form) -> frozenset[str]:
    """What the organisations are called that take part: the one responsible, and those in tables of facts."""
    rows = (
        row
        for item in form.asked
        if is_fact(item) and "name" in item.columns and (answer := assessment.answer(item.key)) is not None
        for row in _rows(answer.value)
    )
    found = (assessment.organisation, *(split_cell(row.get("name"))[0] for row in rows))
    return frozenset(name.casefold() for name in found if isinstance(name, str) and len(name) >= _SHORTEST_NAME)


def _without_names(value: Any, names: frozenset[str]) -> Any:
    """The value; None for a text that names one of the organisations, and of a table the rows without such cells."""
    if isinstance(value, str):
        plain = value.casefold()
        return None if any(name in plain for name in names) else value
    if isinstance(value, list) and any(isinstance(row, dict) for row in value):
        cells = ({name: _without_names(cell, names) for name, cell in row.items()} for row in value)
        return [{name: cell for name, cell in row.items() if cell is not None} for row in cells]
    return value


def _without_persons(item: CompiledQuestion, value: Any) -> Any:
    """The value; of a table without its notes and evidence, and without columns for contacts, days and statements."""
    if item.type is QuestionType.EVIDENCE or value is None:
        return None
    if item.type is not QuestionType.TABLE or not isinstance(value, list | tuple):
        return value
    contacts = {name for name, column in item.columns.items() if column.column.contact}
    left_out = frozenset(contacts) | columns_of_one_processing(item)
    return [_row(row, left_out) for row in value if isinstance(row, Mapping)]


def _row(row: Mapping[str, Any], left_out: frozenset[str]) -> dict[str, Any]:
    cells = {name: cell for name, cell in row.items() if name not in left_out}
    return {
        name: bare for name, cell in cells.items() if (bare := _bare(cell) if is_wrapper(cell) else cell) is not None
    }


def _bare(cell: Mapping[str, Any]) -> Any:
    """A cell with something beside it, without that; None where nothing else is left."""
    return {"unknown": True} if cell.get("unknown") else cell.get("value")
