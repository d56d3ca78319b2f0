"""Fills assessments in through the pages, as a person does with a mouse: what the browser tests share."""

import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pypdf

from dpia.assessment.evaluation import Evaluation, evaluate
from dpia.assessment.model import Assessment, is_wrapper
from dpia.assessment.offering import offered_columns
from dpia.questionnaire.compiled import CompiledColumn, CompiledQuestion, Form
from dpia.questionnaire.kinds import KINDS, NO_ANSWER_TYPES
from dpia.questionnaire.types import QuestionType
from dpia.shipped import shipped_library
from dpia.web.views import input_id, page_id
from dpia.workspace import open_workspace
from tests.support.browsing import Served, Watched, browsing, example, is_saved
from tests.support.run import HANG_SECONDS

FULL = bool(os.environ.get("DPIA_FULL"))
HANDS = 99 if FULL else 5
"""With DPIA_FULL=1 all 32 sections of the GDPR DPIA are filled in by hand, otherwise the first 5; the rest is put in."""
LUMEN = example("lumen-line")


@contextmanager
def opened(browser: Any, server: Served, **options: Any) -> Iterator[Any]:
    """A page in a browser of its own; at the end nothing may have gone wrong on it."""
    context = browsing(
        browser, viewport={"width": 1280, "height": 900}, reduced_motion="reduce", accept_downloads=True, **options
    )
    page = context.new_page()
    watched = Watched(page)
    server.open(page)
    try:
        yield page
        # Chromium tells every answer of 400 and above; a page that is not there yet, or an answer half typed, is none of ours.
        assert [fault for fault in watched.faults if "status of 4" not in fault] == []
        assert watched.elsewhere == []
    finally:
        context.close()


def stored(server: Served, name: str) -> Assessment:
    workspace = open_workspace(server.workspace, shipped_library(), at=datetime.now(UTC))
    try:
        return workspace.get(name).assessment
    finally:
        workspace.close()


def begin(page: Any, server: Served, title: str = "Lumen chat") -> str:
    """The guided start; gives the id."""
    page.goto(f"{server.origin}/new")
    page.fill("#title", title)
    with page.expect_event("load"):
        page.click("text=Begin with the screening")
    return str(re.search(r"/a/([^/]+)/s/", page.url)[1])  # type: ignore[index]


class Filling:
    """Types the answers of the worked example into whatever a page asks."""

    def __init__(self, page: Any, form: Form, script: bool, look: Callable[[], Evaluation]) -> None:
        self.page, self.form, self.script, self.look = page, form, script, look
        self.pasted: set[str] = set()
        self.filled: set[str] = set()

    def section(self, address: str) -> None:
        """One section, until nothing new appears."""
        self.page.goto(address)
        done: set[str] = set()
        while new := [key for key in self.keys() if key not in done]:
            for key in new:
                self.question(self.form.questions[key])
                done.add(key)
            self.save()
        for key in self.keys():  # cells and options that came with answers below
            if self.form.questions[key].type in (QuestionType.TABLE, QuestionType.CHOICES):
                self.question(self.form.questions[key])
        self.save()

    def keys(self) -> list[str]:
        return list(self.page.eval_on_selector_all(".question", "all => all.map(one => one.dataset.key)"))

    def save(self) -> None:
        if self.script:
            is_saved(self.page)
        else:
            self.page.click(".save-bar button[value=save]")
        assert self.page.locator(".error-summary").count() == 0, self.page.locator(".error-summary").inner_text()

    def question(self, item: CompiledQuestion) -> None:
        answer = LUMEN.answer(item.key)
        if item.type in NO_ANSWER_TYPES or answer is None:
            return
        if answer.unknown or answer.not_applicable:
            self.state(item.key, answer.unknown, answer.not_applicable)
        elif item.type is QuestionType.TABLE:
            self.table(item, answer.value)
        else:
            self.value(item, item.key, answer.value)

    def state(self, name: str, unknown: bool, reason: str | None) -> None:
        box = self.page.locator(f"#{input_id(name)}-state")
        if not box.is_visible():
            self.page.locator(f"details.cell-state:has(#{input_id(name)}-state) summary").click()
        box.select_option("unknown" if unknown else "not_applicable")
        if reason:
            self.page.fill(f"#{input_id(name)}-reason", reason)

    def table(self, item: CompiledQuestion, rows: list[dict[str, Any]]) -> None:
        if rows == []:
            self.page.check(f"#{page_id(item.key)}-none")
            return
        if not (item.source or item.question.fixed_rows) and item.key not in self.pasted:
            self.paste(item, rows)
        there = set(self.page.eval_on_selector_all("[name$=':asked']", "all => all.map(one => one.name)"))
        for row in rows:
            for name, column in item.columns.items():
                cell = f"{item.key}/{row['id']}/{name}"
                raw = row.get(name)
                if raw is None or f"{cell}:asked" not in there or cell in self.filled:
                    continue
                self.filled.add(cell)
                if is_wrapper(raw) and ("unknown" in raw or "not_applicable" in raw):
                    self.state(cell, bool(raw.get("unknown")), raw.get("not_applicable"))
                else:
                    self.value(column, cell, raw["value"] if is_wrapper(raw) else raw)

    def paste(self, item: CompiledQuestion, rows: list[dict[str, Any]]) -> None:
        """The rows as a block from a spreadsheet; what no cell of a spreadsheet can say is typed afterwards."""
        self.pasted.add(item.key)
        lines = []
        columns = {column.column.id: column for column in offered_columns(self.look(), item)}
        for row in rows:
            cells = [as_cell(column, row.get(name)) for name, column in columns.items()]
            self.filled |= {f"{item.key}/{row['id']}/{name}" for name, text in zip(columns, cells, strict=True) if text}
            lines.append("\t".join(cells))
        box = self.page.locator(f"#{page_id(item.key)}-paste")
        self.page.locator(f"details.paste:has(#{page_id(item.key)}-paste) summary").click()
        box.fill("\n".join(lines))
        self.page.click(f"button[value='paste:{item.key}']")
        self.page.wait_for_selector(f"#{page_id(item.key)}-{rows[-1]['id']}")

    def value(self, item: CompiledQuestion | CompiledColumn, name: str, value: Any) -> None:
        asked = item.column if isinstance(item, CompiledColumn) else item.question
        cell, page, grouped = f"#{input_id(name)}", self.page, isinstance(item, CompiledColumn)
        if value == []:
            page.check(f"{cell}---none")
            return
        match asked.type:
            case QuestionType.YES_NO | QuestionType.CHOICE | QuestionType.SCALE if not grouped:
                page.check(f"{cell}--{value}")
            case QuestionType.YES_NO | QuestionType.CHOICE | QuestionType.SCALE:
                page.select_option(cell, value)
            case QuestionType.CHOICES:
                for one in value:  # one that comes with an answer on this page is ticked when that was saved
                    if page.locator(f"{cell}--{one}").count():
                        page.check(f"{cell}--{one}")
            case QuestionType.ROW if asked.many:
                for one in value if isinstance(value, list) else [value]:
                    page.check(f"{cell}--{one}")
            case QuestionType.ROW | QuestionType.COUNTRY:
                page.select_option(cell, value)
            case kind if KINDS[kind].parts:
                for part, text in value.items():
                    page.fill(f"{cell}-{part}", str(text))
            case _:
                page.fill(cell, str(value).strip())


