"""What can be wrong with a file as text, before anything in it is understood."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dpia.errors import Code, Message
from dpia.wording import N_

SYNTAX: Final = Code.BAD_SYNTAX

NOT_YAML: Final = Message(SYNTAX, N_("This is no well-formed YAML: {why}"), N_("check this line and the one before"))
NOT_JSON: Final = Message(SYNTAX, N_("This is no well-formed JSON: {why}"), "{hint}")
NOT_UTF8: Final = Message(
    Code.BAD_ENCODING, N_("The file is not UTF-8 text"), N_("save it in your editor with the encoding UTF-8")
)
OTHER_KIND: Final = Message(
    Code.BAD_ENCODING,
    N_("The file is {kind}, which cannot be read here"),
    N_("give YAML or JSON, a report PDF that dpia made, or a zip that was exported from a workspace"),
)
TOO_LARGE: Final = Message(
    Code.TOO_LARGE, N_("The file is larger than {most} MB"), N_("split it, or shorten its texts")
)
TOO_DEEP: Final = Message(
    Code.TOO_LARGE, N_("The file nests deeper than {most} levels"), N_("check the brackets and the indentation")
)
NESTS_TOO_DEEPLY: Final = Message(
    Code.TOO_LARGE, N_("The file nests too deeply"), N_("check the brackets and the indentation")
)
TOO_MANY_VALUES: Final = Message(Code.TOO_LARGE, N_("The file holds more than {most} values"), N_("split it"))
TOO_LONG_NUMBER: Final = Message(
    Code.TOO_LARGE, N_("The file holds a number that is too long"), N_("write it shorter, or as a text in quotes")
)
TOO_LARGE_NUMBER: Final = Message(
    Code.BAD_VALUE, N_("This number is too large to count with"), N_("write a smaller one, or leave it out")
)
NO_NUMBER: Final = Message(Code.BAD_VALUE, N_("{sign} is no number"), N_("write a number or leave it out"))
BAD_CHARACTER: Final = Message(
    Code.BAD_CHARACTER, N_("Here is a character that no text file should hold"), N_("remove it")
)
CONTROL_CHARACTER: Final = Message(
    Code.BAD_CHARACTER, N_("This text holds a character that is not seen and steers the display"), N_("remove it")
)
TWICE_IN_MAPPING: Final = Message(
    Code.DUPLICATE_KEY, N_("The key `{key}` stands twice in one mapping"), N_("keep one of them")
)
KEY_TWICE: Final = Message(
    Code.DUPLICATE_KEY, N_("The key `{key}` stands here twice (first in line {line})"), N_("keep one of them")
)
KEY_NO_WORD: Final = Message(SYNTAX, N_("A list or mapping cannot be a key"), N_("use a word as the key"))
CUT_COMMENT: Final = Message(
    SYNTAX,
    N_("What stands behind the ` #` is no part of the text"),
    N_("put the whole text in quotes"),
)
ALIAS: Final = Message(
    Code.NOT_ALLOWED,
    N_("What begins with * is an alias in YAML, and these are not used here"),
    N_("put a text that begins with * in quotes"),
)
ANCHOR: Final = Message(
    Code.NOT_ALLOWED,
    N_("What begins with & is an anchor in YAML, and these are not used here"),
    N_("put a text that begins with & in quotes"),
)
TAG: Final = Message(
    Code.NOT_ALLOWED,
    N_("What begins with ! is a tag in YAML, and these are not used here (`{tag}`)"),
    N_("put a text that begins with ! in quotes"),
)
MERGE_KEY: Final = Message(Code.NOT_ALLOWED, N_("Merge keys (`<<`) are not used here"), N_("write the keys out"))
SECOND_DOCUMENT: Final = Message(
    Code.NOT_ALLOWED, N_("A second document begins here (`---`)"), N_("give each document a file of its own")
)
MORE_PROBLEMS: Final = Message(
    Code.TOO_LARGE, N_("The file has {count} more problems, which are not shown"), N_("mend those that are shown first")
)

# What libyaml stumbles over, in the words of somebody who writes the file.
ODD_SPACE: Final = Message(
    SYNTAX,
    N_("Here is a no-break space, as office programs write it, where YAML needs an ordinary one"),
    N_("replace it, at the beginning of each line that was pasted, by typing spaces"),
)
TAB: Final = Message(SYNTAX, N_("This line is indented with a tab"), N_("indent with spaces"))
OPEN_QUOTE: Final = Message(
    SYNTAX, N_("The quotation mark that opens here is never closed"), N_("put the same mark at the end of the text")
)
LATE_QUOTE: Final = Message(
    SYNTAX,
    N_("The quotation mark that opens here is closed only in line {line}"),
    N_("put the same mark at the end of the text in its own line"),
)
BEHIND_QUOTE: Final = Message(
    SYNTAX,
    N_("The text goes on behind its closing quotation mark"),
    N_("put the whole text between single quotes: '\"Night\" chat'"),
)
BACKSLASH: Final = Message(
    SYNTAX,
    N_("A backslash between double quotes begins a special sign, and this is none"),
    N_("put the text between single quotes, or write the backslash twice"),
)
OPEN_BRACKET: Final = Message(
    SYNTAX, N_("The bracket {sign} that opens here is never closed"), N_("write {closing} where the list ends")
)
OPEN_BRACE: Final = Message(
    SYNTAX, N_("The brace {sign} that opens here is never closed"), N_("write {closing} behind the last entry")
)
NO_COMMA: Final = Message(
    SYNTAX,
    N_("Between brackets a comma is missing here"),
    N_("put commas between the entries, and quotes around a text that has a sign such as , : or ] in it"),
)
COLON: Final = Message(SYNTAX, N_("This text contains `: `, which begins a value"), N_("put the whole text in quotes"))
STEP: Final = Message(
    SYNTAX,
    N_("This line is indented deeper than the one before, which has its value already"),
    N_("begin it below the first letter of the line before"),
)
DASH: Final = Message(
    SYNTAX,
    N_("A text that begins with `- ` is read as an item of a list"),
    N_("put the whole text in quotes, or begin a list on the next line"),
)
FIRST_SIGN: Final = Message(
    SYNTAX, N_("A text cannot begin with {sign} unless it stands in quotes"), N_("put the whole text in quotes")
)
NO_COLON: Final = Message(
    SYNTAX, N_("This line has no `: ` behind its key"), N_("write `key: value`, with a space behind the colon")
)
INDENTATION: Final = Message(
    SYNTAX,
    N_("This line does not begin below the others that it belongs to"),
    N_("check the indentation of this line and the one before"),
)
JSON_HINTS: Final[Mapping[str, str]] = {
    "Expecting ',' delimiter": N_("put a comma between two entries"),
    "Expecting ':' delimiter": N_("put a colon between a name and its value"),
    "Expecting property name enclosed in double quotes": N_(
        "put each name in double quotes, and no comma behind the last entry"
    ),
    "Illegal trailing comma before end of object": N_("take out the comma behind the last entry"),
    "Illegal trailing comma before end of array": N_("take out the comma behind the last entry"),
    "Expecting value": N_("write a value here; comments and words without quotes are no JSON"),
    "Extra data": N_("a file holds one object; take out what follows it"),
    "Unterminated string starting at": N_('close the text with "'),
    "Invalid control character at": N_("write a line break in a text as \\n, and a tab as \\t"),
    "Invalid \\escape": N_("write a backslash in a text twice"),
}
"""What to do, by what Python says of a JSON text."""

# Files that are recognised by their content.
PNG: Final = N_("a PNG picture")
JPEG: Final = N_("a JPEG picture")
GIF: Final = N_("a GIF picture")
WEBP: Final = N_("a WebP picture")
TIFF: Final = N_("a TIFF picture")
SVG: Final = N_("an SVG picture")
WORD: Final = N_("a Word document (docx)")
EXCEL: Final = N_("an Excel workbook (xlsx)")
POWERPOINT: Final = N_("a PowerPoint presentation (pptx)")
OPEN_DOCUMENT: Final = N_("an OpenDocument file, as LibreOffice writes it")
ZIP: Final = N_("a zip file without an assessment")
GZIP: Final = N_("a gzip archive")
OLD_OFFICE: Final = N_("a document of an old version of Word, Excel or Outlook")
SQLITE: Final = N_("an SQLite database, perhaps a whole workspace")
RTF: Final = N_("an RTF document")
HTML: Final = N_("a web page (HTML)")
CNIL: Final = N_("an assessment of CNIL's PIA software (JSON)")
PAR: Final = N_("a state file of the Dutch par-dpia-form (JSON)")
