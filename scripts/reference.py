"""Writes docs/reference.md from the public names themselves. `make reference` runs it, a test compares.

Everything on the page is read from the code: signatures, fields, defaults, limits and docstrings. Only the order is written here.
"""

import dataclasses
import enum
import inspect
import re
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import NoneType, UnionType
from typing import Any

import pydantic
from pydantic_core import PydanticUndefined

import dpia

PAGE = Path(__file__).parent.parent / "docs" / "reference.md"
HEAD = """\
# Reference of the library

This page is written by `make reference` from `dpia.__all__`: every public name with its signature, its fields and what it
says of itself. [library.md](library.md) shows the same names at work, step by step.

- **Values are frozen.** A change makes a new value.
- **The day is an argument.** Nothing here reads the clock.
- **Nothing writes a file** but `save`, nothing reads one but `read`, `load_library`, `read_definitions`, and reports with a
  logo or templates of your own.
- **A value that cannot be** (an id with spaces, a number without end) is refused where it is made, with a
  `pydantic.ValidationError`. Everything else that is raised on purpose is a `DpiaError`.
- **Types** are written as Python writes them. A limit stands beside a field where it has one. A type that has no entry on
  this page, such as `Facts` or `Document`, belongs to the inside: it can change in any version.
"""
GROUPS: Mapping[str, str] = {
    "Steps": "load_library read_definitions lint new_assessment duplicate suggestions keep read save check_assessment evaluate gaps "
    "compare move report_definitions show_value show_reason make_report make_pdf make_html answer_model __version__",
    "What is asked": "Library Origin OriginKind Replacement ForeignTexts Questionnaire Section Question Column QuestionType "
    "Option Finding Level Publication "
    "Form CompiledQuestion CompiledColumn CompiledFinding Retired Target",
    "Packages of others": "BrokenPackage PACKAGE_API",
    "How risks are rated": "Method ScaleLevel RiskLevel Catalogue RiskScenario Sources",
    "What was answered": "Assessment QuestionnaireRef Answer Person Evidence Picture SignOff Risk Rating Acceptance "
    "Measure MeasureStatus Decision Outcome Condition AuthorityConsultation Approval Remark Occasion Routing Reviewed "
    "SuggestedBy Suggester FindingAcceptance Loss StoredPicture",
    "What follows": "Evaluation FiredFinding Reason Place Gap QuestionState SectionProgress RiskState Rated DecisionState "
    "DecisionReason Remedy Doubt DoubtKind Moved MovedAnswer VersionGap Truth State Row Count Duration Change Said",
    "Reports": "Report ReportOptions Edition FormalKind MissingGlyphs",
    "Problems and errors": "Problem Told Location Code DpiaError BadInput DefinitionError AssessmentError OtherVersion NotFound "
    "WouldOverwrite ReportError TemplateError",
}
ERRORS = """\
An error carries the exit code with which a command ends that it stops. 0 is success, 3 a bug in dpia, 130 an interruption."""


def text() -> str:
    """The page as it is committed. Stops where a public name has no place in `GROUPS`, or one there is not public."""
    placed = [name for names in GROUPS.values() for name in names.split()]
    if odd := set(placed) ^ set(dpia.__all__):
        raise SystemExit(f"scripts/reference.py: GROUPS and dpia.__all__ differ in {', '.join(sorted(odd))}")
    parts = [HEAD, *(_index(title, names.split()) for title, names in GROUPS.items())]
    for title, names in GROUPS.items():
        parts.append(f"\n## {title}\n")
        if title.endswith("errors"):
            parts += [ERRORS, "", "```", *_tree(dpia.DpiaError, 0), "```", ""]
        parts += [line for name in names.split() for line in _entry(name, getattr(dpia, name))]
    return "\n".join(parts).rstrip() + "\n"


def _index(title: str, names: Sequence[str]) -> str:
    return f"**{title}:** " + ", ".join(f"[{name}](#{name.lower()})" for name in names) + "\n"


