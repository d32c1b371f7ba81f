"""Users for tests, one per role, and records for them to act on."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from actionlines.register.activities.models import Activity
from actionlines.register.organisations.models import Organisation
from actionlines.register.people.models import Role, User

PASSWORD = "a long pass phrase"
# name -> (role, scope); everybody with an account is a member
ROLES = {
    "member": None,
    "stranger": None,
    "reviewer": ("reviewer", "C5"),
    "focal": ("focal", "KEN"),
    "secretariat": ("secretariat", ""),
    "administrator": ("administrator", ""),
}


def person(name: str) -> User:
    """The user of this name, with the role that ROLES gives; made when there is none."""
    email = f"{name}@example.org"
    if found := User.objects.filter(email=email).first():
        return found
    user = User.objects.create_user(email, PASSWORD, name=name.capitalize())
    # The address counts as confirmed, so that signing in works.
    user.emailaddress_set.create(email=email, verified=True, primary=True)
    if held := ROLES[name]:
        Role.objects.create(user=user, role=held[0], scope=held[1])
    return user


def organisation(**given: Any) -> Organisation:
    """An organisation in Kenya, or as given."""
    public = {"status": "published", "published_version": 1, "published_at": timezone.now()}
    given = {"name": "Village Network Trust", "type": "civil-society", "country": "KEN", **public, **given}
    return Organisation.objects.get_or_create(name=given["name"], defaults=given)[0]


def activity(owner: str = "member", status: str = "draft", **given: Any) -> Activity:
    """A saved activity on cybersecurity (C5) in Kenya, or as given; without the trail that actions leave."""
    given = {
        "title": "Radio lessons on safe passwords",
        "summary": "Village radio explains how to choose and keep passwords.",
        "organisation": organisation(),
        **given,
    }
    made = Activity.objects.create(owner=person(owner), status=status, **given)
    made.places.create(area="KEN")
    made.links.create(concept="C5", level="action_line", status="confirmed", origin="person")
    return made
