"""Where the register is, for addresses that programs keep; and answers that they may keep for a while."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def site_of(request: HttpRequest) -> str:
    """Scheme and host without a slash at the end: ACTIONLINES_ADDRESS, else that of the request."""
    return str(settings.ADDRESS or request.build_absolute_uri("/").rstrip("/"))


def as_json_ld(data: dict[str, Any]) -> HttpResponse:
    """JSON-LD that anybody may read from any page."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/ld+json; charset=utf-8")
