"""The names that the rules of a file may use."""

from pathlib import Path

from dpia.questionnaire.rules.types import Kind
from tests.support.definitions import CATALOGUE, HEAD, METHOD, one_question, read_files

MODULE = one_question(
    """
    - {id: locked, code: M-1, ask: Locked?, type: yes_no, help: Say.}
    """,
    HEAD.replace("page", "lock-up") + "kind: module\n",
)
OTHER = one_question("- {id: size, code: O-1, ask: Size?, type: number, help: Say.}", HEAD.replace("page", "other"))
PAGE = (
    one_question(
        """
        - id: items
          code: P-1
          ask: Items?
          type: table
          prefix: I
          help: Say.
          columns:
            - {id: kind, ask: Kind?, type: choice, options: [{id: new, label: New}]}
            - {id: note, ask: Note?, type: long}
        - {id: parts, code: P-2, ask: Parts?, type: table, rows: items, help: Say., columns: [
            {id: item, ask: Item?, type: row, of: items}]}
        - {id: picture, code: P-3, ask: Picture?, type: picture, help: Say.}
        """,
        HEAD + "uses: [other]\n",
    )
    + "  - {include: lock-up}\n"
)


def test_a_rule_sees_its_own_questions_and_those_of_files_it_includes_and_uses(tmp_path: Path) -> None:
    files = read_files(tmp_path, page=PAGE, lock=MODULE, other=OTHER, m=METHOD, c=CATALOGUE).check().compiled[0]
    scope = files["page"].scope

    assert set(scope.names) == {"items", "parts", "picture", "risks", "measures"}
    assert {name: set(found) for name, found in scope.files.items()} == {
        "page": {"items", "parts", "picture"},
        "lock_up": {"locked"},
        "other": {"size"},
    }
    assert files["lock-up"].scope.files.keys() == {"lock_up"}


def test_tables_have_typed_columns_and_know_the_table_they_are_made_from(tmp_path: Path) -> None:
    scope = read_files(tmp_path, page=PAGE, lock=MODULE, other=OTHER).check().compiled[0]["page"].scope
    items, parts = scope.tables["page.items"], scope.tables["page.parts"]

    assert {name: type_.kind for name, type_ in items.columns.items()} == {"kind": Kind.CHOICE, "note": Kind.TEXT}
    assert (parts.source, parts.columns["item"].table) == ("page.items", "page.items")
    assert scope.names["picture"].type.kind is Kind.OTHER


def test_the_registers_have_the_levels_of_the_methods_and_the_risks_of_the_catalogue(tmp_path: Path) -> None:
    scope = (
        read_files(tmp_path, page=PAGE, lock=MODULE, other=OTHER, m=METHOD, c=CATALOGUE)
        .check()
        .compiled[0]["page"]
        .scope
    )
    risks = scope.tables["risks"].columns

    assert risks["scenario"].options == ("R01",)
    assert risks["severity_today"].order == {"small": 0, "large": 1}
    assert risks["level_done"].order == {"low": 0, "high": 1}
    assert scope.tables["measures"].columns["status"].options == ("planned", "partial", "implemented")
