"""Series that end long before the others: marked, or set aside."""

from __future__ import annotations

from pathlib import Path

import pytest

from actionlines.papers.progress.assemble import measure
from actionlines.papers.progress.page import latest_values
from actionlines.papers.progress.scope import make_scope

HEAD = "indicator,series,iso3,year,value,unit\n"
AREAS = ("KEN", "UGA", "TZA", "RWA", "BDI", "ETH")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    rows = [
        f"17.8.1,IT_USE_ii99,{area},{year},{20 + at + year - 2015},percent"
        for at, area in enumerate(AREAS)
        for year in (2015, 2018, 2019 if area == "KEN" else 2024)
    ]
    path = tmp_path / "use.csv"
    path.write_text(HEAD + "\n".join(rows), "utf-8")
    return path


def test_an_old_series_is_marked(file: Path) -> None:
    report = measure([file], make_scope())
    assert {one.area: (one.age, one.old) for one in report.measured if one.area in ("KEN", "UGA")} == {
        "KEN": (5, True),
        "UGA": (0, False),
    }
    assert [one.age for one in report.priorities if one.area == "KEN"] == [5]
    assert report.set_aside is None
    assert any("1 series ends more than 3 years before 2024 and is marked as old" in one for one in report.notes)
    assert len(latest_values(report)[0].values) == 6


def test_an_old_series_is_set_aside(file: Path) -> None:
    report = measure([file], make_scope(), set_aside=True)
    assert report.set_aside == 1
    assert "KEN" not in {one.area for one in (*report.measured, *report.priorities)}
    assert "KEN" not in set(report.progress["area"])
    assert "KEN" not in latest_values(report)[0].values
    assert "KEN" in set(report.observations["area"])
    assert [one.kind for one in report.gaps if one.area == "KEN"][:1] == ["too-old"]


def test_the_years_are_a_setting(file: Path) -> None:
    report = measure([file], make_scope(), old_after=5, set_aside=True)
    assert report.set_aside == 0
    assert "KEN" in {one.area for one in report.measured}
    assert not any("marked as old" in one or "set aside" in one for one in report.notes)
