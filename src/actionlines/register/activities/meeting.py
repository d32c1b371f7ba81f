"""Activities as people take them to a meeting: who does what, where, when, for which line, with which results."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from actionlines.papers.writers.as_xlsx import CellLink, Value
from actionlines.register.activities.links import ANSWERED, cite_answered
from actionlines.register.core import vocabulary
from actionlines.register.core.concepts import concept, name_of
from actionlines.register.core.models import LinkStatus
from actionlines.register.core.pages.downloads import MeetingColumns
from actionlines.register.core.texts import reader_words


def _rows(activities: Sequence[Any], site: str) -> Iterator[Sequence[Value]]:
    answered = cite_answered(activities)
    for activity in activities:
        links, address = list(activity.links.all()), site + activity.get_absolute_url()
        yield (
            activity.title,
            str(activity.organisation or ""),
            _describe_type(activity),
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
    title=gettext_lazy("Activities and good practices"),
    of=gettext_lazy("Activities and good practices: %(name)s"),
    prefetched=(ANSWERED, "partners"),
    columns=(
        (gettext_lazy("Activity"), 36),
        (gettext_lazy("Organisation"), 20),
        (gettext_lazy("Type"), 14),
        (gettext_lazy("Places"), 16),
        (gettext_lazy("Action Lines"), 22),
        (gettext_lazy("Goals"), 20),
        (gettext_lazy("Starts on"), 12),
        (gettext_lazy("Ends on"), 12),
        (gettext_lazy("Mandates that it answers"), 20),
        (gettext_lazy("Results in figures"), 28),
        (gettext_lazy("Partners"), 18),
        (gettext_lazy("Address"), 18),
    ),
    rows=_rows,
)


def _describe_type(activity: Any) -> str:
    name = vocabulary.label("activity", activity.type)
    return f"{name}; {gettext('Good practice')}" if activity.good_practice else name


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
