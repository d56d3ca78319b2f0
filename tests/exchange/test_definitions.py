"""A report carries the definitions that it was made with, and what calls itself so is refused where it could do harm."""

import io
import json
import re
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Name

from dpia.api import make_report, packed_for, report_definitions
from dpia.assessment.evaluation import evaluate
from dpia.errors import BadInput
from dpia.exchange.pdf import assessment_in_pdf, definitions_in_pdf
from dpia.exchange.reading import read_import
from dpia.questionnaire.embedding import read_carried
from dpia.questionnaire.library import Library
from dpia.questionnaire.model import Publication
from dpia.questionnaire.text import parse_bytes
from dpia.shipped import shipped_library
from tests.support.definitions import write_files
from tests.support.moving import library_of, old_folder
from tests.support.reports import ON, judge, pdf_of, small_assessment, small_library, small_pdf

Data = dict[str, Any]


def packed() -> bytes:
    found = definitions_in_pdf(small_pdf(), "report.pdf")
    assert found is not None
    return found


def read(raw: bytes) -> Library:
    return read_carried(parse_bytes(raw, "report.pdf[definitions.json]", is_json=True))


def changed(change: Callable[[Data], object]) -> bytes:
    """The attachment after somebody changed it."""
    data = json.loads(packed())
    change(data)
    return json.dumps(data).encode()


def questionnaire(data: Data) -> Data:
    found: Data = next(one["data"] for one in data["definitions"] if one["data"].get("id") == "everything")
    return found


def with_attachment(raw: bytes) -> bytes:
    """The report with another file in the place of its definitions."""
    result = io.BytesIO()
    with pikepdf.open(io.BytesIO(small_pdf())) as pdf:
        pdf.Root.Names.EmbeddedFiles.Names[3].EF.F.write(raw, filter=Name.FlateDecode)
        pdf.save(result)
    return result.getvalue()


def test_what_is_read_back_asks_the_same_and_has_the_same_hashes() -> None:
    found, library = read(packed()), small_library()
    assert found.questionnaires == library.questionnaires
    assert found.hashes["everything"] == library.hashes["everything"]
    assert (found.catalogue, found.method(), found.sources) == (library.catalogue, library.method(), library.sources)
    assert found.carried


def test_the_same_definitions_give_the_same_bytes_again() -> None:
    assert packed_for(small_assessment(), read(packed())) == packed() == packed_for(small_assessment(), small_library())


def test_its_report_is_printed_again_word_for_word_and_says_by_what() -> None:
    library = read(packed())
    form = library.form(["everything"])
    first = make_report(judge(small_assessment()), small_library(), html=True).content.decode()
    again = make_report(evaluate(form, small_assessment(), on=ON), library, html=True).content.decode()
    line = "Printed again by the definitions that its report carried, not by those that are installed."
    assert line not in first
    lines = [text for text in again.splitlines() if line not in text]
    assert lines == first.splitlines()
    assert len(lines) == len(again.splitlines()) - 1


def test_no_folder_of_the_machine_is_told(tmp_path: Path) -> None:
    raw = packed_for(small_assessment(), small_library().with_folder(old_folder(tmp_path)))
    assert raw is not None
    names = [one["file"] for one in json.loads(raw)["definitions"]]
    assert all(re.fullmatch(r"\d+/[a-z0-9.-]+", name) for name in names)
    assert str(tmp_path).encode() not in raw
    assert str(Path(__file__).parents[2]).encode() not in raw


def test_questionnaires_that_have_nothing_to_do_with_it_are_not_told(tmp_path: Path) -> None:
    raw = packed_for(small_assessment(), small_library().with_folder(old_folder(tmp_path)))
    assert raw is not None
    assert "door" not in read(raw).questionnaires


def test_what_takes_another_definitions_place_is_still_told(tmp_path: Path) -> None:
    text = Path(small_library().document_of("everything").file).read_text(encoding="utf-8")
    altered = small_library().with_folder(write_files(tmp_path, everything=text.replace("title: ", "title: Our ", 1)))
    raw = packed_for(small_assessment(), altered)
    assert raw is not None
    assert (
        [found.id for found in read(raw).replacements] == [found.id for found in altered.replacements] == ["everything"]
    )


