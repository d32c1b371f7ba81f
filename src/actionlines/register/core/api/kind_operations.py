"""Operations that kinds have alike: a list, a record, its entry and change, and one operation for each verb."""

from collections.abc import Callable, Iterable, Mapping
from inspect import Parameter, Signature
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import create_model

from actionlines.register.core.action import Action
from actionlines.register.core.api import schemas as s
from actionlines.register.core.api.lists import PROBLEMS, Asked, Paged, given, listed, paged
from actionlines.register.core.api.operations import Body, Rows, Seen, find, operation, seen_by
from actionlines.register.core.entered import make_action
from actionlines.register.core.kinds import Kind
from actionlines.register.core.public_view import values_for
from actionlines.register.core.schema import ID, Data, Input
from actionlines.register.core.serialise import as_shown

View = Callable[..., HttpResponse]
Answer = Callable[[Any], Data]
Fields = Mapping[Any, Any]
Done = type[Action]
Sent = type[Body] | None
Parts = Iterable[tuple[str, str, Any]]


class KindOperations:
    """Adds operations to a router. All of them answer with the form of the records outside.

    address  first part of their addresses, and the name of the list
    rows     model or queryset in which a record is found by its number

    answer   record -> what an operation answers

    `says` describes an operation or the body of a request; the summary of an operation follows from its `name`.
    """

    def __init__(
        self, router: Router, address: str, rows: Rows, outside: type[Schema], answer: Answer = as_shown
    ) -> None:
        self.router, self.address, self.rows, self.outside, self.answer = router, address, rows, outside, answer

    def _add(
        self, method: str, path: str, code: str, says: str, name: str, view: View, named: Fields, answers: Fields
    ) -> None:
        parameters = {"request": HttpRequest, **named}
        view.__doc__, view.__name__ = says, name
        view.__signature__ = Signature(  # type: ignore[attr-defined]
            [Parameter(name, Parameter.POSITIONAL_OR_KEYWORD, annotation=of) for name, of in parameters.items()]
        )
        add = getattr(self.router, method)
        address = f"/{self.address}/{{id}}" if "id" in named else f"/{self.address}"
        add(f"{address}{path}", response={**answers, **PROBLEMS})(operation(code)(view))

    def list(self, key: str, records: Callable[[], QuerySet[Any]], says: str) -> None:
        """Add the list of the public records of a kind, filtered by the address."""

        def show(request: HttpRequest, query: Any) -> HttpResponse:
            """Return a page of the list."""
            return listed(request, query, key, records)

        page = {200: s.page_of(self.outside, s.ListHead), 304: None}
        self._add("get", "", "site.read", says, self.address, show, {"query": Query[Asked]}, page)  # type: ignore[misc]

    def pages(self, rows: Callable[[], QuerySet[Any]], says: str, make: Answer = as_shown) -> None:
        """Add the list of some rows in their order, without filters."""

        def show(request: HttpRequest, query: Any) -> HttpResponse:
            """Return a page of the list."""
            return paged(request, query, rows(), make)

        page = {200: s.page_of(self.outside), 304: None}
        self._add("get", "", "site.read", says, self.address, show, {"query": Query[Paged]}, page)

    def record(self, code: str, says: str) -> None:
        """Add one record: as the public sees it, or as it is now for those who may see that."""

        def show(request: HttpRequest, id: int) -> HttpResponse:
            """Return the record."""
            return given(request, values_for(request.user, seen_by(request, self.rows, id)))

        name = code.partition(".")[0]
        self._add("get", "", code, says, name, show, {"id": Path[ID]}, {200: self.outside, 304: None})

    def create(self, action: Done, fields: type[Input], says: str, body_says: str, name: str = "create") -> None:
        """Add the operation that makes a record out of its `fields`."""
        new = create_model(f"New{self.outside.__name__}", __base__=Body, __doc__=body_says, fields=(fields, ...))

        def create(request: Any, body: Any) -> HttpResponse:
            """Make the record."""
            return given(request, as_shown(action(request.user, **body.plain()).do()), 201)

        self._add("post", "", action.code, says, name, create, {"body": new}, {201: self.outside})

    def edit(self, action: Done, fields: type[Input], says: str, body_says: str, name: str = "edit") -> None:
        """Add the operation that changes the `fields` that are sent, and no others."""
        edited = create_model(f"Edited{self.outside.__name__}", __base__=Seen, __doc__=body_says, fields=(fields, ...))
        self.verb("", action, says, edited, method="patch", name=name)

    def verb(
        self, path: str, do: Done, says: str, body: Sent = Seen, method: str = "post", name: str = "", parts: Parts = ()
    ) -> None:
        """Add an operation that does an action to a record, with the fields of the body.

        parts  of the address after the record: name there, name for the action, type
        """
        names = {part: name for part, name, _type in parts}

        def answer(request: Any, id: int, body: Body | None = None, **values: object) -> HttpResponse:
            """Do the action."""
            fields = {**(body.plain() if body else {}), **{names[part]: value for part, value in values.items()}}
            return given(request, self.answer(do(request.user, find(self.rows, id), **fields).do()))

        named: Fields = {"id": Path[ID], **{part: type_ for part, _name, type_ in parts}}
        if body:
            named = {**named, "body": body}
        self._add(method, path and f"/{path}", do.code, says, name or path, answer, named, {200: self.outside})


def make_router(kind: Kind) -> Router:
    """Return the operations of a kind out of its fields alone; its schema describes what they take and give."""
    key, inputs, outside = kind.model.kind, kind.inputs, kind.schema
    assert inputs and outside
    router = Router(tags=[kind.listed])
    operations = KindOperations(router, kind.listed, kind.model, outside)
    operations.list(key, kind.model._default_manager.all, "All that are public, filtered.")
    operations.record(f"{key}.view", "One of them.")
    operations.create(make_action(key, "create"), inputs, "Enter one; it is public at once.", "A record to be entered.")
    operations.edit(make_action(key, "edit"), inputs, "Change fields; the others stay.", "The fields to change.")
    return router
