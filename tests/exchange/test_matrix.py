"""The traceability matrix is read back by the programs people open it with."""

import csv
import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest

import dpia
from dpia.exchange.matrix import COLUMNS, matrix, matrix_csv, matrix_xlsx, safe_cell

CODES = Path(__file__).parents[1] / "data" / "question-codes.txt"


def test_every_question_finding_risk_and_measure_has_a_row() -> None:
    library = dpia.load_library()
    rows = list(matrix(library))
    kinds = {row["kind"].partition(" ")[0] for row in rows}
    assert kinds == {"question", "finding", "risk", "measure"}
    codes = {row["id"] for row in rows if row["kind"] == "question"}
    assert {"G-2.1", "SCR-08", "VS-06"} <= codes
    assert {risk.id for risk in library.catalogue.risks} <= {row["id"] for row in rows}


def test_every_code_of_the_guide_has_a_row() -> None:
    """A code of the guide that became several questions stands as the beginning of theirs."""
    codes = {row["id"] for row in matrix(dpia.load_library()) if row["kind"] == "question"}
    wanted = {line.split("\t")[1] for line in CODES.read_text(encoding="utf-8").splitlines() if "\t" in line}
    assert len(wanted) > 400
    assert {
        code for code in wanted if not any(found == code or found.startswith(f"{code}.") for found in codes)
    } == set()


def test_a_row_names_law_with_its_verification_and_full_iris() -> None:
    row = next(row for row in matrix(dpia.load_library()) if row["id"] == "G-2.1")
    assert "GDPR|6(1)|2026-11-24|yes" in row["legal_refs"] or "GDPR|6(1)" in row["legal_refs"]
    assert row["edpb_table"] == "T14"
    assert "https://w3id.org/dpv#hasLegalBasis" in row["dpv_iris"]


def test_an_evaluation_adds_the_state_of_each_answer_and_the_open_findings() -> None:
    library = dpia.load_library()
    assessment = dpia.read("questionnaires/examples/lumen-line.yaml", library)
    form = library.form([ref.id for ref in assessment.questionnaires])
    evaluation = dpia.evaluate(form, assessment, on=date(2026, 11, 24))
    rows = {row["id"]: row for row in matrix(library, evaluation) if row["kind"] == "question"}
    assert rows["VS-10"]["answer_state"] == "unknown"
    assert "victim-safety.data_against_victim" in rows["VS-10"]["finding_ids"]
    assert rows["G-2.1"]["answer_state"] == "answered"


def test_csv_and_workbook_hold_the_same_rows() -> None:
    rows = list(matrix(dpia.load_library()))
    from_csv = list(csv.DictReader(io.StringIO(matrix_csv(rows).decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(matrix_xlsx(rows)))["traceability"]
    from_excel = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert from_excel[0] == list(COLUMNS)
    assert [list(row.values()) for row in from_csv] == from_excel[1:]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("-x", "'-x"),
        ("-1.5", "-1.5"),
        ("plain", "plain"),
    ],
)
def test_no_text_becomes_a_formula(text: str, safe: str) -> None:
    assert safe_cell(text) == safe
