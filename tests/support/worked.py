"""The shipped questionnaires and the worked example, read once."""

import pytest

from dpia import load_library, read
from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.assessment.model import Assessment
from dpia.data import EXAMPLES
from dpia.questionnaire.compiled import Form
from dpia.questionnaire.library import Library
from tests.support.forms import ON


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library()


@pytest.fixture(scope="session")
def shipped_form(library: Library) -> Form:
    return library.form(["screening", "gdpr-dpia"])


@pytest.fixture(scope="session")
def lumen(library: Library) -> Assessment:
    return read(EXAMPLES / "lumen-line.yaml", library)


@pytest.fixture(scope="session")
def lumen_evaluation(library: Library, lumen: Assessment) -> Evaluation:
    return evaluate(library.form([ref.id for ref in lumen.questionnaires]), lumen, on=ON)
