"""Activities and good practices: each field said once, with its rule, limit and default."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import ConfigDict, Field

from actionlines.register.activities.models import Activity as Record
from actionlines.register.activities.models import ActivityMandate, ActivityPlace, ActivityStatus
from actionlines.register.core import rules, schema
from actionlines.register.core.models import LinkStatus, Origin
from actionlines.register.core.schema import ID, Data, Input, Json, Link, OneOf, Serialised, in_order, links, outside

# The field and facet of good practices; the filters of a list of activities; what a new one is asked for first.
PRACTICE = "good_practice"
FACETS = ("type", PRACTICE, "action_line", "goal", "country", "stakeholder", "technology", "beneficiary", "language")
FIRST = ("title", "type", PRACTICE, "language")
_Word = Annotated[str, Field(max_length=40)]


class Result(Schema):
    """One result in figures: what was counted, its value, unit and year."""

    model_config = ConfigDict(extra="forbid")
    what: str = Field(max_length=300)
    value: float | None = None
    unit: str = Field("", max_length=60)
    year: int | None = Field(None, ge=1900, le=2100)
    source: str = Field("", max_length=300)


class ActivityFields(Input):
    """The fields of an activity; fields left out keep their values."""

    title: Annotated[str, rules.Name(300)] = ""
    summary: Annotated[str, rules.Text(1500)] = ""
    description: Annotated[str, rules.Text(20_000)] = ""
    type: Annotated[str, rules.Choice(40, of="activity")] = Field("project", description="of the vocabulary `activity`")
    good_practice: Annotated[bool, rules.Flag()] = False
    organisation: Annotated[ID, rules.Known()] | None = None
    partners: Annotated[list[ID], rules.Many(50, each=rules.Known(needed=True), a_set=True)] = Field([])
    places: Annotated[list[_Word], rules.Many(300, each=rules.Place(), a_set=True)] = Field(
        [], description="`KEN`, `itu-region:AFR`, `world`"
    )
    language: Annotated[str, OneOf(rules.LANGUAGES), rules.Language()] = "en"
    beneficiaries: Annotated[list[_Word], rules.Many(50, each=rules.Choice(of="beneficiary"), a_set=True)] = Field([])
    technologies: Annotated[list[_Word], rules.Many(50, each=rules.Choice(of="technology"), a_set=True)] = Field([])
    starts_on: Annotated[str, rules.Day(10)] | None = Field(None, description="2027-05-31")
    ends_on: Annotated[str, rules.Day(10)] | None = None
    web_links: Annotated[
        list[Annotated[str, Field(max_length=500)]], rules.Many(20, each=rules.Url(500, needed=True))
    ] = Field([])
    results: Annotated[list[Result], rules.Many(50, each=rules.Figures())] = Field([])
    results_text: Annotated[str, rules.Text(8000)] = ""
    challenges: Annotated[str, rules.Text(8000)] = ""
    replicability: Annotated[str, rules.Text(8000)] = ""
    sustainability: Annotated[str, rules.Text(8000)] = ""
    contact_name: Annotated[str, rules.Name(150)] = ""
    contact_email: Annotated[str, rules.Email(254)] = ""
    budget: Annotated[str, rules.Amount(20)] | None = Field(None, description="an amount: `25000.50`")
    currency: Annotated[str, rules.Currency(3)] = ""


RULES = schema.rules(ActivityFields)
FIELDS = tuple(RULES)
# Its texts of several lines: proposals read them, the page of an activity shows all but the summary at length.
TEXTS = tuple(name for name, rule in RULES.items() if isinstance(rule, rules.Text))
BESIDE_FIELDS = ("", "links", "mandates")  # what can be commented on beside a field: "" for the whole
BODY = tuple(name for name in TEXTS if name != "summary")
RESULT = tuple(Result.model_fields)
# What a reviewer cannot do without; a good practice also says what others can learn.
REQUIRED = ("title", "summary", "description", "organisation", "places", "starts_on", "contact_name", "contact_email")
_REQUIRED_OF_PRACTICE = ("results_text", "challenges", "replicability", "sustainability")


def required(practice: object) -> tuple[str, ...]:
    """Return the fields that must be filled in before review; a good practice needs more."""
    return REQUIRED + (_REQUIRED_OF_PRACTICE if practice else ())


class MandateAnswered(Schema):
    """A mandate that an activity answers."""

    mandate: int
    origin: Annotated[str, OneOf(Origin)]
    status: Annotated[str, OneOf(LinkStatus)]
    p: float
    evidence: list[Json]


class Activity(outside(ActivityFields, named=("organisation",))):  # type: ignore[misc]
    """An activity or good practice as the API answers it."""

    status: Annotated[str, OneOf(ActivityStatus)]
    status_since: datetime | None
    status_reason: str
    published_at: datetime | None
    published_version: int | None
    links: list[Link]
    mandates: list[MandateAnswered]

    @staticmethod
    def resolve_organisation_name(record: Record) -> str | None:
        """Return the name of the organisation that carries it out."""
        return record.organisation.name if record.organisation else None

    @staticmethod
    def resolve_places(record: Record) -> list[str]:
        """Return the areas of the activity, sorted."""
        return sorted(place.area for place in record.places.all())

    @staticmethod
    def resolve_links(record: Record) -> list[Data]:
        """Return the links to concepts, in order."""
        return links(record.links)

    @staticmethod
    def resolve_mandates(record: Record) -> list[Data]:
        """Return the mandates that it answers, in order."""
        return [{"mandate": item.mandate_id, **_answered(item)} for item in in_order(record.mandate_links)]


def _answered(link: ActivityMandate) -> Data:
    return {name: getattr(link, name) for name in ("origin", "status", "p", "evidence")}


def related_rows(data: Serialised) -> dict[str, list[Data]]:
    """Return the related rows that a serialised activity states."""
    return {
        "places": [{"area": area} for area in data["places"]],
        "links": data["links"],
        "mandate_links": [{**link, "mandate_id": link["mandate"]} for link in data["mandates"]],
    }


def clean(fields: Serialised) -> tuple[Data, dict[str, str]]:
    """Return the fields that can be saved, and what is wrong with each of the others."""
    return schema.clean(ActivityFields, fields)


def values(data: Serialised) -> Data:
    """Return the fields out of a serialised activity."""
    return {name: data.get(name) for name in FIELDS}


def same(name: str, item: Any, other: Any) -> bool:
    """Return whether two values of a field say the same."""
    rule = RULES[name]
    if isinstance(rule, rules.Many) and rule.a_set:
        return set(item or ()) == set(other or ())
    return bool(item == other)


def put(record: Record, good: Serialised) -> None:
    """Put cleaned fields into a saved record; places and partners are saved, the record is not."""
    schema.put(record, {name: value for name, value in good.items() if name != "places"})
    if "places" in good:
        held = {place.area for place in record.places.all()}
        record.places.exclude(area__in=good["places"]).delete()
        ActivityPlace.objects.bulk_create(
            ActivityPlace(activity=record, area=area) for area in good["places"] if area not in held
        )
