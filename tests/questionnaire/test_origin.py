"""Where a definition comes from, and whose place it takes."""

from pathlib import Path

import pytest

from dpia.errors import NotFound
from dpia.questionnaire.gathering import KINDS
from dpia.questionnaire.identity import definition_hash
from dpia.questionnaire.library import Library, read_definitions
from dpia.questionnaire.origin import SHIPPED, Origin, OriginKind, replacements
from dpia.questionnaire.reference import Term
from dpia.questionnaire.translating import Translation
from tests.support.definitions import CATALOGUE, METHOD, SOURCES, one_question, write_files

PAGE = one_question("- {id: q, code: P-1, ask: Q?, type: yes_no, help: Say.}")
ACTIONS = "id: icat\nkind: actions\nactions: {A: {title: One, text: First}}\nnote: Ours\n"
WORDS = "id: words\nkind: glossary\nterms: [{id: data, term: Data, definition: What is known.}]\n"
TERMS = "id: dpv\nkind: dpv\nversion: '1'\nprefixes: {dpv: https://w3id.org/dpv}\nterms: [dpv:Risk]\n"
KIT = "id: small\nkind: kit\nversion: 1.0.0\ntitle: Small\nsector: All\nsummary: Typical.\nquestionnaires: [page]\n"
LIST = (
    "id: fr-list\nkind: national-list\nversion: 1.0.0\ntitle: A list\ncountry: FR\nauthority: Ours\nparagraph: 4\n"
    "date: 2018-10-11\nsource: A decision\nverified: yes\nchecked_on: 2026-11-30\nentries: [{id: one, text: Cameras.}]\n"
)
USER = Origin(OriginKind.USER, "/home/own")


@pytest.fixture
def shipped(tmp_path: Path) -> Library:
    files = {"page": PAGE, "m": METHOD, "c": CATALOGUE, "s": SOURCES, "a": ACTIONS, "g": WORDS, "t": TERMS}
    files |= {"k": KIT, "n": LIST}
    return read_definitions([write_files(tmp_path / "shipped", **files)], SHIPPED).check()


def told(library: Library) -> list[str]:
    return [f"{found.kind} {found.id} {found.alters}" for found in library.replacements]


def test_each_definition_says_where_it_comes_from(shipped: Library, tmp_path: Path) -> None:
    path = write_files(tmp_path / "path", other=PAGE.replace("id: page", "id: other").replace("P-1", "O-1"))
    library = shipped.with_folder(path)
    assert library.origin_of("page") == SHIPPED
    assert library.origin_of("two-by-two") == SHIPPED
    assert library.origin_of("other") == Origin(OriginKind.PATH, str(path))
    assert told(library) == []
    with pytest.raises(NotFound, match="no questionnaire `pgae`"):
        library.origin_of("pgae")


@pytest.mark.parametrize(
    ("origin", "text"),
    [
        (SHIPPED, "shipped"),
        (Origin(OriginKind.PACKAGE, "/lib", "acme-dpia", "1.2"), "package acme-dpia 1.2"),
        (USER, "your folder"),
        (Origin(OriginKind.PATH, "my"), "my"),
    ],
)
def test_an_origin_is_told_in_words(origin: Origin, text: str) -> None:
    assert str(origin) == text


def test_the_later_definition_counts_for_every_kind(shipped: Library, tmp_path: Path) -> None:
    later = {
        "page": PAGE.replace("title: Page", "title: Mine"),
        "m": METHOD.replace("Two by two", "Mine"),
        "c": CATALOGUE.replace("A leak", "Mine"),
        "s": SOURCES.replace("The regulation", "Mine"),
        "a": ACTIONS.replace("One", "Mine").replace("Ours", "Mine"),
        "g": WORDS.replace("term: Data", "term: Mine"),
        "t": TERMS.replace("w3id.org", "mine.example").replace("dpv:Risk", "dpv:Right"),
        "k": KIT.replace("Typical", "Mine"),
        "n": LIST.replace("Cameras", "Mine"),
    }
    library = shipped.with_folder(write_files(tmp_path / "own", **later), origin=USER).check()
    assert library.questionnaire("page").title == "Mine"
    assert library.method("two-by-two").title == "Mine"
    assert library.catalogue.risks[0].title == "Mine"
    assert library.sources.sources["gdpr"].title == "Mine"
    assert library.actions is not None
    assert (library.actions.actions["A"].title, library.actions.note) == ("Mine", "Mine")
    assert library.glossary.terms[0].term == "Mine"
    assert library.vocabulary is not None
    assert library.vocabulary.prefixes["dpv"].startswith("https://mine.example")
    assert set(library.vocabulary.terms) == {"dpv:Risk", "dpv:Right"}
    assert told(library) == [
        "action A True",
        "actions actions True",
        "risk R01 True",
        "term data True",
        "kit small True",
        "method two-by-two True",
        "national-list fr-list True",
        "questionnaire page True",
        "source gdpr True",
        "prefix dpv True",
    ]


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("c", CATALOGUE.replace("version: 1.0.0", "version: 9.0.0"), "catalogue"),
        ("a", ACTIONS.replace("Ours", "Mine"), "actions"),
        ("t", TERMS.replace("version: '1'", "version: '2'"), "dpv"),
    ],
)
def test_a_title_a_version_and_a_note_of_another_file_are_told(
    name: str, text: str, kind: str, shipped: Library, tmp_path: Path
) -> None:
    library = shipped.with_folder(write_files(tmp_path / "own", **{name: text}), origin=USER)
    head = "risks" if kind == "catalogue" else kind
    assert [found for found in told(library) if found.endswith("True")] == [f"{kind} {head} True"]


