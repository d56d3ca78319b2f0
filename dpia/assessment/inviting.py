"""The file that invites to fill it in: each question that is asked as things stand, as a comment to be answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import wrap
from types import MappingProxyType
from typing import Final

from dpia.assessment.editing import Invited
from dpia.assessment.evaluation import Evaluation
from dpia.assessment.files import dump_part, dump_yaml
from dpia.assessment.listing import lists_hint
from dpia.assessment.offering import blank_row, offered_columns, offered_options
from dpia.assessment.placeholders import DECISION, MEASURES, REMARKS, RISKS, placeholder_for, row_placeholder
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion
from dpia.questionnaire.kinds import NO_ANSWER_TYPES
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
    "# Here stands what is asked as things are now. Answers ask for more: `dpia open` with the name of",
    "# this file writes it here, and `dpia fill` asks it, question by question.",
)


def invitation(
    evaluation: Evaluation, listed: Sequence[Listed] = (), hints: Mapping[str, str] = MappingProxyType({})
) -> str:
    """The assessment as YAML with each question that is asked as a comment that only has to be uncommented and answered.

    What is answered already stands there as an answer, asked or not. `listed` are the entries of the lists of authorities,
    `hints` what a starter kit says of a question, by its code.
    Risks, measures, decision and remarks stand as comments at the end.
    """
    head = dump_yaml(evaluation.assessment.model_copy(update={"answers": {}})).rstrip()
    questions = _questions(evaluation, listed, hints)
    return "\n".join([head, *_INTRODUCTION, "answers:", *questions, *_registers(evaluation)]) + "\n"


def invited(evaluation: Evaluation, listed: Sequence[Listed] = ()) -> tuple[Invited, ...]:
    """The same comments one by one, for each question that is asked, in the order in which they are."""
    return tuple(
        Invited(item.owner.id, item.question.id, tuple(_lines(evaluation, item, listed)))
        for item in _asked(evaluation)
        if evaluation.states[item.key].shown
    )


def _asked(evaluation: Evaluation) -> list[CompiledQuestion]:
    """The questions that take an answer, file by file."""
    files = list(evaluation.form.modules)
    asked = sorted(evaluation.form.asked, key=lambda item: files.index(item.owner.id))
    return [item for item in asked if item.type not in NO_ANSWER_TYPES]


def _questions(evaluation: Evaluation, listed: Sequence[Listed], hints: Mapping[str, str]) -> Iterator[str]:
    owner = None
    for item in _asked(evaluation):
        answer = evaluation.assessment.answer(item.key)
        if answer is None and not evaluation.states[item.key].shown:
            continue
        if item.owner.id != owner:
            owner = item.owner.id
            yield f"  {owner}:"
        yield ""
        if (hint := hints.get(item.question.code or "")) is not None:
            yield from (f"    {line}" for line in _comment(f"Hint of the starter kit: {hint}", "", "  "))
        if answer is None:
            yield from (f"    {line}" for line in _lines(evaluation, item, listed))
            continue
        yield from (f"    {line}" for line in _about(evaluation, item, listed))
        yield from (f"    {line}" for line in dump_part(item.question.id, answer.model_dump(mode="json")).splitlines())


def _lines(evaluation: Evaluation, item: CompiledQuestion, listed: Sequence[Listed]) -> Iterator[str]:
    """A question and the place for its answer, as comments."""
    yield from _about(evaluation, item, listed)
    yield from (f"# {line}" for line in _places(evaluation, item))


def _about(evaluation: Evaluation, item: CompiledQuestion, listed: Sequence[Listed]) -> Iterator[str]:
    """A question with its help and what can be answered as things stand, as comments."""
    code = item.question.code or ""
    yield from _comment(f"{code} {item.question.ask}".strip(), "", " " * (len(code) + 1))
    yield from _comment(item.question.help or "", "  ", "  ")
    yield from _comment(lists_hint(item.question, listed), "  ", "  ")
    offered, columns = offered_options(evaluation, item), offered_columns(evaluation, item)
    if not item.kind.fixed_options:
        yield from _choices((option.id, option.label) for option in offered)
    yield from _choices((row.id, row.label) for row in item.question.fixed_rows)
    more = len(offered) < len(item.options) or len(columns) < len(item.columns)
    for column in columns:
        choices = offered_options(evaluation, column, blank_row(item))
        more = more or len(choices) < len(column.options)
        yield from _comment(f"{column.column.id}: {column.column.ask}{_of(column, choices)}", "  ", "    ")
    if more:
        yield from _comment(f"Other answers can open more here: dpia questionnaires show {code}", "  ", "  ")


def _of(column: CompiledColumn, options: Sequence[Option]) -> str:
    """The options of a column behind what it asks."""
    if column.kind.fixed_options or not options:
        return ""
    return " – " + "; ".join(_choice(option) for option in options)


def _choice(option: Option) -> str:
    return f"{option.id} = {option.label}"


def _choices(labels: Iterable[tuple[str, str]]) -> Iterator[str]:
    """What there is to choose from, one on a line: "ngo = Association"."""
    for name, label in labels:
        yield from _comment(f"{name} = {label}", "  ", "    ")


def _comment(text: str, first: str, further: str) -> list[str]:
    """A text as comments of one width."""
    return wrap(text, _WIDTH + 2, initial_indent=f"# {first}", subsequent_indent=f"# {further}", break_on_hyphens=False)


def _places(evaluation: Evaluation, item: CompiledQuestion) -> Iterator[str]:
    """What is uncommented and answered: a line, or the first row of a table."""
    form = evaluation.form
    if item.type is not QuestionType.TABLE:
        yield f"{item.question.id}: {placeholder_for(form, item, offered_options(evaluation, item))}"
        return
    yield f"{item.question.id}:"
    yield f"  - id: {row_placeholder(form, item.key)}"
    for column in offered_columns(evaluation, item):
        choices = offered_options(evaluation, column, blank_row(item))
        yield f"    {column.column.id}: {placeholder_for(form, column, choices)}"


def _registers(evaluation: Evaluation) -> Iterator[str]:
    """Risks, measures, decision and remarks as comments, with the words of method and catalogue that they take."""
    method = evaluation.form.method
    yield from (
        "",
        "# Risks. A finding raises risks of the catalogue; each is rated before measures and when all are done.",
    )
    for words, levels in (("severity", method.severity), ("likelihood", method.likelihood)):
        yield from _comment(f"{words}: " + "; ".join(f"{level.id} = {level.label}" for level in levels), "  ", "    ")
    scenarios = evaluation.form.scenarios(evaluation.facts)
    yield from _choices((scenario.id, scenario.title) for scenario in scenarios)
    assessment = evaluation.assessment
    yield from _skeleton(RISKS, there=bool(assessment.risks))
    yield from ("", "# Measures, which risks name by their ids.", *_skeleton(MEASURES, there=bool(assessment.measures)))
    yield from ("", "# The decision. `dpia check` says which are left; conditions belong to a conditional approval.")
    yield from _skeleton(DECISION, there=assessment.decision is not None)
    yield from ("", "# Remarks of reviewers.", *_skeleton(REMARKS, there=bool(assessment.remarks)))


def _skeleton(text: str, *, there: bool) -> list[str]:
    """A register as a comment to be answered; where it stands above already, a second one would be a key twice."""
    key, *fields = text.splitlines()
    if not there:
        return [f"# {line}" for line in (key, *fields)]
    return [
        f"# What there is stands above, at `{key}` Add others there, with these parts:",
        *(f"# {line}" for line in fields),
    ]
