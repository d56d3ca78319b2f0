"""What holds for all tests."""

import os

import pytest
from hypothesis import settings

from tests.support.run import begin_run, end_run

# A busy machine is no failure: how long one example takes is measured by `make bench`, never by a test.
# `make test` draws a few examples between two edits; `make test-slow` runs every property again with many.
settings.register_profile("quick", max_examples=25, deadline=None)
settings.register_profile("full", max_examples=200, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_configure(config: pytest.Config) -> None:
    begin_run(config)


def pytest_unconfigure(config: pytest.Config) -> None:
    end_run(config)
