"""One address for each thing that can be done with a record: POST does it; GET, where there is something to say
first, asks. Activities, road maps and reports say in tables of `Verb` what there is.

    VERBS = (Verb("publish", "roadmap.publish", PublishRoadMap, _("Published. Everybody can read it now.")), …)
    urlpatterns = addresses("roadmap", "roadmaps", ROADMAP, VERBS)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.http import url_has_allowed_host_and_scheme

from actionlines.errors import InvalidFields, Unsettled
from actionlines.register.mandates.evidence import bounded
from actionlines.register.models import Record
from actionlines.register.site.kinds import Words
from actionlines.register.site.pages import Finder, page, whole_number

Onward = Callable[[HttpRequest, Any], Any]


@dataclass(frozen=True, slots=True)
class Asks:
    """What a page says before it is done. `help` stands at the field of the reason, which has at most `most`
    characters; "" where none is asked for.
    """

    title: Words
    says: Words
    button: Words
    help: Words = ""
    needed: bool = True
    danger: bool = True
    most: int = 2000


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that can be done.

    name     last part of the address
    code     row of the permission table
    action   its class
    said     the message when it is done
    asks     what is said before; None where a press of the button is enough
    missing  the message where the record lacks something; its form is shown then
    to       where one goes from there: the name of a page, or what `redirect` takes; the record unless given
    then     what else happens once it is done
    """

    name: str
    code: str
    action: Any
    said: Words = ""
    asks: Asks | None = None
    missing: Words = ""
    to: Onward | str = ""
    then: Callable[[Any], Any] | None = None


def addresses(kind: str, folder: str, finder: Finder, verbs: Iterable[Verb]) -> list[URLPattern]:
    """`/roadmaps/12/publish/`, called `roadmap-publish`, for each of the verbs."""
    return [
        path(f"{folder}/<int:part>/{one.name}/", _view(kind, finder, one), name=f"{kind}-{one.name}")
        for one in verbs
    ]


def seen(request: HttpRequest) -> int | None:
    """The version that the form or button was shown with; None where it does not say. What is no number is 0, as
    no record has it.
    """
    given = request.POST.get("version")
    return None if given is None else whole_number(given, 0)


def ticked(values: Iterable[str]) -> dict[int, int | None]:
    """Return number -> version that was seen, of records ticked in a list as `12:3`."""
    found: dict[int, int | None] = {}
    for value in values:
        number, _colon, version = value.partition(":")
        if known := bounded(number):
            found[known] = bounded(version)
    return found


def onward(request: HttpRequest, otherwise: str) -> HttpResponse:
    """Redirect to `next` of the form, a path of this site; else to another address of it."""
    to = request.POST.get("next", "")[:2000]
    safe = to.startswith("/") and url_has_allowed_host_and_scheme(to, allowed_hosts=None)
    return redirect(to if safe else otherwise)


def _view(kind: str, finder: Finder, verb: Verb) -> Any:
    @page(verb.code, record=finder)
    def _verb_page(request: HttpRequest, record: Record) -> HttpResponse:
        if request.method == "POST":
            return _done(request, kind, record, verb)
        return _asked(request, record, verb.asks) if verb.asks else HttpResponseNotAllowed(["POST"])

    return _verb_page


def _done(request: HttpRequest, kind: str, record: Record, verb: Verb) -> HttpResponse:
    asks = verb.asks
    reason = request.POST.get("reason", "")[: asks.most] if asks and asks.help else ""
    try:
        made = verb.action(request.user, record, version=seen(request), reason=reason).do()
    except InvalidFields as error:
        problem = " ".join(error.fields.values())
        if asks:
            return _asked(request, record, asks, problem, reason)
        messages.error(request, verb.missing or problem)
        return redirect(f"{kind}-edit", record.pk) if verb.missing else redirect(record)
    except Unsettled as error:
        messages.error(request, str(error))
        return redirect(record)
    if verb.then:
        verb.then(made)
    if verb.said:
        messages.success(request, verb.said)
    return redirect(verb.to(request, made) if callable(verb.to) else verb.to or made)


def _asked(
    request: HttpRequest, record: Record, asks: Asks, wrong: str = "", reason: str = ""
) -> HttpResponse:
    shown = {"record": record, "words": asks, "wrong": wrong, "reason": reason}
    return render(request, "records/ask.html", shown, status=422 if wrong else 200)
