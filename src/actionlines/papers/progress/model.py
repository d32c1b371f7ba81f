"""The report on figures as frozen values; every writer reads this model and nothing else.

Values are in the unit of their series; a percentage runs from 0 to 100; what is not known is None.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import polars as pl

    from actionlines.indicators.gate import Policy


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read; rows_in = rows_kept + rows_refused. `found` says how: encoding, decimal."""

    name: str
    format: str
    layout: str
    sha256: str
    rows_in: int
    rows_kept: int
    rows_refused: int
    found: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that could not be read at all."""

    code: str
    subject: str
    problem: str
    advice: str

    def __str__(self) -> str:
        return f"{self.code} {self.subject}: {self.problem}. {self.advice}"


@dataclass(frozen=True, slots=True)
class RowFlaw:
    """A flaw in one row of a file; row 0 is the file as a whole. An error refused the row."""

    file: str
    row: int
    column: str
    kind: str
    severity: str
    message: str
    advice: str


@dataclass(frozen=True, slots=True)
class Target:
    """The aim of a series and its year; without a value only a direction. `direction` 1 is more, -1 less."""

    value: float | None
    year: int
    direction: int
    low: float | None
    high: float | None
    source: str


@dataclass(frozen=True, slots=True)
class Break:
    """A year from which a series cannot be compared with its past; kinds: `indicators.breaks.KINDS`.

    `before` and `after` are the sources, or `after` the note that says so.
    """

    year: int
    kind: str
    before: str
    after: str
    value_before: float | None
    value: float | None


def crossed(breaks: Iterable[Break], first: float | None, last: float | None) -> tuple[Break, ...]:
    """Return the breaks inside the years that a verdict compares: after the first, up to the last."""
    if first is None or last is None:
        return ()
    return tuple(each_break for each_break in breaks if first < each_break.year <= last)


class Valued(Protocol):
    """A series with what its file says beside the values: the fields of `Measured` that words are made of."""

    @property
    def unit(self) -> str:
        """Return the unit of all values of the series."""

    @property
    def years(self) -> Sequence[int]:
        """Return the years of the values, the oldest first."""

    @property
    def values(self) -> Sequence[float]:
        """Return the value of each year of the series."""

    @property
    def statuses(self) -> Sequence[str]:
        """Return the status of each value, a code of SDMX."""

    @property
    def notes(self) -> Sequence[str]:
        """Return the note beside each value, "" for none."""

    @property
    def sources(self) -> Sequence[str]:
        """Return the source of each value, "" for none."""

    @property
    def crossed(self) -> Sequence[Break]:
        """Return the breaks between the first and the last year judged."""

    @property
    def old(self) -> bool:
        """Return whether the newest value is too old by the rule."""


class Outcomed(Protocol):
    """A series with the verdict that is published: the fields of `Measured` that `describe_outcome` reads."""

    @property
    def verdict(self) -> str:
        """Return one of `gate.VERDICTS`."""

    @property
    def withheld(self) -> str:
        """Return the code of the refusal, "" for none."""

    @property
    def break_year(self) -> int:
        """Return the year of the break that refuses the verdict, 0 for none."""


@dataclass(frozen=True, slots=True)
class Said:
    """The verdict of one method on a series; `verdict` on the common scale, "" where it cannot judge.

    first_year, last_year  of the values that it compares
    """

    method: str
    title: str
    verdict: str
    words: str
    ratio: float | None
    score: float | None
    projected: float | None
    low: float | None
    high: float | None
    reason: str
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """One series with its values, its aim and what every method says of it.

    agreement  none, one, agree, differ or contradict; `words` says why in a sentence
    statuses   codes of SDMX CL_OBS_STATUS beside the values, "" for a normal one; () where all are
    notes, sources  beside the values, as the file has them; () where it has none
    age        years from the newest value to the newest of the report; `old` whether that is too many
    verdict    that is published; `withheld` the code of its refusal, `break_year` the year of the break
    method     that decided; "" for none
    """

    indicator: str
    series: str
    title: str
    area: str
    area_name: str
    breakdown: str
    unit: str
    years: tuple[int, ...]
    values: tuple[float, ...]
    target: Target
    said: tuple[Said, ...]
    agreement: str
    words: str
    statuses: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    breaks: tuple[Break, ...] = ()
    age: int | None = None
    old: bool = False
    verdict: str = "withheld"
    withheld: str = ""
    break_year: int = 0
    method: str = ""

    @property
    def crossed(self) -> tuple[Break, ...]:
        """Return the breaks inside the years that any verdict compares."""
        first = min((text.first_year for text in self.said if text.first_year is not None), default=None)
        return crossed(self.breaks, first, self.years[-1] if self.years else None)

    @property
    def quantity(self) -> tuple[str, str, str]:
        """Return what is measured, over all areas and groups: indicator, series and unit."""
        return self.indicator, self.series, self.unit

    @property
    def id(self) -> str:
        """Return the id of the series in its files: series, else indicator, with area, breakdown and unit."""
        return "|".join((self.series or self.indicator, self.area, self.breakdown, self.unit))


@dataclass(frozen=True, slots=True)
class Divide:
    """The distance between two groups, or the spread of many areas.

    kind     dimension that parts the two groups (`sex`, `location`), or `areas`
    first    value of the group that the ratio puts on top; for `areas` the 10th percentile
    second   value of the other; for `areas` the 90th percentile
    measures name -> number (ratio, gap, relative, heads; p90_p10, cv, gini, theil, theil_rest …)
    coverage a sentence on who is behind it; "" for two groups of one area
    outcome  closes, does-not-close, closed or cannot-tell; "" for a spread. `closes` says it in a sentence
    closes_in  first year without the gap, at the present pace
    """

    kind: str
    indicator: str
    series: str
    title: str
    area: str
    area_name: str
    breakdown: str
    unit: str
    year: int
    first_name: str
    first: float | None
    second_name: str
    second: float | None
    measures: Mapping[str, float]
    closes: str
    coverage: str
    words: str
    outcome: str = ""
    closes_in: int | None = None


@dataclass(frozen=True, slots=True)
class GroupFigure:
    """One figure for a group of countries with the coverage behind it; `weights` says how it was weighted."""

    group: str
    group_name: str
    indicator: str
    series: str
    title: str
    breakdown: str
    unit: str
    year: int | None
    value: float | None
    weights: str
    members: int
    reporting: int
    latest_year: int | None
    median_age: float | None
    population_share: float | None
    coverage: str


@dataclass(frozen=True, slots=True)
class Priority:
    """A series that is far from its aim or unlikely to arrive, with the reason. `rank` 1 goes first.

    distance, chance, score  0 to 1, see docs/explanation/priorities.md; for a region the means over its countries
    arrives, slow, away      number of methods that say so; None for a region
    basis                    how sure the aim is
    age                      years from the value to the newest of the report
    """

    rank: int
    indicator: str
    series: str
    title: str
    area: str
    area_name: str
    breakdown: str
    unit: str
    year: int | None
    value: float | None
    target: float | None
    target_year: int | None
    distance: float | None
    chance: float | None
    score: float | None
    arrives: int | None
    slow: int | None
    away: int | None
    basis: str
    reason: str
    age: int | None = None


@dataclass(frozen=True, slots=True)
class DataGap:
    """A data gap: no value, too old a value, one year only, or no breakdown by sex or place.

    `lines` are the action lines that it leaves blind, parted by "; ".
    """

    kind: str
    indicator: str
    title: str
    area: str
    area_name: str
    latest_year: int | None
    lines: str
    words: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """A series of the report: its definition and the sources, licences and footnotes of its file, parted by "; ".

    custodian, tier  by UNSD's classification, "" where not known; `metadata` is the address of UNSD's metadata
    """

    indicator: str
    series: str
    title: str
    unit: str
    definition: str
    areas: int
    first_year: int | None
    last_year: int | None
    sources: str
    licence: str
    footnotes: str = ""
    custodian: str = ""
    tier: str = ""
    metadata: str = ""


@dataclass(frozen=True)
class ProgressReport:
    """The content of a report on figures.

    scope      what was asked for, in words; `chosen` the same as pairs
    methods    name -> title of the methods used
    judged     number of series judged; `measured` holds the first of them when there are very many
    progress   one row for each series and method (columns of frame.COLUMNS): all of them
    observations  the rows behind, in the columns of the long table
    breaks     as `indicators.breaks.find` gives them
    notes      sentences on what was left out and why; `counts` has their numbers by key (`page.…` in words.csv)
    recut      methods that are judged by thresholds of the user's own
    before     files of an earlier download; `revisions` and `turned` say what differs (progress.vintage)
    policy     rules by which verdicts are published or withheld
    old_after  years after which a newest value is old; `set_aside` is the number of series left out for it
    """

    scope: str
    chosen: Mapping[str, str]
    as_of: int | None
    methods: Mapping[str, str]
    sources: tuple[Source, ...]
    failed: tuple[Failed, ...]
    flaws: tuple[RowFlaw, ...]
    judged: int
    measured: tuple[Measured, ...]
    divides: tuple[Divide, ...]
    groups: tuple[GroupFigure, ...]
    priorities: tuple[Priority, ...]
    gaps: tuple[DataGap, ...]
    old_after: int
    policy: Policy
    progress: pl.DataFrame = field(compare=False, repr=False)
    observations: pl.DataFrame = field(compare=False, repr=False)
    breaks: pl.DataFrame = field(compare=False, repr=False)
    indicators: tuple[Indicator, ...] = ()
    notes: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    recut: tuple[str, ...] = ()
    set_aside: int | None = None
    before: tuple[Source, ...] = ()
    revisions: pl.DataFrame | None = field(default=None, compare=False, repr=False)
    turned: pl.DataFrame | None = field(default=None, compare=False, repr=False)

    @property
    def errors(self) -> int:
        """Return the number of rows that were refused, over all files."""
        return sum(source.rows_refused for source in self.sources)

    @property
    def agreement(self) -> Mapping[str, int]:
        """Return the number of judged series by agreement: none, one, agree, differ or contradict."""
        return self._count_series("agreement")

    @property
    def published(self) -> Mapping[str, int]:
        """Return the number of judged series by the verdict that is published."""
        return self._count_series("published")

    @property
    def withheld(self) -> Mapping[str, int]:
        """Return the number of series without a verdict by the code of the refusal."""
        return {code: count for code, count in self._count_series("withheld").items() if code}

    def _count_series(self, column: str) -> Mapping[str, int]:
        first = self.progress.filter(self.progress["method"] == next(iter(self.methods), ""))
        return dict(first.group_by(column).len().sort(column).iter_rows())
