"""`country`: a country of ISO 3166, or several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field

from dpia.messages import answers
from dpia.questionnaire.countries import COUNTRIES
from dpia.questionnaire.kinds.base import LISTS, Asked, QuestionKind, Reader, Sent, Speaker, Unfit, Widget
from dpia.questionnaire.kinds.lists import many_sent, parts_of
from dpia.questionnaire.options import Option
from dpia.questionnaire.types import QuestionType
from dpia.wording import N_


class Country(QuestionKind):
    """A country by the two letters of ISO 3166-1; with `many` a list of them."""

    type = QuestionType.COUNTRY
    keys = frozenset({"many"})
    choices_from = "countries"
    hint = N_("a country, AT")
    example = "AT"

    def reader(self, asked: Asked, options: Sequence[Option]) -> Reader:
        many = asked.many

        def read(raw: Any) -> frozenset[str]:
            codes = list(raw) if many and isinstance(raw, LISTS) else [raw]
            for code in codes:
                if not isinstance(code, str) or code not in COUNTRIES:
                    raise Unfit(answers.NO_COUNTRIES() if many else answers.NO_COUNTRY())
            return frozenset(codes)

        return read

    def schema(self, asked: Asked, options: Sequence[Option]) -> Any:
        country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
        return country | list[country] if asked.many else country

    def entered(self, asked: Asked, options: Sequence[Option], typed: str, listed: bool) -> Any:
        return parts_of(typed, asked.many)

    def sent(self, asked: Asked, sent: Sent) -> Any:
        return many_sent(asked, sent)

    def widget(self, asked: Asked, in_table: bool) -> Widget:
        return Widget("countries" if asked.many else "select")

    def say(self, asked: Asked, options: Sequence[Option], value: Any, speaker: Speaker) -> str:
        return ", ".join(sorted(speaker.country(code) for code in value))


KIND = Country()
