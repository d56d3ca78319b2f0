"""What a workspace knows of an assessment that its content does not say: the head of its history, and what came from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from dpia.wording import N_, Said, said

FITS: Final = N_("{what}: brought in from {file} on {day}, the hash fits.")
FITS_NOT: Final = N_("{what}: brought in from {file} on {day}, the hash does not fit.")
DECISION: Final = N_("The decision was not taken here: brought in from {file} on {day}.")
BY_PROGRAM: Final = "by another program"
_UNNAMED: Final = {"": N_("a file"), BY_PROGRAM: N_("another program")}


@dataclass(frozen=True, slots=True)
class Arrival:
    """A signature, by its name, or the decision, which has none: with which file it came, and when."""

    name: str
    source: str
    day: str
    fits: bool

    @property
    def told(self) -> Said:
        """The same in a sentence."""
        file = said(_UNNAMED[self.source]) if self.source in _UNNAMED else self.source
        if not self.name:
            return said(DECISION, file=file, day=self.day)
        return said(FITS if self.fits else FITS_NOT, what=self.name, file=file, day=self.day)


@dataclass(frozen=True, slots=True)
class Provenance:
    """The newest revision and its chain, `17:3f…`, and what was brought in. Of a file there is neither."""

    head: str = ""
    arrivals: tuple[Arrival, ...] = ()

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Provenance:
        """What `asdict` made plain, for another process."""
        return cls(data["head"], tuple(Arrival(**one) for one in data["arrivals"]))


NO_PROVENANCE: Final = Provenance()
