"""A stranger's template is data: it reads the report and reaches nothing else, neither Python nor files."""

from dataclasses import is_dataclass
from pathlib import Path
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

import jinja2
import pytest

from dpia.errors import TemplateError
from dpia.report.html import environment, render_html
from dpia.report.sandbox import GLOBALS, MAX_LENGTH
from tests.report.test_html import KEPT, warnings_of
from tests.support.reports import small_report


def made(folder: Path, text: str, name: str = "cover.html.j2") -> str:
    """The report with a template of this text."""
    (folder / name).write_text(text + KEPT, encoding="utf-8")
    return render_html(small_report(), templates=[folder], standalone=False)


WALKS = {
    "the program that ran before": "{{ cycler.__init__.__globals__.os.popen('touch pwned').read() }}",
    "the globals of a function": "{{ say.__globals__ }}",
    "the globals of a translation": "{{ _.__closure__[0].cell_contents.__init__.__globals__ }}",
    "the globals of a method": "{{ report.risks[0].at.__globals__ }}",
    "the module of a value": "{{ report.__class__.__module__ }}",
    "every class": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "by a filter": "{{ report | attr('__class__') }}",
    "by a filter over many": "{{ [report] | map(attribute='__class__') | first }}",
    "by a key": "{{ report['__class__'] }}",
    "by a format": "{{ '{0.__class__.__init__.__globals__}'.format(report) }}",
    "by a format of a filter": "{{ ('{0.__class__}' | attr('format'))(report) }}",
    "by a map of a format": "{{ '{x.__class__}'.format_map({'x': report}) }}",
    "the namespace": "{{ namespace.__init__.__globals__ }}",
    "the loop": "{% for x in [1] %}{{ loop.__init__.__globals__ }}{% endfor %}",
    "the template": "{{ self.__init__.__globals__ }}",
    "a macro": "{% macro m() %}{% endmacro %}{{ m.__init__.__globals__ }}",
    "a joiner": "{{ joiner.__init__.__globals__ }}",
    "words without end": "{{ lipsum(n=100000) }}",
    "a generator": "{% set g = (x for x in []) %}",
    "a file, read": "{{ fonts[0].path.joinpath('/etc/passwd').read_text() }}",
    "a file, written": "{{ fonts[0].path.joinpath('PWNED').write_text('x') }}",
    "a file, by a filter": "{{ (fonts[0].path | attr('joinpath'))('/etc/passwd') }}",
    "a file, by the folder above": "{{ (fonts | map(attribute='path.parent') | first).iterdir() | list }}",
    "a format of no text": "{{ _.format('{0.__class__}', report) }}",
    "a map of a format of no text": "{{ _.format_map('{x.__class__}', {'x': report}) }}",
    "a class": "{{ dict.mro() }}",
}


