"""The overview and the decision tell that a definition is not the shipped one, or another one than the answered one."""

from datetime import date
from pathlib import Path

from dpia.assessment.starting import new_assessment
from dpia.data import QUESTIONNAIRES
from dpia.questionnaire.library import Library
from dpia.questionnaire.origin import Origin, OriginKind
from dpia.shipped import shipped_library
from tests.support.browsing import desk_over, tree
from tests.support.definitions import write_files

SCREENING = (QUESTIONNAIRES / "screening.yaml").read_text(encoding="utf-8")
PAGES = ("", "/decision")


def shadowed(folder: Path) -> Library:
    text = SCREENING.replace("level: block", "level: note")
    assert text != SCREENING
    return shipped_library().with_folder(write_files(folder, s=text), origin=Origin(OriginKind.USER)).check()


def notices(tmp_path: Path, here: Library, begun_with: Library) -> list[str]:
    """What the two pages say of an assessment begun with one library and opened with another."""
    form = begun_with.form(["screening"])
    with desk_over(tmp_path / "w.sqlite", here) as desk:
        desk.add(new_assessment(form, assessment_id="t", title="T", created=date(2026, 11, 24)))
        pages = [tree(desk.client.get(f"/a/t{page}").text) for page in PAGES]
        return [" ".join(part.words() for part in page.find("section", id="definitions")) for page in pages]


def test_an_assessment_that_was_begun_with_an_altered_definition_says_so(tmp_path: Path) -> None:
    library = shadowed(tmp_path / "shadow")
    told = "The definitions Not the shipped definition – Questionnaires: Threshold screening and routing (screening)"
    assert notices(tmp_path, library, library) == [told, told]


def test_a_definition_that_changed_since_it_was_answered_is_told(tmp_path: Path) -> None:
    library = shadowed(tmp_path / "shadow")
    told = "The definition changed since it was answered – Threshold screening and routing (screening)"
    assert [told in said for said in notices(tmp_path, shipped_library(), library)] == [True, True]


def test_nothing_is_told_where_all_is_as_shipped(tmp_path: Path) -> None:
    assert notices(tmp_path, shipped_library(), shipped_library()) == ["", ""]
