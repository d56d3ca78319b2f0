"""The application as a whole: its pages, what guards them, and how an error is told."""

from __future__ import annotations

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from dpia.errors import BadInput, DpiaError, Locked, NotFound, StaleSave
from dpia.version import VERSION
from dpia.web import api
from dpia.web.guarding import BodyLimit, Guard, Guarded, with_headers
from dpia.web.pages import assessments, clashes, decision, history, home, questions, registers, reports, sections
from dpia.web.rendering import Renderings
from dpia.web.showing import FONTS, STATIC, page
from dpia.web.turns import Turns, in_turn
from dpia.workspace import Workspace

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
        return guard.start(token)

    @app.get("/healthz", include_in_schema=False)
    def healthz() -> PlainTextResponse:
        return PlainTextResponse("ok\n")

    return app


def _tell(request: Request, error: Exception) -> Response:
    """One line that says what is wrong; never what somebody wrote, never a traceback."""
    status, lines = _said(error)
    if request.url.path.startswith("/api/"):
        more = {"clashes": api.clashes_of(error)} if isinstance(error, StaleSave) else {}
        return with_headers(JSONResponse({"problems": lines, **more}, status_code=status))
    # A bug is told outside of everything that the application wraps around its pages.
    return with_headers(page(request, "problem.html.j2", status=status, lines=lines))


def _said(error: Exception) -> tuple[int, list[str]]:
    if isinstance(error, BadInput):
        return 422, [str(problem) for problem in error.problems]
    if isinstance(error, DpiaError):
        return next((code for kind, code in STATUS.items() if isinstance(error, kind)), 422), [str(error)]
    if isinstance(error, HTTPException):
        return error.status_code, [str(error.detail)]
    if isinstance(error, RequestValidationError):
        places = (".".join(str(step) for step in problem["loc"]) for problem in error.errors())
        return 422, [f"{place}: is not what is expected here" for place in dict.fromkeys(places)]
    return 500, [f"This is a bug in dpia ({type(error).__name__}). Nothing was changed by this request."]
