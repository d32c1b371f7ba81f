"""`{% may %}`: whether the reader may do something, so that a page shows the buttons that will work and no others.

{% load permissions %}
{% may "activity.publish" record as yes %}{% if yes %}<button>…</button>{% endif %}
"""

from __future__ import annotations

from typing import Any

from django import template

from actionlines.registry.permissions import decide

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context: Any, action: str, record: Any = None) -> bool:
    """Whether the permission table allows `action` on `record` to the reader of this page."""
    request = context.get("request")
    return bool(decide(getattr(request, "user", None), action, record))
