"""The AI questionnaire: duties know their day, the three aims of live identification, and rates that are judged by the worse end."""

from datetime import date
from typing import Any

import pytest

from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.questionnaire.library import Library
from dpia.questionnaire.model import Level
from tests.support.forms import judge_all, make_assessment

TODAY = date(2026, 11, 30)
IN_FORCE = date(2027, 12, 2)
UNKNOWN = {"unknown": True}
HIGH_RISK = {"outputs": ["person_score"], "annex_points": ["p4b"], "duties_apply": "later", "duties_from": "2027-12-02"}
FACES = HIGH_RISK | {"annex_points": ["p1a"], "law_enforcement_use": "yes", "biometric": "yes"}
MEASURED = {"outputs": ["person_flag"], "recall": 0.71, "false_positive_rate": 0.29, "base_rate": 0.01}
FORCE = {"consequences": ["visit_check"]}


def system(first_use: str) -> dict[str, Any]:
    return {"systems": [{"id": "AIS1", "system": "The system", "first_use": first_use}]}


def judged(library: Library, answers: dict[str, Any], on: date = TODAY) -> Evaluation:
    form = library.form(["ai-fria"])
    return evaluate(form, make_assessment(form, answers), on=on)


def levels(evaluation: Evaluation) -> dict[str, Level]:
    return {fired.key.removeprefix("ai-fria."): fired.level for fired in evaluation.findings}


def number(library: Library, name: str, answers: dict[str, Any]) -> Any:
    return judge_all(library.form(["ai-fria"]), answers).facts[f"ai-fria.{name}"]


@pytest.mark.parametrize(
    ("name", "answers", "level"),
    [
        ("workers_not_told", HIGH_RISK | {"workers_told": "no"}, Level.MAJOR),
        ("exempt_although_profiling", HIGH_RISK | {"exemption": "claimed", "profiling": "yes"}, Level.BLOCK),
        (
            "later_search_without_authorisation",
            FACES | {"later_search": ["suspect"], "later_search_authorised": "no"},
            Level.BLOCK,
        ),
        ("untargeted_search_barred", FACES | {"later_search": ["untargeted"]}, Level.BLOCK),
        (
            "authority_not_notified",
            HIGH_RISK | {"duties_apply": "now", "fria_bound": "public_body", "authority_notified": "no"},
            Level.MAJOR,
        ),
        ("no_response_plan_where_owed", HIGH_RISK | {"fria_bound": "public_body", "response_plan": "no"}, Level.BLOCK),
    ],
)
def test_what_only_the_later_law_orders_is_a_note_until_its_day(
    shipped: Library, name: str, answers: dict[str, Any], level: Level
) -> None:
    assert levels(judged(shipped, answers))[name] is Level.NOTE
    assert levels(judged(shipped, answers, IN_FORCE))[name] is level


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("workers_not_told", HIGH_RISK | {"workers_told": "no"}),
        ("exempt_although_profiling", HIGH_RISK | {"exemption": "claimed", "profiling": "yes"}),
        (
            "later_search_without_authorisation",
            FACES | {"later_search": ["suspect"], "later_search_authorised": "no"},
        ),
        ("no_response_plan_where_owed", HIGH_RISK | {"fria_bound": "public_body", "response_plan": "no"}),
    ],
)
def test_a_system_of_before_is_not_bound_when_the_day_comes(
    shipped: Library, name: str, answers: dict[str, Any]
) -> None:
    assert name not in levels(judged(shipped, answers | {"duties_apply": "old_system"}, IN_FORCE))


def test_old_systems_of_public_authorities_are_bound_from_august_2030(shipped: Library) -> None:
    answers = HIGH_RISK | {"duties_apply": "old_system", "fria_bound": "public_body"}
    assert levels(judged(shipped, answers, date(2030, 8, 1)))["old_public_system"] is Level.NOTE
    assert levels(judged(shipped, answers, date(2030, 8, 2)))["old_public_system"] is Level.MAJOR


