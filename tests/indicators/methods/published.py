"""Published results and their inputs, read from the shared data for tests and benchmarks."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import yaml

from actionlines.indicators.model import Aim, Series
from tests.indicators.methods import opensdg
from tests.indicators.methods.make import series

Row = dict[str, str]
STATUSES = {
    "not_available": "",
    "deterioration": "Deterioration",
    "limited_progress": "Limited progress",
    "moderate_progress": "Moderate progress",
    "substantial_progress": "Substantial progress",
    "target_achieved": "Target achieved",
}


def number(text: str) -> float | None:
    """A cell as a number, None where it is empty."""
    return float(text) if text else None


def canada(data: Path) -> tuple[list[Row], list[Series], list[Aim]]:
    """The published rows of the Global Indicator Framework of Canada, with series and aims made from them."""
    with (data / "published_progress_canada_gif.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    ends = [
        {
            int(float(row[f"{end}_year"])): float(row[f"{end}_value"])
            for end in ("base", "current")
            if row[f"{end}_value"]
        }
        for row in rows
    ]
    aims = [
        Aim(
            number(row["target"]),
            int(float(row["target_year"])),
            1 if row["direction"] == "1" else -1,
            limit=number(row["limit"]),
            base=int(float(row["base_year"])),
        )
        for row in rows
    ]
    return rows, [series(values) for values in ends], aims


def internet(data: Path) -> tuple[list[Row], list[Series]]:
    """The comparison of methods on internet use, and the series behind it up to 2023."""
    values: dict[str, dict[int, float]] = {}
    with (data / "owid" / "share-of-individuals-using-the-internet.csv").open(encoding="utf-8") as file:
        for code, year, value in ((r["Code"], int(r["Year"]), list(r.values())[3]) for r in csv.DictReader(file)):
            if year <= 2023:
                values.setdefault(code, {})[year] = float(value)
    with (data / "method_disagreement_internet_use_2015_2023.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return rows, [series(values[row["iso"]], area=row["iso"]) for row in rows]


def components(data: Path) -> list[tuple[str, list[Row], list[dict[str, Any]], dict[str, Any]]]:
    """Number, rows, options and published components of each indicator whose inputs are given."""
    folder = data / "statcan_underlying"
    published = yaml.safe_load((folder / "gif_indicator_calculation_components.yml").read_text("utf-8-sig"))
    found = []
    for path in sorted(folder.glob("*.config.yml")):
        name = path.name.removesuffix(".config.yml")
        options = yaml.safe_load(path.read_text("utf-8-sig"))["progress_calculation_options"]
        with (folder / f"{name}.csv").open(encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
        found.append((name.removeprefix("gif_"), rows, options, published[name.removeprefix("gif_")]))
    return found


def same_tag(short: str, full: str) -> bool:
    """Whether a published tag, whose parts may be cut off with dots, is that of a series."""
    parts, wholes = short.split(" / "), full.split(" / ")
    return len(parts) == len(wholes) and all(
        whole == part or (part.endswith("...") and whole.startswith(part[:-3]))
        for part, whole in zip(parts, wholes, strict=True)
    )


def differences(number_: str, rows: list[Row], options: list[dict[str, Any]], published: dict[str, Any]) -> list[str]:
    """What our result of an indicator has otherwise than the published one."""
    indicator, results = opensdg.judge_indicator(rows, options, number_)
    wrong = []
    if not near(indicator.score, published["score"]) or indicator.words != STATUSES[published["progress_status"]]:
        wrong.append(f"{number_}: {indicator}")
    series_ = {tag: values for tag, values in published.items() if isinstance(values, dict)}
    if len(series_) != len(results):
        wrong.append(f"{number_}: {len(results)} series, {len(series_)} published")
    names = {
        "base_year": "base_year",
        "base_value": "base_value",
        "last_year": "current_year",
        "last_value": "current_value",
        "progress": "progress_value",
        "score": "score",
    }
    for tag, values in series_.items():
        ours = next((result for full, result in results.items() if same_tag(tag, full)), None)
        if ours is None or ours["words"] != STATUSES[values["status"]]:
            wrong.append(f"{tag}: {ours}")
        elif not all(near(ours[mine], values[theirs]) for mine, theirs in names.items()):
            wrong.append(f"{tag}: {ours} {values}")
    return wrong


def near(ours: float | str | None, theirs: float | None) -> bool:
    """Equal up to rounding, or both absent."""
    if ours is None or theirs is None or isinstance(ours, str):
        return ours is None and theirs is None
    return abs(ours - theirs) <= 1e-9 * max(1.0, abs(theirs))
