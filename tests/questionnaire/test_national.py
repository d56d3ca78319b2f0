"""National lists: the entries that answers point to, what is wrong with a list, and the lists that are shipped."""

from datetime import date
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.assessment.inviting import invitation
from dpia.assessment.listing import beside, listed_in, lists_hint
from dpia.data import QUESTIONNAIRES
from dpia.questionnaire.countries import COUNTRIES
from dpia.questionnaire.embedding import pack_definitions
from dpia.questionnaire.library import Library, read_definitions
from dpia.questionnaire.lint import lint
from dpia.questionnaire.national import Listed, NationalList
from dpia.shipped import shipped_library
from tests.support.field_layer import FIELD_WORDS
from tests.support.forms import ON, judge_all, make_assessment

PAGE = """
    id: page
    version: 1.0.0
    title: Page
    sections:
      - id: all
        title: All
        questions:
          - {id: camera, code: P-1, ask: Is there a camera?, help: Say., type: yes_no}
          - {id: listed, code: P-2, ask: Is it listed?, help: Say., type: yes_no, national_list: 4}
          - {id: exempt, code: P-3, ask: Is it exempt?, help: Say., type: yes_no, national_list: [4, 5]}
"""
LIST = """
    id: xx-required
    kind: national-list
    version: 1.0.0
    title: A list
    country: FR
    authority: An authority
    paragraph: 4
    date: 2019-01-02
    source: Decision 1
    verified: yes
    checked_on: 2026-10-01
    entries:
      - {id: camera, number: "1", text: Cameras., criteria: [WP248-3], when: page.camera == yes}
      - {id: other, text: Other things.}
"""
EXEMPT = LIST.replace("xx-required", "xx-exempt").replace("paragraph: 4", "paragraph: 5")


@cache
def library_of(folder: Path, *lists: str) -> Library:
    folder.mkdir()
    for number, text in enumerate((PAGE, *lists)):
        (folder / f"{number}.yaml").write_text(dedent(text), encoding="utf-8")
    return read_definitions([folder, QUESTIONNAIRES / "methods"])


def points_at(library: Library, name: str, answers: dict[str, Any], file: str = "page") -> list[tuple[str, str]]:
    evaluation = evaluated(library, answers, file)
    question = next(item.question for item in evaluation.form.asked if item.question.id == name)
    found = beside(question, evaluation, library)
    return [(one.of.id, one.entry.number or one.entry.id) for one in found.pointed] if found is not None else []


def evaluated(library: Library, answers: dict[str, Any], file: str) -> Evaluation:
    form = library.form([file])
    return evaluate(form, make_assessment(form, answers), on=ON)


def told(library: Library, on: date = ON) -> list[tuple[int | None, str, bool]]:
    """Line, text and kind of what lint says of the lists; the line may be None."""
    return [
        (problem.location.line, problem.message, problem.warning)
        for problem in lint(library, on=on, whole_set=False)
        if problem.location.file.endswith("1.yaml")
    ]


# -------------------------------------------------------------------------------------------------------- the machinery


def test_an_entry_is_pointed_to_where_its_rule_holds(tmp_path: Path) -> None:
    library = library_of(tmp_path / "q", LIST)
    assert points_at(library, "listed", {"camera": "yes"}) == [("xx-required", "1")]
    assert points_at(library, "listed", {"camera": "no"}) == []
    assert points_at(library, "listed", {}) == []


def test_what_is_unknown_points_to_a_duty_and_never_to_an_exemption(tmp_path: Path) -> None:
    library = library_of(tmp_path / "q", LIST, EXEMPT)
    unknown = {"camera": {"unknown": True}}
    assert points_at(library, "exempt", unknown) == [("xx-required", "1")]
    assert points_at(library, "exempt", {"camera": "yes"}) == [("xx-required", "1"), ("xx-exempt", "1")]


def test_the_conditions_of_a_set_are_compiled_once() -> None:
    first, again = listed_in(shipped_library()), listed_in(shipped_library())
    assert len(first) > 100
    assert all(one is other for one, other in zip(first, again, strict=True))


