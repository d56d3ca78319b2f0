"""Where something in an assessment is, in the words of its questions: “In row D2 of ‘Which data?’, ‘How long?’”."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from dpia.errors import AssessmentError, Problem
from dpia.messages import assessments
from dpia.questionnaire.compiled import CompiledQuestion, Form
from dpia.questionnaire.text import Path_
from dpia.wording import NOTHING, Said, said

MOST: Final = 90
"""How many characters of a question are told, so that a problem stays one line."""
_REGISTERS: Final[Mapping[str, str]] = {
    "risks": assessments.IN_RISK,
    "measures": assessments.IN_MEASURE,
    "remarks": assessments.IN_REMARK,
    "approvals": assessments.IN_SIGNATURE,
}


def place_of(data: Any, path: Path_, form: Form | None = None) -> Said:
    """What a path in the plain data of an assessment leads to; nothing for what stands at its top.

    Without the form the questions are not known, and are told as the file names them.
    """
    match path:
        case ("answers", str(file), str(name), *rest):
            return _question(data, (file, name), tuple(rest), form)
        case ("decision", "conditions", int(number), step, *_) if step != "id":
            return said(assessments.IN_CONDITION, name=_name(_at(data, path[:3]), number))
        case ("decision", _, *_):
            return said(assessments.IN_DECISION)
        case (_, int(), "id"):  # the name itself is told
            return NOTHING
        case (str(register), int(number), *_) if register in _REGISTERS:
            return said(_REGISTERS[register], name=_name(_at(data, path[:2]), number))
    return NOTHING


def in_words(error: AssessmentError, form: Form) -> AssessmentError:
    """The same error with each place in the words of the questions."""
    return AssessmentError([_told_in_words(problem, error.data, form) for problem in error.problems])


def _told_in_words(problem: Problem, data: Any, form: Form) -> Problem:
    path = problem.location.path
    if path[:1] != ("answers",):
        return problem
    return Problem(problem.location, problem.told.at(place_of(data, path, form)), problem.warning)


def _question(data: Any, names: tuple[str, str], rest: Path_, form: Form | None) -> Said:
    item = form.questions.get(".".join(names)) if form is not None else None
    if form is not None and item is None:
        return NOTHING
    question = short(item.question.ask) if item is not None else names[1][:60]
    inside = rest[1:] if rest[:1] == ("value",) else rest
    if not inside or not isinstance(inside[0], int):
        return said(assessments.IN_QUESTION, question=question)
    rows = rest[: len(rest) - len(inside) + 1]
    row = _row_name(item, _at(data, ("answers", *names, *rows)), inside[0])
    column = inside[1] if len(inside) > 1 and isinstance(inside[1], str) else ""
    if column == "id":  # the row is named by what is told of it
        return said(assessments.IN_QUESTION, question=question)
    if not column:
        return said(assessments.IN_ROW, row=row, question=question)
    known = item.columns.get(column) if item is not None else None
    if item is not None and known is None:
        return said(assessments.IN_ROW, row=row, question=question)
    words = short(known.column.ask) if known is not None else column[:60]
    return said(assessments.IN_CELL, row=row, question=question, column=words)


def _row_name(item: CompiledQuestion | None, row: Any, place: int) -> str:
    name = _name(row, place)
    fixed = (row.label for row in item.question.fixed_rows if row.id == name) if item is not None else iter(())
    return next((f"“{short(label)}”" for label in fixed), name)


def _name(entry: Any, place: int) -> str:
    """The id of an entry as it is written, or its number."""
    found = entry.get("id") if isinstance(entry, dict) else None
    return found[:60] if isinstance(found, str) and found else str(place + 1)


def _at(data: Any, path: Path_) -> Any:
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def short(text: str) -> str:
    """The beginning of a text, cut between words: enough to find it again."""
    words = " ".join(text.split())
    return words if len(words) <= MOST else words[:MOST].rpartition(" ")[0].rstrip(" ,;:") + " …"
