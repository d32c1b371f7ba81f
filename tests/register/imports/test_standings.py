"""Figures become where countries and regions stand; a newer file replaces what older ones said of a series."""

import pytest

from actionlines.errors import NotAllowed
from actionlines.register.cooperation.gaps import gaps
from actionlines.register.core.imports.actions import started
from actionlines.register.core.imports.files import store
from actionlines.register.core.imports.models import ImportRun
from actionlines.register.core.imports.run import run
from actionlines.register.standings.imports import judge_again
from actionlines.register.standings.models import Standing
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
    assert one.reason.startswith("It was 33 in 2023. It is 67 away from the aim of 100 by 2030.")
    assert (one.aim_year, one.aim_direction, one.aim_words) == (2030, 1, "100% by 2030")
    assert one.aim_source and one.source == "", "the file names no source of its figures"
    slow = Standing.objects.get(area="TZA", breakdown="")
    assert 0 < one.lag < slow.lag <= 1


def test_series_of_one_name_are_told_apart_by_their_codes(client):
    bring(figures(series="A"))
    assert set(Standing.objects.values_list("name", flat=True)) == {"People using the Internet"}
    bring(figures(series="B"))
    names = {"People using the Internet (A)", "People using the Internet (B)"}
    assert set(Standing.objects.values_list("name", flat=True)) == names
    page = client.get("/progress/", headers={"Accept-Language": "fr"}).content.decode()
    assert "Utilisateurs d’Internet (B)" in page or "Internet (B)" in page
    bring(figures(series="A"))
    assert set(Standing.objects.values_list("name", flat=True)) == names


def test_figures_are_judged_again_where_the_rules_change(settings, tmp_path):
    settings.DATA, settings.POLICY = tmp_path, tmp_path / "rules.csv"
    settings.POLICY.write_text("rule,value\nspan,3\n")
    bring(figures())
    before = Standing.objects.get(area="KEN", breakdown="")
    assert (judge_again(), judge_again()) == (1, 0), "nothing is stamped yet, then nothing has changed"
    settings.POLICY.write_text("rule,value\nspan,50\n")
    assert (judge_again(), judge_again()) == (1, 0)
    after = Standing.objects.get(area="KEN", breakdown="")
    assert (before.verdict, after.verdict, after.withheld) == ("too-slow", "withheld", "span")
    assert after.values == before.values


def test_a_region_stands_by_its_countries():
    bring(figures())
    one = Standing.objects.get(area="itu-region:AFR", breakdown="")
    assert [told["code"] for told in one.why][:2] == ["behind", "coverage"]
    assert one.reason.startswith("Of 3 countries that can be judged, ")
    assert all(method and "arriv" in told for method, told, _own in one.said), one.said
    assert one.lag is None and {"code": "verdict", "verdict": "withheld"}.items() <= one.why[2].items()


def test_totals_and_pairs_by_sex_are_kept_and_no_more():
    bring(figures())
    assert set(Standing.objects.filter(area="KEN").values_list("breakdown", flat=True)) == {"", "sex=F", "sex=M"}


def test_the_same_again_is_the_same_and_a_newer_file_replaces_its_series_alone():
    bring(figures())
    bring(figures(series="IT_OTHER", areas={"KEN": 1.0}))
    before = list(Standing.objects.order_by("area", "series", "breakdown").values_list("area", "series", "why"))
    bring(figures())
    assert before == list(Standing.objects.order_by("area", "series", "breakdown").values_list("area", "series", "why"))
    bring(figures(first=30.0, areas={"UGA": 1.0}))
    assert not Standing.objects.filter(area="KEN", series="IT_USE_ii99").exists()
    assert Standing.objects.get(area="UGA", breakdown="").values[0] == 30.0
    assert Standing.objects.filter(area="KEN", series="IT_OTHER").exists()


def test_bad_rows_are_named_and_a_file_that_names_no_series_fails_with_advice():
    found = bring(figures() + b"17.8.1,IT_USE_ii99,KEN,,,soon,3,percent\n")
    assert found.rows.filter(outcome="refused").count() == 1
    assert found.rows.get(outcome="refused").problems[0]["advice"]
    for data in (
        b"area,year,value\nKEN,2020,3\nKEN,2021,4\n",  # one series, but which
        b"country,year,budget,staff\nKEN,2020,3,1\nKEN,2021,4,1\n",  # any table with numbers
    ):
        failed = bring(data)
        assert (failed.status, failed.error["code"]) == ("failed", "AL601")
        assert "series" in failed.error["advice"]
    assert Standing.objects.exists()


DATAHUB = "seriesCode,seriesName,seriesUnits,entityIso,entityName,dataYear,dataValue,dataNote,dataSource\n"


def datahub(*series):
    """Rows as the DataHub of ITU gives them: (code, name, unit, first value), ten years each, of Kenya."""
    body = (
        f"{code},{name},{unit},KEN,Kenya,{year},{first + year - 2014},,ITU\n"
        for code, name, unit, first in series
        for year in range(2014, 2024)
    )
    return (DATAHUB + "".join(body)).encode()


