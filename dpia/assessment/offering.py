"""What is offered to whoever answers now: the options of a question or a cell, and the columns that a new row can have."""

from __future__ import annotations

from dpia.assessment.evaluation import Evaluation
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion
from dpia.questionnaire.options import Option
from dpia.questionnaire.rules.nodes import Row
from dpia.questionnaire.rules.truth import State, Truth


def offered_options(evaluation: Evaluation, item: CompiledQuestion | CompiledColumn, *row: Row) -> tuple[Option, ...]:
    """The options whose condition holds. Of a cell in `row` also those on which a cell that is not answered yet decides."""
    return tuple(
        option
        for option in item.options
        if (condition := item.option_conditions.get(option.id)) is None
        or _can_hold(condition.truth(evaluation.facts, row), bool(row))
    )


def offered_columns(
    evaluation: Evaluation, item: CompiledQuestion, row: Row | None = None
) -> tuple[CompiledColumn, ...]:
    """The columns that a row of a table can show, whatever is answered in it; a new row where none is named."""
    row = row or blank_row(item)
    return tuple(
        column
        for column in item.columns.values()
        if column.shown is None or _can_hold(column.shown.truth(evaluation.facts, (row,)), True)
    )


def blank_row(item: CompiledQuestion) -> Row:
    """A row of a table in which nothing is answered yet."""
    return Row("", dict.fromkeys(item.columns, State.OPEN))


def _can_hold(truth: Truth, in_row: bool) -> bool:
    return truth.holds or (in_row and truth is Truth.OPEN)
