"""How much an assessment asks, and how much somebody has given: questions and values."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from dpia.assessment.answer import is_wrapper
from dpia.assessment.evaluation import Evaluation
from dpia.questionnaire.kinds import NO_ANSWER_TYPES
from dpia.questionnaire.kit import Kit
from dpia.questionnaire.rules.nodes import Row
from dpia.questionnaire.rules.truth import VOID, State


class Spot(NamedTuple):
    """Where a value stands: the key of a question, and the row and column of a cell."""

    key: str
    row: str | None = None
    column: str | None = None


def asked(evaluation: Evaluation, *files: str) -> list[str]:
    """The codes of the questions that show and take an answer, the screening included; those of `files` alone where named."""
    return [
        str(item.question.code)
        for item in evaluation.form.asked
        if item.type not in NO_ANSWER_TYPES
        and evaluation.states[item.key].shown
        and (not files or item.owner.id in files)
    ]


def values(evaluation: Evaluation, *files: str) -> int:
    """The values that somebody gave: one for an answer, one for each cell of a row; `files` as in `asked`.

    What the questionnaire gives (labels of rows), what another answer gives (`default_from`) and the title, which a new
    assessment takes over, are not counted.
    """
    return len(values_given(evaluation, *files))


def values_given(evaluation: Evaluation, *files: str) -> dict[Spot, Any]:
    """The values behind `values`, by where they stand. A table that is answered without a row is one value."""
    return dict(_values(evaluation, files))


def left_to_write(evaluation: Evaluation, kit: Kit, *files: str) -> dict[Spot, Any]:
    """The values that do not stand in the kit, or not in the same words: what has to be written and not only kept."""
    return {spot: value for spot, value in values_given(evaluation, *files).items() if _in_kit(kit, spot) != value}


def _values(evaluation: Evaluation, files: tuple[str, ...]) -> Iterator[tuple[Spot, Any]]:
    for item in evaluation.form.asked:
        state, answer = evaluation.states[item.key], evaluation.assessment.answer(item.key)
        if item.type in NO_ANSWER_TYPES or not state.shown or answer is None or not answer.is_given:
            continue
        if files and item.owner.id not in files:
            continue
        if item.question.means == "title" and answer.value == evaluation.assessment.title:
            continue
        if not item.columns or not answer.value:
            yield Spot(item.key), (answer.value, answer.unknown, answer.not_applicable)
            continue
        judged = {row.id: row for row in state.value} if not isinstance(state.value, State) else {}
        for raw in answer.value:
            if raw["id"] in judged:
                yield from _cells(item.key, raw, judged[raw["id"]])


def _cells(key: str, raw: Mapping[str, Any], judged: Row) -> Iterator[tuple[Spot, Any]]:
    for column, cell in raw.items():
        is_hidden = judged.cells.get(column) is VOID and not (is_wrapper(cell) and cell.get("not_applicable"))
        if column != "id" and cell is not None and not is_hidden:
            yield Spot(key, raw["id"], column), _said(cell)


def _said(cell: Any) -> tuple[Any, bool, Any]:
    if is_wrapper(cell):
        return cell.get("value"), cell.get("unknown") is True, cell.get("not_applicable")
    return cell, False, None


def _in_kit(kit: Kit, spot: Spot) -> tuple[Any, bool, Any] | None:
    file, _, question = spot.key.partition(".")
    given = kit.answers.get(file, {}).get(question)
    if given is None:
        return None
    if spot.column is None:
        return _said(given)
    rows = given.get("value") if is_wrapper(given) else given
    row: Mapping[str, Any] = next((row for row in rows or () if row.get("id") == spot.row), {})
    return _said(row[spot.column]) if spot.column in row else None
