"""Something ill-typed in an assessment, and how it is told that a name names nothing or stands twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from dpia.errors import Code, Message, Told
from dpia.messages import assessments
from dpia.questionnaire.text import Path_
from dpia.wording import Otherwise, did_you_mean, said


@dataclass(frozen=True, slots=True)
class Ill:
    """Something ill-typed, by its path in the assessment's data; what is told stands at the field that it is about."""

    path: Path_
    told: Told

    @property
    def code(self) -> Code:
        """The stable code."""
        return self.told.code

    @property
    def message(self) -> str:
        """The sentence, in English."""
        return self.told.message

    @property
    def hint(self) -> str:
        """What to do about it, in English."""
        return self.told.hint


def unknown(path: Path_, message: Message, word: str, known: Collection[str], **gaps: str) -> Ill:
    """A name that is none of the known ones."""
    meant = did_you_mean(word, known, is_code=False)
    return Ill(path, message(name=word[:60], suggestion=Otherwise(meant, said(assessments.TAKE_OUT)), **gaps))


def twice(ids: Iterable[str], register: Path_, message: Message) -> Iterator[Ill]:
    """The ids of a register that stand there already."""
    seen: set[str] = set()
    for place, word in enumerate(ids):
        if word in seen:
            yield Ill((*register, place, "id"), message(name=word))
        seen.add(word)
