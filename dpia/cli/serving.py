"""`dpia serve`: the browser application on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from dpia.api import check_language
from dpia.cli.arguments import Folders, Quiet, Where
from dpia.cli.console import actor_here, show
from dpia.cli.workspaces import opened
from dpia.errors import DpiaError


def serve(
    port: Annotated[
        int, typer.Option("--port", help="The port on this machine; a free one with 0.", min=0, max=65535)
    ] = 0,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the browser.")] = True,
    name: Annotated[
        str | None, typer.Option("--as", help="Who works here; the user of this machine otherwise.")
    ] = None,
    language: Annotated[
        str, typer.Option("--language", help="The language of the pages. A report is in that of its assessment.")
    ] = "en",
    where: Where = None,
    folders: Folders = None,
    quiet: Quiet = False,
) -> None:
    """Open the browser application on this machine, in which assessments are filled in.

    [bold]Example:[/bold] dpia serve
    """
    workspace = opened(where, folders)
    try:
        from dpia.web.serving import serve as run
    except ImportError:
        raise DpiaError("The browser application needs more packages. Install them: pip install 'dpia[web]'") from None
    known = workspace.library
    spoken = [questionnaire for questionnaire in known.questionnaires if known.speaks(language, [questionnaire])]
    check_language(language, known, spoken or list(known.questionnaires))
    actor = " ".join((name or actor_here()).split())[:200] or "unknown"
    paths = tuple(folder.resolve() for folder in folders or ())
    run(
        workspace,
        port=port,
        actor=actor,
        language=language,
        folders=paths,
        open_browser=browser,
        tell=lambda line: show([line]),
    )
