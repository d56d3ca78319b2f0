"""Files are written whole or not at all, and what is written is read back the same."""

import contextlib
import errno
import os
import random
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dpia.assessment.files import (
    dump_json,
    dump_yaml,
    parse_assessment,
    read_assessment,
    write_assessment,
    write_whole,
)
from dpia.assessment.model import Assessment
from dpia.errors import AssessmentError, BadInput, DpiaError, NotFound, WouldOverwrite
from dpia.questionnaire.text import is_forbidden

KILLS = int(os.environ.get("DPIA_TEST_KILLS", "40"))
"""How often a saving process is killed; the promise of 1,000 kills is tested with DPIA_TEST_KILLS=1000."""


def sample(value: Any = "yes", title: str = "A sample") -> Assessment:
    return Assessment.model_validate(
        {
            "id": "sample",
            "title": title,
            "questionnaires": [{"id": "small", "version": "1.0.0"}],
            "answers": {"small": {"question": {"value": value}}},
        }
    )


# ---------------------------------------------------------------------------------------------------------- read back

HOSTILE = [
    "",
    " ",
    "no",
    "yes",
    "on",
    "true",
    "null",
    "~",
    "012",
    "0x1f",
    "1_000",
    "1e5",
    "-0",
    "1:30",
    "2026-11-24",
    ".nan",
    "- x",
    "-",
    "? x",
    "#",
    "a #b",
    ": ",
    "a: b",
    "a:",
    "<<",
    "=",
    "---",
    "...",
    "a\n---\nb",
    "%YAML 1.1",
    "!!python/object:os.system",
    "&a",
    "*a",
    "|",
    ">",
    "{",
    "[a",
    '"',
    "'",
    "`",
    "@",
    "  leading",
    "trailing  ",
    "trailing line \nbreak",
    "\nfirst line empty",
    "last line empty\n",
    "two at the end\n\n",
    "\n",
    "a\r\nb",
    "a\rb",
    "\ttab",
    "a\n\tb",
    "a\tb",
    "😀 emoji",
    "نص عربي",
    "a\u2028b",
    "a\u2029\nb",
    "a\x85b",
    "\ufeffmark",
    "non\u00a0breaking",
    "\U0010ffff",
    "word " * 400,
    "x" * 5000,
    "line\n" * 300,
]


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_hostile_text_is_read_back_the_same(text: str) -> None:
    """As the value of an answer, in a row of a table, and as a key that the questionnaire does not know."""
    assessment = sample([text, {"id": "D1", "item": text}, {text: text}])
    assert parse_assessment(dump_yaml(assessment).encode(), "file", is_json=False)[0] == assessment
    assert parse_assessment(dump_json(assessment).encode(), "file", is_json=True)[0] == assessment


@given(st.text(max_size=80).filter(lambda text: not is_forbidden(text)))
def test_any_text_is_read_back_the_same(text: str) -> None:
    assessment = sample([{"id": "D1", "item": text}, {text: text}])
    assert parse_assessment(dump_yaml(assessment).encode(), "file", is_json=False)[0] == assessment


@given(st.floats(-1e15, 1e15))
@example(0.00012345678901234567)
@example(1e-7)
@example(5e-324)
@example(-0.0)
def test_any_number_is_read_back_the_same(number: float) -> None:
    assessment = sample(number)
    assert parse_assessment(dump_yaml(assessment).encode(), "file", is_json=False)[0] == assessment


def test_yaml_is_made_to_be_read_and_compared_by_people() -> None:
    text = dump_yaml(sample("First line.\n\nSecond paragraph."))
    assert text == (
        "dpia: 2\n"
        "id: sample\n"
        "title: A sample\n"
        "version: '0.1'\n"
        "classification: restricted\n"
        "language: en\n"
        "questionnaires:\n"
        "- id: small\n"
        "  version: 1.0.0\n"
        "answers:\n"
        "  small:\n"
        "    question: |-\n"
        "      First line.\n"
        "\n"
        "      Second paragraph.\n"
    )


