"""Pages where an activity is entered, and saved while somebody types."""

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from actionlines.errors import ActionlinesError, InvalidFields, StaleRecord, WrongState
from actionlines.lineage.changes import compare_words
from actionlines.register.activities import forms as form
from actionlines.register.activities import views as pages
from actionlines.register.activities import views as presentation
from actionlines.register.activities import views as verbs
from actionlines.register.activities.actions import CreateActivity, EditActivity, SubmitActivity, missing, since
from actionlines.register.activities.links import may_decide
from actionlines.register.activities.models import Activity, ActivityStatus
from actionlines.register.activities.partners import Sketch, likely_duplicates, sketch
from actionlines.register.activities.proposals import READ
from actionlines.register.activities.schema import BESIDE_FIELDS, FIRST
from actionlines.register.activities.views import ACTIVITY, choices, decide_from
from actionlines.register.core.kinds import Words
from actionlines.register.core.pages.difference import Change
from actionlines.register.core.pages.page import SignedIn, page, whole_number
from actionlines.register.core.pages.records import seen
from actionlines.register.core.schema import Data, Serialised
from actionlines.register.core.serialise import as_dict
from actionlines.register.core.texts import join
from actionlines.register.organisations.actions import seen_by
from actionlines.register.organisations.models import Organisation
from actionlines.register.site.middleware.errors import status_of


@page("activity.create")
def new(request: SignedIn) -> HttpResponse:
    """The title first: it makes the draft, and shows whether it is there already."""
    texts: Data = {"type": "project", "language": getattr(request.user, "language", "en")[:2]}
    errors: Mapping[str, str] = {}
    if request.method == "POST":
        typed = form.read(request.POST, request.user)
        texts |= typed.texts
        try:
            made = CreateActivity(request.user, fields={k: v for k, v in typed.fields.items() if k in FIRST}).do()
        except InvalidFields as error:
            errors = error.fields
        else:
            messages.success(request, _("The draft is saved. Only you and its reviewers can see it."))
            return redirect("activity-edit", made.pk)
    entries = [section for section in form.sections(texts, errors)[0][2] if section.name in FIRST]
    context = {"entries": entries, "wrong": _summary(errors)}
    return render(request, "activities/new.html", context, status=422 if errors else 200)


@page("activity.edit", record=ACTIVITY)
def edit(request: SignedIn, activity: Activity) -> HttpResponse:
    """The whole form. POST saves, and then submits, decides on a link or adds a row, as the button says."""
    if request.method != "POST":
        if activity.status not in EditActivity.states:
            messages.info(request, _("It is not a draft: take it back before you write on."))
            return redirect(activity)
        # What was typed before an organisation was entered, which has its place now.
        texts = form.read(request.POST, request.user, activity).texts
        return _page(request, activity, {**form.shown(as_dict(activity)), **texts})
    typed = form.read(request.POST, request.user, activity)
    saving = EditActivity(
        request.user, activity, version=seen(request) or 0, fields=typed.fields, partial=True, strict=True
    )
    if "title" in typed.fields and not typed.fields["title"].strip():
        typed.wrong["title"] = _("Give it a title.")
        del typed.fields["title"]
    try:
        saved = saving.do()
    except StaleRecord as error:
        return _stale(request, Activity.objects.get(pk=activity.pk), typed, error.seen)
    except WrongState as error:
        # Submitted or withdrawn meanwhile: what was typed is still there to be copied.
        texts = {**form.shown(as_dict(activity)), **typed.texts}
        return _page(request, activity, texts, {"": error.problem}, 409)
    if errors := {**saving.errors, **typed.wrong}:
        # Who wants to submit reads at once what else is missing.
        errors = {**missing(saved), **errors} if request.POST.get("go") == "submit" else errors
        return _page(request, saved, {**form.shown(as_dict(saved)), **typed.texts}, errors, status=422)
    return _next(request, saved)


def _next(request: SignedIn, saved: Activity) -> HttpResponse:
    """What the button asked for, once all is saved."""
    here = reverse("activity-edit", args=[saved.pk])
    if "decide" in request.POST:
        decide_from(request, saved)
        return redirect(f"{here}#links")
    if (rows := request.POST.get("add", "")) in form.COLUMNS:
        return redirect(f"{here}#f-{rows}")
    if request.POST.get("go") != "submit":
        messages.success(request, _("Saved. Only you and its reviewers can see the draft."))
        return redirect(here)
    try:
        SubmitActivity(request.user, saved, version=saved.version).do()
    except InvalidFields as error:
        texts = form.shown(as_dict(saved))
        return _page(request, saved, texts, error.fields, status=422, asked=True)
    messages.success(request, _("Submitted. It now waits for a reviewer; you will get a message."))
    return redirect("activity", saved.pk)