@pytest.mark.parametrize(
    ("first_use", "blocks"), [("2028-01-10", True), ("2027-12-02", True), ("2027-12-01", False), ("2026-06-01", False)]
)
def test_a_use_that_begins_under_the_law_is_judged_by_it_today(shipped: Library, first_use: str, blocks: bool) -> None:
    search = {"later_search": ["suspect"], "later_search_authorised": "no"}
    found = levels(judged(shipped, FACES | system(first_use) | search))

    assert ("later_search_starts_without_authorisation" in found) is blocks
    assert found["later_search_without_authorisation"] is Level.NOTE


def test_an_unknown_date_of_the_duties_stops_nothing_before_the_law_applies(shipped: Library) -> None:
    search = {"later_search": ["suspect"], "later_search_authorised": "no"}
    answers = FACES | system("2028-01-10") | search | {"duties_apply": UNKNOWN}

    assert Level.BLOCK not in levels(judged(shipped, answers)).values()
    assert levels(judged(shipped, answers, IN_FORCE))["later_search_without_authorisation"] is Level.BLOCK


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({"live_search_aim": ["victims_missing"]}, None),
        ({"live_search_aim": ["imminent_threat"], "live_search_threat": "yes"}, None),
        ({"live_search_aim": ["imminent_threat"], "live_search_threat": "no"}, "live_search_threat_missing"),
        ({"live_search_aim": ["victims_missing", "imminent_threat"], "live_search_threat": "no"}, None),
        ({"live_search_aim": ["imminent_threat"], "live_search_threat": UNKNOWN}, "live_search_threat_unclear"),
        ({"live_search_aim": ["suspect"], "live_search_offence": "listed_and_grave"}, None),
        ({"live_search_aim": ["suspect"], "live_search_offence": "not_listed"}, "live_search_for_lesser_offence"),
        ({"live_search_aim": ["suspect"], "live_search_offence": "under_four_years"}, "live_search_for_lesser_offence"),
        ({"live_search_aim": ["suspect"], "live_search_offence": UNKNOWN}, "live_search_offence_unknown"),
        ({"live_search_aim": ["no_aim"]}, "live_search_without_aim"),
        ({"live_search_aim": UNKNOWN}, "live_search_aim_unknown"),
    ],
)
def test_live_identification_is_stopped_outside_the_three_aims_and_nowhere_else(
    shipped: Library, given: dict[str, Any], wanted: str | None
) -> None:
    evaluation = judged(shipped, FACES | {"live_search": "yes", "live_search_law": "yes"} | given)
    blocks = {fired.key.removeprefix("ai-fria."): fired for fired in evaluation.findings if fired.level is Level.BLOCK}

    assert set(blocks) == ({wanted} if wanted else set())
    is_known = wanted is not None and "unclear" not in wanted and "unknown" not in wanted
    assert all(fired.item.finding.rejects is is_known for fired in blocks.values())


@pytest.mark.parametrize("row", ["intimate_images", "abuse_material"])
@pytest.mark.parametrize(("later", "rejects"), [("yes", True), ("no", False)])
def test_the_images_of_december_leave_only_a_rejection_where_the_use_goes_on(
    shipped: Library, row: str, later: str, rejects: bool
) -> None:
    answers = {
        "prohibited": [{"id": row, "does_it": "yes", "checked_how": "Read"}],
        "images_from_december": later,
    }
    found = judged(shipped, answers)

    assert ("images_prohibited" in levels(found)) is rejects
    assert "prohibited_practice" not in levels(found)


@pytest.mark.parametrize(
    ("given", "rate"),
    [
        ({"false_positive_rate": 0.29}, 0.29),
        ({"false_positive_rate": 0, "others_tested": 20}, 0.15),
        ({"false_positive_rate": 0, "others_tested": 3000}, 0.001),
        ({"false_positive_rate": 0.29, "others_tested": 10}, 0.29),
    ],
)
def test_no_error_among_n_is_read_as_three_of_n(shipped: Library, given: dict[str, Any], rate: float) -> None:
    assert number(shipped, "false_positive_used", MEASURED | given) == pytest.approx(rate)


def test_no_error_among_nobody_knows_how_many_says_nothing(shipped: Library) -> None:
    answers = MEASURED | {"false_positive_rate": 0, "others_tested": UNKNOWN}
    assert levels(judged(shipped, answers))["precision_not_known"] is Level.MAJOR


