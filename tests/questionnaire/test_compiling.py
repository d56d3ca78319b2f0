"""What stops a questionnaire from being used: each problem with file, line, column, code and hint."""

from pathlib import Path

import pytest

from dpia.errors import DefinitionError
from tests.support.definitions import HEAD, METHOD, one_question, read_files

MODULE = one_question(
    "- {id: locked, code: M-1, ask: Locked?, type: yes_no, help: Say.}",
    HEAD.replace("page", "lock-up") + "kind: module\n",
)


def said(folder: Path, page: str, **more: str) -> list[str]:
    """The problems of the file `page`, without its folder."""
    try:
        read_files(folder, page=page, m=METHOD, **more).check()
    except DefinitionError as error:
        return [str(problem).partition(f"{folder}/")[2] for problem in error.problems]
    return []


CIRCLE = "rule-cycle: `{0}` depends on itself: {1} (break the circle of `when`, `rows`, `value` or `default_from`)"
QUESTIONS = """
- {id: mfa, code: P-1, ask: Locked?, type: yes_no}
- {id: size, code: P-2, ask: Size?, type: number}
- id: items
  code: P-3
  ask: Items?
  type: table
  prefix: I
  columns:
    - {id: kind, ask: Kind?, type: choice, options: [{id: new, label: New}, {id: old, label: Old, when: "mfa == no"}]}
    - {id: why, ask: Why?, type: text, when: kind == new}
- {id: parts, code: P-4, ask: Parts?, type: table, rows: {from: items, when: kind == old}, columns: [
    {id: item, ask: Item?, type: row, of: items}, {id: note, ask: Note?, type: text}]}
"""


def test_a_sound_questionnaire_has_no_problem(tmp_path: Path) -> None:
    assert said(tmp_path, one_question(QUESTIONS)) == []


