"""Methods beside each other: which one counts, what its levels mean, and what lint and loading ask of an own one."""

from pathlib import Path

import pytest

from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.assessment.routing import open_questionnaire
from dpia.assessment.soundness import unsound
from dpia.assessment.starting import new_assessment
from dpia.data import QUESTIONNAIRES
from dpia.errors import DefinitionError, NotFound
from dpia.questionnaire.library import Library
from dpia.questionnaire.lint import lint
from dpia.questionnaire.methods import LevelNames, LevelWord
from dpia.questionnaire.reference import Method
from tests.support.definitions import HEAD, METHOD, lint_files, one_question, read_files
from tests.support.forms import ON, make_assessment
from tests.support.methods import library_of, method, page

RULE = "any(risks, severity_before >= {level})"


def judge(library: Library, severity: str, likelihood: str, method_id: str | None = None) -> Evaluation:
    form = library.form(["page"], method_id)
    risk = {"id": "R01", "scenario": "R01", "before": {"severity": severity, "likelihood": likelihood}}
    return evaluate(form, make_assessment(form, {"danger": "yes"}, risks=[risk], method=method_id), on=ON)


def told(library: Library) -> list[str]:
    """What lint says of the methods and questionnaires that a test wrote, and not of the shipped catalogues beside them."""
    found = [one for one in lint(library, on=ON, whole_set=False) if one.code.slug in ("methods", "unknown-id")]
    files = [(Path(one.location.file), one) for one in found]
    return [
        f"{file.stem}: {one.message} | {one.hint}" for file, one in files if not file.is_relative_to(QUESTIONNAIRES)
    ]


# ------------------------------------------------------------------------------------------------- which method counts


def test_a_questionnaire_names_its_method_and_an_assessment_keeps_it(tmp_path: Path) -> None:
    library = library_of(tmp_path, method("own", 5), page(rated_by="own"), page("other"))

    begun = new_assessment(library.form(["page", "other"]), assessment_id="new", title="New", created=ON)

    assert library.form(["page"]).method.id == "own"
    assert library.form(["other"]).method.id == "four-by-four"
    assert begun.method == "own"
    assert new_assessment(library.form(["other"]), assessment_id="n", title="N", created=ON).method is None


def test_two_questionnaires_with_two_methods_need_somebody_to_say_which_one_counts(tmp_path: Path) -> None:
    library = library_of(
        tmp_path, method("own", 5), method("third", 3), page(rated_by="own"), page("other", rated_by="third")
    )

    with pytest.raises(DefinitionError) as refused:
        library.form(["page", "other"])

    assert [str(problem).partition(" ")[2] for problem in refused.value.problems] == [
        "methods: `page` is rated by the method `own`, and `other` by `third` (say which one counts: --method own, or "
        "`method: own` in the assessment)"
    ]
    form = library.form(["page", "other"], "third")
    evaluation = evaluate(form, make_assessment(form, {}, method="third"), on=ON)
    assert [(found.warning, found.told.message) for found in unsound(evaluation)] == [
        (True, "“page” asks to be rated by the method “own”, and this assessment is rated by “third”")
    ]


@pytest.mark.parametrize(("rated", "kept"), [(False, "own"), (True, "four-by-four")])
def test_a_questionnaire_that_joins_later_does_not_change_how_risks_are_rated(
    tmp_path: Path, rated: bool, kept: str
) -> None:
    library = library_of(tmp_path, method("own", 5), page(rated_by="own"), page("other"))
    before = {"before": {"severity": "grave", "likelihood": "likely"}} if rated else {}
    assessment = make_assessment(library.form(["other"]), {}, risks=[{"id": "R01", "scenario": "R01", **before}])

    assert open_questionnaire(assessment, library, "page").method == kept
    assert open_questionnaire(assessment, library, "other").method is None


def test_a_method_that_is_not_there_is_told_by_lint_and_when_it_is_needed(tmp_path: Path) -> None:
    library = library_of(tmp_path, method("own", 5), page(rated_by="owm"))

    assert told(library) == ["page: There is no risk method `owm` | did you mean `own`?"]
    with pytest.raises(NotFound, match="owm"):
        library.form(["page"])


def test_a_module_names_no_method(tmp_path: Path) -> None:
    text = one_question(
        "- {id: q, code: P-1, ask: Q?, type: yes_no, help: Say.}", HEAD + "kind: module\nmethod: two-by-two\n"
    )
    assert lint_files(tmp_path, m=METHOD, page=text) == ["page:5:9 bad-value"]


# --------------------------------------------------------------------------------------------------- what levels mean


def names(size: int, **also: list[str]) -> LevelNames:
    four = Method.model_validate(method("four", 4), strict=False)
    theirs = four.model_copy(
        update={"severity": tuple(x.model_copy(update={"id": f"t{x.number}"}) for x in four.severity)}
    )
    return LevelNames(Method.model_validate(method("own", size, **also), strict=False), (theirs,))


@pytest.mark.parametrize(
    ("size", "floors", "places"),
    [(2, [0, 1, 1, 1], [0, 0, 0, 1]), (3, [0, 1, 2, 2], [0, 0, 1, 2]), (5, [0, 2, 3, 4], [0, 1, 2, 4])],
)
def test_by_rank_a_floor_is_never_lower_and_a_threshold_never_higher(
    size: int, floors: list[int], places: list[int]
) -> None:
    found = names(size)
    words = ["t1", "t2", "t3", "t4"]
    assert [found.at_least("severity", word) for word in words] == floors
    assert [found.levels["severity"][word] for word in words] == places
    assert found.at_least("severity", "nowhere") == size - 1


