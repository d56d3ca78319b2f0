"""What `import dpia` offers."""

import inspect
import json
from datetime import date
from pathlib import Path

import pydantic
import pytest

import dpia
from dpia.version import VERSION

NAMES = [name for name in dpia.__all__ if not name.startswith("_")]
ON = date(2026, 11, 24)


def test_all_is_complete() -> None:
    offered = {name for name, item in vars(dpia).items() if not name.startswith("_") and not inspect.ismodule(item)}
    assert offered == set(NAMES)


def test_all_is_sorted_and_names_nothing_twice() -> None:
    assert dpia.__all__ == sorted(dpia.__all__, key=lambda name: (not name.isupper(), name))
    assert len(dpia.__all__) == len(set(dpia.__all__))


@pytest.mark.parametrize("name", NAMES)
def test_everything_public_says_in_a_docstring_what_it_is(name: str) -> None:
    item = getattr(dpia, name)
    own = vars(item).get("__doc__") if inspect.isclass(item) else item.__doc__
    assert own
    assert own.strip().endswith((".", ":")) or "\n" in own.strip()


@pytest.mark.parametrize("name", [name for name in NAMES if inspect.isclass(getattr(dpia, name))])
def test_every_public_method_and_property_has_a_docstring(name: str) -> None:
    bare = [
        member
        for member, item in vars(getattr(dpia, name)).items()
        if not member.startswith("_")
        and (inspect.isfunction(item) or isinstance(item, property | classmethod))
        and not inspect.getdoc(item)
    ]
    assert bare == []


@pytest.mark.parametrize("name", [name for name in NAMES if inspect.isfunction(getattr(dpia, name))])
def test_every_public_function_is_typed(name: str) -> None:
    signature = inspect.signature(getattr(dpia, name))
    assert signature.return_annotation is not inspect.Signature.empty
    assert all(part.annotation is not inspect.Parameter.empty for part in signature.parameters.values())


def test_the_package_says_that_it_is_typed() -> None:
    assert (Path(dpia.__file__).parent / "py.typed").is_file()


def test_the_version_is_that_of_the_package() -> None:
    pyproject = (Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    assert dpia.__version__ == VERSION
    assert f'\nversion = "{VERSION}"\n' in pyproject


def test_models_are_frozen() -> None:
    measure = dpia.Measure(id="M1", title="Erase early")
    with pytest.raises(pydantic.ValidationError):
        measure.title = "x"  # type: ignore[misc]


def test_every_error_is_a_dpia_error_with_an_exit_code() -> None:
    errors = [
        item
        for name in NAMES
        if inspect.isclass(item := getattr(dpia, name))
        and issubclass(item, Exception)
        and not issubclass(item, Warning)
    ]
    assert len(errors) >= 7
    assert all(issubclass(error, dpia.DpiaError) and error.exit_code in (1, 2) for error in errors)


@pytest.fixture(scope="module")
def library() -> dpia.Library:
    return dpia.load_library()


@pytest.fixture
def assessment(library: dpia.Library) -> dpia.Assessment:
    form = library.form(["screening"])
    return dpia.new_assessment(form, assessment_id="chat", title="Chat", created=ON)


@pytest.mark.parametrize("name", ["chat.yaml", "chat.json", "chat.yml", "chat"])
def test_what_is_saved_is_read_again(
    name: str, assessment: dpia.Assessment, library: dpia.Library, tmp_path: Path
) -> None:
    answered = assessment.with_answer("screening.personal_data", "yes")
    dpia.save(answered, tmp_path / name)
    assert dpia.read(tmp_path / name, library) == answered


def test_save_replaces_nothing_unasked(assessment: dpia.Assessment, tmp_path: Path) -> None:
    dpia.save(assessment, tmp_path / "chat.yaml")
    with pytest.raises(dpia.WouldOverwrite):
        dpia.save(assessment, tmp_path / "chat.yaml")
    dpia.save(assessment, tmp_path / "chat.yaml", force=True)


def test_read_refuses_an_unknown_questionnaire_with_its_place(library: dpia.Library, tmp_path: Path) -> None:
    path = tmp_path / "chat.yaml"
    path.write_text(
        "dpia: 1\nid: chat\ntitle: Chat\nquestionnaires:\n- {id: screning, version: 1.0.0}\n", encoding="utf-8"
    )

    with pytest.raises(dpia.AssessmentError) as caught:
        dpia.read(path, library)

    (problem,) = caught.value.problems
    assert (problem.location.line, problem.location.column) == (5, 8)
    assert problem.code is dpia.Code.UNKNOWN_ID
    assert problem.hint == "did you mean “screening”?"


def test_read_refuses_a_module_with_its_place_and_what_to_name_instead(library: dpia.Library, tmp_path: Path) -> None:
    path = tmp_path / "module.yaml"
    path.write_text(
        "dpia: 1\nid: x\ntitle: X\ncreated: 2026-11-24\nquestionnaires:\n  - {id: security, version: 1.0.0}\n",
        encoding="utf-8",
    )
    with pytest.raises(dpia.AssessmentError) as caught:
        dpia.read(path, library)
    (problem,) = caught.value.problems
    assert (problem.location.line, problem.location.column, problem.code.slug) == (6, 10, "unknown-id")
    assert (problem.message, problem.hint) == (
        "“security” is a part of questionnaires, and not named by itself",
        "it comes with `gdpr-dpia`",
    )


def test_read_refuses_an_unknown_risk_method_with_its_place(library: dpia.Library, tmp_path: Path) -> None:
    path = tmp_path / "chat.json"
    data = {"dpia": 1, "id": "chat", "title": "Chat", "questionnaires": [{"id": "screening", "version": "2.0.0"}]}
    path.write_text(json.dumps(data | {"method": "five-by-five"}), encoding="utf-8")

    with pytest.raises(dpia.AssessmentError, match="There is no risk method “five-by-five”"):
        dpia.read(path, library)


def test_a_page_of_html_carries_the_words_of_the_assessment(assessment: dpia.Assessment, library: dpia.Library) -> None:
    answered = assessment.with_answer("screening.processing_name", "Chat <at> night & day")
    evaluation = dpia.evaluate(library.form(["screening"]), answered, on=ON)
    assert "Chat &lt;at&gt; night &amp; day" in dpia.make_html(evaluation, library)
