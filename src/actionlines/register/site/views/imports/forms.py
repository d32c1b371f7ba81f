"""The form for a file, and the names of the fields that a column can be."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actionlines.documents.limits import MB
from actionlines.register.activities.imports import columns
from actionlines.register.core.imports.actions import CODES
from actionlines.register.core.imports.batches import symbols_in
from actionlines.register.core.imports.models import ImportKind
from actionlines.register.core.permissions import decide
from actionlines.register.core.schema import field_of
from actionlines.register.models import Activity, User
from actionlines.register.site.views.edit import country_choices, offer

# Fields of a table that are none of the record, or that it calls otherwise.
_NAMES = {
    "source_id": _("Identifier"),
    "organisation_type": _("Type of stakeholder"),
    "organisation_country": _("Country of the organisation"),
    "places": _("Countries and regions"),
    "result_what": _("Result: what was counted"),
    "result_value": _("Result: value"),
    "result_unit": _("Result: unit"),
    "result_year": _("Result: year"),
    "result_source": _("Result: source"),
    "action_lines": _("Action Lines"),
    "goals": _("Goals"),
    "targets": _("Targets"),
    "commitments": _("Compact commitments"),
    "mandates": _("Mandates that it answers"),
}


def kinds_for(user: User) -> list[tuple[str, str]]:
    """(kind, name) of the imports that somebody may start."""
    kinds: Any = ImportKind
    return [(value, label) for value, label in kinds.choices if decide(user, CODES[value])]


def field_names() -> list[tuple[str, str]]:
    """(field, name in the reader's language), in the order of forms."""
    return [(field, str(_NAMES.get(field) or _of_model(field))) for field in columns.fields()]


def _of_model(field: str) -> str:
    return str(field_of(Activity, field).verbose_name)


class ManyFiles(forms.ClearableFileInput):
    """A field of a page that takes several files, chosen or dropped on it."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files of a form, each checked as one is; messages name the file."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files that were sent; raise ValidationError where one is empty or they are too many."""
        given = [one for one in data or () if one]
        wrong = []
        if len(given) > settings.UPLOAD_FILES:
            message = gettext("%(n)d files are the most at once. Send “%(name)s” and those after it later.")
            wrong.append(message % {"n": settings.UPLOAD_FILES, "name": given[settings.UPLOAD_FILES].name})
        whole = 0
        for one in given:
            whole += one.size
            if whole > settings.UPLOAD_LIMIT:
                message = gettext(
                    "The files have more than %(limit)d MB together from “%(name)s” on. Send it and those after it"
                    " later."
                )
                wrong.append(message % {"limit": settings.UPLOAD_LIMIT // MB, "name": one.name})
                break
        cleaned = []
        for one in given:
            try:
                cleaned.append(super().clean(one, initial))
            except forms.ValidationError as error:
                wrong += [f"{one.name}: {problem}" for problem in error.messages]
        if wrong:
            raise forms.ValidationError(wrong)
        return cleaned


class FileForm(forms.Form):
    """The form of an import: files or symbols, their kind, their country."""

    file = FilesField(
        label=_("Files"), required=False, widget=ManyFiles(attrs={"class": "drop"}),
        help_text=_(
            "Choose files or drop them here: 20 at most, 64 MB together. Documents: PDF, DOCX, HTML, text."
            " Activities: CSV, XLSX, JSON."
        ),
        max_length=1000,
    )  # fmt: skip
    symbols = forms.CharField(
        label=_("Or symbols of documents"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr", "placeholder": "A/RES/80/173"}),
        help_text=_(
            "One on each line. They are looked for in the register, among your files and in the folder of"
            " documents of this server; nothing is fetched from the Internet."
        ),
    )  # fmt: skip
    what = forms.ChoiceField(
        label=_("What they are"), help_text=_("Documents are read; rows of a table become activities."),
        widget=forms.Select, required=False,
    )  # fmt: skip
    country = forms.ChoiceField(
        label=_("Country"), required=False,
        help_text=_("For a cooperation framework: its country."),
    )  # fmt: skip

    def __init__(self, user: User, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        kinds = kinds_for(user)
        offer(self, "what", [("", _("Recognise each file")), *kinds])
        offer(self, "country", [("", "—"), *country_choices()])
        if not any(kind == "cooperation" for kind, _name in kinds):
            del self.fields["country"]

    def clean(self) -> dict[str, object]:
        """A cooperation framework needs its country, and there must be something to import."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("what") == "cooperation" and not found.get("country"):
            self.add_error("country", gettext("Choose the country of the cooperation framework."))
        if found.get("what") != "cooperation":
            found["country"] = ""
        found["symbols"] = symbols_in(found.get("symbols") or "")
        if len(found["symbols"]) > settings.UPLOAD_FILES:
            name = found["symbols"][settings.UPLOAD_FILES]
            message = gettext("%(n)d symbols are the most at once. Send “%(name)s” and those after it later.")
            self.add_error("symbols", message % {"n": settings.UPLOAD_FILES, "name": name})
        if not found.get("file") and not found["symbols"] and not self.errors:
            self.add_error("file", gettext("Choose a file, or write a symbol."))
        return found
