"""Finds a case in which a finding fires, or stays quiet, by trying the answers that its rule and what it reads can have.

For a finding that reads the registers of risks and measures, registers are tried with the answers. `PLACES` and `judged`
do this for every finding of the shipped set.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from random import Random
from typing import Any, Final

from dpia.assessment.checking import check_assessment
from dpia.assessment.evaluation import Evaluation
from dpia.assessment.judging import judge_of
from dpia.assessment.model import Answer, MeasureStatus
from dpia.questionnaire.compiled import CompiledColumn, CompiledFinding, CompiledQuestion, Form
from dpia.questionnaire.rules.nodes import Answer as Read
from dpia.questionnaire.rules.nodes import Cell, Compare, Computed, Constant, Contains, Facts, Mentions, Node, OneOf
from dpia.questionnaire.rules.rows import Counted, NamedCell, Quantified, Total
from dpia.questionnaire.rules.truth import State, Truth
from dpia.questionnaire.types import QuestionType
from dpia.shipped import shipped_library
from tests.support.forms import ON, judge_all, make_assessment

TRIES = 4000
LIBRARY = shipped_library()
QUESTIONNAIRES = [name for name, item in LIBRARY.questionnaires.items() if item.kind == "questionnaire"]
NO_WORDS = "Some words that say nothing of the kind."
MANY_WORDS = " ".join([NO_WORDS] * 6)


@dataclass(frozen=True)
class Case:
    """Answers by file and question, and the parts of an assessment beside them (`risks`, `measures`)."""

    answers: dict[str, dict[str, Any]]
    parts: dict[str, Any] = field(default_factory=dict)


def find_case(form: Form, finding: CompiledFinding, wanted: Truth) -> Case | None:
    """A case in which the finding comes to `wanted` while its question shows; None if none is found."""
    search = _Search(form, finding)
    random = Random(f"{finding.key} {wanted.value}")
    for _ in range(TRIES):
        answers, facts, is_shown = search.attempt(random)
        parts = _registers(form, random) if finding.late else {}
        case = Case(_by_file(answers), parts)
        if not is_shown:
            continue
        late = judge_all(form, case.answers, **parts).truths if finding.late else {}
        if late.get(finding.key, finding.condition.truth(facts)) is wanted:
            return case
    return None


# Exactly one of nine answers has to be "yes", which answers drawn at random seldom come to.
_ONE_CRITERION = {
    "personal_data": "yes",
    "people_concerned": ["none"],
    "c1_scoring": "yes",
    "c2_automated_decision": "no",
    "c3_monitoring": "no",
    "c4_sensitive": "no",
    "c5_large_scale": "no",
    "c6_matching": "no",
    "c7_vulnerable": "no",
    "c8_innovative": "no",
    "c9_prevents_right": "no",
    "screening_decision": "not_required",
}
# A practice meets two criteria and no third.
_SINGLE_DOCTOR = {
    **_ONE_CRITERION,
    "organisation_kind": "health",
    "governing_law": ["gdpr"],
    "c1_scoring": "no",
    "c4_sensitive": "yes",
    "c7_vulnerable": "yes",
    "on_list": "no",
    "exit_ground": "single_professional",
}
# Flows are drawn before the items that they name, because the module on safety asks for flows first.
_SAFETY_DATA = {
    "exchanged_items": [{"id": "XD1", "item": "Contact", "safety_critical": "yes"}],
    "flows": [{"id": "F1", "flow": "Referral", "flow_data": ["XD1"]}],
}
# Recipients are drawn after the data that name them.
_RECIPIENT = {
    "id": "C1",
    "name": "Example clinic",
    "agreement": "signed",
    "assessed": "yes",
    "person_decides": "other_ground",
}
_SEVERE_SHARED = {
    "transfers": [_RECIPIENT],
    "data_items": [{"id": "D1", "item": "Name", "sensitivity": "severe", "leaves": "yes", "shared_with": ["C1"]}],
}
_FIELDS_SENT = {
    "transfers": [_RECIPIENT],
    "case_standard": [{"id": "names", "field_needed": "no", "field_held": "yes", "field_sent": ["C1"]}],
}
# The search says of nothing that it does not apply.
_NOT_APPLICABLE = {
    "security_table": [{"id": "encryption", "state": {"not_applicable": "There is nothing to encrypt."}}]
}


def _flags(share: int, cases: int = 400) -> dict[str, dict[str, Any]]:
    """Errors that were measured, of flags that people feel and that can lead to force."""
    row = {"error_measured": "yes", "error_share": share, "error_cases": cases}
    rows = [{"id": name, **row} for name in ("false_positive", "false_negative")]
    own = {"detects": "yes", "error_analysis": rows, "result_effects": "yes", "forceful_effects": "yes"}
    return {"icat-ethics": own}


# What the search does not reach.
WRITTEN = {
    ("icat-ethics.wrong_more_often_than_right", Truth.TRUE): Case(_flags(80)),
    ("icat-ethics.force_on_wrong_flags", Truth.TRUE): Case(_flags(80)),
    ("icat-ethics.force_on_doubtful_flags", Truth.TRUE): Case(_flags(30)),
    ("icat-ethics.no_error_in_few_cases", Truth.TRUE): Case(_flags(0, cases=100)),
    ("gdpr-dpia.no_reason_for_assessment", Truth.TRUE): Case(
        {
            "screening": {
                **_ONE_CRITERION,
                "c1_scoring": "no",
                "on_list": "no",
                "status": "idea",
                "screening_decision": "required",
            }
        }
    ),
    ("gdpr-dpia.summary_too_long", Truth.TRUE): Case({"gdpr-dpia": {"summary": " ".join([NO_WORDS] * 8)}}),
    ("screening.one_criterion_refused", Truth.TRUE): Case({"screening": _ONE_CRITERION}),
    ("screening.exit_single_professional", Truth.TRUE): Case({"screening": _SINGLE_DOCTOR}),
    ("exchange.safety_data_cross_border", Truth.TRUE): Case(
        {"screening": {"response_parts": ["protection"]}, "exchange": _SAFETY_DATA}
    ),
    ("io-dpia.severe_data_without_decision", Truth.TRUE): Case({"io-dpia": _SEVERE_SHARED}),
    ("io-dpia.fields_sent_without_need", Truth.TRUE): Case(
        {"screening": {"response_parts": ["protection"]}, "io-dpia": _FIELDS_SENT}
    ),
    ("security.measure_called_needless", Truth.TRUE): Case({"security": _NOT_APPLICABLE}),
}


def form_of(home: str) -> Form:
    """A questionnaire as it is answered: after the screening."""
    return LIBRARY.form(["screening", home if home != "screening" else "gdpr-dpia"])


def _places() -> list[tuple[str, str]]:
    found = []
    for name in LIBRARY.questionnaires:
        homes = [own for own in QUESTIONNAIRES if own == name or name in LIBRARY.questionnaires[own].includes()]
        for home in homes:
            found += [(home, item.key) for item in form_of(home).findings if item.key.startswith(f"{name}.")]
    return found


PLACES = _places()
"""Every finding of the shipped set with each questionnaire it stands in: a module's with all that include it."""


