"""What the pages of consultations have in common: how records are found, where to go next, what is asked for."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from actionlines.consultation.actions.comments import key_fits
from actionlines.consultation.models import Comment, Consultation, TextParagraph
from actionlines.consultation.serialise import COMMENT_WITH
from actionlines.registry.core.permissions import decide
from actionlines.registry.mandates.actions import bounded
from actionlines.site.pages import one

FIND = one(Consultation, related=("organisation", "owner"), prefetch=("phases",))
FIND_COMMENT = one(Comment, related=(*COMMENT_WITH, "author", "consultation__owner"))
PAGE = 50


def of_author(part: int, key: str = "") -> Comment:
    """A comment; of somebody without an account, with whether the key in the address is that of it."""
    found: Comment = FIND_COMMENT(part)
    found.key_shown = found.author_id is None and key_fits(found, key[:500])
    found.shown_key = key[:500]
    return found


def page_number(request: HttpRequest) -> int:
    """`?page=`, from 1."""
    given = request.GET.get("page", "1")
    return int(given) if given.isascii() and given.isdecimal() and 0 < len(given) < 6 else 1


def onward(request: HttpRequest, otherwise: str) -> Any:
    """To `next` of the form, a path of this site; else to another address of it."""
    to = request.POST.get("next", "")[:2000]
    safe = to.startswith("/") and url_has_allowed_host_and_scheme(to, allowed_hosts=None)
    return redirect(to if safe else otherwise)


def paragraph_url(consultation: Consultation, place: TextParagraph | None) -> str:
    """The page on which a comment stands."""
    if place is None:
        return reverse("consultation-whole", args=[consultation.pk])
    return reverse("consultation-paragraph", args=[consultation.pk, place.anchor])


def chosen(request: HttpRequest, consultation: Consultation, most: int) -> list[tuple[Comment, int | None]]:
    """The comments ticked (`comment=12:3`, number and version that was seen), of this consultation alone."""
    wanted: dict[int, int | None] = {}
    for value in request.POST.getlist("comment")[:most]:
        number, _colon, version = value.partition(":")
        if found := bounded(number):
            wanted[found] = bounded(version)
    rows = Comment.objects.filter(pk__in=wanted, consultation=consultation)
    return [(row, wanted[row.pk]) for row in rows.select_related("consultation").order_by("pk")]


def tombstone(consultation: Consultation, user: Any) -> bool:
    """Whether all that the reader gets is that it was withdrawn."""
    return consultation.status == "withdrawn" and not decide(user, "consultation.edit", consultation)


def present(consultation: Consultation, user: Any) -> None:
    """404 where it was withdrawn from the eyes of this reader: its own page says so."""
    if tombstone(consultation, user):
        raise Http404


def powers(user: Any, consultation: Consultation) -> dict[str, bool]:
    """What the reader may do with it."""
    names = ("edit", "moderate", "dispose", "export", "comment", "endorse")
    return {name: bool(decide(user, f"consultation.{name}", consultation)) for name in names}
