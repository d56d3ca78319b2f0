"""The questionnaires that come with the program, with those of the user."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import platformdirs

from dpia.data import EXAMPLES, QUESTIONNAIRES
from dpia.errors import NotFound, did_you_mean
from dpia.questionnaire.library import Library, read_definitions


@lru_cache(maxsize=1)
def shipped_library() -> Library:
    """The definitions that come with the program, read once."""
    return read_definitions([QUESTIONNAIRES])


def user_folder() -> Path:
    """The folder in which a user's own questionnaires lie; it need not exist."""
    return Path(platformdirs.user_data_dir("dpia", appauthor=False)) / "questionnaires"


def load_library(folders: Sequence[Path] = ()) -> Library:
    """The shipped definitions, then the user's own folder, then `folders`; later ones win. Raises DefinitionError."""
    library = shipped_library()
    more = [folder for folder in (user_folder(),) if folder.is_dir()]
    extra = [*more, *folders]
    return (library.with_folder(*extra) if extra else library).check()


def example_path(name: str) -> Path:
    """The file of a worked example. Raises NotFound."""
    path = EXAMPLES / f"{name}.yaml"
    if not path.is_file():
        known = example_names()
        raise NotFound(f"There is no example `{name}`: {did_you_mean(name, known)}")
    return path


def example_names() -> list[str]:
    """The names of the worked examples."""
    return sorted(path.stem for path in EXAMPLES.glob("*.yaml"))
