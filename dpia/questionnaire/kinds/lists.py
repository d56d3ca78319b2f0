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


def many_sent(asked: Asked, sent: Sent) -> Any:
    """What a form brings: a list where several may be given, else a word; None for nothing."""
    if not asked.many:
        return sent.line() or None
    return [value for value in sent.several() if value] or ([] if sent.says_none() else None)