def _page(
    request: HttpRequest,
    activity: Activity,
    texts: Serialised,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    comments = list(activity.comments.select_related("by").filter(settled_at=None))
    data = as_dict(activity)
    sections = form.sections(texts, errors, comments, more.get("theirs"))
    context = {
        "activity": activity,
        "sections": sections,
        "steps": _steps(sections, missing(activity)),
        "wrong": _summary(errors or {}),
        "comments_on_all": [comment for comment in comments if comment.field in BESIDE_FIELDS],
        "links": presentation.links(data, rejected=True),
        "mandates": presentation.mandates(data, rejected=True),
        "choices": choices(activity),
        "duplicates": likely_duplicates(sketch(activity), request.user, activity.pk),
        "missing": list(missing(activity)),
        "editable": activity.status != ActivityStatus.SUBMITTED,
        "decides": True,
        "inside": True,
        **more,
    }
    return render(request, "activities/form.html", context, status=status)


def _steps(
    sections: Sequence[tuple[str, Words, list[form.Entry]]], lacks: Container[str]
) -> list[tuple[str, Words, list[tuple[str, str]]]]:
    """Return the anchor and heading of each step, with the fields that it still lacks and their labels."""
    steps = [(f"s-{name}", heading, [entry.name for entry in entries]) for name, heading, entries in sections]
    steps.insert(1, ("links", _("What it contributes to"), ["links"]))
    return [
        (anchor, heading, [(field, form.label(field)) for field in fields if field in lacks])
        for anchor, heading, fields in steps
    ]


def _stale(request: HttpRequest, activity: Activity, typed: form.Typed, seen: int) -> HttpResponse:
    """Somebody saved since: nothing is overwritten. What was typed stays in the form, the difference beside it;
    fields that were not touched show what is saved now.
    """
    changed = since(activity, seen)
    now = form.shown(as_dict(activity))
    was = {**now, **form.shown({**as_dict(activity), **{k: v[0] for k, v in (changed or {}).items()}})}
    texts = {k: typed.texts[k] if k in typed.texts and _touched(typed.texts[k], was[k]) else now[k] for k in now}
    both = [name for name in changed or {} if texts[name] != now[name]]
    difference = [
        Change(name, form.label(name), compare_words(form.in_words(name, old), form.in_words(name, new)))
        for name, (old, new) in (changed or {}).items()
    ]
    theirs = {name: form.in_words(name, changed[name][1]) for name in both} if changed else {}
    return _page(request, activity, texts, {}, 409, stale=True, news=difference, theirs=theirs)


def _touched(typed: object, was: object) -> bool:
    """Whether somebody typed something else than what the form showed them."""
    if isinstance(was, str):
        return " ".join(str(typed).split()) != " ".join(was.split())
    return bool(typed != was)


def _summary(errors: Mapping[str, str]) -> list[tuple[str, str, str]]:
    return [(name, form.label(name), why) for name, why in errors.items()]


edit_urls = [
    path("activities/new/", new, name="activity-new"),
    path("activities/<int:part>/edit/", edit, name="activity-edit"),
]
_NAMES = 10


@page("activity.edit", record=ACTIVITY)
@require_POST
def save(request: SignedIn, activity: Activity) -> HttpResponse:
    """Save what was typed so far. JSON: `version`, `errors` by field, `others` (fields that somebody else
    changed), `missing`, `read` (whether words changed from which links are proposed), `message`.
    """
    typed = form.read(request.POST, request.user, activity)
    if not typed.fields.get("title", "x").strip():
        typed.wrong["title"] = _("Give it a title.")
        del typed.fields["title"]
    saving = EditActivity(
        request.user, activity, version=seen(request) or 0, fields=typed.fields, partial=True, typed=True
    )
    try:
        saved = saving.do()
    except StaleRecord as error:
        changed = since(Activity.objects.get(pk=activity.pk), error.seen) or {}
        names = join(form.label(name) for name in changed)
        data = _("Not saved: this was changed elsewhere (%(fields)s). Press “Save draft” to see the difference.")
        return JsonResponse({"stale": True, "message": data % {"fields": names}}, status=409)
    except ActionlinesError as error:
        return JsonResponse({"message": error.problem}, status=status_of(error))
    errors = {**saving.errors, **typed.wrong}
    at = time_format(localtime(), "H:i:s")
    return JsonResponse(
        {
            "version": saved.version,
            "errors": errors,
            "others": sorted(saving.others),
            "missing": list(missing(saved)),
            "read": any(name in saving.changed for name in (*READ, "language", "organisation")),
            "message": _told(at, errors, saving.others),
        }
    )


def _told(at: str, errors: Iterable[str], others: Iterable[str]) -> str:
    if others:
        names = join(form.label(name) for name in sorted(others))
        data = _("Saved at %(time)s. Somebody else changed: %(fields)s. Reload the page to see it.")
        return data % {"time": at, "fields": names}
    if errors:
        names = join(form.label(name) for name in errors)
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
    return render(request, "activities/duplicates.html", {"duplicates": likely_duplicates(mine, request.user, exclude)})


@page("activity.create")
@require_GET
def organisation_names(request: HttpRequest) -> HttpResponse:
    """Names that go on from what was typed, as options of a list."""
    words = next((request.GET[name] for name in request.GET if name != "csrfmiddlewaretoken"), "")[:100].strip()
    matches = seen_by(request.user).filter(name__icontains=words) if len(words) > 1 else Organisation.objects.none()
    return render(request, "activities/organisations.html", {"names": matches.values_list("name", flat=True)[:_NAMES]})


autosave_urls = [
    path("activities/duplicates/", duplicates, name="activity-duplicates"),
    path("activities/organisations/", organisation_names, name="activity-organisations"),
    path("activities/<int:part>/save/", save, name="activity-save"),
    path("activities/<int:part>/links/", links, name="activity-links"),
]
urlpatterns: list[URLPattern] = [*autosave_urls, *edit_urls, *verbs.verbs_urls, *pages.pages_urls]
