"""The annexes: traceability, sources, method, glossary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from dpia.assessment.facts import QuestionState
from dpia.assessment.scorecard import actions_of
from dpia.questionnaire.compiled import CompiledQuestion
from dpia.questionnaire.reference import Article, ScaleLevel, Source
from dpia.questionnaire.rules.truth import State
from dpia.questionnaire.types import QuestionType
from dpia.report.document import (
    Consequence,
    GlossaryTerm,
    MatrixCell,
    MatrixRow,
    MethodView,
    ScaleView,
    SourceArticle,
    SourceView,
    Trace,
    Verification,
)
from dpia.showing.context import Context, source_anchor
from dpia.wording import C_, N_

WHOLE = N_("Whole")
VERIFIED_WORDS = {
    # Translators: how a place in a law was checked: read in a text of the source, or seen in another source only
    "yes": C_("source", "Read"),
    "secondary": C_("source", "Second hand"),
    "no": C_("source", "Not verified"),
}
STATUS_WORDS = {
    "in_force": N_("In force"),
    "applies_from": N_("In force, applies later"),
    "lapsed": N_("Lapsed"),
    "not_in_force": N_("Not in force"),
    "draft": C_("source", "Draft"),
    "guidance": N_("Guidance"),
    "literature": N_("Literature"),
    "proposal": N_("Professional proposal, no legal source"),
}
ANSWER_WORDS = {
    "answered": C_("answer", "answered"),
    "unknown": C_("answer", "unknown"),
    "na": C_("answer", "not applicable"),
    "register": C_("answer", "from the register"),
    "left": C_("answer", "left out, optional"),
    "open": C_("answer", "open"),
    "withheld": C_("answer", "withheld"),
}


def build_traces(context: Context) -> Iterator[Trace]:
    """A line for every question that shows."""
    actions = actions_of(context.evaluation, context.library) is not None
    for item in context.evaluation.form.asked:
        state = context.evaluation.states[item.key]
        if not context.lists(item) or item.type is QuestionType.INFO:
            continue
        question = item.question
        yield Trace(
            code=question.code or "",
            anchor=context.anchor(item.key),
            ask=context.heading(item),
            law=context.citations(key for key in _cited(context, item) if key.partition(" ")[2] != question.edpb),
            icat=", ".join(question.icat) if actions else "",
            edpb=question.edpb or "",
            criteria=", ".join(question.criteria),
            dpv=question.dpv,
            state=context._(ANSWER_WORDS[_answer_state(context, item, state) if context.shows(item) else "withheld"]),
        )


def _answer_state(context: Context, item: CompiledQuestion, state: QuestionState) -> str:
    if any(context.names(item, place) for place in state.unknown):
        return "unknown"
    if item.type is QuestionType.REGISTER:
        return "register"
    if state.value is State.VOID:
        return "na"
    if not (state.given or item.question.required):
        return "left"
    gaps = any(context.names(item, place) for place in state.missing)
    return "answered" if state.given and not gaps else "open"


def build_consequences(context: Context) -> Iterator[Consequence]:
    """What the options that were chosen bring with them, each consequence once for a question.

    It stands apart from the answers: beside them it would say what findings say there already.
    """
    for item in context.evaluation.form.asked:
        state = context.evaluation.states[item.key]
        if not context.lists(item) or not context.shows(item):
            continue
        columns = [column for column in item.columns.values() if context.shows_column(item, column)]
        rows = state.value if isinstance(state.value, tuple) else ()
        chosen = [option for option in item.options if _holds(state.value, option.id)]
        chosen += [
            option
            for column in columns
            for option in column.options
            if any(_holds(row.cells.get(column.column.id), option.id) for row in rows)
        ]
        answers: dict[str, list[str]] = {}
        for option in dict.fromkeys(chosen):
            if option.consequence:
                answers.setdefault(option.consequence, []).append(option.label)
        for text, labels in answers.items():
            yield Consequence(item.question.code or "", context.anchor(item.key), "; ".join(labels), text)


def _holds(value: object, option: str) -> bool:
    return value == option or (isinstance(value, frozenset) and option in value)


def _cited(context: Context, item: CompiledQuestion) -> Sequence[str]:
    return () if context.is_none(item) else item.question.cite


def cited(context: Context) -> dict[str, set[str]]:
    """The sources that this report cites, with the places in them: {"gdpr": {"35(7)(b)"}}."""
    keys: set[str] = set()
    for item in context.evaluation.form.asked:
        if context.lists(item):
            keys.update(_cited(context, item))
            for row in item.question.fixed_rows:
                keys.update(row.cite)
    for fired in context.evaluation.findings:
        keys.update(fired.item.finding.cite if fired.key in context.findings else ())
    for risk in context.evaluation.risks if "risks" not in context.withheld else ():
        keys.update(risk.scenario.cite if risk.scenario else ())
    keys.update(context.evaluation.form.method.cite)
    found: dict[str, set[str]] = {}
    for key in keys:
        source, _, article = key.partition(" ")
        found.setdefault(source, set()).add(article)
    return found


def build_sources(context: Context) -> Iterator[SourceView]:
    """Every source that the report cites, in the order of the sources file."""
    places = cited(context)
    for key, source in context.library.sources.sources.items():
        if key in places:
            yield _source(context, key, source, places[key])


def build_verification(context: Context) -> Verification:
    """How far everything that the report cites was verified, told once and not behind each citation."""
    places, states, unverified = cited(context), Counter[str](), []
    for key, source in context.library.sources.sources.items():
        if key not in places or source.status == "proposal":
            continue
        found = {name: _verified(source, name) for name in ("", *source.articles) if name in places[key]}
        states.update(found.values())
        missing = [name for name, state in found.items() if state == "no"]
        if missing:
            named = ", ".join(name or context._(WHOLE) for name in missing)
            unverified.append(source.short if missing == [""] else f"{source.short}: {named}")
    return Verification(states["yes"], states["secondary"], states["no"], tuple(unverified))


def _verified(source: Source, name: str) -> str:
    return (source.articles[name].verified if name else source.verified) or "no"


def _source(context: Context, key: str, source: Source, places: set[str]) -> SourceView:
    cited = [article for name, article in source.articles.items() if name in places]
    shared = _shared(source, cited)
    articles = [
        _article(context, key, name, article, shared) for name, article in source.articles.items() if name in places
    ]
    if "" in places:
        whole = Article(
            title=source.title,
            gist=source.gist,
            verified=source.verified or "no",
            checked_on=source.checked_on or context.evaluation.on,
            seen_in=source.seen_in,
        )
        articles.insert(0, _article(context, key, "", whole, shared))
    return SourceView(
        anchor=source_anchor(key),
        short=source.short,
        title=source.title,
        link=source.link or "",
        status=context._(STATUS_WORDS[source.status]),
        note=source.status_note or "",
        publisher=source.publisher or "",
        seen_in=shared,
        articles=tuple(articles),
    )


def _shared(source: Source, cited: Sequence[Article]) -> str:
    """Where the source was read, where that holds for all its places that are cited; else nothing."""
    seen = {article.seen_in or source.seen_in or "" for article in cited} or {source.seen_in or ""}
    return seen.pop() if len(seen) == 1 else ""


def _article(context: Context, key: str, name: str, article: Article, shared: str) -> SourceArticle:
    return SourceArticle(
        anchor=source_anchor(key, name) if name else f"{source_anchor(key)}-whole",
        article=name,
        title=article.title if name else "",
        date=context.words.date(article.date),
        gist=article.gist or "",
        verified=article.verified,
        verified_label=context._(VERIFIED_WORDS[article.verified]),
        checked_on=context.words.short_date(article.checked_on),
        seen_in=(article.seen_in or "") if article.seen_in != shared else "",
        applies_from=context.words.date(article.applies_from),
    )


def build_method(context: Context) -> MethodView:
    """The scales, the levels with their acceptance, the matrix without marks, and the rules beside them."""
    method = context.evaluation.form.method
    return MethodView(
        title=method.title,
        description=context.markdown(method.description),
        severity=tuple(
            ScaleView(
                x.label,
                x.meaning,
                tuple(example.rstrip(".") for example in x.examples),
            )
            for x in reversed(method.severity)
        ),
        likelihood=tuple(ScaleView(x.label, x.meaning, ()) for x in reversed(method.likelihood)),
        levels=tuple(ScaleView(x.label, x.acceptance, ()) for x in reversed(method.levels)),
        rows=tuple(_matrix_row(context, severity) for severity in reversed(method.severity)),
        raising=method.modulators.up,
        lowering=method.modulators.down,
        life_safety=method.life_safety_text or "",
        life_safety_cells=tuple(
            (
                method.severity[method.severity_index(severity)].label,
                method.likelihood[method.likelihood_index(likelihood)].label,
            )
            for severity, likelihood in method.life_safety
        ),
    )


def _matrix_row(context: Context, severity: ScaleLevel) -> MatrixRow:
    method = context.evaluation.form.method
    cells = []
    for likelihood in method.likelihood:
        level = method.level(severity.id, likelihood.id)
        life = method.touches_life(severity.id, likelihood.id)
        cells.append(MatrixCell(level.label, method.tone(level.id), life))
    return MatrixRow(severity.label, tuple(cells))


def build_glossary(context: Context) -> Iterator[GlossaryTerm]:
    """The terms whose layer is open, in alphabetical order of the language."""
    closed = context.evaluation.form.layers.closed_terms(context.evaluation.facts)
    terms = [(term.term, term.definition) for term in context.library.glossary.terms if term.id not in closed]
    for term, definition in sorted(terms, key=lambda pair: pair[0].casefold()):
        yield GlossaryTerm(term, context.markdown(definition))
