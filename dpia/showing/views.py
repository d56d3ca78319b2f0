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
