"""The shape of what `dpia check --json` and the JSON API say of an assessment, and its JSON Schema.

The schema is kept as docs/check.schema.json, which `make schemas` writes, and given by `dpia questionnaires schema check`.
Keys are added, never taken away or given another meaning.
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal, NotRequired

from pydantic import Field, TypeAdapter, with_config
from typing_extensions import TypedDict

from dpia.assessment.model import Outcome
from dpia.errors import Code
from dpia.questionnaire.model import Level

CHECK: Final = "check"
"""The name that `dpia questionnaires schema` knows it by."""
Count = Annotated[int, Field(ge=0)]
Day = Annotated[str, Field(json_schema_extra={"format": "date"})]


@with_config(extra="forbid")
class ProblemData(TypedDict):
    """One error in a file, or why a command could not be carried out."""

    code: Annotated[str, Field(description=f"One of {', '.join(code.slug for code in Code)}; or `refused`, `usage`.")]
    level: Literal["error", "warning"]
    text: Annotated[str, Field(description="What is wrong, in English.")]
    hint: Annotated[str, Field(description="What to do about it; may be empty.")]
    file: str | None
    line: Annotated[int | None, Field(description="From 1.")]
    column: Annotated[int | None, Field(description="From 1.")]


@with_config(extra="forbid")
class RemedyData(TypedDict):
    """A condition, measure or acceptance that answers a finding."""

    kind: Literal["condition", "measure", "acceptance"]
    id: str
    in_place: bool


@with_config(extra="forbid")
class FindingData(TypedDict):
    """A rule that fired on answers."""

    id: str
    level: Level
    says: str
    because: str | None
    mend: str | None
    doubtful: Annotated[bool, Field(description="It fired because something is unknown.")]
    answered_by: list[RemedyData]
    reasons: Annotated[list[str], Field(description="The answers that made it fire, in words.")]


@with_config(extra="forbid")
class GapData(TypedDict):
    """A place where an answer is missing or unknown: a question, or a cell of its table."""

    question: Annotated[str, Field(description="Its key: the ids of file and question with a dot between them.")]
    code: Annotated[str | None, Field(description="Its public code.")]
    words: Annotated[str, Field(description="The question, and in a table the row and the column.")]
    file: Annotated[str, Field(description="The id of the questionnaire or module.")]
    file_title: str
    section: Annotated[str, Field(description="The id of the section.")]
    section_title: str
    row: Annotated[str | None, Field(description="The id of the row.")]
    column: Annotated[str | None, Field(description="The id of the column.")]


@with_config(extra="forbid")
class GapCounts(TypedDict):
    """How many answers are missing."""

    questions: Annotated[Count, Field(description="Whole questions.")]
    cells: Annotated[Count, Field(description="Cells of tables that are answered in part.")]
    words: str


@with_config(extra="forbid")
class RouteData(TypedDict):
    """A questionnaire that is answered, closed with a reason, or opened by answers."""

    id: str
    answered: bool
    closed: bool
    reason: str | None
    opened_by: Annotated[list[str], Field(description="Keys of findings.")]


@with_config(extra="forbid")
class VersionData(TypedDict):
    """A questionnaire that was answered on another version than the one it is judged by."""

    id: str
    answered: str
    installed: str
    newer: Annotated[bool, Field(description="The answered version is newer than the installed one.")]


@with_config(extra="forbid")
class ReplacedData(TypedDict):
    """A definition, or an entry of one, that stands in the place of another."""

    kind: str
    id: str
    origin: dict[str, Any]
    not_shipped: bool


@with_config(extra="forbid")
class PrivateData(TypedDict):
    """A text that may hold personal data; never the text."""

    about: str
    row: str | None
    column: str | None
    kind: str
    reason: str


@with_config(extra="forbid")
class RatingData(TypedDict):
    """A rating of a risk, by the ids of the method."""

    severity: str
    likelihood: str
    level: str


@with_config(extra="forbid")
class RiskData(TypedDict):
    """A risk of the register, rated before measures, today, and when all are done; without ratings where nobody rated it."""

    id: str
    title: str
    rated: bool
    raised_by: Annotated[list[str], Field(description="Keys of findings.")]
    covers: NotRequired[Annotated[list[str], Field(description="General risks that it stands for too.")]]
    before: NotRequired[RatingData]
    today: NotRequired[RatingData]
    done: NotRequired[RatingData]


@with_config(extra="forbid")
class DecisionData(TypedDict):
    """Which decisions are left and why, which was taken, and what is wrong with it."""

    allowed: Annotated[
        list[Outcome],
        Field(description="The least cautious first."),
    ]
    reasons: list[str]
    taken: Outcome | None
    wrong: list[str]
    consultation: list[str]


@with_config(extra="forbid")
class SignatureData(TypedDict):
    """A signature: valid as long as the content is that which was signed."""

    name: str
    role: str
    on: Day
    content_hash: str
    valid: bool


@with_config(extra="forbid")
class DoubtData(TypedDict):
    """What is well-typed and can hardly be meant."""

    kind: str
    about: str
    row: str | None
    column: str | None
    text: str


@with_config(extra="forbid")
class UnsoundData(TypedDict):
    """Something that does not go together in an assessment that can be read: two risks with one number, two methods."""

    place: Annotated[str, Field(description="Its path in the assessment: risks.0.id.")]
    code: str
    message: str
    hint: str
    warning: Annotated[bool, Field(description="It may be meant.")]


@with_config(extra="forbid")
class Outline(TypedDict):
    """Everything that follows from an assessment on a day."""

    assessment: Annotated[str, Field(description="Its id.")]
    content_hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    on: Annotated[Day, Field(description="The day on which it was judged.")]
    empty: Annotated[bool, Field(description="Nothing is answered yet, so that nothing follows.")]
    findings: list[FindingData]
    counts: dict[str, Count]
    missing: list[GapData]
    gaps: GapCounts
    unknown: list[GapData]
    hidden: Annotated[list[str], Field(description="Keys of questions with answers that a condition hides.")]
    questionnaires: list[RouteData]
    unsound: list[UnsoundData]
    redefined: Annotated[
        list[str], Field(description="Questionnaires whose definition is not the one that was answered.")
    ]
    versions: list[VersionData]
    replaced: list[ReplacedData]
    foreign_texts: Annotated[
        list[dict[str, Any]], Field(description="Translations by others than who wrote the texts.")
    ]
    private: list[PrivateData]
    open_remarks: list[dict[str, Any]]
    opened: Annotated[dict[str, list[str]], Field(description="Questionnaires that answers open, with the findings.")]
    dpia_reasons: Annotated[list[str], Field(description="Findings that make a DPIA required or recommended.")]
    risks: list[RiskData]
    decision: DecisionData
    signatures: list[SignatureData]
    suggested: Annotated[
        list[str], Field(description="What is only suggested, and counts as missing until it is kept.")
    ]
    doubts: list[DoubtData]
    next_review: Day | None
    review_due: bool


@with_config(extra="forbid")
class UnprintableData(TypedDict):
    """The signs that no font of the report has."""

    count: Annotated[Count, Field(description="How many there are, each counted as often as it stands there.")]
    signs: Annotated[list[str], Field(description="Which they are.")]
    places: Annotated[list[str], Field(description="Where they stand first, in words.")]


@with_config(extra="forbid")
class Checked(Outline):
    """What `dpia check --json` gives for a file that can be used."""

    unprintable: UnprintableData

    problems: Annotated[
        list[ProblemData], Field(description="What does not go together, as `unsound`, with its place in the file.")
    ]


@with_config(extra="forbid")
class Refused(TypedDict):
    """What a command with --json gives where a file, or the command, is wrong: the problems and nothing else."""

    problems: Annotated[list[ProblemData], Field(min_length=1)]


def check_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of what `dpia check --json` writes, whether the file is right or wrong."""
    adapter: TypeAdapter[Any] = TypeAdapter(Checked | Refused)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "dpia check --json"}
    return {**head, **adapter.json_schema(mode="serialization")}
