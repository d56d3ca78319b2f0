"""`dpia lists`: what supervisory authorities list, and where `dpia fill` and `dpia new` point to it."""

import json
from pathlib import Path

import pytest
import yaml

from dpia.cli import run
from tests.cli.test_filling import fill, new
from tests.questionnaire.test_national import NOTHING


def test_it_prints_whose_list_it_is_what_was_read_and_the_entries(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lists", "--country", "fr", "--paragraph", "4"]) == 0
    shown = capsys.readouterr()
    lines = shown.out.splitlines()
    assert lines[0].startswith(
        "FR  Commission nationale de l'informatique et des libertés (CNIL), 2018-10-11, Article 35(4)"
    )
    assert "Deliberation 2018-327 of 11 October 2018" in lines[1]
    assert lines[2].strip() == "read on 2026-11-30"
    assert "     14  Location data are used on a large scale." in lines
    assert "         WP248-4, WP248-5" in lines
    assert "1 list, 14 entries." in shown.err
    assert max(map(len, lines)) <= 100


def test_one_paragraph_leaves_the_other_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lists", "--country", "FR", "--paragraph", "5", "--quiet"]) == 0
    shown = capsys.readouterr()
    assert "Relations with suppliers." in shown.out
    assert "Article 35(4)" not in shown.out
    assert shown.err == ""


def test_a_country_without_a_list_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lists", "--country", "MT"]) == 0
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err == "No list of MT is here; look it up at its authority.\n"


def test_json_has_every_list_with_its_entries(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lists", "--json"]) == 0
    found = {item["id"]: item for item in json.loads(capsys.readouterr().out)}
    assert {item["paragraph"] for item in found.values()} == {4, 5}
    spain = found["es-aepd-required"]
    assert (spain["country"], spain["verified"], spain["date"]) == ("ES", "secondary", "2019-05-06")
    assert "the authority's own text was not read" in spain["seen_in"]
    assert found["fr-cnil-required"]["entries"][3]["when"].startswith("screening.c3_monitoring == yes")


def test_a_list_of_ones_own_stands_beside_the_shipped_ones(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = {
        "id": "mt-own",
        "kind": "national-list",
        "version": "1.0.0",
        "title": "Malta",
        "country": "MT",
        "authority": "Ours",
        "paragraph": 4,
        "date": "2019-01-02",
        "source": "Decision 1",
        "verified": "no",
        "checked_on": "2026-10-01",
        "seen_in": "Nowhere.",
        "entries": [{"id": "one", "text": "Cameras."}],
    }
    (tmp_path / "mt.yaml").write_text(yaml.safe_dump(own), encoding="utf-8")
    assert run(["lists", "--country", "MT", "-Q", str(tmp_path / "mt.yaml")]) == 0
    shown = capsys.readouterr().out
    assert "    one  Cameras." in shown
    assert "not verified" in shown


def test_the_terminal_names_how_many_there_are_and_which_the_answers_point_to(tmp_path: Path) -> None:
    path = new(tmp_path)
    answers = {"processing_name": "Cards", **NOTHING, "people_concerned": ["employees"], "c3_monitoring": "yes"}
    text = path.read_text(encoding="utf-8").partition("\nanswers:")[0]
    path.write_text(f"{text}\nanswers:\n  screening: {json.dumps(answers)}\n", encoding="utf-8")
    done = fill("chat.yaml", "s\n" * 60, tmp_path)
    shown = " ".join(done.stdout.split())
    _, _, about = shown.partition("SCR-11 ")
    assert "entries stand on lists of supervisory authorities under Article 35(4): dpia lists --paragraph 4" in about
    pointed = about.partition("Your answers point to: ")[2].partition(" yes or no")[0]
    assert pointed == "ES 3, FR 4, IE 4, IT 3, IT 5, LU 4, NO 5"


def test_the_file_to_fill_in_names_the_command(tmp_path: Path) -> None:
    path = new(tmp_path)
    text = path.read_text(encoding="utf-8").partition("\nanswers:")[0]
    answers = {
        "processing_name": "Cards",
        **NOTHING,
        "personal_data": "yes",
        "screening_decision": "not_required",
        "exit_ground": "listed_exempt",
    }
    path.write_text(f"{text}\nanswers:\n  screening: {json.dumps(answers)}\n", encoding="utf-8")
    assert run(["open", str(path)]) == 0
    text = path.read_text(encoding="utf-8")
    assert "under Article 35(4): dpia lists --paragraph 4" in " ".join(text.replace("#", " ").split())


@pytest.mark.parametrize(("typed", "hint"), [("FRA", "FR"), ("uk", "GB"), ("France", "FR")])
def test_a_country_that_is_no_code_is_refused_with_the_one_that_is_meant(
    typed: str, hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["lists", "--country", typed]) == 2
    told = " ".join(capsys.readouterr().err.split())
    assert f"“{typed.upper()}” is not the two letters of a country; did you mean {hint}?" in told


def test_a_word_that_is_no_country_at_all_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lists", "--country", "QQ"]) == 2
    assert "“QQ” is not the two letters of a country" in " ".join(capsys.readouterr().err.split())
