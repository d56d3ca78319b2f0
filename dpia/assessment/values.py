"""Typed answers: what a value of each question type looks like, and what is wrong with one that does not fit.

The value in a file stays plain data; `read_value` gives what rules work with: text, number, date, Duration, option id,
a frozenset of option ids, or a tuple of row ids.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Final

from pydantic import ValidationError

from dpia.assessment.countries import COUNTRIES
from dpia.errors import Code, did_you_mean
from dpia.questionnaire.model import AskedBase, Option, QuestionType
from dpia.questionnaire.records import Evidence, Person, Picture, Record, SignOff
from dpia.questionnaire.rules.truth import parse_duration

MAX_TEXT: Final = 500
MAX_LONG: Final = 20_000
MAX_ROWS: Final = 2_000
MAX_NUMBER: Final = 1e15
LISTS: Final = (list, tuple)
"""What a list in a file is read as. Python builds `list | tuple` anew at each call."""
AMBIGUOUS: Final = re.compile(r"-?[1-9][0-9]*[.,][0-9]{3}")
"""A text that is a number in the thousands for some people and one with decimals for others: 6,000."""
_QUOTED: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")
ROW_ID: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")


class Unfit(Exception):
    """A value that does not fit its question."""

    def __init__(self, message: str, hint: str = "", code: Code = Code.BAD_VALUE) -> None:
        super().__init__(message)
        self.message, self.hint, self.code = message, hint, code


Reader = Callable[[Any], Any]
"""Gives the value that rules see of an answer as it stands in a file, or raises Unfit."""


def reader(asked: AskedBase, options: Sequence[Option]) -> Reader:
    """What reads the answers of a question or a column, worked out once for all of its answers."""
    return _READERS[asked.type](asked, options)


def read_value(asked: AskedBase, options: Sequence[Option], raw: Any) -> Any:
    """The value that rules see. Raises Unfit with what is wrong and what to write instead."""
    return reader(asked, options)(raw)


def _choice(asked: AskedBase, options: Sequence[Option]) -> Callable[[Any], str]:
    ids = {option.id: option.id for option in options}

    def read(raw: Any) -> str:
        try:
            return ids[raw]
        except (KeyError, TypeError):
            raise _no_option(asked, options, raw) from None

    return read


def _no_option(asked: AskedBase, options: Sequence[Option], raw: Any) -> Unfit:
    if isinstance(raw, bool) and asked.type is QuestionType.YES_NO:
        return Unfit(f"`{str(raw).lower()}` is no answer to a yes/no question", "write yes or no")
    if not isinstance(raw, str):
        return Unfit("has to be one of the options", _list(options))
    hint = did_you_mean(raw, [option.id for option in options])
    return Unfit(f"`{raw[:60]}` is no option of this question", hint, Code.BAD_OPTION)


def _choices(asked: AskedBase, options: Sequence[Option]) -> Callable[[Any], frozenset[str]]:
    ids = frozenset(option.id for option in options)
    sole = frozenset(option.id for option in options if option.exclusive)
    nothing = sole & {"none"}  # an empty list says the same as the option, so that every rule on `none` sees it

    def read(raw: Any) -> frozenset[str]:
        if not isinstance(raw, LISTS):
            raise Unfit("has to be a list of options", "write [a, b]")
        try:
            chosen = frozenset(raw)
        except TypeError:  # one of them is a list or a mapping itself
            chosen = frozenset({None})
        if not chosen <= ids:
            raise _no_option(asked, options, next(item for item in raw if not isinstance(item, str) or item not in ids))
        if len(chosen) < len(raw):
            raise Unfit("names an option twice", "name each option once")
        if len(chosen) > 1 and not sole.isdisjoint(chosen):
            alone = next(option.id for option in options if option.id in sole & chosen)
            raise Unfit(f"`{alone}` stands alone", "remove it, or the other options")
        return chosen or nothing

    return read


def _text(asked: AskedBase, options: Sequence[Option]) -> Callable[[Any], str]:
    most = asked.max_length or (MAX_LONG if asked.type is QuestionType.LONG else MAX_TEXT)
    one_line = asked.type is QuestionType.TEXT

    def read(raw: Any) -> str:
        if not isinstance(raw, str):
            raise Unfit("has to be text", "put it in quotes")
        if len(raw) > most:
            raise Unfit(f"is {len(raw)} characters long, {most} are allowed", "shorten it or attach it as evidence")
        text = raw.strip()
        if one_line and "\n" in text:
            raise Unfit("has to stay on one line")
        return text

    return read


def _number(asked: AskedBase, raw: Any) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise Unfit("has to be a number", _number_hint(raw))
    if not abs(raw) <= MAX_NUMBER:
        raise Unfit("has to be a number that can be counted", f"the largest is {MAX_NUMBER:g}")
    if asked.whole and raw != int(raw):
        raise Unfit("has to be a whole number")
    if (asked.min is not None and raw < asked.min) or (asked.max is not None and raw > asked.max):
        low, high = asked.min, asked.max
        limits = " and ".join(
            f"{word} {limit:g}" for word, limit in (("at least", low), ("at most", high)) if limit is not None
        )
        raise Unfit(f"has to be {limits}")
    return raw


def _number_hint(raw: Any) -> str:
    if isinstance(raw, str) and AMBIGUOUS.fullmatch(raw.strip()):
        whole, part = re.split("[.,]", raw.strip())
        return f"write {whole}{part}, or {whole}.{part}0 if these are decimals"
    if isinstance(raw, str) and _QUOTED.fullmatch(raw):
        return "write it without quotes"
    return "write digits, for example 11 or 0.5"


def _date(asked: AskedBase, raw: Any) -> date:
    if isinstance(raw, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", raw, re.ASCII):
        try:
            return date.fromisoformat(raw)
        except ValueError:
            raise Unfit(f"`{raw}` is no date of the calendar", "", Code.BAD_DATE) from None
    raise Unfit("has to be a date", "write year-month-day, for example 2027-03-01", Code.BAD_DATE)


def _duration(asked: AskedBase, raw: Any) -> Any:
    found = parse_duration(raw) if isinstance(raw, str) else None
    if found is None:
        raise Unfit("has to be a length of time", "write for example 30 days, 24 hours, 6 months or 3 years")
    return found


def _country(asked: AskedBase, raw: Any) -> frozenset[str]:
    codes = list(raw) if asked.many and isinstance(raw, LISTS) else [raw]
    for code in codes:
        if not isinstance(code, str) or code not in COUNTRIES:
            hint = "write two capital letters, for example AT" + (", or a list of them" if asked.many else "")
            raise Unfit("names no country of ISO 3166", hint)
    return frozenset(codes)


def _row(asked: AskedBase, options: Sequence[Option]) -> Callable[[Any], tuple[str, ...]]:
    many, is_id = asked.many, ROW_ID.fullmatch

    def read(raw: Any) -> tuple[str, ...]:
        ids = tuple(raw) if many and isinstance(raw, LISTS) else (raw,)
        for row_id in ids:
            if not isinstance(row_id, str) or not is_id(row_id):
                raise Unfit("has to be the id of a row" + (", or a list of them" if many else ""), "for example D1")
        if len(set(ids)) < len(ids):
            raise Unfit("names a row twice", "name each row once")
        return ids

    return read


Make = Callable[[AskedBase, Sequence[Option]], Reader]


def _with(read: Callable[[AskedBase, Any], Any]) -> Make:
    return lambda asked, options: partial(read, asked)


def _record(model: type[Record]) -> Make:
    def read(asked: AskedBase, raw: Any) -> Record:
        if not isinstance(raw, dict):
            raise Unfit("has to be a mapping", "with the keys " + ", ".join(model.model_fields))
        try:
            return model.model_validate(raw)
        except ValidationError as error:
            raise _unfit(model, error) from None

    return _with(read)


def _unfit(model: type[Record], error: ValidationError) -> Unfit:
    """Everything that is wrong with a record, on one line."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    named = [(str(problem["loc"][0] if problem["loc"] else ""), problem["type"]) for problem in found]
    messages, hints = [], []
    for name, kind in named:
        if kind == "missing":
            messages.append(f"lacks `{name}`")
        elif kind == "extra_forbidden":
            messages.append(f"has no key `{name}`")
            hints.append(did_you_mean(name, model.model_fields))
        else:
            messages.append(f"has something wrong in `{name}`")
            hints.append(_RECORD_HINTS.get(name, ""))
    code = Code.UNKNOWN_KEY if all(kind == "extra_forbidden" for _, kind in named) else Code.BAD_VALUE
    return Unfit(", ".join(messages), "; ".join(dict.fromkeys(filter(None, hints))), code)


