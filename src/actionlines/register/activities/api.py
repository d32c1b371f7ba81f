"""Activities in the API."""

from typing import Annotated, Literal

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field

from actionlines.register.activities import actions as own
from actionlines.register.activities import review
from actionlines.register.activities.links import DecideLink
from actionlines.register.activities.models import Activity
from actionlines.register.activities.schema import Activity as ActivityOutside
from actionlines.register.activities.schema import ActivityFields
from actionlines.register.core.api import schemas as s
from actionlines.register.core.api.kind_operations import KindOperations
from actionlines.register.core.api.lists import PROBLEMS, given
from actionlines.register.core.api.operations import Body, Seen, find, operation, seen_by
from actionlines.register.core.kinds import read_whole
from actionlines.register.core.pages.page import SignedIn
from actionlines.register.core.permissions import sees_draft
from actionlines.register.core.public_view import tombstone, values_for
from actionlines.register.core.schema import ID

router = Router(tags=["activities"])
_Word = Annotated[str, Field(max_length=40)]


class Reason(Seen):
    """Words that the next reader sees."""

    reason: str = Field("", max_length=2000)


class Changes(Seen):
    """What should change, in general (`reason`) or at a field (`comments`: field -> text)."""

    reason: str = Field("", max_length=4000)
    comments: dict[_Word, Annotated[str, Field(max_length=4000)]] = Field({}, max_length=40)


class Comment(Body):
    """Something about one field, or "" for the whole."""

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


_operations = KindOperations(router, "activities", Activity, ActivityOutside)
_operations.create(own.CreateActivity, ActivityFields, "Create a draft that you own.", "A new draft; it needs a title.")
says = "Change fields. Of what is published, this makes a draft of the next version."
body_says = "Fields to change. A field that somebody else changed since `version` is not overwritten (409)."
_operations.edit(own.EditActivity, ActivityFields, says, body_says)
_operations.verb("submit", own.SubmitActivity, "Submit the activity to the reviewers.")
_operations.verb("recall", own.RecallActivity, "Take it back to work on it again.", Reason)
_operations.verb("discard", own.DiscardChanges, "Drop the draft of the next version.")
_operations.verb(
    "withdraw", own.WithdrawActivity, "Take it from the public, with a reason that the public reads.", Reason
)
_operations.verb("take", review.TakeActivity, "Become the reviewer of the activity.")
_operations.verb("changes", review.RequestChanges, "Send it back to its submitter.", Changes)
_operations.verb("publish", review.PublishActivity, "Make this version what the public sees.")
_operations.verb("comments", review.CommentOnField, "Comment on a field of the activity.", Comment, name="comment")
_operations.verb(
    "comments/{comment}/settle",
    review.SettleComment,
    "What a comment asked for is done.",
    None,
    name="settle",
    parts=[("comment", "comment", Path[ID])],
)
_operations.verb("links", DecideLink, "Decide on a link to a concept or mandate.", Decision, name="link")


@router.delete("/activities/{id}", response={204: None, **PROBLEMS})
@operation("activity.delete")
def delete(request: SignedIn, id: Path[ID], seen: Query[Deleted]) -> HttpResponse:
    """Delete a draft that was never public."""
    own.DeleteDraft(request.user, find(Activity, id), version=seen.version).do()
    return HttpResponse(status=204)


class Which(Schema):
    """`published`: the published version, also for those who may see the draft of the next one."""

    published: bool = False


def records() -> QuerySet[Activity]:
    """Return activities with the related rows that their serialiser needs."""
    return read_whole(Activity.objects.all())


_operations.list("activity", records, "All published activities, filtered.")


@router.get("/activities/{id}", response={200: ActivityOutside, 304: None, 410: s.Tombstone, **PROBLEMS})
@operation("activity.view")
def activity(request: HttpRequest, id: Path[ID], which: Query[Which]) -> HttpResponse:
    """The published version; for those who may see it, the record as it is now. 410 when it was withdrawn."""
    matches = seen_by(request, records(), id)
    if matches.status == "withdrawn" and (which.published or not sees_draft(request.user, matches)):
        return given(request, tombstone(matches), 410)
    return given(request, values_for(request.user, matches, which.published))
