"""The application as a whole: its pages, what guards them, and how an error is told."""

from __future__ import annotations

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from dpia.errors import HERE, BadInput, DpiaError, Locked, NotFound, OtherVersion, Problem, StaleSave, first_of
from dpia.messages import workspaces
from dpia.showing.translations import translation
from dpia.version import VERSION
from dpia.web import api
from dpia.web.entries import Entry
from dpia.web.faults import Owning
from dpia.web.guarding import LAUNCH, BodyLimit, Guard, Guarded, from_own_page, with_headers
from dpia.web.pages import (
    assessments,
    clashes,
    decision,
    history,
    home,
    measures,
    moving,
    occasions,
    questions,
    registers,
    reports,
    result,
    sections,
    suggested,
    typed,
)
from dpia.web.previewing import Previews
from dpia.web.principals import Principal
from dpia.web.rendering import Renderings
from dpia.web.showing import FONTS, STATIC, Sent, go, page
from dpia.web.signing_in import sign_in_page, way_back
from dpia.web.staying import Staying
from dpia.web.turns import Turns, in_turn
from dpia.web.words import words_of
from dpia.wording import N_, Translate, and_more, said
from dpia.workspace import Workspace

_PAGES = {
    404: N_("There is no such page."),
    405: N_("This page takes nothing of that kind."),
}
"""What is said of the errors that the framework makes itself."""
_API = {
    404: "There is no such address in the API; /api/v1/openapi.json lists all of them.",
    405: "This address of the API takes no request of that kind; /api/v1/openapi.json says which.",
}
"""The same for programs."""
STATUS = {NotFound: 404, Locked: 409, StaleSave: 409, BadInput: 422}


def create_app(
    workspace: Workspace,
    guard: Guard,
    *,
    principal: Principal,
    language: str = "en",
    renderings: Renderings | None = None,
) -> FastAPI:
    """The application over a workspace. `principal` is who works here; on a local machine that is a statement, not a proof."""
    app = FastAPI(
        title="dpia",
        version=VERSION,
        summary="Assessments of a dpia workspace",
        description=api.ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        dependencies=[Depends(from_own_page), Depends(in_turn)],
    )
    app.state.workspace, app.state.guard = workspace.in_language(language), guard
    app.state.principal, app.state.language = principal, language
    app.state.renderings, app.state.turns = renderings or Renderings(), Turns()
    app.state.previews = Previews(workspace.library)
    app.add_middleware(Staying)
    app.add_middleware(Guarded, guard=guard)
    app.add_middleware(BodyLimit)
    app.add_middleware(Owning, answer=_tell)
    for part in (
        home,
        assessments,
        sections,
        clashes,
        questions,
        registers,
        measures,
        decision,
        occasions,
        suggested,
        result,
        history,
        moving,
        reports,
        typed,
    ):
        app.include_router(part.router, include_in_schema=False)
    app.include_router(api.router, prefix="/api/v1")
    app.mount("/static/fonts", StaticFiles(directory=FONTS), name="fonts")
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for kind in (DpiaError, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, _tell)

    @app.post(LAUNCH, include_in_schema=False)
    def launch(request: Request, sent: Sent) -> Response:
        session, entry = guard.session, guard.take(str(sent.get("code", "")))
        if entry is Entry.LET_IN:
            return guard.sign_in(page(request, "launched.html.j2"), session)
        return sign_in_page(request, None, entry)

    @app.post("/sign-in", include_in_schema=False)
    def sign_in(request: Request, sent: Sent) -> Response:
        session = guard.session
        entry = Entry.LET_IN if guard.knows(request) else guard.take(str(sent.get("code", "")))
        if entry is Entry.LET_IN:
            guard.resends = "again" in sent
            return guard.sign_in(way_back(sent), session)
        return sign_in_page(request, sent, entry)

    @app.get("/healthz", include_in_schema=False)
    def healthz() -> PlainTextResponse:
        return PlainTextResponse("ok\n")

    return app


def _tell(request: Request, error: Exception) -> Response:
    """One line that says what is wrong; never what somebody wrote, never a traceback."""
    is_program = request.url.path.startswith("/api/")
    if isinstance(error, OtherVersion) and (there := moving.page_of(request)):
        return with_headers(go(there))
    status, lines = _said(error, str if is_program else translation(request.app.state.language), is_program)
    if is_program:
        more = {"clashes": api.clashes_of(error)} if isinstance(error, StaleSave) else {}
        return with_headers(JSONResponse({"problems": lines, **more}, status_code=status))
    # A bug is told outside of everything that the application wraps around its pages.
    sent = getattr(request.state, "sent", None)
    state = request.app.state
    words = words_of(sent, translation(state.language), state.workspace.library) if sent is not None else ()
    again = str(request.url.path)
    return with_headers(page(request, "problem.html.j2", status=status, lines=lines, words=words, again=again))


def _said(error: Exception, translate: Translate, is_program: bool) -> tuple[int, list[str]]:
    """The status, and as many lines as somebody reads."""
    status, lines = _all_said(error, translate, is_program)
    return status, first_of(lines, lambda left: and_more(left).text(translate))


def _all_said(error: Exception, translate: Translate, is_program: bool) -> tuple[int, list[str]]:
    if isinstance(error, BadInput):
        return 422, [str(problem) if is_program else _line(problem, translate) for problem in error.problems]
    if isinstance(error, DpiaError):
        status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 422)
        return status, [error.text(translate)]
    if isinstance(error, HTTPException):
        own = _API if is_program else _PAGES
        return error.status_code, [translate(own.get(error.status_code, str(error.detail)))]
    if isinstance(error, RequestValidationError):
        places = (".".join(str(step) for step in problem["loc"]) for problem in error.errors())
        told = {place: workspaces.NO_BODY() if place == "body" else workspaces.NOT_EXPECTED() for place in places}
        return 422, [f"{place}: {reason.sentences(translate)}" for place, reason in told.items()]
    bug = N_("This is a bug in dpia ({error}). Look whether what you sent was saved, before you send it again.")
    return 500, [said(bug, error=type(error).__name__).text(translate)]


def _line(problem: Problem, translate: Translate) -> str:
    """A problem for a person at a page: in sentences, with its place where that is in a file they know."""
    sentences = problem.told.placed_sentences(translate)
    return sentences if problem.location == HERE else f"{problem.location}: {sentences}"
