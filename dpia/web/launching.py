"""Opens the browser without telling the code to anybody who looks at the list of processes.

What the browser is started with stands there for every user of the machine. So it is started with the name of a private
file, which sends the code by itself.
"""

from __future__ import annotations

import webbrowser
from contextlib import suppress
from threading import Timer
from types import TracebackType
from typing import Final, Self

from markupsafe import Markup

from dpia.leftovers import PassingFolder
from dpia.web.guarding import LAUNCH, Guard

_FILE: Final = "open.html"
SECONDS: Final = 0.8
"""Until the server answers."""


class Launch:
    """The private file, until the code was used or the server ends."""

    def __init__(self, guard: Guard, address: str) -> None:
        self._guard = guard
        self._action = address.rstrip("/") + LAUNCH
        self._folder = PassingFolder("launch")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._folder.remove()

    def open_soon(self) -> Timer:
        """Writes the file, and has the browser open it once the server answers."""
        file = self._folder.put(_FILE, _page(self._action, self._guard.code).encode("utf-8"))
        timer = Timer(SECONDS, webbrowser.open, [file.as_uri()])
        timer.daemon = True
        timer.start()
        return timer

    def forget(self) -> None:
        """Removes the file: its code is used."""
        with suppress(OSError):
            (self._folder.path / _FILE).unlink(missing_ok=True)


def _page(action: str, code: str) -> str:
    """The page that sends the code by itself; where no script runs, by its button."""
    head = (
        '<!doctype html>\n<meta charset="utf-8">\n<meta name="referrer" content="no-referrer">\n<title>dpia</title>\n'
    )
    field = Markup('<input type="hidden" name="code" value="{}"><button>dpia</button>').format(code)
    form = Markup('<form method="post" action="{}">{}</form>\n').format(action, field)
    return f"{head}{form}<script>document.forms[0].submit()</script>\n"
