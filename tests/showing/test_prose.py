"""What somebody typed is printed as it was typed: no sign is lost, no line runs into another, no table is cut."""

import re
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from dpia.showing.prose import Prose
from dpia.showing.typed import Heading, Listing, Paragraph, Table, read_typed
from dpia.showing.typed.blocks import plain_cell, plain_line
from dpia.showing.typed.reading import MAX_DEPTH


def shown(text: str) -> str:
    """The HTML of a text without its paragraph."""
    return str(Prose(text).line)


def seen(text: str) -> str:
    """What a reader sees of a text, without blanks."""
    html = str(Prose(text).html)
    return "".join(lxml_html.fromstring(f"<div>{html}</div>").text_content().split())


def table(text: str) -> Any:
    """The heads and rows of the one table of a text."""
    (found,) = (block for block in read_typed(text) if isinstance(block, Table))
    return [[plain_cell(cell) for cell in row] for row in (found.head, *found.rows)]


def items(text: str) -> list[tuple[str, str]]:
    """The marks and the first lines of the items of the one list of a text."""
    (found,) = read_typed(text)
    assert isinstance(found, Listing)
    return [(item.mark, plain_line(item.blocks[0].lines[0])) for item in found.items]  # type: ignore[union-attr]


LITERAL = [
    *(
        "2*3*4",
        "5 * 3 * 2",
        "2**3**4",
        "a*b*c",
        "snake_case_name",
        "__init__ and _x_",
        "**",
        "****a****",
        "*.pdf and *.doc",
    ),
    *(
        "see note * and *)",
        "(*) and (*)",
        "kept 30 days*",
        r"\*not this\*",
        r"C:\temp\*.*",
        "/*comment*/",
        "*open",
        "closed*",
    ),
    *("~~struck~~", "`code`", "~~~", "```", "+ one", "+49 30 123456", "> 5 cameras", "<b>bold</b>", "<angle@example>"),
    *(
        "&amp; &lt; &#65; &copy;",
        "[x]: https",
        "[1]",
        "[^1]: a note",
        "[a](b)",
        "[a](javascript:x)",
        "---",
        "***",
        "===",
    ),
    *(
        "# 12 is the room number",
        "#1",
        "# of rooms",
        "#tag",
        "5 < 6 & 7 > 3",
        "2019. We began",
        "1.5 litres",
        "a) first",
        "-5 degrees",
    ),
    *("$100$", "{{ x }}", "<!-- no comment -->", "<table>", "<https", "|", "a | b", "|---|", "=SUM(A1:A3)"),
]


@pytest.mark.parametrize("text", LITERAL)
def test_signs_that_mean_nothing_plain_are_printed(text: str) -> None:
    assert seen(text) == "".join(text.split())
    assert not re.search(r"<(?!/?p>|br>)", shown(text))


def test_a_line_break_is_a_line_break_and_a_blank_line_begins_a_paragraph() -> None:
    assert Prose("Street 1\n12345 Town\r\nLand\n\nNext").html == (
        "<p>Street 1<br>\n12345 Town<br>\nLand</p>\n<p>Next</p>\n"
    )
    assert Prose("Title\n---\nText\n===").html == "<p>Title<br>\n---<br>\nText<br>\n===</p>\n"
    assert Prose("one\vtwo").html == "<p>one<br>\ntwo</p>\n"  # the soft line break of Word


def test_four_blanks_are_no_code() -> None:
    assert Prose("a\n\n    b\n\tc").html == "<p>a</p>\n<p>b<br>\nc</p>\n"


EMPHASIS = {
    "**bold**": "<strong>bold</strong>",
    "*italic*": "<em>italic</em>",
    "***both***": "<strong><em>both</em></strong>",
    "(**in brackets**), *then*.": "(<strong>in brackets</strong>), <em>then</em>.",
    "**two words and 5*6**": "<strong>two words and 5*6</strong>",
    "**„Zitat“** *«cité»*": "<strong>„Zitat“</strong> <em>«cité»</em>",
    "**a *b* c**": "<strong>a </strong><strong><em>b</em></strong><strong> c</strong>",
    "**नमस्ते** ok": "<strong>नमस्ते</strong> ok",
    "*not this, *but this*": "*not this, <em>but this</em>",
    "*over\ntwo lines*": "*over<br>\ntwo lines*",
}


