"""The form by which the author of a comment or an answer corrects it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from actionlines.consultation.actions.corrections import EditComment, why_settled
from actionlines.consultation.models import Comment
from actionlines.errors import InvalidFields, StaleRecord, WrongState
from actionlines.site.middleware.limits import COUNTS, VISITOR_COMMENT, address_of, too_often
from actionlines.site.pages import page
from actionlines.site.views.consultations.finding import of_author, paragraph_url, present
from actionlines.site.views.consultations.saying import CommentForm
from actionlines.site.views.consultations.stale import since

_FIELDS = ("text", "suggests", "suggestion", "stakeholder", "country", "organisation", "name", "language")


class EditForm(CommentForm):
    """A comment as it is now. Where it stands is not asked."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)

    def __init__(self, *given: Any, of: Comment, **named: Any) -> None:
        words = of.paragraph_id is not None and of.parent_id is None
        now = {name: getattr(of, name) for name in _FIELDS}
        now["language"] = of.language or of.consultation.language
        super().__init__(*given, whole=not words, initial={**now, "version": of.version}, **named)
        self._suggested = of.suggests
        for name in ("paragraph", "seen", "opened", "start", "end", "quote", "website"):
            self.fields.pop(name, None)

    def said(self) -> dict[str, Any]:
        """The fields that the action is given. Who takes the tick away takes the suggestion back."""
        found = super().said()
        return {**found, "suggests": self.cleaned_data["suggests"]} if self._suggested else found


@page("comment.edit", record=of_author)
def edit(request: HttpRequest, record: Any) -> HttpResponse:
    """The form; what was saved in another window meanwhile is shown, and what was typed is kept."""
    consultation = record.consultation
    present(consultation, request.user)
    form, news, status = EditForm(request.POST or None, of=record), [], 200
    visitor = not request.user.is_authenticated
    if request.method == "POST":
        if visitor and (wait := COUNTS.take(VISITOR_COMMENT, f"{address_of(request)} {consultation.pk}")):
            return too_often(request, wait)
        if form.is_valid():
            try:
                made = EditComment(
                    request.user, record, version=form.cleaned_data["version"], key=record.shown_key,
                    fields=form.said(),
                ).do()  # fmt: skip
            except InvalidFields as error:
                for name, problem in error.fields.items():
                    form.add_error(name if name in form.fields else None, problem)
            except WrongState as error:
                # What was typed may still be said in an answer.
                status = 409
                form.add_error(None, error.problem)
            except StaleRecord as error:
                status = 409
                news = since(record, error.seen)
                form.data = form.data.copy()
                form.data["version"] = str(error.current)
            else:
                return _corrected(request, made)
    elif why := why_settled(record, request.user):
        raise WrongState(f"comment {record.pk}", why)
    shown = {"one": record, "consultation": consultation, "form": form, "news": news}
    status = 422 if form.errors and status == 200 else status
    return render(request, "consultations/correct.html", shown, status=status)


def _corrected(request: HttpRequest, made: Comment) -> HttpResponse:
    held = made.status == "held"
    said = _("Corrected. The organiser will look at it before others see it.") if held else _("Corrected.")
    messages.success(request, said)
    back = paragraph_url(made.consultation, (made.parent or made).place)
    return redirect(f"{back}#said" if held else f"{back}#c{made.pk}")