def finding_of(home: str, key: str) -> CompiledFinding:
    """The finding as the questionnaire `home` holds it."""
    return form_of(home).findings_by_key[key]


BESIDE: Final = {"id": "Z99", "title": "Something else"}


@cache
def judged(home: str, key: str, wanted: Truth) -> Evaluation:
    """What follows from a case in which the finding comes to `wanted`; it is a case that a file may hold."""
    form = form_of(home)
    case = WRITTEN.get((key, wanted)) or find_case(form, finding_of(home, key), wanted)
    assert case is not None, "no case was found: write one into WRITTEN, or mend a rule that can never fire"
    check_assessment(form, make_assessment(form, case.answers, **case.parts))
    found = judge_all(form, case.answers, **case.parts)
    # Of an empty draft nothing is found, so something is answered beside what the rule reads.
    return judge_all(form, case.answers, **{**case.parts, "risks": [BESIDE]}) if found.is_empty else found


def _registers(form: Form, random: Random) -> dict[str, Any]:
    """A risk with or without rating, acceptance and measures, and measures with or without owner and due date."""
    levels = [level.id for level in form.method.severity], [level.id for level in form.method.likelihood]
    risk: dict[str, Any] = {"id": "K1", "scenario": random.choice(form.catalogue.risks).id}
    if random.random() < 0.8:
        ratings = [dict(zip(("severity", "likelihood"), map(random.choice, levels), strict=True)) for _ in range(3)]
        risk |= dict(zip(("before", "today", "done"), ratings, strict=True))
    if random.random() < 0.5:
        risk["acceptance"] = {"by": "A. Official", "reason": "Weighed against the need", "on": ON.isoformat()}
        if random.random() < 0.5:
            risk["acceptance"]["role"] = "Director"
    measures = [_measure(f"M{number}", random) for number in range(1, random.choice((1, 2, 3)))]
    if random.random() < 0.5:
        risk["measures"] = [measure["id"] for measure in measures]
    return {"risks": [risk], "measures": measures}


