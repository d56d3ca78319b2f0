"""Lint: each code appears where something is wrong, with file, line and column, and not where it is right."""

import re
from datetime import date
from pathlib import Path

import pytest

from dpia.questionnaire.library import Library
from dpia.questionnaire.lint import lint
from tests.support.definitions import CATALOGUE, HEAD, METHOD, SOURCES, lint_files, one_question, read_files
from tests.support.forms import ON

ACTIONS = "id: actions\nkind: actions\nnote: Verified.\nactions: {A: {title: Law, text: Law first.}}\n"
TERMS = "id: dpv\nkind: dpv\nversion: 2.1.0\nprefixes: {dpv: https://w3id.org/dpv#}\nterms: [dpv:Purpose]\n"
GLOSSARY = "id: words\nkind: glossary\nterms: [{id: data, term: Data, definition: What is known., cite: [gdpr 5(1)]}]\n"
OTHER = one_question("- {id: size, code: O-1, ask: Size?, type: number, help: Say.}", HEAD.replace("page", "other"))
FILES = {"m": METHOD, "c": CATALOGUE, "s": SOURCES, "a": ACTIONS, "d": TERMS, "g": GLOSSARY, "other": OTHER}

QUESTION = "id: q, code: P-1, ask: Q?, type: yes_no, help: Say."
FINDING = "id: f, if: q == no, level: major, says: S., because: B., mend: M., raises: [R01]"


MORE = """\
      - {id: size, code: P-5, ask: Size?, type: number, min: 0, max: 5, whole: true, help: Say.}
      - {id: number, code: P-6, ask: Number?, type: number, help: Say.}
      - {id: sure, code: P-7, ask: Sure?, type: yes_no, allow: [], help: Say.}
      - {id: tools, code: P-8, ask: Tools?, type: choices, help: Say., options: [
          {id: a, label: A}, {id: none, label: None, exclusive: true}, {id: never, label: Never, exclusive: true}]}
"""


def page(questions: str, head: str = HEAD) -> str:
    return one_question(questions, head)


def finding(keys: str) -> str:
    return page(f"- {{{QUESTION}, findings: [\n    {{{keys}}}]}}")


def points(rule: str) -> str:
    """A finding on the scores of `a`, which always shows, and of `b` and `c`, which show when `q` is yes."""
    scored = "type: choices, help: Say., options: [{id: x, label: X, score: 1}]"
    return page(
        f"- {{{QUESTION}}}\n- {{id: a, code: P-2, ask: A?, {scored}}}\n"
        f"- {{id: b, code: P-3, ask: B?, when: q == yes, {scored}}}\n- {{id: c, code: P-4, ask: C?, when: q == yes, {scored}}}\n"
        "- {id: total, code: P-5, ask: T, type: computed, value: score(b) + score(c), help: Say.}\n"
        "- {id: last, code: P-6, ask: L?, type: yes_no, help: Say., findings: [\n"
        f'    {{id: f, level: note, says: S., if: «"{rule}"}}]}}'
    )