def test_one_changed_answer_changes_one_line() -> None:
    one, two = dump_yaml(sample("yes")).splitlines(), dump_yaml(sample("no")).splitlines()
    assert [(old, new) for old, new in zip(one, two, strict=True) if old != new] == [
        ("    question: yes", "    question: no")
    ]


def test_the_worked_example_is_read_back_the_same(lumen: Assessment) -> None:
    for text, is_json in ((dump_yaml(lumen), False), (dump_json(lumen), True)):
        again, _ = parse_assessment(text.encode(), "file", is_json=is_json)
        assert again == lumen
        assert again.content_hash == lumen.content_hash


@pytest.mark.parametrize("name", ["assessment.yaml", "assessment.json", "ASSESSMENT.JSON"])
def test_the_name_decides_the_form(tmp_path: Path, name: str) -> None:
    write_assessment(sample(), tmp_path / name)
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert text.startswith("{") is name.lower().endswith(".json")
    assert read_assessment(tmp_path / name)[0] == sample()


# ------------------------------------------------------------------------------------------------------------ refused


def refusal(raw: bytes, *, is_json: bool = False) -> str:
    with pytest.raises(BadInput) as error:
        parse_assessment(raw, "file", is_json=is_json)
    return str(error.value)


def test_a_file_of_a_newer_format_is_refused() -> None:
    assert refusal(b"dpia: 3\nid: x\n") == (
        "file:1:7: version: The file was made by a newer version of dpia (format 3, this version reads 2) (update dpia)"
    )


@pytest.mark.parametrize("raw", [b"", b"[]", b"x", b"id: x\n", b"- dpia: 1\n", b"null"])
def test_a_file_that_is_no_assessment_is_refused(raw: bytes) -> None:
    assert "The file is no assessment: the key `dpia: 2` is missing (begin one with dpia new" in refusal(raw)


@pytest.mark.parametrize("number", ["true", "'1'", "1.0", "0", "-1", "null", "[1]"])
def test_a_format_that_is_none_is_refused(number: str) -> None:
    text = f"dpia: {number}\nid: x\ntitle: x\nquestionnaires: [{{id: small, version: 1.0.0}}]\n"
    assert refusal(text.encode()).startswith("file:1:7: bad-value: “dpia” ")


def test_missing_and_unknown_keys_are_told_together() -> None:
    text = refusal(b"dpia: 1\nid: x\nstatus: approved\n")
    assert "file:3:1: unknown-key: There is no entry “status” here" in text
    assert "missing-key: The entry “title” is missing" in text
    assert "missing-key: The entry “questionnaires” is missing" in text


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"nowhere\.yaml: there is no such file"):
        read_assessment(tmp_path / "nowhere.yaml")


# ------------------------------------------------------------------------------------------------------------ written


