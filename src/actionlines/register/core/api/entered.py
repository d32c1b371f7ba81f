"""Operations that a kind gets from its fields alone: list, record, entry and change."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import ConfigDict, create_model

from actionlines.register.core.api import schemas as s
from actionlines.register.core.api.lists import PROBLEMS, Asked, given, listed
from actionlines.register.core.api.operations import Seen, find, operation, seen_by
from actionlines.register.core.entered import make_action
from actionlines.register.core.kinds import Kind
from actionlines.register.core.pages.page import SignedIn
from actionlines.register.core.schema import ID
from actionlines.register.core.serialise import as_dict


class _New(Schema):
    model_config = ConfigDict(extra="forbid")


def make_router(kind: Kind) -> Router:
    """Return the operations of a kind; what they take and give is described by its schema."""
    model, key, inputs, outside = kind.model, kind.model.kind, kind.inputs, kind.schema
    assert inputs and outside
    name = outside.__name__
    new = create_model(f"New{name}", __base__=_New, __doc__="A record to be entered.", fields=(inputs, ...))
    edited = create_model(f"Edited{name}", __base__=Seen, __doc__="The fields to change.", fields=(inputs, ...))
    router = Router(tags=[kind.listed])

    def list_records(request: HttpRequest, query: Any) -> HttpResponse:
        """All that are public, filtered."""
        return listed(request, query, key, model._default_manager.all)

    def show(request: HttpRequest, id: Any) -> HttpResponse:
        """One of them."""
        return given(request, as_dict(seen_by(request, model, id)))

    def create(request: SignedIn, body: Any) -> HttpResponse:
        """Enter one; it is public at once."""
        fields = body.fields.plain()
        return given(request, as_dict(make_action(key, "create")(request.user, fields=fields).do()), 201)

    def edit(request: SignedIn, id: Any, body: Any) -> HttpResponse:
        """Change fields; the others stay."""
        record, fields = find(model, id), body.fields.plain()
        change = make_action(key, "edit")(request.user, record, version=body.version, fields=fields)
        return given(request, as_dict(change.do()))

    # Types that are made here are no names of a module.
    list_records.__annotations__["query"] = Query[Asked]  # type: ignore[misc]
    show.__annotations__["id"] = edit.__annotations__["id"] = Path[ID]
    create.__annotations__["body"], edit.__annotations__["body"] = new, edited
    address = f"/{kind.listed}"
    page = {200: s.page_of(outside, s.ListHead), 304: None, **PROBLEMS}
    router.get(address, response=page, summary=str(kind.plural))(operation("site.read")(list_records))
    router.get(f"{address}/{{id}}", response={200: outside, 304: None, **PROBLEMS}, summary=str(kind.name))(
        operation(f"{key}.view")(show)
    )
    router.post(address, response={201: outside, **PROBLEMS})(operation(f"{key}.create")(create))
    router.patch(f"{address}/{{id}}", response={200: outside, **PROBLEMS})(operation(f"{key}.edit")(edit))
    return router
