"""From an address of the API to an action, and back to the record as it is then."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from actionlines.registry.core.serialise import as_dict
from actionlines.site.api.lists import given
from actionlines.site.api.operations import find


def do(request: HttpRequest, rows: Any, number: int, action: Any, body: Any, /, **more: Any) -> HttpResponse:
    """Do `action` on the record with this number, on the version that `body` names; 404 where there is none."""
    done = action(request.user, find(rows, number), version=body.version, **more).do()
    return given(request, as_dict(done))
