"""How a page is shown: the templates, the words every page needs, and what a request brings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Final
from urllib.parse import quote

import jinja2
from babel.dates import format_date, format_datetime, format_time
from fastapi import Depends, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData, UploadFile

from dpia.assessment.evaluation import Evaluation
from dpia.assessment.model import Assessment
from dpia.assessment.naming import in_latin
from dpia.data import TEMPLATES
from dpia.errors import HERE, BadInput, Problem, Told
from dpia.questionnaire.text import without_forbidden
from dpia.report.signs import lost_signs
from dpia.showing.context import Context
from dpia.showing.language import Language
from dpia.showing.prose import Prose
from dpia.showing.translations import template_words, translation
from dpia.version import VERSION
from dpia.web.due import due_words
from dpia.web.keys import KEY_FIELD, key_field
from dpia.web.principals import Principal
from dpia.web.retelling import DUE, retold
from dpia.web.views import context_of
from dpia.wording import N_, Translate
from dpia.workspace import Stored, Workspace

FOLDER: Final = TEMPLATES / "web"
STATIC: Final = FOLDER / "static"
FONTS: Final = TEMPLATES / "report" / "fonts"
HTMX: Final = "htmx-4.0.1.min.js"
HTMX_SHA256: Final = "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"
MAX_FIELDS: Final = 50_000
_UTF_8: Final = (b"utf-8", b"utf8", b"us-ascii")
_OTHER_SIGNS: Final = N_("A form is sent in UTF-8 here.")


@dataclass(frozen=True, slots=True)
class Desk:
    """What a page works with: the workspace, who is at work, the time, and the language."""

    workspace: Workspace
    principal: Principal
    now: datetime
    language: str
    fonts: tuple[Path, ...] = ()

    @property
    def actor(self) -> str:
        """The name of whoever is at work, as revisions keep it."""
        return self.principal.name

    @property
    def today(self) -> date:
        """The day here."""
        return self.now.astimezone().date()

    @property
    def translate(self) -> Translate:
        """What translates into the language of the pages."""
        return translation(self.language)

    def context(self, stored: Stored) -> Context:
        """An assessment with everything that follows from it, to be shown."""
        evaluation = self.workspace.evaluation(stored, self.today)
        return self.context_of(evaluation)

    def context_of(self, evaluation: Evaluation) -> Context:
        """The same for an evaluation that is there already."""
        return context_of(evaluation, self.workspace.library, self.translate, self.language)

    def unprintable(self, evaluation: Evaluation) -> str:
        """What of an assessment its report cannot show, in one text; empty where it can show all."""
        return lost_signs(evaluation, self.fonts).told().text(self.translate)

    def save(self, name: str, mine: Assessment, seen: int, **more: Any) -> Any:
        """Appends a revision in the name of whoever is at work."""
        return self.workspace.save(name, mine, seen=seen, actor=self.actor, at=self.now, **more)


def desk_of(request: Request) -> Desk:
    """What a request works with. Nothing else knows who acts."""
    state = request.app.state
    return Desk(state.workspace, state.principal, datetime.now(UTC), state.language, state.renderings.fonts)


def as_download(name: str) -> str:
    """The header that has a browser keep an answer as a file: under its name, or where it cannot, in Latin letters (RFC 6266)."""
    latin = re.sub(r"[^\w .()+-]", "_", in_latin(name)) or "file"
    return f"attachment; filename=\"{latin}\"; filename*=UTF-8''{quote(name, safe='')}"


@lru_cache(maxsize=1)
def environment() -> jinja2.Environment:
    """Jinja over the templates of the application."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader([FOLDER, TEMPLATES / "report"]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A page of the application."""
    desk, guard = desk_of(request), request.app.state.guard
    known = guard.knows(request)
    mine = {"actor": desk.actor if known else "", "key_field": key_field(guard.form_key) if known else ""}
    return HTMLResponse(_render(desk, template, {**values, **mine}), status_code=status)


def _render(desk: Desk, template: str, values: Mapping[str, Any]) -> str:
    translate = desk.translate
    return (
        environment()
        .get_template(template)
        .render(
            **template_words(translate),
            **times(desk.language),
            shown=lambda text: Prose(text or "").screen,
            retold=lambda text: retold(text, DUE, translate),
            due_words=lambda item: due_words(item, desk.workspace.library),
            today=desk.today,
            language=desk.language,
            htmx=HTMX,
            program_version=VERSION,
            **values,
        )
    )


def times(language: str) -> dict[str, Callable[[Any], str]]:
    """How pages write a day, a time, and both: 2026-11-24 and 14:05 in English, and as the other languages write them."""
    locale = Language(language, str).locale
    if locale.language == "en":
        return {
            "day": lambda date_: date_.isoformat(),
            "clock": lambda moment: moment.astimezone().strftime("%H:%M"),
            "stamp": lambda moment: moment.astimezone().strftime("%Y-%m-%d %H:%M"),
        }
    return {
        "day": lambda date_: format_date(date_, "medium", locale=locale),
        "clock": lambda moment: format_time(moment.astimezone().time(), "short", locale=locale),
        "stamp": lambda moment: format_datetime(moment.astimezone().replace(tzinfo=None), "short", locale=locale),
    }


def refusal(told: Told) -> BadInput:
    """A form that cannot be saved as it was filled in; the person has it before them."""
    return BadInput([Problem(HERE, told)])


def is_part(request: Request) -> bool:
    """Whether htmx asks for a part of a page."""
    return request.headers.get("hx-request") == "true"


def go(address: str) -> Response:
    """On to another page, with GET."""
    return RedirectResponse(address, status_code=303)


async def sent_of(request: Request) -> FormData:
    """What a form sent, without its key, and without invisible signs that other programs put into what is pasted.

    A table of some hundred rows has thousands of fields.
    """
    _, options = parse_options_header(request.headers.get("content-type", ""))
    if options.get(b"charset", _UTF_8[0]).lower() not in _UTF_8:  # some that Python knows take quadratic time
        raise HTTPException(415, _OTHER_SIGNS)
    form = await request.form(max_files=1, max_fields=MAX_FIELDS)
    request.state.form_key = str(form.get(KEY_FIELD, ""))
    sent = FormData(
        [
            (without_forbidden(name), without_forbidden(value) if isinstance(value, str) else value)
            for name, value in form.multi_items()
            if name != KEY_FIELD
        ]
    )
    request.state.sent = sent  # where it is refused, the page that says so gives the words back
    return sent


Sent = Annotated[FormData, Depends(sent_of)]
"""A form, read before the handler begins: so every handler is a plain function, which waits for the database in a thread
of its own and holds nobody else up."""


def upload_of(sent: FormData, name: str = "file") -> tuple[str, bytes] | None:
    """The name and the content of a file that was sent; None where none was chosen."""
    file = sent.get(name)
    if not isinstance(file, UploadFile):
        return None
    content = file.file.read()
    file.file.close()
    return (file.filename, content) if file.filename else None


def seen_of(sent: Sent) -> int:
    """The revision that a form was made from; 0 where it says none."""
    text = str(sent.get("seen", "0"))
    return int(text) if text.isdecimal() and len(text) < 10 else 0


Seen = Annotated[int, Depends(seen_of)]
"""The revision that a form was made from."""
