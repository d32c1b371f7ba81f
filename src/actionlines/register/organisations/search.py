"""Organisations in the search."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from django.utils.translation import gettext_lazy

from actionlines.register.core import vocabulary
from actionlines.register.core.kinds import Facet, Search
from actionlines.register.core.pages.results import Found
from actionlines.register.core.search.concepts import names_of, terms_of
from actionlines.register.core.search.entries import Entry, area_facets, shown
from actionlines.register.core.search.queries import Hit
from actionlines.register.organisations.actions import name_organisations, public
from actionlines.register.organisations.models import Organisation


def list_entries(ids: Iterable[int]) -> Iterator[Entry]:
    """Yield the entries of organisations that are published."""
    rows = Organisation.objects.filter(pk__in=list(ids), published_version__isnull=False)
    for organisation in rows:
        places = (organisation.country,) if organisation.country else ()
        body = (organisation.body,) if organisation.body else ()
        yield Entry(
            kind="organisation",
            id=organisation.pk,
            title=((organisation.name, ""), (organisation.acronym, "")),
            summary=((organisation.description, ""),),
            text=((organisation.website, ""),),
            names=(*names_of((*places, *body)), *terms_of("stakeholder", (organisation.type,))),
            facets={"stakeholder": (organisation.type,), "body": body, **area_facets(places)},
            newest=(organisation.published_at or organisation.changed_at).timestamp(),
            by_title=organisation.name,
            shown=shown(organisation.name, organisation.description, "", ""),
        )


def list_hits(hits: Mapping[int, Hit]) -> Iterator[Found]:
    """Yield the hits as pages show them: name, acronym and country."""
    for organisation in public().in_bulk(hits).values():
        country = (organisation.country,) if organisation.country else ()
        url = organisation.get_absolute_url()
        yield Found(hits[organisation.pk], organisation.name, url, organisation.acronym, "", organisation, country)


def list_organisation_names(numbers: Iterable[str]) -> dict[str, str]:
    """Return number -> name of public organisations, in one query; none where no number is written."""
    ids = [int(number) for number in numbers if number.isdecimal() and len(number) < 19]
    return {str(pk): name for pk, name in name_organisations(ids).items()}


SEARCH = Search(
    place=40,
    is_titled=True,
    entries=list_entries,
    hits=list_hits,
    facets=(
        Facet("stakeholder", gettext_lazy("Type of stakeholder"), 200, partial(vocabulary.label, "stakeholder")),
        Facet("organisation", gettext_lazy("Organisation"), 210, list_names=list_organisation_names),
    ),
)
