"""A small register for tests of the API, and programs that speak to it."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from django.test import Client
from django.utils import timezone

from actionlines.register.activities.actions import SubmitActivity
from actionlines.register.activities.models import Activity
from actionlines.register.activities.review import PublishActivity
from actionlines.register.core.imports.models import ImportRun, StoredFile
from actionlines.register.people.models import Token
from actionlines.register.resources.models import Envelope
from tests.indexed import reindex
from tests.people import activity, organisation, person
from tests.register.consultations.samples import comment, consultation
from tests.register.mandates.samples import instrument

WHOLE = {
    "description": "Speakers of eleven villages read one lesson each week and answer letters.",
    "starts_on": date(2026, 1, 5),
    "contact_name": "Radio desk",
    "contact_email": "desk@example.org",
}


def token(who: str, value: str = "", **given: Any) -> str:
    """A token of somebody."""
    value = value or Token.fresh()
    given = {"scope": "publish", **given}
    Token.objects.create(user=person(who), name="test", digest=Token.digest_of(value), **given)
    return value


class Program(Client):
    """Speaks JSON to the API, as somebody or nobody."""

    def __init__(self, who: str = "", **more: Any) -> None:
        super().__init__(**more)
        self.head = {"Authorization": f"Bearer {token(who)}"} if who else {}

    def ask(self, method: str, address: str, body: Any = None, **head: str) -> Any:
        """The answer, with its JSON in `.data`."""
        send = {"data": body, "content_type": "application/json"} if body is not None else {}
        found = getattr(self, method)(f"/api{address}", **send, headers={**self.head, **head})
        is_json = found.headers.get("Content-Type", "").startswith("application/json")
        found.data = found.json() if is_json else None
        return found


def published(owner: str = "member", **given: Any) -> Activity:
    """An activity that went all the way."""
    made = activity(owner, **{**WHOLE, **given})
    SubmitActivity(person(owner), made).do()
    return PublishActivity(person("secretariat"), Activity.objects.get(pk=made.pk)).do()


def world() -> SimpleNamespace:
    """One of each record."""
    made = SimpleNamespace(
        instrument=instrument(),
        draft=activity(title="Letters to the desk", **WHOLE),
        submitted=SubmitActivity(person("member"), activity(title="Lessons by bicycle", **WHOLE)).do(),
        published=published(title="Radio lessons on safe passwords"),
        organisation=organisation(),
        envelope=Envelope.objects.create(
            plan="Plan of villages 2026", objective="Safe use", starts_on=date(2026, 1, 1),
            ends_on=date(2026, 12, 31), currency="CHF", amount="1000",
        ),
        importing=ImportRun.objects.create(
            file=StoredFile.objects.create(sha256="0" * 64, name="rows.csv", size=1, type="text"),
            what="activities", owner=person("member"), status="done",
        ),
    )  # fmt: skip
    made.consultation = consultation(anonymous=True)
    made.comment = comment(made.consultation)
    made.mandate = made.instrument.mandates.first()
    made.at = timezone.now()
    reindex()
    return made
