"""Writes docs/messages.md from the messages themselves. `make messages-doc` runs it, a test compares."""

import re
from pathlib import Path

from dpia.errors import Code, Message
from dpia.messages import every_message

PAGE = Path(__file__).parent.parent / "docs" / "messages.md"
HEAD = """\
# Messages

Every message on a problem in a file or in an answer, by its code. A command prints them as `file:line:column: code: message
(hint)`; the browser application shows the message at its field, in the language of the page. This page is written by
`make messages-doc` from `dpia/messages`, where messages stand with their codes.

Codes are stable: programs may depend on them, and `--json` gives them. Messages may be worded better in any version. What stands in
braces is filled in. Some messages follow the name of what they are about: “has to be a list” is told as “`cite` has to be a
list”. Commands and files are in English whatever the language of the report; `problem.text(translate)` and
`error.text(translate)` of the library give a message in another language."""
FILLED = {
    "suggestion": "what was probably meant, or what there is",
    "hint": "what helps against just that",
    "usage": "how the function is written",
    "where": "the questionnaires that it comes with",
    "why": "the reason",
    "faults": "what each part lacks",
}
"""What stands in a gap that is a phrase itself."""


def text() -> str:
    """The page as it is committed."""
    found: dict[Code, list[Message]] = {code: [] for code in Code}
    for _, message in every_message():
        found[message.code].append(message)
    parts = [HEAD]
    for code, messages in found.items():
        parts += ["", f"## {code.slug}", "", f"{code.value[0].upper()}{code.value[1:]}.", ""]
        parts += ["| message | what helps |", "| --- | --- |", *dict.fromkeys(map(row, messages))]
    return "\n".join(parts) + "\n"


def row(message: Message) -> str:
    """The line of a message in the table of its code."""
    return f"| {_cell(message.text)} | {_cell(message.hint)} |"


def _cell(template: str) -> str:
    """A template as a reader sees it; what is only a gap is said in words."""
    alone = re.fullmatch(r"\{(\w+)\}", template)
    if alone is not None:
        return f"*{FILLED[alone[1]]}*"
    return template.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
    print(PAGE.relative_to(PAGE.parent.parent))
