"""Other people's packages that bring definitions, translations and report templates. docs/writing-questionnaires.md says how.

A package names a module in the entry points of the group `dpia.questionnaires`. The module says `DPIA_API = 1`; its
definitions and translations lie in the folder `questionnaires` beside it, its templates in `templates`.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dpia.errors import BrokenPackage, NotFound
from dpia.wording import N_, did_you_mean, said, with_hint

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

PACKAGE_API: Final = 1
GROUP: Final = "dpia.questionnaires"
PREFIX: Final = "package:"


@dataclass(frozen=True, slots=True)
class Package:
    """An installed package with what it brings; an empty path where it brings none of a kind."""

    name: str
    version: str
    questionnaires: Path | None
    templates: Path | None

    def __str__(self) -> str:
        return f"{self.name} {self.version}".rstrip()


def installed_packages() -> list[Package]:
    """The packages that can be used, by name. Warns with BrokenPackage of each that cannot."""
    from importlib.metadata import entry_points

    found: list[Package] = []
    for point in sorted(entry_points(group=GROUP), key=lambda point: (_name(point).lower(), point.name)):
        try:
            found.append(_package(point))
        except (Exception, SystemExit) as error:  # it is other people's code, and may raise anything
            leave_out(_name(point), f"{type(error).__name__}: {error}" if not isinstance(error, _Unfit) else str(error))
    return found


def leave_out(name: str, why: str) -> None:
    """Warns that a package is not used, on one line."""
    warnings.warn(f"The package {name} is left out: {' '.join(why.split())}", BrokenPackage, stacklevel=2)


class _Unfit(Exception):
    """Why a package cannot be used, in words."""


def _package(point: EntryPoint) -> Package:
    module = point.load()
    wanted = getattr(module, "DPIA_API", None)
    if wanted != PACKAGE_API:
        made_for = "says no DPIA_API" if wanted is None else f"is made for DPIA_API {wanted}"
        raise _Unfit(f"it {made_for}, this dpia knows {PACKAGE_API}.")
    if not getattr(module, "__file__", None):
        raise _Unfit(f"`{point.value}` is no module with a folder.")
    questionnaires, templates = (_folder(module.__file__, name) for name in ("questionnaires", "templates"))
    if questionnaires is None and templates is None:
        raise _Unfit(f"there is neither a folder `questionnaires` nor one `templates` beside {module.__file__}.")
    return Package(_name(point), point.dist.version if point.dist else "", questionnaires, templates)


def _name(point: EntryPoint) -> str:
    return point.dist.name if point.dist else point.name


def _folder(module_file: str, name: str) -> Path | None:
    path = Path(module_file).parent / name
    return path if path.is_dir() else None


def template_folders(folders: Sequence[Path]) -> list[Path]:
    """Folders of templates, with `package:NAME` turned into the folder of that package. Raises NotFound."""
    return [_templates_of(str(path).removeprefix(PREFIX)) if str(path).startswith(PREFIX) else path for path in folders]


def _templates_of(name: str) -> Path:
    found = {package.name: package.templates for package in installed_packages() if package.templates is not None}
    if name not in found:
        missing = said(N_("There is no installed package `{name}` with templates"), name=name)
        raise NotFound(with_hint(missing, did_you_mean(name, found)))
    return found[name]
