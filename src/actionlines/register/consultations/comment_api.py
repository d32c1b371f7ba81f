"""Comments in the API."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router

from actionlines.register.consultations import api as b
from actionlines.register.consultations import notices
from actionlines.register.consultations.actions import comments as act
from actionlines.register.consultations.actions.comments import DisposeComment, EditComment, ModerateComment
from actionlines.register.consultations.actions.texts import MapComment
from actionlines.register.consultations.api import inside, one, said, slowly
from actionlines.register.consultations.schema import ConsultationComment, public_comment
from actionlines.register.core.api import schemas as s
from actionlines.register.core.api.kind_operations import KindOperations
from actionlines.register.core.api.lists import PROBLEMS, given
from actionlines.register.core.api.operations import allow, find, operation, seen_by
from actionlines.register.core.pages.page import SignedIn
from actionlines.register.core.schema import ID

router = Router(tags=["consultations"])
SAID: Any = {200: ConsultationComment, **PROBLEMS}


@router.get("/comments/{id}", response={200: ConsultationComment, 304: None, 410: s.Tombstone, **PROBLEMS})
@operation("comment.view")
def comment(request: HttpRequest, id: Path[ID]) -> HttpResponse:
    """One comment. 410 where it was removed or withdrawn."""
    matches = seen_by(request, said(), id)
    one(request, matches.consultation_id)
    if matches.status in ("removed", "withdrawn"):
        names = ("kind", "status", "status_reason")
        tombstone = {name: getattr(matches, name) for name in names}
        return given(request, {**tombstone, "id": matches.pk, "status_since": matches.status_since.isoformat()}, 410)
    return given(request, inside(matches))


@router.post("/comments/{id}/replies", response={201: ConsultationComment, **PROBLEMS})
@operation("consultation.comment")
def reply(request: HttpRequest, id: Path[ID], body: b.Who) -> HttpResponse:
    """Answer a comment of a consultation."""
    parent = find(said(), id)
    allow(request, "consultation.comment", parent.consultation)
    slowly(request, parent.consultation)
    made = act.ReplyToComment(request.user, parent=parent, fields=body.model_dump()).do()
    return given(request, inside(made), 201)


@router.patch("/comments/{id}", response=SAID)
@operation("comment.edit")
def edit(request: HttpRequest, id: Path[ID], body: b.EditedComment) -> HttpResponse:
    """Correct your own comment or answer, as long as nobody has answered it."""
    record = find(said(), id)
    allow(request, "comment.edit", record)
    done = EditComment(request.user, record, version=body.version, fields=body.fields.plain()).do()
    return given(request, inside(done))


@router.post("/comments/{id}/withdraw", response=SAID)
@operation("comment.withdraw")
def take_back(request: HttpRequest, id: Path[ID], body: b.ReasonGiven) -> HttpResponse:
    """Withdraw your own comment, with a reason."""
    record = find(said(), id)
    allow(request, "comment.withdraw", record)
    done = act.WithdrawComment(request.user, record, version=body.version, reason=body.reason).do()
    return given(request, public_comment(done))


@router.post("/comments/{id}/moderate", response=SAID)
@operation("consultation.moderate")
def moderate(request: SignedIn, id: Path[ID], body: b.Moderated) -> HttpResponse:
    """Let it through, or remove it with a reason."""
    action = ModerateComment(
        request.user, find(said(), id), version=body.version, reason=body.reason, decision=body.decision
    )
    done = action.do()
    notices.after_commit("moderated", [done.pk], request.user)
    return given(request, inside(done))


@router.post("/comments/{id}/dispose", response=SAID)
@operation("consultation.dispose")
def dispose(request: SignedIn, id: Path[ID], body: b.Disposed) -> HttpResponse:
    """Record the disposition of the comment."""
    fields = {name: getattr(body, name) for name in ("disposition", "why", "where")}
    done = DisposeComment(request.user, find(said(), id), version=body.version, **fields).do()
    notices.after_commit("disposed", [done.pk], request.user)
    return given(request, public_comment(done))


_operations = KindOperations(router, "comments", said(), ConsultationComment, public_comment)
says = "Agree with a comment, once for each person, or take your agreement back."
_operations.verb("endorse", act.EndorseComment, says, b.Endorsing)
_operations.verb("place", MapComment, "Say where it is in the current text.", b.Placed)
