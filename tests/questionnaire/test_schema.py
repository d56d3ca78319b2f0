"""The JSON Schemas of the formats: current, and named in the first line of each file."""

import json
import re
from pathlib import Path

import pytest

from dpia.data import QUESTIONNAIRES
from dpia.questionnaire.gathering import KINDS
from dpia.questionnaire.schema import SCHEMAS, format_schema
from dpia.questionnaire.text import read_document
from scripts import schemas

FILES = [
    path for path in sorted(QUESTIONNAIRES.rglob("*.yaml")) if "examples" not in path.relative_to(QUESTIONNAIRES).parts
]


@pytest.mark.parametrize("kind", SCHEMAS)
def test_the_committed_schema_is_current(kind: str) -> None:
    committed = (schemas.FOLDER / f"{kind}.schema.json").read_text(encoding="utf-8")
    assert committed == schemas.text(kind), "run `make schemas`"


def test_the_committed_schema_of_what_check_gives_is_current() -> None:
    assert schemas.CHECK_SCHEMA.read_text(encoding="utf-8") == schemas.text("check"), "run `make schemas`"


def test_there_is_a_schema_for_every_kind_of_file_and_no_other() -> None:
    assert {path.name for path in schemas.FOLDER.iterdir()} == {
        f"{kind}.schema.json" for kind in KINDS if kind != "module"
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(QUESTIONNAIRES)))
def test_the_first_line_of_a_file_names_the_schema_of_its_kind(path: Path) -> None:
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert found is not None
    kind = read_document(path).data.get("kind", "questionnaire")
    named = (path.parent / found[1]).resolve()
    assert named == (schemas.FOLDER / f"{'questionnaire' if kind == 'module' else kind}.schema.json").resolve()
    assert named.is_file()


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_schema_refuses_unknown_keys_everywhere(kind: str) -> None:
    schema = format_schema(kind)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    objects = [schema, *(part for part in schema.get("$defs", {}).values() if part.get("type") == "object")]
    assert all(part["additionalProperties"] is False for part in objects)


def test_a_schema_names_the_keys_as_files_write_them() -> None:
    text = json.dumps(format_schema("questionnaire"))
    finding = format_schema("questionnaire")["$defs"]["Finding"]["properties"]
    assert "if" in finding and "rule" not in finding
    assert '"sign_off"' in text and '"yes_no"' in text
