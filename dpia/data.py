"""Where the files lie that come with the program: in the wheel under `dpia/data`, in a checkout at the top of the tree."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).parent
IS_CHECKOUT: Final = not (_PACKAGE / "data").is_dir()
_ROOT: Final = _PACKAGE.parent if IS_CHECKOUT else _PACKAGE / "data"

QUESTIONNAIRES: Final = _ROOT / "questionnaires"
TEMPLATES: Final = _ROOT / "templates"
LOCALE: Final = _ROOT / "locale"
EXAMPLES: Final = QUESTIONNAIRES / "examples"
