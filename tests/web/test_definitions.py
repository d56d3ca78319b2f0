"""The overview and the decision tell that a definition is not the shipped one, or another one than the answered one."""

from datetime import date
from pathlib import Path

import pytest
from lxml import html as lxml_html

from dpia.assessment.files import as_yaml
from dpia.assessment.starting import new_assessment
from dpia.data import QUESTIONNAIRES
from dpia.questionnaire.library import Library
from dpia.questionnaire.origin import Origin, OriginKind
from dpia.questionnaire.texts import texts_of
from dpia.questionnaire.translating import digest
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


HOSTILE = "<script>alert(1)</script> <img src=x onerror=alert(2)> [go](javascript:alert(3))"


@pytest.fixture
def german(tmp_path: Path) -> Library:
    """A package that translates all that one questionnaire says, and means no good."""
    texts = texts_of(shipped_library().questionnaire("screening")).values()
    entries = {text.place: {"of": digest(text.english), "text": HOSTILE} for text in texts if "{" not in text.english}
    data = {"kind": "translation", "translates": "screening", "language": "de", "texts": entries}
    folder = write_files(tmp_path / "acme", **{"screening.de": as_yaml(data)})
    origin = Origin(OriginKind.PACKAGE, str(folder), "acme", "1.2")
    return shipped_library().with_folder(folder, origin=origin).check()


def test_texts_that_strangers_translated_are_told_on_the_pages_and_by_the_api(tmp_path: Path, german: Library) -> None:
    case = new_assessment(german.form(["screening"]), assessment_id="t", title="T", created=date(2026, 11, 24))
    with desk_over(tmp_path / "w.sqlite", german, "de") as desk:
        desk.add(case.change(language="de"))
        for page in PAGES:
            (told,) = tree(desk.client.get(f"/a/t{page}").text).find("section", id="definitions")
            assert "Texte in de von screening: Paket acme 1.2" in told.words()
        found = desk.client.get("/api/v1/assessments/t/evaluation").json()["foreign_texts"]
        assert [(one["id"], one["language"], one["origins"][0]["package"]) for one in found] == [
            ("screening", "de", "acme")
        ]


def test_a_hostile_translation_reaches_every_page_as_harmless_text(tmp_path: Path, german: Library) -> None:
    form = german.in_language("de").form(["screening"])
    case = new_assessment(form, assessment_id="t", title="T", created=date(2026, 11, 24))
    with desk_over(tmp_path / "w.sqlite", german, "de") as desk:
        desk.add(case)
        places = {f"/s/{owner.id}/{section.id}" for owner, _, section in form.sections()}
        questions = [f"/q/{key}" for key in list(form.questions)[:5]]
        for page in (*PAGES, "/report", *sorted(places), *questions):
            got = desk.client.get(f"/a/t{page}")
            root = lxml_html.fromstring(got.text)
            assert got.status_code == 200
            assert not [one for one in root.iter("script") if "alert" in (one.text or "")]
            assert not [one for one in root.iter("img") if one.get("src") == "x"]
            assert not [one for one in root.iter("a") if one.get("href", "").startswith("javascript:")]
            assert not [one for one in root.iter() if "onerror" in one.attrib]
        assert "<script>alert(1)</script>" in root.text_content()


def test_nothing_is_told_where_all_is_as_shipped(tmp_path: Path) -> None:
    assert notices(tmp_path, shipped_library(), shipped_library()) == ["", ""]
