"""`dpia workspace`, `due`, `history`: assessments that are kept in a workspace."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from dpia.cli.arguments import AsJson, Force, Quiet, Where
from dpia.cli.console import actor_here, print_json, printable, show, talk, warn
from dpia.errors import NotFound
from dpia.extras import lacking
from dpia.questionnaire.library import Library
from dpia.shipped import load_library

if TYPE_CHECKING:
    from dpia.workspace import Entry, Workspace
    from dpia.workspace.verifying import Verified

NOT_SOUND: Final = (
    "The workspace is not as dpia wrote it. Keep it, find out who wrote in it, and restore the last sound backup."
)
app = typer.Typer(no_args_is_help=True, help="The workspace: where assessments are kept with their whole history.")


def opened(where: str | None, folders: list[Path] | None = None, *, existing: bool = False) -> Workspace:
    """The workspace that was asked for, with the definitions of the user.

    Raises NotFound for a file that has to be `existing`: looking into a workspace makes none.
    """
    try:
        from dpia.workspace import places
    except ImportError:
        raise lacking("web") from None
    named = where or places.default_url()
    if existing and "://" not in named and not Path(named).expanduser().exists():
        raise NotFound(f"{named}: there is no workspace. `dpia serve` and `dpia import --keep` make one where none is.")
    return opened_for(where, load_library(folders or ()))


def opened_for(where: str | None, library: Library) -> Workspace:
    """The workspace that was asked for."""
    try:
        from dpia.workspace import open_workspace
    except ImportError:
        raise lacking("web") from None
    return open_workspace(where, library, at=datetime.now(UTC))


@app.command("path")
def path(where: Where = None, quiet: Quiet = False) -> None:
    """Say where the workspace is.

    [bold]Example:[/bold] dpia workspace path
    """
    try:
        from dpia.workspace.connecting import address_of, shown
    except ImportError:
        raise lacking("web") from None
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
    show(
        f"{printable(entry.id)}  {printable(entry.title)} (revision {entry.head}, {entry.changed_at:%Y-%m-%d})"
        for entry in entries
    )
    if not entries:
        talk("There is no assessment here.")


@app.command("backup")
def backup(
    target: Annotated[Path, typer.Argument(help="The file to write, a zip.")],
    where: Where = None,
    force: Force = False,
    quiet: Quiet = False,
) -> int:
    """Write everything in the workspace into one file, the same for SQLite and PostgreSQL, and verify the workspace.

    Exits with 1 where something in it is not as dpia wrote it. The file is written all the same.

    [bold]Example:[/bold] dpia workspace backup backup.zip
    """
    workspace = opened(where, existing=True)
    from dpia.workspace.backup import write_backup
    from dpia.workspace.verifying import verify_workspace

    number = write_backup(workspace.engine, target, at=datetime.now(UTC), force=force)
    talk(f"Wrote {target} with {_assessments(number)}. Keep it where only you can read it.")
    found = verify_workspace(workspace)
    _show_found(found)
    if found.faults:
        warn(
            "What is in the backup is not as dpia wrote it. Keep the last sound one too, and find out who wrote in the workspace."
        )
    return 1 if found.faults else 0


@app.command("restore")
def restore(
    source: Annotated[Path, typer.Argument(help="A backup.")],
    where: Where = None,
    quiet: Quiet = False,
) -> int:
    """Fill an empty workspace from a backup, and verify it. Exits with 1 where something in it is not as dpia wrote it.

    [bold]Example:[/bold] dpia workspace restore backup.zip --workspace restored.sqlite
    """
    try:
        from dpia.workspace.connecting import shown
        from dpia.workspace.restoring import open_restored
        from dpia.workspace.verifying import verify_workspace
    except ImportError:
        raise lacking("web") from None
    library = load_library(())
    workspace, number = open_restored(where, source, library, actor=actor_here(), at=datetime.now(UTC))
    found = verify_workspace(workspace)
    _show_found(found)
    sound = (
        "It was verified and is not sound." if found.faults else f"It was verified and is sound. Its head: {found.head}"
    )
    talk(f"Restored {_assessments(number)} into {shown(workspace.engine.url)}. {sound}")
    return 1 if found.faults else 0


def _assessments(number: int) -> str:
    return "1 assessment and its whole history" if number == 1 else f"{number} assessments and their whole history"


def _show_found(found: Verified) -> None:
    show(f"BROKEN {fault}" for fault in found.faults)


@app.command("verify")
def verify(
    head: Annotated[
        bool,
        typer.Option("--head", help="Only the head of the journal, to be kept elsewhere: it stands for everything."),
    ] = False,
    anchor: Annotated[
        str | None, typer.Option("--anchor", metavar="NUMBER:HASH", help="A head that was kept, to check against.")
    ] = None,
    where: Where = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """Say whether everything in the workspace is as dpia wrote it. Exits with 1 where it is not.

    It looks at the chain of every assessment, the files, locks and archive, the list, what is due, the words to
    search, and the database itself.
    Without a head that was kept elsewhere nobody can know whether the whole was written anew.

    [bold]Example:[/bold] dpia workspace verify
    """
    workspace = opened(where, existing=True)
    from dpia.workspace.verifying import journal_head, verify_workspace

    if head:
        show([journal_head(workspace.engine)])
        return 0
    noted = _anchor(anchor, "dpia workspace verify --head")
    found = verify_workspace(workspace, noted)
    if as_json:
        print_json(asdict(found))
    else:
        _show_found(found)
        show(f"odd    {note}" for note in found.notes)
        talk(NOT_SOUND if found.faults else f"The workspace is sound. Its head: {found.head}")
        if noted is not None and not found.faults:
            talk(f"The head that was noted down is line {noted[0]} of its journal: nothing before it was written anew.")
    return 1 if found.faults else 0


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
    if head and revisions:
        show([f"{revisions[0].number}:{revisions[0].chain}"])
        return 0
    faults = workspace.verify(name, _anchor(anchor, "dpia history ID --head"))
    if as_json:
        print_json({"revisions": [asdict(one) for one in revisions], "faults": faults})
    else:
        show(
            printable(
                f"{one.number:5}  {one.at:%Y-%m-%d %H:%M}  {one.actor}  {one.kind.value}  {one.content_hash[:8]}  {one.note}"
            ).rstrip()
            for one in revisions
        )
        show(f"BROKEN {fault}" for fault in faults)
    return 1 if faults else 0


def _anchor(text: str | None, command: str) -> tuple[int, str] | None:
    if text is None:
        return None
    number, _, chain = text.partition(":")
    if not number.isdecimal() or len(number) > 9 or len(chain) != 64:
        raise typer.BadParameter(f"write it as `{command}` printed it", param_hint="--anchor")
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
