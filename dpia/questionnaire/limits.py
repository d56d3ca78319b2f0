"""How much an answer may hold. Every room takes its limits from here."""

from __future__ import annotations

from typing import Final

MAX_TEXT: Final = 500
"""Characters of a text on one line."""
MAX_LONG: Final = 20_000
"""Characters of a text of several paragraphs."""
MAX_ROWS: Final = 2_000
"""Rows of a table."""
MAX_NUMBER: Final = 10**15
"""The largest number, and with a minus the smallest: every whole number up to it is exact in JSON (RFC 8785, I-JSON)."""
