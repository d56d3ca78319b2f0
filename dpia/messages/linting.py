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
SEES_NOTHING: Final = Message(Code.UNKNOWN_ID, N_("`{name}` names no question"))
NO_ACTION: Final = Message(Code.UNKNOWN_ID, N_("there is no ICAT action `{name}`"))
NO_TERM: Final = Message(Code.UNKNOWN_TERM, N_("`{term}` is no known term"), "{suggestion}")
NEVER_SHOWN: Final = Message(
    Code.NEVER_SHOWN, N_("`{question}` can never show"), N_("its conditions exclude each other")
)
NEVER_FIRES: Final = Message(
    Code.NEVER_FIRES, N_("the finding `{finding}` can never fire"), N_("its conditions exclude each other")
)
NO_LEVEL: Final = Message(Code.BAD_OPTION, N_("`{level}` is no level"), "{suggestion}")
UNAVAILABLE: Final = Message(Code.UNAVAILABLE, N_("the questionnaire `{name}` is not in this set"))
NO_RISK: Final = Message(Code.UNKNOWN_RISK, N_("there is no risk `{risk}` in the catalogue"), "{suggestion}")
UNUSED_FILE: Final = Message(Code.UNUSED, N_("nothing uses the file `{name}`"), N_("remove it"))
UNUSED_LIST: Final = Message(Code.UNUSED, N_("nothing uses the list `{name}`"), N_("remove it"))
NO_SOURCE: Final = Message(Code.UNKNOWN_SOURCE, N_("`{citation}` has no entry in the sources"), "{suggestion}")
STALE_SOURCE: Final = Message(Code.STALE_SOURCE, N_("`{citation}` was last checked on {day}"), N_("check it again"))
MATRIX_ROW: Final = Message(BAD, N_("the matrix needs a row `{level}` with {count} levels"))
NO_MATRIX_LEVEL: Final = Message(Code.BAD_OPTION, N_("no level `{level}`"), "{suggestion}")
NO_SCALE_LEVEL: Final = Message(Code.BAD_OPTION, N_("names a level that is not on the scales"))
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