# Each case is a question beside those above; « stands before the place that the problem has to name.
CASES = {
    # rules, in every place where one can stand
    "- {id: a, code: X-1, ask: A?, type: text, when: «mfe == no}": (
        "unknown-id: `mfe` names no question (did you mean `mfa`?)"
    ),
    "- {id: a, code: X-1, ask: A?, type: text, when: size > 1 and mfa == «maybe}": (
        "bad-option: `maybe` is no option of this question (there is no, yes)"
    ),
    "- {id: a, code: X-1, ask: A?, type: text, when: «'size > 1 and mfa == maybe'}": (
        "bad-option: `maybe` is no option of this question (there is no, yes)"
    ),
    "- {id: a, code: X-1, ask: A?, type: choice, options: [{id: x, label: X, when: «size}]}": (
        "rule-type: A number stands where a condition is needed (compare it)"
    ),
    "- {id: a, code: X-1, ask: A?, type: computed, value: «mfa == no}": (
        "rule-type: The rule gives a condition, but a number is needed (use count, total or score)"
    ),
    "- {id: a, code: X-1, ask: A?, type: table, rows: {from: items, when: «knd == old}, columns: [{id: x, ask: X?,\n"
    "    type: text}]}": "unknown-id: `knd` names no question (did you mean `kind`?)",
    "- {id: a, code: X-1, ask: A?, type: table, prefix: A, columns: [{id: x, ask: X?, type: text,\n"
    "    when: «y == old}]}": "unknown-id: `y` names no question (there is a, items, measures, mfa, parts, risks, size, x)",
    "- id: a\n  code: X-1\n  ask: A?\n  type: yes_no\n  findings:\n    - {id: f, if: a «= no, level: minor, says: F.}": (
        "bad-rule: The rule cannot be read (write == for “is”)"
    ),
    "- id: a\n  code: X-1\n  ask: A?\n  type: yes_no\n  findings:\n    - id: f\n      if: «>-\n        mfa == no\n"
    "        and mfb == no\n      level: minor\n      says: F.": (
        "unknown-id: `mfb` names no question (did you mean `mfa`?)"
    ),
    # names outside rules
    "- {id: a, code: X-1, ask: A?, type: choice, options: «kinds}": "unknown-id: There is no list `kinds`",
    "- {id: a, code: X-1, ask: A?, type: table, rows: «itms, columns: [{id: x, ask: X?, type: text}]}": (
        "unknown-id: `itms` is no table (did you mean `items`?)"
    ),
    "- {id: a, code: X-1, ask: A?, type: table, prefix: A, columns: [{id: x, ask: X?, type: row, of: «itms}]}": (
        "unknown-id: `itms` names no question (did you mean `items`?)"
    ),
    "- {id: a, code: X-1, ask: A?, type: table, prefix: A, columns: [{id: x, ask: X?, type: row, of: «mfa}]}": (
        "rule-type: `mfa` is no table (name a table question)"
    ),
    "- {id: a, code: X-1, ask: A?, type: text, default_from: «siz}": (
        "unknown-id: `siz` names no question (did you mean `size`?)"
    ),
    "- {id: a, code: X-1, ask: A?, type: text, default_from: «size}": (
        "rule-type: `size` is a number, this question a text (take a question of the same type)"
    ),
    "- {id: a, code: X-1, ask: A?, type: text, findings: [{id: f, if: lacks(a), level: minor, says: F.,\n"
    "    requires: [mfa, «mfb]}]}": "unknown-id: `mfb` names no question (did you mean `mfa`?)",
    "- {id: a, code: X-1, ask: A?, type: table, prefix: A, label: «nam, columns: [{id: name, ask: N?, type: text}]}": (
        "unknown-id: `nam` names no column of `a` (did you mean `name`?)"
    ),
    # sentences that are whole without a subject
    "- {id: a, code: X-1, ask: A?, type: text, when: «cuont(items) > 1}": (
        "unknown-id: There is no function `cuont` (did you mean `count`?)"
    ),
    "- {id: a, code: X-1, ask: A?, type: text, when: count(«mfa) > 1}": (
        "rule-type: A choice has no rows (name a table)"
    ),
    "- {id: a, code: X-1, ask: A?, type: text, when: days(3) > «3}": (
        "rule-type: A duration cannot be compared with a number by `>` (compare two of one kind)"
    ),
    # the registers
    "- {id: a, code: X-1, ask: A?, type: text, when: «'count(risks) > 0'}": (
        "rule-cycle: Only findings can read the registers `risks` and `measures` (write it as the `if` of a finding)"
    ),
    "- {id: a, code: X-1, ask: A?, type: text, findings: [{id: f, if: «'any(risks, rated == no)', level: minor,\n"
    "    says: F., raises: [R01]}]}": (
        "rule-cycle: A finding on the registers cannot raise risks or set floors (the registers are rated first)"
    ),
    # the same twice
    "- {id: «mfa, code: X-1, ask: A?, type: text}": (
        "duplicate-id: The question `mfa` stands here again (first in line 8) (rename one)"
    ),
    "- {id: a, code: X-1, ask: A?, type: choice, options: [{id: x, label: X}, {id: «x, label: Y}]}": (
        "duplicate-id: The option `x` stands here again (first in line {line}) (rename one)"
    ),
    "- {id: a, code: X-1, ask: A?, type: table, rows: [{id: x, label: X}, {id: «x, label: Y}], columns: [\n"
    "    {id: b, ask: B?, type: text}]}": (
        "duplicate-id: In `a` the row `x` stands here again (first in line {line}) (rename one)"
    ),
    "- {id: a, code: X-1, ask: A?, type: table, prefix: A, columns: [\n"
    "    {id: b, ask: B?, type: text}, {id: «b, ask: B?, type: text}]}": (
        "duplicate-id: In `a` the column `b` stands here again (first in line {line}) (rename one)"
    ),
    # names that could mean two things
    "- {id: «today, code: X-1, ask: A?, type: text}": (
        "ambiguous-id: `today` means something else in rules (rename the question)"
    ),
    "- {id: a, code: X-1, ask: A?, type: table, prefix: A, columns: [{id: «mfa, ask: B?, type: text}]}": (
        "ambiguous-id: The column `mfa` of `a` has the id of a question (rename the column)"
    ),
    "- {id: a, code: X-1, ask: A?, type: table, prefix: A, columns: [{id: «risks, ask: B?, type: text}]}": (
        "ambiguous-id: The column `risks` of `a` has the id of a question (rename the column)"
    ),
    # circles
    "- «{id: a, code: X-1, ask: A?, type: yes_no, when: a == yes}": CIRCLE.format("a", "a -> a"),
    "- «{id: a, code: X-1, ask: A?, type: computed, value: a + 1}": CIRCLE.format("a", "a -> a"),
    "- «{id: a, code: X-1, ask: A?, type: text, default_from: a}": CIRCLE.format("a", "a -> a"),
    "- «{id: a, code: X-1, ask: A?, type: yes_no, when: b == yes}\n"
    "- {id: b, code: X-2, ask: B?, type: yes_no, when: c == yes}\n"
    "- {id: c, code: X-3, ask: C?, type: yes_no, when: a == yes}": CIRCLE.format("a", "a -> b -> c -> a"),
}


@pytest.mark.parametrize(("marked", "problem"), CASES.items())
def test_a_problem_is_told_at_its_place(tmp_path: Path, marked: str, problem: str) -> None:
    before, after = one_question(QUESTIONS.strip("\n") + "\n" + marked).split("«")
    line, column = before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1

    assert f"page.yaml:{line}:{column}: {problem.replace('{line}', str(line))}" in said(tmp_path, before + after)


def test_each_circle_of_questions_is_told_once_with_its_way(tmp_path: Path) -> None:
    page = one_question(
        """
        - {id: a, code: P-1, ask: A?, type: yes_no, when: b == yes or c == yes}
        - {id: b, code: P-2, ask: B?, type: yes_no, when: a == yes}
        - {id: c, code: P-3, ask: C?, type: yes_no, when: d == yes}
        - {id: d, code: P-4, ask: D?, type: yes_no, when: a == yes}
        """
    )
    ways = [line.partition("itself: ")[2].partition(" (")[0] for line in said(tmp_path, page)]
    assert ways == ["a -> b -> a", "c -> d -> a -> c"]