# For each code a file that is wrong, with « before the place to name, and the same file mended.
BLOCK = "id: f, if: q == no, says: S., because: B., mend: M., raises: [R01], level: "
PAGES: dict[str, tuple[str, str]] = {
    "no-basis": (finding(f"{BLOCK}«block"), finding(f"{BLOCK}block, cite: [gdpr 5(1)]")),
    "no-basis of what is no proposal": (finding(f"{BLOCK}«block"), finding(f"{BLOCK}block, basis: proposal")),
    "missing-help": (page("- «{id: q, code: P-1, ask: Q?, type: yes_no}"), page(f"- {{{QUESTION}}}")),
    "duplicate-code": (
        page(f"- {{{QUESTION}}}\n- {{id: r, code: «P-1, ask: R?, type: text, help: Say.}}"),
        page(f"- {{{QUESTION}}}\n- {{id: r, code: P-2, ask: R?, type: text, help: Say.}}"),
    ),
    "duplicate-code of a row": (
        page(f"- {{{QUESTION}}}\n- {{id: r, code: P-2, ask: R?, type: table, help: Say., rows: [\n"
             "    {id: one, label: One, code: «P-1}], columns: [{id: c, ask: C?, type: text}]}"),
        page(f"- {{{QUESTION}}}\n- {{id: r, code: P-2, ask: R?, type: table, help: Say., rows: [\n"
             "    {id: one, label: One, code: P-3}], columns: [{id: c, ask: C?, type: text}]}"),
    ),
    "duplicate-code of another file": (page(f"- {{{QUESTION}}}").replace("P-1", "«O-1"), page(f"- {{{QUESTION}}}")),
    "missing-text": (finding("id: f, if: q == no, level: minor, says: S., mend: M.").replace("{id: f", "«{id: f"),
                     finding(FINDING)),
    "missing-text of mend": (
        finding("id: f, if: q == no, level: minor, says: S., because: B.").replace("{id: f", "«{id: f"),
        finding("id: f, if: q == no, level: note, says: S."),
    ),
    "never-fires": (finding(FINDING.replace("q == no", "«q == no and q == yes")), finding(FINDING)),
    "never-fires as its question does not show": (
        page(f"- {{{QUESTION}}}\n- {{id: r, code: P-2, ask: R?, type: text, help: Say., when: q == yes, findings: [\n"
             "    {id: f, if: «q == no and lacks(r), level: minor, says: S., because: B., mend: M.}]}"),
        page(f"- {{{QUESTION}}}\n- {{id: r, code: P-2, ask: R?, type: text, help: Say., when: q == yes, findings: [\n"
             "    {id: f, if: q == yes and lacks(r), level: minor, says: S., because: B., mend: M.}]}"),
    ),
    "never-shown": (
        page(f"- {{{QUESTION}}}\n- {{id: r, code: P-2, ask: R?, type: text, help: Say., when: «q == yes and q == no}}"),
        page(f"- {{{QUESTION}}}\n- {{id: r, code: P-2, ask: R?, type: text, help: Say., when: q == yes or q == no}}"),
    ),
    "never-shown as what it reads does not show": (
        page(f"- {{{QUESTION}}}\n- {{id: r, code: P-2, ask: R?, type: yes_no, help: Say., when: q == yes}}\n"
             "- {id: t, code: P-3, ask: T?, type: text, help: Say., when: «r == yes and q == no}"),
        page(f"- {{{QUESTION}}}\n- {{id: r, code: P-2, ask: R?, type: yes_no, help: Say., when: q == yes}}\n"
             "- {id: t, code: P-3, ask: T?, type: text, help: Say., when: r == yes or q == no}"),
    ),
    "unused": (
        page(f"- {{{QUESTION}}}", HEAD + "lists:\n  «kinds: [{id: x, label: X}]\n"),
        page("- {id: q, code: P-1, ask: Q?, type: choice, help: Say., options: kinds}",
             HEAD + "lists:\n  kinds: [{id: x, label: X}]\n"),
    ),
    "unused of a file": (
        page(f"- {{{QUESTION}}}", HEAD + "uses: [«other]\n"),
        page(f"- {{{QUESTION}, when: other.size > 1}}", HEAD + "uses: [other]\n"),
    ),
    "unknown-risk": (finding(FINDING.replace("R01", "«R02")), finding(FINDING)),
    "unknown-risk of a floor": (
        finding(FINDING + ", severity_floor: {R02: «large}"),
        finding(FINDING + ", severity_floor: {R01: large}"),
    ),
    "bad-option of a floor": (
        finding(FINDING + ", likelihood_floor: {R01: «large}"),
        finding(FINDING + ", likelihood_floor: {R01: often}"),
    ),
    "unknown-source": (
        page(f"- {{{QUESTION}, cite: [gdpr 5(1), «gdpr 5(2)]}}"),
        page(f"- {{{QUESTION}, cite: [gdpr 5(1), gdpr]}}"),
    ),
    "unknown-source of a finding": (finding(FINDING + ", cite: [«gpdr 5(1)]"), finding(FINDING + ", cite: [gdpr 5(1)]")),
    "unknown-source of a row": (
        page("- {id: r, code: P-2, ask: R?, type: table, help: Say., rows: [\n"
             "    {id: one, label: One, cite: [«gdpr 9]}], columns: [{id: c, ask: C?, type: text}]}"),
        page("- {id: r, code: P-2, ask: R?, type: table, help: Say., rows: [\n"
             "    {id: one, label: One, cite: [gdpr]}], columns: [{id: c, ask: C?, type: text}]}"),
    ),
    "unknown-id of see": (page(f"- {{{QUESTION}, see: [«r]}}"), page(f"- {{{QUESTION}, see: [other.size]}}")),
    "unknown-id of icat": (page(f"- {{{QUESTION}, icat: [A, «D]}}"), page(f"- {{{QUESTION}, icat: [A]}}")),
    "unknown-term": (page(f"- {{{QUESTION}, dpv: [«dpv:Porpoise]}}"), page(f"- {{{QUESTION}, dpv: [dpv:Purpose]}}")),
    "unknown-term of an option": (
        page("- {id: q, code: P-1, ask: Q?, type: choice, help: Say., options: [{id: x, label: X, dpv: [«dpv:X]}]}"),
        page("- {id: q, code: P-1, ask: Q?, type: choice, help: Say., options: [{id: x, label: X}]}"),
    ),
    "unknown-term of a column": (
        page("- {id: q, code: P-1, ask: Q?, type: table, prefix: Q, help: Say., columns: [\n"
             "    {id: c, ask: C?, type: text, dpv: [«dpv:X]}]}"),
        page("- {id: q, code: P-1, ask: Q?, type: table, prefix: Q, help: Say., columns: [\n"
             "    {id: c, ask: C?, type: text}]}"),
    ),
    "unknown-term of a list": (
        page("- {id: q, code: P-1, ask: Q?, type: choice, help: Say., options: k}",
             HEAD + "lists: {k: [{id: x, label: X, dpv: [«dpv:X]}]}\n"),
        page("- {id: q, code: P-1, ask: Q?, type: choice, help: Say., options: k}",
             HEAD + "lists: {k: [{id: x, label: X}]}\n"),
    ),
    "bad-value of min": (
        page("- {id: q, code: P-1, ask: Q?, type: number, help: Say., max: 1, min: «10}"),
        page("- {id: q, code: P-1, ask: Q?, type: number, help: Say., max: 10, min: 10}"),
    ),
    "bad-value of min in a column": (
        page("- {id: q, code: P-1, ask: Q?, type: table, prefix: Q, help: Say., columns: [\n"
             "    {id: c, ask: C?, type: number, min: «2, max: 1}]}"),
        page("- {id: q, code: P-1, ask: Q?, type: table, prefix: Q, help: Say., columns: [\n"
             "    {id: c, ask: C?, type: number, min: 1, max: 2}]}"),
    ),
    "bad-value of min_rows": (
        page("- {id: q, code: P-1, ask: Q?, type: table, min_rows: «1, help: Say., rows: [{id: x, label: X}], columns: [\n"
             "    {id: c, ask: C?, type: text}]}"),
        page("- {id: q, code: P-1, ask: Q?, type: table, min_rows: 1, help: Say., prefix: Q, columns: [\n"
             "    {id: c, ask: C?, type: text}]}"),
    ),
    **{
        f"bad-value of means {meaning}": (
            page(f"- {{id: q, code: P-1, ask: Q?, type: {wrong}, help: Say., means: «{meaning}}}"),
            page(f"- {{id: q, code: P-1, ask: Q?, type: {right}, help: Say., means: {meaning}}}"),
        )
        for meaning, wrong, right in (("next_review", "text", "date"), ("launch", "number", "date"),
                                      ("views", "yes_no", "long"), ("dpo_advice", "date", "text"))
    },
    "ambiguous-id of means": (
        page("- {id: q, code: P-1, ask: Q?, type: date, help: Say., means: next_review}\n"
             "- {id: r, code: P-2, ask: R?, type: date, help: Say., means: «next_review}"),
        page("- {id: q, code: P-1, ask: Q?, type: date, help: Say., means: next_review}\n"
             "- {id: r, code: P-2, ask: R?, type: date, help: Say., means: launch}"),
    ),
    "unknown-id of edpb": (
        page(f'- {{{QUESTION}, edpb: «"99.99"}}'), page(f'- {{{QUESTION}, edpb: "2.1.a"}}')
    ),
    "unknown-id of edpb in a section": (
        page(f"- {{{QUESTION}}}").replace("title: All", 'title: All\n    edpb: «"2.4"'),
        page(f"- {{{QUESTION}}}").replace("title: All", 'title: All\n    edpb: "2"'),
    ),
    "unknown-id of edpb in a row": (
        page("- {id: r, code: P-2, ask: R?, type: table, help: Say., rows: [\n"
             '    {id: one, label: One, edpb: «"2.1.z"}], columns: [{id: c, ask: C?, type: text}]}'),
        page("- {id: r, code: P-2, ask: R?, type: table, help: Say., rows: [\n"
             '    {id: one, label: One, edpb: "6"}], columns: [{id: c, ask: C?, type: text}]}'),
    ),
    **{
        f"never-fires as {why}": (finding(FINDING.replace("q == no", f"«{rule}")) + MORE, finding(FINDING) + MORE)
        for why, rule in (
            ("a number has limits", "size > 20"),
            ("a number cannot be both", "number > 3 and number < 2"),
            ("no whole number lies between", "size > 3 and size < 4"),
            ("constants are compared", "2 > 3"),
            ("it cannot be unknown", "unknown(sure)"),
            ("two options stand alone", "none in tools and never in tools"),
        )
    },
    **{
        f"hidden-part as {why}": (points(wrong), points(right))
        for why, wrong, right in (
            ("a product loses a factor", "score(a) * score(b) > 1", "score(a) + score(b) > 1"),
            ("a comparison loses a side", "score(a) > score(b)", "score(a) - score(b) > 0"),
            ("a sum that holds for 0 loses all", "score(b) + score(c) < 1", "score(a) + score(b) + score(c) < 1"),
            ("a total that holds for 0 loses all", "1 > total", "total > 1"),
            ("a ratio loses its divisor", "ratio(score(a), max_score(b) + max_score(c)) > 1",
             "ratio(score(a), max_score(a) + max_score(b)) > 1"),
            ("the smallest loses all", "score(a) * min(score(b), score(c)) > 1", "score(a) * min(score(a), score(b)) > 1"),
        )
    },
    "unavailable": (finding(FINDING + ", opens: [other, «more]"), finding(FINDING + ", opens: [other]")),
}  # fmt: skip

