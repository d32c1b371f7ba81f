"""What the rules of publication let through: verdicts that no office would sign, and pages against their charts.

    python -m benchmarks.publishable [DATA]        DATA has the layout of the shared data (indicators/ in it)

Every file of figures is judged as `measure` does it, and worked out as an import does it. Each verdict that is
published is held against the values again, without the code of the rules. Of the series of countries with an aim, 200
with a verdict and 200 of all are drawn; what the chart shows is held against the verdict.
"""

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from actionlines.indicators.groups import area_members, day_of_year
from actionlines.papers.progress.assemble import measure
from actionlines.papers.progress.charts import line_chart
from actionlines.papers.progress.model import Measured, ProgressReport
from actionlines.papers.progress.scope import is_country, make_scope
from actionlines.papers.progress.words import ENGLISH
from benchmarks.figure import Figure, verdict

FILES = ("itu_datahub/itu_datahub_lean.csv", "owid/share-of-individuals-using-the-internet.csv")
FOLDERS = ("itu_datahub_2025",)
DATABASE = "sdg_global_database_2020.parquet"
DRAWN = 200
SHORT = 0.05  # of the way to the aim, which a series that is on course may miss (UNSD)


def main() -> int:
    """1 where a figure misses its bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=Path("../shared/data"))
    return verdict(list(_figures(parser.parse_args().data / "indicators")))


def _figures(folder: Path) -> Iterator[Figure]:
    files = [folder / name for name in (*FILES, DATABASE)]
    files += [path for name in FOLDERS for path in sorted((folder / name).glob("*.csv*"))]
    counts = dict.fromkeys(("over a break", "span of two years or less", "from an impossible 0"), 0)
    published = withheld = 0
    drawn: list[Measured] = []
    for path in files:
        report = measure([path], make_scope())
        for what, held in _count_refusable(report).items():
            counts[what] += held
        series = report.published
        withheld += series.get("withheld", 0)
        published += sum(series.values()) - series.get("withheld", 0)
        if path.name != DATABASE:
            drawn += [item for item in report.measured if is_country(item.area) and item.target.value is not None]
    yield Figure("series with a published verdict", published, ">=", 1)
    print(f"series whose verdict is withheld: {withheld:,}")
    for what, held in counts.items():
        yield Figure(f"verdicts published {what}", held, "<=", 0)
    yield Figure("verdicts of the site that differ from those of the report", _count_differing(folder), "<=", 0)
    yield Figure("groups judged by less than half of their members", _count_groups(folder), "<=", 0)
    with_verdict = [item for item in drawn if not item.withheld]
    chosen = [item for some in (with_verdict, drawn) for item in random.Random(1).sample(some, min(DRAWN, len(some)))]
    wrong = [text for item in chosen if (text := _contradiction(item))]
    print("\n".join(wrong))
    yield Figure(f"verdict and chart contradict each other, {len(chosen)} drawn", len(wrong), "<=", 0)


def _count_refusable(report: ProgressReport) -> dict[str, int]:
    rows = report.progress.filter(pl.col("verdict") != "")
    zeros = report.observations.filter((pl.col("value") == 0) & (pl.col("unit") == "percent_gni_pc"))
    keys = ["indicator", "series", "area", "breakdown", "unit"]
    ends = rows.with_columns(pl.col(*keys).cast(pl.String))
    ends = ends.filter((pl.col("last_value") == 0) | (pl.col("base_value") == 0))
    return {
        "over a break": rows.filter(pl.col("breaks").cast(pl.String) != "").height,
        "span of two years or less": rows.filter(pl.col("last_year") - pl.col("base_year") <= 2).height,
        "from an impossible 0": ends.join(zeros, on=keys, how="semi").height,
    }


def _count_differing(folder: Path) -> int:
    from actionlines.register.standings.figures import work_out

    differing = 0
    for name in FILES:
        reported = {
            (item.area, item.series, item.breakdown): item.verdict
            for item in measure([folder / name], make_scope()).measured
        }
        for row in work_out(folder / name, Path(name).name).rows:
            verdicts = [item["verdict"] for item in row["why"] if item["code"] == "verdict"]
            key = row["area"], row["series"], row["breakdown"]
            differing += bool(verdicts) and reported.get(key, verdicts[0]) != verdicts[0]
    return differing


def _count_groups(folder: Path) -> int:
    from actionlines.register.standings.figures import work_out

    many = 0
    for name in FILES:
        for row in work_out(folder / name, Path(name).name).rows:
            said = {str(item["code"]): item for item in row["why"]}
            if "behind" in said and said["verdict"]["verdict"] != "withheld":
                area = "m49:001" if row["area"] == "world" else row["area"]
                members = len(area_members(area, day_of_year(row["years"][-1])))
                many += 2 * int(said["behind"]["judged"] or 0) < members
    return many


def _contradiction(item: Measured) -> str:
    """Return what a chart shows against the verdict beside it; "" where they agree."""
    chart = line_chart(item, 1, ENGLISH, "")
    if chart is None or item.target.value is None:
        return ""
    rows = {str(row[0]): float(row[2]) for row in chart.rows if row[2] != ""}
    ends = [rows[name] for name in (ENGLISH("chart.linear"), ENGLISH("chart.logit")) if name in rows]
    aim, last, better = item.target.value, item.values[-1], item.target.direction
    met = better * (last - aim) >= 0
    held = {
        "reached": met,
        "on-course": len(ends) == 1 and better * (ends[0] - aim) >= -SHORT * max(abs(aim - item.values[0]), abs(aim)),
        "too-slow": len(ends) == 1 and not met and better * (ends[0] - aim) < 0,
        "going-back": len(ends) == 1 and not met and better * (ends[0] - last) <= 0,
        "withheld": not ends,
    }[item.verdict]
    return "" if held else f"{item.id}: {item.verdict}, chart {ends}, aim {aim}, last {last}"


if __name__ == "__main__":
    raise SystemExit(main())
