"""The table of dispositions: every comment with its disposition, the reason and the place in the new text."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from actionlines.register.consultations import notices
from actionlines.register.consultations.actions.dispositions import DisposeComment, dispose_all
from actionlines.register.consultations.actions.moderation import MOST
from actionlines.register.consultations.models import Comment, Consultation
from actionlines.register.consultations.models.comments import Disposition
from actionlines.register.core import vocabulary
from actionlines.register.core.permissions import decide
from actionlines.register.site.pages import SignedIn, page, page_number
from actionlines.register.site.views.consultations.moderation import tell
from actionlines.register.site.views.consultations.paragraph import dress, loaded
from actionlines.register.site.views.consultations.shared import (
    FIND,
    FIND_COMMENT,
    PAGE,
    chosen,
    present,
)
from actionlines.register.site.views.edit import RecordForm, attempted
from actionlines.register.site.views.verbs import onward

WAITING = "none"  # of the filter: without a disposition


class DispositionForm(RecordForm):
    """The disposition of a comment, its reason, and the paragraph that answers it."""

    disposition = forms.ChoiceField(
        label=gettext_lazy("Disposition"), choices=Disposition.choices, required=False
    )
    why = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=4000,
        help_text=gettext_lazy("Needed unless it is accepted in full. Everybody reads it."),
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 4}),
    )  # fmt: skip
    where = forms.CharField(
        label=gettext_lazy("Where in the text as it is now"), required=False, max_length=80,
        help_text=gettext_lazy("The number of a paragraph, such as 12 or 3(b)."),
        widget=forms.TextInput(attrs={"list": "paragraphs", "dir": "auto"}),
    )  # fmt: skip


@page("consultation.view", record=FIND)
def table(request: HttpRequest, record: Consultation) -> HttpResponse:
    """Everybody reads it; who disposes has boxes. Filters: `paragraph`, `stakeholder`, `disposition`, `how`."""
    present(record, request.user)
    asked = {
        name: request.GET.get(name, "").replace("\0", "")[:80]
        for name in ("paragraph", "stakeholder", "disposition", "how")
    }
    rows = filtered(record, asked)
    listed = Paginator(loaded(rows), PAGE).get_page(page_number(request))
    dress(listed.object_list, request.user)
    current = record.current()
    numbers = list(current.paragraphs.exclude(number="").values_list("anchor", "number")) if current else []
    shown = {
        "consultation": record, "page": listed, "asked": asked, "form": DispositionForm(auto_id="bulk-%s"),
        "numbers": numbers, "stakeholders": vocabulary.choices("stakeholder"),
        "dispositions": [(value or WAITING, words) for value, words in Disposition.choices],
        "may_dispose": decide(request.user, "consultation.dispose", record),
        "query": urlencode({name: value for name, value in asked.items() if value}),
    }  # fmt: skip
    return render(request, "consultations/dispositions.html", shown)


def filtered(record: Consultation, asked: dict[str, str]) -> QuerySet[Comment]:
    """Published comments, answers apart, in the order of the text."""
    rows = record.comments.filter(status="published", parent=None)
    if asked["paragraph"]:
        rows = rows.filter(place__anchor=asked["paragraph"])
    if asked["stakeholder"]:
        rows = rows.filter(stakeholder=asked["stakeholder"])
    if asked["disposition"]:
        rows = rows.filter(disposition="" if asked["disposition"] == WAITING else asked["disposition"])
    if asked["how"]:
        rows = rows.filter(how=asked["how"])
    return rows.order_by("place__order", "pk")


@require_POST
@page("consultation.dispose", record=FIND)
def many(request: SignedIn, record: Consultation) -> HttpResponse:
    """`comment=12:3` for each, `disposition`, `why`, `where`."""
    form = DispositionForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(one) for errors in form.errors.values() for one in errors))
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
        "version": record.version, "disposition": record.disposition, "why": record.disposition_reason,
        "where": (where.number or where.anchor) if where else "",
    }  # fmt: skip
    form = DispositionForm(request.POST or None, initial=initial)

    def _action() -> DisposeComment:
        given = {name: form.cleaned_data[name] for name in ("disposition", "why", "where")}
        return DisposeComment(request.user, record, version=form.seen, **given)

    attempt = attempted(request, form, _action)
    if attempt.done:
        notices.after_commit("disposed", [record.pk], request.user)
        messages.success(request, _("Answered."))
        return onward(request, reverse("consultation-dispositions", args=[record.consultation_id]))
    (one,) = loaded(Comment.objects.filter(pk=record.pk))
    dress([one], request.user)
    current = record.consultation.current()
    numbers = list(current.paragraphs.exclude(number="").values_list("anchor", "number")) if current else []
    context = {"one": one, "consultation": record.consultation, "numbers": numbers, "alone": True}
    return attempt.page("consultations/dispose.html", context)