def as_cell(column: CompiledColumn, raw: Any) -> str:
    """A cell as a spreadsheet holds it; empty where that cannot be."""
    value = raw.get("value") if is_wrapper(raw) else raw
    if value is None or column.kind.parts:
        return ""
    text = ", ".join(value) if isinstance(value, list) else str(value).strip()
    return "" if "\n" in text or "\t" in text else text


def judged(server: Served, name: str, form: Form) -> Evaluation:
    """What follows from what the server has kept."""
    return evaluate(form, stored(server, name), on=datetime.now(UTC).date())


def fill_in(page: Any, server: Served, name: str, file: str, *, script: bool) -> None:
    """All questions of a questionnaire, in the order of its sections."""
    library = shipped_library()
    form = library.form([ref.id for ref in stored(server, name).questionnaires])
    by_hand = 0
    for owner, section, _ in form.answered_sections:
        if (file == "screening") != (owner == "screening"):
            continue
        if by_hand == HANDS:
            put_in_the_rest(server, name, form)
            return
        by_hand += 1
        Filling(page, form, script, lambda: judged(server, name, form)).section(
            f"{server.origin}/a/{name}/s/{owner}/{section}"
        )


def left(server: Served, name: str) -> str:
    """Why the decision is not left: what is missing, and the risks as they stand."""
    found = stored(server, name)
    form = shipped_library().form([ref.id for ref in found.questionnaires])
    evaluation = evaluate(form, found, on=datetime.now(UTC).date())
    risks = [(one.id, one.before is None, one.today is None, one.done is None) for one in evaluation.risks]
    return f"missing {evaluation.missing}, findings {[one.key for one in evaluation.open_findings]}, risks {risks}"


def put_in_the_rest(server: Served, name: str, form: Form) -> None:
    """The answers that are not there yet, by the workspace itself."""
    workspace = open_workspace(server.workspace, shipped_library(), at=datetime.now(UTC))
    found = workspace.get(name)
    filled = found.assessment
    for key in form.questions:
        if filled.answer(key) is None and LUMEN.answer(key) is not None:
            filled = filled.with_answer(key, LUMEN.answer(key))
    workspace.save(name, filled, seen=found.number, actor="A. Analyst", at=datetime.now(UTC))
    workspace.close()


def is_as_in_the_example(server: Served, name: str) -> None:
    """Every question that is asked now has the answer of the example."""
    found = stored(server, name)
    form = shipped_library().form([ref.id for ref in found.questionnaires])
    for key, item in form.questions.items():
        wanted, given = LUMEN.answer(key), found.answer(key)
        if item.type in NO_ANSWER_TYPES or wanted is None:
            continue
        assert given is not None, key
        assert plain(given.value) == plain(wanted.value), key
        assert (given.unknown, given.not_applicable) == (
            wanted.unknown,
            (wanted.not_applicable or "").strip() or None,
        ), key


