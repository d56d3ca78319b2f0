"""Definition files written in a test, and what reading and linting them says."""

from datetime import date
from pathlib import Path
from textwrap import dedent

from dpia.errors import Problem
from dpia.questionnaire.library import Library, read_definitions
from dpia.questionnaire.lint import lint
from tests.support.forms import ON

HEAD = "id: page\nversion: 1.0.0\ntitle: Page\n"

METHOD = """\
id: two-by-two
kind: method
version: 1.0.0
title: Two by two
description: A small method
severity:
  - {id: small, number: 1, label: Small, meaning: Passes}
  - {id: large, number: 2, label: Large, meaning: Stays}
likelihood:
  - {id: rare, number: 1, label: Rare, meaning: Seldom}
  - {id: often, number: 2, label: Often, meaning: Mostly}
levels:
  - {id: low, label: Low, acceptance: Accept, acceptable: yes}
  - {id: high, label: High, acceptance: Stop, acceptable: stop, consult: true}
matrix:
  small: [low, low]
  large: [low, high]
"""

CATALOGUE = """\
id: risks
kind: catalogue
version: 1.0.0
title: Risks
risks:
  - id: R01
    title: A leak
    scenario: Somebody reads what is not theirs
    kind: [event]
    severity: large
    measures:
      - {id: one, title: One}
      - {id: two, title: Two}
      - {id: three, title: Three}
"""

SOURCES = """\
id: sources
kind: sources
version: 1.0.0
title: Sources
sources:
  gdpr:
    title: The regulation
    short: GDPR
    status: in_force
    articles:
      5(1): {title: Principles, verified: yes, checked_on: 2026-11-24}
"""


def write_files(folder: Path, **files: str) -> Path:
    """The folder with a YAML file for each text; two underscores in a name stand for a folder."""
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    return folder


def read_files(folder: Path, **files: str) -> Library:
    """The library of these files and nothing else."""
    return read_definitions([write_files(folder, **files)])


def one_question(text: str, head: str = HEAD) -> str:
    """A questionnaire around the YAML of its questions, `- id: ...` at the left margin; the first stands in line 8."""
    lines = dedent(text).strip("\n").splitlines()
    return head + "sections:\n  - id: all\n    title: All\n    questions:\n" + "".join(f"      {x}\n" for x in lines)


def lint_files(folder: Path, *, whole_set: bool = False, on: date = ON, **files: str) -> list[str]:
    """What lint says of these files: `page:8:9 unknown-id`, in order; the file without folder and ending."""
    return [_short(problem) for problem in lint(read_files(folder, **files), on=on, whole_set=whole_set)]


def _short(problem: Problem) -> str:
    place = problem.location
    return f"{Path(place.file).stem}:{place.line}:{place.column} {problem.code.slug}"
