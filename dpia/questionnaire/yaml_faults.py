"""What is wrong in a YAML text that libyaml refuses, in the words of its author, at the place where it has to be mended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import yaml

from dpia.errors import Told
from dpia.messages import files

_ODD_SPACES: Final = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff"
_ODD: Final = re.compile(rf"^[ \t]*(?:- +)*(?:[^\s:#\"']+:)?[{_ODD_SPACES}]", re.MULTILINE)
_LINES_BACK: Final = 4
"""How many lines before the one that libyaml names are looked at: a line that it misreads goes on as the one before."""
_CLOSING: Final = {"[": "]", "{": "}"}
_MOST: Final = 100_000
"""How many characters are looked through for a closing bracket."""

Fault = tuple[int, Told]
"""Where it is in the text, and what is said of it."""


@dataclass(frozen=True, slots=True)
class _Read:
    """The text of a value or a key that was read last: where it begins and ends, and in which lines."""

    start: int
    end: int
    lines: tuple[int, int]
    is_quoted: bool


@dataclass(frozen=True, slots=True)
class _Stumble:
    """Where libyaml stumbled: its words, the place, where what it was reading began, and the text that it read last."""

    text: str
    problem: str
    context: str
    at: int
    begun: int | None
    last: _Read | None

    @property
    def sign(self) -> str:
        return self.text[self.at : self.at + 1]

    @property
    def line_start(self) -> int:
        return self.text.rfind("\n", 0, self.at) + 1

    @property
    def first_sign(self) -> int:
        """The place of the first sign of the line."""
        line = self.text[self.line_start :].partition("\n")[0]
        return self.line_start + len(line) - len(line.lstrip())

    @property
    def last_is_quoted(self) -> bool:
        """Whether the text that was read last stands in quotes and ends right before the place."""
        if self.last is None or not self.last.is_quoted:
            return False
        return not self.text[self.last.end : self.at].strip(" ")


def fault_in(text: str, error: yaml.MarkedYAMLError, last: Any) -> Fault | None:
    """The place and what to say of it; None where libyaml gave no place. `last` is its last event before the error."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return None
    begun = error.context_mark.index if error.context_mark is not None else None
    problem = str(error.problem or error.context)
    stumble = _Stumble(text, problem, str(error.context or ""), mark.index, begun, _read(last))
    fallback = (stumble.at, files.NOT_YAML(why=problem))
    return next((found for cause in _CAUSES if (found := cause(stumble)) is not None), fallback)


def _read(event: Any) -> _Read | None:
    if not isinstance(event, yaml.ScalarEvent):
        return None
    start, end = event.start_mark, event.end_mark
    if start is None or end is None:
        return None
    return _Read(start.index, end.index, (start.line + 1, end.line + 1), event.style in ("'", '"'))


def _odd_space(stumble: _Stumble) -> Fault | None:
    """A no-break space in the indentation of a line near by, or behind the colon of its key."""
    start = stumble.line_start
    for _ in range(_LINES_BACK):
        start = stumble.text.rfind("\n", 0, max(start - 1, 0)) + 1
    found = _ODD.search(stumble.text, start, max(stumble.first_sign + 1, stumble.at))
    return (found.end() - 1, files.ODD_SPACE()) if found else None


def _quote(stumble: _Stumble) -> Fault | None:
    if stumble.context.endswith("a quoted scalar") and stumble.begun is not None:
        is_open = "unexpected end of stream" in stumble.problem or "document indicator" in stumble.problem
        return (stumble.begun, files.OPEN_QUOTE()) if is_open else (stumble.at, files.BACKSLASH())
    last = stumble.last
    if last is None or not stumble.last_is_quoted or stumble.sign in ("", "\n", "#"):
        return None
    if last.lines[0] != last.lines[1]:
        return last.start, files.LATE_QUOTE(line=last.lines[1])
    return stumble.at, files.BEHIND_QUOTE()


def _bracket(stumble: _Stumble) -> Fault | None:
    if "while parsing a flow" not in stumble.context or stumble.begun is None:
        return None
    sign = stumble.text[stumble.begun : stumble.begun + 1]
    if sign not in _CLOSING:
        return None
    if _is_closed(stumble.text[stumble.begun : stumble.begun + _MOST]):
        return stumble.at, files.NO_COMMA()
    message = files.OPEN_BRACKET if sign == "[" else files.OPEN_BRACE
    return stumble.begun, message(sign=sign, closing=_CLOSING[sign])


def _is_closed(text: str) -> bool:
    """Whether the bracket that a text begins with is closed before the next key of the lines around it."""
    waiting: list[str] = []
    for sign in _signs(text):
        if sign in _CLOSING:
            waiting.append(_CLOSING[sign])
        elif waiting and sign == waiting[-1]:
            waiting.pop()
            if not waiting:
                return True
    return False


def _signs(text: str) -> Iterator[str]:
    """The brackets of a text, without those in quotes. A quote opens a text only at its beginning."""
    quote, before = "", " "
    for sign in text:
        if quote:
            quote = "" if sign == quote and before != "\\" else quote
        elif sign in "\"'" and before in " \n\t[{,:":
            quote = sign
        elif sign in "[]{}":
            yield sign
        before = sign


def _mapping(stumble: _Stumble) -> Fault | None:
    if "mapping values are not allowed" not in stumble.problem:
        return None
    last = stumble.last
    if last is None or last.lines[0] == last.lines[1]:
        return stumble.at, files.COLON()
    before = stumble.text[stumble.text.rfind("\n", 0, last.start) + 1 : last.start]
    return (stumble.first_sign, files.STEP()) if before.strip(" ") else (last.start, files.NO_COLON())


def _first_sign(stumble: _Stumble) -> Fault | None:
    if "cannot start any token" in stumble.problem:
        return stumble.at, files.TAB() if stumble.sign == "\t" else files.FIRST_SIGN(sign=stumble.sign)
    if "block sequence entries are not allowed" in stumble.problem:
        return stumble.at, files.DASH()
    if "mapping keys are not allowed" in stumble.problem or "expected node content" in stumble.problem:
        return stumble.at, files.FIRST_SIGN(sign=stumble.sign or "…")
    words = ("an alias", "an anchor", "a tag", "a block scalar", "a directive")
    if stumble.begun is not None and stumble.context.endswith(words):
        return stumble.begun, files.FIRST_SIGN(sign=stumble.text[stumble.begun : stumble.begun + 1])
    return None


def _key(stumble: _Stumble) -> Fault | None:
    if "expected ':'" in stumble.problem:
        place = stumble.begun if stumble.begun is not None else stumble.at
        return place, files.NO_COLON()
    if any(word in stumble.problem for word in ("expected key", "'-' indicator", "expected <block end>")):
        return stumble.at, files.INDENTATION()
    return None


_CAUSES: Final = (_odd_space, _quote, _bracket, _mapping, _first_sign, _key)
