"""Figures become where countries and regions stand; a newer file replaces what older ones said of a series."""

import pytest

from actionlines.errors import NotAllowed
from actionlines.registry.actions.imports import started
from actionlines.registry.imports.files import store
from actionlines.registry.imports.run import run
from actionlines.registry.models import ImportRun, Standing
from tests.people import person

pytestmark = pytest.mark.django_db

HEAD = "indicator,series,area,sex,age,year,value,unit\n"
AREAS = {"KEN": 1.0, "UGA": 2.0, "TZA": 0.2}


def figures(first=20.0, areas=AREAS, series="IT_USE_ii99"):
    """People who use the Internet, by year; of Kenya also by sex and by age."""
    rows = [
        (area, sex, age, year, first + pace * (year - 2010) + extra)
        for area, pace in areas.items()
        for sex, age, extra in (
            ("", "", 0),
            *((("F", "", -2), ("M", "", 2), ("", "15-24", 5)) if area == "KEN" else ()),
        )
        for year in range(2010, 2024)
    ]
    body = "".join(f"17.8.1,{series},{a},{s},{g},{y},{v},percent\n" for a, s, g, y, v in rows)
    return (HEAD + body).encode()


def bring(data, actor=None, **given):
    return run(started(actor, store(data, "figures.csv", actor, "indicators"), "indicators", **given).pk)


def test_each_area_has_its_verdicts_side_by_side_with_reason_and_source():
    found = bring(figures())
    assert found.status == "done", found.error
    one = Standing.objects.get(area="KEN", breakdown="")
    assert (one.indicator, one.years[-1], one.values[-1], one.aim) == ("sdg:17.8.1", 2023, 33.0, 100.0)
    assert {"sdg:17.8", "sdg:17", "C5"} <= set(one.concepts)
    said = {row["method"]: row["verdict"] for row in one.verdicts}
    assert len(said) >= 8
    assert any(said.values())
    assert one.reason.startswith("It stands at 33 in 2023. It is 67 away from the aim of 100 by 2030.")
    assert (one.aim_year, one.aim_direction, one.aim_words) == (2030, 1, "100 by 2030")
    assert one.source
    slow = Standing.objects.get(area="TZA", breakdown="")
    assert 0 < one.lag < slow.lag <= 1


def test_a_region_stands_by_its_countries():
    bring(figures())
    one = Standing.objects.get(area="itu-region:AFR", breakdown="")
    assert [told["code"] for told in one.why] == ["behind", "coverage"]
    assert one.reason.startswith("Of 3 countries that can be judged, ")
    assert all(method and "arriv" in told for method, told, _own in one.said), one.said
    assert 0 <= one.lag <= 1


def test_totals_and_pairs_by_sex_are_kept_and_no_more():
    bring(figures())
    assert set(Standing.objects.filter(area="KEN").values_list("breakdown", flat=True)) == {
        "",
        "sex=F",
        "sex=M",
    }


def test_the_same_again_is_the_same_and_a_newer_file_replaces_its_series_alone():
    bring(figures())
    bring(figures(series="IT_OTHER", areas={"KEN": 1.0}))
    before = list(
        Standing.objects.order_by("area", "series", "breakdown").values_list("area", "series", "why")
    )
    bring(figures())
    assert before == list(
        Standing.objects.order_by("area", "series", "breakdown").values_list("area", "series", "why")
    )
    bring(figures(first=30.0, areas={"UGA": 1.0}))
    assert not Standing.objects.filter(area="KEN", series="IT_USE_ii99").exists()
    assert Standing.objects.get(area="UGA", breakdown="").values[0] == 30.0
    assert Standing.objects.filter(area="KEN", series="IT_OTHER").exists()


def test_bad_rows_are_named_and_a_file_without_indicators_fails_with_advice():
    found = bring(figures() + b"17.8.1,IT_USE_ii99,KEN,,,soon,3,percent\n")
    assert found.rows.filter(outcome="refused").count() == 1
    assert found.rows.get(outcome="refused").problems[0]["advice"]
    failed = bring(b"area,series,year,value\nKEN,MINE,2020,3\nKEN,MINE,2021,4\n")
    assert (failed.status, failed.error["code"]) == ("failed", "AL601")
    assert Standing.objects.exists()


def test_a_dry_run_changes_nothing():
    assert bring(figures(), dry_run=True).counts["standings"] > 3
    assert not Standing.objects.exists()


def test_only_the_secretariat_brings_in_figures():
    for name in ("member", "reviewer", "focal"):
        with pytest.raises(NotAllowed):
            bring(figures(), person(name))
    assert not ImportRun.objects.exists()
    assert bring(figures(), person("secretariat")).status == "done"
