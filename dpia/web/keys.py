"""The second secret: every page of ours sends it along with what it changes, and no cookie holds it."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

KEY_FIELD: Final = "form-key"
KEY_HEADER: Final = "dpia-form-key"
"""For a request without a form; a script of our pages sends it."""


def key_field(key: str) -> Markup:
    """The hidden field that stands in each form."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(KEY_FIELD, key)
