"""`dpia save-kit` writes nothing that `dpia new --kit` could not read."""

from pathlib import Path

import pytest

from dpia.cli import run


@pytest.mark.parametrize("option", ["--title", "--sector"])
@pytest.mark.parametrize("text", ["a\x07b", "two\nlines", "x" * 501])
def test_a_name_that_no_file_can_hold_is_refused_in_one_line(
    option: str, text: str, hotline: Path, questionnaire: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kit = tmp_path / "kit.yaml"
    assert run(["save-kit", str(hotline), "-Q", str(questionnaire), "-o", str(kit), option, text]) == 2
    told = capsys.readouterr().err
    assert f"Invalid value for {option}: it is one line of text" in told
    assert told.count("\n") == 1
    assert not kit.exists()
