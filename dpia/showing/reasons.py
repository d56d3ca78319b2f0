"""Why a finding fired: the answers that it rests on, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dpia.assessment.evaluation import Evaluation
from dpia.questionnaire.rules.nodes import Reason
from dpia.questionnaire.rules.truth import State
from dpia.showing.disclosure import Disclosure
from dpia.showing.display import row_name
from dpia.showing.language import Language
from dpia.wording import C_, N_, and_more

MOST = 8
MOST_ROWS = 6
LONGEST = 160
LONGEST_NAME = 80
REGISTER_WORDS: Mapping[str, str] = {
    "level_before": N_("Level before measures"),
    "level_today": N_("Level today"),
    "level_done": N_("Level when all measures are done"),
    "severity_before": N_("Severity before measures"),
    "severity_today": N_("Severity today"),
    "severity_done": N_("Severity when all measures are done"),
    "likelihood_before": N_("Likelihood before measures"),
    "likelihood_today": N_("Likelihood today"),
    "likelihood_done": N_("Likelihood when all measures are done"),
    "rated": N_("Rated?"),
    "accepted": N_("Accepted?"),
    "accepted_by": N_("Accepted by"),
    "accepted_role": N_("Role of who accepted it"),
    "measures": N_("Measures"),
    "status": N_("Status"),
    "owner": N_("Owner"),
    "due": N_("Due"),
}
_NOT_GIVEN = C_("cell of a register", "none")
_WORDS = {
    "yes": N_("Yes"),
    "no": N_("No"),
    "planned": N_("Planned"),
    "partial": N_("Partly implemented"),
    "implemented": N_("Implemented"),
}
Parts = tuple[str, ...]


@dataclass(frozen=True)
class Reasons:
    """What findings rest on, in the words of a language and as far as a version may tell it."""

    evaluation: Evaluation
    words: Language
    disclosure: Disclosure

    def explain(self, reasons: Sequence[Reason]) -> tuple[str, ...]:
        """The answers that made a finding fire, one line for each question or, in tables, for all rows that say the same.

        "Do they learn of it? No (G2 Persons linked wrongly; G4 Children)".
        """
        by_cells = {reason.key for reason in reasons if reason.row is not None}
        lines = [self._whole(reason) for reason in reasons if reason.row is None and reason.key not in by_cells]
        lines += self._of_rows(reasons)
        found = tuple(dict.fromkeys(line for line in lines if line))
        if len(found) <= MOST:
            return found
        return (*found[:MOST], self.words.tell(and_more(len(found) - MOST)))

    def _of_rows(self, reasons: Sequence[Reason]) -> Iterator[str]:
        """Rows that say the same stand together."""
        columns: dict[tuple[str, str], list[str | None]] = {}
        for reason in reasons:
            if reason.row is not None:
                columns.setdefault((reason.key, reason.row), []).append(reason.column)
        rows: dict[tuple[str, Parts], list[str]] = {}
        for (key, row), named in columns.items():
            parts = tuple(dict.fromkeys(part for column in named if (part := self._cell(key, row, column))))
            rows.setdefault((key, parts), []).append(self.row_title(key, row))
        for (_, parts), names in rows.items():
            more = len(names) - MOST_ROWS
            shown = names if more <= 0 else [*names[:MOST_ROWS], self.words.tell(and_more(more))]
            yield f"{', '.join(parts)} ({'; '.join(shown)})" if parts else "; ".join(shown)

    def _whole(self, reason: Reason) -> str:
        item = self.evaluation.form.questions.get(reason.key)
        if item is None:
            return ""
        value = self.evaluation.facts[reason.key]
        if isinstance(value, tuple) and item.columns:
            shown = self.disclosure.shows_row_names(item.key)
            names = [self.row_title(item.key, row.id) if shown else row.id for row in value]
            return _pair(item.question.ask, "; ".join(names) or self.words._("None."))
        return _pair(item.question.ask, self.words.say(item, value))

    def _cell(self, key: str, row: str, column: str | None) -> str:
        item = self.evaluation.form.questions.get(key)
        if column is None or (item is None and column not in REGISTER_WORDS):
            return ""
        value = self._value(key, row, column)
        if item is None:
            return _pair(self.words._(REGISTER_WORDS[column]), self._register_value(column, value))
        found = item.columns[column]
        return _pair(found.column.ask, self.words.say(found, value))

    def _value(self, key: str, row: str, column: str) -> Any:
        rows = self.evaluation.facts[key]
        found = next((entry for entry in rows if entry.id == row), None) if isinstance(rows, tuple) else None
        return found.cells.get(column, State.OPEN) if found is not None else State.OPEN

    def _register_value(self, column: str, value: Any) -> str:
        """A cell of the risks or measures, whose levels are ids of the method."""
        method = self.evaluation.form.method
        labels = {level.id: level.label for level in (*method.severity, *method.likelihood)}
        labels |= {level.id: level.label for level in method.levels}
        if isinstance(value, State):
            return self.words._(_NOT_GIVEN)
        if isinstance(value, tuple | frozenset):
            return ", ".join(sorted(value)) or self.words._(_NOT_GIVEN)
        word = str(value)
        return self.words._(_WORDS[word]) if word in _WORDS else labels.get(word, word)

    def row_title(self, key: str, row: str) -> str:
        """A row by id and name; the rows that a questionnaire gives have a name only."""
        item = self.evaluation.form.questions.get(key)
        titles = {risk.id: risk.title for risk in self.evaluation.risks} if key == "risks" else {}
        titles |= {measure.id: measure.title for measure in self.evaluation.assessment.measures} if not item else {}
        name = row_name(self.evaluation, key, row, self.words.translate) if item else titles.get(row, row)
        if name == row or (item is not None and item.question.fixed_rows):
            return _cut(name, LONGEST_NAME)
        return _cut(f"{row} {name}", LONGEST_NAME)


def _pair(asked: str, said: str) -> str:
    """A question with its answer: "Like real use? No", "Recall: 0.71"."""
    return f"{asked}{'' if asked.endswith(('?', ':')) else ':'} {_cut(said, LONGEST)}"


def _cut(text: str, length: int) -> str:
    """The start of a text, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[:length].rpartition(" ")[0].rstrip(" ,;:") + "…"
