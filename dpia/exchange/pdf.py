"""What is embedded in a report: the assessment, compared with the hash the report states, and the definitions it was made with.

Both are unpacked within bounds.
"""

from __future__ import annotations

import io
import re
import zlib
from functools import cache
from typing import Any, Final, NoReturn

from dpia.assessment.files import parse_assessment
from dpia.assessment.model import Assessment
from dpia.errors import AssessmentError, Location, Problem, Told
from dpia.messages import assessments
from dpia.questionnaire.embedding import NAME as DEFINITIONS
from dpia.questionnaire.text import MAX_BYTES, Document

NAME: Final = "assessment.json"
MAX_UNPACKED: Final = 64_000_000
MAX_NODES: Final = 1_000
_HASH: Final = re.compile(r"\b[0-9a-f]{64}\b")


def assessment_in_pdf(raw: bytes, name: str) -> tuple[Assessment, Document]:
    """The assessment in a report PDF. Raises AssessmentError where there is none, more than one, or one that was changed."""
    found, stated = _opened(raw, name, NAME)
    if found is None:
        _fail(name, assessments.CARRIES_NONE())
    assessment, document = parse_assessment(found, f"{name}[{NAME}]", is_json=True)
    if stated != [assessment.content_hash]:
        _fail(name, assessments.OTHER_HASH())
    return assessment, document


def definitions_in_pdf(raw: bytes, name: str) -> bytes | None:
    """The definitions in a report PDF as they are packed in it; None where it carries none, as older reports do.

    They are somebody else's data: `read_carried` reads them. Raises AssessmentError where they cannot be unpacked.
    """
    return _opened(raw, name, DEFINITIONS)[0]


def _opened(raw: bytes, name: str, wanted: str) -> tuple[bytes | None, list[str]]:
    """One embedded file, and the hashes that the report states."""
    import pikepdf

    _bound_memory()
    try:
        with pikepdf.open(io.BytesIO(raw)) as pdf:
            content = _embedded(pdf, name, wanted)
            return content, _HASH.findall(str(pdf.docinfo.get("/Subject", "")))
    except pikepdf.PasswordError:
        _fail(name, assessments.ENCRYPTED())
    except (
        pikepdf.PdfError,
        ArithmeticError,
        AttributeError,
        LookupError,
        MemoryError,
        RecursionError,
        TypeError,
        ValueError,
    ):
        _fail(name, assessments.NO_PDF())


@cache
def _bound_memory() -> None:
    """Compressed parts of a PDF may not unpack to more than 64 MB: half a megabyte can hold a gigabyte of blanks.

    qpdf keeps this limit for the whole process.
    """
    import pikepdf

    pikepdf.settings.set_qpdf_limits(flate_max_memory=MAX_UNPACKED, max_stream_filters=4)


def _embedded(pdf: Any, name: str, wanted: str) -> bytes | None:
    entries = _entries(pdf)
    found = [entry for key, entry in entries if wanted in (key, str(entry.get("/UF", "")), str(entry.get("/F", "")))]
    if not found:
        return None
    if len(found) > 1:
        _fail(name, assessments.CARRIES_SEVERAL())
    stream = found[0]["/EF"]["/F"]
    filters = stream.get("/Filter")
    names = [] if filters is None else [str(item) for item in filters] if _is_array(filters) else [str(filters)]
    raw = bytes(stream.read_raw_bytes())
    if not names:
        return raw
    if names != ["/FlateDecode"]:
        _fail(name, assessments.PACKED_STRANGELY())
    return _inflate(raw, name)


def _entries(pdf: Any) -> list[tuple[str, Any]]:
    """The names and entries of the embedded files, as they stand: a name may stand there twice. A loop ends at 1,000 nodes."""
    waiting = [pdf.Root.get("/Names", {}).get("/EmbeddedFiles")]
    found: list[tuple[str, Any]] = []
    for _ in range(MAX_NODES):
        if not waiting:
            break
        node = waiting.pop() or {}
        waiting.extend(node.get("/Kids", ()))
        pairs = list(node.get("/Names", ()))
        found.extend((str(key), entry) for key, entry in zip(pairs[::2], pairs[1::2], strict=False))
    return found


def _is_array(value: Any) -> bool:
    import pikepdf

    return isinstance(value, pikepdf.Array)


def _inflate(raw: bytes, name: str) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(raw, MAX_BYTES + 1)
    except zlib.error:
        _fail(name, assessments.NOT_UNPACKED())
    if len(content) > MAX_BYTES:
        _fail(name, assessments.CARRIES_TOO_MUCH(most=MAX_BYTES // 1_000_000))
    if not unpacker.eof:
        _fail(name, assessments.CUT_OFF())
    return content


def _fail(name: str, told: Told) -> NoReturn:
    raise AssessmentError([Problem(Location(name), told)])
