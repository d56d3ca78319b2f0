"""Editions of a report: one content and one hash, printed for different readers."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from dpia.assessment.evaluation import Evaluation
from dpia.errors import DpiaError
from dpia.questionnaire.compiled import CompiledQuestion
from dpia.questionnaire.model import RegisterView
from dpia.wording import N_, said


class Edition(StrEnum):
    """`standard` is the report of an assessment, `record` that of a screening which ends without one, on four pages."""

    STANDARD = "standard"
    RECORD = "record"


NO_ASSESSMENT: Final = "not_required"
"""What the answer to the question that `means: dpia_decision` is, where no assessment is made."""


def edition_of(evaluation: Evaluation) -> Edition:
    """The edition that an assessment is printed in where nobody names one.

    What has a register of risks, a risk, a measure or an accepted finding is no mere record, which has no place for them.
    """
    assessment, rates = evaluation.assessment, any(_rates(item) for item in evaluation.form.registers)
    weighs = evaluation.risks or assessment.measures or assessment.acceptances
    return Edition.RECORD if ends_without(evaluation) and not (rates or weighs) else Edition.STANDARD


def ends_without(evaluation: Evaluation) -> bool:
    """Whether it was decided that no assessment is made."""
    form, states = evaluation.form, evaluation.states
    return any(states[item.key].value == NO_ASSESSMENT for item in form.asked if item.question.means == "dpia_decision")


def closable(evaluation: Evaluation) -> tuple[str, ...]:
    """The questionnaires for rating risks that stand open although no assessment is made, and that no answer opens."""
    if not ends_without(evaluation):
        return ()
    form = evaluation.form
    rating = {item.owner.id for item in form.registers if _rates(item)}
    kept = {name for item in form.questionnaires for name in item.needs} | evaluation.opened.keys()
    return tuple(item.id for item in form.questionnaires if item.id in rating - kept)


def _rates(item: CompiledQuestion) -> bool:
    return item.question.view is not RegisterView.REASONS


def rates_risks(evaluation: Evaluation) -> bool:
    """Whether risks or measures are a matter of the report: a questionnaire asks for them or for a DPIA, or there are some."""
    form = evaluation.form
    asks = any(item.question.means == "dpia_decision" for item in form.asked) or any(map(_rates, form.registers))
    return asks or bool(evaluation.risks or evaluation.assessment.measures)


def chosen_edition(evaluation: Evaluation, named: Edition | None) -> Edition:
    """The edition that is named, or the one that fits. Raises DpiaError for a record of what does not end without an assessment."""
    fits = edition_of(evaluation)
    if named is Edition.RECORD and fits is not Edition.RECORD:
        text = N_(
            "“{title}” is no screening that ends without an assessment, so there is no record of one. Leave the edition out."
        )
        raise DpiaError(said(text, title=evaluation.assessment.title))
    return named or fits
