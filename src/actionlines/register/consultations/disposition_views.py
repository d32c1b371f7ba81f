"""Pages of dispositions, versions and exports."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from actionlines.errors import InvalidFields, RegistryError
from actionlines.lineage.changes import ChangePiece, compare_paragraphs
from actionlines.register.consultations import notices
from actionlines.register.consultations.actions.comments import MOST, DisposeComment, dispose_all
from actionlines.register.consultations.actions.texts import map_paragraph
from actionlines.register.consultations.comment_views import tell
from actionlines.register.consultations.exports import as_json, document, workbook
from actionlines.register.consultations.models import Comment, Consultation, Disposition, TextParagraph, TextVersion
from actionlines.register.consultations.statistics import paragraph_counts, statistics
from actionlines.register.consultations.views import FIND, FIND_COMMENT, PAGE, chosen, dress, loaded, present
from actionlines.register.core import vocabulary
from actionlines.register.core.concepts import name_of
from actionlines.register.core.pages.edit import RecordForm, attempted
from actionlines.register.core.pages.page import SignedIn, page, page_number, whole_number
from actionlines.register.core.pages.records import onward
from actionlines.register.core.permissions import decide
from actionlines.register.core.schema import parse_id
from actionlines.register.core.texts import join
from actionlines.register.instruments.compare import blocks, counts

WAITING = "none"  # of the filter: without a disposition


class DispositionForm(RecordForm):
    """The disposition of a comment, its reason, and the paragraph that answers it."""

    disposition = forms.ChoiceField(label=gettext_lazy("Disposition"), choices=Disposition.choices, required=False)
    why = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=4000,
        help_text=gettext_lazy("Needed unless it is accepted in full. Everybody reads it."),
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 4}),
    )
    where = forms.CharField(
        label=gettext_lazy("Where in the text as it is now"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("The number of a paragraph, such as 12 or 3(b)."),
        widget=forms.TextInput(attrs={"list": "paragraphs", "dir": "auto"}),
    )


@page("consultation.view", record=FIND)
def table(request: HttpRequest, record: Consultation) -> HttpResponse:
    """Everybody reads it; who disposes has boxes. Filters: `paragraph`, `stakeholder`, `disposition`, `how`."""
    present(record, request.user)
    query = {
        name: request.GET.get(name, "").replace("\0", "")[:80]
        for name in ("paragraph", "stakeholder", "disposition", "how")
    }
    rows = filtered(record, query)
    listed = Paginator(loaded(rows), PAGE).get_page(page_number(request))
    dress(listed.object_list, request.user)
    current = record.current()
    numbers = list(current.paragraphs.exclude(number="").values_list("anchor", "number")) if current else []
    context = {
        "consultation": record,
        "page": listed,
        "asked": query,
        "form": DispositionForm(auto_id="bulk-%s"),
        "numbers": numbers,
        "stakeholders": vocabulary.choices("stakeholder"),
        "dispositions": [(value or WAITING, words) for value, words in Disposition.choices],
        "may_dispose": decide(request.user, "consultation.dispose", record),
        "query": urlencode({name: value for name, value in query.items() if value}),
    }
    return render(request, "consultations/dispositions.html", context)


def filtered(record: Consultation, query: dict[str, str]) -> QuerySet[Comment]:
    """Published comments, answers apart, in the order of the text."""
    rows = record.comments.filter(status="published", parent=None)
    if query["paragraph"]:
        rows = rows.filter(place__anchor=query["paragraph"])
    if query["stakeholder"]:
        rows = rows.filter(stakeholder=query["stakeholder"])
    if query["disposition"]:
        rows = rows.filter(disposition="" if query["disposition"] == WAITING else query["disposition"])
    if query["how"]:
        rows = rows.filter(how=query["how"])
    return rows.order_by("place__order", "pk")


@require_POST
@page("consultation.dispose", record=FIND)
def many(request: SignedIn, record: Consultation) -> HttpResponse:
    """`comment=12:3` for each, `disposition`, `why`, `where`."""
    form = DispositionForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    else:
        data = form.cleaned_data
        picked = chosen(request, record, MOST)
        result = dispose_all(request.user, picked, data["disposition"], data["why"], data["where"])
        words = ngettext("%(many)d comment is answered.", "%(many)d comments are answered.", len(result.done))
        tell(request, result, words)
    return onward(request, reverse("consultation-dispositions", args=[record.pk]))


@page("consultation.dispose", record=FIND_COMMENT)
def one_comment(request: SignedIn, record: Comment) -> HttpResponse:
    """One comment with the form of its disposition; what somebody else decided meanwhile is shown."""
    where = record.disposition_place
    initial = {
        "version": record.version,
        "disposition": record.disposition,
        "why": record.disposition_reason,
        "where": (where.number or where.anchor) if where else "",
    }
    form = DispositionForm(request.POST or None, initial=initial)
    attempt = attempted(request, form, lambda: DisposeComment(request.user, record, version=form.seen, **form.given()))
    if attempt.done:
        notices.after_commit("disposed", [record.pk], request.user)
        messages.success(request, _("Answered."))
        return onward(request, reverse("consultation-dispositions", args=[record.consultation_id]))
    (item,) = loaded(Comment.objects.filter(pk=record.pk))
    dress([item], request.user)
    current = record.consultation.current()
    numbers = list(current.paragraphs.exclude(number="").values_list("anchor", "number")) if current else []
    context = {"one": item, "consultation": record.consultation, "numbers": numbers, "alone": True}
    return attempt.page("consultations/dispose.html", context)


@dataclass
class Gone:
    """Comments that lost their paragraph: where they stood, and what is beside it now (a help, no answer)."""

    paragraph: TextParagraph
    many: int
    beside: str


@page("consultation.view", record=FIND)
def versions(request: HttpRequest, record: Consultation) -> HttpResponse:
    """`?a=1&b=2`; the last two without it."""
    present(record, request.user)
    texts = list(record.texts.all())
    by_number = {text.number: text for text in texts}
    left, right = (
        by_number.get(whole_number(request.GET.get(name, ""), otherwise, 5))
        for name, otherwise in (("a", record.text - 1), ("b", record.text))
    )
    context: dict[str, object] = {"consultation": record, "texts": texts, "left": left, "right": right}
    if left and right:
        old, new = _moved_rows(left), _moved_rows(right)
        paragraph_changes = compare_paragraphs([_piece(item) for item in old], [_piece(item) for item in new])
        beside = {pair.old.id: pair.new.id for pair in paragraph_changes if pair.old and pair.new}
        rows = record.comments.filter(status="published", parent=None, last__isnull=False)
        # Key of a paragraph -> how many comments on it were moved, mapped or orphaned since.
        went: dict[int, dict[str, int]] = {}
        for last, how, many in rows.values_list("last_id", "how").annotate(Count("pk")).order_by():
            went.setdefault(last, {})[how] = many
        context |= {
            "blocks": blocks(paragraph_changes),
            "counts": counts(paragraph_changes),
            "went": {row.anchor: went[row.pk] for row in old if row.pk in went},
            "gone": _gone(record, beside),
            "may_map": decide(request.user, "consultation.dispose", record),
            "numbers": [(row.anchor, row.number or row.anchor) for row in _moved_rows(record.current())],
        }
    return render(request, "consultations/versions.html", context)


def _moved_rows(text: TextVersion) -> list[TextParagraph]:
    return list(text.paragraphs.all()) if text else []


def _piece(row: TextParagraph) -> ChangePiece:
    return ChangePiece(row.anchor, row.number, row.text, row.kind)


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
    number = parse_id(request.POST.get("from"))
    old = TextParagraph.objects.filter(pk=number, text_version__consultation=record).first() if number else None
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


FORMS = ("xlsx", "json", "docx")
_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@page("consultation.view", record=FIND)
def statistics_(request: HttpRequest, record: Consultation) -> HttpResponse:
    """By stakeholder type, region, country, paragraph and disposition."""
    present(record, request.user)
    matches = statistics(record)
    ways = [(value, words) for value, words in Disposition.choices]
    tables = [
        (_("By type of stakeholder"), _rows(matches.by_stakeholder, _stakeholder, ways)),
        (_("By ITU region"), _rows(matches.by_region["itu-region"], _area, ways)),
        (_("By United Nations regional commission"), _rows(matches.by_region["un-commission"], _area, ways)),
        (_("By country"), _rows(matches.by_country, _area, ways)[:60]),
    ]
    current = record.current()
    per = paragraph_counts(record)
    rows = [row for row in current.paragraphs.all() if row.pk in per] if current else []
    context = {
        "consultation": record,
        "found": matches,
        "ways": ways,
        "tables": tables,
        "paragraphs": [(row, per[row.pk]) for row in rows],
        "dispositions": [(value, words, matches.by_disposition[value]) for value, words in ways],
    }
    return render(request, "consultations/statistics.html", context)


def _rows(table: Any, called: Any, ways: Any) -> list[Any]:
    return [(called(key), counts["all"], [counts[value] for value, _w in ways]) for key, counts in table.sorted()]


def _stakeholder(key: str) -> str:
    return vocabulary.label("stakeholder", key) if key else _("not said")


def _area(key: str) -> str:
    return name_of(key) if key else _("not said, or in none")


@page("consultation.export", record=FIND)
def export(request: HttpRequest, record: Consultation) -> HttpResponseBase:
    """`?as=xlsx`, `json` or `docx`. Who moderates gets what waits too."""
    present(record, request.user)
    if (form := request.GET.get("as", "xlsx")) not in FORMS:
        words = _("Choose one of %(forms)s.") % {"forms": join(FORMS)}
        return HttpResponse(words, status=400, content_type="text/plain; charset=utf-8")
    inside = bool(decide(request.user, "consultation.moderate", record))
    name = f"consultation-{record.pk}-{date.today().isoformat()}.{form}"
    head = {"Content-Disposition": f'attachment; filename="{name}"'}
    if form == "json":
        return StreamingHttpResponse(as_json(record, inside), content_type=_TYPES[form], headers=head)
    if form == "docx":
        return HttpResponse(document(record), content_type=_TYPES[form], headers=head)
    with workbook(record, inside) as file:
        return HttpResponse(file.read(), content_type=_TYPES[form], headers=head)
