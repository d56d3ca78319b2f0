"""`dpia serve --language`: the pages speak it, and one that nobody translated into is refused before anything is served."""

from pathlib import Path

import pytest

from dpia.cli import run
from tests.support.browsing import served, tree
from tests.support.translations import PSEUDO, pseudo, speaking_pseudo


def test_a_language_that_nobody_translated_into_is_refused_with_those_that_there_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["serve", "--no-browser", "--language", "xx", "--workspace", str(tmp_path / "w.sqlite")]) == 2
    told = capsys.readouterr()
    assert told.out == "" and told.err.count("\n") == 1
    assert "There is no translation into `xx`" in told.err and "en" in told.err


@pytest.mark.parametrize(
    ("port", "told"),
    [("80a", "write a whole number"), ("65536", "it can be at most 65535"), ("-1", "it has to be at least 0")],
)
def test_a_port_that_is_none_is_told_in_words(port: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["serve", f"--port={port}"]) == 2
    assert capsys.readouterr().err == f"dpia serve: Invalid value for '--port': {told} (see dpia serve --help)\n"


@pytest.mark.parametrize(
    ("options", "language", "words"), [((), "en", "New assessment"), (("--language", PSEUDO), PSEUDO, "")]
)
def test_the_pages_are_in_the_language_that_was_asked_for(
    options: tuple[str, ...], language: str, words: str, tmp_path: Path
) -> None:
    with (
        speaking_pseudo(tmp_path / "home"),
        served(tmp_path / "w.sqlite", *options) as server,
        server.client() as client,
    ):
        page = tree(client.get("/new").text)
    assert page.find("html")[0].attributes["lang"] == language
    assert (words or pseudo("New assessment")) in page.words()
