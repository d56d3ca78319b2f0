"""Starter kits: the typical answers, risks and measures of an ordinary processing, which a person then confirms or changes."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from dpia.errors import Refused
from dpia.messages import assessments
from dpia.questionnaire.base import Definition, FileId, Id, Line, Prose, PublicCode, Words, as_tuple
from dpia.questionnaire.records import RowId
from dpia.questionnaire.reference import RiskId


class KitRisk(Definition):
    """A risk that is usual for the processing: one of the catalogue, or one of the kit's own. It is never rated."""

    id: RowId
    scenario: RiskId | None = None
    title: Line | None = None
    harm: Prose | None = None
    sources: Prose | None = None
    measures: Words = ()

    @model_validator(mode="after")
    def _is_named(self) -> KitRisk:
        if self.scenario is None and self.title is None:
            raise Refused(assessments.NAMELESS_RISK())
        return self


class KitMeasure(Definition):
    """A measure that usually helps. It has no owner, no date, and is only planned."""

    id: RowId
    title: Line
    text: Prose | None = None


class OpenPoint(Definition):
    """What only the organisation can say: a question by its code, with a hint how to answer it."""

    code: PublicCode
    hint: Line


class Kit(Definition):
    """A starter kit. `answers` stand by file and question, as in an assessment; `open` is left to whoever begins with it."""

    id: FileId
    kind: Literal["kit"]
    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
    title: Line
    sector: Line
    summary: Prose
    questionnaires: Annotated[Words, Field(min_length=1)]
    method: FileId | None = None
    answers: dict[str, dict[Id, Any]] = Field(default_factory=dict)
    risks: Annotated[tuple[KitRisk, ...], BeforeValidator(as_tuple)] = ()
    measures: Annotated[tuple[KitMeasure, ...], BeforeValidator(as_tuple)] = ()
    open: Annotated[tuple[OpenPoint, ...], BeforeValidator(as_tuple)] = ()
