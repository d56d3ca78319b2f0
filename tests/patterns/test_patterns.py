"""Every fact pattern comes out as the law has it: the danger is told, and its lawful neighbour is not stopped."""

from typing import Any

import pytest

from dpia.questionnaire.model import Level
from tests.support.patterns import AREAS, FOLDER, GIVEN, KEYS, OUTCOME, THEN, Pattern, patterns, rank

PATTERNS = patterns()


@pytest.fixture(params=sorted(PATTERNS))
def pattern(request: pytest.FixtureRequest) -> Pattern:
    """Each pattern in turn."""
    return PATTERNS[request.param]


def test_a_pattern_comes_out_as_the_law_has_it(pattern: Pattern) -> None:
    assert list(pattern.wrong()) == []


def test_a_pattern_has_what_a_reader_needs(pattern: Pattern) -> None:
    assert pattern.path.stem == pattern.id
    assert pattern.data.keys() <= KEYS
    assert pattern["outcome"].keys() <= OUTCOME
    assert pattern["given"].keys() <= GIVEN
    assert pattern["then"].keys() <= THEN
    assert pattern["area"] in AREAS
    assert all(str(pattern[key]).strip() for key in ("title", "story", "expected", "before"))
    for place in pattern["law"]:
        assert place["checked"] in ("yes", "secondary", "no")
        assert place["checked"] == "no" or place["where"]
    words: list[Any] = [pattern["outcome"]["level"], pattern["outcome"]["at_most"]]
    assert all(word == "none" or Level(word) for word in words)


def test_a_neighbour_is_a_neighbour_both_ways(pattern: Pattern) -> None:
    other = PATTERNS.get(pattern.data.get("neighbour") or "")
    if other is None:
        assert not pattern.data.get("neighbour")
        return
    assert other.data["neighbour"] == pattern.id


def test_what_stops_the_danger_does_not_stop_its_neighbour(pattern: Pattern) -> None:
    """The graver of two names what it is about; its neighbour gets nothing of that which is graver than the neighbour may be."""
    other = PATTERNS.get(pattern.data.get("neighbour") or "")
    if other is None:
        return
    most = rank(other["outcome"]["at_most"])
    grave = {key for key, level in pattern.fires.items() if rank(level) < most}
    fired = {found.key for found in other.evaluation.findings if rank(found.level.value) < most}
    assert grave & fired == set()


def test_the_ground_is_covered() -> None:
    assert len(PATTERNS) >= 150
    assert {pattern["area"] for pattern in PATTERNS.values()} == set(AREAS)
    assert sum(pattern["area"] == "general" for pattern in PATTERNS.values()) >= 20
    assert sum(name.startswith("case-") for name in PATTERNS) >= 52
    assert sorted(path.stem for path in FOLDER.glob("*.yaml")) == sorted(PATTERNS)
