"""One road map by its number, and what pages show of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from actionlines.registry.models import RoadMap
from actionlines.registry.permissions import sees_draft
from actionlines.registry.published import public_data
from actionlines.registry.serialise import Data, as_dict
from actionlines.site.pages import Finder, one

ROADMAP: Finder = one(RoadMap, related=("owner",))


def data_for(request: HttpRequest, record: RoadMap) -> tuple[Data, bool]:
    """(the serialised form that the reader sees, whether it is the public one).

    `?published=1` shows the public one to those who may see the draft.
    """
    draft = sees_draft(request.user, record)
    if draft and not ("published" in request.GET and record.is_public()):
        return as_dict(record), record.status == "published"
    found = public_data([record])
    if not found:
        raise Http404
    return found[0], True
