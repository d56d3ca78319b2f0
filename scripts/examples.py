"""Writes the hash of each questionnaire into the worked examples. `make examples` runs it, a test compares."""

import re
from pathlib import Path

from dpia.data import EXAMPLES
from dpia.questionnaire.library import Library
from dpia.shipped import shipped_library

_LINE = re.compile(r'^  - \{id: (?P<id>[a-z-]+), version: [\d.]+(?:, sha256: "[0-9a-f]+")?\}$', re.MULTILINE)


def with_hashes(text: str, library: Library) -> str:
    """The text of an example with the version and the hash of each questionnaire that it answers, as they are now."""

    def line(found: re.Match[str]) -> str:
        name = found["id"]
        version = library.questionnaire(name).version
        return f'  - {{id: {name}, version: {version}, sha256: "{library.hashes[name]}"}}'

    return _LINE.sub(line, text)


def examples() -> list[Path]:
    """The files of the examples."""
    return sorted(EXAMPLES.glob("*.yaml"))


if __name__ == "__main__":
    for path in examples():
        path.write_text(with_hashes(path.read_text(encoding="utf-8"), shipped_library()), encoding="utf-8")
        print(path.name)