@pytest.mark.parametrize(("text", "html"), EMPHASIS.items(), ids=EMPHASIS)
def test_stars_around_words_make_them_bold_or_italic(text: str, html: str) -> None:
    assert shown(text) == html


def test_a_title_stands_alone_and_begins_with_a_capital() -> None:
    assert Prose("## Purpose\n\nText").html == "<p><strong>Purpose</strong></p>\n<p>Text</p>\n"
    assert read_typed("# الغرض")[0].__class__ is Heading
    assert Prose("# Purpose\nText").html == "<p># Purpose<br>\nText</p>\n"


def test_a_link_prints_the_address_behind_its_text() -> None:
    link = '<a href="https://evil.example/x">'
    assert shown("[bank](https://evil.example/x)") == f"{link}bank</a> ({link}https://evil.example/x</a>)"


def test_an_address_leads_where_it_says_and_ends_before_the_sentence_does() -> None:
    assert shown("See https://a.example/b_(c)?d=e&f.") == (
        'See <a href="https://a.example/b_(c)?d=e&amp;f">https://a.example/b_(c)?d=e&amp;f</a>.'
    )
    assert shown("(mailto:a@b.example)") == '(<a href="mailto:a@b.example">mailto:a@b.example</a>)'
    for unclear in ("https://a.example/b*c*d", "https://münchen.example", "xhttps://a.example", "https://"):
        assert "<a" not in shown(unclear)


def test_a_picture_is_printed_as_it_was_typed() -> None:
    assert seen("![x](https://a.example/x.png)") == "![x](https://a.example/x.png)"


def test_lines_with_marks_are_lists_and_print_their_numbers_as_typed() -> None:
    assert items("- a\n• b\n– c\n* d") == [("", "a"), ("", "b"), ("–", "c"), ("*", "d")]
    assert items("3. a\n4) b\n7. c") == [("3.", "a"), ("4)", "b"), ("7.", "c")]
    assert items("•\tfrom Word\n•\tsecond\n\n\uf0b7\tthird") == [("", "from Word"), ("", "second"), ("", "third")]
    assert seen("1. a\n- b\n2. c") == "1.ab2.c"
    assert [type(block) for block in read_typed("Who:\n- a\n- b\nThen\n1) c")] == [
        Paragraph,
        Listing,
        Paragraph,
        Listing,
    ]


def test_what_is_set_in_belongs_to_the_item_above() -> None:
    html = str(Prose("1. a\n   goes on\n   - b\n     - c\n\n   d\n2. e").html)
    assert re.findall(r"<(/?(?:ol|ul|li|p|br))\b", html) == [
        *("ol", "li", "p", "br", "/p", "ul", "li", "p", "/p", "ul", "li", "/li", "/ul", "/li", "/ul"),
        *("p", "/p", "/li", "li", "/li", "/ol"),
    ]


def test_rows_between_upright_lines_are_a_table() -> None:
    text = "Before\n| Data | Kept |\n| --- | :-: |\n| a \\| b | 30 days<br>or more | extra |\n| c |\nAfter"
    assert table(text) == [["Data", "Kept"], ["a | b", "30 days or more", "extra"], ["c"]]
    assert [type(block) for block in read_typed(text)] == [Paragraph, Table, Paragraph]
    assert table("a | b\n--|--\n1 | 2") == [["a", "b"], ["1", "2"]]


def test_lines_with_tabs_are_a_table_as_a_spreadsheet_copies_it() -> None:
    assert table("x\n\nData\tKept\nName\t30 days\n\tnever\n") == [["Data", "Kept"], ["Name", "30 days"], ["", "never"]]
    assert table("\tMon\tTue\nA\t1\t2") == [["", "Mon", "Tue"], ["A", "1", "2"]]
    assert table("1.\tName\t30 days\n2.\tNotes\t7 days")[0] == ["1.", "Name", "30 days"]
    assert Prose("Total\t=SUM(A1:A3)").html == "<p>Total =SUM(A1:A3)</p>\n"