def test_an_existing_file_is_not_replaced_unasked(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(WouldOverwrite, match=r"a\.yaml exists already\. Add --force to replace it\."):
        write_assessment(sample(), path)
    assert path.read_text(encoding="utf-8") == "mine"
    write_assessment(sample(), path, force=True)
    assert read_assessment(path)[0] == sample()


def test_a_new_file_is_private_and_a_replaced_one_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    old = os.umask(0o022)
    try:
        write_assessment(sample(), path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        path.chmod(0o640)
        write_assessment(sample(), path, force=True)
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
    finally:
        os.umask(old)


def test_a_symbolic_link_stays_one_and_the_file_behind_it_is_written(tmp_path: Path) -> None:
    real, link = tmp_path / "drive" / "real.yaml", tmp_path / "link.yaml"
    write_assessment(sample("old"), real)
    link.symlink_to(Path("drive", "real.yaml"))
    with pytest.raises(WouldOverwrite, match=r"link\.yaml exists already"):
        write_assessment(sample("new"), link)
    write_assessment(sample("new"), link, force=True)
    assert link.is_symlink()
    assert read_assessment(real)[0] == sample("new")
    assert [path.name for path in real.parent.iterdir()] == ["real.yaml"]


def test_a_link_to_a_file_that_is_not_there_yet_makes_it(tmp_path: Path) -> None:
    (tmp_path / "link.yaml").symlink_to(tmp_path / "new" / "real.yaml")
    write_assessment(sample(), tmp_path / "link.yaml")
    assert read_assessment(tmp_path / "new" / "real.yaml")[0] == sample()
    assert (tmp_path / "link.yaml").is_symlink()


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a file away")
def test_a_replaced_file_keeps_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    write_assessment(sample("old"), path)
    path.chmod(0o640)
    os.chown(path, 12345, 23456)
    write_assessment(sample("new"), path, force=True)
    stands = path.stat()
    assert (stands.st_uid, stands.st_gid, stat.S_IMODE(stands.st_mode)) == (12345, 23456, 0o640)


def test_a_group_that_the_file_cannot_keep_gets_no_rights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*whom: object) -> None:
        raise PermissionError

    path = tmp_path / "a.yaml"
    write_assessment(sample("old"), path)
    path.chmod(0o660)
    if os.getuid() == 0:
        os.chown(path, -1, 23456)
        monkeypatch.setattr(os, "chown", refused)
        write_assessment(sample("new"), path, force=True)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    else:
        write_assessment(sample("new"), path, force=True)
        assert stat.S_IMODE(path.stat().st_mode) == 0o660


def test_folders_on_the_way_are_made(tmp_path: Path) -> None:
    write_assessment(sample(), tmp_path / "new" / "folder" / "a.yaml")
    assert [path.name for path in (tmp_path / "new" / "folder").iterdir()] == ["a.yaml"]


@pytest.mark.parametrize("name", ["x" * 300 + ".yaml", "nul\0.yaml", "file/below.yaml", "folder"], ids=ascii)
def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    with pytest.raises(DpiaError) as error:
        write_assessment(sample(), tmp_path / name, force=True)
    assert "cannot be written" in str(error.value)
    assert "\n" not in str(error.value)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]


# ---------------------------------------------------------------------------------------------------- a failing disk


class FailingDisk:
    """Lets the Nth call that touches the disk fail; counts them all."""

    CALLS = ("open", "write", "fsync", "chmod", "replace", "rename")

    def __init__(self, monkeypatch: pytest.MonkeyPatch, fail_at: int) -> None:
        self.count, self.fail_at = 0, fail_at
        for name in self.CALLS:
            monkeypatch.setattr(os, name, self.failing(getattr(os, name)))
        monkeypatch.setattr(os, "fdopen", self.stream(os.fdopen))

    def failing(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def attempt(*args: Any, **keywords: Any) -> Any:
            self.count += 1
            if self.count == self.fail_at:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return call(*args, **keywords)

        return attempt

    def stream(self, fdopen: Callable[..., Any]) -> Callable[..., Any]:
        """Streams write in C, past `os.write`: theirs are wrapped one by one."""

        @contextlib.contextmanager
        def opened(*args: Any, **keywords: Any) -> Iterator[Any]:
            with fdopen(*args, **keywords) as inner:
                outer = type("Stream", (), {})()
                outer.write, outer.flush = self.failing(inner.write), self.failing(inner.flush)
                outer.fileno = inner.fileno
                yield outer

        return opened


def steps_of_a_save(path: Path) -> int:
    with pytest.MonkeyPatch.context() as monkeypatch:
        disk = FailingDisk(monkeypatch, 0)
        write_assessment(sample(), path, force=True)
    return disk.count


def test_a_device_or_a_pipe_is_never_replaced_by_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "out.yaml"
    os.mkfifo(pipe)
    link = tmp_path / "link.yaml"
    link.symlink_to(pipe)
    for path in (pipe, link):
        with pytest.raises(DpiaError) as error:
            write_assessment(sample(), path, force=True)
        assert str(error.value) == f"{path}: this is a device or a pipe, no file. Nothing was written; name a file."
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert sorted(tmp_path.iterdir()) == [link, pipe]


@pytest.mark.parametrize("existing", [True, False])
def test_whichever_step_of_a_save_fails_the_old_file_stays(tmp_path: Path, existing: bool) -> None:
    counted = tmp_path / "counted" / "a.yaml"
    counted.parent.mkdir()
    if existing:
        write_assessment(sample(), counted)
    steps = steps_of_a_save(counted)
    assert steps >= 5  # open, write, flush, fsync and rename at the least
    for step in range(1, steps + 1):
        folder = tmp_path / str(step)
        path = folder / "a.yaml"
        folder.mkdir()
        if existing:
            write_assessment(sample("old"), path)
        with pytest.MonkeyPatch.context() as monkeypatch:
            disk = FailingDisk(monkeypatch, step)
            with pytest.raises(DpiaError) as error:
                write_assessment(sample("new"), path, force=True)
        assert disk.count >= step
        assert str(error.value) == (
            f"{path}: cannot be written: No space left on device. The old file, if any, is unchanged."
        )
        left = sorted(file.name for file in folder.iterdir())
        assert left == (["a.yaml"] if existing else []), f"after step {step}"
        if existing:
            assert read_assessment(path)[0] == sample("old")


def test_an_interrupted_save_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(handle: int) -> None:
        raise KeyboardInterrupt

    write_assessment(sample("old"), tmp_path / "a.yaml")
    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_assessment(sample("new"), tmp_path / "a.yaml", force=True)
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]
    assert read_assessment(tmp_path / "a.yaml")[0] == sample("old")


