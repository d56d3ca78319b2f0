"""Nothing runs off the paper: wide tables are turned or set as records, long words go on in the next line."""

import re
import subprocess
from pathlib import Path

from tests.support.reports import judge, pdf_of, small_assessment, small_html, small_library

WORD = "Unterbeamtengesellschaft"
EDGE = 20
WIDE = "\n".join("\t".join(f"{WORD}{row}" for _ in range(14)) for row in range(4))
TURNED = "\n".join("\t".join(f"cell{row}.{column}" for column in range(8)) for row in range(6))
SIX = "\n".join("\t".join([WORD * 4] * 6) for _ in range(3))
LONG = "x" * 400
TEXTS = {"story": f"{WIDE}\n\n{TURNED}\n\n{SIX}\n\n- {LONG}\n\n1. {WORD * 9}\n\nThe last line"}


def words(pdf: bytes, folder: Path) -> list[tuple[float, float, float, float, float, float, str]]:
    """Every word with its box and the size of its page: x0, y0, x1, y1, width, height, word."""
    (folder / "r.pdf").write_bytes(pdf)
    told = subprocess.run(
        ["pdftotext", "-bbox", folder / "r.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    found, page = [], (0.0, 0.0)
    pattern = (
        r'<page width="(.*?)" height="(.*?)">|<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>'
    )
    for width, height, *box, word in re.findall(pattern, told):
        if width:
            page = (float(width), float(height))
        else:
            x0, y0, x1, y1 = map(float, box)
            found.append((x0, y0, x1, y1, *page, word))
    return found


def test_no_word_of_a_wide_table_or_a_long_word_leaves_the_page(tmp_path: Path) -> None:
    assessment = small_assessment()
    answers = {**assessment.data()["answers"]}
    answers["everything"] = {
        **answers["everything"],
        **{name: {"value": text, "note": text} for name, text in TEXTS.items()},
    }
    changed = type(assessment).model_validate({**assessment.data(), "answers": answers, "summary": f"{WIDE}\n\n{LONG}"})
    found = words(pdf_of(judge(changed), small_library()), tmp_path)
    off = [one for one in found if one[0] < EDGE or one[1] < 0 or one[2] > one[4] - EDGE or one[3] > one[5]]
    assert off == []
    turned = [one for one in found if one[6] == "cell5.7"]
    assert [width > height for *_, width, height, _ in turned] == [True, False], (
        "turned in the answer, records in the note"
    )
    assert sum(one[6].startswith(f"{WORD}3") for one in found) == 3 * 14


def test_an_answer_may_turn_its_tables_and_a_note_may_not() -> None:
    assessment = small_assessment()
    answers = {**assessment.data()["answers"]}
    answers["everything"] = {**answers["everything"], "story": {"value": TURNED, "note": TURNED}}
    html = small_html(type(assessment).model_validate({**assessment.data(), "answers": answers}))
    assert html.count('<table class="cells turned">') == 1
    assert html.count("<dd>cell5.7</dd>") == 1
