"""A report never names a language that it is not in."""

from pathlib import Path

import pytest

from dpia.api import make_html, report_document
from dpia.assessment.files import as_yaml
from dpia.errors import NotFound
from dpia.questionnaire.model import Publication
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
    """Where not one text of the questionnaires is in the language, a report that names it would be in another one."""
    title = {"of": digest("Everything there is"), "text": "Alles"}
    own = small_library().questionnaire("everything").title
    for name, text in (("everything", {**title, "of": digest(own)}), ("security", title)):
        data = {"kind": "translation", "translates": name, "language": "eo", "texts": {"title": text}}
        folder = tmp_path / name
        folder.mkdir()
        (folder / f"{name}.eo.yaml").write_text(as_yaml(data), encoding="utf-8")
    evaluation = judge(small_assessment().change(language="eo"))
    for name, language, heading in (("everything", "eo", "Alles"), ("security", "en", own)):
        library = small_library().with_folder(tmp_path / name)
        report = report_document(evaluation, library, language=None, publication=Publication.OPERATIONAL)
        assert (report.language, report.parts[0].title) == (language, heading)


def test_a_language_that_is_asked_for_and_has_no_translation_is_refused() -> None:
    with pytest.raises(NotFound, match="There is no translation into `eo`"):
        language_of("eo", "eo")
