"""Questions that depend on each other in a circle, and modules that include themselves: neither could be evaluated."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping

from dpia.errors import Problem
from dpia.messages import definitions
from dpia.questionnaire.compiled import CompiledFile
from dpia.questionnaire.text import Document
from dpia.questionnaire.walking import includes_with_paths, questions_with_paths


def circles(files: Mapping[str, CompiledFile], document_of: Callable[[str], Document]) -> Iterator[Problem]:
    """One problem for each circle of questions that depend on each other, at the first of them; then module circles."""
    reads = {item.key: item.reads() for file in files.values() for item in file.questions}
    told: set[frozenset[str]] = set()
    for file_id, file in files.items():
        paths = {question.id: path for path, question in questions_with_paths(file.questionnaire)}
        for item in file.questions:
            circle = (item.key,) if item.reads_itself() else _circle(item.key, reads)
            if circle and frozenset(circle) not in told:
                told.add(frozenset(circle))
                place = document_of(file_id).location(paths[item.question.id])
                way = " -> ".join(key.removeprefix(f"{file_id}.") for key in (*circle, item.key))
                yield Problem(place, definitions.CIRCLE(name=item.question.id, way=way))
    includes = {file_id: frozenset(file.questionnaire.includes()) for file_id, file in files.items()}
    for file_id, file in files.items():
        for path, module in includes_with_paths(file.questionnaire.sections, ("sections",)):
            if file_id == module or file_id in _reach(module, includes):
                place = document_of(file_id).location((*path, "include"))
                yield Problem(place, definitions.MODULE_CIRCLE(name=file_id, module=module))


def _circle(start: str, edges: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """The shortest way from `start` back to it, without the last step; empty where there is none."""
    seen = {start}
    ways: deque[tuple[str, ...]] = deque([(start,)])
    while ways:
        way = ways.popleft()
        for key in sorted(edges.get(way[-1], ())):
            if key == start:
                return way
            if key not in seen:
                seen.add(key)
                ways.append((*way, key))
    return ()


def _reach(start: str, edges: Mapping[str, frozenset[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(edges.get(start, ()))
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting.extend(edges.get(key, ()))
    return found
