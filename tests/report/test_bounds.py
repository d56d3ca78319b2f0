"""Rendering ends: with a report, or with one clear line that says what is too much."""

import pytest

from dpia.assessment.model import Assessment
from dpia.errors import ReportError
from tests.support.forms import make_library
from tests.support.reports import ON, pdf_of, run
