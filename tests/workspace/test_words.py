"""Words are found in titles and answers, wherever they stand and however they are written, the same in both backends."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dpia.workspace import Workspace
from dpia.workspace.words import MAX_WORD, words_in
from tests.support.workspaces import AT, BACKENDS, answer, create, make, opened


def found(workspace: Workspace, words: str, **more: Any) -> list[str]:
    return sorted(entry.id for entry in workspace.entries(words=words, **more)[0])


@pytest.fixture(scope="module", params=BACKENDS)
def shelf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Three assessments that no test changes."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            address = str(tmp_path_factory.mktemp("words") / "workspace.sqlite")
        else:
            address = stack.enter_context(request.getfixturevalue("postgres").database())
        workspace = opened(address)
        fill(workspace)
        yield workspace
        workspace.close()


def fill(workspace: Workspace) -> None:
    create(
        workspace, make("alpha", "Café line", {"purpose": "Counselling by telephone, see help.example.org/chat_room."})
    )
    create(workspace, make("beta", "Shelter", {"goals": [{"id": "G1", "name": "A bed for THE night"}]}))
    parts: dict[str, Any] = {
        "organisation": "Stichting Haven",
        "summary": "Überblick",
        "risks": [{"id": "R01", "title": "Somebody listens", "harm": "Violence"}],
        "measures": [{"id": "M01", "title": "Training", "owner": "B. Example"}],
    }
    create(workspace, make("gamma", "Map", {"purpose": {"unknown": True, "note": "ask Łódź"}}, **parts))


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("counselling", ["alpha"]),
        ("COUNSELLING Telephone", ["alpha"]),
        ("telephone counselling", ["alpha"]),
        ("counsel", ["alpha"]),
        ("ounselling", []),
        ("shelter telephone", []),
        ("bed night", ["beta"]),
        ("the", ["beta"]),
        ("café", ["alpha"]),
        ("cafe", ["alpha"]),
        ("CAFÉ", ["alpha"]),
        ("cafe\u0301", ["alpha"]),
        ("example", ["alpha", "gamma"]),
        ("example.org", ["alpha"]),
        ("org", ["alpha"]),
        ("chat", ["alpha"]),
        ("room", ["alpha"]),
        ("chat_room", ["alpha"]),
        ("haven", ["gamma"]),
        ("uberblick", ["gamma"]),
        ("violence", ["gamma"]),
        ("listens training", ["gamma"]),
        ("ask", ["gamma"]),
        ("Łódź", ["gamma"]),
        ("", ["alpha", "beta", "gamma"]),
        ("   ", ["alpha", "beta", "gamma"]),
        ("&|!():*'\"\\ -", ["alpha", "beta", "gamma"]),
        ("nothing", []),
    ],
    ids=ascii,
)
def test_a_word_is_found(shelf: Workspace, words: str, ids: list[str]) -> None:
    assert found(shelf, words) == ids


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("counselling OR shelter", []),
        ("counselling NOT telephone", []),
        ("counselling NEAR telephone nothing", []),
        ("purpose:counselling", []),
        ("counselling & !telephone", ["alpha"]),
        ("counselling <-> help", ["alpha"]),
        ("'; DROP TABLE search; --", []),
        ('" OR "1"="1', []),
        ("* *", ["alpha", "beta", "gamma"]),
        ("x" * 100_000, []),
        ("x " * 100_000, []),
        ("counselling\0telephone", ["alpha"]),
        ("\ud800counselling", ["alpha"]),
        ("🙂", ["alpha", "beta", "gamma"]),
        ("ﷺ", []),
        ("%", ["alpha", "beta", "gamma"]),
    ],
    ids=lambda value: ascii(value[:40]) if isinstance(value, str) else str(len(value)),
)
def test_what_is_looked_for_is_words_and_never_a_command(shelf: Workspace, words: str, ids: list[str]) -> None:
    assert found(shelf, words) == ids


def test_the_newest_words_are_found_and_the_old_ones_no_more(workspace: Workspace) -> None:
    create(workspace, make(answers={"purpose": "First words."}))
    answer(workspace, "hotline", "purpose", "Second thoughts.")
    assert found(workspace, "second") == ["hotline"]
    assert found(workspace, "first") == []


def test_words_of_a_refused_save_are_not_found(workspace: Workspace) -> None:
    create(workspace, make())
    answer(workspace, "hotline", "one", "kept", seen=1)
    with pytest.raises(Exception, match="somebody else changed"):
        answer(workspace, "hotline", "one", "refused", seen=1)
    assert found(workspace, "kept") == ["hotline"]
    assert found(workspace, "refused") == []


def test_the_archive_is_looked_through_on_its_own(workspace: Workspace) -> None:
    fill(workspace)
    workspace.archive("alpha", True, actor="A", at=AT)
    assert found(workspace, "example") == ["gamma"]
    assert found(workspace, "example", archived=True) == ["alpha"]


def test_words_are_told_apart_once_each() -> None:
    assert words_in("The café, the CAFÉ: help.example.org (a_b) 24/7 ½ ﬁx") == (
        "the",
        "cafe",
        "help",
        "example",
        "org",
        "a",
        "b",
        "24",
        "7",
        "1",
        "2",
        "fix",
    )
    assert words_in("Straße STRASSE") == ("strasse",)
    assert words_in("") == words_in(" .,-_ ") == ()


@settings(deadline=None)
@given(st.text())
def test_a_word_is_the_same_wherever_it_is_written(text: str) -> None:
    found = words_in(text)
    assert words_in(" ".join(found)) == found == words_in(f"{text} {text}")
    assert all(word and len(word) <= MAX_WORD for word in found)


@settings(deadline=None)
@given(st.text(st.characters(max_codepoint=127)))
def test_plain_texts_take_a_short_way_to_the_same_words(text: str) -> None:
    assert words_in(text) == words_in(f"{text} \u2603")
