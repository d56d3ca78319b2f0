"""Takes out of an assessment what does not fit its form, part by part, and says what that was. Nothing is thrown away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dpia.assessment.checking import find_ill
from dpia.assessment.ill import Ill
from dpia.assessment.model import Assessment
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion, Form
from dpia.questionnaire.library import Library
from dpia.questionnaire.text import Path_
from dpia.questionnaire.types import QuestionType
from dpia.wording import N_

ROUNDS = 12
"""A row that goes can leave references to it behind, and these a cell; more rounds than that nothing needs."""
_TITLE = 500
_OWN_IDS = frozenset({"questionnaires", "risks", "measures", "decision"})
"""Where an id that stands twice is a fault of the file itself, which no move mends."""


@dataclass(frozen=True, slots=True)
class Pruned:
    """Something that did not fit: where it stood, what it was, and why."""

    place: str
    value: Any
    why: str


def prune(form: Form, assessment: Assessment, before: Library | None = None) -> tuple[Assessment, tuple[Pruned, ...]]:
    """The assessment without what does not fit, and all of that. A risk of the catalogue that is gone becomes one of its own.

    `before` are the definitions that it was answered on, where they are there: they know what such a risk was called.
    """
    found: list[Pruned] = []
    for _ in range(ROUNDS):
        data = assessment.data()
        # From the end, so that a place in a list still says the same when its turn comes.
        ills = sorted(find_ill(form, assessment), key=lambda ill: _order(ill.path), reverse=True)
        taken = [part for ill in ills for part in _take_out(form, data, ill, before)]
        if not taken:
            break
        found += taken
        assessment = Assessment.model_validate(data)
    return assessment, tuple(reversed(found))


def _order(path: Path_) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in path)


def _take_out(form: Form, data: Any, ill: Ill, before: Library | None) -> Iterator[Pruned]:
    path = ill.path
    parent = _at(data, path[:-1])
    if parent is None or not _holds(parent, path[-1]) or (path[-1] == "id" and path[0] in _OWN_IDS):
        return
    if path[0] == "risks" and path[-1] == "scenario":
        place, scenario = _name(data, path), parent.pop("scenario")
        known = before.catalogue.risk(scenario) if before is not None else None
        parent.setdefault("title", (known.title if known else scenario)[:_TITLE])
        yield Pruned(place, scenario, N_("The catalogue has this risk no more."))
        return
    if path[0] == "remarks":
        file = str(parent["about"]).partition(".")[0]
        if path[-1] == "about" and file in form.modules:
            yield Pruned(_name(data, path), parent["about"], ill.message)
            parent["about"] = file
            return
        path = path[:2]
    if path[0] == "acceptances":
        path = path[:2]
    if path[-1] in ("severity", "likelihood", "id", "applies") and path[0] in ("risks", "answers", "routing"):
        path = path[:-1] if path[0] != "answers" or isinstance(path[-2], int) else path
    value, kept = _part(form, _at(data, path), path)
    yield Pruned(_name(data, path), value, ill.message)
    _replace(data, path, kept)


def _part(form: Form, value: Any, path: Path_) -> tuple[Any, Any]:
    """Of several options those that are none, and the others; of everything else all of it."""
    asked = _asked(form, path)
    if asked is None or asked.asked.type is not QuestionType.CHOICES:
        return value, None
    chosen = value.get("value") if isinstance(value, dict) else value
    if not isinstance(chosen, list):
        return value, None
    known = {option.id for option in asked.options}
    good = [x for x in chosen if isinstance(x, str) and x in known]
    bad = [x for x in chosen if x not in good]
    if not good or not bad:
        return value, None
    return bad, {**value, "value": good} if isinstance(value, dict) else good


def _asked(form: Form, path: Path_) -> CompiledQuestion | CompiledColumn | None:
    if path[0] != "answers" or len(path) < 3:
        return None
    item = form.questions.get(f"{path[1]}.{path[2]}")
    return item if item is None or len(path) == 3 else item.columns.get(str(path[-1]))


def _at(data: Any, path: Path_) -> Any:
    """What stands at a path; the rows of a table stand behind `value` where more is said of it."""
    for step in path:
        if isinstance(data, dict) and step not in data and isinstance(step, int):
            data = data.get("value")
        if not _holds(data, step):
            return None
        data = data[step]
    return data


def _holds(data: Any, step: str | int) -> bool:
    if isinstance(data, dict) and isinstance(step, int):
        data = data.get("value")
    return (
        step in data
        if isinstance(data, dict)
        else isinstance(data, list) and isinstance(step, int) and step < len(data)
    )


def _replace(data: Any, path: Path_, kept: Any) -> None:
    parent, step = _at(data, path[:-1]), path[-1]
    if isinstance(parent, dict) and isinstance(step, int):
        parent = parent["value"]
    if kept is None:
        del parent[step]
    else:
        parent[step] = kept


def _name(data: Any, path: Path_) -> str:
    """A path as it is told: `gdpr-dpia.data_items[D1].offence`, `risks.R04.before`."""
    words = [str(step) for step in (path[1:] if path[0] == "answers" else path)]
    here: Any = data
    for place, step in enumerate(path):
        here = _at(here, (step,))
        if isinstance(step, int):
            row = here.get("id") if isinstance(here, dict) else None
            words[place - (path[0] == "answers")] = f"[{row}]" if row else f"[{step + 1}]"
    return ".".join(words).replace(".[", "[")
