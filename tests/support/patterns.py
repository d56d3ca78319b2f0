"""Fact patterns with their right outcome: the story and the law are a lawyer's, the answers and findings say what the tool does.

The form of a file is told in `tests/patterns/README.md`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from dpia.assessment.checking import check_assessment
from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.assessment.files import read_assessment
from dpia.assessment.fired import LEVEL_ORDER, FiredFinding
from dpia.assessment.forming import form_of
from dpia.assessment.model import Answer, Assessment, Outcome, QuestionnaireRef
from dpia.questionnaire.model import Level
from dpia.questionnaire.text import read_document
from dpia.shipped import example_names, example_path, shipped_library

FOLDER = Path(__file__).parents[1] / "patterns"
ORDINARY = Path(__file__).parents[1] / "data" / "ordinary"
LIBRARY = shipped_library()
DAY = date(2026, 11, 30)
KEYS = {"id", "area", "title", "neighbour", "story", "law", "expected", "outcome", "given", "then", "before", "read"}
OUTCOME = {"level", "at_most", "dpia", "decision", "says", "not_says", "opens", "closed"}
GIVEN = {"base", "on", "answers", "risks", "measures", "closed"}
THEN = {"fires", "quiet", "beside", "opens", "closed"}
AREAS = ("gdpr", "general", "led", "ai-act", "communications", "judgments", "field")
GRAVE = (Level.BLOCK, Level.MAJOR)
NONE = len(LEVEL_ORDER)


def rank(level: str) -> int:
    """Its place in the order of gravity, a block first; `none` comes last."""
    return NONE if level == "none" else LEVEL_ORDER[Level(level)]


@dataclass(frozen=True)
class Pattern:
    """One file: what a lawyer says of a story, and what the tool is given and says."""

    path: Path
    data: Mapping[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.data[key]

    @property
    def id(self) -> str:
        """That of the file."""
        return str(self.data["id"])

    @property
    def fires(self) -> Mapping[str, str]:
        """The findings on the point, with their levels."""
        return self.data["then"].get("fires") or {}

    @cached_property
    def evaluation(self) -> Evaluation:
        """What the tool makes of the answers on the day of the pattern."""
        given = self.data["given"]
        assessment = _assessment(self.id, given)
        form = form_of(assessment, LIBRARY)
        check_assessment(form, assessment, name=self.path.name)
        return evaluate(form, assessment, on=date.fromisoformat(given["on"]) if "on" in given else DAY)

    @property
    def on_the_point(self) -> list[FiredFinding]:
        """The findings that fired and that the pattern is about."""
        return [fired for fired in self.evaluation.findings if fired.key in self.fires]

    def wrong(self) -> Iterator[str]:
        """Everything in which the tool does not do what the pattern says, in words."""
        found = {fired.key: fired.level.value for fired in self.evaluation.findings}
        then, known = self.data["then"], self.evaluation.form.findings_by_key
        for key, level in self.fires.items():
            if found.get(key) != level:
                yield f"{key} should be {level}, and is {found.get(key, 'quiet')}"
        for key in then.get("quiet") or ():
            if key not in known:
                yield f"{key} is no finding of this form"
            elif key in found:
                yield f"{key} should be quiet, and is {found[key]}"
        beside = set(then.get("beside") or ())
        grave = {fired.key for fired in self.evaluation.findings if fired.level in GRAVE}
        yield from (f"{key} is {found[key]}, and nobody expects it" for key in sorted(grave - beside - set(self.fires)))
        yield from (f"{key} is said to fire beside the point, and does not" for key in sorted(beside - grave))
        yield from self._wrong_outcome(found)
        yield from self._wrong_routes()

    def _wrong_outcome(self, found: Mapping[str, str]) -> Iterator[str]:
        outcome = self.data["outcome"]
        gravest = min((rank(level) for level in self.fires.values()), default=NONE)
        if not rank(outcome["at_most"]) <= gravest <= rank(outcome["level"]):
            yield f"the gravest on the point is {gravest}, outside {outcome['at_most']} to {outcome['level']}"
        decision, beside = self.evaluation.decision, set(self.data["then"].get("beside") or ())
        point = [fired for fired in self.on_the_point if fired.key not in beside]
        stops = [fired.key for fired in point if fired.level is Level.BLOCK or fired.item.finding.consult]
        match outcome["decision"]:
            case "rejected_only" if decision.allowed != (Outcome.REJECTED,) or not any(
                fired.item.finding.rejects for fired in point
            ):
                yield "nothing on the point leaves only the rejection"
            case "not_approvable_yet" if not stops and not any(fired.level is Level.MAJOR for fired in point):
                yield "nothing on the point stands against an approval"
            case "approvable" if stops:
                yield f"{', '.join(stops)} stand against an approval"
        duty = {fired.item.finding.dpia for fired in self.evaluation.dpia_reasons}
        match outcome["dpia"]:
            case "required" if "required" not in duty:
                yield "nothing says that an assessment is required"
            case "not_required" if "required" in duty:
                yield "an assessment is said to be required"
            case "recommended" if duty != {"recommended"}:
                yield f"an assessment should be recommended, and is {duty or 'not called for'}"

    def _wrong_routes(self) -> Iterator[str]:
        then, opened = self.data["then"], set(self.evaluation.opened)
        yield from (f"{name} does not open" for name in sorted(set(then.get("opens") or ()) - opened))
        yield from (f"{name} opens" for name in sorted(set(then.get("closed") or ()) & opened))


def _assessment(name: str, given: Mapping[str, Any]) -> Assessment:
    base = _base(given["base"]) if given.get("base") else None
    answers = {file: dict(found) for file, found in (base.answers.items() if base else ())}
    for file, own in (given.get("answers") or {}).items():
        for question, value in own.items():
            if value is None:
                answers.setdefault(file, {}).pop(question, None)
            else:
                is_wrapper = isinstance(value, dict) and value.keys() & {"value", "unknown", "not_applicable"}
                answers.setdefault(file, {})[question] = Answer.model_validate(
                    value if is_wrapper else {"value": value}
                )
    refs = [
        QuestionnaireRef(id=file, version=LIBRARY.questionnaires[file].version)
        for file in LIBRARY.questionnaires
        if file in answers and LIBRARY.questionnaires[file].kind == "questionnaire"
    ]
    routing = [{"id": file, "applies": False, "reason": "Said so."} for file in given.get("closed") or ()]
    data = {"id": name, "title": name, "questionnaires": refs, "routing": routing}
    read = Assessment.model_validate({**data, **{key: given[key] for key in ("risks", "measures") if key in given}})
    kept = {key: getattr(read, key) for key in ("routing", "risks", "measures") if key in given or key == "routing"}
    begun = base.change(id=name, decision=None, approvals=()) if base else read
    return begun.change(questionnaires=tuple(refs), answers=answers, **kept)


@cache
def _base(name: str) -> Assessment:
    """An assessment that a pattern begins from: one of the bases, an ordinary one of the tests, or a worked example."""
    for folder in (FOLDER / "bases", ORDINARY):
        if (folder / f"{name}.yaml").exists():
            return read_assessment(folder / f"{name}.yaml")[0]
    assert name in example_names(), f"there is no base {name}"
    return read_assessment(example_path(name))[0]


@cache
def patterns() -> Mapping[str, Pattern]:
    """Every pattern by its id, in the order of areas and titles."""
    found = [Pattern(path, read_document(path).data) for path in FOLDER.glob("*.yaml")]
    found.sort(key=lambda one: (AREAS.index(one["area"]), one["title"], one.id))
    return {one.id: one for one in found}
