"""An organisation's own risk method, of any shape: nothing that judges, checks or prints an assessment ever breaks on it."""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dpia.api import make_report
from dpia.assessment.checking import check_assessment
from dpia.assessment.evaluation import evaluate
from dpia.assessment.soundness import unsound
from dpia.cli.summary import summary_lines
from dpia.questionnaire.lint import lint
from dpia.showing.outline import evaluation_data
from tests.support.forms import ON, make_assessment
from tests.support.methods import WORDS, library_of, methods, questionnaire
from tests.support.run import examples


@settings(max_examples=examples(120), deadline=None)
@given(methods(), st.data())
def test_a_method_of_any_shape_is_checked_judged_and_printed(method: dict[str, Any], data: st.DataObject) -> None:
    own = {scale: [level["id"] for level in method[scale]] for scale in ("severity", "likelihood")}
    severities = data.draw(
        st.lists(st.sampled_from([*own["severity"], *WORDS, "nowhere"]), max_size=3), label="severities"
    )
    likelihoods = data.draw(st.lists(st.sampled_from([*own["likelihood"], *WORDS]), max_size=3), label="likelihoods")
    page = questionnaire(method, severities=severities, likelihoods=likelihoods)
    rating = st.fixed_dictionaries(
        {key: st.sampled_from(own[key]) for key in ("severity", "likelihood")}, optional={"irreversible": st.just(True)}
    )
    moments = st.fixed_dictionaries({}, optional={"before": rating, "today": rating, "done": rating})
    risks = [
        {"id": "R01", "scenario": "R01", **data.draw(moments)},
        {"id": "X01", "title": "Ours", **data.draw(moments)},
    ]
    risks = risks[data.draw(st.sampled_from([0, 1, 2]), label="left out") :]

    with tempfile.TemporaryDirectory() as folder:
        library = library_of(Path(folder), method, page)
    lint(library, on=ON)
    form = library.check().form(["own-page"])
    assessment = make_assessment(form, {"danger": "yes"}, risks=risks)
    check_assessment(form, assessment)
    evaluation = evaluate(form, assessment, on=ON)

    assert form.method.id == "own-method"
    assert list(summary_lines(evaluation))
    assert [one["place"] for one in evaluation_data(evaluation)["unsound"]] == [
        found.place for found in unsound(evaluation)
    ]
    assert make_report(evaluation, library, html=True).content


@settings(max_examples=examples(120), deadline=None)
@given(methods(), st.data())
def test_a_floor_holds_by_rank_where_the_method_does_not_say_what_it_means(
    method: dict[str, Any], data: st.DataObject
) -> None:
    word = data.draw(st.sampled_from(["minor", "limited", "serious", "grave"]), label="floor")
    page = questionnaire(method, severities=[word], likelihoods=[])
    own = [level["id"] for level in method["severity"]]
    risk: dict[str, Any] = {"id": "R01", "scenario": "R01"}
    risk["before"] = {"severity": own[0], "likelihood": method["likelihood"][0]["id"]}

    with tempfile.TemporaryDirectory() as folder:
        library = library_of(Path(folder), method, page)
    form = library.form(["own-page"])
    evaluation = evaluate(form, make_assessment(form, {"danger": "yes"}, risks=[risk]), on=ON)

    said = [place for place, level in enumerate(method["severity"]) if word in (level["id"], *level["also"])]
    rank = ["minor", "limited", "serious", "grave"].index(word)
    by_rank = -(-rank * (len(own) - 1) // 3)
    before = evaluation.risks[0].before
    assert before is not None and before.severity.id == own[said[0] if said else by_rank]
    assert (
        any(found.told.what.text().endswith(f"“severity {before.severity.id}”") for found in unsound(evaluation))
        or said
    )
