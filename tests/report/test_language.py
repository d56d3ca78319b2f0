"""A report never names a language that it is not in."""

from pathlib import Path

import pytest

from dpia.api import make_html, report_document
from dpia.assessment.files import as_yaml
from dpia.errors import NotFound
from dpia.questionnaire.model import Publication
from dpia.questionnaire.texts import texts_of
from dpia.questionnaire.translating import digest
from tests.support.reports import judge, small_assessment, small_library


def language_of(own: str, asked: str | None = None) -> str:
    evaluation = judge(small_assessment().change(language=own))
    return report_document(evaluation, small_library(), language=asked, publication=Publication.OPERATIONAL).language


@pytest.mark.parametrize(("own", "language"), [("en", "en"), ("en-GB", "en-GB"), ("eo", "en"), ("eo-XX", "en")])
def test_an_assessment_in_a_language_without_a_translation_is_reported_in_english(own: str, language: str) -> None:
    assert language_of(own) == language


def test_the_page_names_the_language_that_it_is_in() -> None:
    page = make_html(judge(small_assessment().change(language="eo")), small_library())
    assert '<html lang="en" dir="ltr">' in page


def test_a_language_of_questionnaires_is_a_language_of_their_reports_and_of_no_others(tmp_path: Path) -> None:
    """Where not half of what the questionnaires ask is in the language, a report that names it would be in another one."""
    own = small_library().questionnaire("everything").title
    evaluation = judge(small_assessment().change(language="eo"))
    for name, part, language, heading in (
        ("everything", 1.0, "eo", "Ĉio"),
        ("everything", 0.0, "en", own),
        ("everything", 0.4, "en", own),
        ("security", 1.0, "en", own),
    ):
        library = small_library().with_folder(esperanto(tmp_path / f"{name}{part}", name, part))
        report = report_document(evaluation, library, language=None, publication=Publication.OPERATIONAL)
        assert (report.language, report.parts[0].title) == (language, heading)


def esperanto(folder: Path, name: str, part: float) -> Path:
    """A folder with the title of the questionnaire, and a part of what it asks and finds, in Esperanto, as those of `name`."""
    texts = texts_of(small_library().questionnaire("everything"))
    told = [place for place in texts if place.endswith((".ask", ".says"))]
    places = ["title", *told[: round(part * len(told))]]
    entries = {place: {"of": digest(texts[place].english), "text": "Ĉio"} for place in places}
    entries = {place: entry for place, entry in entries.items() if "{" not in texts[place].english}
    folder.mkdir()
    data = {"kind": "translation", "translates": name, "language": "eo", "texts": entries}
    (folder / f"{name}.eo.yaml").write_text(as_yaml(data), encoding="utf-8")
    return folder


def test_a_title_in_a_language_makes_no_page_in_it(tmp_path: Path) -> None:
    library = small_library().with_folder(esperanto(tmp_path / "t", "everything", 0.0))
    page = make_html(judge(small_assessment().change(language="eo")), library)
    assert '<html lang="en" dir="ltr">' in page


def test_the_languages_that_there_are_are_those_of_this_assessment(tmp_path: Path) -> None:
    """`security` is in Esperanto, which says nothing of an assessment that does not answer it."""
    evaluation = judge(small_assessment())
    for name, part, languages in (
        ("security", 1.0, "de, en"),
        ("everything", 0.2, "de, en"),
        ("everything", 1.0, "de, en, eo"),
    ):
        library = small_library().with_folder(esperanto(tmp_path / f"{name}{part}", name, part))
        for asked in {"eo", "eu"} - set(languages.split(", ")):
            with pytest.raises(NotFound) as refused:
                report_document(evaluation, library, language=asked, publication=Publication.OPERATIONAL)
            assert str(refused.value) == f"There is no translation into `{asked}`: there is {languages}."


def test_a_language_that_is_asked_for_and_has_no_translation_is_refused() -> None:
    with pytest.raises(NotFound, match="There is no translation into `eo`"):
        language_of("eo", "eo")
