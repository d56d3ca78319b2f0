"""Broken and hostile files of every kind: exit code 2, a line for each problem with its place, and never a traceback."""

import io
import json
import random
import re
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dpia.assessment.files import dump_json, read_assessment
from dpia.assessment.review import start_review
from dpia.cli import run
from dpia.shipped import example_path, shipped_library
from tests.support.hotline import ASSESSMENT, QUESTIONNAIRE
from tests.support.run import examples

FAR = "[" * 100_000
NESTED = 'dpia: 1\nid: a\ntitle: "a"\nquestionnaires: ' + "[" * 60 + "]" * 60 + "\n"
ALIASES = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{later}: &{later} [{', '.join(f'*{sooner}' for _ in range(9))}]\n"
    for sooner, later in zip("abcdefgh", "bcdefghi", strict=True)
)


def with_line(line: str) -> str:
    return ASSESSMENT + f"    {line}\n"


def replaced(old: str, new: str) -> str:
    assert old in ASSESSMENT
    return ASSESSMENT.replace(old, new)


YAML: dict[str, str | bytes] = {
    "nothing": "",
    "only a comment": "# nothing\n",
    "a word": "assessment",
    "a list": "- dpia: 1\n",
    "another file": "services:\n  web:\n    image: x\n",
    "a newer format": replaced("dpia: 2", "dpia: 3"),
    "a format that is none": replaced("dpia: 2", "dpia: one"),
    "a format of the wrong type": replaced("dpia: 2", "dpia: true"),
    "a format below the first": replaced("dpia: 2", "dpia: 0"),
    "an alias bomb": ALIASES,
    "an alias to itself": "a: &a [*a]\n",
    "a merge key": with_line("<<: {recorded: no}"),
    "a Python object": with_line("picture: !!python/object/apply:os.system [ls]"),
    "an own tag": with_line("picture: !secret x"),
    "depth": NESTED,
    "depth without end": FAR,
    "a key twice": with_line("recorded: yes"),
    "an unknown key": replaced("id: hotline\n", "id: hotline\nstatus: approved\n"),
    "a key that is a list": "? [a, b]\n: c\n",
    "an octal number as an answer": replaced("recorded: no", "recorded: 012"),
    "a sexagesimal number as an answer": replaced("recorded: no", "recorded: 1:30"),
    "no option": replaced("recorded: no", "recorded: perhaps"),
    "a question that is not asked": with_line("recordde: no"),
    "a questionnaire that is not there": replaced("id: hotline-check", "id: hotline-chekc"),
    "a version for another": replaced("version: 1.0.0", "version: 7.0.0"),
    "a date that is none": replaced("2026-11-20", "2026-02-30"),
    "a date of the year 10000": replaced("2026-11-20", "10000-01-01"),
    "a date in words": replaced("2026-11-20", "next week"),
    "not a number": replaced("created: 2026-11-20", "created: .nan"),
    "two documents": ASSESSMENT + "---\n" + ASSESSMENT,
    "tabs": "dpia: 1\n\tid: a\n",
    "an open quote": replaced("title: Hotline", 'title: "Hotline'),
    "a text with a colon": replaced("title: Hotline", "title: Hotline: chat"),
    "UTF-16": ASSESSMENT.encode("utf-16"),
    "Latin-1": replaced("Hotline", "Hötline").encode("latin-1"),
    "a NUL": replaced("Our association", "Our\0association"),
    "a NUL that is escaped": replaced("Our association", '"Our\\0association"'),
    "a lone surrogate": replaced("Our association", '"\\ud800"'),
    "a lone surrogate in bytes": ASSESSMENT.encode().replace(b"Our", b"\xed\xa0\x80"),
    "a text that turns its direction": replaced("Our association", "\u202exe.yaml"),
    "an escape sequence": replaced("Our association", '"\\x1b[2J"'),
    "a whole number without end": replaced("dpia: 2", "dpia: " + "9" * 5_000),
    "9 MB": "#" * 9_000_000,
    "a PDF by its name only": "%PDF-1.7\n",
    "a review of nothing": ASSESSMENT + f'reviewed: {{content_hash: "{"0" * 64}", version: "1", data: {{}}}}\n',
    "noise": random.Random(1).randbytes(20_000),
    "a ZIP": b"PK\x03\x04" + bytes(200),
}
JSON: dict[str, str | bytes] = {
    "a key twice": '{"dpia": 1, "dpia": 1}',
    "NaN": '{"dpia": NaN}',
    "infinity": '{"dpia": -Infinity}',
    "a number that is too large": '{"dpia": 1e999}',
    "a number with many digits": '{"dpia": ' + "9" * 5_000 + "}",
    "depth": '{"dpia": ' + "[" * 60 + "]" * 60 + "}",
    "depth without end": '{"dpia": ' + "[" * 200_000,
    "trailing data": '{"dpia": 1} x',
    "a lone surrogate": '{"dpia": 1, "id": "a", "title": "\\ud800"}',
    "cut off": '{"dpia": 1, "id": ',
    "UTF-16": '{"dpia": 1}'.encode("utf-16"),
    "an unknown key": '{"dpia": 1, "id": "a", "title": "a", "questionnaires": [{"id": "hotline-check", "version": "1.0.0"}],'
    ' "status": "approved"}',
    "a title that is a number": '{"dpia": 1, "id": "a", "title": 5, "questionnaires": []}',
    "too many values": '{"dpia": 1, "id": [' + "0," * 450_000 + "0]}",
}


