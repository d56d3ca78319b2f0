"""`dpia serve`: the browser application on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from dpia.api import check_language
from dpia.cli.arguments import Folders, FontFolders, Quiet, Where
from dpia.cli.console import actor_here, show, talk
from dpia.cli.workspaces import opened
from dpia.extras import lacking


def serve(
    port: Annotated[
        int,
        typer.Option(
            "--port", help="The port on this machine; with 0 that of the last time, or a free one.", min=0, max=65535
        ),
    ] = 0,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the browser.")] = True,
    name: Annotated[
        str | None, typer.Option("--as", help="Who works here; the user of this machine otherwise.")
    ] = None,
    plain_address: Annotated[
        bool,
        typer.Option(
            "--plain-address",
            help="Serve at 127.0.0.1, for browsers that do not find names that end with localhost. "
            "Other programs of this machine then share the host, and with it the cookies.",
        ),
    ] = False,
    language: Annotated[
        str, typer.Option("--language", help="The language of the pages. A report is in that of its assessment.")
    ] = "en",
    where: Where = None,
    folders: Folders = None,
    fonts: FontFolders = None,
    quiet: Quiet = False,
) -> None:
    """Open the browser application on this machine, in which assessments are filled in.

    [bold]Example:[/bold] dpia serve
    """
    workspace = opened(where, folders)
    try:
        from dpia.web.principals import local
        from dpia.web.serving import serve as run
    except ImportError:
        raise lacking("web") from None
    known = workspace.library
    spoken = [questionnaire for questionnaire in known.questionnaires if known.speaks(language, [questionnaire])]
    check_language(language, known, spoken or list(known.questionnaires))
    actor = " ".join((name or actor_here()).split())[:200] or "unknown"
    paths = tuple(folder.resolve() for folder in folders or ())
    run(
        workspace,
        port=port,
        principal=local(actor_here(), actor),
        language=language,
        folders=paths,
        fonts=tuple(folder.resolve() for folder in fonts or ()),
        plain_address=plain_address,
        open_browser=browser,
        tell=lambda line: show([line]),
    )


def token(where: Where = None, quiet: Quiet = False) -> None:
    """Make a new token for scripts that use the JSON API of `dpia serve`, and say in which file it lies.

    The one before it is void; without the file there is none.

    [bold]Example:[/bold] dpia workspace token
    """
    workspace = opened(where, existing=True)
    from dpia.web.bearing import make_token, token_path

    path = token_path(workspace.engine.url)
    make_token(path)
    show([str(path)])
    talk("Scripts send it as `Authorization: Bearer TOKEN`. Only you can read the file.")