def test_series_of_the_datahub_go_under_their_indicators_and_the_others_as_their_own():
    found = bring(
        datahub(
            ("i271G", "At least 3G", "%", 60), ("i99H", "Individuals using the Internet", "%", 20),
            ("i992b", "Fixed-broadband subscriptions", "per 100 people", 1),
            ("i4213tfbb", "Fixed-broadband subscriptions", "per 100 people", 500),
            ("xHH6_IDI", "Households with Internet access at home", "%", 10), ("zz9", "New thing", "count", 5),
            ("i154_FBB5_GNI", "Fixed-broadband Internet 5GB", "% GNI per capita", 30),
        )
    )  # fmt: skip
    assert found.status == "done", found.error
    kenya = {one.series: one for one in Standing.objects.filter(area="KEN")}
    under = {series: one.indicator for series, one in kenya.items()}
    assert under == {
        "i271G": "sdg:9.c.1", "i99H": "sdg:17.8.1", "i992b": "sdg:17.6.1", "i4213tfbb": "sdg:17.6.1",
        "xHH6_IDI": "", "zz9": "", "i154_FBB5_GNI": "",
    }  # fmt: skip
    assert kenya["i271G"].name == "Population covered by at least a 3G mobile network"
    assert {"sdg:9.c", "C2"} <= set(kenya["i271G"].concepts)
    # where the file is wrong about a unit, the source's own is taken, and the row says so
    assert (kenya["i4213tfbb"].unit, kenya["i992b"].unit) == ("number", "per_100_pop")
    assert found.rows.get(outcome="warned").problems[0]["problem"].startswith("i4213tfbb is given in")
    # households have an aim of the targets for 2030 without an indicator; what is new has none
    assert (kenya["xHH6_IDI"].aim, kenya["xHH6_IDI"].concepts) == (100.0, [])
    assert kenya["xHH6_IDI"].lag > 0
    assert (kenya["zz9"].aim, kenya["zz9"].lag, kenya["zz9"].name) == (None, None, "New thing")
    assert found.counts["own_series"] == 3
    # each series of no indicator is a gap of its own; 17.6.1 and what is new have none
    lagging = {"i271G", "i99H", "xHH6_IDI", "i154_FBB5_GNI"}
    assert {one.standing.series for one in gaps("KEN")} == lagging


def test_groups_of_people_in_codes_of_surveys_are_pairs_of_one_series():
    bring(
        datahub(
            ("HH%U4212_HHCRuralUsers", "Rural", "%", 20), ("HH%U4212_HHCUrbanUsers", "Urban", "%", 40),
            ("HH%U4212_HHCOther", "Other", "%", 40),
        )
    )  # fmt: skip
    found = Standing.objects.filter(area="KEN", series="HH%U4212")
    assert {one.breakdown: one.indicator for one in found} == {
        "location=rural": "sdg:17.8.1",
        "location=urban": "sdg:17.8.1",
    }
    assert {one.name for one in found} == {"Individuals using the Internet by household surveys"}
    assert Standing.objects.get(area="KEN", series="HH%U4212_HHCOther").indicator == ""


@pytest.mark.parametrize(
    ("header", "indicator"),
    [("Individuals using the Internet (% of population)", "sdg:17.8.1"), ("Share of people who sing", "")],
)
def test_the_header_of_a_file_of_owid_names_its_series(header, indicator):
    years = "".join(f"Kenya,KEN,{year},{year - 2000}\n" for year in range(2010, 2024))
    found = bring(f"Entity,Code,Year,{header}\n{years}".encode())
    assert found.status == "done", found.error
    one = Standing.objects.get(area="KEN")
    assert (one.series, one.name, one.indicator) == (header, header, indicator)
    assert (one.aim is not None) == bool(indicator)


def test_the_files_of_itu_and_owid_as_they_are(shared):
    folder = shared / "data" / "indicators"
    for name, own in (("itu_datahub/itu_datahub_lean.csv", 12),
                      ("owid/share-of-individuals-using-the-internet.csv", 0)):  # fmt: skip
        found = bring((folder / name).read_bytes())
        assert (found.status, found.counts["own_series"]) == ("done", own), found.error
    under = set(Standing.objects.filter(area="KEN").values_list("indicator", flat=True))
    assert under == {"", "sdg:9.c.1", "sdg:17.6.1", "sdg:17.8.1"}


def test_a_dry_run_changes_nothing():
    assert bring(figures(), dry_run=True).counts["standings"] > 3
    assert not Standing.objects.exists()


def test_only_the_secretariat_brings_in_figures():
    for name in ("member", "reviewer", "focal"):
        with pytest.raises(NotAllowed):
            bring(figures(), person(name))
    assert not ImportRun.objects.exists()
    assert bring(figures(), person("secretariat")).status == "done"
