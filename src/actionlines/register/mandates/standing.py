"""The mandates of the register as provisions that stand: what a draft is compared with."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from urllib.parse import quote

from django.db.models import QuerySet
from django.urls import reverse

from actionlines.lineage.overlap import Duty, Provision
from actionlines.register.mandates.models import Addressee, Force, Mandate, MandateStatus

_GONE = (MandateStatus.REJECTED, MandateStatus.SUPERSEDED)


def standing(rows: QuerySet[Mandate] | None = None) -> tuple[Provision, ...]:
    """Return the paragraphs whose mandates a text decides, each with what it asks. Two queries.

    rows  the mandates; by default all that stand: neither rejected nor superseded
    """
    rows = Mandate.objects.exclude(status__in=_GONE) if rows is None else rows
    rows = rows.filter(force=Force.DECIDED)
    bodies: defaultdict[int, list[str]] = defaultdict(list)
    for mandate, body in Addressee.objects.filter(mandate__in=rows).values_list("mandate_id", "body"):
        bodies[mandate].append(body)
    duties: defaultdict[int, list[Duty]] = defaultdict(list)
    found: dict[int, Provision] = {}
    named = rows.order_by("instrument_id", "paragraph__order", "ordinal").values_list(
        "pk", "paragraph_id", "verb", "strength", "action", "deliverable", "report_to", "due",
        "paragraph__anchor", "paragraph__text", "instrument__symbol", "instrument__title", "instrument__date",
        "instrument__session", "instrument__language",
    )  # fmt: skip
    for (
        key, paragraph, verb, strength, action, deliverable, report_to, due,
        anchor, text, symbol, title, day, session, language,
    ) in named:  # fmt: skip
        own = tuple(bodies[key])
        duties[paragraph].append(Duty(verb, strength, own, action, deliverable, tuple(report_to), tuple(due)))
        if paragraph not in found:
            url = f"{reverse('instrument', args=[symbol])}?p={quote(anchor)}#p{anchor}"
            found[paragraph] = Provision(
                symbol,
                anchor,
                text,
                title,
                day.isoformat() if day else "",
                session,
                language or "en",
                url=url,
            )
    return tuple(replace(one, duties=tuple(duties[paragraph])) for paragraph, one in found.items())
