"""Editions of a report: one content and one hash, printed for different readers."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from dpia.assessment.evaluation import Evaluation
from dpia.errors import DpiaError
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
    form, assessment = evaluation.form, evaluation.assessment
    decided = (evaluation.states[item.key].value for item in form.asked if item.question.means == "dpia_decision")
    rates = any(item.question.view is not RegisterView.REASONS for item in form.registers)
    weighs = evaluation.risks or assessment.measures or assessment.acceptances
    return Edition.RECORD if NO_ASSESSMENT in decided and not (rates or weighs) else Edition.STANDARD


def chosen_edition(evaluation: Evaluation, named: Edition | None) -> Edition:
    """The edition that is named, or the one that fits. Raises DpiaError for a record of what does not end without an assessment."""
    fits = edition_of(evaluation)
    if named is Edition.RECORD and fits is not Edition.RECORD:
        text = N_(
            "“{title}” is no screening that ends without an assessment, so there is no record of one. Leave the edition out."
        )
        raise DpiaError(said(text, title=evaluation.assessment.title))
    return named or fits
