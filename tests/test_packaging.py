"""The wheel alone makes a report: built, installed into an empty environment, and run from a foreign folder."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"

pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command that knows nothing of this checkout; its output is shown if it fails."""
    inherited = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=inherited | environment,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, f"{command} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


def title_of(pdf: Path) -> str:
    lines = run("pdfinfo", pdf, cwd=pdf.parent).stdout.splitlines()
    return next((line.removeprefix("Title:").strip() for line in lines if line.startswith("Title:")), "")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT, cwd=out)
    (path,) = out.glob("dpia-*.whl")
    return path


def test_the_wheel_carries_templates_questionnaires_fonts_examples_and_translations(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("templates", "questionnaires", "locale"):
        for file in (ROOT / folder).rglob("*"):
            if file.is_file():
                assert f"dpia/data/{file.relative_to(ROOT).as_posix()}" in names
    assert "dpia/py.typed" in names


def test_the_wheel_carries_nothing_of_the_tests(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert tops == {"dpia", wheel.name.removesuffix("-py3-none-any.whl") + ".dist-info"}


def test_a_report_is_made_where_only_the_wheel_is_installed(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    run(sys.executable, "-m", "venv", environment, cwd=tmp_path)
    pip = (environment / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*pip, "--require-hashes", "--only-binary", ":all:", "-r", LOCK, cwd=tmp_path)
    run(*pip, "--no-deps", "--no-index", wheel, cwd=tmp_path)

    run(environment / "bin/dpia", "demo", "--output", "report.pdf", cwd=elsewhere)

    assert [file.name for file in elsewhere.iterdir()] == ["report.pdf"]
    assert title_of(elsewhere / "report.pdf")


def test_uv_installs_it_as_a_tool(wheel: Path, tmp_path: Path) -> None:
    places = {"UV_TOOL_DIR": str(tmp_path / "tools"), "UV_TOOL_BIN_DIR": str(tmp_path / "bin")}
    uv = Path(sys.executable).with_name("uv")
    run(
        uv,
        "tool",
        "install",
        "--quiet",
        "--python",
        sys.executable,
        "--constraints",
        LOCK,
        wheel,
        cwd=tmp_path,
        **places,
    )

    assert "dpia" in run(tmp_path / "bin/dpia", "--help", cwd=tmp_path).stdout
