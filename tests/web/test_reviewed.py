"""A review that carries anything in the place of the old version: its pages and its preview say so and do not break."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dpia.assessment.model import Assessment
from dpia.assessment.review import start_review
from dpia.shipped import shipped_library
from tests.support.browsing import desk_over, example, said

CARRIED: dict[str, Any] = {
    "no assessment": {"a": ["x"]},
    "options that are lists": {"answers": {"gdpr-dpia": {"purposes": [[]]}}},
    "answers of no type": {"answers": {"gdpr-dpia": {"live": 7, "purposes": {"value": {"x": 1}}}}},
    "an unknown method": {"method": "none"},
    "risks of no scenario": {"risks": [{"id": "R1", "scenario": "none"}]},
    "no questionnaire": {"questionnaires": [{"id": "none", "version": "1.0.0"}]},
    "no decision": {"decision": None},
}


@pytest.mark.parametrize("carried", CARRIED.values(), ids=CARRIED.keys())
def test_whatever_a_review_carries_its_pages_and_its_preview_are_shown(carried: dict[str, Any], tmp_path: Path) -> None:
    data = start_review(example("lumen-line"), shipped_library(), on=date(2027, 1, 5)).data()
    whole = data["reviewed"]["data"]
    data["reviewed"]["data"] = carried if set(carried) <= {"a"} else {**whole, **carried}
    with desk_over(tmp_path / "workspace.sqlite") as desk:
        desk.add(Assessment.model_validate(data))
        for page in ("", "/decision", "/history", "/reports", "/report.html"):
            answer = desk.client.get(f"/a/lumen-line{page}")
            assert answer.status_code in (200, 404), page
            assert "bug in dpia" not in said(answer), page
        if set(carried) <= {"a"}:
            assert "The reviewed version cannot be compared" in said(answer)
