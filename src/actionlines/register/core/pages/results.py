"""What a search found, as pages show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from actionlines.register.activities.models import Activity
from actionlines.register.consultations.models import Consultation, TextParagraph
from actionlines.register.core.concepts import concept
from actionlines.register.core.kinds import kinds
from actionlines.register.core.pages.facets import CONCEPTS
from actionlines.register.core.published import as_public
from actionlines.register.core.search import Hit
from actionlines.register.core.texts import isolated
from actionlines.register.instruments.models import Instrument, Paragraph
from actionlines.register.mandates.models import Mandate
from actionlines.register.organisations.actions import public
from actionlines.register.reports.models import Report
from actionlines.register.roadmaps.models import RoadMap

# The hits of one kind by the key of their record.
ByKey = dict[Any, Hit]


@dataclass(frozen=True, slots=True)
class Found:
    """One hit: `about` is said under the title; `record` is the record itself, None for a concept."""

    hit: Hit
    title: str
    url: str
    about: str = ""
    language: str = ""
    record: Model | None = None
    chips: tuple[str, ...] = field(default=())

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Places of what was asked in the title, where the title is words that were searched."""
        if self.title == self.hit.title:
            return self.hit.spans
        return self.hit.snippet.spans if self.hit.snippet and self.title == self.hit.snippet.text else ()

    @property
    def says_more(self) -> bool:
        """Whether the words around what was found are others than the title."""
        return self.hit.snippet is not None and self.hit.snippet.text != self.title

    @property
    def kind_name(self) -> str:
        """What kind of record or concept it is."""
        if self.hit.kind == "concept" and (found := concept(str(self.hit.id))):
            return str(CONCEPTS[found.kind])
        return str(kinds()[self.hit.kind].name) if self.hit.kind in kinds() else ""


def shown(hits: Iterable[Hit]) -> list[Found]:
    """The hits in their order; one query, or a few, for each kind among them."""
    held = list(hits)
    found: dict[str, Found] = {}
    for kind, make in _KINDS.items():
        wanted = {hit.id: hit for hit in held if hit.kind == kind}
        if wanted:
            found.update((one.hit.key, one) for one in make(wanted))
    return [found[hit.key] for hit in held if hit.key in found]


def _activities(hits: ByKey) -> Iterator[Found]:
    rows = Activity.objects.select_related("organisation").prefetch_related("links", "places").in_bulk(hits)
    for one in as_public(list(rows.values())):
        lines = tuple(sorted(link.concept for link in one.links.all() if link.level == "action_line"))
        places = tuple(sorted(place.area for place in one.places.all()))[:4]
        about = one.organisation.name if one.organisation else ""
        yield Found(
            hits[one.pk], one.title, one.get_absolute_url(), about, one.language, one, (*lines, *places)
        )


def _place(symbol: str, number: str) -> str:
    """A paragraph in a sentence of the reader's language, which its first letters, a symbol, do not turn."""
    told = _("%(symbol)s, paragraph %(number)s")
    return isolated(told % {"symbol": isolated(symbol), "number": isolated(number)})


def _mandates(hits: ByKey) -> Iterator[Found]:
    rows = (
        Mandate.objects.select_related("instrument", "paragraph").prefetch_related("addressees").in_bulk(hits)
    )
    for one in rows.values():
        where = _place(one.instrument.symbol, one.paragraph.number or one.paragraph.anchor)
        if not one.is_owed:
            where = f"{where} · {one.get_force_display()}"
        bodies = tuple(addressee.body for addressee in one.addressees.all())
        yield Found(
            hits[one.pk], one.action, one.get_absolute_url(), where, one.instrument.language, one, bodies
        )


def _instruments(hits: ByKey) -> Iterator[Found]:
    for one in Instrument.objects.in_bulk(hits).values():
        yield Found(
            hits[one.pk], one.title or one.symbol, one.get_absolute_url(), one.symbol, one.language, one
        )


def _paragraphs(hits: ByKey) -> Iterator[Found]:
    for one in Paragraph.objects.select_related("instrument").in_bulk(hits).values():
        title = _place(one.instrument.symbol, one.number or one.anchor)
        yield Found(hits[one.pk], title, one.get_absolute_url(), "", "", one)


def _organisations(hits: ByKey) -> Iterator[Found]:
    for one in public().in_bulk(hits).values():
        chips = (one.country,) if one.country else ()
        yield Found(hits[one.pk], one.name, one.get_absolute_url(), one.acronym, "", one, chips)


def _reports(hits: ByKey) -> Iterator[Found]:
    for one in Report.objects.select_related("published_build").in_bulk(hits).values():
        if one.published_build is None:
            continue
        title, about = one.published_build.words["title"], str(one.get_type_display())
        yield Found(hits[one.pk], title, one.get_absolute_url(), about, one.published_build.language, one)


def _roadmaps(hits: ByKey) -> Iterator[Found]:
    for one in as_public(list(RoadMap.objects.in_bulk(hits).values())):
        yield Found(hits[one.pk], one.title, one.get_absolute_url(), "", one.language, one, tuple(one.lines))


def _consultations(hits: ByKey) -> Iterator[Found]:
    rows = Consultation.objects.filter(status="published").select_related("organisation")
    for one in rows.prefetch_related("phases").in_bulk(hits).values():
        phase = one.phase()
        state = _("Open for comments") if one.takes() else str(phase or _("Closed"))
        about = " · ".join((*((one.organisation.name,) if one.organisation else ()), state))
        yield Found(
            hits[one.pk], one.title, one.get_absolute_url(), about, one.language, one, tuple(one.lines)
        )


def _passages(hits: ByKey) -> Iterator[Found]:
    rows = TextParagraph.objects.filter(text_version__consultation__status="published")
    for one in rows.select_related("text_version__consultation").in_bulk(hits).values():
        held = one.text_version.consultation
        title = _place(held.title, str(one))
        url = reverse("consultation-paragraph", args=[held.pk, one.anchor])
        yield Found(hits[one.pk], title, url, "", "", one)


def _concepts(hits: ByKey) -> Iterator[Found]:
    for identifier, hit in hits.items():
        if one := concept(identifier):
            about = " · ".join(part for part in (str(CONCEPTS[one.kind]), one.short) if part != one.name)
            yield Found(hit, one.name, one.url, about)


_KINDS: dict[str, Callable[[ByKey], Iterator[Found]]] = {
    "activity": _activities,
    "mandate": _mandates,
    "instrument": _instruments,
    "paragraph": _paragraphs,
    "organisation": _organisations,
    "report": _reports,
    "roadmap": _roadmaps,
    "consultation": _consultations,
    "passage": _passages,
    "concept": _concepts,
}
