"""The PDF of the worked example, read back with the tools that readers and archives use."""

import io
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from dpia.assessment.model import Assessment
from dpia.exchange.pdf import assessment_in_pdf
from dpia.questionnaire.model import Publication
from tests.support import verapdf
from tests.support.reports import (
    judge,
    lumen,
    lumen_html,
    lumen_pdf,
    pdf_of,
    run,
    signed,
    small_assessment,
    small_form,
    small_html,
    small_library,
    small_pdf,
    small_report,
    with_texts,
)
from tests.support.run import HANG_SECONDS

needs_verapdf = pytest.mark.skipif(verapdf.available() is not None, reason=verapdf.available() or "")


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the worked example, as a file."""
    path = tmp_path_factory.mktemp("report") / "lumen-line.pdf"
    path.write_bytes(lumen_pdf())
    return path


@pytest.fixture(scope="session")
def pages(report: Path) -> list[str]:
    """Its text, page by page."""
    return run("pdftotext", "-layout", report, "-").split("\f")[:-1]


def info(path: Path) -> dict[str, str]:
    lines = run("pdfinfo", path).splitlines()
    return {key: value.strip() for key, _, value in (line.partition(":") for line in lines)}


def saved(folder: Path, raw: bytes) -> Path:
    path = folder / "report.pdf"
    path.write_bytes(raw)
    return path


def text_of(folder: Path, raw: bytes) -> str:
    return run("pdftotext", saved(folder, raw), "-")


# What archives and screen readers ask for


@pytest.mark.slow
@needs_verapdf
@pytest.mark.parametrize("flavour", ["3a", "ua1"])
def test_the_report_is_pdf_a_3a_and_pdf_ua_1(report: Path, flavour: str) -> None:
    result = verapdf.validate(report, flavour)
    assert result.compliant, str(result)


@needs_verapdf
@pytest.mark.parametrize("flavour", ["3a", pytest.param("ua1", marks=pytest.mark.slow)])
def test_it_stays_so_with_signs_no_font_has_and_answers_of_every_type(tmp_path: Path, flavour: str) -> None:
    odd = "a 😀 漢字 b\u200d\u2066c\u2069 \ufe0f العربية → [link](https://example.org/x)"
    raw = pdf_of(judge(with_texts(small_form(), small_assessment(), lambda slot, old: odd)), small_library())
    result = verapdf.validate(saved(tmp_path, raw), flavour)
    assert result.compliant, str(result)


def test_its_structure_is_sound(report: Path) -> None:
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", report)


def test_it_says_title_organisation_and_that_it_is_tagged(report: Path) -> None:
    facts = info(report)
    assert facts["Title"] == lumen().assessment.title
    assert facts["Author"] == "Stichting Example Haven"
    assert facts["Tagged"] == "yes"
    assert facts["JavaScript"] == "no"
    assert facts["Encrypted"] == "no"


def test_it_says_its_language_and_shows_its_title_in_the_window() -> None:
    with pikepdf.open(io.BytesIO(lumen_pdf())) as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle is True


def test_only_the_shipped_fonts_are_used_and_all_of_them_are_embedded(report: Path) -> None:
    lines = run("pdffonts", report).splitlines()[2:]
    assert lines
    for line in lines:
        assert "+Noto-Sans" in line
        assert " yes yes yes " in line


# Finding the way


def bookmarks(items: Any, depth: int = 1) -> Iterator[tuple[int, str]]:
    for item in items:
        yield depth, item.title
        yield from bookmarks(item.children, depth + 1)


def test_bookmarks_mirror_the_contents_in_two_levels() -> None:
    """In a long report the sections of the annexes stand in the bookmarks alone, so that the contents stay one page."""
    contents = re.search(r'<nav class="contents.*?</nav>', lumen_html(), re.DOTALL)
    assert contents
    listed = []
    depth = 0
    for tag, title in re.findall(r"<(/?ol|a[^>]*)>([^<]*)", contents[0]):
        depth += {"ol": 1, "/ol": -1}.get(tag, 0)
        if tag.startswith("a"):
            listed.append((depth, title.replace("&#39;", "'")))
    with pikepdf.open(io.BytesIO(lumen_pdf())) as pdf, pdf.open_outline() as outline:
        found = list(bookmarks(outline.root))
    annexes = [place for place, (depth, title) in enumerate(found) if depth == 1 and title.startswith("Annex ")]
    body, behind = found[: annexes[0]], found[annexes[0] :]
    assert [*body, *((depth, title) for depth, title in behind if depth == 1)] == listed
    assert any(depth == 2 for depth, _ in behind)
    assert {depth for depth, _ in listed} == {1, 2}


def test_the_contents_name_the_page_on_which_each_part_begins(pages: list[str]) -> None:
    entries = re.findall(r"(\S(?:[^\n]*?\S)?) {2,}(\d{1,3})(?= {3,}|$)", pages[1], re.MULTILINE)
    assert len(entries) > 30
    for line, number in entries:
        title = re.split(r" {3,}", line)[-1]  # a line of a long title may stand in the column beside it
        assert " ".join(title.split()) in " ".join(pages[int(number) - 1].split())


def test_every_link_within_the_report_leads_somewhere() -> None:
    with pikepdf.open(io.BytesIO(lumen_pdf())) as pdf:
        names = pdf.Root.Names.Dests.Names
        known = {str(name) for name in list(names)[::2]}
        wanted = {str(link.Dest) for link in links(pdf) if "/Dest" in link}
    assert len(wanted) > 200
    assert wanted <= known


def test_links_out_of_the_report_are_web_and_mail_addresses_of_the_document() -> None:
    with pikepdf.open(io.BytesIO(lumen_pdf())) as pdf:
        out = {str(link.A.URI) for link in links(pdf) if "/A" in link}
    page = lumen_html().replace("&amp;", "&")
    assert out
    for address in out:
        assert address.startswith(("http://", "https://", "mailto:"))
        assert f'href="{address}"' in page


def links(pdf: pikepdf.Pdf) -> list[Any]:
    return [note for page in pdf.pages for note in page.get("/Annots", []) if note.Subtype == "/Link"]


def test_nothing_in_it_acts() -> None:
    with pikepdf.open(io.BytesIO(lumen_pdf())) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                assert not {"/JS", "/JavaScript", "/Launch", "/OpenAction", "/AA", "/RichMedia"} & set(thing.keys())
                assert str(thing.get("/S", "")) not in {
                    "/JavaScript",
                    "/Launch",
                    "/SubmitForm",
                    "/ImportData",
                    "/GoToR",
                }


def test_it_is_read_in_the_order_of_code_question_and_answer(report: Path) -> None:
    text = " ".join(run("pdftotext", report, "-").split())
    asked = lumen().form.questions["screening.processing_name"]
    assert f"{asked.question.code} {asked.question.ask} Lumen Line chat" in text


# The pages that matter most


def test_page_three_is_the_decision_page_and_it_is_one_page(pages: list[str]) -> None:
    assert pages[2].split("\n", 3)[0].strip() == "Invented example: invented organisation, not advice"
    assert "Decision at a glance" in pages[2]
    for heading in ("Before measures", "Worst findings", "Not known", "Who must do what by when"):
        assert heading in pages[2]
    assert [line for line in pages[3].splitlines() if line.strip()][1].strip() == "Open points"


def test_the_decision_page_stays_one_page_when_everything_is_long(tmp_path: Path) -> None:
    long = "An answer that is as long as its field allows, and then some words more. " * 6
    assessment = with_texts(small_form(), small_assessment(), lambda slot, old: long[:480])
    pages = text_of(tmp_path, pdf_of(judge(assessment), small_library())).split("\f")
    headings = [[line for line in page.splitlines() if line][1:2] for page in pages]
    assert headings.index(["Open points"]) == headings.index(["Decision at a glance"]) + 1


def test_an_example_says_so_on_every_page(pages: list[str]) -> None:
    assert len(pages) > 20
    for number, page in enumerate(pages, 1):
        assert "Invented example: invented organisation, not advice" in page, f"page {number}"


def test_every_page_but_the_cover_tells_version_hash_and_place(pages: list[str]) -> None:
    shown = lumen().assessment.content_hash[:8]
    for number, page in enumerate(pages[1:], 2):
        assert re.search(rf"version 1\.0 · {shown}\s+{number} / {len(pages)}", page)


def test_the_cover_tells_what_it_is(pages: list[str]) -> None:
    cover = " ".join(pages[0].split())
    for text in ("Stichting Example Haven", "Example: Conditionally approved", "Restricted", "Full version"):
        assert text in cover
    assert lumen().assessment.content_hash in cover.replace(" ", "")


VERSIONS = {
    "draft": lambda a: a.change(decision=None),
    "decided": lambda a: a,
    "example": lambda a: a.change(example=True),
    "signed": signed,
    "void": lambda a: signed(a).change(title="Changed afterwards"),
}
BANDS = {
    "draft": "Draft: no decision",
    "decided": "Draft: decided, not signed",
    "example": "Invented example: invented organisation, not advice",
    "signed": "",
    "void": "Changed after signing: the signatures are void",
}


@pytest.mark.parametrize("kind", VERSIONS)
def test_drafts_examples_signed_and_void_versions_cannot_be_mistaken(kind: str, tmp_path: Path) -> None:
    assessment: Assessment = VERSIONS[kind](small_assessment())
    assert small_report(assessment).band == BANDS[kind]
    pages = text_of(tmp_path, pdf_of(judge(assessment), small_library())).split("\f")[:-1]
    for page in pages:
        for other, band in BANDS.items():
            if band:
                assert (band in page) == (other == kind)


def test_a_signature_is_shown_as_given_and_as_void_after_a_change() -> None:
    held, void = (small_report(VERSIONS[kind](small_assessment())) for kind in ("signed", "void"))
    assert ("Director", "Signed this content") in [(line.role, line.state) for line in held.signatures]
    assert ("Director", "Void: the content changed afterwards") in [(line.role, line.state) for line in void.signatures]
    assert held.status_kind == "signed"
    assert void.status_kind == "draft"


# Data in the report


def test_the_assessment_is_embedded_as_the_source_and_its_definitions_as_data_each_once() -> None:
    with pikepdf.open(io.BytesIO(lumen_pdf())) as pdf:
        files = list(pdf.Root.AF)
        assert len(files) == len(pdf.Root.Names.EmbeddedFiles.Names) / 2 == 3
        assert [str(file.UF) for file in files] == ["assessment.json", "definitions.json", "fonts.json"]
        assert [file.AFRelationship for file in files] == ["/Source", "/Data", "/Supplement"]
        assert [file.EF.F.Subtype for file in files] == ["/application/json"] * 3


def test_what_is_imported_from_it_has_the_printed_hash() -> None:
    assessment, _ = assessment_in_pdf(lumen_pdf(), "report.pdf")
    assert assessment == lumen().assessment
    assert assessment.content_hash == lumen().assessment.content_hash


def test_the_same_input_gives_the_same_bytes() -> None:
    assert pdf_of(judge(small_assessment()), small_library()) == small_pdf()


def test_another_process_gives_the_same_bytes() -> None:
    program = (
        "import sys; from tests.support.reports import *\n"
        "sys.stdout.buffer.write(pdf_of(judge(small_assessment()), small_library()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, timeout=HANG_SECONDS, cwd=Path(__file__).parents[2]
    )
    assert done.stdout == small_pdf(), done.stderr.decode()


# Versions for others


def everything_in(raw: bytes) -> bytes:
    """All bytes of a PDF: as they are, every stream unpacked, every string decoded, the text of its pages."""
    found = [raw]
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream):
                found.append(thing.read_bytes())
            found.append(repr(thing).encode())
        found.append(bytes(pdf.Root.Metadata.read_bytes()))
        found.append(str(pdf.docinfo).encode())
    return b"\n".join(found)


CANARY = "Canary{}Bird"


def canaries() -> tuple[Assessment, dict[str, str]]:
    """The small assessment with a word of its own in every slot, and the slot of each word."""
    slots: dict[str, str] = {}

    def write(slot: str, old: str) -> str:
        word = CANARY.format(len(slots))
        slots[word] = slot
        return word

    return with_texts(small_form(), small_assessment(), write), slots


RESTRICTED = (
    "everything.owner",
    "everything.proof",
    "everything.signed",
    "everything.inner",
    "risks",
    "measures",
    "remarks",
)
OPERATIONAL = (
    "everything.drawing",
    "everything.guard",
    "everything.asleep",
    "everything.things.secret_place",
    "everything.vaults",
    "remarks.everything.text",
    "remarks.everything.by",
)
KEPT = {Publication.RESTRICTED: OPERATIONAL, Publication.PUBLIC: OPERATIONAL + RESTRICTED}
TELLING = ("The guards are asleep at night.", "An open answer and a secret one make this.")


@pytest.mark.parametrize("publication", KEPT)
def test_a_version_for_others_holds_no_withheld_answer_anywhere(publication: Publication, tmp_path: Path) -> None:
    assessment, slots = canaries()
    secret = {word for word, slot in slots.items() if slot.startswith(KEPT[publication])}
    raw = pdf_of(judge(assessment), small_library(), publication)
    page = small_html(assessment, publication=publication)
    text = text_of(tmp_path, raw)
    everything = everything_in(raw) + text.encode() + page.encode()
    open_words = [word for word in slots if word not in secret]
    assert len(secret) > 5
    assert all(re.search(rb"\b%s\b" % word.encode(), everything) is None for word in secret)
    assert all(word in text or word in page for word in open_words)


@pytest.mark.parametrize("publication", KEPT)
def test_a_finding_that_would_tell_a_withheld_answer_is_withheld_too_and_counted(publication: Publication) -> None:
    report = small_report(publication=publication)
    page = small_html(publication=publication)
    assert report.withheld_findings == 2
    assert not any(words in page for words in TELLING)
    assert all(words in small_html() for words in TELLING)
    assert "Findings that would tell a withheld answer are not shown" in page


@pytest.mark.parametrize("publication", KEPT)
def test_a_version_for_others_carries_no_assessment(publication: Publication) -> None:
    with pikepdf.open(io.BytesIO(pdf_of(judge(small_assessment()), small_library(), publication))) as pdf:
        assert "/AF" not in pdf.Root
        assert not pdf.attachments


def test_withheld_answers_and_registers_are_marked_as_withheld() -> None:
    report = small_report(publication=Publication.PUBLIC)
    assert report.withheld == ("risks", "measures")
    assert not (report.risks or report.measures or report.maps)
    assert small_html(publication=Publication.PUBLIC).count("Withheld in this version") >= 8


def test_the_public_version_of_the_worked_example_leaves_out_the_module_on_security() -> None:
    page = lumen_html(Publication.PUBLIC)
    words = "Every connection uses current transport encryption"
    assert words in lumen().assessment.answers["security"]["encryption_how"].value
    assert words in lumen_html()
    assert words not in page
