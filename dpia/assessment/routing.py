"""Which questionnaires apply: those that answers open, corrected by the analyst's word, each with its reasons."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from dpia.assessment.evaluation import Evaluation
from dpia.assessment.fired import FiredFinding
from dpia.assessment.model import Assessment, QuestionnaireRef, Routing
from dpia.errors import BadInput, Location, Problem
from dpia.messages import assessments
from dpia.questionnaire.compiled import Form
from dpia.questionnaire.library import Library


@dataclass(frozen=True, slots=True)
class Route:
    """A questionnaire that is answered, that answers open, or of which the analyst says something."""

    id: str
    answered: bool
    opened_by: tuple[FiredFinding, ...]
    word: Routing | None
    needed: bool = False
    """Whether one that is answered needs it, so that nobody can say that it does not apply."""

    @property
    def closed(self) -> bool:
        """Whether the analyst says, with a reason, that it does not apply."""
        return self.word is not None and not self.word.applies and not self.needed

    @property
    def waiting(self) -> bool:
        """Whether it applies and is not part of the assessment yet."""
        return not self.answered and not self.closed


def routes(evaluation: Evaluation) -> tuple[Route, ...]:
    """Every questionnaire that is answered, opened by answers, needed or spoken of, in this order."""
    answered = [ref.id for ref in evaluation.assessment.questionnaires]
    opened = evaluation.opened
    words = {word.id: word for word in evaluation.assessment.routing}
    names = dict.fromkeys((*answered, *opened, *evaluation.waiting, *words))
    needed = {name for item in evaluation.form.questionnaires for name in item.needs}
    return tuple(Route(name, name in answered, opened.get(name, ()), words.get(name), name in needed) for name in names)


def with_needed(library: Library, names: Iterable[str], closed: Collection[str] = ()) -> tuple[str, ...]:
    """Questionnaires with those that they need beside them, each before the first that needs it; none that was closed."""
    found: dict[str, None] = {}
    for name in names:
        item = library.questionnaires.get(name)
        needed = item.needs if item is not None else ()
        found.update(dict.fromkeys(one for one in needed if one in library.questionnaires and one not in closed))
        found[name] = None
    return tuple(found)


def open_questionnaire(
    assessment: Assessment, library: Library, name: str, *, reason: str | None = None, by: str | None = None
) -> Assessment:
    """The assessment with a questionnaire to answer, or a module again, as defined here. Answers that were kept count again.

    What it needs is opened with it. A reason is kept as the analyst's word; without one an earlier word that it does not
    apply is taken back. Risks that are rated already stay rated by their method; else the questionnaire may name one.
    """
    others = tuple(word for word in assessment.routing if word.id != name)
    word = (Routing(id=name, applies=True, reason=reason, by=by),) if reason else ()
    if library.questionnaires[name].kind == "module":
        return assessment.change(routing=(*others, *word))
    old = {ref.id: ref for ref in assessment.questionnaires}
    opened = {one: _ref(one, library) for one in with_needed(library, (name,), assessment.closed) if one not in old}
    return assessment.change(
        questionnaires=tuple((old | opened | {name: _ref(name, library)}).values()),
        routing=(*others, *word),
        method=assessment.method or _method_with(assessment, library, name),
    )


def _ref(name: str, library: Library) -> QuestionnaireRef:
    return QuestionnaireRef(id=name, version=library.questionnaires[name].version, sha256=library.hashes[name])


def _method_with(assessment: Assessment, library: Library, name: str) -> str | None:
    """The method to write down when a questionnaire that names one joins: before, the questionnaires said which it is."""
    wanted = library.questionnaires[name].method
    if wanted is None:
        return None
    before = [library.questionnaires[ref.id] for ref in assessment.questionnaires if ref.id in library.questionnaires]
    chosen = any(item.method for item in before) or any(
        risk.before or risk.today or risk.done for risk in assessment.risks
    )
    return library.method_for(before).id if chosen else wanted


def close_questionnaire(
    assessment: Assessment, form: Form, name: str, *, reason: str, by: str | None = None
) -> Assessment:
    """The assessment without a questionnaire or module, because of a reason. Its answers are kept, and count no more.

    `form` is the one that the assessment answers. Raises BadInput where it is the only one, or another one needs it: without
    the screening nothing would say how deep a form goes, and whom it has to protect.
    """
    for item in form.questionnaires:
        if name in item.needs:
            raise BadInput(
                [Problem(Location(assessment.id), assessments.NEEDED_QUESTIONNAIRE(name=name, other=item.id))]
            )
    left = tuple(ref for ref in assessment.questionnaires if ref.id != name)
    if not left:
        raise BadInput([Problem(Location(assessment.id), assessments.ONLY_QUESTIONNAIRE())])
    others = tuple(word for word in assessment.routing if word.id != name)
    word = Routing(id=name, applies=False, reason=reason, by=by)
    return assessment.change(questionnaires=left, routing=(*others, word))


def redefined(evaluation: Evaluation) -> Iterator[str]:
    """The questionnaires whose definition here is another one than the one that was answered, by their `sha256`."""
    hashes = evaluation.form.hashes
    for ref in evaluation.assessment.questionnaires:
        if ref.sha256 is not None and ref.sha256 != hashes[ref.id]:
            yield ref.id
