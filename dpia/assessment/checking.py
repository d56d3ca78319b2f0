"""Whether an assessment is well-typed: every answer fits its question, every reference names something that is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from dpia.assessment.model import Answer, Assessment, is_wrapper
from dpia.assessment.values import MAX_ROWS, ROW_ID, Unfit, missing_rows, read_value
from dpia.errors import AssessmentError, Code, Location, Problem, did_you_mean
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion, Form
from dpia.questionnaire.identity import with_modules
from dpia.questionnaire.model import NO_ANSWER_TYPES, QuestionType
from dpia.questionnaire.text import Document, Path_


@dataclass(frozen=True, slots=True)
class Ill:
    """Something ill-typed, by its path in the assessment's data."""

    path: Path_
    code: Code
    message: str
    hint: str = ""


def check_assessment(form: Form, assessment: Assessment, document: Document | None = None) -> None:
    """Raises AssessmentError with every answer, risk or measure that is ill-typed; a gap is no error."""
    name = document.file if document else assessment.id
    problems = [
        Problem(document.location(ill.path) if document else Location(name), ill.code, _say(ill, document), ill.hint)
        for ill in find_ill(form, assessment)
    ]
    if problems:
        raise AssessmentError(problems)


def _say(ill: Ill, document: Document | None) -> str:
    return ill.message if document else f"{'.'.join(str(step) for step in ill.path)}: {ill.message}"


def find_ill(form: Form, assessment: Assessment) -> Iterator[Ill]:
    """Everything ill-typed in an assessment, in the order of its parts."""
    rows = {
        key: row_ids(form, assessment, key) for key, item in form.questions.items() if item.type is QuestionType.TABLE
    }
    yield from _versions(form, assessment)
    kept = _kept(form, assessment)
    for file, answers in assessment.answers.items():
        if file in kept:
            continue
        if file not in form.modules:
            hint = did_you_mean(file, form.modules)
            message = f"there is no questionnaire `{file}` in this assessment"
            yield Ill(("answers", file), Code.UNKNOWN_ID, message, hint)
            continue
        for name, answer in answers.items():
            item = form.questions.get(f"{file}.{name}")
            path: Path_ = ("answers", file, name)
            if item is None:
                known = [question.id for question in form.modules[file].questions()]
                message = f"`{file}` has no question `{name}`"
                yield Ill(path, Code.UNKNOWN_ID, message, did_you_mean(name, known))
            else:
                yield from _answer(item, answer, path, rows)
    yield from _registers(form, assessment)


def _kept(form: Form, assessment: Assessment) -> frozenset[str]:
    """The files whose answers are kept though they count no more: closed questionnaires with their modules."""
    closed = [form.known[word.id] for word in assessment.routing if not word.applies and word.id in form.known]
    files = (part.id for item in closed for part in (item, *with_modules(item, form.known)))
    return frozenset(file for file in files if file not in form.modules)


def row_ids(form: Form, assessment: Assessment, key: str, seen: frozenset[str] = frozenset()) -> set[str]:
    """The ids of the rows of a table, of those it takes its rows from included."""
    item = form.questions.get(key)
    if item is None or key in seen:
        return set()
    fixed = {row.id for row in item.question.fixed_rows}
    answer = assessment.answer(key)
    raw = answer.value if answer is not None and isinstance(answer.value, list | tuple) else ()
    own = {row["id"] for row in raw if isinstance(row, dict) and isinstance(row.get("id"), str)}
    for other in (item.source, item.default_from):
        if other is not None:
            own = (own if other == item.default_from else set()) | row_ids(form, assessment, other, seen | {key})
    return fixed or own


