"""What can be wrong with an assessment: with what it names, with its rows and registers, and with the file that it is in."""

from __future__ import annotations

from typing import Final

from dpia.errors import Code, Message
from dpia.wording import N_

BAD: Final = Code.BAD_VALUE
SYNTAX: Final = Code.BAD_SYNTAX

# What no assessment can hold.
CONTROL_CHARACTER: Final = Message(
    BAD, N_("This text holds a character that is not seen and steers the display"), N_("remove it")
)
TOO_LARGE_NUMBER: Final = Message(
    BAD, N_("This number is too large, or it is none"), N_("write a number that can be counted")
)
NO_PLAIN_DATA: Final = Message(
    BAD, N_("An answer is a text, a number, a list or a mapping"), N_("write it as the question asks for it")
)
NO_REASON: Final = Message(
    BAD,
    N_("What does not apply needs a reason in words"),
    N_("write {not_applicable: why it does not apply}"),
)
UNKNOWN_IS_TRUE: Final = Message(
    BAD, N_("“unknown” can only be true"), N_("write {unknown: true}, or leave the answer out")
)
ONE_STATEMENT: Final = Message(
    BAD,
    N_("An answer is a value, or unknown, or not applicable, and only one of them"),
    N_("keep one of “value”, “unknown” and “not_applicable”"),
)
EMPTY_OCCASION: Final = Message(BAD, N_("Nothing says what happened"), N_("write it in a sentence or two"))
EMPTY_REMARK: Final = Message(
    BAD, N_("A remark says something, or gives a verdict"), N_("write its “text”, or its “verdict”")
)
BAD_PICTURE: Final = Message(
    BAD,
    N_("This picture is not what its “sha256” and “media” say"),
    N_("put it in again: PNG, JPEG or WebP in Base64, with the SHA-256 of its bytes"),
)
NAMELESS_RISK: Final = Message(
    BAD,
    N_("A risk needs a name"),
    N_("write “scenario” with a risk of the catalogue, or a “title” of your own"),
)

# Keys and values, where a file is no assessment by its form.
UNKNOWN_KEY: Final = Message(Code.UNKNOWN_KEY, N_("There is no entry “{key}” here"), "{suggestion}")
MISSING_KEY: Final = Message(Code.MISSING_KEY, N_("The entry “{key}” is missing"), N_("add it"))
NO_SUCH_VALUE: Final = Message(BAD, N_("“{word}” is none of the values of “{key}”"), "{suggestion}")
AN_ITEM: Final = N_("an item of “{key}”")

# The place that a problem is about, in the words of the question.
IN_QUESTION: Final = N_("In “{question}”")
IN_ROW: Final = N_("In row {row} of “{question}”")
IN_CELL: Final = N_("In row {row} of “{question}”, “{column}”")
IN_RISK: Final = N_("In risk {name}")
IN_MEASURE: Final = N_("In measure {name}")
IN_CONDITION: Final = N_("In condition {name} of the decision")
IN_DECISION: Final = N_("In the decision")
IN_REMARK: Final = N_("In remark {name}")
IN_SIGNATURE: Final = N_("In signature {name}")

