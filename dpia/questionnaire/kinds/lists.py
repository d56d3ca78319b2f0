"""What the types have in common whose answers can be one word or a list of words."""

from __future__ import annotations

import re
from typing import Any

from dpia.questionnaire.kinds.base import Asked, Sent


def parts_of(typed: str, many: bool) -> Any:
    """The words of a typed line where several may be given, else the one word: "AT, DE" -> ["AT", "DE"]."""
    parts = [part for part in re.split(r"[\s;,]+", typed) if part]
    if many:
        return parts or typed
    return parts[0] if len(parts) == 1 else typed


def listed(written: Any, many: bool) -> Any:
    """A line of several words as a list of them, where several may be given and nothing else can be meant."""
    if not isinstance(written, str) or not many:
        return written
    parts = parts_of(written, many)
    return parts if isinstance(parts, list) and len(parts) > 1 else written.strip()


def many_sent(asked: Asked, sent: Sent) -> Any:
    """What a form brings: a list where several may be given, else a word; None for nothing."""
    if not asked.many:
        return sent.line() or None
    return [value for value in sent.several() if value] or ([] if sent.says_none() else None)
