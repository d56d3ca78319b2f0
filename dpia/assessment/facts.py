"""What rules see of an assessment: for each question whether it shows, its value, and what is missing in it."""

from __future__ import annotations

from typing import Any, NamedTuple

from pydantic import ValidationError

from dpia.assessment.model import Answer, is_wrapper


class Place(NamedTuple):
    """A place in a question: the whole of it, or one cell of its table."""

    row: str | None = None
    column: str | None = None


class QuestionState(NamedTuple):
    """One question as it stands. `value` is what rules see; `kept` says that an answer in it is kept though it is hidden.

    A `suggested` one holds a value that no person answers for yet, and counts as missing.
    """

    key: str
    shown: bool
    value: Any
    given: bool = False
    taken_from: str | None = None
    kept: bool = False
    missing: tuple[Place, ...] = ()
    unknown: tuple[Place, ...] = ()
    not_applicable: tuple[Place, ...] = ()
    suggested: bool = False


def split_cell(raw: Any) -> tuple[Any, bool, Any]:
    """A cell as it stands in a file -> its value, whether it is unknown, and why it is not applicable."""
    if is_wrapper(raw):
        return raw.get("value"), raw.get("unknown") is True, raw.get("not_applicable")
    return raw, False, None


def cell_answer(raw: Any) -> Answer:
    """A cell as an answer with its note and evidence; an empty one where it is not written as it has to be."""
    try:
        return Answer.model_validate(raw)
    except ValidationError:
        return Answer()
