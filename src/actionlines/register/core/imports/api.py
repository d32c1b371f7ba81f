"""Imports in the API."""

import json
from pathlib import Path as FilePath
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Path, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from actionlines.errors import InvalidFields
from actionlines.register.core.api import schemas as s
from actionlines.register.core.api.lists import PROBLEMS, Paged, given, paged
from actionlines.register.core.api.operations import PerMinute, operation, seen_by
from actionlines.register.core.imports.actions import is_mapped, must_have_place, needs_country, started
from actionlines.register.core.imports.files import store
from actionlines.register.core.imports.models import ImportRun, ImportStatus
from actionlines.register.core.imports.tables import known
from actionlines.register.core.kinds import import_formats
from actionlines.register.core.pages.page import SignedIn
from actionlines.register.core.schema import ID, Data
from actionlines.register.core.serialise import as_dict
from actionlines.register.tasks import run_import

router = Router(tags=["imports"])
_MAPPED = 200  # columns


class Sent(Schema):
    """How to read the file. `what` is guessed from it where it is not said."""

    what: Annotated[str, s.OneOf(("", *import_formats()))] = ""
    mapping: Annotated[str, Field(max_length=20_000)] = Field("", description="JSON: column -> field, for activities")
    country: Annotated[str, Field(max_length=3)] = Field("", description="whose cooperation framework it is")
    dry_run: bool = Field(False, description="say what would come of it, and change nothing")
    publish: bool = Field(False, description="complete activities become public, where you may publish them")


@router.get("/imports", response={200: s.page_of(s.Import), 304: None, **PROBLEMS})
@operation("import.view")
def imports(request: SignedIn, query: Query[Paged]) -> HttpResponse:
    """What you brought in, the latest first."""
    rows = ImportRun.objects.filter(owner=request.user).select_related("file").order_by("-created_at", "-pk")
    return paged(request, query, rows, _plain)


def _plain(run: Any) -> Data:
    return as_dict(run)


@router.post("/imports", response={202: s.Import, **PROBLEMS}, throttle=PerMinute("import"))
@operation("import.view")
def send(request: SignedIn, file: File[UploadedFile], sent: Form[Sent]) -> HttpResponse:
    """Send a file. The import runs in the background: ask for it until its status is done, partly or failed.

    Without `what`, the worker finds out what a table holds; `what` of the answer is then empty at first.
    """
    mapping = _mapping(sent.mapping)
    name = file.name or "file"
    held = getattr(file, "temporary_file_path", None)
    must_have_place(request.user, name)
    stored = store(FilePath(held()) if held else file.read(), name, request.user, sent.what)
    of_country = next(each.key for each in import_formats().values() if each.needs_country)
    what = sent.what or (of_country if sent.country else known(stored))
    run = started(
        request.user,
        stored,
        what,
        mapping=mapping if is_mapped(what) else {},
        country=sent.country if needs_country(what) else "",
        dry_run=sent.dry_run,
        publish=sent.publish and is_mapped(what),
    )
    if run.status in (ImportStatus.WAITING, ImportStatus.RUNNING):
        run_import.enqueue(run.pk)
    return given(request, as_dict(ImportRun.objects.select_related("file").get(pk=run.pk)), 202)


def _mapping(text: str) -> dict[str, str]:
    if not text:
        return {}
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        data = None
    fits = (
        isinstance(data, dict)
        and len(data) <= _MAPPED
        and all(isinstance(value, str) and len(value) <= 40 and len(name) <= 300 for name, value in data.items())
    )
    if not fits:
        raise InvalidFields("import", {"mapping": "write a JSON object of columns and the fields they are"})
    return dict(data)


@router.get("/imports/{id}", response={200: s.Import, 304: None, **PROBLEMS})
@operation("import.view")
def one_import(request: HttpRequest, id: Path[ID]) -> HttpResponse:
    """An import: its state and how many rows are done."""
    return given(request, as_dict(seen_by(request, ImportRun.objects.select_related("file"), id)))


@router.get("/imports/{id}/rows", response={200: s.page_of(s.ImportRow), 304: None, **PROBLEMS})
@operation("import.view")
def rows(request: HttpRequest, id: Path[ID], query: Query[Paged]) -> HttpResponse:
    """Return the outcome of each row of an import."""
    names = ("row", "outcome", "record", "problems")
    matches = seen_by(request, ImportRun, id).rows.order_by("row")
    return paged(request, query, matches, lambda row: {name: getattr(row, name) for name in names})
