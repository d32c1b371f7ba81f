"""Decisions on links as forms send them: `decide` = `concept C5 confirmed`, `mandate 12 rejected`, or `add`."""

from __future__ import annotations

from uuid import uuid4

from django.utils.translation import gettext as _

from actionlines.alignment.model import LEVELS, all_labels
from actionlines.register.activities.links import DecideLink
from actionlines.register.core.concepts import concept
from actionlines.register.core.schema import Data
from actionlines.register.mandates.addresses import number_in
from actionlines.register.models import Activity, Mandate
from actionlines.register.site.pages import SignedIn

# Mandates of one paragraph that are linked at once.
MOST = 20
Choices = list[tuple[str, list[tuple[str, str]]]]


def decide_from(request: SignedIn, activity: Activity) -> None:
    """Do what the button says. Raises what the action raises; a value that says nothing is InvalidFields."""
    said = request.POST.get("decide", "")[:80]
    given: Data
    if said == "add":
        given = {"concept": request.POST.get("add_concept", "")[:40], "decision": "confirmed"}
    elif said == "add-mandate":
        _add_mandates(request, activity, request.POST.get("add_mandate", "")[:300])
        return
    else:
        kind, _blank, rest = said.partition(" ")
        what, _blank, decision = rest.rpartition(" ")
        given = {"mandate" if kind == "mandate" else "concept": what, "decision": decision}
    DecideLink(request.user, activity, **given).do()


def _add_mandates(request: SignedIn, activity: Activity, words: str) -> None:
    """Link the mandates of the paragraph that was named, all in one group of events."""
    group = uuid4()
    for number in mandates_named(words) or [0]:
        DecideLink(request.user, activity, mandate=number, decision="confirmed").do(group)


def mandates_named(words: str) -> list[int]:
    """Numbers of the mandates in a paragraph: `A/RES/80/173#113`, with or without the `p` before the paragraph, or
    the address of a mandate's page.
    """
    words = words.strip()
    if "/mandates/" in words and (number := number_in(words)):
        return [int(number)]
    symbol, _sign, anchor = words.partition("#")
    rows = Mandate.objects.filter(
        instrument__symbol=symbol.strip(),
        paragraph__anchor__in=(anchor.strip(), anchor.strip().removeprefix("p")),
    )
    return list(rows.exclude(status="rejected").values_list("pk", flat=True)[:MOST])


def choices(activity: Activity) -> Choices:
    """Concepts that are not linked yet, by level: what can be added."""
    held = {link.concept for link in activity.links.all()}
    names = (_("Action Lines"), _("Goals"), _("Targets"), _("Compact commitments"))
    labels = all_labels()
    return [
        (name, [(one, _long(one)) for one in labels.of(level) if one not in held])
        for name, level in zip(names, LEVELS, strict=True)
    ]


def _long(identifier: str) -> str:
    found = concept(identifier)
    return f"{found.short} {found.name}"[:110] if found else identifier
