"""Making a report opens no connection and no file but those of the program, whatever stands in the answers."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.run import HANG_SECONDS

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]

# Runs in a process of its own, because an audit hook can never be taken away again.
PROGRAM = """
import json, os, sys
from tests.support.reports import *
from dpia.report.html import render_html
pdf_of(judge(small_assessment()), small_library())  # imports and fonts are there from now on
canary = sys.argv[1]
texts = [
    "[a](file://{0}) <file://{0}> [b]({0}) ![c](file://{0}) ![d](https://canary.example.org/d.png)",
    "<img src=file://{0}> <link rel=attachment href=file://{0}> <a rel=attachment href=file://{0}>x</a>",
    "<style>@import url(https://canary.example.org/x.css); * {{ background: url(file://{0}) }}</style>",
    "url(file://{0}) attr(href) @page {{ @top-left {{ content: url(https://canary.example.org/y) }} }}",
    "<svg><image href=file://{0} /><use href=https://canary.example.org/z#a /></svg><object data=file://{0}></object>",
    "[e](https://canary.example.org/e) <https://canary.example.org/f> https://canary.example.org/g //canary.example.org/h",
]
watched = ("socket.", "open", "os.", "subprocess", "urllib", "shutil", "exec")
seen = []
sys.addaudithook(lambda event, args: seen.append((event, repr(args[:2]))) if event.startswith(watched) else None)
for number in range(len(texts)):
    assessment = with_texts(small_form(), small_assessment(), lambda slot, old: texts[number].format(canary))
    raw = pdf_of(judge(assessment), small_library())
    page = render_html(build_report(judge(assessment), small_library()))
    assert b"THE CANARY SINGS" not in raw and "THE CANARY SINGS" not in page
print(json.dumps(list(seen)), flush=True)
os._exit(0)  # the hook outlives what it calls
"""


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str]]:
    """Everything that two kinds of reports with canaries in every slot did to the world around them."""
    canary = tmp_path_factory.mktemp("canary") / "canary.png"
    canary.write_text("THE CANARY SINGS")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(canary)], capture_output=True, text=True, cwd=ROOT, timeout=HANG_SECONDS
    )
    assert done.returncode == 0, done.stderr
    return [(event, detail) for event, detail in json.loads(done.stdout)]


def test_no_connection_is_opened_and_no_name_is_looked_up(events: list[tuple[str, str]]) -> None:
    assert [event for event in events if event[0].startswith("socket.")] == []


def test_no_program_is_started(events: list[tuple[str, str]]) -> None:
    started = ("subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork")
    assert [event for event in events if event[0].startswith(started)] == []


def test_only_files_of_the_program_are_opened(events: list[tuple[str, str]]) -> None:
    opened = [detail for event, detail in events if event == "open"]
    own = (str(ROOT / "templates"), str(ROOT / "dpia"), sys.prefix, sys.base_prefix, "/usr/lib/python3")
    foreign = [detail for detail in opened if not detail.strip("('\"").startswith(own)]
    assert foreign == []


def test_only_data_addresses_and_template_files_are_asked_for(events: list[tuple[str, str]]) -> None:
    asked = [detail for event, detail in events if event == "urllib.Request"]
    assert not any("canary" in detail for detail in asked)
