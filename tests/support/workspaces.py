"""Small assessments in a workspace, quick to save: a page of questions of every kind that the workspace looks at."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from dpia.assessment.model import Answer, Assessment
from dpia.questionnaire.library import Library
from dpia.workspace import Saved, Workspace, open_workspace
from dpia.workspace.files import find_file
from dpia.workspace.tables import ASSESSMENTS
from tests.support.forms import make_library

FULL = os.environ.get("DPIA_FULL") == "1"
"""Whether the numbers of the issue are run in full, as `make proof` does; a smaller number otherwise."""
BACKENDS = ("sqlite", "postgresql")
AT = datetime(2026, 11, 24, 14, 2, 31, 250_000, tzinfo=UTC)
ON = AT.date()

PAGE = """
- {id: purpose, code: P-1, ask: What is it for?, type: long, allow: [unknown, not_applicable]}
- id: recorded
  code: P-2
  ask: Are calls recorded?
  type: yes_no
  findings:
    - {id: calls_recorded, if: recorded == yes, level: block, says: Calls are recorded., because: Somebody hears them.,
       mend: Switch it off.}
- id: logged
  code: P-3
  ask: Are numbers logged?
  type: yes_no
  findings:
    - {id: numbers_logged, if: logged == yes, level: major, says: Numbers are logged., because: They name callers.,
       mend: Log none.}
- {id: contract, code: P-4, ask: Which contract is there?, type: evidence, required: false}
- {id: review_on, code: P-5, ask: When is the next review?, type: date, means: next_review, required: false}
- id: goals
  code: P-6
  ask: What are the goals?
  type: table
  required: false
  prefix: G
  columns:
    - {id: name, ask: Goal, type: text}
- id: partners
  code: P-7
  ask: Who helps?
  type: table
  required: false
  prefix: P
  columns:
    - {id: name, ask: Name, type: text}
    - {id: goal, ask: Goal, type: row, of: goals}
- {id: one, code: P-8, ask: One?, type: text, required: false}
- {id: two, code: P-9, ask: Two?, type: text, required: false}
"""
WORDS = "".join(
    f"- {{id: own{number}, code: W-{number}, ask: Own {number}?, type: text, required: false}}\n"
    for number in range(32)
)


def small_library() -> Library:
    """The small questionnaires `page` and `words`; `words` has a question for each of 32 editors."""
    return make_library(
        page=PAGE, words=WORDS + "- {id: shared, code: W-32, ask: Shared?, type: text, required: false}\n"
    )


def make(
    name: str = "hotline", title: str = "Hotline", answers: dict[str, Any] | None = None, **parts: Any
) -> Assessment:
    """An assessment on `page`."""
    return Assessment.model_validate(
        {
            "id": name,
            "title": title,
            "questionnaires": [{"id": "page", "version": "1.2.0"}],
            "answers": {"page": answers if answers is not None else {"purpose": "Advice at any hour."}},
            **parts,
        }
    )


def opened(address: str | Path, library: Library | None = None, at: datetime = AT) -> Workspace:
    """A workspace with the small questionnaires."""
    return open_workspace(address, library or small_library(), at=at)


def create(workspace: Workspace, assessment: Assessment, *, actor: str = "ann", at: datetime = AT) -> str:
    """Takes an assessment in, and gives its id."""
    workspace.create(assessment, actor=actor, at=at)
    return assessment.id


def answer(
    workspace: Workspace,
    name: str,
    question: str,
    value: Any,
    *,
    seen: int | None = None,
    actor: str = "ann",
    at: datetime = AT,
    **more: Any,
) -> Saved:
    """Saves another answer to a question of `page`, made from the newest revision or from the one that was `seen`."""
    before = workspace.get(name, seen)
    key = question if "." in question else f"page.{question}"
    mine = before.assessment.with_answer(key, value)
    return workspace.save(name, mine, seen=before.number, actor=actor, at=at, **more)


def value(workspace: Workspace, name: str, question: str, number: int | None = None) -> Any:
    """The value of an answer to a question of `page`, as it is kept; None where there is none."""
    found = workspace.get(name, number).assessment.answer(f"page.{question}")
    return found.value if isinstance(found, Answer) else None


def later(minutes: int) -> datetime:
    """So many minutes after the tests' moment."""
    return AT + timedelta(minutes=minutes)


def file_here(engine: Engine, sha256: str) -> bytes | None:
    """A file of evidence by its hash, through whichever assessment uses it."""
    with engine.connect() as connection:
        names = connection.execute(select(ASSESSMENTS.c.id)).scalars().all()
    found = (find_file(engine, sha256, assessment=name) for name in [*names, "none"])
    return next((content for content in found if content is not None), None)