def test_precision_is_calculated_at_both_ends_and_judged_by_the_worse(shipped: Library) -> None:
    answers = MEASURED | FORCE | {"false_positive_rate": 0.02, "recall": 0.9, "base_rate": 0.007, "base_rate_high": 0.3}

    assert number(shipped, "precision", answers) == pytest.approx(0.24, abs=0.005)
    assert number(shipped, "precision_high", answers) == pytest.approx(0.95, abs=0.005)
    assert levels(judged(shipped, answers))["most_flags_wrong"] is Level.MAJOR


@pytest.mark.parametrize(
    ("source", "fires"),
    [("test_set", True), ("supplier", True), (UNKNOWN, True), ("random_sample", False), ("full_count", False)],
)
def test_a_base_rate_that_nobody_counted_in_real_life_is_major(shipped: Library, source: Any, fires: bool) -> None:
    answers = MEASURED | {"base_rate": 0.5, "test_share": 0.5, "base_rate_source": source}
    found = levels(judged(shipped, answers))

    assert ("base_rate_from_elsewhere" in found) is fires
    assert ("base_rate_is_test_share" in found) is fires


@pytest.mark.parametrize(
    ("consequences", "found"),
    [
        (["visit_check"], {"nearly_all_flags_wrong": Level.MAJOR, "force_on_wrong_flags": Level.BLOCK}),
        (["police_report"], {"nearly_all_flags_wrong": Level.MAJOR}),
        (["reading_order"], {"wrong_flags_cost_reading": Level.MINOR}),
        (["no_step"], {"wrong_flags_cost_reading": Level.MINOR}),
    ],
)
def test_wrong_flags_weigh_as_much_as_what_follows_from_them(
    shipped: Library, consequences: list[str], found: dict[str, Level]
) -> None:
    answers = MEASURED | {"consequences": consequences, "corroboration": "yes", "verdict": "use_with_conditions"}
    about = {"nearly_all_flags_wrong", "force_on_wrong_flags", "wrong_flags_cost_reading"}

    assert {key: level for key, level in levels(judged(shipped, answers)).items() if key in about} == found


@pytest.mark.parametrize(("verdict", "blocks"), [("use", True), ("use_with_conditions", False), ("pilot", False)])
def test_a_system_with_an_open_major_point_is_not_used_as_described(
    shipped: Library, verdict: str, blocks: bool
) -> None:
    found = levels(judged(shipped, {"complaint_route": "no", "verdict": verdict}))
    assert ("use_with_open_points" in found) is blocks


@pytest.mark.parametrize("point", ["p5b", "p5c"])
def test_whoever_judges_credit_or_prices_life_and_health_owes_the_assessment(shipped: Library, point: str) -> None:
    answers = HIGH_RISK | {"annex_points": [point]}
    assert "bound_by_credit_or_insurance" in levels(judged(shipped, answers | {"fria_bound": "not_bound"}))
    assert "assessment_due" in levels(judged(shipped, answers | {"fria_bound": "credit_insurance"}))


@pytest.mark.parametrize(
    ("field", "fires"), [(["credit"], True), (["work", "education"], True), (UNKNOWN, True), (["other_field"], False)]
)
def test_scores_in_a_field_of_annex_three_without_a_point_are_major(shipped: Library, field: Any, fires: bool) -> None:
    answers = {
        "outputs": ["person_score"],
        "annex_points": ["none"],
        "law_enforcement_use": "no",
        "judged_field": field,
    }
    assert (levels(judged(shipped, answers)).get("scores_without_point") is Level.MAJOR) is fires


@pytest.mark.parametrize("row", ["intimate_images", "manipulation"])
def test_a_practice_that_nobody_checked_blocks_and_is_no_rejection(shipped: Library, row: str) -> None:
    answers = {"prohibited": [{"id": row, "does_it": UNKNOWN, "checked_how": "Asked"}], "images_from_december": "yes"}
    blocks = [fired for fired in judged(shipped, answers).findings if fired.level is Level.BLOCK]

    assert len(blocks) == 1
    assert not blocks[0].item.finding.rejects
