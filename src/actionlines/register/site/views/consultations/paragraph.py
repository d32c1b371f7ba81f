"""One paragraph with everything said about it, and the form to say something; the same for the whole text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actionlines.errors import InvalidFields
from actionlines.lineage.changes import compare_words
from actionlines.register.consultations.actions.comments import WriteComment, key_of
from actionlines.register.consultations.models import Comment, Consultation, Endorsement, TextParagraph
from actionlines.register.consultations.models.comments import SEEN
from actionlines.register.consultations.statistics import summary_of
from actionlines.register.core.models import Person
from actionlines.register.core.texts import plain_text
from actionlines.register.site.difference import as_html
from actionlines.register.site.middleware.limits import COUNTS, VISITOR_COMMENT, address_of, too_often
from actionlines.register.site.pages import page, page_number
from actionlines.register.site.views.consultations.comment_form import CommentForm, by_program, opened
from actionlines.register.site.views.consultations.reader import around, marked
from actionlines.register.site.views.consultations.shared import FIND, paragraph_url, powers, present
from actionlines.register.site.views.edit import amend, show_errors

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
    shown = {"consultation": record, "last": last, "became": became, "orphans": orphans}
    return render(request, "consultations/gone.html", shown, status=404)


def show(
    request: HttpRequest,
    record: Consultation,
    row: TextParagraph | None,
    form: Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; `form`: one that was sent and could not be taken, shown again as it was filled in."""
    rows = record.comments.filter(parent=None, place=row)
    seen = rows.filter(status__in=SEEN)
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
    spans = [] if row is None else _spans(rows, row)
    current = row.text_version if row is not None else record.current()
    before, after = around(current, row) if row is not None else (None, None)
    shown = {
        "consultation": record, "row": row, "text": current, "page": shown_page, "sort": sort,
        "words": marked(row, spans) if row is not None else "", "before": before, "after": after,
        "summary": summary_of(rows) if listed.count > 1 else [],
        "form": form or CommentForm.fresh(request, record, row),
        "takes": record.takes(), "why": record.why_closed(),
        **{f"may_{name}": allowed for name, allowed in can.items()},
    }  # fmt: skip
    return render(request, "consultations/paragraph.html", shown, status=status)


def _spans(rows: QuerySet[Comment], row: TextParagraph) -> list[tuple[int, int]]:
    found = rows.filter(status="published").values_list("place_start", "place_end").distinct().order_by()
    return [span for span in found[:300] if span != (0, len(row.text))]


def loaded(rows: QuerySet[Comment]) -> QuerySet[Comment]:
    """Comments with what a card shows: answers that may be seen, likely concepts, where they stand."""
    answers = Comment.objects.filter(status__in=SEEN).order_by("pk")
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
        rows = Endorsement.objects.filter(user=user, comment__in=[one.pk for one in held])
        mine = set(rows.values_list("comment_id", flat=True))
    for one in held:
        one.change = as_html(compare_words(one.quote, one.suggestion)) if one.suggests else ""
        one.mine = known and one.author_id == user.pk
        one.endorsed_by_me = one.pk in mine
        one.spoken = [link for link in getattr(one, "spoken", []) if link.p >= 0.5][:5]
        answers = getattr(one, "answers", [])
        for place, answer in enumerate(answers):
            answer.mine = known and answer.author_id == user.pk
            answer.editable = _editable(answer, answers[place + 1 :]) and not one.disposition
        one.editable = _editable(one, answers)
        one.answers = answers[:ANSWERS]


def _editable(one: Any, later: Iterable[Comment]) -> bool:
    """Whether its author is shown the way to correct it, as far as the page knows: the action asks once more."""
    answered = any(answer.status == "published" and answer.author_id != one.author_id for answer in later)
    return one.mine and one.status in ("published", "held") and not one.disposition and not answered


@require_POST
@page("consultation.comment", record=FIND)
def say(request: HttpRequest, record: Consultation) -> HttpResponse:
    """Take a comment, or show the paragraph again with the form as it was filled in and what is wrong."""
    anchor = plain_text(request.POST.get("paragraph", ""))[:80]
    current = record.current()
    row = current.paragraphs.filter(anchor=anchor).first() if current and anchor else None
    form = CommentForm(request.POST, whole=not anchor)
    visitor = not request.user.is_authenticated
    if visitor and (wait := COUNTS.take(VISITOR_COMMENT, f"{address_of(request)} {record.pk}")):
        return too_often(request, wait)
    if form.is_valid():
        if visitor and (problem := by_program(form)):
            form.add_error(None, problem)
            amend(form, "opened", opened())
        else:
            try:
                made = WriteComment(
                    request.user, consultation=record, fields=form.said(), paragraph=anchor,
                    seen=form.cleaned_data["seen"], **form.place(row),
                ).do()  # fmt: skip
            except InvalidFields as error:
                named = {"quote" if name == "place" else name: why for name, why in error.fields.items()}
                show_errors(form, named)
                amend(form, "seen", str(record.text))
            else:
                return _thanked(request, record, made)
    return show(request, record, row, form, 422)


def _thanked(request: HttpRequest, record: Consultation, made: Comment) -> HttpResponse:
    if made.status == "held":
        messages.success(request, _("Thank you. The organiser will look at it before others see it."))
    else:
        messages.success(request, _("Thank you. Your comment is there for everybody to read."))
    if made.author_id is None:
        link = reverse("comment-withdraw-key", args=[made.pk, key_of(made)])
        messages.info(
            request,
            _("Keep this address if you may want to correct your comment or take it back: %(url)s")
            % {"url": request.build_absolute_uri(link)},
        )
    return redirect(
        paragraph_url(record, made.place) + ("#said" if made.status == "held" else f"#c{made.pk}")
    )
