"""Data-protection impact assessments: questionnaires, checked answers, and a report to sign.

    library = dpia.load_library()
    form = library.form(["screening", "gdpr-dpia"])
    assessment = dpia.new_assessment(form, assessment_id="hotline", title="Hotline chat", created=date(2026, 11, 24))
    assessment = assessment.with_answer("screening.c7_vulnerable", "yes")
    evaluation = dpia.evaluate(form, assessment, on=date(2026, 11, 24))
    pdf = dpia.make_pdf(evaluation, library)

docs/library.md shows every step, docs/reference.md lists every name.
"""

from dpia.api import (
    MissingGlyphs,
    Report,
    ReportOptions,
    make_html,
    make_pdf,
    make_report,
    read,
    report_definitions,
    save,
)
from dpia.assessment.checking import check_assessment
from dpia.assessment.decision import DecisionReason, DecisionState
from dpia.assessment.doubts import Doubt, DoubtKind
from dpia.assessment.duplicating import duplicate, keep, suggestions
from dpia.assessment.evaluation import Evaluation, SectionProgress, evaluate
from dpia.assessment.facts import Place, QuestionState
from dpia.assessment.fired import FiredFinding
from dpia.assessment.model import (
    Acceptance,
    Answer,
    Approval,
    Assessment,
    AuthorityConsultation,
    Condition,
    Decision,
    FindingAcceptance,
    Loss,
    Measure,
    MeasureStatus,
    Outcome,
    QuestionnaireRef,
    Rating,
    Remark,
    Reviewed,
    Risk,
    Routing,
    StoredPicture,
    SuggestedBy,
    Suggester,
)
from dpia.assessment.moving import Moved, MovedAnswer, move
from dpia.assessment.parts import Occasion
from dpia.assessment.register import Rated, RiskState
from dpia.assessment.remedies import Remedy
from dpia.assessment.starting import new_assessment
from dpia.assessment.versions import VersionGap
from dpia.errors import (
    AssessmentError,
    BadInput,
    BrokenPackage,
    Code,
    DefinitionError,
    DpiaError,
    Location,
    NotFound,
    OtherVersion,
    Problem,
    ReportError,
    TemplateError,
    Told,
    WouldOverwrite,
)
from dpia.packages import PACKAGE_API
from dpia.questionnaire.answers import answer_model
from dpia.questionnaire.compiled import CompiledColumn, CompiledFinding, CompiledQuestion, Form
from dpia.questionnaire.library import Library, read_definitions
from dpia.questionnaire.lint import lint
from dpia.questionnaire.model import Column, Finding, Level, Publication, Question, Questionnaire, Section
from dpia.questionnaire.options import Option
from dpia.questionnaire.origin import ForeignTexts, Origin, OriginKind, Replacement
from dpia.questionnaire.records import Evidence, Person, Picture, SignOff
from dpia.questionnaire.reference import Catalogue, Method, RiskLevel, RiskScenario, ScaleLevel, Sources
from dpia.questionnaire.retired import Retired, Target
from dpia.questionnaire.rules.nodes import Reason, Row
from dpia.questionnaire.rules.truth import Count, Duration, State, Truth
from dpia.questionnaire.types import QuestionType
from dpia.report.editions import Edition
from dpia.report.formal import FormalKind
from dpia.shipped import load_library
from dpia.showing.diff import Change, compare
from dpia.showing.display import show_reason, show_value
from dpia.showing.gaps import Gap, gaps
from dpia.version import VERSION as __version__  # noqa: N811 - the name Python programs look for
from dpia.wording import Said

__all__ = [
    "PACKAGE_API",
    "Acceptance",
    "Answer",
    "Approval",
    "Assessment",
    "AssessmentError",
    "AuthorityConsultation",
    "BadInput",
    "BrokenPackage",
    "Catalogue",
    "Change",
    "Code",
    "Column",
    "CompiledColumn",
    "CompiledFinding",
    "CompiledQuestion",
    "Condition",
    "Count",
    "Decision",
    "DecisionReason",
    "DecisionState",
    "DefinitionError",
    "Doubt",
    "DoubtKind",
    "DpiaError",
    "Duration",
    "Edition",
    "Evaluation",
    "Evidence",
    "Finding",
    "FindingAcceptance",
    "FiredFinding",
    "ForeignTexts",
    "Form",
    "FormalKind",
    "Gap",
    "Level",
    "Library",
    "Location",
    "Loss",
    "Measure",
    "MeasureStatus",
    "Method",
    "MissingGlyphs",
    "Moved",
    "MovedAnswer",
    "NotFound",
    "Occasion",
    "Option",
    "Origin",
    "OriginKind",
    "OtherVersion",
    "Outcome",
    "Person",
    "Picture",
    "Place",
    "Problem",
    "Publication",
    "Question",
    "QuestionState",
    "QuestionType",
    "Questionnaire",
    "QuestionnaireRef",
    "Rated",
    "Rating",
    "Reason",
    "Remark",
    "Remedy",
    "Replacement",
    "Report",
    "ReportError",
    "ReportOptions",
    "Retired",
    "Reviewed",
    "Risk",
    "RiskLevel",
    "RiskScenario",
    "RiskState",
    "Routing",
    "Row",
    "Said",
    "ScaleLevel",
    "Section",
    "SectionProgress",
    "SignOff",
    "Sources",
    "State",
    "StoredPicture",
    "SuggestedBy",
    "Suggester",
    "Target",
    "TemplateError",
    "Told",
    "Truth",
    "VersionGap",
    "WouldOverwrite",
    "__version__",
    "answer_model",
    "check_assessment",
    "compare",
    "duplicate",
    "evaluate",
    "gaps",
    "keep",
    "lint",
    "load_library",
    "make_html",
    "make_pdf",
    "make_report",
    "move",
    "new_assessment",
    "read",
    "read_definitions",
    "report_definitions",
    "save",
    "show_reason",
    "show_value",
    "suggestions",
]
