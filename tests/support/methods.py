"""Risk methods of every shape, and a questionnaire whose findings name their levels, those of others, and none at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from dpia.data import QUESTIONNAIRES
from dpia.questionnaire.library import Library, read_definitions
from tests.support.forms import LAYERS

WORDS = [
    "minor",
    "limited",
    "serious",
    "grave",
    "unlikely",
    "possible",
    "likely",
    "low",
    "medium",
    "high",
    "very_high",
    "x1",
]
SHIPPED = [QUESTIONNAIRES / name for name in ("methods", *LAYERS, "sources.yaml", "glossary.yaml")]


@st.composite
def methods(draw: st.DrawFn) -> dict[str, Any]:
    """A method with two to six levels on each scale, names of its own or like those of the shipped one, and any matrix."""
    scales: dict[str, list[dict[str, Any]]] = {}
    for scale in ("severity", "likelihood", "levels"):
        size = draw(st.integers(2, 6))
        ids = draw(st.permutations(draw(st.sampled_from([WORDS, [f"{scale[0]}{n}" for n in range(1, 7)]]))))[:size]
        also = draw(st.permutations([word for word in WORDS if word not in ids]))
        scales[scale] = [
            {"id": word, "label": f"{scale} {word}", "also": [also[n]] if draw(st.booleans()) else []}
            for n, word in enumerate(ids)
        ]
    for scale in ("severity", "likelihood"):
        for number, level in enumerate(scales[scale], 1):
            level |= {"number": number, "meaning": "So it is."}
    kinds = st.sampled_from(["yes", "with_reason", "no", "stop"])
    for level in scales["levels"]:
        level |= {"acceptance": "Somebody.", "acceptable": draw(kinds), "consult": draw(st.booleans())}
    names = [level["id"] for level in scales["levels"]]
    row = st.lists(st.sampled_from(names), min_size=len(scales["likelihood"]), max_size=len(scales["likelihood"]))
    cell = [scales["severity"][-1]["id"], scales["likelihood"][-1]["id"]]
    return {
        "id": "own-method",
        "kind": "method",
        "version": "1.0.0",
        "title": "Our own",
        "description": "Our own matrix.",
        **scales,
        "matrix": {level["id"]: draw(row) for level in scales["severity"]},
        "life_safety": draw(st.sampled_from([[], [cell]])),
        "irreversible_raises": draw(st.sampled_from([0, 1])),
    }


def _floor(number: int, key: str, level: str) -> dict[str, Any]:
    return {
        "id": f"floor_{number}",
        "if": "danger == yes",
        "level": "major",
        "says": "It is dangerous.",
        "because": "People are hurt.",
        "mend": "Stop.",
        "raises": ["R01"],
        key: {"R01": level},
    }


def questionnaire(method: dict[str, Any], *, severities: list[str], likelihoods: list[str]) -> dict[str, Any]:
    """Findings with these floors, and findings on the register that compare with a level of every method."""
    floors = [_floor(number, "severity_floor", level) for number, level in enumerate(severities)]
    floors += [_floor(100 + number, "likelihood_floor", level) for number, level in enumerate(likelihoods)]
    top = method["levels"][-1]["id"]
    rules = [
        "any(risks, severity_today >= serious)",
        "any(risks, level_done in (high, very_high))",
        f"any(risks, level_done == {top})",
        "any(risks, likelihood_before < likely)",
    ]
    late = [{"id": f"late_{n}", "if": rule, "level": "note", "says": "So it is."} for n, rule in enumerate(rules)]
    registers = [
        {"id": f"show_{view}", "code": f"OM-{n}", "ask": "And then?", "help": "See.", "type": "register", "view": view}
        for n, view in enumerate(("risks_before", "risks_done", "measures", "plan", "decision"), 2)
    ]
    danger = {"id": "danger", "code": "OM-1", "ask": "Is it dangerous?", "help": "Say.", "type": "yes_no"}
    questions = [{**danger, "findings": [*floors, *late]}, *registers]
    section = {"id": "all", "title": "All", "questions": questions}
    return {"id": "own-page", "version": "1.0.0", "title": "Own", "method": "own-method", "sections": [section]}


def library_of(folder: Path, *definitions: dict[str, Any]) -> Library:
    """The shipped methods, catalogue and sources with these definitions, read from files and not checked yet."""
    for item in definitions:
        (folder / f"{item['id']}.yaml").write_text(json.dumps(item), encoding="utf-8")
    return read_definitions([*SHIPPED, folder])


def _numbered(*words: str, **also: list[str]) -> list[dict[str, Any]]:
    return [
        {"id": word, "number": n, "label": word.title(), "meaning": "So.", "also": also.get(word, [])}
        for n, word in enumerate(words, 1)
    ]


def method(name: str, size: int, **also: list[str]) -> dict[str, Any]:
    """A method of size by size: s1, s2, ...; l1, l2, ...; and three levels."""
    levels = [
        {"id": word, "label": word.title(), "acceptance": "Who.", "acceptable": kind, "also": also.get(word, [])}
        for word, kind in (("green", "yes"), ("amber", "with_reason"), ("red", "stop"))
    ]
    severity = _numbered(*(f"s{n}" for n in range(1, size + 1)), **also)
    likelihood = _numbered(*(f"l{n}" for n in range(1, size + 1)), **also)
    row = ["green", *["amber"] * (size - 2), "red"]
    return {
        "id": name, "kind": "method", "version": "1.0.0", "title": name.title(), "description": "Ours.",
        "severity": severity, "likelihood": likelihood, "levels": levels, "matrix": {x["id"]: row for x in severity},
    }  # fmt: skip


def page(name: str = "page", *rules: str, rated_by: str | None = None, **floors: dict[str, str]) -> dict[str, Any]:
    """A questionnaire whose one question raises R01, with floors, and has these rules on the register."""
    raising = {
        "id": f"{name}_raises",
        "if": "danger == yes",
        "level": "note",
        "says": "S.",
        "raises": ["R01"],
        **floors,
    }
    late = [{"id": f"{name}_{n}", "if": rule, "level": "note", "says": "S."} for n, rule in enumerate(rules)]
    danger = {"id": "danger", "code": f"{name[0].upper()}-1", "ask": "D?", "type": "yes_no", "help": "Say."}
    section = {"id": "all", "title": "All", "questions": [{**danger, "findings": [raising, *late]}]}
    head = {"id": name, "version": "1.0.0", "title": name.title()}
    return {**head, **({"method": rated_by} if rated_by else {}), "sections": [section]}