def _measure(measure_id: str, random: Random) -> dict[str, Any]:
    measure: dict[str, Any] = {"id": measure_id, "title": "A measure"}
    measure["status"] = random.choice(list(MeasureStatus)).value
    if random.random() < 0.7:
        measure["owner"] = "Unit A"
    if random.random() < 0.7:
        measure["due"] = (ON + timedelta(days=random.choice((-40, 40)))).isoformat()
    return measure


def _by_file(answers: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for key, value in answers.items():
        file, _, name = key.partition(".")
        found.setdefault(file, {})[name] = value
    return found


@dataclass
class _Hints:
    """What rules compare an answer with."""

    options: set[str] = field(default_factory=set)
    numbers: set[float] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)


class _Search:
    def __init__(self, form: Form, finding: CompiledFinding) -> None:
        self.form = form
        self.question = finding.question
        self.direct = finding.condition.reads()
        self.hints: dict[tuple[str, str | None], _Hints] = {}
        self.numbers: set[float] = {0.0, 1.0}
        self.gaps = self.liking = 0.5
        self.cells: set[tuple[str, str]] = set()
        self._note(finding.condition)
        self.keys = self._closure({finding.question, *finding.condition.reads()})
        self.judges = {key: judge_of(form.questions[key]) for key in self.keys}

    def attempt(self, random: Random) -> tuple[dict[str, Any], Facts, bool]:
        """Random answers to everything that matters, the facts they come to, and whether the finding's question shows.

        Each attempt has two tempers, for what the rule reads itself and for all behind it: how many gaps it leaves, and
        how much it keeps to what the rules name.
        """
        tempers = [(random.choice((0.0, 0.05, 0.2)), random.choice((0.1, 0.3, 0.5, 0.9))) for _ in range(2)]
        answers: dict[str, Any] = {}
        facts = Facts(ON)
        is_shown = False
        for key in self.keys:
            item = self.form.questions[key]
            self.gaps, self.liking = tempers[key in self.direct]
            raw = self._answer(item, random, facts, answers)
            if raw is not None:
                answers[key] = raw
            state = self.judges[key](None if raw is None else Answer.model_validate(raw), facts)
            facts[key] = state.value
            is_shown = state.shown if key == self.question else is_shown
        return answers, facts, is_shown

    def _closure(self, keys: set[str]) -> list[str]:
        waiting, found = list(keys), set[str]()
        while waiting:
            key = waiting.pop()
            if key in found or key not in self.form.questions:
                continue
            found.add(key)
            item = self.form.questions[key]
            for condition in (item.shown, item.row_condition, item.value, *item.option_conditions.values()):
                if condition is not None:
                    self._note(condition)
            waiting += item.reads()
        return sorted(found, key=lambda key: self.form.places[key])

    def _note(self, node: Node) -> None:
        """Collects what the rule compares each answer with, and which cells it reads."""
        for part in _walk(node):
            match part:
                case Compare(left=left, right=right):
                    for side, other in ((left, right), (right, left)):
                        self._constant(side, other)
                case Contains(subject=subject, wanted=wanted) | OneOf(subject=subject, wanted=wanted):
                    self._hint(subject).options |= wanted
                case Mentions(subject=subject, pattern=pattern):
                    phrases = pattern.pattern.removeprefix(r"(?<!\w)(?:").removesuffix(r")(?!\w)").split("|")
                    self._hint(subject).texts |= {phrase.replace("\\", "") for phrase in phrases}
                case Cell(table=table, column=column, of_source=source):
                    self._read_cell(source or table, column)
                case NamedCell(table=table, column=column):
                    self._read_cell(table, column)
                case Constant(content=int() | float() as number):
                    self.numbers.add(float(number))

    def _read_cell(self, table: str, column: str) -> None:
        if (table, column) in self.cells:
            return
        self.cells.add((table, column))
        item = self.form.questions.get(table)
        if item is not None and column in item.columns:
            compiled = item.columns[column]
            for condition in (compiled.shown, *compiled.option_conditions.values()):
                if condition is not None:
                    self._note(condition)

    def _constant(self, side: Node, other: Node) -> None:
        if isinstance(other, Constant) and isinstance(other.content, str):
            self._hint(side).options.add(other.content)
            self._hint(side).texts.add(other.content)

    def _hint(self, node: Node) -> _Hints:
        match node:
            case Read(key=key):
                return self.hints.setdefault((key, None), _Hints())
            case Cell(table=table, column=column, of_source=source):
                return self.hints.setdefault((source or table, column), _Hints())
            case NamedCell(table=table, column=column):
                return self.hints.setdefault((table, column), _Hints())
        return _Hints()

    def _answer(self, item: CompiledQuestion, random: Random, facts: Facts, answers: Mapping[str, Any]) -> Any:
        if item.type in (QuestionType.COMPUTED, QuestionType.INFO, QuestionType.REGISTER):
            return None
        if random.random() < self.gaps:
            return {"unknown": True} if random.random() < 0.3 and "unknown" in item.question.allow else None
        if item.type is QuestionType.TABLE:
            return [self._row(item, row_id, random, facts) for row_id in self._row_ids(item, random, facts)]
        return self._value(item, self.hints.get((item.key, None), _Hints()), random, facts)

    def _row_ids(self, item: CompiledQuestion, random: Random, facts: Facts) -> list[str]:
        if item.source is not None:
            rows = facts[item.source]
            wanted = [] if isinstance(rows, State) else list(rows)
            condition = item.row_condition
            return [row.id for row in wanted if condition is None or condition.truth(facts, (row,)).holds]
        if item.question.fixed_rows:
            return [row.id for row in item.question.fixed_rows]
        return [f"{item.question.prefix}{number}" for number in range(1, random.choice((1, 2, 1, 3, 0)) + 1)]

    def _row(self, item: CompiledQuestion, row_id: str, random: Random, facts: Facts) -> dict[str, Any]:
        row: dict[str, Any] = {"id": row_id}
        for name, column in item.columns.items():
            if (item.key, name) not in self.cells:
                continue
            if random.random() < self.gaps:
                if random.random() < 0.5 and "unknown" in column.column.allow:
                    row[name] = {"unknown": True}
                continue
            value = self._value(column, self.hints.get((item.key, name), _Hints()), random, facts)
            if value is not None:
                row[name] = value
        return row

    def _value(self, item: CompiledQuestion | CompiledColumn, hints: _Hints, random: Random, facts: Facts) -> Any:
        asked = item.column if isinstance(item, CompiledColumn) else item.question
        options = [option.id for option in item.options]
        named = [option for option in options if (option in hints.options) is (random.random() < self.liking)]
        match asked.type:
            case QuestionType.YES_NO | QuestionType.CHOICE | QuestionType.SCALE:
                return random.choice(named or options)
            case QuestionType.CHOICES:
                return self._choices(item, named, random)
            case QuestionType.NUMBER:
                return self._number(asked.min, asked.max, random, whole=asked.whole)
            case QuestionType.DATE:
                days = random.choice((-2000, -800, -400, -40, -1, 0, 1, 40, 400, 800, 2000))
                return (ON + timedelta(days=days)).isoformat()
            case QuestionType.DURATION:
                return f"{random.choice((1, 3, 12, 30, 90, 400))} {random.choice(('hours', 'days', 'months', 'years'))}"
            case QuestionType.COUNTRY:
                return random.choice(("AT", "NG", "DE"))
            case QuestionType.TEXT | QuestionType.LONG:
                fitting = [text for text in (NO_WORDS, MANY_WORDS) if len(text) <= (asked.max_length or len(text))]
                return random.choice([*sorted(hints.texts), *fitting, "Short"])
            case QuestionType.ROW:
                return self._reference(item, random, facts)
            case QuestionType.PERSON:
                return {"name": "A. Official"}
            case QuestionType.EVIDENCE:
                return {"title": "A document", "link": "https://example.org/document"}
            case QuestionType.SIGN_OFF:
                return {"name": "A. Official", "role": "Director", "date": "2026-11-24", "decision": "Agreed"}
        return None

    def _choices(self, item: CompiledQuestion | CompiledColumn, named: list[str], random: Random) -> list[str]:
        alone = [option.id for option in item.options if option.exclusive]
        together = [option.id for option in item.options if not option.exclusive]
        if alone and random.random() < 0.3:
            return [random.choice(alone)]
        if random.random() < 0.05:
            return together
        pool = sorted(set(named) - set(alone)) or together
        return sorted(random.sample(pool, random.randint(0, min(len(pool), random.choice((1, 2, 20))))))

    def _number(self, low: float | None, high: float | None, random: Random, *, whole: bool) -> float:
        near = [number + step for number in sorted(self.numbers) for step in (-1, 0, 1)]
        near = [number for number in near if not whole or number == int(number)]
        wanted = [number for number in near if (low is None or number >= low) and (high is None or number <= high)]
        number = random.choice(wanted or [low or 0])
        return int(number) if number == int(number) else number

    def _reference(
        self, item: CompiledQuestion | CompiledColumn, random: Random, facts: Facts
    ) -> str | list[str] | None:
        assert isinstance(item, CompiledColumn)
        rows = facts[item.of or ""]
        ids = [] if isinstance(rows, State) else [row.id for row in rows]
        if item.column.many:
            return sorted(random.sample(ids, random.randint(0, len(ids))))
        return random.choice(ids) if ids else None


def _walk(node: Node) -> Iterator[Node]:
    yield node
    match node:
        case Quantified(over=over, condition=condition):
            yield from _walk(condition)
            if over.through is not None:
                yield over.through
        case Counted(over=over):
            yield from (found for part in node.parts() for found in _walk(part))
            through = getattr(over, "through", None)
            if through is not None:
                yield through
        case Total(over=over, term=term):
            yield from _walk(term)
        case Contains() | OneOf() | Mentions() | Compare() | Computed():
            yield from (found for part in node.parts() for found in _walk(part))
        case _:
            yield from (found for part in node.parts() for found in _walk(part))
