"""Every message of a problem, with its code and its hint, in one place: so that they can be printed, documented and translated.

Each module holds those of one room. A message is called with its gaps where something is wrong: `answers.NO_DAY(value=raw)`.
`docs/messages.md` lists them all.
"""

from __future__ import annotations

from collections.abc import Iterator

from dpia.errors import Message
from dpia.messages import answers, assessments, definitions, files, forms, kits, linting, rules, workspaces

ROOMS = (files, definitions, rules, linting, kits, answers, assessments, workspaces, forms)


def every_message() -> Iterator[tuple[str, Message]]:
    """Each message once by its name, "answers.NO_DAY", in the order in which they stand."""
    for room in ROOMS:
        name_of_room = room.__name__.rpartition(".")[2]
        found: list[Message] = []
        for name, value in vars(room).items():
            named = {f"{name}.{key}": item for key, item in value.items()} if isinstance(value, dict) else {name: value}
            for name_of_message, message in named.items():
                if isinstance(message, Message) and not any(message is known for known in found):
                    found.append(message)
                    yield f"{name_of_room}.{name_of_message}", message
