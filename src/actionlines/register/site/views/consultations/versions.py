"""Two versions of the text side by side, and where the comments went."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from actionlines.errors import InvalidFields, RegistryError
from actionlines.lineage.changes import Piece, compare_paragraphs
from actionlines.register.consultations.actions.texts import map_paragraph
from actionlines.register.consultations.models import Consultation, TextParagraph, TextVersion
from actionlines.register.core.permissions import decide
from actionlines.register.mandates.evidence import bounded
from actionlines.register.site.pages import SignedIn, page, whole_number
from actionlines.register.site.views.consultations.shared import FIND, present
from actionlines.register.site.views.instruments.compare import Block, blocks, counts


@dataclass
class Gone:
    """Comments that lost their paragraph: where they stood, and what stands beside it now (a help, no answer)."""

    paragraph: TextParagraph
    many: int
    beside: str


@page("consultation.view", record=FIND)
def versions(request: HttpRequest, record: Consultation) -> HttpResponse:
    """`?a=1&b=2`; the last two without it."""
    present(record, request.user)
    texts = list(record.texts.all())
    by_number = {one.number: one for one in texts}
    left, right = (
        _asked(request.GET.get(name, ""), by_number, otherwise)
        for name, otherwise in (("a", record.text - 1), ("b", record.text))
    )
    shown: dict[str, object] = {"consultation": record, "texts": texts, "left": left, "right": right}
    if left and right:
        old, new = _rows(left), _rows(right)
        found = compare_paragraphs([_piece(one) for one in old], [_piece(one) for one in new])
        beside = {pair.old.id: pair.new.id for pair in found if pair.old and pair.new}
        went = _went(record)
        shown |= {
            "blocks": blocks(found), "counts": counts(found), "went": _beside(blocks(found), old, went),
            "gone": _gone(record, beside), "may_map": decide(request.user, "consultation.dispose", record),
            "numbers": [(one.anchor, one.number or one.anchor) for one in _rows(record.current())],
        }  # fmt: skip
    return render(request, "consultations/versions.html", shown)


def _asked(text: str, texts: dict[int, TextVersion], otherwise: int) -> TextVersion | None:
    return texts.get(whole_number(text, otherwise, 5))


def _rows(text: TextVersion) -> list[TextParagraph]:
    return list(text.paragraphs.all()) if text else []


def _piece(row: TextParagraph) -> Piece:
    return Piece(row.anchor, row.number, row.text, row.kind)


def _went(record: Consultation) -> dict[int, dict[str, int]]:
    """Key of a paragraph -> how many comments that stood there were moved, mapped or orphaned since. One query."""
    rows = record.comments.filter(status="published", parent=None, last__isnull=False)
    found: dict[int, dict[str, int]] = {}
    for last, how, many in rows.values_list("last_id", "how").annotate(Count("pk")).order_by():
        found.setdefault(last, {})[how] = many
    return found


def _beside(
    found: list[Block], old: list[TextParagraph], went: dict[int, dict[str, int]]
) -> dict[str, object]:
    """Id of a paragraph on the left -> where its comments went."""
    return {row.anchor: went[row.pk] for row in old if row.pk in went}


def _gone(record: Consultation, beside: dict[str, str]) -> list[Gone]:
    rows = (
        TextParagraph.objects.filter(
            held_before__consultation=record, held_before__how="orphaned", held_before__status="published"
        )
        .annotate(many=Count("held_before"))
        .select_related("text_version")
        .order_by("text_version__number", "order")
    )
    return [Gone(row, row.many, beside.get(row.anchor, "")) for row in rows]


@require_POST
@page("consultation.dispose", record=FIND)
def map_(request: SignedIn, record: Consultation) -> HttpResponse:
    """`from`: key of the paragraph in which comments stood; `to`: id of one of the current version."""
    number = bounded(request.POST.get("from"))
    old = (
        TextParagraph.objects.filter(pk=number, text_version__consultation=record).first() if number else None
    )
    if old is None:
        raise Http404
    try:
        many = map_paragraph(request.user, record, old, request.POST.get("to", "")[:80])
    except InvalidFields as error:
        messages.error(request, " ".join(error.fields.values()))
    except RegistryError as error:
        messages.error(request, error.problem)
    else:
        words = ngettext("%(many)d comment is moved.", "%(many)d comments are moved.", many)
        messages.success(request, words % {"many": many})
    return redirect(reverse("consultation-versions", args=[record.pk]))
