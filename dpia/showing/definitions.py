"""Which definitions an assessment rests on, in the reader's words: their hash, and where they are not the shipped ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from dpia.assessment.routing import redefined
from dpia.questionnaire.model import Questionnaire
from dpia.showing.context import Context
from dpia.wording import N_, and_more

MOST: Final = 12
KIND_WORDS: Final[Mapping[str, str]] = {
    "questionnaire": N_("Questionnaires"),
    "module": N_("Modules"),
    "method": N_("Risk method"),
    "risk": N_("Risks of the catalogue"),
    "source": N_("Sources"),
    "term": N_("Glossary"),
    "action": N_("ICAT actions"),
}


@dataclass(frozen=True, slots=True)
class Notices:
    """What somebody who signs has to know of the definitions: what is not the shipped one, and what changed meanwhile."""

    altered: tuple[str, ...]
    redefined: tuple[str, ...]


def dated_version(context: Context, questionnaire: Questionnaire) -> str:
    """The version with the first eight digits of the definition's hash: 1.0.0 · 3fa9c1d2."""
    return f"{questionnaire.version} · {context.evaluation.form.hashes[questionnaire.id][:8]}"


def notices(context: Context) -> Notices:
    """What is to be told of the definitions of an assessment."""
    titles = (f"{context.questionnaire_title(name)} ({name})" for name in redefined(context.evaluation))
    return Notices(tuple(_altered(context)), tuple(titles))


def _altered(context: Context) -> Iterator[str]:
    """A line for each kind: "Risks of the catalogue: R05, R07"."""
    by_kind: dict[str, list[str]] = {}
    for found in context.evaluation.form.replacements:
        if found.alters:
            by_kind.setdefault(found.kind, []).append(_name(context, found.kind, found.id))
    for kind in filter(by_kind.__contains__, KIND_WORDS):
        names = by_kind[kind]
        more = len(names) - MOST
        shown = names if more <= 0 else [*names[:MOST], context.tell(and_more(more))]
        yield f"{context._(KIND_WORDS[kind])}: {', '.join(shown)}"


def _name(context: Context, kind: str, name: str) -> str:
    if kind in ("questionnaire", "module"):
        return f"{context.questionnaire_title(name)} ({name})"
    return f"{context.evaluation.form.method.title} ({name})" if kind == "method" else name
