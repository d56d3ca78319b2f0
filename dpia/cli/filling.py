"""`dpia fill`: the questions in the terminal, one at a time. Every answer is saved at once; it goes on where it was left."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from textwrap import fill as wrapped
from typing import Annotated, Any, Final

import typer

from dpia.assessment.checking import find_ill
from dpia.assessment.entering import RECORD_PARTS, entered
from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.assessment.facts import QuestionState
from dpia.assessment.model import Answer, Assessment
from dpia.cli.arguments import Folders, OnDay, Quiet, Where, as_date
from dpia.cli.console import show, talk
from dpia.cli.keeping import Kept, again, find_kept
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion
from dpia.questionnaire.model import NO_ANSWER_TYPES, QuestionType
from dpia.questionnaire.text import without_forbidden
from dpia.shipped import load_library

WIDTH: Final = 96
KEYS: Final = "? guidance · u unknown · n REASON not applicable · s skip · b back · q stop"
HINTS: Final = {
    QuestionType.YES_NO: "yes or no",
    QuestionType.NUMBER: "a number",
    QuestionType.DATE: "a date, 2027-03-01",
    QuestionType.DURATION: "a length of time, 30 days",
    QuestionType.COUNTRY: "a country, AT",
    QuestionType.CHOICES: "numbers of options with commas between them",
    QuestionType.ROW: "the id of a row",
}


class Stop(Exception):
    """The person stops; everything is saved."""


@dataclass
class _Talk:
    """One sitting: what is being filled in, what was skipped, and the way back."""

    kept: Kept
    on: date
    evaluation: Evaluation
    skipped: set[str] = field(default_factory=set)
    before: list[str] = field(default_factory=list)
    section: str = ""


def fill(
    path: Annotated[
        str, typer.Argument(metavar="ASSESSMENT", help="An assessment file, or the id of one in the workspace.")
    ],
    everything: Annotated[bool, typer.Option("--all", help="Ask again what is answered already.")] = False,
    folders: Folders = None,
    where: Where = None,
    on: OnDay = None,
    quiet: Quiet = False,
) -> None:
    """Answer the questions in the terminal, one at a time. Stop at any time; it goes on where it was left.

    [bold]Example:[/bold] dpia fill assessment.yaml
    """
    library = load_library(folders or ())
    kept = find_kept(path, library)
    day = as_date(on)
    talking = _Talk(kept, day, evaluate(kept.form, kept.assessment, on=day))
    if not everything:
        talking.skipped.update(key for key, state in talking.evaluation.states.items() if _is_whole(state))
    show([f"{kept.assessment.title}", KEYS])
    try:
        while (item := _next(talking)) is not None:
            _ask(talking, item)
    except (Stop, EOFError, KeyboardInterrupt):
        talk(f"Stopped. Everything is saved; go on with: dpia fill {again(path)}")
        return
    evaluation = talking.evaluation
    talk(
        f"No question is left. {len(evaluation.missing)} gaps, {len(evaluation.open_findings)} findings: dpia check {again(path)}"
    )


def _is_whole(state: QuestionState) -> bool:
    return state.given and not state.missing


def _next(talking: _Talk) -> CompiledQuestion | None:
    for item in talking.evaluation.form.asked:
        state = talking.evaluation.states[item.key]
        if state.shown and item.type not in NO_ANSWER_TYPES and item.key not in talking.skipped:
            return item
    return None


def _ask(talking: _Talk, item: CompiledQuestion) -> None:
    """Asks one question until it is answered, skipped or left."""
    _head(talking, item)
    answer = talking.evaluation.assessment.answer(item.key)
    while True:
        if item.type is QuestionType.TABLE and (value := _table(talking, item, answer)) is not None:
            given: Answer | str | None = Answer(value=value)
        elif item.type is QuestionType.TABLE:
            given = _command(item, "s")
        else:
            given = _read(item, item.key)
        if isinstance(given, Answer):
            if _save(talking, item, given):
                break
            continue
        if given == "b" and talking.before:
            talking.skipped.discard(talking.before.pop())
            return
        if given == "s":
            break
    talking.skipped.add(item.key)
    talking.before.append(item.key)


def _head(talking: _Talk, item: CompiledQuestion) -> None:
    lines = ["", wrapped(f"{item.question.code} {item.question.ask}", WIDTH)]
    if item.question.help:
        lines.append(wrapped(" ".join(item.question.help.split()), WIDTH, initial_indent="  ", subsequent_indent="  "))
    lines += _options(item)
    show(lines)


def _options(item: CompiledQuestion | CompiledColumn) -> Iterator[str]:
    asked = item.column if isinstance(item, CompiledColumn) else item.question
    if asked.type is not QuestionType.YES_NO:
        for number, option in enumerate(item.options, 1):
            yield wrapped(f"{number:3}  {option.label}", WIDTH, subsequent_indent="     ")


def _read(item: CompiledQuestion | CompiledColumn, place: str) -> Answer | str | None:
    """A line as an answer, or the command it is."""
    asked = item.column if isinstance(item, CompiledColumn) else item.question
    hint = HINTS.get(asked.type) or ("; ".join(RECORD_PARTS[asked.type]) if asked.type in RECORD_PARTS else "")
    typed = _line(f"{hint} > " if hint else "> ")
    if asked.type is QuestionType.LONG and typed.endswith("\\"):
        typed = "\n".join([typed[:-1], *_more()])
    return _command(item, typed)


def _more() -> Iterator[str]:
    while (line := _line("… ")).endswith("\\"):
        yield line[:-1]
    yield line


def _command(item: CompiledQuestion | CompiledColumn, typed: str) -> Answer | str | None:
    asked = item.column if isinstance(item, CompiledColumn) else item.question
    word, _, rest = typed.partition(" ")
    if typed == "q":
        raise Stop
    if typed in ("s", "b", ""):
        return typed or "s"
    if typed == "?":
        guidance = getattr(asked, "guidance", None) or asked.help or "There is no guidance for this one."
        show([wrapped(" ".join(part.split()), WIDTH) for part in guidance.split("\n\n")])
        return None
    if typed == "u":
        return Answer(unknown=True)
    if word == "n" and rest.strip():
        return Answer(not_applicable=rest.strip())
    return Answer(value=entered(item, typed))


def _line(prompt: str) -> str:
    sys.stdout.write(prompt)
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return without_forbidden(line.rstrip("\r\n")).strip()


def _table(talking: _Talk, item: CompiledQuestion, answer: Answer | None) -> list[dict[str, Any]] | None:
    """The rows of a table, cell by cell; None where nothing was entered."""
    rows = [dict(row) for row in answer.value] if answer is not None and isinstance(answer.value, list) else []
    written = {row["id"]: row for row in rows}
    state = talking.evaluation.states[item.key]
    given = [row.id for row in state.value] if isinstance(state.value, tuple) else []
    if item.source is not None or item.question.fixed_rows:
        for row_id in given:
            _cells(talking, item, written.setdefault(row_id, {"id": row_id}))
        return [row for row in written.values() if len(row) > 1] or None
    for row in rows:
        _cells(talking, item, row)
    while _line(f"Add a row ({item.question.row_name or 'row'})? yes or no > ").casefold() in ("y", "yes"):
        prefix = item.question.prefix or "P"
        numbers = [int(row["id"].removeprefix(prefix)) for row in rows if row["id"].removeprefix(prefix).isdecimal()]
        row = {"id": f"{prefix}{max(numbers, default=0) + 1}"}
        _cells(talking, item, row)
        rows.append(row)
    return rows if rows or (answer is None and item.question.min_rows == 0) else None


def _cells(talking: _Talk, item: CompiledQuestion, row: dict[str, Any]) -> None:
    fixed = next((fixed.label for fixed in item.question.fixed_rows if fixed.id == row["id"]), "")
    show([f"  [{row['id']}] {fixed}".rstrip()])
    for name, column in item.columns.items():
        if name in row:
            continue
        show([f"  {column.column.ask}", *_options(column)])
        read = None
        while read is None:
            read = _read(column, f"{item.key}/{row['id']}/{name}")
        if isinstance(read, Answer):
            data = read.model_dump(mode="json")
            row[name] = data


def _save(talking: _Talk, item: CompiledQuestion, answer: Answer) -> bool:
    """Saves an answer at once. An ill-typed one is told, and asked again."""
    old = talking.evaluation.assessment
    kept = old.answer(item.key)
    if kept is not None:
        answer = answer.model_copy(update={"note": kept.note, "evidence": kept.evidence})
    changed: Assessment = old.with_answer(item.key, answer)
    wrong = [
        ill for ill in find_ill(talking.kept.form, changed, old) if ill.path[:3] == ("answers", *item.key.split("."))
    ]
    if wrong:
        for ill in wrong[:3]:
            show([f"  That does not fit: {ill.message}" + (f" ({ill.hint})" if ill.hint else "")])
        return False
    talking.kept.save(changed)
    talking.evaluation = evaluate(talking.kept.form, changed, on=talking.on, previous=talking.evaluation)
    for fired in talking.evaluation.open_findings:
        if fired.item.question == item.key:
            show([wrapped(f"  {fired.level.value.upper()} {fired.item.finding.says}", WIDTH, subsequent_indent="  ")])
    return True
