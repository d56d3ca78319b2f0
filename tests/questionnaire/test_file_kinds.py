"""A file of another kind is called by its name, whatever it is called; what could be ours is left to its reader."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from dpia.errors import BadInput
from dpia.exchange.reading import read_import
from dpia.messages import files
from dpia.questionnaire.file_kinds import kind_of_file
from dpia.questionnaire.text import parse_bytes


def zipped(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return target.getvalue()


def as_json(data: Any) -> bytes:
    return json.dumps(data).encode()


KINDS = {
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(20), files.PNG),
    "photo": (b"\xff\xd8\xff\xe0" + bytes(20), files.JPEG),
    "moving": (b"GIF89a" + bytes(20), files.GIF),
    "small": (b"RIFF\x00\x00\x00\x00WEBPVP8 ", files.WEBP),
    "scan": (b"II*\x00" + bytes(20), files.TIFF),
    "drawing": (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', files.SVG),
    "letter": (zipped("[Content_Types].xml", "word/document.xml"), files.WORD),
    "sheet": (zipped("[Content_Types].xml", "xl/workbook.xml"), files.EXCEL),
    "slides": (zipped("ppt/presentation.xml"), files.POWERPOINT),
    "open": (zipped("mimetype", "content.xml"), files.OPEN_DOCUMENT),
    "archive": (zipped("a.txt"), files.ZIP),
    "broken archive": (b"PK\x03\x04" + bytes(200), files.ZIP),
    "packed": (b"\x1f\x8b\x08" + bytes(20), files.GZIP),
    "old letter": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(20), files.OLD_OFFICE),
    "workspace": (b"SQLite format 3\x00" + bytes(20), files.SQLITE),
    "rich": (b"{\\rtf1 x}", files.RTF),
    "page": (b"\n<!DOCTYPE html><html>", files.HTML),
    "cnil": (as_json({"pia": {"name": "x"}, "answers": [], "measures": []}), files.CNIL),
    "cnil list": (as_json([{"pia": {"name": "x"}, "answers": []}]), files.CNIL),
    "par": (as_json({"metadata": {"urn": "urn:nl:dpia:3.0"}, "answers": {"0.1": {"value": "x"}}}), files.PAR),
    "old par": (as_json({"taskState": {}, "answers": {}}), files.PAR),
}


@pytest.mark.parametrize("name", KINDS)
def test_a_file_of_another_kind_is_known_by_its_content(name: str, tmp_path: Path) -> None:
    raw, kind = KINDS[name]
    assert kind_of_file(raw) == kind
    path = tmp_path / "logo.yaml"
    path.write_bytes(raw)
    with pytest.raises(BadInput) as error:
        read_import(path)
    (problem,) = error.value.problems
    assert str(problem) == (
        f"{path}: bad-encoding: The file is {kind}, which cannot be read here "
        "(give YAML or JSON, a report PDF that dpia made, or a zip that was exported from a workspace)"
    )


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"dpia: 1\n",
        b"a: <html>\n",
        as_json({"dpia": 1, "pia": {}, "answers": {}}),
        as_json({"pia": "x", "answers": {}}),
        as_json([]),
        b"{broken",
        b"%PDF-1.7",
        b"[" * 100_000,
    ],
)
def test_what_could_be_ours_is_left_to_its_reader(raw: bytes) -> None:
    assert kind_of_file(raw) == ""


def test_a_definition_that_is_a_picture_is_told_so_too() -> None:
    with pytest.raises(BadInput, match="The file is a PNG picture"):
        parse_bytes(KINDS["picture"][0], "page.yaml", is_json=False)
    with pytest.raises(BadInput, match="The file is not UTF-8 text"):
        parse_bytes(b"\xff\xfeD\x00", "page.yaml", is_json=False)
