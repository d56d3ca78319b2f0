"""The veraPDF driver: it passes a good file, names the rules that a bad one breaks, and reports what is no PDF."""

from pathlib import Path

import pytest

from tests.support import verapdf

REASON = verapdf.available()
pytestmark = pytest.mark.skipif(REASON is not None, reason=REASON or "")

PAGE = "<html lang=en><title>A page</title><style>@page { size: A6 }</style><h1>A page</h1><p>With a sentence."


def page(path: Path, variant: str | None) -> Path:
    from weasyprint import HTML

    HTML(string=PAGE).write_pdf(path, pdf_variant=variant)
    return path


def test_a_pdf_a_file_passes(tmp_path: Path) -> None:
    result = verapdf.validate(page(tmp_path / "good.pdf", "pdf/a-3a"), "3a")
    assert result.compliant, str(result)
    assert result.checks > 100
    assert not result.failures


def test_a_plain_file_fails_and_the_broken_rules_are_named(tmp_path: Path) -> None:
    result = verapdf.validate(page(tmp_path / "plain “ü”.pdf", None), "3a")
    assert not result.compliant
    assert result.error is None
    assert result.file == tmp_path / "plain “ü”.pdf"
    assert "6.7.2.2-1" in {failure.rule for failure in result.failures}, str(result)


def test_a_file_that_is_no_pdf_is_an_error_and_not_compliant(tmp_path: Path) -> None:
    path = tmp_path / "none.pdf"
    path.write_text("no PDF at all")
    result = verapdf.validate(path, "ua1")
    assert not result.compliant
    assert result.error