# The same for the files beside the questionnaires.
BESIDE: dict[str, tuple[str, str, str]] = {
    "bad-value of the matrix": ("m", METHOD.replace("small: [low, low]", "small: «[low]"), METHOD),
    "bad-option of the matrix": ("m", METHOD.replace("large: [low, high]", "large: [low, «hihg]"), METHOD),
    "bad-option of life safety": ("m", METHOD + "life_safety:\n  [[large, seldom]]\n",
                                  METHOD + "life_safety:\n  [[large, rare]]\n"),
    "unknown-source of a method": ("m", METHOD + "cite: [«gdpr 9]\n", METHOD + "cite: [gdpr 5(1)]\n"),
    "unknown-source of a risk": ("c", CATALOGUE + "    cite: [«gdpr 9]\n", CATALOGUE + "    cite: [gdpr 5(1)]\n"),
    "unknown-source of a term": ("g", GLOSSARY.replace("gdpr 5(1)", "«gdpr 9"), GLOSSARY),
    "unknown-source of the actions": ("a", ACTIONS + "cite: [«icat]\n", ACTIONS + "cite: [gdpr]\n"),
    "few-measures": ("c", CATALOGUE.replace("- id: R01", "- «id: R01").replace("      - {id: three, title: Three}\n", ""),
                     CATALOGUE),
    "stale-source": ("s", SOURCES.replace("5(1): {", "5(1): «{").replace("2026-11-24", "2025-11-23"),
                     SOURCES.replace("2026-11-24", "2025-11-24")),
    "stale-source of a whole source": (
        "s",
        SOURCES.replace("  gdpr:\n    title", "  gdpr:\n    «title") + "    checked_on: 2025-11-23\n",
        SOURCES + "    checked_on: 2025-11-24\n",
    ),
}  # fmt: skip