def test_a_circle_through_two_files_names_the_questions_of_the_other_file_in_full(tmp_path: Path) -> None:
    page = one_question("- {id: a, code: P-1, ask: A?, type: yes_no, when: other.b == yes}", HEAD + "uses: [other]\n")
    other = one_question(
        "- {id: b, code: O-1, ask: B?, type: yes_no, when: page.a == yes}",
        HEAD.replace("page", "other") + "uses: [page]\n",
    )
    assert [line.partition(" (")[0] for line in said(tmp_path, page, other=other)] == [
        "other.yaml:9:9: rule-cycle: `b` depends on itself: b -> page.a -> b"
    ]


def test_a_section_that_stands_twice_is_told(tmp_path: Path) -> None:
    page = HEAD + "sections:\n  - {id: a, title: A}\n  - {id: a, title: B}\n"
    assert said(tmp_path, page) == [
        "page.yaml:6:10: duplicate-id: The section `a` stands here again (first in line 5) (rename one)"
    ]


def test_a_finding_that_stands_twice_in_a_file_is_told(tmp_path: Path) -> None:
    finding = "findings: [{id: f, if: a == no, level: minor, says: F.}]"
    page = one_question(
        f"- {{id: a, code: P-1, ask: A?, type: yes_no, {finding}}}\n"
        f"- {{id: b, code: P-2, ask: B?, type: yes_no, {finding}}}"
    )
    assert said(tmp_path, page) == [
        "page.yaml:9:67: duplicate-id: The finding `f` stands here again (first in line 8) (rename one)"
    ]


def test_an_option_that_stands_twice_in_a_list_is_told(tmp_path: Path) -> None:
    lists = "lists:\n  kinds:\n    - {id: x, label: X}\n    - {id: x, label: Y}\n"
    page = one_question("- {id: a, code: P-1, ask: A?, type: choice, options: kinds}", HEAD + lists)
    assert said(tmp_path, page) == [
        "page.yaml:7:12: duplicate-id: The option `x` stands here again (first in line 6) (rename one)"
    ]


def test_files_and_modules_that_are_not_there_are_told(tmp_path: Path) -> None:
    page = HEAD + "uses: [lock-ups]\nsections:\n  - include: lockup\n  - include: page\n"
    assert said(tmp_path, page, lock=MODULE)[:3] == [
        "page.yaml:4:8: unknown-id: There is no file `lock-ups` in the set (did you mean `lock-up`?; "
        "if it lies beside this file, give their folder)",
        "page.yaml:6:14: unknown-id: There is no module `lockup` in the set (did you mean `lock-up`?; "
        "if it lies beside this file, give their folder)",
        "page.yaml:7:14: unknown-id: There is no module `page` in the set (there is lock-up; if it lies beside this file, "
        "give their folder)",
    ]


def test_a_module_cannot_stand_in_a_conditional_section(tmp_path: Path) -> None:
    page = one_question("- {id: a, code: P-1, ask: A?, type: yes_no}") + (
        "  - id: more\n    title: More\n    when: a == yes\n    sections:\n      - include: lock-up\n"
    )
    assert said(tmp_path, page, lock=MODULE) == [
        "page.yaml:13:9: not-allowed: A module cannot stand in a conditional section "
        "(put the condition on the module's own sections)"
    ]


def test_modules_that_include_each_other_are_told_and_end(tmp_path: Path) -> None:
    head = HEAD + "kind: module\nsections:\n  - include: "
    inner, outer = head.replace("page", "inner") + "outer\n", head.replace("page", "outer") + "inner\n"
    page = HEAD + "sections:\n  - include: inner\n"
    assert said(tmp_path, page, inner=inner, outer=outer) == [
        "inner.yaml:6:14: rule-cycle: `inner` includes itself through `outer` (take one of the two includes out)",
        "outer.yaml:6:14: rule-cycle: `outer` includes itself through `inner` (take one of the two includes out)",
    ]


def test_a_column_may_read_the_other_columns_of_its_row(tmp_path: Path) -> None:
    compiled = read_files(tmp_path, page=one_question(QUESTIONS)).check().compiled[0]["page"]
    items = next(item for item in compiled.questions if item.question.id == "items")
    assert set(items.reads()) == {"page.mfa"}
    assert not items.reads_itself()


def test_what_a_table_takes_from_another_is_shared_where_the_columns_are_the_same(tmp_path: Path) -> None:
    page = one_question(
        """
        - {id: a, code: P-1, ask: A?, type: table, prefix: A, columns: [
            {id: name, ask: Name?, type: text}, {id: size, ask: Size?, type: number}]}
        - {id: b, code: P-2, ask: B?, type: table, prefix: B, default_from: a, columns: [
            {id: name, ask: Name?, type: text}, {id: size, ask: Size?, type: text}, {id: more, ask: More?, type: text}]}
        """
    )
    compiled = read_files(tmp_path, page=page).check().compiled[0]["page"]
    columns = compiled.questions[1].columns
    assert {name: column.shared for name, column in columns.items()} == {"name": True, "size": False, "more": False}