def test_what_a_method_says_itself_goes_before_the_rank() -> None:
    found = names(5, s2=["t4"])
    assert found.at_least("severity", "t4") == found.levels["severity"]["t4"] == 1
    assert found.knows(LevelWord("severity", "t4")) and not found.knows(LevelWord("severity", "t3"))


def test_a_rule_on_the_register_asks_for_the_level_that_the_method_means(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        method("own", 5, s4=["serious"], s5=["grave"], red=["very_high"]),
        page("page", RULE.format(level="serious"), "any(risks, level_before in (high, very_high))"),
    )
    fired = {}
    for severity in ("s3", "s4", "s5"):
        fired[severity] = [found.key for found in judge(library, severity, "l5", "own").findings]
    assert fired["s3"] == ["page.page_raises", "page.page_1"]
    assert fired["s4"] == fired["s5"] == ["page.page_raises", "page.page_0", "page.page_1"]


def test_an_own_method_changes_no_verdict_of_the_shipped_one(tmp_path: Path) -> None:
    """Its third of three levels was taken for the third of four, so that `limited` became as grave as `grave`."""
    library = library_of(tmp_path, method("own", 2, s2=["grave"]), page("page", RULE.format(level="grave")))

    assert [found.key for found in judge(library, "limited", "likely").findings] == ["page.page_raises"]
    assert [found.key for found in judge(library, "grave", "likely").findings] == ["page.page_raises", "page.page_0"]
    assert [found.key for found in judge(library, "s2", "l1", "own").findings] == ["page.page_raises", "page.page_0"]


def test_check_tells_which_level_was_taken_by_its_rank(tmp_path: Path) -> None:
    library = library_of(
        tmp_path,
        method("own", 5),
        page("page", "any(risks, level_before >= very_high)", severity_floor={"R01": "serious"}),
    )
    found = judge(library, "s1", "l1", "own")
    assert found.risks[0].before is not None and found.risks[0].before.severity.id == "s4"
    assert [(one.told.message, one.told.hint, one.warning) for one in unsound(found)] == [
        ("The method “own” does not say what severity “serious” of the findings is; by its rank it counts as “S4”",
         "write “also: [serious]” in the method at the level that means it", True),
        ("The method “own” does not say what level of risk “very_high” of the findings is; by its rank it counts as “Red”",
         "write “also: [very_high]” in the method at the level that means it", True),
    ]  # fmt: skip
    assert unsound(judge(library, "grave", "likely")) == ()


# ------------------------------------------------------------------------------------------------------ what lint asks


def test_lint_asks_an_own_method_for_every_level_that_findings_name(tmp_path: Path) -> None:
    rules = ("any(risks, level_before >= very_high)", "any(risks, likelihood_before == l1)")
    files = [page("page", *rules, severity_floor={"R01": "serious"}), page("sheet", severity_floor={"R01": "serious"})]
    # Read after the questionnaires, as a folder of one's own is after the shipped set.
    library = library_of(tmp_path, *files, {**method("zzz", 5), "id": "zzz"})
    mended = library_of(tmp_path, *files, method("zzz", 5, s4=["serious"], red=["very_high"], l2=["unlikely"]))

    assert told(library) == [
        "page: The method `four-by-four-cnil` has no likelihood `l1` | write `method: zzz` in the head of the questionnaire, "
        "or `also: [l1]` at a level of `four-by-four-cnil`",
        "zzz: No severity of this method means `serious`, which findings of `page`, `sheet` name | write `also: [serious]` at "
        "the one that means it",
        "zzz: No level of risk of this method means `very_high`, which findings of `page` name | write `also: [very_high]` at "
        "the one that means it",
    ]
    assert [line for line in told(mended) if line.startswith("zzz")] == []


def test_a_questionnaire_that_names_its_method_is_asked_of_no_other_one(tmp_path: Path) -> None:
    files = [method("own", 5), page(rated_by="own", severity_floor={"R01": "s4"})]
    assert told(library_of(tmp_path, *files)) == []
    assert len(told(library_of(tmp_path, files[0], page(severity_floor={"R01": "s4"})))) == 1


@pytest.mark.parametrize(
    ("wrong", "right", "code"),
    [
        ("number: 2, label: Large", "number: 3, label: Large", "bad-value"),
        ("number: 1, label: Rare", "number: 2, label: Rare", "bad-value"),
        ("id: large, number: 2", "id: small, number: 2", "duplicate-id"),
        ("label: Often", "label: Often, also: [rare]", "duplicate-id"),
        ("acceptance: Accept", "acceptance: Accept, also: [high]", "duplicate-id"),
        ("small: [low, low]", "small: [low]", "bad-value"),
        ("large: [low, high]", "large: [low, hihg]", "bad-option"),
    ],
)
def test_a_method_with_a_hole_is_refused_when_it_is_loaded(tmp_path: Path, wrong: str, right: str, code: str) -> None:
    text = METHOD.replace(wrong, right)
    library = read_files(tmp_path, m=text, page=one_question("- {id: q, code: P-1, ask: Q?, type: yes_no, help: Say.}"))
    with pytest.raises(DefinitionError) as refused:
        library.check()
    assert {problem.code.slug for problem in refused.value.problems} >= {code}
