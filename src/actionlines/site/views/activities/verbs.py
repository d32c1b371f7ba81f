"""One address for each thing that can be done with an activity. POST does it; GET, where there is something to
say first, asks for it.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actionlines.errors import InvalidFields
from actionlines.registry.actions import activities as own
from actionlines.registry.actions import activities_review as review
from actionlines.registry.actions.activities_fields import FIELDS
from actionlines.registry.models import Activity
from actionlines.registry.serialise import as_dict
from actionlines.site.forms import activity as form
from actionlines.site.pages import page
from actionlines.site.views.activities.changes import asked_version, changes
from actionlines.site.views.activities.find import ACTIVITY
from actionlines.site.views.activities.form import version_seen


def _seen(request: HttpRequest) -> int | None:
    """The version that the button was shown with; None where it does not say."""
    return version_seen(request) if "version" in request.POST else None


@page("activity.submit", record=ACTIVITY)
@require_POST
def submit(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Hand it to the reviewers; where something is missing, the form says what."""
    try:
        own.SubmitActivity(request.user, activity, version=_seen(request)).do()
    except InvalidFields:
        messages.error(request, _("It is not complete yet. The form names what is missing."))
        return redirect("activity-edit", activity.pk)
    messages.success(request, _("Submitted. It now waits for a reviewer; you will get a message."))
    return redirect(activity)


@page("activity.submit", record=ACTIVITY)
@require_POST
def recall(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Take it back to work on it again."""
    own.RecallActivity(request.user, activity, version=_seen(request)).do()
    messages.success(request, _("Taken back. It is a draft again."))
    return redirect("activity-edit", activity.pk)


@page("activity.edit", record=ACTIVITY)
@require_POST
def discard(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Drop the draft of the next version."""
    own.DiscardChanges(request.user, activity, version=_seen(request)).do()
    messages.success(request, _("The draft was dropped. What was published stands as it was."))
    return redirect(activity)


@page("activity.delete", record=ACTIVITY)
def delete(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Ask once, then delete a draft that was never public."""
    if request.method == "POST":
        own.DeleteDraft(request.user, activity, version=_seen(request)).do()
        messages.success(request, _("The draft was deleted."))
        return redirect("mine")
    return render(request, "activities/delete.html", {"activity": activity})


@page("activity.withdraw", record=ACTIVITY)
def withdraw(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Ask for the reason, then withdraw."""
    wrong, reason = "", request.POST.get("reason", "")[:2000]
    if request.method == "POST":
        try:
            own.WithdrawActivity(request.user, activity, version=_seen(request), reason=reason).do()
        except InvalidFields as error:
            wrong = error.fields["reason"]
        else:
            messages.success(request, _("Withdrawn. Its address says so, with your reason."))
            return redirect("mine")
    context = {"activity": activity, "wrong": wrong, "reason": reason}
    return render(request, "activities/withdraw.html", context, status=422 if wrong else 200)


@page("activity.take", record=ACTIVITY)
@require_POST
def take(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Become its reviewer."""
    review.TakeActivity(request.user, activity, version=_seen(request)).do()
    return redirect(request.POST.get("next") if request.POST.get("next") in ("inbox",) else activity)


@page("activity.publish", record=ACTIVITY)
@require_POST
def publish(request: HttpRequest, activity: Activity) -> HttpResponse:
    """One click."""
    review.PublishActivity(request.user, activity, version=_seen(request)).do()
    messages.success(request, _("Published. Everybody can read it now."))
    return redirect(activity)


@page("activity.changes", record=ACTIVITY)
def ask(request: HttpRequest, activity: Activity) -> HttpResponse:
    """All fields with room for a comment at each. POST sends them back, or keeps them for now."""
    said: dict[str, str] = {}
    wrong: dict[str, str] = {}
    reason = request.POST.get("reason", "")[:4000]
    if request.method == "POST":
        said = {
            name.removeprefix("say-"): text for name, text in request.POST.items() if name.startswith("say-")
        }
        try:
            return _asked(request, activity, said, reason)
        except InvalidFields as error:
            wrong = error.fields
    data = as_dict(activity)
    open_comments = list(activity.comments.select_related("by").filter(settled_at=None))
    rows = [
        {
            "name": name, "label": form.label(name),
            "value": "" if name == "links" else form.in_words(name, data[name]),
            "said": said.get(name, ""), "wrong": wrong.get(name, ""),
            "comments": [one for one in open_comments if one.field == name],
        }
        for name in (*FIELDS, "links")
    ]  # fmt: skip
    context: dict[str, Any] = {
        "activity": activity,
        "rows": rows,
        "reason": reason,
        "wrong": wrong.get("", ""),
        "wrongs": [(name, form.label(name), why) for name, why in wrong.items()],
        "changes": {one.field: one for one in changes(activity, asked_version(activity))},
    }
    return render(request, "review/ask.html", context, status=422 if wrong else 200)


def _asked(request: HttpRequest, activity: Activity, said: dict[str, str], reason: str) -> HttpResponse:
    if request.POST.get("go") == "keep":
        for field, text in said.items():
            if text.strip():
                review.CommentOnField(request.user, activity, field=field, text=text).do()
        messages.success(request, _("The comments are kept. It still waits for your decision."))
        return redirect("activity-changes", activity.pk)
    review.RequestChanges(request.user, activity, version=_seen(request), comments=said, reason=reason).do()
    messages.success(request, _("Sent back. The submitter gets a message with your comments."))
    return redirect("inbox")


@page("activity.comment", record=ACTIVITY)
@require_POST
def settle(request: HttpRequest, activity: Activity) -> HttpResponse:
    """A comment is done with."""
    given = request.POST.get("comment", "")
    number = int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else 0
    review.SettleComment(request.user, activity, comment=number).do()
    return redirect(f"{activity.get_absolute_url()}#comments")


urlpatterns = [
    path("activities/<int:part>/submit/", submit, name="activity-submit"),
    path("activities/<int:part>/recall/", recall, name="activity-recall"),
    path("activities/<int:part>/discard/", discard, name="activity-discard"),
    path("activities/<int:part>/delete/", delete, name="activity-delete"),
    path("activities/<int:part>/withdraw/", withdraw, name="activity-withdraw"),
    path("activities/<int:part>/take/", take, name="activity-take"),
    path("activities/<int:part>/publish/", publish, name="activity-publish"),
    path("activities/<int:part>/changes/", ask, name="activity-changes"),
    path("activities/<int:part>/settle/", settle, name="activity-settle"),
]
