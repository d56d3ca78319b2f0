"""Risk methods, sources and catalogue; a method of another size works without code."""

from pathlib import Path

import pytest

from dpia.assessment.evaluation import evaluate
from dpia.questionnaire.library import Library
from dpia.questionnaire.lint import lint
from dpia.questionnaire.reference import Method
from tests.support.definitions import CATALOGUE, METHOD, one_question, read_files
from tests.support.forms import ON, make_assessment

# Section 2.4 of the content guide: rows from the gravest harm down, columns from unlikely to very likely.
LETTERS = {"L": "low", "M": "medium", "H": "high", "V": "very_high"}
MATRIX = """
  grave    M H V V
  serious  M M H V
  limited  L M M H
  minor    L L L M
"""

FIVE = """\
id: five-by-five
kind: method
version: 1.0.0
title: Five by five
description: A method of one's own
severity:
  - {id: s1, number: 1, label: Very low, meaning: None}
  - {id: s2, number: 2, label: Low, meaning: Little}
  - {id: s3, number: 3, label: Middle, meaning: Some}
  - {id: s4, number: 4, label: High, meaning: Much}
  - {id: s5, number: 5, label: Very high, meaning: All}
likelihood:
  - {id: l1, number: 1, label: Rare, meaning: Rare}
  - {id: l2, number: 2, label: Unlikely, meaning: Unlikely}
  - {id: l3, number: 3, label: Possible, meaning: Possible}
  - {id: l4, number: 4, label: Likely, meaning: Likely}
  - {id: l5, number: 5, label: Certain, meaning: Certain}
levels:
  - {id: green, label: Green, acceptance: Accept, acceptable: yes}
  - {id: yellow, label: Yellow, acceptance: Reason, acceptable: with_reason}
  - {id: orange, label: Orange, acceptance: Mend, acceptable: no, consult: true}
  - {id: red, label: Red, acceptance: Stop, acceptable: stop, consult: true}
matrix:
  s1: [green, green, green, green, yellow]
  s2: [green, green, yellow, yellow, orange]
  s3: [green, yellow, yellow, orange, orange]
  s4: [yellow, yellow, orange, orange, red]
  s5: [yellow, orange, orange, red, red]
life_safety:
  - [s5, l1]
"""
PAGE = one_question(
    """
    - id: danger
      code: P-1
      ask: Is there a danger?
      type: yes_no
      help: Say.
      findings:
        - {id: dangerous, if: danger == yes, level: major, says: S., because: B., mend: M., raises: [R01],
           severity_floor: {R01: s4}}
        - {id: red_risk, if: "any(risks, level_today >= red)", level: block, says: S., because: B., mend: M., basis: proposal}
    """
)


def rating(severity: str, likelihood: str) -> dict[str, str]:
    return {"severity": severity, "likelihood": likelihood}


def test_the_default_method_has_the_matrix_of_the_guide(shipped: Library) -> None:
    method = shipped.method("four-by-four")
    drawn = {line.split()[0]: [LETTERS[letter] for letter in line.split()[1:]] for line in MATRIX.strip().splitlines()}
    assert {severity: list(levels) for severity, levels in method.matrix.items()} == drawn
    assert [level.id for level in method.likelihood] == ["unlikely", "possible", "likely", "very_likely"]
    assert [level.number for level in method.severity] == [1, 2, 3, 4]


def test_only_a_grave_harm_that_is_unlikely_carries_the_life_safety_flag(shipped: Library) -> None:
    method = shipped.method("four-by-four")
    flagged = [(s.id, k.id) for s in method.severity for k in method.likelihood if method.touches_life(s.id, k.id)]
    assert flagged == [("grave", "unlikely")]


def test_the_acceptance_rules_are_those_of_the_guide(shipped: Library) -> None:
    levels = {level.id: (level.acceptable, level.consult) for level in shipped.method("four-by-four").levels}
    assert levels == {
        "low": ("yes", False),
        "medium": ("with_reason", False),
        "high": ("no", True),
        "very_high": ("stop", True),
    }