def _entry(name: str, item: Any) -> Iterator[str]:
    yield f"### {name}\n"
    if isinstance(item, str):
        yield f'A text, `"{item}"`: the version of the program.\n'
        return
    if isinstance(item, int) and not isinstance(item, type):
        yield f"A number, `{item}`: the version of the interface for packages, which a package names.\n"
        return
    if inspect.isfunction(item):
        yield f"```python\n{_call(name, item)}\n```\n"
    yield _said(item) + "\n"
    if inspect.isclass(item):
        yield from _members(item)


def _members(item: type) -> Iterator[str]:
    if issubclass(item, enum.Enum):
        yield from _table(("member", "value"), ((f"`{each.name}`", _cell(each)) for each in item))
    else:
        yield from _table(("field", "type", "default", "limit"), _fields(item))
    yield from _table(("gives", "type", "what it is"), _properties(item))
    for name, method in _methods(item):
        yield f"```python\n{_call(name, method)}\n```\n"
        yield _said(method) + "\n"


def _fields(item: Any) -> Iterator[tuple[str, str, str, str]]:
    """Name, type, default and limit of each field, whatever kind of class it is."""
    if issubclass(item, pydantic.BaseModel):
        for name, field in item.model_fields.items():
            limits = _limits(field.annotation, field.metadata)
            yield f"`{name}`", f"`{_type(field.annotation)}`", _default(field), "; ".join(dict.fromkeys(limits))
    elif dataclasses.is_dataclass(item):
        for each in dataclasses.fields(item):
            if not each.name.startswith("_"):
                default = "" if each.default is dataclasses.MISSING else f"`{_repr(each.default)}`"
                yield f"`{each.name}`", f"`{each.type}`", default, ""
    elif issubclass(item, tuple):
        kinds = inspect.get_annotations(item)
        for name in item._fields:  # type: ignore[attr-defined]
            default = item._field_defaults  # type: ignore[attr-defined]
            yield f"`{name}`", f"`{_plain(kinds[name])}`", f"`{_repr(default[name])}`" if name in default else "", ""
    elif typing.is_typeddict(item):
        for name, kind in inspect.get_annotations(item).items():
            yield f"`{name}`", f"`{_plain(kind)}`", "", ""
    elif issubclass(item, dpia.DpiaError):
        yield "`exit_code`", "`int`", f"`{item.exit_code}`", ""
        if issubclass(item, dpia.BadInput):
            yield "`problems`", "`tuple[Problem, ...]`", "", ""


def _properties(item: type) -> Iterator[tuple[str, str, str]]:
    for name, member in vars(item).items():
        got = member.fget if isinstance(member, property) else getattr(member, "func", None)
        if not name.startswith("_") and isinstance(member, property | cached_property) and got is not None:
            yield f"`{name}`", f"`{got.__annotations__['return']}`", " ".join(_said(got).split())


def _methods(item: type) -> Iterator[tuple[str, Callable[..., Any]]]:
    for name, member in vars(item).items():
        if not name.startswith("_") and inspect.isfunction(member):
            yield f"{item.__name__}.{name}", member


def _call(name: str, function: Callable[..., Any]) -> str:
    """A call with its types: `lint(library: Library, *, on: date) -> list[Problem]`, a line each where it is long."""
    signature = inspect.signature(function)
    given = [
        part.replace(annotation=_Word(part.annotation), default=_word_for(part.default))
        for part in signature.parameters.values()
        if part.name != "self"
    ]
    line = f"{name}{signature.replace(parameters=given, return_annotation=_Word(signature.return_annotation))}"
    if len(line) <= 100:
        return line
    star = [place for place, part in enumerate(given) if part.kind is part.KEYWORD_ONLY][:1]
    words = [str(part) for part in given]
    for place in star:
        words.insert(place, "*")
    return f"{name}(\n" + "".join(f"    {word},\n" for word in words) + f") -> {signature.return_annotation}"


class _Word(str):
    """A word that `inspect` writes as it stands."""

    def __repr__(self) -> str:
        return str(self)


