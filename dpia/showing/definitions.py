"""Which definitions an assessment rests on, in the reader's words: their hash, and where they are not the shipped ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dpia.assessment.routing import redefined
from dpia.assessment.soundness import unsound
from dpia.assessment.versions import version_gaps
from dpia.errors import Code
from dpia.questionnaire.model import Questionnaire
from dpia.questionnaire.origin import HEADS, Origin, OriginKind
from dpia.showing.context import Context
from dpia.wording import N_, and_more, said

MOST: Final = 12
KIND_WORDS: Final[Mapping[str, str]] = {
    "questionnaire": N_("Questionnaires"),
    "module": N_("Modules"),
    "kit": N_("Starter kits"),
    "national-list": N_("National lists"),
    "method": N_("Risk method"),
    "risk": N_("Risks of the catalogue"),
    "source": N_("Sources"),
    "term": N_("Glossary"),
    "action": N_("ICAT actions"),
    "prefix": N_("DPV terms"),
    "catalogue": N_("Title and version of the risk catalogue"),
    "actions": N_("Note on the ICAT actions"),
    "dpv": N_("Title and version of the DPV terms"),
}

NEWER: Final = N_(
    "{title} was answered on version {answered}, and judged here by the older version {here}: update dpia or its questionnaires."
)
CARRIED: Final = N_("Printed again by the definitions that its report carried, not by those that are installed.")


@dataclass(frozen=True, slots=True)
class Notices:
    """What somebody who signs has to know of the definitions: what is not the shipped one, and what changed meanwhile.

    `foreign` says whose translations are shown, where neither the program nor whoever wrote the definitions brought them.
    `versions` says what is older here than what was answered, and that a report is printed by the definitions it carried.
    `unsound` says what does not go together, as two risks with one number.
    """

    altered: tuple[str, ...]
    redefined: tuple[str, ...]
    foreign: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    unsound: tuple[str, ...] = ()


def dated_version(context: Context, questionnaire: Questionnaire) -> str:
    """The version with the first eight digits of the definition's hash: 1.0.0 · 3fa9c1d2."""
    return f"{questionnaire.version} · {context.evaluation.form.hashes[questionnaire.id][:8]}"


def notices(context: Context) -> Notices:
    """What is to be told of the definitions of an assessment."""
    titles = (f"{context.questionnaire_title(name)} ({name})" for name in redefined(context.evaluation))
    found = (tuple(titles), tuple(_foreign(context)), tuple(_versions(context)), tuple(_unsound(context)))
    return Notices(tuple(_altered(context)), *found)


def _versions(context: Context) -> Iterator[str]:
    library = context.library.original or context.library
    for gap in version_gaps(context.evaluation.assessment, library.questionnaires):
        if gap.is_newer:
            line = said(NEWER, title=context.questionnaire_title(gap.id), answered=gap.answered, here=gap.here)
            yield context.tell(line)
    if library.carried:
        yield context._(CARRIED)


def _unsound(context: Context) -> Iterator[str]:
    for found in unsound(context.evaluation):
        if "risks" not in context.withheld or found.told.code is not Code.RISK_NUMBER:
            yield found.told.sentences(context.words.translate)


def _altered(context: Context) -> Iterator[str]:
    """A line for each kind: "Risks of the catalogue: R05, R07"."""
    by_kind: dict[str, list[str]] = {}
    for found in context.evaluation.form.replacements:
        if found.alters:
            by_kind.setdefault(found.kind, []).append(_name(context, found.kind, found.id))
    for kind in filter(by_kind.__contains__, KIND_WORDS):
        names = _shortened(context, by_kind[kind])
        yield context._(KIND_WORDS[kind]) if kind in HEADS else f"{context._(KIND_WORDS[kind])}: {names}"


def _shortened(context: Context, names: Sequence[str]) -> str:
    more = len(names) - MOST
    return ", ".join(names if more <= 0 else [*names[:MOST], context.tell(and_more(more))])


def _foreign(context: Context) -> Iterator[str]:
    """A line for each who translated: "Texts in de of gdpr-dpia, review: package acme 1.2"."""
    by_origins: dict[tuple[str, str], list[str]] = {}
    for found in context.evaluation.form.foreign_texts:
        origins = ", ".join(dict.fromkeys(_brought_by(context, origin) for origin in found.origins))
        by_origins.setdefault((found.language, origins), []).append(found.id)
    for (language, origins), names in by_origins.items():
        # Translators: {language} is a tag such as de, {names} are ids of questionnaires, {origins} who translated them
        line = said(
            "Texts in {language} of {names}: {origins}",
            language=language,
            names=_shortened(context, names),
            origins=origins,
        )
        yield context.tell(line)


def _brought_by(context: Context, origin: Origin) -> str:
    """Who brought a translation; no report tells the folders of a machine."""
    if origin.kind is OriginKind.PACKAGE:
        return context.tell(said("package {name}", name=f"{origin.package} {origin.version}".rstrip()))
    return context._(N_("files of this installation"))


def _name(context: Context, kind: str, name: str) -> str:
    if kind in ("questionnaire", "module"):
        return f"{context.questionnaire_title(name)} ({name})"
    return f"{context.evaluation.form.method.title} ({name})" if kind == "method" else name
