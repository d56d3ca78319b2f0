"""Assessments as files: YAML or JSON, read strictly, written whole or not at all."""

from __future__ import annotations

import contextlib
import json
import os
import re
import tempfile
from pathlib import Path
from typing import Any

import yaml

from dpia.assessment.model import FORMAT, Assessment
from dpia.errors import AssessmentError, DpiaError, Problem, WouldOverwrite
from dpia.messages import assessments
from dpia.questionnaire.reading import validate
from dpia.questionnaire.text import Document, parse_bytes, read_document
from dpia.wording import N_, said


def read_assessment(path: Path) -> tuple[Assessment, Document]:
    """The assessment in a file, and the document with the place of everything. Raises BadInput or NotFound.

    Its answers are not yet compared with the questionnaires: see `check_assessment`.
    """
    return _assessment_of(read_document(path))


def parse_assessment(raw: bytes, name: str, *, is_json: bool = True) -> tuple[Assessment, Document]:
    """The same for bytes, for instance those embedded in a report."""
    return _assessment_of(parse_bytes(raw, name, is_json=is_json))


def _assessment_of(document: Document) -> tuple[Assessment, Document]:
    data = document.data
    if not isinstance(data, dict) or "dpia" not in data:
        raise AssessmentError([Problem(document.location(), assessments.NO_ASSESSMENT())])
    if isinstance(data["dpia"], int) and data["dpia"] > FORMAT:
        newer = assessments.NEWER_FORMAT(format=data["dpia"], known=FORMAT)
        raise AssessmentError([Problem(document.location(("dpia",)), newer)])
    assessment, problems = validate(Assessment, document)
    if assessment is None:
        raise AssessmentError(problems)
    return assessment, document


def dump_yaml(assessment: Assessment) -> str:
    """The assessment as YAML: stable order, block texts, small differences in git."""
    return as_yaml(assessment.data())


def dump_part(key: str, data: Any) -> str:
    """One top-level key of an assessment as YAML."""
    return as_yaml({key: data})


def as_yaml(data: Any) -> str:
    """Plain data as YAML that the strict reader reads."""
    return str(
        yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110, default_flow_style=False)
    )


def dump_json(assessment: Assessment) -> str:
    """The assessment as JSON, indented, with a final line break."""
    return json.dumps(assessment.data(), ensure_ascii=False, indent=2) + "\n"


def write_assessment(assessment: Assessment, path: Path, *, force: bool = False) -> None:
    """Writes the file whole or not at all. Raises WouldOverwrite where it exists and `force` is not set."""
    text = dump_json(assessment) if path.suffix.lower() == ".json" else dump_yaml(assessment)
    write_whole(path, text.encode("utf-8"), force=force)


def write_whole(path: Path, content: bytes, *, force: bool = False) -> None:
    """Writes through a temporary file, fsync and rename, so that the old file stays when anything fails."""
    temporary: str | None = None
    try:
        if path.exists() and not force:
            raise WouldOverwrite(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = path.stat().st_mode & 0o777 if path.exists() else None
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        text = N_("{path}: cannot be written: {why}. The old file, if any, is unchanged.")
        raise DpiaError(said(text, path=path, why=why)) from None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


class _Dumper(yaml.CSafeDumper):
    """Writes what the strict reader reads: `yes` and dates stay plain, only what would be typed is quoted."""


def _text(dumper: Any, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value and not re.search(r"[ \t]\n|^\s", value) else None
    node: yaml.ScalarNode = dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)
    return node


def _number(dumper: Any, value: float) -> yaml.ScalarNode:
    """As Python writes it, with an exponent where that has more decimals than the strict reader takes."""
    text = repr(value) if _FLOAT.fullmatch(repr(value)) else f"{value:.16e}"
    node: yaml.ScalarNode = dumper.represent_scalar("tag:yaml.org,2002:float", text)
    return node


_FLOAT = re.compile(r"-?(0|[1-9]\d{0,17})(\.\d{1,17})?([eE][+-]?\d{1,3})?")
_Dumper.yaml_implicit_resolvers = {}
_Dumper.add_representer(str, _text)
_Dumper.add_representer(float, _number)
for _tag, _pattern, _first in (
    ("int", r"^-?(0|[1-9]\d{0,17})$", "-0123456789"),
    ("float", rf"^{_FLOAT.pattern}$", "-0123456789"),
    ("bool", r"^(true|false)$", "tf"),
    ("null", r"^(null|~|)$", ["n", "~", ""]),
    ("merge", r"^<<$", "<"),  # as a key, the strict reader would refuse it
):
    _Dumper.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))
