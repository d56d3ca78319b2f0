"""What can be wrong with an assessment: with what it names, with its rows and registers, and with the file that it is in."""

from __future__ import annotations

from typing import Final

from dpia.errors import Code, Message
from dpia.wording import N_

BAD: Final = Code.BAD_VALUE

# What no assessment can hold.
CONTROL_CHARACTER: Final = Message(BAD, N_("it holds a control or direction character"))
TOO_LARGE_NUMBER: Final = Message(BAD, N_("it holds a number that is too large, or that is none"))
NO_PLAIN_DATA: Final = Message(BAD, N_("it has to be text, a number, a list or a mapping"))
NO_REASON: Final = Message(BAD, N_("`not_applicable` needs a reason"), N_("write why it does not apply"))
UNKNOWN_IS_TRUE: Final = Message(BAD, N_("`unknown` is `true`, or left out"))
ONE_STATEMENT: Final = Message(
    BAD, N_("it has to be one of a value, `unknown: true`, or `not_applicable` with a reason")
)
NAMELESS_RISK: Final = Message(BAD, N_("a risk needs `scenario` (a risk of the catalogue) or a `title` of its own"))

# Questionnaires and questions.
NO_QUESTIONNAIRE: Final = Message(Code.UNKNOWN_ID, N_("there is no questionnaire `{name}`"), "{suggestion}")
NO_QUESTIONNAIRE_HERE: Final = Message(Code.UNKNOWN_ID, N_("there is no questionnaire `{name}` here"), "{suggestion}")
NOT_ANSWERED_HERE: Final = Message(
    Code.UNKNOWN_ID, N_("there is no questionnaire `{name}` in this assessment"), "{suggestion}"
)
NO_METHOD: Final = Message(Code.UNKNOWN_ID, N_("there is no risk method `{name}`"), "{suggestion}")
IS_MODULE: Final = Message(Code.UNKNOWN_ID, N_("`{name}` is a module, which is not named"), "{where}")
NO_QUESTION: Final = Message(Code.UNKNOWN_ID, N_("`{file}` has no question `{name}`"), "{suggestion}")
SAID_NOT_TO_APPLY: Final = Message(
    BAD, N_("`{name}` is said not to apply, and is answered"), N_("run dpia open or dpia close on it")
)
OTHER_VERSION: Final = Message(
    Code.VERSION,
    N_("was answered on version {answered} of `{name}`, here is version {here}"),
    N_("check the answers, then change it"),
)
ONLY_QUESTIONNAIRE: Final = Message(
    BAD, N_("`{name}` is the only questionnaire of this assessment"), N_("open another one first")
)
UNDECIDED: Final = Message(
    Code.MISSING_KEY, N_("has no decision yet, so there is nothing to review"), N_("take the decision first")
)

# Answers and tables.
TAKES_NO_ANSWER: Final = Message(BAD, N_("this question takes no answer of its own"), N_("remove it"))
NOT_UNKNOWN: Final = Message(BAD, N_("cannot be answered with “unknown”"), N_("give an answer, or leave it open"))
NOT_INAPPLICABLE: Final = Message(BAD, N_("cannot be “not applicable”"), N_("give an answer, or leave it open"))
NO_ROWS: Final = Message(BAD, N_("has to be a list of rows"), N_("begin each row with `- id: ...`"))
TOO_MANY_ROWS: Final = Message(Code.TOO_LARGE, N_("has more than {most} rows"))
ROW_WITHOUT_ID: Final = Message(
    Code.MISSING_KEY, N_("a row needs an `id`, for example {example}"), N_("row ids stay stable")
)
ROW_AGAIN: Final = Message(Code.DUPLICATE_ID, N_("the row `{name}` stands here twice"), N_("give each row its own id"))
NO_ROW_HERE: Final = Message(Code.BAD_ROW, N_("this table has no row `{name}`"), "{suggestion}")
NO_ROW: Final = Message(Code.BAD_ROW, N_("there is no row `{name}` in `{table}`"), "{suggestion}")
NO_COLUMN: Final = Message(Code.UNKNOWN_KEY, N_("`{question}` has no column `{name}`"), "{suggestion}")
BAD_CELL: Final = Message(
    BAD,
    N_("`{name}` is wrong: {why}"),
    N_("write {unknown: true}, {not_applicable: the reason} or {value: ..., note: ...}"),
)

# Registers, decision and remarks.
QUESTIONNAIRE_TWICE: Final = Message(
    Code.DUPLICATE_ID,
    N_("the questionnaire `{name}` stands here twice"),
    N_("keep one of them, or give each its own id"),
)
RISK_TWICE: Final = Message(
    Code.DUPLICATE_ID, N_("the risk `{name}` stands here twice"), N_("keep one of them, or give each its own id")
)
MEASURE_TWICE: Final = Message(
    Code.DUPLICATE_ID, N_("the measure `{name}` stands here twice"), N_("keep one of them, or give each its own id")
)
CONDITION_TWICE: Final = Message(
    Code.DUPLICATE_ID, N_("the condition `{name}` stands here twice"), N_("keep one of them, or give each its own id")
)
NO_RISK: Final = Message(Code.UNKNOWN_RISK, N_("there is no risk `{name}` in the catalogue"), "{suggestion}")
NO_MEASURE: Final = Message(Code.UNKNOWN_ID, N_("there is no measure `{name}`"), "{suggestion}")
NO_LEVEL: Final = Message(Code.BAD_OPTION, N_("`{name}` is no level of this scale"), "{suggestion}")
NO_FINDING: Final = Message(Code.UNKNOWN_ID, N_("there is no finding `{name}`"), "{suggestion}")
ABOUT_NOTHING: Final = Message(Code.UNKNOWN_ID, N_("there is no question or section `{name}`"), "{suggestion}")

# The file.
NO_ASSESSMENT: Final = Message(
    Code.MISSING_KEY, N_("is no assessment: the key `dpia: 1` is missing"), N_("make one with `dpia new`")
)
NEWER_FORMAT: Final = Message(
    Code.VERSION,
    N_("was made by a newer version of dpia (format {format}, this version reads {known})"),
    N_("update dpia"),
)
ENCRYPTED: Final = Message(Code.BAD_SYNTAX, N_("is encrypted"), N_("give the report without a password"))
NO_PDF: Final = Message(Code.BAD_SYNTAX, N_("is no PDF that can be read"), N_("give the report as it was made"))
OTHER_HASH: Final = Message(
    Code.HASH, N_("carries an assessment that is not the one it was made from"), N_("ask for the report anew")
)
CARRIES_NONE: Final = Message(
    Code.MISSING_KEY, N_("carries no assessment"), N_("only reports made by dpia in full carry one")
)
CARRIES_SEVERAL: Final = Message(
    Code.NOT_ALLOWED, N_("carries more than one assessment"), N_("give the report as it was made")
)
PACKED_STRANGELY: Final = Message(
    Code.NOT_ALLOWED, N_("packs its assessment in an unusual way"), N_("give the report as it was made")
)
NOT_UNPACKED: Final = Message(
    Code.BAD_SYNTAX, N_("carries an assessment that cannot be unpacked"), N_("give the report as it was made")
)
CARRIES_TOO_MUCH: Final = Message(Code.TOO_LARGE, N_("carries an assessment larger than {most} MB"))
CUT_OFF: Final = Message(
    Code.BAD_SYNTAX, N_("carries an assessment that was cut off"), N_("give the report as it was made")
)
