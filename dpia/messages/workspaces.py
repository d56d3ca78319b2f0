"""What can be wrong with what a workspace takes in: zip files, backups, evidence, and what the JSON API is sent."""

from __future__ import annotations

from typing import Final

from dpia.errors import Code, Message
from dpia.wording import N_

BAD: Final = Code.BAD_VALUE

NO_ZIP: Final = Message(
    Code.BAD_SYNTAX, N_("The file is no zip file that can be read"), N_("export the assessment anew")
)
DAMAGED_ZIP: Final = Message(
    Code.BAD_SYNTAX, N_("The zip file is damaged, or encrypted"), N_("export the assessment anew")
)
HOLDS_TOO_MUCH: Final = Message(
    Code.TOO_LARGE,
    N_("The zip file holds too much to be an assessment with its evidence"),
    N_("export the assessment anew"),
)
TOO_LARGE_FILE: Final = Message(
    Code.TOO_LARGE, N_("The zip file holds a file that is too large"), N_("export the assessment anew")
)
TWO_OF_ONE_NAME: Final = Message(
    Code.DUPLICATE_KEY, N_("The zip file holds two files of one name"), N_("export the assessment anew")
)
HOLDS_NONE: Final = Message(Code.MISSING_KEY, N_("The zip file holds no {file}"), N_("export the assessment anew"))
BAD_MANIFEST: Final = Message(
    Code.BAD_VALUE,
    N_("The zip file holds a {file} that does not say what lies in it"),
    N_("export the assessment anew"),
)
OTHER_EVIDENCE: Final = Message(
    Code.HASH,
    N_("The zip file holds evidence whose content is not that of its name"),
    N_("export the assessment anew"),
)
LARGE_BACKUP: Final = Message(BAD, N_("The backup holds too much"), N_("give a file that dpia workspace backup wrote"))
NO_BACKUP: Final = Message(
    BAD, N_("The file is no backup of a workspace"), N_("give a file that dpia workspace backup wrote")
)
BAD_BACKUP: Final = Message(
    BAD,
    N_("The file is no backup of a workspace, or it is damaged"),
    N_("give a file that dpia workspace backup wrote"),
)
NEWER_BACKUP: Final = Message(BAD, N_("The backup was made by a newer version of dpia"), N_("update dpia"))
LARGE_EVIDENCE: Final = Message(
    Code.TOO_LARGE, N_("The file has {size} MB, {most} are allowed"), N_("shorten it, or give a link")
)
APPROVALS_APART: Final = Message(
    BAD, N_("Signatures are not changed with the content"), N_("sign on the page of the decision, or with dpia sign")
)
DECISION_APART: Final = Message(
    BAD, N_("The decision is not changed with the content"), N_("take or withdraw it on the page of the decision")
)
NOT_SIGNED_ALONE: Final = Message(
    BAD, N_("Signing adds one signature and changes nothing else"), N_("save what else changed, then sign")
)
NOT_SIGNED_CONTENT: Final = Message(
    Code.HASH, N_("The signature was given for another content"), N_("look at what stands there now, then sign")
)
NOT_DECIDED_ALONE: Final = Message(
    BAD, N_("A decision changes nothing but the decision"), N_("save what else changed, then decide")
)
NOT_NOTED_ALONE: Final = Message(
    BAD, N_("Noting what happened changes nothing else"), N_("save what else changed, then note it")
)
LOCK_ALONE: Final = Message(BAD, N_("Locking changes no content"), N_("save what changed, then lock"))
TOO_MANY_KEYS: Final = Message(BAD, N_("More than {most} keys in one request"), N_("send less at once"))
OTHER_ID: Final = Message(
    BAD, N_("The assessment is called “{other}”, the address names “{name}”"), N_("send it to its own address")
)
NO_ANSWER: Final = Message(
    BAD, N_("This is no answer"), N_("send a value, {unknown: true}, {not_applicable: the reason}, or null")
)
NO_KEY: Final = Message(
    Code.UNKNOWN_ID,
    N_("A question is named by its questionnaire and its own id"),
    N_("write gdpr-dpia.purposes"),
)
NO_BODY: Final = Message(
    BAD,
    N_("This is no JSON object, or was not sent as one"),
    N_("send it with `Content-Type: application/json`; /api/v1/openapi.json says what is expected"),
)
NOT_EXPECTED: Final = Message(BAD, N_("This is not what is expected here"), N_("/api/v1/openapi.json says what is"))
