"""Activities that are complete, made by actions so that they have their trail."""

from __future__ import annotations

from typing import Any

from actionlines.register.activities.actions import CreateActivity, SubmitActivity
from actionlines.register.activities.links import DecideLink
from actionlines.register.activities.models import Activity
from actionlines.register.activities.review import PublishActivity, RequestChanges
from tests.people import organisation, person

WORDS = {
    "title": "Radio lessons on safe passwords",
    "summary": "Village radio explains how to choose passwords, spot fraud and keep accounts secure.",
    "description": "Twice a week a cybersecurity trainer answers questions about fraud on mobile phones.",
    "places": ["KEN"],
    "starts_on": "2026-02-01",
    "contact_name": "Radio desk",
    "contact_email": "desk@example.org",
}


def draft(owner: str = "member", **fields: Any) -> Activity:
    """A complete draft with Action Line C5 confirmed."""
    given = {**WORDS, "organisation": organisation().pk, **fields}
    made = CreateActivity(person(owner), fields=given).do()
    return DecideLink(person(owner), made, concept="C5", decision="confirmed").do()


def in_status(status: str, owner: str = "member") -> Activity:
    """An activity that came to this status by the actions that lead there."""
    made = draft(owner)
    if status in ("submitted", "changes", "published"):
        made = SubmitActivity(person(owner), made).do()
    if status == "changes":
        made = RequestChanges(person("reviewer"), made, comments={"summary": "Say who listens."}).do()
    if status == "published":
        made = PublishActivity(person("reviewer"), made).do()
    return made
