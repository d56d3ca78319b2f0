"""Whether an assessment is well-typed: every answer fits its question, every reference names something that is there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from pydantic import ValidationError

from dpia.assessment.ill import Ill, twice, unknown
from dpia.assessment.model import Answer, Assessment, is_wrapper
from dpia.assessment.placeholders import has_placeholder
from dpia.assessment.placing import place_of, short
from dpia.assessment.referring import check_registers, check_remarks, kept_files
from dpia.assessment.versions import version_gaps
from dpia.errors import AssessmentError, Code, OtherVersion, Problem, Refused, Told
from dpia.messages import answers, assessments, files
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion, Form
from dpia.questionnaire.kinds import NO_ANSWER_TYPES, Unfit, read_value
from dpia.questionnaire.kinds.row import ROW_ID, missing_rows
from dpia.questionnaire.limits import MAX_ROWS
from dpia.questionnaire.reading import MAX_PROBLEMS
from dpia.questionnaire.text import Document, Path_
from dpia.questionnaire.types import QuestionType
from dpia.wording import Otherwise, Saying, did_you_mean, said


def check_assessment(
    form: Form,
    assessment: Assessment,
    document: Document | None = None,
    *,
    checked: Assessment | None = None,
    name: str = "",
) -> None:
    """Raises AssessmentError with every answer, risk or measure that is ill-typed, the first 200; a gap is no error.

    It is an OtherVersion where the assessment was answered on another version of a questionnaire; where already the first
    number differs, that alone is told. With the `document` that it was read from, each problem has its line and column;
    without, the path of what is wrong. `checked` is an earlier revision that was found well-typed: only what changed since
    is judged. `name` is how a command names the assessment: its file or its id, where nothing else is said.
    """
    name = name or (document.file.partition("[")[0] if document else assessment.id)
    found = _first_versions(form, assessment, find_ill(form, assessment, checked, name), name)
    shown = list(islice(found, MAX_PROBLEMS))
    if not shown:
        return
    data = document.data if document else assessment.data()
    document = document or Document(assessment.id, data, None)
    problems = [Problem(document.location(ill.path), ill.told.at(place_of(data, ill.path, form))) for ill in shown]
    if more := sum(1 for _ in found):
        problems.append(Problem(document.location(), files.MORE_PROBLEMS(count=more)))
    is_other = any(problem.code is Code.VERSION for problem in problems)
    raise (OtherVersion if is_other else AssessmentError)(problems)


def _first_versions(form: Form, assessment: Assessment, found: Iterator[Ill], name: str) -> Iterator[Ill]:
    """What is ill-typed, behind the versions that it may come from; those alone where the first number differs."""
    gaps = {gap.id: gap for gap in version_gaps(assessment, form.known)}
    broken = [gap for gap in gaps.values() if gap.breaks]
    if not broken and (first := next(found, None)) is None:
        return
    for place, ref in enumerate(assessment.questionnaires):
        gap = gaps.get(ref.id)
        if gap is not None and (gap.breaks or not broken):
            yield Ill(("questionnaires", place, "version"), gap.told(name))
    if not broken and first is not None:
        yield first
        yield from found


def find_ill(
    form: Form, assessment: Assessment, checked: Assessment | None = None, name: str | None = None
) -> Iterator[Ill]:
    """Everything ill-typed in an assessment, in the order of its parts; `name` is how a command names the assessment.

    Answers that are the very same in `checked`, a well-typed earlier revision, are judged again only where rows that they
    refer to have changed.
    """
    rows = _Rows(form, assessment)
    same = _same_answers(form, assessment, checked)
    yield from _questionnaires(form, assessment)
    kept = kept_files(form, assessment)
    for file, given in assessment.answers.items():
        if file in kept:
            continue
        if file not in form.modules:
            yield unknown(("answers", file), assessments.NOT_ANSWERED_HERE, file, form.modules)
            continue
        known = [question.id for question in form.modules[file].questions()]
        retired = {entry.id for entry in form.modules[file].retired if entry.is_whole}
        for question, answer in given.items():
            item = form.questions.get(f"{file}.{question}")
            path: Path_ = ("answers", file, question)
            if item is None and question in retired:
                title, where = short(form.modules[file].title), name or assessment.id
                yield Ill(path, assessments.RETIRED_HERE(file=title, name=question, where=where))
            elif item is None:
                yield Ill(path, _no_question(form, file, question, known))
            elif item.key not in same:
                yield from _answer(item, answer, path, rows)
    yield from check_registers(form, assessment)
    yield from check_remarks(form, assessment, kept)


def _no_question(form: Form, file: str, name: str, known: Collection[str]) -> Told:
    """What is said of an answer to a question that its questionnaire does not ask; another one may ask it."""
    other = next((item.id for item in form.known.values() if item.question(name) is not None), None)
    meant = did_you_mean(name, known, is_code=False)
    if other is not None and not meant.close:
        hint: Saying = said(assessments.ASKED_THERE, name=other)
    else:
        hint = Otherwise(meant, said(assessments.SHOWS_QUESTIONS, name=file))
    return assessments.NO_QUESTION(name=name[:60], file=short(form.modules[file].title), suggestion=hint)


class _Rows(dict[str, set[str]]):
    """The ids of the rows of each table, looked for when a reference or a row is judged."""

    def __init__(self, form: Form, assessment: Assessment) -> None:
        super().__init__()
        self._form, self._assessment = form, assessment

    def __missing__(self, key: str) -> set[str]:
        self[key] = row_ids(self._form, self._assessment, key)
        return self[key]

    def title(self, key: str) -> str:
        """What the table is called: its question."""
        item = self._form.questions.get(key)
        return item.question.ask if item is not None else key.rpartition(".")[2]


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


def _questionnaires(form: Form, assessment: Assessment) -> Iterator[Ill]:
    asked = {item.id for item in form.questionnaires}
    yield from twice(
        [ref.id for ref in assessment.questionnaires], ("questionnaires",), assessments.QUESTIONNAIRE_TWICE
    )
    yield from twice([word.id for word in assessment.routing], ("routing",), assessments.QUESTIONNAIRE_TWICE)
    for place, word in enumerate(assessment.routing):
        if word.id not in form.known:
            yield unknown(("routing", place, "id"), assessments.NO_QUESTIONNAIRE_HERE, word.id, form.known)
        elif not word.applies and word.id in asked:
            yield Ill(("routing", place, "applies"), assessments.SAID_NOT_TO_APPLY(name=word.id))
    for place, ref in enumerate(assessment.questionnaires):
        if ref.id not in asked:
            yield unknown(("questionnaires", place, "id"), assessments.NO_QUESTIONNAIRE_HERE, ref.id, form.known)


def _answer(item: CompiledQuestion, answer: Answer, path: Path_, rows: _Rows) -> Iterator[Ill]:
    if item.type in NO_ANSWER_TYPES:
        yield Ill(path, assessments.TAKES_NO_ANSWER())
        return
    yield from _statement(answer, item.question.allow, path)
    if item.type is QuestionType.TABLE and answer.value is not None:
        yield from _table(item, answer.value, path, rows)
    elif answer.value is not None:
        yield from _value(item, answer.value, path, rows)


def _statement(answer: Answer, allowed: Sequence[str], path: Path_) -> Iterator[Ill]:
    if answer.unknown and "unknown" not in allowed:
        yield Ill(path, assessments.NOT_UNKNOWN())
    elif answer.not_applicable is not None and "not_applicable" not in allowed:
        yield Ill(path, assessments.NOT_INAPPLICABLE())
    elif answer.not_applicable is not None and not answer.not_applicable.strip():
        yield Ill(path, assessments.NO_REASON())


def _value(item: CompiledQuestion | CompiledColumn, raw: Any, path: Path_, rows: _Rows) -> Iterator[Ill]:
    asked = item.asked
    if has_placeholder(raw):
        yield Ill(path, assessments.PLACEHOLDER())
        return
    try:
        value = read_value(asked, item.options, raw)
    except Unfit as unfit:
        yield Ill(path, _state_as_value(asked.allow, raw) or unfit.told)
        return
    if isinstance(item, CompiledColumn) and item.of is not None:
        there = rows[item.of]
        for row_id in missing_rows(value, there):
            yield unknown(path, assessments.NO_ROW, row_id, there, table=short(rows.title(item.of)))


_UNKNOWN: Final = frozenset({"unknown", "not known", "don't know", "unbekannt", "?"})
_INAPPLICABLE: Final = frozenset(
    {"not_applicable", "not applicable", "n/a", "na", "n.a.", "nicht anwendbar", "entfällt"}
)


def _state_as_value(allowed: Sequence[str], raw: Any) -> Told | None:
    """What is said to somebody who wrote as a value that something is unknown, or does not apply."""
    word = raw.strip().casefold() if isinstance(raw, str) and len(raw) < 40 else ""
    if word in _UNKNOWN:
        return answers.SAID_UNKNOWN() if "unknown" in allowed else assessments.NOT_UNKNOWN()
    if word in _INAPPLICABLE:
        return answers.SAID_INAPPLICABLE() if "not_applicable" in allowed else assessments.NOT_INAPPLICABLE()
    return None


def _table(item: CompiledQuestion, raw: Any, path: Path_, rows: _Rows) -> Iterator[Ill]:
    if not isinstance(raw, list | tuple):
        yield Ill(path, assessments.NO_ROWS(example=_example_id(item, rows[item.key])))
        return
    if len(raw) > MAX_ROWS:
        yield Ill(path, assessments.TOO_MANY_ROWS(most=MAX_ROWS))
        return
    seen: set[str] = set()
    for place, row in enumerate(raw):
        here = (*path, place)
        row_id = row.get("id") if isinstance(row, dict) else None
        if has_placeholder(row_id):
            yield Ill((*here, "id"), assessments.PLACEHOLDER())
            continue
        if not isinstance(row_id, str) or not ROW_ID.fullmatch(row_id):
            yield Ill(here, assessments.ROW_WITHOUT_ID(example=_example_id(item, rows[item.key])))
            continue
        if row_id in seen:
            yield Ill(here, assessments.ROW_AGAIN(name=row_id))
        seen.add(row_id)
        yield from _row(item, row, here, rows)


def _row(item: CompiledQuestion, row: Mapping[str, Any], path: Path_, rows: _Rows) -> Iterator[Ill]:
    if (item.source or item.question.fixed_rows) and row["id"] not in rows[item.key]:
        yield unknown((*path, "id"), assessments.NO_ROW_HERE, row["id"], rows[item.key])
    for name, raw in row.items():
        if name == "id":
            continue
        column = item.columns.get(name)
        here = (*path, name)
        if column is None:
            yield unknown(here, assessments.NO_COLUMN, name, item.columns)
            continue
        yield from _cell(column, raw, here, rows)


def _cell(column: CompiledColumn, raw: Any, path: Path_, rows: _Rows) -> Iterator[Ill]:
    """A cell says what an answer can say: a value, `unknown`, or `not_applicable`, with a note and evidence."""
    if not is_wrapper(raw):
        if raw is not None:
            yield from _value(column, raw, path, rows)
        return
    try:
        answer = Answer.model_validate(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        reason = first.get("ctx", {}).get("error")
        told = reason.told if isinstance(reason, Refused) else assessments.BAD_CELL(name=(*first["loc"], "value")[0])
        yield Ill(path, told)
        return
    yield from _statement(answer, column.column.allow, path)
    if answer.value is not None:
        yield from _value(column, answer.value, path, rows)


def _example_id(item: CompiledQuestion, rows: Collection[str]) -> str:
    """An id that a row of this table can have: one of its `rows` where others decide about them, else a new one."""
    if item.question.fixed_rows:
        return item.question.fixed_rows[0].id
    return min(rows, default="P1") if item.source else f"{item.question.prefix or 'P'}1"
