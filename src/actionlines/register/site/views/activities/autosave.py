"""What the form asks for while somebody writes: saving, proposals, likely duplicates, names of organisations."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from actionlines.errors import ActionlinesError, StaleRecord
from actionlines.register.activities.actions import EditActivity, since
from actionlines.register.activities.duplicates import Sketch, likely_duplicates, sketch
from actionlines.register.activities.links import may_decide
from actionlines.register.activities.proposals import READ
from actionlines.register.core.serialise import as_dict
from actionlines.register.models import Activity, Organisation
from actionlines.register.organisations.actions import seen_by
from actionlines.register.site.forms import activity as form
from actionlines.register.site.middleware.errors import status_of
from actionlines.register.site.pages import SignedIn, page, whole_number
from actionlines.register.site.views.activities import presentation
from actionlines.register.site.views.activities.links import choices, decide_from
from actionlines.register.site.views.activities.pages import ACTIVITY
from actionlines.register.site.views.verbs import seen

_NAMES = 10


@page("activity.edit", record=ACTIVITY)
@require_POST
def save(request: SignedIn, activity: Activity) -> HttpResponse:
    """Save what was typed so far. JSON: `version`, `errors` by field, `others` (fields that somebody else
    changed), `read` (whether words changed from which links are proposed), `message`.
    """
    typed = form.read(request.POST)
    if not typed.fields.get("title", "x").strip():
        typed.wrong["title"] = _("Give it a title.")
        del typed.fields["title"]
    saving = EditActivity(
        request.user, activity, version=seen(request) or 0, fields=typed.fields, partial=True,
        typed=True,
    )  # fmt: skip
    try:
        saved = saving.do()
    except StaleRecord as error:
        changed = since(Activity.objects.get(pk=activity.pk), error.seen) or {}
        names = ", ".join(form.label(name) for name in changed)
        told = _(
            "Not saved: this was changed elsewhere (%(fields)s). Press “Save draft” to see the difference."
        )
        return JsonResponse({"stale": True, "message": told % {"fields": names}}, status=409)
    except ActionlinesError as error:
        return JsonResponse({"message": error.problem}, status=status_of(error))
    errors = {**saving.errors, **typed.wrong}
    at = time_format(localtime(), "H:i:s")
    return JsonResponse({
        "version": saved.version,
        "errors": errors,
        "others": sorted(saving.others),
        "read": any(name in saving.changed for name in (*READ, "language", "organisation")),
        "message": _told(at, errors, saving.others),
    })  # fmt: skip


def _told(at: str, errors: Iterable[str], others: Iterable[str]) -> str:
    if others:
        names = ", ".join(form.label(name) for name in sorted(others))
        told = _("Saved at %(time)s. Somebody else changed: %(fields)s. Reload the page to see it.")
        return told % {"time": at, "fields": names}
    if errors:
        names = ", ".join(form.label(name) for name in errors)
        return _("Saved at %(time)s, but not: %(fields)s.") % {"time": at, "fields": names}
    return _("Saved at %(time)s.") % {"time": at}


@page("activity.link", record=ACTIVITY)
def links(request: SignedIn, activity: Activity) -> HttpResponse:
    """The links with their words. POST decides on one first."""
    if request.method == "POST":
        decide_from(request, activity)
        if not getattr(request, "htmx", False):
            return redirect(f"{activity.get_absolute_url()}#links")
        activity = ACTIVITY(activity.pk)
    data = as_dict(activity)
    context = {
        "activity": activity,
        "links": presentation.links(data, rejected=True),
        "mandates": presentation.mandates(data, rejected=True),
        "choices": choices(activity),
        "decides": bool(may_decide(request.user, activity)),
        "inside": "in-form" in request.GET,
    }
    return render(request, "activities/links.html", context)


@page("activity.create")
@require_GET
def duplicates(request: SignedIn) -> HttpResponse:
    """Return activities that may duplicate the draft with this `title`; `exclude` is its own number."""
    title = request.GET.get("title", "")[:300]
    mine, exclude = Sketch(title), whole_number(request.GET.get("exclude"), None, 18)
    if exclude is not None:
        own = Activity.objects.filter(pk=exclude, owner=request.user).prefetch_related("places").first()
        if own:
            held = sketch(own)
            mine = Sketch(title, held.organisation, held.places, held.period, held.language)
    return render(
        request, "activities/duplicates.html", {"duplicates": likely_duplicates(mine, request.user, exclude)}
    )


@page("activity.create")
@require_GET
def organisation_names(request: HttpRequest) -> HttpResponse:
    """Names that go on from what was typed, as options of a list."""
    words = next((request.GET[name] for name in request.GET if name != "csrfmiddlewaretoken"), "")[
        :100
    ].strip()
    found = (
        seen_by(request.user).filter(name__icontains=words) if len(words) > 1 else Organisation.objects.none()
    )
    return render(
        request, "activities/organisations.html", {"names": found.values_list("name", flat=True)[:_NAMES]}
    )


urlpatterns = [
    path("activities/duplicates/", duplicates, name="activity-duplicates"),
    path("activities/organisations/", organisation_names, name="activity-organisations"),
    path("activities/<int:part>/save/", save, name="activity-save"),
    path("activities/<int:part>/links/", links, name="activity-links"),
]
