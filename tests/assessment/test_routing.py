"""Which questionnaires apply: answers open them, the analyst corrects that with a reason, and nothing answered is lost."""

from textwrap import dedent
from typing import Any

import pytest

from dpia.assessment.checking import find_ill
from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.assessment.forming import form_of
from dpia.assessment.model import Assessment, Outcome, QuestionnaireRef, Routing
from dpia.assessment.moving import move
from dpia.assessment.routing import close_questionnaire, open_questionnaire, redefined, routes, with_needed
from dpia.assessment.starting import new_assessment
from dpia.data import QUESTIONNAIRES
from dpia.errors import BadInput
from dpia.questionnaire.identity import definition_hash
from dpia.questionnaire.library import Library, read_definitions
from dpia.shipped import shipped_library
from tests.support.forms import ON, make_library

LIBRARY = make_library(
    start="""
    - id: automated
      code: S-1
      ask: Does a machine decide?
      type: yes_no
      findings: [{id: machine, if: automated == yes, level: note, says: A machine decides., opens: [machine]}]
    """,
    machine="""
    - {id: kind, code: M-1, ask: Which machine?, type: text}
    """,
)


def assessment(automated: str = "yes", **changes: Any) -> Assessment:
    data = {
        "dpia": 1,
        "id": "case",
        "title": "Case",
        "questionnaires": [{"id": "start", "version": "1.0.0"}],
        "answers": {"start": {"automated": automated}},
    }
    return Assessment.model_validate({**data, **changes})


def judge(case: Assessment, library: Library = LIBRARY) -> Evaluation:
    form = library.form([ref.id for ref in case.questionnaires])
    assert list(find_ill(form, case)) == []
    return evaluate(form, case, on=ON)


def opened(case: Assessment) -> Assessment:
    return open_questionnaire(case, LIBRARY, "machine")


def test_an_answer_opens_a_questionnaire_and_says_why() -> None:
    route = routes(judge(assessment()))[1]
    assert (route.id, route.answered, route.waiting, route.closed) == ("machine", False, True, False)
    assert [fired.item.finding.says for fired in route.opened_by] == ["A machine decides."]


def test_nothing_is_opened_by_the_other_answer() -> None:
    assert [route.id for route in routes(judge(assessment("no")))] == ["start"]


def test_a_questionnaire_that_waits_leaves_no_approval() -> None:
    assert judge(assessment()).waiting == ("machine",)
    assert judge(assessment()).decision.floor is Outcome.CONSULTATION
    assert judge(assessment("no")).decision.floor is Outcome.APPROVED


def test_an_opened_questionnaire_waits_no_more_and_is_asked() -> None:
    evaluation = judge(opened(assessment()))
    assert evaluation.waiting == ()
    assert [key for key, _ in evaluation.missing] == ["machine.kind"]
    assert opened(assessment()).routing == ()


def test_opening_names_the_definition_that_is_here() -> None:
    known = LIBRARY.questionnaires
    assert opened(assessment()).questionnaires[1].sha256 == definition_hash(known["machine"], known)


def test_opening_twice_changes_nothing() -> None:
    assert opened(opened(assessment())) == opened(assessment())


def test_an_analyst_opens_what_no_answer_opens_with_a_reason() -> None:
    case = open_questionnaire(assessment("no"), LIBRARY, "machine", reason="A pilot is planned.", by="A")
    assert case.routing == (Routing(id="machine", applies=True, reason="A pilot is planned.", by="A"),)
    assert [route.word for route in routes(judge(case))] == [None, case.routing[0]]


def test_a_closed_questionnaire_waits_no_more_and_its_reason_stands() -> None:
    evaluation = judge(
        close_questionnaire(assessment(), form_of(assessment(), LIBRARY), "machine", reason="It only counts.")
    )
    route = routes(evaluation)[1]
    assert (route.waiting, route.closed, route.word and route.word.reason) == (False, True, "It only counts.")
    assert evaluation.decision.floor is Outcome.APPROVED


def test_closing_keeps_the_answers_and_opening_again_brings_them_back() -> None:
    answered = opened(assessment()).with_answer("machine.kind", "A press")
    closed = close_questionnaire(answered, form_of(answered, LIBRARY), "machine", reason="It only counts.")
    assert judge(closed).missing == ()
    again = opened(closed)
    assert again.routing == ()
    assert judge(again).states["machine.kind"].value == "A press"


def test_the_only_questionnaire_is_not_closed() -> None:
    with pytest.raises(BadInput, match="only questionnaire"):
        close_questionnaire(assessment(), form_of(assessment(), LIBRARY), "start", reason="No need.")


@pytest.mark.parametrize(
    ("routing", "says"),
    [
        ([{"id": "nothing", "reason": "x"}], "There is no questionnaire “nothing” here"),
        ([{"id": "start", "reason": "x"}], "said not to apply, and is answered"),
        ([{"id": "machine", "reason": "x"}, {"id": "machine", "reason": "y"}], "stands here twice"),
    ],
)
def test_a_word_that_contradicts_the_rest_is_refused(routing: list[dict[str, str]], says: str) -> None:
    case = assessment(routing=routing)
    assert any(says in ill.message for ill in find_ill(LIBRARY.form(["start"]), case))


def test_answers_of_a_questionnaire_that_was_never_closed_are_refused() -> None:
    case = assessment(answers={"machine": {"kind": "A press"}})
    assert [ill.path for ill in find_ill(LIBRARY.form(["start"]), case)] == [("answers", "machine")]


