"""What is furthest and least likely to arrive: by hand, with votes given, so that no method is needed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl
import pytest

from actionlines.indicators.aims import Book, connectivity_aims, sdg_aims
from actionlines.indicators.aims.agreed import Agreed
from actionlines.indicators.coverage import Population
from actionlines.indicators.model import Spans
from actionlines.indicators.priorities import (
    Outlook,
    Votes,
    by_methods,
    gaps,
    of_area,
    of_line,
    of_region,
    one_each,
    rank,
    standings,
)

BOOK = Book.of(connectivity_aims(), sdg_aims())
Row = tuple[str, str, str, str, str, int, float]


def table(*rows: Row) -> pl.DataFrame:
    names = ("indicator", "series", "area", "breakdown", "unit", "year", "value")
    kinds = {"year": pl.Int32, "value": pl.Float64}
    made = [dict(zip(names, row, strict=True)) for row in rows]
    return pl.DataFrame(made, schema={n: kinds.get(n, pl.String) for n in names})


def votes(*given: tuple[int, int, int]) -> Outlook:
    """An outlook that says what it is told, in the order of the series."""

    def told(spans: Spans) -> Votes:
        assert len(spans) == len(given)
        arrives, slow, away = (np.array([one[i] for one in given], dtype=np.int32) for i in range(3))
        return Votes(arrives, slow, away, ("told",))

    return told


def use(area: str, value: float, year: int = 2023) -> Row:
    return ("sdg:17.8.1", "IT_USE_ii99", area, "", "percent", year, value)


def phones(area: str, value: float) -> Row:
    return ("sdg:5.b.1", "IT_MOB_OWN", area, "", "percent", 2023, value)


# 40 % of 100: 0.6 of the way left. 1 arrives, 2 too slow, 1 away: chance (1 + 1) / 4 = 0.5; score 0.3.
def test_worked_example() -> None:
    (one,) = standings(table(use("KEN", 40)), BOOK, votes((1, 2, 1)))
    assert (one.distance, one.measure, one.chance) == (0.6, "limits", 0.5)
    assert one.score == pytest.approx(0.3)
    assert (one.aim, one.aim_year, one.basis, one.agreed) == (100, 2030, "connectivity", "UMC-U1")
    assert one.reason == (
        "People using the Internet (17.8.1, IT_USE_ii99) stands at 40 in 2023, 60 from the aim of 100 by "
        "2030. "
        "Of 4 methods, 1 says that it arrives, 2 that it is too slow, 1 that it stands still or moves away."
    )


def test_further_and_less_likely_goes_first() -> None:
    given = table(use("KEN", 40), phones("KEN", 70), ("sdg:7.1.1", "EG", "KEN", "", "percent", 2023, 40))
    found = rank(standings(given, BOOK, votes((0, 4, 0), (0, 0, 4), (0, 0, 4))))
    # 0.6 * 1; 0.3 * 1, which ties with 0.6 * 0.5 and goes first, for more methods see it go away.
    assert [one.indicator for one in found] == ["sdg:7.1.1", "sdg:5.b.1", "sdg:17.8.1"]


def test_countries_are_ranked_before_groups_whatever_their_score() -> None:
    given = table(use("LDC", 10), use("KEN", 70))
    found = rank(standings(given, BOOK, votes((0, 0, 4), (0, 4, 0))))
    assert [one.area for one in found] == ["KEN", "LDC"]


def test_what_is_there_or_surely_arrives_is_no_priority() -> None:
    given = table(use("KEN", 100), use("UGA", 90))
    assert rank(standings(given, BOOK, votes((0, 0, 4), (4, 0, 0)))) == ()


# Not judged never stands among the judged; a direction only counts where most see it go away.
def test_tiers() -> None:
    given = table(
        use("KEN", 1),
        use("UGA", 99),
        ("sdg:9.5.1", "GB_XPD_RSDV", "KEN", "", "percent", 2023, 0.8),
        ("sdg:9.5.1", "GB_XPD_RSDV", "UGA", "", "percent", 2023, 0.8),
    )
    found = rank(standings(given, BOOK, votes((0, 0, 0), (0, 0, 3), (0, 1, 3), (2, 1, 3))))
    assert [(one.area, one.indicator) for one in found] == [
        ("UGA", "sdg:17.8.1"),
        ("KEN", "sdg:9.5.1"),
        ("KEN", "sdg:17.8.1"),
    ]
    assert found[2].chance is None and "No method can judge it." in found[2].reason
    assert found[1].aim is None and "no number was agreed, more is better" in found[1].reason


# No direction known: nothing is said.
def test_series_without_an_aim_are_left_out() -> None:
    given = table(("", "UNKNOWN", "KEN", "", "percent", 2023, 4))
    assert standings(given, BOOK, votes((0, 0, 3))) == ()


@pytest.mark.parametrize(
    "entry,unit,value,distance,measure",
    [
        ({"value": 70.0, "direction": -1}, "per_100000_pop", 140.0, 0.5, "aim"),  # half has to go
        ({"value": 50.0}, "mbit_s", 10.0, 0.8, "aim"),
        ({"value": 0.0, "direction": -1}, "number", 30.0, 0.75, "base"),  # 40 in 2015
        ({"value": 50.0, "what": "middle"}, "percent", 75.0, 0.5, "limits"),
        ({"value": 2.0, "direction": -1}, "percent_gni_pc", 1.5, 0.0, "aim"),  # met
    ],
)
def test_distance(entry: Mapping[str, object], unit: str, value: float, distance: float, measure: str) -> None:
    one = Agreed("own:1", series="S", basis="own", **({"what": "value"} | dict(entry)))  # type: ignore[arg-type]
    given = table(("", "S", "KEN", "", unit, 2015, 40.0), ("", "S", "KEN", "", unit, 2023, value))
    (found,) = standings(given, Book((one,)), votes((0, 0, 1)))
    assert (found.distance, found.measure) == (pytest.approx(distance), measure)
    assert found.met == (distance == 0)


def test_line_and_area_and_one_each() -> None:
    given = table(use("KEN", 40), use("UGA", 30),
                  ("sdg:9.c.1", "IT_MOB_4GNTWK", "KEN", "", "percent", 2023, 50),
                  ("sdg:9.c.1", "IT_MOB_3GNTWK", "KEN", "", "percent", 2023, 60))  # fmt: skip
    found = standings(given, BOOK, votes(*[(0, 0, 1)] * 4))
    assert {one.area for one in of_area(found, "KEN")} == {"KEN"}
    assert [one.series for one in of_line(found, "C2") if one.indicator == "sdg:9.c.1"] == [
        "IT_MOB_4GNTWK",
        "IT_MOB_3GNTWK",
    ]
    assert [one.series for one in one_each(of_area(found, "KEN"))] == ["IT_USE_ii99", "IT_MOB_4GNTWK"]


# Two of the 44 countries report; France is in another region.
def test_region() -> None:
    given = table(use("KEN", 40), use("UGA", 20), use("FRA", 10))
    people = Population.from_rows([("KEN", 2023, 1.0), ("UGA", 2023, 3.0)], "people")
    found = standings(given, BOOK, votes((0, 0, 1), (0, 2, 0), (0, 0, 1)))
    (plain,) = of_region(found, "itu-region:AFR", 2023)
    assert plain.score == pytest.approx((0.6 + 0.4) / 2)
    assert (plain.furthest, plain.behind) == (("KEN", "UGA"), ("KEN", "UGA"))
    (weighted,) = of_region(found, "itu-region:AFR", 2023, population=people)
    assert weighted.score == pytest.approx((0.6 + 3 * 0.4) / 4) and weighted.weights == "people"
    assert "2 of 44 countries report" in plain.reason


def test_what_few_countries_report_comes_last() -> None:
    given = table(use("AUS", 90), use("NZL", 90), phones("AUS", 10))
    found = standings(given, BOOK, votes(*[(0, 0, 1)] * 3))
    assert [one.indicator for one in of_region(found, "m49:053", 2023, least=0.3)] == ["sdg:17.8.1", "sdg:5.b.1"]


def test_the_methods_of_the_package_fit_the_protocol() -> None:
    given = table(use("KEN", 10, 2015), use("KEN", 11, 2019), use("KEN", 12, 2023))
    (one,) = standings(given, BOOK, by_methods)
    assert sum(one.votes) >= 3 and one.score is not None and 0 < one.score < 1


def test_gaps() -> None:
    given = table(
        ("sdg:5.b.1", "IT_MOB_OWN", "KEN", "", "percent", 2018, 40),
        use("KEN", 30, 2021),
        use("KEN", 35, 2023),
        ("sdg:17.8.1", "IT_USE_ii99", "KEN", "sex=F", "percent", 2023, 30),
    )
    found = gaps(given, ["KEN"], ["sdg:5.b.1", "sdg:17.8.1", "sdg:9.c.1", "sdg:1.1.1"], 2024)
    assert [(one.indicator, one.kind) for one in found] == [
        ("sdg:5.b.1", "too-old"),
        ("sdg:5.b.1", "once"),
        ("sdg:5.b.1", "no-sex"),
        ("sdg:9.c.1", "no-data"),
        ("sdg:1.1.1", "no-data"),
    ]
    assert found[0].words.endswith("the newest value is of 2018, 6 years before 2024.")
    assert "C2" in found[3].lines


def test_no_location() -> None:
    given = table(
        ("sdg:1.1.1", "SI_POV_DAY1", "KEN", "sex=F", "percent", 2022, 40),
        ("sdg:1.1.1", "SI_POV_DAY1", "KEN", "sex=F", "percent", 2023, 40),
    )
    assert [one.kind for one in gaps(given, ["KEN"], ["sdg:1.1.1"], 2024)] == ["no-location"]
    with_location = pl.concat([given, given.with_columns(breakdown=pl.lit("location=rural"))])
    assert gaps(with_location, ["KEN"], ["sdg:1.1.1"], 2024) == ()


# 13.1.2 repeats 1.5.3: data under either number fills both.
def test_repeated_indicators_have_their_gaps_once() -> None:
    given = table(("sdg:1.5.3", "S", "KEN", "", "score", 2023, 1), ("sdg:1.5.3", "S", "KEN", "", "score", 2024, 1))
    assert gaps(given, ["KEN"], ["sdg:13.1.2", "sdg:1.5.3"], 2024) == ()
