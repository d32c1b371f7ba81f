"""`@page`: the one way from an address to a view, past the permission table.

    @page("mandate.confirm", record=one(Mandate))
    def confirm(request, mandate): ...

The record is found first (404), then the permission is asked (a visitor is sent to sign in, others get 403 with
the reason). `PAGES` lists every view with its action; a test holds all addresses against it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from actionlines import __version__
from actionlines.registry.core.permissions import decide, table

View = Callable[..., HttpResponse]
Finder = Callable[..., Any]

PAGES: dict[View, str] = {}


def page(action: str, record: Finder | None = None) -> Callable[[View], View]:
    """Guard a view by a row of the permission table. With `record`, the view gets what the finder made of the
    address's parts instead of these parts. KeyError at import for an action that is not in the table.
    """
    table()[action]

    def guarded(view: View) -> View:
        @functools.wraps(view)
        def inner(request: HttpRequest, *parts: Any, **named: Any) -> HttpResponse:
            found = record(*parts, *named.values()) if record else None
            decision = decide(request.user, action, found)
            if not decision:
                if not request.user.is_authenticated:
                    return redirect_to_login(request.get_full_path())
                raise PermissionDenied(decision.why)
            return view(request, found) if record else view(request, *parts, **named)

        PAGES[inner] = action
        return inner

    return guarded


def one(model: Any, field: str = "pk", **more: Any) -> Finder:
    """Finds a record by the only part of its address; 404 where there is none. `more`: `related=(...)`,
    `prefetch=(...)`.
    """

    def find(part: Any) -> Any:
        rows = model.objects.select_related(*more.get("related", ())).prefetch_related(
            *more.get("prefetch", ())
        )
        try:
            return rows.get(**{field: part})
        except (model.DoesNotExist, OverflowError, ValueError) as error:
            raise Http404 from error

    return find


def common(request: HttpRequest) -> dict[str, Any]:
    """For all templates. `may` answers `{% if may.review_inbox %}` for actions that need no record."""
    return {"version": __version__, "may": _May(getattr(request, "user", None))}


class _May:
    def __init__(self, user: Any) -> None:
        self.user = user

    def __getitem__(self, name: str) -> bool:
        return bool(decide(self.user, name.replace("_", ".", 1)))
