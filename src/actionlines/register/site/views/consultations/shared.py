"""What the pages of consultations have in common: how records are found, where to go next, what is asked for."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.urls import reverse

from actionlines.register.consultations.actions.comments import key_fits
from actionlines.register.consultations.models import Comment, Consultation, TextParagraph
from actionlines.register.consultations.serialise import COMMENT_WITH
from actionlines.register.core.models import Person
from actionlines.register.core.permissions import decide
from actionlines.register.site.pages import one
from actionlines.register.site.views.verbs import ticked

FIND = one(Consultation, related=("organisation", "owner"), prefetch=("phases",))
FIND_COMMENT = one(Comment, related=(*COMMENT_WITH, "author", "consultation__owner"))
PAGE = 50


def of_author(part: int, key: str = "") -> tuple[Comment, str]:
    """Return a comment, of somebody without an account with whether the key in the address is its own; the key."""
    found, key = FIND_COMMENT(part), key[:500]
    found.key_shown = found.author_id is None and key_fits(found, key)
    return found, key


def paragraph_url(consultation: Consultation, place: TextParagraph | None) -> str:
    """The page on which a comment stands."""
    if place is None:
        return reverse("consultation-whole", args=[consultation.pk])
    return reverse("consultation-paragraph", args=[consultation.pk, place.anchor])


def chosen(request: HttpRequest, consultation: Consultation, most: int) -> list[tuple[Comment, int | None]]:
    """The comments ticked (`comment=12:3`, number and version that was seen), of this consultation alone."""
    wanted = ticked(request.POST.getlist("comment")[:most])
    rows = Comment.objects.filter(pk__in=wanted, consultation=consultation)
    return [(row, wanted[row.pk]) for row in rows.select_related("consultation").order_by("pk")]


def tombstone(consultation: Consultation, user: Person) -> bool:
    """Whether all that the reader gets is that it was withdrawn."""
    return consultation.status == "withdrawn" and not decide(user, "consultation.edit", consultation)


def present(consultation: Consultation, user: Person) -> None:
    """404 where it was withdrawn from the eyes of this reader: its own page says so."""
    if tombstone(consultation, user):
        raise Http404


def powers(user: Person, consultation: Consultation) -> dict[str, bool]:
    """Return whether the reader may do each action with the consultation, by its name."""
    names = ("edit", "moderate", "dispose", "export", "comment", "endorse")
    return {name: bool(decide(user, f"consultation.{name}", consultation)) for name in names}
