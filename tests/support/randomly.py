"""Random assessments of a form: fitting, ill-typed and half-finished ones, the same for the same seed."""

import random
from typing import Any

from dpia.assessment.model import Assessment
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion, Form
from dpia.questionnaire.kinds import NO_ANSWER_TYPES
from dpia.questionnaire.types import QuestionType
from tests.support.forms import make_assessment

JUNK = [
    True,
    False,
    0,
    -1,
    1.5,
    10**12,
    "",
    " ",
    "no such option",
    "2026-02-30",
    [],
    {},
    [[]],
    [{}],
    ["x", 1],
    {"a": {"b": 1}},
]
ROWS = [f"{letter}{number}" for letter in "DPRT" for number in (1, 2, 3)]
RECORDS: dict[QuestionType, dict[str, Any]] = {
    QuestionType.PERSON: {"name": "A. Example", "role": "Director"},
    QuestionType.PICTURE: {"file": "flow.png", "alt": "A drawing"},
    QuestionType.EVIDENCE: {"title": "Contract"},
    QuestionType.SIGN_OFF: {"name": "A. Example", "role": "Director", "date": "2026-11-24", "decision": "Yes."},
}


class RandomAssessments:
    """Assessments of one form. `wild` is the share of answers that do not fit their question."""

    def __init__(self, form: Form, seed: int, wild: float = 0.1, filled: float = 0.7) -> None:
        self.form, self.chance, self.wild, self.filled = form, random.Random(seed), wild, filled
        self.keys = [item.key for item in form.questions.values() if item.type not in NO_ANSWER_TYPES]
        self.scenarios = [risk.id for risk in form.catalogue.risks]

    def assessment(self) -> Assessment:
        """A new one."""
        answers: dict[str, dict[str, Any]] = {}
        for key in self.keys:
            if self.chance.random() < self.filled:
                file, _, question = key.partition(".")
                answers.setdefault(file, {})[question] = self.answer(self.form.questions[key])
        if self.chance.random() < self.wild:
            answers["no-such-file"] = {"no_such_question": "x"}
        started = make_assessment(self.form, **self.registers())
        return started.change(answers=answers)

    def change(self, assessment: Assessment) -> Assessment:
        """Another answer to one question, or another register or decision."""
        if self.chance.random() < 0.2:
            part, value = self.chance.choice(list(self.registers().items()))
            return assessment.change(**{part: value})
        key = self.chance.choice(self.keys)
        gone = self.chance.random() < 0.2
        return assessment.with_answer(key, None if gone else self.answer(self.form.questions[key]))

    def answer(self, item: CompiledQuestion | CompiledColumn) -> Any:
        """An answer to a question or a cell of a table, as a file holds it."""
        dice = self.chance.random()
        if dice < 0.12:
            return {"unknown": True}
        if dice < 0.2:
            return {"not_applicable": "It does not apply."}
        value = self.value(item) if self.chance.random() >= self.wild else self.chance.choice(JUNK)
        return {"value": value, "note": "A note."} if dice > 0.9 and value is not None else value

    def value(self, item: CompiledQuestion | CompiledColumn) -> Any:
        """A value of the right type, of the kinds that rules look at."""
        asked = item.column if isinstance(item, CompiledColumn) else item.question
        chance, options = self.chance, [option.id for option in item.options]
        match asked.type:
            case QuestionType.TABLE:
                return self.table(item) if isinstance(item, CompiledQuestion) else []
            case QuestionType.CHOICES:
                return chance.sample(options, chance.randint(0, min(3, len(options))))
            case QuestionType.YES_NO | QuestionType.CHOICE | QuestionType.SCALE:
                return chance.choice(options)
            case QuestionType.NUMBER:
                return chance.choice([0, 1, 2, 7, 11, 50, 100, 6000])
            case QuestionType.DATE:
                return chance.choice(["2020-02-29", "2026-11-24", "2027-03-01", "0001-01-01", "9999-12-31"])
            case QuestionType.DURATION:
                return chance.choice(["0 days", "24 hours", "30 days", "6 months", "3 years", "99999 years"])
            case QuestionType.COUNTRY:
                return chance.choice(["AT", "DE", ["AT", "US"]])
            case QuestionType.ROW:
                return chance.sample(ROWS, chance.randint(0, 3)) if asked.many else chance.choice(ROWS)
        return RECORDS.get(asked.type, chance.choice(["", "A text.", "Consent of the person, as needed. " * 9]))

    def table(self, item: CompiledQuestion) -> list[dict[str, Any]]:
        """Some rows: those given by the questionnaire where there are any."""
        ids = [row.id for row in item.question.fixed_rows] or ROWS
        rows = self.chance.sample(ids, self.chance.randint(0, min(3, len(ids))))
        return [{"id": row_id, **self.cells(item)} for row_id in rows]

    def cells(self, item: CompiledQuestion) -> dict[str, Any]:
        """Answers in some columns of a row."""
        columns = [name for name in item.columns if self.chance.random() < self.filled]
        return {name: self.answer(item.columns[name]) for name in columns}

    def registers(self) -> dict[str, Any]:
        """Risks, measures and a decision."""
        chance = self.chance
        measures = [self.measure(number) for number in range(chance.randint(0, 3))]
        scenarios = chance.sample(self.scenarios, chance.randint(0, 6))
        risks = [self.risk(scenario, [item["id"] for item in measures]) for scenario in scenarios]
        return {"risks": risks, "measures": measures, "decision": chance.choice([None, self.decision()])}

    def measure(self, number: int) -> dict[str, Any]:
        chance = self.chance
        return {
            "id": f"M{number}",
            "title": "A measure",
            "status": chance.choice(["planned", "partial", "implemented"]),
            "owner": chance.choice([None, "B. Example"]),
            "due": chance.choice([None, "2027-01-01"]),
        }

    def risk(self, scenario: str, measures: list[str]) -> dict[str, Any]:
        chance = self.chance
        named = {"title": "Own"} if chance.random() < 0.2 else {"scenario": scenario}
        return {
            "id": scenario,
            **named,
            **{moment: self.rating() for moment in ("before", "today", "done") if chance.random() < 0.8},
            "measures": chance.sample(measures, chance.randint(0, len(measures)))
            + ["M9"] * (chance.random() < self.wild),
            "not_relevant": chance.choice([None, None, "It cannot happen."]),
            "acceptance": chance.choice([None, {"by": "C. Example", "reason": "x", "on": "2026-11-20"}]),
        }

    def rating(self) -> dict[str, Any]:
        chance, method = self.chance, self.form.method
        severities = [level.id for level in method.severity] + ["no_such_level"] * (chance.random() < self.wild)
        return {
            "severity": chance.choice(severities),
            "likelihood": chance.choice([level.id for level in method.likelihood]),
            "irreversible": chance.random() < 0.2,
        }

    def decision(self) -> dict[str, Any]:
        outcome = self.chance.choice(["approved", "conditional", "consultation", "rejected"])
        conditions = [{"id": "K1", "text": "First.", "finding": ["no_such_finding"]}]
        return {
            "outcome": outcome,
            "reason": "x",
            "by": {"name": "C. Example"},
            "on": "2026-11-20",
            "conditions": conditions if self.chance.random() < 0.5 else [],
        }