def test_a_question_has_the_lists_of_its_own_paragraphs_beside_it(tmp_path: Path) -> None:
    library = library_of(tmp_path / "q", LIST, EXEMPT)
    evaluation = evaluated(library, {}, "page")
    counts = {
        item.question.id: len(found.every) if (found := beside(item.question, evaluation, library)) else None
        for item in evaluation.form.asked
    }
    assert counts == {"camera": None, "listed": 2, "exempt": 4}


def test_of_two_lists_with_one_id_the_later_counts(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/list.yaml").write_text(dedent(LIST).replace("Cameras", "Mine"), encoding="utf-8")
    library = library_of(tmp_path / "q", LIST).with_folder(tmp_path / "mine")
    assert [one.entry.text for one in listed_in(library)] == ["Mine.", "Other things."]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("page.camera == yes", "page.camra == yes", 14, "camra"),
        ("page.camera == yes", "pag.camera == yes", 14, "pag"),
        ("page.camera == yes", "page.camera == maybe", 14, "maybe"),
        ("page.camera == yes", "camera == yes", 14, "camera"),
        ("country: FR", "country: XQ", 6, "`XQ` is the code of no country"),
        ("verified: yes", "verified: secondary", 11, "does not say where the list was seen"),
        ("id: other", "id: camera", 15, "the same stands here twice"),
    ],
)
def test_a_list_that_is_wrong_is_told_in_one_line_with_its_place(
    old: str, new: str, line: int, words: str, tmp_path: Path
) -> None:
    library = library_of(tmp_path / "q", LIST.replace(old, new))
    [(where, text, warning)] = told(library)
    assert (where, warning) == (line, False)
    assert words.lower() in text.lower() and "\n" not in text
    library.check()  # nothing but the aid is lost: assessments can be made all the same


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("country: FR", "country: fr", "a country is its two capital letters"),
        ("WP248-3", "WP248-12", "a criterion of the guidelines is written WP248-1 to WP248-9"),
        ("paragraph: 4", "paragraph: 6", "paragraph"),
    ],
)
def test_a_list_that_cannot_be_read_is_told(old: str, new: str, words: str, tmp_path: Path) -> None:
    library = library_of(tmp_path / "q", LIST.replace(old, new))
    assert any(words in f"{problem.message} {problem.hint}" for problem in library.reading_problems)


def test_a_list_that_was_read_long_ago_is_a_warning(tmp_path: Path) -> None:
    library = library_of(tmp_path / "q", LIST)
    assert told(library) == []
    assert told(library, date(2027, 11, 1)) == [(12, "`xx-required` was last checked on 2026-10-01", True)]


def test_the_file_to_fill_in_says_how_many_entries_there_are(tmp_path: Path) -> None:
    library = library_of(tmp_path / "q", LIST, EXEMPT)
    form = library.form(["page"])
    text = invitation(judge_all(form), listed_in(library))
    assert (
        "2 entries stand on lists of supervisory authorities under Article 35(4): dpia lists --paragraph 4"
        in flowing(text)
    )
    assert "4 entries stand on lists of supervisory authorities under Article 35(4) and 35(5): dpia lists" in flowing(
        text
    )
    assert "dpia lists" not in invitation(judge_all(form))


def flowing(text: str) -> str:
    return " ".join(line.strip(" #") for line in text.splitlines())


def test_one_entry_is_told_as_one(tmp_path: Path) -> None:
    question = library_of(tmp_path / "q", LIST).questionnaires["page"].question("listed")
    assert question is not None
    [first, _] = listed_in(library_of(tmp_path / "q", LIST))
    assert lists_hint(question, [first]).startswith("1 entry stands on lists")


def test_a_report_does_not_carry_the_lists(tmp_path: Path) -> None:
    packed = pack_definitions(library_of(tmp_path / "q", LIST), ["page"])
    assert packed is not None
    assert b'"page"' in packed and b"national-list" not in packed


# ------------------------------------------------------------------------------------------------------ what is shipped

SHIPPED = [item for _, item in shipped_library().definitions if isinstance(item, NationalList)]


@pytest.fixture(scope="module")
def every() -> tuple[Listed, ...]:
    return listed_in(shipped_library())


