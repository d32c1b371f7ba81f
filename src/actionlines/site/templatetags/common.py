"""Small pieces that all pages share: chips for concepts, status with its mark, days written out, spans marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from actionlines.framework import load
from actionlines.framework.called import called
from actionlines.registry.core import vocabulary
from actionlines.registry.core.concepts import concept, name_of
from actionlines.registry.core.permissions import decide
from actionlines.registry.core.texts import isolated
from actionlines.site.facets import Value

register = template.Library()
register.filter("isolated", isolated)

# Meaning of a status -> the class of its colour and the sign that goes with it; never colour alone.
MEANING = {
    "proposed": ("proposed", "◇"),
    "draft": ("plain", "○"),
    "submitted": ("proposed", "◇"),
    "changes": ("due", "✎"),
    "confirmed": ("confirmed", "●"),
    "published": ("confirmed", "●"),
    "under_way": ("confirmed", "◐"),
    "delivered": ("delivered", "✓"),
    "pass": ("delivered", "✓"),
    "doubt": ("due", "?"),
    "fail": ("overdue", "✗"),
    "overdue": ("overdue", "!"),
    "rejected": ("plain", "✗"),
    "superseded": ("plain", "→"),
    "withdrawn": ("plain", "✗"),
    "held": ("proposed", "◇"),
    "removed": ("plain", "✗"),
    "accepted": ("delivered", "✓"),
    "partly": ("due", "◐"),
    "not": ("plain", "✗"),
    "orphaned": ("overdue", "!"),
    "mapped": ("confirmed", "→"),
    "open": ("confirmed", "◐"),
}


@register.simple_tag
def chip(identifier: str, p: float | None = None) -> str:
    """A concept as a chip that leads to its page; with `p`, a proposal with its probability."""
    found = concept(identifier)
    if found is None:
        return format_html('<span class="chip">{}</span>', identifier)
    if p is None:
        return format_html(
            '<a class="chip" href="{}" title="{}"><bdi>{}</bdi></a>', found.url, found.name, found.short
        )
    return format_html(
        '<a class="chip chip-proposed" href="{}" title="{}"><bdi>{}</bdi> <small dir="ltr">{} %</small></a>',
        found.url, found.name, found.short, round(p * 100),
    )  # fmt: skip


@register.simple_tag
def status(value: str, words: str) -> str:
    """A status with its sign: `{% status mandate.status mandate.get_status_display %}`."""
    meaning, sign = MEANING.get(value, ("plain", "○"))
    return format_html(
        '<span class="status {}"><span aria-hidden="true">{}</span> {}</span>', meaning, sign, words
    )


@register.filter
def named(identifier: str) -> str:
    """The name of a concept, body, country or region in the reader's language."""
    return name_of(identifier)


@register.simple_tag
def titled(identifier: str) -> str:
    """The name of a concept, body, country or region, or the title of an indicator or objective; marked as English
    where it is, and the page is not.
    """
    reader = (get_language() or "en")[:2]
    name, language = called(identifier, reader)
    if not name or language == reader:
        return format_html("{}", name or name_of(identifier))
    return format_html('<span lang="{}" dir="ltr">{}</span>', language, name)


@register.simple_tag
def series_title(standing: Any) -> str:
    """What a series is called: the title of its indicator where that is its name, else as its file has it."""
    known = load().indicators.get(standing.indicator)
    if known and known.title == standing.name:
        return titled(standing.indicator)
    return format_html('<span lang="en" dir="auto">{}</span>', standing.name)


@register.filter
def term(identifier: str, name: str) -> str:
    """An entry of a vocabulary in the reader's language: `{{ activity.type|term:"activity" }}`."""
    return vocabulary.label(name, identifier)


@register.simple_tag
def marked(text: str, spans: Any) -> SafeString:
    """The text with `<mark>` around spans (pairs of start and end); spans that overlap are joined."""
    parts: list[str] = []
    at = 0
    for start, end in sorted((max(0, a), min(len(text), b)) for a, b in spans):
        if end <= at:
            continue
        start = max(start, at)
        parts.append(format_html("{}<mark>{}</mark>", text[at:start], text[start:end]))
        at = end
    parts.append(format_html("{}", text[at:]))
    return mark_safe("".join(parts))  # noqa: S308 - every part went through format_html


@register.simple_tag(takes_context=True)
def may(context: Any, action: str, record: Any = None) -> bool:
    """Whether the permission table allows `action` on `record` to the reader of this page."""
    request = context.get("request")
    return bool(decide(getattr(request, "user", None), action, record))


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


ROLES: Mapping[str, Any] = {
    "lead": _("lead"),
    "co-facilitator": _("co-facilitator"),
    "partner": _("partner"),
    "former lead": _("former lead"),
    "proposed in 2005": _("proposed in 2005"),
}


@register.filter
def role(identifier: str) -> Any:
    """A facilitator's role in the reader's language."""
    return ROLES.get(identifier, identifier)
