"""Parts of a page that run the other way than the page say so."""

import pytest

from dpia.report.directions import with_directions

PAGE = '<html lang="en" dir="ltr"><body>{}</body></html>'
TURNED = '<html lang="ar" dir="rtl"><body>{}</body></html>'


def turned(part: str, page: str = PAGE) -> str:
    head, tail = page.split("{}")
    made = with_directions(page.replace("{}", part))
    assert made.startswith(head)
    assert made.endswith(tail)
    return made.removeprefix(head).removesuffix(tail)


@pytest.mark.parametrize(
    ("part", "made"),
    [
        ("<p>שלום.</p>", '<p dir="rtl">שלום.</p>'),
        ("<p>Hello שלום.</p>", "<p>Hello שלום.</p>"),
        ("<h1>שלום</h1><p>and</p>", '<h1 dir="rtl">שלום</h1><p>and</p>'),
        ("<p>By <span>שלום (35).</span></p>", '<p>By <span dir="rtl">שלום (35).</span></p>'),
        ("<td>שלום<br>b</td><td>b</td>", '<td dir="rtl">שלום<br>b</td><td>b</td>'),
        ('<div class="answer">שלום</div>', '<div class="answer" dir="rtl">שלום</div>'),
    ],
)
def test_a_text_from_right_to_left_says_so(part: str, made: str) -> None:
    assert turned(part) == made


def test_a_list_and_a_table_of_an_answer_turn_with_their_items() -> None:
    part = '<div class="prose"><ul><li>אחת.</li><li>two.</li></ul><table><tr><td>א</td></tr></table></div>'
    assert turned(part) == (
        '<div class="prose"><ul dir="rtl"><li>אחת.</li><li dir="ltr">two.</li></ul>'
        '<table dir="rtl"><tr><td>א</td></tr></table></div>'
    )


def test_a_table_of_the_report_keeps_its_columns_and_turns_its_cells() -> None:
    part = "<table><tr><td>א</td><td>b</td></tr></table>"
    assert turned(part) == '<table><tr><td dir="rtl">א</td><td>b</td></tr></table>'


def test_a_number_before_a_title_stays_where_numbers_are() -> None:
    part = '<h2><span class="row-id">R01</span> <span>סיכון.</span></h2>'
    assert turned(part) == '<h2><span class="row-id">R01</span> <span dir="rtl">סיכון.</span></h2>'


def test_the_mark_before_an_item_turns_with_it() -> None:
    part = '<div class="prose"><ul><li><span class="mark">a)</span> אחת.</li></ul></div>'
    assert turned(part) == ('<div class="prose"><ul dir="rtl"><li><span class="mark">a)</span> אחת.</li></ul></div>')


def test_a_fact_turns_within_its_margin() -> None:
    assert turned("<dl><dt>Name</dt><dd>שלום</dd></dl>") == ('<dl><dt>Name</dt><dd><div dir="rtl">שלום</div></dd></dl>')


def test_a_page_from_right_to_left_turns_what_has_no_letter_that_runs_so() -> None:
    part = "<p>GDPR 35 العربية.</p><p>All in English.</p>"
    assert turned(part, TURNED) == '<p>GDPR 35 العربية.</p><p dir="ltr">All in English.</p>'


def test_a_page_without_such_texts_stays_as_it_is() -> None:
    page = PAGE.replace("{}", '<p title="שלום">ordinary</p>')
    assert "dir=" not in with_directions(page).replace('dir="ltr"', "", 1)
