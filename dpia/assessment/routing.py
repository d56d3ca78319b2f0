"""Which questionnaires apply: those that answers open, corrected by the analyst's word, each with its reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dpia.assessment.evaluation import Evaluation, FiredFinding
from dpia.assessment.model import Assessment, QuestionnaireRef, Routing
from dpia.errors import BadInput, Location, Problem
from dpia.messages import assessments
from dpia.questionnaire.library import Library


@dataclass(frozen=True, slots=True)
class Route:
    """A questionnaire that is answered, that answers open, or of which the analyst says something."""

    id: str
    answered: bool
    opened_by: tuple[FiredFinding, ...]
    word: Routing | None

    @property
    def closed(self) -> bool:
        """Whether the analyst says, with a reason, that it does not apply."""
        return self.word is not None and not self.word.applies

    @property
    def waiting(self) -> bool:
        """Whether it applies and is not part of the assessment yet."""
        return not self.answered and not self.closed


def routes(evaluation: Evaluation) -> tuple[Route, ...]:
    """Every questionnaire that is answered, opened by answers or spoken of, in this order."""
    answered = [ref.id for ref in evaluation.assessment.questionnaires]
    opened = evaluation.opened
    words = {word.id: word for word in evaluation.assessment.routing}
    names = dict.fromkeys((*answered, *opened, *words))
    return tuple(Route(name, name in answered, opened.get(name, ()), words.get(name)) for name in names)


def open_questionnaire(
    assessment: Assessment, library: Library, name: str, *, reason: str | None = None, by: str | None = None
) -> Assessment:
    """The assessment with a questionnaire to answer, in the definition that is here. Answers that were kept count again.

    A reason is kept as the analyst's word; without one an earlier word that it does not apply is taken back.
    """
    version = library.questionnaires[name].version
    ref = QuestionnaireRef(id=name, version=version, sha256=library.hashes[name])
    refs = [ref if old.id == name else old for old in assessment.questionnaires]
    others = tuple(word for word in assessment.routing if word.id != name)
    word = (Routing(id=name, applies=True, reason=reason, by=by),) if reason else ()
    return assessment.change(questionnaires=refs if ref in refs else (*refs, ref), routing=(*others, *word))


def close_questionnaire(assessment: Assessment, name: str, *, reason: str, by: str | None = None) -> Assessment:
    """The assessment without a questionnaire, because of a reason. Its answers are kept, and count no more.

    Raises BadInput where it is the only one.
    """
    left = tuple(ref for ref in assessment.questionnaires if ref.id != name)
    if not left:
        raise BadInput([Problem(Location(assessment.id), assessments.ONLY_QUESTIONNAIRE(name=name))])
    others = tuple(word for word in assessment.routing if word.id != name)
    word = Routing(id=name, applies=False, reason=reason, by=by)
    return assessment.change(questionnaires=left, routing=(*others, word))


def redefined(evaluation: Evaluation) -> Iterator[str]:
    """The questionnaires whose definition here is another one than the one that was answered, by their `sha256`."""
    hashes = evaluation.form.hashes
    for ref in evaluation.assessment.questionnaires:
        if ref.sha256 is not None and ref.sha256 != hashes[ref.id]:
            yield ref.id
