"""What other sites, harvesters, people who cite and people who go to a meeting get of activities."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actionlines.papers.writers.as_xlsx import CellLink, Value
from actionlines.register.activities.links import ANSWERED, cite_answered
from actionlines.register.activities.models import Activity, ActivityStatus
from actionlines.register.core import vocabulary
from actionlines.register.core.concepts import concept, name_of
from actionlines.register.core.kinds import Harvest, read_whole
from actionlines.register.core.models import LinkStatus
from actionlines.register.core.pages.downloads import MeetingColumns
from actionlines.register.core.schema import Data
from actionlines.register.core.texts import join, reader_words


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


def _rows(activities: Sequence[Any], site: str) -> Iterator[Sequence[Value]]:
    answered = cite_answered(activities)
    for activity in activities:
        links, address = list(activity.links.all()), site + activity.get_absolute_url()
        name = vocabulary.label("activity", activity.type)
        yield (
            activity.title,
            str(activity.organisation or ""),
            f"{name}; {gettext('Good practice')}" if activity.good_practice else name,
            "; ".join(name_of(place.area) for place in activity.places.all()),
            _list_concepts(links, "action_line"),
            _list_concepts(links, "goal"),
            activity.starts_on,
            activity.ends_on,
            "; ".join(_mark_proposed(citation, status) for citation, status in answered[activity.pk]),
            "; ".join(map(_describe_result, activity.results)),
            "; ".join(str(partner) for partner in activity.partners.all()),
            CellLink(address.partition("://")[2], address),
        )


MEETING = MeetingColumns(
    title=_("Activities and good practices"),
    of=_("Activities and good practices: %(name)s"),
    prefetched=(ANSWERED, "partners"),
    columns=(
        (_("Activity"), 36),
        (_("Organisation"), 20),
        (_("Type"), 14),
        (_("Places"), 16),
        (_("Action Lines"), 22),
        (_("Goals"), 20),
        (_("Starts on"), 12),
        (_("Ends on"), 12),
        (_("Mandates that it answers"), 20),
        (_("Results in figures"), 28),
        (_("Partners"), 18),
        (_("Address"), 18),
    ),
    rows=_rows,
)


def _list_concepts(links: Sequence[Any], level: str) -> str:
    entries = ((concept(link.concept), link.status) for link in links if link.level == level)
    return "; ".join(_mark_proposed(entry.full, status) for entry, status in entries if entry)


def _mark_proposed(words: str, status: str) -> str:
    """Return the words of a link; what nobody has confirmed says so."""
    return f"{words} ({LinkStatus.PROPOSED.label})" if status == LinkStatus.PROPOSED else words


def _describe_result(result: dict[str, Any]) -> str:
    """Return a result as people say it: what was counted, its value with its unit, its year."""
    value = result.get("value")
    figure = "" if value is None else reader_words().figure(value)
    year = f"({result['year']})" if result.get("year") else ""
    return f"{result['what']}: {' '.join(filter(None, (figure, result.get('unit'), year)))}".strip(": ")
