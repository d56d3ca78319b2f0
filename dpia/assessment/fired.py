"""A finding that fired: why, how grave it is on the day of the evaluation, and from when the law that it rests on applies."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from dpia.questionnaire.compiled import CompiledFinding
from dpia.questionnaire.model import Level
from dpia.questionnaire.rules.nodes import Facts, Reason

LEVEL_ORDER = {Level.BLOCK: 0, Level.MAJOR: 1, Level.MINOR: 2, Level.NOTE: 3}


@dataclass(frozen=True)
class FiredFinding:
    """A finding that fired, by its key, `gdpr-dpia.consent_under_dependency`. `doubtful` ones fired because something is unknown."""

    key: str
    item: CompiledFinding
    doubtful: bool
    _facts: Facts = field(repr=False, compare=False)

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """The answers that made it fire."""
        return tuple(dict.fromkeys(self.item.condition.reasons(self._facts, ())))

    @property
    def level(self) -> Level:
        """How grave it is; a note before the law that it rests on applies."""
        return self.item.finding.level

    @property
    def starts(self) -> date | None:
        """The day from which the law that it rests on applies, where that day is still to come."""
        starts = self.item.finding.starts
        return starts if starts is not None and self._facts.today < starts else None
