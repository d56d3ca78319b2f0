"""What reaches the terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia.cli.console import OPTIONS, printable, show, talk


@given(st.text(st.characters(), max_size=40))
def test_a_line_about_a_file_is_one_line_without_control_signs(text: str) -> None:
    line = printable(text)
    assert len(line.splitlines()) <= 1
    assert line.isprintable()


def test_letters_of_all_scripts_stay(capsys: pytest.CaptureFixture[str]) -> None:
    assert printable("Žofie علي 日本 – “x”") == "Žofie علي 日本 – “x”"


@pytest.mark.parametrize("line", ["[bold]x[/bold]", ":smile:", "{x}", "a" * 300, "  two  spaces"])
def test_data_is_shown_as_it_is(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    show([line])
    assert capsys.readouterr().out == line + "\n"


def test_talk_goes_to_stderr(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(OPTIONS, "quiet", False)
    talk("Wrote [a]:smile:.yaml")
    assert capsys.readouterr() == ("", "Wrote [a]:smile:.yaml\n")
