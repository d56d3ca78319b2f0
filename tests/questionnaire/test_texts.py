"""Which texts readers see, and their places."""

from pathlib import Path
from typing import Any, get_args

import pytest

from dpia.data import QUESTIONNAIRES
from dpia.questionnaire import kit, model, national, reference
from dpia.questionnaire.base import Definition, ForReaders
from dpia.questionnaire.gathering import KINDS
from dpia.questionnaire.library import Library, read_definitions
from dpia.questionnaire.texts import Text, texts_of, with_texts
from dpia.questionnaire.translating import Translation
from tests.support.definitions import CATALOGUE, METHOD, SOURCES, one_question, read_files

MODELS = {
    found
    for module in (kit, model, national, reference)
    for found in vars(module).values()
    if isinstance(found, type) and issubclass(found, Definition) and found is not Definition
}
# The fields with words in them that no reader of an assessment sees: ids, codes, rules, references, and what is for authors.
NO_TEXTS = {
    "Action": "",
    "Actions": "id kind version title when actions cite",
    "Article": "verified",
    "AskedBase": "id when allow options dpv",
    "Catalogue": "id kind version title description when",
    "Column": "id when allow options dpv of",
    "Finding": "id rule raises severity_floor likelihood_floor opens requires dpia basis cite",
    "FixedRow": "id code cite edpb dpv",
    "Glossary": "id kind version title when",
    "Include": "include",
    "Kit": "id kind version questionnaires method answers",
    "KitMeasure": "id",
    "KitRisk": "id scenario measures",
    "OpenPoint": "code",
    "ListEntry": "id criteria when",
    "Method": "id kind version matrix life_safety cite",
    "Modulators": "",
    "NationalList": "id kind version country link verified",
    "Option": "id when dpv",
    "Question": "id when allow options dpv code default_from rows prefix label value cite icat edpb criteria see basis about means",
    "Questionnaire": "id kind version place offered_when method uses needs lists",
    "Retired": "id code row column option ask moved_to options becomes note",
    "RiskLevel": "id acceptable dpv also",
    "RiskScenario": "id kind severity sources cite criteria edpb icat dpv impacts general",
    "RowsFrom": "table when",
    "ScaleLevel": "id dpv also",
    "Section": "id edpb when",
    "Source": "date link status verified articles",
    "Sources": "id kind version title description sources",
    "Term": "id cite",
    "TypicalMeasure": "id dpv",
    "Vocabulary": "id kind version title description prefixes terms note",
}


def holds(annotation: Any, wanted: Any) -> bool:
    """Whether a type, or a type in it, is marked or is a text."""
    inner = (*getattr(annotation, "__metadata__", ()), *get_args(annotation))
    return annotation is wanted or isinstance(annotation, ForReaders) is wanted or any(holds(x, wanted) for x in inner)


def is_marked(found: type[Definition], name: str) -> bool:
    field = found.model_fields[name]
    return any(holds(item, True) for item in (*field.metadata, field.annotation))


@pytest.mark.parametrize("found", sorted(MODELS, key=lambda found: found.__name__), ids=lambda found: found.__name__)
def test_every_text_of_every_model_is_translated_or_named_as_none(found: type[Definition]) -> None:
    """A new field with words fails here until somebody says which it is: type it Line or Prose, or name it above."""
    words = {
        name
        for name, field in found.model_fields.items()
        if holds(field.annotation, str) or any(isinstance(x, str) for x in _leaves(field.annotation))
    }
    assert words - {name for name in words if is_marked(found, name)} == set(NO_TEXTS[found.__name__].split())


def _leaves(annotation: Any) -> list[Any]:
    inner = get_args(annotation)
    return [leaf for item in inner for leaf in _leaves(item)] if inner else [annotation]


@pytest.fixture(scope="module")
def shipped() -> Library:
    return read_definitions([QUESTIONNAIRES])


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"dpv", "translation", "module", "questionnaire"}))
def test_every_kind_of_definition_has_texts(kind: str, shipped: Library) -> None:
    assert all(texts_of(item) for _, item in shipped.definitions if getattr(item, "kind", "") == kind)


def test_terms_of_a_vocabulary_and_translations_have_none(shipped: Library) -> None:
    assert shipped.vocabulary is not None
    assert texts_of(shipped.vocabulary) == {}
    empty = Translation(kind="translation", translates="page", language="de", texts={})
    assert texts_of(empty) == {}


PAGE = one_question(
    """
    - id: about
      ask: What follows
      type: info
    - id: things
      code: P-1
      ask: Which things?
      type: table
      row_name: thing
      help: All of them.
      rows:
        - {id: first, label: The first}
      columns:
        - {id: size, ask: How large?, type: number, unit: metres}
        - {id: kind, ask: Which kind?, type: choice, options: [{id: a, label: An A}]}
      findings:
        - {id: none_named, if: not answered(things), level: minor, says: None is named., because: So., mend: Name one.}
    """
).replace("sections:", "lists:\n  sizes: [{id: big, label: Big, help: Huge.}]\nsections:")


def test_a_place_is_made_of_codes_and_ids(tmp_path: Path) -> None:
    library = read_files(tmp_path, page=PAGE, m=METHOD, c=CATALOGUE, s=SOURCES)
    found = {item.id: texts_of(item) for item in library.current if hasattr(item, "id")}
    assert {place: text.english for place, text in found["page"].items()} == {
        "title": "Page",
        "lists.sizes.big.label": "Big",
        "lists.sizes.big.help": "Huge.",
        "sections.all.title": "All",
        "questions.about.ask": "What follows",
        "questions.P-1.ask": "Which things?",
        "questions.P-1.help": "All of them.",
        "questions.P-1.columns.size.ask": "How large?",
        "questions.P-1.columns.size.unit": "metres",
        "questions.P-1.columns.kind.ask": "Which kind?",
        "questions.P-1.columns.kind.options.a.label": "An A",
        "questions.P-1.rows.first.label": "The first",
        "questions.P-1.row_name": "thing",
        "findings.none_named.says": "None is named.",
        "findings.none_named.because": "So.",
        "findings.none_named.mend": "Name one.",
    }
    assert {"severity.small.label", "levels.low.acceptance", "description"} < found["two-by-two"].keys()
    assert {"risks.R01.title", "risks.R01.measures.one.title"} < found["risks"].keys()
    assert {"sources.gdpr.title", "sources.gdpr.articles.5(1).title"} < found["sources"].keys()


def test_a_place_does_not_change_with_the_section_and_the_order(shipped: Library) -> None:
    old = shipped.questionnaire("review")
    new = old.model_copy(update={"sections": tuple(reversed(old.sections))})
    assert texts_of(new) == texts_of(old)
    assert list(texts_of(new)) != list(texts_of(old))


def test_what_has_to_stay_on_one_line_is_known(shipped: Library) -> None:
    texts = texts_of(shipped.questionnaire("review"))
    assert (texts["title"].one_line, texts["description"].one_line) == (True, False)


def test_other_texts_change_texts_alone(shipped: Library) -> None:
    def louder(text: Text) -> str:
        return text.english.upper()

    for _, item in shipped.definitions:
        changed = with_texts(item, louder)
        assert {place: text.english for place, text in texts_of(changed).items()} == {
            place: text.english.upper() for place, text in texts_of(item).items()
        }
        back = {place: text.english for place, text in texts_of(item).items()}
        assert with_texts(changed, lambda text, back=back: back[text.place]) == item


def test_the_same_texts_give_the_very_same_definition(shipped: Library) -> None:
    item = shipped.questionnaire("review")
    assert with_texts(item, lambda text: text.english) is item
