"""The extras of dpia, which bring packages that not everybody needs: what each gives, and whether it is installed."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import Final

from dpia.errors import DpiaError
from dpia.wording import N_, Said, said


@dataclass(frozen=True, slots=True)
class Extra:
    """An extra of pyproject.toml, `web`: what it gives, and the modules that come with it."""

    name: str
    gives: str
    modules: tuple[str, ...]

    @property
    def is_installed(self) -> bool:
        """Whether all of its modules are here. None of them is imported."""
        return all(find_spec(module) is not None for module in self.modules)

    @property
    def advice(self) -> Said:
        """How to get it. No package registry is named: it may hold another package of this name, or none."""
        return said(N_("install the wheel of dpia with [{extra}], as README.md shows"), extra=self.name)


EXTRAS: Final = (
    Extra(
        "web",
        N_("the browser application and the workspace"),
        ("alembic", "fastapi", "python_multipart", "sqlalchemy", "uvicorn"),
    ),
    Extra("exchange", N_("the traceability matrix as an Excel file"), ("openpyxl",)),
    Extra("team", N_("a workspace in PostgreSQL"), ("psycopg",)),
)


def lacking(name: str) -> DpiaError:
    """The error where something was asked for that needs an extra which is not installed: `raise lacking("web")`."""
    extra = next(extra for extra in EXTRAS if extra.name == name)
    text = N_("This needs more packages, for {gives}: {advice}.")
    return DpiaError(said(text, gives=said(extra.gives), advice=extra.advice))
