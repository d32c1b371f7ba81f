"""Words of mandates: what is to be produced, and when."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.translation import gettext

from actionlines.registry.actions.mandates_fields import deliverable_name
from actionlines.registry.due_words import in_words
from actionlines.registry.models.mandates import MandateStatus, Strength
from actionlines.site.difference import label

register = template.Library()

_STRENGTHS, _STATUSES = dict(Strength.choices), dict(MandateStatus.choices)


@register.filter
def deliverable(identifier: str) -> str:
    """The name of a deliverable in the reader's language."""
    return deliverable_name(identifier)


@register.filter
def due(forms: Sequence[str]) -> str:
    """Due forms in the reader's words."""
    return in_words(forms)


@register.filter
def strength(identifier: str) -> str:
    """The name of a strength in the reader's language."""
    return str(_STRENGTHS.get(identifier, identifier))


@register.filter
def mandate_status(identifier: str) -> str:
    """The name of a status of a mandate in the reader's language."""
    return str(_STATUSES.get(identifier, identifier))


@register.filter
def field(name: str) -> str:
    """The name of a field of a mandate in the reader's language."""
    return label("mandate", name)


@register.filter
def said(reason: str) -> str:
    """A reason: one that the system gave is translated, one that a person wrote stays."""
    return gettext(reason) if reason else ""