def _word_for(default: Any) -> Any:
    return default if default is inspect.Parameter.empty else _Word(_repr(default))


def _repr(value: Any) -> str:
    if isinstance(value, enum.Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, type):
        return value.__name__
    if isinstance(value, pydantic.BaseModel):
        return f"{type(value).__name__}()"
    return repr(value).replace("'", '"')


def _default(field: Any) -> str:
    if field.default_factory is not None:
        return "`{}`"
    return "" if field.default is PydanticUndefined else f"`{_repr(field.default)}`"


def _limits(kind: Any, metadata: Sequence[Any]) -> Iterator[str]:
    """What pydantic checks of a field, in words: at most 500 characters. Of a union it is what holds for each of its parts."""
    counted = "characters" if "str" in _type(kind).split(" | ") else "entries"
    for each in metadata:
        for inner in getattr(each, "metadata", (each,)):
            for key in LIMITS:
                if (value := getattr(inner, key, None)) is not None:
                    yield WORDS.get((key, value)) or LIMITS[key].format(value, counted)
    if typing.get_origin(kind) in (typing.Union, UnionType):
        for part in typing.get_args(kind):
            if typing.get_origin(part) is typing.Annotated:
                yield from _limits(typing.get_args(part)[0], part.__metadata__)


WORDS: Mapping[tuple[str, Any], str] = {
    ("min_length", 1): "not empty",
    ("pattern", r"^[^\n]*$"): "one line",
    ("pattern", r"^[^\n]+$"): "one line",
}
LIMITS: Mapping[str, str] = {
    "min_length": "at least {} {}",
    "max_length": "at most {:,} {}",
    "ge": "{} or more",
    "le": "{:,} or less",
    "pattern": "`{}`",
}


def _type(kind: Any) -> str:
    """A type without what pydantic is told about it: Annotated[str, Field(...)] | None -> str | None."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Annotated:
        return _type(inner[0])
    if origin in (typing.Union, UnionType):
        return " | ".join(dict.fromkeys(_type(part) for part in inner))
    if origin is typing.Literal:
        return f"Literal[{', '.join(_repr(part) for part in inner)}]"
    if origin is not None:
        return f"{origin.__name__}[{', '.join(_type(part) for part in inner)}]"
    if kind is Ellipsis:
        return "..."
    if kind is NoneType:
        return "None"
    return kind.__forward_arg__ if isinstance(kind, typing.ForwardRef) else getattr(kind, "__name__", str(kind))


def _plain(kind: Any) -> str:
    return (
        kind.__forward_arg__
        if isinstance(kind, typing.ForwardRef)
        else _type(kind)
        if not isinstance(kind, str)
        else kind
    )


def _cell(member: enum.Enum) -> str:
    return f"`{member.slug}`: {member.value}" if isinstance(member, dpia.Code) else f"`{member.value}`"


def _said(item: Any) -> str:
    """What a name says of itself, as Markdown."""
    return inspect.cleandoc((vars(item).get("__doc__") if inspect.isclass(item) else item.__doc__) or "")


def _tree(error: type[dpia.DpiaError], depth: int) -> Iterator[str]:
    public = [each for each in error.__subclasses__() if each.__name__ in dpia.__all__]
    yield f"{'    ' * depth}{error.__name__:<{24 - 4 * depth}}exit code {error.exit_code}"
    for each in public:
        yield from _tree(each, depth + 1)


def _table(head: Sequence[str], rows: Iterator[Sequence[str]]) -> Iterator[str]:
    """A table without the columns that are empty throughout; nothing where there is no row."""
    lines = list(rows)
    used = [place for place, _ in enumerate(head) if any(line[place] for line in lines)]
    if lines:
        for line in (head, ["---"] * len(head), *lines):
            yield "| " + " | ".join(re.sub(r"(?<!\\)\|", r"\\|", line[place]) for place in used) + " |"
        yield ""


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
    print("docs/reference.md")
