"""The risk register: the analyst's risks and those that findings raise, with floors and levels at three moments.

A planned measure does not lower today's risk (EDPB template 4.2; guide 2.1.4). A severity floor holds at every moment,
because measures do not change what the data are; a likelihood floor holds before measures only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any, Final, NamedTuple

from dpia.assessment.model import Acceptance, Assessment, Measure, MeasureStatus, Rating, Risk
from dpia.questionnaire.compiled import CompiledFinding
from dpia.questionnaire.methods import LevelNames
from dpia.questionnaire.reference import Catalogue, Method, RiskLevel, RiskScenario, ScaleLevel
from dpia.questionnaire.rules.nodes import Row
from dpia.questionnaire.rules.truth import OPEN
from dpia.wording import N_, Said, said


@dataclass(frozen=True, slots=True)
class Floor:
    """The least level that findings demand, and which findings do."""

    level: int
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rated:
    """A risk at one moment, after floors. `lifted` says why a rating is higher than the analyst's."""

    severity: ScaleLevel
    likelihood: ScaleLevel
    level: RiskLevel
    life_safety: bool
    reason: str | None = None
    lifted: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class RiskState:
    """One risk of the register with everything that follows: its level before measures, today, and when all are done.

    A planned measure does not lower today's level (EDPB template 4.2). `raised_by` are the keys of findings. A moment that is
    not rated is None. `covers` are the general twins that were raised too and need no place of their own beside it.
    """

    id: str
    title: str
    kind: tuple[str, ...]
    scenario: RiskScenario | None
    risk: Risk | None
    raised_by: tuple[str, ...]
    before: Rated | None
    today: Rated | None
    done: Rated | None
    measures: tuple[Measure, ...]
    covers: tuple[str, ...] = ()

    @property
    def dismissed(self) -> bool:
        """Whether the analyst set it aside with a reason."""
        return self.risk is not None and self.risk.not_relevant is not None

    @property
    def unrated(self) -> tuple[str, ...]:
        """The moments, `before`, `today` and `done`, at which it is not rated; none where it was set aside."""
        moments = {"before": self.before, "today": self.today, "done": self.done}
        return () if self.dismissed else tuple(name for name, rated in moments.items() if rated is None)

    @property
    def acceptance(self) -> Acceptance | None:
        """Who accepted it in this processing."""
        found = self.risk.acceptance if self.risk is not None else None
        return found if found is not None and found.stands else None

    @property
    def rated(self) -> bool:
        """Whether a person rated it at all three moments, or set it aside. One that is only suggested is not rated."""
        if self.risk is not None and self.risk.suggested is not None:
            return False
        return self.dismissed or not (self.before is None or self.today is None or self.done is None)


def build_register(
    assessment: Assessment,
    names: LevelNames,
    catalogue: Catalogue,
    fired: Sequence[CompiledFinding],
    closed: frozenset[str] = frozenset(),
) -> tuple[RiskState, ...]:
    """Every risk: the analyst's in their order, then those that findings raise and nobody has rated yet.

    `names` are the method with what the levels that findings name mean in it. Of a risk whose layer is `closed` its general
    twin is raised, with the same floors; one that is on the register already stays, unless it was set aside. One that is only
    suggested there is no part of the register.
    """
    risks = tuple(risk for risk in assessment.risks if risk.suggested is None or risk.scenario not in closed)
    known = {risk.scenario for risk in risks if risk.scenario is not None}
    weighed = {risk.scenario for risk in risks if risk.not_relevant is None}
    taken = {risk.id for risk in assessment.risks}
    named = partial(_named, catalogue, closed - weighed)
    raised, method = _raised(fired, named), names.method
    severity = _floors(fired, "severity_floor", partial(names.at_least, "severity"), named)
    likelihood = _floors(fired, "likelihood_floor", partial(names.at_least, "likelihood"), named)
    covered = _covered(catalogue, risks, raised, {*known, *severity, *likelihood})
    measures = {measure.id: measure for measure in assessment.measures}
    states = []
    for risk in risks:
        scenario = catalogue.risk(risk.scenario) if risk.scenario else None
        floors = severity.get(risk.scenario or ""), likelihood.get(risk.scenario or "")
        linked = tuple(measures[name] for name in risk.measures if name in measures)
        before, today, done = _moments(risk, method, floors, linked)
        title = risk.title or (scenario.title if scenario else risk.id)
        kind = risk.kind or (scenario.kind if scenario else ())
        twins = covered.get(risk.scenario or "", ())
        found = _all_raising(raised, (risk.scenario or "", *twins))
        states.append(RiskState(risk.id, title, kind, scenario, risk, found, before, today, done, linked, twins))
    spared = {twin for twins in covered.values() for twin in twins}
    for scenario in catalogue.risks:
        if scenario.id in raised and scenario.id not in known and scenario.id not in spared:
            twins, number = covered.get(scenario.id, ()), catalogue_risk_id(scenario.id, taken)
            found = _all_raising(raised, (scenario.id, *twins))
            states.append(
                RiskState(number, scenario.title, scenario.kind, scenario, None, found, None, None, None, (), twins)
            )
    return tuple(states)


