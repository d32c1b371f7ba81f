"""Activities in the API."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from ninja import Schema as _Schema
from pydantic import ConfigDict, Field

from actionlines.register.activities import actions as own
from actionlines.register.activities import review
from actionlines.register.activities.links import DecideLink
from actionlines.register.activities.models import Activity
from actionlines.register.activities.schema import Activity as ActivityOutside
from actionlines.register.activities.schema import ActivityFields
from actionlines.register.core.api import schemas as s
from actionlines.register.core.api.lists import PROBLEMS, Asked, given, listed
from actionlines.register.core.api.operations import Seen, do, find, operation, seen_by
from actionlines.register.core.pages.page import SignedIn
from actionlines.register.core.pages.records import tombstone
from actionlines.register.core.permissions import sees_draft
from actionlines.register.core.public_view import public_data
from actionlines.register.core.schema import ID
from actionlines.register.core.serialise import as_dict

router = Router(tags=["activities"])
DONE: Any = {200: ActivityOutside, **PROBLEMS}
_Word = Annotated[str, Field(max_length=40)]


class NewActivity(Schema):
    """A new draft; it needs a title."""

    model_config = ConfigDict(extra="forbid")
    fields: ActivityFields


class EditedActivity(Seen):
    """Fields to change. A field that somebody else changed since `version` is not overwritten (409)."""

    fields: ActivityFields


class Reason(Seen):
    """Words that the next reader sees."""

    reason: str = Field("", max_length=2000)


class Changes(Seen):
    """What should change, in general (`reason`) or at a field (`comments`: field -> text)."""

    reason: str = Field("", max_length=4000)
    comments: dict[_Word, Annotated[str, Field(max_length=4000)]] = Field({}, max_length=40)


class Comment(Schema):
    """Something about one field, or "" for the whole."""

    model_config = ConfigDict(extra="forbid")
    field: _Word = ""
    text: str = Field(max_length=4000)


class Decision(Seen):
    """A link to a `concept` (id) or `mandate` (number) confirmed or rejected; one that is not there is added."""

    concept: _Word | None = None
    mandate: ID | None = None
    decision: Literal["confirmed", "rejected"]


class Deleted(Schema):
    """The version of the draft that you saw before you delete it."""

    version: int = Field(ge=1, le=2**31 - 1)


@router.post("/activities", response={201: ActivityOutside, **PROBLEMS})
@operation("activity.create")
def create(request: SignedIn, body: NewActivity) -> HttpResponse:
    """Create a draft that you own."""
    done = own.CreateActivity(request.user, fields=body.fields.plain()).do()
    return given(request, as_dict(done), 201)


@router.patch("/activities/{id}", response=DONE)
@operation("activity.edit")
def edit(request: SignedIn, id: Path[ID], body: EditedActivity) -> HttpResponse:
    """Change fields. Of what is published, this makes a draft of the next version."""
    return do(request, Activity, id, own.EditActivity, body, fields=body.fields.plain())


@router.delete("/activities/{id}", response={204: None, **PROBLEMS})
@operation("activity.delete")
def delete(request: SignedIn, id: Path[ID], seen: Query[Deleted]) -> HttpResponse:
    """Delete a draft that was never public."""
    own.DeleteDraft(request.user, find(Activity, id), version=seen.version).do()
    return HttpResponse(status=204)


@router.post("/activities/{id}/submit", response=DONE)
@operation("activity.submit")
def submit(request: SignedIn, id: Path[ID], body: Seen) -> HttpResponse:
    """Submit the activity to the reviewers."""
    return do(request, Activity, id, own.SubmitActivity, body)


@router.post("/activities/{id}/recall", response=DONE)
@operation("activity.submit")
def recall(request: SignedIn, id: Path[ID], body: Reason) -> HttpResponse:
    """Take it back to work on it again."""
    return do(request, Activity, id, own.RecallActivity, body, reason=body.reason)


@router.post("/activities/{id}/discard", response=DONE)
@operation("activity.edit")
def discard(request: SignedIn, id: Path[ID], body: Seen) -> HttpResponse:
    """Drop the draft of the next version."""
    return do(request, Activity, id, own.DiscardChanges, body)


@router.post("/activities/{id}/withdraw", response=DONE)
@operation("activity.withdraw")
def withdraw(request: SignedIn, id: Path[ID], body: Reason) -> HttpResponse:
    """Take it from the public, with a reason that the public reads."""
    return do(request, Activity, id, own.WithdrawActivity, body, reason=body.reason)


@router.post("/activities/{id}/take", response=DONE)
@operation("activity.take")
def take(request: SignedIn, id: Path[ID], body: Seen) -> HttpResponse:
    """Become the reviewer of the activity."""
    return do(request, Activity, id, review.TakeActivity, body)


@router.post("/activities/{id}/changes", response=DONE)
@operation("activity.changes")
def changes(request: SignedIn, id: Path[ID], body: Changes) -> HttpResponse:
    """Send it back to its submitter."""
    return do(request, Activity, id, review.RequestChanges, body, reason=body.reason, comments=body.comments)


@router.post("/activities/{id}/publish", response=DONE)
@operation("activity.publish")
def publish(request: SignedIn, id: Path[ID], body: Seen) -> HttpResponse:
    """Make this version what the public sees."""
    return do(request, Activity, id, review.PublishActivity, body)


@router.post("/activities/{id}/comments", response=DONE)
@operation("activity.comment")
def comment(request: SignedIn, id: Path[ID], body: Comment) -> HttpResponse:
    """Comment on a field of the activity."""
    done = review.CommentOnField(request.user, find(Activity, id), field=body.field, text=body.text).do()
    return given(request, as_dict(done))


@router.post("/activities/{id}/comments/{comment}/settle", response=DONE)
@operation("activity.comment")
def settle(request: SignedIn, id: Path[ID], comment: Path[ID]) -> HttpResponse:
    """What a comment asked for is done."""
    return given(request, as_dict(review.SettleComment(request.user, find(Activity, id), comment=comment).do()))


@router.post("/activities/{id}/links", response=DONE)
@operation("activity.link")
def link(request: SignedIn, id: Path[ID], body: Decision) -> HttpResponse:
    """Decide on a link to a concept or mandate."""
    given_ = {name: value for name in ("concept", "mandate") if (value := getattr(body, name)) is not None}
    return do(request, Activity, id, DecideLink, body, decision=body.decision, **given_)


router = router  # one router for one path, or the second would hide behind the first


class Which(_Schema):
    """`published`: the published version, also for those who may see the draft of the next one."""

    published: bool = False


def records() -> QuerySet[Activity]:
    """Return activities with the related rows that their serialiser needs."""
    rows = Activity.objects.select_related("organisation")
    return rows.prefetch_related("partners", "places", "links", "mandate_links")


@router.get("/activities", response={200: s.page_of(ActivityOutside, s.ListHead), 304: None, **PROBLEMS})
@operation("site.read")
def activities(request: HttpRequest, query: Query[Asked]) -> HttpResponse:
    """All published activities, filtered."""
    return listed(request, query, "activity", records)


@router.get("/activities/{id}", response={200: ActivityOutside, 304: None, 410: s.Tombstone, **PROBLEMS})
@operation("activity.view")
def activity(request: HttpRequest, id: Path[ID], which: Query[Which]) -> HttpResponse:
    """The published version; for those who may see it, the record as it is now. 410 when it was withdrawn."""
    matches = seen_by(request, records(), id)
    if sees_draft(request.user, matches) and not which.published:
        return given(request, as_dict(matches))
    if matches.status == "withdrawn":
        return given(request, tombstone(matches), 410)
    public = public_data([matches], request.user)
    if not public:
        raise Http404
    return given(request, public[0])
