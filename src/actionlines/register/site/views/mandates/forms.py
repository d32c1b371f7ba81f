"""What people write when they act on a mandate. Each form says what its action is given."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from actionlines.framework.bodies import LEFT_OPEN
from actionlines.register.core.concepts import name_of
from actionlines.register.core.schema import Data
from actionlines.register.mandates.actions import TEXT_LIMIT, WAYS
from actionlines.register.mandates.addresses import number_in
from actionlines.register.mandates.evidence import URL_LIMIT
from actionlines.register.mandates.fields import (
    ACTION_LIMIT,
    REASON_LIMIT,
    deliverable_name,
    deliverables,
    field_name,
)
from actionlines.register.mandates.models import Force, MandateStatus, ProgressEvidence, Strength
from actionlines.register.mandates.wording import reason_in_words
from actionlines.register.models import Mandate
from actionlines.register.site.kinds import Words
from actionlines.register.site.views.edit import RecordForm, offer
from actionlines.register.site.views.mandates.due_chooser import DueField
from actionlines.register.site.views.mandates.evidence import ActivityField, AreaField, SeriesField, beginning
from actionlines.register.site.views.mandates.fields import BodiesField, ConceptField, LeadField

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_WORDS = forms.Textarea(attrs={"dir": "auto", "rows": 4})
Values = Data  # what an action is given
AGAIN = "again"  # delivered for this time


class MandateForm(RecordForm):
    """A form about one mandate; `version` is what its writer saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, *given: Any, mandate: Mandate, **named: Any) -> None:
        self.mandate = mandate
        super().__init__(*given, **named)

    def given(self) -> Values:
        """What the action is given, from the cleaned fields."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class RejectForm(MandateForm):
    """The reason why a paragraph is no mandate."""

    reason = forms.CharField(
        label=gettext_lazy("Reason for rejection"), max_length=REASON_LIMIT, widget=_WORDS
    )


class CorrectForm(MandateForm):
    """The fields as people read them."""

    addressees = BodiesField(
        label=gettext_lazy("Addressees"),
        help_text=gettext_lazy("A body in each box, by its name or acronym."),
    )
    candidates = forms.MultipleChoiceField(
        label=gettext_lazy("Possible addressees"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Choose who is meant; it takes the place of an addressee that is left open."),
    )  # fmt: skip
    action = forms.CharField(
        label=gettext_lazy("What is asked"),
        max_length=ACTION_LIMIT,
        widget=_WORDS,
    )
    deliverable = forms.ChoiceField(label=gettext_lazy("Deliverable"))
    strength = forms.ChoiceField(label=gettext_lazy("Strength"), choices=Strength.choices)
    force = forms.ChoiceField(
        label=pgettext_lazy("of a mandate", "Force"), choices=Force.choices, required=False,
        help_text=gettext_lazy("Only what a text decides is counted as owed."),
    )  # fmt: skip
    due = DueField(
        label=gettext_lazy("Due, as the text has it"), required=False,
        help_text=gettext_lazy("Fill in what the text says; leave the rest empty."),
    )  # fmt: skip
    due_on = forms.DateField(
        label=gettext_lazy("Last day"), required=False, widget=_DATE,
        help_text=gettext_lazy("Left as it is, it follows from the line above when that changes."),
    )  # fmt: skip
    report_to = BodiesField(
        label=gettext_lazy("Reports to"),
        required=False,
        help_text=gettext_lazy("Bodies that receive the product."),
    )

    def __init__(self, *given: Any, mandate: Mandate, initial: Values, **named: Any) -> None:
        now = {
            **{
                name: getattr(mandate, name)
                for name in ("action", "deliverable", "strength", "force", "due", "due_on")
            },
            "addressees": [one.body for one in mandate.addressees.all()],
            "report_to": mandate.report_to,
        }
        super().__init__(*given, mandate=mandate, initial={**now, **initial}, **named)
        offer(self, "deliverable", [(one, deliverable_name(one)) for one in deliverables()])
        if mandate.candidates:
            offer(self, "candidates", [(one, name_of(one)) for one in mandate.candidates])
            self.fields["addressees"].required = False
        else:
            del self.fields["candidates"]
        for name in mandate.to_check:
            if name in self.fields:
                self.fields[name].help_text = told(mandate, name, self.fields[name].help_text)

    def given(self) -> Values:
        """A day that nobody touched follows from the due forms; a candidate takes the place of what is open."""
        values = super().given()
        if chosen := values.pop("candidates", []):
            named = [one for one in values["addressees"] if one not in LEFT_OPEN]
            values["addressees"] = list(dict.fromkeys((*named, *chosen)))
        if not values["force"]:
            del values["force"]
        if values["due_on"] == self.mandate.due_on:
            del values["due_on"]
        return values


def told(mandate: Mandate, name: str, help_text: Words) -> str:
    """The help of a field that somebody should check: why, and what it said before."""
    why = _("To check: %(reasons)s.") % {"reasons": "; ".join(map(reason_in_words, mandate.to_check[name]))}
    return f"{why} {help_text}".strip()


class CheckedForm(MandateForm):
    """A doubtful field that somebody has read."""

    field = forms.ChoiceField(label=gettext_lazy("Checked field"))

    def __init__(self, *given: Any, mandate: Mandate, **named: Any) -> None:
        super().__init__(*given, mandate=mandate, **named)
        offer(self, "field", [(name, field_name(name)) for name in mandate.to_check])


class LeadForm(MandateForm):
    """The organisation or body that sees to it, by its name."""

    lead = LeadField(
        label=gettext_lazy("Lead"),
        help_text=gettext_lazy("An organisation or body, by its name or acronym. Leave empty for none."),
    )

    def __init__(self, *given: Any, mandate: Mandate, initial: Values, **named: Any) -> None:
        now = {"lead": mandate.lead.name if mandate.lead else ""}
        super().__init__(*given, mandate=mandate, initial={**now, **initial}, **named)

    def given(self) -> Values:
        """Return the organisation or the body."""
        chosen: Values = self.cleaned_data["lead"]
        return chosen


class ProgressForm(MandateForm):
    """What was done, and what shows it."""

    text = forms.CharField(
        label=gettext_lazy("What was done"),
        max_length=TEXT_LIMIT,
        widget=_WORDS,
    )
    evidence_kind = forms.ChoiceField(
        label=gettext_lazy("Evidence"), choices=ProgressEvidence.choices, widget=forms.RadioSelect
    )
    url = forms.CharField(
        label=gettext_lazy("Address"), max_length=URL_LIMIT, required=False,
        help_text=gettext_lazy("A public page or file; its address begins with https://."),
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "url"}),
    )  # fmt: skip
    file = forms.FileField(
        label=gettext_lazy("File"), required=False,
        help_text=gettext_lazy("PDF, DOCX, XLSX, CSV or TXT. Everybody can download it with the progress."),
    )  # fmt: skip
    symbol = forms.CharField(
        label=gettext_lazy("Symbol of the document"), max_length=120, required=False,
        widget=forms.TextInput(attrs={"list": "symbols", "dir": "ltr"}),
    )  # fmt: skip
    anchor = forms.CharField(label=gettext_lazy("Number of the paragraph"), max_length=80, required=False)
    quote = forms.CharField(
        label=gettext_lazy("Its words, exactly"), max_length=2000, required=False, strip=False,
        widget=_WORDS, help_text=gettext_lazy("Leave empty to quote the paragraph from its beginning."),
    )  # fmt: skip
    activity = ActivityField(label=gettext_lazy("Activity"), required=False)
    series = SeriesField(label=gettext_lazy("Indicator"), required=False)
    area = AreaField(label=gettext_lazy("Country or region"), required=False)
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1900, max_value=2200, required=False)
    value = forms.CharField(label=gettext_lazy("Value"), max_length=40, required=False)

    OF_KIND: ClassVar = {"link": ("url",), "file": ("file",), "paragraph": ("symbol", "anchor", "quote"),
               "activity": ("activity",), "indicator": ("series", "area", "year", "value")}  # fmt: skip

    def groups(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """(kind, its name, its fields) in order, for the page."""
        return [
            (kind, str(ProgressEvidence(kind).label), [self[name] for name in names])
            for kind, names in self.OF_KIND.items()
        ]

    def clean(self) -> Values:
        """Ask for the file where a file is the evidence."""
        data: Values = super().clean() or self.cleaned_data
        if data.get("evidence_kind") == ProgressEvidence.FILE and not data.get("file"):
            self.add_error("file", _("Choose a file."))
        return data

    def given(self) -> Values:
        """The fields of the kind that was chosen, together."""
        data = self.cleaned_data
        names = self.OF_KIND[data["evidence_kind"]]
        if data["evidence_kind"] == ProgressEvidence.PARAGRAPH and not data["quote"]:
            data["quote"] = beginning(data["symbol"], data["anchor"])
        return {"text": data["text"], "evidence_kind": data["evidence_kind"],
                "evidence": {name: data[name] for name in names}}  # fmt: skip


class StatusForm(MandateForm):
    """The status of a mandate, since when and why."""

    status = forms.ChoiceField(label=gettext_lazy("Status"), widget=forms.RadioSelect)
    on = forms.DateField(
        label=gettext_lazy("Since"), required=False, widget=_DATE, help_text=gettext_lazy("Empty for today.")
    )
    superseded_by = forms.CharField(
        label=gettext_lazy("Superseded by"), max_length=300, required=False,
        help_text=gettext_lazy("The number or the address of the later mandate."),
    )  # fmt: skip
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=REASON_LIMIT, widget=_WORDS)

    def __init__(self, *given: Any, mandate: Mandate, **named: Any) -> None:
        super().__init__(*given, mandate=mandate, **named)
        ways = [one for one, before in WAYS.items() if mandate.status in before]
        choices: list[tuple[str, Words]] = [(one, MandateStatus(one).label) for one in ways]
        if "delivered" in ways and any(form.startswith("recurring:") for form in mandate.due):
            choices.append((AGAIN, _("Delivered for this time; it recurs")))
        offer(self, "status", choices)

    def clean_superseded_by(self) -> str:
        """Return the number of the mandate in an address."""
        words = self.cleaned_data["superseded_by"].strip()
        number = number_in(words)
        if words and not number:
            raise forms.ValidationError(_("Write the number of a mandate, or its address."))
        return number

    def given(self) -> Values:
        """Delivered for this time is delivered, and due again."""
        values = super().given()
        again = values["status"] == AGAIN
        return {**values, "status": "delivered" if again else values["status"], "again": again}


class LinkForm(MandateForm):
    """A decision on the link to one concept."""

    concept = ConceptField(label=gettext_lazy("Action Line, goal, target or commitment"), max_length=40)
    status = forms.ChoiceField(choices=[("confirmed", ""), ("rejected", "")], widget=forms.HiddenInput)
