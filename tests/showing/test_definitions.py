"""Whoever signs is told of a definition that is not the shipped one, and of one that changed since it was answered."""

from datetime import date
from pathlib import Path

import pytest

from dpia import api
from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.assessment.starting import new_assessment
from dpia.cli.summary import summary_lines
from dpia.data import QUESTIONNAIRES
from dpia.questionnaire.library import Library
from dpia.questionnaire.model import Level, Publication
from dpia.questionnaire.origin import Origin, OriginKind
from dpia.shipped import shipped_library
from dpia.showing.context import Context
from dpia.showing.definitions import MOST, Notices, notices
from dpia.showing.language import Language
from dpia.showing.outline import evaluation_data
from tests.support.definitions import CATALOGUE, write_files

ON = date(2026, 11, 24)
GDPR = (QUESTIONNAIRES / "gdpr-dpia.yaml").read_text(encoding="utf-8")
HARMLESS = GDPR.replace("level: block", "level: note")
USER = Origin(OriginKind.USER, "own")


def begun(library: Library, method: str | None = None) -> Evaluation:
    form = library.form(["screening", "gdpr-dpia"], method)
    case = new_assessment(form, assessment_id="t", title="T", organisation="O", created=ON, method=method)
    return evaluate(form, case, on=ON)


def told(evaluation: Evaluation, library: Library) -> Notices:
    return notices(Context(evaluation, library, Language("en", str), Publication.OPERATIONAL))


@pytest.fixture
def shadowed(tmp_path: Path) -> Library:
    """The shipped set, in which every block of one questionnaire was turned into a note."""
    assert HARMLESS != GDPR
    return shipped_library().with_folder(write_files(tmp_path / "shadow", g=HARMLESS), origin=USER).check()


def test_a_report_on_an_altered_questionnaire_says_so(shadowed: Library) -> None:
    evaluation = begun(shadowed)
    assert not any(found.finding.level is Level.BLOCK for found in evaluation.form.findings if "gdpr" in found.key)
    line = "Questionnaires: Data protection impact assessment (gdpr-dpia)"
    page = api.make_html(evaluation, shadowed)
    assert f"Not the shipped definition – {line}" in page
    digits = shadowed.hashes["gdpr-dpia"][:8]
    assert digits != shipped_library().hashes["gdpr-dpia"][:8]
    assert f"Data protection impact assessment 1.0.0 · {digits}" in page


def test_a_report_on_the_shipped_questionnaires_says_nothing_of_it() -> None:
    library = shipped_library()
    evaluation = begun(library)
    assert told(evaluation, library) == Notices((), ())
    assert "Not the shipped" not in api.make_html(evaluation, library)


def test_a_copy_that_is_the_same_is_the_shipped_definition(tmp_path: Path) -> None:
    library = shipped_library().with_folder(write_files(tmp_path, g=GDPR), origin=USER)
    assert told(begun(library), library).altered == ()


def test_programs_and_the_terminal_are_told_too(shadowed: Library, tmp_path: Path) -> None:
    evaluation = begun(shadowed)
    file = tmp_path / "shadow/g.yaml"
    assert f"The questionnaire gdpr-dpia is not the shipped definition. It comes from {file}." in list(
        summary_lines(evaluation)
    )
    assert evaluation_data(evaluation)["replaced"] == [
        {
            "kind": "questionnaire",
            "id": "gdpr-dpia",
            "origin": {"kind": "user", "folder": "own"},
            "not_shipped": True,
        }
    ]


def test_a_module_a_method_and_a_risk_are_told(tmp_path: Path) -> None:
    module = (
        (QUESTIONNAIRES / "modules/security.yaml").read_text(encoding="utf-8").replace("level: major", "level: note")
    )
    method = next((QUESTIONNAIRES / "methods").glob("four-by-four.yaml")).read_text(encoding="utf-8")
    files = {
        "s": module,
        "m": method.replace("title: ", "title: My "),
        "c": CATALOGUE.replace("severity: large", "severity: grave"),
    }
    library = shipped_library().with_folder(write_files(tmp_path, **files), origin=USER).check()
    assert told(begun(library), library).altered == (
        f"Modules: {library.questionnaire('security').title} (security)",
        f"Risk method: {library.method().title} (four-by-four)",
        "Risks of the catalogue: R01",
    )


def test_another_method_than_that_of_the_assessment_is_not_told(tmp_path: Path) -> None:
    method = next((QUESTIONNAIRES / "methods").glob("four-by-four.yaml")).read_text(encoding="utf-8")
    library = shipped_library().with_folder(
        write_files(tmp_path, m=method.replace("title: ", "title: My ")), origin=USER
    )
    other = next(name for name in library.methods if name != "four-by-four")
    assert told(begun(library), library).altered != ()
    assert told(begun(library, other), library).altered == ()


def test_of_many_names_the_first_are_told_and_the_others_counted(tmp_path: Path) -> None:
    terms = [(term.id, term.term) for term in shipped_library().glossary.terms][: MOST + 3]
    lines = "".join(f"  - {{id: {name}, term: Other, definition: Other.}}\n" for name, _ in terms)
    text = f"id: words\nkind: glossary\nterms:\n{lines}"
    library = shipped_library().with_folder(write_files(tmp_path, g=text), origin=USER)
    (line,) = told(begun(library), library).altered
    assert line.startswith("Glossary: ")
    assert line.endswith(", and 3 more")


def test_a_definition_that_changed_since_it_was_answered_is_told_in_the_report(shadowed: Library) -> None:
    before = begun(shipped_library()).assessment
    form = shadowed.form(["screening", "gdpr-dpia"])
    evaluation = evaluate(form, before, on=ON)
    assert told(evaluation, shadowed).redefined == ("Data protection impact assessment (gdpr-dpia)",)
    page = api.make_html(evaluation, shadowed)
    assert "The definition changed since it was answered – Data protection impact assessment (gdpr-dpia)" in page
