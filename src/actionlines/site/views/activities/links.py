"""Decisions on links as forms send them: `decide` = `concept C5 confirmed`, `mandate 12 rejected`, or `add`."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from actionlines.alignment.labels import all_labels
from actionlines.alignment.model import LEVELS
from actionlines.registry.actions.activities_links import DecideLink
from actionlines.registry.concepts import concept
from actionlines.registry.models import Activity

Choices = list[tuple[str, list[tuple[str, str]]]]


def decide_from(request: HttpRequest, activity: Activity) -> None:
    """Do what the button says. Raises what the action raises; a value that says nothing is InvalidFields."""
    said = request.POST.get("decide", "")[:80]
    if said == "add":
        given = {"concept": request.POST.get("add_concept", "")[:40], "decision": "confirmed"}
    elif said == "add-mandate":
        given = {"mandate": request.POST.get("add_mandate", "")[:20], "decision": "confirmed"}
    else:
        kind, _blank, rest = said.partition(" ")
        what, _blank, decision = rest.rpartition(" ")
        given = {"mandate" if kind == "mandate" else "concept": what, "decision": decision}
    DecideLink(request.user, activity, **given).do()


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
