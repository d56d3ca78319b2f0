"""What a form of the browser says when it cannot be saved as it was filled in."""

from __future__ import annotations

from typing import Final

from dpia.errors import Code, Message
from dpia.wording import N_

BAD: Final = Code.BAD_VALUE
MISSING: Final = Code.MISSING_KEY

NO_FILE: Final = Message(MISSING, N_("no file was chosen"), N_("choose a PDF, YAML, JSON or zip file"))
NO_TITLE: Final = Message(BAD, N_("an assessment needs a title, and a classification of the three"))
TOO_LONG_DETAILS: Final = Message(
    BAD, N_("a title, an organisation and a version are one line of at most 500 characters")
)
NOT_OPENED: Final = Message(MISSING, N_("no answer opens it; say why it applies"))
NOT_CLOSED: Final = Message(MISSING, N_("say why it does not apply; the reason stands in the report"))
TOO_LONG_NOTE: Final = Message(
    Code.TOO_LARGE,
    N_("a note or a reason is {count} characters long, {most} are allowed"),
    N_("shorten it or attach it as evidence"),
)
TOO_LONG_REMARK: Final = Message(
    Code.TOO_LARGE,
    N_("a remark has at most {most} characters, this one has {count}"),
    N_("shorten it or attach it as evidence"),
)
NO_REMARK: Final = Message(MISSING, N_("a remark needs a text"))
NO_EVIDENCE: Final = Message(
    BAD, N_("evidence is a file, or a link that begins with https://, with a title on one line")
)
NO_RISK: Final = Message(MISSING, N_("choose a risk of the catalogue, or give a title"))
HALF_ACCEPTED: Final = Message(
    MISSING, N_("An acceptance is saved when it has a name, a function, a day and a reason.")
)
HALF_RATED: Final = Message(MISSING, N_("A rating is saved when it has a severity and a likelihood."))
NOT_LEFT: Final = Message(BAD, N_("this decision is not left. Left are: {outcomes}"))
HALF_CONDITION: Final = Message(
    MISSING,
    N_("{condition} says who, when or for which finding, but not what is to be done. Write it, or empty the rest"),
)
HALF_CONSULTATION: Final = Message(
    MISSING, N_("the consultation names no authority. Write which one it is, or empty the rest")
)
NOT_SIGNED: Final = Message(BAD, N_("This cannot be signed: {why}"))
NO_DECISION: Final = N_("No decision has been taken yet.")
CONTENT_CHANGED: Final = Message(BAD, N_("The content changed after this page was opened. Read it again, then sign."))
NO_SIGNER: Final = Message(MISSING, N_("A signature needs a name and a role."))
NO_REASON: Final = Message(MISSING, N_("Say why the assessment is unlocked; the history keeps the reason."))
NEEDS_TITLE: Final = Message(MISSING, N_("Give it a title of at most 500 characters."))
OTHER_NAME: Final = Message(BAD, N_("The name does not match. Nothing was deleted."))
NOT_ADDED: Final = Message(BAD, N_("The pasted cells are not added yet. Press “Add these rows”, or empty the field."))
ROW_OF_ANOTHER: Final = Message(BAD, N_("{row} stands in another question. Change its rows there."))
NOT_PASTED: Final = Message(BAD, N_("Nothing was pasted, because this does not fit: {cells}."))
CELL_IN_COLUMN: Final = N_("“{cell}” in “{column}”")
CELL_IN_NO_COLUMN: Final = N_("“{cell}” in a column that is not there")
ROW_IN_USE: Final = Message(BAD, N_("{row} is used in {questions}. Take it out there first."))
NOT_FILLED_IN: Final = Message(BAD, N_("is not filled in as it has to be"))
OF_FIELDS: Final = {
    "title": Message(BAD, N_("needs a text on one line")),
    "owner": Message(BAD, N_("is one line of text")),
    "due": Message(BAD, N_("has to be a date, for example 2027-03-01")),
    "implemented_on": Message(BAD, N_("has to be a date, for example 2027-03-01")),
    "on": Message(BAD, N_("has to be a date, for example 2027-03-01")),
    "by": Message(BAD, N_("needs the name of who accepts the risk")),
    "reason": Message(BAD, N_("needs a reason")),
}
"""What is said of the fields of risks, measures and decisions."""
FIELD_NAMES: Final = {
    "title": N_("Title"),
    "owner": N_("Owner"),
    "due": N_("Due"),
    "implemented_on": N_("In place since"),
    "on": N_("Day"),
    "by": N_("Name"),
    "name": N_("Name"),
    "role": N_("Function"),
    "organisation": N_("Organisation"),
    "reason": N_("Reason"),
    "outcome": N_("Decision"),
    "text": N_("What is done?"),
    "status": N_("Status"),
    "authority": N_("Supervisory authority"),
    "sent_on": N_("Sent on"),
    "answered_on": N_("Answered on"),
    "met_on": N_("Met on"),
}
"""What the fields of a record are called, where a message has to name one."""
SOMETHING: Final = N_("Something in this form")
