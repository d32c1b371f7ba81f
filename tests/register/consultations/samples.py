"""A consultation for tests: a text of our own in two versions, and people who comment on it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from actionlines.register.consultations.actions.comments import WriteComment
from actionlines.register.consultations.actions.texts import AddText, OpenConsultation, PublishConsultation
from actionlines.register.consultations.models import Comment, Consultation
from actionlines.register.consultations.texts import Numbered, Source, numbered
from tests.people import person

WORDS = (
    "Recalling the commitment to connect every village by 2030,",
    "Invites all Governments to publish open data about networks in villages;",
    "Requests the secretariat to report on progress each year;",
    "Calls upon operators:",
    "to share their towers;",
    "to publish their prices;",
    "Decides to remain engaged in the matter.",
)
IDS = ("preamble-1", "1", "2", "3", "3(a)", "3(b)", "4")


def paragraphs(changes: dict[str, str] | None = None, without: tuple[str, ...] = ()) -> list[Numbered]:
    """The text; `changes` puts other words at an id, `without` leaves paragraphs out."""
    found = []
    for name, words in zip(IDS, WORDS, strict=True):
        if name in without:
            continue
        number = "" if name.startswith("pre") else name
        kind = "preambular" if not number else "operative"
        found.append(Numbered(name, (changes or {}).get(name, words), number, kind, int("(" in name)))
    return numbered(found)


def consultation(owner: str = "reviewer", publish: bool = True, **fields: Any) -> Consultation:
    """An open consultation of the reviewer on this text, with a phase for comments that began yesterday."""
    today = timezone.now().date()
    given = {
        "title": "Connected villages: a draft",
        "summary": "Say what is missing.",
        "language": "en",
        "lines": ["C5"],
        "phases": [
            {"kind": "comments", "starts_on": today - timedelta(days=1), "ends_on": today + timedelta(days=20)},
            {"kind": "reply", "starts_on": today + timedelta(days=21), "ends_on": None},
        ],
        **fields,
    }
    made = OpenConsultation(person(owner), fields=given).do()
    made = add_text(made, owner)
    return PublishConsultation(person(owner), made).do() if publish else made


def add_text(made: Consultation, owner: str = "reviewer", **more: Any) -> Consultation:
    """The next version of its text."""
    mapping = more.pop("mapping", {})
    source = Source("typed", "draft", 0, "Draft", "en")
    return AddText(person(owner), made, source=source, paragraphs=paragraphs(**more), mapping=mapping).do()


def comment(made: Consultation, who: Any = "member", **given: Any) -> Comment:
    """A comment of somebody on paragraph 1, or as given."""
    place = {name: given.pop(name) for name in ("paragraph", "start", "end", "quote", "seen") if name in given}
    place.setdefault("paragraph", "1")
    fields = {"text": "Say which data.", "stakeholder": "civil-society", "country": "KEN", **given}
    actor = person(who) if isinstance(who, str) else who
    return WriteComment(actor, consultation=made, fields=fields, **place).do()
