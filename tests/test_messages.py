"""Messages stand with their codes in `dpia.messages`, and nowhere else: no sentence is written where something is found wrong."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dpia
from dpia import errors
from dpia.errors import Code, DpiaError, Message
from dpia.messages import ROOMS, every_message
from dpia.wording import GAP, N_, did_you_mean, joined, said, with_hint
from dpia.wording import filled as fill
from tests.support.translations import pseudo

PACKAGE = Path(dpia.__file__).parent
SOURCES = {path.relative_to(PACKAGE).as_posix(): path for path in sorted(PACKAGE.rglob("*.py"))}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in SOURCES.items()}
TOLD = {"Problem", "Unfit", "Ill", "RuleError", "Misfit", "Refused"}
ERRORS = {name for name, item in vars(errors).items() if isinstance(item, type) and issubclass(item, DpiaError)} - {
    "BadInput",
    "DefinitionError",
    "AssessmentError",
    "WouldOverwrite",
}
MESSAGES = dict(every_message())
NAMED_ROOMS = {room.__name__.rpartition(".")[2] for room in ROOMS}


def calls(*trees: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call with the name of what is called."""
    for tree in trees or TREES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield getattr(node.func, "id", None) or getattr(node.func, "attr", ""), node


def gaps(template: str) -> set[str]:
    return set(GAP.findall(template))


def is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def test_no_sentence_is_written_where_something_is_found_wrong() -> None:
    written = [
        ast.unparse(call)
        for name, tree in TREES.items()
        for called, call in calls(tree)
        if called in TOLD or (called in ERRORS and not name.startswith("cli/"))  # commands speak English
        for part in [*call.args, *(keyword.value for keyword in call.keywords)]
        if is_text(part)
    ]
    assert written == []


def test_every_template_with_a_word_is_marked_for_translation() -> None:
    trees = [tree for name, tree in TREES.items() if name.startswith("messages/")]
    made = [call for name, call in calls(*trees) if name == "Message"]
    assert len(made) == len(MESSAGES)
    bare = [arg.value for call in made for arg in call.args if isinstance(arg, ast.Constant)]
    assert [text for text in bare if re.search("[A-Za-z]", re.sub(r"\{\w+\}", "", str(text)))] == []


def test_every_gap_is_filled_where_a_message_is_told() -> None:
    told = 0
    for called, call in calls():
        given = {keyword.arg for keyword in call.keywords}
        of: ast.expr = call.func
        if called == "_unknown":
            of, given = call.args[1], given | {"name", "suggestion"}
        room = of.value.id if isinstance(of, ast.Attribute) and isinstance(of.value, ast.Name) else ""
        message = MESSAGES.get(f"{room}.{of.attr}") if isinstance(of, ast.Attribute) and room in NAMED_ROOMS else None
        if message is not None and None not in given:
            told += 1
            assert gaps(message.text) | gaps(message.hint) <= given, ast.unparse(call)
        if called == "said" and call.args and isinstance(call.args[0], ast.Call) and len(call.args[0].args) == 1:
            (text,) = call.args[0].args
            if isinstance(text, ast.Constant):
                assert gaps(text.value) == given, ast.unparse(call)
    assert told > 150


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_can_be_told_in_another_language(name: str) -> None:
    message = MESSAGES[name]
    filled = dict.fromkeys(gaps(message.text) | gaps(message.hint), "␀")
    told = message(**filled)
    for english, phrase in ((message.text, told.what), (message.hint, told.advice)):
        assert phrase.text() == fill(english, filled)
        # What stands in doubled braces is an example in YAML.
        assert not re.search("[A-Za-z]", re.sub(r"\{[^}]*\}", "", phrase.text(pseudo)))
    assert message.code in Code


def test_every_code_has_a_message() -> None:
    assert {message.code for message in MESSAGES.values()} == set(Code)


def test_every_message_is_told_somewhere() -> None:
    text = "".join(
        path.read_text(encoding="utf-8") for name, path in SOURCES.items() if not name.startswith("messages/")
    )
    rooms = "".join(path.read_text(encoding="utf-8") for name, path in SOURCES.items() if name.startswith("messages/"))
    for name in MESSAGES:
        bare = ".".join(name.split(".")[:2])
        # Some stand in a table of their room, which is what the code looks into.
        assert re.search(rf"\b{bare}\b", text) or re.search(rf": {bare.partition('.')[2]},", rooms), name


def test_a_message_is_told_of_its_subject_and_at_its_place() -> None:
    message = Message(Code.BAD_VALUE, "has to be at least {low}", "write {low} or more")
    told = message(low=3)
    assert (told.message, told.hint) == ("Has to be at least 3", "write 3 or more")
    assert told.on("`hit`").message == "`hit` has to be at least 3"
    placed = told.at(said("In “{question}”", question="How many?"))
    assert placed.message == "In “How many?”: Has to be at least 3"
    assert placed.sentences() == told.sentences(), "a field has its question before it"
    assert placed.placed_sentences() == "In “How many?”: Has to be at least 3. Write 3 or more."
    assert told.sentences() == "Has to be at least 3. Write 3 or more."
    german = {
        "has to be at least {low}": "muss mindestens {low} sein",
        "write {low} or more": "schreiben Sie {low} oder mehr",
    }
    assert told.sentences(german.__getitem__) == "Muss mindestens 3 sein. Schreiben Sie 3 oder mehr."


