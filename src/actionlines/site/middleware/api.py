"""Errors at addresses of the API that arise before or outside of it, in the one form of its errors."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse

PREFIX = "/api/"
# Status -> (code, problem, advice).
_TOLD = {
    400: ("AL704", "the request could not be understood", ""),
    404: ("AL706", "there is no such address", "/api/openapi.json lists them all."),
    405: ("AL704", "this address does not take this method", "Allow says which it takes."),
    413: ("AL705", "what was sent is too large", "Split it."),
    429: ("AL709", "too many requests", "Wait as Retry-After says."),
    503: (
        "AL708",
        "the database cannot be reached at the moment",
        "Nothing was lost. Wait as Retry-After says.",
    ),
}
_FAULT = ("AL000", "something went wrong on our side", "Nothing was changed. Report it as a fault.")
# Headers that are not of the page that is replaced.
_DROPPED = ("Content-Type", "Content-Length", "Content-Encoding")


class PlainApi:
    """A page of an error becomes JSON."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        known = answer.headers.get("Content-Type", "").startswith("application/json")
        if not request.path_info.startswith(PREFIX) or answer.status_code < 400 or known:
            return answer
        code, problem, advice = _TOLD.get(
            answer.status_code, _FAULT if answer.status_code >= 500 else _TOLD[400]
        )
        told = {"code": code, "subject": "request", "problem": problem, "advice": advice, "fields": {}}
        plain = JsonResponse(told | {"seen": None, "current": None}, status=answer.status_code)
        for name, value in answer.headers.items():
            if name not in _DROPPED:
                plain.headers.setdefault(name, value)
        return plain
