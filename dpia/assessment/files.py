"""Assessments as files: YAML or JSON, read strictly, written whole or not at all."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import yaml

from dpia.assessment.locking import alone, real
from dpia.assessment.model import FORMAT, Assessment
from dpia.assessment.placeholders import placeholder_paths
from dpia.assessment.placing import place_of
from dpia.errors import AssessmentError, DpiaError, Problem, WouldOverwrite
from dpia.folders import make_folder
from dpia.leftovers import part_of, remove_left
from dpia.messages import assessments
from dpia.questionnaire.kinds.numbers import AMBIGUOUS
from dpia.questionnaire.reading import validate
from dpia.questionnaire.text import Document, Path_, parse_bytes, read_document
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
    assessment, problems = validate(Assessment, document, partial(place_of, data))
    left = [*_placeholders(document)]
    if assessment is None or left:
        entries = [document.lines(path[:2] if path[0] != "decision" else path[:1]) for path in left]
        others = [one for one in problems if not any(one.location.line in lines for lines in entries)]
        told = assessments.PLACEHOLDER()
        placeholders = [Problem(document.location(path), told.at(place_of(data, path))) for path in left]
        error = AssessmentError([*placeholders, *others])
        error.data = data
        raise error
    return assessment, document


def _placeholders(document: Document) -> Iterator[Path_]:
    """What `dpia new` wrote in registers, decision and remarks and nobody replaced; of answers `check_assessment` says it."""
    for key, value in document.data.items():
        if key != "answers":
            yield from ((key, *path) for path in placeholder_paths(value))


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
    """Writes through a temporary file, fsync and rename, so that the old file stays when anything fails. See `whole`."""
    try:
        with whole(path, force=force) as stream:
            stream.write(content)
    except (OSError, ValueError) as error:
        raise not_written(path, error) from None


@contextmanager
def whole(path: Path, *, force: bool = False) -> Iterator[BinaryIO]:
    """A stream into what takes the place of a file once everything was written, while no other program of ours changes it.

    A symbolic link stays one: the file behind it is replaced. It keeps its rights and, as far as this user may give it away,
    its owner. What killed runs left in the folder is removed. Raises WouldOverwrite where the file exists and `force` is not
    set, DpiaError where it is a device or a pipe or another program does not let go of it, and OSError or ValueError where it
    cannot be written.
    """
    target = real(path)
    _refuse_device(path, target)
    with suppress(FileExistsError):  # what is no folder is told by what comes next
        make_folder(target.parent)
    remove_left(target.parent)
    with alone(target):
        old = target.stat() if target.exists() else None
        if old is not None and not force:
            raise WouldOverwrite(path)
        with part_of(target) as (stream, part):
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
            if old is not None:
                _hand_over(part, old)
            part.replace(target)


def _refuse_device(path: Path, target: Path) -> None:
    """Raises DpiaError for `/dev/null` and its like: whoever may write in their folder would put a file in their place."""
    mode = target.stat().st_mode if target.exists() else stat.S_IFREG
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        text = N_("{path}: this is a device or a pipe, no file. Nothing was written; name a file.")
        raise DpiaError(said(text, path=path))


def _hand_over(part: Path, old: os.stat_result) -> None:
    """Gives a new file the owner and the rights of the one it replaces; a group that it cannot have gets no rights."""
    with suppress(OSError):
        os.chown(part, old.st_uid, -1)
    with suppress(OSError):
        os.chown(part, -1, old.st_gid)
    rights = old.st_mode & 0o777
    part.chmod(rights if part.stat().st_gid == old.st_gid else rights & ~0o070)


def not_written(path: Path, error: Exception) -> DpiaError:
    """What is told of a file that cannot be written."""
    why = getattr(error, "strerror", None) or said(N_("this is no name of a file"))
    text = N_("{path}: cannot be written: {why}. The old file, if any, is unchanged.")
    return DpiaError(said(text, path=path, why=why))


class _Dumper(yaml.CSafeDumper):
    """Writes what the strict reader reads: `yes` and dates stay plain, only what would be typed is quoted."""


def _text(dumper: Any, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value and not re.search(r"[ \t]\n|^\s", value) else None
    if style is None and value[:1].isspace():  # bare, it would be read as an indentation that YAML does not know
        style = '"'
    node: yaml.ScalarNode = dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)
    return node


def _number(dumper: Any, value: float) -> yaml.ScalarNode:
    """As Python writes it, with an exponent where that has more decimals than the strict reader takes.

    1.125 gets a fourth decimal: with three it could be taken for a thousand.
    """
    text = repr(value) if _FLOAT.fullmatch(repr(value)) else f"{value:.16e}"
    if AMBIGUOUS.fullmatch(text):
        text += "0"
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