def test_the_method_with_the_names_of_cnil_gives_the_same_levels(shipped: Library) -> None:
    own, cnil = shipped.method("four-by-four"), shipped.method("four-by-four-cnil")
    for mine, theirs in zip(own.severity, cnil.severity, strict=True):
        for likely, so_likely in zip(own.likelihood, cnil.likelihood, strict=True):
            ours = own.level(mine.id, likely.id)
            place = cnil.level_index(cnil.level(theirs.id, so_likely.id).id)
            assert own.level_index(ours.id) == place


@pytest.mark.parametrize("name", ["four-by-four", "four-by-four-cnil"])
def test_every_method_understands_the_level_names_of_the_default_one(shipped: Library, name: str) -> None:
    """Findings set floors by the default method's names, and have to work with every method that is shipped."""
    method, default = shipped.method(name), shipped.method("four-by-four")
    assert [method.severity_index(level.id) for level in default.severity] == [0, 1, 2, 3]
    assert [method.likelihood_index(level.id) for level in default.likelihood] == [0, 1, 2, 3]


def test_a_level_can_have_further_names_that_rules_and_ratings_may_use(tmp_path: Path) -> None:
    also = METHOD.replace("label: Large, meaning: Stays", "label: Large, meaning: Stays, also: [grave, severe]")
    method = read_files(tmp_path, m=also).check().method()
    assert method.severity_index("severe") == method.severity_index("large") == 1
    assert method.level("grave", "often").id == "high"


def test_a_more_severe_or_more_likely_risk_is_never_a_lower_one(shipped: Library) -> None:
    for method in shipped.methods.values():
        grid = [[method.level_index(method.level(s.id, k.id).id) for k in method.likelihood] for s in method.severity]
        assert all(row == sorted(row) for row in grid)
        assert all(list(column) == sorted(column) for column in zip(*grid, strict=True))


def test_a_level_that_is_not_on_the_scale_is_a_key_error(shipped: Library) -> None:
    with pytest.raises(KeyError):
        shipped.method().severity_index("huge")


def test_a_five_by_five_method_rates_a_risk_without_any_code(tmp_path: Path) -> None:
    library = read_files(tmp_path, page=PAGE, five=FIVE, c=CATALOGUE.replace("severity: large", "severity: s4"))
    assert lint(library, on=ON) == []
    form = library.form(["page"], "five-by-five")
    risk = {
        "id": "K1",
        "scenario": "R01",
        "before": rating("s3", "l5"),
        "today": rating("s4", "l5"),
        "done": rating("s5", "l1"),
        "measures": ["M1"],
    }
    measure = {"id": "M1", "title": "Lock it", "status": "implemented"}
    assessment = make_assessment(form, {"danger": "yes"}, risks=[risk], measures=[measure], method="five-by-five")

    found = evaluate(form, assessment, on=ON)

    (state,) = found.risks
    assert state.before is not None and state.today is not None and state.done is not None
    assert (state.before.severity.id, state.before.level.id) == ("s4", "red")  # the finding's floor lifts it
    assert (state.today.level.id, state.done.level.id) == ("red", "yellow")
    assert state.done.life_safety and not state.today.life_safety
    assert {fired.item.finding.id for fired in found.findings} == {"dangerous", "red_risk"}


def test_a_method_needs_two_levels_of_everything(tmp_path: Path) -> None:
    cut = METHOD.replace("  - {id: large, number: 2, label: Large, meaning: Stays}\n", "")
    (problem,) = read_files(tmp_path, m=cut).reading_problems
    assert problem.message == "`severity` needs at least 2 of them"


def test_a_citation_is_a_source_or_one_of_its_articles(shipped: Library) -> None:
    sources = shipped.sources
    found = sources.find("gdpr 35(7)(a)")
    assert found is not None and found[1] is not None and found[0].short == "GDPR"
    bare = sources.find("gdpr")
    assert bare is not None and bare[1] is None
    assert sources.find("gdpr 999") is None
    assert sources.find("no-such-law 1") is None


def test_a_risk_is_found_by_its_id(shipped: Library) -> None:
    found = shipped.catalogue.risk("R01")
    assert found is not None and found.id == "R01"
    assert shipped.catalogue.risk("R99") is None


def test_methods_are_frozen(shipped: Library) -> None:
    with pytest.raises(ValueError, match="frozen"):
        shipped.method().title = "Other"
    assert Method.model_config["frozen"]
