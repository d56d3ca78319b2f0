"""Whoever signs is told of a definition that is not the shipped one, and of one that changed since it was answered."""

import re
from datetime import date
from pathlib import Path

import pytest
from lxml import html as lxml_html

from dpia import api
from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.assessment.files import as_yaml
from dpia.assessment.starting import new_assessment
from dpia.cli.summary import summary_lines
from dpia.data import QUESTIONNAIRES
from dpia.questionnaire.library import Library
from dpia.questionnaire.model import Level, Publication
from dpia.questionnaire.origin import Origin, OriginKind
from dpia.questionnaire.origin import _entries as entries
from dpia.questionnaire.texts import texts_of
from dpia.questionnaire.translating import digest
from dpia.shipped import shipped_library
from dpia.showing.context import Context
from dpia.showing.definitions import KIND_WORDS, MOST, Notices, notices
from dpia.showing.language import Language
from dpia.showing.outline import evaluation_data
from tests.support.definitions import CATALOGUE, write_files
from tests.support.translations import marked, pseudo

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
    version = shadowed.questionnaires["gdpr-dpia"].version
    assert f"Data protection impact assessment {version} · {digits}" in page


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
        "c": CATALOGUE.replace("severity: large", "severity: grave").replace("id: risks", "id: danger"),
    }
    library = shipped_library().with_folder(write_files(tmp_path, **files), origin=USER).check()
    assert told(begun(library), library).altered == (
        f"Modules: {library.questionnaire('security').title} (security)",
        f"Risk method: {library.method().title} (four-by-four)",
        "Risks of the catalogue: R01",
        "Title and version of the risk catalogue",
    )


def test_an_altered_vocabulary_is_told(tmp_path: Path) -> None:
    terms = "id: dpv\nkind: dpv\nversion: '2.3'\ntitle: X\nprefixes: {dpv: 'https://evil.example/dpv#'}\nterms: []\n"
    library = shipped_library().with_folder(write_files(tmp_path, dpv=terms), origin=USER).check()
    evaluation = begun(library)
    lines = ("DPV terms: dpv", "Title and version of the DPV terms")
    assert told(evaluation, library).altered == lines
    page = api.make_html(evaluation, library)
    assert all(f"Not the shipped definition – {line}" in page for line in lines)


def test_there_are_words_for_everything_that_can_be_replaced() -> None:
    library = shipped_library()
    altered = ((file, definition.model_copy()) for file, definition in library.definitions)
    kinds = {kind for _, definition in altered for kind, _, _ in entries(definition)}
    assert kinds == set(KIND_WORDS)


# ------------------------------------------------------------------------------------------------- texts of strangers

ACME = Origin(OriginKind.PACKAGE, "/lib/acme", "acme", "1.2")


def translating(folder: Path, name: str, **texts: str) -> Path:
    """A folder with texts of a shipped questionnaire in German, by place; `*` is all that is asked and found."""
    known = texts_of(shipped_library().questionnaire(name))
    every = texts.pop("*", None)
    if every is not None:
        texts |= {place: every for place in known if place.endswith((".ask", ".says"))}
    entries = {place: {"of": digest(known[place].english), "text": text} for place, text in texts.items()}
    data = {"kind": "translation", "translates": name, "language": "de", "texts": entries}
    return write_files(folder, **{f"{name}.de": as_yaml(data)})


def in_german(library: Library) -> Evaluation:
    form = library.form(["review"])
    case = new_assessment(form, assessment_id="t", title="T", organisation="O", created=ON).change(language="de")
    return evaluate(form, case, on=ON)


