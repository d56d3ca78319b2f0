"""Brings an assessment to the versions that are here: what stays, what moves, and what has no place any more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dpia.assessment.checking import check_assessment
from dpia.assessment.forming import form_of
from dpia.assessment.model import Answer, Assessment, Loss, Measure, QuestionnaireRef, Remark
from dpia.assessment.pruning import Pruned, prune
from dpia.assessment.relocating import Carried, Relocation
from dpia.assessment.routing import with_needed
from dpia.assessment.versions import VersionGap, version_gaps
from dpia.errors import Location, OtherVersion, Problem
from dpia.questionnaire.compiled import Form
from dpia.questionnaire.library import Library
from dpia.questionnaire.limits import MAX_TEXT
from dpia.questionnaire.model import Question
from dpia.questionnaire.retired import Retired


@dataclass(frozen=True, slots=True)
class MovedAnswer:
    """An answer that stands elsewhere now: where it stood, where it stands, what it was called, and why."""

    source: str
    target: str
    label: str
    value: Any
    note: str


@dataclass(frozen=True, slots=True)
class Moved:
    """An assessment on the versions that are here, and what happened to each of its answers.

    `kept` are the keys of the questions whose answers stand as they were. `dropped` stands among the `losses` of the
    assessment. `voided` are the names under signatures that held for the content before, and hold no more; `opened` the
    questionnaires that answers moved to and that were not part of it.
    """

    before: Assessment
    assessment: Assessment
    versions: tuple[VersionGap, ...]
    kept: tuple[str, ...]
    moved: tuple[MovedAnswer, ...]
    dropped: tuple[Loss, ...]
    opened: tuple[str, ...]
    voided: tuple[str, ...]

    @property
    def changed(self) -> bool:
        """Whether anything had to be moved at all."""
        return self.assessment != self.before


def move(assessment: Assessment, library: Library, *, answered_on: Library | None = None) -> Moved:
    """An assessment as it stands on the versions of the questionnaires in a library. The one that is given stays as it is.

    An answer whose question is still there stays; one whose question is `retired` moves to the place that its definition
    names; what has no place is kept as `dropped`. Nothing is thrown away, and nothing is answered anew. `answered_on` are the
    definitions that it was answered on, which a report carries: they know what questions were called. The content changes, so
    signatures are void by that, and a decision has to be looked at again.
    Raises OtherVersion for an assessment that was answered on a newer version than the one that is here, and NotFound where
    one of its questionnaires, or its method, is not in the library.
    """
    gaps = tuple(version_gaps(assessment, library.questionnaires))
    newer = [Problem(Location(assessment.id), gap.told(assessment.id)) for gap in gaps if gap.is_newer]
    if newer:
        raise OtherVersion(newer)
    refs, opened = _opened(assessment, library)
    form = form_of(assessment, library, (ref.id for ref in refs))
    relocation = Relocation(form, assessment.answers)
    carried = [
        found
        for file in _files(form, assessment)
        for entry in form.known[file].retired
        for found in relocation.carry(file, entry)
    ]
    places = _places(form)
    answers = {file: given for file, given in relocation.answers.items() if given or file in assessment.answers}
    changed = assessment.change(
        questionnaires=refs,
        answers=answers,
        remarks=[_about(remark, places) for remark in assessment.remarks],
        measures=[_mending(measure, places) for measure in assessment.measures],
    )
    changed, pruned = prune(form, changed, answered_on)
    check_assessment(form, changed)
    told = _Told(form, answered_on, _source(assessment, gaps))
    dropped = (*(told.left(found) for found in carried if found.target is None), *map(told.lost, pruned))
    if dropped:
        changed = changed.change(losses=(*changed.losses, *dropped))
    if changed.model_copy(update={"format": assessment.format}) == assessment:
        changed = assessment
    return Moved(
        before=assessment,
        assessment=changed,
        versions=gaps,
        kept=tuple(_kept(assessment.answers, changed.answers)),
        moved=tuple(told.moved(found) for found in carried if found.target is not None),
        dropped=dropped,
        opened=opened,
        voided=_voided(assessment, changed),
    )


def _opened(assessment: Assessment, library: Library) -> tuple[tuple[QuestionnaireRef, ...], tuple[str, ...]]:
    """The questionnaires as they are here, with those that answers move to; and which of them are new."""
    refs = [library.questionnaire(ref.id).id for ref in assessment.questionnaires]
    form = form_of(assessment, library, refs)
    targets = {
        (entry.target_key(file) or "").partition(".")[0]
        for file in form.modules
        for entry in form.known[file].retired
        if _is_answered(assessment, entry.key(file))
    }
    opened = tuple(
        name
        for name in sorted(targets - set(form.modules))
        if name in library.questionnaires and library.questionnaires[name].kind == "questionnaire"
    )
    needed = (name for name in with_needed(library, refs) if name not in refs)
    opened = tuple(name for name in dict.fromkeys((*needed, *opened)) if name not in assessment.closed)
    old = {ref.id: ref for ref in assessment.questionnaires}
    return tuple(_ref(name, library, old.get(name)) for name in (*refs, *opened)), opened


def _ref(name: str, library: Library, old: QuestionnaireRef | None) -> QuestionnaireRef:
    """The questionnaire as it is defined here; one of the same version that names no hash stays as it is."""
    version, sha256 = library.questionnaires[name].version, library.hashes[name]
    if old is not None and old.version == version and old.sha256 in (None, sha256):
        return old
    return QuestionnaireRef(id=name, version=version, sha256=sha256)


def _is_answered(assessment: Assessment, key: str) -> bool:
    answer = assessment.answer(key)
    return answer is not None and answer.is_given


def _files(form: Form, assessment: Assessment) -> list[str]:
    """The files of the form, and those whose answers are kept though they are closed."""
    return [*form.modules, *(file for file in assessment.answers if file in form.known and file not in form.modules)]


def _places(form: Form) -> Mapping[str, str]:
    """Where what is said of questions that are retired as a whole belongs now."""
    return {
        entry.key(file): target
        for file in form.modules
        for entry in form.known[file].retired
        if entry.is_whole and (target := entry.target_key(file)) is not None and target in form.questions
    }


def _kept(before: Mapping[str, Mapping[str, Answer]], after: Mapping[str, Mapping[str, Answer]]) -> Iterator[str]:
    for file, answers in before.items():
        for name, answer in answers.items():
            if answer.is_given and after.get(file, {}).get(name) == answer:
                yield f"{file}.{name}"


def _about(remark: Remark, places: Mapping[str, str]) -> Remark:
    return remark.model_copy(update={"about": places.get(remark.about, remark.about)})


def _mending(measure: Measure, places: Mapping[str, str]) -> Measure:
    mends = tuple(dict.fromkeys(places.get(name, name) for name in measure.mends))
    return measure.model_copy(update={"mends": mends})


def _source(assessment: Assessment, gaps: tuple[VersionGap, ...]) -> str:
    """What the answers come from: the versions that they were given on, "gdpr-dpia 1.0.0"."""
    versions = [f"{gap.id} {gap.answered}" for gap in gaps]
    return ", ".join(versions or [f"{ref.id} {ref.version}" for ref in assessment.questionnaires])[:MAX_TEXT]


class _Told:
    """Says what happened to an answer, by what its question was called when it was answered, or is called now."""

    def __init__(self, form: Form, before: Library | None, source: str) -> None:
        self._form, self._before, self._source = form, before, source

    def moved(self, found: Carried) -> MovedAnswer:
        """An answer that stands elsewhere now."""
        value = found.answer.model_dump(mode="json")
        label = self._label(str(found.source), found.entry)
        return MovedAnswer(str(found.source), str(found.target), label, value, found.entry.note or "")

    def left(self, found: Carried) -> Loss:
        """An answer that its questionnaire has no place for any more, or that cannot stand beside the one that is there."""
        value, place = found.answer.model_dump(mode="json"), str(found.source)
        return self._loss(place, self._label(place, found.entry), value, found.entry.note)

    def lost(self, found: Pruned) -> Loss:
        """Something that no entry speaks of, and that does not fit."""
        return self._loss(found.place, self._label(found.place), found.value, found.why)

    def _loss(self, place: str, label: str, value: Any, note: str | None) -> Loss:
        place = " ".join(place.split())[:MAX_TEXT]  # ids in it are whatever somebody wrote
        return Loss(source=self._source, place=place, label=label or None, value=value, note=note or None)

    def _label(self, place: str, entry: Retired | None = None) -> str:
        file, _, rest = place.partition(".")
        question = rest.partition(".")[0].partition("[")[0]
        old = self._before.questionnaires.get(file) if self._before is not None else None
        item = self._form.questions.get(f"{file}.{question}")
        asked = (old.question(question) if old is not None else None) or (item.question if item is not None else None)
        if asked is None or entry is None:
            return _words(asked or entry)
        part = "" if entry.is_whole else entry.ask  # the column, row or option that it was
        return f"{_words(asked)}: {part}"[:MAX_TEXT] if part else _words(asked)


def _words(asked: Question | Retired | None) -> str:
    return " ".join(f"{asked.code or ''} {asked.ask or ''}".split())[:MAX_TEXT] if asked is not None else ""


def _voided(before: Assessment, after: Assessment) -> tuple[str, ...]:
    if before.content_hash == after.content_hash:
        return ()
    return tuple(f"{approval.name}, {approval.role}" for approval in before.valid_approvals)
