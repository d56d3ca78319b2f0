"""What `dpia questionnaires lint` finds beyond what stops a file from loading."""

from __future__ import annotations

from typing import Final

from dpia.errors import Code, Message
from dpia.wording import N_

BAD: Final = Code.BAD_VALUE

REPLACES: Final = Message(
    Code.REPLACES, N_("takes the place of {earlier}"), N_("choose another id, unless that is meant: reports say so")
)
REPLACES_ENTRY: Final = Message(
    Code.REPLACES,
    N_("the {kind} `{name}` takes the place of {earlier}"),
    N_("choose another id, unless that is meant: reports say so"),
)
CODE_TAKEN: Final = Message(
    Code.DUPLICATE_CODE, N_("the code {code} is already that of `{question}`"), N_("codes are never reused")
)
NO_BECAUSE: Final = Message(
    Code.MISSING_TEXT,
    N_("the finding `{finding}` of `{question}` has no `{key}`"),
    N_("say what it means for a person and what helps"),
)
NO_HELP: Final = Message(Code.MISSING_HELP, N_("`{question}` has no `help`"), N_("say in a sentence how to answer"))
SEES_NOTHING: Final = Message(Code.UNKNOWN_ID, N_("`{name}` names no question"), N_("check the id, or take it out"))
NO_ACTION: Final = Message(
    Code.UNKNOWN_ID, N_("there is no ICAT action `{name}`"), N_("use a letter that icat-actions.yaml has")
)
NO_TERM: Final = Message(Code.UNKNOWN_TERM, N_("`{term}` is no known term"), "{suggestion}")
NEVER_SHOWN: Final = Message(
    Code.NEVER_SHOWN, N_("`{question}` can never show"), N_("its conditions exclude each other")
)
NEVER_FIRES: Final = Message(
    Code.NEVER_FIRES, N_("the finding `{finding}` can never fire"), N_("its conditions exclude each other")
)
VANISHES: Final = Message(
    Code.HIDDEN_PART,
    N_("the rule comes to nothing while {names} is hidden"),
    N_("add up, since a hidden part of a sum counts as 0, or let both show together"),
)
IS_ZERO: Final = Message(
    Code.HIDDEN_PART,
    N_("the sum is 0 while {names} are hidden, and the rule holds for 0"),
    N_("give the question a `when`, unless that is meant"),
)
DIVIDED_BY_ZERO: Final = Message(
    Code.HIDDEN_PART,
    N_("the ratio is unknown while {names} are hidden, because the sum that it divides by is 0"),
    N_("give the question a `when`, unless that is meant"),
)
NO_LEVEL: Final = Message(Code.BAD_OPTION, N_("`{level}` is no level"), "{suggestion}")
LEVEL_NOT_KNOWN: Final = Message(
    Code.METHODS,
    N_("the method `{method}` has no {scale} `{level}`"),
    N_("write `method: {knowing}` in the head of the questionnaire, or `also: [{level}]` at a level of `{method}`"),
)
LEVEL_NOT_MEANT: Final = Message(
    Code.METHODS,
    N_("no {scale} of this method means `{level}`, which findings of {names} name"),
    N_("write `also: [{level}]` at the one that means it"),
)
NO_METHOD: Final = Message(Code.UNKNOWN_ID, N_("there is no risk method `{name}`"), "{suggestion}")
METHOD_OF_MODULE: Final = Message(
    BAD, N_("a module is rated as the questionnaires are that include it"), N_("remove `method`")
)
UNAVAILABLE: Final = Message(Code.UNAVAILABLE, N_("the questionnaire `{name}` is not in this set"), N_("add its file"))
NO_BASIS: Final = Message(
    Code.NO_BASIS,
    N_("the block `{finding}` cites no law in force and is no proposal"),
    N_("cite the act that forbids it, or write `basis: proposal`"),
)
NO_RISK: Final = Message(Code.UNKNOWN_RISK, N_("there is no risk `{risk}` in the catalogue"), "{suggestion}")
UNUSED_FILE: Final = Message(
    Code.UNUSED, N_("no rule reads `{name}`, so it need not stand in `uses`"), N_("remove it from `uses`")
)
INCLUDED_FILE: Final = Message(
    Code.UNUSED,
    N_("`{name}` is included, so it need not stand in `uses`"),
    N_("remove it from `uses`, and leave the `include`"),
)
UNUSED_LIST: Final = Message(Code.UNUSED, N_("nothing uses the list `{name}`"), N_("remove it"))
NO_SOURCE: Final = Message(Code.UNKNOWN_SOURCE, N_("`{citation}` has no entry in the sources"), "{suggestion}")
NO_COUNTRY_CODE: Final = Message(
    Code.BAD_VALUE, N_("`{country}` is the code of no country"), N_("write the two letters of ISO 3166: FR")
)
SEEN_NOWHERE: Final = Message(
    Code.BAD_VALUE,
    N_("`verified: {verified}` does not say where the list was seen"),
    N_("name the publication in `seen_in`"),
)
STALE_SOURCE: Final = Message(Code.STALE_SOURCE, N_("`{citation}` was last checked on {day}"), N_("check it again"))
MATRIX_ROW: Final = Message(
    BAD, N_("the matrix needs a row `{level}` with {count} levels"), N_("write one for each likelihood")
)
NO_MATRIX_LEVEL: Final = Message(Code.BAD_OPTION, N_("no level `{level}`"), "{suggestion}")
NO_SCALE_LEVEL: Final = Message(
    Code.BAD_OPTION,
    N_("`life_safety` names a level that is not on the scales"),
    N_("use ids of the severity and likelihood"),
)
NOT_RAISED: Final = Message(Code.RISK_NOT_RAISED, N_("no finding raises {risk}"), N_("add a finding that does"))
FEW_MEASURES: Final = Message(
    Code.FEW_MEASURES,
    N_("{risk} has {count} typical measures, it needs {least}"),
    N_("add measures that usually help"),
)

