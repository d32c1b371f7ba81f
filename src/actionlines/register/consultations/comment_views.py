"""Pages of comments: written, corrected, endorsed, moderated, disposed of."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from actionlines.errors import WrongState
from actionlines.register.consultations import views
from actionlines.register.consultations.actions.comments import (
    MOST,
    Done,
    EditComment,
    EndorseComment,
    ReplyToComment,
    WithdrawComment,
    moderate_all,
    why_settled,
)
from actionlines.register.consultations.forms import CommentForm, WhoForm, opened, refuse_program
from actionlines.register.consultations.models import Comment, CommentStatus, Consultation
from actionlines.register.core.models import Person
from actionlines.register.core.pages.edit import Attempt, RecordForm, attempted
from actionlines.register.core.pages.page import SignedIn, page, page_number, whole_number
from actionlines.register.core.pages.records import onward
from actionlines.register.core.permissions import decide
from actionlines.register.site.middleware.limits import COUNTS, VISITOR_COMMENT, block_of, too_often


class ReplyForm(WhoForm):
    """The form of an answer to a comment."""

    field_order = ("text", "stakeholder", "country", "organisation", "name", "language")
    opened = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)
    text = forms.CharField(
        label=gettext_lazy("Answer"), max_length=5000, widget=forms.Textarea(attrs={"dir": "auto", "rows": 4})
    )
    website = forms.CharField(
        required=False, max_length=200, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )


@page("comment.view", record=views.FIND_COMMENT)
def comment(request: HttpRequest, record: Comment) -> HttpResponse:
    """The comment with its answers and the form for another; a tombstone where it was taken back."""
    return _shown(request, record)


def _shown(request: HttpRequest, record: Comment, form: Form | None = None, status: int = 200) -> HttpResponse:
    consultation = record.consultation
    if consultation.status == "withdrawn" and not decide(request.user, "consultation.edit", consultation):
        raise Http404
    (item,) = views.loaded(Comment.objects.filter(pk=(record.parent or record).pk))
    if not decide(request.user, "comment.view", item):
        raise Http404
    views.dress([item], request.user)
    if form is None:
        user: Person = request.user
        name = user.name if user.is_authenticated else ""
        form = ReplyForm(initial={"opened": opened(), "name": name, "language": consultation.language})
    may = views.powers(request.user, consultation)
    answers = (
        may["comment"]
        and item.is_shown()
        and (consultation.takes("comments") or consultation.takes("reply") or may["moderate"])
    )
    context = {
        "one": item, "consultation": consultation, "form": form, "answers": answers,
        "back": views.paragraph_url(consultation, item.place), "takes": consultation.takes(), "alone": True,
        **{f"may_{name}": allowed for name, allowed in may.items()},
    }  # fmt: skip
    gone = record.status == "withdrawn"
    return render(request, "consultations/comment.html", context, status=410 if gone else status)


@require_POST
@page("consultation.endorse", record=views.FIND_COMMENT)
def endorse(request: HttpRequest, record: Comment) -> HttpResponse:
    """Endorse it, or take that back (`take_back`)."""
    EndorseComment(request.user, record, take_back=bool(request.POST.get("take_back"))).do()
    return onward(request, record.get_absolute_url())


def _find_to_answer(part: int) -> tuple[Consultation, Comment]:
    """Return the consultation of a comment, on which it hangs whether it may be answered, and the comment."""
    matches = views.FIND_COMMENT(part)
    return matches.consultation, matches


@require_POST
@page("consultation.comment", record=_find_to_answer)
def reply(request: HttpRequest, record: Consultation, parent: Comment) -> HttpResponse:
    """Save a visitor's or user's answer to a comment."""
    form = ReplyForm(request.POST)
    visitor = not request.user.is_authenticated
    if wait := _visitor_waits(request, record):
        return too_often(request, wait)
    if visitor:
        refuse_program(form)
    names = ("text", "stakeholder", "country", "organisation", "name", "language")
    attempt = attempted(
        request,
        form,
        lambda: ReplyToComment(request.user, parent=parent, fields={name: form.cleaned_data[name] for name in names}),
    )
    if attempt.done:
        held = attempt.done.record.status == "held"
        data = _("The organiser will look at it before others see it.") if held else _("Answered.")
        messages.success(request, data)
        return redirect((parent.parent or parent).get_absolute_url())
    return _shown(request, parent, form, 422)


@page("comment.withdraw", record=views.of_author)
def withdraw(request: HttpRequest, record: Comment, key: str) -> HttpResponse:
    """Take back one's own comment; without an account, by the address that one got when one wrote it."""
    if request.method == "POST":
        reason = request.POST.get("reason", "")[:2000]
        WithdrawComment(request.user, record, key=key, reason=reason).do()
        messages.success(request, _("Your comment is withdrawn."))
        return redirect(views.paragraph_url(record.consultation, record.place))
    context = {
        "one": record,
        "consultation": record.consultation,
        "key": key,
        "correctable": not why_settled(record, request.user),
    }
    return render(request, "consultations/withdraw.html", context)


