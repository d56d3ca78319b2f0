"""Every message of a problem, with its code and its hint, in one place: so that they can be printed, documented and translated.

Each module holds those of one room. A message is called with its gaps where something is wrong: `answers.NO_DAY(value=raw)`.
`docs/messages.md` lists them all.
"""

from __future__ import annotations

from collections.abc import Iterator

from dpia.errors import Message
from dpia.messages import answers, assessments, definitions, files, forms, linting, rules, workspaces

ROOMS = (files, definitions, rules, linting, answers, assessments, workspaces, forms)


def every_message() -> Iterator[tuple[str, Message]]:
    """All messages by name, "answers.NO_DAY", in the order in which they stand."""
    for room in ROOMS:
        for name, value in vars(room).items():
            for number, message in enumerate(value.values() if isinstance(value, dict) else (value,)):
                if isinstance(message, Message):
                    yield (
                        f"{room.__name__.rpartition('.')[2]}.{name}" + (f"[{number}]" if value is not message else ""),
                        message,
                    )
