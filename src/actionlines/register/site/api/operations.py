"""`@operation`: the one way from an address of the API to its function, past the permission table.

    @router.post("/activities/{id}/publish", ...)
    @operation("activity.publish")
    def publish(request, id, body): ...

`@operation("activity.publish", deprecated=Deprecation(...))` marks one that a later release drops: the description
says so, and its answers have the headers.

Whether somebody may do it at all is asked here; whether on this record, by the action itself, or by `seen_by` for
what is only read. `OPERATIONS` lists every operation with its row; a test holds them against the table.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, TypeAlias

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja.decorators import decorate_view
from ninja.operation import Operation
from ninja.utils import contribute_operation_callback

from actionlines.deprecation import Deprecation
from actionlines.errors import NotAllowed
from actionlines.register.core.action import Action
from actionlines.register.core.models import Record
from actionlines.register.core.permissions import decide, table
from actionlines.register.core.serialise import as_shown
from actionlines.register.site.api.lists import given
from actionlines.register.site.pages import SignedIn

View = Callable[..., object]
Rows: TypeAlias = type[Model] | QuerySet[Model]

OPERATIONS: dict[View, str] = {}


class _Asked(HttpRequest):
    deprecated: Deprecation | None  # read where the answer gets its headers


class SignIn(NotAllowed):
    """A visitor asks for something that needs a token."""


def operation(action: str, *, deprecated: Deprecation | None = None) -> Callable[[View], View]:
    """Guard an operation by a row of the permission table. KeyError at import for a row that is not there."""
    table()[action]

    def guarded(view: View) -> View:
        """Return the view behind a check of the permission table."""

        @functools.wraps(view)
        def inner(request: _Asked, *parts: object, **named: object) -> object:
            """Check the permission, then call the view."""
            allow(request, action)
            return view(request, *parts, **named)

        # Annotations are names in the module of the view; the wrapper stands in another one.
        inner.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined]
        OPERATIONS[inner] = action
        if deprecated:
            contribute_operation_callback(inner, functools.partial(_described, deprecated))
            decorate_view(functools.partial(_marked, deprecated))(inner)
        return inner

    return guarded


def _described(deprecated: Deprecation, described: Operation) -> None:
    """Say in the description of the API that an operation goes, and what to use."""
    described.deprecated = True
    said = deprecated.sentence("This operation")
    described.description = f"{described.description or ''}\n\n{said}".strip()


def _marked(deprecated: Deprecation, answer: View) -> View:
    """Return what marks a request for the headers, before tokens and fields are checked, and answers it."""

    def marked(request: HttpRequest, **parts: object) -> object:
        """Mark the request, then answer it."""
        request.deprecated = deprecated  # type: ignore[attr-defined]
        return answer(request, **parts)

    return marked


def allow(request: HttpRequest, action: str, record: Record | None = None) -> None:
    """Raise SignIn or NotAllowed where the table does not allow it."""
    decision = decide(request.user, action, record)
    if not decision:
        name = f"{record.kind} {record.pk}" if record is not None else action
        kind = NotAllowed if request.user.is_authenticated else SignIn
        raise kind(name, decision.why)


def find(rows: Rows, number: int) -> Any:
    """The record with this number out of a model or queryset; 404 where there is none."""
    held = rows if isinstance(rows, QuerySet) else rows._default_manager
    found = held.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def seen_by(request: HttpRequest, rows: Rows, number: int) -> Any:
    """The record, where the reader may see it."""
    found = find(rows, number)
    allow(request, f"{found.kind}.view", found)
    return found


def do(
    request: SignedIn, rows: Rows, number: int, action: type[Action], body: Any, /, **more: Any
) -> HttpResponse:
    """Do `action` on the record with this number, on the version that `body` names; 404 where there is none."""
    done = action(request.user, find(rows, number), version=body.version, **more).do()
    return given(request, as_shown(done))
