"""On which versions an assessment was answered, compared with those that are here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dpia.assessment.model import Assessment
from dpia.errors import Told
from dpia.messages import assessments
from dpia.questionnaire.library import Library
from dpia.questionnaire.model import Questionnaire
from dpia.wording import Translate


@dataclass(frozen=True, slots=True)
class VersionGap:
    """A questionnaire that was answered on another version than the one that is here."""

    id: str
    answered: str
    here: str

    @property
    def is_newer(self) -> bool:
        """Whether it was answered on a version that is not here yet."""
        return _numbers(self.answered) > _numbers(self.here)

    @property
    def breaks(self) -> bool:
        """Whether the first number differs, so that answers need not fit any more."""
        return self.answered.partition(".")[0] != self.here.partition(".")[0]

    def told(self, name: str) -> Told:
        """The gap as a problem; `name` is how a command names the assessment."""
        message = assessments.NEWER_VERSION if self.is_newer else assessments.OTHER_VERSION
        return message(answered=self.answered, name=self.id, here=self.here, file=name)

    def sentence(self, name: str, translate: Translate = str) -> str:
        """The same on one line: "“screening” was answered on version 1.0.0, installed is ...: update dpia."."""
        told = self.told(name)
        return f"{told.what.text(translate)}: {told.advice.text(translate)}."


def version_gaps(assessment: Assessment, known: Mapping[str, Questionnaire]) -> Iterator[VersionGap]:
    """The questionnaires that were answered on another version than the one among the `known`, in their order."""
    for ref in assessment.questionnaires:
        here = known.get(ref.id)
        if here is not None and here.version != ref.version:
            yield VersionGap(ref.id, ref.version, here.version)


def is_redefined(assessment: Assessment, library: Library) -> bool:
    """Whether a questionnaire is defined otherwise here than it was when it was answered, by its version or its hash."""
    known, hashes = library.questionnaires, library.hashes
    return any(
        known[ref.id].version != ref.version or (ref.sha256 is not None and ref.sha256 != hashes[ref.id])
        for ref in assessment.questionnaires
        if ref.id in known
    )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) if part.isascii() and part.isdecimal() else 0 for part in version.split(".")[:3])
