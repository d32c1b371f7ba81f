"""What is done with an activity: the table of verbs, and what reviewers say at its fields."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from actionlines.errors import InvalidFields
from actionlines.register.activities import actions as own
from actionlines.register.activities import review
from actionlines.register.activities.schema import FIELDS
from actionlines.register.core.serialise import as_dict
from actionlines.register.models import Activity
from actionlines.register.site.forms import activity as form
from actionlines.register.site.pages import SignedIn, page, whole_number
from actionlines.register.site.views.activities.pages import ACTIVITY
from actionlines.register.site.views.activities.presentation import asked_version, changes
from actionlines.register.site.views.verbs import Asks, Verb, addresses, seen

VERBS = (
    Verb(
        "submit", "activity.submit", own.SubmitActivity,
        _("Submitted. It now waits for a reviewer; you will get a message."),
        missing=_("It is not complete yet. The form names what is missing."),
    ),
    Verb(
        "recall", "activity.submit", own.RecallActivity, _("Taken back. It is a draft again."),
        to=lambda _request, made: reverse("activity-edit", args=[made.pk]),
    ),
    Verb(
        "discard", "activity.edit", own.DiscardChanges,
        _("The draft was dropped. What was published stands as it was."),
    ),
    Verb(
        "delete", "activity.delete", own.DeleteDraft, _("The draft was deleted."), to="mine",
        asks=Asks(
            _("Delete this draft?"), _("It was never public. It cannot be brought back."), _("Delete the draft")
        ),
    ),
    Verb(
        "withdraw", "activity.withdraw", own.WithdrawActivity,
        _("Withdrawn. Its address says so, with your reason."), to="mine",
        asks=Asks(
            _("Withdraw this activity?"),
            _("The public no longer reads it. A note with your reason stays at its address."),
            _("Withdraw activity"), _("The public will read it."),
        ),
    ),
    Verb(
        "take", "activity.take", review.TakeActivity,
        to=lambda request, made: "inbox" if request.POST.get("next") == "inbox" else made,
    ),
    Verb("publish", "activity.publish", review.PublishActivity, _("Published. Everybody can read it now.")),
)  # fmt: skip


@page("activity.changes", record=ACTIVITY)
def ask(request: SignedIn, activity: Activity) -> HttpResponse:
    """All fields with room for a comment at each. POST sends them back, or keeps them for now."""
    said: dict[str, str] = {}
    wrong: dict[str, str] = {}
    reason = request.POST.get("reason", "")[:4000]
    if request.method == "POST":
        said = {
            name.removeprefix("say-"): str(text)
            for name, text in request.POST.items()
            if name.startswith("say-")
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
    context: dict[str, object] = {
        "activity": activity,
        "rows": rows,
        "reason": reason,
        "wrong": wrong.get("", ""),
        "wrongs": [(name, form.label(name), why) for name, why in wrong.items()],
        "changes": {one.field: one for one in changes(activity, asked_version(activity))},
    }
    return render(request, "review/ask.html", context, status=422 if wrong else 200)


def _asked(request: SignedIn, activity: Activity, said: dict[str, str], reason: str) -> HttpResponse:
    if request.POST.get("go") == "keep":
        for field, text in said.items():
            if text.strip():
                review.CommentOnField(request.user, activity, field=field, text=text).do()
        messages.success(request, gettext("The comments are kept. It still waits for your decision."))
        return redirect("activity-changes", activity.pk)
    review.RequestChanges(request.user, activity, version=seen(request), comments=said, reason=reason).do()
    messages.success(request, gettext("Sent back. The submitter gets a message with your comments."))
    return redirect("inbox")


@page("activity.comment", record=ACTIVITY)
@require_POST
def settle(request: SignedIn, activity: Activity) -> HttpResponse:
    """Mark a comment of a reviewer as settled."""
    number = whole_number(request.POST.get("comment"), 0, 18)
    review.SettleComment(request.user, activity, comment=number).do()
    return redirect(f"{activity.get_absolute_url()}#comments")


urlpatterns = [
    *addresses("activity", "activities", ACTIVITY, VERBS),
    path("activities/<int:part>/changes/", ask, name="activity-changes"),
    path("activities/<int:part>/settle/", settle, name="activity-settle"),
]