def _versions(form: Form, assessment: Assessment) -> Iterator[Ill]:
    asked = {item.id for item in form.questionnaires}
    yield from _twice([ref.id for ref in assessment.questionnaires], ("questionnaires",), "the questionnaire")
    yield from _twice([word.id for word in assessment.routing], ("routing",), "the questionnaire")
    for place, word in enumerate(assessment.routing):
        if word.id not in form.known:
            message = f"there is no questionnaire `{word.id}` here"
            yield Ill(("routing", place, "id"), Code.UNKNOWN_ID, message, did_you_mean(word.id, form.known))
        elif not word.applies and word.id in asked:
            message = f"`{word.id}` is said not to apply, and is answered"
            yield Ill(("routing", place, "applies"), Code.BAD_VALUE, message, "run dpia open or dpia close on it")
    for place, ref in enumerate(assessment.questionnaires):
        known = form.known.get(ref.id)
        if ref.id not in asked:
            message = f"there is no questionnaire `{ref.id}` here"
            yield Ill(("questionnaires", place, "id"), Code.UNKNOWN_ID, message, did_you_mean(ref.id, form.known))
        elif known is not None and ref.version.split(".")[0] != known.version.split(".")[0]:
            message = f"was answered on version {ref.version} of `{ref.id}`, here is version {known.version}"
            yield Ill(("questionnaires", place, "version"), Code.VERSION, message, "check the answers, then change it")


def _answer(item: CompiledQuestion, answer: Answer, path: Path_, rows: Mapping[str, set[str]]) -> Iterator[Ill]:
    if item.type in NO_ANSWER_TYPES:
        yield Ill(path, Code.BAD_VALUE, "this question takes no answer of its own", "remove it")
        return
    yield from _statement(answer, item.question.allow, path)
    if item.type is QuestionType.TABLE and answer.value is not None:
        yield from _table(item, answer.value, path, rows)
    elif answer.value is not None:
        yield from _value(item, answer.value, path, rows)


def _statement(answer: Answer, allowed: Sequence[str], path: Path_) -> Iterator[Ill]:
    if answer.unknown and "unknown" not in allowed:
        yield Ill(path, Code.BAD_VALUE, "cannot be answered with “unknown”", "give an answer, or leave it open")
    elif answer.not_applicable is not None and "not_applicable" not in allowed:
        yield Ill(path, Code.BAD_VALUE, "cannot be “not applicable”", "give an answer, or leave it open")
    elif answer.not_applicable is not None and not answer.not_applicable.strip():
        yield Ill(path, Code.BAD_VALUE, "`not_applicable` needs a reason", "write why it does not apply")


def _value(
    item: CompiledQuestion | CompiledColumn, raw: Any, path: Path_, rows: Mapping[str, set[str]]
) -> Iterator[Ill]:
    asked = item.column if isinstance(item, CompiledColumn) else item.question
    try:
        value = read_value(asked, item.options, raw)
    except Unfit as unfit:
        yield Ill(
            path, unfit.code, f"`{asked.id}` {unfit.message}" if "`" not in unfit.message else unfit.message, unfit.hint
        )
        return
    if isinstance(item, CompiledColumn) and item.of is not None:
        for row_id in missing_rows(value, rows.get(item.of, set())):
            table = item.of.rpartition(".")[2]
            hint = did_you_mean(row_id, rows.get(item.of, set()))
            yield Ill(path, Code.BAD_ROW, f"there is no row `{row_id}` in `{table}`", hint)


def _table(item: CompiledQuestion, raw: Any, path: Path_, rows: Mapping[str, set[str]]) -> Iterator[Ill]:
    if not isinstance(raw, list | tuple):
        yield Ill(
            path, Code.BAD_VALUE, f"`{item.question.id}` has to be a list of rows", "begin each row with `- id: ...`"
        )
        return
    if len(raw) > MAX_ROWS:
        yield Ill(path, Code.TOO_LARGE, f"`{item.question.id}` has more than {MAX_ROWS} rows")
        return
    seen: set[str] = set()
    for place, row in enumerate(raw):
        here = (*path, place)
        row_id = row.get("id") if isinstance(row, dict) else None
        if not isinstance(row_id, str) or not ROW_ID.fullmatch(row_id):
            yield Ill(
                here, Code.MISSING_KEY, "a row needs an `id`, for example " + _example_id(item), "row ids stay stable"
            )
            continue
        if row_id in seen:
            yield Ill(here, Code.DUPLICATE_ID, f"the row `{row_id}` stands here twice", "give each row its own id")
        seen.add(row_id)
        yield from _row(item, row, here, rows)


