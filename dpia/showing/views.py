"""Findings and citations in the reader's words, as pages and reports show them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Citation:
    """A short reference, `GDPR 35(7)(b)`, to the annex of sources; `verified` is yes, secondary or no."""

    text: str
    anchor: str
    verified: str


@dataclass(frozen=True, slots=True)
class RemedyView:
    """What answers a finding: a measure, a condition or an acceptance, `M03 Quick exit`; how far it is; its place in the report."""

    kind: str
    text: str
    state: str
    anchor: str


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding that fired: level and its word, what is wrong, why it matters, what would mend it, and what made it fire."""

    anchor: str
    key: str
    level: str
    label: str
    says: str
    because: str
    mend: str
    reasons: tuple[str, ...]
    doubtful: bool
    question_code: str
    question_anchor: str
    risks: tuple[str, ...]
    citations: tuple[Citation, ...]
    remedies: tuple[RemedyView, ...] = ()
    unanswered: bool = False
    """Whether it blocks or is major, and nothing answers it: no condition, no measure, no acceptance."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that is only suggested. `name` is what `keep` takes; `code`, `title` and `told` say what it is, `origin` whence."""

    name: str
    code: str
    title: str
    told: str
    origin: str
