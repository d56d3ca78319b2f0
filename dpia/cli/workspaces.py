"""`dpia workspace`, `due`, `history`: assessments that are kept in a workspace."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dpia.cli.arguments import AsJson, Force, Quiet, Where
from dpia.cli.console import print_json, show, talk
from dpia.errors import DpiaError, NotFound
from dpia.questionnaire.library import Library
from dpia.shipped import load_library

if TYPE_CHECKING:
    from dpia.workspace import Entry, Workspace

app = typer.Typer(no_args_is_help=True, help="The workspace: where assessments are kept with their whole history.")


def opened(where: str | None, folders: list[Path] | None = None, *, existing: bool = False) -> Workspace:
    """The workspace that was asked for, with the definitions of the user.

    Raises NotFound for a file that is named and has to be `existing`: looking into a workspace makes none.
    """
    if existing and where is not None and "://" not in where and not Path(where).expanduser().exists():
        raise NotFound(f"{where}: there is no workspace.")
    return opened_for(where, load_library(folders or ()))


def opened_for(where: str | None, library: Library) -> Workspace:
    """The workspace that was asked for."""
    try:
        from dpia.workspace import open_workspace
    except ImportError:
        raise DpiaError("The workspace needs SQLAlchemy and Alembic. Install them: pip install 'dpia[web]'") from None
    return open_workspace(where, library, at=datetime.now(UTC))


@app.command("path")
def path(where: Where = None, quiet: Quiet = False) -> None:
    """Say where the workspace is.

    [bold]Example:[/bold] dpia workspace path
    """
    try:
        from dpia.workspace.connecting import address_of, shown
    except ImportError:
        raise DpiaError("The workspace needs SQLAlchemy and Alembic. Install them: pip install 'dpia[web]'") from None
    show([shown(address_of(where))])


@app.command("list")
def list_(
    words: Annotated[str, typer.Argument(help="Words to look for in titles and answers.")] = "",
    archived: Annotated[bool, typer.Option("--archived", help="Those in the archive.")] = False,
    where: Where = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """List the assessments of the workspace.

    [bold]Example:[/bold] dpia workspace list hotline
    """
    workspace = opened(where, existing=True)
    entries: list[Entry] = []
    page = 1
    while found := workspace.entries(words=words, archived=archived, page=page)[0]:
        entries += found
        page += 1
    if as_json:
        print_json([asdict(entry) for entry in entries])
        return
    show(f"{entry.id}  {entry.title} (revision {entry.head}, {entry.changed_at:%Y-%m-%d})" for entry in entries)
    if not entries:
        talk("There is no assessment here.")


@app.command("backup")
def backup(
    target: Annotated[Path, typer.Argument(help="The file to write, a zip.")],
    where: Where = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Write everything in the workspace into one file, the same for SQLite and PostgreSQL.

    [bold]Example:[/bold] dpia workspace backup backup.zip
    """
    workspace = opened(where, existing=True)
    from dpia.workspace.backup import write_backup

    number = write_backup(workspace.engine, target, at=datetime.now(UTC), force=force)
    talk(f"Wrote {target} with {number} assessments and their whole history. Keep it where only you can read it.")


@app.command("restore")
def restore(
    source: Annotated[Path, typer.Argument(help="A backup.")],
    where: Where = None,
    quiet: Quiet = False,
) -> None:
    """Fill an empty workspace from a backup.

    [bold]Example:[/bold] dpia workspace restore backup.zip --workspace restored.sqlite
    """
    workspace = opened(where)
    from dpia.workspace.backup import restore_backup

    number = restore_backup(workspace.engine, source)
    talk(f"Restored {number} assessments with their whole history.")


def history(
    name: Annotated[str, typer.Argument(metavar="ID", help="An assessment of the workspace.")],
    head: Annotated[bool, typer.Option("--head", help="Only the head of the chain, to be kept elsewhere.")] = False,
    anchor: Annotated[
        str | None, typer.Option("--anchor", metavar="NUMBER:HASH", help="A head that was kept, to check against.")
    ] = None,
    where: Where = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """Say who saved what and when, and whether the chain of revisions is whole. Exits with 1 where it is not.

    [bold]Example:[/bold] dpia history hotline --head
    """
    workspace = opened(where, existing=True)
    revisions = workspace.history(name)
    if head:
        show([f"{revisions[0].number}:{revisions[0].chain}"])
        return 0
    faults = workspace.verify(name, _anchor(anchor))
    if as_json:
        print_json({"revisions": [asdict(one) for one in revisions], "faults": faults})
    else:
        show(
            f"{one.number:5}  {one.at:%Y-%m-%d %H:%M}  {one.actor}  {one.kind.value}  {one.content_hash[:8]}  {one.note}".rstrip()
            for one in revisions
        )
        show(f"BROKEN {fault}" for fault in faults)
    return 1 if faults else 0


def _anchor(text: str | None) -> tuple[int, str] | None:
    if text is None:
        return None
    number, _, chain = text.partition(":")
    if not number.isdecimal() or len(number) > 9 or len(chain) != 64:
        raise typer.BadParameter("write it as `dpia history ID --head` printed it", param_hint="--anchor")
    return int(number), chain


def due(
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help="Only what is due by this day.")] = None,
    calendar: Annotated[Path | None, typer.Option("--calendar", help="Write a calendar file (.ics) instead.")] = None,
    where: Where = None,
    as_json: AsJson = False,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Say what is due: measures, conditions and reviews of all assessments in the workspace.

    [bold]Example:[/bold] dpia due --until 2027-03-31
    """
    from dpia.cli.arguments import as_date

    day: date | None = as_date(until, "--until") if until is not None else None
    items = opened(where, existing=True).due(day)
    if calendar is not None:
        from dpia.assessment.files import write_whole
        from dpia.workspace.calendar import calendar_of

        write_whole(calendar, calendar_of(items, datetime.now(UTC)).encode("utf-8"), force=force)
        talk(f"Wrote {calendar} with {len(items)} days.")
    elif as_json:
        print_json([asdict(item) for item in items])
    else:
        show(f"{item.day}  {item.title}: {item.item} {item.what}".rstrip() + _owner(item.owner) for item in items)


def _owner(owner: str) -> str:
    return f" ({owner})" if owner else ""
