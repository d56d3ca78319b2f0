"""Changes an assessment in its file: what did not change stays as it was written, comments included."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from textwrap import indent
from typing import Any, NamedTuple

from dpia.assessment.files import (
    dump_part,
    not_written,
    parse_assessment,
    read_assessment,
    write_assessment,
    write_whole,
)
from dpia.assessment.locking import alone
from dpia.assessment.merging import join
from dpia.assessment.model import Assessment
from dpia.errors import BadInput
from dpia.questionnaire.text import Document, Marks, parse_bytes

ANSWERS = "answers"
Answers = Mapping[str, Mapping[str, Any]]


class Invited(NamedTuple):
    """A question as comments that only have to be uncommented and answered."""

    file: str
    question: str
    lines: tuple[str, ...]


def write_change(
    path: Path,
    before: Assessment,
    after: Assessment,
    invited: Sequence[Invited] = (),
    *,
    read: Callable[[Path], tuple[Assessment, Document]] = read_assessment,
    settle: Callable[[Assessment, Document], Assessment] = lambda now, document: now,
    check: Callable[[Assessment, Document], object] = lambda joined, document: None,
) -> Assessment:
    """Writes what `after` changes against `before`, which was read from the file, and gives what stands there now.

    What others changed in the file since is kept; the file is theirs or ours alone while it is read and replaced. `settle` brings
    what stands in the file into the form in which `before` was read, `check` may
    refuse what comes of both. Those `invited` that stand nowhere in a YAML file are added to it, each behind the one before it.
    Raises StaleSave where both changed the same, AssessmentError where the file cannot be read any more, DpiaError where it
    cannot be written; it is unchanged then.
    """
    try:
        with alone(path):
            now, document = read(path)
            there = settle(now, document)
            joined = after
            if there != before:
                joined = join(before, after, there, name=path)
                check(joined, document)
            _write(path, document, now, joined, invited)
    except OSError as error:
        raise not_written(path, error) from None
    return joined


def _write(path: Path, old: Document, before: Assessment, after: Assessment, invited: Sequence[Invited]) -> None:
    """Writes `after` into the file that `before` was read from.

    In a YAML file only the answers that changed are written anew, each in its place or in that of the comment that asks for it,
    and of everything else the top-level keys that changed. Where that would not give the same assessment back, for instance
    because the file is written in braces, all answers are, or the whole of it.
    """
    if path.suffix.lower() != ".json":
        text = path.read_text(encoding="utf-8")
        for edited in (_edited(text, old, before, after, each) for each in (True, False)):
            if _gives(edited, after):
                write_whole(path, _inviting(edited, invited, after).encode("utf-8"), force=True)
                return
    write_assessment(after, path, force=True)


def _gives(text: str, wanted: Assessment) -> bool:
    try:
        found = parse_assessment(text.encode("utf-8"), "", is_json=False)[0]
    except BadInput:
        return False
    return _without_empty(found) == _without_empty(wanted)


def _without_empty(assessment: Assessment) -> Assessment:
    """A file whose questions are all comments is named among the answers, and answers nothing."""
    given = {file: answers for file, answers in assessment.answers.items() if answers}
    return assessment.model_copy(update={"answers": given})


def _edited(text: str, old: Document, before: Assessment, after: Assessment, each_answer: bool) -> str:
    text = text if text.endswith("\n") else text + "\n"
    blocks = dict(_blocks(text, old))
    was, now = before.data(), after.data()
    for key in was.keys() | now.keys():
        if was.get(key) == now.get(key):
            continue
        if key == ANSWERS and each_answer:
            blocks[key] = _answers(text, old, was.get(key) or {}, now.get(key) or {}) or blocks.get(key, "")
        else:
            blocks[key] = (dump_part(key, now[key]) if now.get(key) else "") + _kept_end(blocks.get(key, ""))
    order = {"": -1, **{key: place for place, key in enumerate(now)}}
    new = sorted(blocks.keys() - dict(_blocks(text, old)).keys(), key=lambda key: order.get(key, 0))
    found = [key for key in blocks if key not in new]
    for key in new:
        later = (place for place, other in enumerate(found) if order.get(other, 0) > order.get(key, 0))
        found.insert(next(later, len(found)), key)
    return "".join(blocks[key] for key in found)


def _answers(text: str, document: Document, was: Answers, now: Answers) -> str:
    """The block of the answers with those that changed written anew."""
    marks = document.marks.children.get(ANSWERS) if document.marks else None
    every = text.splitlines(keepends=True)
    start, end = next(((start, end) for key, start, end in _spans(document, len(every)) if key == ANSWERS), (0, 0))
    lines = every[start:end]
    if marks is None or not lines:
        return ""
    if not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    files = sorted((line - 1 - start, str(file)) for file, (line, _) in marks.keys.items())
    edits: dict[tuple[int, int], str] = {}
    stop = _without_comments(lines, 1, len(lines), 0)  # behind it stand registers that are still comments
    for (first, file), (last, _) in pairwise([*files, (stop, "")]):
        place = _Places.in_file(lines, marks, file, (first, last), start)
        column = place.column
        old, new = was.get(file) or {}, now.get(file) or {}
        for question in (*old, *(name for name in new if name not in old)):
            if old.get(question) != new.get(question):
                written = dump_part(question, new[question]) if question in new else ""
                here = place.of(question)
                edits[here] = edits.get(here, "") + indent(written, " " * column)
    for (begin, stop), written in sorted(edits.items(), reverse=True):
        lines[begin:stop] = [written]
    further = [indent(dump_part(file, now[file]), "  ") for file in now if now[file] and file not in marks.keys]
    stop = _without_comments(lines, 1, len(lines), 0)
    return "".join([*lines[:stop], *further, *lines[stop:]])


def _inviting(text: str, invited: Sequence[Invited], wanted: Assessment) -> str:
    """The text with those questions as comments that stand nowhere in it, neither answered nor as a comment.

    Where there is no place for comments, because the file is written in braces, it stays as it is.
    """
    if not invited:
        return text
    whole = text if text.endswith("\n") else text + "\n"
    if ANSWERS not in dict(_blocks(whole, _read(whole))):
        whole = f"{whole}{ANSWERS}:\n"
    if not _gives(whole, wanted):
        return text
    found = _with_comments(whole, _read(whole), invited)
    return found if _gives(found, wanted) else text


def _read(text: str) -> Document:
    return parse_bytes(text.encode("utf-8"), "", is_json=False)


def _with_comments(text: str, document: Document, invited: Sequence[Invited]) -> str:
    lines = text.splitlines(keepends=True)
    start, end = next((start, end) for key, start, end in _spans(document, len(lines)) if key == ANSWERS)
    marks = document.mark((ANSWERS,))
    stop = start + _without_comments(lines[start:end], 1, end - start, 0)
    files = sorted((line - 1, str(file)) for file, (line, _) in marks.keys.items()) if marks else []
    spans = {file: (first, last) for (first, file), (last, _) in pairwise([*files, (stop, "")])}
    edits: dict[int, list[str]] = {}
    for file in dict.fromkeys(one.file for one in invited):
        mine = [one for one in invited if one.file == file]
        if marks is None or file not in spans:
            edits.setdefault(stop, []).extend((f"  {file}:\n", *(_as_comment(one, 4) for one in mine)))
            continue
        places = _Places.in_file(lines, marks, file, spans[file], 0)
        here = spans[file][0] + 1
        for one in mine:
            if (found := places.find(one.question)) is not None:
                here = found[1]
            else:
                edits.setdefault(here, []).append(_as_comment(one, places.column))
    for begin, written in sorted(edits.items(), reverse=True):
        lines[begin:begin] = written
    return "".join(lines)


def _as_comment(one: Invited, column: int) -> str:
    return "\n" + "".join(f"{' ' * column}{line}\n" for line in one.lines)


class _Places:
    """Where the answers of one file stand: its questions by the line of their keys, all of them in one column."""

    @classmethod
    def in_file(cls, lines: list[str], marks: Marks, file: str, span: tuple[int, int], start: int) -> _Places:
        """The places in a file whose answers stand in a `span` of lines, which begin at line `start` of the whole text."""
        own = marks.children.get(file)
        keys = {str(key): (line - 1 - start, column - 1) for key, (line, column) in own.keys.items()} if own else {}
        column = next((column for _, column in keys.values()), marks.keys[file][1] + 1)
        return cls(lines, {name: line for name, (line, _) in keys.items()}, column, *span)

    def __init__(self, lines: list[str], keys: Mapping[str, int], column: int, first: int, last: int) -> None:
        self._lines, self._first, self._last, self.column = lines, first, last, column
        starts = [*sorted(keys.values()), last]
        ends = {begin: _without_comments(lines, begin + 1, stop, column) for begin, stop in pairwise(starts)}
        self._spans = {name: (begin, ends[begin]) for name, begin in keys.items()}

    def of(self, question: str) -> tuple[int, int]:
        """The lines of an answer: where it stands, or those of the comment that asks for it, or none at the end."""
        if (found := self.find(question)) is not None:
            return found
        end = _without_comments(self._lines, self._first + 1, self._last, self.column)
        return end, end

    def find(self, question: str) -> tuple[int, int] | None:
        """The lines of an answer or of the comment that asks for it; None where there is neither."""
        if question in self._spans:
            return self._spans[question]
        asks = re.compile(rf"\s*# ?{re.escape(question)}:(\s|$)")
        taken = {line for begin, stop in self._spans.values() for line in range(begin, stop)}
        for begin in range(self._first, self._last):
            if begin not in taken and asks.match(self._lines[begin]):
                stop = begin + 1
                # The rows of a table stand on lines of their own.
                while stop < self._last and re.match(r"\s*#  +\S", self._lines[stop]):
                    stop += 1
                return begin, stop
        return None


def _without_comments(lines: list[str], begin: int, end: int, column: int) -> int:
    """The end of some lines without blank ones and comments behind them, which speak of what comes next.

    A sign further in than the `column` of the keys is part of a text.
    """
    while end > begin:
        line = lines[end - 1]
        words = line.lstrip()
        if words and not (words.startswith("#") and len(line) - len(words) <= column):
            break
        end -= 1
    return end


def _spans(document: Document, end: int) -> Iterator[tuple[str, int, int]]:
    """The lines of each top-level key, in order; those before the first one under the empty key."""
    keys = document.marks.keys if document.marks else {}
    starts = [("", 0), *sorted(((str(key), line - 1) for key, (line, _) in keys.items()), key=lambda start: start[1])]
    for (key, start), (_, stop) in pairwise([*starts, ("", end)]):
        yield key, start, stop


def _blocks(text: str, document: Document) -> Iterator[tuple[str, str]]:
    """The text of each top-level key, in order; what stands before the first one under the empty key."""
    lines = text.splitlines(keepends=True)
    for key, start, end in _spans(document, len(lines)):
        yield key, "".join(lines[start:end])


def _kept_end(block: str) -> str:
    """The blank lines and comments that end a block: they speak of what comes next."""
    lines = block.splitlines(keepends=True)
    end = len(lines)
    while end > 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return "".join(lines[end:])
