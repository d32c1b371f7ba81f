"""Consultations and comments as operations find and give them."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from actionlines.errors import TooManyRequests
from actionlines.register.consultations.models import Comment, Consultation
from actionlines.register.consultations.serialise import COMMENT_WITH
from actionlines.register.core.models import Record
from actionlines.register.core.permissions import decide
from actionlines.register.core.schema import Data
from actionlines.register.core.serialise import as_dict
from actionlines.register.site.api.operations import seen_by
from actionlines.register.site.middleware.limits import COUNTS, VISITOR_COMMENT, address_of


def records() -> QuerySet[Consultation]:
    """Consultations with what serialising needs."""
    return Consultation.objects.select_related("organisation", "owner").prefetch_related("phases", "texts")


def said() -> QuerySet[Comment]:
    """Comments with what serialising needs."""
    return Comment.objects.select_related(*COMMENT_WITH)


def one(request: HttpRequest, number: int) -> Consultation:
    """A consultation that the reader may see; a withdrawn one is for those who edit it."""
    found: Consultation = seen_by(request, records(), number)
    if found.status == "withdrawn" and not decide(request.user, "consultation.edit", found):
        raise Http404
    return found


def plain(record: Record) -> Data:
    """Return the record as its serialiser gives it."""
    return as_dict(record)


def inside(made: Comment) -> Data:
    """A comment for its author and for those who moderate, also while it waits."""
    return {**as_dict(made), "endorsed": made.endorsed}


def slowly(request: HttpRequest, consultation: Consultation) -> None:
    """Who has no account is slowed down by address and consultation."""
    if request.user.is_authenticated:
        return
    if wait := COUNTS.take(VISITOR_COMMENT, f"{address_of(request)} {consultation.pk}"):
        raise TooManyRequests("request", "this was done too often", f"Wait {round(wait + 1)} seconds.")
