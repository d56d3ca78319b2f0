"""The shipped sources: what they say of the places that decide cases, how far each was verified, and the day of each judgment."""

import re
from datetime import date

import pytest

from dpia.questionnaire.library import Library
from dpia.questionnaire.reference import Article

OF_A_JUDGMENT = re.compile(r"(?:C|T)-\d+/\d{2}(?: P)?")
JUDGMENTS = {
    "C-212/13": date(2014, 12, 11),
    "C-511/18": date(2020, 10, 6),
    "C-746/18": date(2021, 3, 2),
    "C-140/20": date(2022, 4, 5),
    "C-817/19": date(2022, 6, 21),
    "C-793/19": date(2022, 9, 20),
    "C-205/21": date(2023, 1, 26),
    "C-252/21": date(2023, 7, 4),
    "C-634/21": date(2023, 12, 7),
    "C-26/22": date(2023, 12, 7),
    "C-118/22": date(2024, 1, 30),
    "C-470/21": date(2024, 4, 30),
    "C-548/21": date(2024, 10, 4),
    "C-621/22": date(2024, 10, 4),
    "C-80/23": date(2024, 11, 28),
    "C-203/22": date(2025, 2, 27),
    "T-553/23": date(2025, 9, 3),
    "C-413/23 P": date(2025, 9, 4),
    "C-703/25 P": date(2025, 10, 31),
    "C-57/23": date(2025, 11, 20),
}
SAYS = {
    "ai-act 26(10)": ["save for the first identification", "missing person", "deleted", "output alone"],
    "ai-act 5(1)(h)": ["three aims", "missing persons", "terrorist", "Annex II", "four years"],
    "ai-act 5(1)(h)(iii)": ["suspect", "Annex II", "four years"],
    "ai-act Annex II": ["trafficking in human beings", "sexual exploitation of children"],
    "ai-act 27(1)": ["every deployer", "5(b) and 5(c)", "public services"],
    "ai-act 10(5)": ["taken out", "Article 4a"],
    "htcds helpline": ["matching the caller's number", "does not ask that numbers be protected"],
    "gdpr rec. 46": ["of the person is a ground", "of another person, it serves only where no other ground"],
    "gdpr rec. 91": ["single physician", "lawyer", "no assessment is obligatory"],
    "gdpr 4(5)": ["C-413/23 P"],
    "gdpr 77": ["own data"],
    "gdpr 36(4)": ["measure of parliament"],
    "gdpr 49(1) subpar. 2": ["not repetitive", "few people"],
    "wp248 1-9": ["in most cases", "documented reasons"],
    "led 35(2)": ["immediate and serious threat"],
    "led 39(1)": ["3(7)(a)"],
    "eudpr 5": ["legitimate interests are no ground"],
    "csa-directive 6": ["acts towards the meeting"],
    "cjeu C-548/21": ["a court or independent authority authorises before", "urgency"],
    "cjeu C-746/18": ["a prosecutor who leads the investigation cannot"],
    "cjeu C-793/19": ["General and indiscriminate retention", "precluded"],
    "cjeu C-703/25 P": ["pending"],
    "refugee-convention 33": ["CAT 3"],
}
NEVER_SAYS = {
    "gdpr 4(5)": "remain personal data;",
    "gdpr 24(1)": "shown to work",
    "gdpr 77": "Everybody",
    "led 52": "Everybody",
    "gdpr rec. 90": "origin",
    "cnil-pia risk-sources": "motive",
    "ai-act 50(2)": "had until",
}
STATES = {
    "gdpr 22(2)": "yes",
    "gdpr 27(2)": "yes",
    "led 38(1)(d)": "yes",
    "ai-act 26(10)": "yes",
    "ai-act Annex III 3(b)": "yes",
    "ai-act Annex III 4(a)": "yes",
    "prum-ii 20": "yes",
    "asylum-procedure 7": "yes",
    "eurodac 49": "yes",
    "europol 30": "yes",
    "europol-2025 1(3)": "yes",
    "eudpr 76": "yes",
    "cat 3": "yes",
    "thb-directive 8": "yes",
    "charter 8": "yes",
    "charter 11": "secondary",
    "charter 34": "no",
    "victims-directive 21(1)": "secondary",
    "wp248 1-9": "secondary",
    "icat A": "secondary",
    "icat B": "secondary",
    "icat C": "secondary",
    "cjeu C-57/23": "secondary",
    "mla-2000 23": "no",
    "eio 11": "no",
    "cets197 26": "secondary",
    "conv108 6": "no",
}
READ_ACTS = ("gdpr", "led", "ai-act", "dsa", "e-evidence", "thb-directive", "eudpr", "prum-ii", "asylum-procedure")
# Places of these acts whose own words were not opened: another page was, which their `seen_in` names.
SECOND_HAND = {"gdpr": {"rec. 54"}}
STATUSES = {
    "uncc": "not_in_force",
    "cets225": "not_in_force",
    "gdpr-procedure": "applies_from",
    "edpb-gl-1-2024": "draft",
    "eio": "in_force",
    "dir-2023-977": "in_force",
    "adequacy-us": "in_force",
}
ANNEX_III = {
    "1": "abc",
    "2": "",
    "3": "abcd",
    "4": "ab",
    "5": "abcd",
    "6": "abcde",
    "7": "abcd",
    "8": "ab",
}
FROM_2027 = date(2027, 12, 2)


