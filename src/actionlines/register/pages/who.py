"""Who the reader follows up for: the chooser, what is remembered of it, and the page after signing in."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from actionlines.register.activities.models import Activity
from actionlines.register.core.concepts import concept
from actionlines.register.core.kinds import Words, kinds
from actionlines.register.core.pages.facets import CONCEPTS
from actionlines.register.core.pages.page import SignedIn, page
from actionlines.register.core.permissions import roles_of
from actionlines.register.core.search import things
from actionlines.register.people.models import User
from actionlines.results.things import clean_search

COOKIE = f"{settings.COOKIES_BEGIN}follows_up_for"
_YEAR = 365 * 86_400  # seconds
KINDS = ("body", "action_line", "country")
_FEW, _MOST = 8, 30  # suggestions, and choices of a page
_LONGEST = 100  # characters of a key
# Roles of those whose day begins with what waits for them.
_AT_WORK = frozenset(("reviewer", "secretariat", "administrator"))


@dataclass(frozen=True, slots=True)
class Choice:
    """A body, line, country or organisation: `key` is an id of the framework or `org:12`."""

    key: str
    title: str
    url: str
    kind_name: Words
    language: str = ""


def choice_of(key: str) -> Choice | None:
    """Return what a key names; None where it names nothing public that somebody follows up for."""
    if entry := concept(key):
        return Choice(key, entry.name, entry.url, CONCEPTS[entry.kind])
    return next(_list_records(key, 1), None) if key.startswith("org:") else None


def list_choices(text: str, limit: int) -> list[Choice]:
    """Return what a text may name, the nearest first: names in six languages, codes, acronyms."""
    named = things(text, limit, KINDS)
    choices = [choice for key, _ in named if (choice := choice_of(key.partition(":")[2]))]
    exact = sum(is_exact for _, is_exact in named)
    return [*choices[:exact], *_list_records(text, limit), *choices[exact:]][:limit]


def _list_records(text: str, limit: int) -> Iterator[Choice]:
    for kind in kinds().values():
        for find in kind.load([kind.chosen] if kind.chosen else ()):
            yield from (Choice(key, title, url, kind.name) for key, title, url in find(text, limit))


def remembered(request: HttpRequest) -> Choice | None:
    """Return who the reader follows up for: by the roles of the account, else by the cookie."""
    user = request.user
    own = choice_of_user(user) if isinstance(user, User) else None
    return own or choice_of(request.COOKIES.get(COOKIE, "")[:_LONGEST])


def choice_of_user(user: User) -> Choice | None:
    """Return the scope of the first role that has one, else the organisation of the account."""
    keys = [scope for _role, scope in roles_of(user) if scope]
    keys += [f"org:{user.organisation_id}"] if user.organisation_id else []
    return next((choice for key in keys if (choice := choice_of(key))), None)


@page("site.read")
def choose(request: HttpRequest) -> HttpResponse:
    """Go to the page that the address names, and remember it; list the pages where a text names several."""
    text = _text(request)
    key = request.GET.get("who", "")[:_LONGEST]
    choices = list_choices(text, _MOST) if text else []
    same = [key.partition(":")[2] for key, is_exact in things(text, _MOST, KINDS) if is_exact]
    chosen = choice_of(key) or (choice_of(same[0]) if len(same) == 1 else choices[0] if len(choices) == 1 else None)
    if chosen is None and "who" not in request.GET:
        return render(request, "who/choose.html", {"text": text, "choices": choices})
    answer = redirect(chosen.url if chosen else "home")
    if chosen:
        answer.set_cookie(
            COOKIE, chosen.key, _YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
        )
    else:
        answer.delete_cookie(COOKIE)
    answer["Cache-Control"] = "no-store"
    return answer


@page("site.read")
def suggest(request: HttpRequest) -> HttpResponse:
    """Show what the letters typed may name, as items of a list."""
    text = _text(request)
    context = {"found": list_choices(text, _FEW) if text else [], "list": "who"}
    return render(request, "search/suggestions.html", context)


def _text(request: HttpRequest) -> str:
    return clean_search(request.GET.get("q", ""))


@page("account.use")
def start(request: SignedIn) -> HttpResponse:
    """Go to one's work or one's page, by role; else to one's activities, or home where there are none."""
    roles = {role for role, _scope in roles_of(request.user)}
    if roles & _AT_WORK:
        return redirect("desk")
    if known := remembered(request):
        return redirect(known.url)
    return redirect("mine" if Activity.objects.filter(owner=request.user).exists() else "home")


@page("site.read")
def mine(request: HttpRequest) -> HttpResponse:
    """Go to the page of whom the reader follows up for; to the chooser where that is not known."""
    return redirect(known.url if (known := remembered(request)) else "who")


urlpatterns = [
    path("for/", choose, name="who"),
    path("for/mine/", mine, name="who-mine"),
    path("for/suggest", suggest, name="who-suggest"),
    path("start/", start, name="start"),
]
