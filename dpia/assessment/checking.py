"""Whether an assessment is well-typed: every answer fits its question, every reference names something that is there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from pydantic import ValidationError

from dpia.assessment.model import Answer, Assessment, is_wrapper
from dpia.errors import AssessmentError, Code, Location, Problem, did_you_mean
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion, Form
from dpia.questionnaire.identity import with_modules
from dpia.questionnaire.kinds import NO_ANSWER_TYPES, Unfit, read_value
from dpia.questionnaire.kinds.row import ROW_ID, missing_rows
from dpia.questionnaire.limits import MAX_ROWS
from dpia.questionnaire.reading import MAX_PROBLEMS
from dpia.questionnaire.text import Document, Path_
from dpia.questionnaire.types import QuestionType


@dataclass(frozen=True, slots=True)
class Ill:
    """Something ill-typed, by its path in the assessment's data. `word` is a name that is none of the `known` ones."""

    path: Path_
    code: Code
    message: str
    advice: str = ""
    word: str = ""
    known: Collection[str] = ()

    @property
    def hint(self) -> str:
        """What to do about it. Looked for when it is asked for, because a file may hold 100,000 unknown names."""
        return self.advice or did_you_mean(self.word, self.known)


def check_assessment(
    form: Form, assessment: Assessment, document: Document | None = None, *, checked: Assessment | None = None
) -> None:
    """Raises AssessmentError with every answer, risk or measure that is ill-typed, the first 200; a gap is no error.

    With the `document` that it was read from, each problem has its line and column; without, the path of what is wrong.
    `checked` is an earlier revision that was found well-typed: only what changed since is judged.
    """
    place = document.location() if document else Location(assessment.id)
    found = find_ill(form, assessment, checked)
    problems = [
        Problem(document.location(ill.path) if document else place, ill.code, _say(ill, document), ill.hint)
        for ill in islice(found, MAX_PROBLEMS)
    ]
    if more := sum(1 for _ in found):
        message = f"has {more} more problems, which are not shown"
        problems.append(Problem(place, Code.TOO_LARGE, message, "mend those that are shown first"))
    if problems:
        raise AssessmentError(problems)


def _say(ill: Ill, document: Document | None) -> str:
    return ill.message if document else f"{'.'.join(str(step) for step in ill.path)}: {ill.message}"


def _unknown(path: Path_, message: str, word: str, known: Collection[str], code: Code = Code.UNKNOWN_ID) -> Ill:
    return Ill(path, code, message, word=word, known=known)


def find_ill(form: Form, assessment: Assessment, checked: Assessment | None = None) -> Iterator[Ill]:
    """Everything ill-typed in an assessment, in the order of its parts.

    Answers that are the very same in `checked`, a well-typed earlier revision, are judged again only where rows that they
    refer to have changed.
    """
    rows = _Rows(form, assessment)
    same = _same_answers(form, assessment, checked)
    yield from _versions(form, assessment)
    kept = _kept(form, assessment)
    for file, answers in assessment.answers.items():
        if file in kept:
            continue
        if file not in form.modules:
            message = f"there is no questionnaire `{file}` in this assessment"
            yield _unknown(("answers", file), message, file, form.modules)
            continue
        known = [question.id for question in form.modules[file].questions()]
        for name, answer in answers.items():
            item = form.questions.get(f"{file}.{name}")
            path: Path_ = ("answers", file, name)
            if item is None:
                yield _unknown(path, f"`{file}` has no question `{name}`", name, known)
            elif item.key not in same:
                yield from _answer(item, answer, path, rows)
    yield from _registers(form, assessment)
    yield from _remarks(form, assessment, kept)


class _Rows(dict[str, set[str]]):
    """The ids of the rows of each table, looked for when a reference or a row is judged."""

    def __init__(self, form: Form, assessment: Assessment) -> None:
        super().__init__()
        self._form, self._assessment = form, assessment

    def __missing__(self, key: str) -> set[str]:
        self[key] = row_ids(self._form, self._assessment, key)
        return self[key]

    def get(self, key: str, default: Any = None) -> Any:
        return self[key]


