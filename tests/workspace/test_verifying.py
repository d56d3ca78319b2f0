"""Whatever is changed in a database by hand is found and told in a line; nothing falls over what it is to find."""

import hashlib
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from dpia.cli import run
from dpia.shipped import example_path
from dpia.workspace import Workspace, verifying
from dpia.workspace.backup import restore_backup, write_backup
from dpia.workspace.files import add_file
from dpia.workspace.journal import begin, chain_of
from dpia.workspace.revisions import NO_CHAIN
from dpia.workspace.tables import JOURNAL
from dpia.workspace.verifying import journal_head, verify_workspace
from tests.support.workspaces import AT, answer, create, later, make, opened

CONTENT = b"a contract"
EVIDENCE = {"title": "Contract", "sha256": hashlib.sha256(CONTENT).hexdigest()}


@pytest.fixture
def kept(workspace: Workspace) -> Workspace:
    """Two assessments with a history, a file, and one in the archive."""
    for name in ("hotline", "other", "shelved"):
        create(workspace, make(name, answers={"review_on": "2027-03-01"}))
    for number in range(4):
        answer(workspace, "hotline", "one", f"word {number}")
    add_file(workspace.engine, CONTENT, assessment="hotline", actor="A", at=AT)
    workspace.lock("hotline", True, reason="For the DPO", actor="A", at=later(30))
    workspace.archive("shelved", True, actor="A", at=later(31))
    return workspace


def by_hand(workspace: Workspace, *statements: str) -> None:
    """What somebody who may write in the database does to it."""
    with workspace.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
        for statement in statements:
            connection.execute(text(statement))


def faults(workspace: Workspace, anchor: tuple[int, str] | None = None) -> str:
    return "\n".join(verify_workspace(workspace, anchor).faults)


def test_a_workspace_that_only_dpia_wrote_is_sound_whatever_was_done_in_it(kept: Workspace) -> None:
    found = verify_workspace(kept)
    assert (found.faults, found.notes) == ((), ())
    kept.lock("hotline", False, reason="Go on", actor="A", at=later(32))
    kept.undo("hotline", seen=kept.get("hotline").number, actor="A", at=later(33))
    kept.archive("shelved", False, actor="A", at=later(34))
    kept.delete("other", actor="A", at=later(35))
    create(kept, make("other"), at=later(36))
    kept.delete("hotline", actor="A", at=later(37))
    assert faults(kept) == ""
    number, _, chain = found.head.partition(":")
    assert faults(kept, (int(number), chain)) == "", "a head that was kept stays right"
    assert journal_head(kept.engine) != found.head


