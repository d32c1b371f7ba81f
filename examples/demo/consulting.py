"""What people said in the consultations of the demonstration, and what was answered."""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import Any

from examples.demo.sample import SAMPLE

DRAFT = """A draft on community networks

Recalling that a network which a village runs itself is still there when a project ends,

Noting that licences, masts and electricity are what village networks ask for most,

1. Invites Governments to give small networks a licence without a fee;

2. Requests the Regional Connectivity Observatory to publish, each year, the price of a basic connection;

3. Calls upon operators:

(a) to let village networks use their masts at cost;

(b) to publish where their masts stand;

4. Encourages schools to open their connection to the village after lessons;

5. Decides to meet again in two years.
"""
# What the second version says instead.
SECOND = (
    ("without a fee;", "without a fee and within thirty days;"),
    ("4. Encourages schools to open their connection to the village after lessons;\n\n5.", "4."),
    ("again in two years", "again in one year"),
)
# account, paragraph, words it is about, comment, suggested wording, kind, country, organisation, name, language
SAID: tuple[tuple[str, str, str, str, str | None, str, str, str, str, str], ...] = (
    (
        "member",
        "1",
        "without a fee",
        "Una licencia gratuita no basta si tarda un año: pongan un plazo.",
        "without a fee and within thirty days",
        "civil-society",
        "PER",
        "Red de Aldeas del Lago",
        "",
        "es",
    ),
    (
        "focal-kenya",
        "1",
        "",
        "A fee of zero is right. The form must be short, too.",
        None,
        "government",
        "KEN",
        "",
        "Focal point of Kenya",
        "en",
    ),
    (
        "reviewer-c5",
        "2",
        "the price of a basic connection",
        "Name the size of the connection: prices of different sizes cannot be compared.",
        "the price of a basic connection of 5 GB",
        "academia",
        "FRA",
        "",
        "",
        "en",
    ),
    (
        "member",
        "3(a)",
        "at cost",
        "« Au prix coûtant » est difficile à vérifier : dites qui le calcule.",
        None,
        "private-sector",
        "SEN",
        "Société des mâts",
        "",
        "fr",
    ),
    (
        "focal-kenya",
        "4",
        "",
        "يحتاج المعلمون إلى من يشرف على الشبكة بعد الدروس.",
        None,
        "civil-society",
        "EGY",
        "",
        "",
        "ar",
    ),
    ("member", "5", "two years", "Two years is too long.", "one year", "technical-community", "BRA", "", "", "en"),
    ("member", "", "", "The text is short and clear. Thank you.", None, "international-organization", "", "", "", "en"),
)


def _read(words: str, asker: Any) -> Any:
    """A text as a worker reads it; here, at once."""
    from actionlines.register.consultations.texts import asked_of_words, of_reading
    from actionlines.register.core.imports.readings import read_next

    reading = asked_of_words(words, asker)
    while reading.is_going:
        if not read_next():
            time.sleep(0.1)  # a worker of this register reads it
        reading.refresh_from_db()
    return of_reading(reading)


def consultations(people: dict[str, Any]) -> None:
    """One that is open, with comments in four languages, answers, a second version; and one that is a draft."""
    from django.contrib.auth.models import AnonymousUser

    from actionlines.register.consultations.actions.comments import (
        DisposeComment,
        EditComment,
        EndorseComment,
        ModerateComment,
        ReplyToComment,
        WriteComment,
    )
    from actionlines.register.consultations.actions.texts import AddText, OpenConsultation, PublishConsultation
    from actionlines.register.consultations.models import Comment, Consultation
    from actionlines.register.consultations.texts import of_instrument
    from actionlines.register.instruments.models import Instrument

    if Consultation.objects.exists():
        return
    boss, today = people["reviewer"], date.today()
    phases = [
        {"kind": "comments", "name": "", "starts_on": today - timedelta(days=20), "ends_on": today + timedelta(40)},
        {"kind": "reply", "name": "", "starts_on": today + timedelta(41), "ends_on": today + timedelta(70)},
        {"kind": "result", "name": "", "starts_on": today + timedelta(71), "ends_on": None},
    ]
    fields = {
        "title": "Community networks: what should a resolution ask for?", "language": "en", "lines": ["C2", "C5"],
        "summary": "This draft was written by a working group. Say what is missing, paragraph by paragraph. "
        "Every comment gets an answer.", "anonymous": True, "phases": phases,
    }  # fmt: skip
    made = OpenConsultation(boss, fields=fields).do()
    source, paragraphs = _read(DRAFT, boss)
    made = PublishConsultation(boss, AddText(boss, made, source=source, paragraphs=paragraphs).do()).do()
    said = []
    for who, place, quote, text, words, kind, country, organisation, name, language in SAID:
        given = {
            "text": text, "suggests": words is not None, "suggestion": words or "", "stakeholder": kind,
            "country": country, "organisation": organisation, "name": name, "language": language,
        }  # fmt: skip
        action = WriteComment(people[who], consultation=made, fields=given, paragraph=place, quote=quote)
        said.append(action.do())
    EditComment(
        people["focal-kenya"], said[1], fields={"text": "A fee of zero is right. The form must be short: one page."}
    ).do()
    spam = {"text": "Buy cheap masts at masts dot example!", "stakeholder": "other"}
    # Of somebody without an account, so that it waits; and of somebody with one, so that it was removed.
    WriteComment(AnonymousUser(), consultation=made, fields=spam, paragraph="3(b)").do()
    seen = WriteComment(people["member"], consultation=made, fields=spam, paragraph="4").do()
    ModerateComment(boss, seen, decision="remove", reason="Advertising.").do()
    EndorseComment(people["focal-kenya"], said[0]).do()
    EndorseComment(people["reviewer-c5"], said[0]).do()
    answer = {"text": "A term is in the second version.", "stakeholder": "international-organization"}
    ReplyToComment(boss, parent=Comment.objects.get(pk=said[0].pk), fields={**answer, "name": "Working group"}).do()
    second = DRAFT
    for old, new in SECOND:
        second = second.replace(old, new)
    source, paragraphs = _read(second, boss)
    made = AddText(boss, Consultation.objects.get(pk=made.pk), source=source, paragraphs=paragraphs).do()
    for one, disposition, why, where in (
        (said[0], "accepted", "", "1"), (said[5], "accepted", "", "4"),
        (said[2], "not", "The observatory chooses the size with the statisticians.", ""),
        (said[3], "partly", "The paragraph stays; the guide will say who calculates.", "3(a)"),
    ):  # fmt: skip
        held = Comment.objects.get(pk=one.pk)
        DisposeComment(boss, held, disposition=disposition, why=why, where=where).do()
    draft = OpenConsultation(
        boss, fields={"title": "The sample resolution, a year later", "language": "en", "phases": phases[1:]}
    ).do()
    source, paragraphs = of_instrument(Instrument.objects.get(symbol=SAMPLE))
    AddText(boss, draft, source=source, paragraphs=paragraphs).do()