def _named(catalogue: Catalogue, closed: frozenset[str], name: str) -> str:
    """The risk that stands for one which a finding names: itself, or its general twin where its layer is closed."""
    risk = catalogue.risk(name) if name in closed else None
    twin = catalogue.risk(risk.general) if risk is not None and risk.general is not None else None
    return name if twin is None else twin.id


def _all_raising(raised: Mapping[str, tuple[str, ...]], names: Iterable[str]) -> tuple[str, ...]:
    """The findings that raise one of some risks, each once."""
    return tuple(dict.fromkeys(key for name in names for key in raised.get(name, ())))


def _covered(
    catalogue: Catalogue, risks: Sequence[Risk], raised: Mapping[str, tuple[str, ...]], standing: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """For each risk on the register its twin that is raised too; one that is rated, or has a floor, stands by itself."""
    dismissed = {risk.scenario for risk in risks if risk.not_relevant is not None}
    here = [name for name in (*raised, *(risk.scenario for risk in risks)) if name and name not in dismissed]
    found = ((name, risk.general) for name in here if (risk := catalogue.risk(name)) is not None)
    return {name: (twin,) for name, twin in found if twin is not None and twin in raised and twin not in standing}


def catalogue_risk_id(scenario: str, taken: Collection[str]) -> str:
    """The number of a risk of the catalogue on a register: its own, or R04-2 where another risk has R04."""
    if scenario not in taken:
        return scenario
    return next(name for name in (f"{scenario}-{number}" for number in count(2)) if name not in taken)


def free_risk_id(risks: Iterable[Risk], catalogue: Catalogue) -> str:
    """A number for a risk of the analyst's own that no risk has and none of the catalogue can get: X01, X02, ..."""
    taken = {*(risk.id for risk in risks), *(scenario.id for scenario in catalogue.risks)}
    numbers = [int(name[1:]) for name in taken if re.fullmatch(r"X[0-9]{1,6}", name)]
    return f"X{max(numbers, default=0) + 1:02d}"


def register_rows(states: Iterable[RiskState], assessment: Assessment) -> dict[str, tuple[Row, ...]]:
    """The registers as the tables `risks` and `measures` that findings can read."""
    risks = tuple(Row(state.id, _risk_cells(state)) for state in states if not state.dismissed)
    measures = tuple(
        Row(
            measure.id,
            {"status": measure.stands.value, "owner": _or_open(measure.owner), "due": _or_open(measure.due)},
        )
        for measure in assessment.measures
    )
    return {"risks": risks, "measures": measures}


def _risk_cells(state: RiskState) -> dict[str, Any]:
    acceptance = state.acceptance
    cells: dict[str, Any] = {
        "scenario": OPEN if state.scenario is None else state.scenario.id,
        "kind": frozenset(state.kind),
        "rated": "yes" if state.rated else "no",
        "accepted": "no" if acceptance is None else "yes",
        "accepted_by": OPEN if acceptance is None else acceptance.by,
        "accepted_role": OPEN if acceptance is None else _or_open(acceptance.role),
        "measures": tuple(measure.id for measure in state.measures),
    }
    moments = (state.before, state.today, state.done)
    for (severity, likelihood, level), rated in zip(_RATING_COLUMNS, moments, strict=True):
        cells[severity] = OPEN if rated is None else rated.severity.id
        cells[likelihood] = OPEN if rated is None else rated.likelihood.id
        cells[level] = OPEN if rated is None else rated.level.id
    return cells


_RATING_COLUMNS: Final = tuple(
    (f"severity_{moment}", f"likelihood_{moment}", f"level_{moment}") for moment in ("before", "today", "done")
)


def _or_open(value: Any) -> Any:
    return OPEN if value is None else value


def _raised(fired: Sequence[CompiledFinding], named: Callable[[str], str]) -> dict[str, tuple[str, ...]]:
    raised: dict[str, tuple[str, ...]] = {}
    for item in fired:
        for risk in dict.fromkeys(map(named, item.finding.raises)):
            raised[risk] = (*raised.get(risk, ()), item.key)
    return raised


def _floors(
    fired: Sequence[CompiledFinding], which: str, index: Callable[[str], int], named: Callable[[str], str]
) -> dict[str, Floor]:
    floors: dict[str, Floor] = {}
    for item in fired:
        demands: Mapping[str, str] = getattr(item.finding, which)
        for name, level_id in demands.items():
            risk, level = named(name), index(level_id)
            now = floors.get(risk)
            if now is None or level > now.level:
                floors[risk] = Floor(level, (item.key,))
            elif level == now.level:
                floors[risk] = Floor(level, (*now.findings, item.key))
    return floors


Moments = tuple[Rated | None, Rated | None, Rated | None]


def _moments(
    risk: Risk, method: Method, floors: tuple[Floor | None, Floor | None], linked: Sequence[Measure]
) -> Moments:
    severity_floor, likelihood_floor = floors
    start = _placed(risk.before, method, severity_floor, likelihood_floor)
    if start is None:
        return None, None, None
    effective = any(measure.stands is not _PLANNED for measure in linked)
    complete = bool(linked) and all(measure.is_in_place for measure in linked)
    before = _rated(method, start)
    done = _later(risk.done, method, severity_floor, start, bool(linked), _NO_MEASURE)
    if done is None and not linked:
        done = before
    today = _later(risk.today, method, severity_floor, start, effective, _NOT_IMPLEMENTED)
    if today is None:
        today = done if complete and done is not None else before
    return before, today, done


_PLANNED: Final = MeasureStatus.PLANNED
_NO_MEASURE = N_("No measure is linked to this risk, so it stays where it was before.")
_NOT_IMPLEMENTED = N_("No measure is in place yet, so today it stays where it was before.")


class _Placed(NamedTuple):
    """The places of a rating on its two scales, its reason, and why they are higher than the analyst's."""

    severity: int
    likelihood: int
    reason: str | None
    lifted: tuple[Said, ...]


def _later(
    rating: Rating | None, method: Method, floor: Floor | None, before: _Placed, may_fall: bool, why_not: str
) -> Rated | None:
    """A later rating. Where nothing justifies that a part of it is lower than before, that part stays, and it says why."""
    placed = _placed(rating, method, floor, None)
    if placed is None:
        return None
    severity, likelihood = max(placed.severity, before.severity), max(placed.likelihood, before.likelihood)
    if not may_fall and (severity, likelihood) != (placed.severity, placed.likelihood):
        lifted = (*dict.fromkeys((*before.lifted, *placed.lifted)), said(why_not))
        placed = _Placed(severity, likelihood, placed.reason, lifted)
    return _rated(method, placed)


def _placed(
    rating: Rating | None, method: Method, severity_floor: Floor | None, likelihood_floor: Floor | None
) -> _Placed | None:
    """A rating after floors; None where there is none, or where the method does not know its levels."""
    if rating is None:
        return None
    try:
        severity, likelihood = method.severity_index(rating.severity), method.likelihood_index(rating.likelihood)
    except KeyError:
        return None
    lifted: list[Said] = []
    if rating.irreversible and severity < len(method.severity) - 1 and method.irreversible_raises:
        severity += method.irreversible_raises
        lifted.append(said(N_("Severity is one level higher because the harm cannot be undone.")))
    if severity_floor is not None and severity_floor.level > severity:
        severity = severity_floor.level
        lifted.append(
            said(N_("Severity is at least “{level}” because of a finding."), level=method.severity[severity].label)
        )
    if likelihood_floor is not None and likelihood_floor.level > likelihood:
        likelihood = likelihood_floor.level
        label = method.likelihood[likelihood].label
        lifted.append(said(N_("Likelihood is at least “{level}” because of a finding."), level=label))
    return _Placed(severity, likelihood, rating.reason, tuple(lifted))


def _rated(method: Method, placed: _Placed) -> Rated:
    severity, likelihood = method.severity[placed.severity], method.likelihood[placed.likelihood]
    level = method.level(severity.id, likelihood.id)
    return Rated(
        severity, likelihood, level, method.touches_life(severity.id, likelihood.id), placed.reason, placed.lifted
    )