def test_the_translations_into_its_language_come_along() -> None:
    library = shipped_library()
    assessment = small_assessment().change(questionnaires=[{"id": "review", "version": "1.0.0"}])
    german, english = (packed_for(assessment, library, language) for language in ("de", "en"))
    assert german is not None and english is not None
    asked = [read(raw).in_language("de").questionnaire("review").title for raw in (german, english)]
    assert asked[0] == library.in_language("de").questionnaire("review").title != asked[1]


@pytest.mark.parametrize("publication", [Publication.PUBLIC, Publication.RESTRICTED])
def test_a_version_for_others_carries_none(publication: Publication) -> None:
    raw = pdf_of(judge(small_assessment()), small_library(), publication)
    assert definitions_in_pdf(raw, "report.pdf") is None


def test_an_older_report_without_them_is_read_as_before(tmp_path: Path) -> None:
    result = io.BytesIO()
    with pikepdf.open(io.BytesIO(small_pdf())) as pdf:
        del pdf.Root.Names.EmbeddedFiles.Names[2:]
        pdf.save(result)
    path = tmp_path / "report.pdf"
    path.write_bytes(result.getvalue())
    assert assessment_in_pdf(result.getvalue(), "report.pdf")[0] == small_assessment()
    assert report_definitions(path) is None


def include_itself(data: Data) -> None:
    questionnaire(data)["sections"].append({"include": "loop"})
    loop = {"id": "loop", "kind": "module", "version": "1.0.0", "title": "Loop", "sections": [{"include": "loop"}]}
    data["definitions"].append({"file": "9/loop.yaml", "origin": "path", "data": loop})


def run_something(data: Data) -> None:
    question = questionnaire(data)["sections"][0]["questions"][0]
    question["when"] = "__import__('os').system('id')"


HOSTILE: dict[str, Callable[[Data], object]] = {
    "another format": lambda data: data.update(dpia_definitions=2),
    "a key that nobody knows": lambda data: data.update(run="id"),
    "no definitions": lambda data: data.pop("definitions"),
    "too many files": lambda data: data.update(definitions=data["definitions"] * 200),
    "a file of no kind": lambda data: data["definitions"].append({"file": "x", "origin": "path", "data": {"kind": "code"}}),
    "an origin that is none": lambda data: data["definitions"][0].update(origin="trusted"),
    "a questionnaire with an unknown key": lambda data: questionnaire(data).update(python="1"),
    "a module that includes itself": include_itself,
    "a rule that is a program": run_something,
    "a translation that is none": lambda data: data.update(translations=[{"file": "x", "origin": "path", "data": {}}]),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_definitions_of_somebody_else_are_read_strictly(name: str) -> None:
    with pytest.raises(BadInput) as error:
        read(changed(HOSTILE[name]))
    assert str(error.value).startswith("report.pdf[definitions.json]")


PACKED: dict[str, bytes] = {
    "a bomb": zlib.compress(b" " * 300_000_000, 9),
    "no packed file": b"not packed",
    "cut off": zlib.compress(b"{}" * 9_000)[:20],
    "no JSON": zlib.compress(b"{"),
    "not UTF-8": zlib.compress(b"\xff\xfe"),
    "nested without end": zlib.compress(b"[" * 100_000),
    "a key twice": zlib.compress(b'{"definitions": [], "definitions": []}'),
}


@pytest.mark.parametrize("name", PACKED)
def test_a_damaged_attachment_is_refused_and_the_assessment_is_read_all_the_same(name: str, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(with_attachment(PACKED[name]))
    with pytest.raises(BadInput):
        report_definitions(path)
    assert read_import(path).assessment == small_assessment()


def test_a_changed_definition_is_told_by_the_hash_that_the_assessment_names() -> None:
    library = read(packed())
    ref = {"id": "everything", "version": "1.0.0", "sha256": small_library().hashes["everything"]}
    assessment = small_assessment().change(questionnaires=[ref])
    other = read(changed(lambda data: questionnaire(data).update(title="Another title")))
    told = [
        make_report(evaluate(one.form(["everything"]), assessment, on=ON), one, html=True).content.decode()
        for one in (library, other)
    ]
    assert ["The definition changed since it was answered" in text for text in told] == [False, True]


def test_a_library_of_two_versions_is_no_mixture(tmp_path: Path) -> None:
    """What a report carries stands alone: no installed definition takes part."""
    old = library_of(old_folder(tmp_path))
    raw = packed_for(small_assessment().change(questionnaires=[{"id": "door", "version": "1.2.0"}]), old)
    assert raw is not None
    assert set(read(raw).questionnaires) == {"door"}
