"""The words that a definition writes behind `type:`; what each of them means stands in `kinds`."""

from __future__ import annotations

from enum import StrEnum


class QuestionType(StrEnum):
    """The types of questions and of table columns."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    SCALE = "scale"
    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    PERCENTAGE = "percentage"
    DATE = "date"
    DURATION = "duration"
    COUNTRY = "country"
    PERSON = "person"
    PICTURE = "picture"
    EVIDENCE = "evidence"
    SIGN_OFF = "sign_off"
    TABLE = "table"
    ROW = "row"
    COMPUTED = "computed"
    REGISTER = "register"
    INFO = "info"
