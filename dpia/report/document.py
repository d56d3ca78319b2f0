"""What a report shows, as plain typed values: the only thing that templates see. `docs/report-templates.md` refers it."""

from __future__ import annotations

from dataclasses import dataclass

from dpia.report.answered import Content, Link, PartView, RemarkView
from dpia.showing.charts import RiskMap
from dpia.showing.prose import Prose
from dpia.showing.views import Citation, FindingView


@dataclass(frozen=True, slots=True)
class RatedView:
    """A risk at one moment. `tone` counts levels from 0 for the lowest."""

    title: str
    level: str
    level_id: str
    tone: int
    severity: str
    likelihood: str
    life_safety: bool
    reason: Prose
    lifted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeasureView:
    """A measure with its status, owner and date, and the risks it lowers."""

    id: str
    anchor: str
    title: str
    text: Prose
    status: str
    status_label: str
    owner: str
    due: str
    evidence: tuple[Link, ...]
    risks: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class RiskView:
    """A risk of the register."""

    id: str
    anchor: str
    title: str
    kind: str
    scenario: str
    harm: Prose
    sources: Prose
    people: str
    threats: tuple[str, ...]
    raising: tuple[str, ...]
    lowering: tuple[str, ...]
    raised_by: tuple[FindingView, ...]
    ratings: tuple[RatedView, ...]
    measures: tuple[MeasureView, ...]
    typical: tuple[str, ...]
    acceptance: str
    acceptance_reason: Prose
    set_aside: Prose
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """Who must do what by when: a measure or a condition that is not done."""

    what: Link
    kind: str
    owner: str
    due: str
    late: bool


@dataclass(frozen=True, slots=True)
class RoutingView:
    """A questionnaire that the analyst opened or closed, and why."""

    title: str
    applies: bool
    reason: Prose
    by: str


@dataclass(frozen=True, slots=True)
class ConditionView:
    """A condition of the decision, with the findings that it answers."""

    id: str
    text: Prose
    answers: tuple[Link, ...]
    owner: str
    due: str
    met: str


@dataclass(frozen=True, slots=True)
class DecisionView:
    """The decision, or those that are left, in one sentence; and why."""

    outcome: str
    sentence: str
    left: tuple[str, ...]
    why: tuple[str, ...]
    reason: Prose
    by: str
    on: str
    conditions: tuple[ConditionView, ...]
    rejected_parts: Prose
    wrong: tuple[str, ...]
    consultation: tuple[str, ...]
    authority: str
    authority_facts: tuple[tuple[str, str], ...]
    authority_advice: Prose
    next_review: str
    review_due: bool


@dataclass(frozen=True, slots=True)
class Signature:
    """A line of the signature block: who is asked to sign, or who signed, and whether it still holds.

    `about` names the section of a statement in the answers and leads to its question; it is empty for a signature on the whole.
    """

    role: str
    about: Link
    name: str
    on: str
    state: str


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """An answer that is unknown or missing, with the way to its question."""

    link: Link
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Trace:
    """A line of the traceability annex."""

    code: str
    anchor: str
    ask: str
    law: tuple[Citation, ...]
    icat: str
    edpb: str
    criteria: str
    dpv: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class SourceArticle:
    """A place that the report cites, with what was checked; `seen_in` where it was read elsewhere than its source's others."""

    anchor: str
    article: str
    title: str
    gist: str
    verified: str
    verified_label: str
    checked_on: str
    seen_in: str
    applies_from: str


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source that the report cites, with the places of it that are cited. `seen_in` says where all of them were read."""

    anchor: str
    short: str
    title: str
    link: str
    status: str
    note: str
    publisher: str
    seen_in: str
    articles: tuple[SourceArticle, ...]


@dataclass(frozen=True, slots=True)
class ScaleView:
    """A step of a scale of the method."""

    label: str
    meaning: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A cell of the matrix in words. `tone` counts levels from 0 for the lowest."""

    level: str
    tone: int
    life_safety: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row of the matrix: a severity, and the level for each likelihood from the lowest."""

    severity: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class MethodView:
    """How risks were rated: scales, levels, matrix, what may raise or lower a likelihood, and the rule on life safety."""

    title: str
    description: Prose
    severity: tuple[ScaleView, ...]
    likelihood: tuple[ScaleView, ...]
    levels: tuple[ScaleView, ...]
    rows: tuple[MatrixRow, ...]
    raising: tuple[str, ...]
    lowering: tuple[str, ...]
    life_safety: str
    life_safety_cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ActionView:
    """An ICAT action: its questions by state, its open findings by level, its measures that are not in place; never a percentage."""

    letter: str
    title: str
    text: str
    asked: int
    answered: int
    unknown: int
    missing: int
    blocks: int
    majors: int
    minors: int
    measures_due: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change: where it is (`what`, and `detail` within it), what stood there and what stands there now."""

    code: str
    anchor: str
    what: str
    detail: str
    before: Content
    after: Content


