"""What can be wrong with a file as text, before anything in it is understood."""

from __future__ import annotations

from typing import Final

from dpia.errors import Code, Message
from dpia.wording import N_

NOT_YAML: Final = Message(Code.BAD_SYNTAX, N_("is no well-formed YAML: {why}"), "{hint}")
NOT_JSON: Final = Message(Code.BAD_SYNTAX, N_("is no well-formed JSON: {why}"))
NOT_UTF8: Final = Message(Code.BAD_ENCODING, N_("is not UTF-8 text"), N_("save the file as UTF-8"))
TOO_LARGE: Final = Message(Code.TOO_LARGE, N_("is larger than {most} MB"))
TOO_DEEP: Final = Message(Code.TOO_LARGE, N_("nests deeper than {most} levels"))
NESTS_TOO_DEEPLY: Final = Message(Code.TOO_LARGE, N_("nests too deeply"))
TOO_MANY_VALUES: Final = Message(Code.TOO_LARGE, N_("holds more than {most} values"))
TOO_LONG_NUMBER: Final = Message(Code.TOO_LARGE, N_("holds a number that is too long"))
TOO_LARGE_NUMBER: Final = Message(Code.BAD_VALUE, N_("a number that is too large to count with"))
NO_NUMBER: Final = Message(Code.BAD_VALUE, N_("{sign} is no number"), N_("write a number or leave it out"))
BAD_CHARACTER: Final = Message(
    Code.BAD_CHARACTER, N_("holds a character that no text file should hold"), N_("remove it")
)
CONTROL_CHARACTER: Final = Message(
    Code.BAD_CHARACTER, N_("a control or direction character in a text"), N_("remove it")
)
TWICE_IN_MAPPING: Final = Message(
    Code.DUPLICATE_KEY, N_("the key `{key}` stands twice in one mapping"), N_("keep one of them")
)
KEY_TWICE: Final = Message(Code.DUPLICATE_KEY, N_("the key `{key}` stands here twice (first in line {line})"))
KEY_NO_WORD: Final = Message(Code.BAD_SYNTAX, N_("a list or mapping cannot be a key"), N_("use a word as the key"))
CUT_COMMENT: Final = Message(
    Code.BAD_SYNTAX,
    N_("what stands behind the ` #` is no part of the text"),
    N_("put the whole text in quotes, or a space after the # of a comment"),
)
ALIAS: Final = Message(Code.NOT_ALLOWED, N_("aliases (`*name`) are not used here"), N_("write the value out"))
ANCHOR: Final = Message(Code.NOT_ALLOWED, N_("anchors (`&name`) are not used here"), N_("write the value out"))
TAG: Final = Message(Code.NOT_ALLOWED, N_("tags (`{tag}`) are not used here"), N_("remove the tag"))
MERGE_KEY: Final = Message(Code.NOT_ALLOWED, N_("merge keys (`<<`) are not used here"), N_("write the keys out"))
SECOND_DOCUMENT: Final = Message(
    Code.NOT_ALLOWED, N_("a second document (`---`) in one file"), N_("use a file of its own")
)
MORE_PROBLEMS: Final = Message(
    Code.TOO_LARGE, N_("has {count} more problems, which are not shown"), N_("mend those that are shown first")
)

QUOTE_COLON: Final = N_("put a text that contains `: ` in quotes")
NO_TABS: Final = N_("indent with spaces")
QUOTE_SIGN: Final = N_("put a text that begins with {sign} in quotes")
INDENTATION: Final = N_("check the indentation of this line and the one before")
