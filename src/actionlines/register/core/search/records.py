"""Records as entries. Only what a visitor may see goes into the index: of an activity its published version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType

from django.db.models import OuterRef, Prefetch, Subquery

from actionlines.framework import load
from actionlines.papers.sections.narrative import strip_questions
from actionlines.register.activities.checks import verdicts
from actionlines.register.activities.models import Activity
from actionlines.register.activities.schema import BODY, PRACTICE
from actionlines.register.core.models import ConceptLink, Version
from actionlines.register.core.published import public_links, without_proposals
from actionlines.register.core.schema import Data
from actionlines.register.core.search.concepts import names_of, of_links, terms_of
from actionlines.register.core.search.entries import Entry, Source, expanded, holding, shown, widened
from actionlines.register.core.search.queries import ANY
from actionlines.register.instruments.models import Instrument, Paragraph
from actionlines.register.mandates.models import Mandate, settled
from actionlines.register.organisations.models import Organisation
from actionlines.register.reports.models import Report
from actionlines.register.roadmaps.models import RoadMap


def activities(ids: Iterable[int]) -> Iterator[Entry]:
    """Activities that are published: the version that the public sees."""
    data = Version.objects.filter(
        kind="activity", record=OuterRef("pk"), number=OuterRef("published_version")
    )
    rows = (
        Activity.objects.filter(pk__in=list(ids), published_version__isnull=False, published_at__isnull=False)
        .exclude(status="withdrawn")
        .annotate(public_data=Subquery(data.values("data")[:1]))
        .values_list("pk", "published_at", "public_data")
    )
    found = [(pk, at, without_proposals("activity", data)) for pk, at, data in rows if at and data]
    carriers = Organisation.objects.in_bulk({data.get("organisation") for _, _, data in found} - {None})
    checks = verdicts(one for _, _, one in found)
    for (pk, at, one), verdict in zip(found, checks, strict=True):
        yield activity(pk, at, one, carriers.get(one.get("organisation")), verdict)


def activity(
    pk: int,
    at: datetime,
    data: Data,
    carrier: Organisation | None,
    verdict: Mapping[str, str] = MappingProxyType({}),
) -> Entry:
    """The entry of one published version, as `serialise.as_dict` gave it, with the verdicts of its checks."""
    language = data["language"]
    links = data.get("links", ())
    agreed = [link["concept"] for link in links if link["status"] == "confirmed"]
    places, starts = data.get("places", ()), _day(data.get("starts_on"))
    texts = [data[name] for name in BODY if data.get(name)]
    figures = [str(row.get("what", "")) for row in data.get("results") or () if isinstance(row, Mapping)]
    who = ((carrier.name, ""), (carrier.acronym, "")) if carrier else ()
    return Entry(
        kind="activity",
        id=pk,
        title=((data["title"], language),),
        summary=((data["summary"], language),),
        text=(*((text, language) for text in (*texts, *figures)), *who),
        names=(
            *names_of((*agreed, *places)),
            *terms_of("technology", data["technologies"]),
            *terms_of("beneficiary", data["beneficiaries"]),
            *terms_of("activity", (data["type"],)),
        ),
        facets={
            **of_links(links),
            "status": ("published",),
            "type": (data["type"],),
            PRACTICE: ("yes" if data[PRACTICE] else "no",),
            "language": (language,),
            **_areas(places),
            "organisation": _ids((data.get("organisation"),)),
            "partner": _ids(data.get("partners", ())),
            "stakeholder": (carrier.type,) if carrier else (),
            "technology": tuple(data["technologies"]),
            "beneficiary": tuple(data["beneficiaries"]),
            "year": (str(starts.year),) if starts else (),
            "mandate": _ids(one["mandate"] for one in data.get("mandates", ())),
            **{facet: (value,) for facet, value in verdict.items()},
        },
        newest=at.timestamp(),
        starts=starts,
        by_title=data["title"],
        shown=shown(data["title"], data["summary"], "\n".join(texts), language),
    )


def mandates(ids: Iterable[int]) -> Iterator[Entry]:
    """Yield the entries of mandates, except rejected ones."""
    rows = (
        Mandate.objects.filter(pk__in=list(ids))
        .exclude(status="rejected")
        .select_related("instrument", "paragraph")
        .prefetch_related("addressees", "links")
    )
    for one in rows:
        language = one.instrument.language
        bodies = tuple(addressee.body for addressee in one.addressees.all())
        title = f"{one.instrument.symbol}, {one.paragraph.number or one.paragraph.anchor}"
        yield Entry(
            kind="mandate",
            id=one.pk,
            title=((title, ""), (one.action, language)),
            summary=tuple((addressee.words, language) for addressee in one.addressees.all()),
            text=((one.paragraph.text, language), (one.instrument.title, language), (one.verb, language)),
            names=names_of(
                (*bodies, *(link.concept for link in one.links.all() if link.status == "confirmed"))
            ),
            facets={
                **of_links([*_links(public_links("mandate", one.links.all())), *_lines(one)]),
                "status": (settled(one.status),),
                "language": (language,) if language else (),
                "body": bodies,
                "speaker": (one.instrument.body,) if one.instrument.body else (),
                "instrument": (one.instrument.symbol,),
                "strength": (one.strength,),
                "deliverable": (one.deliverable,),
                "due_year": (str(one.due_on.year),) if one.due_on else (),
                "lead": _ids((one.lead_id,)),
                "force": (one.force,),
                "to_check": (ANY, *one.to_check) if one.checks else ("none",),
            },
            newest=one.changed_at.timestamp(),
            due=one.due_on,
            checks=len(one.to_check),
            by_title=f"{one.instrument.symbol} {one.paragraph.order:06} {one.ordinal:03}",
            shown=shown(title, one.action, one.paragraph.text, language),
        )


def instruments(ids: Iterable[int]) -> Iterator[Entry]:
    """Instruments, each followed by its paragraphs, which are found on their own too."""
    parts = Prefetch("paragraphs", Paragraph.objects.prefetch_related("links"))
    for one in Instrument.objects.filter(pk__in=list(ids)).prefetch_related(parts):
        paragraphs = list(one.paragraphs.all())
        language = one.language
        common: dict[str, tuple[str, ...]] = {
            "instrument": (one.symbol,),
            "language": (language,) if language else (),
            "document_kind": (one.document_kind,) if one.document_kind else (),
            "speaker": (one.body,) if one.body else (),
            "year": (str(one.date.year),) if one.date else (),
            **_areas((one.country,) if one.country else ()),
        }
        newest = _seconds(one.date)
        yield Entry(
            kind="instrument",
            id=one.pk,
            title=((one.symbol, ""), (one.title, language)),
            text=tuple((paragraph.text, language) for paragraph in paragraphs),
            names=names_of((*((one.body,) if one.body else ()), *((one.country,) if one.country else ()))),
            facets={**of_links(link for p in paragraphs for link in _links(p.links.all())), **common},
            newest=newest,
            by_title=one.symbol,
            shown=shown(one.title, "", "", language),
        )
        for p in paragraphs:
            title = f"{one.symbol}, {p.number or p.anchor}"
            yield Entry(
                kind="paragraph",
                id=p.pk,
                title=((title, ""),),
                text=((p.text, language),),
                facets={**of_links(_links(p.links.all())), **common},
                newest=newest,
                by_title=f"{one.symbol} {p.order:06}",
                shown=shown(title, "", p.text, language),
                parent=f"instrument:{one.pk}",
            )


def organisations(ids: Iterable[int]) -> Iterator[Entry]:
    """Yield the entries of organisations by their numbers."""
    for one in Organisation.objects.filter(pk__in=list(ids), published_version__isnull=False):
        places = (one.country,) if one.country else ()
        yield Entry(
            kind="organisation",
            id=one.pk,
            title=((one.name, ""), (one.acronym, "")),
            summary=((one.description, ""),),
            text=((one.website, ""),),
            names=(
                *names_of((*places, *((one.body,) if one.body else ()))),
                *terms_of("stakeholder", (one.type,)),
            ),
            facets={
                "stakeholder": (one.type,),
                "body": (one.body,) if one.body else (),
                **_areas(places),
            },
            newest=(one.published_at or one.changed_at).timestamp(),
            by_title=one.name,
            shown=shown(one.name, one.description, "", ""),
        )


def reports(ids: Iterable[int]) -> Iterator[Entry]:
    """Reports that are published: their words as they were published."""
    rows = Report.objects.filter(pk__in=list(ids), published_build__isnull=False).exclude(status="withdrawn")
    for one in rows.select_related("published_build"):
        build = one.published_build
        assert build is not None  # asked for above
        words, language = build.words, build.language
        country = (area,) if (area := one.parameters.get("area")) else ()
        symbol = one.parameters.get("symbol")
        yield Entry(
            kind="report",
            id=one.pk,
            title=((words["title"], language),),
            summary=((words["subtitle"], language),),
            text=((words["text"], language),),
            names=names_of(country),
            facets={
                "type": (one.type,),
                "language": (language,),
                "status": ("published",),
                **_areas(country),
                **({"instrument": (symbol,)} if symbol else {}),
            },
            newest=one.published_at.timestamp() if one.published_at else 0.0,
            by_title=words["title"],
            shown=shown(words["title"], words["subtitle"], words["text"], language),
        )


def roadmaps(ids: Iterable[int]) -> Iterator[Entry]:
    """Road maps that are published: the version that the public sees."""
    data = Version.objects.filter(kind="roadmap", record=OuterRef("pk"), number=OuterRef("published_version"))
    rows = (
        RoadMap.objects.filter(pk__in=list(ids), published_version__isnull=False, published_at__isnull=False)
        .exclude(status="withdrawn")
        .annotate(public_data=Subquery(data.values("data")[:1]))
        .values_list("pk", "published_at", "public_data")
    )
    for pk, at, one in rows:
        if not (at and one):
            continue
        language = one["language"]
        taken = [item for item in one["items"] if item["decision"] == "taken"]
        held = {
            kind: tuple(item["ref"] for item in taken if item["kind"] == kind)
            for kind in ("goal", "target", "commitment")
        }
        rest = [row["name"] for row in one["metrics"]] + [row["what"] for row in one["milestones"]]
        texts = [*map(strip_questions, one["narratives"].values()), *rest]
        lines = tuple(one["lines"])
        dues = sorted(row["due"] for row in one["milestones"] if row["due"] and not row["done"])
        yield Entry(
            kind="roadmap",
            id=pk,
            title=((one["title"], language),),
            text=tuple((text, language) for text in texts),
            names=names_of((*lines, *held["target"], *held["commitment"])),
            facets={
                "action_line": widened(lines),
                **held,
                "status": ("published",),
                "language": (language,),
                "due_year": tuple(dict.fromkeys(day[:4] for day in dues)),
            },
            newest=at.timestamp(),
            due=_day(dues[0]) if dues else None,
            by_title=one["title"],
            shown=shown(
                one["title"],
                strip_questions(one["narratives"].get("purpose", "")),
                "\n".join(texts),
                language,
            ),
        )


def _mandates_of(instruments: Iterable[int]) -> Iterable[int]:
    return Mandate.objects.filter(instrument_id__in=instruments).values_list("pk", flat=True)


SOURCES = (
    Source(
        "activity", Activity, activities,
        follows={name: holding("activity", name) for name in ("organisation", "mandate")},
    ),
    Source("mandate", Mandate, mandates, follows={"instrument": _mandates_of}),
    Source("instrument", Instrument, instruments, parts=True),
    Source("organisation", Organisation, organisations),
    Source("report", Report, reports),
    Source("roadmap", RoadMap, roadmaps),
)  # fmt: skip


def _links(links: Iterable[ConceptLink]) -> Iterator[dict[str, str]]:
    return ({"level": one.level, "concept": one.concept, "status": one.status} for one in links)


def _lines(mandate: Mandate) -> Iterator[dict[str, str]]:
    """Links to the lines that its addressees stand for."""
    return ({"level": "action_line", "concept": one, "status": mandate.status} for one in mandate.lines_asked)


def _areas(places: Iterable[str]) -> dict[str, tuple[str, ...]]:
    named = tuple(places)
    wide = expanded(named)
    regions = tuple(one for one in wide if one in load().areas and not one.startswith("m49:"))
    return {
        "area": named,
        "country": wide,
        "nation": tuple(one for one in wide if one not in load().areas),
        "region": regions,
    }


def _ids(numbers: Iterable[int | None]) -> tuple[str, ...]:
    return tuple(str(one) for one in numbers if one is not None)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _seconds(day: date | None) -> float:
    return (day.toordinal() - date(1970, 1, 1).toordinal()) * 86400.0 if day else 0.0
