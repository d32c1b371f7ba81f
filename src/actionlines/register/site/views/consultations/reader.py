"""The text in the middle, what was said about each paragraph in the margin; a few queries for any number."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe

from actionlines.register.consultations.models import Comment, Consultation, TextParagraph, TextVersion
from actionlines.register.consultations.statistics import paragraph_counts
from actionlines.register.instruments.text_marks import Span, segments
from actionlines.register.site.pages import page, whole_number
from actionlines.register.site.views.consultations.shared import FIND, powers, tombstone
from actionlines.register.site.views.instruments.marking import as_html
from actionlines.register.site.views.instruments.parts import Head, Part, cut, part_of

SPANS = 300  # different spans of one paragraph that are marked


@dataclass
class Line:
    """One paragraph and how many comments it has."""

    paragraph: TextParagraph
    words: SafeString
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def many(self) -> int:
        """Return the number of published comments."""
        return self.counts.get("many", 0)


@dataclass
class Reading:
    """A version of the text, the part of it that is shown."""

    text: TextVersion | None
    lines: list[Line]
    parts: list[Part]
    part: Part | None
    headings: list[tuple[TextParagraph, Part]]


@page("consultation.view", record=FIND)
def consultation(request: HttpRequest, record: Consultation) -> HttpResponse:
    """`?part=2`, or `?p=113` for the part that holds this paragraph; `?text=1`: an older version."""
    if tombstone(record, request.user):
        return render(request, "records/gone.html", {"record": record}, status=410)
    number = whole_number(request.GET.get("text"), record.text, 5)
    chosen = whole_number(request.GET.get("part"), 1, 5)
    reading = read(record, number, chosen, request.GET.get("p", "").replace("\0", "")[:80])
    rows = record.comments.filter(status="published", parent=None, place=None).values_list("how")
    apart = dict(rows.annotate(Count("pk")).order_by())
    texts = list(record.texts.all())
    shown = {
        "consultation": record, "reading": reading, "texts": texts, "phase": record.phase(),
        "phases": list(record.phases.all()), "takes": record.takes(), "why": record.why_closed(),
        "apart": apart, "older": bool(reading.text and reading.text.number != record.text),
        "held": record.comments.filter(status="held").count(), **_said(powers(request.user, record)),
    }  # fmt: skip
    return render(request, "consultations/reader.html", shown)


def _said(found: dict[str, bool]) -> dict[str, bool]:
    return {f"may_{name}": allowed for name, allowed in found.items()}


def read(record: Consultation, number: int, chosen: int = 1, anchor: str = "") -> Reading:
    """A version of the text with marks and counts. Older versions have none: comments stand on the current one."""
    texts = {one.number: one for one in record.texts.all()}
    text = texts.get(number) or texts.get(record.text)
    if text is None:
        return Reading(None, [], [], None, [])
    rows = list(text.paragraphs.all())
    heads = [Head(row.pk, row.anchor, row.kind, row.level, row.number) for row in rows]
    parts = cut(heads)
    part = (part_of(parts, heads, anchor) if anchor else None) or parts[min(max(chosen, 1), len(parts)) - 1]
    shown = rows[part.start : part.stop]
    current = text.number == record.text
    counts = paragraph_counts(record) if current else {}
    spans = _spans(record, shown) if current else {}
    lines = [Line(row, marked(row, spans.get(row.pk, [])), counts.get(row.pk, {})) for row in shown]
    headings = [(row, one) for one in parts for row in rows[one.start : one.stop] if row.kind == "heading"]
    return Reading(text, lines, parts, part, headings)


def _spans(record: Consultation, rows: list[TextParagraph]) -> dict[int, list[tuple[int, int]]]:
    """Where comments stand on words of these paragraphs, not on the whole: each span once. One query."""
    sizes = {row.pk: len(row.text) for row in rows}
    if not sizes:
        return {}
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    spans = (
        Comment.objects.filter(consultation=record, status="published", parent=None, place__in=list(sizes))
        .values_list("place_id", "place_start", "place_end")
        .distinct()
        .order_by()
    )
    for place, start, end in spans:
        if (start, end) != (0, sizes[place]) and len(found[place]) < SPANS:
            found[place].append((start, end))
    return found


def marked(row: TextParagraph, spans: list[tuple[int, int]]) -> SafeString:
    """The words with marks under what was commented on."""
    if not spans:
        return mark_safe(as_html(segments(row.text, []), {}))  # noqa: S308 - escaped by as_html
    # Spans that overlap are one mark: thousands of comments must not make thousands of pieces.
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, end), "said")
        else:
            joined.append(Span(start, end, "said"))
    return as_html(segments(row.text, joined), {})


def around(text: TextVersion, row: TextParagraph) -> tuple[TextParagraph | None, TextParagraph | None]:
    """The paragraphs before and after one, headings left out."""
    rows = text.paragraphs.exclude(kind="heading").only("anchor", "number", "text_version")
    before = rows.filter(order__lt=row.order).order_by("-order").first()
    return before, rows.filter(order__gt=row.order).order_by("order").first()
