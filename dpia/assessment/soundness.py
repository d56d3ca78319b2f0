"""What does not go together in an assessment that can be read all the same: numbers of risks, and methods.

Such a file is not refused, because everything in it means one thing; `dpia check` ends with 1 for it, and the pages tell it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dpia.assessment.evaluation import Evaluation
from dpia.assessment.register import free_risk_id
from dpia.errors import Told
from dpia.messages import assessments
from dpia.questionnaire.methods import SCALE_WORDS, LevelWord
from dpia.questionnaire.text import Path_
from dpia.wording import said


@dataclass(frozen=True, slots=True)
class Unsound:
    """One thing that does not go together, by its path in the assessment; a `warning` may be meant."""

    path: Path_
    told: Told
    warning: bool = False

    @property
    def place(self) -> str:
        """The path in words: risks.0.id."""
        return ".".join(map(str, self.path))


def unsound(evaluation: Evaluation) -> tuple[Unsound, ...]:
    """What does not go together, in the order of the file."""
    return (*_methods(evaluation), *_risk_numbers(evaluation))


def _methods(evaluation: Evaluation) -> Iterator[Unsound]:
    form = evaluation.form
    for place, item in enumerate(form.questionnaires):
        if item.method not in (None, form.method.id):
            told = assessments.OTHER_METHOD(name=item.id, wanted=item.method, method=form.method.id)
            yield Unsound(("questionnaires", place), told, warning=True)
    for word in form.levels_by_rank:
        yield Unsound(("method",), _by_rank(evaluation, word), warning=True)


def _by_rank(evaluation: Evaluation, word: LevelWord) -> Told:
    form = evaluation.form
    names = form.level_names
    place = names.levels["levels"][word.word] if word.scale == "levels" else names.at_least(*word)
    level = getattr(form.method, word.scale)[place]
    gaps = {"method": form.method.id, "scale": said(SCALE_WORDS[word.scale]), "word": word.word, "level": level.label}
    return assessments.LEVEL_BY_RANK(**gaps)


def _risk_numbers(evaluation: Evaluation) -> Iterator[Unsound]:
    """A risk of the analyst's own that has the number of one which findings raise."""
    raised = {
        state.scenario.id: state for state in evaluation.risks if state.risk is None and state.scenario is not None
    }
    risks, catalogue = evaluation.assessment.risks, evaluation.form.catalogue
    for place, risk in enumerate(risks):
        state = raised.get(risk.id)
        if state is not None:
            title = risk.title or risk.scenario or risk.id
            gaps = {"name": risk.id, "own": title, "other": state.title, "free": free_risk_id(risks, catalogue)}
            yield Unsound(("risks", place, "id"), assessments.RISK_NUMBER(**gaps))
