"""What `make lint` says of templates, style sheets and scripts (scripts/templates.py)."""

from pathlib import Path

import pytest

from scripts import templates


def said(path: Path, text: str) -> list[tuple[int, str]]:
    path.write_text(text, encoding="utf-8")
    return list(templates.faults(path))


def test_the_shipped_ones_are_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert templates.main() == 0
    assert capsys.readouterr().out == ""


def test_every_template_style_sheet_and_script_of_our_own_is_read() -> None:
    names = {path.name for path in templates.ours()}
    assert {"parts.html.j2", "report.html.j2", "web.css", "report.css", "web.js"} <= names
    assert not [name for name in names if ".min." in name]


@pytest.mark.parametrize("name", ["a.html.j2", "a.css", "a.js"])
def test_a_line_may_have_160_characters_and_no_more(tmp_path: Path, name: str) -> None:
    assert said(tmp_path / name, "x" * 160 + "\n") == []
    ((line, what),) = said(tmp_path / name, "x\n" + "x" * 161 + "\n")
    assert line == 2 and "161 characters" in what


def test_white_space_at_the_end_of_a_line_is_told(tmp_path: Path) -> None:
    assert [line for line, _ in said(tmp_path / "a.css", "a {} \n\tb {}\n")] == [1, 2]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("<p>\n{% if x %}</p>", 2),
        ("<p>{{ x }}</p>\n{{ y", 2),
        ("<ul>\n<li>{{ x }}</ul>", 2),
        ("<p>\n\n<b>x</b>", 1),
        ("x\n</p>", 2),
    ],
)
def test_what_does_not_parse_or_pair_is_told_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    assert [number for number, _ in said(tmp_path / "a.html.j2", text)] == [line]


@pytest.mark.parametrize(
    "text",
    [
        '<li{% if a > b %} class="x > y"{% endif %}><br>{{ "</li>" }}{# <p> #}</li>',
        "{% if many %}<details>{% endif %}<p>x</p>{% if many %}</details>{% endif %}",
        '<g><rect x="1"/></g><h{{ n }}>x</h{{ n }}>',
    ],
)
def test_what_pairs_in_the_order_of_the_text_is_left_alone(tmp_path: Path, text: str) -> None:
    assert said(tmp_path / "a.html.j2", text) == []


@pytest.mark.parametrize(
    "text",
    [
        '{{ n }} {{ _("of") }} {{ all }}',
        '{{ _("From revision") }} {{ old }}',
        '{% if more %}{{ _("and") }}{% endif %} {{ n }}',
        '{{ _("The reasons stand in the") }} <a href="#x">{{ _("Risk register") }}</a>.',
        '{{ C_("remark", "open") }}\n{{ n }}',
        '{{ n }} {{ say_n("{n} save", "{n} saves", 2) }}',
    ],
)
def test_a_sentence_that_is_glued_from_phrases_and_values_is_told(tmp_path: Path, text: str) -> None:
    line, what = said(tmp_path / "a.html.j2", text)[0]
    assert line == text.count("\n") + 1 and "are one sentence" in what


@pytest.mark.parametrize(
    "text",
    [
        '{{ say("{n} of {all}", n=n, all=all) }}',
        '{{ _("missing") }}: {{ n }} · {{ _("unknown") }}: {{ m }}',
        '{{ _("Seen in:") }} {{ place }}',
        '{{ _("There is none yet.") }} <a href="/new">{{ _("Begin one") }}</a>',
        '<dt>{{ _("Title") }}</dt><dd>{{ title }}</dd>',
        '<a href="/due">{{ _("Due") }}</a> <a href="/new">{{ _("New") }}</a>',
        '{% if x %}{{ _("none") }}{% else %}{{ x }}{% endif %}',
        '{{ sentence }} <a href="#x">{{ _("See the plan.") }}</a>',
        "{{ code }} {{ title }}",
    ],
)
def test_labels_and_whole_sentences_may_stand_beside_values(tmp_path: Path, text: str) -> None:
    assert said(tmp_path / "a.html.j2", text) == []
