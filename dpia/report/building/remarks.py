"""The remarks of reviewers: each stands at its question or section, and the open ones among the open points too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from dpia.assessment.model import Remark
from dpia.questionnaire.model import Publication, Questionnaire, Section
from dpia.report.answered import Link, RemarkView
from dpia.showing.context import Context
from dpia.wording import N_

VERDICT_WORDS: Final = {
    "acceptable": N_("Acceptable"),
    "improvable": N_("Can be improved"),
    "to_fix": N_("To be fixed"),
}


def question_remarks(context: Context, key: str) -> tuple[RemarkView, ...]:
    """The remarks on a question."""
    return tuple(_views(context, [remark for remark in context.evaluation.assessment.remarks if remark.about == key]))


def section_remarks(context: Context, owner: Questionnaire, section: Section) -> tuple[RemarkView, ...]:
    """The remarks on a section; those on its whole file stand at the first section of it."""
    names = {f"{owner.id}.{section.id}"} - context.evaluation.form.questions.keys()
    if section is next(owner.walk()):
        names.add(owner.id)
    return tuple(_views(context, [remark for remark in context.evaluation.assessment.remarks if remark.about in names]))


def open_remarks(context: Context) -> tuple[RemarkView, ...]:
    """The remarks that nobody has resolved yet."""
    return tuple(_views(context, context.evaluation.assessment.open_remarks))


def _views(context: Context, remarks: Sequence[Remark]) -> Iterator[RemarkView]:
    """The remarks that this version may tell, because it shows all that they are about. None of them is for everybody."""
    for remark in remarks if context.publication is not Publication.PUBLIC else ():
        code, link, keys = _subject(context, remark.about)
        if context.publication is Publication.OPERATIONAL or (keys and all(_shows_all(context, key) for key in keys)):
            yield RemarkView(
                about=link,
                code=code,
                text=context.prose(remark.text),
                by=remark.by,
                on=context.words.date(remark.on),
                verdict=context._(VERDICT_WORDS[remark.verdict]) if remark.verdict else "",
                resolved=remark.resolved,
            )


def _subject(context: Context, about: str) -> tuple[str, Link, Sequence[str]]:
    """What a remark is about: its code, its words with the place where the report shows it, and its questions."""
    form, (file, _, name) = context.evaluation.form, about.partition(".")
    if about in form.questions:
        question = form.questions[about].question
        return question.code or "", Link(question.ask, anchor=_place(context, [about])), [about]
    sections = list(form.modules[file].walk()) if file in form.modules else []
    title = context.questionnaire_title(file)
    if name and (section := next((section for section in sections if section.id == name), None)):
        sections, title = list(_within(section)), section.title
    keys = [f"{file}.{question.id}" for section in sections for question in section.questions]
    return "", Link(title, anchor=_place(context, keys)), keys


def _place(context: Context, keys: Sequence[str]) -> str:
    """The anchor of the first question that is shown; nothing where none is."""
    return next((context.anchor(key) for key in keys if context.lists(context.evaluation.form.questions[key])), "")


def _shows_all(context: Context, key: str) -> bool:
    item = context.evaluation.form.questions[key]
    return context.shows(item) and all(context.shows_column(item, column) for column in item.columns.values())


def _within(section: Section) -> Iterator[Section]:
    yield section
    for part in section.sections:
        if isinstance(part, Section):
            yield from _within(part)
