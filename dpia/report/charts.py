"""Numbers to geometry: where the cells and marks of a risk map stand. Templates draw them as SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dpia.assessment.register import Rated, RiskState
from dpia.questionnaire.reference import Method
from dpia.wording import N_, Translate

CELL = 42.0
LEFT = 58.0
TOP = 4.0
BOTTOM = 30.0
RADIUS = 7.6
PER_LINE = 2
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
    """A numbered mark for one risk."""

    x: float
    y: float
    label: str
    anchor: str
    dark: bool


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


def risk_map(risks: Sequence[RiskState], method: Method, moment: str, translate: Translate = str) -> RiskMap:
    """The map of one moment: `before`, `today` or `done`. Risks set aside or not rated carry no mark."""
    rows, columns = len(method.severity), len(method.likelihood)
    live = [risk for risk in risks if not risk.dismissed]
    rated = [(risk, found) for risk in live if isinstance(found := getattr(risk, moment), Rated)]
    cells = tuple(_cell(method, row, column) for row in range(rows) for column in range(columns))
    severity = tuple(
        MapLabel(LEFT - 4, TOP + (rows - 1 - place) * CELL + CELL / 2 + 2.5, translate(level.label))
        for place, level in enumerate(method.severity)
    )
    likelihood = tuple(
        MapLabel(LEFT + place * CELL + CELL / 2, TOP + rows * CELL + 10, translate(level.label))
        for place, level in enumerate(method.likelihood)
    )
    words = tuple(
        (translate(level.label), tuple(risk.id for risk, found in rated if found.level.id == level.id))
        for level in reversed(method.levels)
    )
    return RiskMap(
        moment=moment,
        title=translate(MOMENTS[moment]),
        width=LEFT + columns * CELL + 4,
        height=TOP + rows * CELL + BOTTOM,
        cells=cells,
        marks=tuple(_marks(rated, method)),
        severity_labels=severity,
        likelihood_labels=likelihood,
        in_words=tuple((label, ids) for label, ids in words if ids),
        unrated=tuple(risk.id for risk in live if getattr(risk, moment) is None),
    )


def _cell(method: Method, row: int, column: int) -> MapCell:
    level = method.level(method.severity[row].id, method.likelihood[column].id)
    place = method.level_index(level.id)
    return MapCell(LEFT + column * CELL, TOP + (len(method.severity) - 1 - row) * CELL, CELL, place, level.id)


def _marks(rated: Sequence[tuple[RiskState, Rated]], method: Method) -> list[MapMark]:
    by_cell: dict[tuple[int, int], list[RiskState]] = {}
    for risk, found in rated:
        place = method.severity_index(found.severity.id), method.likelihood_index(found.likelihood.id)
        by_cell.setdefault(place, []).append(risk)
    marks: list[MapMark] = []
    for (row, column), risks in by_cell.items():
        cell = _cell(method, row, column)
        dark = cell.level >= len(method.levels) - 2
        for number, risk in enumerate(risks):
            x, y = _spot(number, len(risks), cell)
            marks.append(MapMark(x, y, risk.id, f"risk-{risk.id}", dark))
    return marks


def _spot(number: int, count: int, cell: MapCell) -> tuple[float, float]:
    """The place of the nth of `count` marks in a cell: in lines of two, or of three where there are more than four."""
    per_line = PER_LINE if count <= 2 * PER_LINE else PER_LINE + 1
    lines = -(-count // per_line)
    line, place = divmod(number, per_line)
    in_line = min(per_line, count - line * per_line)
    x = cell.x + cell.size * (place + 1) / (in_line + 1)
    y = cell.y + cell.size * (line + 1) / (lines + 1)
    return round(x, 2), round(y, 2)