@pytest.mark.parametrize("text", WALKS.values(), ids=WALKS)
def test_no_way_leads_into_python(tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "own"
    own.mkdir()
    with pytest.raises(TemplateError, match=r"^cover\.html\.j2:1: the template is wrong"):
        made(own, text.replace("PWNED", str(tmp_path / "pwned")))
    assert list(tmp_path.iterdir()) == [own]


def test_whatever_a_template_can_reach_is_a_plain_value(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each attribute of each value that is given to it, however deep, by what the sandbox lets pass."""
    render, given = jinja2.Template.render, dict[str, Any]()

    def rendering(template: jinja2.Template, **values: Any) -> str:
        given.update(values)
        return render(template, **values)

    monkeypatch.setattr(jinja2.Template, "render", rendering)
    render_html(small_report(), standalone=False)
    sandbox = environment(())
    waiting, seen = [*given.values(), *GLOBALS.values()], dict[int, Any]()
    while waiting:
        value = waiting.pop()
        if id(value) in seen or isinstance(value, str | int | float | None):
            continue
        seen[id(value)] = value
        if isinstance(value, dict):
            waiting += [*value, *value.values()]
        elif isinstance(value, list | tuple | set | frozenset):
            waiting += value
        waiting += [getattr(value, name) for name in dir(value) if sandbox.is_safe_attribute(value, name, None)]
    assert {"report", "fonts"} <= given.keys()
    assert len(seen) > 500
    odd = {type(value) for value in seen.values() if not is_dataclass(value)} - PLAIN
    assert odd == {type(Path())}, "of which nothing can be asked"


PLAIN = {dict, list, tuple, set, frozenset, type, FunctionType, MethodType, BuiltinFunctionType}


HUGE = {
    "a long text": "{{ 'a' * 10 ** 9 }}",
    "a long text, turned": "{{ 1000000001 * 'a' }}",
    "a long list": "{{ ([0] * 10000000) | length }}",
    "a power": "{{ 9 ** (9 ** 9) }}",
    "a product": "{{ (9 ** 1000) * (9 ** 1000) }}",
    "a width": "{{ '%1000000000d' % 1 }}",
    "a range": "{% for x in range(10000000) %}{% endfor %}",
    "a recursion": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "a template in itself": "{% include 'cover.html.j2' %}",
    "deep brackets": "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
}


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
def test_nothing_huge_is_made_by_one_sign(tmp_path: Path, text: str) -> None:
    with pytest.raises(TemplateError) as caught:
        made(tmp_path, text)
    assert len(str(caught.value).splitlines()) == 1


def test_what_is_not_huge_is_made(tmp_path: Path) -> None:
    text = (
        "{{ 'ab' * 3 }} {{ 2 ** 10 }} {{ 7 % 4 }} {% for x in range(3) %}{{ x }}{% endfor %} {{ report.title | upper }}"
    )
    page = made(tmp_path, text + "{% set n = namespace(x=1) %}{% set n.x = n.x + 1 %} {{ n.x }}")
    assert "ababab 1024 3 012 A TITLE FOR EVERYTHING 2" in page
    assert len(made(tmp_path, f"{{{{ 'a' * {MAX_LENGTH} }}}}")) > MAX_LENGTH


def test_a_template_changes_no_value(tmp_path: Path) -> None:
    report = small_report()
    for text in ("{{ [].append(1) }}", "{{ {}.update(a=1) }}"):
        with pytest.raises(TemplateError):
            made(tmp_path, text)
    assert small_report() == report


@pytest.mark.parametrize(
    "name", ["../secret.txt", "/etc/passwd", "fonts/../../secret.txt", "..\\\\secret.txt", "own/../../secret.txt"]
)
@pytest.mark.parametrize("way", ["{% include 'NAME' %}", "{% import 'NAME' as x %}", "{% extends 'NAME' %}"])
def test_no_template_outside_of_its_folder_is_read(tmp_path: Path, name: str, way: str) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (tmp_path / "secret.txt").write_text("THE SECRET", encoding="utf-8")
    with pytest.raises(TemplateError, match="the template is wrong"):
        made(own, way.replace("NAME", name))


@pytest.mark.parametrize("name", ["cover.html.j2", "house.html.j2"])
def test_a_template_that_is_a_link_out_of_its_folder_is_refused(tmp_path: Path, name: str) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (tmp_path / "secret.txt").write_text("THE SECRET", encoding="utf-8")
    (own / name).symlink_to(tmp_path / "secret.txt")
    if name != "cover.html.j2":
        (own / "cover.html.j2").write_text("{% include 'house.html.j2' %}" + KEPT, encoding="utf-8")
    with pytest.raises(TemplateError, match="leads out of its folder"):
        render_html(small_report(), templates=[own], standalone=False)


def test_a_style_and_a_font_that_are_links_out_of_their_folder_are_not_used(tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "fonts").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("THE SECRET", encoding="utf-8")
    (own / "screen.css").symlink_to(tmp_path / "secret.txt")
    (own / "fonts/Own.ttf").symlink_to(tmp_path / "secret.txt")
    (own / "report.css").write_text("@font-face { src: url(fonts/Own.ttf) }", encoding="utf-8")
    page = render_html(small_report(), templates=[own])
    assert "THE SECRET" not in page
    assert "url(fonts/Own.ttf)" in page


def test_a_link_within_the_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "house.html.j2").write_text("<p>The house</p>" + KEPT, encoding="utf-8")
    (tmp_path / "cover.html.j2").symlink_to("house.html.j2")
    assert "<p>The house</p>" in render_html(small_report(), templates=[tmp_path], standalone=False)


def test_the_shipped_templates_run_in_the_same_place() -> None:
    assert environment(()).sandboxed
    assert set(environment(()).globals) == {"range", "dict", "namespace"}


# What has no effect is told


def test_a_picture_that_nothing_names_is_told(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"")
    (told,) = warnings_of(tmp_path)
    assert told == f"{tmp_path / 'logo.png'}: is named by no file of the folder and is not used"


def test_a_template_one_folder_too_deep_is_told(tmp_path: Path) -> None:
    (tmp_path / "report").mkdir()
    (tmp_path / "report/cover.html.j2").write_text("<h1>Ours</h1>", encoding="utf-8")
    (told,) = warnings_of(tmp_path)
    assert told.startswith(f"{tmp_path / 'report/cover.html.j2'}: replaces no template and is not used")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{% set name = 'logo' ~ '.png' %}<img alt='' src='{{ name }}'>", "the picture logo.png is not in the report"),
        ("<img src=logo.png alt=''>", "the picture logo.png is not in the report"),
        ("<svg><image href='logo.svg'/></svg>", "the picture logo.svg is not in the report"),
        ("<object data='logo.svg'></object>", "the picture logo.svg is not in the report"),
        ("<link rel='stylesheet' href='house.css'>", "the style house.css is not used"),
        ("<style>@import 'house.css';</style>", "house.css is not opened"),
    ],
)
def test_what_a_template_names_and_a_report_does_without_is_told(tmp_path: Path, text: str, what: str) -> None:
    (tmp_path / "cover.html.j2").write_text(text + KEPT, encoding="utf-8")
    (told,) = warnings_of(tmp_path)
    assert what in told
    assert told.startswith(str(tmp_path))
