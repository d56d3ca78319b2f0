"""The strict reader: what an author could mean twice, and what a hostile file tries, is refused with its place."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dpia.errors import BadInput, Code, NotFound, Problem
from dpia.questionnaire.text import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_VALUES,
    is_forbidden,
    parse_bytes,
    parse_json,
    parse_yaml,
    read_document,
)
from tests.support.run import examples

SURROGATE = b"\xed\xa0\x80"


def refused(raw: str | bytes, *, is_json: bool = False) -> Problem:
    """The one problem with which a text is refused."""
    content = raw.encode("utf-8") if isinstance(raw, str) else raw
    with pytest.raises(BadInput) as caught:
        parse_bytes(content, "file", is_json=is_json)
    assert len(caught.value.problems) == 1
    assert "\n" not in str(caught.value)
    return caught.value.problems[0]


def place(problem: Problem) -> str:
    return f"{problem.code.slug} {problem.location}"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("off", "off"),
        ("NO", "NO"),
        ("012", "012"),
        ("0o17", "0o17"),
        ("0x1f", "0x1f"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("+1", "+1"),
        (".5", ".5"),
        (".nan", ".nan"),
        (".inf", ".inf"),
        ("1e999", "1e999"),
        ("2027-02-30", "2027-02-30"),
        ("2026-11-24", "2026-11-24"),
        ("1234567890123456789012", "1234567890123456789012"),
        ("True", "True"),
        ("'12'", "12"),
        ('"true"', "true"),
        ("0", 0),
        ("12", 12),
        ("-12", -12),
        ("0.5", 0.5),
        ("-1.5e3", -1500.0),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
    ],
)
def test_only_plain_numbers_true_false_and_null_are_more_than_text(text: str, value: Any) -> None:
    found = parse_yaml(f"a: {text}\n", "file").data["a"]
    assert (found, type(found)) == (value, type(value))


def test_an_empty_file_holds_nothing() -> None:
    assert parse_yaml("", "file").data is None
    assert parse_yaml("# only a comment\n", "file").data is None


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert parse_bytes("\ufeffa: 1".encode(), "file", is_json=False).data == {"a": 1}
    assert parse_bytes('\ufeff{"a": 1}'.encode(), "file", is_json=True).data == {"a": 1}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &x 1\nb: *x\n", "not-allowed file:1:4"),
        ("a: 1\nb: *x\n", "not-allowed file:2:4"),
        ("a: &a [*a]\n", "not-allowed file:1:4"),
        ("a: 1\n<<: {b: 1}\n", "not-allowed file:2:1"),
        ("a: !!python/object/apply:os.system [x]\n", "not-allowed file:1:4"),
        ("!!map {a: 1}\n", "not-allowed file:1:1"),
        ("a: ! 12\n", "not-allowed file:1:4"),
        ("%TAG ! tag:x,2026:\n---\na: !x b\n", "not-allowed file:3:4"),
        ("a: 1\n---\nb: 2\n", "not-allowed file:2:1"),
        ("a: 1\nb: 2\na: 3\n", "duplicate-key file:3:1"),
        ("a: {b: 1,\n  b: 2}\n", "duplicate-key file:2:3"),
        ('a: 1\n"a": 2\n', "duplicate-key file:2:1"),
        ("? [a]\n: b\n", "bad-syntax file:1:3"),
        ("? {a: 1}\n: b\n", "bad-syntax file:1:3"),
        ("a: b: c\n", "bad-syntax file:1:5"),
        ("a:\n\tb: 1\n", "bad-syntax file:2:1"),
        ("a: [1, 2\n", "bad-syntax file:1:4"),
        ("a: @b\n", "bad-syntax file:1:4"),
        ('a: "\\ud800"\n', "bad-syntax file:1:7"),
        ('a: "\\U00110000"\n', "bad-syntax file:1:7"),
        ('a: 1\nb: "\\0"\n', "bad-character file:2:4"),
        ('a: "\\e[31m"\n', "bad-character file:1:4"),
        ("a: 1\nb: \u202egpj.exe\n", "bad-character file:2:4"),
        ("a: 1\n\u202eb: 2\n", "bad-character file:2:1"),
        ("a: 1\nb: x\x07y\n", "bad-character file:2:5"),
        ("\x00a: 1\n", "bad-character file:1:1"),
        ("a: " + "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), f"too-large file:1:{MAX_DEPTH + 3}"),
        ("- " * 100_000, f"too-large file:1:{2 * MAX_DEPTH + 1}"),
        ("{a: " * 100_000, f"too-large file:1:{4 * MAX_DEPTH + 1}"),
    ],
)
def test_yaml_that_could_mean_two_things_or_harm_is_refused_with_its_place(text: str, expected: str) -> None:
    assert place(refused(text)) == expected


def test_a_bomb_of_aliases_is_refused_at_its_first_anchor() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    assert place(refused("\n".join(lines))) == "not-allowed file:1:5"


def test_a_bomb_of_merges_is_refused() -> None:
    assert refused("a: &a {x: 1}\nb:\n  <<: [*a, *a]\n").code is Code.NOT_ALLOWED


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("a: 1".encode("utf-16"), "bad-encoding file:1"),
        ("a: 1".encode("utf-32"), "bad-encoding file:1"),
        ("a: 1".encode("utf-16-le"), "bad-character file:1:2"),
        (b"a: 1\nb: \xff\n", "bad-encoding file:2"),
        (b"a: 1\nb: " + SURROGATE, "bad-encoding file:2"),
        ("é: ü".encode("latin-1"), "bad-encoding file:1"),
    ],
)
def test_what_is_not_utf8_text_is_refused(raw: bytes, expected: str) -> None:
    assert place(refused(raw)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1,\n "a": 2}', "duplicate-key file:2:2"),
        ('{"a": {"b": 1, "b": 2}}', "duplicate-key file:1:16"),
        ('{"a": "\\ud83d\\ude00", "b": 1, "b": 2}', "duplicate-key file:1:31"),
        ('{"a":\n  NaN}', "bad-value file:2:3"),
        ("[-Infinity]", "bad-value file:1:3"),
        ("[1,\n 1e999]", "bad-value file:2:2"),
        ('{"a": 1} x', "bad-syntax file:1:10"),
        ('{"a": 1}\n{"b": 2}', "bad-syntax file:2:1"),
        ('{"a": 1 "b": 2}', "bad-syntax file:1:9"),
        ("{'a': 1}", "bad-syntax file:1:2"),
        ("", "bad-syntax file:1:1"),
        ("// a comment\n1", "bad-syntax file:1:1"),
        ('{"a": "x\ty"}', "bad-syntax file:1:9"),
        ('{"a": 1,\n "b": "\\u0000"}', "bad-character file:2:7"),
        ('{"a": 1,\n "b": "\\ud800"}', "bad-character file:2:7"),
        ('{"a": 1,\n "\\u202eb": 1}', "bad-character file:2:2"),
        ("[" * 100_000, f"too-large file:1:{MAX_DEPTH + 1}"),
        ('\n{"a":' * 100, f"too-large file:{MAX_DEPTH + 2}:1"),
        ("[" + "1" * 5000 + "]", "too-large file"),
    ],
)
def test_json_that_could_mean_two_things_or_harm_is_refused_with_its_place(text: str, expected: str) -> None:
    assert place(refused(text, is_json=True)) == expected


def test_brackets_and_nan_inside_a_json_text_are_text() -> None:
    text = json.dumps({"a": "[" * 100 + ' NaN "Infinity" \\'})
    assert parse_json(text, "file").data == json.loads(text)


@pytest.mark.parametrize("is_json", [True, False])
def test_a_file_over_the_size_is_refused(is_json: bool) -> None:
    assert place(refused(b" " * (MAX_BYTES + 1), is_json=is_json)) == "too-large file"


@pytest.mark.parametrize(
    ("text", "is_json"), [("- 1\n" * (MAX_VALUES + 1), False), ("[1" + ",1" * MAX_VALUES + "]", True)]
)
def test_a_file_with_too_many_values_is_refused(text: str, is_json: bool) -> None:
    assert refused(text, is_json=is_json).code is Code.TOO_LARGE


@pytest.mark.parametrize("text", ['"' + '\\"' * 3_900_000, '"a' * 2_000_000, "[" + "{" * 1_000_000])
def test_unfinished_json_is_refused_at_once_however_long_it_is(text: str) -> None:
    """A reader that starts again at every quotation mark would need days for the first of these."""
    assert refused(text, is_json=True).code in (Code.BAD_SYNTAX, Code.TOO_LARGE)


NBSP = "\u00a0"
MISTAKES = {
    # What was pasted from a word processor.
    "no-break spaces as indentation": (
        f"a:\n  b: [x]\n{NBSP}{NBSP}c: no\n  d: yes",
        "3:1",
        "no-break space",
        "typing spaces",
    ),
    "one among ordinary ones": (f"a:\n  b: x\n {NBSP}c: no\n  d: yes", "3:2", "no-break space", "typing spaces"),
    "a thin space behind a dash": ("a:\n  - \u202fb: 1\n    c: 2", "2:5", "no-break space", "typing spaces"),
    "one behind a colon": (f"a:\n  b:{NBSP}no\n  d: yes", "2:5", "no-break space", "typing spaces"),
    "the last line": (f"a:\n  b: 1\n{NBSP}c: 2", "3:1", "no-break space", "typing spaces"),
    # Quotation marks.
    "a text that begins with a word in quotes": (
        'a: 1\nb: "Night" chat\n',
        "2:12",
        "behind its closing",
        "single quotes",
    ),
    "the same in a list": ("a:\n  - 'Night' chat\n", "2:13", "behind its closing", "single quotes"),
    "the same between braces": ('a: {b: "N" c}\n', "1:12", "behind its closing", "single quotes"),
    "an open quote": ('a: 1\nb: "Night chat\nc: no\n', "2:4", "never closed", "the same mark at the end"),
    "an open single quote": ("a: 1\nb: 'Night chat\nc: no\n", "2:4", "never closed", "the same mark at the end"),
    "one that another closes": ('a: "Night\nb: no\nc: "x"\n', "1:4", "closed only in line 3", "in its own line"),
    "an apostrophe that opens": ("a: 1\nb: 's Heerenberg\nc: no\n", "2:4", "never closed", "the same mark at the end"),
    "a Windows path": ('a: "C:\\Users"\n', "1:9", "backslash", "single quotes"),
    # Brackets.
    "an open bracket": (
        "a:\n  b: [c\n  d: no\ne: [f]\n",
        "2:6",
        "bracket [ that opens here is never closed",
        "write ]",
    ),
    "an open brace": ("a:\n  - {b: 1, c: x\n  - {b: 2}\n", "2:5", "brace { that opens here is never closed", "write }"),
    "an open bracket at the end": ("a: [1, 2\n", "1:4", "bracket [ that opens here is never closed", "write ]"),
    "a missing comma": ("a: {b: 1 c: 2}\n", "1:11", "a comma is missing", "commas between the entries"),
    # Signs of YAML in a text.
    "a colon": ("a: b: c", "1:5", "contains `: `", "whole text in quotes"),
    "a dash": ("a: - b\n", "1:4", "begins with `- `", "whole text in quotes"),
    "an at sign": ("a: @b", "1:4", "cannot begin with @", "whole text in quotes"),
    "a back tick": ("a: `b`", "1:4", "cannot begin with `", "whole text in quotes"),
    "a per cent sign": ("a: 1\nb: %5", "2:4", "cannot begin with %", "whole text in quotes"),
    "stars of Markdown": ("a: **b**\n", "1:4", "cannot begin with *", "whole text in quotes"),
    "a star": ("a: *important\n", "1:4", "begins with *", "in quotes"),
    "an ampersand": ("a: & co\n", "1:4", "cannot begin with &", "whole text in quotes"),
    "an exclamation mark": ("a: !important now\n", "1:4", "begins with !", "in quotes"),
    "a greater sign": ("a: >= 5\n", "1:4", "cannot begin with >", "whole text in quotes"),
    "a bar": ("a: | b\n", "1:4", "cannot begin with |", "whole text in quotes"),
    "a question mark": ("a: ? b\n", "1:4", "cannot begin with ?", "whole text in quotes"),
    "a comma": ("a: , b\n", "1:4", "cannot begin with ,", "whole text in quotes"),
    # Lines and their beginnings.
    "a tab": ("a:\n\tb: 1", "2:1", "indented with a tab", "indent with spaces"),
    "an item too far out": ("a:\n  - b\n - c", "3:2", "does not begin below", "check the indentation"),
    "a key too far out": ("a:\n  b: 1\n c: 2", "3:2", "does not begin below", "check the indentation"),
    "a key too far in": ("a:\n  b: x\n    c: y\n", "3:5", "indented deeper", "below the first letter"),
    "no colon": ("a: 1\nb\nc: 2", "2:1", "has no `: `", "`key: value`"),
    "no colon within": ("a:\n  uses no\n  c: 2", "2:3", "has no `: `", "`key: value`"),
    "no space behind the colon": ("a:\n  uses:no\n  c: 2", "2:3", "has no `: `", "`key: value`"),
    "a list beside keys": ("a:\n  b: c\n  - d\n", "3:3", "does not begin below", "check the indentation"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_the_common_mistakes_are_told_with_their_line_their_cause_and_what_mends_them(name: str) -> None:
    text, where, cause, mend = MISTAKES[name]
    problem = refused(text)
    assert str(problem.location) == f"file:{where}"
    assert cause in problem.message
    assert mend in problem.hint


def test_no_break_spaces_in_a_text_are_no_mistake_and_never_blamed_for_another_one() -> None:
    text = f"a: |\n  {NBSP}{NBSP}pasted\nb: 1\nc: 1\nd: 1\ne: 1\nf: 1\n"
    assert parse_yaml(text, "file").data["a"] == f"{NBSP}{NBSP}pasted\n"
    assert "contains `: `" in refused(text + "g: x: y\n").message


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('{"a": 1 "b": 2}', "comma between two entries"),
        ('{"a": 1,}', "comma behind the last entry"),
        ("{a: 1}", "in double quotes"),
        ('{"a" 1}', "colon"),
        ('{"a": yes}', "write a value"),
        ('{"a": "x', "close the text"),
        ('{"a": "x\ty"}', "as \\t"),
        ('{"a": "C:\\x"}', "backslash"),
        ('{"a": 1} x', "take out what follows"),
    ],
)
def test_json_that_cannot_be_read_is_told_with_what_mends_it(text: str, hint: str) -> None:
    assert hint in refused(text, is_json=True).hint


@pytest.mark.parametrize("name", ["file.yaml", "file.json"])
def test_the_place_of_every_value_is_known(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text('{"a": 1,\n "b": [10,\n   {"c": "d"}]}', encoding="utf-8")

    document = read_document(path, name="f")

    assert str(document.location()) == "f:1:1"
    assert str(document.location(("a",))) == "f:1:7"
    assert str(document.location(("b", 1, "c"))) == "f:3:10"
    assert str(document.location(("b", 1, "c"), key=True)) == "f:3:5"


def test_the_place_of_what_is_not_there_is_that_of_what_is_around_it() -> None:
    document = parse_yaml("a:\n  b: 1\n", "f")
    assert str(document.location(("a", "missing", 3))) == "f:2:3"


def test_a_place_inside_a_text_counts_only_where_the_text_stands_on_one_line() -> None:
    document = parse_yaml("a: one two\nb: one\n  two\nc: 'one two'\n", "f")
    assert str(document.location(("a",), offset=4)) == "f:1:8"
    assert str(document.location(("b",), offset=4)) == "f:2:4"
    assert str(document.location(("c",), offset=4)) == "f:4:4"


def test_json_with_escaped_pictographs_keeps_its_places() -> None:
    document = parse_json('{"a": "\\ud83d\\ude00", "b": 2}', "f")
    assert document.data == {"a": "\U0001f600", "b": 2}
    assert str(document.location(("b",))) == "f:1:28"


def test_a_file_that_is_not_there_is_told_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"answers\.yaml: there is no such file"):
        read_document(tmp_path / "x.yaml", name="answers.yaml")


def test_a_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="cannot be read"):
        read_document(tmp_path)


def test_a_name_that_no_file_can_have_is_told() -> None:
    with pytest.raises(NotFound, match="cannot be read"):
        read_document(Path("a\0b"))


def test_arabic_and_joined_signs_are_no_forbidden_characters() -> None:
    assert not is_forbidden("مرحبا\u200f \u200d é\u0301 \U0001f469\u200d\U0001f4bb\tx\ny")
    assert is_forbidden("a\u202eb")
    assert is_forbidden("\x1b[0m")


anything = st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
yamlish = st.text(
    alphabet=st.sampled_from(list("ab:-?!&*<>|%@`{}[],#'\"\\ \n\t0159.eE+~\x00\x07\u202e\ufeff\U0001f600\u2028")),
    max_size=60,
).map(lambda text: text.encode("utf-8"))
plain_data = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=20).filter(
        lambda text: not is_forbidden(text)
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcäß \U0001f600", max_size=8), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


@given(raw=anything | yamlish, is_json=st.booleans())
@example(raw=b"a: " + SURROGATE, is_json=False)
@settings(max_examples=examples(600))
def test_no_bytes_make_the_reader_fail_with_anything_but_bad_input(raw: bytes, is_json: bool) -> None:
    try:
        document = parse_bytes(raw, "file", is_json=is_json)
    except BadInput as error:
        assert error.problems
        assert all("\n" not in str(problem) for problem in error.problems)
    else:
        json.dumps(document.data, allow_nan=False).encode("utf-8")


@given(text=st.text(alphabet=st.characters(), max_size=40))
def test_no_text_makes_the_reader_fail_with_anything_but_bad_input(text: str) -> None:
    for parse in (parse_yaml, parse_json):
        try:
            parse(text, "file")
        except BadInput as error:
            assert error.problems[0].location.file == "file"


@given(data=plain_data, indent=st.sampled_from([None, 1, 4]), ascii_only=st.booleans())
def test_all_json_that_python_writes_is_read_back_the_same(data: Any, indent: int | None, ascii_only: bool) -> None:
    text = json.dumps(data, indent=indent, ensure_ascii=ascii_only)
    assert parse_json(text, "file").data == data


@given(data=st.dictionaries(st.text("abc", min_size=1, max_size=4), st.integers(0, 9), min_size=1, max_size=5))
def test_the_place_of_a_json_value_is_where_it_stands(data: dict[str, int]) -> None:
    text = json.dumps(data, indent=2)
    document = parse_json(text, "file")
    for key, value in data.items():
        where = document.location((key,))
        assert where.line is not None and where.column is not None
        assert text.splitlines()[where.line - 1][where.column - 1 :].startswith(str(value))


def test_the_reader_needs_no_deeper_stack_than_python_has() -> None:
    deep = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert sys.getrecursionlimit() > MAX_DEPTH
    assert parse_json(deep, "file").data == parse_yaml(deep, "file").data == json.loads(deep)


@pytest.mark.parametrize(
    "text", ["a: Complaint #5 of the lane", "a: [x #y, z]", "- yes #sure", "a:\n  two\n  lines #5"]
)
def test_a_text_that_a_sign_would_cut_off_is_refused(text: str) -> None:
    with pytest.raises(
        BadInput, match=r"What stands behind the ` #` is no part of the text \(put the whole text in quotes"
    ):
        parse_yaml(text, "file.yaml")


@pytest.mark.parametrize(
    "text",
    [
        "a: x # a comment",
        "a: x   ## more",
        "a: 'x #5'",
        "a: x#5",
        "a: |\n  x #5",
        "#a\nb: x\n#c",
        "a: x #",
        "a: 'x' #5",
    ],
)
def test_a_comment_and_a_quoted_sign_are_none(text: str) -> None:
    parse_yaml(text, "file.yaml")
