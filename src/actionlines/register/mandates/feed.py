"""A feed of what was done to mandates, in Atom."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from actionlines.register.core.kinds import done, kinds
from actionlines.register.core.models import Event, Version
from actionlines.register.core.pages.feeds import ENTRIES, feed_of_list, list_filtered_ids
from actionlines.register.core.pages.page import page, site_of
from actionlines.register.core.texts import isolated
from actionlines.register.mandates.doors import list_public
from actionlines.register.mandates.models import Force, Mandate
from actionlines.register.mandates.views import REGISTER
from actionlines.register.mandates.wording import mark_summary


@page("site.read")
def feed(request: HttpRequest) -> HttpResponse:
    """What was last done to mandates that are public: confirmed, corrected, assigned, progress, status."""
    site = site_of(request)
    verbs = [f"mandate.{verb}" for verb in kinds()["mandate"].done]
    events = Event.objects.filter(kind="mandate", action__in=verbs)
    keys = list_filtered_ids(request, REGISTER)
    owed = Mandate.objects.filter(force=Force.DECIDED)
    events = events.filter(record__in=keys if keys is not None else owed.values_list("pk", flat=True))
    latest = list(events.order_by("-pk")[: 2 * ENTRIES])
    rows = list_public().prefetch_related(None)
    held = rows.defer("proposal", "paragraph__text").in_bulk({event.record for event in latest})
    public = set(Version.objects.filter(kind="mandate", record__in=held, public=True).values_list("record", "number"))
    context = [event for event in latest if (event.record, event.version) in public][:ENTRIES]
    atom = feed_of_list(request, _("What was done to mandates"), "mandates")
    for event in context:
        mandate = held[event.record]
        title = mandate.title if mandate.is_owed else f"{mandate.title} ({mandate.get_force_display()})"
        atom.add_entry(
            site + mandate.get_absolute_url(),
            f"{isolated(title)}: {done(event)}",
            event.at,
            id=site + reverse("version", args=["mandate", mandate.pk, event.version]),
            summary=f"{mandate}. {isolated(mark_summary(mandate.action, mandate.is_summary))}",
        )
    return atom.answer()