# Questionnaires and questions.
NO_QUESTIONNAIRE: Final = Message(
    Code.UNKNOWN_ID,
    N_("There is no questionnaire “{name}”"),
    "{suggestion}",
)
NO_QUESTIONNAIRE_HERE: Final = Message(Code.UNKNOWN_ID, N_("There is no questionnaire “{name}” here"), "{suggestion}")
NOT_ANSWERED_HERE: Final = Message(
    Code.UNKNOWN_ID, N_("There is no questionnaire “{name}” in this assessment"), "{suggestion}"
)
NO_METHOD: Final = Message(
    Code.UNKNOWN_ID,
    N_("There is no risk method “{name}”"),
    "{suggestion}",
)
TAKE_OUT: Final = N_("take it out here, or add what it names")
IS_MODULE: Final = Message(
    Code.UNKNOWN_ID, N_("“{name}” is a part of questionnaires, and not named by itself"), "{where}"
)
NO_QUESTION: Final = Message(Code.UNKNOWN_ID, N_("“{file}” has no question “{name}”"), "{suggestion}")
ASKED_THERE: Final = N_("it is asked in {name}, whose answers stand under a key of their own")
SHOWS_QUESTIONS: Final = N_("dpia questionnaires show {name} tells what is asked")
SAID_NOT_TO_APPLY: Final = Message(
    BAD, N_("“{name}” is said not to apply, and is answered"), N_("run dpia open or dpia close on it")
)
OTHER_VERSION: Final = Message(
    Code.VERSION,
    N_("“{name}” was answered on version {answered}, installed is version {here}"),
    N_("see what would move to it with: dpia move {file}"),
)
NEWER_VERSION: Final = Message(
    Code.VERSION,
    N_("“{name}” was answered on version {answered}, installed is the older version {here}"),
    N_("update dpia, or give the folder of the newer questionnaires with -Q"),
)
RETIRED_HERE: Final = Message(
    Code.VERSION,
    N_("“{file}” does not ask “{name}” any more"),
    N_("see where its answer moves with: dpia move {where}"),
)
ONLY_QUESTIONNAIRE: Final = Message(
    BAD, N_("This is the only questionnaire of the assessment"), N_("open another one first")
)
NEEDED_QUESTIONNAIRE: Final = Message(
    BAD,
    N_("“{other}” needs “{name}”, which says how deep it goes and what belongs to it"),
    N_("close “{other}” first, or change the answers in “{name}”"),
)
UNDECIDED: Final = Message(
    Code.MISSING_KEY, N_("There is no decision yet, so there is nothing to review"), N_("take the decision first")
)

# Answers and tables.
PLACEHOLDER: Final = Message(
    Code.PLACEHOLDER, N_("Here is still the placeholder from dpia new"), N_("write your answer, or put the # back")
)
TAKES_NO_ANSWER: Final = Message(BAD, N_("This question takes no answer of its own"), N_("remove it"))
NOT_UNKNOWN: Final = Message(BAD, N_("This cannot be answered with “unknown”"), N_("give an answer, or leave it open"))
NOT_INAPPLICABLE: Final = Message(
    BAD, N_("This cannot be answered with “not applicable”"), N_("give an answer, or leave it open")
)
NO_ROWS: Final = Message(BAD, N_("A list of rows is needed here"), N_("begin each row with “- id: {example}”"))
TOO_MANY_ROWS: Final = Message(
    Code.TOO_LARGE, N_("This table has more than {most} rows"), N_("group them, or attach the table as evidence")
)
ROW_WITHOUT_ID: Final = Message(
    Code.MISSING_KEY, N_("A row needs an “id”, for example {example}"), N_("add one that no other row has, and keep it")
)
ROW_AGAIN: Final = Message(Code.DUPLICATE_ID, N_("The row {name} stands here twice"), N_("give each row its own id"))
NO_ROW_HERE: Final = Message(Code.BAD_ROW, N_("This table has no row “{name}”"), "{suggestion}")
NO_ROW: Final = Message(Code.BAD_ROW, N_("There is no row “{name}” in “{table}”"), "{suggestion}")
NO_COLUMN: Final = Message(Code.UNKNOWN_KEY, N_("This table has no column “{name}”"), "{suggestion}")
BAD_CELL: Final = Message(
    BAD,
    N_("“{name}” is not written as it has to be"),
    N_("write {unknown: true}, {not_applicable: the reason} or {value: ..., note: ...}"),
)

