"""The form that an assessment answers: its questionnaires, without the modules that do not apply to it."""

from __future__ import annotations

from collections.abc import Iterable

from dpia.assessment.model import Assessment
from dpia.questionnaire.compiled import Form
from dpia.questionnaire.library import Library


def form_of(assessment: Assessment, library: Library, questionnaires: Iterable[str] | None = None) -> Form:
    """The form of an assessment, or that of other questionnaires with its method and the modules that it closed.

    Raises what `Library.form` raises.
    """
    named = [ref.id for ref in assessment.questionnaires] if questionnaires is None else list(questionnaires)
    return library.form(named, assessment.method, assessment.closed)
