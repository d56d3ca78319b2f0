"""Data-protection impact assessments: questionnaires, checked answers, and a report to sign.

    library = dpia.load_library()
    form = library.form(["screening", "gdpr-dpia"])
    assessment = dpia.new_assessment(form, assessment_id="hotline", title="Hotline chat", created=date(2026, 11, 24))
    assessment = assessment.with_answer("screening.c7_vulnerable", "yes")
    evaluation = dpia.evaluate(form, assessment, on=date(2026, 11, 24))
    pdf = dpia.make_pdf(evaluation, library)

docs/library.md shows every step, docs/reference.md lists every name.
"""

from dpia.api import MissingGlyphs, Report, ReportOptions, make_html, make_pdf, make_report, read, save
from dpia.assessment.checking import check_assessment
from dpia.assessment.decision import DecisionReason, DecisionState
from dpia.assessment.evaluation import Evaluation, FiredFinding, SectionProgress, evaluate
from dpia.assessment.facts import Place, QuestionState
from dpia.assessment.model import (
    Acceptance,
    Answer,
    Approval,
    Assessment,
    AuthorityConsultation,
    Condition,
    Decision,
    Measure,
    MeasureStatus,
    Outcome,
    QuestionnaireRef,
    Rating,
    Remark,
    Reviewed,
    Risk,
    Routing,
)
from dpia.assessment.register import Rated, RiskState
from dpia.assessment.starting import new_assessment
from dpia.errors import (
    AssessmentError,
    BadInput,
    BrokenPackage,
    Code,
    DefinitionError,
    DpiaError,
    Location,
    NotFound,
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
from dpia.questionnaire.rules.nodes import Reason, Row
from dpia.questionnaire.rules.truth import Count, Duration, State, Truth
from dpia.questionnaire.types import QuestionType
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
    "DpiaError",
    "Duration",
    "Evaluation",
    "Evidence",
    "Finding",
    "FiredFinding",
    "ForeignTexts",
    "Form",
    "Gap",
    "Level",
    "Library",
    "Location",
    "Measure",
    "MeasureStatus",
    "Method",
    "MissingGlyphs",
    "NotFound",
    "Option",
    "Origin",
    "OriginKind",
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
    "Replacement",
    "Report",
    "ReportError",
    "ReportOptions",
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
    "TemplateError",
    "Told",
    "Truth",
    "WouldOverwrite",
    "__version__",
    "answer_model",
    "check_assessment",
    "compare",
    "evaluate",
    "gaps",
    "lint",
    "load_library",
    "make_html",
    "make_pdf",
    "make_report",
    "new_assessment",
    "read",
    "read_definitions",
    "save",
    "show_reason",
    "show_value",
]
