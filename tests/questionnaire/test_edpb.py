"""The places of the EDPB template that `edpb` may name."""

from dpia.questionnaire.edpb import EDPB_PLACES, EDPB_TABLES
from dpia.questionnaire.library import Library
from dpia.questionnaire.walking import questions_with_paths


def test_the_sections_around_the_tables_can_be_named_too() -> None:
    assert {"2", "2.1", "2.1.a", "6"} <= EDPB_PLACES
    assert not {"", "7", "2.4", "2.1.c"} & EDPB_PLACES


def test_the_tables_are_numbered_in_the_order_of_the_template() -> None:
    assert (EDPB_TABLES["0.1"], EDPB_TABLES["6"], len(EDPB_TABLES)) == (2, 34, 33)
    assert list(EDPB_TABLES) == sorted(EDPB_TABLES)


def test_the_shipped_set_names_every_table(shipped: Library) -> None:
    named = {
        place
        for questionnaire in shipped.questionnaires.values()
        for _, question in questions_with_paths(questionnaire)
        for place in (question.edpb, *(row.edpb for row in question.fixed_rows))
    }
    assert EDPB_TABLES.keys() <= named
