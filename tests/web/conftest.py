"""What the tests in a browser share: Chromium for a file, and for each test a server over a workspace of its own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.browsing import Served, chromium, served


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path / "workspace.sqlite") as found:
        yield found
