"""What is left of an envelope."""

from __future__ import annotations

from typing import Any

from django import template

from actionlines.site.templatetags.activities import amount

register = template.Library()


@register.filter
def left(envelope: Any) -> str:
    """Its amount less what is allocated (`given`, as the view counts it), written out; negative when over."""
    return amount(envelope.amount - envelope.given)
