"""A resolution in our own words, read and searched for mandates as an import would do it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

from actionlines.citations import Citation, find_citations
from actionlines.citations.graph import version_of
from actionlines.documents import Document, read
from actionlines.mandates import Mandate as Found
from actionlines.mandates import find_mandates
from actionlines.register.instruments.models import Instrument, Paragraph, ParagraphCitation
from actionlines.register.mandates.life import last_day
from actionlines.register.mandates.models import Mandate, MandateStatus, Progress

TODAY = date(2026, 3, 1)

HEAD = """United Nations A/RES/{number}
General Assembly Distr.: General
17 December 2025
Eightieth session
Resolution adopted by the General Assembly on 17 December 2025
{number}. {title}
The General Assembly,
Recalling its resolution 70/125 of 16 December 2015,
"""
PORTALS = """1. Requests the Secretary-General to submit to the General Assembly at its eighty-first session a \
report on the portals of village councils;
2. Invites the International Telecommunication Union to map, by 30 June 2027, the masts that stand idle, and \
recalls paragraph 3 of its resolution 80/901;
3. Calls upon Member States:
(a) To open their registers of masts by 2028;
(b) To name a contact for each district;
4. Encourages the private sector to lend spare masts to schools;
5. Requests the Commission on Science and Technology for Development to report annually to the Economic and \
Social Council on the use of idle masts.
"""


def text(number: str = "80/901", title: str = "Idle masts and village portals", body: str = PORTALS) -> str:
    """A resolution as plain text."""
    return HEAD.format(number=number, title=title) + body


@cache
def _read(words: str) -> tuple[Document, tuple[Citation, ...], tuple[Found, ...]]:
    """What an import finds in a text: a hundred tests take the same one."""
    document = read(words.encode(), name="resolution.txt")
    return document, tuple(find_citations(document)), tuple(find_mandates(document))


def instrument(words: str = "", **given: Any) -> Instrument:
    """The resolution with its paragraphs, citations and mandates (as proposals), saved without a trail."""
    document, citations, mandates = _read(words or text())
    meta = document.metadata
    symbol = given.pop("symbol", meta.symbol)
    made = Instrument.objects.create(
        symbol=symbol, family=given.pop("family", version_of(symbol)[0]), title=meta.title, body=meta.body,
        language=given.pop("language", meta.language),
        session=meta.session, date=date.fromisoformat(meta.date) if meta.date else None, **given,
    )  # fmt: skip
    rows = {
        one.id: Paragraph.objects.create(
            instrument=made, anchor=one.id, order=place, kind=one.kind, number=one.number, level=one.level,
            page=one.page, text=one.text,
        )
        for place, one in enumerate(document.paragraphs)
    }  # fmt: skip
    for cited in citations:
        place = cited.canonical.partition("#")[2]
        ParagraphCitation.objects.create(
            paragraph=rows[cited.paragraph], kind=cited.kind, symbol=cited.instrument, place=place,
            start=cited.start, end=cited.end,
        )  # fmt: skip
    _mandates(made, rows, mandates)
    return made


def _mandates(made: Instrument, rows: dict[str, Paragraph], mandates: Iterable[Found]) -> None:
    seen: dict[str, int] = {}
    for found in mandates:
        ordinal = seen[found.paragraph] = seen.get(found.paragraph, -1) + 1
        saved = Mandate.objects.create(
            paragraph=rows[found.paragraph], instrument=made, ordinal=ordinal, verb=found.verb,
            strength=found.strength, action=found.action.text, deliverable=found.deliverable,
            report_to=list(found.report_to), due=list(found.due),
            due_on=last_day(found.due, made.date, TODAY, found.report_to),
            implied=found.implied, words=_words(found),
            proposal={"action": found.action.text, "addressees": list(found.bodies), "due": list(found.due)},
        )  # fmt: skip
        for body, words in zip(found.bodies, [*found.addressees, *[None] * len(found.bodies)], strict=False):
            saved.addressees.get_or_create(body=body, defaults={"words": words.text if words else ""})


def _words(found: Found) -> dict[str, Any]:
    def phrase(one: Any) -> dict[str, Any]:
        return {"text": one.text, "start": one.start, "end": one.end, "anchor": one.paragraph}

    words: dict[str, Any] = {"verb": phrase(found.verb_phrase), "action": phrase(found.action)}
    words["addressees"] = [phrase(one) for one in found.addressees]
    if found.due_phrase:
        words["due"] = phrase(found.due_phrase)
    return words


def noted(one: Mandate) -> Mandate:
    """The mandate with a note of progress, whose evidence is a link: it may be delivered."""
    shown = {"url": "https://example.org/report"}
    Progress.objects.create(mandate=one, text="Sent.", evidence_kind="link", evidence=shown)
    return one


def mandate(anchor: str = "2", status: str = MandateStatus.PROPOSED, **given: Any) -> Mandate:
    """The first mandate of one paragraph of the resolution, in a status; it touches C2 and C5 (proposed)."""
    found = Instrument.objects.filter(symbol="A/RES/80/901").first() or instrument()
    one: Mandate = found.mandates.filter(paragraph__anchor=anchor).first()
    for concept in ("C2", "C5"):
        one.links.get_or_create(concept=concept, defaults={"level": "action_line", "p": 0.8})
    for name, value in {"status": status, **given}.items():
        setattr(one, name, value)
    one.save()
    return one
