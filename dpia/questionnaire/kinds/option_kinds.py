"""What the types have in common whose answers are options."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from dpia.messages import answers
from dpia.questionnaire.kinds.base import Asked, QuestionKind, Reader, Speaker, Unfit, Widget
from dpia.questionnaire.options import Option
from dpia.questionnaire.possible import Choice, Choices, Number
from dpia.questionnaire.rules.types import Kind as RuleKind
from dpia.wording import did_you_mean, said

_SHORT = ("yes", "no")
_LEAST = 4


class OneOption(QuestionKind):
    """An answer that is one of the options, by its id."""

    keys = frozenset({"options"})
    needs_options = True
    rule_kind = RuleKind.CHOICE

    def reader(self, asked: Asked, options: Sequence[Option]) -> Reader:
        ids = {option.id: option.id for option in options}

        def read(raw: Any) -> str:
            try:
                return ids[raw]
            except (KeyError, TypeError):
                raise self.no_option(options, raw) from None

        return read

    def no_option(self, options: Sequence[Option], raw: Any) -> Unfit:
        """What is wrong with a value that is no option."""
        return no_option(options, raw)

    def schema(self, asked: Asked, options: Sequence[Option]) -> Any:
        return one_of(options)

    def entered(self, asked: Asked, options: Sequence[Option], typed: str, listed: bool) -> Any:
        return meant(options, typed, listed) or typed

    def widget(self, asked: Asked, in_table: bool) -> Widget:
        return Widget("select") if in_table else Widget("radios", "radiogroup")

    def say(self, asked: Asked, options: Sequence[Option], value: Any, speaker: Speaker) -> str:
        return next((self.label(option, speaker) for option in options if option.id == value), str(value))

    def possible(self, asked: Asked, options: Sequence[Option], own: bool) -> Choice | Choices | Number | None:
        return Choice(tuple(option.id for option in options))


def one_of(options: Sequence[Option]) -> Any:
    """The pydantic type of the id of an option."""
    return Literal[tuple(option.id for option in options)]


def no_option(options: Sequence[Option], raw: Any) -> Unfit:
    """What is wrong with a value that is no option. Who writes `unknown` is told how that is written."""
    names = ", ".join(f"`{option.id}`" for option in options[:20])
    if not isinstance(raw, str):
        return Unfit(answers.NONE_OF_OPTIONS(names=names))
    if raw in ("unknown", "not_applicable"):
        return Unfit(answers.STATE_AS_OPTION(value=raw))
    meant = did_you_mean(raw, [option.id for option in options])
    suggestion = meant if meant.close else said(answers.ONE_OF, names=names)
    return Unfit(answers.NO_OPTION(value=raw[:60], suggestion=suggestion))


def meant(options: Sequence[Option], typed: str, listed: bool) -> str | None:
    """An option by its label or id, its number in the list, or the words that its label begins with where that is clear."""
    words = _plain(typed)
    exact = [option.id for option in options if words in (_plain(option.label), option.id)]
    if exact:
        return exact[0]
    begun = [option.id for option in options if _begins(_plain(option.label), words)]
    if listed and typed.isdecimal() and len(typed) < 5:
        place = int(typed)
        begun += [options[place - 1].id] if 1 <= place <= len(options) else []
    # A label may begin with a number of its own, so that two are meant: then neither is.
    return begun[0] if len(set(begun)) == 1 else None


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _begins(label: str, words: str) -> bool:
    """Whether a label begins with these whole words: "national" for "National police", but "no" not for "No data"."""
    if not label.startswith(words):
        return False
    rest = label[len(words) :]
    if words in _SHORT:
        return rest.lstrip()[:1] in (",", ";", ":", ".", "-", "–", "(")
    if " " not in words and any(sign.isdecimal() for sign in words):  # 7, R07, 6(b)
        return rest[:1] in ("", " ", ".", ":", ")", "–")
    return len(words) >= _LEAST and not rest[:1].isalnum()
