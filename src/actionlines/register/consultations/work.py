"""The list of work of those who answer comments: consultations with comments that wait for them."""

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from actionlines.register.consultations.models import Comment, CommentStatus, Consultation, ConsultationStatus
from actionlines.register.core.kinds import WorkList
from actionlines.register.core.pages.page import SignedIn, page
from actionlines.register.core.permissions import decide
from actionlines.register.people.models import User

_HELD = Q(status=CommentStatus.HELD)
_UNANSWERED = Q(status=CommentStatus.PUBLISHED, parent=None, disposition="", by_organiser=False)


def list_answerable(user: User) -> list[Consultation]:
    """Return the consultations without results whose comments the user may answer, the newest first."""
    rows = Consultation.objects.filter(status=ConsultationStatus.PUBLISHED, results_at=None)
    return [row for row in rows if decide(user, "consultation.dispose", row)]


def _count_comments(user: User) -> int:
    answerable = list_answerable(user)
    rows = Comment.objects.filter(_HELD | _UNANSWERED, consultation__in=answerable)
    return rows.count() if answerable else 0


COMMENTS = WorkList(
    "comments", 25, gettext_lazy("Comments to answer"), "consultation.open", "work-comments", _count_comments
)


@page("consultation.open")
def comments(request: SignedIn) -> HttpResponse:
    """List the consultations with comments that wait for moderation or for a disposition."""
    rows = {row.pk: row for row in list_answerable(request.user)}
    counts = Comment.objects.filter(consultation__in=rows).order_by().values_list("consultation")
    waiting = counts.annotate(held=Count("pk", filter=_HELD), unanswered=Count("pk", filter=_UNANSWERED))
    by_number = {number: (held, unanswered) for number, held, unanswered in waiting if held or unanswered}
    listed = [(row, *by_number[number]) for number, row in rows.items() if number in by_number]
    return render(request, "consultations/work_comments.html", {"here": COMMENTS.key, "rows": listed})