HTML_TABLES = {
    "merged": (
        '<table border="1"><tr><td colspan="2"><b>Merged head</b></td></tr><tr><td rowspan="2">Left</td><td>A</td></tr>'
        "<tr><td>B</td></tr></table>",
        [["Merged head", "Merged head"], ["Left", "A"], ["Left", "B"]],
    ),
    "two rows of heads": (
        "<TABLE><thead><tr><th rowspan=2>Data<th colspan=2>Kept<tr><th>from<th>to<tbody><tr><td>Name<td>1<td>2</TABLE>",
        [["Data", "Kept from", "Kept to"], ["Name", "1", "2"]],
    ),
    "a row over all columns": (
        "<table><tr><td>a<td>b<tr><td colspan=2>both<tr><td>1<td>2</table>",
        [["a", "b"], ["both", ""], ["1", "2"]],
    ),
    "Word": (
        "<table class=MsoTableGrid><![if !supportMisalignedColumns]><tr><td style='border:1'><p class=MsoNormal><span lang=EN>"
        "Name,\n  e-mail<o:p></o:p></span></p></td><td>5 &lt; 6 &amp; 7&nbsp;%</td></tr></table>",
        [["Name, e-mail", "5 < 6 & 7 %"]],
    ),
    "Excel": (
        "<table><!--StartFragment--><col width=64><tr height=20><td>2*3*4<td x:num>1.5</tr><tr><td>a<br>b<td></table>",
        [["2*3*4", "1.5"], ["a b", ""]],
    ),
    "a table within a cell": (
        "<table><tr><td>a<table><tr><td>b<td>c</table></td><td>d</table>",
        [["a b c", "d"]],
    ),
    "never closed": ("<table><tr><td>a<td>b<tr><td>1", [["a", "b"], ["1 after"]]),
}


@pytest.mark.parametrize(("html", "rows"), HTML_TABLES.values(), ids=HTML_TABLES)
def test_a_table_as_html_is_a_table_with_every_merged_cell_resolved(html: str, rows: list[list[str]]) -> None:
    assert table(f"Before {html} after") == rows
    assert seen(f"Before {html} after").startswith("Before")
    assert "<td" not in seen(html)


def test_what_stands_in_a_table_outside_of_its_cells_stands_before_it() -> None:
    assert seen("<table><caption>Who sees what</caption><tr><td>a</table> and 5 < 6") == "Whoseeswhataand5<6"


EIGHT = [f"Column{number}" for number in range(8)]


def wide(columns: int, rows: int, cell: str = "word") -> Prose:
    return Prose("\n".join("\t".join([cell] * columns) for _ in range(rows + 1)))


def test_a_table_of_seven_columns_is_turned_where_it_has_the_page_else_set_as_records() -> None:
    assert '<table class="cells">' in wide(6, 9).page
    assert '<table class="cells turned">' in wide(7, 4).page
    assert "<table" not in wide(7, 4).html
    assert wide(7, 4).html.count("<dl>") == 4
    for broad in (wide(7, 3), wide(13, 9), wide(7, 4, "word " * 20), wide(12, 9, "Unterbeamtengesellschaft")):
        assert "<table" not in broad.page
    assert '<table class="cells many">' in wide(30, 2).screen


def test_a_record_names_every_head_and_every_cell() -> None:
    text = "\n".join(["\t".join(EIGHT), "\t".join(EIGHT[:3]), "1\t2\t3\t4\t5\t6\t7\t8\t9"])
    html = str(Prose(text).html)
    assert html.count("<dt>Column7</dt>") == 2
    assert "<dt></dt> <dd>9</dd>" in html


def test_a_table_that_nobody_could_read_is_printed_as_its_lines() -> None:
    assert "<table" not in wide(41, 3).screen
    assert seen("a\tb\n" * 20_000) == "ab" * 20_000
    html = "<table>" + "<tr><td>a<td rowspan=900 colspan=900>b" * 100 + "</table>"
    assert seen(html) == "a|b" * 100


SIGNS = [
    *"<>[]()!_~`#+|>\"'&;:/\\=ab1é٣ش😀",
    " ",
    "  ",
    "\n",
    "\n\n",
    "    ",
    "javascript:",
    "http://",
    "https://a.example",
    "&amp;",
    "<b>",
]
LINES = st.lists(st.sampled_from(SIGNS), max_size=60).map("".join)


