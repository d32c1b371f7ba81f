"""Published results, reproduced where the shared data is there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from benchmarks import progress

from actionlines.indicators import methods
from actionlines.indicators.methods import linear, statcan, unsd_2026
from actionlines.indicators.methods.fit import LEVEL
from actionlines.indicators.model import Aim
from actionlines.indicators.spans import from_series
from tests.indicators.methods import published

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def data(shared: Path) -> Path:
    return shared / "data" / "indicators"


def test_statistics_canada_every_series(data: Path) -> None:
    rows, series, aims = published.canada(data)
    verdicts = statcan.assess(from_series(series, aims))
    assert len(rows) == 247
    for i, row in enumerate(rows):
        code = int(verdicts.verdict[i])
        assert (statcan.WORDS[code] if code >= 0 else "") == published.STATUSES[row["series_status"]], row
        for ours, theirs in ((verdicts.score, "series_score"), (verdicts.ratio, "progress_value")):
            value = None if np.isnan(ours[i]) else float(ours[i])
            assert published.near(value, published.number(row[theirs])), row


def test_statistics_canada_from_tables_to_indicators(data: Path) -> None:
    found = published.components(data)
    assert len(found) == 9
    assert [wrong for one in found for wrong in published.differences(*one)] == []


STATCAN_WORDS = {
    "on track": {"Substantial progress", "Target achieved"},
    "accelerate": {"Moderate progress"},
    "limited": {"Limited progress"},
    "deterioration": {"Deterioration"},
}


def test_three_methods_on_internet_use(data: Path) -> None:
    rows, series = published.internet(data)
    spans = from_series(series, [Aim(100, low=0, high=100)] * len(series))
    unsd, canada = unsd_2026.assess(spans), statcan.assess(spans)
    straight = linear.assess(spans)
    assert len(rows) == 192
    for i, row in enumerate(rows):
        assert unsd_2026.WORDS[unsd.verdict[i]] == row["unsd"], row
        assert statcan.WORDS[canada.verdict[i]] in STATCAN_WORDS[row["statcan"]], row
        assert published.near(float(straight.ratio[i]), float(row["r_lin"])), row
        assert published.near(float(straight.projected[i]), min(100.0, float(row["proj_lin"]))), row
        assert published.near(float(unsd.projected[i]), min(100.0, float(row["proj_cagr"]))), row


def test_the_choice_of_method_decides(data: Path) -> None:
    """How many of the 192 countries each method sees arrive, as counted when the comparison was made."""
    _, series = published.internet(data)
    spans = from_series(series, [Aim(100, low=0, high=100)] * len(series))
    arrive = {
        name: sum(
            methods.ALL[name].COMMON[code] in ("on-track", "achieved")
            for code in methods.ALL[name].assess(spans).verdict
        )
        for name in ("unsd-2026", "statcan", "linear", "logit")
    }
    assert arrive == {"unsd-2026": 160, "statcan": 161, "linear": 121, "logit": 37}


def test_intervals_hold_what_came(data: Path) -> None:
    """Of the percentages of 2017, intervals made in 2010 held about the level that they name."""
    early, late = progress.past_and_future(progress.percentages(data, 20), 2010, 7)
    assert len(early) > 500
    for name, share in progress.held(early, late, 2010, 7).items():
        assert abs(share - LEVEL) < 0.1, name