# Keys that do not go together.
MIN_OF_GIVEN_ROWS: Final = Message(
    BAD, N_("`min_rows` of `{question}` counts free rows, but `rows` says which there are"), N_("remove one of them")
)
MIN_OVER_MAX: Final = Message(
    BAD, N_("`min` of `{question}` is larger than `max`, so no number can be answered"), N_("change one of them")
)
CANNOT_MEAN: Final = Message(BAD, N_("`{meaning}` cannot be what a {type} means"), N_("make `{question}` a {wanted}"))
CANNOT_MEAN_EITHER: Final = Message(
    BAD, N_("`{meaning}` cannot be what a {type} means"), N_("make `{question}` a {wanted} or a {other}")
)
MEANT_TWICE: Final = Message(
    Code.AMBIGUOUS_ID,
    N_("`{question}` means `{meaning}`, as `{first}` does"),
    N_("let one question of the file mean it"),
)
NO_EDPB_PLACE: Final = Message(
    Code.UNKNOWN_ID,
    N_("`{place}` is no place of the EDPB template of 2026"),
    N_("write the number as the template does: 2.1, or 2.1.a for a table"),
)

# What is retired.
RETIRED_CODE: Final = Message(
    Code.DUPLICATE_CODE,
    N_("the retired code {code} is that of `{question}`"),
    N_("codes are never used again; choose another one for what is new"),
)
RETIRED_ID: Final = Message(
    Code.DUPLICATE_ID,
    N_("`{name}` is retired, and asked here all the same"),
    N_("ids are never used again; choose another one for what is new, or take this entry away"),
)
MOVES_NOWHERE: Final = Message(
    Code.UNKNOWN_ID, N_("there is no question `{name}` that an answer could move to"), "{suggestion}"
)
MOVES_TO_NO_COLUMN: Final = Message(
    Code.UNKNOWN_ID, N_("there is no column `{name}` that an answer could move to"), "{suggestion}"
)
MOVES_TO_NO_ROW: Final = Message(
    Code.BAD_ROW, N_("the questionnaire gives no row `{name}` that an answer could move to"), "{suggestion}"
)
MOVES_TO_NO_OPTION: Final = Message(
    Code.BAD_OPTION, N_("there is no option `{name}` that an answer could become"), "{suggestion}"
)
MOVES_TO_NO_CELL: Final = Message(
    Code.MISSING_KEY,
    N_("`{name}` alone says no cell that an answer could move to"),
    N_("write `{question: ..., row: ..., column: ...}`"),
)
MOVES_TO_NO_ANSWER: Final = Message(
    Code.RULE_TYPE, N_("`{name}` takes no answer: it is of type {type}"), N_("name a question that does")
)
MOVES_UNTYPED: Final = Message(
    Code.MISSING_KEY,
    N_("an answer to `{name}` moves, but nothing says what it was"),
    N_("add `type`, the type that it had, or `options` with what each answer becomes"),
)
MOVES_TO_OTHER_TYPE: Final = Message(
    Code.RULE_TYPE,
    N_("a {type} does not fit `{name}`, which is a {other}"),
    N_("name another place, or say with `options` what each answer becomes"),
)

# Translations.
TRANSLATES_NOTHING: Final = Message(Code.UNKNOWN_ID, N_("`{name}` is no definition of this set"), "{suggestion}")
INTO_ENGLISH: Final = Message(
    BAD,
    N_("definitions are written in English, so nothing is translated into it"),
    N_("change {name} itself, or give a definition of your own its id"),
)
FOREIGN_TEXTS: Final = Message(
    Code.REPLACES,
    N_("translates `{name}`, which others wrote: {origins}"),
    N_("that may be meant: reports in {language} say so"),
)
NO_PLACE: Final = Message(Code.UNKNOWN_ID, N_("`{place}` is no place of a text"), "{suggestion}")
MOVES_TO_GONE: Final = N_("`dpia questionnaires translations` moves it to `gone`")
MISFIT: Final = Message(BAD, N_("the text of `{place}` {misfit}"))
ON_ONE_LINE: Final = N_("has to stay on one line")
SHOWS_NOTHING: Final = N_("shows nothing")
TOO_LONG: Final = N_("is longer than {most} characters")
NOT_WRITTEN: Final = N_("is not written as it has to be")
NOT_WRITTEN_SO: Final = N_("is not written as it has to be: {hint}")
KEEPS_GAPS: Final = N_("has to keep {gaps}")
STRANGE_GAPS: Final = N_("has {gaps}, which the text has not")
STALE: Final = Message(
    Code.STALE_TEXT,
    N_("the English text of `{place}` changed, so it is shown in English"),
    N_("run `dpia questionnaires translations`"),
)
