"""The whole ReportDocument."""

from __future__ import annotations

from collections.abc import Iterator

from dpia.assessment.evaluation import Evaluation
from dpia.assessment.model import Outcome
from dpia.assessment.scorecard import actions_of
from dpia.questionnaire.compiled import CompiledQuestion
from dpia.questionnaire.library import Library
from dpia.questionnaire.model import Level, Publication
from dpia.report.answered import PartView, SectionView
from dpia.report.building.annexes import (
    build_consequences,
    build_glossary,
    build_method,
    build_sources,
    build_traces,
    build_verification,
)
from dpia.report.building.comparing import build_comparison
from dpia.report.building.formal import as_formal
from dpia.report.building.opening import (
    build_doubts,
    build_losses,
    build_personal,
    build_points,
    build_routing,
    build_scorecard,
    build_suggested,
)
from dpia.report.building.questions import build_parts
from dpia.report.building.registers import (
    OUTCOME_WORDS,
    build_decision,
    build_measures,
    build_risks,
    build_signatures,
    build_tasks,
)
from dpia.report.building.remarks import open_remarks
from dpia.report.document import Progress, ReportDocument
from dpia.report.editions import Edition, chosen_edition, rates_risks
from dpia.report.formal import FormalKind
from dpia.showing.charts import MOMENTS, RiskMap, risk_map
from dpia.showing.context import LEVEL_WORDS, Context
from dpia.showing.definitions import dated_version, notices
from dpia.showing.gaps import count_gaps
from dpia.showing.language import Language
from dpia.showing.provenance import NO_PROVENANCE, Provenance
from dpia.showing.views import FindingView
from dpia.wording import N_, Translate

WORST = 5
SHORT_TITLE = 56
CLASSES = {"public": N_("Public"), "restricted": N_("Restricted"), "confidential": N_("Confidential")}
PUBLICATIONS = {
    Publication.PUBLIC: N_("Public version: restricted and operational answers are withheld"),
    Publication.RESTRICTED: N_("Version for those concerned: operational answers are withheld"),
    Publication.OPERATIONAL: N_("Full version"),
}
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "ku", "dv", "yi"})


def build_report(
    evaluation: Evaluation,
    library: Library,
    *,
    language: str = "en",
    translate: Translate = str,
    publication: Publication = Publication.OPERATIONAL,
    provenance: Provenance = NO_PROVENANCE,
    edition: Edition | None = None,
    formal: FormalKind | None = None,
) -> ReportDocument:
    """The report of an evaluation in the language of `translate`, with nothing above a publication level. Pure; no clock, no files.

    `formal` makes a document for other people's hands of it. Raises DpiaError for an edition that the evaluation does not have, or
    where the assessment does not answer what a document needs.
    """
    assessment = evaluation.assessment
    context = Context(evaluation, library, Language(language, translate), publication)
    parts, annexes = build_parts(context)
    kind, status, band = _status(context)
    printed, rates = chosen_edition(evaluation, edition), rates_risks(evaluation)
    told = notices(context)
    by_level = {
        level: tuple(view for view in context.findings.values() if view.level == level.value) for level in Level
    }
    report = ReportDocument(
        edition=printed.value,
        kind=_kind(context, printed, rates),
        rates=rates,
        language=context.words.code,
        direction="rtl" if context.words.code.partition("-")[0] in RIGHT_TO_LEFT else "ltr",
        title=assessment.title,
        short_title=_shorten(assessment.title),
        organisation=assessment.organisation or "",
        summary=context.prose(assessment.summary),
        version=assessment.version,
        status=status,
        status_kind=kind,
        band=band,
        classification=context._(CLASSES[assessment.classification]),
        content_hash=assessment.content_hash,
        short_hash=assessment.content_hash[:8],
        head=provenance.head,
        brought=tuple(one.told.text(translate) for one in provenance.arrivals),
        created=context.words.date(assessment.created),
        updated=context.words.date(assessment.updated or assessment.created),
        as_of=context.words.date(evaluation.on),
        modified_iso=(assessment.updated or assessment.created or evaluation.on).isoformat(),
        publication=context._(PUBLICATIONS[publication]),
        withholds=publication is not Publication.OPERATIONAL,
        withheld=context.withheld,
        withheld_findings=len(evaluation.findings) - len(context.findings),
        questionnaires=tuple(
            f"{item.title} {dated_version(context, item)}" for item in evaluation.form.modules.values()
        ),
        altered=told.altered,
        redefined=told.redefined,
        foreign=told.foreign,
        versions=told.versions,
        unsound=told.unsound,
        decision=build_decision(context),
        signatures=build_signatures(context),
        maps=tuple(_maps(context)) if rates else (),
        counts=tuple((level.value, context._(LEVEL_WORDS[level]), len(by_level[level])) for level in Level),
        worst=_worst(by_level),
        tasks=build_tasks(context),
        blocks=by_level[Level.BLOCK],
        majors=by_level[Level.MAJOR],
        minors=by_level[Level.MINOR],
        notes=by_level[Level.NOTE],
        unknown=tuple(build_points(context, evaluation.unknown)),
        missing=tuple(build_points(context, evaluation.missing)),
        personal=tuple(build_personal(context)),
        suggested=tuple(build_suggested(context)),
        doubts=tuple(build_doubts(context)),
        losses=tuple(build_losses(context)),
        remarks=open_remarks(context),
        waiting=tuple(context.questionnaire_title(name) for name in context.waiting),
        routing=tuple(build_routing(context)),
        consequences=tuple(build_consequences(context)),
        progress=_progress(context),
        dpia_reasons=tuple(
            context.findings[fired.key] for fired in evaluation.dpia_reasons if fired.key in context.findings
        ),
        result=_result(context, (*parts, *annexes)),
        parts=parts,
        annexes=annexes,
        risks=build_risks(context),
        measures=build_measures(context),
        method=build_method(context),
        traces=tuple(build_traces(context)),
        sources=tuple(build_sources(context)),
        verification=build_verification(context),
        glossary=tuple(build_glossary(context)),
        scorecard=build_scorecard(context),
        icat_note=actions.note if (actions := actions_of(evaluation, library)) else "",
        comparison=build_comparison(context),
    )
    return report if formal is None else as_formal(report, context, formal)


