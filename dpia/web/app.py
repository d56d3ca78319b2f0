"""The application as a whole: its pages, what guards them, and how an error is told."""

from __future__ import annotations

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from dpia.errors import HERE, BadInput, DpiaError, Locked, NotFound, Problem, StaleSave
from dpia.messages import workspaces
from dpia.showing.translations import translation
from dpia.version import VERSION
from dpia.web import api
from dpia.web.guarding import BodyLimit, Guard, Guarded, with_headers
from dpia.web.pages import assessments, clashes, decision, history, home, questions, registers, reports, sections
from dpia.web.rendering import Renderings
from dpia.web.showing import FONTS, STATIC, page
from dpia.web.turns import Turns, in_turn
from dpia.wording import N_, Translate, said
from dpia.workspace import Workspace

_PAGES = {
    404: N_("There is no such page."),
    405: N_("This page takes nothing of that kind."),
}
"""What is said of the errors that the framework makes itself."""
STATUS = {NotFound: 404, Locked: 409, StaleSave: 409, BadInput: 422}


def create_app(
    workspace: Workspace, guard: Guard, *, actor: str, language: str = "en", renderings: Renderings | None = None
) -> FastAPI:
    """The application over a workspace. `actor` is who works here; on a local machine that is a statement, not a proof."""
    app = FastAPI(
        title="dpia",
        version=VERSION,
        summary="Assessments of a dpia workspace",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        dependencies=[Depends(in_turn)],
    )
    app.state.workspace, app.state.guard = workspace.in_language(language), guard
    app.state.actor, app.state.language = actor, language
    app.state.renderings, app.state.turns = renderings or Renderings(), Turns()
    app.add_middleware(Guarded, guard=guard)
    app.add_middleware(BodyLimit)
    for part in (home, assessments, sections, clashes, questions, registers, decision, history, reports):
        app.include_router(part.router, include_in_schema=False)
    app.include_router(api.router, prefix="/api/v1")
    app.mount("/static/fonts", StaticFiles(directory=FONTS), name="fonts")
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for kind in (DpiaError, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(kind, _tell)

    @app.get("/start", include_in_schema=False)
    def start(token: str = "") -> Response:
        return guard.start(token, translation(language))

    @app.get("/healthz", include_in_schema=False)
    def healthz() -> PlainTextResponse:
        return PlainTextResponse("ok\n")

    return app


def _tell(request: Request, error: Exception) -> Response:
    """One line that says what is wrong; never what somebody wrote, never a traceback."""
    is_program = request.url.path.startswith("/api/")
    status, lines = _said(error, str if is_program else translation(request.app.state.language), is_program)
    if is_program:
        more = {"clashes": api.clashes_of(error)} if isinstance(error, StaleSave) else {}
        return with_headers(JSONResponse({"problems": lines, **more}, status_code=status))
    # A bug is told outside of everything that the application wraps around its pages.
    return with_headers(page(request, "problem.html.j2", status=status, lines=lines))


def _said(error: Exception, translate: Translate, is_program: bool) -> tuple[int, list[str]]:
    if isinstance(error, BadInput):
        return 422, [str(problem) if is_program else _line(problem, translate) for problem in error.problems]
    if isinstance(error, DpiaError):
        status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 422)
        return status, [error.text(translate)]
    if isinstance(error, HTTPException):
        detail = str(error.detail)
        return error.status_code, [translate(detail if is_program else _PAGES.get(error.status_code, detail))]
    if isinstance(error, RequestValidationError):
        places = (".".join(str(step) for step in problem["loc"]) for problem in error.errors())
        told = workspaces.NOT_EXPECTED()
        return 422, [told.at(place).what.text(translate) for place in dict.fromkeys(places)]
    bug = N_("This is a bug in dpia ({error}). Nothing was changed by this request.")
    return 500, [said(bug, error=type(error).__name__).text(translate)]


def _line(problem: Problem, translate: Translate) -> str:
    """A problem for a person at a page: in sentences, with its place where that is in a file they know."""
    sentences = problem.told.sentences(translate)
    return sentences if problem.location == HERE else f"{problem.location}: {sentences}"
