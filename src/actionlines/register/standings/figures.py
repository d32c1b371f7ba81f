"""Where every country and region of a file of figures stands, as plain rows; runs in a process of its own.

The figures are read, aimed and judged by the same functions as `measure` and `review --country`; here all areas
are done at once, and what pages show is kept: totals (breakdowns where there are none), and each side of the pairs
by sex and by place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import numpy as np
import polars as pl
from typing_extensions import TypedDict  # the one of Python 3.11 is none that pydantic checks

from actionlines.documents.blocks import MB
from actionlines.errors import NoObservations
from actionlines.framework import load
from actionlines.framework.tables import read_table
from actionlines.indicators import methods
from actionlines.indicators.areas import areas_of_kind
from actionlines.indicators.coverage import Coverage
from actionlines.indicators.gate import Policy, change_rules, describe_aside, set_aside
from actionlines.indicators.groups import WORLD, all_published, area_members, day_of_year, first_listing, lines_of
from actionlines.indicators.model import KEY, Verdicts, breakdown_pairs
from actionlines.indicators.priorities import Standing as Priority
from actionlines.indicators.read import read_indicators
from actionlines.indicators.read.mapping import find_known
from actionlines.papers.follow_up.standing.figures import FILE, NAME, AreaFigures, Figures, choose_series, find_origins
from actionlines.papers.follow_up.standing.join import judge_members, lag_of, map_priorities, state_of
from actionlines.papers.follow_up.standing.model import SeriesStanding
from actionlines.papers.progress.judged import (
    NOTHING,
    Beside,
    breaks_of,
    filter_fresh,
    judge_table,
    map_beside,
    source_of,
)
from actionlines.papers.progress.model import Target, crossed
from actionlines.papers.progress.preview import SeriesPreview, preview_file
from actionlines.papers.progress.scope import title_of

if TYPE_CHECKING:  # the sandbox has no settings, which the module of schemas needs
    from actionlines.register.core.schema import Data

MEMORY = 6144 * MB  # polars reserves far more than it uses
SECONDS = 600.0
REGIONS = ("itu-region", "un-commission")
PAIRS = frozenset({"sex", "location"})
YEARS = 25  # of a series, the newest
FLAWS = 2_000
MOST = 200_000  # rows that are kept
EXPLAINED = 200  # series
_WORLD = "world"
_LONGEST = 500  # characters of a note or source


class Row(TypedDict):
    """The fields of a `Standing` by name, as values for the database."""

    area: str
    series: str
    indicator: str
    breakdown: str
    name: str
    unit: str
    concepts: list[str]
    years: list[int]
    values: list[float]
    aim: float | None
    aim_year: int | None
    aim_direction: int
    verdicts: list[dict[str, str | int | float | None]]
    lag: float | None
    why: list[dict[str, str | int | float | None]]
    source: str
    beside: dict[str, dict[str, list[int]]]
    breaks: list[dict[str, str | int | float | bool | None]]
    age: int | None


class Flaw(TypedDict):
    """What is wrong with a row of the file."""

    row: int
    field: str
    problem: str
    advice: str
    outcome: Literal["refused", "warned"]


@dataclass(frozen=True)
class Found:
    """What a file of figures says: series of areas, rows with something wrong, and how many of each.

    understood  the series as they were understood, where that was asked
    """

    rows: list[Row]
    flaws: list[Flaw]
    counts: dict[str, int]
    understood: tuple[SeriesPreview, ...] = ()


def work_out(
    path: Path, name: str, limit: int | None = None, explain: bool = False, rules: Mapping[str, str] | None = None
) -> Found:
    """Read a file and say where all areas stand. Raises what `read_indicators` raises, and NoObservations.

    limit  years; a series that ends longer before the newest value of the file is not judged. None: all are
    explain  say also how the first 200 series were understood
    rules    of publication that an office has changed
    """
    policy = change_rules(rules or {})
    reading = read_indicators(path)
    # A series of no indicator goes in as its own where the file says what it is.
    own = (pl.col("series") != "") if reading.named else pl.lit(False)
    table = reading.table.filter((pl.col("indicator") != "") | own)
    if table.is_empty():
        problem = "it does not say which indicators or series its figures are of"
        advice = "Give a column for the indicator (17.8.1) or for the series."
        raise NoObservations(name, problem, advice)
    table, gone = set_aside(_shown(table.with_columns(pl.lit(name).alias(FILE))), reading.names, policy)
    rows = {(item["area"], item["series"], item["breakdown"]): item for item in _own(table, reading.names, policy)}
    for area, series, breakdown, value, year in gone.select("area", "series", "breakdown", "value", "year").iter_rows():
        if held := rows.get((_WORLD if area == WORLD else area, series[:120], breakdown[:200])):
            held["beside"].setdefault("aside", {}).setdefault(f"{value:g}", []).append(year)
    judged = table
    if limit is not None:
        judged = filter_fresh(table, _newest(table), limit)
        rows = {key: _set_aside(row) if row["age"] > limit else row for key, row in rows.items()}
    for region in (text for kind in REGIONS for text in areas_of_kind(kind)):
        for data in _of_members(region, judged, reading.names, policy):
            rows.setdefault((data["area"], data["series"], data["breakdown"]), data)
    _add_published(rows)
    flaws = [
        {"row": problem.row, "field": problem.column, "problem": problem.message, "advice": problem.advice,
         "outcome": "refused" if problem.severity == "error" else "warned"}
        for problem in (*describe_aside(gone), *reading.problems[:FLAWS])[:FLAWS] if problem.row > 0
    ]  # fmt: skip
    counts = {
        "observations": reading.table.height,
        "refused": reading.rows_refused,
        "standings": min(len(rows), MOST),
        "own_series": len({row["series"] for row in rows.values() if not row["indicator"]}),
        "areas": len({area for area, _series, _breakdown in rows}),
    }
    understood = preview_file(reading).series[:EXPLAINED] if explain else ()
    return Found(cast(list[Row], list(rows.values())[:MOST]), cast(list[Flaw], flaws), counts, understood)


def _add_published(rows: dict[tuple[str, str, str], Data]) -> None:
    """Put newer published aggregates after the values of the world and its regions; they are not judged."""
    samples = {row["series"]: row for row in rows.values() if not row["breakdown"]}
    for series, sample in samples.items():
        for area in (WORLD, *load().areas):
            key = (_WORLD if area == WORLD else area, series, "")
            held, matches = rows.get(key), all_published(series, area)
            newest = held["years"][-1] if held and held["years"] else 0
            if not matches or matches[-1].year <= newest or not (held or area == WORLD):
                continue
            years = dict(zip(held["years"], held["values"], strict=True)) if held else {}
            years |= {item.year: item.value for item in matches if item.year > newest}
            rows[key] = {
                **(held or {**sample, "beside": {}, "breaks": []}),
                "area": key[0], "years": list(years), "values": list(years.values()),
                "verdicts": [], "lag": None, "why": [], "source": matches[-1].source, "age": 0,
            }  # fmt: skip


def list_published() -> list[Row]:
    """Return the published aggregates that the framework holds, a row for each series and area; none is judged."""
    points: dict[tuple[str, str], dict[int, tuple[float, str]]] = {}
    for row in sorted(read_table("aggregates"), key=lambda row: (row["year"], row["edition"])):
        key = row["series"].partition(";")[0], row["area"]
        points.setdefault(key, {})[int(row["year"])] = float(row["value"]), row["source"]
    return [_published_row(code, area, held) for (code, area), held in points.items()]


def _published_row(code: str, area: str, held: Mapping[int, tuple[float, str]]) -> Row:
    known = find_known(code)
    indicator, title, unit = (known.indicator, known.title, known.unit) if known else ("", code, "")
    data: Data = {
        **_head(indicator, code, area, "", unit, {code: title}),
        "years": list(held), "values": [value for value, _source in held.values()],
        "aim": None, "aim_year": None, "aim_direction": 0, "verdicts": [], "lag": None, "why": [],
        "source": "; ".join(dict.fromkeys(source for _value, source in held.values())),
        "beside": {}, "breaks": [], "age": 0,
    }  # fmt: skip
    return cast(Row, data)


def _set_aside(row: Data) -> Data:
    """Return a row without verdicts; its values stay."""
    stands = [item for item in row["why"] if item["code"] == "stands"]
    stands.append({"code": "verdict", "verdict": "withheld", "withheld": "age", "break_year": 0, "method": ""})
    stands += [item for item in row["why"] if item["code"] == "aim_source"]
    return {**row, "verdicts": [], "lag": None, "why": stands}


def _shown(table: pl.DataFrame) -> pl.DataFrame:
    """The series that pages show, of areas that the framework has."""
    framework = load()
    areas = [*framework.countries, *framework.areas, WORLD]
    table = table.filter(pl.col("area").is_in(areas))
    totals, _more = choose_series(table)
    breakdowns = table["breakdown"].unique().to_list()
    pairs = [breakdown for breakdown in breakdowns if len(b := breakdown_pairs(breakdown)) == 1 and b[0][0] in PAIRS]
    apart = table.filter(pl.col("breakdown").is_in(pairs)).join(totals, on=NAME, how="anti")
    return pl.concat([totals, apart])


def _own(table: pl.DataFrame, titles: Mapping[str, str], policy: Policy) -> Iterator[Data]:
    """The areas that the file itself has."""
    newest = _newest(table)
    screened, matches, judged = judge_table(table, titles, policy, newest)
    verdicts, spans = judged.methods, matches.spans
    priority, came = map_priorities(matches, judged), find_origins(table)
    also = map_beside(table, matches.keys, range(matches.keys.height), breaks_of(screened.breaks))
    words = {name: ((*item.COMMON, ""), (*item.WORDS, "")) for name, item in methods.ALL.items()}
    years, values, starts = spans.years.tolist(), spans.values.tolist(), spans.starts.tolist()
    for at, key in enumerate(matches.keys.select(*KEY).iter_rows()):
        indicator, series, area, breakdown, unit = key
        stands = priority.get((indicator, series, area, breakdown, unit))
        first = max(starts[at], starts[at + 1] - YEARS)
        target = Target(_number(spans.target[at]), int(spans.target_year[at]), int(spans.direction[at]), None, None, "")
        texts = [
            {
                "method": name,
                "verdict": words[name][0][verdict.verdict[at]],
                "words": words[name][1][verdict.verdict[at]],
                "score": _number(verdict.score[at]),
            }
            for name, verdict in verdicts.items()
        ]
        # How far a series is behind; without a number to reach, the share of the methods that speak against it.
        yield {
            **_head(indicator, series, area, breakdown, unit, titles),
            "years": years[first : starts[at + 1]],
            "values": values[first : starts[at + 1]],
            **_aim(target),
            "verdicts": texts,
            "lag": lag_of(
                state_of(stands), None if stands is None else stands.score or 1 - (stands.chance or 0.0) or 0.01
            ),
            "why": [
                *(_why(stands) if stands else []),
                {"code": "verdict", **judged.fields_of(at)},
                {"code": "aim_source", "text": source_of(matches, at)},
            ],
            "source": came[key][1][:300],
            **_beside(also.get(at, NOTHING), years[first : starts[at + 1]], _first_year(verdicts, at)),
            "age": newest - years[starts[at + 1] - 1],
        }


def _first_year(verdicts: Mapping[str, Verdicts], at: int) -> float | None:
    """Return the first year that any verdict on a series compares."""
    matches = [float(verdict.inputs["base_year"][at]) for verdict in verdicts.values() if "base_year" in verdict.inputs]
    return min(filter(np.isfinite, matches), default=None)


def _beside(also: Beside, years: Sequence[int], first: float | None) -> Data:
    """Return what the file says beside the values of these years: each text once, with its years."""
    words: dict[str, dict[str, list[int]]] = {}
    for name, texts in zip(("statuses", "notes", "sources"), also.of(years), strict=True):
        for year, text in zip(years, texts, strict=False):
            if text:
                words.setdefault(name, {}).setdefault(text[:_LONGEST], []).append(year)
    inside = crossed(also.breaks, first, years[-1])
    return {"beside": words, "breaks": [{**asdict(item), "crossed": item in inside} for item in also.breaks]}


def _of_members(region: str, table: pl.DataFrame, titles: Mapping[str, str], policy: Policy) -> Iterator[Data]:
    """A region by its countries, for the series that the file does not have of the region itself."""
    inside = table.filter(pl.col("area").is_in(list(area_members(region, day_of_year(_newest(table))))))
    if inside.is_empty():
        return
    as_of = _newest(inside)
    figures = Figures(region, as_of, area_members(region, day_of_year(as_of)), table, titles, (), (), policy)
    own = set(table.filter(pl.col("area") == region).select(*NAME).unique().iter_rows())
    for series_standing in judge_members(figures, inside, AreaFigures.of(inside), own):
        yield {
            **_region_row(series_standing, titles),
            "age": max(0, _newest(table) - series_standing.measured.years[-1]),
        }


def _region_row(series_standing: SeriesStanding, titles: Mapping[str, str]) -> Data:
    m = series_standing.measured
    texts = [
        {"method": tally.method, "verdict": "", "score": None, "arrives": tally.arrives, "slow": tally.slow,
         "away": tally.away}
        for tally in series_standing.tallies if tally.arrives + tally.slow + tally.away
    ]  # fmt: skip
    why: list[Data] = []
    if series_standing.judged:
        why.append({"code": "behind", "behind": len(series_standing.behind), "judged": series_standing.judged})
        why += _covered(series_standing.covered)
    why.append({"code": "verdict", "verdict": m.verdict, "withheld": m.withheld, "break_year": 0, "method": ""})
    why.append({"code": "aim_source", "text": m.target.source})
    return {
        **_head(m.indicator, m.series, m.area, m.breakdown, m.unit, titles),
        "years": list(m.years),
        "values": list(m.values),
        **_aim(m.target),
        "verdicts": texts,
        "lag": lag_of(series_standing.state, series_standing.score),
        "why": why,
        # The kind of the figure: published, weighted by what, or a sum.
        "source": "; ".join(dict.fromkeys(filter(None, (series_standing.source, series_standing.weights))))[:300],
        "beside": {},
        "breaks": [],
    }


def _head(indicator: str, series: str, area: str, breakdown: str, unit: str, titles: Mapping[str, str]) -> Data:
    return {
        "area": _WORLD if area == WORLD else area,
        "series": series[:120],
        "indicator": indicator[:40],
        "breakdown": breakdown[:200],
        "name": title_of(indicator, series, titles),
        "unit": unit[:80],
        "concepts": _concepts(indicator),
    }


@cache
def _concepts(indicator: str) -> list[str]:
    """Targets under which an indicator is listed, their goals, and lines through the matrix; none without one."""
    first = first_listing(indicator)
    targets = [indicator.target for indicator in load().indicators.values() if first_listing(indicator.id) == first]
    goals = [load().targets[target].goal for target in targets]
    return list(dict.fromkeys((*targets, *goals, *lines_of(indicator))))


def _aim(target: Target) -> Data:
    return {"aim": target.value, "aim_year": target.year, "aim_direction": target.direction}


def _why(priority: Priority) -> list[Data]:
    """Codes and values of `standing_words`."""
    data: list[Data] = [{"code": "stands", "value": priority.value, "year": priority.year}]
    if priority.aim is None:
        data.append({"code": "more" if priority.direction > 0 else "less"})
    elif priority.met:
        data.append({"code": "aim_met", "aim": priority.aim})
    else:
        away = abs(priority.aim - priority.value)
        data.append({"code": "aim_away", "away": away, "aim": priority.aim, "by": priority.aim_year})
    arrives, slow, away_votes = priority.votes
    votes = {"code": "methods", "arrives": arrives, "slow": slow, "away": away_votes}
    data.append(votes if sum(priority.votes) else {"code": "no_method"})
    return data + ([{"code": "text", "text": f"Aim: {priority.note}."}] if priority.note else [])


def _covered(coverage: Coverage | None) -> list[Data]:
    if coverage is None:
        return []
    if not coverage.reporting:
        return [{"code": "nobody", "members": coverage.members}]
    return [
        {
            "code": "coverage",
            "reporting": coverage.reporting,
            "members": coverage.members,
            "latest": coverage.latest_year,
            "age": coverage.median_age or 0,
            "as_of": coverage.as_of,
        }
    ]


def _newest(table: pl.DataFrame) -> int:
    count = table["year"].max()
    assert isinstance(count, int)
    return count


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
