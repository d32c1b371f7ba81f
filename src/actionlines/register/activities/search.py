"""Activities in the search: only the published version, with the verdicts of its checks."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionlines.register.activities.checks import facts as checks
from actionlines.register.activities.checks import verdicts
from actionlines.register.activities.models import Activity
from actionlines.register.activities.schema import BODY, PRACTICE
from actionlines.register.core import vocabulary
from actionlines.register.core.kinds import Facet, Search
from actionlines.register.core.pages.results import Found
from actionlines.register.core.public_view import list_published, public_views, without_proposals
from actionlines.register.core.schema import Data
from actionlines.register.core.search.concepts import names_of, of_links, terms_of
from actionlines.register.core.search.entries import Entry, area_facets, day_of, holding, shown, written_ids
from actionlines.register.core.search.queries import Hit
from actionlines.register.organisations.models import Organisation
from actionlines.register.organisations.search import list_organisation_names


def list_entries(ids: Iterable[int]) -> Iterator[Entry]:
    """Yield the entries of activities that are published: the version that the public sees."""
    public = [(pk, at, without_proposals("activity", data)) for pk, at, data in list_published(Activity, ids)]
    carriers = Organisation.objects.in_bulk({data.get("organisation") for _pk, _at, data in public} - {None})
    judged = verdicts(data for _pk, _at, data in public)
    for (pk, at, data), verdict in zip(public, judged, strict=True):
        yield make_entry(pk, at, data, carriers.get(data.get("organisation")), verdict)


def make_entry(
    pk: int, at: datetime, data: Data, carrier: Organisation | None, verdict: Mapping[str, str] = MappingProxyType({})
) -> Entry:
    """Return the entry of a published version, as `serialise.as_dict` gave it, with the verdicts of its checks."""
    language = data["language"]
    links = data.get("links", ())
    agreed = [link["concept"] for link in links if link["status"] == "confirmed"]
    places, starts = data.get("places", ()), day_of(data.get("starts_on"))
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
            **area_facets(places),
            "organisation": written_ids((data.get("organisation"),)),
            "partner": written_ids(data.get("partners", ())),
            "stakeholder": (carrier.type,) if carrier else (),
            "technology": tuple(data["technologies"]),
            "beneficiary": tuple(data["beneficiaries"]),
            "year": (str(starts.year),) if starts else (),
            "mandate": written_ids(link["mandate"] for link in data.get("mandates", ())),
            **{facet: (value,) for facet, value in verdict.items()},
        },
        newest=at.timestamp(),
        starts=starts,
        by_title=data["title"],
        shown=shown(data["title"], data["summary"], "\n".join(texts), language),
    )


def list_hits(hits: Mapping[int, Hit]) -> Iterator[Found]:
    """Yield the hits as pages show them: with the carrier, Action Lines and places."""
    rows = Activity.objects.select_related("organisation").prefetch_related("links", "places").in_bulk(hits)
    for activity in public_views(rows.values()):
        lines = sorted(link.concept for link in activity.links.all() if link.level == "action_line")
        places = sorted(place.area for place in activity.places.all())[:4]
        carrier = activity.organisation.name if activity.organisation else ""
        yield Found(
            hits[activity.pk], activity.title, activity.get_absolute_url(), carrier, activity.language, activity,
            (*lines, *places),
        )  # fmt: skip


def _verdict_name(value: str) -> str:
    return str(checks.WORDS.get(value, value))


SEARCH = Search(
    place=10,
    entries=list_entries,
    hits=list_hits,
    follows={name: holding("activity", name) for name in ("organisation", "mandate")},
    facets=(
        Facet("type", gettext_lazy("Type"), 30, partial(vocabulary.label, "activity")),
        Facet(PRACTICE, gettext_lazy("Good practice"), 40, lambda value: _("Yes") if value == "yes" else _("No")),
        Facet("partner", gettext_lazy("Partner"), 220, list_names=list_organisation_names),
        Facet("technology", gettext_lazy("Technology"), 230, partial(vocabulary.label, "technology")),
        Facet("beneficiary", gettext_lazy("Beneficiaries"), 240, partial(vocabulary.label, "beneficiary")),
        Facet("check_process", gettext_lazy("Aligned with the WSIS process"), 280, _verdict_name),
        Facet("check_mandate", gettext_lazy("Within the mandate"), 290, _verdict_name),
        Facet("check_resources", gettext_lazy("Within the resources"), 300, _verdict_name),
    ),
)
