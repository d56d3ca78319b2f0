"""`dpia occasion`: what happened, noted on the day, until the next review takes it over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from dpia.assessment.carrying import occasion_kinds
from dpia.assessment.parts import Occasion
from dpia.cli.arguments import Folders, OnDay, Quiet, Where, as_date
from dpia.cli.console import show, talk, today
from dpia.cli.keeping import again, find_kept
from dpia.cli.lifecycle import EditedFile
from dpia.shipped import load_library
from dpia.wording import did_you_mean


def occasion(
    path: EditedFile,
    what: Annotated[str | None, typer.Option("--what", help="What happened, in a sentence or two.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="What it is; --list says which there are.")] = None,
    by: Annotated[str | None, typer.Option("--by", help="Who noticed it.")] = None,
    remove: Annotated[
        int | None, typer.Option("--remove", min=1, help="Take back what was noted, by its number in --list.")
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="Say what was noted and which kinds there are.")] = False,
    folders: Folders = None,
    where: Where = None,
    on: OnDay = None,
    quiet: Quiet = False,
) -> None:
    """Note on the day what may call for a review: an incident, a request of an authority, a new partner, a change of law.

    It stands beside what was decided and signed, and voids no signature. `dpia check` counts it, a workspace has it due from
    that day on, and the next review (dpia review) takes it over. --on is the day on which it happened. What was answered on an older
    version of a questionnaire stays on it.

    [bold]Example:[/bold] dpia occasion assessment.yaml --kind state_request --what "The police asked for two phone numbers."
    """
    library = load_library(folders or ())
    kept = find_kept(path, library, fits=False)
    kinds = occasion_kinds(library)
    noted = kept.assessment.occasions
    if listed:
        show(list(_lines(noted, kinds)))
        return
    if remove is not None:
        if remove > len(noted):
            raise typer.BadParameter(f"there are {len(noted)}; see them with --list", param_hint="--remove")
        kept.save(kept.assessment.change(occasions=(*noted[: remove - 1], *noted[remove:])))
        talk(f"Took back number {remove} in {path}.")
        return
    if what is None:
        raise typer.BadParameter("say what happened: --what TEXT")
    if as_date(on) > today():
        raise typer.BadParameter("it has not happened yet: give the day on which it did", param_hint="--on")
    if kind is not None and kind not in kinds:
        raise typer.BadParameter(
            f"there is no kind {kind}; {did_you_mean(kind, kinds)}".rstrip("; "), param_hint="--kind"
        )
    data: dict[str, Any] = {"on": as_date(on).isoformat(), "what": what, "by": by, "kind": kind}
    try:
        new = Occasion.model_validate({key: value for key, value in data.items() if value is not None})
        changed = kept.assessment.change(occasions=(*noted, new))
    except ValidationError:
        told = (
            "what happened is plain text that says something, and who noticed it is one line of at most 500 characters"
        )
        raise typer.BadParameter(told) from None
    kept.save(changed)
    talk(f"Noted in {path}. The next review takes it over: dpia review {again(path)}")


def _lines(occasions: tuple[Occasion, ...], kinds: dict[str, str]) -> Iterator[str]:
    for number, one in enumerate(occasions, 1):
        yield f"{number}  {one.on}  {kinds.get(one.kind or '', one.kind or '')}  {' '.join(one.what.split())}"
    if not occasions:
        yield "Nothing was noted yet."
    yield from ("", "Kinds:", *(f"  {name}: {label}" for name, label in kinds.items()))
