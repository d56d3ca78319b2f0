"""Writes the JSON Schemas: of the definition formats to questionnaires/schema, of `dpia check --json` to docs.

`make schemas` runs it, a test compares.
"""

import json
from pathlib import Path

from dpia.questionnaire.schema import SCHEMAS, format_schema
from dpia.showing.outline_schema import CHECK, check_schema

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "questionnaires" / "schema"
CHECK_SCHEMA = ROOT / "docs" / "check.schema.json"


def text(kind: str) -> str:
    """The schema of a kind, or of what `check` gives, as it is committed."""
    data = check_schema() if kind == CHECK else format_schema(kind)
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name in SCHEMAS:
        (FOLDER / f"{name}.schema.json").write_text(text(name), encoding="utf-8")
        print(f"questionnaires/schema/{name}.schema.json")
    CHECK_SCHEMA.write_text(text(CHECK), encoding="utf-8")
    print("docs/check.schema.json")
