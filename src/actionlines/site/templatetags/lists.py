"""The filters of a list, by hand: a template for each of hundreds of values takes most of the time of a page."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe

from actionlines.site.facets import Value

register = template.Library()


@register.simple_tag
def facet_values(facet: str, values: Iterable[Value]) -> SafeString:
    """A box to tick for each value of a filter, with its name and how many there would be."""
    name = escape(facet)
    # Everything that is not of this module is escaped.
    return mark_safe("".join(_box(name, one) for one in values))  # noqa: S308


def _box(name: str, value: Value) -> str:
    identifier, checked = escape(value.id), " checked" if value.on else ""
    box = f'<input type="checkbox" name="{name}" value="{identifier}" id="f-{name}-{identifier}"{checked}>'
    words = f'<span dir="auto">{escape(value.name)}</span>'
    return f'<label>{box} {words} <span class="count">{number_format(value.count)}</span></label>\n'
