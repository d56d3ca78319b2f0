"""The `dpia` command with its groups."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer
from typer.core import TyperOption

from dpia.cli import (
    assessments,
    doctoring,
    documents,
    filling,
    kits,
    lifecycle,
    listing,
    moving,
    occasions,
    organising,
    questionnaires,
    reports,
    serving,
    workspaces,
)
from dpia.cli.arguments import Quiet
from dpia.cli.console import OPTIONS
from dpia.version import VERSION

app = typer.Typer(
    name="dpia",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 fine, 1 problems found, 2 bad usage or input, 3 a bug in dpia, 130 interrupted.",
)


_type_of = TyperOption.display_type_rich


def _type_of_values(self: TyperOption, ctx: Any) -> str | None:
    """The type that the help shows of an option; none where it takes no value."""
    return None if self.is_flag else _type_of(self, ctx)


TyperOption.display_type_rich = _type_of_values  # type: ignore[method-assign]


def _version(show: bool) -> None:
    if show:
        typer.echo(f"dpia {VERSION}")
        raise typer.Exit


@app.callback()
def _options(
    quiet: Quiet = False,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Data-protection impact assessments: questionnaires, checked answers, and a PDF report to sign."""
    OPTIONS.quiet, OPTIONS.workspace, OPTIONS.questionnaires = quiet, None, ()


app.command("demo")(reports.demo)
app.command("new")(assessments.new)
app.command("check")(assessments.check)
app.command("open")(lifecycle.open_)
app.command("close")(lifecycle.close)
app.command("report")(reports.report)
app.command("document")(documents.document)
app.command("sign")(lifecycle.sign)
app.command("occasion")(occasions.occasion)
app.command("review")(lifecycle.review)
app.command("duplicate")(lifecycle.duplicate_)
app.command("keep")(lifecycle.keep_)
app.command("move")(moving.move_)
app.command("kits")(kits.kits)
app.command("save-kit")(kits.save_kit)
app.command("lists")(listing.lists)
app.command("organisation")(organising.organisation)
app.command("import")(assessments.import_)
app.command("export")(assessments.export)
app.command("diff")(assessments.diff)
app.add_typer(questionnaires.app, name="questionnaires")
app.command("fill")(filling.fill)
app.command("serve")(serving.serve)
app.command("history")(workspaces.history)
app.command("due")(workspaces.due)
workspaces.app.command("token")(serving.token)
app.add_typer(workspaces.app, name="workspace")
app.command("doctor")(doctoring.doctor)


def command() -> Callable[..., Any]:
    """The command that `main` runs."""
    return typer.main.get_command(app)
