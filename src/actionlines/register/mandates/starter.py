"""The starter register as records: instruments of the process, and what they ask as facts without words yet."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext_noop

from actionlines.citations.graph import version_of
from actionlines.framework.starter import (
    StarterInstrument,
    StarterMandate,
    in_force,
    starter_instruments,
    starter_mandates,
)
from actionlines.mandates.when import whose_sessions
from actionlines.register.cooperation.imports import load_sums
from actionlines.register.core.action import Action
from actionlines.register.core.schema import Data
from actionlines.register.core.search import catch_up
from actionlines.register.instruments.models import Instrument, Paragraph
from actionlines.register.mandates.imports import REPLACED_NOW
from actionlines.register.mandates.life import last_day
from actionlines.register.mandates.models import Addressee, Mandate, MandateStatus, Progress
from actionlines.register.people.models import User
from actionlines.register.standings.imports import load_published

REASON = gettext_noop("Starter register")


def starter_size() -> tuple[int, int]:
    """Return how many instruments and mandates the starter register has."""
    return len(starter_instruments()), len(starter_mandates())


def offered(numbers: Mapping[str, int]) -> tuple[int, int] | None:
    """Return the size of the starter register where no instrument is among the records, by kind; else None."""
    return None if numbers.get("instrument") else starter_size()


def starter_symbols_without_text() -> list[str]:
    """Return the symbols of the starter register whose file the register does not hold."""
    there = set(Instrument.objects.filter(file__isnull=False).values_list("symbol", flat=True))
    return [symbol for symbol in starter_instruments() if symbol not in there]


class LoadFacts(Action):
    """Write records of the starter register."""

    code = "instrument.import"


def load_starter(actor: User | None = None) -> tuple[int, int]:
    """Write the instruments that the register lacks, with their facts; return how many instruments and mandates.

    An instrument that is there stays as it is. A fact that was checked against the official text is confirmed,
    another is a proposal.
    """
    rows = starter_instruments()
    there = set(Instrument.objects.filter(symbol__in=rows).values_list("symbol", flat=True))
    new = {symbol: _instrument(row) for symbol, row in rows.items() if symbol not in there}
    facts = [fact for fact in starter_mandates() if fact.symbol in new]
    group = uuid4()
    with transaction.atomic():
        LoadFacts.do_many(actor, [*new.values()], group=group, reason=REASON)
        places = dict.fromkeys((fact.symbol, fact.paragraph) for fact in facts)
        paragraphs = {
            place: Paragraph(instrument=new[place[0]], anchor=place[1], order=order, kind="operative")
            for order, place in enumerate(places)
        }
        Paragraph.objects.bulk_create(paragraphs.values())
        mandates = [_mandate(fact, paragraphs[fact.symbol, fact.paragraph]) for fact in facts]
        LoadFacts.do_many(actor, mandates, group=group, reason=REASON, effect=lambda: _relate(mandates, facts))
        load_published()
        load_sums()
    catch_up()
    return len(new), len(mandates)


def _instrument(row: StarterInstrument) -> Instrument:
    kind = "resolution" if "/RES/" in row.symbol else ""
    return Instrument(
        symbol=row.symbol, family=version_of(row.symbol)[0], title=row.title, body=row.body, date=row.date,
        language="en", document_kind=kind,
    )  # fmt: skip


def _mandate(fact: StarterMandate, paragraph: Paragraph) -> Mandate:
    status: Data = {"status": MandateStatus.CONFIRMED} if fact.verified else {}
    if fact.answered_by:
        status = {"status": MandateStatus.DELIVERED}
    if in_force(fact.symbol) != fact.symbol:
        status = REPLACED_NOW
    return Mandate(
        instrument=paragraph.instrument, paragraph=paragraph, ordinal=fact.ordinal, verb=fact.verb,
        strength=fact.strength, action=fact.summary, summary=fact.summary, deliverable=fact.deliverable,
        report_to=list(fact.report_to), due=list(fact.due),
        due_on=last_day(
            fact.due,
            paragraph.instrument.date,
            receivers=whose_sessions(fact.deliverable, fact.report_to, fact.bodies),
        ),
        **status,
    )  # fmt: skip


def _relate(mandates: list[Mandate], facts: list[StarterMandate]) -> None:
    """Write the addressees of the facts, and the text that answered a fact as its evidence."""
    pairs = list(zip(mandates, facts, strict=True))
    Addressee.objects.bulk_create(
        Addressee(mandate=mandate, body=body) for mandate, fact in pairs for body in fact.bodies
    )
    answers = [(mandate, starter_instruments()[fact.answered_by]) for mandate, fact in pairs if fact.answered_by]
    Progress.objects.bulk_create(
        Progress(mandate=mandate, text=answer.title, evidence_kind="link", evidence={"url": answer.source})
        for mandate, answer in answers
    )
