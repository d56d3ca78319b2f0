"""`dpia questionnaires`: list, show, lint, schema."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dpia.assessment.files import write_whole
from dpia.assessment.kits import kit_problems
from dpia.cli import translating
from dpia.cli.arguments import AsJson, Folders, Force, OnDay, Quiet, as_date, load
from dpia.cli.console import print_json, problem_data, show, talk
from dpia.data import QUESTIONNAIRES
from dpia.errors import Code, Problem
from dpia.questionnaire.library import Library, read_definitions
from dpia.questionnaire.lint import lint as lint_library
from dpia.questionnaire.origin import SHIPPED
from dpia.questionnaire.types import QuestionType
from dpia.shipped import load_library

app = typer.Typer(
    no_args_is_help=True, help="The questionnaires: what there is, what they ask, and whether they are sound."
)


@app.command("list")
def list_(
    folders: Folders = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """List the questionnaires and modules that an assessment can answer, with their hash and where they come from.

    [bold]Example:[/bold] dpia questionnaires list
    """
    library = load_library(folders or ())
    foreign = library.all_foreign_texts()
    replaced = {found.id: found for found in library.replacements if found.kind in ("questionnaire", "module")}
    rows = [
        {
            "id": item.id,
            "kind": item.kind,
            "version": item.version,
            "sha256": library.hashes[item.id],
            "title": item.title,
            "questions": sum(1 for question in item.questions() if question.type is not QuestionType.INFO),
            "origin": library.origin_of(item.id).data(),
            "replaces": [origin.data() for origin in replaced[item.id].earlier] if item.id in replaced else [],
            "foreign_texts": [found.data() for found in foreign if (found.kind, found.id) == (item.kind, item.id)],
        }
        for item in library.questionnaires.values()
    ]
    if as_json:
        print_json(rows)
        return
    cells = [("id", "kind", "version", "questions", "title", "from")]
    for row, item in zip(rows, library.questionnaires.values(), strict=True):
        version = f"{item.version} · {library.hashes[item.id][:8]}"
        where = ", ".join(map(str, (library.origin_of(item.id), *filter(None, [replaced.get(item.id)]))))
        cells.append((item.id, item.kind, version, str(row["questions"]), item.title, where))
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    show("  ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)).rstrip() for line in cells)
    others = (found for found in library.replacements if found.id not in replaced)
    show(f"{found.kind} {found.id}: {found}, {found.origin}" for found in others)
    show(map(str, foreign))


@app.command("show")
def show_(
    name: Annotated[str, typer.Argument(help="The id of a questionnaire, or a question code such as G-2.1.")],
    folders: Folders = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Show what a questionnaire asks, or one question with its help, options, findings and citations.

    [bold]Example:[/bold] dpia questionnaires show gdpr-dpia   [dim]or[/dim]   dpia questionnaires show G-2.1
    """
    from dpia.cli.showing import find_question, question_lines, questionnaire_lines

    library = load_library(folders or ())
    known = library.questionnaires.get(name)
    owner, question = (known, None) if known is not None else find_question(library, name)
    if as_json:
        print_json((question or owner).model_dump(mode="json", by_alias=True, exclude_defaults=True))
    else:
        show(questionnaire_lines(owner) if question is None else question_lines(owner, question))


@app.command()
def lint(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files or folders. Without any, the shipped set.", show_default=False)
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="End with 1 for warnings too, but for `replaces`, which may be meant.")
    ] = False,
    whole: Annotated[
        bool | None,
        typer.Option(
            "--whole-set/--part",
            help="Judge as one complete set, or as an addition to the shipped one. Without either, folders that have a "
            "catalogue, a method and sources are a complete set.",
            show_default=False,
        ),
    ] = None,
    on: OnDay = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """Check definition files: one line for each problem, with file, line, column, code and hint.

    An error ends with 1. A line that says `warning` does so with --strict only.

    What is no complete set is judged together with the shipped one.

    [bold]Example:[/bold] dpia questionnaires lint my-questionnaire.yaml
    """
    library, own = _library_for(paths or [QUESTIONNAIRES], whole)
    problems = lint_library(library, on=as_date(on), whole_set=own is None)
    found = [problem for problem in (*problems, *kit_problems(library)) if _is_own(problem, own)]
    if as_json:
        print_json([_as_data(problem) for problem in found])
    else:
        show(map(str, found))
    errors = sum(not one.warning for one in found)
    counting = [one for one in found if not one.warning or (strict and one.code is not Code.REPLACES)]
    talk(_counted(errors, len(found) - errors, strict=strict))
    return 1 if counting else 0


