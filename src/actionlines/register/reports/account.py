"""The account of the register: what the public may see of its records, as frozen values for papers.

    gather(concepts=("C5", "sdg:9.c"))         what speaks to these, and where areas stand on them
    gather(symbols=("A/RES/80/173",), standings=False)

A fixed number of questions to the database, however many records there are; everything in a stable order, so that
the same records give an equal Account.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar
from urllib.parse import quote

from django.db.models import Q, QuerySet

from actionlines.framework import load
from actionlines.framework.groups import lines_of
from actionlines.lineage.life import Life
from actionlines.papers.account import model as a
from actionlines.papers.account.model import Account
from actionlines.programmes.model import AMOUNTS
from actionlines.register.activities.models import Activity, ActivityLink, ActivityStatus
from actionlines.register.budgets.models import BudgetMandate, BudgetSection
from actionlines.register.cooperation.models import CooperationActivity
from actionlines.register.core.models import ConceptLink, LinkStatus, Record
from actionlines.register.core.public_view import PublicView, public_links, public_statuses, public_views
from actionlines.register.core.schema import Data
from actionlines.register.instruments.models import Instrument, Paragraph
from actionlines.register.instruments.reading import names_of
from actionlines.register.mandates.actions import REASON
from actionlines.register.mandates.life import lives
from actionlines.register.mandates.models import Addressee, Mandate, MandateLink, MandateStatus, the_day
from actionlines.register.organisations.models import Organisation
from actionlines.register.resources.models import Envelope
from actionlines.register.standings.models import Standing


def gather(
    *,
    concepts: Collection[str] | None = None,
    symbols: Collection[str] | None = None,
    areas: Collection[str] | None = None,
    paragraphs: Collection[str] = (),
    standings: bool = True,
    address: str = "",
) -> Account:
    """What is public.

    concepts    only mandates and activities linked to one of these, and standings on one of them; None for all
    symbols     only mandates of these instruments; None for all
    areas       only standings of these areas; None for all
    paragraphs  symbols of instruments whose paragraphs are wanted, each with what it speaks to
    standings   whether figures are wanted at all
    address     what papers put before paths of the site
    """
    mandates = _mandates(concepts, symbols)
    if symbols and concepts is None and len(symbols) <= _LIVES:
        mandates = _with_lives(mandates, symbols)
    activities = _activities(concepts)
    wanted = {one.symbol for one in mandates} | set(paragraphs) | set(symbols or ())
    return Account(
        instruments=_instruments(None if symbols is None and concepts is None else wanted),
        paragraphs=_paragraphs(paragraphs),
        mandates=tuple(one for one in mandates if one.force == "decided"),
        besides=tuple(one for one in mandates if one.force != "decided"),
        activities=activities,
        organisations=_organisations(),
        envelopes=_envelopes(),
        budgets=_budgets(symbols or ()),
        standings=standings_on(concepts, areas) if standings else (),
        address=address.rstrip("/"),
        day=the_day().isoformat(),
    )


def _with_lives(rows: tuple[a.MandateRecord, ...], symbols: Collection[str]) -> tuple[a.MandateRecord, ...]:
    """Return the mandates with their stage and the paragraphs that ask for the same."""
    found: dict[int, Life] = {}
    for one in Instrument.objects.filter(symbol__in=symbols):
        asked = one.mandates.exclude(status=MandateStatus.REJECTED).select_related("instrument", "paragraph")
        found |= lives(one, asked.prefetch_related("progress"), the_day())
    return tuple(
        replace(one, stage=life.stage, asked=tuple(text.text for text in life.asked))
        if (life := found.get(one.id))
        else one
        for one in rows
    )


def _budgets(symbols: Collection[str]) -> tuple[a.Budget, ...]:
    """Return the sections of programme budgets that name one of these instruments."""
    meant: defaultdict[str, set[str]] = defaultdict(set)
    for one in Instrument.objects.filter(symbol__in=symbols):
        for name in names_of(one):
            meant[name].add(one.symbol)
    named: defaultdict[int, set[str]] = defaultdict(set)
    rows = BudgetMandate.objects.filter(symbol__in=list(meant))
    for section, symbol in rows.values_list("section", "symbol"):
        named[section] |= meant[symbol]
    return tuple(
        a.Budget(one.pk, one.year, one.number, one.name, frozenset(named[one.pk]))
        for one in BudgetSection.objects.filter(pk__in=named).order_by("pk")
    )


def instruments() -> tuple[a.InstrumentRecord, ...]:
    """All instruments: what evidence may lead to."""
    return _instruments(None)


def _day(value: date | datetime | None) -> str:
    return value.isoformat() if value else ""


def _links(links: Iterable[ConceptLink]) -> tuple[a.Linked, ...]:
    """Links that were not rejected, the surest first."""
    kept = (one for one in links if one.status != LinkStatus.REJECTED)
    return tuple(
        a.Linked(
            one.concept,
            one.level,  # type: ignore[arg-type] # its choices are these
            one.status,
            round(one.p, 4),
            tuple(a.Words(str(said.get("field", "")), str(said.get("quote", ""))) for said in one.evidence),
        )
        for one in sorted(kept, key=lambda one: (one.status != LinkStatus.CONFIRMED, -one.p, one.concept))
    )


R = TypeVar("R", bound=Record)
_LIVES = 3  # instruments whose mandates are followed through earlier and later texts


def _speaking(
    rows: QuerySet[R], link: type[ConceptLink], owner: str, concepts: Collection[str]
) -> QuerySet[R]:
    speaking = link.objects.filter(concept__in=concepts, status__in=public_statuses(owner))
    return rows.filter(pk__in=speaking.values(owner))


def _instruments(symbols: Collection[str] | None) -> tuple[a.InstrumentRecord, ...]:
    rows = Instrument.objects.select_related("file").order_by("symbol")
    return tuple(
        a.InstrumentRecord(
            one.pk, one.symbol, one.title, one.body, _day(one.date), one.language, one.document_kind, one.country,
            one.file.sha256 if one.file else "", one.get_absolute_url(),
        )
        for one in rows
        if symbols is None or one.symbol in symbols
    )  # fmt: skip


def _paragraphs(symbols: Collection[str]) -> tuple[a.ParagraphRecord, ...]:
    if not symbols:
        return ()
    rows = (
        Paragraph.objects.filter(instrument__symbol__in=symbols)
        .select_related("instrument")
        .prefetch_related("links")
        .order_by("instrument__symbol", "order")
    )
    return tuple(
        a.ParagraphRecord(
            one.instrument.symbol, one.anchor, one.kind, one.number, one.text, one.instrument.language,
            _links(one.links.all()),
        )
        for one in rows
    )  # fmt: skip


def _mandates(
    concepts: Collection[str] | None, symbols: Collection[str] | None
) -> tuple[a.MandateRecord, ...]:
    rows = Mandate.objects.exclude(status=MandateStatus.REJECTED)
    if concepts is not None and symbols is not None:
        rows = rows.filter(_on(concepts) | Q(instrument__symbol__in=symbols))
    elif concepts is not None:
        rows = rows.filter(_on(concepts))
    elif symbols is not None:
        rows = rows.filter(instrument__symbol__in=symbols)
    rows = rows.select_related("instrument", "paragraph").prefetch_related("addressees", "links", "progress")
    return tuple(_mandate(one) for one in rows.order_by("instrument__symbol", "paragraph__order", "ordinal"))


def _on(concepts: Collection[str]) -> Q:
    """Mandates that speak to one of the concepts, or ask a group that stands for one of these lines."""
    speaking = MandateLink.objects.filter(concept__in=concepts, status__in=public_statuses("mandate"))
    groups = [one for one in load().groups if not set(concepts).isdisjoint(lines_of((one,)))]
    asked = Addressee.objects.filter(body__in=groups)
    return Q(pk__in=speaking.values("mandate")) | Q(pk__in=asked.values("mandate"))


def _lines(one: Mandate) -> tuple[a.Linked, ...]:
    """The lines that its addressees stand for, with the words that name these."""
    status = a.PROPOSED if one.status == MandateStatus.PROPOSED else a.CONFIRMED
    return tuple(
        a.Linked(line, "action_line", status, 1.0, (a.Words("addressee", words),) if words else ())
        for line, words in one.lines_asked.items()
    )


def _mandate(one: Mandate) -> a.MandateRecord:
    return a.MandateRecord(
        id=one.pk,
        symbol=one.instrument.symbol,
        anchor=one.paragraph.anchor,
        ordinal=one.ordinal,
        verb=one.verb,
        strength=one.strength,
        action=one.action,
        deliverable=one.deliverable,
        report_to=tuple(one.report_to),
        due=tuple(one.due),
        due_on=_day(one.due_on),
        addressees=tuple(
            (who.body, who.words) for who in sorted(one.addressees.all(), key=lambda who: who.pk)
        ),
        quote=one.paragraph.text,
        status=one.shown_status,
        status_since=_day(one.status_since)[:10],
        # What the system itself says is what the status says.
        status_reason="" if one.status_reason == REASON else one.status_reason,
        lead=one.lead_id,
        links=(*_links(public_links(one.kind, one.links.all())), *_lines(one)),
        progress=tuple(
            a.ProgressNote(_day(note.at)[:10], note.text, note.evidence_kind, note.evidence)
            for note in sorted(one.progress.all(), key=lambda note: note.pk)
        ),
        language=one.instrument.language,
        version=one.version,
        changed=_day(one.changed_at)[:10],
        url=one.get_absolute_url(),
        force=one.force,
    )


def _activities(concepts: Collection[str] | None) -> tuple[a.ActivityRecord, ...]:
    rows = Activity.objects.filter(published_at__isnull=False).exclude(status=ActivityStatus.WITHDRAWN)
    if concepts is not None:
        rows = _speaking(rows, ActivityLink, "activity", concepts)
    rows = rows.select_related("organisation").prefetch_related(
        "places", "links", "mandate_links", "partners"
    )
    return tuple(map(_activity, public_views(rows.order_by("pk"))))


def _activity(one: PublicView) -> a.ActivityRecord:
    return a.ActivityRecord(
        id=one.pk,
        title=one.title,
        summary=one.summary,
        type=one.type,
        practice=one.good_practice,
        organisation=one.organisation_id,
        organisation_name=one.organisation.name if one.organisation else "",
        partners=tuple(sorted(partner.pk for partner in one.partners.all())),
        places=tuple(sorted(place.area for place in one.places.all())),
        starts=_day(one.starts_on),
        ends=_day(one.ends_on),
        technologies=tuple(one.technologies),
        beneficiaries=tuple(one.beneficiaries),
        results=tuple(map(_result, _figures(one.results))),
        results_text=one.results_text,
        budget=_amount(one.budget),
        currency=one.currency,
        links=_links(one.links.all()),
        mandates=tuple(sorted((link.mandate_id, link.status) for link in one.mandate_links.all())),
        language=one.language,
        version=one.version,
        published=_day(one.published_at)[:10],
        changed=_day(one.changed_at)[:10],
        url=one.get_absolute_url(),
    )


def _figures(results: Data | list[Data] | None) -> Sequence[Data]:
    """The figures of an activity: a list, in older versions under their name."""
    return results.get("figures", ()) if isinstance(results, Mapping) else results or ()


def _result(figure: Data) -> a.Result:
    said = {name: figure.get(name, "") for name in ("what", "value", "unit", "year")}
    return a.Result(str(said["what"]), said["value"], str(said["unit"] or ""), str(said["year"] or ""))


def _organisations() -> tuple[a.Organisation, ...]:
    return tuple(
        a.Organisation(one.pk, one.name, one.acronym, one.type, one.country, one.body, one.get_absolute_url())
        for one in Organisation.objects.filter(published_version__isnull=False).order_by("pk")
    )


def _envelopes() -> tuple[a.Envelope, ...]:
    rows = Envelope.objects.prefetch_related("allocations").order_by("pk")
    public = Activity.objects.filter(published_at__isnull=False).exclude(status=ActivityStatus.WITHDRAWN)
    shown = set(public.values_list("pk", flat=True))
    return tuple(
        a.Envelope(
            id=one.pk,
            plan=one.plan,
            objective=one.objective,
            starts=_day(one.starts_on),
            ends=_day(one.ends_on),
            currency=one.currency,
            amount=str(one.amount),
            organisation=one.organisation_id,
            lines=tuple(one.lines),
            allocations=tuple(
                (part.activity_id, str(part.amount))
                for part in sorted(one.allocations.all(), key=lambda part: part.activity_id)
                if part.activity_id in shown
            ),
            version=one.version,
            changed=_day(one.changed_at)[:10],
            url=one.get_absolute_url(),
        )
        for one in rows
    )


def funded(areas: Collection[str]) -> tuple[a.Funded, ...]:
    """Return the activities of the cooperation frameworks of these countries, in the order of the files."""
    rows = CooperationActivity.objects.filter(framework__country__in=areas)
    rows = rows.select_related("framework__file").order_by("framework__country", "pk")
    return tuple(
        a.Funded(
            id=(id := f"{one.framework.country}/{one.place.rpartition('/')[2]}"),
            activity=str(one.number or id),
            country=one.framework.country,
            agency=one.agency,
            name=one.name,
            language=one.language,
            starts=one.starts,
            ends=one.ends,
            currency=one.currency,
            **{name: _amount(getattr(one, name)) for name in AMOUNTS},
            links=tuple(map(_proposal, one.links)),
            member=one.framework.member,
            place=one.place,
            sha256=one.framework.file.sha256,
            url=f"{one.framework.get_absolute_url()}?agency={quote(one.agency)}#activities",
        )
        for one in rows
    )


def _proposal(link: Data) -> a.Linked:
    said = (a.Words("name", link["quote"]),) if link["quote"] else ()
    return a.Linked(link["concept"], link["level"], a.PROPOSED, link["p"], said)


def _amount(value: Decimal | None) -> str:
    return "" if value is None else str(value)


def standings_on(
    concepts: Collection[str] | None, areas: Collection[str] | None = None
) -> tuple[a.SeriesStanding, ...]:
    """Where areas stand on one of the concepts; None for all."""
    rows = Standing.objects.select_related("file").order_by("area", "series", "breakdown")
    if areas is not None:
        rows = rows.filter(area__in=areas)
    speaks: Callable[[Sequence[str]], bool] = lambda found: True  # noqa: E731
    if concepts is not None:
        # Concepts are a list in the row: the indicators of the list are asked first, so that few rows are read.
        wanted = set(concepts)
        known = Standing.objects.values_list("indicator", "concepts").distinct()
        indicators = {indicator for indicator, found in known if wanted & set(found)}
        rows = rows.filter(indicator__in=indicators)
        speaks = lambda found: bool(wanted & set(found))  # noqa: E731
    return tuple(_standing(one) for one in rows.iterator(2000) if speaks(one.concepts))


def _verdict(said: Data) -> tuple[str, str, str, float | None]:
    """Of a region, how many of its countries each method sends which way."""
    tally = [f"{name} {said[name]}" for name in ("arrives", "slow", "away") if name in said]
    words = str(said.get("words") or ", ".join(tally))
    return str(said["method"]), str(said.get("verdict") or ""), words, said.get("score")


def _standing(one: Standing) -> a.SeriesStanding:
    return a.SeriesStanding(
        area=one.area,
        series=one.series,
        indicator=one.indicator,
        breakdown=one.breakdown,
        name=one.name,
        unit=one.unit,
        concepts=tuple(one.concepts),
        years=tuple(one.years),
        values=tuple(one.values),
        aim=one.aim,
        aim_words=one.aim_words,
        verdicts=tuple(map(_verdict, one.verdicts)),
        lag=one.lag,
        state=one.state,
        reason=one.reason,
        source=one.source,
        statuses=tuple(one.statuses),
        notes=tuple(one.notes),
        sources=tuple(one.sources),
        crossed=tuple(one.crossed),
        old=one.old,
        file=one.file.name if one.file else "",
        sha256=one.file.sha256 if one.file else "",
    )
