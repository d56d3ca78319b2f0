"""Looks in free text for what could lead to a person: an assessment describes processing, never the people in it.

The patterns are broad on purpose and the result is a warning, never an error: a reader decides. Places that are meant for
contacts of staff (`contact: true` in the definition, and answers of type person) are left out. What was found is never repeated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from unicodedata import decimal, normalize

from dpia.assessment.facts import Place, split_cell
from dpia.assessment.model import Answer, Assessment, Decision, is_wrapper
from dpia.questionnaire.compiled import CompiledQuestion, Form
from dpia.questionnaire.kinds import kind_of
from dpia.questionnaire.model import AskedBase
from dpia.questionnaire.types import QuestionType
from dpia.wording import N_

_FEWEST_DIGITS: Final = 8
KINDS: Final[Mapping[str, tuple[str, re.Pattern[str]]]] = {
    "email": (
        N_("This looks like an e-mail address. It can lead to a person; write who is meant by role."),
        # It begins where such a run of signs begins: tried at each sign of a long run, it would read the rest of it each time.
        re.compile(r"(?<![\w.+-])[.+-]*+\w[\w.+-]*+@[\w-]+\.[\w.-]+\b"),
    ),
    "coordinates": (
        N_("This looks like coordinates. They can show where a shelter or a person is; leave the place out."),
        re.compile(
            r"(?<![\d.,])-?(?:[1-9]\d?[.,]\d{4,}\s*[,;/ ]\s*-?\d{1,3}[.,]\d{4,}"
            r"|\d{1,2}[.,]\d{4,}\s*[,;/ ]\s*-?[1-9]\d{0,2}[.,]\d{4,})"
            r"|\d{1,3}°\s?\d{1,2}['\u2032]|(?i:\blat(?:itude)?\b)\D{0,4}-?\d{1,2}[.,]\d+"
            r"|\b[NS]\s?\d{1,2}[ °]\s?\d{1,2}[.,]\d+"
        ),
    ),
    "iban": (
        N_("This looks like a bank account. It names its holder; leave it out."),
        re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b"),
    ),
    "ip_address": (
        N_("This looks like the address of a device. It can lead to a person; leave it out."),
        re.compile(
            r"(?<![\d.])(?<![vV]ersion )(?<![sS]ection )(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?![\d.])"
            r"|(?<![\w:])(?=[0-9:]*(?:::|[a-fA-F]))(?:[0-9a-fA-F]{1,4}:){2,7}(?::?[0-9a-fA-F]{1,4}){1,6}(?![\w:])"
        ),
    ),
    "case_number": (
        N_("This looks like the number of a case or a document. It leads to one person's file; leave it out."),
        re.compile(
            r"(?i:\b(?:case|file|docket|passport|dossier|id)\s*(?:no\.?|number|nr\.?|#)\s*:?\s*)[A-Z0-9][A-Z0-9/.-]*\d[A-Z0-9/.-]*"
            r"|(?i:\b(?:case|file|dossier|docket)\s+)(?:\d{2,4}/\d{2,6}|\d{3,})\b|(?i:\bpassport\s+)[A-Z]{0,2}\d{6,9}\b"
            r"|\b\d{1,4} Js \d{1,6}/\d{2}\b|\b(?:19|20)\d\d-\d{6,8}\b"
            r"|\b(?!(?:CVE|TR|TS|AES|ISO|EN)-)[A-Z]{1,4}[-/]\d{2,4}[-/]\d{3,8}\b"
        ),
    ),
    "birth_date": (
        N_("This looks like a date of birth. Together with little else it names a person; write an age group."),
        re.compile(
            r"(?i:\b(?:born(?: on)?|date of birth|dob)\b[:\s]*)(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}\.? [A-Za-z]{3,9} \d{4})"
        ),
    ),
    "handle": (
        N_("This looks like an account in a social network or messenger. It can lead to a person; leave it out."),
        re.compile(r"(?<![\w.])@[A-Za-z]\w{3,29}\b(?!\.\w)|\b(?:t\.me|wa\.me|instagram\.com|facebook\.com)/\S+"),
    ),
    "telephone": (
        N_("This looks like a telephone number. It can lead to a person; leave it out."),
        re.compile(
            r"(?<![\w./-])(?:\+|00)\d[\d ()/.-]{7,18}\d(?!\w)"
            r"|(?<![\w./-])(?!0800)(?!\d\d/\d{4} - )\(?0\d{1,4}\)?[ /-]\d[\d /-]{4,12}\d(?![\w-])"
            r"|(?<![\w./-])(?!0800)0\d{8,10}(?!\w)|(?<![\w./-])(?:\(\d{3}\) ?|\d{3}[.-])\d{3}[.-]\d{4}(?![\w-])"
            r"|(?i:\b(?:call|phone|tel|mobile)\b)\D{0,10}\d{8,12}\b"
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class PrivacyWarning:
    """A place whose text looks like personal data, and why; never the text itself."""

    key: str
    place: Place
    kind: str

    @property
    def reason(self) -> str:
        """Why it was noticed and what to do, untranslated."""
        return KINDS[self.kind][0]


def privacy_warnings(form: Form, assessment: Assessment) -> tuple[PrivacyWarning, ...]:
    """Every place in answers, notes, risks, measures, remarks and the decision that looks like personal data."""
    return tuple(dict.fromkeys((*_answers(form, assessment), *_registers(assessment))))


def kinds_in(text: str) -> Iterator[str]:
    """The kinds of personal data a text seems to hold: "call +43 1 2345678" -> telephone.

    Digits of other scripts and full-width signs count as what they stand for.
    """
    text = "".join(str(decimal(sign, sign)) for sign in normalize("NFKC", text))
    for kind, (_, pattern) in KINDS.items():
        for found in pattern.finditer(text):
            digits = sum(letter.isdigit() for letter in found[0])
            if kind != "telephone" or digits >= _FEWEST_DIGITS:
                yield kind
                break


def answer_warnings(item: CompiledQuestion, answer: Answer) -> Iterator[PrivacyWarning]:
    """The places in the answer to one question that look like personal data."""
    for text in (answer.note, answer.not_applicable):
        yield from _found(item.key, Place(), text)
    if item.type is QuestionType.TABLE:
        yield from _table(item, answer)
    elif _is_free(item.question):
        yield from _found(item.key, Place(), answer.value)


def _answers(form: Form, assessment: Assessment) -> Iterator[PrivacyWarning]:
    for item in form.asked:
        answer = assessment.answer(item.key)
        if answer is not None:
            yield from answer_warnings(item, answer)


def _table(item: CompiledQuestion, answer: Answer) -> Iterator[PrivacyWarning]:
    for row in answer.value if isinstance(answer.value, list | tuple) else ():
        if not isinstance(row, dict):
            continue
        for column in item.columns.values():
            raw = row.get(column.column.id)
            value, _, reason = split_cell(raw)
            note = raw.get("note") if isinstance(raw, dict) and is_wrapper(raw) else None
            for text in (value if _is_free(column.column) else None, reason, note):
                yield from _found(item.key, Place(str(row.get("id")), column.column.id), text)


def _is_free(asked: AskedBase) -> bool:
    return kind_of(asked).is_free_text and not asked.contact


def _found(key: str, place: Place, text: Any) -> Iterator[PrivacyWarning]:
    if isinstance(text, str):
        for kind in kinds_in(text):
            yield PrivacyWarning(key, place, kind)


def _registers(assessment: Assessment) -> Iterator[PrivacyWarning]:
    for risk in assessment.risks:
        rated = (rating.reason for rating in (risk.before, risk.today, risk.done) if rating is not None)
        told = (risk.acceptance.reason,) if risk.acceptance is not None else ()
        own = (risk.title, risk.harm, risk.sources, risk.people, risk.not_relevant)
        for text in (*own, *risk.threats, *risk.raising, *risk.lowering, *rated, *told):
            yield from _found("risks", Place(risk.id), text)
    for measure in assessment.measures:
        for text in (measure.title, measure.text):
            yield from _found("measures", Place(measure.id), text)
    for remark in assessment.remarks:
        yield from _found("remarks", Place(remark.about), remark.text)
    for accepted in assessment.acceptances:
        yield from _found("acceptances", Place(accepted.finding), accepted.reason)
    for text in _decided(assessment.decision):
        yield from _found("decision", Place(), text)
    for text in (assessment.title, assessment.summary, *(word.reason for word in assessment.routing)):
        yield from _found("summary", Place(), text)


def _decided(decision: Decision | None) -> Iterator[str | None]:
    """The texts of a decision; who decided, and the authority's own reference, are meant to be named."""
    if decision is not None:
        yield from (decision.reason, decision.rejected_parts, *(condition.text for condition in decision.conditions))
        yield decision.consultation.advice if decision.consultation is not None else None
