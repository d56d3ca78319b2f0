"""The wheel alone makes a report: built, installed into an empty environment, and run from a foreign folder."""

import json
import os
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support.run import HANG_SECONDS

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
        timeout=HANG_SECONDS,
    )
    assert done.returncode == 0, f"{command} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


def title_of(pdf: Path) -> str:
    lines = run("pdfinfo", pdf, cwd=pdf.parent).stdout.splitlines()
    return next((line.removeprefix("Title:").strip() for line in lines if line.startswith("Title:")), "")


def readme_line(start: str) -> str:
    """The command of the README that begins so."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (line,) = (line for line in text.splitlines() if line.startswith(start))
    return line


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as the README says, from a copy of what a clone holds."""
    copy = tmp_path_factory.mktemp("clone")
    for name in ("dpia", "templates", "questionnaires", "locale"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, copy)
    # pip reads this setting the wrong way round: 0 asks it to build with the packages that are installed here.
    settings = {"PIP_NO_BUILD_ISOLATION": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    run(sys.executable, "-m", *readme_line("pip wheel").split(), cwd=copy, **settings)
    (path,) = (copy / "dist").glob("dpia-*.whl")
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
    offline = {"PATH": f"{environment / 'bin'}:{os.environ['PATH']}", "PIP_NO_INDEX": "1"}
    run(*readme_line("pip install dist").split(), cwd=wheel.parents[1], **offline)

    demo = run(environment / "bin/dpia", "demo", cwd=elsewhere)

    assert [file.name for file in elsewhere.iterdir()] == ["lumen-line.pdf"]
    assert title_of(elsewhere / "lumen-line.pdf").startswith("Lumen Line")
    assert demo.stderr == f"Wrote {elsewhere / 'lumen-line.pdf'}\n"

    told = subprocess.run(
        [environment / "bin/dpia", "serve"], cwd=elsewhere, capture_output=True, text=True, timeout=HANG_SECONDS
    )
    assert told.returncode == 2
    assert "install the wheel of dpia with [web]" in told.stderr
    assert "pip install dpia" not in told.stderr.replace("'", "")
    online = {"PATH": offline["PATH"], "PIP_CONSTRAINT": str(constraints(tmp_path))}
    run(*shlex.split(readme_line("pip install 'dist")), cwd=wheel.parents[1], **online)
    kept = {"DPIA_WORKSPACE": str(elsewhere / "workspace.sqlite")}
    run(environment / "bin/dpia", "import", elsewhere / "lumen-line.pdf", "--keep", cwd=elsewhere, **kept)
    assert run(environment / "bin/dpia", "workspace", "list", cwd=elsewhere, **kept).stdout.startswith("lumen-line ")
    run(environment / "bin/python", "-c", "import dpia.web.serving", cwd=elsewhere)


def constraints(folder: Path) -> Path:
    """The locked versions without their hashes: pip takes no hashes for some packages and none for others."""
    lines = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8").splitlines()
    path = folder / "constraints.txt"
    path.write_text("\n".join(line.rstrip(" \\") for line in lines if line[:1].isalnum()), encoding="utf-8")
    return path


def test_uv_installs_it_as_a_tool(wheel: Path, tmp_path: Path) -> None:
    settings = {
        "UV_TOOL_DIR": str(tmp_path / "tools"),
        "UV_TOOL_BIN_DIR": str(tmp_path / "bin"),
        "UV_CONSTRAINT": str(constraints(tmp_path)),
        "UV_PYTHON": sys.executable,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }

    run(*shlex.split(readme_line("uv tool install")), cwd=wheel.parents[1], **settings)

    assert "dpia" in run(tmp_path / "bin/dpia", "--help", cwd=tmp_path).stdout
    checks = {
        check["what"]: check
        for check in json.loads(run(tmp_path / "bin/dpia", "doctor", "--json", cwd=tmp_path).stdout)
    }
    assert checks["Extra [web]"]["fine"]
    assert not checks["Extra [exchange]"]["fine"]
