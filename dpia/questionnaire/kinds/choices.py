"""`choices`: several of some options."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Union

from pydantic import AfterValidator, Field

from dpia.errors import Refused
from dpia.messages import answers, definitions
from dpia.questionnaire import possible
from dpia.questionnaire.kinds.base import LISTS, Asked, QuestionKind, Reader, Sent, Speaker, Unfit, Widget
from dpia.questionnaire.kinds.option_kinds import meant, named, names_of, no_option, one_of
from dpia.questionnaire.options import Option
from dpia.questionnaire.rules.types import Kind as RuleKind
from dpia.questionnaire.types import QuestionType
from dpia.wording import N_


class Choices(QuestionKind):
    """Several options, or one of those that stand alone. An empty list says the same as the option `none`."""

    type = QuestionType.CHOICES
    keys = frozenset({"options", "heading_if_none"})
    needs_options = True
    rule_kind = RuleKind.CHOICES
    content = "items"
    hint = N_("numbers of options with commas between them")

    def reader(self, asked: Asked, options: Sequence[Option]) -> Reader:
        ids = frozenset(option.id for option in options)
        sole = frozenset(option.id for option in options if option.exclusive)
        nothing = sole & {"none"}  # an empty list says the same as the option, so that every rule on `none` sees it

        def read(raw: Any) -> frozenset[str]:
            if not isinstance(raw, LISTS):
                raise Unfit(answers.NO_OPTIONS(names=names_of(options[:2])))
            try:
                chosen = frozenset(raw)
            except TypeError:  # one of them is a list or a mapping itself
                chosen = frozenset({None})
            if not chosen <= ids:
                strange = next(item for item in raw if not isinstance(item, str) or item not in ids)
                raise no_option(options, strange)
            if len(chosen) < len(raw):
                raise Unfit(answers.OPTION_TWICE())
            if len(chosen) > 1 and not sole.isdisjoint(chosen):
                alone = next(option.id for option in options if option.id in sole & chosen)
                raise Unfit(answers.ALONE(option=next(option.label for option in options if option.id == alone)))
            return chosen or nothing

        return read

    def schema(self, asked: Asked, options: Sequence[Option]) -> Any:
        together = tuple(option for option in options if not option.exclusive)
        forms = [unique(list[one_of(together)])] if together else []  # type: ignore[misc]
        forms += [
            Annotated[list[one_of((option,))], Field(max_length=1)]  # type: ignore[misc]
            for option in options
            if option.exclusive
        ]
        return Union[tuple(forms)]  # noqa: UP007 - the members are known only now

    def entered(self, asked: Asked, options: Sequence[Option], typed: str, listed: bool) -> Any:
        """Options with semicolons or commas between them; a label may hold commas itself."""
        return _split(options, typed, lambda part: meant(options, part, listed)) or typed

    def canonical(self, asked: Asked, options: Sequence[Option], written: Any) -> Any:
        if isinstance(written, str):
            found = _split(options, written, lambda part: named(options, part))
            return found if {option.id for option in options}.issuperset(found) and found else written
        if not isinstance(written, LISTS):
            return written
        return [named(options, one) or one for one in written]

    def sent(self, asked: Asked, sent: Sent) -> Any:
        return sent.several() or ([] if sent.says_none() else None)

    def offers_none(self, asked: Asked, options: Sequence[Option]) -> bool:
        return all(option.id != "none" for option in options)

    def widget(self, asked: Asked, in_table: bool) -> Widget:
        return Widget("boxes", "group")

    def say(self, asked: Asked, options: Sequence[Option], value: Any, speaker: Speaker) -> str:
        chosen = [self.label(option, speaker) for option in options if option.id in value] or sorted(value)
        return "; ".join(chosen)

    def possible(
        self, asked: Asked, options: Sequence[Option], own: bool
    ) -> possible.Choice | possible.Choices | possible.Number | None:
        return possible.Choices(frozenset(option.id for option in options if option.exclusive and own))


def _split(options: Sequence[Option], typed: str, found: Callable[[str], str | None]) -> list[str]:
    """The options of a line, as `found` knows each; what is none stays as it was typed."""
    sign = ";" if ";" in typed else ","
    parts = [part.strip() for part in typed.split(sign) if part.strip()]
    longest = 1 + max((option.label.count(sign) for option in options), default=0)
    if len(parts) > longest * len(options):
        return parts  # more than can be chosen
    chosen, place = [], 0
    while place < len(parts):
        count, option = next(
            (
                (count, option)
                for count in range(longest, 0, -1)
                if (option := found(f"{sign} ".join(parts[place : place + count]))) is not None
            ),
            (1, parts[place]),
        )
        chosen.append(option)
        place += count
    return chosen


def unique(items: Any) -> Any:
    """The pydantic type of a list that names nothing twice."""
    return Annotated[items, Field(json_schema_extra={"uniqueItems": True}), AfterValidator(once)]


def once(items: list[str]) -> list[str]:
    """The list; raises ValueError where something stands in it twice."""
    if len(set(items)) < len(items):
        raise Refused(definitions.TWICE_IN_LIST())
    return items


KIND = Choices()
