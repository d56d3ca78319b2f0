"""Writes the JSON Schemas of the definition formats to questionnaires/schema. `make schemas` runs it, a test compares."""

import json
from pathlib import Path

from dpia.questionnaire.schema import SCHEMAS, format_schema

FOLDER = Path(__file__).parent.parent / "questionnaires" / "schema"


def text(kind: str) -> str:
    """The schema of a kind as it is committed."""
    return json.dumps(format_schema(kind), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name in SCHEMAS:
        (FOLDER / f"{name}.schema.json").write_text(text(name), encoding="utf-8")
        print(f"questionnaires/schema/{name}.schema.json")
