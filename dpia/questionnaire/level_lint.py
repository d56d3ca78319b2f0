"""Whether every method that a questionnaire can be rated by says what the levels mean that its findings name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from dpia.errors import Problem
from dpia.messages import linting
from dpia.questionnaire.compiled import CompiledFile, CompiledFinding
from dpia.questionnaire.identity import with_modules
from dpia.questionnaire.library import Library
from dpia.questionnaire.methods import SCALE_WORDS, LevelNames, LevelWord
from dpia.questionnaire.model import Questionnaire
from dpia.questionnaire.reference import Method
from dpia.questionnaire.text import Path_
from dpia.questionnaire.walking import findings_with_paths
from dpia.wording import Saying, and_more, joined, said

MOST_NAMED = 3


def level_problems(library: Library, files: Mapping[str, CompiledFile]) -> Iterator[Problem]:
    """Each level that a method lacks and a finding names: told in that of the two files which was read later."""
    order = {id(item): place for place, (_, item) in enumerate(library.definitions)}
    methods = {name: LevelNames(item, ()) for name, item in library.methods.items()}
    lacking: dict[str, dict[LevelWord, list[str]]] = {}
    for file_id, names in _methods_of(library).items():
        file, here = files[file_id], set[LevelWord]()
        for name in names:
            unsaid = {word: found for word, found in _named(file, methods) if not methods[name].knows(word)}
            if order[id(library.methods[name])] > order[id(file.questionnaire)]:
                for missed in unsaid:
                    lacking.setdefault(name, {}).setdefault(missed, []).append(file_id)
            else:
                # Of several methods that lack a level the first is named.
                first = {word: found for word, found in unsaid.items() if word not in here}
                yield from _at_findings(library, file, library.methods[name], first, methods)
                here |= first.keys()
    for name, words in lacking.items():
        document = library.documents[library.file_of(library.methods[name])]
        for (scale, word), files_of in words.items():
            told = linting.LEVEL_NOT_MEANT(scale=said(SCALE_WORDS[scale]), level=word, names=_some(files_of))
            yield Problem(document.location((scale,), key=True), told)


def _some(files: Sequence[str]) -> Saying:
    named: list[Saying] = [said("`{file}`", file=file) for file in files[:MOST_NAMED]]
    return joined([*named, *([and_more(len(files) - MOST_NAMED)] if len(files) > MOST_NAMED else [])], ", ")


def _is_whole(item: Questionnaire, library: Library) -> bool:
    """Whether every module that a questionnaire includes, and those include, is in the set."""
    waiting, seen = [item], {item.id}
    while waiting:
        for name in waiting.pop().includes():
            part = library.questionnaires.get(name)
            if part is None:
                return False
            if name not in seen:
                seen.add(name)
                waiting.append(part)
    return True


def _methods_of(library: Library) -> dict[str, tuple[str, ...]]:
    """The methods by which each file can be rated: the one that its questionnaires name, else any."""
    found: dict[str, dict[str, None]] = {}
    for item in library.questionnaires.values():
        # A module that is not in the set is told where it is included; a part of the folder may be judged alone.
        if item.kind == "questionnaire" and _is_whole(item, library):
            asked = [name for name in library.methods if item.method in (None, name)]
            for part in (item, *with_modules(item, library.questionnaires)):
                found.setdefault(part.id, {}).update(dict.fromkeys(asked))
    return {name: tuple(asked) for name, asked in found.items()}


def _named(file: CompiledFile, methods: Mapping[str, LevelNames]) -> Iterator[tuple[LevelWord, CompiledFinding]]:
    """The levels that findings of a file name, each with the first one; those that no method knows are told elsewhere."""
    first: dict[LevelWord, CompiledFinding] = {}
    for item in file.questions:
        for finding in item.findings:
            for word in finding.levels():
                if any(names.knows(word) for names in methods.values()):
                    first.setdefault(word, finding)
    yield from first.items()


def _at_findings(
    library: Library,
    file: CompiledFile,
    method: Method,
    unsaid: Mapping[LevelWord, CompiledFinding],
    methods: Mapping[str, LevelNames],
) -> Iterator[Problem]:
    paths = {finding.id: path for path, _, finding in findings_with_paths(file.questionnaire)}
    document = library.document_of(file.questionnaire.id)
    for word, found in unsaid.items():
        knowing = next(name for name, names in methods.items() if names.knows(word))
        gaps = {"scale": said(SCALE_WORDS[word.scale]), "level": word.word, "method": method.id, "knowing": knowing}
        place = document.location((*paths[found.finding.id], *_within(found, word)))
        yield Problem(place, linting.LEVEL_NOT_KNOWN(**gaps))


def _within(found: CompiledFinding, word: LevelWord) -> Path_:
    floors: Iterable[tuple[str, Mapping[str, str]]] = (
        ("severity_floor", found.finding.severity_floor if word.scale == "severity" else {}),
        ("likelihood_floor", found.finding.likelihood_floor if word.scale == "likelihood" else {}),
    )
    for key, demands in floors:
        for risk, level in demands.items():
            if level == word.word:
                return (key, risk)
    return ("if",)
