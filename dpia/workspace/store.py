"""The workspace itself: assessments with every revision of each. A save names the revision it was made from."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from dpia.assessment.checking import check_assessment
from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.assessment.merging import join
from dpia.assessment.model import Assessment
from dpia.assessment.versions import is_redefined
from dpia.errors import AssessmentError, DpiaError, NotFound, OtherVersion, StaleSave
from dpia.questionnaire.compiled import Form
from dpia.questionnaire.library import Library
from dpia.questionnaire.lookalike import outline_of
from dpia.wording import N_, said
from dpia.workspace.appending import append_revision
from dpia.workspace.facts import line_of
from dpia.workspace.files import hold_files, keep_file
from dpia.workspace.journal import Event, note_files, write_line
from dpia.workspace.kept import DueItem, Entry, RevisionInfo, Saved, Stored
from dpia.workspace.kinds import (
    AS_IT_IS,
    BACK,
    EDITS,
    KEEPS_DAY,
    refuse_if_closed,
    refuse_other_parts,
    without_its_signatures,
)
from dpia.workspace.remembered import Remembered
from dpia.workspace.revisions import LOCKS, STEPS, Author, Kind, as_kept, faults_in, kind_of, pack, unpack
from dpia.workspace.rows import revision_lines, revision_rows
from dpia.workspace.steps import reading, writing
from dpia.workspace.tables import ASSESSMENTS, DUE, FILES, ONLY, REVISIONS, SORTS, USES, is_id, outline
from dpia.workspace.undoing import around
from dpia.workspace.words import forget_words, matching

PAGE: Final = 50
MAX_PAGE: Final = 10_000_000
_OVERTAKEN: Final = N_("{name}: it was saved in between. Nothing was changed; look at it and try again.")
_NOTHING_UNDONE: Final = N_("{name}: there is nothing that could be undone.")
_NOTHING_AGAIN: Final = N_("{name}: there is nothing that could be done again.")


class Workspace:
    """Assessments by id. Every change appends a revision; nothing that was saved is written over."""

    def __init__(self, engine: Engine, library: Library) -> None:
        self.engine = engine
        self.library = library
        self._assessments: Remembered[str, Assessment] = Remembered()
        self._evaluations: Remembered[tuple[str, int, date], Evaluation] = Remembered()
        self._fitting: Remembered[tuple[str, int], bool] = Remembered()

    def in_language(self, language: str) -> Workspace:
        """The same workspace with the questionnaires in a language, as far as they are translated."""
        library = self.library.in_language(language)
        return self if library is self.library else Workspace(self.engine, library)

    def close(self) -> None:
        """Gives the connections back."""
        self.engine.dispose()

    # ------------------------------------------------------------------------------------------------------- reading

    def get(self, name: str, number: int | None = None) -> Stored:
        """An assessment at its newest revision, or at the one with a number. Raises NotFound."""
        with reading(self.engine) as connection:
            row = self._row(connection, name)
            wanted = row.head if number is None else number
            info = self._line(connection, name, wanted)
            if info is None:
                text = N_("{name} has no revision {number}; the newest is {newest}.")
                raise NotFound(said(text, name=name, number=number, newest=row.head))
            assessment = self._assessments.get(info.chain) or self._read(connection, name, wanted)
        self._assessments[info.chain] = assessment
        return Stored(name, wanted, row.head, assessment, info.at, info.actor, row.locked, row.archived, info.chain)

    def evaluation(self, stored: Stored, on: date) -> Evaluation:
        """What follows from a stored assessment on a day. Raises OtherVersion where it has to be moved first, or NotFound."""
        if (stored.id, stored.number) not in self._fitting:
            self.check_versions(stored.assessment)
            self._fitting[stored.id, stored.number] = True
        return self._evaluate(stored.id, stored.number, stored.assessment, on, None)

    def check_versions(self, assessment: Assessment) -> None:
        """Raises OtherVersion for an assessment that was answered on other versions than those that are here, and does not fit."""
        if is_redefined(assessment, self.library):
            try:
                check_assessment(self.form_of(assessment), assessment)
            except OtherVersion:
                raise
            except AssessmentError:  # it is wrong in itself, which its pages say
                return

    def form_of(self, assessment: Assessment) -> Form:
        """The form that an assessment answers. Raises NotFound where one of its questionnaires is not here."""
        return self.library.form([ref.id for ref in assessment.questionnaires], assessment.method, assessment.closed)

    def history(self, name: str) -> tuple[RevisionInfo, ...]:
        """Every revision that can be read, the newest first; `verify` says of the others. Raises NotFound."""
        with reading(self.engine) as connection:
            self._row(connection, name)
            return tuple(
                RevisionInfo(row.number, row.at, row.actor, kind_of(row.kind), row.note, row.content_hash, row.chain)
                for row in revision_lines(connection, name)
            )

    def verify(self, name: str, anchor: tuple[int, str] | None = None) -> tuple[str, ...]:
        """What is wrong with the revisions: content that is not that of its hash, a broken chain, gaps.

        A chain that was kept elsewhere, as number and hash, also shows that revisions were cut off or all written anew.
        """
        with reading(self.engine) as connection:
            head = self._row(connection, name).head
            rows = list(revision_rows(connection, name))
        return tuple(faults_in(name, head, rows, anchor))

    def entries(
        self, *, words: str = "", archived: bool = False, sort: str = "changed", only: str = "", page: int = 1
    ) -> tuple[tuple[Entry, ...], int]:
        """A page of the list, and how many there are in all. `words` are looked for in titles and answers."""
        columns = [ASSESSMENTS.c[name] for name in Entry.__slots__]
        wanted = select(*columns).where(ASSESSMENTS.c.archived.is_(archived))
        if only in ONLY:
            wanted = wanted.where(ONLY[only])
        with reading(self.engine) as connection:
            found = matching(connection, words)
            if found is not None:
                wanted = wanted.where(ASSESSMENTS.c.serial.in_(found))
            total = connection.execute(select(func.count()).select_from(wanted.subquery())).scalar_one()
            order = SORTS.get(sort, SORTS["changed"])
            rows = connection.execute(
                wanted.order_by(*order).limit(PAGE).offset(PAGE * (min(max(page, 1), MAX_PAGE) - 1))
            ).all()
        return tuple(Entry(**row._asdict()) for row in rows), total

    def due(self, until: date | None = None, name: str | None = None) -> tuple[DueItem, ...]:
        """What is due in the assessments that are not archived, the earliest first."""
        wanted = (
            select(DUE, ASSESSMENTS.c.title)
            .join(ASSESSMENTS, ASSESSMENTS.c.id == DUE.c.assessment)
            .where(ASSESSMENTS.c.archived.is_(False))
            .order_by(DUE.c.day, DUE.c.assessment, DUE.c.item)
        )
        if until is not None:
            wanted = wanted.where(DUE.c.day <= until)
        if name is not None:
            wanted = wanted.where(DUE.c.assessment == name)
        with reading(self.engine) as connection:
            rows = connection.execute(wanted).all()
        return tuple(DueItem(row.assessment, row.title, row.item, row.day, row.what, row.owner) for row in rows)

    def free_id(self, wanted: str) -> str:
        """An id that no assessment has, nor one that looks like it: the wanted one, or with a number behind it."""
        stem = wanted[:58].rstrip("-")
        with reading(self.engine) as connection:
            like = outline(ASSESSMENTS.c.id).startswith(outline_of(stem), autoescape=True)
            taken = set(connection.execute(select(outline(ASSESSMENTS.c.id)).where(like)).scalars())
        if outline_of(wanted) not in taken:
            return wanted
        names = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
        return next(name for name in names if outline_of(name) not in taken)

    def holds(self, name: str) -> bool:
        """Whether there is an assessment of this id."""
        with reading(self.engine) as connection:
            return connection.execute(select(ASSESSMENTS.c.id).where(ASSESSMENTS.c.id == name)).first() is not None

    # ------------------------------------------------------------------------------------------------------- writing

    def create(
        self,
        assessment: Assessment,
        *,
        actor: str,
        at: datetime,
        kind: Kind = Kind.CREATED,
        note: str = "",
        files: Iterable[tuple[str, bytes]] = (),
    ) -> Saved:
        """Takes an assessment in as revision 1, with evidence, each by its SHA-256; all of it or nothing.

        One that was answered on other versions of its questionnaires is taken in as it is, to be moved here. Raises
        AssessmentError where it is ill-typed, DpiaError where its id is taken.
        """
        name = assessment.id
        self._check(assessment, kind)
        evaluation = self._evaluate(name, 1, assessment, at.date(), None)
        data = assessment.data()
        packed = pack(data)
        entry = Author.by(actor, at, kind, note)
        with writing(self.engine) as connection:
            line = {**line_of(evaluation), "changed_at": at, "changed_by": entry.actor}
            _refuse_lookalike(connection, name)
            fresh = {"id": name, "head": 0, "created_at": at, "archived": False, "locked": False}
            try:
                connection.execute(insert(ASSESSMENTS).values(**fresh, **line))
            except IntegrityError:
                text = N_("There is an assessment `{name}` in the workspace already.")
                raise DpiaError(said(text, name=name)) from None
            append_revision(connection, name, 0, evaluation, packed, data, entry)
            for sha256, content in files:
                keep_file(connection, content, sha256, assessment=name, at=at)
                write_line(connection, Event.FILED, at=at, actor=entry.actor, assessment=name, subject=sha256)
            write_line(connection, Event.SAVED, at=at, actor=entry.actor, assessment=name)
        return Saved(1, assessment, merged=False, changed=True)

    def save(
        self,
        name: str,
        mine: Assessment,
        *,
        seen: int,
        actor: str,
        at: datetime,
        kind: Kind = Kind.EDITED,
        note: str = "",
    ) -> Saved:
        """Appends a revision with what `mine` changed against the revision that was `seen`.

        What others saved since in other parts is kept. Raises StaleSave where they changed the same part, Locked, NotFound,
        or AssessmentError; nothing is saved then.
        """
        before = self.get(name, seen).assessment
        mine = mine if mine.id == name else mine.change(id=name)
        if mine == before and kind in EDITS:
            return Saved(seen, before, merged=False, changed=False)
        if kind not in KEEPS_DAY:
            mine = mine.model_copy(update={"updated": at.date()})
        if kind in BACK:
            mine, left_out = without_its_signatures(before, mine)
            note += left_out
        refuse_other_parts(name, kind, before, mine)
        self._check(mine, kind, before)
        evaluation = self._evaluate(name, seen + 1, mine, at.date(), self._evaluations.get((name, seen, at.date())))
        data = mine.data()
        packed = pack(data)
        with writing(self.engine) as connection:
            row = self._row(connection, name, lock=True)
            refuse_if_closed(name, row, kind, mine)
            joined, merged = mine, row.head != seen
            if merged:
                theirs = self._read(connection, name, row.head)
                joined = self._join(name, before, mine, theirs, kind)
                if kind in EDITS and joined.model_copy(update={"updated": theirs.updated}) == theirs:
                    return Saved(row.head, theirs, merged=True, changed=False)
                evaluation = evaluate(self.form_of(joined), joined, on=at.date())
                data = joined.data()
                packed = pack(data)
            entry = Author.by(actor, at, kind, note)
            chain = append_revision(connection, name, row.head, evaluation, packed, data, entry)
            if kind in LOCKS:
                locked = kind is Kind.LOCKED
                connection.execute(update(ASSESSMENTS).where(ASSESSMENTS.c.id == name).values(locked=locked))
            write_line(connection, Event.SAVED, at=at, actor=entry.actor, assessment=name)
        self._assessments[chain] = joined
        self._evaluations[name, row.head + 1, at.date()] = evaluation
        return Saved(row.head + 1, joined, merged=merged, changed=True)

    def _check(self, assessment: Assessment, kind: Kind, before: Assessment | None = None) -> None:
        """Whether it may be kept: what is taken in, or brought back from the history, can stand on other versions."""
        with suppress(*((OtherVersion,) if kind in AS_IT_IS else ())):
            check_assessment(self.form_of(assessment), assessment, checked=before)

    def lock(self, name: str, locked: bool, *, reason: str, actor: str, at: datetime) -> Saved:
        """Locks an assessment for its review, or unlocks it for a reason; the history says so."""
        stored = self.get(name)
        kind = Kind.LOCKED if locked else Kind.UNLOCKED
        return self.save(name, stored.assessment, seen=stored.number, actor=actor, at=at, kind=kind, note=reason)

    def undo(self, name: str, *, seen: int, actor: str, at: datetime) -> Saved:
        """Brings back, as a new revision, what stood before the last change that is not undone yet.

        Raises DpiaError where there is none, and StaleSave where `seen` is not the newest revision any more.
        """
        return self._step(name, Kind.UNDONE, seen, actor, at)

    def redo(self, name: str, *, seen: int, actor: str, at: datetime) -> Saved:
        """Brings back, as a new revision, what was undone last. Raises as `undo` does."""
        return self._step(name, Kind.REDONE, seen, actor, at)

    def _step(self, name: str, kind: Kind, seen: int, actor: str, at: datetime) -> Saved:
        revisions = self.history(name)
        if revisions[0].number != seen:
            raise StaleSave(said(_OVERTAKEN, name=name))
        steps = around((one.number, one.kind) for one in reversed(revisions))
        number = steps.before if kind is Kind.UNDONE else steps.after
        if number is None:
            raise DpiaError(said(_NOTHING_UNDONE if kind is Kind.UNDONE else _NOTHING_AGAIN, name=name))
        content, note = self.get(name, number).assessment, f"as in revision {number}"
        return self.save(name, content, seen=seen, actor=actor, at=at, kind=kind, note=note)

    def archive(self, name: str, archived: bool, *, actor: str, at: datetime) -> None:
        """Puts an assessment into the archive, where it can be read only, or takes it out again."""
        with writing(self.engine) as connection:
            self._row(connection, name, lock=True)
            connection.execute(update(ASSESSMENTS).where(ASSESSMENTS.c.id == name).values(archived=archived))
            event = Event.ARCHIVED if archived else Event.UNARCHIVED
            write_line(connection, event, at=at, actor=as_kept(actor), assessment=name)

    def delete(self, name: str, *, actor: str, at: datetime) -> None:
        """Removes an assessment with all its revisions, and the files that no revision of another names. It cannot be undone."""
        with writing(self.engine) as connection:
            row = self._row(connection, name, lock=True)
            hold_files(connection, alone=True)
            forget_words(connection, row.serial)
            mine = set(connection.execute(select(USES.c.sha256).where(USES.c.assessment == name)).scalars())
            for table in (DUE, USES, REVISIONS):
                connection.execute(delete(table).where(table.c.assessment == name))
            connection.execute(delete(ASSESSMENTS).where(ASSESSMENTS.c.id == name))
            connection.execute(delete(FILES).where(FILES.c.sha256.not_in(select(USES.c.sha256))))
            note_files(connection, USES.c.sha256.in_(mine), at=at, actor=as_kept(actor))  # they stay for others
            write_line(connection, Event.DELETED, at=at, actor=as_kept(actor), assessment=name)

    # ------------------------------------------------------------------------------------------------------- the parts

    def _row(self, connection: Connection, name: str, *, lock: bool = False) -> Any:
        table = ASSESSMENTS.c
        wanted = select(table.serial, table.head, table.locked, table.archived).where(table.id == name)
        row = connection.execute(wanted.with_for_update() if lock else wanted).one_or_none() if is_id(name) else None
        if row is None:
            shown = name[:80] if name.isprintable() else "?"
            raise NotFound(
                said(N_("There is no assessment `{name}` in the workspace. See: dpia workspace list"), name=shown)
            )
        return row

    def _line(self, connection: Connection, name: str, number: int) -> Row[Any, Any, Any] | None:
        if not 0 < number < 2**31:
            return None
        wanted = select(REVISIONS.c.at, REVISIONS.c.actor, REVISIONS.c.chain)
        return connection.execute(
            wanted.where(REVISIONS.c.assessment == name, REVISIONS.c.number == number)
        ).one_or_none()

    def _read(self, connection: Connection, name: str, number: int) -> Assessment:
        wanted = select(REVISIONS.c.content, REVISIONS.c.approvals).where(
            REVISIONS.c.assessment == name, REVISIONS.c.number == number
        )
        row = connection.execute(wanted).one_or_none()
        if row is None:
            raise NotFound(said(N_("{name} has no revision {number} any more."), name=name, number=number))
        return unpack(row.content, row.approvals)

    def _evaluate(
        self, name: str, number: int, assessment: Assessment, on: date, previous: Evaluation | None
    ) -> Evaluation:
        key = (name, number, on)
        known = self._evaluations.get(key)
        if known is not None and known.assessment == assessment:
            return known
        found = evaluate(self.form_of(assessment), assessment, on=on, previous=previous)
        self._evaluations[key] = found
        return found

    def _join(self, name: str, before: Assessment, mine: Assessment, theirs: Assessment, kind: Kind) -> Assessment:
        if kind in STEPS:
            raise StaleSave(said(_OVERTAKEN, name=name))
        joined = join(before, mine, theirs, name=name)
        joined = joined.model_copy(update={"updated": theirs.updated if kind in KEEPS_DAY else mine.updated})
        check_assessment(self.form_of(joined), joined)
        return joined

    def append(
        self,
        connection: Connection,
        head: int,
        *revisions: tuple[Evaluation, Kind, str],
        name: str,
        actor: str,
        at: datetime,
    ) -> bool:
        """Appends revisions behind `head`, each with its kind and note; False, and nothing, where it is the newest no more."""
        row = self._row(connection, name, lock=True)
        if row.head != head:
            return False
        for number, (evaluation, kind, note) in enumerate(revisions, head):
            refuse_if_closed(name, row, kind, evaluation.assessment)
            data = evaluation.assessment.data()
            append_revision(connection, name, number, evaluation, pack(data), data, Author.by(actor, at, kind, note))
        write_line(connection, Event.SAVED, at=at, actor=as_kept(actor), assessment=name)
        return True


def _refuse_lookalike(connection: Connection, name: str) -> None:
    """Raises DpiaError for an id that could be taken for the one of another assessment."""
    alike = select(ASSESSMENTS.c.id).where(outline(ASSESSMENTS.c.id) == outline_of(name), ASSESSMENTS.c.id != name)
    if (other := connection.execute(alike.limit(1)).scalar_one_or_none()) is not None:
        text = N_("`{name}` looks like `{other}`, which is in the workspace already. Give the new one another id.")
        raise DpiaError(said(text, name=name, other=other))
