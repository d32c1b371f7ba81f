"""Progress by named methods: published results reproduced, time and memory, each with its bar.

    python -m benchmarks.progress [DATA]
    python -m benchmarks.progress --report [DATA]

DATA has the layout of the shared data (indicators/ in it). The whole SDG Global Database of 2020 is
read from Parquet, turned into spans and judged by every method, in a process of its own.

A report on one country is made by the command line, from the example and from the whole database. Times are of the
processor at the reference pace (benchmarks.pace). Two ratios do
not hang on the machine, for both sides are timed in this run: pictures painted by us and by Vega, and reading one
country and all of them.

Not compared: the peer sdg-build needs 112 s of processor time for 167 indicators of one country, with one
method. It reads metadata and translations and writes the files of a site besides; we read one table, judge
about 160,000 series by all methods, and write nothing. Its figure was measured elsewhere and is printed for
scale.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from tests.indicators.methods import published

from actionlines.indicators.judge import judge_spans
from actionlines.indicators.methods import fit, linear, statcan, unsd_2026
from actionlines.indicators.model import Aim, Key, Series
from actionlines.indicators.spans import from_series
from benchmarks.figure import Figure, peak_megabytes, python, scratch
from benchmarks.pace import command_at_reference

EXAMPLE = Path(__file__).parents[1] / "examples" / "indicators.csv"
COUNTRY = "KEN"
DATABASE = "sdg_global_database_2020.parquet"
PEER_SECONDS = 112.0  # sdg-build, 167 indicators of one country, processor time
SHARE = Aim(100, low=0, high=100, bounds=(0, 100), green=90)


def canada(data: Path) -> Iterable[Figure]:
    """Statistics Canada: published series, and from its tables to its indicators."""
    rows, series, aims = published.canada(data)
    verdicts = statcan.assess(from_series(series, aims))
    words = [statcan.WORDS[code] if code >= 0 else "" for code in verdicts.verdict]

    def equal(ours: np.ndarray, column: str) -> int:
        given = [published.number(row[column]) for row in rows]
        return sum(published.near(None if np.isnan(x) else float(x), y) for x, y in zip(ours, given, strict=True))

    statuses = sum(word == published.STATUSES[row["series_status"]] for word, row in zip(words, rows, strict=True))
    yield Figure("Statistics Canada: status of a series", statuses, ">=", 247)
    yield Figure("Statistics Canada: score of a series", equal(verdicts.score, "series_score"), ">=", 247)
    yield Figure("Statistics Canada: progress value", equal(verdicts.ratio, "progress_value"), ">=", 238)
    wrong = [line for one in published.components(data) for line in published.differences(*one)]
    yield Figure("Statistics Canada from tables: differences", len(wrong), "<=", 0)


def internet(data: Path) -> Iterable[Figure]:
    """Three methods on internet use, countries equal."""
    rows, series = published.internet(data)
    spans = from_series(series, [SHARE] * len(series))
    unsd, canadian, straight = (m.assess(spans) for m in (unsd_2026, statcan, linear))
    plain = {"on-track": "on track", "achieved": "on track", "moderate": "accelerate", "limited": "limited"}
    plain |= {"regression": "deterioration"}
    equal = {
        "UN Statistics Division": [unsd_2026.WORDS[unsd.verdict[i]] == row["unsd"] for i, row in enumerate(rows)],
        "Statistics Canada": [
            plain[statcan.COMMON[canadian.verdict[i]]] == row["statcan"] for i, row in enumerate(rows)
        ],
        "linear": [published.near(straight.ratio[i], float(row["r_lin"])) for i, row in enumerate(rows)],
    }
    for name, found in equal.items():
        yield Figure(f"internet use by {name}: countries equal", sum(found), ">=", 192)


def past_and_future(series: Iterable[Series], split: int, ahead: int) -> tuple[list[Series], list[float]]:
    """Series cut off in `split` with at least five values in ten years, and what came `ahead` years later."""
    early, late = [], []
    for one in series:
        past = [(y, v) for y, v in zip(one.years, one.values, strict=True) if split - 10 <= y <= split]
        now = dict(zip(one.years, one.values, strict=True)).get(split + ahead)
        if now is not None and len({v for _, v in past}) > 1 and len(past) >= 5:
            years, values = zip(*past, strict=True)
            early.append(replace(one, years=years, values=values, statuses=()))
            late.append(now)
    return early, late


def held(early: Sequence[Series], late: Sequence[float], split: int, ahead: int) -> dict[str, float]:
    """By method, the share of intervals made in `split` that held what came `ahead` years later."""
    spans = from_series(early, [Aim(100, split + ahead, low=0, high=100, base=split - 10)] * len(early))
    shares = {}
    for name, verdicts in judge_spans(spans, ["linear", "logit", "pooled"]).items():
        given = np.isfinite(verdicts.low)
        inside = (np.array(late) >= verdicts.low) & (np.array(late) <= verdicts.high)
        shares[name] = float(inside[given].mean())
    return shares


def coverage(what: str, series: Iterable[Series], split: int, ahead: int) -> str:
    """The same in words."""
    early, late = past_and_future(series, split, ahead)
    shares = ", ".join(f"{name} {share:.0%}" for name, share in held(early, late, split, ahead).items())
    level, year = fit.LEVEL, split + ahead
    return f"intervals of {level:.0%} made in {split} for {year}, {len(early):,} of {what}: {shares}"


def datahub(data: Path) -> Iterable[Figure]:
    """Files of ITU's DataHub without a mapping: rows kept, series understood; then backtests from 2018 on them."""
    from actionlines.indicators.read import read_indicators
    from actionlines.papers.progress.backtest import backtest

    kept = rows = good = series = 0
    for path in sorted((data / "itu_datahub_2025").glob("*.csv.gz")):
        found = read_indicators(path)
        kinds = found.table.select("series", "breakdown", "unit").unique()
        titles = [found.names.get(code, "") for code in kinds["series"]]
        rows, kept = rows + found.rows_in, kept + found.table.height
        series += kinds.height
        good += sum(
            bool(title) and titles.count(title) == 1 and title not in found.definitions.values() and group == "" != unit
            for title, (_, group, unit) in zip(titles, kinds.iter_rows(), strict=True)
        )
        tried = backtest(found.table, 2018, found.names)
        for row in tried.filter(tried["group"] == "").iter_rows(named=True):
            if row["method"] == "pooled" and row["areas"] >= 100:
                print(f"{row['title']}, 2018 to {row['year']}: {row['areas']} areas, "
                      f"error {row['error']:.3g}, intervals held {row['held']:.0%}")  # fmt: skip
    yield Figure("DataHub of 2025: rows kept", kept, ">=", rows)
    yield Figure("DataHub of 2025: series with title, unit and no breakdown", good, ">=", series)


