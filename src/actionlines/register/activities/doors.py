"""What other sites, harvesters and people who cite get of activities."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from actionlines.register.activities.models import Activity, ActivityStatus
from actionlines.register.core import vocabulary
from actionlines.register.core.concepts import name_of
from actionlines.register.core.kinds import Harvest, read_whole
from actionlines.register.core.schema import Data
from actionlines.register.core.texts import join


def list_public() -> QuerySet[Activity]:
    """Return the activities that are public now, with what their public form needs."""
    return read_whole(list_ever_public().exclude(status=ActivityStatus.WITHDRAWN))


def list_ever_public() -> QuerySet[Activity]:
    """Return the activities that are public or were."""
    return Activity.objects.filter(published_at__isnull=False)


def make_card(data: Data, _record: object) -> dict[str, object]:
    """Return what a card says: title, summary, type and places."""
    parts = (vocabulary.label("activity", data["type"]), join(map(name_of, data["places"])))
    return {"title": data["title"], "text": data["summary"], "line": " · ".join(filter(None, parts))}


HARVEST = Harvest(
    title=_("Activities and good practices"),
    rows=list_ever_public,
    types=("Event", "Project"),
    summary="summary",
    word=lambda data: vocabulary.label("activity", data["type"]),
)