def _kind(context: Context, edition: Edition, rates: bool) -> str:
    """What stands above the title: of one questionnaire that rates no risks its own title, for it is no DPIA."""
    if edition is Edition.RECORD:
        return context._(N_("Screening, without a data protection impact assessment"))
    alone = context.evaluation.form.questionnaires
    return alone[0].title if not rates and len(alone) == 1 else context._(N_("Data protection impact assessment"))


def _result(context: Context, parts: tuple[PartView, ...]) -> SectionView | None:
    """The section in which it is decided whether an assessment is made."""
    keys = [item.key for item in context.evaluation.form.asked if item.question.means == "dpia_decision"]
    wanted = {context.anchor(key) for key in keys}
    waiting = [section for part in parts for section in part.sections]
    for section in waiting:
        if any(question.anchor in wanted for question in section.questions):
            return section
        waiting.extend(section.sections)
    return None


def _maps(context: Context) -> Iterator[RiskMap]:
    form = context.evaluation.form
    for moment in () if "risks" in context.withheld else MOMENTS:
        yield risk_map(context.evaluation.risks, form.method, moment, context.words.translate)


def _shorten(title: str) -> str:
    """A title for the running foot: cut at a word, at most 56 characters."""
    if len(title) <= SHORT_TITLE:
        return title
    return title[:SHORT_TITLE].rpartition(" ")[0].rstrip(" ,;:-") + "…"


def _status(context: Context) -> tuple[str, str, str]:
    """The kind, the words and the band of the version; no two kinds can be mistaken for each other."""
    assessment, decision = context.evaluation.assessment, context.evaluation.decision
    outcome = context._(OUTCOME_WORDS[decision.taken.outcome]) if decision.taken else ""
    if assessment.example:
        status = context._("Example") + (f": {outcome}" if outcome else "")
        return "example", status, context._("Invented example: invented organisation, not advice")
    if decision.taken is None or not decision.fits:
        return "draft", context._("Draft"), context._("Draft: no decision")
    if assessment.valid_approvals:
        rejected = decision.taken.outcome is Outcome.REJECTED
        return "rejected" if rejected else "signed", outcome, ""
    if assessment.approvals:
        return "draft", outcome, context._("Changed after signing: the signatures are void")
    return "draft", outcome, context._("Draft: decided, not signed")


def _worst(by_level: dict[Level, tuple[FindingView, ...]]) -> tuple[FindingView, ...]:
    return (*by_level[Level.BLOCK], *by_level[Level.MAJOR], *by_level[Level.MINOR])[:WORST]


def _progress(context: Context) -> Progress:
    """How far the questions are that this version shows, with the gaps that it may name."""
    evaluation, questions = context.evaluation, context.evaluation.form.questions
    shown = {key for key, item in questions.items() if context.lists(item) and context.shows(item)}
    asked = shown.intersection(key for _, _, keys in evaluation.form.answered_sections for key in keys)
    missing, unknown = (
        [(key, place) for key, place in places if context.names(questions[key], place)]
        for places in (evaluation.missing, evaluation.unknown)
    )
    return Progress(
        asked=len(asked),
        answered=sum(evaluation.states[key].given for key in asked.difference(key for key, _ in missing)),
        gaps=count_gaps(missing).text(context.words.translate),
        unknown=len(unknown),
        hidden=sum(_tells_what_is_hidden(context, questions[key]) for key in evaluation.hidden),
    )


def _tells_what_is_hidden(context: Context, item: CompiledQuestion) -> bool:
    """Whether this version shows all that can be hidden in a question."""
    columns = item.columns.values()
    return (
        context.disclosure.lists(item)
        and context.shows(item)
        and all(context.shows_column(item, column) for column in columns)
    )
