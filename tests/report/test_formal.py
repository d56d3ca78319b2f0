"""The documents made of an assessment of an exchange: their PDFs read back, and what a version for partners leaves out."""

import subprocess
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from time import monotonic, sleep

import pikepdf
import pytest

from dpia.api import make_report
from dpia.assessment.evaluation import Evaluation
from dpia.errors import DpiaError
from dpia.questionnaire.model import Publication
from dpia.report.building import build_report
from dpia.report.clauses import CLAUSES, REQUEST
from dpia.report.formal import FormalKind, FormalView
from dpia.shipped import shipped_library
from tests.support import verapdf
from tests.support.browsing import Desk, desk_over, tree
from tests.support.forms import judge_all
from tests.support.reports import example

ANNEX, REQUEST_FORM = FormalKind.AGREEMENT_ANNEX, FormalKind.REQUEST_FORM
SECRET, OPEN = "X-35", "X-36"


@cache
def pdf(kind: FormalKind, publication: Publication = Publication.PUBLIC) -> bytes:
    return make_report(example("bridgecase"), shipped_library(), formal=kind, publication=publication).content


def view(evaluation: Evaluation, kind: FormalKind, publication: Publication = Publication.PUBLIC) -> FormalView:
    found = build_report(evaluation, shipped_library(), formal=kind, publication=publication).formal
    assert found is not None
    return found


def told(content: bytes, folder: Path) -> str:
    (folder / "document.pdf").write_bytes(content)
    done = subprocess.run(["pdftotext", folder / "document.pdf", "-"], capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())


def test_every_clause_that_the_questionnaire_ticks_stands_in_the_annex_and_the_questions_are_there() -> None:
    form = shipped_library().form(["exchange"])
    options = {option.id for option in form.questions["exchange.instruments"].columns["clauses"].options}
    named = {name for clause in CLAUSES for name in clause.questions} | set(REQUEST)

    assert len(CLAUSES) == len(options) == 13
    assert {option for clause in CLAUSES for option in clause.ticked} == options
    assert {name for name in named if f"exchange.{name}" not in form.questions} == set()


def test_the_annex_has_thirteen_clauses_beside_what_the_assessment_says(tmp_path: Path) -> None:
    words = told(pdf(ANNEX), tmp_path)

    assert all(f"{number}. {clause.title}" in words for number, clause in enumerate(CLAUSES, 1))
    assert all(sentence in words for sentence in ("no legal advice", "What this assessment says", "has this clause"))
    assert "When is the next joint audit?" in words


@pytest.mark.slow
@pytest.mark.skipif(verapdf.available() is not None, reason=verapdf.available() or "")
@pytest.mark.parametrize("flavour", ["3a", "ua1"])
@pytest.mark.parametrize("kind", FormalKind)
def test_a_document_is_pdf_a_3a_and_pdf_ua_1(kind: FormalKind, flavour: str, tmp_path: Path) -> None:
    (tmp_path / "document.pdf").write_bytes(pdf(kind))
    result = verapdf.validate(tmp_path / "document.pdf", flavour)
    assert result.compliant, str(result)


def test_a_request_is_one_page_in_every_version() -> None:
    for publication in Publication:
        assert len(pikepdf.open(BytesIO(pdf(REQUEST_FORM, publication))).pages) == 1


@pytest.mark.parametrize("kind", FormalKind)
@pytest.mark.parametrize("publication", [Publication.PUBLIC, Publication.OPERATIONAL])
def test_a_document_is_tagged_has_a_title_and_carries_nothing_inside(
    kind: FormalKind, publication: Publication
) -> None:
    with pikepdf.open(BytesIO(pdf(kind, publication))) as document:
        assert document.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in document.Root
        assert str(document.docinfo["/Title"])
        assert "pdfuaid" in document.Root.Metadata.read_bytes().decode("utf-8")
        assert len(document.attachments) == 0


def test_what_is_restricted_or_operational_is_left_out_and_shown_as_left_out(tmp_path: Path) -> None:
    evaluation = example("bridgecase")
    public, full = view(evaluation, ANNEX), view(evaluation, ANNEX, Publication.OPERATIONAL)
    breach = next(number for number, clause in enumerate(CLAUSES) if "breach_plan" in clause.questions)

    assert (public.clauses[breach].answers, public.clauses[breach].left_out) == ((), (SECRET,))
    assert [question.code for question in full.clauses[breach].answers] == [SECRET]
    assert all(clause.left_out == () for clause in full.clauses)
    words = told(pdf(ANNEX), tmp_path)
    assert f"Left out of this version {SECRET}" in words
    assert "Public version: restricted and operational answers are withheld" in words
    assert "Left out of this version" not in told(pdf(ANNEX, Publication.OPERATIONAL), tmp_path)


