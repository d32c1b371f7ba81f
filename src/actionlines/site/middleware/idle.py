"""A session that nobody has used for some hours ends; what is refused is put on record."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from actionlines.site.watch import SEEN, told

IDLE = 8 * 3600  # seconds
_NOTED = 300  # a session is not written to for every page
_REFUSED = frozenset({401, 403, 429})


class Idle:
    """After the user is known: sign out who was away for too long, then go on as a visitor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.session_key and request.user.is_authenticated:
            now = int(time.time())
            seen = request.session.get(SEEN, now - _NOTED)
            if now - seen >= IDLE:
                logout(request)
                messages.info(request, _("You were signed out, as you had not used the site for some hours."))
            elif now - seen >= _NOTED:
                request.session[SEEN] = now
        answer = self.get_response(request)
        if answer.status_code in _REFUSED:
            told(f"refused {answer.status_code}", request, getattr(request, "user", None))
        return answer
