"""What `dpia new` writes in the place of an answer, and how it is known again: none of it can be taken for an answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion, Form
from dpia.questionnaire.kinds import KINDS
from dpia.questionnaire.options import Option
from dpia.questionnaire.text import Path_
from dpia.questionnaire.types import QuestionType

_GAP: Final = re.compile(r"<[^<>\n]+>")
_WIDEST: Final = 90
"""Characters of the ids of options that stand on one line. Longer ones stand above it, with their labels."""
_ONE, _SOME, _ROW = "<one of these>", "<some of these>", "<id of a row>"
_OPTIONS: Final = re.compile(r"<[a-z]\w*( \| [a-z]\w*)+>", re.ASCII)
_ROW_ID: Final = re.compile(r"<[A-Z]{1,4}1>")

RISKS: Final = """\
risks:
  - id: <R1>
    scenario: <id of a risk in the catalogue; remove the line for a risk of your own>
    title: <title of a risk of your own; remove the line for one of the catalogue>
    harm: <what happens to a person>
    before: {severity: <severity>, likelihood: <likelihood>, reason: <why>}
    done: {severity: <severity>, likelihood: <likelihood>, reason: <why>}
    measures: [<M1>]
"""
MEASURES: Final = """\
measures:
  - id: <M1>
    title: <title of the measure>
    text: <what is done>
    status: <planned | partial | implemented>
    owner: <who does it>
    due: <yyyy-mm-dd>
    mends: [<id of the finding that it answers>]
"""
DECISION: Final = """\
decision:
  outcome: <approved | conditional | consultation | rejected>
  reason: <why>
  by: {name: <name>, role: <role>}
  on: <yyyy-mm-dd>
  conditions:
    - id: <K1>
      text: <the condition>
      finding: [<id of the finding that it answers>]
      owner: <who does it>
      due: <yyyy-mm-dd>
"""
REMARKS: Final = """\
remarks:
  - about: <a question or section, written as screening.description>
    text: <the remark>
    by: <name>
    on: <yyyy-mm-dd>
"""


def _gaps(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(gap for text in texts for gap in _GAP.findall(text))


_KNOWN: Final = _gaps(
    [_ONE, _SOME, _ROW, RISKS, MEASURES, DECISION, REMARKS, *(kind.example for kind in KINDS.values())]
)


def has_placeholder(value: Any) -> bool:
    """Whether a value, or a part of it, is still what `dpia new` wrote: "<yyyy-mm-dd>", ["<D1>"], {"name": "<name>"}."""
    return next(placeholder_paths(value), None) is not None


def placeholder_paths(value: Any) -> Iterator[Path_]:
    """The places in plain data that still hold a placeholder. Depth is bounded by the reader of files."""
    if isinstance(value, str):
        if value[:1] == "<" and (value in _KNOWN or _OPTIONS.fullmatch(value) or _ROW_ID.fullmatch(value)):
            yield ()
    elif isinstance(value, dict | list | tuple):
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        yield from ((key, *path) for key, part in parts for path in placeholder_paths(part))


def placeholder_for(form: Form, item: CompiledQuestion | CompiledColumn, options: Sequence[Option]) -> str:
    """What stands in the place of an answer to a question, or in a cell of a column: "<yes | no>", "[<D1>]".

    `options` are those that are offered.
    """
    asked = item.asked
    if isinstance(item, CompiledColumn) and item.of is not None:
        sample = _referred(form, item.of)
    elif item.kind.needs_options or item.kind.fixed_options:
        many = asked.type is QuestionType.CHOICES
        joined = "<" + " | ".join(option.id for option in options) + ">"
        fits = _OPTIONS.fullmatch(joined) and len(joined) <= _WIDEST
        sample = joined if fits else _SOME if many else _ONE
        return f"[{sample}]" if many else sample
    else:
        sample = item.kind.example
    return f"[{sample}]" if asked.many else sample


def row_placeholder(form: Form, key: str) -> str:
    """What stands in the place of the id of a row: "<D1>". Rows that the questionnaire gives stand above, to choose from."""
    item = form.questions[key]
    if item.question.fixed_rows:
        return _ONE
    return _referred(form, item.source) if item.source is not None else f"<{item.question.prefix or 'P'}1>"


def _referred(form: Form, key: str) -> str:
    """The same where rows of another table are meant, which may have its rows from a third one."""
    item = form.questions.get(key)
    return row_placeholder(form, key) if item is not None and not item.question.fixed_rows else _ROW