def _row(item: CompiledQuestion, row: Mapping[str, Any], path: Path_, rows: Mapping[str, set[str]]) -> Iterator[Ill]:
    if (item.source or item.question.fixed_rows) and row["id"] not in rows[item.key]:
        hint = did_you_mean(row["id"], rows[item.key])
        yield Ill((*path, "id"), Code.BAD_ROW, f"this table has no row `{row['id']}`", hint)
    for name, raw in row.items():
        if name == "id":
            continue
        column = item.columns.get(name)
        here = (*path, name)
        if column is None:
            message = f"`{item.question.id}` has no column `{name}`"
            yield Ill(here, Code.UNKNOWN_KEY, message, did_you_mean(name, item.columns))
            continue
        yield from _cell(column, raw, here, rows)


def _cell(column: CompiledColumn, raw: Any, path: Path_, rows: Mapping[str, set[str]]) -> Iterator[Ill]:
    """A cell says what an answer can say: a value, `unknown`, or `not_applicable`, with a note and evidence."""
    if not is_wrapper(raw):
        if raw is not None:
            yield from _value(column, raw, path, rows)
        return
    try:
        answer = Answer.model_validate(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = first["loc"][0] if first["loc"] else column.column.id
        reason = str(first.get("ctx", {}).get("error", "")) or "is not written as it has to be"
        hint = "write {unknown: true}, {not_applicable: the reason} or {value: ..., note: ...}"
        yield Ill(path, Code.BAD_VALUE, f"`{name}` is wrong: {reason}", hint)
        return
    yield from _statement(answer, column.column.allow, path)
    if answer.value is not None:
        yield from _value(column, answer.value, path, rows)


def _example_id(item: CompiledQuestion) -> str:
    if item.question.fixed_rows:
        return item.question.fixed_rows[0].id
    return f"{item.question.prefix or 'P'}1"


def _registers(form: Form, assessment: Assessment) -> Iterator[Ill]:
    measures = [measure.id for measure in assessment.measures]
    yield from _twice([risk.id for risk in assessment.risks], ("risks",), "the risk")
    yield from _twice(measures, ("measures",), "the measure")
    yield from _conditions(form, assessment)
    scenarios = [risk.id for risk in form.catalogue.risks]
    for place, risk in enumerate(assessment.risks):
        path: Path_ = ("risks", place)
        if risk.scenario is not None and risk.scenario not in scenarios:
            message = f"there is no risk `{risk.scenario}` in the catalogue"
            yield Ill((*path, "scenario"), Code.UNKNOWN_RISK, message, did_you_mean(risk.scenario, scenarios))
        for number, name in enumerate(risk.measures):
            if name not in measures:
                hint = did_you_mean(name, measures)
                yield Ill((*path, "measures", number), Code.UNKNOWN_ID, f"there is no measure `{name}`", hint)
        for moment in ("before", "today", "done"):
            rating = getattr(risk, moment)
            if rating is not None:
                yield from _level((*path, moment, "severity"), rating.severity, form.method.severity)
                yield from _level((*path, moment, "likelihood"), rating.likelihood, form.method.likelihood)


def _level(path: Path_, level_id: str, scale: Sequence[Any]) -> Iterator[Ill]:
    known = [word for level in scale for word in (level.id, *level.also)]
    if level_id not in known:
        yield Ill(path, Code.BAD_OPTION, f"`{level_id[:60]}` is no level of this scale", did_you_mean(level_id, known))


def _conditions(form: Form, assessment: Assessment) -> Iterator[Ill]:
    """The conditions of the decision, and the findings that they answer, by key or bare id."""
    conditions = assessment.decision.conditions if assessment.decision else ()
    yield from _twice([condition.id for condition in conditions], ("decision", "conditions"), "the condition")
    known = {name for finding in form.findings for name in (finding.key, finding.finding.id)}
    for place, condition in enumerate(conditions):
        for number, name in enumerate(condition.finding):
            if name not in known:
                path: Path_ = ("decision", "conditions", place, "finding", number)
                yield Ill(path, Code.UNKNOWN_ID, f"there is no finding `{name[:60]}`", did_you_mean(name, known))


def _twice(ids: Iterable[str], register: Path_, what: str) -> Iterator[Ill]:
    seen: set[str] = set()
    for place, word in enumerate(ids):
        if word in seen:
            yield Ill(
                (*register, place, "id"),
                Code.DUPLICATE_ID,
                f"{what} `{word}` stands here twice",
                "keep one of them, or give each its own id",
            )
        seen.add(word)