def assert_refused(arguments: list[str], name: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert run(arguments) == 2
    said = capsys.readouterr()
    lines = said.err.splitlines()
    assert said.out == ""
    assert lines
    assert all(line.startswith(name) for line in lines)
    assert all(len(line) < 700 for line in lines)
    assert len(lines) <= 20
    assert len(said.err) <= 2_000
    assert "Traceback" not in said.err
    return lines


@pytest.mark.parametrize("content", YAML.values(), ids=YAML.keys())
def test_a_yaml_file_that_is_no_assessment_is_refused_with_its_place(
    content: str | bytes, questionnaire: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert_refused(["check", str(path), "-Q", str(questionnaire)], str(path), capsys)


@pytest.mark.parametrize("content", JSON.values(), ids=JSON.keys())
def test_a_json_file_that_is_no_assessment_is_refused_with_its_place(
    content: str | bytes, questionnaire: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert_refused(["check", str(path), "-Q", str(questionnaire)], str(path), capsys)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "recorded: no",
            "recorded: nope",
            "12:15: bad-option: In “Are calls recorded?”: “nope” is none of the answers to choose from (write yes or no)",
        ),
        ("created: 2026-11-20", "created: 2026-02-30", "5:10: bad-date: "),
        (
            "title: Hotline",
            "titel: Hotline",
            "3:1: unknown-key: There is no entry “titel” here (did you mean “title”?)",
        ),
        ("    recorded: no\n", "    recordde: no\n", "12:"),
        ("  version: 1.0.0", "  version: 2.0.0", "8:12: version: "),
    ],
    ids=["option", "date", "key", "question", "version"],
)
def test_a_problem_names_line_and_column_and_what_to_do(
    old: str, new: str, told: str, questionnaire: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(replaced(old, new), encoding="utf-8")
    lines = assert_refused(["check", str(path), "-Q", str(questionnaire)], str(path), capsys)
    assert any(line.startswith(f"{path}:{told}") for line in lines)


def test_every_problem_is_told_at_once(questionnaire: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bad.yaml"
    text = replaced("recorded: no", "recorded: nope").replace("logged: no", "logged: 5") + "    sixth: no\n"
    path.write_text(text, encoding="utf-8")
    lines = assert_refused(["check", str(path), "-Q", str(questionnaire)], str(path), capsys)
    assert [line.split(":")[1] for line in lines] == ["12", "13", "15"]


def test_a_flood_of_problems_is_cut_with_how_many_there_are_and_how_to_see_them(
    questionnaire: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(ASSESSMENT + "".join(f"key{number}: 1\n" for number in range(300)), encoding="utf-8")
    assert run(["check", str(path), "-Q", str(questionnaire)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) <= 20
    assert sum(map(len, lines)) + len(lines) <= 2_000
    assert re.fullmatch(r"… and \d+ more \(dpia check --all lists them; .*", lines[-1])


COMMANDS = [
    ["check"],
    ["report", "--html", "-o", "out.html"],
    ["export", "-o", "out.json"],
    ["import", "-o", "out.yaml"],
    ["diff", "hotline.yaml"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: words[0])
@pytest.mark.parametrize(
    "source", ["missing.yaml", "folder", "loop.yaml", "hotline.yaml/x", "x" * 300, "/proc/self/mem"]
)
def test_what_cannot_be_read_is_told_and_nothing_is_written(
    source: str,
    command: list[str],
    hotline: Path,
    questionnaire: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(hotline.parent)
    Path("folder").mkdir()
    Path("loop.yaml").symlink_to("loop.yaml")
    before = sorted(Path().iterdir())

    assert_refused([*command, source, "-Q", str(questionnaire)], source, capsys)

    assert sorted(Path().iterdir()) == before


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: words[0])
def test_a_refused_file_leaves_nothing_behind(
    command: list[str],
    hotline: Path,
    questionnaire: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(hotline.parent)
    Path("bad.yaml").write_text(replaced("recorded: no", "recorded: nope"), encoding="utf-8")

    assert_refused([*command, "bad.yaml", "-Q", str(questionnaire)], "bad.yaml", capsys)

    assert sorted(path.name for path in Path().iterdir()) == ["bad.yaml", "hotline.yaml"]


DEFINITIONS: dict[str, str | bytes] = {
    "nothing": "",
    "a word": "questionnaire",
    "no questionnaire": "a: 1\n",
    "a circle": QUESTIONNAIRE.replace("type: yes_no", "type: yes_no\n        when: rung_back == no", 1).replace(
        "ask: Are callers rung back?", "ask: Are callers rung back?\n        when: recorded == no"
    ),
    "a call": QUESTIONNAIRE.replace("if: recorded == yes", "if: __import__('os').system('ls')"),
    "an attribute": QUESTIONNAIRE.replace("if: recorded == yes", "if: recorded.__class__ == yes"),
    "a power": QUESTIONNAIRE.replace("if: recorded == yes", "if: 9 ** 9 ** 9 == 1"),
    "parentheses": QUESTIONNAIRE.replace("if: recorded == yes", "if: " + "(" * 10_000 + "1" + ")" * 10_000),
    "a rule without end": QUESTIONNAIRE.replace(
        "if: recorded == yes", "if: " + "recorded == yes or " * 5_000 + "1 == 1"
    ),
    "a lambda": QUESTIONNAIRE.replace("if: recorded == yes", 'if: "(lambda: 1)() == 1"'),
    "an option that is none": QUESTIONNAIRE.replace("if: recorded == yes", "if: recorded == perhaps"),
    "an id twice": QUESTIONNAIRE.replace("id: logged", "id: recorded"),
    "a question without a type": QUESTIONNAIRE.replace("type: yes_no", "typ: yes_no"),
    "an include of itself": QUESTIONNAIRE.replace("sections:\n", "sections:\n  - include: hotline-check\n"),
    "an include of nothing": QUESTIONNAIRE.replace("sections:\n", "sections:\n  - include: nowhere\n"),
    "a path as an include": QUESTIONNAIRE.replace("sections:\n", "sections:\n  - include: ../../etc/passwd\n"),
    "an alias bomb": ALIASES,
    "UTF-16": QUESTIONNAIRE.encode("utf-16"),
    "depth": "sections: " + FAR,
}


@pytest.mark.parametrize("content", DEFINITIONS.values(), ids=DEFINITIONS.keys())
def test_a_questionnaire_that_cannot_be_used_is_refused_with_its_place(
    content: str | bytes, hotline: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = hotline.parent / "own.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert_refused(["check", str(hotline), "-Q", str(path)], str(path), capsys)


def changed_pdf(change: Callable[[pikepdf.Pdf], None]) -> Callable[[bytes], bytes]:
    def apply(raw: bytes) -> bytes:
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(raw)) as pdf:
            change(pdf)
            pdf.save(out)
        return out.getvalue()

    return apply


def attach(content: bytes, name: str = "assessment.json") -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        for key in list(pdf.attachments):
            del pdf.attachments[key]
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, content, filename=name)

    return change


def tamper(pdf: pikepdf.Pdf) -> None:
    content = pdf.attachments["assessment.json"].get_file().read_bytes()
    attach(content.replace(b'"recorded": "no"', b'"recorded": "yes"'))(pdf)


def encrypted(raw: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


PDFS: dict[str, Callable[[bytes], bytes]] = {
    "cut off": lambda raw: raw[: len(raw) // 3],
    "only a head": lambda raw: raw[:20],
    "another answer": changed_pdf(tamper),
    "no attachment": changed_pdf(lambda pdf: pdf.attachments.__delitem__("assessment.json")),
    "another attachment": changed_pdf(attach(b"{}", "../../etc/passwd")),
    "an empty attachment": changed_pdf(attach(b"")),
    "an attachment that is no JSON": changed_pdf(attach(b"\x00\xff")),
    "a bomb": changed_pdf(attach(b" " * 200_000_000)),
    "encrypted": encrypted,
}


@pytest.mark.parametrize("change", PDFS.values(), ids=PDFS.keys())
@pytest.mark.parametrize("command", ["check", "import"])
def test_a_report_that_was_changed_is_refused(
    command: str,
    change: Callable[[bytes], bytes],
    made_report: Path,
    questionnaire: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "bad.pdf"
    path.write_bytes(change(made_report.read_bytes()))
    assert_refused([command, str(path), "-Q", str(questionnaire)], str(path), capsys)
    assert list(tmp_path.iterdir()) == [path]


def quietly(arguments: list[str]) -> tuple[int, str]:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run(arguments)
    return code, err.getvalue()


def assert_read_or_refused(path: Path, questionnaire: Path | None = None) -> int:
    own = ["-Q", str(questionnaire)] if questionnaire is not None else []
    code, said = quietly(["check", str(path), *own])
    assert code in (0, 2), said
    if code == 2:
        assert said
        assert len(said) <= 2_000
        assert said.count("\n") <= 20
        assert all(line.startswith((str(path), "… and ")) for line in said.splitlines()), said
    return code


SPLICES = [
    b"\0",
    b"\xff",
    b"\n",
    b"\t",
    b": ",
    b"- ",
    b"{",
    b"[",
    b"}",
    b"]",
    b'"',
    b"'",
    b"&a ",
    b"*a",
    b"!!set ",
    b"|\n",
]
SPLICES += [
    b"---\n",
    b"%",
    b"<<: ",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xae",
    b"#",
    b"99999999999999999999",
    b"null",
    b"true",
    b"~",
]


@st.composite
def edits(draw: st.DrawFn) -> list[tuple[float, int, bytes]]:
    """Places (as a part of the whole), how many bytes go there, and what comes."""
    one = st.tuples(st.floats(0, 1), st.integers(0, 30), st.sampled_from([b"", *SPLICES]) | st.binary(max_size=4))
    return draw(st.lists(one, min_size=1, max_size=4))


def edited(raw: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    for where, length, new in changes:
        place = int(where * len(raw))
        raw = raw[:place] + new + raw[place + length :]
    return raw


LIVELY = settings(
    max_examples=examples(80),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@LIVELY
@given(changes=edits())
def test_an_edited_assessment_is_read_or_refused(
    changes: list[tuple[float, int, bytes]], questionnaire: Path, tmp_path: Path
) -> None:
    path = tmp_path / "edited.yaml"
    path.write_bytes(edited(example_path("lumen-line").read_bytes(), changes))
    assert_read_or_refused(path, questionnaire)


@LIVELY
@given(changes=edits())
def test_an_edited_report_is_read_or_refused(
    changes: list[tuple[float, int, bytes]], made_report: Path, questionnaire: Path, tmp_path: Path
) -> None:
    path = tmp_path / "edited.pdf"
    path.write_bytes(edited(made_report.read_bytes(), changes))
    assert_read_or_refused(path, questionnaire)


@LIVELY
@given(changes=edits())
def test_an_edited_questionnaire_is_used_or_refused(
    changes: list[tuple[float, int, bytes]], hotline: Path, tmp_path: Path
) -> None:
    path = tmp_path / "edited.yaml"
    path.write_bytes(edited(QUESTIONNAIRE.encode(), changes))
    code, said = quietly(["check", str(hotline), "-Q", str(path)])
    assert code in (0, 2), said
    assert code == 0 or said


STRANGE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=30),
    st.sampled_from(
        ["yes", "unknown", "2026-02-30", "9999-12-31", "0001-01-01", "P1", "D1", "../x", "{{ 7 * 7 }}", "-5 days"]
    ),
    st.sampled_from(
        [{"unknown": True}, {"not_applicable": ""}, {"not_applicable": "x"}, {"value": None}, {}, [], [[]], [{}]]
    ),
    st.sampled_from(
        ["99999 years", "1e308 days", "| a |\n|---|\n" * 50, "> " * 200 + "x", "- " * 200 + "x", "<b>" * 100]
    ),
    st.lists(st.sampled_from(["yes", "P1", "D1", None, 5]), max_size=3),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield (*path, key)
        yield from places(item, (*path, key))


EXAMPLE: dict[str, Any] = {}


def example() -> str:
    """The worked example as JSON."""
    if not EXAMPLE:
        out = io.StringIO()
        with redirect_stdout(out):
            assert run(["export", str(example_path("lumen-line"))]) == 0
        EXAMPLE["text"] = out.getvalue()
        EXAMPLE["places"] = list(places(json.loads(out.getvalue())))
    text: str = EXAMPLE["text"]
    return text


@LIVELY
@given(data=st.data())
def test_an_assessment_with_a_strange_value_anywhere_is_refused_or_makes_a_report(
    data: st.DataObject, questionnaire: Path, tmp_path: Path
) -> None:
    assessment = json.loads(example())
    for _ in range(data.draw(st.integers(1, 3))):
        *outer, last = data.draw(st.sampled_from(EXAMPLE["places"]))
        inner = assessment
        try:
            for step in outer:
                inner = inner[step]
            inner[last] = data.draw(STRANGE)
        except (KeyError, IndexError, TypeError):  # an earlier value took its place
            continue
    path = tmp_path / "strange.json"
    path.write_text(json.dumps(assessment), encoding="utf-8")

    if assert_read_or_refused(path, questionnaire) == 0:
        code, said = quietly(["report", str(path), "--html", "--force", "-q", "-o", str(tmp_path / "out.html")])
        assert (code, said) == (0, "")


REVIEW: dict[str, Any] = {}


def review() -> str:
    """A review of the worked example as JSON, which carries the whole of it."""
    if not REVIEW:
        made = start_review(read_assessment(example_path("lumen-line"))[0], shipped_library(), on=date(2027, 1, 5))
        REVIEW["text"] = dump_json(made)
        REVIEW["places"] = [("reviewed", *path) for path in places(json.loads(REVIEW["text"])["reviewed"])]
    text: str = REVIEW["text"]
    return text


@LIVELY
@given(data=st.data())
def test_no_review_that_is_accepted_breaks_its_report_whatever_it_carries(data: st.DataObject, tmp_path: Path) -> None:
    assessment = json.loads(review())
    for _ in range(data.draw(st.integers(1, 4))):
        *outer, last = data.draw(st.sampled_from(REVIEW["places"]))
        inner = assessment
        try:
            for step in outer:
                inner = inner[step]
            inner[last] = data.draw(STRANGE)
        except (KeyError, IndexError, TypeError):  # an earlier value took its place
            continue
    path = tmp_path / "review.json"
    path.write_text(json.dumps(assessment), encoding="utf-8")
    assert_report_or_refusal(path, tmp_path)


def test_a_list_among_the_options_that_a_review_carries_breaks_nothing(tmp_path: Path) -> None:
    assessment = json.loads(review())
    answers = assessment["reviewed"]["data"]["answers"]
    for file in answers.values():
        for key, value in file.items():
            if isinstance(value, list) and value and isinstance(value[0], str):
                file[key] = [[], *value, {"a": ["x"]}]
    path = tmp_path / "review.json"
    path.write_text(json.dumps(assessment), encoding="utf-8")
    assert_report_or_refusal(path, tmp_path)


def test_ids_of_several_lines_that_a_review_carries_break_nothing(tmp_path: Path) -> None:
    assessment = json.loads(review())
    for file in assessment["reviewed"]["data"]["answers"].values():
        for value in file.values():
            if isinstance(value, list) and value and isinstance(value[0], dict):
                value[0]["id"] = "| a |\n|---|\n" * 400
    path = tmp_path / "review.json"
    path.write_text(json.dumps(assessment), encoding="utf-8")
    assert_report_or_refusal(path, tmp_path)


def test_an_odd_rating_beside_answers_that_do_not_fit_breaks_no_report_of_a_review(tmp_path: Path) -> None:
    assessment = json.loads(review())
    old = assessment["reviewed"]["data"]
    old["risks"][10]["before"]["severity"] = ""
    old["answers"]["gdpr-dpia"]["team"][5]["tasks"] = None
    old["answers"]["ai-fria"]["groups"][1]["group_kind"] = False
    path = tmp_path / "review.json"
    path.write_text(json.dumps(assessment), encoding="utf-8")
    assert_report_or_refusal(path, tmp_path)


def assert_report_or_refusal(path: Path, folder: Path) -> None:
    if assert_read_or_refused(path) == 0:
        code, said = quietly(["report", str(path), "--html", "--force", "-q", "-o", str(folder / "out.html")])
        assert (code, said) == (0, "")


REVIEWED = """\
dpia: 1
id: rv
title: Rv
questionnaires:
- {id: screening, version: 2.0.0}
reviewed:
  content_hash: "0000000000000000000000000000000000000000000000000000000000000000"
  version: "1"
  data: {a: [CANARY7319]}
"""


def test_a_review_that_carries_no_assessment_of_the_old_version_is_told_so_everywhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rv.yaml"
    path.write_text(REVIEWED, encoding="utf-8")
    assert run(["check", str(path)]) == 0
    assert "The reviewed version cannot be compared" in capsys.readouterr().out
    assert run(["import", str(path), "-o", str(tmp_path / "copy.yaml")]) == 0
    assert run(["report", str(path), "--html", "-o", str(tmp_path / "rv.html")]) == 0
    assert "The reviewed version cannot be compared" in (tmp_path / "rv.html").read_text(encoding="utf-8")
    assert "CANARY" not in capsys.readouterr().err
