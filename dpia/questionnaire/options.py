"""The answers that a question offers."""

from __future__ import annotations

from dpia.questionnaire.base import Definition, Id, Line, Prose, Rule, Words
from dpia.wording import N_


class Option(Definition):
    """One of the answers to choose from."""

    id: Id
    label: Line
    help: Prose | None = None
    when: Rule | None = None
    exclusive: bool = False
    consequence: Prose | None = None
    score: int | float | None = None
    dpv: Words = ()


YES_NO_OPTIONS = (Option(id="yes", label=N_("Yes")), Option(id="no", label=N_("No")))