def test_the_shipped_lists_lint_clean(shipped: Library) -> None:
    found = lint(shipped, on=ON, whole_set=True)
    assert [str(problem) for problem in found if "/lists/" in problem.location.file] == []


def test_the_lists_of_france_are_whole() -> None:
    numbers = {item.id: [entry.number for entry in item.entries] for item in SHIPPED}
    assert numbers["fr-cnil-required"] == [str(number) for number in range(1, 15)]
    assert numbers["fr-cnil-not-required"] == [str(number) for number in range(1, 13)]


@pytest.mark.parametrize("item", SHIPPED, ids=lambda item: item.id)
def test_a_shipped_list_names_what_was_read(item: NationalList) -> None:
    assert item.country in COUNTRIES and item.id.startswith(item.country.lower())
    assert item.verified in ("yes", "secondary"), "a list that nobody read is left out"
    assert item.seen_in, "whoever reads it has to be able to find the text that was read"
    assert ("was not read" in item.seen_in) == (item.verified == "secondary")
    assert item.date < item.checked_on
    assert any(sign.isdigit() for sign in item.source)
    assert [entry.id for entry in item.entries if FIELD_WORDS.search(entry.text)] == []


def test_the_two_questions_of_the_screening_have_the_lists_beside_them() -> None:
    screening = shipped_library().questionnaires["screening"]
    assert {q.code: q.national_list for q in screening.questions() if q.national_list} == {
        "SCR-11": (4,),
        "SCR-29.which": (5,),
    }


CRITERIA = (
    "c1_scoring",
    "c2_automated_decision",
    "c3_monitoring",
    "c4_sensitive",
    "c5_large_scale",
    "c6_matching",
    "c7_vulnerable",
    "c8_innovative",
    "c9_prevents_right",
)
NOTHING: dict[str, Any] = {
    "organisation_kind": "company",
    "role": ["controller"],
    "response_parts": ["none"],
    "personal_data": "yes",
    "technology": ["database"],
    "uses_ai": "no",
    "people_concerned": ["none"],
    **dict.fromkeys(CRITERIA, "no"),
}


def pointed(**answers: Any) -> set[tuple[str, str]]:
    """The entries of every list that answers of the screening point to."""
    evaluation = evaluated(shipped_library(), NOTHING | answers, "screening")
    return {
        (one.of.id, one.entry.number or "")
        for one in listed_in(shipped_library())
        if one.is_pointed_to(evaluation.facts)
    }


def test_where_no_criterion_is_met_no_duty_is_pointed_to() -> None:
    assert {name for name, _ in pointed()} <= {item.id for item in SHIPPED if item.paragraph == 5}


def test_where_nothing_is_answered_nothing_is_pointed_to(every: tuple[Listed, ...]) -> None:
    evaluation = evaluated(shipped_library(), {}, "screening")
    assert [one.name for one in every if one.is_pointed_to(evaluation.facts)] == []


