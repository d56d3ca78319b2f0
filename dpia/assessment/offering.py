"""What is offered to whoever answers now: the options of a question or a cell, and the columns that a new row can have."""

from __future__ import annotations

from dpia.assessment.evaluation import Evaluation
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion
from dpia.questionnaire.options import Option
from dpia.questionnaire.rules.logic import And, Or
from dpia.questionnaire.rules.nodes import Cell, Condition, Facts, Frames, Node, Row
from dpia.questionnaire.rules.rows import Quantified
from dpia.questionnaire.rules.truth import State, Truth


def offered_options(evaluation: Evaluation, item: CompiledQuestion | CompiledColumn, *row: Row) -> tuple[Option, ...]:
    """The options whose condition holds. Of a cell in `row` also those for which only cells that are not answered yet are open."""
    return tuple(
        option
        for option in item.options
        if (condition := item.option_conditions.get(option.id)) is None or _can_hold(condition, evaluation.facts, row)
    )


def offered_columns(
    evaluation: Evaluation, item: CompiledQuestion, row: Row | None = None
) -> tuple[CompiledColumn, ...]:
    """The columns that a row of a table can show, whatever is answered in it; a new row where none is named."""
    row = row or blank_row(item)
    return tuple(
        column
        for column in item.columns.values()
        if column.shown is None or _can_hold(column.shown, evaluation.facts, (row,))
    )


def blank_row(item: CompiledQuestion) -> Row:
    """A row of a table in which nothing is answered yet."""
    return Row("", dict.fromkeys(item.columns, State.OPEN))


def _can_hold(condition: Condition, facts: Facts, row: Frames) -> bool:
    """Whether it holds, or waits for nothing but cells of the row: an open question elsewhere keeps what it decides on closed."""
    truth = condition.truth(facts, row)
    if truth.holds or truth is Truth.FALSE:
        return truth.holds
    match condition:
        case And(terms=terms):
            return all(_can_hold(term, facts, row) for term in terms)
        case Or(terms=terms):
            return any(_can_hold(term, facts, row) for term in terms)
    return bool(row) and truth is Truth.OPEN and _reads_row(condition, 0)


def _reads_row(node: Node, within: int) -> bool:
    """Whether a cell of the row itself is read, `within` so many quantifiers over other rows."""
    if isinstance(node, Cell):
        return node.depth >= within
    inner = within + isinstance(node, Quantified)
    return any(_reads_row(part, inner) for part in node.parts())
