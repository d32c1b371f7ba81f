"""Words of another language inside a sentence."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def isolated(text: str) -> str:
    """Text whose direction does not turn the sentence around it, nor the other way round."""
    return f"\u2068{text}\u2069"
