"""What can be wrong with a starter kit."""

from __future__ import annotations

from typing import Final

from dpia.errors import Code, Message
from dpia.wording import N_

NO_QUESTIONNAIRE: Final = Message(Code.UNKNOWN_ID, N_("the kit names no questionnaire with `{name}`"), "{suggestion}")
NO_METHOD: Final = Message(Code.UNKNOWN_ID, N_("the kit names no risk method with `{name}`"), "{suggestion}")
UNREADABLE: Final = Message(Code.BAD_VALUE, N_("the kit makes no assessment: {what}"), N_("correct it"))
OF_ONE_PROCESSING: Final = Message(
    Code.NOT_ALLOWED,
    N_("a kit does not answer `{name}`, which asks for an opinion, a day or a statement on one processing"),
    N_("leave it out, and give a hint under `open`"),
)
WITH_EVIDENCE: Final = Message(
    Code.NOT_ALLOWED, N_("a kit brings no evidence, and `{name}` names a file"), N_("leave it out")
)
NO_CODE: Final = Message(
    Code.UNKNOWN_ID, N_("no question of the kit's questionnaires has the code `{code}`"), "{suggestion}"
)
