"""What can be wrong with the parts of a file: its keys and values, and what a definition names."""

from __future__ import annotations

from typing import Final

from dpia.errors import Code, Message
from dpia.wording import N_

BAD: Final = Code.BAD_VALUE

# What follows the name of a key, or "an item of `uses`": see `questionnaire.reading`.
UNKNOWN_KEY: Final = Message(Code.UNKNOWN_KEY, N_("There is no key `{key}` here"), "{suggestion}")
MISSING_KEY: Final = Message(Code.MISSING_KEY, N_("The key `{key}` is missing here"), N_("add it"))
AN_ITEM: Final = N_("an item of `{key}`")
THE_FILE: Final = N_("the file")
NO_DAY: Final = Message(
    Code.BAD_DATE, N_("is no date of the calendar"), N_("write year-month-day, for example 2027-03-01")
)
TWO_DAYS: Final = Message(
    Code.BAD_DATE,
    N_("can be read in two ways: {first} or {second}"),
    N_("write year-month-day, for example 2027-03-01"),
)
NO_DATE: Final = Message(Code.BAD_DATE, N_("is no date"), N_("write year-month-day, for example 2027-03-01"))
NOT_WRITTEN_SO: Final = Message(BAD, N_("is not written as it has to be"), "{hint}")
NONE_OF_THE_VALUES: Final = Message(BAD, N_("is none of the values that are allowed here"), N_("there is {names}"))
NO_SUCH_VALUE: Final = Message(BAD, N_("`{word}` is none of the values of `{key}`"), "{suggestion}")
REFUSED: Final = Message(BAD, "{why}", "{hint}")
WRONG: Final = Message(BAD, N_("is wrong: {why}"), "{hint}")
TOO_FEW: Final = Message(BAD, N_("needs at least {least} of them"))
TOO_MANY: Final = Message(BAD, N_("can have {most} of them at most"))
TOO_LONG: Final = Message(BAD, N_("is longer than {most} characters"), N_("shorten it"))
TOO_SMALL: Final = Message(BAD, N_("has to be greater than or equal to {least}"))
TOO_LARGE: Final = Message(BAD, N_("has to be less than or equal to {most}"))
NO_TEXT: Final = Message(BAD, N_("has to be text"), N_("put it in quotes"))
NO_TRUTH: Final = Message(BAD, N_("has to be true or false"), N_("write true or false, without quotes"))
NO_WHOLE_NUMBER: Final = Message(BAD, N_("has to be a whole number"))
NO_NUMBER: Final = Message(BAD, N_("has to be a number"))
NO_LIST: Final = Message(BAD, N_("has to be a list"))
NO_LIST_OF_ITEMS: Final = Message(BAD, N_("has to be a list"), N_("write [a, b] or one item a line with `- `"))
NO_MAPPING: Final = Message(BAD, N_("has to be a mapping"))
OTHER_FORM: Final = Message(BAD, N_("has to be a word, a list or a mapping of another form"))
EMPTY: Final = Message(BAD, N_("may not be empty"))
OF_TYPES: Final = {
    "string_type": NO_TEXT,
    "int_type": NO_WHOLE_NUMBER,
    "float_type": NO_NUMBER,
    "bool_type": NO_TRUTH,
    "list_type": NO_LIST,
    "tuple_type": NO_LIST_OF_ITEMS,
    "dict_type": NO_MAPPING,
    "model_type": NO_MAPPING,
    "model_attributes_type": NO_MAPPING,
    "union_tag_invalid": OTHER_FORM,
    "string_too_short": EMPTY,
    "finite_number": NO_NUMBER,
}
"""The messages on the errors of pydantic, by the names that it gives them."""
GAP: Final = "{value}"
"""What the hint of a pattern means by its gap."""
PATTERNS: Final = {
    r"^[a-z][a-z0-9_]{0,63}$": N_("an id is lower-case letters, digits and _, and begins with a letter: legal_basis"),
    r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$": N_("an id is lower-case words joined by - here: visitor-log"),
    r"^[A-Z][A-Za-z0-9._-]{0,39}$": N_("a code begins with a capital letter and has letters, digits, . _ and -: VL-1"),
    r"^[A-Z]{1,3}\d{2,3}$": N_("the id of a risk is one to three capital letters and two or three digits: R01"),
    r"^[A-Za-z][A-Za-z0-9_.-]{0,63}$": N_("this id begins with a letter and has letters, digits, _ . and -: M1"),
    r"^[a-z][a-z0-9-]*\.[a-z][a-z0-9_]*$|^[a-z][a-z0-9_]*$": N_("name a question: purposes, or gdpr-dpia.purposes"),
    r"^[^{}]*\{value\}[^{}]*$": N_("the sentence needs {gap} once, and no other bracket: About {gap} of 100"),
    r"^\d+\.\d+\.\d+$": N_("a version is written 1.0.0"),
    r"^[^\n]+$": N_("this text has to stay on one line"),
    r"^[^\n]*$": N_("this text has to stay on one line"),
    r"^[A-Z]{1,4}$": N_("a prefix is one to four capital letters: V"),
    r"^[A-Z]{2}$": N_("a country is its two capital letters: FR"),
    r"^WP248-[1-9]$": N_("a criterion of the guidelines is written WP248-1 to WP248-9"),
    r"^https?://\S+$": N_(
        "write an address that begins with https:// and has no spaces: https://example.org/report.pdf"
    ),
    r"^[0-9a-f]{64}$": N_("write the 64 hexadecimal digits of a SHA-256, in small letters"),
    r"^[0-9a-f]{8,64}$": N_("write the first eight hexadecimal digits of the SHA-256 of the English text, or more"),
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$": N_("write the tag of a language: en, de or pt-BR"),
}
"""What to write, by the pattern that a text has to have."""

