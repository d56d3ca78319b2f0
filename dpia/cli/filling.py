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
from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.assessment.facts import QuestionState
from dpia.assessment.listing import beside, lists_hint
from dpia.assessment.model import Answer, Assessment
from dpia.assessment.offering import blank_row, offered_columns, offered_options
from dpia.cli.arguments import Folders, OnDay, Quiet, Where, as_date
from dpia.cli.console import show, talk
from dpia.cli.keeping import Kept, again, find_kept
from dpia.cli.showing import readable
from dpia.errors import StaleSave
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion
from dpia.questionnaire.kinds import NO_ANSWER_TYPES, entered, kind_of
from dpia.questionnaire.model import AskedBase
from dpia.questionnaire.rules.nodes import Row
from dpia.questionnaire.text import without_forbidden
from dpia.questionnaire.types import QuestionType
from dpia.shipped import load_library
from dpia.showing.gaps import count_gaps

WIDTH: Final = 96
KEYS: Final = "? guidance · u unknown · n REASON not applicable · s or an empty line skip · b back · q stop"


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
    talk(f"No question is left: {count_gaps(evaluation.missing)}. See what follows with: dpia check {again(path)}")


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
    while True:
        given = _table(talking, item) if item.type is QuestionType.TABLE else _read(item)
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
    lines += _lists(talking, item)
    lines += _options(talking, item)
    show(lines)


def _lists(talking: _Talk, item: CompiledQuestion) -> Iterator[str]:
    """How many entries of national lists belong to a question, and which of them the answers so far point to."""
    found = beside(item.question, talking.evaluation, talking.kept.library)
    if found is not None:
        yield wrapped(lists_hint(item.question, found.every), WIDTH, initial_indent="  ", subsequent_indent="  ")
        if found.pointed:
            names = ", ".join(one.name for one in found.pointed)
            yield wrapped(f"Your answers point to: {names}", WIDTH, initial_indent="  ", subsequent_indent="  ")


def _options(talking: _Talk, item: CompiledQuestion | CompiledColumn, *row: Row) -> Iterator[str]:
    """Those that are offered, each with its number among all."""
    offered = offered_options(talking.evaluation, item, *row)
    if not item.kind.fixed_options:
        for number, option in enumerate(item.options, 1):
            if option in offered:
                yield wrapped(f"{number:3}  {option.label}", WIDTH, subsequent_indent="     ")


def _read(item: CompiledQuestion | CompiledColumn) -> Answer | str | None:
    """A line as an answer, or the command it is; None where it has to be asked again."""
    hint = item.kind.hint or "; ".join(item.kind.parts)
    typed = _line(f"{hint} > " if hint else "> ")
    if item.kind.has_lines and typed.endswith("\\"):
        typed = "\n".join([typed[:-1], *_more()])
    found = _command(item, typed)
    if found is not None:
        return found
    if typed == "?":
        return None
    value = entered(item.asked, item.options, typed, listed=True)
    chosen = value if isinstance(value, list) else [value]
    labels = [option.label for option in item.options if option.id in chosen]
    if labels and not item.kind.fixed_options:
        show([wrapped(f"  = {'; '.join(labels)}", WIDTH, subsequent_indent="    ")])
    return Answer(value=value)


def _more() -> Iterator[str]:
    while (line := _line("… ")).endswith("\\"):
        yield line[:-1]
    yield line


def _command(item: CompiledQuestion | CompiledColumn, typed: str) -> Answer | str | None:
    """What a line says that is no value: a command, unknown, or not applicable. None for everything else."""
    asked = item.asked
    key, _, reason = typed.partition(" ")
    match key.casefold(), reason.strip():
        case "q", "":
            raise Stop
        case ("" | "s" | "b") as command, "":
            return command or "s"
        case "?", "":
            guidance = getattr(asked, "guidance", None) or asked.help or "There is no guidance for this one."
            show(readable(guidance, WIDTH))
        case "u", "":
            return Answer(unknown=True)
        case "n", reason if reason and _means_not_applicable(asked, reason):
            return Answer(not_applicable=reason)
    return None


def _means_not_applicable(asked: AskedBase, reason: str) -> bool:
    """Whether "n of cases: 30" is the reason why a question does not apply. In a text it may be the answer."""
    if not kind_of(asked).is_free_text:
        return True
    if "not_applicable" not in asked.allow:
        return False
    return _yes(f"Not applicable, because: {reason}. Is that meant? yes or no > ")


def _yes(prompt: str) -> bool:
    while (word := _line(prompt).casefold()) not in ("yes", "y", "no"):
        show(["  Write yes or no."])
    return word != "no"


def _line(prompt: str) -> str:
    sys.stdout.write(prompt)
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return without_forbidden(line.rstrip("\r\n")).strip()


