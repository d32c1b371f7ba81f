"""Pages of consultations: list, text, paragraph."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actionlines.lineage.changes import compare_words
from actionlines.register.consultations.actions.comments import WriteComment, key_fits, key_of
from actionlines.register.consultations.forms import CommentForm, opened, refuse_program
from actionlines.register.consultations.models import (
    Comment,
    Consultation,
    Endorsement,
    Muted,
    Phase,
    TextParagraph,
    TextVersion,
    seen_by_all,
)
from actionlines.register.consultations.notices import read_key
from actionlines.register.consultations.schema import COMMENT_WITH
from actionlines.register.consultations.statistics import paragraph_counts, summary_of
from actionlines.register.core import vocabulary
from actionlines.register.core.models import Person
from actionlines.register.core.pages.difference import as_html
from actionlines.register.core.pages.edit import amend, attempted
from actionlines.register.core.pages.feeds import feed_of
from actionlines.register.core.pages.page import find_record, page, page_number, whole_number
from actionlines.register.core.pages.records import gone, ticked
from actionlines.register.core.permissions import decide
from actionlines.register.core.texts import plain_text
from actionlines.register.instruments.compare import marks_as_html
from actionlines.register.instruments.reading import Span, segments
from actionlines.register.instruments.views import Head, Part, cut, part_of
from actionlines.register.people.models import User
from actionlines.register.site.middleware.limits import COUNTS, VISITOR_COMMENT, block_of, too_often

FIND = find_record(Consultation, related=("organisation", "owner"), prefetch=("phases",))
FIND_COMMENT = find_record(Comment, related=(*COMMENT_WITH, "author", "consultation__owner"))
PAGE = 50
FEW = 4  # consultations that need no search


def of_author(part: int, key: str = "") -> tuple[Comment, str]:
    """Return a comment, of somebody without an account with whether the key in the address is its own; the key."""
    matches, key = FIND_COMMENT(part), key[:500]
    matches.key_shown = matches.author_id is None and key_fits(matches, key)
    return matches, key


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
    """Return whether all that the reader gets is that it was withdrawn."""
    return consultation.status == "withdrawn" and not decide(user, "consultation.edit", consultation)


def present(consultation: Consultation, user: Person) -> None:
    """404 where it was withdrawn from the eyes of this reader: its own page says so."""
    if tombstone(consultation, user):
        raise Http404


def powers(user: Person, consultation: Consultation) -> dict[str, bool]:
    """Return whether the reader may do each action with the consultation, by its name."""
    names = ("edit", "moderate", "dispose", "export", "comment", "endorse")
    return {name: bool(decide(user, f"consultation.{name}", consultation)) for name in names}


_ON_HOME = 4
MOST = 1000  # that are sorted by what is open; more than any register has had


@dataclass(frozen=True)
class Group:
    """Consultations in the same state."""

    name: str
    words: str
    rows: list[Any]


@page("site.read")
def consultations(request: HttpRequest) -> HttpResponse:
    """Grouped: open for comments, coming, under reply or closed, drafts that the reader may see, withdrawn."""
    rows = visible(request.user)
    groups = grouped(rows)
    number = page_number(request)
    closed = groups["closed"]
    last = max(1, -(-len(closed) // PAGE))
    number = min(number, last)
    groups["closed"] = closed[(number - 1) * PAGE : number * PAGE]
    words = {"draft": _("Drafts"), "open": _("Open for comments"), "coming": _("Coming"), "closed": _("Closed")}
    context = {
        "groups": [Group(name, words[name], groups[name]) for name in words if groups[name]],
        "open": len(groups["open"]),
        "is_long": len(rows) > FEW,
        "page": number,
        "last": last,
    }
    return render(request, "consultations/list.html", context)


def visible(user: Person) -> list[Consultation]:
    """The consultations that the reader may see, but for those withdrawn; counts with them. Three queries."""
    count = Count("comments", filter=Q(comments__status="published", comments__parent=None))
    rows = (
        Consultation.objects.exclude(status="withdrawn")
        .select_related("organisation")
        .prefetch_related(Prefetch("phases", Phase.objects.order_by("starts_on")))
        .annotate(said=count)
        .order_by("-published_at", "-pk")
    )
    if not getattr(user, "is_authenticated", False):
        rows = rows.filter(status="published")
    return [row for row in rows[:MOST] if decide(user, "consultation.view", row)]


def grouped(rows: list[Consultation]) -> dict[str, list[Consultation]]:
    """`draft`, `open`, `coming`, `closed`; what ends first is first among the open ones."""
    today = timezone.now().date()
    matches: dict[str, list[Consultation]] = {"draft": [], "open": [], "coming": [], "closed": []}
    for row in rows:
        phase: Any = row
        phase.now = row.phase(today)
        phase.ends = max(
            (p.ends_on for p in row.phases.all() if p.kind == "comments" and p.ends_on and p.holds(today)), default=None
        )
        ahead = any(p.kind == "comments" and p.starts_on > today for p in row.phases.all())
        if row.status == "draft":
            matches["draft"].append(row)
        elif row.takes("comments", today):
            matches["open"].append(row)
        else:
            matches["coming" if ahead else "closed"].append(row)
    matches["open"].sort(
        key=lambda consultation: (getattr(consultation, "ends", None) is None, str(getattr(consultation, "ends", "")))
    )
    return matches


def show_on_home(_request: HttpRequest, _id: str) -> dict[str, object]:
    """Return the consultations that are open for comments, what ends first, first."""
    rows = Consultation.open_for_comments(timezone.now().date()).prefetch_related("phases")[:MOST]
    return {"consultations": grouped(list(rows))["open"][:_ON_HOME]}


@page("site.read")
def mute(request: HttpRequest, key: str) -> HttpResponse:
    """No more messages about a consultation; asked for by a link in one of them, done by a button."""
    read = read_key(key[:500])
    user = User.objects.filter(pk=read[0]).first() if read else None
    matches = Consultation.objects.filter(pk=read[1]).first() if read else None
    if user is None or matches is None:
        raise Http404
    if done := request.method == "POST":
        Muted.objects.get_or_create(user=user, consultation=matches)
    title = matches.title if matches.is_public() or matches.is_owned_by(user) else ""
    return render(request, "consultations/mute.html", {"title": title, "done": done})


ENTRIES = 50


@page("site.read")
def consultations_feed(request: HttpRequest) -> HttpResponse:
    """Return the feed of published consultations, the newest first."""
    feed = feed_of(request, _("Consultations"), reverse("consultations"))
    for item in Consultation.objects.filter(status="published").order_by("-published_at")[:ENTRIES]:
        url = request.build_absolute_uri(item.get_absolute_url())
        feed.add_entry(
            url, item.title, item.published_at or item.changed_at, published=item.published_at, summary=item.summary
        )
    return feed.answer()


@page("consultation.view", record=FIND)
def comments_feed(request: HttpRequest, record: Consultation) -> HttpResponse:
    """Return the feed of the published comments of a consultation, the newest first."""
    present(record, request.user)
    feed = feed_of(request, record.title, record.get_absolute_url())
    rows = record.comments.filter(status="published").select_related("place").order_by("-pk")
    for row in rows[:ENTRIES]:
        who = row.name or row.organisation or vocabulary.label("stakeholder", row.stakeholder)
        url, title = (request.build_absolute_uri(row.get_absolute_url()), f"{row.place}: {who}" if row.place else who)
        feed.add_entry(url, title, row.created_at, published=row.created_at, summary=row.text or row.suggestion)
    return feed.answer()


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
        return gone(request, record)
    number = whole_number(request.GET.get("text"), record.text, 5)
    chosen = whole_number(request.GET.get("part"), 1, 5)
    reading = read(record, number, chosen, request.GET.get("p", "").replace("\0", "")[:80])
    rows = record.comments.filter(status="published", parent=None, place=None).values_list("how")
    apart = dict(rows.annotate(Count("pk")).order_by())
    texts = list(record.texts.all())
    context = {
        "consultation": record,
        "reading": reading,
        "texts": texts,
        "phase": record.phase(),
        "phases": list(record.phases.all()),
        "takes": record.takes(),
        "why": record.why_closed(),
        "apart": apart,
        "older": bool(reading.text and reading.text.number != record.text),
        "held": record.comments.filter(status="held").count(),
        **{f"may_{name}": allowed for name, allowed in powers(request.user, record).items()},
    }
    return render(request, "consultations/reader.html", context)


def read(record: Consultation, number: int, chosen: int = 1, anchor: str = "") -> Reading:
    """A version of the text with marks and counts. Older versions have none: comments stand on the current one."""
    texts = {item.number: item for item in record.texts.all()}
    if (text := texts.get(number) or texts.get(record.text)) is None:
        return Reading(None, [], [], None, [])
    rows = list(text.paragraphs.all())
    heads = [Head(row.pk, row.anchor, row.kind, row.level, row.number) for row in rows]
    parts = cut(heads)
    part = (part_of(parts, heads, anchor) if anchor else None) or parts[min(max(chosen, 1), len(parts)) - 1]
    context = rows[part.start : part.stop]
    current = text.number == record.text
    counts = paragraph_counts(record) if current else {}
    spans = _spans(record, context) if current else {}
    lines = [Line(row, marked(row, spans.get(row.pk, [])), counts.get(row.pk, {})) for row in context]
    headings = [(row, part) for part in parts for row in rows[part.start : part.stop] if row.kind == "heading"]
    return Reading(text, lines, parts, part, headings)


def _spans(record: Consultation, rows: list[TextParagraph]) -> dict[int, list[tuple[int, int]]]:
    """Where comments stand on words of these paragraphs, not on the whole: each span once. One query."""
    if not (sizes := {row.pk: len(row.text) for row in rows}):
        return {}
    matches: dict[int, list[tuple[int, int]]] = defaultdict(list)
    spans = (
        Comment.objects.filter(consultation=record, status="published", parent=None, place__in=list(sizes))
        .values_list("place_id", "place_start", "place_end")
        .distinct()
        .order_by()
    )
    for place, start, end in spans:
        if (start, end) != (0, sizes[place]) and len(matches[place]) < SPANS:
            matches[place].append((start, end))
    return matches


def marked(row: TextParagraph, spans: list[tuple[int, int]]) -> SafeString:
    """The words with marks under what was commented on."""
    if not spans:
        return mark_safe(marks_as_html(segments(row.text, []), {}))  # noqa: S308 - escaped by as_html
    # Spans that overlap are one mark: thousands of comments must not make thousands of pieces.
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, end), "said")
        else:
            joined.append(Span(start, end, "said"))
    return marks_as_html(segments(row.text, joined), {})


def around(text: TextVersion, row: TextParagraph) -> tuple[TextParagraph | None, TextParagraph | None]:
    """The paragraphs before and after one, headings left out."""
    rows = text.paragraphs.exclude(kind="heading").only("anchor", "number", "text_version")
    before = rows.filter(order__lt=row.order).order_by("-order").first()
    return before, rows.filter(order__gt=row.order).order_by("order").first()


ANSWERS = 50  # of one comment that are shown below it
COMMENTS = 25  # on one page
SORTS = {"newest": ("-pk",), "oldest": ("pk",), "endorsed": ("-endorsed", "pk")}


def _find(part: int, anchor: str) -> tuple[Consultation, str]:
    return FIND(part), anchor[:80]


@page("consultation.view", record=_find)
def paragraph(request: HttpRequest, record: Consultation, anchor: str) -> HttpResponse:
    """`?start=35&end=44`: the form is about these characters. Of a paragraph that only an older version had, a
    page says that it is gone and where its comments are.
    """
    present(record, request.user)
    current = record.current()
    row = current.paragraphs.filter(anchor=anchor).first() if current else None
    if row is None:
        return _gone(request, record, anchor)
    return show(request, record, row)


@page("consultation.view", record=FIND)
def whole(request: HttpRequest, record: Consultation) -> HttpResponse:
    """Comments on the whole text, and those whose words are gone."""
    present(record, request.user)
    return show(request, record, None)


def _gone(request: HttpRequest, record: Consultation, anchor: str) -> HttpResponse:
    rows = TextParagraph.objects.filter(text_version__consultation=record, anchor=anchor)
    last = rows.select_related("text_version").order_by("-text_version__number").first()
    if last is None:
        raise Http404
    became = last.became.filter(text_version__number=record.text).first()
    orphans = record.comments.filter(status="published", how="orphaned", last__anchor=last.anchor).count()
    context = {"consultation": record, "last": last, "became": became, "orphans": orphans}
    return render(request, "consultations/gone.html", context, status=404)


def show(
    request: HttpRequest, record: Consultation, row: TextParagraph | None, form: Form | None = None, status: int = 200
) -> HttpResponse:
    """The page; `form`: one that was sent and could not be taken, shown again as it was filled in."""
    rows = record.comments.filter(parent=None, place=row)
    seen = rows.filter(seen_by_all())
    sort = request.GET.get("sort", "") if request.GET.get("sort", "") in SORTS else "newest"
    listed = Paginator(loaded(seen).order_by(*SORTS[sort]), COMMENTS)
    shown_page = listed.get_page(page_number(request))
    dress(shown_page.object_list, request.user)
    can = powers(request.user, record)
    if getattr(request, "htmx", False):
        # Opened beside the paragraph in the reader: the first of them, and nothing else.
        brief = {"consultation": record, "page": shown_page}
        answer = render(request, "consultations/brief.html", brief)
        answer["Vary"] = "HX-Request"
        return answer
    spans = [] if row is None else _quoted_spans(rows, row)
    current = row.text_version if row is not None else record.current()
    before, after = around(current, row) if row is not None else (None, None)
    context = {
        "consultation": record, "row": row, "text": current, "page": shown_page, "sort": sort,
        "words": marked(row, spans) if row is not None else "", "before": before, "after": after,
        "summary": summary_of(rows) if listed.count > 1 else [],
        "form": form or CommentForm.fresh(request, record, row),
        "takes": record.takes(), "why": record.why_closed(),
        **{f"may_{name}": allowed for name, allowed in can.items()},
    }  # fmt: skip
    return render(request, "consultations/paragraph.html", context, status=status)


def _quoted_spans(rows: QuerySet[Comment], row: TextParagraph) -> list[tuple[int, int]]:
    matches = rows.filter(status="published").values_list("place_start", "place_end").distinct().order_by()
    return [span for span in matches[:300] if span != (0, len(row.text))]


def loaded(rows: QuerySet[Comment]) -> QuerySet[Comment]:
    """Comments with what a card shows: answers that may be seen, likely concepts, where they stand."""
    answers = Comment.objects.filter(seen_by_all()).order_by("pk")
    return rows.select_related("place", "last", "disposition_place", "text_version").prefetch_related(
        Prefetch("replies", answers, to_attr="answers"), Prefetch("links", to_attr="spoken")
    )


def dress(comments: Iterable[Any], user: Person) -> None:
    """Give each comment of `loaded` what its card needs: the suggestion as a difference, whether the reader
    endorsed it.
    """
    held = list(comments)
    known = user.is_authenticated
    mine: set[int] = set()
    if user.is_authenticated and held:
        rows = Endorsement.objects.filter(user=user, comment__in=[row.pk for row in held])
        mine = set(rows.values_list("comment_id", flat=True))
    for item in held:
        item.change = as_html(compare_words(item.quote, item.suggestion)) if item.suggests else ""
        item.mine = known and item.author_id == user.pk
        item.endorsed_by_me = item.pk in mine
        item.spoken = [link for link in getattr(item, "spoken", []) if link.p >= 0.5][:5]
        answers = getattr(item, "answers", [])
        for place, answer in enumerate(answers):
            answer.mine = known and answer.author_id == user.pk
            answer.editable = _editable(answer, answers[place + 1 :]) and not item.disposition
        item.editable = _editable(item, answers)
        item.answers = answers[:ANSWERS]


def _editable(item: Any, later: Iterable[Comment]) -> bool:
    """Whether its author is shown the way to correct it, as far as the page knows: the action asks once more."""
    answered = any(answer.status == "published" and answer.author_id != item.author_id for answer in later)
    return item.mine and item.status in ("published", "held") and not item.disposition and not answered


@require_POST
@page("consultation.comment", record=FIND)
def say(request: HttpRequest, record: Consultation) -> HttpResponse:
    """Take a comment, or show the paragraph again with the form as it was filled in and what is wrong."""
    anchor = plain_text(request.POST.get("paragraph", ""))[:80]
    current = record.current()
    row = current.paragraphs.filter(anchor=anchor).first() if current and anchor else None
    form = CommentForm(request.POST, whole=not anchor)
    visitor = not request.user.is_authenticated
    if visitor and (wait := COUNTS.take(VISITOR_COMMENT, f"{block_of(request)} {record.pk}")):
        return too_often(request, wait)
    if visitor and refuse_program(form):
        amend(form, "opened", opened())
    attempt = attempted(
        request,
        form,
        lambda: WriteComment(
            request.user,
            consultation=record,
            fields=form.said(),
            paragraph=anchor,
            seen=form.cleaned_data["seen"],
            **form.place(row),
        ),
    )
    if attempt.done:
        return _thanked(request, record, attempt.done.record)
    if "quote" in form.errors or "place" in form.errors or form.non_field_errors():
        amend(form, "seen", str(record.text))
    return show(request, record, row, form, 422)


def _thanked(request: HttpRequest, record: Consultation, made: Comment) -> HttpResponse:
    if made.status == "held":
        messages.success(request, _("Thank you. The organiser will look at it before others see it."))
    else:
        messages.success(request, _("Thank you. Everybody can now read your comment."))
    if made.author_id is None:
        link = reverse("comment-withdraw-key", args=[made.pk, key_of(made)])
        messages.info(
            request,
            _("Keep this address if you may want to correct your comment or take it back: %(url)s")
            % {"url": request.build_absolute_uri(link)},
        )
    return redirect(paragraph_url(record, made.place) + ("#said" if made.status == "held" else f"#c{made.pk}"))