def _counted(errors: int, warnings: int, *, strict: bool) -> str:
    """How many there are of each kind, and what ends with 1."""
    if not errors and not warnings:
        return "No problems."
    words = [f"{n} {word}{'' if n == 1 else 's'}" for n, word in ((errors, "error"), (warnings, "warning"))]
    return f"{', '.join(words)}." + (" Warnings count only with --strict." if warnings and not strict else "")


def _library_for(paths: list[Path], whole: bool | None) -> tuple[Library, frozenset[str] | None]:
    """The set to judge, and the files of it to speak of; None for all of them."""
    own = read_definitions(paths)
    if whole or (whole is None and own.is_complete):
        return own, None
    files = frozenset(
        (
            *own.documents,
            *(problem.location.file for problem in own.reading_problems),
            *(str(file.path) for file in own.translations),
        )
    )
    return read_definitions([QUESTIONNAIRES], SHIPPED).with_folder(*paths), files


def _is_own(problem: Problem, own: frozenset[str] | None) -> bool:
    return own is None or problem.location.file in own


def _as_data(problem: Problem) -> dict[str, object]:
    data = problem_data(problem)
    return {**data, "message": data["text"]}  # as this command has called it from the beginning


app.command("translations")(translating.translations)


@app.command()
def schema(
    name: Annotated[
        str,
        typer.Argument(
            help="`questionnaire`, `method`, ... for a format; `check` for what `dpia check --json` gives; the id of a "
            "questionnaire for its answers."
        ),
    ] = "questionnaire",
    folders: Folders = None,
    quiet: Quiet = False,
) -> None:
    """Give the JSON Schema of a definition format, of a questionnaire's answers, or of what `check --json` gives.

    [bold]Example:[/bold] dpia questionnaires schema > questionnaire.schema.json
    """
    from dpia.questionnaire.answers import answer_model
    from dpia.questionnaire.schema import SCHEMAS, format_schema
    from dpia.showing.outline_schema import CHECK, check_schema

    if name == CHECK:
        data = check_schema()
    elif name in SCHEMAS:
        data = format_schema(name)
    else:
        data = answer_model(load_library(folders or ()).questionnaire(name)).model_json_schema()
    print_json(data)


@app.command()
def matrix(
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write, .xlsx or .csv.")],
    assessment: Annotated[
        Path | None,
        typer.Option("--assessment", "-a", help="An assessment, to show how far each question is and what it found."),
    ] = None,
    folders: Folders = None,
    on: OnDay = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Write the traceability matrix: each question with its law, ICAT action, EDPB reference, DPV terms and risks.

    [bold]Example:[/bold] dpia questionnaires matrix --output traceability.xlsx
    """
    from dpia.exchange.matrix import matrix as matrix_rows
    from dpia.exchange.matrix import matrix_csv, matrix_xlsx

    writers = {".csv": matrix_csv, ".xlsx": matrix_xlsx}
    writer = writers.get(output.suffix.lower())
    if writer is None:
        raise typer.BadParameter(f"{output} has to end in .xlsx or .csv", param_hint="--output")
    library, evaluation = load(assessment, folders, on) if assessment else (load_library(folders or ()), None)
    write_whole(output, writer(matrix_rows(library, evaluation)), force=force)
    talk(f"Wrote {output}")