def place(marked: str) -> str:
    before = marked.partition("«")[0]
    return f"{before.count(chr(10)) + 1}:{len(before.rpartition(chr(10))[2]) + 1}"


def of_code(found: list[str], case: str) -> list[str]:
    return [line for line in found if line.endswith(" " + case.partition(" ")[0])]


@pytest.mark.parametrize("case", PAGES)
def test_a_problem_of_a_questionnaire_appears_at_its_place_and_only_there(tmp_path: Path, case: str) -> None:
    wrong, right = PAGES[case]
    found = lint_files(tmp_path / "wrong", **FILES, page=wrong.replace("«", ""))
    mended = lint_files(tmp_path / "right", **FILES, page=right.replace("«", ""))

    assert of_code(found, case) == [f"page:{place(wrong)} {case.partition(' ')[0]}"]
    assert of_code(mended, case) == []


@pytest.mark.parametrize("case", BESIDE)
def test_a_problem_of_another_file_appears_at_its_place_and_only_there(tmp_path: Path, case: str) -> None:
    name, wrong, right = BESIDE[case]
    files = {**FILES, "page": finding(FINDING)}
    found = lint_files(tmp_path / "wrong", whole_set=True, **{**files, name: wrong.replace("«", "")})
    mended = lint_files(tmp_path / "right", whole_set=True, **{**files, name: right})

    expected = place(wrong) if "«" in wrong else r"\d+:\d+"
    assert re.fullmatch(rf"{name}:{expected} {case.partition(' ')[0]}", "\n".join(of_code(found, case)))
    assert of_code(mended, case) == []


