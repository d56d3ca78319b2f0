"""What can be wrong with what a workspace takes in: zip files, backups, evidence, and what the JSON API is sent."""

from __future__ import annotations

from typing import Final

from dpia.errors import Code, Message
from dpia.wording import N_

BAD: Final = Code.BAD_VALUE

NO_ZIP: Final = Message(Code.BAD_SYNTAX, N_("is no zip file that can be read"), N_("export the assessment anew"))
DAMAGED_ZIP: Final = Message(
    Code.BAD_SYNTAX, N_("is a damaged zip file, or an encrypted one"), N_("export the assessment anew")
)
HOLDS_TOO_MUCH: Final = Message(
    Code.TOO_LARGE,
    N_("holds too much to be an assessment with its evidence"),
    N_("export the assessment anew"),
)
TOO_LARGE_FILE: Final = Message(Code.TOO_LARGE, N_("holds a file that is too large"), N_("export the assessment anew"))
TWO_OF_ONE_NAME: Final = Message(
    Code.DUPLICATE_KEY, N_("holds two files of one name"), N_("export the assessment anew")
)
HOLDS_NONE: Final = Message(Code.MISSING_KEY, N_("holds no {file}"), N_("export the assessment anew"))
OTHER_EVIDENCE: Final = Message(
    Code.HASH,
    N_("holds evidence whose content is not that of its name"),
    N_("export the assessment anew"),
)
LARGE_BACKUP: Final = Message(BAD, N_("holds too much"))
NO_BACKUP: Final = Message(BAD, N_("is no backup of a workspace"))
BAD_BACKUP: Final = Message(BAD, N_("is no backup of a workspace, or it is damaged"))
NEWER_BACKUP: Final = Message(BAD, N_("was made by a newer version of dpia"))
LARGE_EVIDENCE: Final = Message(
    Code.TOO_LARGE, N_("the file has {size} MB, {most} are allowed"), N_("shorten it, or give a link")
)
NO_ANSWER: Final = Message(BAD, N_("is no answer"))
NO_KEY: Final = Message(Code.UNKNOWN_ID, N_("a question is named as `questionnaire.question`"))
NOT_EXPECTED: Final = Message(BAD, N_("is not what is expected here"))
