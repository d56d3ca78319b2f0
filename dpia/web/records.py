"""Records that forms fill in, risks, measures, decisions and acceptances: read, checked, kept, and asked for before they go."""

from __future__ import annotations

import re
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from pydantic import ValidationError
from starlette.datastructures import FormData

from dpia.assessment.model import Assessment, Measure, Risk
from dpia.assessment.register import RiskState
from dpia.messages import forms
from dpia.questionnaire.records import TWO_DAYS
from dpia.showing.standing import suggested_things
from dpia.web.showing import Desk, page, refusal
from dpia.wording import said
from dpia.workspace import Stored


def with_entry(register: str, changed: Risk | Measure, assessment: Assessment) -> Assessment:
    """The assessment with one entry of a register, in its place or at the end."""
    old = getattr(assessment, register)
    there = any(one.id == changed.id for one in old)
    entries = tuple(changed if one.id == changed.id else one for one in old) if there else (*old, changed)
    return assessment.change(**{register: entries})


def ask_to_remove(
    request: Request, stored: Stored, entry: RiskState | Measure, title: str, linked: list[str]
) -> Response:
    """Nothing is removed without asking, and without saying what goes with it."""
    address, seen = request.url.path, stored.number
    return page(
        request, "remove.html.j2", stored=stored, entry=entry, title=title, linked=linked, address=address, seen=seen
    )


def origins_of(desk: Desk, stored: Stored) -> dict[str, str]:
    """Where risks and measures come from that nobody kept yet, by `risks.R01` and `measures.M1`."""
    context = desk.context(stored)
    return {found.name: found.origin for found in suggested_things(context.evaluation, context.words)}


def checked(model: Any, data: dict[str, Any]) -> Any:
    """A record of what was typed. Raises BadInput with the field that is wrong, in words."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = str(first["loc"][-1]) if first["loc"] else ""
        message = forms.TWO_DAYS if first["type"] == TWO_DAYS else forms.OF_FIELDS.get(name, forms.NOT_FILLED_IN)
        days = first.get("ctx") or {}
        field = said(forms.FIELD_NAMES.get(name, forms.SOMETHING))
        raise refusal(message(field=field, first=days.get("first", ""), second=days.get("second", ""))) from None


def text_in(sent: FormData, name: str) -> str:
    """A field of a form, without white space around it."""
    return str(sent.get(name) or "").replace("\r\n", "\n").strip()


def free_number(prefix: str, taken: list[str]) -> str:
    """The number behind the highest that is taken: M01, M02 -> M03."""
    numbers = [int(found[1]) for one in taken if (found := re.fullmatch(rf"{prefix}(\d{{1,6}})", one))]
    return f"{prefix}{max(numbers, default=0) + 1:02d}"
