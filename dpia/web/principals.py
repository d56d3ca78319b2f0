"""Who acts, and what they may do. On this machine it is one person who may do everything; accounts will come in here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """What a request that changes something needs; each such route names one."""

    CREATE = "create"
    """Begin an assessment, take one in, copy one, or begin a review."""
    EDIT = "edit"
    """Change answers, risks, measures, evidence and what the assessment is called; open and close questionnaires; go back."""
    REMARK = "remark"
    """Say something about an answer, without changing it."""
    SUBMIT = "submit"
    """Send an assessment to review, which locks it, or take it back."""
    DECIDE = "decide"
    """Take the decision, or accept in writing that a finding stays open."""
    SIGN = "sign"
    """Sign what was decided."""
    ARCHIVE = "archive"
    """Put an assessment into the archive, or take it out."""
    DELETE = "delete"
    """Delete an assessment with its history."""
    READ = "read"
    """See an assessment, and have its report made."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Whoever acts: a subject that means one person for ever, the name that pages and revisions show, and what they may do."""

    subject: str
    name: str
    may: frozenset[Permission] = frozenset(Permission)


def local(user: str, name: str) -> Principal:
    """The user of this machine, under the name that was typed: a statement, which nothing authenticates."""
    return Principal(f"local:{user}", name)
