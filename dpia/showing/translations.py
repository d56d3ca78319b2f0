"""Translation: gettext catalogues from `locale/`; English needs none."""

from __future__ import annotations

import gettext
from functools import lru_cache

from dpia.data import LOCALE
from dpia.wording import Translate

DOMAIN = "dpia"


@lru_cache(maxsize=16)
def translation(language: str) -> Translate:
    """The function that translates texts into a language; texts without a translation stay English."""
    catalogue = gettext.translation(DOMAIN, LOCALE, [language.replace("-", "_")], fallback=True)

    def translate(text: str) -> str:
        return catalogue.gettext(text) if text else text

    return translate


def languages() -> list[str]:
    """The languages with a catalogue, and English."""
    found = {path.parent.parent.name.replace("_", "-") for path in LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")}
    return sorted({"en", *found})
