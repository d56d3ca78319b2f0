"""`dpia open`, `close`, `sign`, `review`: an assessment from its first answer to its next review."""

import json
import re
import shutil
from pathlib import Path

import pytest

from dpia.assessment.duplicating import suggestions
from dpia.assessment.files import read_assessment, write_assessment
from dpia.assessment.kits import kit_of
from dpia.cli import run
from dpia.shipped import example_path, shipped_library

SCREENING = ["--questionnaire", "screening"]


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """A new assessment with a comment of its analyst, and an answer that opens `ai-fria`."""
    path = tmp_path / "case.yaml"
    assert run(["new", str(path), "--title", "Case", *SCREENING, "--quiet"]) == 0
    text = path.read_text(encoding="utf-8")
    text = text.replace(
        "  screening:\n", "  screening:\n    # asked the supplier twice\n    technology: [biometric_matching]\n", 1
    )
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def decided(tmp_path: Path) -> Path:
    return Path(shutil.copy(example_path("adlens"), tmp_path / "adlens.yaml"))


def questionnaires(path: Path) -> list[str]:
    return [ref.id for ref in read_assessment(path)[0].questionnaires]


def test_open_adds_the_questionnaire_and_its_questions_as_comments(begun: Path) -> None:
    before = begun.read_text(encoding="utf-8").splitlines()
    assert run(["open", str(begun), "children-csae", "--reason", "Young people write too.", "--by", "A. Example"]) == 0
    after = begun.read_text(encoding="utf-8").splitlines()
    assert questionnaires(begun) == ["screening", "children-csae"]
    assert [line for line in before if line not in after] == []
    assert any(line.startswith("    # CH-01 ") for line in after)
    assert read_assessment(begun)[0].routing[0].by == "A. Example"