def place(library: Library, citation: str) -> Article:
    found = library.sources.find(citation)
    assert found is not None, citation
    assert found[1] is not None, citation
    return found[1]


@pytest.mark.parametrize("citation", SAYS)
def test_a_place_that_decides_cases_says_what_decides_them(shipped: Library, citation: str) -> None:
    gist = place(shipped, citation).gist or ""
    assert [words for words in SAYS[citation] if words not in gist] == []


@pytest.mark.parametrize("citation", NEVER_SAYS)
def test_what_a_place_does_not_say_is_not_said_of_it(shipped: Library, citation: str) -> None:
    assert NEVER_SAYS[citation] not in (place(shipped, citation).gist or "")


@pytest.mark.parametrize("citation", STATES)
def test_a_place_has_the_state_that_was_found(shipped: Library, citation: str) -> None:
    assert place(shipped, citation).verified == STATES[citation]


@pytest.mark.parametrize("key", READ_ACTS)
def test_every_place_of_an_act_that_was_read_was_read(shipped: Library, key: str) -> None:
    assert {
        name for name, article in shipped.sources.sources[key].articles.items() if article.verified != "yes"
    } == SECOND_HAND.get(key, set())


@pytest.mark.parametrize("key", STATUSES)
def test_an_act_has_the_status_that_was_found(shipped: Library, key: str) -> None:
    assert shipped.sources.sources[key].status == STATUSES[key]


def test_every_judgment_has_its_day_and_says_what_it_held(shipped: Library) -> None:
    judgments = shipped.sources.sources["cjeu"].articles
    assert {name: article.date for name, article in judgments.items()} == JUDGMENTS
    for name, article in judgments.items():
        assert OF_A_JUDGMENT.fullmatch(name)
        assert article.gist
        assert article.seen_in, f"{name} does not say where it was seen"
    assert list(JUDGMENTS.values()) == sorted(JUDGMENTS.values())
    assert shipped.sources.sources["schrems-ii"].date == "2020-07-16"


def test_only_places_of_a_court_have_a_day_of_their_own(shipped: Library) -> None:
    dated = {key for key, source in shipped.sources.sources.items() for item in source.articles.values() if item.date}
    assert dated == {"cjeu"}


def test_every_point_of_annex_iii_can_be_cited_and_applies_from_december_2027(shipped: Library) -> None:
    for point, letters in ANNEX_III.items():
        for name in (f"Annex III {point}", *(f"Annex III {point}({letter})" for letter in letters)):
            assert place(shipped, f"ai-act {name}").applies_from == FROM_2027, name


def test_what_was_read_or_known_second_hand_says_where(shipped: Library) -> None:
    silent = [
        f"{key} {name}"
        for key, source in shipped.sources.sources.items()
        for name, article in source.articles.items()
        if article.verified != "no" and not (article.seen_in or source.seen_in)
    ]
    assert silent == []
