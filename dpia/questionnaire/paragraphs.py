"""The paragraphs of Article 35 GDPR under which supervisory authorities keep lists: 4 and 5."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from dpia.questionnaire.base import as_tuple

Paragraph = Literal[4, 5]


def _several(value: Any) -> Any:
    return (value,) if isinstance(value, int) else as_tuple(value)


Paragraphs = Annotated[tuple[Paragraph, ...], BeforeValidator(_several)]
"""One paragraph, or a list of them."""
