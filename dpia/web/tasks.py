"""The task list: every section that holds questions now, and how far it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dpia.assessment.evaluation import SectionProgress
from dpia.questionnaire.model import Section
from dpia.showing.context import Context


@dataclass(frozen=True, slots=True)
class SectionLink:
    """A line of the task list."""

    file: str
    section: str
    number: str
    title: str
    asked: int
    answered: int
    missing: int
    unknown: int
    findings: int

    @property
    def state(self) -> str:
        """Done, begun or not begun, in a word that a page translates."""
        if not self.missing and self.answered:
            return "done"
        return "begun" if self.answered else "new"


@dataclass(frozen=True, slots=True)
class PartLink:
    """A questionnaire of the task list with its sections."""

    id: str
    title: str
    sections: tuple[SectionLink, ...]


def task_list(context: Context) -> tuple[PartLink, ...]:
    """Every section that holds questions now, by questionnaire, with what is left in it."""
    evaluation = context.evaluation
    progress = {(item.file, item.section): item for item in evaluation.progress}
    fired: dict[tuple[str, str], int] = {}
    homes = {key: (file, section) for file, section, keys in evaluation.form.answered_sections for key in keys}
    for finding in evaluation.open_findings:
        if finding.item.question in homes:
            home = homes[finding.item.question]
            fired[home] = fired.get(home, 0) + 1
    parts: dict[str, list[SectionLink]] = {}
    titles: dict[str, str] = {}
    for owner, number, section in evaluation.form.sections():
        found = progress.get((owner.id, section.id))
        if found is not None:
            titles[owner.id] = owner.title
            parts.setdefault(owner.id, []).append(_link(context, found, number, section, fired))
    return tuple(PartLink(name, titles[name], tuple(links)) for name, links in parts.items())


def _link(
    context: Context,
    found: SectionProgress,
    number: tuple[int, ...],
    section: Section,
    fired: Mapping[tuple[str, str], int],
) -> SectionLink:
    return SectionLink(
        file=found.file,
        section=found.section,
        number=".".join(map(str, number)),
        title=section.title,
        asked=found.asked,
        answered=found.answered,
        missing=found.missing,
        unknown=found.unknown,
        findings=fired.get((found.file, found.section), 0),
    )


def next_places(parts: Sequence[PartLink], file: str, section: str) -> tuple[SectionLink | None, SectionLink | None]:
    """The sections before and after one."""
    links = [link for part in parts for link in part.sections]
    place = next((n for n, link in enumerate(links) if (link.file, link.section) == (file, section)), None)
    if place is None:
        return None, None
    return (links[place - 1] if place else None), (links[place + 1] if place + 1 < len(links) else None)