def test_a_catalogue_with_an_id_of_its_own_takes_the_place_of_its_risks_alone(shipped: Library, tmp_path: Path) -> None:
    mine = CATALOGUE.replace("title: ", "title: My ", 1).replace("id: ", "id: my-", 1).replace("A leak", "Mine")
    library = shipped.with_folder(write_files(tmp_path / "own", c=mine), origin=USER)
    assert told(library) == ["risk R01 True"]


def test_terms_that_are_added_to_the_vocabulary_take_no_place(shipped: Library, tmp_path: Path) -> None:
    added = TERMS.replace("dpv:Risk", "dpv:Right").replace("{dpv:", "{eu:").replace("w3id.org/dpv", "w3id.org/eu")
    assert told(shipped.with_folder(write_files(tmp_path / "own", t=added), origin=USER)) == []


def test_a_definition_of_every_kind_can_be_told_and_another_is_an_error(shipped: Library) -> None:
    kinds = {type(definition) for _, definition in shipped.definitions}
    assert kinds == set(KINDS.values()) - {Translation}
    stranger = Term(id="data", term="Data", definition="What is known.")
    with pytest.raises(TypeError, match="nobody would be told of a Term"):
        list(replacements([("a", stranger)], {"a": USER}))


def test_entries_of_several_files_stand_together(shipped: Library, tmp_path: Path) -> None:
    library = shipped.with_folder(write_files(tmp_path / "own", a=ACTIONS.replace("{A:", "{B:")))
    assert library.actions is not None
    assert list(library.actions.actions) == ["A", "B"]
    assert told(library) == []


def test_a_copy_takes_the_place_and_alters_nothing(shipped: Library, tmp_path: Path) -> None:
    library = shipped.with_folder(write_files(tmp_path / "own", page=PAGE), origin=USER)
    assert told(library) == ["questionnaire page False"]
    assert str(library.replacements[0]) == "takes the place of the shipped `page`"


def test_what_replaces_a_replacement_is_measured_by_the_shipped_one(shipped: Library, tmp_path: Path) -> None:
    altered = write_files(tmp_path / "own", page=PAGE.replace("Say.", "Lie."))
    once = shipped.with_folder(altered, origin=USER)
    back = once.with_folder(write_files(tmp_path / "back", page=PAGE))
    assert told(once) == ["questionnaire page True"]
    assert told(back) == ["questionnaire page False"]
    assert str(back.replacements[0]) == "takes the place of the shipped `page` and of `page` (your folder)"


def test_what_takes_the_place_of_nothing_shipped_alters_nothing_shipped(tmp_path: Path) -> None:
    mine = read_definitions([write_files(tmp_path / "mine", page=PAGE)])
    library = mine.with_folder(write_files(tmp_path / "more", page=PAGE.replace("Say.", "Tell.")))
    assert told(library) == ["questionnaire page False"]
    assert library.replacements[0].differs


def test_a_form_knows_what_counts_in_it(shipped: Library, tmp_path: Path) -> None:
    other = PAGE.replace("id: page", "id: other").replace("P-1", "O-1")
    both = shipped.with_folder(write_files(tmp_path / "more", other=other), origin=SHIPPED)
    altered = {"page": PAGE.replace("Say.", "Lie."), "c": CATALOGUE.replace("A leak", "Nothing")}
    library = both.with_folder(write_files(tmp_path / "own", **altered), origin=USER).check()
    assert [found.id for found in library.form(["page"]).replacements] == ["R01", "page"]
    assert [found.id for found in library.form(["other"]).replacements] == ["R01"]


def test_hashes_are_worked_out_when_they_are_asked_for(shipped: Library) -> None:
    assert dict(shipped.hashes) == {}
    known = shipped.questionnaires
    assert shipped.form(["page"]).hashes["page"] == definition_hash(known["page"], known)
    assert list(shipped.hashes) == ["page"]
