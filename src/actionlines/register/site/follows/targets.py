"""The thing that a subscription names: its name, its address, and which records belong to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from actionlines.framework.groups import asked_of
from actionlines.register.core.concepts import concept
from actionlines.register.core.models import Person
from actionlines.register.core.permissions import decide
from actionlines.register.core.published import public_data
from actionlines.register.core.search import Query, every
from actionlines.register.core.serialise import as_dict
from actionlines.register.core.texts import isolated
from actionlines.register.models import Follow, Hook, Mandate, Record
from actionlines.register.people.follows import What as _What
from actionlines.register.site.difference import MODELS
from actionlines.register.site.listing import Listing
from actionlines.register.site.views.activities.pages import LISTING as ACTIVITIES
from actionlines.register.site.views.mandates.lists import REGISTER
from actionlines.register.site.views.records import title_of
from actionlines.register.site.views.searching import EVERYTHING

What: Any = _What
# Kinds of records of which there is news.
KINDS = ("mandate", "activity", "instrument", "roadmap", "report", "consultation")
LISTS: dict[str, Listing] = {"search": EVERYTHING, "mandates": REGISTER, "activities": ACTIVITIES}
MOST = 10_000  # records of a search that are looked through
_FACETS = {
    "action_line": "action_line", "goal": "goal", "target": "target", "commitment": "commitment",
    "country": "country", "region": "country",
}  # fmt: skip


def record_of(target: str) -> Record | None:
    """Return the record of `mandate:12`, or None."""
    kind, _sign, number = target.partition(":")
    if kind not in KINDS or not number.isascii() or not number.isdecimal() or len(number) > 18:
        return None
    return MODELS[kind].objects.filter(pk=int(number)).first()


def may_follow(user: Person, what: str, target: str) -> bool:
    """Return whether there is such a thing, and the user may see it."""
    if what == What.CONCEPT:
        return concept(target) is not None
    if what == What.RECORD:
        record = record_of(target)
        return record is not None and bool(decide(user, f"{record.kind}.view", record))
    return what == What.SEARCH and bool(_question(target))


def name_of(follow: Follow | Hook) -> str:
    """Return what is followed in the reader's language; a record that its reader may no longer see by its kind."""
    if follow.what == What.CONCEPT:
        found = concept(follow.target)
        if found is None:
            return follow.target
        return found.name if found.short == found.name else f"{isolated(found.short)} {found.name}"
    if follow.what == What.RECORD:
        record = record_of(follow.target)
        if record is None or not decide(follow.user, f"{record.kind}.view", record):
            return _("A record that is no longer public")
        shown = public_data([record])
        return title_of(record.kind, shown[0] if shown else as_dict(record))
    name, _sign, question = follow.target.partition("?")
    given = QueryDict(question)
    words = " ".join(value for _name, values in sorted(given.lists()) for value in values)
    return f"{LISTS[name].title}: {words}" if name in LISTS else words


def address_of(follow: Follow | Hook) -> str:
    """Return the address of what is followed, "" where there is none any more."""
    if follow.what == What.CONCEPT:
        found = concept(follow.target)
        return found.url if found else ""
    if follow.what == What.RECORD:
        record = record_of(follow.target)
        return str(record.get_absolute_url()) if record else ""
    name, _sign, question = follow.target.partition("?")
    return f"{reverse(name)}?{question}" if name in LISTS else ""


def belonging(follow: Follow | Hook, keys: Iterable[tuple[str, int]]) -> set[tuple[str, int]]:
    """Return which of some records, (kind, number), belong to what is followed."""
    wanted = set(keys)
    if follow.what == What.RECORD:
        return {one for one in wanted if _is_of(follow.target, one)}
    found: set[tuple[str, int]] = set()
    for question in _questions(follow):
        _total, hits = every(question, MOST)
        found |= {(hit.kind, int(hit.id)) for hit in hits if hit.kind in KINDS} & wanted
    return found


def _is_of(target: str, one: tuple[str, int]) -> bool:
    if target == f"{one[0]}:{one[1]}":
        return True
    kind, _sign, number = target.partition(":")
    if kind != "instrument" or one[0] != "mandate":
        return False
    return Mandate.objects.filter(pk=one[1], instrument=int(number)).exists()


def _questions(follow: Follow | Hook) -> list[Query]:
    if follow.what == What.SEARCH:
        question = _question(follow.target)
        return [question] if question else []
    found = concept(follow.target)
    if found is None:
        return []
    asked = Query(kind="mandate", filters={"asked": [found.id]})
    if found.kind == "body":
        return [asked]
    of_it = Query(kind=KINDS, filters={_FACETS[found.kind]: [found.id]})
    return [of_it, asked] if found.kind == "country" and asked_of(found.id) else [of_it]


def _question(target: str) -> Query | None:
    """Return the question of a list; None where it filters nothing, for that would be the whole register."""
    name, _sign, given = target.partition("?")
    listing = LISTS.get(name)
    if listing is None:
        return None
    request = HttpRequest()
    request.path, request.GET = reverse(name), QueryDict(given)
    question = listing.ask(request)
    bare = not question.text and not question.ranges and question.filters == (listing.usual or {})
    return None if bare else question


def kind_model(kind: str) -> type[Record]:
    """Return the model of a kind of record."""
    return MODELS[kind]