def test_a_hint_that_is_a_question_stays_one() -> None:
    told = Message(Code.BAD_OPTION, "`{value}` is no option", "{suggestion}")
    assert (
        told(value="on", suggestion=did_you_mean("on", ["one"])).sentences() == "`on` is no option. Did you mean `one`?"
    )


def test_phrases_are_translated_inside_of_phrases() -> None:
    inner = said(N_("an item of `{key}`"), key="uses")
    assert said("{subject} {what}", subject=inner, what=said("is wrong")).text(pseudo) == "ξξ ξξξξ ξξ `uses` ξξ ξξξξξ"
    assert joined([said("one"), said(""), said("two")]).text(pseudo) == "ξξξ; ξξξ"
    assert not joined([])
    assert str(with_hint(said("There is no a"), did_you_mean("a", []))) == "There is no a."
    assert str(with_hint(said("There is no ab"), did_you_mean("ab", ["abc"]))) == "There is no ab: did you mean `abc`?"


def test_an_error_is_told_in_another_language() -> None:
    error = DpiaError(said(N_("{path}: there is no such file."), path="a.yaml"))
    assert str(error) == "a.yaml: there is no such file."
    assert error.text(pseudo) == "a.yaml: ξξξξξ ξξ ξξ ξξξξ ξξξξ."
    assert DpiaError("plain").text(pseudo) == "plain"


# ------------------------------------------------------------------------------------------------ how messages read

AUTHORS: Final = ("definitions", "rules", "linting", "kits", "files")
"""The rooms whose readers write files, in which names and signs stand as code."""
MENDS: Final = re.compile(
    r"\b(has to|have to|needs?|can have|may not|choose|write|say|give|press|tick|change|read it|take|empty|only|other"
    r"|is saved when)\b",
    re.I,
)


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_is_shown_as_a_sentence_with_a_capital(name: str) -> None:
    message = MESSAGES[name]
    told = message(**dict.fromkeys(gaps(message.text) | gaps(message.hint), "name"))
    line = str(errors.Problem(errors.Location("file", 1, 1), told))
    shown = line.partition(f"{message.code.slug}: ")[2]
    assert shown[0].isupper() or shown[0] in "`“"
    first = told.sentences()[0]
    assert first.isupper() or first in "`“"
    if name.partition(".")[0] not in AUTHORS:
        # It stands by itself at a field, and behind the name of a place: "In “How many?”: A number is needed here".
        assert message.text[0].isupper() or message.text[0] in "“{", message.text


@pytest.mark.parametrize("name", MESSAGES)
def test_nobody_who_answers_questions_reads_an_id_as_code(name: str) -> None:
    message = MESSAGES[name]
    if name.partition(".")[0] not in AUTHORS:
        assert not re.search(r"`[^`]*\{", message.text + message.hint)


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_says_what_to_do(name: str) -> None:
    message = MESSAGES[name]
    gaps_that_say = {"why", "misfit", "cells", "outcomes", "faults"} & gaps(message.text)
    assert message.hint or gaps_that_say or MENDS.search(message.text), message.text


def test_a_long_line_is_cut_and_a_flood_of_lines_ends_with_how_many_there_are() -> None:
    message = Message(Code.BAD_VALUE, "{text}")
    assert len(str(errors.Problem(errors.Location("f"), message(text="x" * 5000)))) == errors.MAX_LINE
    ending = "and {} more".format
    assert errors.first_of(["a", "b"], ending) == ["a", "b"]
    assert errors.first_of([], ending) == []
    many = errors.first_of([f"line {number}" for number in range(200)], ending)
    assert (len(many), many[-1]) == (20, "and 181 more")
    assert len(errors.first_of(["x"] * 20, ending)) == 20
    long = errors.first_of(["x" * 900] * 10, ending)
    assert (len(long), long[-1]) == (3, "and 8 more")
    first, second = errors.first_of(["x" * 9000, "y"], ending)
    assert (len(first), second) == (errors.MAX_LINE, "y")


@given(st.lists(st.text(max_size=1500) | st.integers(0, 5000).map("x".__mul__), max_size=60))
def test_no_refusal_is_longer_than_somebody_reads(lines: list[str]) -> None:
    told = errors.first_of(lines, "… and {} more (dpia check --all lists them)".format)
    assert len(told) <= errors.MAX_LINES
    assert sum(len(line) + 1 for line in told) <= errors.MAX_TOLD
    assert bool(told) == bool(lines)
