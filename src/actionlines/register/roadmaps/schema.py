"""Road maps, their metrics and milestones: each field said once, with its rule, limit and default."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import Field

from actionlines.errors import ActionlinesError
from actionlines.framework import load
from actionlines.papers.roadmap.model import NARRATIVES
from actionlines.papers.roadmap.proposals import check_lines
from actionlines.register.core.rules import Language, Line, Name, Rule, Wrong
from actionlines.register.core.schema import Data, Head, Input, Json, OneOf, clean, rules
from actionlines.register.core.texts import plain_text
from actionlines.register.roadmaps.models import RoadMapStatus

YEARS = range(2003, 2101)
NARRATIVE = 20_000
MOST_METRICS = 100
MOST_MILESTONES = 200
MOST_SERVED = 60
MOST_ITEMS = 600
DECISIONS = ("proposed", "taken", "left")
KINDS = ("target", "goal", "commitment", "indicator")
_Word = Annotated[str, Field(max_length=40)]
_SERVES = "`sdg:9.c`, `gdc:11a`, `mandate:12`"
_Year = Annotated[int, Field(ge=2003, le=2100)]


@dataclass(frozen=True)
class Year(Line):
    """A year of a road map, or nothing. `as_text`: it is kept as it was written."""

    as_text: bool = False

    def clean(self, value: object) -> Any:
        """Return the year as a number, or as text with `as_text`. Raises Wrong."""
        text = str(value if value is not None else "").strip()
        if text and not (text.isascii() and text.isdecimal() and len(text) == 4 and int(text) in YEARS):
            raise Wrong(_("Write a year, such as 2030."))
        return text if self.as_text else int(text) if text else None


@dataclass(frozen=True)
class IsoDay(Line):
    """A rule for a day as text; empty where no day is given."""

    def clean(self, value: object) -> str:
        """Return the day in ISO form, or "". Raises Wrong."""
        text = super().clean(value)
        try:
            if text and date.fromisoformat(text).isoformat() != text:
                raise ValueError(text)
        except ValueError as error:
            raise Wrong(_("Write a day, such as 2027-06-30.")) from error
        return text


@dataclass(frozen=True)
class Narratives(Rule):
    """A rule for the texts of a road map by section."""

    def clean(self, value: object) -> dict[str, str]:
        """Return the texts of known sections."""
        if not isinstance(value, Mapping):
            raise Wrong(_("Give a text for each section."))
        out = {}
        for section, fields in value.items():
            if section not in NARRATIVES or not isinstance(fields, str):
                raise Wrong(_("There is no such section."))
            if len(fields) > NARRATIVE:
                raise Wrong(_("At most %(most)d characters are allowed.") % {"most": NARRATIVE})
            out[section] = plain_text(fields, lines=True)
        return out


@dataclass(frozen=True)
class Lines(Rule):
    """A rule for one action line or several."""

    def clean(self, value: object) -> list[str]:
        """Return their ids in the order of the framework."""
        try:
            if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
                return list(check_lines(value))
        except ActionlinesError:
            pass
        raise Wrong(_("Choose one action line or more."))


@dataclass(frozen=True)
class Served(Rule):
    """References that a metric or milestone serves."""

    def clean(self, value: object) -> list[str]:
        """Return the references, none twice. `row` says whether they are known."""
        named = value or []
        if not isinstance(named, list | tuple) or not all(isinstance(item, str) for item in named):
            raise Wrong(_("Choose from the list."))
        return list(dict.fromkeys(named))


class RoadMapFields(Input):
    """Fields left out keep their values. Lines are chosen when it is begun."""

    title: Annotated[str, Name(300, needed=gettext_lazy("Give it a title."))] = ""
    language: Annotated[str, Language(2)] = "en"
    starts: Annotated[_Year, Year()] | None = None
    ends: Annotated[_Year, Year()] | None = None
    narratives: Annotated[dict[_Word, Annotated[str, Field(max_length=NARRATIVE)]], Narratives(10)] = Field(
        {}, description="by section: purpose, mandates, targets, activities, resources, next-steps"
    )


class NewRoadMapFields(RoadMapFields):
    """The fields of a new road map: at least one action line."""

    lines: Annotated[list[_Word], Lines(40)] = Field(min_length=1)


class MetricFields(Input):
    """Fields left out keep their values. A new one needs a name."""

    name: Annotated[str, Name(300, needed=gettext_lazy("Say what is measured."))] = ""
    definition: Annotated[str, Line(2000)] = ""
    unit: Annotated[str, Line(60)] = ""
    source: Annotated[str, Line(500)] = ""
    frequency: Annotated[str, Line(60)] = ""
    responsible: Annotated[str, Line(200)] = ""
    baseline: Annotated[str, Line(60)] = ""
    baseline_year: Annotated[str, Year(4, as_text=True)] = ""
    aim: Annotated[str, Line(60)] = ""
    aim_year: Annotated[str, Year(4, as_text=True)] = ""
    serves: Annotated[list[_Word], Served(MOST_SERVED)] = Field([], description=_SERVES)


class MilestoneFields(Input):
    """Fields left out keep their values. A new one says what will be there."""

    what: Annotated[str, Line(500, needed=gettext_lazy("Say what will be there."))] = ""
    due: Annotated[str, IsoDay(10)] = Field("", description="2027-06-30")
    lead: Annotated[str, Line(200)] = ""
    done: Annotated[str, IsoDay(10)] = ""
    serves: Annotated[list[_Word], Served(MOST_SERVED)] = Field([], description=_SERVES)


class RoadMap(Head):
    """The road map of one action line, or the joint one of several.

    `items` are what people took or left; `tracked` is what was measured on the day of publication.
    """

    title: str
    lines: list[str]
    language: str
    starts: int | None
    ends: int | None
    narratives: Json
    items: list[Json]
    metrics: list[Json]
    milestones: list[Json]
    tracked: Json
    status: Annotated[str, OneOf(RoadMapStatus)]
    status_reason: str
    published_version: int | None
    status_since: datetime | None
    published_at: datetime | None


def columns(kind: type[Input]) -> tuple[str, ...]:
    """Return the fields of a metric or milestone that hold a text."""
    return tuple(name for name in rules(kind) if name != "serves")


def row(kind: type[Input], fields: Mapping[str, object], known: Iterable[str]) -> tuple[Data, dict[str, str]]:
    """Return a metric or milestone that can be saved, and what is wrong. It may serve what is `known`."""
    whole = {**dict.fromkeys(columns(kind), ""), "serves": (), **fields}
    out, wrong = clean(kind, {name: value for name, value in whole.items() if name != "id"})
    allowed, serves = set(known), out.get("serves", ())
    if len(serves) > MOST_SERVED or not all(item in allowed or is_concept(item) for item in serves):
        wrong["serves"] = _("Choose from the list.")
    return out, wrong


def is_concept(ref: str) -> bool:
    """Return whether it is a goal, target or commitment of the framework."""
    framework = load()
    return ref in framework.goals or ref in framework.targets or ref in framework.commitments


def is_item(kind: str, ref: str) -> bool:
    """Return whether a road map can hold it."""
    framework = load()
    tables: Data = {
        "target": framework.targets,
        "goal": framework.goals,
        "commitment": framework.commitments,
        "indicator": framework.indicators,
    }
    return kind in tables and ref in tables[kind]