def test_no_word_of_a_withheld_answer_stands_in_the_public_version(tmp_path: Path) -> None:
    evaluation = example("bridgecase")
    shown = build_report(evaluation, shipped_library(), publication=Publication.OPERATIONAL, formal=ANNEX)
    assert shown.formal is not None
    withheld = {code for clause in view(evaluation, ANNEX).clauses for code in clause.left_out}
    secrets = [
        cell.text
        for clause in shown.formal.clauses
        for question in clause.answers
        if question.code in withheld and question.table
        for row in question.table.rows
        for cell in row.cells
        if len(cell.text) > 60
    ]
    words = told(pdf(ANNEX), tmp_path)

    assert len(secrets) >= 3
    assert [text for text in secrets if text in words] == []


def test_an_agreement_that_lacks_a_clause_is_named_there() -> None:
    rows = [
        {"id": "I1", "instrument": "Protocol", "instrument_status": "draft", "clauses": ["c_purpose", "c_audit"]},
        {"id": "I2", "instrument": "Letter", "instrument_status": "draft", "clauses": {"unknown": True}},
    ]
    evaluation = judge_all(shipped_library().form(["exchange"]), {"instruments": rows})
    found = view(evaluation, ANNEX)
    by_title = {clause.title: [held.has for held in clause.held] for clause in found.clauses}

    assert [held.name for held in found.agreements] == ["Protocol", "Letter"]
    assert by_title["Purposes"] == [True, None]
    assert by_title["Accuracy and correction"] == [False, None]
    assert by_title["Supervision and audit"] == [False, None], "oversight is missing"
    assert by_title["Urgent requests, and contact points at all hours"] == []


def test_an_example_stays_an_example_and_a_draft_carries_no_band() -> None:
    report = build_report(example("bridgecase"), shipped_library(), formal=ANNEX)
    draft = build_report(judge_all(shipped_library().form(["exchange"])), shipped_library(), formal=ANNEX)

    assert report.band
    assert (draft.band, draft.status) == ("", "Model text")
    assert replace(draft, formal=None).edition == "agreement-annex"


def test_an_assessment_without_an_exchange_is_refused() -> None:
    with pytest.raises(DpiaError, match="exchange"):
        build_report(example("corner-camera"), shipped_library(), formal=REQUEST_FORM)


@pytest.mark.parametrize(("name", "offered"), [("bridgecase", True), ("corner-camera", False)])
def test_the_overview_offers_them_where_an_exchange_is_assessed(tmp_path: Path, name: str, offered: bool) -> None:
    with desk_over(tmp_path / "workspace.sqlite") as desk:
        desk.add(example(name).assessment)
        assert ('/document/request-form"' in desk.client.get(f"/a/{name}").text) is offered
        if offered:
            _looked_at(desk, name)


def _looked_at(desk: Desk, name: str) -> None:
    page = desk.client.get(f"/a/{name}/document/agreement-annex.html")
    assert page.status_code == 200
    assert len(tree(page).find("p", class_="clause-title")) == 13
    assert "sandbox" in page.headers["Content-Security-Policy"]
    for address in ("letter.html", "letter", "letter.pdf", "request-form.pdf"):
        assert desk.client.get(f"/a/{name}/document/{address}").status_code == 404, address


def test_the_browser_makes_the_pdf_of_a_document_in_the_background(tmp_path: Path) -> None:
    with desk_over(tmp_path / "workspace.sqlite") as desk:
        desk.add(example("bridgecase").assessment)
        address = "/a/bridgecase/document/request-form"
        assert "Make the PDF" in desk.client.get(address).text
        desk.client.post(address)
        until = monotonic() + 60
        while "Download the PDF" not in desk.client.get(address).text and monotonic() < until:
            sleep(0.5)
        found = desk.client.get(f"{address}.pdf")
        assert found.status_code == 200
        assert len(pikepdf.open(BytesIO(found.content)).pages) == 1
