"""Where templates run: Jinja in which those of a stranger are data. They read plain values and reach nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, Final

import jinja2
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, LoopContext, Macro, TemplateReference, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment, safe_range

MAX_LENGTH: Final = 1_000_000
"""How long a text or a list may become by one sign of a template."""
MAX_BITS: Final = 4_096
"""How long a number may become."""
GLOBALS: Final = {"range": safe_range, "dict": dict, "namespace": jinja2.utils.Namespace}
"""What a template can call beside what the report brings. `safe_range` refuses more than 100,000 numbers."""
_VALUES: Final = (str, int, float, tuple, list, dict, set, frozenset)
_OF_JINJA: Final = (
    LoopContext,
    jinja2.utils.Namespace,
    Macro,
    TemplateReference,
    BlockReference,
    TemplateModule,
    Undefined,
)


class TemplateFolders(jinja2.FileSystemLoader):
    """Templates in some folders; a symbolic link out of them leads to none."""

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        content, name, is_current = super().get_source(environment, template)
        if not lies_in(Path(name), [Path(folder) for folder in self.searchpath]):
            raise jinja2.TemplateNotFound(template, f"{template} leads out of its folder")
        return content, name, is_current


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Jinja that gives no way into Python, changes no value, and makes nothing huge by one sign."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, type):  # `str.format`, which looks at no attribute, is none of a text
            return False
        if is_dataclass(obj):  # the values of a report; asked 50,000 times for each
            return not attr.startswith("_")
        # Jinja's own sandbox lets a template call whatever a value can do: a path reads, writes and removes files.
        return isinstance(obj, (*_VALUES, *_OF_JINJA)) and super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: jinja2.runtime.Context, operator: str, left: Any, right: Any) -> Any:
        if _is_huge(operator, left, right):
            raise SecurityError(f"what `{operator}` would make here is too large")
        return super().call_binop(context, operator, left, right)


def template_environment(folders: Sequence[Path]) -> TemplateEnvironment:
    """Jinja over folders, the first that has a template before the others."""
    environment = TemplateEnvironment(
        loader=TemplateFolders(folders),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals = dict(GLOBALS)
    return environment


def lies_in(path: Path, folders: Sequence[Path]) -> bool:
    """Whether a file lies in one of these folders, wherever links lead."""
    real = path.resolve()
    return any(real.is_relative_to(folder.resolve()) for folder in folders)


def _is_huge(operator: str, left: Any, right: Any) -> bool:
    if operator == "%":
        return isinstance(left, str)  # "%1000000000d"; `say` fills gaps
    for value, factor in ((left, right), (right, left)):
        if isinstance(value, str | bytes | list | tuple):
            return isinstance(factor, int) and len(value) * factor > MAX_LENGTH
    if isinstance(left, int) and isinstance(right, int):
        bits = left.bit_length() * right if operator == "**" else left.bit_length() + right.bit_length()
        return bits > MAX_BITS
    return False