def test_a_risk_that_nothing_raises_appears_in_a_whole_set_only(tmp_path: Path) -> None:
    files = {**FILES, "page": finding(FINDING.replace(", raises: [R01]", ""))}
    assert lint_files(tmp_path / "a", whole_set=True, **files) == ["c:6:5 risk-not-raised"]
    assert lint_files(tmp_path / "b", whole_set=False, **files) == []
    assert lint_files(tmp_path / "c", whole_set=True, **{**files, "page": finding(FINDING)}) == []


def test_what_can_come_from_another_question_is_not_held_to_the_limits_of_this_one(tmp_path: Path) -> None:
    text = page(
        "- {id: a, code: P-1, ask: A?, type: number, help: Say.}\n"
        "- {id: b, code: P-2, ask: B?, type: number, max: 5, allow: [], default_from: a, help: Say., findings: [\n"
        "    {id: f, if: b > 20, level: note, says: S.}, {id: g, if: unknown(b), level: note, says: S.}]}"
    )
    assert lint_files(tmp_path, page=text) == []


@pytest.mark.parametrize(
    "last",
    ["when: q == yes, type: yes_no", "when: q == yes and answered(a), type: yes_no"],
)
def test_what_hides_with_the_question_of_a_rule_is_not_missed_there(tmp_path: Path, last: str) -> None:
    text = points("score(a) * score(b) > score(c)").replace("«", "").replace("L?, type: yes_no", f"L?, {last}")
    assert lint_files(tmp_path, page=text) == []


