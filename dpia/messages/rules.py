"""What can be wrong with a rule."""

from __future__ import annotations

from typing import Final

from dpia.errors import Code, Message
from dpia.wording import N_

RULE: Final = Code.BAD_RULE
TYPE: Final = Code.RULE_TYPE
ALLOWED: Final = N_("rules have names, values, and, or, not, in, == != < <= > >= + - *, and functions")
NAME_FILE: Final = N_("name the file under `uses`")
WRITE_EQUALS: Final = N_("write == for “is”")
WRITE_WORDS: Final = N_("write `and` for &&, `or` for ||, and `not` for !")
SMALL_LETTERS: Final = N_("write `and`, `or`, `not` and `in` in small letters")
OPEN_BRACKET: Final = N_("close each bracket that is opened")

NO_NUMBER: Final = Message(TYPE, N_("the rule gives {kind}, but a number is needed"), N_("use count, total or score"))
TOO_LONG: Final = Message(RULE, N_("the rule is longer than {most} characters"), N_("split it into several findings"))
COMMENT: Final = Message(RULE, N_("the rule has a comment in it"), N_("put comments above the rule"))
UNREADABLE: Final = Message(RULE, N_("the rule cannot be read"), "{hint}")
UNREADABLY_DEEP: Final = Message(
    RULE, N_("the rule cannot be read: it nests too deeply"), N_("split it into several findings")
)
TOO_DEEP: Final = Message(RULE, N_("the rule nests too deeply"), N_("split it into several findings"))
STRANGE: Final = Message(RULE, N_("the rule uses something that rules do not have"), ALLOWED)
TOO_LARGE_NUMBER: Final = Message(RULE, N_("the rule has a number that is too large"), N_("write a smaller one"))
NOT_USED: Final = Message(RULE, N_("`{word}` is not used in rules"), N_("write yes or no"))
DOTS: Final = Message(RULE, N_("the rule has more than one dot in a name"), N_("write file.question"))
CHAIN: Final = Message(RULE, N_("the rule compares more than two things at once"), N_("join comparisons with `and`"))
ANSWER_NO_CONDITION: Final = Message(TYPE, N_("an answer stands where a condition is needed"), N_("write `... == yes`"))
NO_CONDITION: Final = Message(TYPE, N_("{kind} stands where a condition is needed"), N_("compare it"))
NO_QUESTION: Final = Message(Code.UNKNOWN_ID, N_("`{name}` names no question"), "{suggestion}")
NO_FILE: Final = Message(Code.UNKNOWN_ID, N_("`{name}` names no file"), "{suggestion}")
NO_ORDER: Final = Message(TYPE, N_("a choice has no order, `{sign}` cannot compare it"), N_("use == or !="))
NOT_COMPARED: Final = Message(TYPE, N_("a multiple choice is not compared"), N_("write `option in question`"))
INCOMPARABLE: Final = Message(
    TYPE, N_("{kind} cannot be compared with {other} by `{sign}`"), N_("compare two of one kind")
)
NOT_IN_LIST: Final = Message(TYPE, N_("{kind} is not looked up in a list"), N_("compare it with == or with <"))
NOT_LOOKED_INTO: Final = Message(
    TYPE, N_("`in` does not look into {kind}"), N_("write `option in question` with a multiple choice")
)
OPTION_NEEDED: Final = Message(Code.BAD_OPTION, N_("an option has to stand here"), "{suggestion}")
NO_OPTION: Final = Message(Code.BAD_OPTION, N_("`{word}` is no option of this question"), "{suggestion}")
NOT_PUT_TOGETHER: Final = Message(
    TYPE,
    N_("{kind} and {other} cannot be put together like this"),
    N_("there is + - * for numbers, date + duration, date - date"),
)
NOT_CALLED: Final = Message(RULE, N_("the rule calls something that is no function of rules"), N_("there is {names}"))
NO_FUNCTION: Final = Message(Code.UNKNOWN_ID, N_("there is no function `{name}`"), "{suggestion}")
# The hint is the line of docs/rules.md on the function, which is not translated.
WRITTEN_DIFFERENTLY: Final = Message(RULE, N_("`{name}` is written differently"), "{usage}")
ABOUT_QUESTION: Final = Message(RULE, N_("`{name}` asks about a question"), N_("name a question or a column"))
ADDS_NUMBERS: Final = Message(TYPE, N_("`total` adds numbers"), N_("name a column of type number"))
NEEDS_TABLE: Final = Message(RULE, N_("`{name}` needs a table"), N_("write {name}(table, condition)"))
NO_ROWS: Final = Message(TYPE, N_("{kind} has no rows"), N_("name a table"))
NO_FIXED_ROWS: Final = Message(
    TYPE, N_("`{name}` needs a table whose rows stand in the questionnaire"), N_("write {name}(table, row, column)")
)
NO_ROW_OR_COLUMN: Final = Message(Code.UNKNOWN_ID, N_("`{name}` names no row or column of this table"), "{suggestion}")
QUOTED_TEXTS: Final = Message(
    RULE, N_("`mentions` looks for texts in quotes"), N_('write mentions(question, "phrase")')
)
NEEDS_SCORE: Final = Message(
    TYPE, N_("`{name}` needs a question whose options have a `score`"), N_("name another question")
)
TAKES: Final = Message(TYPE, N_("`{name}` takes {wanted}, not {kind}"), N_("name something of that kind"))
