"""`dpia open`, `close`, `sign`, `review`: what happens to an assessment between its first answer and its next review."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from textwrap import fill
from typing import Annotated, Final

import typer
from pydantic import ValidationError

from dpia.assessment.duplicating import duplicate, keep, suggestions
from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.assessment.files import write_assessment
from dpia.assessment.inviting import invited
from dpia.assessment.listing import listed_in
from dpia.assessment.model import Approval, Assessment
from dpia.assessment.naming import id_of
from dpia.assessment.review import start_review
from dpia.assessment.routing import close_questionnaire, open_questionnaire
from dpia.cli.arguments import (
    ASSESSMENT_ENDINGS,
    Folders,
    FontFolders,
    Force,
    OnDay,
    OrganisationFile,
    Quiet,
    Where,
    as_date,
    check_target,
    load,
)
from dpia.cli.console import show, talk
from dpia.cli.keeping import Kept, again, find_kept, is_workspace_id
from dpia.cli.moving import move_of, moved_lines
from dpia.cli.organising import offered, offered_here
from dpia.errors import DpiaError
from dpia.questionnaire.library import Library
from dpia.report.signs import lost_signs
from dpia.shipped import load_library
from dpia.showing.language import Language
from dpia.showing.standing import suggested_things
from dpia.showing.telling import suggestion_told
from dpia.showing.views import Suggestion

WIDTH: Final = 100

EditedFile = Annotated[
    Path,
    typer.Argument(metavar="ASSESSMENT", help="The assessment to change, as YAML or JSON, or an id of the workspace."),
]


def open_(
    path: EditedFile,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[QUESTIONNAIRE]...", help="All that apply, where none is named.")
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", help="Why it applies; needed where no answer says so.")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", help="Who says so.")] = None,
    facts: OrganisationFile = None,
    folders: Folders = None,
    where: Where = None,
    on: OnDay = None,
    quiet: Quiet = False,
) -> None:
    """Add questionnaires to an assessment: those that its answers call for, or others for a reason.

    Every question that is asked now and stands nowhere in the file is written there as a comment. A questionnaire that is answered
    already is taken as it is defined here. Facts of the organisation are offered to what is new, as dpia new does.

    [bold]Example:[/bold] dpia open assessment.yaml   [dim]or[/dim]   dpia open assessment.yaml ai-fria --reason "A chatbot comes."
    """
    kept, library, evaluation = _read_to_edit(path, folders, on)
    assessment = evaluation.assessment
    chosen = tuple(dict.fromkeys(names or evaluation.waiting))
    answered = [ref.id for ref in assessment.questionnaires]
    for name in chosen:
        library.questionnaire(name)
        if not (
            reason
            or name in answered
            or name in evaluation.waiting
            or name in evaluation.opened
            or name in assessment.closed
        ):
            raise DpiaError(f"No answer in {path} opens {name}. Say with --reason why it applies.")
        assessment = _said(_opening(assessment, library, name, reason, by))
    form = kept.check(assessment)
    if facts is not None or not set(form.modules) <= set(evaluation.form.modules):
        known = {*evaluation.form.modules, *evaluation.assessment.answers}
        if is_workspace_id(path) and facts is None:
            assessment = offered_here(path, library, form, assessment, known)
        else:
            assessment = offered(path, facts, form, assessment, known=known)
    kept.save(assessment, invited(evaluate(form, assessment, on=as_date(on)), listed_in(library)))
    if chosen:
        talk(f"Opened {', '.join(chosen)} in {path}. Answer the questions, then run: dpia check {again(path)}")
    else:
        asked = ", and every question that is asked now" if path.suffix.lower() in (".yaml", ".yml") else ""
        talk(f"Every questionnaire that applies to {path} is there{asked}.")


def close(
    path: EditedFile,
    name: Annotated[
        str,
        typer.Argument(metavar="QUESTIONNAIRE", help="The questionnaire, or the module of one, that does not apply."),
    ],
    reason: Annotated[str, typer.Option("--reason", help="Why it does not apply. It stands in the report.")],
    by: Annotated[str | None, typer.Option("--by", help="Who says so.")] = None,
    folders: Folders = None,
    where: Where = None,
    on: OnDay = None,
    quiet: Quiet = False,
) -> None:
    """Say with a reason that a questionnaire or module does not apply. Its answers are kept, and count no more.

    [bold]Example:[/bold] dpia close assessment.yaml ai-fria --reason "The chatbot was given up."
    """
    kept, library, evaluation = _read_to_edit(path, folders, on)
    library.questionnaire(name)
    assessment = _said(lambda: close_questionnaire(evaluation.assessment, evaluation.form, name, reason=reason, by=by))
    kept.check(assessment)
    kept.save(assessment)
    talk(f"Closed {name} in {path}. Open it again with: dpia open {again(path)} {name}")


def sign(
    path: EditedFile,
    name: Annotated[str, typer.Option("--name", help="Who signs.")],
    role: Annotated[str, typer.Option("--role", help="In which role.")],
    folders: Folders = None,
    fonts: FontFolders = None,
    where: Where = None,
    on: OnDay = None,
    quiet: Quiet = False,
) -> None:
    """Sign an assessment: bind a name and a role to its content hash. Any later change makes the signature void.

    A signature on your own machine is a statement; it proves nothing about who typed it.

    [bold]Example:[/bold] dpia sign assessment.yaml --name "C. Example" --role Director
    """
    kept, _, evaluation = _read_to_edit(path, folders, on)
    assessment, state = evaluation.assessment, evaluation.decision
    if not state.fits:
        reason = str(state.wrong[0]) if state.wrong else "No decision has been taken yet."
        raise DpiaError(f"{path} cannot be signed: {reason} See: dpia check {again(path)}")
    if (before := assessment.signed_by(name)) is not None:
        raise DpiaError(
            f"{path} is signed already by {before.name}, {before.role}, on {before.on}. Nothing was changed."
        )
    if lost := lost_signs(evaluation, tuple(fonts or ())):
        talk(f"Note: {lost.told()} Who reads the report does not see what is signed.")
    signed = _said(lambda: _signed(assessment, name, role, as_date(on)))
    kept.save(signed)
    talk(f"Signed {path} as {name}, {role}. Content hash: {assessment.content_hash}")


def review(
    path: Annotated[Path, typer.Argument(metavar="DECIDED", help="The decided assessment, or its report PDF.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file to write; beside the decided one otherwise.")
    ] = None,
    folders: Folders = None,
    where: Where = None,
    on: OnDay = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Begin the review of a decided assessment: answers, conditions, risks and measures are carried over.

    The report of the review shows what changed since the version it was made from. Where its questionnaires have moved on
    since, answers move along as `dpia move` says; the decided one stays as it is.

    [bold]Example:[/bold] dpia review approved.pdf --output review-2027.yaml
    """
    day = as_date(on)
    target = output or path.with_name(f"{path.stem}-review-{day.isoformat()}.yaml")
    check_target(target, ASSESSMENT_ENDINGS, path)
    library = load_library(folders or ())
    moved = move_of(path, library)
    if not moved.versions:  # it is on the installed ones, so it has to fit them
        evaluation = load(path, folders, on)[1]
        if moved.before.decision is not None and not evaluation.decision.fits:
            talk(f"Note: under the rules of today the decision in {path} is not among those that were left.")
    write_assessment(start_review(moved.before, library, on=day, moved=moved), target, force=force)
    for line in moved_lines(moved) if moved.changed else ():
        talk(line)
    if not moved.before.valid_approvals:
        talk(f"Note: {path} carries no signature that holds for its content.")
    talk(f"Wrote {target}. Answer its questionnaire `review`, then run: dpia check {again(target)}")