# Registers, decision and remarks.
QUESTIONNAIRE_TWICE: Final = Message(
    Code.DUPLICATE_ID, N_("The questionnaire “{name}” stands here twice"), N_("remove one of the two lines")
)
RISK_TWICE: Final = Message(
    Code.DUPLICATE_ID, N_("The risk {name} stands here twice"), N_("keep one of them, or give each its own id")
)
MEASURE_TWICE: Final = Message(
    Code.DUPLICATE_ID, N_("The measure {name} stands here twice"), N_("keep one of them, or give each its own id")
)
CONDITION_TWICE: Final = Message(
    Code.DUPLICATE_ID, N_("The condition {name} stands here twice"), N_("keep one of them, or give each its own id")
)
NO_RISK: Final = Message(Code.UNKNOWN_RISK, N_("There is no risk “{name}” in the catalogue"), "{suggestion}")
NO_MEASURE: Final = Message(Code.UNKNOWN_ID, N_("There is no measure “{name}”"), "{suggestion}")
NO_LEVEL: Final = Message(Code.BAD_OPTION, N_("“{name}” is no level of this scale"), "{suggestion}")
NO_FINDING: Final = Message(Code.UNKNOWN_ID, N_("There is no finding “{name}”"), "{suggestion}")
ABOUT_NOTHING: Final = Message(
    Code.UNKNOWN_ID, N_("There is no question, section, risk or measure “{name}”"), "{suggestion}"
)
MENDS_NOTHING: Final = Message(Code.UNKNOWN_ID, N_("There is no finding or question “{name}”"), "{suggestion}")

# What does not go together, and is read all the same.
RISK_NUMBER: Final = Message(
    Code.RISK_NUMBER,
    N_("The risk {name} “{own}” has the number of {name} “{other}” of the catalogue, which a finding raises"),
    N_("give it another id, {free} is free; if both are one risk, write “scenario: {name}”"),
)
OTHER_METHOD: Final = Message(
    Code.METHODS,
    N_("“{name}” asks to be rated by the method “{wanted}”, and this assessment is rated by “{method}”"),
    N_("change “method” of the assessment, unless that is meant"),
)
LEVEL_BY_RANK: Final = Message(
    Code.METHODS,
    N_(
        "The method “{method}” does not say what {scale} “{word}” of the findings is; by its rank it counts as “{level}”"
    ),
    N_("write “also: [{word}]” in the method at the level that means it"),
)

# The file.
NO_ASSESSMENT: Final = Message(
    Code.MISSING_KEY,
    N_("The file is no assessment: the key `dpia: 2` is missing"),
    N_("begin one with dpia new, or name the file that it wrote"),
)
NEWER_FORMAT: Final = Message(
    Code.VERSION,
    N_("The file was made by a newer version of dpia (format {format}, this version reads {known})"),
    N_("update dpia"),
)
ENCRYPTED: Final = Message(SYNTAX, N_("The PDF is encrypted"), N_("give the report without a password"))
NO_PDF: Final = Message(SYNTAX, N_("The file is no PDF that can be read"), N_("give the report as it was made"))
OTHER_HASH: Final = Message(
    Code.HASH,
    N_("The report carries an assessment that is not the one it was made from"),
    N_("ask whoever sent it for the report as it was made"),
)
CARRIES_NONE: Final = Message(
    Code.MISSING_KEY, N_("The PDF carries no assessment"), N_("give a full report that dpia made")
)
CARRIES_SEVERAL: Final = Message(
    Code.NOT_ALLOWED, N_("The PDF carries more than one assessment"), N_("give the report as it was made")
)
PACKED_STRANGELY: Final = Message(
    Code.NOT_ALLOWED, N_("The PDF packs its assessment in an unusual way"), N_("give the report as it was made")
)
NOT_UNPACKED: Final = Message(
    SYNTAX, N_("The PDF carries an assessment that cannot be unpacked"), N_("give the report as it was made")
)
CARRIES_TOO_MUCH: Final = Message(
    Code.TOO_LARGE, N_("The PDF carries an assessment larger than {most} MB"), N_("give the report as it was made")
)
CUT_OFF: Final = Message(
    SYNTAX, N_("The PDF carries an assessment that was cut off"), N_("give the report as it was made")
)

# Facts of the organisation, in a file of their own.
NO_FACTS: Final = Message(
    Code.MISSING_KEY,
    N_("The file holds no facts of an organisation"),
    N_("name the one that `dpia organisation` wrote; it begins with “kind: organisation”"),
)
FACTS_OF_NOTHING: Final = Message(Code.UNKNOWN_ID, N_("No questionnaire or module is called “{name}”"), "{suggestion}")
NO_FACT: Final = Message(
    Code.UNKNOWN_ID, N_("“{file}” asks for no fact of the organisation called “{name}”"), "{suggestion}"
)
