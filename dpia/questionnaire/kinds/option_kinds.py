"""What the types have in common whose answers are options."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Literal

from dpia.messages import answers
from dpia.questionnaire.kinds.base import Asked, QuestionKind, Reader, Speaker, Unfit, Widget
from dpia.questionnaire.options import Option
from dpia.questionnaire.possible import Choice, Choices, Number
from dpia.questionnaire.rules.types import Kind as RuleKind
from dpia.wording import Saying, Translate, said

_SHORT = ("yes", "no")
_LEAST = 4
_SHOWN = 20
_MARKS = " \"'`\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a\u2018\u2019\u201a"
"""What word processors and other people's files put around a word."""


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
        return meant(options, typed, listed) or self.canonical(asked, options, typed)

    def canonical(self, asked: Asked, options: Sequence[Option], written: Any) -> Any:
        return named(options, written) or written

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
    """What is wrong with a value that is no option."""
    if not isinstance(raw, str):
        return Unfit(answers.NONE_OF_OPTIONS(names=names_of(options)))
    return Unfit(answers.NO_OPTION(value=raw[:60].strip(_MARKS), suggestion=MeantOption(raw[:200], tuple(options))))


def names_of(options: Sequence[Option]) -> str:
    """The ids of options, as they are written in a file."""
    names = [option.id for option in options[:_SHOWN]]
    return ", ".join([*names, *(["…"] if len(options) > _SHOWN else [])])


@dataclass(frozen=True, slots=True)
class MeantOption(Saying):
    """The option that was meant, by its id or by its words, or which there are. It is looked for when it is said."""

    word: str
    options: tuple[Option, ...] = field(repr=False)

    def text(self, translate: Translate = str) -> str:
        """The hint: did you mean ngo (“Non-governmental organisation”)?"""
        words = {_plain(text): option for option in self.options for text in (option.label, option.id)}
        close = [words[word] for word in get_close_matches(_plain(self.word), words, n=2, cutoff=0.7)]
        close = list({option.id: option for option in close}.values())
        if not close:
            return said(answers.ONE_OF, names=names_of(self.options)).text(translate)
        names = [said(answers.NAMED_OPTION, option=one.id, label=one.label[:60]).text(translate) for one in close]
        return said(answers.MEANT_OPTION, names=", ".join(names)).text(translate)

    __str__ = Saying.__str__


def named(options: Sequence[Option], written: Any) -> str | None:
    """The option that is named by its id or its label, in any case and with quotation marks or blanks around it."""
    if not isinstance(written, str):
        return None
    if any(option.id == written for option in options):
        return written
    words = _plain(written)
    name = re.sub(r"[\s-]+", "_", words)
    found = {option.id for option in options if words == _plain(option.label) or name == option.id.casefold()}
    return found.pop() if len(found) == 1 else None


def meant(options: Sequence[Option], typed: str, listed: bool) -> str | None:
    """An option by its label or id, its number in the list, or the words that its label begins with where that is clear."""
    exact = named(options, typed)
    if exact is not None:
        return exact
    words = _plain(typed)
    begun = [option.id for option in options if _begins(_plain(option.label), words)]
    if listed and typed.isdecimal() and len(typed) < 5:
        place = int(typed)
        begun += [options[place - 1].id] if 1 <= place <= len(options) else []
    # A label may begin with a number of its own, so that two are meant: then neither is.
    return begun[0] if len(set(begun)) == 1 else None


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).strip(_MARKS)


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
