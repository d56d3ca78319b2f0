"""Writes docs/commands.md from the commands themselves. `make commands` runs it, a test compares."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dpia.cli.app import command

PAGE = Path(__file__).parent.parent / "docs" / "commands.md"
HEAD = """\
# Commands

This page is written by `make commands` from what `dpia COMMAND --help` says.

An ASSESSMENT is a file as [assessments.md](assessments.md) describes it, in YAML or JSON, or a report PDF made by dpia,
which carries its assessment inside.

- **Data goes to standard output, talk to standard error.** Nothing needs a terminal. Colours are left out where the
  output is no terminal or `NO_COLOR` is set.
- **Exit codes:** 0 all is well; 1 problems were found (`check --fail-on`, `diff`, `questionnaires lint`, `doctor`) or a
  report could not be made; 2 wrong use, or a file that cannot be used; 3 a bug in dpia; 130 interrupted. `dpia` alone prints
  its help and ends with 2: nothing was asked for, and a script that lost its command is not told that all is well.
- **A file that is wrong** is told with a line for each problem: `file:line:column: code: what is wrong (what to do)`.
  With `--json` it is told as JSON on standard output: see [checking.md](checking.md).
- **Nothing is overwritten** without `--force`, and a file is written whole or not at all.
- **Own questionnaires** are found in installed packages, in the folder that `dpia doctor` names, and in what `--questionnaires` names.
- **Completion** of commands and options: `dpia --install-completion` sets it up for your shell, `dpia
  --show-completion` prints it.
"""


def text() -> str:
    """The page as it is committed."""
    return "\n".join([HEAD, *_sections(command(), "dpia")]).rstrip() + "\n"


def _sections(group: Any, path: str) -> Iterator[str]:
    for name, item in group.commands.items():
        here = f"{path} {name}"
        if hasattr(item, "commands"):
            yield from _sections(item, here)
            continue
        said, _, example = item.help.partition("[bold]Example:[/bold]")
        yield f"## {here}\n"
        yield _plain(said).strip() + "\n"
        examples = [_plain(line).strip() for line in example.split("[dim]or[/dim]")]
        yield "```sh\n" + "\n".join(examples) + "\n```\n"
        yield "| | |\n|---|---|"
        yield "\n".join(_row(part) for part in item.params if part.name != "help") + "\n"


def _plain(marked: str) -> str:
    return re.sub(r"\[/?(bold|dim)\]", "", marked)


def _row(part: Any) -> str:
    choices = "|".join(str(getattr(choice, "value", choice)) for choice in part.type_descriptor.choices or ())
    if not part.opts[0].startswith("-"):
        words = f"`{(part.metavar or part.name).upper().strip('_')}`"
        words += " ..." if part.nargs == -1 else ""
        return f"| {words}{'' if part.required else ', may be left out'} | {part.help} |"
    value = "" if part.is_flag else " " + (choices.replace("|", "\\|") or part.metavar or _value_word(part))
    words = ", ".join(f"`{word}{value if word.startswith('--') else ''}`" for word in part.opts + part.secondary_opts)
    again = " Can be given several times." if part.multiple else ""
    return f"| {words} | {part.help}{again} |"


def _value_word(part: Any) -> str:
    return "PATH" if part.type_descriptor.is_path else "TEXT"


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
    print("docs/commands.md")
