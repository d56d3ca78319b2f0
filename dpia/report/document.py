"""What a report shows, as plain typed values: the only thing that templates see. `docs/report-templates.md` refers it."""

from __future__ import annotations

from dataclasses import dataclass

from dpia.report.answered import Content, Link, PartView, RemarkView, SectionView
from dpia.report.formal import FormalView
from dpia.report.judged import DecisionView, MeasureView, RiskView, RoutingView, Signature, Task
from dpia.showing.charts import RiskMap
from dpia.showing.prose import Prose
from dpia.showing.views import Citation, FindingView, Suggestion


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
    date: str
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
class Verification:
    """How far the places that the report cites were verified: how many were read, how many known second hand, and which were not.

    `unverified` has a text per source, `DSA: 8, 9`. The project's own proposals have no source and are left out.
    """

    read: int
    second_hand: int
    not_verified: int
    unverified: tuple[str, ...]

    @property
    def places(self) -> int:
        """How many places the report cites."""
        return self.read + self.second_hand + self.not_verified


@dataclass(frozen=True, slots=True)
class ScaleView:
    """A step of a scale of the method."""

    label: str
    meaning: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A cell of the matrix in words. `tone` is how dark its level is shown, from 0 to 4."""

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
    """In a review: the version that was reviewed, the risk maps then and now, and what changed.

    Not `comparable` is one that cannot be read by this program; there are no maps and groups then.
    """

    version: str
    content_hash: str
    decided_on: str
    maps: tuple[RiskMap, ...]
    groups: tuple[ChangesView, ...]
    comparable: bool = True


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
class LossView:
    """Something that a move or an import found no place for: where it comes from, where it stood, what it said, and why."""

    source: str
    place: str
    value: str
    note: Prose


@dataclass(frozen=True, slots=True)
class Progress:
    """How complete the answers are."""

    asked: int
    answered: int
    gaps: str
    unknown: int
    hidden: int


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """Everything a report shows. `band` is what stands along the edge of every page; empty on a signed report.

    `kind` is what is printed above the title. `rates` says whether risks are rated in it at all; one short questionnaire that
    stands alone may ask for none and raise none, and then the chapters on risks and measures are left out.

    A version for others withholds answers: `withheld` names the registers it leaves out (risks, measures, decision), and
    `withheld_findings` counts the findings that would tell a withheld answer. `altered` names what is not the shipped
    definition, `redefined` the questionnaires whose definition is not the answered one, `foreign` whose translations are shown where
    neither the program nor whoever wrote the definitions brought them, `versions` what was answered on a newer version than it is
    judged by, and whether it is printed again by the definitions that a report carried, `unsound` what does not go together.
    `personal` are places whose text may hold personal data; the text itself is not repeated. `suggested` is what nobody kept yet,
    `doubts` what can hardly be meant. `head` is the newest revision and its chain, for one made from a workspace; `brought` says what
    came with a file.
    `comparison` is there in a review only.
    """

    edition: str
    kind: str
    rates: bool
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
    head: str
    brought: tuple[str, ...]
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
    versions: tuple[str, ...]
    unsound: tuple[str, ...]
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
    suggested: tuple[Suggestion, ...]
    doubts: tuple[OpenPoint, ...]
    losses: tuple[LossView, ...]
    remarks: tuple[RemarkView, ...]
    waiting: tuple[str, ...]
    routing: tuple[RoutingView, ...]
    consequences: tuple[Consequence, ...]
    progress: Progress
    dpia_reasons: tuple[FindingView, ...]
    result: SectionView | None
    parts: tuple[PartView, ...]
    annexes: tuple[PartView, ...]
    risks: tuple[RiskView, ...]
    measures: tuple[MeasureView, ...]
    method: MethodView
    traces: tuple[Trace, ...]
    sources: tuple[SourceView, ...]
    verification: Verification
    glossary: tuple[GlossaryTerm, ...]
    scorecard: tuple[ActionView, ...]
    icat_note: str
    comparison: ComparisonView | None
    formal: FormalView | None = None
    """What a document for other people's hands shows; the report itself has none."""
