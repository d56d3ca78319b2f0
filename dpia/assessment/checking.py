"""Whether an assessment is well-typed: every answer fits its question, every reference names something that is there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from pydantic import ValidationError

from dpia.assessment.model import Answer, Assessment, is_wrapper
from dpia.errors import AssessmentError, Code, Location, Message, Problem, Told
from dpia.messages import assessments, definitions, files
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion, Form
from dpia.questionnaire.identity import with_modules
from dpia.questionnaire.kinds import NO_ANSWER_TYPES, Unfit, read_value
from dpia.questionnaire.kinds.row import ROW_ID, missing_rows
from dpia.questionnaire.limits import MAX_ROWS
from dpia.questionnaire.reading import MAX_PROBLEMS, reason_of
from dpia.questionnaire.text import Document, Path_
from dpia.questionnaire.types import QuestionType
from dpia.wording import did_you_mean, said


@dataclass(frozen=True, slots=True)
class Ill:
    """Something ill-typed, by its path in the assessment's data. `subject` is the id of what it is about.

    What is told reads on without it at the field of a form, whose label says what it is about.
    """

    path: Path_
    told: Told
    subject: str = ""

    @property
    def named(self) -> Told:
        """What is told with the id of what it is about, for those who write ids."""
        return self.told.on(f"`{self.subject}`") if self.subject else self.told

    @property
    def code(self) -> Code:
        """The stable code."""
        return self.told.code

    @property
    def message(self) -> str:
        """The sentence with the id of what it is about, in English."""
        return self.named.message

    @property
    def hint(self) -> str:
        """What to do about it, in English."""
        return self.told.hint


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
        Problem(document.location(ill.path), ill.named) if document else Problem(place, ill.named.at(_dotted(ill.path)))
        for ill in islice(found, MAX_PROBLEMS)
    ]
    if more := sum(1 for _ in found):
        problems.append(Problem(place, files.MORE_PROBLEMS(count=more)))
    if problems:
        raise AssessmentError(problems)


def _dotted(path: Path_) -> str:
    return ".".join(str(step) for step in path)


def _unknown(path: Path_, message: Message, word: str, known: Collection[str], **gaps: str) -> Ill:
    """A name that is none of the known ones."""
    return Ill(path, message(name=word, suggestion=did_you_mean(word, known), **gaps))


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
            yield _unknown(("answers", file), assessments.NOT_ANSWERED_HERE, file, form.modules)
            continue
        known = [question.id for question in form.modules[file].questions()]
        for name, answer in answers.items():
            item = form.questions.get(f"{file}.{name}")
            path: Path_ = ("answers", file, name)
            if item is None:
                yield _unknown(path, assessments.NO_QUESTION, name, known, file=file)
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
    yield from _twice(
        [ref.id for ref in assessment.questionnaires], ("questionnaires",), assessments.QUESTIONNAIRE_TWICE
    )
    yield from _twice([word.id for word in assessment.routing], ("routing",), assessments.QUESTIONNAIRE_TWICE)
    for place, word in enumerate(assessment.routing):
        if word.id not in form.known:
            yield _unknown(("routing", place, "id"), assessments.NO_QUESTIONNAIRE_HERE, word.id, form.known)
        elif not word.applies and word.id in asked:
            yield Ill(("routing", place, "applies"), assessments.SAID_NOT_TO_APPLY(name=word.id))
    for place, ref in enumerate(assessment.questionnaires):
        known = form.known.get(ref.id)
        if ref.id not in asked:
            yield _unknown(("questionnaires", place, "id"), assessments.NO_QUESTIONNAIRE_HERE, ref.id, form.known)
        elif known is not None and ref.version.split(".")[0] != known.version.split(".")[0]:
            told = assessments.OTHER_VERSION(answered=ref.version, name=ref.id, here=known.version)
            yield Ill(("questionnaires", place, "version"), told)


def _answer(item: CompiledQuestion, answer: Answer, path: Path_, rows: Mapping[str, set[str]]) -> Iterator[Ill]:
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


def _value(
    item: CompiledQuestion | CompiledColumn, raw: Any, path: Path_, rows: Mapping[str, set[str]]
) -> Iterator[Ill]:
    asked = item.asked
    try:
        value = read_value(asked, item.options, raw)
    except Unfit as unfit:
        # A message that begins with a value in backticks is a sentence; the others follow the name of the question.
        yield Ill(path, unfit.told, "" if unfit.told.what.template.startswith("`") else asked.id)
        return
    if isinstance(item, CompiledColumn) and item.of is not None:
        there = rows.get(item.of, set())
        for row_id in missing_rows(value, there):
            yield _unknown(path, assessments.NO_ROW, row_id, there, table=item.of.rpartition(".")[2])


def _table(item: CompiledQuestion, raw: Any, path: Path_, rows: Mapping[str, set[str]]) -> Iterator[Ill]:
    if not isinstance(raw, list | tuple):
        yield Ill(path, assessments.NO_ROWS(), item.question.id)
        return
    if len(raw) > MAX_ROWS:
        yield Ill(path, assessments.TOO_MANY_ROWS(most=MAX_ROWS), item.question.id)
        return
    seen: set[str] = set()
    for place, row in enumerate(raw):
        here = (*path, place)
        row_id = row.get("id") if isinstance(row, dict) else None
        if not isinstance(row_id, str) or not ROW_ID.fullmatch(row_id):
            yield Ill(here, assessments.ROW_WITHOUT_ID(example=_example_id(item, rows[item.key])))
            continue
        if row_id in seen:
            yield Ill(here, assessments.ROW_AGAIN(name=row_id))
        seen.add(row_id)
        yield from _row(item, row, here, rows)


def _row(item: CompiledQuestion, row: Mapping[str, Any], path: Path_, rows: Mapping[str, set[str]]) -> Iterator[Ill]:
    if (item.source or item.question.fixed_rows) and row["id"] not in rows[item.key]:
        yield _unknown((*path, "id"), assessments.NO_ROW_HERE, row["id"], rows[item.key])
    for name, raw in row.items():
        if name == "id":
            continue
        column = item.columns.get(name)
        here = (*path, name)
        if column is None:
            yield _unknown(here, assessments.NO_COLUMN, name, item.columns, question=item.question.id)
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
        why = reason_of(first.get("ctx", {}).get("error", "")) or said(definitions.NOT_WRITTEN_SO.text)
        yield Ill(path, assessments.BAD_CELL(name=name, why=why))
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
    yield from _twice([risk.id for risk in assessment.risks], ("risks",), assessments.RISK_TWICE)
    yield from _twice(measures, ("measures",), assessments.MEASURE_TWICE)
    yield from _conditions(form, assessment)
    scenarios = [risk.id for risk in form.catalogue.risks]
    for place, risk in enumerate(assessment.risks):
        path: Path_ = ("risks", place)
        if risk.scenario is not None and risk.scenario not in scenarios:
            yield _unknown((*path, "scenario"), assessments.NO_RISK, risk.scenario, scenarios)
        for number, name in enumerate(risk.measures):
            if name not in measures:
                yield _unknown((*path, "measures", number), assessments.NO_MEASURE, name, measures)
        for moment in ("before", "today", "done"):
            rating = getattr(risk, moment)
            if rating is not None:
                yield from _level((*path, moment, "severity"), rating.severity, form.method.severity)
                yield from _level((*path, moment, "likelihood"), rating.likelihood, form.method.likelihood)


def _level(path: Path_, level_id: str, scale: Sequence[Any]) -> Iterator[Ill]:
    known = [word for level in scale for word in (level.id, *level.also)]
    if level_id not in known:
        yield _unknown(path, assessments.NO_LEVEL, level_id[:60], known)


def _conditions(form: Form, assessment: Assessment) -> Iterator[Ill]:
    """The conditions of the decision, and the findings that they answer, by key or bare id."""
    conditions = assessment.decision.conditions if assessment.decision else ()
    yield from _twice(
        [condition.id for condition in conditions], ("decision", "conditions"), assessments.CONDITION_TWICE
    )
    known = {name for finding in form.findings for name in (finding.key, finding.finding.id)}
    for place, condition in enumerate(conditions):
        for number, name in enumerate(condition.finding):
            if name not in known:
                path: Path_ = ("decision", "conditions", place, "finding", number)
                yield _unknown(path, assessments.NO_FINDING, name[:60], known)


def _remarks(form: Form, assessment: Assessment, kept: Collection[str]) -> Iterator[Ill]:
    """What remarks are about: a question, a section or a file; those on a closed questionnaire are kept with it."""
    sections = (f"{owner.id}.{section.id}" for owner, _, section in form.sections())
    known = {*form.questions, *sections, *form.modules}
    for place, remark in enumerate(assessment.remarks):
        if remark.about not in known and remark.about.partition(".")[0] not in kept:
            yield _unknown(("remarks", place, "about"), assessments.ABOUT_NOTHING, remark.about[:80], known)


def _twice(ids: Iterable[str], register: Path_, message: Message) -> Iterator[Ill]:
    seen: set[str] = set()
    for place, word in enumerate(ids):
        if word in seen:
            yield Ill((*register, place, "id"), message(name=word))
        seen.add(word)
