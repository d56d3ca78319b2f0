"""Writes docs/patterns.md from tests/patterns: what is right in each case, and what the tool says.

`make patterns` runs it, a test compares.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from dpia.assessment.decision import OUTCOMES  # noqa: E402
from tests.support.patterns import AREAS, Pattern, patterns  # noqa: E402

PAGE = ROOT / "docs" / "patterns.md"
TITLES = {
    "gdpr": "The GDPR",
    "general": "Controllers from every walk of life",
    "led": "The Law Enforcement Directive",
    "ai-act": "The AI Act",
    "communications": "Communications, evidence and services",
    "judgments": "Judgments of the Court of Justice",
    "field": "Work against trafficking in persons",
}
SAID = {"yes": "read", "secondary": "known second hand", "no": "not looked up"}
INTRO = """\
# What the tool says in {count} cases

Each case has a story, the law, and what is right; below it stands what dpia says when the case is entered, and because of which
finding. A danger and its lawful neighbour stand beside each other: they differ in the one fact that decides, and what stops the
one must not stop the other. The cases were written from the law, apart from the questionnaires. `tests/patterns` holds them
with the answers; a test judges each, and `make patterns` writes this page.

It is no legal advice, and no court has decided these cases. How far each place of law was read stands beside it. Where a rule and
a case disagreed, the case says which of the two was wrong.

{table}
"""


def text() -> str:
    """The page."""
    found = list(patterns().values())
    parts = [INTRO.format(count=len(found), table="\n".join(_counts(found)))]
    for area in AREAS:
        parts.append(f"## {TITLES[area]}\n")
        parts += ["\n".join(_case(pattern)) for pattern in found if pattern["area"] == area]
    return "\n".join(parts).rstrip() + "\n"


def _counts(found: list[Pattern]) -> Iterator[str]:
    """How many cases came out how before the rules were mended; all come out right now."""
    before = Counter(_kind(pattern) for pattern in found)
    yield "| before the rules were mended | cases |"
    yield "| --- | --- |"
    yield from (f"| {kind} | {before[kind]} |" for kind in sorted(before, key=lambda kind: (-before[kind], kind)))


def _kind(pattern: Pattern) -> str:
    known = ("right", "false calm", "false alarm", "wrong route", "wrong words")
    said = str(pattern["before"]).strip().casefold()
    return next((kind for kind in known if said.startswith(kind)), "other")


def _case(pattern: Pattern) -> Iterator[str]:
    yield f'### <a id="{pattern.id}"></a>{pattern["title"]}\n'
    yield " ".join(str(pattern["story"]).split()) + "\n"
    for place in pattern["law"]:
        yield f"- {place['place']}: {' '.join(str(place['says']).split())} ({SAID[place['checked']]})"
    yield f"\n**Right:** {' '.join(str(pattern['expected']).split())}\n"
    yield "**dpia says:**\n"
    shown = pattern.on_the_point
    for fired in shown:
        level = fired.level.value + (f", law from {fired.starts}" if fired.starts is not None else "")
        basis = ", proposal" if fired.item.finding.basis == "proposal" else ""
        yield f"- {level}{basis}: {' '.join(fired.item.finding.says.split())} (`{fired.key}`)"
    if not shown:
        yield "- nothing on this point"
    allowed = ", ".join(OUTCOMES[outcome] for outcome in pattern.evaluation.decision.allowed)
    yield f"- decisions that are left with these answers: {allowed}"
    if pattern.data.get("neighbour"):
        yield f"\nIts neighbour: [{patterns()[pattern['neighbour']]['title']}](#{pattern['neighbour']})"
    yield f"\nBefore: {' '.join(str(pattern['before']).split())}."
    if pattern.data.get("read"):
        yield f"\nRule and case disagreed: {' '.join(str(pattern['read']).split())}"
    yield ""


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
    print(PAGE.relative_to(ROOT))
