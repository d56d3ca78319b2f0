"""`dpia doctor`."""

import ctypes.util
import hashlib
import importlib.util
import json
import shutil
from pathlib import Path

import pytest

from dpia import extras
from dpia.cli import run
from dpia.data import TEMPLATES
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


def test_doctor_names_what_killed_runs_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    left = [tmp_path / ".a.yaml.dpia-abcdefgh.part", tmp_path / "temporary" / "dpia-report-abcdefgh"]
    left[0].touch()
    left[1].mkdir(parents=True)
    (left[1] / "held").touch()
    assert run(["doctor"]) == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "Left over by killed runs" in line]
    assert line == (
        f"better   Left over by killed runs: {left[0]}, {left[1]}; the next command that writes there removes it"
    )
    assert left[0].exists() and left[1].exists()
    assert run(["new", "a.yaml", "--questionnaire", "screening"]) == 0
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["a.yaml"]


def test_doctor_names_each_extra_with_what_it_gives(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "ok       Extra [web]: the browser application and the workspace\n" in said
    assert "ok       Extra [exchange]: the traceability matrix as an Excel file\n" in said
    assert "ok       Extra [team]: a workspace in PostgreSQL\n" in said


def test_an_extra_that_is_not_installed_is_no_fault_and_doctor_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name == "fastapi" else find(name))
    assert run(["doctor"]) == 0
    assert (
        "better   Extra [web]: not installed; it gives the browser application and the workspace: "
        "install the wheel of dpia with [web], as README.md shows\n"
    ) in capsys.readouterr().out


def test_doctor_names_the_fonts_that_a_report_may_be_set_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    own = tmp_path / "dpia" / "fonts"
    own.mkdir(parents=True)
    source = TEMPLATES / "report/fonts/NotoSansMono-Regular.ttf"
    shutil.copy(source, own / "Own.ttf")
    assert run(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "Noto Sans Devanagari" in said
    assert f"{own / 'Own.ttf'}, SHA-256 {hashlib.sha256(source.read_bytes()).hexdigest()}" in said
    assert "Chinese, Japanese, Korean: apt-get install fonts-noto-cjk" in said or "noto/NotoSansCJK" in said
    (own / "Broken.ttf").write_bytes(b"no font")
    run(["doctor"])
    assert f"{own / 'Broken.ttf'}: this is no font that can be read." in capsys.readouterr().out
