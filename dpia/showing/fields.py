"""The fields of an assessment and its records in words, and the values that are words of the program."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from dpia.assessment.model import Condition, Measure, QuestionnaireRef, Remark, Routing
from dpia.questionnaire.records import Evidence, Record
from dpia.wording import C_, N_, Translate

# Translators: fields of records, in a list of what changed: "M03 due: was 2027-01-01, is 2027-02-01"
WORDS: Mapping[str, str] = {
    "about": N_("about"),
    "acceptance": N_("acceptance"),
    "advice": N_("advice"),
    "alt": N_("alt"),
    "answered_on": N_("answered on"),
    "applies": N_("applies"),
    "authority": N_("authority"),
    "before": N_("before measures"),
    # Translators: who did or said it
    "by": N_("by"),
    "caption": N_("caption"),
    "classification": N_("classification"),
    "conditions": N_("condition"),
    "consultation": C_("field", "consultation"),
    "contact": N_("contact"),
    # Translators: when the assessment was begun
    "created": C_("field", "created"),
    "date": N_("date"),
    "decision": N_("decision"),
    "done": N_("when done"),
    "due": C_("field", "due"),
    "evidence": N_("evidence"),
    "example": N_("example"),
    "file": N_("file"),
    "finding": N_("finding"),
    "format": N_("format"),
    "harm": N_("harm"),
    "id": N_("id"),
    "implemented_on": N_("in place since"),
    "irreversible": N_("irreversible"),
    "kind": N_("kind"),
    "language": N_("language"),
    "likelihood": N_("likelihood"),
    "link": N_("link"),
    "lowering": N_("lowering"),
    "measures": N_("measures"),
    "met_on": N_("met on"),
    "method": N_("method"),
    "name": N_("name"),
    "not_relevant": N_("set aside because"),
    "note": N_("note"),
    "on": N_("date"),
    "organisation": N_("organisation"),
    "outcome": N_("outcome"),
    "owner": N_("owner"),
    "people": N_("people"),
    # Translators: what raises the likelihood of a risk
    "raising": N_("raising"),
    "reason": N_("reason"),
    "reference": N_("reference"),
    "rejected_parts": N_("rejected parts"),
    "resolved": N_("resolved"),
    "role": N_("role"),
    "scenario": N_("scenario"),
    "sent_on": N_("sent on"),
    "severity": N_("severity"),
    "sha256": "SHA-256",
    "source": N_("source"),
    "sources": N_("sources"),
    "status": N_("status"),
    "summary": N_("summary"),
    "text": N_("text"),
    "threats": N_("threats"),
    "title": N_("title"),
    "today": N_("today"),
    # Translators: when the assessment was changed last
    "updated": N_("updated"),
    "verdict": N_("verdict"),
    "version": N_("version"),
}
WORDS_OF: Mapping[type[Record], Mapping[str, str]] = {
    QuestionnaireRef: {"sha256": N_("definition")},
    Routing: {"applies": N_("applies:")},
    Measure: {"text": N_("description")},
    Condition: {"text": "", "finding": N_("answers the finding")},
    Remark: {"text": ""},
    Evidence: {"sha256": "SHA-256"},
}
"""Words that only one record has. A text that is the record itself needs none."""
# Translators: values of such fields: "M03 status: was planned, is implemented"
VALUES: Mapping[str, str] = {
    "planned": N_("planned"),
    "partial": N_("partial"),
    "implemented": N_("implemented"),
    "event": N_("event"),
    "by_design": N_("by_design"),
    "public": N_("public"),
    "restricted": N_("restricted"),
    "confidential": N_("confidential"),
    "acceptable": N_("acceptable"),
    "improvable": N_("improvable"),
    "to_fix": N_("to_fix"),
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