@given(LINES)
def test_every_visible_sign_is_printed_in_the_order_in_which_it_was_typed(text: str) -> None:
    rule = re.compile(r"[ |]*\|[ |]*")  # a line of a table that has to have no dash here, so none is a rule
    assert not any("-" in line for line in text.splitlines() if rule.fullmatch(line))
    understood = _without_links(_without_titles(text)).replace("\\|", "|")
    assert seen(text).replace("\\|", "|") == "".join(understood.split())


MARKED = [*SIGNS, "*", "**", "***", "\n- ", "\n• ", "\n1. ", "\n   2) ", "\t", "\n|--|--|\n", "\n# T\n\n", "---"]
MARKS = str.maketrans("", "", "*-•#|[]()\\:")


@given(st.lists(st.sampled_from(MARKED), max_size=60).map("".join))
def test_apart_from_the_marks_that_the_field_names_nothing_typed_is_lost(text: str) -> None:
    found = iter(seen(text).translate(MARKS))
    assert all(sign in found for sign in "".join(text.split()).translate(MARKS))


@given(
    st.lists(
        st.sampled_from([*MARKED, "<table>", "<td>", "</td>", "<tr>", "</table>", "<td colspan=3>"]), max_size=40
    ).map("".join)
)
def test_whatever_is_typed_gives_whole_elements_of_few_kinds(text: str) -> None:
    for html in (Prose(text).html, Prose(text).page, Prose(text).screen):
        opened: list[str] = []
        for closing, tag in re.findall(r"<(/?)(\w+)(?: [^>]*)?>", html):
            if closing:
                assert opened.pop() == tag
            elif tag not in ("br", "col"):
                assert tag in TAGS
                opened.append(tag)
        assert opened == []


TAGS = {
    *("p", "strong", "em", "a", "ul", "ol", "li", "span", "table", "colgroup", "thead", "tbody", "tr", "th", "td"),
    "div",
    "dl",
    "dt",
    "dd",
}

PERIODIC = {
    "stars": "**a ",
    "brackets": "[a",
    "links": "[a](https://a",
    "tabs": "a\tb\n",
    "marks": "1.\ta\n-\tb\n",
    "uprights": "|a|b|\n|-|-|\n",
    "blank": "- a\n\n",
    "deep": "\n        - a",
    "tables": "<table><tr><td rowspan=999 colspan=999>a",
    "comments": "<table><td><!--",
    "unclosed": '<table><td a="',
}


@pytest.mark.parametrize("piece", PERIODIC.values(), ids=PERIODIC)
def test_a_long_text_is_read_in_a_time_that_grows_with_its_length(piece: str) -> None:
    def seconds(length: int) -> float:
        begun = time.process_time()
        read_typed((piece * length)[:length])
        return time.process_time() - begun

    def best(length: int) -> float:
        """The shortest of some: whoever shares the machine, and what tidies up among all that is alive, only add to it."""
        return min(seconds(length) for _ in range(3))

    assert best(80_000) < 16 * max(best(20_000), 0.05)


@pytest.mark.parametrize("mark", ["- ", "1. "])
def test_lists_in_lists_end_somewhere_and_stay_whole(mark: str) -> None:
    html = str(Prose("\n".join("  " * level + mark + f"level{level}" for level in range(200))).html)
    assert html.count("<ul>") + html.count("<ol ") == MAX_DEPTH
    assert all(f"level{level}" in html for level in range(200))


def _without_titles(text: str) -> str:
    lines = text.splitlines()
    alone = [
        (place == 0 or not lines[place - 1].strip()) and not "".join(lines[place + 1 : place + 2]).strip()
        for place in range(len(lines))
    ]
    title = re.compile(r"\s*#{1,6}[ \t]+(?=[^\W\d_a-zé])")
    return "\n".join(title.sub("", line) if one else line for line, one in zip(lines, alone, strict=True))


def _without_links(text: str) -> str:
    """A text with the brackets of its links as they are printed: those around the text are not, the address is in brackets."""
    return re.sub(r"(?<!!)\[([^\[\]\n]*[^\[\]\s][^\[\]\n]*)\](\(https?://[^/\\\s()<>][^\s()<>]*\))", r"\1\2", text)
