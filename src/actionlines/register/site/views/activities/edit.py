"""Writing an activity: the first words, then the form. Without a script it is an ordinary form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from actionlines.errors import InvalidFields, StaleRecord, WrongState
from actionlines.lineage.changes import compare_words
from actionlines.register.activities.actions import (
    CreateActivity,
    EditActivity,
    SubmitActivity,
    missing,
    since,
)
from actionlines.register.activities.duplicates import likely_duplicates, sketch
from actionlines.register.activities.models import ActivityStatus
from actionlines.register.activities.schema import FIRST
from actionlines.register.core.schema import Data, Serialised
from actionlines.register.core.serialise import as_dict
from actionlines.register.models import Activity, User
from actionlines.register.site.difference import Change
from actionlines.register.site.forms import activity as form
from actionlines.register.site.pages import SignedIn, page
from actionlines.register.site.views.activities import presentation
from actionlines.register.site.views.activities.links import choices, decide_from
from actionlines.register.site.views.activities.pages import ACTIVITY
from actionlines.register.site.views.verbs import seen


@page("activity.create")
def new(request: SignedIn) -> HttpResponse:
    """The title first: it makes the draft, and shows whether it is there already."""
    texts: Data = {"type": "project", "language": _language(request.user)}
    errors: Mapping[str, str] = {}
    if request.method == "POST":
        typed = form.read(request.POST)
        texts |= typed.texts
        try:
            made = CreateActivity(
                request.user, fields={k: v for k, v in typed.fields.items() if k in FIRST}
            ).do()
        except InvalidFields as error:
            errors = error.fields
        else:
            messages.success(request, _("The draft is saved. Only you and its reviewers can see it."))
            return redirect("activity-edit", made.pk)
    entries = [one for one in form.sections(texts, errors)[0][2] if one.name in FIRST]
    context = {"entries": entries, "wrong": _summary(errors)}
    return render(request, "activities/new.html", context, status=422 if errors else 200)


@page("activity.edit", record=ACTIVITY)
def edit(request: SignedIn, activity: Activity) -> HttpResponse:
    """The whole form. POST saves, and then submits, decides on a link or adds a row, as the button says."""
    if request.method != "POST":
        if activity.status not in EditActivity.states:
            messages.info(request, _("It is not a draft: take it back before you write on."))
            return redirect(activity)
        return _page(request, activity, form.shown(as_dict(activity)))
    typed = form.read(request.POST)
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
    errors = {**saving.errors, **typed.wrong}
    if errors:
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
    context = {
        "activity": activity,
        "sections": form.sections(texts, errors, comments, more.get("theirs")),
        "wrong": _summary(errors or {}),
        "comments_on_all": [one for one in comments if one.field in ("", "links", "mandates")],
        "links": presentation.links(data, rejected=True),
        "mandates": presentation.mandates(data, rejected=True),
        "choices": choices(activity),
        "duplicates": likely_duplicates(sketch(activity), request.user, activity.pk),
        "missing": [(name, form.label(name)) for name in missing(activity)],
        "editable": activity.status != ActivityStatus.SUBMITTED,
        "decides": True,
        "inside": True,
        **more,
    }
    return render(request, "activities/form.html", context, status=status)


def _stale(request: HttpRequest, activity: Activity, typed: form.Typed, seen: int) -> HttpResponse:
    """Somebody saved since: nothing is overwritten. What was typed stays in the form, the difference beside it;
    fields that were not touched show what is saved now.
    """
    changed = since(activity, seen)
    now = form.shown(as_dict(activity))
    was = {**now, **form.shown({**as_dict(activity), **{k: v[0] for k, v in (changed or {}).items()}})}
    texts = {
        k: typed.texts[k] if k in typed.texts and _touched(typed.texts[k], was[k]) else now[k] for k in now
    }
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


def _language(user: User) -> str:
    return getattr(user, "language", "en")[:2]


urlpatterns = [
    path("activities/new/", new, name="activity-new"),
    path("activities/<int:part>/edit/", edit, name="activity-edit"),
]
