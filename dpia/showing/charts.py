"""Numbers to geometry: where the cells and marks of a risk map stand. Templates draw them as SVG."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Final

from dpia.assessment.register import Rated, RiskState
from dpia.questionnaire.reference import Method
from dpia.wording import N_, Translate, said

CELL = 42.0
"""The side of a cell; more where a word of a likelihood is broader."""
TOP = 4.0
BOTTOM = 22.0
LETTER = 4.4
LINE = 8.5
ROOMY = 6
PER_LINE = 2
CROWDED_PER_LINE = 3
LINES = 4
MARK, MARK_HEIGHT = 19.6, 12.0
CROWDED_SCALE = 0.66
MOMENTS: Mapping[str, str] = {
    "before": N_("Before measures"),
    "today": N_("Today"),
    "done": N_("When all measures are done"),
}


@dataclass(frozen=True, slots=True)
class MapCell:
    """A cell of the matrix: place and size in user units, and the level it stands for, from 0 for the lowest."""

    x: float
    y: float
    size: float
    level: int
    level_id: str


@dataclass(frozen=True, slots=True)
class MapMark:
    """A numbered mark for one risk; the last of a full cell counts those that find no place, `+3`, and has no anchor.

    `scale` is the size of the mark: 1, or less in a cell of more than six.
    """

    x: float
    y: float
    label: str
    anchor: str
    scale: float


@dataclass(frozen=True, slots=True)
class MapLabel:
    """A word beside the matrix."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class RiskMap:
    """A risk map: severity upwards, likelihood to the right, a mark for each risk, and the same in words."""

    moment: str
    title: str
    width: float
    height: float
    cells: tuple[MapCell, ...]
    marks: tuple[MapMark, ...]
    severity_labels: tuple[MapLabel, ...]
    likelihood_labels: tuple[MapLabel, ...]
    in_words: tuple[tuple[str, tuple[str, ...]], ...]
    unrated: tuple[str, ...]


def risk_map(
    risks: Sequence[RiskState], method: Method, moment: str, translate: Translate = str, *, title: str | None = None
) -> RiskMap:
    """The map of one moment: `before`, `today` or `done`. Risks set aside or not rated carry no mark."""
    rows, columns = len(method.severity), len(method.likelihood)
    live = [risk for risk in risks if not risk.dismissed]
    rated = [(risk, found) for risk in live if isinstance(found := getattr(risk, moment), Rated)]
    left, size = _left(method), _size(method)
    labels = [_lines(level.label, size) for level in method.likelihood]
    cells = tuple(_cell(method, row, column, left, size) for row in range(rows) for column in range(columns))
    severity = tuple(
        MapLabel(left - 4, TOP + (rows - 1 - place) * size + size / 2 + 2.5, level.label)
        for place, level in enumerate(method.severity)
    )
    likelihood = tuple(
        MapLabel(left + place * size + size / 2, TOP + rows * size + 10 + line * LINE, words)
        for place, lines in enumerate(labels)
        for line, words in enumerate(lines)
    )
    words = tuple(
        (level.label, tuple(risk.id for risk, found in rated if found.level.id == level.id))
        for level in reversed(method.levels)
    )
    return RiskMap(
        moment=moment,
        title=title or translate(MOMENTS[moment]),
        width=left + columns * size + 4,
        height=TOP + rows * size + BOTTOM + max(0, max(map(len, labels)) - 2) * LINE,
        cells=cells,
        marks=tuple(_marks(rated, method, left, size)),
        severity_labels=severity,
        likelihood_labels=likelihood,
        in_words=tuple((label, ids) for label, ids in words if ids),
        unrated=tuple(_unrated(risk, moment, translate) for risk in live if getattr(risk, moment) is None),
    )


# Translators: a risk that is rated before measures only, in a list of risks that are not rated when all is done
_BEFORE_ONLY: Final = N_("{risk} (before measures: {level})")


def _unrated(risk: RiskState, moment: str, translate: Translate) -> str:
    """A risk without a rating at a moment, with the level before measures where that is known."""
    if risk.before is None or moment == "before":
        return risk.id
    known = said(_BEFORE_ONLY, risk=risk.id, level=risk.before.level.label)
    return known.text(translate)


def _left(method: Method) -> float:
    """The room for the words of the severities."""
    return 8 + LETTER * max(len(level.label) for level in method.severity)


def _size(method: Method) -> float:
    """The side of a cell, which the longest word below it has to fit."""
    words = (word for level in method.likelihood for word in level.label.split())
    return max(CELL, LETTER * max(map(len, words)) + 2)


def _lines(label: str, size: float) -> list[str]:
    """A label in as many lines as its cell needs: "Very likely" -> "Very", "likely"."""
    return wrap(label, int(size / LETTER), break_long_words=False, break_on_hyphens=False)


def _cell(method: Method, row: int, column: int, left: float, size: float) -> MapCell:
    level = method.level(method.severity[row].id, method.likelihood[column].id)
    place = method.tone(level.id)
    return MapCell(left + column * size, TOP + (len(method.severity) - 1 - row) * size, size, place, level.id)


def _marks(rated: Sequence[tuple[RiskState, Rated]], method: Method, left: float, size: float) -> Iterator[MapMark]:
    by_cell: dict[tuple[int, int], list[str]] = {}
    for risk, found in rated:
        place = method.severity_index(found.severity.id), method.likelihood_index(found.likelihood.id)
        by_cell.setdefault(place, []).append(risk.id)
    room = CROWDED_PER_LINE * LINES
    for (row, column), ids in by_cell.items():
        cell = _cell(method, row, column, left, size)
        shown = ids if len(ids) <= room else ids[: room - 1]
        labels = [(name, f"risk-{name}") for name in shown]
        if len(shown) < len(ids):
            labels.append((f"+{len(ids) - len(shown)}", ""))
        for number, (label, anchor) in enumerate(labels):
            x, y = _spot(number, len(labels), cell)
            yield MapMark(x, y, label, anchor, 1.0 if len(labels) <= ROOMY else CROWDED_SCALE)


def _spot(number: int, count: int, cell: MapCell) -> tuple[float, float]:
    """The place of the nth of `count` marks in a cell: in lines of two, or of three where there are many, from left to right."""
    per_line = PER_LINE if count <= ROOMY else CROWDED_PER_LINE
    lines = -(-count // per_line)
    line, place = divmod(number, per_line)
    in_line = min(per_line, count - line * per_line)
    x = cell.x + cell.size * (2 * place + 1) / (2 * in_line)
    y = cell.y + cell.size * (2 * line + 1) / (2 * lines)
    return round(x, 2), round(y, 2)
