"""A new assessment, and the file that invites to fill it in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from textwrap import wrap
from typing import Final

from dpia.assessment.files import dump_part, dump_yaml
from dpia.assessment.listing import lists_hint
from dpia.assessment.model import Assessment, QuestionnaireRef
from dpia.assessment.placeholders import DECISION, MEASURES, REMARKS, RISKS, placeholder_for, row_placeholder
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion, Form
from dpia.questionnaire.kinds import NO_ANSWER_TYPES, Unfit, read_value
from dpia.questionnaire.national import Listed
from dpia.questionnaire.options import Option
from dpia.questionnaire.types import QuestionType

_WIDTH: Final = 100
_INTRODUCTION = (
    "",
    "# Remove the # before an answer, and write it in the place of what stands in < >. What is left",
    "# in < > is refused, so that nothing is taken for an answer that nobody gave. Any answer can also",
    "# be {unknown: true} or {not_applicable: the reason}, and can carry a note:",
    "# {value: yes, note: the note}.",
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
    is neither the usual one nor that which a questionnaire names, which is written down too. Raises pydantic's
    ValidationError for an id, title or organisation that no assessment can have.
    """
    return Assessment(
        id=assessment_id,
        title=title,
        organisation=organisation,
        created=created,
        method=method or (form.method.id if any(item.method for item in form.questionnaires) else None),
        questionnaires=tuple(
            QuestionnaireRef(id=item.id, version=item.version, sha256=form.hashes[item.id])
            for item in form.questionnaires
        ),
    )


def with_title_answered(form: Form, assessment: Assessment) -> Assessment:
    """The assessment with its title as the answer to each question that asks for it (`means: title`), where it fits there."""
    for item in form.asked:
        if item.question.means == "title" and assessment.answer(item.key) is None:
            try:
                read_value(item.question, item.options, assessment.title)
            except Unfit:  # too long for the question, which then stays open
                continue
            assessment = assessment.with_answer(item.key, assessment.title)
    return assessment


def with_full_depth(form: Form, assessment: Assessment) -> Assessment:
    """The assessment with the wish for every question, where a question of the form asks for it (`means: depth_wanted`)."""
    for item in form.asked:
        if item.question.means == "depth_wanted":
            assessment = assessment.with_answer(item.key, "yes")
    return assessment


def invitation(form: Form, assessment: Assessment, listed: Sequence[Listed] = ()) -> str:
    """The assessment as YAML with every question as a comment that only has to be uncommented and answered.

    What is answered already stands there as an answer. `listed` are the entries of the lists of authorities.
    Risks, measures, decision and remarks stand as comments at the end.
    """
    head = dump_yaml(assessment.model_copy(update={"answers": {}})).rstrip()
    questions = _questions(form, (), assessment, listed)
    return "\n".join([head, *_INTRODUCTION, "answers:", *questions, *_registers(form)]) + "\n"


def further_invitation(form: Form, answered: Collection[str], listed: Sequence[Listed] = ()) -> str:
    """The same lines for the questions of all files but those that are `answered` already; goes below `answers:`."""
    return "\n".join([*_questions(form, answered, None, listed), ""])


def _questions(
    form: Form, answered: Collection[str], assessment: Assessment | None, listed: Sequence[Listed]
) -> Iterator[str]:
    owner = None
    for item in sorted(form.asked, key=lambda item: list(form.modules).index(item.owner.id)):
        if item.type in NO_ANSWER_TYPES or item.owner.id in answered:
            continue
        if item.owner.id != owner:
            owner = item.owner.id
            yield f"  {owner}:"
        yield ""
        yield from (f"    {line}" for line in _about(item, listed))
        answer = assessment.answer(item.key) if assessment is not None else None
        if answer is None:
            yield from (f"    # {line}" for line in _lines(form, item))
        else:
            yield from (
                f"    {line}" for line in dump_part(item.question.id, answer.model_dump(mode="json")).splitlines()
            )


def _about(item: CompiledQuestion, listed: Sequence[Listed]) -> Iterator[str]:
    """A question with its help and what can be answered, as comments."""
    code = item.question.code or ""
    yield from _comment(f"{code} {item.question.ask}".strip(), "", " " * (len(code) + 1))
    yield from _comment(item.question.help or "", "  ", "  ")
    yield from _comment(lists_hint(item.question, listed), "  ", "  ")
    if not item.kind.fixed_options:
        yield from _choices((option.id, option.label) for option in item.options)
    yield from _choices((row.id, row.label) for row in item.question.fixed_rows)
    for column in item.columns.values():
        yield from _comment(f"{column.column.id}: {column.column.ask}{_of(column)}", "  ", "    ")


def _of(column: CompiledColumn) -> str:
    """The options of a column behind what it asks."""
    if column.kind.fixed_options or not column.options:
        return ""
    return " – " + "; ".join(_choice(option) for option in column.options)


def _choice(option: Option) -> str:
    return f"{option.id} = {option.label}"


def _choices(labels: Iterable[tuple[str, str]]) -> Iterator[str]:
    """What there is to choose from, one on a line: "ngo = Association"."""
    for name, label in labels:
        yield from _comment(f"{name} = {label}", "  ", "    ")


def _comment(text: str, first: str, further: str) -> list[str]:
    """A text as comments of one width."""
    return wrap(text, _WIDTH + 2, initial_indent=f"# {first}", subsequent_indent=f"# {further}", break_on_hyphens=False)


def _lines(form: Form, item: CompiledQuestion) -> Iterator[str]:
    """What is uncommented and answered: a line, or the first row of a table."""
    if item.type is not QuestionType.TABLE:
        yield f"{item.question.id}: {placeholder_for(form, item)}"
        return
    yield f"{item.question.id}:"
    yield f"  - id: {row_placeholder(form, item.key)}"
    for column in item.columns.values():
        yield f"    {column.column.id}: {placeholder_for(form, column)}"


def _registers(form: Form) -> Iterator[str]:
    """Risks, measures, decision and remarks as comments, with the words of method and catalogue that they take."""
    method = form.method
    yield from (
        "",
        "# Risks. A finding raises risks of the catalogue; each is rated before measures and when all are done.",
    )
    for words, levels in (("severity", method.severity), ("likelihood", method.likelihood)):
        yield from _comment(f"{words}: " + "; ".join(f"{level.id} = {level.label}" for level in levels), "  ", "    ")
    general = [scenario for scenario in form.catalogue.risks if scenario.id not in form.layers.risks]
    yield from _choices((scenario.id, scenario.title) for scenario in general or form.catalogue.risks)
    yield from _skeleton(RISKS)
    yield from ("", "# Measures, which risks name by their ids.", *_skeleton(MEASURES))
    yield from ("", "# The decision. `dpia check` says which are left; conditions belong to a conditional approval.")
    yield from _skeleton(DECISION)
    yield from ("", "# Remarks of reviewers.", *_skeleton(REMARKS))


def _skeleton(text: str) -> list[str]:
    return [f"# {line}" for line in text.splitlines()]
