"""Ids that look alike: `gdpr-dpia` and `gdpr-dp1a`. They are of small Latin letters, digits and hyphens, so these signs are all."""

from __future__ import annotations

from typing import Final

ALIKE: Final = (("0", "o"), ("1", "l"))
"""Signs that most fonts draw nearly the same."""


def outline_of(name: str) -> str:
    """What an id looks like; two ids of one outline can be taken for each other."""
    for sign, other in ALIKE:
        name = name.replace(sign, other)
    return name