STAFF = {"people_concerned": ["employees"]}
PATIENTS = {"organisation_kind": "health", "people_concerned": ["patients"], "c7_vulnerable": "yes"}
PLACES = {"technology": ["geolocation"], "c5_large_scale": "yes"}
FACES = {"technology": ["camera", "biometric_matching"], "c3_monitoring": "yes", "c4_sensitive": "yes"}
CASES: dict[str, tuple[str, str, dict[str, Any], dict[str, Any]]] = {
    "hospital": ("fr-cnil-required", "1", PATIENTS, {"people_concerned": ["employees"]}),
    "applicants": ("fr-cnil-required", "3", {**STAFF, "c1_scoring": "yes"}, {"c1_scoring": "no"}),
    "watched staff": ("fr-cnil-required", "4", {**STAFF, "c3_monitoring": "yes"}, {"people_concerned": ["none"]}),
    "refused contract": (
        "fr-cnil-required",
        "8",
        {"c1_scoring": "yes", "c9_prevents_right": "yes"},
        {"c9_prevents_right": "no"},
    ),
    "places": ("fr-cnil-required", "14", PLACES, {"c5_large_scale": "no"}),
    "club": ("fr-cnil-not-required", "5", {"organisation_kind": "ngo"}, {"c4_sensitive": "yes"}),
    "one doctor": ("fr-cnil-not-required", "6", PATIENTS, {"c5_large_scale": "yes"}),
    "doors": (
        "fr-cnil-not-required",
        "11",
        {"technology": ["access_control"]},
        {"technology": ["access_control", "biometric_matching"]},
    ),
    "school": (
        "fr-cnil-not-required",
        "10",
        {"organisation_kind": "school", "people_concerned": ["pupils_students"]},
        {"organisation_kind": "company"},
    ),
    "followed places": ("lu-cnpd-required", "7", {**PLACES, "c3_monitoring": "yes"}, {"c3_monitoring": "no"}),
    "study": ("lu-cnpd-required", "6", {"organisation_kind": "research"}, {"organisation_kind": "school"}),
    "chatbot": ("de-dsk-required", "11", {"technology": ["generative_ai"]}, {"technology": ["messaging"]}),
    "customer card": (
        "de-dsk-required",
        "14",
        {"technology": ["tracking"], "c1_scoring": "yes"},
        {"c1_scoring": "no"},
    ),
    "observed": ("ie-dpc-required", "4", {"c3_monitoring": "yes"}, {"c3_monitoring": "no"}),
    "faces": ("be-apd-required", "1", FACES, {"technology": ["biometric_matching"]}),
    "health at large": (
        "nl-ap-required",
        "7",
        {**PATIENTS, "c4_sensitive": "yes", "c5_large_scale": "yes"},
        {"c5_large_scale": "no"},
    ),
    "exchange": (
        "it-garante-required",
        "8",
        {"role": ["joint"], "c5_large_scale": "yes"},
        {"role": ["controller"]},
    ),
    "two of five": ("at-dsb-required", "2(3)", {"c6_matching": "yes", "c7_vulnerable": "yes"}, {"c6_matching": "no"}),
    "biometric and more": ("fi-tsv-required", "1", FACES, {"c3_monitoring": "no"}),
    "marks": (
        "no-datatilsynet-required",
        "8",
        {"people_concerned": ["pupils_students"], "c1_scoring": "yes", "c7_vulnerable": "yes"},
        {"people_concerned": ["none"], "c7_vulnerable": "no"},
    ),
    "two criteria": ("es-aepd-required", "1", {"c1_scoring": "yes", "c6_matching": "yes"}, {"c6_matching": "no"}),
    "members": ("es-aepd-not-required", "7", {"organisation_kind": "ngo"}, {"organisation_kind": "company"}),
    "members in Austria": ("at-dsb-not-required", "", {"organisation_kind": "ngo"}, {"organisation_kind": "research"}),
    "website": ("cz-uoou-not-required", "4", {"technology": ["app_web"]}, {"c4_sensitive": "yes"}),
    "newsletter": ("lv-dvi-not-required", "4", {}, {"c5_large_scale": "yes"}),
}


@pytest.mark.parametrize("case", CASES)
def test_an_entry_is_pointed_to_for_its_example_and_not_for_the_neighbour(case: str) -> None:
    name, number, example, change = CASES[case]
    assert (name, number) in pointed(**example)
    assert (name, number) not in pointed(**(example | change))


def test_every_shipped_list_has_an_example() -> None:
    assert {name for name, *_ in CASES.values()} == {item.id for item in SHIPPED}


def test_every_entry_with_a_rule_can_be_pointed_to(every: tuple[Listed, ...]) -> None:
    most = {**dict.fromkeys(CRITERIA, "yes"), "uses_ai": "yes", "public_monitoring": "yes", "role": ["joint"]}
    people = ["employees", "patients", "children", "pupils_students", "older_or_support"]
    technology = (
        "camera messaging tracking geolocation biometric_matching scoring generative_ai health_device payment_tool"
    )
    reached: set[tuple[str, str]] = set()
    for kind in ("company", "ngo", "health", "school", "ministry", "research", "platform"):
        given = {"organisation_kind": kind, "people_concerned": people}
        reached |= pointed(**most, **given, technology=technology.split())
        reached |= pointed(**given, technology=["app_web", "access_control"])
    ruled = {(one.of.id, one.entry.number or "") for one in every if one.condition is not None}
    assert ruled - reached == set()
