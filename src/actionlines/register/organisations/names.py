"""Organisations by their names in forms, and scopes of roles by the names of lines, places and organisations."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from actionlines.framework import load
from actionlines.framework.called import find_bodies
from actionlines.register.core.concepts import WORLD, concept, kind_of
from actionlines.register.core.pages.edit import place_ids, place_name, places
from actionlines.register.organisations.actions import public
from actionlines.register.organisations.bodies import of_body
from actionlines.register.organisations.models import Organisation, can_lead
from actionlines.results.things import called_so

OFFERED = 500  # organisations in the list to choose from


def organisation_ids(names: Iterable[str], among: QuerySet[Organisation]) -> tuple[list[int], list[str]]:
    """(numbers, names that none of some organisations has). Capital letters do not matter; an acronym will do. A
    public organisation goes before one that waits.
    """
    fields = [name.replace("\0", "\ufffd") for name in names]  # PostgreSQL cannot be asked for NUL
    rows = among.order_by(F("published_version").desc(nulls_last=True))
    exact = dict(reversed(rows.filter(name__in=fields).values_list("name", "pk"))) if fields else {}
    matches, unknown = [], []
    for name in fields:
        number = (
            exact.get(name)
            or rows.filter(name__iexact=name).values_list("pk", flat=True).first()
            or rows.filter(acronym__iexact=name).values_list("pk", flat=True).first()
        )
        if number:
            matches.append(number)
        else:
            unknown.append(name)
    return matches, unknown


def scope_name(scope: str) -> str:
    """The name of the scope of a role as an administrator types it: a line, a place, an organisation."""
    if scope.startswith("org:"):
        number = int(scope.removeprefix("org:"))
        return organisation_names([number]).get(number, scope)
    line = concept(scope)
    return line.full if line and scope in load().action_lines else place_name(scope)


def role_words(roles: Iterable[Any]) -> list[str]:
    """Return roles in words, each with the name of what it is limited to."""
    words = ((role.get_role_display(), role.scope) for role in roles)
    return [f"{name} ({scope_name(scope)})" if scope else name for name, scope in words]


def scope_named(name: str, kinds: Collection[str] = ("action_line", "region", "country", "organisation")) -> str:
    """The scope of one of these kinds that a name means, in any of six languages, or an id; the text itself where it
    means none, so that it is refused. An organisation is found by the name of the body that it is too.
    """
    text = " ".join(name.split())
    if not text or text.startswith("org:"):
        return text
    code, _blank, rest = text.partition(" ")
    lines = [
        *called_so(text),
        *(item for item in called_so(rest) if item.casefold().startswith(code.casefold())),
        *called_so(code),
    ]
    if "action_line" in kinds and (line := next((item for item in lines if item in load().action_lines), "")):
        return line
    if areas := {"region", "country"}.intersection(kinds):
        places_named, _unknown = place_ids([text])
        places_named += [item for item in called_so(text) if kind_of(item) in areas]
        if places_named:
            return places_named[0]
    numbers, _unknown = organisation_ids([text], Organisation.objects.all())
    body = next((item for item in find_bodies(text) if can_lead(item)), "")
    if not numbers and body and "organisation" in kinds:
        numbers = [of_body(body, text, "scope").pk]
    return f"org:{numbers[0]}" if numbers else text


def scope_names() -> list[str]:
    """Return the names of all lines and places, for a chooser; organisations are found by their name too."""
    return [*map(scope_name, load().action_lines), *(name for item, name in places().items() if item != WORLD)]


def organisation_names(numbers: Iterable[int | None]) -> dict[int, str]:
    """Return the names of organisations by their numbers. One query."""
    wanted = [number for number in numbers if number]
    return dict(Organisation.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


class OrganisationField(forms.CharField):
    """The name or acronym of an organisation of the register; its value is the number of the organisation."""

    enters = "organisation"  # the kind of record that a button beside the field enters

    def __init__(self, **fields: Any) -> None:
        context = forms.TextInput(attrs={"list": "organisations", "dir": "auto"})
        super().__init__(max_length=300, required=False, **{"widget": context, **fields})

    def clean(self, value: object) -> int | None:
        """Return the number of the organisation, or None for an empty field. Raise ValidationError for others."""
        if not (name := str(super().clean(value)).strip()):
            return None
        rows = public()
        matches = rows.filter(name__iexact=name).first() or rows.filter(acronym__iexact=name).first()
        if matches is None:
            raise forms.ValidationError(_("No organisation has this name. Register it first, or correct the name."))
        return int(matches.pk)


def offered(form: forms.Form) -> dict[str, Iterable[str]]:
    """Return the lists of names that the page of a form offers for its fields."""
    holds = any(isinstance(field, OrganisationField) for field in form.fields.values())
    return {"organisations": list(public().values_list("name", flat=True)[:OFFERED])} if holds else {}