def percentages(data: Path, most: int = 150) -> list[Series]:
    """Series of the database in per cent, seven years or more, at most `most` of each code."""
    import polars as pl

    table = (
        pl.read_parquet(data / DATABASE)
        .filter(pl.col("key").str.contains("percent") & pl.col("value").is_not_null())
        .sort("series", "geo_area", "key", "year")
        .group_by("series", "geo_area", "key", maintain_order=True)
        .agg("year", "value", low=pl.col("value").min(), high=pl.col("value").max())
        .filter((pl.col("low") >= 0) & (pl.col("high") <= 100) & (pl.col("year").list.len() >= 7))
        .group_by("series", maintain_order=True)
        .head(most)
    )
    return [
        Series(Key("", code, area), tuple(years), tuple(values))
        for code, area, years, values in table.select("series", "geo_area", "year", "value").iter_rows()
    ]


def whole_database(data: Path) -> None:
    """The timed work: read, group, judge by every method; prints how many series each could judge."""
    import polars as pl

    from actionlines.indicators.spans import from_table

    table = pl.read_parquet(data / DATABASE).select("year", "value", series="series", area="geo_area", breakdown="key")
    keys, spans = from_table(table, {}, SHARE)
    judged = {name: int((verdicts.verdict >= 0).sum()) for name, verdicts in judge_spans(spans).items()}
    several = int((np.diff(spans.starts) >= 2).sum())
    print(json.dumps({"observations": table.height, "series": keys.height, "two": several, "judged": judged}))


def database(data: Path) -> Iterable[Figure]:
    """Processor time of a whole process at the reference pace, and its peak memory."""
    command = python("-m", "benchmarks.progress", "--database", str(data))
    yield Figure("all methods, database of 2020: processor time", command_at_reference(command), "<=", 5.0, "s")
    yield Figure("all methods, database of 2020: memory", peak_megabytes(command), "<=", 800.0, "MB")


def reports(data: Path) -> Iterable[Figure]:
    """A report on one country, all its files: processor time of the command at the reference pace, and its memory."""
    for what, file in (("the example", EXAMPLE), ("the database of 2020", data / DATABASE)):
        with scratch() as folder:
            command = python("-c", "from actionlines.cli import main; main()", "measure", str(file))
            command += ["--country", COUNTRY, "--out", folder, "--quiet", "--force"]
            spent = command_at_reference(command)
            yield Figure(f"report on one country, {what}: processor time", spent, "<=", 2.5, "s")
            memory = peak_megabytes(command)
            yield Figure(f"report on one country, {what}: memory", memory, "<=", 400.0, "MB")


DATAHUB, COUNTRIES, SERIES = "itu_datahub_2025", 196, 10


