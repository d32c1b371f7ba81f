"""Forms of mandates."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, ClassVar

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from actionlines.framework import load
from actionlines.framework.bodies import LEFT_OPEN
from actionlines.framework.called import find_bodies, name_in
from actionlines.mandates.when import recurrences
from actionlines.register.core.concepts import KIND_OF_LEVEL, concept, name_of
from actionlines.register.core.kinds import Words
from actionlines.register.core.pages.edit import RecordForm, offer, offered_by
from actionlines.register.core.schema import Data
from actionlines.register.mandates.actions import TEXT_LIMIT, WAYS
from actionlines.register.mandates.asked import name_party
from actionlines.register.mandates.evidence import URL_LIMIT
from actionlines.register.mandates.evidence_views import ActivityField, AreaField, SeriesField, beginning
from actionlines.register.mandates.models import Force, Mandate, MandateStatus, ProgressEvidence, Strength, number_in
from actionlines.register.mandates.wording import (
    ACTION_LIMIT,
    REASON_LIMIT,
    deliverable_name,
    deliverables,
    field_name,
    in_words,
    reason_in_words,
)
from actionlines.register.organisations.actions import public
from actionlines.register.organisations.models import can_lead
from actionlines.register.organisations.names import OrganisationField

_LONGEST = 20  # characters of a part
_KEPT = 40  # forms that the chooser does not make, and keeps
# Part -> what is before its value in a canonical form.
_PREFIX = {"day": "", "year": "year:", "session": "session:", "often": "recurring:", "from": "from:"}


def _part_of(form: str) -> str:
    """Return which part of the chooser shows a form; "" for one that is only kept, such as an event."""
    kind, colon, value = form.partition(":")
    if not colon:
        return "day" if len(form) == len("2027-03-31") and form[:1].isdigit() else ""
    if kind in ("year", "from"):
        return kind if len(value) == len("2027") else ""
    return {"session": "session", "recurring": "often"}.get(kind, "")


class DueWidget(forms.Widget):
    """A box for a day, a year and a session, a list of recurrences, and a tick for each other form."""

    def value_from_datadict(self, data: Any, files: object, name: str) -> list[str]:
        """Return the canonical forms of what was chosen, in the order of the parts."""
        fields = [(prefix, str(data.get(f"{name}_{part}", "")).strip()) for part, prefix in _PREFIX.items()]
        saved = data.getlist(f"{name}_keep") if hasattr(data, "getlist") else data.get(f"{name}_keep", [])
        made = [f"{prefix}{value[:_LONGEST]}" for prefix, value in fields if value]
        return list(dict.fromkeys((*made, *(item[:160] for item in saved[:_KEPT]))))

    def id_for_label(self, id_: str) -> str:
        """Return the id of the first box."""
        return f"{id_}_day"

    def render(
        self, name: str, value: Sequence[str] | None, attrs: Mapping[str, str] | None = None, renderer: object = None
    ) -> SafeString:
        """Return the parts; the first of each kind is shown in its box, the others are ticked to be kept."""
        held: dict[str, str] = {}
        saved = []
        for form in value or []:
            part = _part_of(form)
            if part and part not in held:
                held[part] = form.removeprefix(_PREFIX[part])
            else:
                saved.append(form)
        first = (attrs or {}).get("id", name)
        boxes = [
            ("day", _("Day"), "date", ""),
            ("year", _("Year"), "number", "2000"),
            ("session", _("Session of the General Assembly"), "number", "1"),
            ("from", _("Beginning in"), "number", "2000"),
        ]
        context = format_html_join(
            "",
            '<label>{} <input type="{}" id="{}_{}" name="{}_{}" value="{}" min="{}"></label> ',
            ((words, kind, first, part, name, part, held.get(part, ""), least) for part, words, kind, least in boxes),
        )
        often = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (
                    item.form,
                    format_html(" {}", "selected") if item.form == held.get("often") else "",
                    in_words([f"recurring:{item.form}"]),
                )
                for item in {row.form: row for row in recurrences()}.values()
            ),
        )
        ticks = format_html_join(
            "",
            '<label><input type="checkbox" name="{}_keep" value="{}" checked> {}</label> ',
            ((name, form, in_words([form]) or form) for form in saved),
        )
        return format_html(
            '<span class="due-parts">{}<label>{} <select id="{}_often" name="{}_often">'
            '<option value="">{}</option>{}</select></label> {}</span>',
            context, _("How often"), first, name, _("once"), often, ticks,
        )  # fmt: skip


class DueField(forms.Field):
    """What a text says of time -> canonical due forms; whether each is one the action says."""

    widget = DueWidget

    def clean(self, value: list[str]) -> list[str]:
        """Return the forms that were chosen."""
        return value or []


SPARE = 2  # empty boxes for more bodies
OFFERED = 20  # names at once
BOXES = 40
LONGEST = 200  # characters of a name


class BodiesWidget(forms.Widget):
    """A box for each body and some to spare; names are offered as somebody types."""

    def value_from_datadict(self, data: Any, files: object, name: str) -> list[str]:
        """What was written into the boxes."""
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return [value.strip()[:LONGEST] for value in values[:BOXES] if value.strip()]

    def render(
        self, name: str, value: Sequence[str] | None, attrs: Mapping[str, str] | None = None, renderer: object = None
    ) -> SafeString:
        """The boxes; the first has the id that the label points to."""
        first = (attrs or {}).get("id", name)
        attr = (attrs or {}).get("aria-describedby", "")
        boxes = [*(value or []), *[""] * SPARE]
        offer = flatatt(offered_by("bodies"))
        rows = (
            (first if n == 0 else f"{first}-{n}", name, item, LONGEST, attr, _("Another body") if n else "", offer)
            for n, item in enumerate(boxes)
        )
        return format_html_join(
            "", '<input type="text" id="{}" name="{}" value="{}" maxlength="{}" dir="auto"'
            ' aria-describedby="{}" aria-label="{}"{}>', rows,
        ) if len(boxes) > 1 else format_html("")  # fmt: skip


class BodiesField(forms.Field):
    """Bodies by name, acronym or id -> their ids."""

    widget = BodiesWidget

    def prepare_value(self, value: Any) -> list[str]:
        """Ids are shown as names; what was typed stays."""
        return [names[item] if item in (names := _names(_language())) else item for item in value or []]

    def clean(self, value: list[str]) -> list[str]:
        """Return the ids of the bodies, none twice. Raises ValidationError with the unknown name."""
        super().clean(value)
        matches = []
        for text in value or []:
            identifiers = find_bodies(text)
            if not identifiers:
                raise forms.ValidationError(_("No body is called “%(name)s”.") % {"name": text})
            matches.append(identifiers[0])
        return list(dict.fromkeys(matches))


class LeadField(forms.CharField):
    """An organisation or a body of the framework, by name or acronym -> what AssignLead is given."""

    enters = OrganisationField.enters

    def __init__(self, **fields: Any) -> None:
        context = forms.TextInput(attrs={"dir": "auto", **offered_by("organisations")})
        super().__init__(max_length=300, required=False, **{"widget": context, **fields})

    def clean(self, value: object) -> Data:
        """Return `lead`, the number of an organisation or None, and `body`, the id of a body or ""."""
        words = str(value or "").strip()
        body = next(iter(find_bodies(words)), "")
        held = public().filter(body=body).order_by("pk").first() if body else None
        if held or (body and can_lead(body)):
            return {"lead": held.pk if held else None, "body": "" if held else body}
        return {"lead": OrganisationField().clean(value), "body": ""}


class ConceptField(forms.CharField):
    """An action line, goal, target or commitment as people write it -> its id."""

    def clean(self, value: object) -> str:
        """`C5`, `9.c`, `SDG 9`, `GDC 11a` and ids."""
        words = super().clean(value)
        text = concept_of(words)
        if text is None:
            texts = {"name": words}
            raise forms.ValidationError(
                _("“%(name)s” is not a line, goal, target or commitment. Write C5, 9.c, SDG 9 or GDC 11a.") % texts
            )
        return text


def concept_of(words: str) -> str | None:
    """The id of the concept that somebody named.

    >>> concept_of("sdg 9"), concept_of("9.C"), concept_of("c7-ehealth"), concept_of("GDC 11a"), concept_of("KEN")
    ('sdg:9', 'sdg:9.c', 'C7-ehealth', 'gdc:11a', None)
    """
    plain = re.sub(r"\s+", "", words.strip()[:60])
    low = re.sub(r"^(sdg|gdc):?", r"\1:", plain.lower())
    for candidate in (plain, low, plain[:1].upper() + plain[1:].lower(), f"sdg:{low}", f"gdc:{low}"):
        entry = concept(candidate, "en")
        if entry and entry.kind in KIND_OF_LEVEL.values():
            return entry.id
    return None


def list_near_names(words: str, leads: bool) -> list[str]:
    """Return at most OFFERED names of bodies in the reader's language that hold these words, or that they mean.

    leads  names of organisations too, and of those bodies alone that may lead
    """
    low = words.casefold()
    names = {body: name for body, name in _names(_language()).items() if not leads or can_lead(body)}
    matches = [names[body] for body in find_bodies(words) if body in names]
    if leads:
        matches += public().filter(name__icontains=words).values_list("name", flat=True)[:OFFERED]
    matches += sorted(name for name in names.values() if low in name.casefold())
    return list(dict.fromkeys(matches))[:OFFERED]


def _language() -> str:
    return (get_language() or "en")[:2]


@cache
def _names(language: str) -> dict[str, str]:
    return {body: name_in(body, language)[0] for body in load().bodies}


_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_WORDS = forms.Textarea(attrs={"dir": "auto", "rows": 4})
Values = Data  # what an action is given
AGAIN = "again"  # delivered for this time


class MandateForm(RecordForm):
    """A form about one mandate; `version` is what its writer saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, *fields: Any, mandate: Mandate, **named: Any) -> None:
        self.mandate = mandate
        super().__init__(*fields, **named)