def test_open_writes_the_questions_that_answers_ask_for_since(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = begun.read_text(encoding="utf-8")
    assert "# c1_scoring:" not in text
    text = text.replace("    # personal_data: <yes | no>\n", "    personal_data: yes\n")
    text = text.replace("    technology: [biometric_matching]\n", "")
    begun.write_text(text, encoding="utf-8")
    assert run(["open", str(begun)]) == 0
    assert "every question that is asked now" in capsys.readouterr().err
    after = begun.read_text(encoding="utf-8")
    assert (
        after.index("personal_data: yes")
        < after.index("# c1_scoring: <yes | no>")
        < after.index("# screening_decision:")
    )
    assert [line for line in text.splitlines() if line not in after.splitlines()] == []
    assert after.count("# SCR-13 ") == 1
    assert run(["open", str(begun), "-q"]) == 0
    assert begun.read_text(encoding="utf-8") == after


def test_open_without_a_name_opens_all_that_answers_call_for(begun: Path) -> None:
    check = ["check", str(begun), "--json"]
    assert run(["open", str(begun)]) == 0
    assert questionnaires(begun)[0] == "screening"
    assert len(questionnaires(begun)) > 1
    assert run([*check, "--fail-on", "block"]) in (0, 1)
    again = begun.read_bytes()
    assert run(["open", str(begun)]) == 0
    assert begun.read_bytes() == again


def test_open_needs_a_reason_where_no_answer_gives_one(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["open", str(begun), "law-measure"]) == 2
    assert "Say with --reason" in capsys.readouterr().err
    assert questionnaires(begun) == ["screening"]


def test_close_keeps_the_reason_and_the_file(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["open", str(begun), "law-measure", "--reason", "A draft law."]) == 0
    before = begun.read_text(encoding="utf-8").splitlines()
    assert run(["close", str(begun), "law-measure", "--reason", "The draft was withdrawn."]) == 0
    assert questionnaires(begun) == ["screening"]
    assert "    # asked the supplier twice" in begun.read_text(encoding="utf-8").splitlines()
    assert sum(line not in begun.read_text(encoding="utf-8").splitlines() for line in before) < 8
    capsys.readouterr()
    assert run(["check", str(begun)]) == 0
    assert "Closed: law-measure, because The draft was withdrawn." in capsys.readouterr().out


def test_the_screening_is_not_closed_under_the_form_that_it_protects(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path(shutil.copy(example_path("shelter-file"), tmp_path / "case.yaml"))
    before = path.read_bytes()
    assert run(["close", str(path), "screening", "--reason", "Done elsewhere."]) == 2
    assert "“gdpr-dpia” needs “screening”" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_a_questionnaire_that_is_not_there_is_named(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["close", str(begun), "law-mesure", "--reason", "x"]) == 2
    assert "law-measure" in capsys.readouterr().err


def test_check_says_which_questionnaires_wait_and_why(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(begun), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    waiting = [item["id"] for item in data["questionnaires"] if not item["answered"] and not item["closed"]]
    assert waiting
    assert all(item["opened_by"] for item in data["questionnaires"] if item["id"] in waiting)
    assert run(["check", str(begun)]) == 0
    assert f"Also applies: {waiting[0]}" in capsys.readouterr().out


def test_check_says_when_a_definition_is_another_one(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = begun.read_text(encoding="utf-8")
    old = read_assessment(begun)[0].questionnaires[0].sha256
    assert old is not None
    begun.write_text(text.replace(old, "0" * 64), encoding="utf-8")
    assert run(["check", str(begun)]) == 0
    assert "The definition of screening is not the one that was answered." in capsys.readouterr().out
    assert run(["open", str(begun), "screening"]) == 0
    assert begun.read_text(encoding="utf-8") == text


def test_check_points_at_what_looks_like_personal_data_and_never_repeats_it(
    begun: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = begun.read_text(encoding="utf-8").replace("title: Case", "title: Case\nsummary: Ring +43 664 1234567")
    begun.write_text(text, encoding="utf-8")
    for form in ([], ["--json"]):
        assert run(["check", str(begun), *form]) == 0
        said = capsys.readouterr().out
        assert "This looks like a telephone number." in said
        assert "1234567" not in said


def test_sign_binds_a_name_to_the_content(decided: Path) -> None:
    before = decided.read_text(encoding="utf-8")
    assert run(["sign", str(decided), "--name", "C. Example", "--role", "Director", "--on", "2026-11-24"]) == 0
    signed = read_assessment(decided)[0]
    assert [approval.name for approval in signed.valid_approvals] == ["C. Example"]
    assert decided.read_text(encoding="utf-8").startswith(before.rstrip("\n"))


@pytest.mark.parametrize("name", ["C. Example", "c.  EXAMPLE"])
def test_nobody_signs_the_same_content_twice(name: str, decided: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sign", str(decided), "--name", "C. Example", "--role", "Director", "--on", "2026-11-24"]) == 0
    before = decided.read_bytes()
    capsys.readouterr()
    assert run(["sign", str(decided), "--name", name, "--role", "Head"]) == 2
    told = f"{decided} is signed already by C. Example, Director, on 2026-11-24. Nothing was changed.\n"
    assert capsys.readouterr().err == told
    assert decided.read_bytes() == before
    assert run(["sign", str(decided), "--name", "D. Example", "--role", "Director"]) == 0
    write_assessment(read_assessment(decided)[0].change(version="9.9"), decided, force=True)
    assert run(["sign", str(decided), "--name", "C. Example", "--role", "Director"]) == 0, "it is another content"


def test_a_signature_is_void_after_any_change(decided: Path) -> None:
    assert run(["sign", str(decided), "--name", "C. Example", "--role", "Director"]) == 0
    assert read_assessment(decided)[0].change(version="1.1").valid_approvals == ()


def test_nothing_is_signed_before_a_decision_that_fits(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = begun.read_bytes()
    assert run(["sign", str(begun), "--name", "C. Example", "--role", "Director"]) == 2
    assert "No decision has been taken yet." in capsys.readouterr().err
    assert begun.read_bytes() == before


@pytest.mark.parametrize("command", ["sign", "open", "close"])
def test_a_report_is_never_changed(
    command: str, made_report: Path, questionnaire: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = {"sign": ["--name", "A", "--role", "B"], "open": ["screening"], "close": ["screening", "--reason", "x"]}
    before = made_report.read_bytes()
    assert run([command, str(made_report), *options[command], "-Q", str(questionnaire)]) == 2
    assert "dpia import" in capsys.readouterr().err
    assert made_report.read_bytes() == before


@pytest.mark.parametrize("name", ["A\nB", "x" * 501, ""])
def test_a_name_that_is_no_line_is_refused_in_one_line(
    name: str, decided: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["sign", str(decided), "--name", name, "--role", "Director"]) == 2
    error = capsys.readouterr().err
    assert "--name" in error
    assert error.count("\n") == 1


def test_review_begins_the_next_version_from_a_decided_one(decided: Path, tmp_path: Path) -> None:
    before = decided.read_bytes()
    target = tmp_path / "review.yaml"
    assert run(["review", str(decided), "--output", str(target), "--on", "2027-06-01"]) == 0
    assert decided.read_bytes() == before
    review = read_assessment(target)[0]
    assert questionnaires(target)[-1] == "review"
    assert review.reviewed is not None
    assert review.reviewed.content_hash == read_assessment(decided)[0].content_hash
    assert run(["check", str(target)]) == 0


def test_review_names_its_file_after_the_day(decided: Path) -> None:
    assert run(["review", str(decided), "--on", "2027-06-01"]) == 0
    assert decided.with_name("adlens-review-2027-06-01.yaml").is_file()


def test_review_overwrites_nothing_unasked(decided: Path, tmp_path: Path) -> None:
    target = tmp_path / "review.yaml"
    target.write_text("mine", encoding="utf-8")
    assert run(["review", str(decided), "--output", str(target)]) == 2
    assert target.read_text(encoding="utf-8") == "mine"


def test_nothing_is_reviewed_before_a_decision(begun: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["review", str(begun)]) == 2
    assert "nothing to review" in capsys.readouterr().err


def test_signing_what_cannot_be_printed_is_told_and_not_forbidden(
    decided: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = decided.read_text(encoding="utf-8")
    decided.write_text(text.replace("organisation: ", "organisation: 热 ", 1), encoding="utf-8")
    assert run(["sign", str(decided), "--name", "C. Example", "--role", "Director"]) == 0
    said = capsys.readouterr().err
    assert "Note: 1 sign cannot be printed" in said
    assert "First in: “Organisation”." in said
    assert "Signed" in said


# ------------------------------------------------------------------------------------------------------- what happened since


def test_what_happened_is_noted_beside_the_signature_and_taken_over_by_the_review(
    decided: Path, tmp_path: Path
) -> None:
    assert run(["sign", str(decided), "--name", "A. Example", "--role", "Head"]) == 0
    what = "The police asked for two numbers."
    assert run(["occasion", str(decided), "--what", what, "--kind", "state_request", "--by", "B. Example"]) == 0
    noted = read_assessment(decided)[0]
    assert [(one.what, one.kind, one.by) for one in noted.occasions] == [(what, "state_request", "B. Example")]
    assert len(noted.valid_approvals) == 1
    assert run(["review", str(decided), "--output", str(tmp_path / "next.yaml")]) == 0
    review = read_assessment(tmp_path / "next.yaml")[0]
    taken = review.answers["review"]["occasions"]
    assert (taken.value, taken.stands) == (["state_request"], False)
    assert review.occasions == ()


def test_an_occasion_of_no_known_kind_or_without_words_is_refused_in_one_line(
    decided: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = decided.read_bytes()
    assert run(["occasion", str(decided), "--what", "It rained.", "--kind", "incidnt"]) == 2
    assert "did you mean `incident`" in capsys.readouterr().err
    assert run(["occasion", str(decided)]) == 2
    assert run(["occasion", str(decided), "--what", "It rained.", "--by", "A\nB"]) == 2
    assert decided.read_bytes() == before
    assert run(["occasion", str(decided), "--list"]) == 0
    shown = capsys.readouterr().out
    assert "Nothing was noted yet." in shown
    assert "incident: " in shown
    for wrong in (
        ["--what", "  "],
        ["--what", "\x1b[31mred"],
        ["--what", "It will rain.", "--on", "2999-01-01"],
        ["--remove", "1"],
    ):
        assert run(["occasion", str(decided), *wrong]) == 2
    assert decided.read_bytes() == before
    assert run(["occasion", str(decided), "--what", "It rained.", "--on", "2026-11-25"]) == 0
    run(["check", str(decided)])
    assert "1 thing noted since" in capsys.readouterr().out
    assert run(["occasion", str(decided), "--remove", "1"]) == 0
    assert read_assessment(decided)[0].occasions == ()


@pytest.fixture
def camera(tmp_path: Path) -> Path:
    path = tmp_path / "camera.yaml"
    assert run(["new", str(path), "--title", "Camera", "--kit", "shop-camera"]) == 0
    return path


def test_only_what_is_listed_is_kept_by_all(camera: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """SCR-30 is suggested by the kit and hidden while SCR-02 settles it: nobody has seen it, so nobody answers for it."""
    capsys.readouterr()
    assert run(["keep", str(camera), "--list"]) == 0
    shown = capsys.readouterr()
    assert "screening.governing_law" not in shown.out
    assert "Of questions that are not asked now, 1 more are suggested." in shown.err
    assert run(["keep", str(camera), "--all"]) == 0
    told = capsys.readouterr().err
    assert "1 are still only suggested. Of questions that are not asked now, 1 more are suggested." in told
    assert suggestions(read_assessment(camera)[0]) == ("screening.governing_law",)


def test_the_number_of_suggestions_of_a_kit_is_that_of_the_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    camera = str(tmp_path / "camera.yaml")
    assert run(["new", camera, "--title", "Camera", "--kit", "shop-camera"]) == 0
    told = capsys.readouterr().err
    assert run(["keep", camera, "--list"]) == 0
    listed = [line for line in capsys.readouterr().out.splitlines() if not line.startswith(" ")]
    assert f"{len(listed)} entries come from" in told


def test_the_list_says_what_one_would_answer_for(camera: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(["keep", str(camera), "--list"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    kit = kit_of(shipped_library(), "shop-camera")
    assert "Covered are the cameras inside, the recorder" in shown
    for risk in kit.risks:
        assert not risk.harm or " ".join(risk.harm.split())[:200] in shown
    for measure in kit.measures:
        assert measure.title in shown


def test_a_kit_says_what_it_leaves_open(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "camera.yaml"
    assert run(["new", str(path), "--title", "Camera", "--kit", "shop-camera"]) == 0
    told, text = capsys.readouterr().err, " ".join(path.read_text(encoding="utf-8").split())
    for point in kit_of(shipped_library(), "shop-camera").open:
        assert f"  {point.code}  {point.hint}" in told
    assert text.count("# Hint of the starter kit:") >= 2


def test_full_depth_is_refused_where_nothing_asks_how_deep_it_goes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "law.yaml"
    assert run(["new", str(path), "--questionnaire", "law-measure", "--full"]) == 2
    assert "asks how deep it goes" in " ".join(capsys.readouterr().err.split())
    assert not path.exists()


def test_what_happened_can_be_noted_on_what_was_answered_on_an_older_version(decided: Path, tmp_path: Path) -> None:
    """The signed assessment of last year stands on the questionnaires of last year, and stays there."""
    text = decided.read_text(encoding="utf-8")
    decided.write_text(re.sub(r"(id: led-dpia, version: )[\d.]+", r"\g<1>0.9.0", text), encoding="utf-8")
    before = read_assessment(decided)[0]
    assert run(["check", str(decided)]) == 2
    assert run(["occasion", str(decided), "--what", "It rained."]) == 0
    after = read_assessment(decided)[0]
    assert [one.what for one in after.occasions] == ["It rained."]
    assert (after.content_hash, after.questionnaires) == (before.content_hash, before.questionnaires)
