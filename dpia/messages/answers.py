"""What can be wrong with the value of an answer. Most follow the name of the question, or stand at its field."""

from __future__ import annotations

from typing import Final

from dpia.errors import Code, Message
from dpia.wording import N_

BAD: Final = Code.BAD_VALUE

NO_NUMBER: Final = Message(BAD, N_("has to be a number"), "{hint}")
NOT_COUNTED: Final = Message(BAD, N_("has to be a number that can be counted"), N_("the largest is {most}"))
NOT_WHOLE: Final = Message(BAD, N_("has to be a whole number"))
TOO_SMALL: Final = Message(BAD, N_("has to be at least {low}"))
TOO_LARGE: Final = Message(BAD, N_("has to be at most {high}"))
OUT_OF_LIMITS: Final = Message(BAD, N_("has to be at least {low} and at most {high}"))
NO_PERCENTAGE: Final = Message(
    BAD, N_("has to be a percentage"), N_("write it without the sign, for example 12 or 12.5")
)
NOT_TO_HUNDRED: Final = Message(BAD, N_("has to be a percentage from 0 to 100"), N_("for example 12 or 12.5"))
NO_TEXT: Final = Message(BAD, N_("has to be text"), N_("put it in quotes"))
LINES: Final = Message(BAD, N_("has to stay on one line"))
TOO_LONG: Final = Message(
    BAD, N_("is {count} characters long, {most} are allowed"), N_("shorten it or attach it as evidence")
)
NO_DAY: Final = Message(Code.BAD_DATE, N_("`{value}` is no date of the calendar"))
NO_DATE: Final = Message(Code.BAD_DATE, N_("has to be a date"), N_("write year-month-day, for example 2027-03-01"))
NO_LENGTH: Final = Message(
    BAD, N_("has to be a length of time"), N_("write for example 30 days, 24 hours, 6 months or 3 years")
)
NO_OPTIONS: Final = Message(BAD, N_("has to be a list of options"), N_("write [a, b]"))
OPTION_TWICE: Final = Message(BAD, N_("names an option twice"), N_("name each option once"))
ALONE: Final = Message(BAD, N_("`{option}` stands alone"), N_("remove it, or the other options"))
NOT_YES_OR_NO: Final = Message(BAD, N_("`{value}` is no answer to a yes/no question"), N_("write yes or no"))
NONE_OF_OPTIONS: Final = Message(BAD, N_("has to be one of the options"), N_("write one of {names}"))
ONE_OF: Final = N_("write one of {names}")
STATE_AS_OPTION: Final = Message(
    Code.BAD_OPTION,
    N_("`{value}` is no option of this question"),
    N_("write {unknown: true}, or {not_applicable: the reason}"),
)
NO_OPTION: Final = Message(Code.BAD_OPTION, N_("`{value}` is no option of this question"), "{suggestion}")
NO_COUNTRY: Final = Message(BAD, N_("names no country of ISO 3166"), N_("write two capital letters, for example AT"))
NO_COUNTRIES: Final = Message(
    BAD, N_("names no country of ISO 3166"), N_("write two capital letters, for example AT, or a list of them")
)
NO_ROW_ID: Final = Message(BAD, N_("has to be the id of a row"), N_("for example D1"))
NO_ROW_IDS: Final = Message(BAD, N_("has to be the id of a row, or a list of them"), N_("for example D1"))
ROW_TWICE: Final = Message(BAD, N_("names a row twice"), N_("name each row once"))
NO_RECORD: Final = Message(BAD, N_("has to be a mapping"), N_("with the keys {names}"))
BAD_RECORD: Final = Message(BAD, "{faults}", "{hint}")
STRANGE_RECORD: Final = Message(Code.UNKNOWN_KEY, "{faults}", "{hint}")

LACKS_PART: Final = N_("lacks `{part}`")
STRANGE_PART: Final = N_("has no key `{part}`")
WRONG_PART: Final = N_("has something wrong in `{part}`")
HINTS_OF_PARTS: Final = {
    "date": N_("write 2026-11-24"),
    "link": N_("write an address that begins with https://"),
    "sha256": N_("write the 64 hexadecimal digits of the file's SHA-256"),
    "name": N_("write a name on one line"),
}
AMBIGUOUS_NUMBER: Final = N_("write {whole}{part}, or {whole}.{part}0 if these are decimals")
QUOTED_NUMBER: Final = N_("write it without quotes")
DIGITS: Final = N_("write digits, for example 11 or 0.5")
