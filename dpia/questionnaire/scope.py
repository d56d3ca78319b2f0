"""The names that the rules of a file may use, with their types."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from dpia.questionnaire.kinds import kind_of
from dpia.questionnaire.model import AskedBase, Column, Question, Questionnaire
from dpia.questionnaire.rules.types import Kind, Scope, Table, Type, Variable
from dpia.questionnaire.types import QuestionType

_FILES = re.compile(r"(?<![\w.])([a-z_][a-z0-9_]*)\.[a-z_]")
_YES_NO = Type(Kind.CHOICE, ("yes", "no"))
_STATUS = Type(Kind.CHOICE, ("planned", "partial", "implemented"))


def scope_of(
    own: Questionnaire,
    files: Mapping[str, Questionnaire],
    severity: Mapping[str, int],
    likelihood: Mapping[str, int],
    risk: Mapping[str, int],
    scenarios: Sequence[str],
) -> Scope:
    """The scope of one file: its own questions, those of the files it includes and uses, and the registers."""
    near = [own, *(files[name] for name in dict.fromkeys((*own.includes(), *own.uses)) if name in files)]
    variables = {
        file.id: {q.id: Variable(f"{file.id}.{q.id}", _type(q, file)) for q in file.questions()} for file in near
    }
    tables = {table.key: table for file in near for table in _tables(file)}
    registers = {table.key: table for table in _registers(severity, likelihood, risk, scenarios)}
    names = variables[own.id] | {key: Variable(key, Type(Kind.TABLE, table=key)) for key in registers}
    others = {file_id.replace("-", "_"): found for file_id, found in variables.items()}
    scores = {f"{file.id}.{q.id}": found for file in near for q in file.questions() if (found := _scores(q, file))}
    most = {f"{file.id}.{q.id}": _most(q, file) for file in near for q in file.questions() if _scores(q, file)}
    return Scope(names, others, tables | registers, scores=scores, max_scores=most)


def files_named(rule: str) -> frozenset[str]:
    """The files that a rule names, as it writes them: `ai_fria.use` names "ai_fria"."""
    return frozenset(_FILES.findall(rule))


def scope_of_files(files: Mapping[str, Questionnaire]) -> Scope:
    """The scope of a file that has no questions of its own: those of all files, which are named with their file."""
    names = {
        file.id.replace("-", "_"): {q.id: Variable(f"{file.id}.{q.id}", _type(q, file)) for q in file.questions()}
        for file in files.values()
    }
    return Scope({}, names, {table.key: table for file in files.values() for table in _tables(file)})


def _type(asked: AskedBase, file: Questionnaire) -> Type:
    kind = kind_of(asked).rule_kind
    options = tuple(option.id for option in file.options_of(asked))
    if isinstance(asked, Column) and asked.type is QuestionType.ROW:
        return Type(kind, table=_key(asked.of or "", file))
    if asked.type is QuestionType.TABLE:
        return Type(kind, table=f"{file.id}.{asked.id}")
    return Type(kind, options, tally=_is_tally(asked, file))


def _is_tally(asked: AskedBase, file: Questionnaire, seen: frozenset[str] = frozenset()) -> bool:
    """Whether a computed number is made of scores and counts, perhaps by way of other computed numbers.

    Rules are not read yet when the names that they may use are put together, so the text of the rule has to say it.
    """
    if not isinstance(asked, Question) or asked.value is None or asked.id in seen:
        return False
    words = set(_WORDS.findall(asked.value))
    if "ratio" in words or not words:
        return False
    near = (found for word in sorted(words) if (found := file.question(word)) is not None)
    return bool(words & _COUNTING) or any(_is_tally(other, file, seen | {asked.id}) for other in near)


_WORDS = re.compile(r"[a-z_][a-z0-9_]*")
_COUNTING = frozenset({"score", "max_score", "count", "count_true", "total"})


def _tables(file: Questionnaire) -> Iterator[Table]:
    for question in file.questions():
        if question.type is QuestionType.TABLE:
            columns = {column.id: _type(column, file) for column in question.columns}
            source = _key(question.source_table, file) if question.source_table else None
            fixed = tuple(row.id for row in question.fixed_rows)
            yield Table(f"{file.id}.{question.id}", columns, source, fixed)


def _key(reference: str, file: Questionnaire) -> str:
    return reference if "." in reference else f"{file.id}.{reference}"


def _scores(question: Question, file: Questionnaire) -> dict[str, float]:
    options = file.options_of(question)
    if all(option.score is None for option in options):
        return {}
    return {option.id: float(option.score or 0) for option in options}


def _most(question: Question, file: Questionnaire) -> float:
    """The highest score that an answer can have: of one option, or of all that can be chosen together."""
    options = [(option.score or 0, option.exclusive) for option in file.options_of(question)]
    alone = max(float(score) for score, _ in options)
    if question.type is not QuestionType.CHOICES:
        return alone
    return max(alone, sum(float(score) for score, exclusive in options if score > 0 and not exclusive), 0.0)


def _registers(
    severity: Mapping[str, int], likelihood: Mapping[str, int], risk: Mapping[str, int], scenarios: Sequence[str]
) -> Iterator[Table]:
    columns = {
        "scenario": Type(Kind.CHOICE, tuple(scenarios)),
        "kind": Type(Kind.CHOICES, ("event", "by_design")),
        "accepted": _YES_NO,
        "accepted_by": Type(Kind.TEXT),
        "accepted_role": Type(Kind.TEXT),
        "rated": _YES_NO,
        "measures": Type(Kind.REFERENCE, table="measures"),
    }
    for moment in ("before", "today", "done"):
        columns[f"severity_{moment}"] = Type(Kind.SCALE, tuple(severity), places=severity)
        columns[f"likelihood_{moment}"] = Type(Kind.SCALE, tuple(likelihood), places=likelihood)
        columns[f"level_{moment}"] = Type(Kind.SCALE, tuple(risk), places=risk)
    yield Table("risks", columns)
    yield Table("measures", {"status": _STATUS, "owner": Type(Kind.TEXT), "due": Type(Kind.DATE)})
