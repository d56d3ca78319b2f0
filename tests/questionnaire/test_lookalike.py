"""No two ids can be taken for each other, and none is written in letters of another script."""

from pathlib import Path

import pytest

from dpia.errors import BadInput, DpiaError
from dpia.questionnaire.library import Library
from dpia.questionnaire.lookalike import outline_of
from dpia.shipped import load_library, shipped_library
from dpia.workspace import Workspace
from tests.support.workspaces import create, make, opened

HEAD = "kind: questionnaire\nid: {id}\nversion: 1.0.0\ntitle: Hours\nsections:\n  - id: all\n    title: All\n    questions:\n"
QUESTION = (
    "      - {{id: {id}, code: {code}, ask: When?, type: choice, "
    "options: [{{id: {one}, label: One}}, {{id: {two}, label: Two}}]}}\n"
)


def written(folder: Path, id_: str, *questions: str, name: str = "hours") -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(HEAD.format(id=id_) + "".join(questions), encoding="utf-8")
    return path


def question(id_: str = "open", code: str = "H-1", one: str = "first", two: str = "second") -> str:
    return QUESTION.format(id=id_, code=code, one=one, two=two)


def refused(*paths: Path) -> str:
    with pytest.raises(BadInput) as error:
        load_library(paths)
    return "\n".join(str(problem) for problem in error.value.problems)


def test_what_looks_alike_has_one_outline() -> None:
    assert outline_of("gdpr-dp1a-10") == outline_of("gdpr-dpla-lo") == "gdpr-dpla-lo"
    assert outline_of("gdpr-dpia") != outline_of("gdpr-dpla"), "an i has a dot"


def test_two_options_or_questions_that_look_alike_are_refused(tmp_path: Path) -> None:
    told = refused(written(tmp_path, "hours", question(one="level_1", two="level_l")))
    assert "`level_l` looks like `level_1` in line 9" in told and "rename one" in told
    told = refused(written(tmp_path, "hours", question("open_0"), question("open_o", "H-2")))
    assert "`open_o` looks like `open_0` in line 9" in told


def test_a_questionnaire_that_looks_like_another_one_is_refused(tmp_path: Path) -> None:
    one = written(tmp_path, "hours-10", question())
    other = written(tmp_path, "hours-lo", question(), name="other")
    assert f"`hours-lo` looks like `hours-10`, the id of {one}" in refused(one, other)


@pytest.mark.parametrize("id_", ["h\u043eurs", "h\u2010ours", "Hours", "hours\u200b"])
def test_an_id_in_letters_of_another_script_is_refused(tmp_path: Path, id_: str) -> None:
    assert "hours.yaml:2" in refused(written(tmp_path, id_, question()))
    assert refused(written(tmp_path, "hours", question(id_.replace("hours", "open"), one=id_)))


def test_no_shipped_definition_looks_like_another_one() -> None:
    library = shipped_library()
    assert len({outline_of(name) for name in library.questionnaires}) == len(library.questionnaires) > 10


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return opened(tmp_path / "w.sqlite")


def test_an_assessment_whose_id_looks_like_another_one_is_not_taken_in(workspace: Workspace) -> None:
    create(workspace, make("hotline-10"))
    with pytest.raises(DpiaError) as error:
        create(workspace, make("hot1ine-lo"))
    assert str(error.value).startswith("`hot1ine-lo` looks like `hotline-10`, which is in the workspace already.")
    assert workspace.free_id("hotline-lo") == "hotline-lo-2"
    assert workspace.free_id("hot1ine-lo") == "hot1ine-lo-2"
    create(workspace, make(workspace.free_id("hotline-lo")))
    assert workspace.free_id("hotline-lo") == "hotline-lo-3"
    assert isinstance(workspace.library, Library)
    workspace.close()