class RejectForm(MandateForm):
    """The reason why a paragraph is no mandate."""

    reason = forms.CharField(label=gettext_lazy("Reason for rejection"), max_length=REASON_LIMIT, widget=_WORDS)


class CorrectForm(MandateForm):
    """The fields as people read them."""

    addressees = BodiesField(
        label=gettext_lazy("Addressees"), help_text=gettext_lazy("A body in each box, by its name or acronym.")
    )
    candidates = forms.MultipleChoiceField(
        label=gettext_lazy("Possible addressees"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Choose who is meant; it takes the place of an addressee that is left open."),
    )
    action = forms.CharField(label=gettext_lazy("What is asked"), max_length=ACTION_LIMIT, widget=_WORDS)
    deliverable = forms.ChoiceField(label=gettext_lazy("Deliverable"))
    strength = forms.ChoiceField(label=gettext_lazy("How strongly it was asked"), choices=Strength.choices)
    force = forms.ChoiceField(
        label=gettext_lazy("Decided or proposed"),
        choices=Force.choices,
        required=False,
        help_text=gettext_lazy("Only what a text decides is counted as owed."),
    )
    due = DueField(
        label=gettext_lazy("Due, as the text has it"),
        required=False,
        help_text=gettext_lazy("Fill in what the text says; leave the rest empty."),
    )
    due_on = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=_DATE,
        help_text=gettext_lazy("Left as it is, it follows from the line above when that changes."),
    )
    report_to = BodiesField(
        label=gettext_lazy("Reports to"), required=False, help_text=gettext_lazy("Bodies that receive the product.")
    )

    def __init__(self, *fields: Any, mandate: Mandate, initial: Values, **named: Any) -> None:
        now = {
            **{
                name: getattr(mandate, name) for name in ("action", "deliverable", "strength", "force", "due", "due_on")
            },
            "addressees": [item.body for item in mandate.addressees.all()],
            "report_to": mandate.report_to,
        }
        super().__init__(*fields, mandate=mandate, initial={**now, **initial}, **named)
        offer(self, "deliverable", [(deliverable, deliverable_name(deliverable)) for deliverable in deliverables()])
        if mandate.candidates:
            offer(self, "candidates", [(candidate, name_of(candidate)) for candidate in mandate.candidates])
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
            named = [item for item in values["addressees"] if item not in LEFT_OPEN]
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

    def __init__(self, *fields: Any, mandate: Mandate, **named: Any) -> None:
        super().__init__(*fields, mandate=mandate, **named)
        offer(self, "field", [(name, field_name(name)) for name in mandate.to_check])


