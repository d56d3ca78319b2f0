"""A report gives its assessment back, and anything else that calls itself a report is refused in one line."""

import io
import random
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Encryption, Name, String

from dpia.errors import AssessmentError, DpiaError
from dpia.exchange import read_any
from dpia.exchange.pdf import assessment_in_pdf
from dpia.questionnaire.model import Publication
from tests.support.commands import dpia
from tests.support.reports import judge, pdf_of, signed, small_assessment, small_library, small_pdf

Change = Callable[[pikepdf.Pdf], object]


def changed(change: Change, encryption: Encryption | None = None) -> bytes:
    """The report after somebody changed it with another program."""
    result = io.BytesIO()
    with pikepdf.open(io.BytesIO(small_pdf())) as pdf:
        change(pdf)
        pdf.save(result, encryption=encryption) if encryption else pdf.save(result)
    return result.getvalue()


def embedded(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.Root.Names.EmbeddedFiles.Names[1].EF


def replace_title(pdf: pikepdf.Pdf) -> None:
    embedded(pdf).F.write(embedded(pdf).F.read_bytes().replace(b"A title", b"B title"))


def replace_title_and_forget_hash(pdf: pikepdf.Pdf) -> None:
    replace_title(pdf)
    del pdf.docinfo["/Subject"]


def replace_by_something_else(pdf: pikepdf.Pdf) -> None:
    embedded(pdf).F.write(b'{"dpia": 1}')


def attach_twice(pdf: pikepdf.Pdf) -> None:
    names = pdf.Root.Names.EmbeddedFiles.Names
    names.append(names[0])
    names.append(names[1])


def attach_under_another_key(pdf: pikepdf.Pdf) -> None:
    names = pdf.Root.Names.EmbeddedFiles.Names
    entry = Dictionary(Type=Name.Filespec, F=String("assessment.json"), UF=String("assessment.json"), EF=names[1].EF)
    names.append(String("zzz"))
    names.append(pdf.make_indirect(entry))


def loop_of_names(pdf: pikepdf.Pdf) -> None:
    node = pdf.make_indirect(Dictionary())
    node.Kids = Array([node, node])
    pdf.Root.Names.EmbeddedFiles = node


def loop_of_pages(pdf: pikepdf.Pdf) -> None:
    embedded(pdf).F = pdf.Root.Pages


def take_away(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Names


def take_content_away(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Names.EmbeddedFiles.Names[1].EF


def bomb(pdf: pikepdf.Pdf) -> None:
    embedded(pdf).F.write(zlib.compress(b" " * 300_000_000, 9), filter=Name.FlateDecode)


def bomb_in_a_bomb(pdf: pikepdf.Pdf) -> None:
    packed = zlib.compress(zlib.compress(b" " * 300_000_000, 9), 9)
    embedded(pdf).F.write(packed, filter=Array([Name.FlateDecode, Name.FlateDecode]))


def cut_off(pdf: pikepdf.Pdf) -> None:
    embedded(pdf).F.write(embedded(pdf).F.read_raw_bytes()[:200], filter=Name.FlateDecode)


def no_zip_at_all(pdf: pikepdf.Pdf) -> None:
    embedded(pdf).F.write(b"not packed", filter=Name.FlateDecode)


CHANGED: dict[str, tuple[Change, str]] = {
    "the assessment was changed": (replace_title, "hash"),
    "the assessment was changed and the hash removed": (replace_title_and_forget_hash, "hash"),
    "something else stands in its place": (replace_by_something_else, "missing-key"),
    "two attachments of the name": (attach_twice, "not-allowed"),
    "a second one under another key": (attach_under_another_key, "not-allowed"),
    "a loop of names": (loop_of_names, "missing-key"),
    "a file that is no stream": (loop_of_pages, "bad-syntax"),
    "no attachment": (take_away, "missing-key"),
    "an attachment without content": (take_content_away, "bad-syntax"),
    "a bomb": (bomb, "too-large"),
    "a bomb in a bomb": (bomb_in_a_bomb, "not-allowed"),
    "an attachment that was cut off": (cut_off, "bad-syntax"),
    "an attachment that is not packed as it says": (no_zip_at_all, "bad-syntax"),
}


def bomb_of_objects() -> bytes:
    """A PDF of 300 kB whose catalogue stands in an object stream that unpacks to 300 MB."""
    packer = zlib.compressobj(9)
    parts = [packer.compress(b"1 0 <</Type/Catalog/Pages 2 0 R>>")]
    parts += [packer.compress(b" " * 10_000_000) for _ in range(30)]
    packed = b"".join([*parts, packer.flush()])
    head = b"%PDF-1.7\n"
    objects = b"3 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n" % len(packed)
    objects += packed + b"\nendstream\nendobj\n"
    pages = len(head + objects)
    objects += b"2 0 obj\n<</Type/Pages/Count 0/Kids[]>>\nendobj\n"
    start = len(head + objects)
    rows = [(0, 0, 65535), (2, 3, 0), (1, pages, 0), (1, len(head), 0), (1, start, 0)]
    table = b"".join(struct.pack(">BIH", *row) for row in rows)
    index = b"4 0 obj\n<</Type/XRef/Size 5/W[1 4 2]/Root 1 0 R/Length %d>>\nstream\n" % len(table)
    return head + objects + index + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start


def refused(raw: bytes) -> str:
    """The one line with which a file is refused."""
    with pytest.raises(AssessmentError) as caught:
        assessment_in_pdf(raw, "report.pdf")
    line = str(caught.value)
    assert "\n" not in line or len(caught.value.problems) > 1
    assert line.startswith("report.pdf")
    return line


def test_a_report_gives_back_exactly_what_it_was_made_from() -> None:
    assessment, document = assessment_in_pdf(small_pdf(), "report.pdf")
    assert assessment == small_assessment()
    assert assessment.content_hash == small_assessment().content_hash
    assert document.file == "report.pdf[assessment.json]"


def test_signatures_come_back_too() -> None:
    assessment = signed(small_assessment())
    found, _ = assessment_in_pdf(pdf_of(judge(assessment), small_library()), "report.pdf")
    assert found.valid_approvals == assessment.valid_approvals


def test_a_report_that_another_program_saved_still_gives_it_back() -> None:
    assert assessment_in_pdf(changed(lambda pdf: None), "report.pdf")[0] == small_assessment()


@pytest.mark.parametrize("what", CHANGED)
def test_a_changed_report_is_refused_in_one_line(what: str) -> None:
    change, code = CHANGED[what]
    assert f": {code}: " in refused(changed(change))


def test_an_encrypted_report_is_refused() -> None:
    line = refused(changed(lambda pdf: None, Encryption(owner="owner", user="user")))
    assert "is encrypted (give the report without a password)" in line


@pytest.mark.parametrize("length", [5, 50, 5_000, 50_000, 100_000])
def test_a_report_that_was_cut_off_is_refused(length: int) -> None:
    assert "is no PDF that can be read" in refused(small_pdf()[:length])


@pytest.mark.parametrize(
    "raw", [b"%PDF-1.7 and nothing else", b"%PDF-", b"%PDF-1.7\n%%EOF\n", b"%PDF-1.7" + b"\0" * 10_000]
)
def test_what_only_begins_like_a_pdf_is_refused(raw: bytes) -> None:
    refused(raw)


def test_a_bomb_among_the_objects_is_refused_before_it_unpacks() -> None:
    raw = bomb_of_objects()
    assert len(raw) < 400_000
    assert "is no PDF that can be read" in refused(raw)


def test_a_version_with_withheld_answers_carries_no_assessment() -> None:
    raw = pdf_of(judge(small_assessment()), small_library(), Publication.PUBLIC)
    assert "carries no assessment (give a full report that dpia made)" in refused(raw)


def test_damage_anywhere_gives_the_same_assessment_or_a_refusal() -> None:
    numbers = random.Random(7)
    for _ in range(150):
        raw = bytearray(small_pdf())
        for _ in range(numbers.randint(1, 20)):
            raw[numbers.randrange(len(raw))] = numbers.randrange(256)
        try:
            assessment, _ = assessment_in_pdf(bytes(raw), "report.pdf")
        except DpiaError:
            continue
        assert assessment.content_hash == small_assessment().content_hash


def test_what_is_in_an_embedded_assessment_is_not_told_when_it_is_refused() -> None:
    def insert(pdf: pikepdf.Pdf) -> None:
        embedded(pdf).F.write(b'{"dpia": 1, "id": "canary SINGS", "title": 5, "questionnaires": "canary SINGS"}')

    assert "SINGS" not in refused(changed(insert))


def test_the_command_line_tells_it_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(changed(replace_title))
    done = dpia("import", "report.pdf", "--output", "back.yaml", cwd=tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "report.pdf[assessment.json]" in done.stderr or "report.pdf: hash" in done.stderr
    assert not (tmp_path / "back.yaml").exists()


def test_a_report_is_read_like_any_other_file(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(small_pdf())
    assert read_any(tmp_path / "report.pdf")[0] == small_assessment()
