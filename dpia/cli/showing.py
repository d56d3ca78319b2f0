"""`dpia questionnaires show`: a questionnaire or a question as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import wrap

from dpia.errors import NotFound
from dpia.questionnaire.kinds import kind_of
from dpia.questionnaire.library import Library, close_or_own
from dpia.questionnaire.model import Question, Questionnaire

_ITEM = re.compile(r"[-*] |\d\d?\. ")
_SIGNS = (
    (re.compile(r"(?<![\w*])(\*\*|\*)(?=\S)([^*]+)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"`([^`]+)`"), r"\1"),
    (re.compile(r"\[([^\[\]]+)\]\(((?:[^()\s]|\([^()\s]*\))+)\)"), r"\1 (\2)"),
    (re.compile(r"^#{1,6} ", re.MULTILINE), ""),
)
_NEXT_ITEM = re.compile(r"\n[^\S\n]*(?=[-*] |\d\d?\. |\|)")


def questionnaire_lines(questionnaire: Questionnaire) -> Iterator[str]:
    """The sections and questions of a questionnaire."""
    yield f"{questionnaire.title} ({questionnaire.id} {questionnaire.version})"
    yield from readable(questionnaire.description or "", 100)
    for section in questionnaire.walk():
        yield ""
        yield section.title
        for question in section.questions:
            yield f"  {question.code or '':14} {question.ask} [{question.type.value}]"


def find_question(library: Library, name: str) -> tuple[Questionnaire, Question]:
    """A question by its code or key, with the questionnaire it stands in. Raises NotFound."""
    known = {
        word: (questionnaire, question)
        for questionnaire in library.questionnaires.values()
        for question in questionnaire.questions()
        for word in (question.code, f"{questionnaire.id}.{question.id}", *(row.code for row in question.fixed_rows))
        if word
    }
    if name not in known:
        hint = close_or_own(name, {*known, *library.questionnaires})
        raise NotFound(f"There is no questionnaire and no question `{name}`: {hint}")
    return known[name]


def question_lines(questionnaire: Questionnaire, question: Question) -> Iterator[str]:
    """One question with everything that is known about it."""
    yield f"{question.code or ''} {question.ask}".strip()
    yield f"  {questionnaire.id}.{question.id}, {question.type.value}{'' if question.required else ', optional'}"
    if question.when:
        yield f"  shown when {question.when}"
    for text in (question.help, question.guidance):
        if text:
            yield ""
            yield from (f"  {line}".rstrip() for line in readable(text, 98))
    for option in questionnaire.options_of(question) if not kind_of(question).fixed_options else ():
        yield f"  - {option.id}: {option.label}"
    for column in question.columns:
        yield f"  | {column.id} ({column.type.value}): {column.ask}"
    for finding in question.findings:
        yield ""
        yield f"  {finding.level.value} {finding.id}: if {finding.rule}"
        yield from (
            f"    {line}".rstrip()
            for text in (finding.says, finding.because, finding.mend)
            if text
            for line in readable(text, 94)
        )
    yield ""
    for words, values in (("sources", question.cite), ("ICAT", question.icat), ("DPV", question.dpv)):
        if values:
            yield f"  {words}: {', '.join(values)}"
    if question.edpb:
        yield f"  EDPB template: {question.edpb}"


def readable(text: str, width: int) -> Iterator[str]:
    """A Markdown text for a terminal, in lines of a width: its signs are left out, paragraphs joined, items of lists kept apart."""
    for sign, plain in _SIGNS:
        text = sign.sub(plain, text)
    for place, paragraph in enumerate(re.split(r"\n\s*\n", text.strip())):
        if place:
            yield ""
        for part in _NEXT_ITEM.split(paragraph):
            mark = _ITEM.match(part)
            yield from wrap(" ".join(part.split()), width, subsequent_indent=" " * len(mark[0]) if mark else "")
