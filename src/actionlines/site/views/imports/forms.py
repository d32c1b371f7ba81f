"""The form for a file, and the names of the fields that a column can be."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from actionlines.registry.activities.imports import columns
from actionlines.registry.core.permissions import decide
from actionlines.registry.imports.actions import CODES
from actionlines.registry.imports.models import ImportKind
from actionlines.registry.models import Activity, User
from actionlines.site.views.edit import country_choices

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
    return str(Activity._meta.get_field(field).verbose_name)


class FileForm(forms.Form):
    """The form of an import: a file, its kind, its country."""

    what = forms.ChoiceField(
        label=_("What it is"), help_text=_("Documents are read; rows of a table become activities."),
        widget=forms.Select,
    )  # fmt: skip
    country = forms.ChoiceField(
        label=_("Country"), required=False,
        help_text=_("For a cooperation framework: its country."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("File"),
        help_text=_("At most 64 MB. Documents: PDF, DOCX, HTML, text. Activities: CSV, XLSX, JSON."),
        max_length=1000,
    )

    def __init__(self, user: User, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        kinds = kinds_for(user)
        self.fields["what"].choices = kinds
        self.fields["country"].choices = [("", "—"), *country_choices()]
        if not any(kind == "cooperation" for kind, _name in kinds):
            del self.fields["country"]

    def clean(self) -> dict[str, object]:
        """A cooperation framework needs its country."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("what") == "cooperation" and not found.get("country"):
            self.add_error("country", gettext("Choose the country of the cooperation framework."))
        if found.get("what") != "cooperation":
            found["country"] = ""
        return found
