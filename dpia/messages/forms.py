"""What a form of the browser says when it cannot be saved as it was filled in."""

from __future__ import annotations

from typing import Final

from dpia.errors import Code, Message
from dpia.wording import N_

BAD: Final = Code.BAD_VALUE
MISSING: Final = Code.MISSING_KEY

NO_FILE: Final = Message(MISSING, N_("No file was chosen"), N_("choose a PDF, YAML, JSON or zip file"))
NO_TITLE: Final = Message(
    BAD, N_("An assessment needs a title, and a classification of the three"), N_("write the title, and choose one")
)
TOO_LONG_DETAILS: Final = Message(
    BAD, N_("A title, an organisation and a version are one line of at most 500 characters"), N_("shorten it")
)
NOT_OPENED: Final = Message(MISSING, N_("No answer opens it; say why it applies"))
NO_DEPTH: Final = Message(
    Code.UNKNOWN_ID,
    N_("No question of this assessment decides how deep it goes"),
    N_("add the screening to it first"),
)
NO_FACTS: Final = Message(
    MISSING, N_("No fact of the organisation is answered here yet"), N_("answer one, such as who is responsible")
)
FACTS_NOT_KEPT: Final = Message(
    BAD, N_("The facts of the organisation cannot be kept beside the workspace"), N_("look at the rights of its folder")
)
NOT_CLOSED: Final = Message(MISSING, N_("Say why it does not apply; the reason stands in the report"))
TOO_LONG_NOTE: Final = Message(
    Code.TOO_LARGE,
    N_("A note or a reason is {count} characters long, {most} are allowed"),
    N_("shorten it or attach it as evidence"),
)
TOO_LONG_REMARK: Final = Message(
    Code.TOO_LARGE,
    N_("A remark has at most {most} characters, this one has {count}"),
    N_("shorten it or attach it as evidence"),
)
NO_REMARK: Final = Message(MISSING, N_("A remark needs a text"))
NO_EVIDENCE: Final = Message(
    BAD, N_("Evidence needs a title on one line, and a file or a link that begins with https://")
)
NO_RISK: Final = Message(MISSING, N_("Choose a risk of the catalogue, or give a title"))
HALF_ACCEPTED: Final = Message(
    MISSING, N_("An acceptance is saved when it has a name, a function, a day and a reason.")
)
HALF_RATED: Final = Message(MISSING, N_("A rating is saved when it has a severity and a likelihood."))
NOT_LEFT: Final = Message(BAD, N_("This decision is not left. Left are: {outcomes}"))
HALF_CONDITION: Final = Message(
    MISSING,
    N_("{condition} says who, when or for which finding, but not what is to be done. Write it, or empty the rest"),
)
HALF_CONSULTATION: Final = Message(
    MISSING, N_("The consultation names no authority. Write which one it is, or empty the rest")
)
NOT_SIGNED: Final = Message(BAD, N_("This cannot be signed: {why}"))
NO_DECISION: Final = N_("No decision has been taken yet.")
CONTENT_CHANGED: Final = Message(BAD, N_("The content changed after this page was opened. Read it again, then sign."))
SIGNED_ALREADY: Final = Message(
    BAD, N_("{name} signed exactly this content on {day} already, so nothing has to be signed.")
)
NOTHING_TICKED: Final = Message(MISSING, N_("Nothing is ticked. Tick what you want to keep."))
NO_SIGNER: Final = Message(MISSING, N_("A signature needs a name and a role."))
NO_SUCH_MAJOR: Final = Message(BAD, N_("This major finding is no longer open, so nothing has to be accepted."))
NO_CONDITION: Final = Message(
    MISSING, N_("A conditional approval needs a condition. Write what has to be met, or choose another decision.")
)
NO_REASON: Final = Message(MISSING, N_("Say why the assessment is unlocked; the history keeps the reason."))
NEEDS_TITLE: Final = Message(MISSING, N_("Give it a title of at most 500 characters."))
LONG_ORGANISATION: Final = Message(BAD, N_("Give the organisation a name of at most {most} characters."))
OTHER_NAME: Final = Message(BAD, N_("The name does not match. Nothing was deleted. Write it as it stands above."))
NOT_ADDED: Final = Message(BAD, N_("The pasted cells are not added yet. Press “Add these rows”, or empty the field."))
ROW_OF_ANOTHER: Final = Message(BAD, N_("{row} stands in another question. Change its rows there."))
NOT_PASTED: Final = Message(
    BAD,
    N_("Nothing was pasted, because this does not fit: {cells}"),
    N_("Change it in the field with the cells, and press “Add these rows” again"),
)
CELL_IN_COLUMN: Final = N_("row {row}, “{column}”: “{cell}” does not fit: {why}")
CELL_IN_NO_COLUMN: Final = N_("row {row}: “{cell}” stands in column {number}, and the table has {count}")
ONE_OF_LABELS: Final = N_("choose one of {labels}")
SOME_OF_LABELS: Final = N_("choose from these, with semicolons between them: {labels}")
ROW_IN_USE: Final = Message(BAD, N_("{row} is used in {questions}. Take it out there first."))
NOT_FILLED_IN: Final = Message(BAD, N_("“{field}” is not filled in as it has to be"), N_("check it, or empty it"))
LINE_NEEDED: Final = Message(BAD, N_("“{field}” is not filled in"), N_("write a text on one line"))
LINE_TOO_LONG: Final = Message(BAD, N_("“{field}” is one line of text"), N_("shorten it"))
DAY_NEEDED: Final = Message(
    Code.BAD_DATE, N_("“{field}” is no date that can be read"), N_("write for example 2027-03-01 or 1 March 2027")
)
TWO_DAYS: Final = Message(
    Code.BAD_DATE,
    N_("The date in “{field}” can be read in two ways: is it {first} or {second}?"),
    N_("write the one that is meant"),
)
NO_ACCEPTER: Final = Message(BAD, N_("“{field}” is empty"), N_("write who accepts it"))
NO_GROUND: Final = Message(BAD, N_("“{field}” is empty"), N_("write why"))
NOT_YET: Final = Message(BAD, N_("It has not happened yet"), N_("give the day on which it did"))
NO_OCCASION: Final = Message(MISSING, N_("Nothing says what happened"), N_("write it in a sentence or two"))
OF_FIELDS: Final = {
    "title": LINE_NEEDED,
    "owner": LINE_TOO_LONG,
    "due": DAY_NEEDED,
    "implemented_on": DAY_NEEDED,
    "on": DAY_NEEDED,
    "sent_on": DAY_NEEDED,
    "answered_on": DAY_NEEDED,
    "met_on": DAY_NEEDED,
    "by": NO_ACCEPTER,
    "reason": NO_GROUND,
}
"""What is said of the fields of risks, measures and decisions."""
FIELD_NAMES: Final = {
    "what": N_("What happened"),
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
    "reference": N_("Reference"),
    "advice": N_("Advice"),
    "consultation": N_("Consultation of the supervisory authority"),
    "rejected_parts": N_("What is rejected"),
    "acceptance": N_("Accepted by a named official"),
    "harm": N_("Who is harmed, and how?"),
    "sources": N_("Where does the danger come from?"),
    "people": N_("How many people does it reach?"),
    "raising": N_("What makes it more likely? One a line"),
    "lowering": N_("What makes it less likely? One a line"),
    "not_relevant": N_("Why this risk does not exist here"),
    "before": N_("Before measures"),
    "today": N_("Today"),
    "done": N_("When all measures are done"),
    "severity": N_("Severity"),
    "likelihood": N_("Likelihood"),
    "summary": N_("Summary for the cover"),
    "version": N_("Version"),
    "classification": N_("Classification"),
    "link": N_("Link"),
    "note": N_("Note"),
    "paste": N_("Cells"),
}
"""What the fields of a record are called, where a message has to name one."""
SOMETHING: Final = N_("Something in this form")
