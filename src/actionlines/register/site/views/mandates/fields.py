"""Fields of forms that name bodies, leads and concepts as people write them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from actionlines.framework import load
from actionlines.framework.bodies import NAMED, is_label
from actionlines.framework.called import called
from actionlines.register.core.concepts import KIND_OF_LEVEL, concept
from actionlines.register.core.schema import Data
from actionlines.register.core.search.concepts import called_so
from actionlines.register.organisations.actions import public
from actionlines.register.organisations.bodies import can_lead
from actionlines.register.site.views.edit import OrganisationField, organisation_names

SPARE = 2  # empty boxes for more bodies
BOXES = 40
LONGEST = 200  # characters of a name


class BodiesWidget(forms.Widget):
    """A box for each body and some to spare; names are offered from the list `bodies` of the page."""

    def value_from_datadict(self, data: Any, files: object, name: str) -> list[str]:
        """What was written into the boxes."""
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return [value.strip()[:LONGEST] for value in values[:BOXES] if value.strip()]

    def render(
        self,
        name: str,
        value: Sequence[str] | None,
        attrs: Mapping[str, str] | None = None,
        renderer: object = None,
    ) -> SafeString:
        """The boxes; the first has the id that the label points to."""
        first = (attrs or {}).get("id", name)
        told = (attrs or {}).get("aria-describedby", "")
        boxes = [*(value or []), *[""] * SPARE]
        rows = (
            (first if n == 0 else f"{first}-{n}", name, one, LONGEST, told, _("Another body") if n else "")
            for n, one in enumerate(boxes)
        )
        return format_html_join(
            "", '<input type="text" id="{}" name="{}" value="{}" maxlength="{}" list="bodies" dir="auto"'
            ' aria-describedby="{}" aria-label="{}">', rows,
        ) if len(boxes) > 1 else format_html("")  # fmt: skip


class BodiesField(forms.Field):
    """Bodies by name, acronym or id -> their ids."""

    widget = BodiesWidget

    def prepare_value(self, value: Any) -> list[str]:
        """Ids are shown as names; what was typed stays."""
        return [names[one] if one in (names := _names(_language())) else one for one in value or []]

    def clean(self, value: list[str]) -> list[str]:
        """Return the ids of the bodies, none twice. Raises ValidationError with the unknown name."""
        super().clean(value)
        found = []
        for one in value or []:
            identifier = body_of(one)
            if identifier is None:
                raise forms.ValidationError(_("No body is called “%(name)s”.") % {"name": one})
            found.append(identifier)
        return list(dict.fromkeys(found))


class LeadField(forms.CharField):
    """An organisation or a body of the framework, by name or acronym -> what AssignLead is given."""

    def __init__(self, **given: Any) -> None:
        shown = forms.TextInput(attrs={"list": "organisations", "dir": "auto"})
        super().__init__(max_length=300, required=False, **{"widget": shown, **given})

    def clean(self, value: object) -> Data:
        """Return `lead`, the number of an organisation or None, and `body`, the id of a body or ""."""
        words = str(value or "").strip()
        body = body_of(words)
        held = public().filter(body=body).order_by("pk").first() if body else None
        if held or (body and can_lead(body)):
            return {"lead": held.pk if held else None, "body": "" if held else body}
        return {"lead": OrganisationField().clean(value), "body": ""}


def lead_names() -> list[str]:
    """Return the names that a page offers for a `LeadField`, those of bodies in the reader's language."""
    names = _names(_language())
    return list(dict.fromkeys((*organisation_names(), *sorted(names[one] for one in names if can_lead(one)))))


class ConceptField(forms.CharField):
    """An action line, goal, target or commitment as people write it -> its id."""

    def clean(self, value: object) -> str:
        """`C5`, `9.c`, `SDG 9`, `GDC 11a` and ids."""
        words = super().clean(value)
        found = concept_of(words)
        if found is None:
            told = {"name": words}
            raise forms.ValidationError(
                _("“%(name)s” is no concept. Write C5, 9.c, SDG 9 or GDC 11a.") % told
            )
        return found


def concept_of(words: str) -> str | None:
    """The id of the concept that somebody named.

    >>> concept_of("sdg 9"), concept_of("9.C"), concept_of("c7-ehealth"), concept_of("GDC 11a"), concept_of("KEN")
    ('sdg:9', 'sdg:9.c', 'C7-ehealth', 'gdc:11a', None)
    """
    plain = re.sub(r"\s+", "", words.strip()[:60])
    low = re.sub(r"^(sdg|gdc):?", r"\1:", plain.lower())
    for candidate in (plain, low, plain[:1].upper() + plain[1:].lower(), f"sdg:{low}", f"gdc:{low}"):
        found = concept(candidate, "en")
        if found and found.kind in KIND_OF_LEVEL.values():
            return found.id
    return None


def body_of(words: str) -> str | None:
    """The id of the body with this id, acronym, or name in any of the six languages; a label stays."""
    if words.startswith(NAMED) and is_label(words):
        return words
    return next((one for one in called_so(words) if one in load().bodies), None)


def body_names() -> list[str]:
    """Names of all bodies in the reader's language, for a list to choose from."""
    return sorted(_names(_language()).values())


def _language() -> str:
    return (get_language() or "en")[:2]


@cache
def _names(language: str) -> dict[str, str]:
    return {body: called(body, language)[0] for body in load().bodies}