def many_countries(data: Path, folder: Path) -> Path:
    """Write the ten series of the DataHub with most countries, of the 196 with most series; returns the file."""
    import polars as pl

    parts = [pl.read_csv(path, infer_schema=False) for path in sorted((data / DATAHUB).glob("*.csv.gz"))]
    table = pl.concat(parts, how="diagonal")
    series = table.group_by("seriesCode").agg(pl.col("entityIso").n_unique()).sort("entityIso", "seriesCode")
    table = table.filter(pl.col("seriesCode").is_in(series["seriesCode"].tail(SERIES).implode()))
    areas = table.group_by("entityIso").agg(pl.col("seriesCode").n_unique()).sort("seriesCode", "entityIso")
    table = table.filter(pl.col("entityIso").is_in(areas["entityIso"].tail(COUNTRIES).implode()))
    path = folder / "many.csv"
    table.write_csv(path)
    return path


def whole_report(data: Path) -> Iterable[Figure]:
    """The report on many countries by the command: time, memory, size of the page, pace of its filters."""
    with scratch() as name:
        folder = Path(name)
        file = many_countries(data, folder)
        command = python("-c", "from actionlines.cli import main; main()", "measure", str(file))
        command += ["--out", str(folder / "out"), "--quiet", "--force"]
        memory = peak_megabytes(command)
        spent = command_at_reference(command, 2)
        page = folder / "out" / "index.html"
        what = f"report on {COUNTRIES} countries, {SERIES} series, all methods"
        yield Figure(f"{what}: processor time", spent, "<=", 5.0, "s")
        yield Figure(f"{what}: memory", memory, "<=", 600.0, "MB")
        yield Figure(f"{what}: page", page.stat().st_size / 1e6, "<=", 4.0, "MB")
        yield from in_browser(page, what)


# Each filter set in turn, with the time until the page is laid out again.
_FILTERS = """() => [["country", "ken"], ["country", ""], ["class", "away"], ["class", ""]].map(([id, value]) => {
  const field = document.getElementById(id), start = performance.now();
  field.value = value; field.dispatchEvent(new Event("input")); document.body.offsetHeight;
  return performance.now() - start; })"""


def in_browser(page: Path, what: str) -> Iterable[Figure]:
    """The slowest filter, and what axe finds in the page."""
    import shutil

    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        opened = browser.new_page()
        opened.goto(page.as_uri())
        slowest = max(min(opened.evaluate(_FILTERS)[at] for _ in range(2)) for at in range(4))
        yield Figure(f"{what}: slowest filter", slowest, "<=", 200.0, "ms")
        yield Figure(f"{what}: found by axe", Axe().run(opened).violations_count, "<=", 0)
        browser.close()


def fastest(work: Callable[[], object], runs: int = 3) -> float:
    """Best wall time of a piece of work, in seconds."""
    best = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def ratios(data: Path) -> Iterable[Figure]:
    """How many times faster than what they stand in for, timed side by side."""
    from actionlines.indicators.read import read_indicators
    from actionlines.papers.charts import model
    from actionlines.papers.charts.paint import paint_chart
    from actionlines.papers.progress.assemble import measure
    from actionlines.papers.progress.charts import line_chart
    from actionlines.papers.progress.scope import make_scope
    from actionlines.papers.progress.words import ENGLISH

    told = measure([EXAMPLE], make_scope(COUNTRY)).measured
    charts = [chart for at, one in enumerate(told) if (chart := line_chart(one, at, ENGLISH, "")) is not None]

    def drawn() -> None:
        model._draw_spec.cache_clear()
        for chart in charts:
            model.draw_svg(chart.spec)

    drawn()  # Vega's own start is not counted
    ours = fastest(lambda: [paint_chart(chart.spec) for chart in charts])
    yield Figure("pictures: times faster than Vega", fastest(drawn) / ours, ">=", 20.0)
    file = data / DATABASE
    one, every = (fastest(partial(read_indicators, file, area=area)) for area in (COUNTRY, ""))
    yield Figure("reading one country: times faster than all", every / one, ">=", 2.5)


def main(arguments: list[str]) -> int:
    """Print the table; 1 where a bar is not reached."""
    if arguments[:1] == ["--database"]:
        whole_database(Path(arguments[1]))
        return 0
    alone = arguments[:1] == ["--report"]
    data = Path(([*arguments[alone:], "../shared/data"])[0]) / "indicators"
    if alone:
        figures = list(whole_report(data))
        for figure in figures:
            print(figure.row())
        return 0 if all(figure.reached for figure in figures) else 1
    figures = [*canada(data), *internet(data), *datahub(data), *database(data), *reports(data), *ratios(data)]
    for figure in figures:
        print(figure.row())
    for ahead in (5, 7):
        print(coverage("internet use", published.internet(data)[1], 2015, ahead))
    print(coverage("SDG percentages", percentages(data), 2010, 7))
    command = python("-m", "benchmarks.progress", "--database", str(data))
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    sizes = (found["observations"], found["series"], found["two"])
    print("{:,} observations, {:,} series, {:,} of two years or more".format(*sizes))
    print("judged: " + ", ".join(f"{name} {count:,}" for name, count in found["judged"].items()))
    print(f"for scale, other work: sdg-build, 167 indicators of one country, {PEER_SECONDS:g} s of CPU")
    return 0 if all(figure.reached for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
