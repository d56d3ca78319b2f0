"""What a questionnaire says to those for whom no part of the response to trafficking is chosen."""

import ast
import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from dpia.questionnaire.model import Questionnaire

FIELD_WORDS = re.compile(
    r"traffick|exploit|\bsurvivors?\b|\bshelters?\b|abuse material|sexual(?:ly)? (?:abuse|exploit)|sex work|prostitut|\bescort"
    r"|\brescue|\bICAT\b|presumed victim|identified victim|secondary victim|slavery|forced labour",
    re.IGNORECASE,
)
FIELD_SOURCES = re.findall(
    r"\S+",
    """
    thb-directive thb-amending csam-2021 csam-2026 cets197 palermo opsc lanzarote lanzarote-opinion icat
    who-2003 htcds ctdc datact planitzer nexus icmpd-data-collection trm-guidelines osce-2020 sms-study
    kjellgren atr unwg greta newstatesman-2019 forbes-2022
    """,
)
_LAYER = frozenset(
    {
        "screening.trafficking >= 1",
        "csam_detection in screening.technology",
        "abuse_images in screening.trafficking_triggers",
    }
)


def in_layer(rule: str | None, closed: frozenset[str] = frozenset()) -> bool:
    """Whether a rule holds only where trafficking or abuse material is the matter, or with an option that is `closed`."""
    return rule is not None and _needs(ast.parse(f"({rule})", mode="eval").body, closed)


def _needs(node: ast.expr, closed: frozenset[str]) -> bool:
    match node:
        case ast.BoolOp(op=ast.And(), values=parts):
            return any(_needs(part, closed) for part in parts)
        case ast.BoolOp(values=parts):
            return all(_needs(part, closed) for part in parts)
        case ast.Call(func=ast.Name(id="any"), args=parts):
            return any(_needs(part, closed) for part in parts)
        case (
            ast.Compare(ops=[ast.Eq()], comparators=[ast.Name(id=option)])
            | ast.Compare(left=ast.Name(id=option), ops=[ast.In()], comparators=[ast.Name() | ast.Attribute()])
        ) if option in closed:
            return True
    return ast.unparse(node) in _LAYER


def without_layer(questionnaire: Questionnaire) -> Questionnaire:
    """The questionnaire without the sections, questions, columns, options and findings that only the layer shows."""
    closed = frozenset(_closed_options(questionnaire))
    kept: Questionnaire = _without(questionnaire.model_copy(update={"retired": ()}), closed)
    return kept


def _rule(part: Any) -> str | None:
    return getattr(part, "rule", None) or getattr(part, "when", None)


def _without(part: Any, closed: frozenset[str]) -> Any:
    if isinstance(part, BaseModel):
        return part.model_copy(update={name: _without(getattr(part, name), closed) for name in type(part).model_fields})
    if isinstance(part, tuple):
        return tuple(_without(item, closed) for item in part if not in_layer(_rule(item), closed))
    if isinstance(part, dict):
        return {key: _without(item, closed) for key, item in part.items()}
    return part


def _closed_options(part: Any) -> Iterator[str]:
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _closed_options(getattr(part, name))
    elif isinstance(part, tuple | dict):
        for item in part.values() if isinstance(part, dict) else part:
            if isinstance(item, BaseModel) and in_layer(getattr(item, "when", None)):
                yield str(getattr(item, "id", ""))
            yield from _closed_options(item)


def citations(part: Any) -> Iterator[str]:
    """The keys of the sources that a part of a questionnaire cites."""
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            value = getattr(part, name)
            yield from (citation.partition(" ")[0] for citation in value) if name == "cite" else citations(value)
    elif isinstance(part, tuple | dict):
        for item in part.values() if isinstance(part, dict) else part:
            yield from citations(item)