HANDS: dict[str, tuple[tuple[str, ...], str]] = {
    "an actor": (("UPDATE revisions SET actor = 'x' WHERE assessment = 'hotline' AND number = 3",), "revision 3 does not"),
    "a note": (("UPDATE revisions SET note = 'x' WHERE assessment = 'hotline' AND number = 3",), "revision 3 does not follow"),
    "a kind": (("UPDATE revisions SET kind = 'hacked' WHERE assessment = 'hotline' AND number = 3",), "revision 3 is of a kind"),
    "a hash": (("UPDATE revisions SET content_hash = 'x' WHERE assessment = 'hotline' AND number = 3",), "not that of its hash"),
    "a chain": (("UPDATE revisions SET chain = 'é' WHERE assessment = 'hotline' AND number = 3",), "revision 3 does not"),
    "signatures": (("UPDATE revisions SET approvals = '[{}]' WHERE assessment = 'hotline' AND number = 6",), "revision 6 does"),
    "a revision gone": (("DELETE FROM revisions WHERE assessment = 'hotline' AND number = 3",), "revision 3 is missing"),
    "the last gone": (("DELETE FROM revisions WHERE assessment = 'hotline' AND number = 6",), "the newest revision is 6"),
    "cut off": (
        ("DELETE FROM revisions WHERE assessment = 'hotline' AND number = 6",
         "UPDATE assessments SET head = 5 WHERE id = 'hotline'"),
        "hotline: the newest revision is not the one of the journal",
    ),
    "an assessment gone": (
        ("DELETE FROM uses WHERE assessment = 'other'", "DELETE FROM due WHERE assessment = 'other'",
         "DELETE FROM revisions WHERE assessment = 'other'", "DELETE FROM assessments WHERE id = 'other'"),
        "other: the journal knows it, and it is gone",
    ),
    "the head back": (("UPDATE assessments SET head = 3 WHERE id = 'hotline'",), "the newest revision is 3, and 6 are there"),
    "unlocked": (("UPDATE assessments SET locked = FALSE WHERE id = 'hotline'",), "it is not locked, and the history says"),
    "locked": (("UPDATE assessments SET locked = TRUE WHERE id = 'other'",), "it is locked, and the history says otherwise"),
    "archived": (("UPDATE assessments SET archived = TRUE WHERE id = 'other'",), "other: it is in the archive"),
    "out of the archive": (("UPDATE assessments SET archived = FALSE WHERE id = 'shelved'",), "shelved: it is not in the arch"),
    "an outcome": (("UPDATE assessments SET outcome = 'approved' WHERE id = 'other'",), "other: its line in the list"),
    "blocks": (("UPDATE assessments SET blocks = 0, level_label = 'Low', level = 0 WHERE id = 'other'",), "its line in the"),
    "a title": (("UPDATE assessments SET title = 'x' WHERE id = 'other'",), "other: its line in the list"),
    "who changed it": (("UPDATE assessments SET changed_by = 'y' WHERE id = 'other'",), "other: its line in the list"),
    "due emptied": (("DELETE FROM due",), "what is due was changed by hand"),
    "due moved": (("UPDATE due SET day = '2030-01-01' WHERE assessment = 'other'",), "other: its line in the list"),
    "evidence changed": (("UPDATE files SET content = 'x'",), "the file is not that of its hash"),
    "uses gone": (("DELETE FROM uses",), "no assessment names it"),
    "a journal line gone": (("DELETE FROM journal WHERE number = 2",), "journal: line 2 is missing"),
    "a journal line changed": (("UPDATE journal SET actor = 'x' WHERE number = 2",), "journal: line 2 does not follow"),
    "an id that is none": (
        ("INSERT INTO assessments SELECT 99, '../../etc', head, created_at, title, organisation, example, changed_at, "
         "changed_by, archived, locked, outcome, level, level_label, blocks, majors, minors, asked, answered, next_review "
         "FROM assessments WHERE id = 'other'",),
        "../../etc: no assessment can have this id",
    ),
    "no words": (("DELETE FROM search",), "other: the words to search for it are gone"),
    "other words": (("UPDATE search SET words = 'x'",), "other: the words to search for it are not those of its content"),
    "words of nothing": (("INSERT INTO search (ROWID, words) VALUES (99, 'x')",), "the words to search: 1 entry is of no"),
    "signs for a terminal": (
        ("UPDATE revisions SET kind = 'hacked', assessment = 'hotline' WHERE assessment = 'hotline'",), "of a kind"
    ),
}  # fmt: skip


@pytest.mark.parametrize("hand", HANDS)
def test_what_is_changed_by_hand_is_found(kept: Workspace, hand: str) -> None:
    statements, told = HANDS[hand]
    by_hand(kept, *(_columns(kept, statement) for statement in statements))
    found = faults(kept)
    assert told in found
    assert "\x1b" not in found
    for name in ("hotline", "other"):
        if f"{name}: the journal knows it" not in found:
            kept.history(name)
            kept.verify(name)


def _columns(workspace: Workspace, statement: str) -> str:
    """An insertion with the columns in the order of this database."""
    if not statement.startswith("INSERT INTO assessments"):
        own = "serial" if workspace.engine.dialect.name == "postgresql" else "rowid"
        return statement.replace("ROWID", own)
    head, _, tail = statement.partition(" SELECT 99, '../../etc', ")
    columns = tail.partition(" FROM ")[0]
    return f"{head} (serial, id, {columns}) SELECT 99, '../../etc', {tail}"