def duplicate_(
    path: Annotated[
        Path, typer.Argument(metavar="ASSESSMENT", help="The assessment to begin from, or its report PDF.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write, .yaml or .json.")],
    title: Annotated[str, typer.Option("--title", "-t", help="What the other processing is called.")],
    folders: Folders = None,
    where: Where = None,
    on: OnDay = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Begin the assessment of another processing from this one: facts are carried over, decision and signatures are not.

    Opinions, views, days, the state of measures and acceptances are only suggested, and count as missing until they are kept
    or changed.

    [bold]Example:[/bold] dpia duplicate assessment.yaml --output telephone.yaml --title "Telephone at night"
    """
    check_target(output, ASSESSMENT_ENDINGS, path)
    _, evaluation = load(path, folders, on)
    new_id = id_of(output.stem)
    copied = _said(
        lambda: duplicate(evaluation.assessment, evaluation.form, assessment_id=new_id, title=title, on=as_date(on))
    )
    write_assessment(copied, output, force=force)
    waiting = len(suggested_things(evaluate(evaluation.form, copied, on=as_date(on)), Language("en", str)))
    more = f"{waiting} entries are only suggested. See them with: dpia keep {again(output)} --list"
    talk(f"Wrote {output}. {more if waiting else f'Fill it in, then run: dpia check {again(output)}'}")


def keep_(
    path: EditedFile,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="What to keep, by the names that --list gives.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Keep everything that --list shows.")] = False,
    listed: Annotated[bool, typer.Option("--list", help="Say what is suggested, and change nothing.")] = False,
    folders: Folders = None,
    where: Where = None,
    on: OnDay = None,
    quiet: Quiet = False,
) -> None:
    """Keep what is only suggested: from now on a person answers for it, as it stands.

    [bold]Example:[/bold] dpia keep telephone.yaml --list   [dim]then[/dim]   dpia keep telephone.yaml --all
    """
    kept, _, evaluation = _read_to_edit(path, folders, on)
    there, english = suggestions(evaluation.assessment), Language("en", str)
    found = suggested_things(evaluation, english)
    hidden = len(there) - len(found)
    not_asked = f" Of questions that are not asked now, {hidden} more are suggested." if hidden else ""
    if listed:
        if not found:
            talk(f"Nothing in {path} is only suggested.{not_asked}")
            return
        show(line for one in found for line in _suggestion_lines(one, suggestion_told(evaluation, one, english)))
        if hidden:
            talk(not_asked.strip())
        return
    if not (names or everything):
        raise typer.BadParameter("name what to keep, or say --all; --list says what there is")
    wanted = tuple(one.name for one in found) if everything else tuple(names or ())
    assessment = keep(evaluation.assessment, wanted)
    kept.check(assessment)
    kept.save(assessment)
    left = len(suggestions(assessment))
    talk(
        f"Kept {len(there) - left} entries in {path}; {left} are still only suggested.{not_asked if everything else ''}"
    )


def _suggestion_lines(one: Suggestion, told: str) -> Iterator[str]:
    """What is suggested and whence, and below it its value, so that nobody keeps what they did not read."""
    yield f"{one.name}  {one.code} {one.title}".rstrip() + f"  ({one.origin})"
    if told:
        yield fill(told, WIDTH, initial_indent="    ", subsequent_indent="    ")


def _read_to_edit(path: Path, folders: list[Path] | None, on: str | None) -> tuple[Kept, Library, Evaluation]:
    """The assessment that is to be changed where it is kept. Raises DpiaError for a report."""
    library = load_library(folders or ())
    kept = find_kept(path, library)
    return kept, library, evaluate(kept.form, kept.assessment, on=as_date(on))


def _opening(
    assessment: Assessment, library: Library, name: str, reason: str | None, by: str | None
) -> Callable[[], Assessment]:
    return lambda: open_questionnaire(assessment, library, name, reason=reason, by=by)


def _signed(assessment: Assessment, name: str, role: str, on: date) -> Assessment:
    signature = Approval(name=name, role=role, on=on, content_hash=assessment.content_hash)
    return assessment.change(approvals=(*assessment.approvals, signature))


def _said(change: Callable[[], Assessment]) -> Assessment:
    """The changed assessment. Raises a usage error where a text that was given cannot stand in it."""
    try:
        return change()
    except ValidationError as error:
        names = ", ".join(dict.fromkeys(f"--{problem['loc'][-1]}" for problem in error.errors() if problem["loc"]))
        message = "a name, a role and who says so are one line of at most 500 characters; a reason is plain text"
        raise typer.BadParameter(message, param_hint=names or None) from None
