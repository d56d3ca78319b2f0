"""Small questionnaires written in a test, and assessments that answer them."""

import tempfile
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.assessment.model import Assessment
from dpia.data import QUESTIONNAIRES
from dpia.questionnaire.compiled import Form
from dpia.questionnaire.library import Library, read_definitions

ON = date(2026, 11, 24)
LAYERS = ("catalogue-danger.yaml", "catalogue.yaml")
"""The shipped catalogues whose risks small questionnaires raise: those of danger and of the field."""

_HEAD = (
    "id: {id}\nversion: 1.2.0\ntitle: {id}\nuses: [{uses}]\nsections:\n  - id: all\n    title: All\n    questions:\n"
)


@lru_cache
def make_library(**questionnaires: str) -> Library:
    """The shipped method and catalogue with small questionnaires, each given as YAML: `lists: ...` or a list of questions."""
    with tempfile.TemporaryDirectory() as folder:
        for name, questions in questionnaires.items():
            uses = ", ".join(other for other in questionnaires if other < name)
            text = _HEAD.format(id=name, uses=uses) + indent(dedent(questions), " " * 6)
            (Path(folder) / f"{name}.yaml").write_text(text, encoding="utf-8")
        found = read_definitions([Path(folder), *(QUESTIONNAIRES / name for name in ("methods", *LAYERS))])
    return found.check()


def make_form(**questionnaires: str) -> Form:
    """A form of small questionnaires; one may name questions of those whose names come before its own."""
    return make_library(**questionnaires).form(list(questionnaires))


def make_assessment(form: Form, answers: Mapping[str, Any] | None = None, **parts: Any) -> Assessment:
    """An assessment on a form. Answers stand by question when the form has one questionnaire, else by file."""
    files = [item.id for item in form.questionnaires]
    return Assessment.model_validate(
        {
            "id": "sample",
            "title": "A sample",
            "questionnaires": [{"id": item.id, "version": item.version} for item in form.questionnaires],
            "answers": {files[0]: dict(answers or {})} if len(files) == 1 else dict(answers or {}),
            **parts,
        }
    )


def judge_all(form: Form, answers: Mapping[str, Any] | None = None, **parts: Any) -> Evaluation:
    """What follows from these answers on 24 November 2026."""
    return evaluate(form, make_assessment(form, answers, **parts), on=ON)