def plain(value: Any) -> Any:
    """An answer without notes, evidence and white space at its ends; rows by their ids."""
    if isinstance(value, str):
        return value.strip()
    if is_wrapper(value):
        return (
            plain(value["value"])
            if "value" in value
            else {k: v for k, v in value.items() if k not in ("note", "evidence")}
        )
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return sorted(value)  # boxes are ticked in the order of the page
    if isinstance(value, list):
        return [plain(part) for part in value]
    return value


def to_the_signed_report(page: Any, server: Served, name: str, *, script: bool, folder: Path) -> None:
    """From answered questionnaires to the PDF: further questionnaires are closed, risks rated, measures linked, all decided."""
    base = f"{server.origin}/a/{name}"
    page.goto(base)
    while page.locator(".route").count():
        route = page.locator(".route").first
        route.locator("summary").first.click()
        route.locator("textarea").fill("It is answered in an assessment of its own.")
        with page.expect_event("load"):
            route.locator("text=Close it with this reason").click()
    for measure in LUMEN.measures:
        page.goto(f"{base}/measures")
        page.fill("#title", measure.title)
        page.select_option("#status", measure.status.value)
        if measure.owner:
            page.fill("#owner", measure.owner)
        if measure.due:
            page.fill("#due", str(measure.due))
        if measure.implemented_on:
            page.fill("#implemented_on", str(measure.implemented_on))
        with page.expect_event("load"):
            page.click("text=Add the measure")
    ids = dict(zip([one.id for one in LUMEN.measures], [one.id for one in stored(server, name).measures], strict=True))
    for risk in LUMEN.risks:
        page.goto(f"{base}/risks/{risk.id}")
        if page.locator("#answers").count() == 0:
            page.goto(f"{base}/risks")
            if risk.scenario:
                page.select_option("#scenario", risk.scenario)
            else:
                page.fill("#title", risk.title)
            with page.expect_event("load"):
                page.click("text=Add the risk")
        for key in ("harm", "sources", "people"):
            page.fill(f"#{key}", getattr(risk, key) or "")
        for moment in ("before", "today", "done"):
            rating = getattr(risk, moment)
            if rating:
                page.select_option(f"#{moment}-severity", rating.severity)
                page.select_option(f"#{moment}-likelihood", rating.likelihood)
                page.fill(f"#{moment}-reason", rating.reason or "")
                if rating.irreversible:
                    page.check(f"#{moment}-irreversible")
        for measure_id in risk.measures:
            page.check(f"#measure-{ids[measure_id]}")
        if risk.not_relevant:
            page.locator("summary", has_text="Set aside with a reason").first.click()
            page.fill("#not_relevant", risk.not_relevant)
        if risk.acceptance:
            page.locator("summary", has_text="Accepted by a named official").first.click()
            for key in ("by", "role", "reason", "on"):
                page.fill(f"#acceptance-{key}", str(getattr(risk.acceptance, key) or ""))
        if script:
            is_saved(page)
        else:
            page.click(".save-bar button[value=save]")
        assert page.locator(".error-summary").count() == 0, page.locator(".error-summary").inner_text()
    page.goto(f"{base}/decision")
    assert LUMEN.decision is not None
    assert page.is_enabled("#outcome-conditional"), left(server, name)
    page.check("#outcome-conditional")
    page.fill("#reason-taken", LUMEN.decision.reason)
    page.fill("#by-name", "D. Example")
    page.fill("#by-role", "Director")
    for number, condition in enumerate(LUMEN.decision.conditions[:3], 1):
        page.fill(f"#condition-{number}", condition.text)
        page.fill(f"#condition-{number}-owner", condition.owner or "The director")
        page.fill(f"#condition-{number}-due", str(condition.due or date(2027, 3, 1)))
    with page.expect_event("load"):
        page.click("text=Take this decision")
    assert page.locator(".error-summary").count() == 0, page.locator(".error-summary").inner_text()
    page.fill("#sign-name", "D. Example")
    page.fill("#sign-role", "Director")
    page.click("text=Sign this content")
    page.wait_for_selector("#signatures >> text=holds")
    page.goto(f"{base}/report")
    page.click("text=Make the PDF")
    if script:
        page.wait_for_selector("text=The PDF is being made.")
        page.wait_for_selector("text=Download the PDF", timeout=HANG_SECONDS * 1000)
    else:
        end = time.monotonic() + HANG_SECONDS
        while page.locator("text=Download the PDF").count() == 0 and time.monotonic() < end:
            page.wait_for_timeout(250)  # between one look and the next
            page.click("text=Look again") if page.locator("text=Look again").count() else page.reload()
    with page.expect_download() as download:
        page.click("text=Download the PDF")
    path = folder / "report.pdf"
    download.value.save_as(path)
    found = stored(server, name)
    assert len(found.valid_approvals) == 1
    text = "".join(one.extract_text() for one in pypdf.PdfReader(path).pages)
    assert found.content_hash in re.sub(r"\s", "", text)
    assert "D. Example" in text
