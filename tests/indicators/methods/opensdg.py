"""Options of an Open SDG indicator: which rows are a series, what its aim is, how series are grouped.

`progress_calculation_options` is a list of series, each with direction, target, target_year, base_year, limit
and the series, unit and disaggregation that pick its rows; `group` holds a list of the same. Without
disaggregation the headline counts: the rows in which every column of a breakdown is empty. A column
`Progress` takes the place of the value. "2015-16" is 2015. Source: open-sdg/sdg-build sdg/ProgressMeasure.py
and open-sdg/open-sdg docs/progress-methodology.md [read in source code and documentation]; `group` from
published options [read in data].

The scores of the series make one score of the indicator, as Statistics Canada does it:

    score     = mean over the groups of the mean score of each group's series
    status    = Target achieved where every series with a score is achieved; else by the cuts of the score:
                >= 2.5 substantial, >= 0 moderate, >= -2.5 limited, else deterioration

A series without a score counts nowhere; a group without any is left out. Source: open-sdg/sdg-build
sdg/ProgressMeasure.py [read in source code: mean of series]; groups from the published results of 4.a.1 and
9.c.1, whose scores are means of group means [checked].
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from actionlines.indicators.methods import statcan
from actionlines.indicators.model import Aim, Key, Series, Verdict
from actionlines.indicators.spans import from_series
from actionlines.json_types import JsonMapping

INDICATOR = (-2.5, 0.0, 2.5)  # score of an indicator -> words


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator from its series: verdict, words of the method, score, how many series had one."""

    verdict: Verdict
    words: str
    score: float | None
    judged: int
    of: int


def gather_groups(groups: Sequence[Sequence[tuple[float | None, bool]]]) -> Indicator:
    """(score, achieved) of each series, in groups; a series that stands alone is a group of one.

    >>> gather_groups([[(5.0, True), (1.0, False)], [(-1.0, False)]]).score
    1.0
    """
    judged = [[(s, done) for s, done in group if s is not None] for group in groups]
    judged = [group for group in judged if group]
    total, series = sum(len(group) for group in groups), [member for group in judged for member in group]
    if not series:
        return Indicator("", "", None, 0, total)
    means = [sum(s for s, _ in group) / len(group) for group in judged]
    score = sum(means) / len(means)
    code = sum(score >= cut for cut in INDICATOR)
    if all(done for _, done in series):
        code = statcan.ACHIEVED
    return Indicator(_COMMON[code], statcan.WORDS[code], score, len(series), total)


_COMMON: tuple[Verdict, ...] = ("regression", "limited", "moderate", "on-track", "achieved")


Row = Mapping[str, str]

# Columns that are no breakdown.
PLAIN = frozenset(
    {"Year", "Value", "Progress", "Series", "Units", "GeoCode"}
    | {"Observation status", "Unit multiplier", "Unit measure"}
)


def read_aim(options: JsonMapping) -> Aim:
    """Return the aim of one series; less is better unless `direction` says positive, as Open SDG has it."""
    number = {name: None if options.get(name) is None else float(options[name]) for name in ("target", "limit")}
    return Aim(
        value=number["target"],
        year=int(options.get("target_year") or 2030),
        direction=1 if options.get("direction") == "positive" else -1,
        limit=number["limit"],
        base=int(options.get("base_year") or 2015),
    )


def series_tag(indicator: str, options: JsonMapping) -> str:
    """Return the name of a series: indicator, series, unit and the values of its breakdown."""
    parts = [indicator, options.get("series"), options.get("unit")]
    parts += [option["value"] for option in options.get("disaggregation") or ()]
    return " / ".join(str(part) for part in parts if part is not None)


def pick_series(rows: Iterable[Row], options: JsonMapping, indicator: str, area: str = "") -> Series:
    """Return the series that the options mean. Raises ValueError where the rows left are more than one series."""
    name = series_tag(indicator, options)
    wanted = {"Series": options.get("series"), "Units": options.get("unit")}
    wanted |= {option["field"]: option["value"] for option in options.get("disaggregation") or ()}
    chosen = {column: value for column, value in wanted.items() if value is not None}
    table = [row for row in rows if all(row.get(column, value) == value for column, value in chosen.items())]
    if not options.get("disaggregation"):
        table = [row for row in table if not any(row[column] for column in row if column not in PLAIN)]
    for column in {column for row in table for column in row} - PLAIN | {"Series", "Units"}:
        present = {row.get(column) or "" for row in table}
        if len(present) > 1:
            raise ValueError(f"{name}: {column} has {len(present)} values; the options mean several series")
    values: dict[int, float] = {}
    for row in table:
        text = (row.get("Progress") if "Progress" in row else row.get("Value")) or ""
        if not text.strip():
            continue
        year = int(row["Year"].strip()[:4])
        if year in values:
            raise ValueError(f"{name}: more than one row for {year}; the options mean several series")
        values[year] = float(text)
    years = tuple(sorted(values))
    return Series(Key("", name, area), years, tuple(values[year] for year in years))


def judge_indicator(
    rows: Sequence[Row], options: Sequence[JsonMapping], number: str, area: str = ""
) -> tuple[Indicator, dict[str, dict[str, float | str | None]]]:
    """Return the indicator by the method of Statistics Canada, and by the tag of each series what went into it."""
    groups = [option.get("group") or [option] for option in options]
    flat = [row for group in groups for row in group]
    series = [pick_series(rows, readings, number, area) for readings in flat]
    spans = from_series(series, [read_aim(reading) for reading in flat])
    verdicts = statcan.assess(spans)
    results: dict[str, dict[str, float | str | None]] = {}
    scored: list[tuple[float | None, bool]] = []
    for i, item in enumerate(series):
        code = int(verdicts.verdict[i])
        score = None if code < 0 else float(verdicts.score[i])
        scored.append((score, code == statcan.ACHIEVED))
        numbers = {name: verdicts.inputs[name][i] for name in ("base_year", "base_value", "last_year", "last_value")}
        numbers |= {"progress": verdicts.ratio[i]}
        result: dict[str, float | str | None] = {k: None if v != v else float(v) for k, v in numbers.items()}
        result |= {"score": score, "words": statcan.WORDS[code] if code >= 0 else ""}
        results[item.key.series] = result
    position = 0
    gathered = []
    for group in groups:
        gathered.append(scored[position : position + len(group)])
        position += len(group)
    return gather_groups(gathered), results
