"""What a file is, its content says and not its name."""

from pathlib import Path

import pytest

from dpia.assessment.files import dump_json, dump_yaml
from dpia.errors import BadInput, NotFound
from dpia.exchange.reading import MAX_BYTES, READERS, read_any, read_import, sniff
from tests.support.reports import small_assessment, small_pdf

FORMS = {
    "pdf": small_pdf,
    "json": lambda: dump_json(small_assessment()).encode(),
    "yaml": lambda: dump_yaml(small_assessment()).encode(),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "name", ["assessment", "assessment.txt", "assessment.pdf", "assessment.json", "assessment.yaml"]
)
def test_every_form_is_recognised_under_any_name(form: str, name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(FORMS[form]())
    found = read_import(tmp_path / name)
    assert found.form == form
    assert found.assessment == small_assessment()
    assert found.losses == ()


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"\n\n  ", b"\xef\xbb\xbf\r\n\t"])
def test_a_mark_or_blanks_before_the_content_do_not_matter(before: bytes) -> None:
    assert sniff(before + b"%PDF-1.7") == "pdf"
    assert sniff(before + b'{"dpia": 1}') == "json"
    assert sniff(before + b"dpia: 1") == "yaml"


def test_every_form_that_is_recognised_has_a_reader() -> None:
    assert {sniff(raw) for raw in (b"%PDF-", b"{", b"", b"dpia: 1")} <= set(READERS)


@pytest.mark.parametrize(
    "raw", [b"", b"\0\0\0\0", b"\xff\xfe{\0", b"PK\x03\x04", b"GIF89a", b"{" * 5000, b"- " * 5000, b"<?xml?>"]
)
def test_what_has_no_form_is_refused(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(raw)
    with pytest.raises(BadInput):
        read_any(tmp_path / "file")


def test_a_file_that_is_not_there_or_no_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"none\.pdf: cannot be read: No such file"):
        read_any(tmp_path / "none.pdf")
    with pytest.raises(NotFound, match="cannot be read: Is a directory"):
        read_any(tmp_path)


def test_a_huge_file_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES * 100)
    with pytest.raises(BadInput, match="is larger than"):
        read_any(path)
