"""The page of work: lists of what waits for an account, with their numbers."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse

from actionlines.register.core.kinds import Words, WorkList, kinds
from actionlines.register.core.pages.page import SignedIn, page
from actionlines.register.core.permissions import decide
from actionlines.register.mandates.desk import desk
from actionlines.register.pages.inbox import DRAFTS, REVIEWS


@dataclass(frozen=True, slots=True)
class Tab:
    """A list of work (`WorkList`) for one reader; `many`: how many are in it, None for a list without a number."""

    key: str
    words: Words
    url: str
    many: int | None
    is_waiting: bool


@cache
def _lists() -> tuple[WorkList, ...]:
    declared = [work for kind in kinds().values() for work in kind.load(kind.work)]
    return tuple(sorted([REVIEWS, DRAFTS, *declared], key=lambda work: (not work.is_waiting, work.place)))


def list_tabs(request: HttpRequest, here: str = "") -> list[Tab]:
    """Return the lists that the reader may see, the one of the page (`here`) too where it is empty."""
    user: Any = request.user
    waiting = _count_waiting(request)
    tabs = []
    for work in _lists():
        if work.key in waiting or (not work.is_waiting and decide(user, work.action)):
            many = waiting.get(work.key, work.count(user) if work.count and not work.is_waiting else None)
            if many != 0 or work.action == "account.use" or work.key == here:
                tabs.append(Tab(work.key, work.words, reverse(work.address) + work.query, many, work.is_waiting))
    return tabs


def count_work(request: HttpRequest) -> int:
    """Return how much waits for the reader, for the header of each page."""
    return sum(_count_waiting(request).values())


def _count_waiting(request: Any) -> dict[str, int]:
    """Return key -> number of each list that counts as waiting; counted once for a page."""
    if not hasattr(request, "work_counts"):
        user = request.user
        allowed = (work for work in _lists() if work.is_waiting and decide(user, work.action))
        request.work_counts = {work.key: work.count(user) for work in allowed if work.count}
    counts: dict[str, int] = request.work_counts
    return counts


@page("account.use")
def work(request: SignedIn) -> HttpResponseBase:
    """Lead to the first list in which something waits; with a question, the desk answers it."""
    if decide(request.user, "desk.view") and request.GET:
        return desk(request)
    tabs = list_tabs(request)
    waiting = _count_waiting(request)
    return redirect(next((tab for tab in tabs if waiting.get(tab.key)), tabs[0]).url)


urlpatterns = [path("work/", work, name="desk")]
