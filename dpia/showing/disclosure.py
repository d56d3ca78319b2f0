"""What a version of the report may show. Whatever was made from something withheld is withheld with it.

A question whose condition reads a withheld answer would tell that answer by being there or not, so it is not listed at all. An
answer that was taken over and rows that were chosen by a rule are shown only with all that they rest on, and so is a computed
number, unless it has a level of its own: then its author says that it may be told though its parts are not.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Final

from dpia.questionnaire.compiled import CompiledColumn, CompiledFinding, CompiledQuestion, Form
from dpia.questionnaire.model import Publication, RegisterView
from dpia.questionnaire.rules.logic import CountTrue
from dpia.questionnaire.rules.nodes import Answer, Cell, Node, Reason
from dpia.questionnaire.rules.rows import Counted, Quantified, Rows, Total
from dpia.showing.display import name_column

REGISTER_VIEWS: Final = {
    "risks": (RegisterView.RISKS_BEFORE, RegisterView.RISKS_DONE),
    "measures": (RegisterView.MEASURES, RegisterView.PLAN),
    "decision": (RegisterView.DECISION,),
}
_OPENNESS: Final = {Publication.PUBLIC: 0, Publication.RESTRICTED: 1, Publication.OPERATIONAL: 2}
Place = tuple[str, str | None]
"""A question by its key, and a column of its table."""


class Disclosure:
    """What may be shown at a publication level."""

    def __init__(self, form: Form, publication: Publication) -> None:
        self._form, self._publication = form, publication
        self._known: dict[Hashable, bool] = {}
        for item in form.questions.values():  # each stands behind what it depends on, so that no chain is too long
            self.shows(item)

    def lists(self, item: CompiledQuestion) -> bool:
        """Whether a question may be named where it shows, and so be missing where it does not."""
        return self._once(("lists", item.key), lambda: self._may_read(item.shown))

    def shows(self, item: CompiledQuestion) -> bool:
        """Whether the answer may be shown, with the answer that it was taken from and all that it was made from.

        A computed number with a level of its own may be told though its parts are not: its author says so.
        """
        return self._once(
            item.key,
            lambda: (
                self._is_open(item.question.publish)
                and self.lists(item)
                and self._shows_key(item.default_from)
                and (item.question.publish is not None or self._may_read(item.value))
                and self._may_read(item.row_condition)
            ),
        )

    def shows_column(self, item: CompiledQuestion, column: CompiledColumn) -> bool:
        """Whether a column of a table may be shown; one without a level of its own has that of its question."""
        return self._once(
            (item.key, column.column.id),
            lambda: (
                self._is_open(column.column.publish or item.question.publish)
                and (not column.shared or self._shows_place((item.default_from or "", column.column.id)))
                and self._may_read(column.shown)
            ),
        )

    def shows_row_names(self, key: str) -> bool:
        """Whether the names of a table's rows may be shown where other tables refer to them."""
        item = self._form.questions.get(key)
        if item is None or not self.shows(item):
            return item is None
        if item.source is not None:
            return self.shows_row_names(item.source)
        if item.question.fixed_rows:
            return True  # the questionnaire names them
        named = item.columns.get(name_column(item) or "")
        return named is None or self.shows_column(item, named)

    def shows_register(self, name: str) -> bool:
        """Whether the risks, measures or the decision may be shown: as openly as the most confidential question with them."""
        views = REGISTER_VIEWS[name]
        items = [item for item in self._form.questions.values() if item.question.view in views]
        return all(self.shows(item) for item in items) if items else self._is_open(None)

    def may_tell(self, finding: CompiledFinding, reasons: tuple[Reason, ...]) -> bool:
        """Whether a finding may be told that fired for some reasons. What follows from a withheld answer would tell that answer."""
        asked = self._form.questions[finding.question]
        read = tuple(places_of(finding.condition))
        return (
            self.shows(asked)
            and all(self._may_quote(reason, read) for reason in reasons)
            and all(self._shows_place(place) for place in _silent_places(finding.condition))
        )

    def _may_quote(self, reason: Reason, read: tuple[Place, ...]) -> bool:
        if reason.row is None:  # no row decides, so all cells do that the rule looks at
            return all(self._shows_place(place) for place in read if place[0] == reason.key)
        return self.shows_row_names(reason.key) and self._shows_place((reason.key, reason.column))

    def _is_open(self, level: Publication | None) -> bool:
        """Whether a level may be shown; restricted where none is said."""
        return _OPENNESS[level or Publication.RESTRICTED] <= _OPENNESS[self._publication]

    def _shows_key(self, key: str | None) -> bool:
        item = self._form.questions.get(key or "")
        return item is None or self.shows(item)

    def _may_read(self, node: Node | None) -> bool:
        return node is None or all(self._shows_place(place) for place in places_of(node))

    def _shows_place(self, place: Place) -> bool:
        key, name = place
        item = self._form.questions.get(key)
        if item is None:
            return key not in REGISTER_VIEWS or self.shows_register(key)
        column = item.columns.get(name or "")
        return self.shows(item) and (column is None or self.shows_column(item, column))

    def _once(self, key: Hashable, found: Callable[[], bool]) -> bool:
        if self._publication is Publication.OPERATIONAL:
            return True
        if key not in self._known:
            self._known[key] = found()
        return self._known[key]


def places_of(node: Node) -> Iterator[Place]:
    """Every question that an expression reads, with the column where it reads a cell."""
    match node:
        case Answer():
            yield node.key, None
        case Cell():
            yield node.of_source or node.table, node.column
        case Quantified(over=over) | Counted(over=over) | Total(over=over) if isinstance(over, Rows):
            yield over.table, None
            if over.through is not None:
                yield from places_of(over.through)
    for part in node.parts():
        yield from places_of(part)


def _silent_places(node: Node) -> Iterator[Place]:
    """The places that decide without being named as a reason: conditions that are counted, and references that choose rows."""
    match node:
        case CountTrue():
            yield from places_of(node)
        case Quantified(over=over) | Counted(over=over) | Total(over=over) if isinstance(over, Rows) and over.through:
            yield from places_of(over.through)
    for part in node.parts():
        yield from _silent_places(part)
