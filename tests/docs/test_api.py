"""docs/api.md: its program does what the page says, against a server."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from dpia.shipped import example_path
from tests.docs.pages import DOCS, blocks
from tests.support.browsing import served
from tests.support.commands import dpia, surroundings


@pytest.mark.slow
def test_the_program_on_the_page_changes_an_answer(tmp_path: Path) -> None:
    page = (DOCS / "api.md").read_text(encoding="utf-8")
    (program,) = [block.text for block in blocks(page) if block.language == "python"]
    (called,) = [block.text for block in blocks(page) if block.text.startswith("curl")]
    workspace = tmp_path / "w.sqlite"
    kept = dpia("import", example_path("lumen-line"), "--keep", "-w", workspace, cwd=tmp_path)
    assert kept.returncode == 0, kept.stderr
    token = dpia("workspace", "token", "-w", workspace, cwd=tmp_path).stdout.strip()
    with served(workspace) as server:
        at = f"http://127.0.0.1:{urlsplit(server.origin).port}"
        told = surroundings(tmp_path) | {"SERVER": at, "TOKEN_FILE": token, "PATH": os.environ["PATH"]}
        found = subprocess.run([sys.executable, "-c", program], env=told, capture_output=True, text=True)
        listed = subprocess.run(["sh", "-c", called], env=told, capture_output=True, text=True)
    assert found.returncode == 0, found.stderr
    assert "'revision': 2, 'merged': False, 'changed': True" in found.stdout
    assert listed.returncode == 127 or '"id":"lumen-line"' in listed.stdout, listed.stderr
