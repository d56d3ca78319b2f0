"""The shipped set as it stands in its files, read once with the place of everything."""

import pytest

from dpia.data import QUESTIONNAIRES
from dpia.questionnaire.compiled import Form
from dpia.questionnaire.library import Library, read_definitions


@pytest.fixture(scope="session")
def shipped() -> Library:
    return read_definitions([QUESTIONNAIRES]).check()


@pytest.fixture(scope="session")
def shipped_form(shipped: Library) -> Form:
    return shipped.form(["screening", "gdpr-dpia"])
