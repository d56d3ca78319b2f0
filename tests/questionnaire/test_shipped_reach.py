"""Every question of the shipped set shows for somebody: for each, answers that bring it onto the page."""

from collections.abc import Iterator

import pytest

from dpia.questionnaire.compiled import CompiledFinding, CompiledQuestion, Form
from dpia.questionnaire.rules.truth import Truth
from tests.support.firing import LIBRARY, QUESTIONNAIRES, find_case, form_of
from tests.support.forms import judge_all


def questions(home: str) -> Iterator[tuple[Form, CompiledQuestion]]:
    form = form_of(home)
    for item in form.asked:
        if item.owner.id == home or item.owner.kind == "module":
            yield form, item


def shows(form: Form, item: CompiledQuestion) -> bool:
    """Whether answers are found, by trying what decides, that show it."""
    if item.shown is None:
        return True
    searched = CompiledFinding(item.key, None, item.key, item.shown, False)  # type: ignore[arg-type]
    for wanted in (Truth.TRUE, Truth.UNKNOWN):
        case = find_case(form, searched, wanted)
        if case is not None and judge_all(form, case.answers).states[item.key].shown:
            return True
    return False


@pytest.mark.parametrize("home", QUESTIONNAIRES)
def test_every_question_shows_for_somebody(home: str) -> None:
    assert [item.key for form, item in questions(home) if not shows(form, item)] == []


def test_every_code_stands_in_a_questionnaire_that_is_looked_at() -> None:
    seen = {item.question.code for home in QUESTIONNAIRES for _, item in questions(home)}
    codes = {q.code for found in LIBRARY.questionnaires.values() for q in found.questions()}
    assert codes == seen
