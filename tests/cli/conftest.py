"""A small assessment on a small questionnaire, so that the commands can be run often, and the report of it."""

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from dpia.cli import run
from dpia.shipped import example_path
from tests.support.hotline import AS_MADE, ASSESSMENT, QUESTIONNAIRE


@pytest.fixture(scope="session", autouse=True)
def nothing_set_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No questionnaires of the user who runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="session")
def questionnaire(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("own") / "hotline-check.yaml"
    path.write_text(QUESTIONNAIRE, encoding="utf-8")
    return path


@pytest.fixture
def hotline(tmp_path: Path) -> Path:
    """A small assessment without findings or gaps."""
    path = tmp_path / "hotline.yaml"
    path.write_text(ASSESSMENT, encoding="utf-8")
    return path


@pytest.fixture
def lumen_line(tmp_path: Path) -> Path:
    """A copy of the worked example."""
    return Path(shutil.copy(example_path("lumen-line"), tmp_path))


@pytest.fixture(scope="session")
def made_report(questionnaire: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the small assessment, made once."""
    folder = tmp_path_factory.mktemp("report")
    source = folder / "hotline.yaml"
    source.write_text(ASSESSMENT, encoding="utf-8")
    assert run(["report", str(source), "-Q", str(questionnaire), *AS_MADE, "--quiet"]) == 0
    return folder / "hotline.pdf"


@pytest.fixture(autouse=True)
def interrupts() -> Iterator[None]:
    """A command that a test starts can be interrupted, also where the shell that started the tests ignores interrupts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
