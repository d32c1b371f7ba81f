"""A form that is sent twice, by a double click or a press of "again", does one thing: both get the first answer.

Each page holds its own form of the CSRF token, so that equal bodies come from one page that was opened once.
"""

import time
from collections.abc import Callable
from hashlib import sha256

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from actionlines.errors import WrongState

_KEPT = 120  # seconds
_PAUSE, _PAUSES = 0.2, 50  # how long and how often the second waits for the answer of the first
# allauth has its own answers, which set cookies; the API has no forms.
_OTHERS = ("/account/", "/api/", "/saml/", "/oidc/")
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class SentOnce:
    """Answer an equal form of the same page as the first: its redirect, and its messages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the answer of the view, or of the equal form that came before. 409 while that still works."""
        if not (key := _key(request)):
            return self.get_response(request)
        if not cache.add(key, "", _KEPT):
            # One waits for the first; any other is answered at once, and holds no thread.
            for _pause in range(_PAUSES if cache.add(f"{key}:waits", "", _PAUSE * _PAUSES) else 1):
                first = cache.get(key)
                if first is None:  # refused: this one may do it
                    return self.get_response(request)
                if first:
                    for level, text, tags in first[1]:
                        messages.add_message(request, level, text, tags)
                    return HttpResponseRedirect(first[0])
                time.sleep(_PAUSE)
            error = WrongState(_("this form"), _("it was sent already, and is still being worked on"))
            return render(request, "error.html", {"error": error}, status=409)
        answer = None
        try:
            answer = self.get_response(request)
        finally:
            if answer is not None and answer.status_code == 302 and not answer.cookies:
                queued = getattr(getattr(request, "_messages", None), "_queued_messages", ())
                cache.set(key, (answer["Location"], [(m.level, str(m.message), m.extra_tags) for m in queued]), _KEPT)
            else:
                cache.delete(key)
        return answer


def _key(request: HttpRequest) -> str:
    """Return what is the same for two equal forms of one page, "" for a request that is not such a form."""
    if request.method != "POST" or request.content_type not in _FORMS or request.path_info.startswith(_OTHERS):
        return ""
    if "csrfmiddlewaretoken" not in request.POST or request.headers.get("HX-Request"):
        return ""
    if "json" in request.headers.get("Accept", ""):
        return ""
    files = [(item.name, item.size) for name in request.FILES for item in request.FILES.getlist(name)]
    cookies = [request.COOKIES.get(name, "") for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)]
    text = repr((request.get_full_path(), request.POST.urlencode(), files, cookies))
    return f"sent:{sha256(text.encode()).hexdigest()}"