def _table(talking: _Talk, item: CompiledQuestion) -> Answer | str:
    """The rows of a table, cell by cell, or the command that leaves it. Whoever stops in it keeps the cells so far."""
    answer = talking.evaluation.assessment.answer(item.key)
    rows = [dict(row) for row in answer.value] if answer is not None and isinstance(answer.value, list) else []
    try:
        command = _given_rows(talking, item, rows) if _has_its_rows(item) else _own_rows(talking, item, rows)
    except (Stop, EOFError, KeyboardInterrupt):
        if written := _written(rows):
            _save(talking, item, Answer(value=written))
        raise
    if isinstance(command, Answer):
        return command
    written = _written(rows)
    return Answer(value=written) if written else command


def _has_its_rows(item: CompiledQuestion) -> bool:
    return item.source is not None or bool(item.question.fixed_rows)


def _written(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows in which something stands beside the id."""
    return [row for row in rows if len(row) > 1]


def _given_rows(talking: _Talk, item: CompiledQuestion, rows: list[dict[str, Any]]) -> str:
    """Asks for the cells of rows that another table or the questionnaire gives."""
    known = {row["id"]: row for row in rows}
    state = talking.evaluation.states[item.key]
    for given in state.value if isinstance(state.value, tuple) else ():
        if given.id not in known:
            known[given.id] = {"id": given.id}
            rows.append(known[given.id])
        _cells(talking, item, rows, known[given.id], given)
    return "s"


def _own_rows(talking: _Talk, item: CompiledQuestion, rows: list[dict[str, Any]]) -> Answer | str:
    """Asks for the gaps of the rows that are there, and for more rows until there is none."""
    for row in tuple(rows):
        _cells(talking, item, rows, row)
    none_so_far = talking.evaluation.assessment.answer(item.key) is None and item.question.min_rows == 0
    while True:
        means = ", no for none" if none_so_far and not rows else " or no"
        typed = _line(f"Add a row ({item.question.row_name or 'row'})? yes{means} > ")
        word = typed.casefold()
        if word == "no":
            return Answer(value=[]) if none_so_far and not rows else "s"
        if word in ("y", "yes"):
            prefix = item.question.prefix or "P"
            numbers = [
                int(row["id"].removeprefix(prefix)) for row in rows if row["id"].removeprefix(prefix).isdecimal()
            ]
            rows.append({"id": f"{prefix}{max(numbers, default=0) + 1}"})
            _cells(talking, item, rows, rows[-1])
        elif (command := _command(item, typed)) is not None:
            return command
        elif typed != "?":
            show(["  Write yes or no."])


def _cells(
    talking: _Talk, item: CompiledQuestion, rows: list[dict[str, Any]], row: dict[str, Any], given: Row | None = None
) -> None:
    """Asks for the cells of a row that are empty. One that does not fit is told, and asked again."""
    fixed = next((fixed.label for fixed in item.question.fixed_rows if fixed.id == row["id"]), "")
    show([f"  [{row['id']}] {fixed}".rstrip()])
    there = given or blank_row(item)
    for column in offered_columns(talking.evaluation, item, there):
        name = column.column.id
        if name in row:
            continue
        show([f"  {column.column.ask}", *_options(talking, column, there)])
        while (read := _read(column)) != "s":
            if isinstance(read, Answer):
                row[name] = read.model_dump(mode="json")
                if not _is_told(talking, item, Answer(value=_written(rows))):
                    break
                del row[name]
            elif read == "b":
                show(["  One can go back from question to question. s skips this cell."])


def _is_told(talking: _Talk, item: CompiledQuestion, answer: Answer) -> bool:
    """Tells what is wrong with an answer, if anything is."""
    old = talking.evaluation.assessment
    place = ("answers", *item.key.split("."))
    changed: Assessment = old.with_answer(item.key, answer)
    wrong = [ill for ill in find_ill(talking.kept.form, changed, old) if ill.path[:3] == place]
    for ill in wrong[:3]:
        show([f"  That does not fit: {ill.told.sentences()}"])
    return bool(wrong)


def _save(talking: _Talk, item: CompiledQuestion, answer: Answer) -> bool:
    """Saves an answer at once. An ill-typed one is told, and asked again."""
    old = talking.evaluation.assessment
    kept = old.answer(item.key)
    if kept is not None:
        answer = answer.model_copy(update={"note": kept.note, "evidence": kept.evidence})
    if _is_told(talking, item, answer):
        return False
    _keep(talking, item.key, answer)
    now = talking.kept.assessment
    talking.evaluation = evaluate(talking.kept.form, now, on=talking.on, previous=talking.evaluation)
    for fired in talking.evaluation.open_findings:
        if fired.item.question == item.key:
            show([wrapped(f"  {fired.level.value.upper()} {fired.item.finding.says}", WIDTH, subsequent_indent="  ")])
    return True


def _keep(talking: _Talk, key: str, answer: Answer) -> None:
    """Saves it. Where others answered the same in between, both are shown, and the person says which one stays."""
    while True:
        try:
            talking.kept.save(talking.kept.assessment.with_answer(key, answer))
            return
        except StaleSave as stale:
            show(["  Somebody else changed this in between.", *(f"  {line}" for line in stale.differences)])
            talking.kept.see_others()
            try:
                if not _yes("Put yours in its place? yes or no > "):
                    return
            except (EOFError, KeyboardInterrupt):
                raise stale from None