def test_another_definition_than_the_answered_one_is_told() -> None:
    case = opened(assessment())
    assert list(redefined(judge(case))) == []
    changed = case.change(questionnaires=[ref.model_copy(update={"sha256": "0" * 64}) for ref in case.questionnaires])
    assert list(redefined(judge(changed))) == ["start", "machine"]


WITH_MODULE = """
    id: whole
    version: 1.0.0
    title: Whole
    sections:
      - {id: all, title: All, questions: [{id: size, code: W-1, ask: How many?, help: Say., type: number}]}
      - {include: locks}
    """
LOCKS = """
    id: locks
    kind: module
    version: 1.0.0
    title: Locks
    sections:
      - id: doors
        title: Doors
        questions:
          - id: locked
            code: L-1
            ask: Is it locked?
            help: Say.
            type: yes_no
            findings:
              - {id: unlocked, if: locked == no, level: block, says: No., because: B., mend: M., basis: proposal}
    """


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("modules")
    for name, text in {"whole": WITH_MODULE, "locks": LOCKS}.items():
        (folder / f"{name}.yaml").write_text(dedent(text), encoding="utf-8")
    return read_definitions([folder, QUESTIONNAIRES / "methods"]).check()


def judged(case: Assessment, library: Library) -> Evaluation:
    form = form_of(case, library)
    assert list(find_ill(form, case)) == []
    return evaluate(form, case, on=ON)


def test_a_module_is_closed_with_a_reason_and_opened_again(modules: Library) -> None:
    answers = {"whole": {"size": 3}, "locks": {"locked": "no"}}
    before = assessment(questionnaires=[{"id": "whole", "version": "1.0.0"}], answers=answers)
    assert [fired.key for fired in judged(before, modules).blocks] == ["locks.unlocked"]
    closed = close_questionnaire(before, form_of(before, modules), "locks", reason="There is no door.")
    evaluation = judged(closed, modules)
    assert [item.key for item in evaluation.form.asked] == ["whole.size"]
    assert (evaluation.blocks, evaluation.missing, closed.answers) == ((), (), before.answers)
    assert [(route.id, route.closed) for route in routes(evaluation)] == [("whole", False), ("locks", True)]
    again = open_questionnaire(closed, modules, "locks")
    assert [fired.key for fired in judged(again, modules).blocks] == ["locks.unlocked"]
    assert again.questionnaires == before.questionnaires


def test_what_decides_how_a_questionnaire_is_answered_comes_with_it() -> None:
    library = shipped_library()
    assert with_needed(library, ["gdpr-dpia"]) == ("screening", "gdpr-dpia")
    assert with_needed(library, ["ai-fria", "screening", "led-dpia"]) == ("ai-fria", "screening", "led-dpia")
    assert with_needed(library, ["gdpr-dpia"], {"screening"}) == ("gdpr-dpia",)
    alone = Assessment(id="case", title="Case", questionnaires=(QuestionnaireRef(id="review", version="1.1.0"),))
    both = open_questionnaire(alone, library, "io-dpia")
    assert [ref.id for ref in both.questionnaires] == ["review", "screening", "io-dpia"]
    assert open_questionnaire(both, library, "io-dpia") == both


def test_an_assessment_without_its_screening_gets_it_when_it_is_moved() -> None:
    library = shipped_library()
    alone = new_assessment(library.form(["gdpr-dpia"]), assessment_id="case", title="Case", created=ON)
    moved = move(alone, library)
    assert [ref.id for ref in moved.assessment.questionnaires] == ["gdpr-dpia", "screening"]
    assert moved.opened == ("screening",)


@pytest.fixture(scope="module")
def needing(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """`whole`, which needs `gate`."""
    folder = tmp_path_factory.mktemp("needing")
    gate = dedent(LOCKS).replace("kind: module\n", "").replace("locks", "gate")
    whole = (
        dedent(WITH_MODULE)
        .replace("  - {include: locks}\n", "")
        .replace("title: Whole\n", "title: Whole\nneeds: [gate]\n", 1)
    )
    for name, text in {"whole": whole, "gate": gate}.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return read_definitions([folder, QUESTIONNAIRES / "methods"]).check()


def test_what_another_one_needs_is_not_closed(needing: Library) -> None:
    refs = [{"id": "gate", "version": "1.0.0"}, {"id": "whole", "version": "1.0.0"}]
    case = assessment(questionnaires=refs, answers={"whole": {"size": 3}, "gate": {"locked": "yes"}})
    with pytest.raises(BadInput, match="“whole” needs “gate”"):
        close_questionnaire(case, form_of(case, needing), "gate", reason="It was done elsewhere.")
    left = close_questionnaire(case, form_of(case, needing), "whole", reason="It is not needed.")
    assert [ref.id for ref in left.questionnaires] == ["gate"]


@pytest.mark.parametrize("routing", [[], [{"id": "gate", "reason": "It was done elsewhere."}]])
def test_what_another_one_needs_waits_although_a_file_says_that_it_does_not_apply(
    needing: Library, routing: list[dict[str, str]]
) -> None:
    refs = [{"id": "whole", "version": "1.0.0"}]
    evaluation = judged(assessment(questionnaires=refs, answers={"whole": {"size": 3}}, routing=routing), needing)
    assert evaluation.waiting == ("gate",)
    assert evaluation.decision.floor is Outcome.CONSULTATION
    assert [(route.id, route.waiting, route.closed) for route in routes(evaluation)] == [
        ("whole", False, False),
        ("gate", True, False),
    ]
    opened = open_questionnaire(evaluation.assessment, needing, "gate")
    assert judged(opened, needing).waiting == ()
