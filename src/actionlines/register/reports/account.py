"""The account of the register: what the public may see of its records, as frozen values for papers.

    gather(concepts=("C5", "sdg:9.c"))         what is about these, and where areas stand on them
    gather(symbols=("A/RES/80/173",), standings=False)

A fixed number of questions to the database, however many records there are; everything in a stable order, so that
the same records give an equal Account.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any, TypeVar, cast
from urllib.parse import quote

from django.conf import settings
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from actionlines.framework import load
from actionlines.framework.bodies import NAMED
from actionlines.framework.groups import asked_of, lines_of
from actionlines.indicators.gate import read_policy
from actionlines.lineage.life import Life
from actionlines.papers.account import model as a
from actionlines.papers.account.model import Account
from actionlines.programmes.model import AMOUNTS
from actionlines.register.activities.models import Activity, ActivityLink, ActivityStatus
from actionlines.register.budgets.models import BudgetMandate, BudgetSection
from actionlines.register.cooperation.models import CooperationActivity
from actionlines.register.core.kinds import read_whole
from actionlines.register.core.models import ConceptLink, LinkStatus, Record
from actionlines.register.core.public_view import PublicView, public_links, public_statuses, public_views
from actionlines.register.core.schema import Data
from actionlines.register.core.search import invented
from actionlines.register.instruments.models import Instrument, Paragraph
from actionlines.register.instruments.reading import names_of
from actionlines.register.mandates.actions import REASON
from actionlines.register.mandates.answers import Covered, read_coverage
from actionlines.register.mandates.imports import REPLACED
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
    subject: str = "",
) -> Account:
    """Return the public records of a report.

    concepts    only mandates and activities linked to one of these, and standings on one of them; None for all
    symbols     only mandates of these instruments; None for all
    areas       only standings of these areas; None for all
    paragraphs  symbols of instruments whose paragraphs are wanted, each with what it is about
    standings   whether figures are wanted at all
    address     what papers put before paths of the site
    subject     only mandates that ask this body or country, by name, in a group or through a part; "" for all
    """
    mandates = _mandates(concepts, symbols, subject)
    if symbols and concepts is None and len(symbols) <= _LIVES:
        mandates = _with_lives(mandates, symbols)
    activities = _activities(concepts)
    wanted = {mandate.symbol for mandate in mandates} | set(paragraphs) | set(symbols or ())
    return Account(
        instruments=_instruments(None if symbols is None and concepts is None else wanted),
        paragraphs=_paragraphs(paragraphs),
        mandates=tuple(mandate for mandate in mandates if mandate.force == "decided"),
        besides=tuple(mandate for mandate in mandates if mandate.force != "decided"),
        activities=activities,
        organisations=_organisations(),
        envelopes=_envelopes(),
        budgets=_budgets(symbols or ()),
        standings=standings_on(concepts, areas) if standings else (),
        address=address.rstrip("/"),
        day=the_day().isoformat(),
        rules=read_policy(settings.POLICY).line if standings else "",
    )


def _with_lives(rows: tuple[a.MandateRecord, ...], symbols: Collection[str]) -> tuple[a.MandateRecord, ...]:
    """Return the mandates with their stage and the paragraphs that ask for the same."""
    matches: dict[int, Life] = {}
    for instrument in Instrument.objects.filter(symbol__in=symbols):
        query = instrument.mandates.exclude(status=MandateStatus.REJECTED).select_related("instrument", "paragraph")
        matches |= lives(instrument, query.prefetch_related("progress"), the_day())
    return tuple(
        replace(row, stage=life.stage, asked=tuple(text.text for text in life.asked))
        if (life := matches.get(row.id))
        else row
        for row in rows
    )


def _budgets(symbols: Collection[str]) -> tuple[a.Budget, ...]:
    """Return the sections of programme budgets that name one of these instruments."""
    meant: defaultdict[str, set[str]] = defaultdict(set)
    for instrument in Instrument.objects.filter(symbol__in=symbols):
        for name in names_of(instrument):
            meant[name].add(instrument.symbol)
    named: defaultdict[int, set[str]] = defaultdict(set)
    rows = BudgetMandate.objects.filter(symbol__in=list(meant))
    for section, symbol in rows.values_list("section", "symbol"):
        named[section] |= meant[symbol]
    return tuple(
        a.Budget(item.pk, item.year, item.number, item.name, frozenset(named[item.pk]))
        for item in BudgetSection.objects.filter(pk__in=named).order_by("pk")
    )


def instruments() -> tuple[a.InstrumentRecord, ...]:
    """All instruments: what evidence may lead to."""
    return _instruments(None)


def _day(value: date | datetime | None) -> str:
    return value.isoformat() if value else ""


F = TypeVar("F")


def _copy(form: type[F], row: object, **own: object) -> F:
    """Return a row as this dataclass: its fields of the same names, lists as tuples, beside `own`."""
    names = (field.name for field in fields(cast(Any, form)) if field.name not in own)
    values = ((name, getattr(row, name)) for name in names)
    return form(**{name: tuple(value) if isinstance(value, list) else value for name, value in values}, **own)


def _links(links: Iterable[ConceptLink]) -> tuple[a.Linked, ...]:
    """Links that were not rejected, the surest first."""
    saved = (link for link in links if link.status != LinkStatus.REJECTED)
    return tuple(
        a.Linked(
            item.concept,
            item.level,  # type: ignore[arg-type] # its choices are these
            item.status,
            round(item.p, 4),
            tuple(a.Words(str(texts.get("field", "")), str(texts.get("quote", ""))) for texts in item.evidence),
            getattr(item, "accepted_with", None) or 0,
        )
        for item in sorted(saved, key=lambda item: (item.status != LinkStatus.CONFIRMED, -item.p, item.concept))
    )


R = TypeVar("R", bound=Record)
_LIVES = 3  # instruments whose mandates are followed through earlier and later texts


def _speaking(rows: QuerySet[R], link: type[ConceptLink], owner: str, concepts: Collection[str]) -> QuerySet[R]:
    speaking = link.objects.filter(concept__in=concepts, status__in=public_statuses(owner))
    return rows.filter(pk__in=speaking.values(owner))


def _instruments(symbols: Collection[str] | None) -> tuple[a.InstrumentRecord, ...]:
    rows = Instrument.objects.select_related("file").order_by("symbol")
    return tuple(
        _copy(
            a.InstrumentRecord,
            row,
            date=_day(row.date),
            kind=row.document_kind,
            sha256=row.file.sha256 if row.file else "",
            url=row.get_absolute_url(),
        )
        for row in rows
        if symbols is None or row.symbol in symbols
    )


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
        _copy(
            a.ParagraphRecord,
            row,
            symbol=row.instrument.symbol,
            language=row.instrument.language,
            links=_links(row.links.all()),
        )
        for row in rows
    )


def _mandates(
    concepts: Collection[str] | None, symbols: Collection[str] | None, subject: str = ""
) -> tuple[a.MandateRecord, ...]:
    rows = Mandate.objects.exclude(status=MandateStatus.REJECTED)
    if symbols is None:  # as in lists, where nobody asks for a text
        rows = rows.exclude(instrument__symbol__in=invented())
    if subject:
        request = asked_of(subject)
        named = Addressee.objects.filter(body__startswith=NAMED).values_list("body", flat=True).distinct()
        bodies = {*request.all, *(label for label in named if request.is_among([label]))}
        rows = rows.filter(pk__in=Addressee.objects.filter(body__in=bodies).values("mandate"))
    if concepts is not None and symbols is not None:
        rows = rows.filter(_on(concepts) | Q(instrument__symbol__in=symbols))
    elif concepts is not None:
        rows = rows.filter(_on(concepts))
    elif symbols is not None:
        rows = rows.filter(instrument__symbol__in=symbols)
    rows = rows.select_related("instrument", "paragraph").prefetch_related("addressees", "links", "progress")
    held = list(rows.order_by("instrument__symbol", "paragraph__order", "ordinal"))
    covered = read_coverage(held)
    return tuple(_mandate(item, covered[item.pk]) for item in held)


def _on(concepts: Collection[str]) -> Q:
    """Mandates that are about one of the concepts, or ask a group that represents one of these lines."""
    speaking = MandateLink.objects.filter(concept__in=concepts, status__in=public_statuses("mandate"))
    groups = [group for group in load().groups if not set(concepts).isdisjoint(lines_of((group,)))]
    addressees = Addressee.objects.filter(body__in=groups)
    return Q(pk__in=speaking.values("mandate")) | Q(pk__in=addressees.values("mandate"))


def _lines(mandate: Mandate) -> tuple[a.Linked, ...]:
    """The lines that its addressees represent, with the words that name these."""
    status = a.PROPOSED if mandate.status == MandateStatus.PROPOSED else a.CONFIRMED
    return tuple(
        a.Linked(line, "action_line", status, 1.0, (a.Words("addressee", words),) if words else ())
        for line, words in mandate.lines_asked.items()
    )


def _mandate(mandate: Mandate, covered: Covered) -> a.MandateRecord:
    return _copy(
        a.MandateRecord,
        mandate,
        symbol=mandate.instrument.symbol,
        anchor=mandate.paragraph.anchor,
        due_on=_day(mandate.due_on),
        addressees=tuple((who.body, who.words) for who in sorted(mandate.addressees.all(), key=lambda who: who.pk)),
        quote=mandate.paragraph.text,
        status=mandate.shown_status,
        status_since=_day(mandate.status_since)[:10],
        # What the system itself says is what the status says.
        status_reason="" if mandate.status_reason in (REASON, REPLACED) else mandate.status_reason,
        lead=mandate.lead_id,
        links=(*_links(public_links(mandate.kind, mandate.links.all())), *_lines(mandate)),
        progress=tuple(
            a.ProgressNote(_day(note.at)[:10], note.text, note.evidence_kind, note.evidence)
            for note in sorted(mandate.progress.all(), key=lambda note: note.pk)
        ),
        language=mandate.instrument.language,
        changed=_day(mandate.changed_at)[:10],
        url=mandate.get_absolute_url(),
        stage="",
        asked=(),
        accepted_with=mandate.accepted_with or 0,
        coverage=covered.state,
        reports=covered.reports,
    )


def _activities(concepts: Collection[str] | None) -> tuple[a.ActivityRecord, ...]:
    rows = Activity.objects.filter(published_at__isnull=False).exclude(status=ActivityStatus.WITHDRAWN)
    if concepts is not None:
        rows = _speaking(rows, ActivityLink, "activity", concepts)
    return tuple(map(_activity, public_views(read_whole(rows).order_by("pk"))))


def _activity(public_view: PublicView) -> a.ActivityRecord:
    return _copy(
        a.ActivityRecord,
        public_view,
        id=public_view.pk,
        practice=public_view.good_practice,
        organisation=public_view.organisation_id,
        organisation_name=public_view.organisation.name if public_view.organisation else "",
        partners=tuple(sorted(partner.pk for partner in public_view.partners.all())),
        places=tuple(sorted(place.area for place in public_view.places.all())),
        starts=_day(public_view.starts_on),
        ends=_day(public_view.ends_on),
        results=tuple(map(_result, _figures(public_view.results))),
        budget=_amount(public_view.budget),
        links=_links(public_view.links.all()),
        mandates=tuple(sorted((link.mandate_id, link.status) for link in public_view.mandate_links.all())),
        published=_day(public_view.published_at)[:10],
        changed=_day(public_view.changed_at)[:10],
        url=public_view.get_absolute_url(),
    )


def _figures(results: Data | list[Data] | None) -> Sequence[Data]:
    """The figures of an activity: a list, in older versions under their name."""
    return results.get("figures", ()) if isinstance(results, Mapping) else results or ()


def _result(figure: Data) -> a.Result:
    texts = {name: figure.get(name, "") for name in ("what", "value", "unit", "year")}
    return a.Result(str(texts["what"]), texts["value"], str(texts["unit"] or ""), str(texts["year"] or ""))


def _organisations() -> tuple[a.Organisation, ...]:
    return tuple(
        _copy(a.Organisation, organisation, url=organisation.get_absolute_url())
        for organisation in Organisation.objects.filter(published_version__isnull=False).order_by("pk")
    )


def _envelopes() -> tuple[a.Envelope, ...]:
    rows = Envelope.objects.prefetch_related("allocations").order_by("pk")
    public = Activity.objects.filter(published_at__isnull=False).exclude(status=ActivityStatus.WITHDRAWN)
    context = set(public.values_list("pk", flat=True))
    return tuple(
        _copy(
            a.Envelope,
            row,
            starts=_day(row.starts_on),
            ends=_day(row.ends_on),
            amount=str(row.amount),
            organisation=row.organisation_id,
            allocations=tuple(
                (part.activity_id, str(part.amount))
                for part in sorted(row.allocations.all(), key=lambda part: part.activity_id)
                if part.activity_id in context
            ),
            changed=_day(row.changed_at)[:10],
            url=row.get_absolute_url(),
        )
        for row in rows
    )


def funded(areas: Collection[str] | None = None, lines: Collection[str] = (), body: str = "") -> tuple[a.Funded, ...]:
    """Return the activities of the cooperation frameworks of these countries (None: of all) that are proposed for
    one of `lines`, where there are any, and carried out by `body`, in the order of the files.
    """
    rows = CooperationActivity.objects.all()
    if areas is not None:
        rows = rows.filter(framework__country__in=areas)
    if body:
        rows = rows.filter(body=body)
    if lines:
        # Both databases can search the text of the list; no line's id is part of another text in it.
        named = [Q(text__contains=f'"{line}"') for line in lines]
        rows = rows.annotate(text=Cast("links", TextField())).filter(reduce(or_, named))
    rows = rows.select_related("framework__file").order_by("framework__country", "pk")
    return tuple(
        _copy(
            a.Funded,
            row,
            id=(id := f"{row.framework.country}/{row.place.rpartition('/')[2]}"),
            activity=str(row.number or id),
            country=row.framework.country,
            **{name: _amount(getattr(row, name)) for name in AMOUNTS},
            links=tuple(map(_proposal, row.links)),
            member=row.framework.member,
            sha256=row.framework.file.sha256,
            url=f"{row.framework.get_absolute_url()}?agency={quote(row.agency)}#activities",
        )
        for row in rows
    )


def _proposal(link: Data) -> a.Linked:
    texts = (a.Words("name", link["quote"]),) if link["quote"] else ()
    return a.Linked(link["concept"], link["level"], a.PROPOSED, link["p"], texts)


def _amount(value: Decimal | None) -> str:
    return "" if value is None else str(value)


def standings_on(
    concepts: Collection[str] | None, areas: Collection[str] | None = None
) -> tuple[a.SeriesStanding, ...]:
    """Return the standings of areas on one of the concepts; None for all."""
    rows = Standing.objects.select_related("file").order_by("area", "series", "breakdown")
    if areas is not None:
        rows = rows.filter(area__in=areas)
    speaks: Callable[[Sequence[str]], bool] = lambda matches: True  # noqa: E731
    if concepts is not None:
        # Concepts are a list in the row: the indicators of the list are asked first, so that few rows are read.
        wanted = set(concepts)
        known = Standing.objects.values_list("indicator", "concepts").distinct()
        indicators = {indicator for indicator, matches in known if wanted & set(matches)}
        rows = rows.filter(indicator__in=indicators)
        speaks = lambda matches: bool(wanted & set(matches))  # noqa: E731
    return tuple(_standing(item) for item in rows.iterator(2000) if speaks(item.concepts))


def _verdict(data: Data) -> tuple[str, str, str, float | None]:
    """Of a region, how many of its countries each method sends which way."""
    tally = [f"{name} {data[name]}" for name in ("arrives", "slow", "away") if name in data]
    words = str(data.get("words") or ", ".join(tally))
    return str(data["method"]), str(data.get("verdict") or ""), words, data.get("score")


def _standing(standing: Standing) -> a.SeriesStanding:
    return _copy(
        a.SeriesStanding,
        standing,
        verdicts=tuple(map(_verdict, standing.verdicts)),
        source="; ".join(filter(None, (standing.source, standing.aim_source))),
        file=standing.file.name if standing.file else "",
        sha256=standing.file.sha256 if standing.file else "",
    )
