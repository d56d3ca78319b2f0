"""The folders that come with the program (dpia/data.py)."""

import pytest

from dpia import data


@pytest.mark.parametrize("name", ["QUESTIONNAIRES", "TEMPLATES", "LOCALE", "EXAMPLES"])
def test_every_folder_is_there(name: str) -> None:
    assert getattr(data, name).is_dir()


def test_the_folders_hold_what_they_are_named_for() -> None:
    assert (data.QUESTIONNAIRES / "gdpr-dpia.yaml").is_file()
    assert (data.TEMPLATES / "report" / "report.html.j2").is_file()
    assert (data.EXAMPLES / "lumen-line.yaml").is_file()