# What the models of definitions refuse.
PYTHON_WORD: Final = Message(BAD, N_("`{word}` is a word of Python, which rules are read with; choose another id"))
NEEDS_OPTIONS: Final = Message(BAD, N_("a {type} needs `options`"))
STRANGE_KEY: Final = Message(BAD, N_("`{key}` does not belong to type {type}"), N_("take it out, or change the type"))
NO_COLUMN_TYPE: Final = Message(BAD, N_("a column cannot be of type {type}"), N_("make it a question of its own"))
COLUMN_ID: Final = Message(BAD, N_("no column can be called `id`, which is the id of the row; choose another id"))
NEEDS_OF: Final = Message(BAD, N_("a column of type row needs `of`, the table it refers to"))
ONLY_COLUMN: Final = Message(BAD, N_("only a column can be of type row"))
NEEDS_COLUMNS: Final = Message(BAD, N_("a table needs `columns`"))
NEEDS_PREFIX: Final = Message(BAD, N_("a table needs `prefix` for the ids of its rows, or `rows`"))
NEEDS_VALUE: Final = Message(BAD, N_("a computed question needs `value`"))
NEEDS_VIEW: Final = Message(BAD, N_("a register question needs `view`"))
MOMENTS_OF_RISKS: Final = Message(
    BAD, N_("`moments` says which ratings of risks are shown, and this register is not one of risks"), N_("take it out")
)
ABOUT_ONE_PROCESSING: Final = Message(
    Code.NOT_ALLOWED,
    N_("What is said once, on a day or with a file, or is no answer, is no fact of the organisation"),
    N_("leave `about` out"),
)
NEEDS_CODE: Final = Message(BAD, N_("a question needs a `code`"))
TWICE_IN_LIST: Final = Message(BAD, N_("the same stands here twice"), N_("take one of them out"))

# What a set of files is.
NO_KEYS: Final = Message(BAD, N_("a definition file has to be a mapping of keys"), N_("begin with kind, id and title"))
NO_KIND: Final = Message(BAD, N_("`kind` names no kind of file"), "{suggestion}")
SAME_ID: Final = Message(Code.DUPLICATE_ID, N_("`{name}` is already the id of {file}"), N_("rename one"))
LIKE_ID: Final = Message(
    Code.DUPLICATE_ID,
    N_("`{name}` looks like `{other}`, the id of {file}"),
    N_("rename one so that nobody takes them for each other"),
)
UNNAMED_TRANSLATION: Final = Message(BAD, N_("a translation is found by its name"), N_("call the file {file}"))
MISNAMED_TRANSLATION: Final = Message(
    BAD, N_("the translation of `{name}` into `{language}` has another name"), N_("call the file {file}")
)

