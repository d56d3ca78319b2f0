"""The risk map is right where its letters are: expected pictures are typed as text."""

from collections import defaultdict
from textwrap import dedent

import pytest

from dpia.assessment.model import Assessment
from dpia.showing.charts import CROWDED_SCALE, LETTER, MARK, MARK_HEIGHT, RiskMap, risk_map
from tests.support.reports import judge, small_assessment


def picture(found: RiskMap) -> str:
    """A map as letters: each cell its level, then the marks in reading order; severity upwards, likelihood to the right."""
    marks = defaultdict(list)
    for mark in sorted(found.marks, key=lambda mark: (mark.y, mark.x)):
        home = next(c for c in found.cells if c.x <= mark.x < c.x + c.size and c.y <= mark.y < c.y + c.size)
        marks[home].append(mark.label)
    lines = defaultdict(list)
    for cell in sorted(found.cells, key=lambda cell: (cell.y, cell.x)):
        lines[cell.y].append(f"{cell.level}{','.join(marks[cell])}")
    return "\n".join(" ".join(f"{cell:6}" for cell in line).rstrip() for _, line in sorted(lines.items()))


def with_risks(*places: tuple[str, str, str]) -> Assessment:
    """The small assessment with these risks instead: id, severity, likelihood; today and afterwards as before."""
    rating = [{"severity": severity, "likelihood": likelihood} for _, severity, likelihood in places]
    risks = [
        {"id": place[0], "title": f"Risk {place[0]}", "before": rated, "today": rated, "done": rated}
        for place, rated in zip(places, rating, strict=True)
    ]
    return Assessment.model_validate({**small_assessment().data(), "risks": risks})


def map_of(assessment: Assessment, moment: str = "before") -> RiskMap:
    evaluation = judge(assessment)
    return risk_map([risk for risk in evaluation.risks if risk.risk], evaluation.form.method, moment)


def test_a_map_without_risks_shows_the_matrix() -> None:
    assert picture(map_of(with_risks())) == dedent("""\
        1      2      3      3
        1      1      2      3
        0      1      1      2
        0      0      0      1""")


def test_a_risk_stands_where_its_severity_and_likelihood_meet() -> None:
    assert picture(map_of(with_risks(("A", "grave", "unlikely"), ("B", "minor", "very_likely")))) == dedent("""\
        1A     2      3      3
        1      1      2      3
        0      1      1      2
        0      0      0      1B""")


def test_risks_of_one_cell_stand_beside_and_below_each_other() -> None:
    risks = [(name, "serious", "possible") for name in "ABCDE"]
    assert picture(map_of(with_risks(*risks))).splitlines()[1] == "1      1A,B,C,D,E 2      3"


def test_a_full_cell_says_how_many_more_there_are() -> None:
    found = map_of(with_risks(*[(name, "serious", "possible") for name in "ABCDEFGHIJKLMN"]))
    assert "1A,B,C,D,E,F,G,H,I,J,K,+3" in picture(found)
    assert [mark.anchor for mark in found.marks][-2:] == ["risk-K", ""]
    assert dict(found.in_words)["Medium"] == tuple("ABCDEFGHIJKLMN")


def test_marks_are_smaller_only_in_a_cell_of_more_than_six() -> None:
    few, many = (
        map_of(with_risks(*[(name, "serious", "possible") for name in names])) for names in ("ABCDEF", "ABCDEFG")
    )
    assert {mark.scale for mark in few.marks} == {1.0}
    assert {mark.scale for mark in many.marks} == {CROWDED_SCALE}


@pytest.mark.parametrize("count", range(1, 16))
def test_marks_never_touch(count: int) -> None:
    found = map_of(with_risks(*[(f"R{number:02}", "limited", "likely") for number in range(count)]))
    for mark in found.marks:
        others = [other for other in found.marks if other is not mark]
        width, height = MARK * mark.scale, MARK_HEIGHT * mark.scale
        assert all(abs(mark.x - other.x) > width or abs(mark.y - other.y) > height for other in others)


def test_the_words_say_what_the_picture_shows() -> None:
    found = map_of(small_assessment())
    assert dict(found.in_words) == {"High": ("R01", "R02")}
    assert {mark.label for mark in found.marks} == {"R01", "R02"}


def test_a_risk_that_was_set_aside_carries_no_mark() -> None:
    assert "X1" not in {
        mark.label for moment in ("before", "today", "done") for mark in map_of(small_assessment(), moment).marks
    }


def test_a_risk_that_nobody_rated_is_named_apart() -> None:
    assessment = Assessment.model_validate({**small_assessment().data(), "risks": [{"id": "X9", "title": "Unrated"}]})
    found = map_of(assessment)
    assert found.unrated == ("X9",)
    assert not found.marks


def test_every_label_and_mark_lies_within_the_drawing() -> None:
    found = map_of(small_assessment())
    for thing in (*found.severity_labels, *found.likelihood_labels, *found.marks):
        assert 0 <= thing.x <= found.width
        assert 0 <= thing.y <= found.height


def test_words_below_the_map_stand_in_their_own_column() -> None:
    """A label of five words, and a word that is broader than a cell usually is: German has many."""
    four = judge(small_assessment()).form.method
    labels = ["Near certain to be tried", "Wahrscheinlichkeitsbereich", "Rare", "Very likely"]
    steps = zip(four.likelihood, labels, strict=True)
    likelihood = tuple(level.model_copy(update={"label": label}) for level, label in steps)
    found = risk_map((), four.model_copy(update={"likelihood": likelihood}), "today")
    size = found.cells[0].size
    below = [
        [label.text for label in found.likelihood_labels if label.x == cell.x + size / 2] for cell in found.cells[:4]
    ]
    assert below == [["Near certain to be tried"], ["Wahrscheinlichkeitsbereich"], ["Rare"], ["Very likely"]]
    assert all(len(label.text) * LETTER <= size and label.y <= found.height for label in found.likelihood_labels)


def test_a_label_takes_as_many_lines_as_its_column_needs() -> None:
    four = judge(small_assessment()).form.method
    first, *others = four.likelihood
    likelihood = (first.model_copy(update={"label": "Near certain to be tried"}), *others)
    found = risk_map((), four.model_copy(update={"likelihood": likelihood}), "today")
    size = found.cells[0].size
    below = [label for label in found.likelihood_labels if label.x == found.cells[0].x + size / 2]
    assert [label.text for label in below] == ["Near", "certain", "to be", "tried"]
    assert max(label.y for label in below) < found.height


def test_a_risk_without_a_rating_says_what_it_was_before_measures() -> None:
    risk = {"id": "A", "title": "A", "before": {"severity": "grave", "likelihood": "likely"}, "measures": ["M1"]}
    assessment = Assessment.model_validate(
        {
            **small_assessment().data(),
            "risks": [risk, {"id": "B", "title": "B"}],
            "measures": [{"id": "M1", "title": "M"}],
        }
    )
    assert map_of(assessment, "before").unrated == ("B",)
    assert map_of(assessment, "done").unrated == ("A (before measures: Very high)", "B")