SQLITE_ONLY: dict[str, tuple[str, str]] = {
    "a day that is none": ("UPDATE assessments SET changed_at = 'x' WHERE id = 'other'", "other: its line in the list cannot"),
    "a moment that is none": ("UPDATE revisions SET at = 'x' WHERE assessment = 'hotline' AND number = 3", "revision 3 cannot"),
    "text for bytes": ("UPDATE revisions SET content = 'x' WHERE assessment = 'hotline' AND number = 3", "revision 3 cannot"),
    "bytes for text": ("UPDATE revisions SET note = x'ff' WHERE assessment = 'hotline' AND number = 3", "revision 3 cannot"),
    "a number that is none": (
        "UPDATE revisions SET number = 'x' WHERE assessment = 'hotline' AND number = 3", "hotline: a revision without a number cannot"
    ),
    "a trigger": (
        "CREATE TRIGGER t AFTER INSERT ON revisions BEGIN UPDATE revisions SET note = 'pwn' WHERE number = 1; END",
        "it holds a trigger t",
    ),
    "a view": ("CREATE VIEW v AS SELECT 1", "it holds a view v"),
    "a table": ("CREATE TABLE mine (x)", "it holds a table mine"),
    "bytes that are no text": (
        "UPDATE revisions SET note = CAST(x'ff41' AS TEXT) WHERE assessment = 'hotline' AND number = 3", "revision 3 does not"
    ),
    "a number too large for JSON": (
        "UPDATE journal SET number = 9007199254740993 WHERE number = 2", "journal, line 9007199254740993: something in it"
    ),
    "a chain of bytes": ("UPDATE journal SET chain = x'00' WHERE number = 2", "journal: line 2 does not follow"),
    "a day in due": ("UPDATE due SET day = 'x' WHERE assessment = 'other'", "other: something in it cannot be read"),
    "an index on what is computed": (
        "CREATE INDEX i ON revisions (abs(length(note) - 9))", "it holds an index i, which is not of dpia"
    ),
    "all evidence gone": ("DELETE FROM files", "the file was kept, and is gone"),
    "a file for another one": (
        "INSERT INTO uses (assessment, sha256) SELECT 'other', sha256 FROM files", "was put to it by hand"
    ),
    "an index over an expression": ("CREATE INDEX mine ON revisions (length(note))", "it holds an index mine"),
    "the size of a file": ("UPDATE files SET size = 1", "the file is not of the size that is noted"),
    "an index gone": ("DROP INDEX due_by_day", "the database: the index due_by_day of the table due is missing"),
    "a column more": ("ALTER TABLE due ADD COLUMN mine TEXT", "the database: the column mine of the table due is not of dpia"),
    "a column gone": (
        "ALTER TABLE due DROP COLUMN owner", "the database: the column owner of the table due is missing"
    ),
    "no number": (
        "UPDATE revisions SET number = 1e20 WHERE assessment = 'hotline' AND number = 3",
        "hotline: a revision without a number cannot be read",
    ),
    "a journal line": ("UPDATE journal SET at = 'x' WHERE number = 2", "journal: line 2 cannot be read"),
    "an index of nothing": ("DELETE FROM search_data WHERE id > 10", "the words to search: their index is damaged"),
}  # fmt: skip


@pytest.mark.parametrize("hand", SQLITE_ONLY)
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_what_only_sqlite_lets_pass_is_found(kept: Workspace, hand: str, capsys: pytest.CaptureFixture[str]) -> None:
    statement, told = SQLITE_ONLY[hand]
    by_hand(kept, statement)
    assert told in faults(kept)
    assert len(kept.history("hotline")) >= 5
    assert run(["history", "hotline", "--workspace", str(kept.engine.url.database)]) in (0, 1)
    assert "bug" not in capsys.readouterr().err


