"""A new assessment, and the file that invites to fill it in."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from textwrap import wrap

from dpia.assessment.files import dump_yaml
from dpia.assessment.model import Assessment, QuestionnaireRef
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion, Form
from dpia.questionnaire.kinds import NO_ANSWER_TYPES
from dpia.questionnaire.types import QuestionType

_INTRODUCTION = (
    "",
    "# Remove the # before an answer and fill it in. Any answer can also be {unknown: true} or",
    "# {not_applicable: the reason}, and can carry a note: {value: yes, note: the note}.",
)


def new_assessment(
    form: Form,
    *,
    assessment_id: str,
    title: str,
    created: date,
    organisation: str | None = None,
    method: str | None = None,
) -> Assessment:
    """An assessment without answers on the questionnaires of a form, with the version and hash of each.

    `assessment_id` is lower-case words joined by hyphens, `created` its first day, `method` the id of a risk method where it
    is not the usual one. Raises pydantic's ValidationError for an id, title or organisation that no assessment can have.
    """
    return Assessment(
        id=assessment_id,
        title=title,
        organisation=organisation,
        created=created,
        method=method,
        questionnaires=tuple(
            QuestionnaireRef(id=item.id, version=item.version, sha256=form.hashes[item.id])
            for item in form.questionnaires
        ),
    )


def invitation(form: Form, assessment: Assessment) -> str:
    """The assessment as YAML with every question as a comment that only has to be uncommented and answered."""
    return "\n".join([dump_yaml(assessment).rstrip(), *_INTRODUCTION, "answers:", *_questions(form, ())]) + "\n"


def further_invitation(form: Form, answered: Collection[str]) -> str:
    """The same lines for the questions of all files but those that are `answered` already; goes below `answers:`."""
    return "\n".join([*_questions(form, answered), ""])


def _questions(form: Form, answered: Collection[str]) -> Iterator[str]:
    owner = None
    for item in sorted(form.asked, key=lambda item: list(form.modules).index(item.owner.id)):
        if item.type in NO_ANSWER_TYPES or item.owner.id in answered:
            continue
        if item.owner.id != owner:
            owner = item.owner.id
            yield f"  {owner}:"
        yield from _question(form, item)


def _question(form: Form, item: CompiledQuestion) -> Iterator[str]:
    yield ""
    yield f"    # {item.question.code} {item.question.ask}"
    for text in wrap(item.question.help or "", 100):
        yield f"    #   {text}"
    if item.type is QuestionType.TABLE:
        yield f"    # {item.question.id}:"
        yield f"    #   - id: {_row_id(form, item.key)}"
        for column in item.columns.values():
            yield f"    #     {column.column.id}: {_example(form, column)}"
    else:
        yield f"    # {item.question.id}: {_example(form, item)}"


def _row_id(form: Form, key: str) -> str:
    """An id that a row of a table can have; it is the other table's where that one decides about the rows."""
    item = form.questions.get(key)
    if item is None:
        return "P1"
    if item.source is not None:
        return _row_id(form, item.source)
    return item.question.fixed_rows[0].id if item.question.fixed_rows else f"{item.question.prefix or 'P'}1"


def _example(form: Form, item: CompiledQuestion | CompiledColumn) -> str:
    table = item.of if isinstance(item, CompiledColumn) else None
    example = _row_id(form, table) if table is not None else item.kind.sample(item.asked, item.options)
    return f"[{example}]" if item.asked.many else example
