"""A set of files: found, merged, replaced by a user's own, and refused as a whole where one file is wrong."""

from pathlib import Path

import pytest

from dpia.errors import DefinitionError, NotFound
from dpia.questionnaire.library import read_definitions
from tests.support.definitions import CATALOGUE, HEAD, METHOD, SOURCES, one_question, read_files, write_files

PAGE = one_question("- {id: q, code: P-1, ask: Q?, type: yes_no, help: Say.}")
INNER = one_question("- {id: i, code: I-1, ask: I?, type: yes_no}", HEAD.replace("page", "inner") + "kind: module\n")
OUTER = HEAD.replace("page", "outer") + "kind: module\nsections:\n  - include: inner\n"


def refused(folder: Path, **files: str) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        read_files(folder, **files).check()
    return [str(problem).replace(f"{folder}/", "") for problem in caught.value.problems]


def test_files_are_found_in_folders_but_not_among_examples_and_schemas(tmp_path: Path) -> None:
    write_files(tmp_path, page=PAGE, modules__inner=INNER, examples__x="not: read", schema__y="not: read")
    (tmp_path / "outer.yml").write_text(OUTER, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not read", encoding="utf-8")
    assert set(read_definitions([tmp_path]).check().questionnaires) == {"page", "inner", "outer"}


def test_a_folder_named_examples_can_itself_be_read(tmp_path: Path) -> None:
    write_files(tmp_path, examples__page=PAGE)
    assert set(read_definitions([tmp_path / "examples"]).questionnaires) == {"page"}


def test_a_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="there is no such file or folder"):
        read_definitions([tmp_path / "nothing"])


def test_every_wrong_file_of_a_set_is_told_at_once(tmp_path: Path) -> None:
    found = refused(tmp_path, a="- 1\n", b="kind: modul\n", c="a: 1\na: 2\n", d=PAGE.replace("yes_no", "yes"), e=PAGE)
    assert [line.split(" ")[:2] for line in found] == [
        ["a.yaml:1:1:", "bad-value:"],
        ["b.yaml:1:7:", "bad-value:"],
        ["c.yaml:2:1:", "duplicate-key:"],
        ["d.yaml:8:43:", "bad-value:"],
    ]
    assert found[1].endswith("`kind` names no kind of file (did you mean `module`?)")


def test_a_user_replaces_a_questionnaire_by_one_with_the_same_id(tmp_path: Path) -> None:
    first = read_files(tmp_path / "first", page=PAGE, m=METHOD).check()
    own = write_files(tmp_path / "own", mine=PAGE.replace("title: Page", "title: Mine"))

    both = first.with_folder(own).check()

    assert both.questionnaire("page").title == "Mine"
    assert both.form(["page"]).questions["page.q"].owner.title == "Mine"
    assert first.questionnaire("page").title == "Page"
    assert both.document_of("page").file == str(own / "mine.yaml")


def test_two_files_of_one_folder_with_one_id_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, a=PAGE, b=PAGE) == [
        "b.yaml:1:5: duplicate-id: `page` is already the id of a.yaml (rename one)"
    ]


def test_a_method_may_have_the_id_of_a_questionnaire(tmp_path: Path) -> None:
    library = read_files(tmp_path, page=PAGE, z=METHOD.replace("two-by-two", "page")).check()
    assert library.document_of("page").file.endswith("page.yaml")


def test_catalogues_sources_and_glossaries_of_several_files_are_one(tmp_path: Path) -> None:
    library = read_files(
        tmp_path,
        a=CATALOGUE,
        b=CATALOGUE.replace("id: risks", "id: more").replace("R01", "X01"),
        s=SOURCES,
        t=SOURCES.replace("id: sources", "id: more").replace("gdpr", "led"),
        g="id: words\nkind: glossary\nterms: [{id: data, term: Data, definition: What is known.}]\n",
        h="id: more\nkind: glossary\nterms: [{id: data, term: Data, definition: Other.}]\n",
    ).check()
    assert [risk.id for risk in library.catalogue.risks] == ["R01", "X01"]
    assert set(library.sources.sources) == {"gdpr", "led"}
    assert [term.definition for term in library.glossary.terms] == ["Other."]


def test_a_set_of_questionnaires_alone_has_an_empty_catalogue_and_no_vocabulary(tmp_path: Path) -> None:
    library = read_files(tmp_path, page=PAGE).check()
    assert library.catalogue.risks == ()
    assert library.actions is None and library.vocabulary is None
    with pytest.raises(NotFound, match="There is no risk method `four-by-four`"):
        library.method()


def test_what_is_not_in_the_set_is_told_with_what_is(tmp_path: Path) -> None:
    library = read_files(tmp_path, page=PAGE, m=METHOD).check()
    with pytest.raises(NotFound, match="There is no questionnaire `paeg`: did you mean `page`"):
        library.questionnaire("paeg")
    with pytest.raises(NotFound, match="There is no risk method `nine`: there is two-by-two"):
        library.method("nine")
    with pytest.raises(NotFound, match="There is no questionnaire `other`"):
        library.form(["other"])


def test_without_the_default_method_the_only_one_is_taken(tmp_path: Path) -> None:
    assert read_files(tmp_path, page=PAGE, m=METHOD).check().method().id == "two-by-two"


def test_a_form_has_the_modules_of_its_modules_and_each_once(tmp_path: Path) -> None:
    page = PAGE + "  - include: outer\n  - include: inner\n"
    library = read_files(tmp_path, page=page, outer=OUTER, inner=INNER, m=METHOD)
    form = library.form(["page", "page"])
    assert [file.questionnaire.id for file in form.files] == ["inner", "outer", "page"]
    assert list(form.asked_keys) == ["page.q", "inner.i"]


def test_a_form_is_made_once(tmp_path: Path) -> None:
    library = read_files(tmp_path, page=PAGE, m=METHOD)
    assert library.form(["page"]) is library.form(["page"])
    assert library.form(["page"], "two-by-two") is not library.form(["page"])


def test_a_module_is_not_answered_by_itself(tmp_path: Path) -> None:
    page = PAGE + "  - include: outer\n"
    library = read_files(tmp_path, page=page, outer=OUTER, inner=INNER, alone=INNER.replace("inner", "alone"), m=METHOD)
    with pytest.raises(NotFound, match="`inner` is a module, not a questionnaire: it comes with `page`"):
        library.form(["page", "inner"])
    assert str(library.where_included("alone")) == "no questionnaire has it"


def test_a_set_with_risks_a_method_and_sources_is_complete(tmp_path: Path) -> None:
    files = {"page": PAGE, "m": METHOD, "c": CATALOGUE, "s": SOURCES}
    assert read_files(tmp_path / "all", **files).is_complete
    for name in "mcs":
        assert not read_files(tmp_path / name, **{key: text for key, text in files.items() if key != name}).is_complete


def test_a_set_with_a_problem_gives_no_form(tmp_path: Path) -> None:
    library = read_files(
        tmp_path, page=PAGE, other=PAGE.replace("id: page", "id: other").replace("P-1, ", ""), m=METHOD
    )
    with pytest.raises(DefinitionError):
        library.form(["page"])