SCHEMA: dict[str, tuple[str, str]] = {
    "a trigger with a name of SQLite's": (
        "INSERT INTO sqlite_master VALUES ('trigger', 'sqlite_t', 'revisions', 0, 'CREATE TRIGGER sqlite_t AFTER INSERT ON "
        "revisions BEGIN UPDATE assessments SET title = ''x''; END')",
        "it holds a trigger sqlite_t",
    ),
    "a view with a name of SQLite's": (
        "INSERT INTO sqlite_master VALUES ('view', 'sqlite_v', 'sqlite_v', 0, 'CREATE VIEW sqlite_v AS SELECT 1')",
        "it holds a view sqlite_v",
    ),
    "what is saved is dropped": (
        "UPDATE sqlite_master SET sql = replace(sql, 'PRIMARY KEY (assessment, number)', 'PRIMARY KEY (assessment, number) "
        "ON CONFLICT IGNORE') WHERE name = 'revisions'",
        "CONFLICT in the table revisions",
    ),
    "a check": (
        "UPDATE sqlite_master SET sql = replace(sql, 'note TEXT NOT NULL', 'note TEXT NOT NULL CHECK (note <> ''x'')') "
        "WHERE name = 'revisions'",
        "CHECK in the table revisions",
    ),
}


@pytest.mark.parametrize("hand", SCHEMA)
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_what_is_written_into_the_schema_itself_is_found(kept: Workspace, hand: str) -> None:
    statement, told = SCHEMA[hand]
    kept.engine.dispose()
    with closing(sqlite3.connect(str(kept.engine.url.database))) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(statement)
        connection.commit()
    assert told in faults(kept)


ENDLESS = (
    "WITH RECURSIVE endless(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM endless) SELECT n FROM endless WHERE n < 0"
)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_view_without_end_in_the_place_of_a_table_is_told_and_not_read(kept: Workspace) -> None:
    by_hand(kept, "ALTER TABLE uses RENAME TO uses_kept", f"CREATE VIEW uses AS {ENDLESS}")
    assert "it holds a view uses" in faults(kept)


def test_a_use_of_a_file_that_was_put_in_by_hand_is_found(kept: Workspace) -> None:
    by_hand(kept, f"INSERT INTO uses (assessment, sha256) VALUES ('other', '{EVIDENCE['sha256']}')")
    assert f"other: the file {str(EVIDENCE['sha256'])[:8]} was put to it by hand" in faults(kept)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "statement",
    ["INSERT INTO alembic_version VALUES ('0001')", "UPDATE journal SET number = 9223372036854775807 WHERE number = 9"],
)
def test_a_workspace_in_which_nothing_can_be_saved_any_more_says_so_and_is_no_bug(
    kept: Workspace, statement: str, capsys: pytest.CaptureFixture[str]
) -> None:
    by_hand(kept, statement)
    path = str(kept.engine.url.database)
    assert run(["import", str(example_path("lumen-line")), "--keep", "--workspace", path]) == 2
    assert "by hand" in capsys.readouterr().err


def test_a_file_that_went_with_its_assessment_is_no_fault_when_another_one_names_it_later(kept: Workspace) -> None:
    kept.lock("hotline", False, reason="Go on", actor="A", at=later(40))
    kept.delete("hotline", actor="A", at=later(41))
    named = make("late", answers={"one": {"value": "x", "evidence": [EVIDENCE]}})
    create(kept, named, at=later(42))
    assert faults(kept) == ""


def test_a_file_that_stays_for_another_assessment_is_known_to_be_kept(kept: Workspace) -> None:
    create(kept, make("late", answers={"one": {"value": "x", "evidence": [EVIDENCE]}}), at=later(40))
    kept.delete("hotline", actor="A", at=later(41))
    assert faults(kept) == ""
    by_hand(kept, "DELETE FROM files")
    assert "the file was kept, and is gone" in faults(kept)


