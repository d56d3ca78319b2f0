"""Strict reading of YAML and JSON: everything an author could mean twice is refused with its place.

The YAML reader keeps `yes`, `no`, `on`, `off`, `012`, `1:30` and dates as text, so that the question's type decides what
an answer means. Aliases, tags, merge keys and several documents are refused; depth, size and number of values are bounded.
It works on libyaml's events and never recurses, because libyaml's own composer crashes on deep input.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn
from unicodedata import normalize

import yaml
import yaml12

from dpia.errors import BadInput, Code, Location, NotFound, Problem, Told
from dpia.messages import files
from dpia.questionnaire.file_kinds import kind_of_file
from dpia.questionnaire.yaml_faults import fault_in
from dpia.wording import N_, said

MAX_BYTES = 8_000_000
MAX_DEPTH = 40
MAX_VALUES = 400_000

_NUMBER = re.compile(r"-?(0|[1-9]\d{0,17})(\.\d{1,17})?([eE][+-]?\d{1,3})?")
_AMBIGUOUS = re.compile(r"-?[1-9][0-9]*\.[0-9]{3}")
_TYPED = {"true": True, "false": False, "null": None, "~": None, "": None}
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\u202a-\u202e\ufffe\uffff]")
# The last quote is optional, so that an unfinished text is read once to its end and not again from every quote in it.
_JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[\]{}]|NaN|Infinity', re.DOTALL)
_SURROGATE_PAIR = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")

Path_ = tuple[str | int, ...]


@dataclass(slots=True)
class Marks:
    """Where each value stands: line and column from 1, for the value itself, its keys and its children."""

    line: int
    column: int
    children: dict[str | int, Marks] = field(default_factory=dict)
    keys: dict[str | int, tuple[int, int]] = field(default_factory=dict)
    plain: bool = False
    ambiguous: str = ""
    """A number as it is written, where that can be read in two ways: 2.400."""


@dataclass(frozen=True, slots=True)
class Document:
    """Plain data read from one file, with the place of each value."""

    file: str
    data: Any
    marks: Marks | None
    is_json: bool = False

    def location(self, path: Path_ = (), *, key: bool = False, offset: int = 0) -> Location:
        """The place of the value at `path`, or of the nearest value around it; `key` asks for the place of its key."""
        mark = self.marks
        if mark is None:
            return Location(self.file, path=path)
        line, column = mark.line, mark.column
        for step in path:
            child = mark.children.get(step)
            if child is None:
                break
            line, column = (child.line, child.column) if not key else mark.keys.get(step, (child.line, child.column))
            mark = child
        return Location(self.file, line, column + (offset if mark.plain else 0), path)

    def ambiguous(self, path: Path_) -> str:
        """How the number at `path` is written, where that can be read in two ways, as 2.400 can; else nothing."""
        mark = None if self.is_json else self.mark(path)  # JSON has one way to write a number
        return mark.ambiguous if mark is not None else ""

    def mark(self, path: Path_) -> Marks | None:
        """Where the value at `path` stands; None where there is none, or no places are known."""
        mark = self.marks
        for step in path:
            mark = mark.children.get(step) if mark is not None else None
        return mark

    def lines(self, path: Path_) -> range:
        """The lines that the value at `path` takes; none where places are not known."""
        mark = self.marks
        for step in path:
            mark = mark.children.get(step) if mark is not None else None
        if mark is None:
            return range(0)
        waiting, last = [mark], mark.line
        while waiting:
            part = waiting.pop()
            last = max(last, part.line, *(line for line, _ in part.keys.values()))
            waiting += part.children.values()
        return range(mark.line, last + 1)


def read_document(path: Path, *, name: str | None = None) -> Document:
    """The data of a YAML or JSON file. Raises NotFound, or BadInput with the place of what is wrong."""
    name = name or str(path)
    return parse_bytes(_bytes_of(path, name), name, is_json=path.suffix.lower() == ".json")


def read_known(path: Path) -> Document:
    """The data of a YAML file that `read_document` is known to accept, in less time and without places.

    What the strict reader refuses can pass here, or mean something else. Raises NotFound, or BadInput where it is no YAML.
    """
    raw = _bytes_of(path, str(path))
    try:
        return Document(str(path), yaml12.parse_yaml(raw.decode("utf-8-sig")), None)
    except ValueError as error:
        _fail(Location(str(path)), files.NOT_YAML(why=error))


def _bytes_of(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise NotFound(said(N_("{name}: there is no such file."), name=name)) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise NotFound(said(N_("{name}: cannot be read: {why}."), name=name, why=why)) from None


def parse_bytes(raw: bytes, name: str, *, is_json: bool) -> Document:
    """The same for bytes that are already read."""
    if len(raw) > MAX_BYTES:
        _fail(Location(name), files.TOO_LARGE(most=MAX_BYTES // 1_000_000))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if kind := kind_of_file(raw):
            _fail(Location(name), files.OTHER_KIND(kind=said(kind)))
        line = raw[: error.start].count(b"\n") + 1
        _fail(Location(name, line), files.NOT_UTF8())
    return parse_json(text, name) if is_json else parse_yaml(text, name)


def parse_yaml(text: str, name: str) -> Document:
    """The data of a YAML text, with places."""
    builder = _Builder(name, text)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except (yaml.reader.ReaderError, UnicodeEncodeError) as error:
        position = error.start if isinstance(error, UnicodeEncodeError) else error.position
        place = _place(text, position, name) if isinstance(position, int) else Location(name)
        _fail(place, files.BAD_CHARACTER())
    except yaml.MarkedYAMLError as error:
        fault = fault_in(text, error, builder.last)
        if fault is None:
            _fail(Location(name), files.NOT_YAML(why=error.problem or error.context))
        _fail(_place(text, fault[0], name), fault[1])
    return Document(name, builder.data, builder.marks)


def parse_json(text: str, name: str) -> Document:
    """The data of a JSON text; duplicate keys, NaN and Infinity are refused. Places are those of the same text as YAML."""
    duplicates: list[str] = []

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(items)
        if len(result) < len(items):
            counts = Counter(key for key, _ in items)
            duplicates.extend(key for key, number in counts.items() if number > 1)
        return result

    try:
        _check_json_tokens(text, name)
        data = json.loads(text, object_pairs_hook=pairs)
    except json.JSONDecodeError as error:
        hint = said(files.JSON_HINTS.get(error.msg, ""))
        _fail(Location(name, error.lineno, error.colno), files.NOT_JSON(why=error.msg, hint=hint))
    except ValueError:
        _fail(Location(name), files.TOO_LONG_NUMBER())
    try:
        marks = parse_yaml(_without_surrogates(text), name).marks
        document = Document(name, data, marks, is_json=True)
    except BadInput as error:
        if error.problems[0].code in (Code.DUPLICATE_KEY, Code.BAD_CHARACTER, Code.TOO_LARGE):
            raise
        document = Document(name, data, None)
    if duplicates:
        _fail(document.location(), files.TWICE_IN_MAPPING(key=duplicates[0][:60]))
    _check_json_values(document)
    return document


def is_forbidden(text: str) -> bool:
    """Whether a text holds control characters, lone surrogates or text-direction overrides."""
    return _FORBIDDEN.search(text) is not None


def without_forbidden(text: str) -> str:
    """A text as a person meant it: its letters composed, line breaks in place of those of old programs, without control signs."""
    text = normalize("NFC", text)
    return _FORBIDDEN.sub("", text.replace("\x0b", "\n").replace("\x0c", "\n")) if is_forbidden(text) else text


def _check_json_tokens(text: str, name: str) -> None:
    """Refuses depth, NaN and Infinity before `json` reads them."""
    depth = 0
    for token in _JSON_TOKEN.finditer(text):
        sign = token[0]
        depth += (sign in "[{") - (sign in "]}")
        if depth > MAX_DEPTH:
            _fail(_place(text, token.start(), name), files.TOO_DEEP(most=MAX_DEPTH))
        if sign in ("NaN", "Infinity"):
            _fail(_place(text, token.start(), name), files.NO_NUMBER(sign=sign))


def _without_surrogates(text: str) -> str:
    """The same text for the YAML reader, which knows no surrogates: replaced by as many signs, so that places stay."""
    return _SURROGATE.sub(r"\\u0000", _SURROGATE_PAIR.sub("_" * 12, text))


def _check_json_values(document: Document) -> None:
    waiting: list[tuple[Path_, Any]] = [((), document.data)]
    count = 0
    while waiting:
        path, value = waiting.pop()
        count += 1
        if isinstance(value, dict):
            waiting.extend(((*path, key), item) for key, item in value.items())
            waiting.extend((path, key) for key in value)
        elif isinstance(value, list):
            waiting.extend(((*path, place), item) for place, item in enumerate(value))
        elif isinstance(value, str) and is_forbidden(value):
            _fail(document.location(path), files.CONTROL_CHARACTER())
        elif isinstance(value, float) and value in (float("inf"), float("-inf")):
            _fail(document.location(path), files.TOO_LARGE_NUMBER())
    if count > MAX_VALUES:
        _fail(document.location(), files.TOO_MANY_VALUES(most=MAX_VALUES))


_CUT = re.compile(r"[ \t]+#[^\s#]")
"""The end of a plain text as in `Complaint #5 of the lane`: YAML takes the rest for a comment, its author did not."""


class _Builder:
    """Builds plain data and marks from libyaml's events, with a stack of its own."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self._text = name, text
        self.data: Any = None
        self.marks: Marks | None = None
        self._stack: list[tuple[Any, Marks]] = []
        self._key: str | None = None
        self._keys: list[str | None] = []
        self._documents = 0
        self._values = 0
        self.last: Any = None
        """The event that was taken last."""

    def take(self, event: Any) -> None:
        kind = type(event)
        self.last = event
        if kind is yaml.ScalarEvent:
            self._scalar(event)
        elif kind is yaml.MappingStartEvent:
            self._open(event, {})
        elif kind is yaml.SequenceStartEvent:
            self._open(event, [])
        elif kind in (yaml.MappingEndEvent, yaml.SequenceEndEvent):
            self._stack.pop()
            self._key = self._keys.pop()
        elif kind is yaml.AliasEvent:
            self._fail(event, files.ALIAS())
        elif kind is yaml.DocumentStartEvent:
            self._documents += 1
            if self._documents > 1:
                self._fail(event, files.SECOND_DOCUMENT())

    def _open(self, event: Any, container: Any) -> None:
        self._check(event)
        if len(self._stack) >= MAX_DEPTH:
            self._fail(event, files.TOO_DEEP(most=MAX_DEPTH))
        if self._expects_key():
            self._fail(event, files.KEY_NO_WORD())
        mark = self._put(event, container)
        self._stack.append((container, mark))
        self._keys.append(self._key)
        self._key = None

    def _scalar(self, event: Any) -> None:
        self._check(event)
        text = event.value
        if _FORBIDDEN.search(text):
            self._fail(event, files.CONTROL_CHARACTER())
        if self._expects_key():
            self._take_key(event, text)
            return
        plain = event.style is None or event.style == ""
        if plain and _CUT.match(self._text, event.end_mark.index):
            self._fail(event, files.CUT_COMMENT())
        mark = self._put(event, _typed(text) if plain else text)
        mark.plain = plain and event.start_mark.line == event.end_mark.line
        if plain and _AMBIGUOUS.fullmatch(text):
            mark.ambiguous = text

    def _take_key(self, event: Any, text: str) -> None:
        container, mark = self._stack[-1]
        if not event.style and text[:1].isspace():  # YAML takes only ordinary ones for indentation
            self._fail(event, files.ODD_SPACE())
        if text == "<<" and not event.style:
            self._fail(event, files.MERGE_KEY())
        if text in container:
            line = mark.keys[text][0]
            self._fail(event, files.KEY_TWICE(key=text[:60], line=line))
        mark.keys[text] = (event.start_mark.line + 1, event.start_mark.column + 1)
        self._key = text

    def _put(self, event: Any, value: Any) -> Marks:
        mark = Marks(event.start_mark.line + 1, event.start_mark.column + 1)
        if not self._stack:
            self.data, self.marks = value, mark
        else:
            container, parent = self._stack[-1]
            if isinstance(container, list):
                parent.children[len(container)] = mark
                container.append(value)
            elif self._key is not None:
                parent.children[self._key] = mark
                container[self._key] = value
                self._key = None
        return mark

    def _expects_key(self) -> bool:
        return bool(self._stack) and self._key is None and isinstance(self._stack[-1][0], dict)

    def _check(self, event: Any) -> None:
        self._values += 1
        if self._values > MAX_VALUES:
            self._fail(event, files.TOO_MANY_VALUES(most=MAX_VALUES))
        if event.anchor is not None:
            self._fail(event, files.ANCHOR())
        if event.tag is not None:
            self._fail(event, files.TAG(tag=event.tag[:40]))

    def _fail(self, event: Any, told: Told) -> NoReturn:
        mark = event.start_mark
        _fail(Location(self.name, mark.line + 1, mark.column + 1), told)


def _typed(text: str) -> Any:
    if text in _TYPED:
        return _TYPED[text]
    match = _NUMBER.fullmatch(text)
    if match is None:
        return text
    if match[2] or match[3]:
        number = float(text)
        return number if number not in (float("inf"), float("-inf")) else text
    return int(text)


def _place(text: str, position: int, name: str) -> Location:
    line_start = text.rfind("\n", 0, position) + 1
    return Location(name, text.count("\n", 0, position) + 1, position - line_start + 1)


def _fail(place: Location, told: Told) -> NoReturn:
    raise BadInput([Problem(place, told)])
