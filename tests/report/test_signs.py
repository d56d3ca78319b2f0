"""What of an assessment cannot be printed is told with its number and its first places."""

from pathlib import Path

import pytest

from dpia.assessment.model import Answer, Assessment, Remark
from dpia.report.signs import LostSigns, lost_in_answer, lost_signs
from dpia.wording import said
from tests.report.test_fonts import collection
from tests.support.reports import ON, judge, small_assessment


def changed(**changes: object) -> Assessment:
    return small_assessment().change(**changes)


def test_an_assessment_that_can_be_printed_has_none() -> None:
    found = lost_signs(judge(small_assessment()))
    assert found == LostSigns()
    assert not found
    assert str(found.told()) == ""


def test_each_sign_is_counted_and_its_places_are_told_in_the_words_of_the_questions() -> None:
    assessment = changed(title="求助热线 求").with_answer("everything.name", "求").with_answer("everything.name", "线")
    found = lost_signs(judge(assessment))
    assert (found.count, found.signs) == (6, ("求", "助", "热", "线"))
    first, second = found.places
    assert str(first) == "Title"
    question = judge(assessment).form.questions["everything.name"].question
    assert question.ask in str(second)
    told = str(found.told())
    assert told.startswith("6 signs cannot be printed, because no font of the report has them: 求 (U+6C42) 助 (U+52A9)")
    assert f"First in: “Title”; “{question.code or ''} {question.ask}”.".replace("“ ", "“") in told
    assert "install fonts-noto-cjk" in told


def test_a_cell_is_named_by_its_row_and_column() -> None:
    item = next(item for item in judge(small_assessment()).form.asked if item.columns and item.source is None)
    column = next(name for name, one in item.columns.items() if one.column.type.value in ("text", "long"))
    assessment = small_assessment().with_answer(item.key, [{"id": "Q7", column: "𓀀"}])
    (place,) = lost_signs(judge(assessment)).places
    assert str(place).endswith(f"[Q7 𓀀] {item.columns[column].column.ask}")


def test_one_sign_is_told_in_the_singular_and_elsewhere_than_china_without_its_package() -> None:
    told = str(lost_in_answer(Answer(value="a 𓀀")).told())
    assert told.startswith("1 sign cannot be printed, because no font of the report has it: 𓀀 (U+13000).")
    assert "or write them otherwise" in told
    assert "noto-cjk" not in told


@pytest.mark.parametrize(
    "answer",
    [Answer(value="a", note="𓀀"), Answer(not_applicable="𓀀"), Answer(value=[{"id": "R1", "x": {"value": "𓀀"}}])],
)
def test_notes_reasons_and_cells_are_looked_at_too(answer: Answer) -> None:
    assert lost_in_answer(answer).count == 1


def test_remarks_risks_and_measures_are_looked_at() -> None:
    remark = Remark(about="everything.name", text="𓀀", by="A. Example", on=ON)
    risk, *others = small_assessment().risks
    assessment = changed(remarks=(remark,), risks=(risk.model_copy(update={"harm": "𓀀"}), *others))
    assert [str(place).split()[0] for place in lost_signs(judge(assessment)).places] == [risk.id, "Remarks"]


def test_a_font_of_the_user_is_counted_in(tmp_path: Path) -> None:
    collection(tmp_path / "own.ttc", "JP", "SC")
    assessment = changed(title="a ─ b")
    assert lost_signs(judge(assessment)).signs == ("─",)
    assert not lost_signs(judge(assessment), (tmp_path,))


def test_five_places_are_cut_to_three() -> None:
    found = LostSigns(5, ("𓀀",), tuple(said("Place {n}", n=number) for number in range(5)))
    assert str(found.told()).count("“") == 3
    assert "and 2 more" in str(found.told())
