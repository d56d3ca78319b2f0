"""Which definition it was: two of one version can still ask different things, and the hash tells them apart."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping

import rfc8785

from dpia.questionnaire.model import Questionnaire


def definition_hash(questionnaire: Questionnaire, known: Mapping[str, Questionnaire]) -> str:
    """SHA-256 of the canonical JSON (RFC 8785) of a questionnaire and of the modules that it includes, in order.

    `known` are the questionnaires and modules of the set by id. What a file leaves at its default is left out, so that a
    later key of the format changes no hash.
    """
    parts = (questionnaire, *with_modules(questionnaire, known))
    return hashlib.sha256(
        rfc8785.dumps([part.model_dump(mode="json", exclude_defaults=True) for part in parts])
    ).hexdigest()


def with_modules(
    questionnaire: Questionnaire, known: Mapping[str, Questionnaire], without: Collection[str] = ()
) -> Iterator[Questionnaire]:
    """The modules that a questionnaire includes, and those that these include, inner ones first; none of those to leave out."""
    for name in questionnaire.includes():
        if name not in without:
            yield from with_modules(known[name], known, without)
            yield known[name]


class Hashes(dict[str, str]):
    """The hash of each questionnaire and module by its id, worked out when it is first asked for and then kept."""

    def __init__(self, known: Mapping[str, Questionnaire]) -> None:
        super().__init__()
        self._known = known

    def __missing__(self, name: str) -> str:
        self[name] = definition_hash(self._known[name], self._known)
        return self[name]
