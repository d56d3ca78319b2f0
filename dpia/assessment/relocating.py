"""Carries answers from where a questionnaire no longer asks for them to where it asks now, as `retired` says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dpia.assessment.model import Answer
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion, Form
from dpia.questionnaire.kinds import Unfit, read_value
from dpia.questionnaire.retired import Retired, Target
from dpia.questionnaire.types import QuestionType

Answers = dict[str, dict[str, Answer]]
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an answer stands: a question by its key, or a cell in one of its rows."""

    key: str
    row: str | None = None
    column: str | None = None

    def __str__(self) -> str:
        return self.key + (f"[{self.row}]" if self.row else "") + (f".{self.column}" if self.column else "")


@dataclass(frozen=True, slots=True)
class Carried:
    """One answer, or part of one, that a definition no longer asks for. Without a `target` it found no place."""

    source: Spot
    target: Spot | None
    answer: Answer
    entry: Retired


class Relocation:
    """Goes through the retired questions of a form and carries each answer over. It works on answers of its own."""

    def __init__(self, form: Form, answers: Mapping[str, Mapping[str, Answer]]) -> None:
        self._form = form
        self.answers: Answers = {file: dict(given) for file, given in answers.items()}

    def carry(self, file: str, entry: Retired) -> Iterator[Carried]:
        """Takes out what `entry` of a file retires, and puts it where it stands now."""
        key = entry.key(file)
        for source, answer in list(self._taken(key, entry)):
            target = self._put(source, answer, file, entry)
            if target is not None or not _says_nothing(answer, entry):
                yield Carried(source, target, answer, entry)

    # ------------------------------------------------------------------------------------------------------ taking out

    def _taken(self, key: str, entry: Retired) -> Iterator[tuple[Spot, Answer]]:
        answer = self._answer(key)
        if answer is None:
            return
        if entry.option is not None:
            yield from self._options(key, answer, entry)
        elif entry.is_whole:
            self._set(key, None)
            yield Spot(key), answer
        else:
            yield from self._cells(key, answer, entry)

    def _cells(self, key: str, answer: Answer, entry: Retired) -> Iterator[tuple[Spot, Answer]]:
        """Cells of a column, of a row, or the one cell of both; a row goes when nothing is left in it."""
        kept: Rows = []
        found: list[tuple[Spot, Answer]] = []
        for row in _rows(answer):
            here = entry.row in (None, row.get("id"))
            wanted = [name for name in row if here and name != "id" and entry.column in (None, name)]
            found += [(Spot(key, row.get("id"), name), _suggested_as(answer, row[name])) for name in wanted]
            left = {name: cell for name, cell in row.items() if name not in wanted}
            if len(left) > 1 or not (here and entry.row is not None):
                kept.append(left)
        if kept != _rows(answer):
            self._set(key, answer.model_copy(update={"value": kept}))
        yield from found

    def _options(self, key: str, answer: Answer, entry: Retired) -> Iterator[tuple[Spot, Answer]]:
        """The choice of one option, in the question or in each cell of a column."""
        if entry.column is None:
            left, was = _without(answer, entry.option)
            if was is not None:
                self._set(key, left)
                yield Spot(key), was
            return
        found: list[tuple[Spot, Answer]] = []
        rows = []
        for row in _rows(answer):
            cell_there = entry.column in row
            left, was = _without(_suggested_as(answer, row[entry.column]), entry.option) if cell_there else (None, None)
            if was is None:
                rows.append(row)
                continue
            found.append((Spot(key, row.get("id"), entry.column), was))
            cell = {entry.column: _as_cell(left.model_copy(update={"suggested": None}))} if left is not None else {}
            rows.append({name: old for name, old in row.items() if name != entry.column} | cell)
        if found:
            self._set(key, answer.model_copy(update={"value": rows}))
            yield from found

    # ---------------------------------------------------------------------------------------------------- putting back

    def _put(self, source: Spot, answer: Answer, file: str, entry: Retired) -> Spot | None:
        target, key = entry.target, entry.target_key(file)
        item = self._form.questions.get(key or "")
        moved = _translated(answer, entry, target) if target is not None else None
        if target is None or item is None or moved is None:
            return None
        # A row that has another id keeps its columns, and an option that is replaced stays in its cell.
        stays = target.row is not None or (target.question is None and entry.option is not None)
        column = target.column or (source.column if stays else None)
        row = target.row or (source.row if column is not None else None)
        spot = Spot(item.key, row, column)
        asked = item.columns.get(column) if column is not None else item
        if asked is None or (column is not None and row is None):
            return None
        if entry.option is not None or entry.options or entry.becomes is not None:
            moved = _as_asked(moved, asked)
        before, table = self._at(spot), self._answer(spot.key)
        if spot.column is not None and table is not None and table.is_given and not isinstance(table.value, list):
            return None  # the table as a whole is unknown, or does not apply
        joined = moved if before is None or not before.is_given else joined_answer(asked, before, moved)
        if joined is None:
            return None
        self._write(spot, joined)
        return spot

    def _at(self, spot: Spot) -> Answer | None:
        answer = self._answer(spot.key)
        if spot.column is None or answer is None:
            return answer
        row = next((row for row in _rows(answer) if row.get("id") == spot.row), {})
        return _as_answer(row[spot.column]) if spot.column in row else None

    def _write(self, spot: Spot, answer: Answer) -> None:
        if spot.column is None:
            self._set(spot.key, answer)
            return
        table = self._answer(spot.key) or Answer(value=[])
        rows = _rows(table)
        if all(row.get("id") != spot.row for row in rows):
            rows.append({"id": spot.row})
        cell = _as_cell(answer.model_copy(update={"suggested": None}))
        suggested = table.suggested or answer.suggested
        rows = [{**row, spot.column: cell} if row.get("id") == spot.row else row for row in rows]
        self._set(spot.key, table.model_copy(update={"value": rows, "suggested": suggested}))

    def _answer(self, key: str) -> Answer | None:
        file, _, question = key.partition(".")
        return self.answers.get(file, {}).get(question)

    def _set(self, key: str, answer: Answer | None) -> None:
        file, _, question = key.partition(".")
        given = self.answers.setdefault(file, {})
        if answer is None:
            given.pop(question, None)
        else:
            given[question] = answer


