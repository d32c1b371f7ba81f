"""Words on the pages of concepts and places: roles of facilitators, words of another language in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

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
