"""Filters of the pages of road maps."""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language

from actionlines.reports.roadmap import fact_placeholders

register = template.Library()


@register.filter
def without(text: str) -> str:
    """What people wrote without its questions to the register."""
    return fact_placeholders.without(text)


@register.filter
def code(ref: str) -> str:
    """The number of an indicator or target without its prefix."""
    return ref.removeprefix("sdg:")


@register.filter
def slugged(ref: str) -> str:
    """An id that an address can hold after its #."""
    return ref.replace(":", "-")


@register.filter
def share(percent: int) -> float:
    """A percentage as a share of one."""
    return percent / 100


@register.filter
def plain(value: object) -> str:
    """A number without the signs between thousands, "" for nothing: a year, an id."""
    return "" if value is None else str(value)


@register.filter
def day(text: str) -> str:
    """An ISO day written out; anything else as it is."""
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return text
    return date_format(found, "j F Y" if (get_language() or "en")[:2] == "en" else "DATE_FORMAT")
