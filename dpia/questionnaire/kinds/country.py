"""`country`: a country of ISO 3166, or several."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Annotated, Any, Final

from pydantic import Field

from dpia.messages import answers
from dpia.questionnaire.countries import COUNTRIES
from dpia.questionnaire.kinds.base import LISTS, Asked, QuestionKind, Reader, Sent, Speaker, Unfit, Widget
from dpia.questionnaire.kinds.lists import listed, many_sent, parts_of
from dpia.questionnaire.options import Option
from dpia.questionnaire.types import QuestionType
from dpia.wording import N_

NAMED_IN: Final = ("de", "en")
"""The languages of the names that are read: English, and those that the program is translated into."""


USUAL: Final[Mapping[str, str]] = {"UK": "GB", "EL": "GR"}
"""Letters that everybody uses, the institutions of the European Union too, for those of ISO 3166."""


class Country(QuestionKind):
    """A country by the two letters of ISO 3166-1; with `many` a list of them."""

    type = QuestionType.COUNTRY
    keys = frozenset({"many"})
    choices_from = "countries"
    hint = N_("a country, AT")
    example = "<two letters of a country>"

    def reader(self, asked: Asked, options: Sequence[Option]) -> Reader:
        many = asked.many

        def read(raw: Any) -> frozenset[str]:
            codes = list(raw) if many and isinstance(raw, LISTS) else [raw]
            for code in codes:
                if isinstance(code, str) and code not in COUNTRIES:
                    raise Unfit(answers.NO_SUCH_COUNTRY(value=code[:60]))
                if not isinstance(code, str):
                    raise Unfit(answers.NO_COUNTRIES() if many else answers.NO_COUNTRY())
            return frozenset(codes)

        return read

    def schema(self, asked: Asked, options: Sequence[Option]) -> Any:
        country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
        return country | list[country] if asked.many else country

    def entered(self, asked: Asked, options: Sequence[Option], typed: str, listed: bool) -> Any:
        canonical = self.canonical(asked, options, typed)
        return canonical if canonical != typed else parts_of(typed, asked.many)

    def canonical(self, asked: Asked, options: Sequence[Option], written: Any) -> Any:
        if isinstance(written, LISTS) and asked.many:
            return [_code(one) for one in written]
        code = _code(written)
        if code is not written or not asked.many or not isinstance(written, str):
            return code
        codes = [_code(part.strip()) for part in re.split(r"[;,\n]", written) if part.strip()]
        return codes if len(codes) > 1 and COUNTRIES.issuperset(codes) else listed(written, many=True)

    def sent(self, asked: Asked, sent: Sent) -> Any:
        return many_sent(asked, sent)

    def widget(self, asked: Asked, in_table: bool) -> Widget:
        return Widget("countries" if asked.many else "select")

    def say(self, asked: Asked, options: Sequence[Option], value: Any, speaker: Speaker) -> str:
        return ", ".join(sorted(speaker.country(code) for code in value))


def _code(written: Any) -> Any:
    """The two letters of a country that is written in small letters or by its name; anything else as it is."""
    if not isinstance(written, str) or written in COUNTRIES:
        return written
    word = " ".join(written[:60].split())
    letters = USUAL.get(word.upper(), word.upper())
    return letters if letters in COUNTRIES else _names().get(word.casefold(), written)


@cache
def _names() -> Mapping[str, str]:
    """The codes of countries by their names."""
    from babel import Locale

    spoken = (Locale(language).territories for language in NAMED_IN)
    return {str(names[code]).casefold(): code for names in spoken for code in COUNTRIES if code in names}


KIND = Country()
