"""`dpia doctor`."""

import ctypes.util
import json
from pathlib import Path

import pytest

from dpia.cli import run
from dpia.showing.catalogues import user_locale
from tests.support.commands import dpia
from tests.support.translations import pseudo_catalogue, template


def test_doctor_finds_all_that_the_tests_need(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor"]) == 0
    first, *checks = capsys.readouterr().out.splitlines()
    assert first.startswith("dpia ")
    assert len(checks) >= 6
    assert "MISSING" not in " ".join(checks)


def test_doctor_gives_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--json"]) == 0
    assert all(check["fine"] for check in json.loads(capsys.readouterr().out) if check["needed"])


def test_doctor_names_the_package_that_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: None)

    assert run(["doctor"]) == 1

    said = capsys.readouterr().out
    assert "MISSING  Pango: apt-get install libpango-1.0-0" in said
    assert "better   HarfBuzz subsetting: reports take half as long again" in said


def test_a_missing_subsetter_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    find = ctypes.util.find_library
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: None if name == "harfbuzz-subset" else find(name))
    assert run(["doctor", "--quiet"]) == 0


def test_doctor_names_what_is_wrong_with_the_own_questionnaires(tmp_path: Path) -> None:
    own = tmp_path / "dpia" / "questionnaires"
    own.mkdir(parents=True)
    (own / "broken.yaml").write_text("id: [", encoding="utf-8")

    done = dpia("doctor", cwd=tmp_path, XDG_DATA_HOME=str(tmp_path))

    assert (done.returncode, done.stderr) == (1, "")
    assert f"MISSING  Questionnaires: {own / 'broken.yaml'}:" in done.stdout


def test_doctor_says_how_far_a_translation_is_and_what_of_it_cannot_be_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert run(["doctor"]) == 0
    assert "Your own translations: none; they would lie in" in capsys.readouterr().out
    path = pseudo_catalogue(user_locale())
    assert run(["doctor"]) == 0
    count = len([one for one in template() if one.id])
    assert f"ok       Language el: {count} of {count} phrases, in {path}" in capsys.readouterr().out
    path.write_text(path.read_text(encoding="utf-8").replace('"{n} ξξ {all}"', '"{n} ξξ"'), encoding="utf-8")
    assert run(["doctor"]) == 0
    assert "the translation lacks the gap {all}" in capsys.readouterr().out
    path.write_text("no catalogue", encoding="utf-8")
    assert run(["doctor"]) == 0
    assert "better   Language el: " in capsys.readouterr().out
