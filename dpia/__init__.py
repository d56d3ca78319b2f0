"""Data-protection impact assessments: questionnaires, checked answers, and a report to sign.

    library = dpia.load_library()
    form = library.form(["screening", "gdpr-dpia"])
    assessment = dpia.new_assessment(form, assessment_id="hotline", title="Hotline chat", created=date(2026, 11, 24))
    assessment = assessment.with_answer("screening.c7_vulnerable", "yes")
    evaluation = dpia.evaluate(form, assessment, on=date(2026, 11, 24))
    pdf = dpia.make_pdf(evaluation, library)

docs/library.md shows every step.
"""

from dpia.api import MissingGlyphs, Report, make_html, make_pdf, make_report, read, save
from dpia.assessment.checking import check_assessment
from dpia.assessment.evaluation import Evaluation, FiredFinding, evaluate
from dpia.assessment.model import (
    Acceptance,
    Answer,
    Approval,
    Assessment,
    Condition,
    Decision,
    Measure,
    Outcome,
    QuestionnaireRef,
    Rating,
    Risk,
)
from dpia.assessment.register import RiskState
from dpia.assessment.starting import new_assessment
from dpia.errors import (
    AssessmentError,
    BadInput,
    Code,
    DefinitionError,
    DpiaError,
    Location,
    NotFound,
    Problem,
    ReportError,
    TemplateError,
    WouldOverwrite,
)
from dpia.packages import PACKAGE_API, BrokenPackage
from dpia.questionnaire.answers import answer_model
from dpia.questionnaire.compiled import Form
from dpia.questionnaire.library import Library, read_definitions
from dpia.questionnaire.lint import lint
from dpia.questionnaire.model import Finding, Option, Publication, Question, Questionnaire, QuestionType, Section
from dpia.questionnaire.records import Evidence, Person, Picture, SignOff
from dpia.questionnaire.reference import Catalogue, Method, RiskScenario, Sources
from dpia.shipped import load_library
from dpia.showing.diff import Change, compare
from dpia.showing.display import show_reason, show_value
from dpia.version import VERSION as __version__  # noqa: N811 - the name Python programs look for

__all__ = [
    "PACKAGE_API",
    "Acceptance",
    "Answer",
    "Approval",
    "Assessment",
    "AssessmentError",
    "BadInput",
    "BrokenPackage",
    "Catalogue",
    "Change",
    "Code",
    "Condition",
    "Decision",
    "DefinitionError",
    "DpiaError",
    "Evaluation",
    "Evidence",
    "Finding",
    "FiredFinding",
    "Form",
    "Library",
    "Location",
    "Measure",
    "Method",
    "MissingGlyphs",
    "NotFound",
    "Option",
    "Outcome",
    "Person",
    "Picture",
    "Problem",
    "Publication",
    "Question",
    "QuestionType",
    "Questionnaire",
    "QuestionnaireRef",
    "Rating",
    "Report",
    "ReportError",
    "Risk",
    "RiskScenario",
    "RiskState",
    "Section",
    "SignOff",
    "Sources",
    "TemplateError",
    "WouldOverwrite",
    "__version__",
    "answer_model",
    "check_assessment",
    "compare",
    "evaluate",
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
