"""`dpia occasion`: what happened, noted on the day, until the next review takes it over."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from pydantic import ValidationError

from dpia.assessment.carrying import occasion_kinds
from dpia.assessment.parts import Occasion
from dpia.cli.arguments import Folders, OnDay, Quiet, Where, as_date
from dpia.cli.console import show, talk
from dpia.cli.keeping import again, find_kept
from dpia.cli.lifecycle import EditedFile
from dpia.shipped import load_library
from dpia.wording import did_you_mean


def occasion(
    path: EditedFile,
    what: Annotated[str | None, typer.Option("--what", help="What happened, in a sentence or two.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="What it is; --list says which there are.")] = None,
    by: Annotated[str | None, typer.Option("--by", help="Who noticed it.")] = None,
    listed: Annotated[bool, typer.Option("--list", help="Say what was noted and which kinds there are.")] = False,
    folders: Folders = None,
    where: Where = None,
    on: OnDay = None,
    quiet: Quiet = False,
) -> None:
    """Note on the day what may call for a review: an incident, a request of an authority, a new partner, a change of law.

    It stands beside what was decided and signed, and voids no signature. It is due from that day on, and the next review
    (dpia review) takes it over.

    [bold]Example:[/bold] dpia occasion assessment.yaml --kind state_request --what "The police asked for two phone numbers."
    """
    library = load_library(folders or ())
    kept = find_kept(path, library)
    kinds = occasion_kinds(library)
    if listed or what is None:
        show(_lines(kept.assessment.occasions, kinds))
        if not listed:
            raise typer.BadParameter("say what happened: --what TEXT")
        return
    if kind is not None and kind not in kinds:
        raise typer.BadParameter(
            f"there is no kind {kind}; {did_you_mean(kind, kinds)}".rstrip("; "), param_hint="--kind"
        )
    data: dict[str, Any] = {"on": as_date(on).isoformat(), "what": what, "by": by, "kind": kind}
    try:
        noted = Occasion.model_validate({key: value for key, value in data.items() if value is not None})
    except ValidationError:
        told = "what happened is plain text, and who noticed it is one line of at most 500 characters"
        raise typer.BadParameter(told) from None
    kept.save(kept.assessment.change(occasions=(*kept.assessment.occasions, noted)))
    talk(f"Noted in {path}. The next review takes it over: dpia review {again(path)}")


def _lines(occasions: tuple[Occasion, ...], kinds: dict[str, str]) -> list[str]:
    noted = [
        f"{one.on}  {kinds.get(one.kind or '', one.kind or '')}  {' '.join(one.what.split())}" for one in occasions
    ]
    return [
        *(noted or ["Nothing was noted yet."]),
        "",
        "Kinds:",
        *(f"  {name}: {label}" for name, label in kinds.items()),
    ]