_FIELDS = ("text", "suggests", "suggestion", "stakeholder", "country", "organisation", "name", "language")


class EditForm(RecordForm, CommentForm):  # type: ignore[misc] # `seen` of the latter is a field, no attribute
    """The words of a comment and its speaker; the paragraph of a comment does not change."""

    def __init__(self, *fields: Any, of: Comment, **named: Any) -> None:
        words = of.paragraph_id is not None and of.parent_id is None
        now = {name: getattr(of, name) for name in _FIELDS}
        now["language"] = of.language or of.consultation.language
        super().__init__(*fields, whole=not words, initial={**now, "version": of.version}, **named)
        self._suggested = of.suggests
        for name in ("paragraph", "seen", "opened", "start", "end", "quote", "website"):
            self.fields.pop(name, None)

    def said(self) -> dict[str, object]:
        """The fields that the action is given. Who takes the tick away takes the suggestion back."""
        matches = super().said()
        return {**matches, "suggests": self.cleaned_data["suggests"]} if self._suggested else matches


@page("comment.edit", record=views.of_author)
def edit(request: HttpRequest, record: Comment, key: str) -> HttpResponse:
    """The form; what was saved in another window meanwhile is shown, and what was typed is kept."""
    consultation = record.consultation
    views.present(consultation, request.user)
    form = EditForm(request.POST or None, of=record)
    if request.method == "POST":
        if wait := _visitor_waits(request, consultation):
            return too_often(request, wait)
    elif why := why_settled(record, request.user):
        raise WrongState(f"comment {record.pk}", why)
    try:
        attempt = attempted(
            request, form, lambda: EditComment(request.user, record, version=form.seen, key=key, fields=form.said())
        )
    except WrongState as error:
        # What was typed may still be said in an answer.
        form.add_error(None, error.problem)
        attempt = Attempt(request, form, status=409)
    if attempt.done:
        return _corrected(request, attempt.done.record)
    return attempt.page("consultations/correct.html", {"one": record, "consultation": consultation})


def _visitor_waits(request: HttpRequest, consultation: Consultation) -> float:
    """Count a comment of somebody without an account; return the seconds to wait where there were too many."""
    if request.user.is_authenticated:
        return 0.0
    return COUNTS.take(VISITOR_COMMENT, f"{block_of(request)} {consultation.pk}")


def _corrected(request: HttpRequest, made: Comment) -> HttpResponse:
    held = made.status == "held"
    data = _("Corrected. The organiser will look at it before others see it.") if held else _("Corrected.")
    messages.success(request, data)
    back = views.paragraph_url(made.consultation, (made.parent or made).place)
    return redirect(f"{back}#said" if held else f"{back}#c{made.pk}")


SAID = 5  # refusals that are listed one by one
_SHOWN = ("held", "published", "removed")


@page("consultation.moderate", record=views.FIND)
def queue(request: HttpRequest, record: Consultation) -> HttpResponse:
    """`?status=held` (what waits, the oldest first), `published`, `removed`; `?comment=12` for one alone."""
    status = request.GET.get("status", "")
    status = status if status in _SHOWN else "held"
    rows = record.comments.filter(status=status).select_related("place", "parent", "last")
    if item := whole_number(request.GET.get("comment"), None, 18):
        rows = record.comments.filter(pk=item).select_related("place", "parent", "last")
    content = Paginator(rows.order_by("pk"), views.PAGE).get_page(page_number(request))
    counts = dict(record.comments.values_list("status").annotate(Count("pk")).order_by())
    statuses = [(name, CommentStatus(name).label, counts.get(name, 0)) for name in _SHOWN]
    context = {"consultation": record, "page": content, "status": status, "statuses": statuses}
    return render(request, "consultations/moderation.html", context)


@require_POST
@page("consultation.moderate", record=views.FIND)
def moderate(request: SignedIn, record: Consultation) -> HttpResponse:
    """`comment=12:3` for each, `decision`, `reason`."""
    reason = request.POST.get("reason", "")
    decision = request.POST.get("decision", "")
    picked = views.chosen(request, record, MOST)
    if decision == "remove" and not reason.strip():
        messages.error(request, _("Say why: everybody reads the reason where the comment was."))
    else:
        result = moderate_all(request.user, picked, decision, reason)
        done = len(result.done)
        tell(request, result, ngettext("%(many)d comment is moderated.", "%(many)d comments are moderated.", done))
    return onward(request, reverse("consultation-moderation", args=[record.pk]))


def tell(request: HttpRequest, result: Done, words: str) -> None:
    """Say how many were done, and why the others were not."""
    if done := len(result.done):
        messages.success(request, words % {"many": done})
    for comment, error in result.refused[:SAID]:
        texts = {"comment": comment.pk, "why": error.problem}
        messages.error(request, _("Comment %(comment)d stays as it is: %(why)s.") % texts)
    if len(result.refused) > SAID:
        more: Any = len(result.refused) - SAID
        sentences = ngettext("%(many)d more stays as it is.", "%(many)d more stay as they are.", more)
        messages.error(request, sentences % {"many": more})
    if not done and not result.refused:
        messages.error(request, _("Choose at least one comment."))