def test_what_a_hidden_part_makes_of_a_rule_is_told_with_the_questions(tmp_path: Path) -> None:
    told = []
    for rule in ("score(a) > score(b)", "total < 1", "ratio(score(a), score(b) + score(c)) > 1"):
        library = read_files(tmp_path / str(len(told)), page=points(rule).replace("«", ""))
        told += [problem.message for problem in lint(library, on=ON, whole_set=False)]
    assert told == [
        "The rule comes to nothing while `b` is hidden",
        "The sum is 0 while `b` and `c` are hidden, and the rule holds for 0",
        "The ratio is unknown while `b` and `c` are hidden, because the sum that it divides by is 0",
    ]


def test_what_stops_a_file_from_loading_is_told_too(tmp_path: Path) -> None:
    files = {
        "page": page(f"- {{{QUESTION}, when: r == yes}}"),
        "bad": "id: bad\nid: bad\n",
        "worse": "titel: x\nid: 3\n",
    }
    found = lint_files(tmp_path, **files)
    assert {line.rpartition(" ")[2] for line in found} == {
        "duplicate-key",
        "unknown-id",
        "unknown-key",
        "missing-key",
        "bad-value",
    }


def test_a_finding_with_a_wrong_rule_does_not_shift_the_place_of_the_next(tmp_path: Path) -> None:
    text = page(
        f"- {{{QUESTION}, findings: [\n"
        "    {id: f, if: zzz == no, level: note, says: S.},\n"
        "    {id: g, if: «q == no and q == yes, level: note, says: S.}]}"
    )
    found = lint_files(tmp_path, page=text.replace("«", ""))
    assert of_code(found, "never-fires") == [f"page:{place(text)} never-fires"]


def test_problems_stand_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    two = page("- {id: a, code: P-1, ask: A?, type: text}\n- {id: b, code: P-2, ask: B?, type: text}")
    found = lint_files(tmp_path, b=two.replace("id: page", "id: two").replace("P-", "Q-"), a=two)
    assert found == ["a:8:9 missing-help", "a:9:9 missing-help", "b:8:9 missing-help", "b:9:9 missing-help"]


def test_what_stops_nothing_and_may_become_right_by_itself_is_a_warning(tmp_path: Path) -> None:
    text = finding(FINDING + ", opens: [more]").replace("id: q,", 'id: q, edpb: "7",')
    library = read_files(tmp_path, **FILES, page=text)
    later = date(2030, 1, 1)
    assert {problem.code.slug for problem in lint(library, on=later) if problem.warning} == {
        "unavailable",
        "stale-source",
        "unknown-id",
    }
    assert not [problem for problem in lint(library, on=later) if not problem.warning]


def test_every_problem_has_a_place_and_ends_without_a_full_stop(tmp_path: Path) -> None:
    texts = [wrong.replace("«", "") for wrong, _ in PAGES.values()]
    for number, text in enumerate(texts):
        for problem in lint(read_files(tmp_path / str(number), **FILES, page=text), on=ON):
            assert problem.location.line is not None and problem.location.column is not None
            assert not str(problem).endswith(".")


def test_the_shipped_set_has_no_problem_and_warns_only_of_what_is_not_in_it_yet(shipped: Library) -> None:
    found = lint(shipped, on=ON)
    assert [str(problem) for problem in found if not problem.warning] == []
    assert {problem.code.slug for problem in found} <= {"unavailable"}


def test_a_file_that_is_not_in_the_set_is_told_before_what_follows_from_it(tmp_path: Path) -> None:
    """Whoever lints one file of a folder is told to give the folder, and not last of all."""
    wrong = one_question("- {id: q, code: P-1, ask: Q?, type: yes_no, help: Say., when: lock_up.size > 1}", HEAD)
    found = lint(read_files(tmp_path, **FILES, page=wrong + "  - include: lock-up\n"), on=ON)
    first, second = (problem for problem in found if problem.location.file.endswith("page.yaml"))
    assert "give their folder" in first.hint
    assert "names no file" in second.message
    assert (first.location.line or 0) > (second.location.line or 0)
