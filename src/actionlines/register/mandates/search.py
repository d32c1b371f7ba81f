"""Mandates in the search."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext_lazy, pgettext

from actionlines.register.core.kinds import Facet, Late, Search
from actionlines.register.core.pages.results import Found
from actionlines.register.core.public_view import public_links
from actionlines.register.core.search.concepts import list_summaries, names_of, of_links
from actionlines.register.core.search.entries import Entry, link_values, shown, written_ids
from actionlines.register.core.search.queries import ANY, Hit
from actionlines.register.mandates.models import (
    DECIDED,
    LATE,
    OPEN,
    OWED,
    Force,
    Mandate,
    MandateStatus,
    Strength,
    late_days,
    settled,
)
from actionlines.register.mandates.wording import deliverable_name, field_name
from actionlines.register.organisations.search import list_organisation_names
from actionlines.register.preferences.schema import list_samples


def list_entries(ids: Iterable[int]) -> Iterator[Entry]:
    """Yield the entries of mandates, except rejected ones."""
    rows = (
        Mandate.objects.filter(pk__in=list(ids))
        .exclude(status="rejected")
        .select_related("instrument", "paragraph")
        .prefetch_related("addressees", "links")
    )
    for mandate in rows:
        instrument, paragraph = mandate.instrument, mandate.paragraph
        language = instrument.language
        addressees, links = mandate.addressees.all(), mandate.links.all()
        bodies = tuple(addressee.body for addressee in addressees)
        title = f"{instrument.symbol}, {paragraph.number or paragraph.anchor}"
        confirmed = (link.concept for link in links if link.status == "confirmed")
        yield Entry(
            kind="mandate",
            id=mandate.pk,
            title=((title, ""), (mandate.action, language), *(((mandate.summary, "en"),) if mandate.summary else ())),
            summary=tuple((addressee.words, language) for addressee in addressees),
            text=((paragraph.text, language), (instrument.title, language), (mandate.verb, language)),
            names=(*names_of((*bodies, *confirmed)), *list_summaries(mandate.summary)),
            facets={
                **of_links([*link_values(public_links("mandate", links)), *_line_values(mandate)]),
                "status": (settled(mandate.status),),
                "language": (language,) if language else (),
                "body": bodies,
                "speaker": (instrument.body,) if instrument.body else (),
                "instrument": (instrument.symbol,),
                "strength": (mandate.strength,),
                "deliverable": (mandate.deliverable,),
                "due_year": (str(mandate.due_on.year),) if mandate.due_on else (),
                "lead": written_ids((mandate.lead_id,)),
                "force": (mandate.force,),
                "to_check": (ANY, *mandate.to_check) if mandate.checks else ("none",),
            },
            newest=mandate.changed_at.timestamp(),
            due=mandate.due_on,
            checks=len(mandate.to_check),
            is_over=mandate.status in (MandateStatus.DELIVERED, MandateStatus.SUPERSEDED) or _is_past(mandate),
            by_title=f"{instrument.symbol} {paragraph.order:06} {mandate.ordinal:03}",
            shown=shown(title, mandate.action, paragraph.text, language),
        )


def _is_past(mandate: Mandate) -> bool:
    """Return whether nobody waits for it by its day: long past, or past before anybody confirmed the proposal."""
    first, last = late_days()
    day = mandate.due_on
    return day is not None and (day < first or (mandate.status == MandateStatus.PROPOSED and day <= last))


def _line_values(mandate: Mandate) -> Iterator[dict[str, str]]:
    return ({"level": "action_line", "concept": line, "status": mandate.status} for line in mandate.lines_asked)


def list_hits(hits: Mapping[int, Hit]) -> Iterator[Found]:
    """Yield the hits as pages show them: called by what they ask, with their place and addressees."""
    rows = Mandate.objects.select_related("instrument", "paragraph").prefetch_related("addressees")
    for mandate in rows.in_bulk(hits).values():
        about = str(mandate)
        if not mandate.is_owed:
            about = f"{about} · {mandate.get_force_display()}"
        bodies = tuple(addressee.body for addressee in mandate.addressees.all())
        url, language = mandate.get_absolute_url(), mandate.title_language
        yield Found(hits[mandate.pk], mandate.title, url, about, language, mandate, bodies)


def _name_strength(value: str) -> str:
    return str(Strength(value).label) if value in Strength.values else value


def _name_force(value: str) -> str:
    if value == ANY:
        return pgettext("force of a mandate", "Any")
    return str(Force(value).label) if value in Force.values else value


def _name_field_to_check(value: str) -> str:
    """Return the name of a field of a mandate that a person should read; or any, or none of them."""
    if value == ANY:
        return pgettext("fields to check", "Any field")
    return pgettext("fields to check", "No field") if value == "none" else field_name(value)


SEARCH = Search(
    place=20,
    tier=2,
    usual=OWED,
    late=Late(LATE, OPEN, ("force", DECIDED), late_days),
    entries=list_entries,
    hits=list_hits,
    invented=list_samples,
    follows={"instrument": lambda ids: Mandate.objects.filter(instrument__in=ids).values_list("pk", flat=True)},
    facets=(
        Facet("strength", gettext_lazy("How strongly it was asked"), 160, _name_strength),
        Facet("deliverable", gettext_lazy("Deliverable"), 170, deliverable_name),
        Facet("lead", gettext_lazy("Lead"), 250, list_names=list_organisation_names),
        Facet("mandate", gettext_lazy("Mandate"), 270),
        Facet("force", gettext_lazy("Decided or proposed"), 310, _name_force, by_value=True),
        Facet("to_check", gettext_lazy("Waits to be checked"), 320, _name_field_to_check),
    ),
)
