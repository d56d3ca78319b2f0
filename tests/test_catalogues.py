"""What translators are given is what the program says: `make messages` (scripts/messages.py) has nothing to do."""

from pathlib import Path

import pytest

from dpia.errors import DpiaError
from dpia.showing.catalogues import FILE, read_catalogue
from scripts import messages
from tests.support.translations import POT, pseudo_catalogue, template

CATALOGUES = sorted(messages.FOLDER.glob(f"*/{FILE}"))


def test_every_marked_phrase_and_no_other_stands_in_the_template() -> None:
    assert messages.written(messages.extracted()) == POT.read_bytes(), "run `make messages`"


def test_every_catalogue_holds_the_phrases_of_today_and_none_that_cannot_be_shown() -> None:
    made = messages.extracted()
    assert [path for path in CATALOGUES if messages.updated(path, made) != path.read_bytes()] == [], (
        "run `make messages`"
    )
    assert [fault for path in CATALOGUES for fault in messages.faults(path)] == []


def test_the_template_has_neither_line_numbers_nor_dates() -> None:
    text = POT.read_text(encoding="utf-8")
    places = [line for line in text.splitlines() if line.startswith("#: ")]
    assert places and not any(":" in line[3:] for line in places)
    assert "POT-Creation-Date" not in text and "Generated-By" not in text


def test_phrases_of_every_kind_are_found_in_code_and_templates() -> None:
    found = {(one.context, one.id): one for one in template()}
    for context, phrase in (
        (None, "Open points"),  # _ in a template
        (None, "Blocks approval"),  # N_ in a module
        ("remark", "open"),  # C_ in a template
        ("level of a finding", "Note"),  # C_ in a module
        (None, "{n} of {all}"),  # say
        (None, ("{n} save", "{n} saves")),  # say_n
        (None, ("and {n} more", "and {n} more")),  # said_n
        (None, "Met on {day}"),  # said
    ):
        assert (context, phrase) in found
    joined = [one for one in found.values() if isinstance(one.id, str) and one.id.startswith("The figures count")]
    assert len(joined) == 2 and all(one.id.endswith(".") for one in joined)  # one of them is written in two pieces


def test_translators_are_told_what_a_short_phrase_means() -> None:
    found = {(one.context, one.id): one.auto_comments for one in template()}
    assert found[None, "{n} of {all}"] and found["history", "created"]


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout whose catalogues may be changed."""
    for name, value in (("FOLDER", tmp_path), ("TEMPLATE", tmp_path / "dpia.pot"), ("ROOT", tmp_path)):
        monkeypatch.setattr(messages, name, value)
    made = template()
    monkeypatch.setattr(messages, "extracted", lambda: made)
    return tmp_path


def test_a_new_language_is_begun_with_its_own_plural_forms(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert messages.main(["pl"]) == 0
    text = (tree / "pl" / FILE).read_text(encoding="utf-8")
    assert "nplurals=3" in text and 'msgstr[2] ""' in text
    assert "0 of " in capsys.readouterr().out


def test_what_is_no_language_begins_nothing(tree: Path) -> None:
    with pytest.raises(SystemExit, match="is no language"):
        messages.main(["qqqq"])
    assert not (tree / "qqqq").exists()


def test_no_translation_is_lost_and_a_changed_phrase_is_fuzzy(tree: Path) -> None:
    path = pseudo_catalogue(tree)
    messages.main([])
    changed = path.read_text(encoding="utf-8").replace('msgid "Open points"', 'msgid "Open point"')
    path.write_text(changed, encoding="utf-8")
    messages.main([])
    lines = path.read_text(encoding="utf-8").splitlines()
    at = lines.index('msgid "Open points"')
    assert lines[at + 1] == 'msgstr "ξξξξ ξξξξξξ"'
    assert "fuzzy" in "".join(lines[at - 4 : at]) and '#| msgid "Open point"' in lines[at - 4 : at]


def test_a_second_run_changes_nothing(tree: Path) -> None:
    path = pseudo_catalogue(tree)
    messages.main([])
    before = path.read_bytes()
    messages.main([])
    assert path.read_bytes() == before


def test_a_translation_that_cannot_be_shown_is_told_with_its_line(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = pseudo_catalogue(tree)
    messages.main([])
    path.write_text(path.read_text(encoding="utf-8").replace('"{n} ξξ {all}"', '"{n} ξξ {alle}"'), encoding="utf-8")
    assert messages.main([]) == 1
    line = path.read_text(encoding="utf-8").splitlines().index('msgid "{n} of {all}"') + 1
    assert f"el/LC_MESSAGES/dpia.po:{line}: the translation has a gap {{alle}}" in capsys.readouterr().out


@pytest.mark.parametrize("broken", ['msgstr "Indhold', "msgstr Indhold", 'msgstr "Ind"hold"'])
def test_a_line_whose_quotes_do_not_fit_is_told_and_not_cut_short(broken: str, tmp_path: Path) -> None:
    path = tmp_path / "da" / FILE
    path.parent.mkdir(parents=True)
    path.write_text(f'msgid ""\nmsgstr ""\n\nmsgid "Contents"\n{broken}\n', encoding="utf-8")
    with pytest.raises(DpiaError, match=r"dpia\.po:5: is no line of a catalogue: msgstr"):
        read_catalogue(path)
