"""What can be wrong with the value of an answer: sentences that stand at its field, or behind the words of its question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dpia.errors import Code, Message
from dpia.wording import C_, N_

BAD: Final = Code.BAD_VALUE

# Numbers.
NO_NUMBER: Final = Message(BAD, N_("A number is needed here"), N_("write digits, for example 11 or 0.5"))
TWO_NUMBERS: Final = Message(
    BAD, N_("This number can be read in two ways: is it {whole} or {part}?"), N_("write {whole} or {written}")
)
NOT_COUNTED: Final = Message(BAD, N_("This number is too large to count with"), N_("the largest is {most}"))
NOT_WHOLE: Final = Message(BAD, N_("A whole number is needed here"), N_("write it without decimals"))
TOO_SMALL: Final = Message(BAD, N_("This number is too small"), N_("write {low} or more"))
TOO_LARGE: Final = Message(BAD, N_("This number is too large"), N_("write {high} or less"))
OUT_OF_LIMITS: Final = Message(
    BAD, N_("This number is outside of what is possible here"), N_("write a number from {low} to {high}")
)
NO_SHARE: Final = Message(BAD, N_("A share from 0 to 1 is needed here"), N_("write it as 0.9 or as 90 %"))
SHARE_OF_HUNDRED: Final = Message(
    BAD, N_("A share from 0 to 1 is needed here"), N_("write {share}, or {percent} % if that is meant")
)
NO_PERCENTAGE: Final = Message(BAD, N_("A percentage is needed here"), N_("write for example 12 or 12.5 %"))
NOT_TO_HUNDRED: Final = Message(
    BAD, N_("A percentage from 0 to 100 is needed here"), N_("write for example 12 or 12.5 %")
)

# Texts, days, lengths of time, countries.
NO_TEXT: Final = Message(BAD, N_("A text is needed here"), N_("put it in quotes"))
LINES: Final = Message(BAD, N_("This text has to stay on one line"), N_("take the line breaks out"))
TOO_LONG: Final = Message(
    BAD,
    N_("This text is {count} characters long, {most} are allowed"),
    N_("shorten it or attach it as evidence"),
)
NO_DAY: Final = Message(
    Code.BAD_DATE, N_("There is no such day as {value}"), N_("write a day of the calendar, for example 2027-03-01")
)
NO_DATE: Final = Message(
    Code.BAD_DATE, N_("A date is needed here"), N_("write year-month-day, for example 2027-03-01, or 1 March 2027")
)
TWO_DAYS: Final = Message(
    Code.BAD_DATE,
    N_("This date can be read in two ways: is it {first} or {second}?"),
    N_("write the one that is meant"),
)
SHORT_YEAR: Final = Message(
    Code.BAD_DATE, N_("The year of this date has two digits"), N_("write all four, for example 2027-03-01")
)
NO_LENGTH: Final = Message(
    BAD, N_("A length of time is needed here"), N_("write for example 30 days, 24 hours, 6 months or 3 years")
)
NO_UNIT: Final = Message(
    BAD, N_("This length of time has no unit"), N_("write {number} days, {number} months or {number} years")
)
NO_COUNTRY: Final = Message(
    BAD, N_("This is the code of no country"), N_("write the two letters of its code, for example AT for Austria")
)
NO_SUCH_COUNTRY: Final = Message(
    BAD, N_("“{value}” is the code of no country"), N_("write the two letters of its code, for example AT for Austria")
)
NO_COUNTRIES: Final = Message(
    BAD,
    N_("This is the code of no country"),
    N_("write the two letters of its code, for example AT for Austria, or a list of them"),
)

# Options.
NO_OPTIONS: Final = Message(
    BAD, N_("A list of answers is needed here"), N_("write them in brackets with commas between: [{names}]")
)
OPTION_TWICE: Final = Message(BAD, N_("The same answer stands here twice"), N_("name each answer once"))
ALONE: Final = Message(
    BAD, N_("“{option}” cannot stand beside other answers"), N_("remove it, or remove the other answers")
)
NONE_OF_OPTIONS: Final = Message(BAD, N_("This is none of the answers to choose from"), N_("write one of {names}"))
NO_OPTION: Final = Message(Code.BAD_OPTION, N_("“{value}” is none of the answers to choose from"), "{suggestion}")
ONE_OF: Final = N_("write one of {names}")
YES_OR_NO: Final = N_("write yes or no")
MEANT_OPTION: Final = N_("did you mean {names}?")
NAMED_OPTION: Final = N_("{option} (“{label}”)")
SAID_UNKNOWN: Final = Message(
    Code.BAD_OPTION,
    N_("That something is unknown is not written as a value"),
    N_("write {unknown: true} in a file, or choose “unknown” where the question is asked"),
)
SAID_INAPPLICABLE: Final = Message(
    Code.BAD_OPTION,
    N_("That something does not apply is not written as a value"),
    N_("write {not_applicable: the reason} in a file, or choose “not applicable” where the question is asked"),
)

# Rows of tables.
NO_ROW_ID: Final = Message(
    BAD, N_("The short name of a row is needed here"), N_("write it as it stands in its table, for example D1")
)
NO_ROW_IDS: Final = Message(
    BAD,
    N_("The short name of a row is needed here, or a list of them"),
    N_("write it as it stands in its table, for example D1"),
)
ROW_TWICE: Final = Message(BAD, N_("The same row stands here twice"), N_("name each row once"))

# Answers of several parts.
NO_RECORD: Final = Message(BAD, N_("This answer has several parts"), N_("write {example}"))
BAD_RECORD: Final = Message(BAD, "{faults}", "{hint}")
STRANGE_RECORD: Final = Message(Code.UNKNOWN_KEY, "{faults}", "{hint}")
LACKS_PART: Final = N_("“{part}” is missing")
STRANGE_PART: Final = N_("there is no part “{part}”")
WRONG_PART: Final = N_("“{part}” is not written as it has to be")
WRITE_PART: Final = N_("add “{part}”")
PART_NAMES: Final[Mapping[str, str]] = {
    # Translators: fields of a person, a document, a picture and a sign-off; this is the text that stands for a picture
    "alt": C_("part of a record", "Alt"),
    "caption": C_("part of a record", "Caption"),
    "contact": C_("part of a record", "Contact"),
    "date": C_("part of a record", "Date"),
    "decision": C_("part of a record", "Decision"),
    "file": C_("part of a record", "File"),
    "link": C_("part of a record", "Link"),
    "name": C_("part of a record", "Name"),
    "organisation": C_("part of a record", "Organisation"),
    "role": C_("part of a record", "Role"),
    "sha256": C_("part of a record", "Sha256"),
    "source": C_("part of a record", "Source"),
    "title": C_("part of a record", "Title"),
}
"""What the parts of an answer are called where somebody fills it in."""
HINTS_OF_PARTS: Final = {
    "date": N_("write the date as 2026-11-24"),
    "link": N_("write an address that begins with https:// or http:// and has no spaces"),
    "sha256": N_("write the 64 digits and letters of the file's SHA-256, or leave it out"),
}
ON_ONE_LINE: Final = N_("write “{part}” as a text on one line")