@pytest.mark.parametrize(
    ("origin", "words", "in_full"),
    [
        (ACME, "Paket acme 1.2", "package acme 1.2"),
        (Origin(OriginKind.PATH, "/home/anna/my"), "Dateien dieser Installation", "/home/anna/my"),
        (USER, "Dateien dieser Installation", "your folder"),
    ],
)
def test_texts_of_strangers_are_told_to_whoever_signs(origin: Origin, words: str, in_full: str, tmp_path: Path) -> None:
    """The report names no folder of a machine; the terminal and programs do."""
    library = shipped_library().with_folder(translating(tmp_path, "review", title="Harmlos"), origin=origin).check()
    evaluation = in_german(library)
    page = api.make_html(evaluation, library)
    assert "Harmlos" in page
    assert f"Texte in de von review: {words}" in page
    assert "/home/anna" not in page
    foreign = api.foreign_texts(evaluation, library)
    assert f"Texts in de of review: {in_full}" in list(summary_lines(evaluation, foreign))
    assert evaluation_data(evaluation, foreign)["foreign_texts"] == [
        {"kind": "questionnaire", "id": "review", "language": "de", "origins": [origin.data()]}
    ]


def test_what_is_told_of_strangers_is_told_in_the_language_of_the_report(tmp_path: Path) -> None:
    library = shipped_library()
    for place, origin in enumerate((ACME, USER)):
        texts = translating(tmp_path / str(place), ("review", "screening")[place], title="T")
        library = library.with_folder(texts, origin=origin)
    spoken = library.check().in_language("de")
    form = spoken.form(["screening", "review"])
    case = new_assessment(form, assessment_id="t", title="T", organisation="O", created=ON)
    context = Context(evaluate(form, case, on=ON), spoken, Language("de", pseudo), Publication.OPERATIONAL)
    assert sorted(notices(context).foreign) == [
        "ξξξξξ ξξ de ξξ review: ξξξξξξξ acme 1.2",
        "ξξξξξ ξξ de ξξ screening: ξξξξξ ξξ ξξξξ ξξξξξξξξξξξξ",
    ]
    assert {("", "Texts in {language} of {names}: {origins}"), ("", "files of this installation")} <= marked()


def test_the_translation_of_the_program_is_not_strange() -> None:
    library = shipped_library()
    evaluation = in_german(library)
    page = api.make_html(evaluation, library)
    assert '<html lang="de"' in page
    assert "Texts in de of" not in page
    assert api.foreign_texts(evaluation, library) == ()


def test_of_many_strange_texts_there_is_one_line_for_each_who_brought_them(tmp_path: Path) -> None:
    library = shipped_library()
    for name in ("review", "screening", "gdpr-dpia"):
        library = library.with_folder(translating(tmp_path / name, name, **{"title": "T"}), origin=ACME)
    spoken = library.check().in_language("de")
    form = spoken.form(["screening", "gdpr-dpia", "review"])
    case = new_assessment(form, assessment_id="t", title="T", organisation="O", created=ON)
    (line,) = told(evaluate(form, case, on=ON), spoken).foreign
    assert sorted(line.removeprefix("Texts in de of ").removesuffix(": package acme 1.2").split(", ")) == [
        "gdpr-dpia",
        "review",
        "screening",
    ]


def test_a_hostile_translation_reaches_a_report_as_harmless_text(tmp_path: Path) -> None:
    bad = "<script>alert(1)</script> <img src=x onerror=alert(2)> [go](javascript:alert(3)) [x](data:text/html,1)"
    known = texts_of(shipped_library().questionnaire("review"))
    texts = {place: bad for place, text in known.items() if not text.one_line or place.endswith((".ask", "title"))}
    library = shipped_library().with_folder(translating(tmp_path, "review", **texts), origin=ACME).check()
    page = lxml_html.fromstring(api.make_html(in_german(library), library))
    assert "<script>alert(1)</script>" in page.text_content()
    assert [
        found for found in page.iter("script", "img") if "alert" in (found.text or "") or found.get("onerror")
    ] == []
    assert [link for link in page.iter("a") if re.match("javascript:|data:", link.get("href", ""))] == []
    assert not any(name.startswith("on") for element in page.iter() for name in element.attrib)


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
