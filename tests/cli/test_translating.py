"""`dpia questionnaires translations`, and lint of translations."""

import json
from pathlib import Path

import pytest

from dpia.assessment.files import as_yaml
from dpia.cli import run
from dpia.data import QUESTIONNAIRES
from dpia.questionnaire.text import read_document, read_known
from tests.support.translations import PSEUDO, filled_in

PAGE = """\
id: gate-check
version: 1.0.0
title: Gate check
sections:
  - id: gate
    title: The gate
    questions:
      - {id: watched, code: GC-1, ask: Is the gate watched?, type: yes_no, help: "By a person or a camera."}
"""
PLACES = ["title", "sections.gate.title", "questions.GC-1.ask", "questions.GC-1.help"]


@pytest.fixture
def my(tmp_path: Path) -> Path:
    folder = tmp_path / "my"
    folder.mkdir()
    (folder / "gate.yaml").write_text(PAGE, encoding="utf-8")
    return folder


def translations(my: Path, *more: str) -> int:
    return run(["questionnaires", "translations", "de", "gate-check", "-Q", str(my), *more])


def counts(my: Path, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, int]:
    capsys.readouterr()
    translations(my, "--json", *more)
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["id"], found["kind"], found["texts"]) == ("gate-check", "questionnaire", 4)
    return {name: found[name] for name in ("translated", "stale", "unfit", "missing")}


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_it_counts_the_texts_of_each_definition(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["questionnaires", "translations", "fr"]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.split() == ["id", "kind", "texts", "translated", "stale", "unfit", "missing"]
    found = {line.split()[0]: line.split()[1:] for line in lines}
    assert {
        "gdpr-dpia",
        "security",
        "four-by-four",
        "trafficking",
        "sources",
        "glossary",
        "icat-actions",
    } < found.keys()
    assert found["icat-actions"] == ["actions", "7", "0", "0", "0", "7"]


def test_a_file_is_written_beside_the_definition_and_filled_in(my: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert translations(my, "--write", str(my)) == 0
    path = my / "gate-check.de.yaml"
    assert capsys.readouterr().err == f"Wrote {path}\n"
    data = read_document(path).data
    assert list(data["texts"]) == PLACES
    assert data["texts"]["title"]["en"] == "Gate check"
    assert counts(my, capsys) == {"translated": 0, "stale": 0, "unfit": 0, "missing": 4}
    assert translations(my, "--strict") == 1

    filled_in(path, title="Prüfung des Tors")
    assert counts(my, capsys) == {"translated": 4, "stale": 0, "unfit": 0, "missing": 0}
    assert translations(my, "--strict") == 0
    assert run(["questionnaires", "lint", "--strict", "--part", str(my)]) == 0


def test_a_changed_comma_makes_one_text_stale_and_loses_nothing(my: Path, capsys: pytest.CaptureFixture[str]) -> None:
    translations(my, "--write", str(my), "--quiet")
    path = filled_in(my / "gate-check.de.yaml", **{"questions.GC-1.help": "Von jemandem oder einer Kamera."})
    change(my / "gate.yaml", "By a person or a camera.", "By a person, or a camera.")

    assert counts(my, capsys) == {"translated": 3, "stale": 1, "unfit": 0, "missing": 0}
    translations(my)
    assert "gate-check: stale: questions.GC-1.help\n" in capsys.readouterr().out
    assert run(["questionnaires", "lint", "--part", str(my)]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert "warning stale-text: The English text of `questions.GC-1.help` changed" in line

    translations(my, "--write", str(my))
    entry = read_document(path).data["texts"]["questions.GC-1.help"]
    assert (entry["text"], entry["was"]) == ("", "Von jemandem oder einer Kamera.")
    assert entry["en"] == "By a person, or a camera."
    assert counts(my, capsys) == {"translated": 3, "stale": 1, "unfit": 0, "missing": 0}


def test_a_file_that_is_up_to_date_is_not_written_again(my: Path, capsys: pytest.CaptureFixture[str]) -> None:
    translations(my, "--write", str(my), "--quiet")
    capsys.readouterr()
    path = my / "gate-check.de.yaml"
    before = path.stat()
    translations(my, "--write", str(my))
    assert capsys.readouterr().err == ""
    assert path.stat().st_ino == before.st_ino


def test_into_another_folder_only_what_is_not_translated_is_written(my: Path, tmp_path: Path) -> None:
    translations(my, "--write", str(my), "--quiet")
    data = read_document(my / "gate-check.de.yaml").data
    data["texts"]["title"]["text"] = "Prüfung des Tors"
    (my / "gate-check.de.yaml").write_text(as_yaml(data), encoding="utf-8")
    translations(my, "--write", str(tmp_path / "more"), "--quiet")
    assert list(read_document(tmp_path / "more/gate-check.de.yaml").data["texts"]) == PLACES[1:]


def test_a_hash_is_text_to_every_reader_of_yaml(tmp_path: Path) -> None:
    """That of a text of `review` begins with 0315e650, which others take for a number."""
    assert run(["questionnaires", "translations", PSEUDO, "review", "--write", str(tmp_path), "--quiet"]) == 0
    path = tmp_path / f"review.{PSEUDO}.yaml"
    assert "of: '0315e650" in path.read_text(encoding="utf-8")
    assert repr(read_known(path).data) == repr(read_document(path).data)


def test_files_with_one_id_share_a_translation_and_lose_nothing(tmp_path: Path) -> None:
    """A glossary, sources, a catalogue and actions stand together, whichever files they are in."""
    own = tmp_path / "own"
    own.mkdir()
    kept = {}
    for name, (head, section, place) in SHARED.items():
        (own / f"{name}.yaml").write_text(
            f"id: {name}\nversion: 1.0.0\ntitle: Ours\n{head}\n{section}\n", encoding="utf-8"
        )
        kept[name] = place
    write = [
        "questionnaires",
        "translations",
        "de",
        *SHARED,
        "-Q",
        str(own),
        "--write",
        str(tmp_path / "out"),
        "--quiet",
    ]
    assert run(write) == 0
    paths = {name: filled_in(tmp_path / f"out/{name}.de.yaml") for name in SHARED}
    before = {name: read_document(path).data["texts"] for name, path in paths.items()}
    for _ in range(2):
        assert run([*write, "-Q", str(tmp_path / "out")]) == 0
        for name, path in paths.items():
            data = read_document(path).data
            assert kept[name] in data["texts"] and len(data["texts"]) > 2
            assert "gone" not in data
            assert data["texts"] == before[name]


SHARED = {
    "glossary": (
        "kind: glossary",
        "terms: [{id: my_term, term: My term, definition: Something of mine.}]",
        "terms.my_term.term",
    ),
    "sources": (
        "kind: sources",
        "sources: {mine: {title: My law, short: Mine, status: in_force}}",
        "sources.mine.title",
    ),
    "trafficking": (
        "kind: catalogue",
        "risks: [{id: R99, title: Mine, scenario: It happens., kind: [event], severity: [grave]}]",
        "risks.R99.title",
    ),
    "icat-actions": ("kind: actions\nnote: Ours", "actions: {Z: {title: Zed, text: The last.}}", "actions.Z.title"),
}


def test_list_and_check_tell_texts_that_others_brought(
    my: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    translations(my, "--write", str(tmp_path / "more"), "--quiet")
    filled_in(tmp_path / "more/gate-check.de.yaml")
    folders = ["-Q", str(my), "-Q", str(tmp_path / "more")]
    told = f"Texts in de of gate-check: {tmp_path / 'more'}\n"
    assert run(["questionnaires", "list", *folders]) == 0
    assert capsys.readouterr().out.endswith(told)
    assert run(["questionnaires", "list", "--json", *folders]) == 0
    (row,) = (row for row in json.loads(capsys.readouterr().out) if row["id"] == "gate-check")
    origin = {"kind": "path", "folder": str(tmp_path / "more")}
    found = [{"kind": "questionnaire", "id": "gate-check", "language": "de", "origins": [origin]}]
    assert row["foreign_texts"] == found
    case = tmp_path / "case.yaml"
    assert run(["new", str(case), "--questionnaire", "gate-check", "--quiet", *folders]) == 0
    assert run(["check", str(case), *folders]) == 0
    assert told not in capsys.readouterr().out
    change(case, "language: en", "language: de")
    assert run(["check", str(case), *folders]) == 0
    assert told in capsys.readouterr().out
    assert run(["check", str(case), "--json", *folders]) == 0
    assert json.loads(capsys.readouterr().out)["foreign_texts"] == found


def test_a_file_names_the_schema_where_that_lies_beside_it(my: Path) -> None:
    (my / "schema").mkdir()
    (my / "schema/translation.schema.json").write_text("{}")
    translations(my, "--write", str(my), "--quiet")
    first = (my / "gate-check.de.yaml").read_text(encoding="utf-8").partition("\n")[0]
    assert first == "# yaml-language-server: $schema=schema/translation.schema.json"


def test_a_file_that_is_no_translation_is_not_written_over(my: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = my / "gate-check.de.yaml"
    path.write_text("kind: translation\ntranslates: gate-check\nlanguage: de\ntexts: {title: Tor}\n")
    assert translations(my, "--write", str(my)) == 2
    assert f"{path}:4:16: bad-value" in capsys.readouterr().err
    assert path.read_text().endswith("{title: Tor}\n")


@pytest.mark.parametrize("language", ["en", "en-GB", "German", "d"])
def test_english_and_what_is_no_language_is_refused(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["questionnaires", "translations", language]) == 2
    assert f"{language} is no tag of a language but English" in capsys.readouterr().err


def test_an_unknown_definition_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["questionnaires", "translations", "de", "reviw"]) == 2
    assert capsys.readouterr().err == "There is no definition `reviw`: did you mean `review`?\n"


WRONG = {
    "an unknown place": ("title:", "titel:", "unknown-id: `titel` is no place of a text (did you mean `title`?)"),
    "an unknown definition": (
        "translates: gate-check",
        "translates: gate-chek",
        "bad-value: The translation of `gate-chek` into `de` has another name (call the file gate-chek.de.yaml)",
    ),
    "no language": ("language: de", "language: D1", "bad-value"),
    "a hash that is none": ("of: ", "of: x", "bad-value"),
    "an unknown key": ("    en: Gate check", "    english: Gate check", "unknown-key: There is no key `english` here"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_lint_tells_what_is_wrong_with_a_translation(kind: str, my: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new, told = WRONG[kind]
    translations(my, "--write", str(my), "--quiet")
    change(my / "gate-check.de.yaml", old, new)
    capsys.readouterr()
    assert run(["questionnaires", "lint", "--part", str(my)]) == 1
    found = capsys.readouterr().out
    assert f"{my / 'gate-check.de.yaml'}:" in found
    assert told in found


def test_lint_tells_a_translation_of_nothing_and_into_english(my: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, language in (("gate-chek", "de"), ("gate-check", "en")):
        text = f"kind: translation\ntranslates: {name}\nlanguage: {language}\ntexts: {{}}\n"
        (my / f"{name}.{language}.yaml").write_text(text)
    assert run(["questionnaires", "lint", "--part", str(my)]) == 1
    english, unknown = capsys.readouterr().out.splitlines()
    assert "Definitions are written in English, so nothing is translated into it" in english
    assert "`gate-chek` is no definition of this set (did you mean `gate-check`?)" in unknown


def test_lint_tells_a_gap_that_was_lost(my: Path, capsys: pytest.CaptureFixture[str]) -> None:
    number = (
        '      - {id: n, code: GC-2, ask: N?, type: computed, value: "1", sentence: "About {value}.", help: Help.}\n'
    )
    (my / "gate.yaml").write_text(PAGE + number, encoding="utf-8")
    translations(my, "--write", str(my), "--quiet")
    filled_in(my / "gate-check.de.yaml", **{"questions.GC-2.sentence": "Etwa so."})
    capsys.readouterr()
    assert run(["questionnaires", "lint", "--part", str(my)]) == 1
    assert "The text of `questions.GC-2.sentence` has to keep {value}" in capsys.readouterr().out


def test_a_report_is_in_the_language_of_its_questionnaires(my: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Everything by the commands that a translator uses; what is not translated stays English."""
    translations(my, "--write", str(my), "--quiet")
    filled_in(my / "gate-check.de.yaml", **{"title": "Prüfung des Tors", "questions.GC-1.ask": "Wird das Tor bewacht?"})
    case, page = my.parent / "g.yaml", my.parent / "g.html"
    assert run(["new", str(case), "--title", "T", "--questionnaire", "gate-check", "-Q", str(my)]) == 0
    assert run(["report", str(case), "--html", "--language", "de", "-Q", str(my)]) == 0
    text = page.read_text(encoding="utf-8")
    assert '<html lang="de"' in text
    assert "Prüfung des Tors 1.0.0 · " in text
    assert "Wird das Tor bewacht?" in text
    assert "Is the gate watched?" not in text
    assert run(["report", str(case), "--html", "--force", "--language", "fr", "-Q", str(my)]) == 2
    assert "There is no translation into `fr`" in capsys.readouterr().err


def test_the_shipped_definitions_would_be_translated_beside_themselves() -> None:
    from dpia.cli.translating import _target
    from dpia.shipped import shipped_library

    library = shipped_library()
    target = _target(library, [library.method()], QUESTIONNAIRES, "four-by-four.de.yaml")
    assert target == QUESTIONNAIRES / "methods/four-by-four.de.yaml"
