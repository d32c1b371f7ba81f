"""Places and organisations as people type them: names, not numbers; and the names back."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from actionlines.framework import load
from actionlines.framework.called import CountryList, list_in_use
from actionlines.indicators.areas import resolve
from actionlines.register.core.concepts import REGION_KINDS, WORLD, name_of
from actionlines.register.models import Organisation


def places() -> dict[str, str]:
    """Id -> name of every place that can be chosen, in the reader's language: the world, regions, countries."""
    return _places(get_language() or "en", list_in_use())


@cache
def _places(language: str, _names: CountryList) -> dict[str, str]:
    framework = load()
    out = {WORLD: name_of(WORLD)}
    for area in framework.areas.values():
        if area.kind in REGION_KINDS:
            # "Africa" is a region of ITU and one of the United Nations: the name says which.
            itu = area.kind == "itu-region"
            out[area.id] = (
                _("%(name)s (ITU region)") % {"name": name_of(area.id)} if itu else name_of(area.id)
            )
    countries = {one: name_of(one, language) for one in framework.countries}
    return out | dict(sorted(countries.items(), key=lambda pair: pair[1]))


def place_name(identifier: str) -> str:
    """The name of a place as it would be typed."""
    return places().get(identifier) or name_of(identifier)


def place_ids(names: Iterable[str]) -> tuple[list[str], list[str]]:
    """(ids, names that mean no place). A name counts in the reader's language or any other; so does a code."""
    own = {name.casefold(): one for one, name in places().items()}
    found, unknown = [], []
    for name in names:
        if known := own.get(name.casefold()):
            found.append(known)
        elif ids := resolve([name]).ids:
            found += ids.values()
        else:
            unknown.append(name)
    return found, unknown


def organisation_ids(names: Iterable[str]) -> tuple[list[int], list[str]]:
    """(numbers, names that no organisation has). Capital letters do not matter; an acronym will do."""
    given = list(names)
    exact = dict(Organisation.objects.filter(name__in=given).values_list("name", "pk")) if given else {}
    found, unknown = [], []
    for name in given:
        number = (
            exact.get(name)
            or Organisation.objects.filter(name__iexact=name).values_list("pk", flat=True).first()
            or Organisation.objects.filter(acronym__iexact=name).values_list("pk", flat=True).first()
        )
        if number:
            found.append(number)
        else:
            unknown.append(name)
    return found, unknown


def scope_name(scope: str) -> str:
    """The name of the scope of a role as an administrator types it: a line, a place, an organisation."""
    if scope.startswith("org:"):
        number = int(scope.removeprefix("org:"))
        return organisation_names([number]).get(number, scope)
    return f"{scope} {name_of(scope)}" if scope in load().action_lines else place_name(scope)


def scope_named(name: str) -> str:
    """The scope that a name or an id means; the text itself where it means none, so that it is refused."""
    text = " ".join(name.split())
    first = text.partition(" ")[0]
    line = next((one for one in load().action_lines if one.casefold() == first.casefold()), "")
    if not text or text.startswith("org:") or line:
        return line or text
    places_named, _unknown = place_ids([text])
    if places_named:
        return places_named[0]
    numbers, _unknown = organisation_ids([text])
    return f"org:{numbers[0]}" if numbers else text


def scope_names() -> list[str]:
    """Return the names of all lines and places, for a chooser; organisations are found by their name too."""
    return [*map(scope_name, load().action_lines), *(name for one, name in places().items() if one != WORLD)]


def organisation_names(numbers: Iterable[int | None]) -> dict[int, str]:
    """Return the names of organisations by their numbers. One query."""
    wanted = [number for number in numbers if number]
    return dict(Organisation.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