def test_what_is_written_by_hand_before_there_was_a_journal_is_found_where_the_revisions_say_otherwise(
    kept: Workspace,
) -> None:
    by_hand(kept, "UPDATE assessments SET title = 'x' WHERE id = 'other'", "DELETE FROM journal")
    with kept.engine.begin() as connection:
        begin(connection, at=AT)
    assert faults(kept) == "other: its line in the list, its lock, or what is due was changed by hand"
    by_hand(kept, "UPDATE assessments SET title = 'Hotline', blocks = 7 WHERE id = 'other'", "DELETE FROM journal")
    with kept.engine.begin() as connection:
        begin(connection, at=AT)
    found = verify_workspace(kept)
    assert found.faults == ()
    assert found.notes == (
        "other: the list does not say what follows today (blocking findings); saving it once more writes it anew",
    )


LINES = {
    "a revision gone": "hotline: revision 3 is missing",
    "the last gone": "hotline: the newest revision is 6, and 5 are there",
    "no words": "\n".join(
        f"{name}: the words to search for it are gone; saving it once more writes them anew"
        for name in ("hotline", "other", "shelved")
    ),
    "words of nothing": "the words to search: 1 entry is of no assessment",
}


@pytest.mark.parametrize("hand", LINES)
def test_one_change_is_told_in_one_line(kept: Workspace, hand: str) -> None:
    by_hand(kept, *(_columns(kept, statement) for statement in HANDS[hand][0]))
    assert faults(kept) == LINES[hand]


@pytest.mark.parametrize("hand", SQLITE_ONLY)
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_no_line_names_what_only_whoever_wrote_dpia_knows(kept: Workspace, hand: str) -> None:
    by_hand(kept, SQLITE_ONLY[hand][0])
    found = faults(kept)
    assert not re.search(r"Error|None|e\+\d|(add|remove|modify)_", found)


def test_words_that_are_saved_once_more_are_sound_again(kept: Workspace) -> None:
    by_hand(kept, *HANDS["no words"][0])
    for name in ("hotline", "other"):
        if name == "hotline":
            kept.lock(name, False, reason="Go on", actor="A", at=later(40))
        answer(kept, name, "one", "once more", at=later(41))
    assert faults(kept) == "shelved: the words to search for it are gone; saving it once more writes them anew"