class LeadForm(MandateForm):
    """The organisation or body that sees to it, by its name."""

    lead = LeadField(
        label=gettext_lazy("Lead"),
        help_text=gettext_lazy("An organisation or body, by its name or acronym. Leave empty for none."),
    )

    def __init__(self, *fields: Any, mandate: Mandate, initial: Values, **named: Any) -> None:
        now = {"lead": mandate.lead.name if mandate.lead else ""}
        super().__init__(*fields, mandate=mandate, initial={**now, **initial}, **named)

    def given(self) -> Values:
        """Return the organisation or the body."""
        chosen: Values = self.cleaned_data["lead"]
        return chosen


class ProgressForm(MandateForm):
    """What was done, and what shows it. names: for whom its writer may answer, with "" for a mere note."""

    answers_for = forms.ChoiceField(label=gettext_lazy("Answer for"), required=False)
    text = forms.CharField(label=gettext_lazy("What was done"), max_length=TEXT_LIMIT, widget=_WORDS)
    evidence_kind = forms.ChoiceField(
        label=gettext_lazy("Evidence"), choices=ProgressEvidence.choices, widget=forms.RadioSelect
    )
    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=URL_LIMIT,
        required=False,
        help_text=gettext_lazy("A public page or file; its address begins with https://."),
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "url"}),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("PDF, DOCX, XLSX, CSV or TXT. Everybody can download it with the progress."),
    )
    symbol = forms.CharField(
        label=gettext_lazy("Symbol of the document"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"list": "symbols", "dir": "ltr"}),
    )
    anchor = forms.CharField(label=gettext_lazy("Number of the paragraph"), max_length=80, required=False)
    quote = forms.CharField(
        label=gettext_lazy("Its words, exactly"),
        max_length=2000,
        required=False,
        strip=False,
        widget=_WORDS,
        help_text=gettext_lazy("Leave empty to quote the paragraph from its beginning."),
    )
    activity = ActivityField(label=gettext_lazy("Activity"), required=False)
    series = SeriesField(label=gettext_lazy("Indicator"), required=False)
    area = AreaField(label=gettext_lazy("Country or region"), required=False)
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1900, max_value=2200, required=False)
    value = forms.CharField(label=gettext_lazy("Value"), max_length=40, required=False)

    OF_KIND: ClassVar = {"link": ("url",), "file": ("file",), "paragraph": ("symbol", "anchor", "quote"),
               "activity": ("activity",), "indicator": ("series", "area", "year", "value")}  # fmt: skip

    def __init__(self, *fields: Any, names: Sequence[str] = (), **named: Any) -> None:
        super().__init__(*fields, **named)
        offer(self, "answers_for", [(key, name_party(key) if key else _("Nobody: a note")) for key in names])
        if not names:
            del self.fields["answers_for"]

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
        return {
            "text": data["text"],
            "answers_for": data.get("answers_for", ""),
            "evidence_kind": data["evidence_kind"],
            "evidence": {name: data[name] for name in names},
        }


class StatusForm(MandateForm):
    """The status of a mandate, since when and why."""

    status = forms.ChoiceField(label=gettext_lazy("Status"), widget=forms.RadioSelect)
    on = forms.DateField(
        label=gettext_lazy("Since"), required=False, widget=_DATE, help_text=gettext_lazy("Empty for today.")
    )
    superseded_by = forms.CharField(
        label=gettext_lazy("Superseded by"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("The number or the address of the later mandate."),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=REASON_LIMIT, widget=_WORDS)

    def __init__(self, *fields: Any, mandate: Mandate, **named: Any) -> None:
        super().__init__(*fields, mandate=mandate, **named)
        ways = [item for item, before in WAYS.items() if mandate.status in before]
        choices: list[tuple[str, Words]] = [(way, MandateStatus(way).label) for way in ways]
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