def _suggested_as(whole: Answer, cell: Any) -> Answer:
    """A cell as an answer; it is suggested where its table is."""
    return _as_answer(cell).model_copy(update={"suggested": whole.suggested})


def joined_answer(asked: CompiledQuestion | CompiledColumn, before: Answer, more: Answer) -> Answer | None:
    """Two answers as one: texts as paragraphs, options and rows together; None where they cannot stand together."""
    if (before.value, before.unknown, before.not_applicable) == (more.value, more.unknown, more.not_applicable):
        value = before.value
    else:
        value = _joined_value(asked, before.value, more.value)
        if value is None:
            return None
    try:
        if value is not None and not _is_table(asked):
            read_value(asked.asked, asked.options, value)
    except Unfit:
        return None
    note = "\n\n".join(dict.fromkeys(filter(None, (before.note, more.note)))) or None
    evidence = tuple(dict.fromkeys((*before.evidence, *more.evidence)))
    suggested = before.suggested or more.suggested
    return before.model_copy(update={"value": value, "note": note, "evidence": evidence, "suggested": suggested})


def _joined_value(asked: CompiledQuestion | CompiledColumn, before: Any, more: Any) -> Any:
    if isinstance(before, str) and isinstance(more, str) and asked.kind.is_free_text and asked.kind.has_lines:
        return f"{before.rstrip()}\n\n{more.lstrip()}"
    if not (isinstance(before, list) and isinstance(more, list)):
        return None
    if _is_table(asked):
        taken = {row.get("id") for row in before if isinstance(row, dict)}
        added = [row for row in more if isinstance(row, dict)]
        return None if any(row.get("id") in taken for row in added) else [*before, *added]
    # An option that stands alone says that there is none of the others; now there is one.
    alone = {option.id for option in asked.options if option.exclusive}
    together = list(dict.fromkeys([*before, *more]))
    shared = [option for option in together if option not in alone]
    return shared or together


def _is_table(asked: CompiledQuestion | CompiledColumn) -> bool:
    return isinstance(asked, CompiledQuestion) and bool(asked.columns)


def _translated(answer: Answer, entry: Retired, target: Target | None) -> Answer | None:
    """The answer in the words of its new place; None where it says nothing there, as a `no` where an option says yes."""
    chosen_there = target is not None and target.option is not None
    if answer.value is None and (entry.becomes is not None or chosen_there):
        return None
    if isinstance(answer.value, str) and entry.options.get(answer.value, answer.value) is None:
        return None
    if chosen_there and not entry.options and answer.value in ("no", []):
        return None
    if target is not None and target.option is not None:
        return answer.model_copy(update={"value": target.option, "unknown": False, "not_applicable": None})
    if entry.becomes is not None:
        return answer.model_copy(update={"value": entry.becomes, "unknown": False, "not_applicable": None})
    if not entry.options or answer.value is None:
        return answer
    chosen = answer.value if isinstance(answer.value, list) else [answer.value]
    words: list[Any] = [entry.options.get(word, word) if isinstance(word, str) else word for word in chosen]
    left = [word for word in words if word is not None]
    if not left:
        return None
    return answer.model_copy(update={"value": left if isinstance(answer.value, list) else left[0]})


def _as_asked(answer: Answer, asked: CompiledQuestion | CompiledColumn) -> Answer:
    """A single option as a list where several can be chosen, and a list of one as the option where one can."""
    listed, value = asked.asked.many or asked.asked.type is QuestionType.CHOICES, answer.value
    if listed and isinstance(value, str):
        return answer.model_copy(update={"value": [value]})
    if not listed and isinstance(value, list) and len(value) == 1:
        return answer.model_copy(update={"value": value[0]})
    return answer


def _says_nothing(answer: Answer, entry: Retired) -> bool:
    """Whether a definition says of this answer that it needs no place: `options: {no: null}`."""
    return (
        not answer.is_given or (isinstance(answer.value, str) and entry.options.get(answer.value, "") is None)
    ) and not (answer.note or answer.evidence)


def _without(answer: Answer, option: str | None) -> tuple[Answer | None, Answer | None]:
    """An answer without one option, and the choice of that option; None for what there is not."""
    if answer.value == option:
        return None, answer
    if isinstance(answer.value, list) and option in answer.value:
        left = [word for word in answer.value if word != option]
        return (
            (answer.model_copy(update={"value": left}), Answer(value=[option], suggested=answer.suggested))
            if left
            else (None, answer)
        )
    return answer, None


def _rows(answer: Answer) -> Rows:
    return [row for row in answer.value if isinstance(row, dict)] if isinstance(answer.value, list) else []


def _as_answer(cell: Any) -> Answer:
    try:
        return Answer.model_validate(cell)
    except ValueError:
        return Answer(value=cell)


def _as_cell(answer: Answer) -> Any:
    return answer.model_dump(mode="json")