def test_people_save_while_it_is_verified(kept: Workspace, second: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """No transaction stays open from one assessment to the next."""
    seen = verifying._of_an_assessment

    def saving(workspace: Workspace, name: str, notes: list[str]) -> Any:
        answer(second, "other", "one", f"while {name} is looked at")
        return seen(workspace, name, notes)

    monkeypatch.setattr(verifying, "_of_an_assessment", saving)
    assert faults(kept) == ""
    assert second.get("other").number == 4


def test_a_file_that_goes_with_its_assessment_while_it_is_verified_is_no_fault(
    kept: Workspace, second: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = kept.get("other")
    named = stored.assessment.change(answers={"page": {"one": {"value": "x", "evidence": [EVIDENCE]}}})
    kept.save("other", named, seen=stored.number, actor="A", at=later(40))
    kept.lock("hotline", False, reason="Go on", actor="A", at=later(41))
    seen = verifying._of_the_files

    def deleting(*given: Any) -> Any:
        for name in ("hotline", "other"):
            second.delete(name, actor="A", at=later(42))
        return seen(*given)

    monkeypatch.setattr(verifying, "_of_the_files", deleting)
    assert faults(kept) == ""


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_trigger_that_calls_itself_one_of_sqlite_s_own_is_found(kept: Workspace) -> None:
    sql = "CREATE TRIGGER sqlite_stat AFTER UPDATE ON assessments BEGIN DELETE FROM uses; END"
    row = f"VALUES ('trigger', 'sqlite_stat', 'assessments', 0, '{sql}')"
    with kept.engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA writable_schema=ON")
        connection.exec_driver_sql(f"INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) {row}")
    assert "it holds a trigger sqlite_stat" in faults(kept)


def test_a_file_that_was_kept_and_named_and_is_gone_is_found(kept: Workspace) -> None:
    evidence = [EVIDENCE]
    stored = kept.get("other")
    named = stored.assessment.change(answers={"page": {"one": {"value": "x", "evidence": evidence}}})
    kept.save("other", named, seen=stored.number, actor="A", at=later(40))
    assert faults(kept) == ""
    by_hand(kept, "DELETE FROM files")
    assert "the file was kept, and is gone" in faults(kept)


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_a_trigger_in_postgresql_is_found(kept: Workspace) -> None:
    by_hand(
        kept,
        "CREATE FUNCTION pwn() RETURNS trigger AS 'BEGIN RETURN NEW; END' LANGUAGE plpgsql",
        "CREATE TRIGGER t BEFORE INSERT ON revisions FOR EACH ROW EXECUTE FUNCTION pwn()",
    )
    try:
        assert "it holds a trigger t" in faults(kept)
    finally:
        by_hand(kept, "DROP FUNCTION pwn() CASCADE")


def rewritten(workspace: Workspace) -> None:
    """The whole journal anew, as somebody does it who knows how it is made."""
    with workspace.engine.begin() as connection:
        lines = [row._asdict() for row in connection.execute(JOURNAL.select().order_by(JOURNAL.c.number))]
        connection.execute(JOURNAL.delete())
        chain = NO_CHAIN
        for number, line in enumerate((one for one in lines if one["assessment"] != "other"), 1):
            data = {**line, "number": number}
            del data["chain"]
            chain = chain_of(chain, data)
            connection.execute(JOURNAL.insert().values(**data, chain=chain))


def test_whoever_rewrites_the_journal_too_is_found_with_a_head_that_was_kept_elsewhere(kept: Workspace) -> None:
    number, _, chain = journal_head(kept.engine).partition(":")
    words = "DELETE FROM search WHERE ROWID = (SELECT serial FROM assessments WHERE id = 'other')"
    by_hand(kept, _columns(kept, words), *HANDS["an assessment gone"][0])
    rewritten(kept)
    assert faults(kept) == "", "and not without it, as the docs say"
    assert "was noted down" in faults(kept, (int(number), chain))


def test_a_clock_that_went_back_is_noted_and_is_no_fault(kept: Workspace) -> None:
    answer(kept, "other", "one", "earlier", at=AT.replace(year=2001))
    found = verify_workspace(kept)
    assert found.faults == ()
    assert found.notes == ("other: revision 2 is of an earlier time than the one before it",)


# ------------------------------------------------------------------------------------------------------------ commands


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_the_command_says_so_and_exits_with_one(kept: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--workspace", str(kept.engine.url.database)]
    assert run(["workspace", "verify", *where]) == 0
    told = capsys.readouterr()
    head = journal_head(kept.engine)
    assert (told.out, told.err) == ("", f"The workspace is sound. Its head: {head}\n")
    assert run(["workspace", "verify", "--head", *where]) == 0
    assert capsys.readouterr().out == f"{head}\n"
    assert run(["workspace", "verify", "--anchor", head, *where]) == 0
    noted = f"The head that was noted down is line {head.partition(':')[0]} of its journal"
    assert noted in capsys.readouterr().err
    by_hand(kept, "UPDATE assessments SET title = 'red \x1b[31m' WHERE id = 'other'")
    assert run(["workspace", "verify", *where]) == 1
    told = capsys.readouterr()
    assert told.out == "BROKEN other: its line in the list, its lock, or what is due was changed by hand\n"
    assert run(["workspace", "verify", "--json", *where]) == 1
    assert json.loads(capsys.readouterr().out)["head"] == head
    assert run(["workspace", "list", *where]) == 0
    assert "\x1b" not in capsys.readouterr().out
    assert run(["workspace", "verify", "--anchor", "7:x", *where]) == 2
    assert "dpia workspace verify --head" in capsys.readouterr().err


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_backup_of_a_workspace_that_is_not_sound_is_written_and_told(
    kept: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backup = ["workspace", "backup", "--workspace", str(kept.engine.url.database), str(tmp_path / "b.zip")]
    assert run(backup) == 0
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    by_hand(kept, "UPDATE assessments SET title = 'x' WHERE id = 'other'")
    assert run([*backup, "--force", "--quiet"]) == 1
    told = capsys.readouterr()
    assert told.out == "BROKEN other: its line in the list, its lock, or what is due was changed by hand\n"
    assert "What is in the backup is not as dpia wrote it." in told.err
    with zipfile.ZipFile(tmp_path / "b.zip") as zipped:
        assert b'"title": "x"' in zipped.read("rows/assessments.jsonl")


def changed_backup(path: Path, change: Callable[[dict[str, list[Any]]], None]) -> None:
    """A backup with rows that somebody edited."""
    with zipfile.ZipFile(path) as zipped:
        held = {name: zipped.read(name) for name in zipped.namelist()}
    rows = {
        name[5:-6]: [json.loads(line) for line in held[name].splitlines()] for name in held if name.startswith("rows/")
    }
    change(rows)
    for name, lines in rows.items():
        held[f"rows/{name}.jsonl"] = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    with zipfile.ZipFile(path, "w") as zipped:
        for name, content in held.items():
            zipped.writestr(name, content)


def rename(rows: dict[str, list[Any]]) -> None:
    for table, column in (
        ("assessments", "id"),
        ("revisions", "assessment"),
        ("due", "assessment"),
        ("uses", "assessment"),
    ):
        for row in rows[table]:
            if row[column] == "other":
                row[column] = "../../etc"


BACKUPS: dict[str, tuple[Callable[[dict[str, list[Any]]], object], str]] = {
    "nothing": (lambda rows: None, ""),
    "an id that is none": (rename, "../../etc: no assessment can have this id"),
    "a kind": (lambda rows: rows["revisions"][2].update(kind="hacked"), "is of a kind that dpia does not write"),
    "a head": (lambda rows: rows["assessments"][0].update(head=99), "the newest revision is 99"),
    "evidence": (lambda rows: rows["files"][0].update(content={"base64": "AAAA"}), "the file is not that of its hash"),
    "a title": (lambda rows: rows["assessments"][1].update(title="x\x1b[31m\u202ey"), "its line in the list"),
    "an empty journal": (lambda rows: rows["journal"].clear(), "other: the journal does not know it"),
}


@pytest.mark.parametrize("change", BACKUPS)
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_backup_that_was_edited_is_restored_and_told(
    kept: Workspace, tmp_path: Path, change: str, capsys: pytest.CaptureFixture[str]
) -> None:
    edit, told = BACKUPS[change]
    source, target = tmp_path / "b.zip", tmp_path / "restored.sqlite"
    write_backup(kept.engine, source, at=AT)
    changed_backup(source, edit)  # type: ignore[arg-type]
    code = run(["workspace", "restore", str(source), "--workspace", str(target)])
    said = capsys.readouterr()
    assert told in said.out
    assert code == (1 if told else 0), said
    assert f"Restored 3 assessments and their whole history into {target}. It was verified and is " in said.err
    assert ("is not sound." if told else "is sound. Its head: ") in said.err
    assert "\x1b" not in said.out + said.err and "\u202e" not in said.out + said.err
    assert run(["workspace", "list", "--workspace", str(target)]) == 0
    assert "\x1b" not in capsys.readouterr().out
    assert run(["history", "hotline", "--workspace", str(target)]) in (0, 1)


def test_a_workspace_that_held_something_before_goes_on_with_its_own_journal(kept: Workspace, tmp_path: Path) -> None:
    write_backup(kept.engine, tmp_path / "b.zip", at=AT)
    other = opened(tmp_path / "other.sqlite")
    create(other, make("first"))
    head = journal_head(other.engine)
    other.delete("first", actor="A", at=AT)
    restore_backup(other.engine, tmp_path / "b.zip", actor="A", at=AT)
    number, _, chain = head.partition(":")
    assert faults(other, (int(number), chain)) == ""
    other.close()
