"""Pages that a kind gets from its fields alone: list, record, entry and edit, with their addresses."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from actionlines.json_types import JsonMapping, JsonObject
from actionlines.register.core.entered import field_label, make_action
from actionlines.register.core.kinds import Kind, kinds
from actionlines.register.core.models import Record
from actionlines.register.core.pages.difference import fields
from actionlines.register.core.pages.edit import Attempt, DescribedForm, saved
from actionlines.register.core.pages.kept_form import return_to_form
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

    @page(f"{key}.view", record=find_record(model))
    def show(request: HttpRequest, record: Record) -> HttpResponse:
        """Return the page of one record with its fields."""
        context = {"record": record, "kind": kind, "fields": fields(key, kind.as_values(record))}
        return render(request, "records/record.html", {**context, "edits": f"{key}.edit"})

    @page(f"{key}.create")
    def enter(request: SignedIn) -> HttpResponse:
        """Return the form for a new record, or create the record."""
        form = _form(kind, request.POST or None, {})
        return _answer(kind, saved(request, form, make_action(key, "create")))

    @page(f"{key}.edit", record=find_record(model))
    def edit(request: SignedIn, record: Record) -> HttpResponse:
        """Return the form of a record, or change the record."""
        form = _form(kind, request.POST or None, kind.as_values(record))
        return _answer(kind, saved(request, form, make_action(key, "edit"), record), record)

    return [
        path(f"{kind.listed}/", listing.page, name=kind.listed),
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
        return return_to_form(attempt.request, attempt.done.record)
    back = record.get_absolute_url() if record else f"/{kind.listed}/"
    title = f"{kind.name}: {record}" if record else str(kind.name)
    return attempt.page("records/enter.html", {"title": title, "button": _("Save"), "back": back})


def list_addresses() -> list[URLPattern]:
    """Return the addresses of the pages of all kinds."""
    made = [address for kind in kinds().values() for addresses in kind.load(kind.pages) for address in addresses]
    return made + [page for kind in kinds().values() if kind.inputs and not kind.pages for page in make_pages(kind)]