def test_the_content_is_on_the_disk_before_the_name_points_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened: list[str] = []
    real_fsync, real_replace = os.fsync, Path.replace

    def fsync(handle: int) -> None:
        happened.append(f"fsync {os.fstat(handle).st_size}")
        real_fsync(handle)

    def replace(path: Path, target: Path) -> Path:
        happened.append("rename")
        return real_replace(path, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    write_whole(tmp_path / "a", b"content")
    assert happened == ["fsync 7", "rename"]


# ------------------------------------------------------------------------------------------------------ a killed save

SAVER = """
import os, sys
from pathlib import Path
from dpia.assessment.files import read_assessment, write_assessment

path = Path(sys.argv[1])

def say(word, number):
    os.write(1, f"{word} {number}\\n".encode())  # in one piece, whenever it is killed

def save_forever():
    assessment, _ = read_assessment(path)
    number = int(assessment.title)
    while True:
        number += 1
        write_assessment(assessment.change(title=str(number)), path, force=True)
        say("saved", number)

for _ in sys.stdin:
    child = os.fork()
    if child == 0:
        save_forever()
    say("child", child)
    os.waitpid(child, 0)
    say("ended", 0)
"""
"""For each line it reads, a process that saves again and again until it is killed."""


class Savers:
    """Starts saving processes one after the other."""

    def __init__(self, path: Path) -> None:
        command = [sys.executable, "-c", SAVER, str(path)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def kill_one(self, after_seconds: float) -> int:
        """Kills a process this long after its first save, and gives the last save that it acknowledged."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        last, child = 0, 0
        while not (last and child):
            word, number = self.line()
            assert word != "ended", "the file could not be read or written after a kill"
            last, child = (number, child) if word == "saved" else (last, number)
        time.sleep(after_seconds)
        os.kill(child, signal.SIGKILL)
        while (line := self.line())[0] != "ended":
            last = line[1]
        return last

    def line(self) -> tuple[str, int]:
        assert self.process.stdout is not None
        word, number = self.process.stdout.readline().split()
        return word, int(number)

    def close(self) -> None:
        self.process.communicate()


def test_a_killed_save_leaves_a_whole_file_and_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    write_assessment(sample("text " * 2000, title="0"), path)
    chance = random.Random(KILLS)
    savers = Savers(path)
    try:
        for _ in range(KILLS):
            acknowledged = savers.kill_one(after_seconds=chance.random() * 0.02)
            stands = read_assessment(path)[0]  # a partial file would not be read
            assert acknowledged <= int(stands.title) <= acknowledged + 1
            assert stands == sample("text " * 2000, title=stands.title)
    finally:
        savers.close()


def test_bad_yaml_is_told_in_one_line() -> None:
    with pytest.raises(BadInput) as error:
        parse_assessment(b"dpia: 1\nid: [", "file", is_json=False)
    assert "\n" not in str(error.value)


def test_a_wrong_part_raises_the_error_of_assessments() -> None:
    with pytest.raises(AssessmentError):
        parse_assessment(b"dpia: 1\n", "file", is_json=False)
