"""JSON Schemas of the definition formats, for editors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from dpia.questionnaire.base import Definition
from dpia.questionnaire.gathering import KINDS

SCHEMAS: Final[Mapping[str, type[Definition]]] = {name: model for name, model in KINDS.items() if name != "module"}


def format_schema(kind: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of the files of a kind: `questionnaire`, `method`, `catalogue`, ..."""
    schema = SCHEMAS[kind].model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"dpia {kind}", **schema}
