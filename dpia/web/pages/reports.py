"""The report of what was filled in: as HTML beside the questions, as a PDF that is made in the background, and exports."""

from __future__ import annotations

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import Response

from dpia.api import version_name
from dpia.assessment.files import as_yaml, dump_json, dump_yaml
from dpia.assessment.kits import as_kit, public_title
from dpia.errors import NotFound
from dpia.questionnaire.model import Publication
from dpia.report.formal import TITLES, FormalKind
from dpia.web.permitting import needs
from dpia.web.previewing import Previews, Wanted
from dpia.web.principals import Permission
from dpia.web.rendering import Renderings
from dpia.web.showing import Sent, as_download, desk_of, go, page
from dpia.wording import N_, said
from dpia.workspace.brought import provenance_of
from dpia.workspace.bundle import missing_evidence, write_bundle

router = APIRouter(prefix="/a/{name}")
PREVIEW_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; frame-ancestors 'self'; "
    "base-uri 'none'; sandbox"
)


def _publication(wanted: str) -> Publication:
    try:
        return Publication(wanted)
    except ValueError:
        raise NotFound(said(N_("There is no version `{name}` of a report."), name=wanted[:40])) from None


@router.get("/report")
def report(request: Request, name: str, publish: str = "operational") -> Response:
    """The page with preview and downloads."""
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    job = _renderings(request).state(stored, _publication(publish))
    unprintable = desk.unprintable(desk.workspace.evaluation(stored, desk.today))
    return page(
        request,
        "report.html.j2",
        stored=stored,
        publish=publish,
        job=job,
        message=job.message.text(desk.translate),
        publications=list(Publication),
        missing=missing_evidence(desk.workspace, stored.assessment),
        unprintable=unprintable,
    )


@router.get("/report.html")
async def preview(request: Request, name: str, publish: str = "operational") -> Response:
    """The report as one HTML file, in which nothing can run."""
    previews: Previews = request.app.state.previews
    html = await previews.page(await to_thread.run_sync(_wanted, request, name, publish))
    headers = {"Content-Security-Policy": PREVIEW_POLICY, "X-Frame-Options": "SAMEORIGIN"}
    return Response(html, media_type="text/html; charset=utf-8", headers=headers)


@router.get("/document/{kind}.html")
async def document(request: Request, name: str, kind: str, publish: str = "public") -> Response:
    """A document for other people's hands as one HTML file, in which nothing can run; public answers alone unless asked otherwise."""
    previews: Previews = request.app.state.previews
    html = await previews.page(await to_thread.run_sync(_wanted, request, name, publish, _formal(kind)))
    headers = {"Content-Security-Policy": PREVIEW_POLICY, "X-Frame-Options": "SAMEORIGIN"}
    return Response(html, media_type="text/html; charset=utf-8", headers=headers)


@router.get("/document/{kind}.pdf")
def document_pdf(request: Request, name: str, kind: str) -> Response:
    """The PDF of such a document that was made of exactly this content, with public answers alone."""
    stored, formal = desk_of(request).workspace.get(name), _formal(kind)
    content = _renderings(request).content(stored, Publication.PUBLIC, formal)
    if content is None:
        text = N_("This document has not been made yet, or the assessment changed since. Make it anew.")
        raise NotFound(said(text))
    return _download(content, f"{name}-{formal.value}.pdf", "application/pdf")


@router.get("/document/{kind}")
def document_page(request: Request, name: str, kind: str) -> Response:
    """The page on which the PDF of a document is made and fetched, with the document itself as a preview."""
    desk, formal = desk_of(request), _formal(kind)
    stored = desk.workspace.get(name)
    job = _renderings(request).state(stored, Publication.PUBLIC, formal)
    return page(
        request,
        "document.html.j2",
        stored=stored,
        kind=formal.value,
        heading=desk.translate(TITLES[formal]),
        job=job,
        message=job.message.text(desk.translate),
    )


@router.post("/document/{kind}", dependencies=[needs(Permission.READ)])
def make_document(request: Request, name: str, kind: str) -> Response:
    """Begins to make the PDF of a document; the page says when it is there, and can be left."""
    stored, formal = desk_of(request).workspace.get(name), _formal(kind)
    _renderings(request).begin(stored, Publication.PUBLIC, formal=formal)
    return go(f"/a/{name}/document/{formal.value}")


def _formal(wanted: str) -> FormalKind:
    try:
        return FormalKind(wanted)
    except ValueError:
        raise NotFound(said(N_("There is no document `{name}`."), name=wanted[:40])) from None


def _wanted(request: Request, name: str, publish: str, formal: FormalKind | None = None) -> Wanted:
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    desk.workspace.check_versions(stored.assessment)
    return Wanted(
        stored.assessment, desk.today, _publication(publish), desk.fonts, provenance_of(desk.workspace, stored), formal
    )


@router.post("/report", dependencies=[needs(Permission.READ)])
def make(request: Request, name: str, sent: Sent) -> Response:
    """Begins to make the PDF; the page says when it is there, and can be left."""
    publish = str(sent.get("publish", "operational"))
    workspace = desk_of(request).workspace
    stored = workspace.get(name)
    _renderings(request).begin(stored, _publication(publish), provenance_of(workspace, stored))
    return go(f"/a/{name}/report?publish={publish}")


@router.get("/report.pdf")
def pdf(request: Request, name: str, publish: str = "operational") -> Response:
    """The PDF that was made of exactly this content."""
    stored = desk_of(request).workspace.get(name)
    publication = _publication(publish)
    content = _renderings(request).content(stored, publication)
    if content is None:
        text = N_("This report has not been made yet, or the assessment changed since. Make it anew.")
        raise NotFound(said(text))
    return _download(content, f"{version_name(name, publication)}.pdf", "application/pdf")


@router.get("/export.{kind}")
def export(request: Request, name: str, kind: str) -> Response:
    """The assessment as YAML or JSON, or with its evidence as a zip."""
    desk = desk_of(request)
    stored = desk.workspace.get(name)
    assessment = stored.assessment
    if kind == "yaml":
        return _download(dump_yaml(assessment).encode(), f"{name}.yaml", "application/yaml")
    if kind == "json":
        return _download(dump_json(assessment).encode(), f"{name}.json", "application/json")
    if kind == "zip":
        return _download(write_bundle(desk.workspace, assessment).content, f"{name}.zip", "application/zip")
    if kind == "kit":
        evaluation = desk.workspace.evaluation(stored, desk.today)
        title = public_title(evaluation)
        data = as_kit(
            evaluation,
            kit_id=name if title else "own",
            title=title or desk.translate(N_("A kit of our own")),
            sector="all",
            summary=desk.translate(N_("The answers, risks and measures of one processing.")),
        )
        return _download(as_yaml(data).encode(), f"{data['id']}-kit.yaml", "application/yaml")
    raise NotFound(said(N_("An assessment is exported as yaml, json, zip or kit.")))


def _download(content: bytes, name: str, kind: str) -> Response:
    return Response(content, media_type=kind, headers={"Content-Disposition": as_download(name)})


def _renderings(request: Request) -> Renderings:
    found: Renderings = request.app.state.renderings
    return found