_RECORD_HINTS = {
    "date": "write 2026-11-24",
    "link": "write an address that begins with https://",
    "sha256": "write the 64 hexadecimal digits of the file's SHA-256",
    "name": "write a name on one line",
}


def _list(options: Sequence[Option]) -> str:
    return "there is " + ", ".join(option.id for option in options[:20])


_READERS: Final[Mapping[QuestionType, Make]] = {
    QuestionType.YES_NO: _choice,
    QuestionType.CHOICE: _choice,
    QuestionType.SCALE: _choice,
    QuestionType.CHOICES: _choices,
    QuestionType.TEXT: _text,
    QuestionType.LONG: _text,
    QuestionType.NUMBER: _with(_number),
    QuestionType.DATE: _with(_date),
    QuestionType.DURATION: _with(_duration),
    QuestionType.COUNTRY: _with(_country),
    QuestionType.ROW: _row,
    QuestionType.PERSON: _record(Person),
    QuestionType.PICTURE: _record(Picture),
    QuestionType.EVIDENCE: _record(Evidence),
    QuestionType.SIGN_OFF: _record(SignOff),
}


def missing_rows(references: tuple[str, ...], rows: Collection[str]) -> list[str]:
    """The row ids that a reference names and the table does not have."""
    return [row_id for row_id in references if row_id not in rows]