@dataclass(frozen=True, slots=True)
class ChangesView:
    """The changes of one kind: decision, findings, risks, measures, answers."""

    title: str
    changes: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """In a review: the version that was reviewed, the risk maps then and now, and what changed."""

    version: str
    content_hash: str
    decided_on: str
    maps: tuple[RiskMap, ...]
    groups: tuple[ChangesView, ...]


@dataclass(frozen=True, slots=True)
class Consequence:
    """What an answer that was chosen brings with it, as the questionnaire says."""

    code: str
    anchor: str
    answer: str
    text: str


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """A word explained."""

    term: str
    definition: Prose


@dataclass(frozen=True, slots=True)
class Progress:
    """How complete the answers are."""

    asked: int
    answered: int
    missing: int
    unknown: int
    hidden: int


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """Everything a report shows. `band` is what stands along the edge of every page; empty on a signed report.

    A version for others withholds answers: `withheld` names the registers it leaves out (risks, measures, decision), and
    `withheld_findings` counts the findings that would tell a withheld answer. `altered` names what is not the shipped
    definition, `redefined` the questionnaires whose definition is not the answered one, `foreign` whose translations are shown where
    neither the program nor whoever wrote the definitions brought them. `personal` are places whose text may hold
    personal data; the text itself is not repeated. `comparison` is there in a review only.
    """

    language: str
    direction: str
    title: str
    short_title: str
    organisation: str
    summary: Prose
    version: str
    status: str
    status_kind: str
    band: str
    classification: str
    content_hash: str
    short_hash: str
    created: str
    updated: str
    as_of: str
    modified_iso: str
    publication: str
    withholds: bool
    withheld: tuple[str, ...]
    withheld_findings: int
    questionnaires: tuple[str, ...]
    altered: tuple[str, ...]
    redefined: tuple[str, ...]
    foreign: tuple[str, ...]
    decision: DecisionView
    signatures: tuple[Signature, ...]
    maps: tuple[RiskMap, ...]
    counts: tuple[tuple[str, str, int], ...]
    worst: tuple[FindingView, ...]
    tasks: tuple[Task, ...]
    blocks: tuple[FindingView, ...]
    majors: tuple[FindingView, ...]
    minors: tuple[FindingView, ...]
    notes: tuple[FindingView, ...]
    unknown: tuple[OpenPoint, ...]
    missing: tuple[OpenPoint, ...]
    personal: tuple[OpenPoint, ...]
    remarks: tuple[RemarkView, ...]
    waiting: tuple[str, ...]
    routing: tuple[RoutingView, ...]
    consequences: tuple[Consequence, ...]
    progress: Progress
    dpia_reasons: tuple[FindingView, ...]
    parts: tuple[PartView, ...]
    annexes: tuple[PartView, ...]
    risks: tuple[RiskView, ...]
    measures: tuple[MeasureView, ...]
    method: MethodView
    traces: tuple[Trace, ...]
    sources: tuple[SourceView, ...]
    glossary: tuple[GlossaryTerm, ...]
    scorecard: tuple[ActionView, ...]
    icat_note: str
    comparison: ComparisonView | None
