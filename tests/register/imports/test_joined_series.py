"""Figures of several files: one figure, one standing, with what is published of the world and regions."""

from __future__ import annotations

import pytest

from actionlines.register.core.imports.files import store
from actionlines.register.standings.imports import bring_in
from actionlines.register.standings.models import Standing

pytestmark = pytest.mark.django_db

HEAD = "series,iso3,year,value,unit\n"


def bring(name: str, *rows: str) -> None:
    """Import figures, one text a row."""
    bring_in(store((HEAD + "".join(f"{row}\n" for row in rows)).encode(), name, None, "indicators"))


def held(area: str) -> list[tuple[str, list[int], list[float]]]:
    """Return series, years and values of an area."""
    return list(Standing.objects.filter(area=area).order_by("series").values_list("series", "years", "values"))


def test_the_newest_of_two_codes_of_a_figure_stays() -> None:
    bring("new.csv", "i99H,NGA,2022,36,percent", "i99H,NGA,2023,39,percent")
    bring("old.csv", "IT_USE_ii99,NGA,2016,40,percent", "IT_USE_ii99,KEN,2017,20,percent")
    assert held("NGA") == [("i99H", [2022, 2023], [36, 39])]
    assert held("KEN") == [("IT_USE_ii99", [2017], [20])]


def test_regions_and_the_world_have_the_published_aggregate() -> None:
    bring("figures.csv", "i99H,NGA,2022,36,percent", "i99H,NGA,2023,39,percent")
    assert held("itu-region:AFR") == [("i99H", [2025], [36])]
    years = {year: value for _series, years, values in held("world") for year, value in zip(years, values, strict=True)}
    assert years == {2023: 67.4, 2024: 71, 2025: 74}
    world = Standing.objects.get(area="world")
    assert "ITU" in world.source and world.verdicts == [] and world.lag is None


def test_years_of_laws_are_never_added_up() -> None:
    rows = [f"SG_INF_ACCSS,{area},2020,{year},number" for area, year in (("NGA", 2011), ("GHA", 2019))]
    bring("laws.csv", *rows)
    assert held("NGA") and not held("itu-region:AFR")
