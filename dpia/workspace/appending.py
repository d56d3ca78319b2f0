"""One more revision of an assessment, with everything that is kept beside it, in the transaction of the caller."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from dpia.assessment.evaluation import Evaluation
from dpia.workspace.evidence import evidence_in, use
from dpia.workspace.facts import due_in, line_of, texts_of
from dpia.workspace.files import hold_files
from dpia.workspace.revisions import NO_CHAIN, Author, Packed, chain_of
from dpia.workspace.tables import ASSESSMENTS, DUE, REVISIONS
from dpia.workspace.words import remember_words


def append_revision(
    connection: Connection,
    name: str,
    head: int,
    evaluation: Evaluation,
    packed: Packed,
    data: Mapping[str, Any],
    by: Author,
) -> str:
    """Appends a revision behind `head` with its place in the chain, the line of the list, what is due, its words and evidence."""
    serial = connection.execute(select(ASSESSMENTS.c.serial).where(ASSESSMENTS.c.id == name)).scalar_one()
    last = connection.execute(
        select(REVISIONS.c.chain).where(REVISIONS.c.assessment == name, REVISIONS.c.number == head)
    ).scalar_one_or_none()
    line_ = {"actor": by.actor, "kind": by.kind.value, "note": by.note, "at": by.at}
    chain = chain_of(last or NO_CHAIN, assessment=name, number=head + 1, packed=packed, **line_)  # type: ignore[arg-type]
    kept = {"content_hash": packed.content_hash, "content": packed.content, "approvals": packed.approvals}
    connection.execute(insert(REVISIONS).values(assessment=name, number=head + 1, chain=chain, **line_, **kept))
    line = {**line_of(evaluation), "head": head + 1, "changed_at": by.at, "changed_by": by.actor}
    connection.execute(update(ASSESSMENTS).where(ASSESSMENTS.c.id == name).values(**line))
    connection.execute(delete(DUE).where(DUE.c.assessment == name))
    rows = [
        {"assessment": name, "item": due.item, "day": due.day, "what": due.what, "owner": due.owner}
        for due in due_in(evaluation)
    ]
    if rows:
        connection.execute(insert(DUE), rows)
    remember_words(connection, serial, texts_of(data))
    if files := {sha256 for sha256, _ in evidence_in(data)}:
        hold_files(connection)
        use(connection, name, files)
    return chain