def _same_answers(form: Form, assessment: Assessment, checked: Assessment | None) -> frozenset[str]:
    """The questions whose answers were judged already: the same objects, and none of the tables behind them changed."""
    if checked is None or checked.questionnaires != assessment.questionnaires:
        return frozenset()
    turned = {
        f"{file}.{name}"
        for file in {*assessment.answers, *checked.answers}
        if (now := assessment.answers.get(file, {})) is not (then := checked.answers.get(file, {}))
        for name in {*now, *then}
        if now.get(name) is not then.get(name)
    }
    readers = {reader for key in turned for reader in form.row_readers.get(key, ())}
    return frozenset(form.questions.keys() - turned - readers)


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
            yield _unknown(("routing", place, "id"), message, word.id, form.known)
        elif not word.applies and word.id in asked:
            message = f"`{word.id}` is said not to apply, and is answered"
            yield Ill(("routing", place, "applies"), Code.BAD_VALUE, message, "run dpia open or dpia close on it")
    for place, ref in enumerate(assessment.questionnaires):
        known = form.known.get(ref.id)
        if ref.id not in asked:
            message = f"there is no questionnaire `{ref.id}` here"
            yield _unknown(("questionnaires", place, "id"), message, ref.id, form.known)
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
    asked = item.asked
    try:
        value = read_value(asked, item.options, raw)
    except Unfit as unfit:
        message = unfit.message if unfit.message.startswith("`") else f"`{asked.id}` {unfit.message}"
        yield Ill(path, unfit.code, message, unfit.hint)
        return
    if isinstance(item, CompiledColumn) and item.of is not None:
        there = rows.get(item.of, set())
        for row_id in missing_rows(value, there):
            message = f"there is no row `{row_id}` in `{item.of.rpartition('.')[2]}`"
            yield _unknown(path, message, row_id, there, Code.BAD_ROW)


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
            message = f"a row needs an `id`, for example {_example_id(item, rows[item.key])}"
            yield Ill(here, Code.MISSING_KEY, message, "row ids stay stable")
            continue
        if row_id in seen:
            yield Ill(here, Code.DUPLICATE_ID, f"the row `{row_id}` stands here twice", "give each row its own id")
        seen.add(row_id)
        yield from _row(item, row, here, rows)


def _row(item: CompiledQuestion, row: Mapping[str, Any], path: Path_, rows: Mapping[str, set[str]]) -> Iterator[Ill]:
    if (item.source or item.question.fixed_rows) and row["id"] not in rows[item.key]:
        message = f"this table has no row `{row['id']}`"
        yield _unknown((*path, "id"), message, row["id"], rows[item.key], Code.BAD_ROW)
    for name, raw in row.items():
        if name == "id":
            continue
        column = item.columns.get(name)
        here = (*path, name)
        if column is None:
            message = f"`{item.question.id}` has no column `{name}`"
            yield _unknown(here, message, name, item.columns, Code.UNKNOWN_KEY)
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


def _example_id(item: CompiledQuestion, rows: Collection[str]) -> str:
    """An id that a row of this table can have: one of its `rows` where others decide about them, else a new one."""
    if item.question.fixed_rows:
        return item.question.fixed_rows[0].id
    return min(rows, default="P1") if item.source else f"{item.question.prefix or 'P'}1"


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
            yield _unknown((*path, "scenario"), message, risk.scenario, scenarios, Code.UNKNOWN_RISK)
        for number, name in enumerate(risk.measures):
            if name not in measures:
                yield _unknown((*path, "measures", number), f"there is no measure `{name}`", name, measures)
        for moment in ("before", "today", "done"):
            rating = getattr(risk, moment)
            if rating is not None:
                yield from _level((*path, moment, "severity"), rating.severity, form.method.severity)
                yield from _level((*path, moment, "likelihood"), rating.likelihood, form.method.likelihood)


def _level(path: Path_, level_id: str, scale: Sequence[Any]) -> Iterator[Ill]:
    known = [word for level in scale for word in (level.id, *level.also)]
    if level_id not in known:
        yield _unknown(path, f"`{level_id[:60]}` is no level of this scale", level_id, known, Code.BAD_OPTION)


def _conditions(form: Form, assessment: Assessment) -> Iterator[Ill]:
    """The conditions of the decision, and the findings that they answer, by key or bare id."""
    conditions = assessment.decision.conditions if assessment.decision else ()
    yield from _twice([condition.id for condition in conditions], ("decision", "conditions"), "the condition")
    known = {name for finding in form.findings for name in (finding.key, finding.finding.id)}
    for place, condition in enumerate(conditions):
        for number, name in enumerate(condition.finding):
            if name not in known:
                path: Path_ = ("decision", "conditions", place, "finding", number)
                yield _unknown(path, f"there is no finding `{name[:60]}`", name, known)


def _remarks(form: Form, assessment: Assessment, kept: Collection[str]) -> Iterator[Ill]:
    """What remarks are about: a question, a section or a file; those on a closed questionnaire are kept with it."""
    sections = (f"{owner.id}.{section.id}" for owner, _, section in form.sections())
    known = {*form.questions, *sections, *form.modules}
    for place, remark in enumerate(assessment.remarks):
        if remark.about not in known and remark.about.partition(".")[0] not in kept:
            message = f"there is no question or section `{remark.about[:80]}`"
            yield _unknown(("remarks", place, "about"), message, remark.about[:80], known)


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
