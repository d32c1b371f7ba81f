"""Pages that a kind gets from its fields alone: list, record, entry and edit, with their addresses."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from actionlines.json_types import JsonMapping, JsonObject
from actionlines.register.core.entered import field_label, make_action
from actionlines.register.core.kinds import Kind
from actionlines.register.core.models import Record
from actionlines.register.core.pages.difference import fields
from actionlines.register.core.pages.edit import Attempt, DescribedForm, attempted
from actionlines.register.core.pages.listing import Listing
from actionlines.register.core.pages.page import SignedIn, find_record, page
from actionlines.register.core.schema import rules


def make_pages(kind: Kind) -> list[URLPattern]:
    """Return the addresses of the pages of a kind: its list, a record, entering and editing one."""
    model, key = kind.model, kind.model.kind
    listing = Listing(
        kind=key,
        title=kind.plural,
        facets=(),
        sorts=("relevance", "newest", "title"),
        row_template="records/row.html",
        records=model._default_manager.all,
    )

    @page("site.read")
    def list_records(request: HttpRequest) -> HttpResponseBase:
        """Return the page with the list of the records of the kind."""
        return listing.answer(request)

    @page(f"{key}.view", record=find_record(model))
    def show(request: HttpRequest, record: Record) -> HttpResponse:
        """Return the page of one record with its fields."""
        context = {"record": record, "kind": kind, "fields": fields(key, kind.as_values(record))}
        return render(request, "records/record.html", {**context, "edits": f"{key}.edit"})

    @page(f"{key}.create")
    def enter(request: SignedIn) -> HttpResponse:
        """Return the form for a new record, or create the record."""
        form = _form(kind, request.POST or None, {})
        create = make_action(key, "create")
        return _answer(kind, attempted(request, form, lambda: create(request.user, fields=form.given())))

    @page(f"{key}.edit", record=find_record(model))
    def edit(request: SignedIn, record: Record) -> HttpResponse:
        """Return the form of a record, or change the record."""
        form = _form(kind, request.POST or None, kind.as_values(record))
        change = make_action(key, "edit")
        attempt = attempted(request, form, lambda: change(request.user, record, version=form.seen, fields=form.given()))
        return _answer(kind, attempt, record)

    return [
        path(f"{kind.listed}/", list_records, name=kind.listed),
        path(f"{kind.listed}/new/", enter, name=f"{key}-new"),
        path(f"{kind.listed}/<int:part>/", show, name=key),
        path(f"{kind.listed}/<int:part>/edit/", edit, name=f"{key}-edit"),
    ]


def _form(kind: Kind, data: QueryDict | None, initial: JsonMapping) -> DescribedForm:
    assert kind.inputs
    words: JsonObject = {name: (field_label(kind, name), "") for name in rules(kind.inputs)}
    return DescribedForm(kind.inputs, words, {}, data, initial)


def _answer(kind: Kind, attempt: Attempt[Any], record: Record | None = None) -> HttpResponse:
    if attempt.done:
        messages.success(attempt.request, _("Saved."))
        return redirect(attempt.done.record)
    back = record.get_absolute_url() if record else f"/{kind.listed}/"
    title = f"{kind.name}: {record}" if record else str(kind.name)
    return attempt.page("records/enter.html", {"title": title, "button": _("Save"), "back": back})
