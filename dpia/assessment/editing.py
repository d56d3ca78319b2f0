"""Changes an assessment in its file: what did not change stays as it was written, comments included."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from dpia.assessment.files import dump_part, parse_assessment, write_assessment, write_whole
from dpia.assessment.model import Assessment
from dpia.errors import BadInput
from dpia.questionnaire.text import Document

ANSWERS = "answers"


def write_change(path: Path, old: Document, before: Assessment, after: Assessment, invitation: str = "") -> None:
    """Writes `after` into the file that `before` was read from; `invitation` is added below the answers, as comments.

    In a YAML file only the top-level keys that changed are written anew. Where that would not give the same assessment back,
    for instance because the file is written in braces, the whole of it is.
    """
    if path.suffix.lower() != ".json":
        text = _edited(path.read_text(encoding="utf-8"), old, before, after, invitation)
        if _gives(text, after):
            write_whole(path, text.encode("utf-8"), force=True)
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


def _edited(text: str, old: Document, before: Assessment, after: Assessment, invitation: str) -> str:
    blocks = dict(_blocks(text, old))
    was, now = before.data(), after.data()
    for key in was.keys() | now.keys():
        if was.get(key) != now.get(key):
            blocks[key] = (dump_part(key, now[key]) if now.get(key) else "") + _kept_end(blocks.get(key, ""))
    if invitation:
        blocks[ANSWERS] = blocks.get(ANSWERS, f"{ANSWERS}:\n").rstrip("\n") + "\n" + invitation
    order = {"": -1, **{key: place for place, key in enumerate(now)}}
    new = sorted(blocks.keys() - dict(_blocks(text, old)).keys(), key=lambda key: order.get(key, 0))
    found = [key for key in blocks if key not in new]
    for key in new:
        later = (place for place, other in enumerate(found) if order.get(other, 0) > order.get(key, 0))
        found.insert(next(later, len(found)), key)
    return "".join(blocks[key] for key in found)


def _blocks(text: str, document: Document) -> Iterator[tuple[str, str]]:
    """The text of each top-level key, in order; what stands before the first one under the empty key."""
    keys = document.marks.keys if document.marks else {}
    lines = text.splitlines(keepends=True)
    starts = [("", 0), *sorted(((str(key), line - 1) for key, (line, _) in keys.items()), key=lambda start: start[1])]
    for (key, start), (_, end) in pairwise([*starts, ("", len(lines))]):
        yield key, "".join(lines[start:end])


def _kept_end(block: str) -> str:
    """The blank lines and comments that end a block: they speak of what comes next."""
    lines = block.splitlines(keepends=True)
    end = len(lines)
    while end > 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return "".join(lines[end:])
