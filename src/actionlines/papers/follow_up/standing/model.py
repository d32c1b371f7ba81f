"""The standing of a country or region on the labels of the texts, as frozen values.

    Standing
    ├── files       figures that were read, and those that could not be
    ├── series      every series that is shown, with its aim and what each method says
    ├── indicators  the indicators of all labels, with their series and what is not known of them
    ├── linked      targets and action lines that the texts are about, those with most passages first
    └── left_out    targets in which the area lags and that no paragraph names

Values are in the unit of their series; what is not known is None.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from actionlines.alignment.model import Level
from actionlines.framework import load
from actionlines.papers.follow_up.alignment_model import PassagePlace
from actionlines.papers.progress.model import DataGap, Measured

if TYPE_CHECKING:  # it needs polars, which a review without figures does not have
    from actionlines.indicators.coverage import Coverage

# The keys of the columns of standing.csv, those of the methods left out.
KEYS = (
    "level",
    "identifier",
    "name",
    "state",
    "passages",
    "strongest",
    "indicator",
    "title",
    "series",
    "what",
    "breakdown",
    "unit",
    "year",
    "value",
    "aim",
    "aim-year",
    "better",
    "series-state",
    "agreement",
    "ranks",
    "gaps",
    "data-source",
    "aim-source",
)

# What a series says in plain terms, of all methods that can judge together:
#   met        the latest value is at or past the aim, or inside its band
#   on-course  at least half of the methods say that the aim will be reached
#   lags       fewer than half do; where only a direction was agreed: more see it stand still or go away
#   moving     only a direction was agreed, and it does not go away
#   unjudged   no method can judge, or no aim is known
# Of an indicator or a label: `lags` where at least half of what can be judged lags, `partly` where some does,
# `on-course` where none does, `no-data` where no figure is there.
State = Literal["met", "on-course", "moving", "lags", "unjudged", "partly", "no-data"]


@dataclass(frozen=True, slots=True)
class File:
    """A file of figures as it was read; rows_in = rows_kept + rows_refused."""

    name: str
    format: str
    sha256: str
    rows_in: int
    rows_kept: int
    rows_refused: int


@dataclass(frozen=True, slots=True)
class Method:
    """A method by which progress is judged, and where it is published."""

    name: str
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class Rank:
    """Place among the areas of a group that have a value, the best first; equal values share a place.

    group    id of an area, or the kind of areas (`itu-region`) among which a region stands
    of       how many of `members` have a value of `since` to `year`
    """

    group: str
    place: int
    of: int
    members: int
    since: int
    year: int


@dataclass(frozen=True, slots=True)
class Tally:
    """The numbers of countries of a region that reach the aim, are too slow or go away, by one method."""

    method: str
    title: str
    arrives: int
    slow: int
    away: int


@dataclass(frozen=True, slots=True)
class SeriesStanding:
    """One series of the area.

    measured   values, aim and what every method says; for `members` the mean (or sum) over countries
    basis      own: the area has figures of its own; members: worked out from its countries
    votes      methods (for `members` countries) that arrive, move too slowly, go away
    distance   0 (at the aim) to 1, for `members` the share of countries that lag; docs/explanation/priorities.md
    score      distance times the share of methods against; None where either is not known
    source     what the file says of its source, "" for nothing
    coverage   for `members`: who is behind the figure, in a sentence; `covered` the same in numbers
    behind     for `members`: countries that lag, of the `judged` that can be judged
    """

    measured: Measured
    basis: Literal["own", "members"]
    state: State
    votes: tuple[int, int, int]
    ranks: tuple[Rank, ...]
    file: str
    source: str
    distance: float | None = None
    score: float | None = None
    coverage: str = ""
    weights: str = ""
    tallies: tuple[Tally, ...] = ()
    behind: tuple[str, ...] = ()
    judged: int = 0
    covered: Coverage | None = None

    @property
    def id(self) -> str:
        """Return the id of the series, which no other series of the area has."""
        return self.measured.id


@dataclass(frozen=True, slots=True)
class IndicatorStanding:
    """An indicator: its series by id, more series by breakdown that are not shown, and its data gaps."""

    id: str
    title: str
    state: State
    series: tuple[str, ...]
    more: int
    gaps: tuple[DataGap, ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """A target or action line with its indicators, of an action line through the WSIS-SDG Matrix.

    passages   how many paragraphs are about it; 0 for one left out, which has no strongest passage
    lines      of a target: action lines that the Matrix links to it and that the texts are about
    judged     how many of the indicators can be judged; `lagging` are the ids of those that lag
    """

    id: str
    level: Level
    state: State
    passages: int
    strongest: PassagePlace | None
    lines: tuple[str, ...]
    indicators: tuple[str, ...]
    judged: int
    lagging: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """A file of figures that could not be read."""

    code: str
    subject: str
    problem: str
    advice: str

    def __str__(self) -> str:
        return f"{self.code} {self.subject}: {self.problem.rstrip('.')}. {self.advice}".rstrip()


@dataclass(frozen=True, slots=True)
class AreaStanding:
    """The standing of `area`; `as_of` is the newest year of its figures.

    kind  `country`, or the kind of the area in the framework
    """

    area: str
    name: str
    kind: str
    as_of: int
    files: tuple[File, ...]
    failed: tuple[Failed, ...]
    methods: tuple[Method, ...]
    series: tuple[SeriesStanding, ...]
    indicators: tuple[IndicatorStanding, ...]
    linked: tuple[Linked, ...]
    left_out: tuple[Linked, ...]

    def at(self, level: Level) -> tuple[Linked, ...]:
        """Return the labels of the texts at one level, with their figures."""
        return tuple(item for item in self.linked if item.level == level)


def kind_of(area: str) -> str:
    """Return `country`, or the kind of the area in the framework; of the world `world`."""
    framework = load()
    if area in framework.countries:
        return "country"
    return framework.areas[area].kind if area in framework.areas else "world"
