"""The form of a comment, and what tells people from programs."""

import time
from typing import Any, ClassVar

from django import forms
from django.core import signing
from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from actionlines.register.consultations.models import Consultation, TextParagraph
from actionlines.register.core import vocabulary
from actionlines.register.core.models import Person
from actionlines.register.core.pages.edit import country_choices, offer
from actionlines.register.core.pages.page import whole_number
from actionlines.register.core.rules import LANGUAGES
from actionlines.register.core.schema import Data
from actionlines.register.core.texts import native_language

_SALT = "actionlines.opened"

SOONEST, LATEST = 3, 86_400  # seconds after which somebody without an account may send what they wrote
_WORDS = forms.Textarea(attrs={"dir": "auto", "rows": 5})


class WhoForm(forms.Form):
    """Who speaks, and in which language."""

    stakeholder = forms.ChoiceField(label=gettext_lazy("You speak for"))
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    organisation = forms.CharField(
        label=gettext_lazy("Organisation"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Name shown with it"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("Everybody will read it. It may stay empty."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the comment"))

    def __init__(self, *fields: Any, **named: Any) -> None:
        super().__init__(*fields, **named)
        offer(self, "stakeholder", [("", _("Choose")), *vocabulary.choices("stakeholder")])
        offer(self, "country", [("", _("not said")), *country_choices()])
        offer(self, "language", [(code, native_language(code)) for code in LANGUAGES])


class CommentForm(WhoForm):
    """A comment, with words instead of those quoted where they are suggested."""

    error_fields: ClassVar = {"place": "quote"}
    field_order = (
        "quote", "text", "suggests", "suggestion", "stakeholder", "country", "organisation", "name", "language",
    )  # fmt: skip
    paragraph = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=10**6, required=False)
    opened = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)
    start = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**7, required=False)
    end = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**7, required=False)
    quote = forms.CharField(
        label=gettext_lazy("About these words"),
        required=False,
        max_length=20_000,
        strip=True,
        help_text=gettext_lazy("Copied from the paragraph exactly, or selected in it; empty for all of it."),
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 2}),
    )
    text = forms.CharField(label=gettext_lazy("Comment"), max_length=5000, required=False, widget=_WORDS)
    suggests = forms.BooleanField(label=gettext_lazy("Suggest other words instead of these"), required=False)
    suggestion = forms.CharField(
        label=gettext_lazy("Suggested wording"),
        max_length=5000,
        required=False,
        help_text=gettext_lazy("Leave empty to propose deletion."),
        widget=forms.Textarea(attrs={"dir": "auto", "rows": 3}),
    )
    # Filled in by programs alone: people do not see it.
    website = forms.CharField(
        required=False, max_length=200, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )

    def __init__(self, *fields: Any, whole: bool = False, **named: Any) -> None:
        super().__init__(*fields, **named)
        if whole:
            for name in ("quote", "start", "end", "suggests", "suggestion"):
                del self.fields[name]

    @classmethod
    def fresh(cls, request: HttpRequest, record: Consultation, row: TextParagraph | None) -> "CommentForm":
        """An empty one about a paragraph or the whole text, with what is known of the writer."""
        start, end = (whole_number(request.GET.get(name), None, 6) for name in ("start", "end"))
        quote = row.text[start:end] if row is not None and start is not None and end is not None else ""
        user: Person = request.user
        organisation = getattr(user, "organisation", None) if user.is_authenticated else None
        initial = {
            "paragraph": row.anchor if row else "",
            "seen": record.text,
            "opened": opened(),
            "quote": quote,
            "start": start if quote else None,
            "end": end if quote else None,
            "stakeholder": organisation.type if organisation else "",
            "country": organisation.country if organisation else "",
            "organisation": organisation.name if organisation else "",
            "name": user.name if user.is_authenticated else "",
            "language": (get_language() or "en")[:2],
        }
        return cls(initial=initial, whole=row is None)

    def said(self) -> dict[str, object]:
        """Return the fields for the action; other words make a suggestion."""
        data = self.cleaned_data
        names = ("text", "suggestion", "stakeholder", "country", "organisation", "name", "language")
        matches = {name: data[name] for name in names if name in data}
        # Other words are a suggestion, even if the box was not ticked.
        return {**matches, "suggests": bool(data.get("suggests") or data.get("suggestion"))}

    def place(self, row: TextParagraph | None) -> Data:
        """The span: the characters selected where they are the quote, else wherever the quote is."""
        data = self.cleaned_data
        quote = (data.get("quote") or "").replace("\r\n", "\n")
        start, end = data.get("start"), data.get("end")
        if row is not None and quote and start is not None and end is not None and row.text[start:end] == quote:
            return {"start": start, "end": end, "quote": quote}
        return {"quote": quote}


def opened() -> str:
    """Return a signed time at which a form was opened."""
    return signing.dumps(int(time.time()), salt=_SALT)


def refuse_program(form: forms.Form) -> bool:
    """Add why a form of somebody without an account looks as if no person had filled it in, and return whether."""
    problem = _why_program(form) if form.is_valid() else ""
    if problem:
        form.add_error(None, problem)
    return bool(problem)


def _why_program(form: forms.Form) -> str:
    if form.cleaned_data.get("website"):
        return _("A hidden field was filled in. Reload the page and try again.")
    try:
        age = time.time() - signing.loads(form.cleaned_data.get("opened") or "", salt=_SALT, max_age=LATEST)
    except signing.BadSignature:
        return _("This form was open for too long. Send it once more.")
    return _("That was very fast. Wait a few seconds, then send it once more.") if age < SOONEST else ""
