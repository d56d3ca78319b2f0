"""The fields of an assessment and its records in words, and the values that are words of the program."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dpia.assessment.model import Condition, Loss, Measure, QuestionnaireRef, Remark, Routing
from dpia.questionnaire.records import Evidence, Record
from dpia.wording import C_, Translate

WORDS: Mapping[str, str] = {
    # Translators: fields of records, in a list of what changed: "M03 due: was 2027-01-01, is 2027-02-01"
    "about": C_("field", "about"),
    "data": C_("field", "data"),
    "label": C_("field", "label"),
    "losses": C_("field", "left over"),
    "media": C_("field", "media"),
    # Translators: which findings and questions a measure puts right: "M03 mends: now consent_under_dependency"
    "mends": C_("field", "mends"),
    "pictures": C_("field", "pictures"),
    "place": C_("field", "place"),
    # Translators: where a value comes from that nobody kept or changed yet
    "suggested": C_("field", "suggested by"),
    "value": C_("field", "value"),
    "acceptance": C_("field", "acceptance"),
    "advice": C_("field", "advice"),
    "alt": C_("field", "alt"),
    "answered_on": C_("field", "answered on"),
    "applies": C_("field", "applies"),
    "authority": C_("field", "authority"),
    "before": C_("field", "before measures"),
    # Translators: who did or said it
    "by": C_("field", "by"),
    "caption": C_("field", "caption"),
    "classification": C_("field", "classification"),
    "conditions": C_("field", "condition"),
    "content": C_("field", "content"),
    "consultation": C_("field", "consultation"),
    "contact": C_("field", "contact"),
    # Translators: when the assessment was begun
    "created": C_("field", "created"),
    "date": C_("field", "date"),
    "decision": C_("field", "decision"),
    "done": C_("field", "when done"),
    "due": C_("field", "due"),
    "evidence": C_("field", "evidence"),
    "example": C_("field", "example"),
    "file": C_("field", "file"),
    "finding": C_("field", "finding"),
    "format": C_("field", "format"),
    "harm": C_("field", "harm"),
    "id": C_("field", "id"),
    "implemented_on": C_("field", "in place since"),
    "irreversible": C_("field", "irreversible"),
    "kind": C_("field", "kind"),
    "language": C_("field", "language"),
    "likelihood": C_("field", "likelihood"),
    "link": C_("field", "link"),
    "lowering": C_("field", "lowering"),
    "measures": C_("field", "measures"),
    "met_on": C_("field", "met on"),
    "method": C_("field", "method"),
    "name": C_("field", "name"),
    "not_relevant": C_("field", "set aside because"),
    "note": C_("field", "note"),
    "on": C_("field", "date"),
    "organisation": C_("field", "organisation"),
    "outcome": C_("field", "outcome"),
    "owner": C_("field", "owner"),
    "people": C_("field", "people"),
    # Translators: what raises the likelihood of a risk
    "raising": C_("field", "raising"),
    "reason": C_("field", "reason"),
    "reference": C_("field", "reference"),
    "rejected_parts": C_("field", "rejected parts"),
    "resolved": C_("field", "resolved"),
    "role": C_("field", "role"),
    "scenario": C_("field", "scenario"),
    "sent_on": C_("field", "sent on"),
    "severity": C_("field", "severity"),
    "sha256": "SHA-256",
    "source": C_("field", "source"),
    "sources": C_("field", "sources"),
    "status": C_("field", "status"),
    "summary": C_("field", "summary"),
    "text": C_("field", "text"),
    "threats": C_("field", "threats"),
    "title": C_("field", "title"),
    "today": C_("field", "today"),
    # Translators: when the assessment was changed last
    "updated": C_("field", "updated"),
    "verdict": C_("field", "verdict"),
    "version": C_("field", "version"),
}
WORDS_OF: Mapping[type[Record], Mapping[str, str]] = {
    QuestionnaireRef: {"sha256": C_("field", "definition")},
    Routing: {"applies": C_("field", "applies:")},
    Measure: {"text": C_("field", "description")},
    Condition: {"text": "", "finding": C_("field", "answers the finding")},
    Remark: {"text": ""},
    Loss: {"value": ""},
    Evidence: {"sha256": "SHA-256"},
}
"""Words that only one record has. A text that is the record itself needs none."""
VALUES: Mapping[str, str] = {
    # Translators: values of fields, in such a list: "M03 status: was planned, is implemented"
    "planned": C_("value", "planned"),
    "partial": C_("value", "partial"),
    "implemented": C_("value", "implemented"),
    "event": C_("value", "event"),
    "by_design": C_("value", "by_design"),
    "public": C_("value", "public"),
    "restricted": C_("value", "restricted"),
    "confidential": C_("value", "confidential"),
    "acceptable": C_("value", "acceptable"),
    "improvable": C_("value", "improvable"),
    "to_fix": C_("value", "to_fix"),
}
SPOKEN = ("status", "kind", "classification", "verdict")
"""The fields whose values are words of the program. Those of others are ids, which everybody cites, or what people wrote."""


def field_word(record: Record, field: str, translate: Translate) -> str:
    """A field in a word: a Measure's `text` is its description."""
    word = {**WORDS, **WORDS_OF.get(type(record), {})}[field]
    return translate(word) if word else ""


def spoken(field: str, value: Any, translate: Translate) -> Any:
    """The value of a field, where it is a word of the program in a language."""
    if isinstance(value, tuple):
        return tuple(spoken(field, one, translate) for one in value)
    text = value.value if isinstance(value, StrEnum) else value
    return translate(VALUES[text]) if field in SPOKEN and isinstance(text, str) and text in VALUES else value