# What a risk method is.
LEVEL_AGAIN: Final = Message(
    Code.DUPLICATE_ID, N_("`{name}` means the level `{first}` already"), N_("let each name mean one level of the scale")
)
LEVEL_NUMBER: Final = Message(
    BAD,
    N_("has the number {number} where {expected} comes next"),
    N_("write the lowest level first and count from 1"),
)
TWO_METHODS: Final = Message(
    Code.METHODS,
    N_("`{one}` is rated by the method `{first}`, and `{other}` by `{second}`"),
    N_("say which one counts: --method {first}, or `method: {first}` in the assessment"),
)

# What the parts of a questionnaire name.
CONDITIONAL_MODULE: Final = Message(
    Code.NOT_ALLOWED,
    N_("a module cannot stand in a conditional section"),
    N_("put the condition on the module's own sections"),
)
OF_NO_TABLE: Final = Message(Code.RULE_TYPE, N_("`{name}` is no table"), N_("name a table question"))
FROM_NO_TABLE: Final = Message(Code.UNKNOWN_ID, N_("`{name}` is no table"), "{suggestion}")
NO_LIST_OF_OPTIONS: Final = Message(Code.UNKNOWN_ID, N_("there is no list `{name}`"), "{suggestion}")
NO_QUESTION: Final = Message(Code.UNKNOWN_ID, N_("`{name}` names no question"), "{suggestion}")
NO_COLUMN: Final = Message(Code.UNKNOWN_ID, N_("`{name}` names no column of `{question}`"), "{suggestion}")
NO_FILE: Final = Message(Code.UNKNOWN_ID, N_("there is no file `{name}` in the set"), "{suggestion}")
NO_MODULE: Final = Message(Code.UNKNOWN_ID, N_("there is no module `{name}` in the set"), "{suggestion}")
ITS_FOLDER: Final = N_("if it lies beside this file, give their folder")
LATE_FINDING: Final = Message(
    Code.RULE_CYCLE,
    N_("a finding on the registers cannot raise risks or set floors"),
    N_("the registers are rated first"),
)
READS_REGISTERS: Final = Message(
    Code.RULE_CYCLE,
    N_("only findings can read the registers `risks` and `measures`"),
    N_("write it as the `if` of a finding"),
)
OTHER_TYPE: Final = Message(
    Code.RULE_TYPE, N_("`{name}` is a {other}, this question a {type}"), N_("take a question of the same type")
)
RESERVED: Final = Message(Code.AMBIGUOUS_ID, N_("`{name}` means something else in rules"), N_("rename the question"))
COLUMN_LIKE_QUESTION: Final = Message(
    Code.AMBIGUOUS_ID, N_("the column `{column}` of `{question}` has the id of a question"), N_("rename the column")
)
ALIKE: Final = Message(
    Code.DUPLICATE_ID,
    N_("`{name}` looks like `{other}` in line {line}"),
    N_("rename one so that nobody takes them for each other"),
)
OPTION_AGAIN: Final = Message(
    Code.DUPLICATE_ID, N_("the option `{name}` stands here again (first in line {line})"), N_("rename one")
)
SECTION_AGAIN: Final = Message(
    Code.DUPLICATE_ID, N_("the section `{name}` stands here again (first in line {line})"), N_("rename one")
)
QUESTION_AGAIN: Final = Message(
    Code.DUPLICATE_ID, N_("the question `{name}` stands here again (first in line {line})"), N_("rename one")
)
FINDING_AGAIN: Final = Message(
    Code.DUPLICATE_ID, N_("the finding `{name}` stands here again (first in line {line})"), N_("rename one")
)
COLUMN_AGAIN: Final = Message(
    Code.DUPLICATE_ID,
    N_("in `{question}` the column `{name}` stands here again (first in line {line})"),
    N_("rename one"),
)
ROW_AGAIN: Final = Message(
    Code.DUPLICATE_ID,
    N_("in `{question}` the row `{name}` stands here again (first in line {line})"),
    N_("rename one"),
)
CIRCLE: Final = Message(
    Code.RULE_CYCLE,
    N_("`{name}` depends on itself: {way}"),
    N_("break the circle of `when`, `rows`, `value` or `default_from`"),
)
MODULE_CIRCLE: Final = Message(
    Code.RULE_CYCLE, N_("`{name}` includes itself through `{module}`"), N_("take one of the two includes out")
)
