"""What the report says: scope, coverage, divides, reasons why methods disagree, charts and maps."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from actionlines.errors import BadMapping, UnknownConcept
from actionlines.framework import load
from actionlines.indicators import judge
from actionlines.indicators.methods import ALL
from actionlines.papers.charts.paint import paint_chart
from actionlines.papers.progress.assemble import measure
from actionlines.papers.progress.charts import draw_dumbbells, line_chart
from actionlines.papers.progress.judged import SENTENCES, with_aims
from actionlines.papers.progress.maps import (
    CLASSES,
    by_value,
    by_verdict,
    map_chart,
    read_grid,
    read_map,
    read_world,
    tile_chart,
)
from actionlines.papers.progress.model import Measured, ProgressReport
from actionlines.papers.progress.page import flaws_in_order, index_html, latest_values
from actionlines.papers.progress.scope import make_scope
from actionlines.papers.progress.summary import by_country, count_verdicts, notes_of, translate_titles
from actionlines.papers.progress.words import ENGLISH, list_reasons, read_families, words
from actionlines.papers.words import LANGUAGES
from tests.papers.measure.conftest import EXAMPLE

HEAD = "indicator,series,iso3,year,value,unit\n"


def series(report: ProgressReport, name: str, area: str, breakdown: str = "") -> Measured:
    return next(o for o in report.measured if (o.series, o.area, o.breakdown) == (name, area, breakdown))


def test_a_country_is_all_that_is_left() -> None:
    found = measure([EXAMPLE], make_scope(country="ken"))
    assert {one.area for one in found.measured} == {"KEN"}
    assert not found.groups and not [one for one in found.divides if one.kind == "areas"]
    assert found.scope == "Kenya" and found.chosen == {"country": "KEN"}


def test_a_region_has_its_members_and_its_figure_with_coverage() -> None:
    found = measure([EXAMPLE], make_scope(region="itu-region:AFR"))
    assert {one.area for one in found.measured} == {"KEN", "UGA", "TZA", "RWA", "ETH", "NGA", "ZAF"}
    figure = next(o for o in found.groups if o.series == "IT_USE_ii99" and not o.breakdown)
    newest = [series(found, "IT_USE_ii99", a).values[-1] for a in ("KEN", "UGA", "TZA", "RWA", "ETH", "NGA", "ZAF")]
    assert (figure.value, figure.year, figure.weights) == (37.1, 2023, "ITU, Facts and Figures 2023")
    assert min(newest) < 37.1 < max(newest)
    assert figure.reporting == 7 and figure.members == len(load().members("itu-region:AFR"))
    assert f"7 of {figure.members} countries report" in figure.coverage
    assert found.priorities[0].area == "itu-region:AFR" and found.priorities[0].rank == 1


def test_an_action_line_asks_for_its_indicators_and_names_those_without_figures() -> None:
    found = measure([EXAMPLE], make_scope(country="KEN", line="C2"))
    assert {one.indicator for one in found.measured} <= {"sdg:9.c.1", "sdg:17.6.1", "sdg:17.8.1", "sdg:5.b.1"}
    assert found.measured
    assert any(one.kind == "no-data" for one in found.gaps)


def test_an_indicator_or_a_series_may_be_named() -> None:
    by_number = measure([EXAMPLE], make_scope(indicator="9.c.1"))
    by_series = measure([EXAMPLE], make_scope(indicator="it_mob_4gntwk"))
    assert by_number.judged == by_series.judged == 6


def test_what_the_framework_does_not_know_is_refused() -> None:
    for given in ({"country": "XXX"}, {"region": "nowhere"}, {"line": "C99"}):
        with pytest.raises(UnknownConcept):
            make_scope(**given)


def test_nothing_left_is_said_and_makes_a_page(tmp_path: Path) -> None:
    found = measure([EXAMPLE], make_scope(country="TUV"))
    assert found.judged == 0 and "Tuvalu" in found.notes[0]
    assert ENGLISH("empty.indicators") in index_html(found).decode()


def test_a_file_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.write_text("")
    found = measure([empty, EXAMPLE], make_scope())
    assert [one.code for one in found.failed] == ["AL101"] and found.judged == 80


def test_an_observation_in_two_files_counts_once(tmp_path: Path) -> None:
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    one.write_text(HEAD + "17.8.1,X,KEN,2015,10,PERCENT\n17.8.1,X,KEN,2016,12,PERCENT\n")
    two.write_text(HEAD + "17.8.1,X,KEN,2016,99,PERCENT\n17.8.1,X,KEN,2017,14,PERCENT\n")
    found = measure([one, two], make_scope())
    assert found.measured[0].values == (10, 12, 14)
    assert "1 observations are in more than one file" in found.notes[0]


def test_problems_name_the_row(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text(HEAD + "17.8.1,X,KEN,2015,10,PERCENT\n17.8.1,X,KEN,2016,120,PERCENT\n")
    found = measure([bad], make_scope())
    assert [(one.row, one.kind, one.severity) for one in found.flaws] == [(3, "impossible", "error")]
    assert (found.sources[0].rows_in, found.sources[0].rows_kept, found.sources[0].rows_refused) == (2, 1, 1)


def test_of_one_country_only_its_problems_are_listed_and_gaps_are_of_all_indicators(tmp_path: Path) -> None:
    file = tmp_path / "two.csv"
    rows = ("17.8.1,X,KEN,2020,120", "17.8.1,X,KEN,2021,12", "17.8.1,X,UGA,2020,130", "9.c.1,Y,UGA,2020,40")
    file.write_text(HEAD + "".join(f"{row},PERCENT\n" for row in rows))
    found = measure([file], make_scope(country="KEN"))
    assert [one.row for one in found.flaws] == [2]
    assert (found.sources[0].rows_in, found.sources[0].rows_refused) == (2, 1)
    assert ("sdg:9.c.1", "no-data") in {(one.indicator, one.kind) for one in found.gaps}
    nothing = measure([file], make_scope(country="TUV"))
    assert "None of the 4 observations" in nothing.notes[0]


def test_a_share_without_an_aim_keeps_its_limits(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text(HEAD + "".join(f",OWN,KEN,{2015 + k},{10 + 9.5 * k},PERCENT\n" for k in range(9)))
    found = measure([own], make_scope())
    assert (found.measured[0].target.low, found.measured[0].target.high) == (0, 100)


def test_people_weight_a_group_where_they_are_given(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("series,iso3,year,value,unit\nPOP,KEN,2023,55000000,NUMBER\nPOP,UGA,2023,5000000,NUMBER\n")
    found = measure([EXAMPLE], make_scope(region="itu-region:AFR"), population=people)
    figure = next(o for o in found.groups if o.series == "IT_MOB_4GNTWK" and not o.breakdown)
    kenya, uganda = (series(found, "IT_MOB_4GNTWK", area).values[-1] for area in ("KEN", "UGA"))
    assert figure.value == pytest.approx((55 * kenya + 5 * uganda) / 60)
    assert figure.weights == "population (people.csv)" and figure.reporting == 2
    with pytest.raises(BadMapping, match=r"holds [0-9]+ series"):
        measure([EXAMPLE], make_scope(), population=EXAMPLE)


def test_countries_have_their_names_in_the_language_of_the_page(report: ProgressReport) -> None:
    page = index_html(report, words("fr")).decode()
    assert "Ouganda" in page and "Éthiopie" in page


def test_a_target_that_fits_no_series_is_named(tmp_path: Path) -> None:
    figures, targets = tmp_path / "figures.csv", tmp_path / "targets.yaml"
    figures.write_text("series,sex,area,year,value\nX,F,KEN,2015,40\nX,F,KEN,2020,50\n", "utf-8")
    targets.write_text("aims: [{series: X, breakdown: total, value: 80}, {series: X, value: 90}]", "utf-8")
    found = measure([figures], make_scope(country="KEN"), targets=targets)
    (note,) = [note for note in found.notes if note.startswith("Your target")]
    assert note == ("Your target 1 (X, total) fits no series here: check its codes, area and breakdown.")


def test_own_targets_go_first(tmp_path: Path) -> None:
    targets = tmp_path / "targets.yaml"
    targets.write_text(
        "aims:\n  - series: IT_USE_ii99\n    area: KEN\n    value: 85\n    year: 2028\n    source: A plan\n"
    )
    found = measure([EXAMPLE], make_scope(country="KEN"), targets=targets)
    target = series(found, "IT_USE_ii99", "KEN").target
    assert (target.value, target.year) == (85, 2028) and target.source.startswith("A plan")


def test_disagreement_is_explained_by_the_families_that_differ(report: ProgressReport) -> None:
    one = series(report, "IT_USE_ii99", "KEN")
    assert one.agreement == "differ"
    told = list_reasons(one, ENGLISH)
    assert ENGLISH("because.logit") in told and ENGLISH("because.growth") in told
    agreed = next(o for o in report.measured if o.agreement == "agree")
    assert list_reasons(agreed, ENGLISH) == ()
    assert set(read_families()) <= set(ALL)


def test_a_series_told_alone_is_told_as_among_all(report: ProgressReport) -> None:
    found = with_aims(report.observations, {})
    verdicts = judge.judge_spans(found.spans)
    for at, one in enumerate(report.measured):
        said = judge.make_judgement(verdicts, found.spans, at)
        assert (one.words, one.agreement) == (said.words, said.agreement)
        assert [row.reason for row in one.said] == [row.reason for row in said.rows.values()]


def test_only_the_methods_asked_for_are_used() -> None:
    found = measure([EXAMPLE], make_scope(country="KEN"), names=["logit", "linear"])
    assert list(found.methods) == ["logit", "linear"]
    assert [s.method for s in found.measured[0].said] == ["logit", "linear"]


def test_a_line_chart_draws_values_aim_and_fan_and_its_table_has_them(report: ProgressReport) -> None:
    one = series(report, "IT_USE_ii99", "KEN")
    chart = line_chart(one, 1, ENGLISH, "indicators.csv")
    assert chart is not None
    assert [row[1:] for row in chart.rows if row[0] == "Observed"] == list(zip(one.years, one.values, strict=True))
    logit = next(s for s in one.said if s.method == "logit")
    drawn = json.dumps(chart.spec)
    for number in (logit.projected, logit.low, logit.high, one.target.value):
        assert any(number == row[2] for row in chart.rows) and str(number) in drawn
    scales = [layer["encoding"]["y"]["scale"]["domain"] for layer in chart.spec["layer"] if "y" in layer["encoding"]]
    assert all(scale == [0, 100] for scale in scales)


def test_a_single_value_makes_a_chart_and_no_verdict(report: ProgressReport) -> None:
    one = series(report, "IT_MOB_OWN", "KEN")
    assert one.agreement == "none"
    chart = line_chart(one, 1, ENGLISH, "x")
    assert chart is not None and "the only value" in chart.sentence


def test_dumbbells_have_the_widest_gap_first_and_all_rows_in_the_table(report: ProgressReport) -> None:
    chart = next(c for c in draw_dumbbells(report.divides, ENGLISH, "x") if c.title.startswith("Women and men"))
    gaps = [abs(float(row[5])) for row in chart.rows]
    assert gaps == sorted(gaps, reverse=True) and len(gaps) == 20
    shapes = {layer["mark"].get("shape") for layer in chart.spec["layer"]}
    assert {"circle", "square"} <= shapes


def test_no_two_charts_of_a_page_have_one_name(tmp_path: Path) -> None:
    file = tmp_path / "same.csv"
    same = (("A", "PERCENT"), ("B", "PERCENT"), ("B", "NUMBER"))
    rows = [f"17.8.1,{code},KEN,{y},{y - 2000},{unit}\n" for code, unit in same for y in (2015, 2020)]
    file.write_text(HEAD + "".join(rows))
    page = index_html(measure([file], make_scope())).decode()
    start = '<div class="wide" tabindex="0" role="region" aria-label="'
    names = [part.partition('"')[0] for part in page.split(start)[1:]]
    assert len(names) == len(set(names)) == 3


def test_refused_rows_are_told_first(tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(HEAD + "17.8.1,X,Atlantis,2015,5,PERCENT\n17.8.1,X,KEN,2016,120,PERCENT\n")
    found = measure([file], make_scope())
    assert [one.severity for one in found.flaws] == ["warning", "error"]
    assert [one.severity for one in flaws_in_order(found)] == ["error", "warning"]


def test_of_one_country_totals_are_drawn_first_and_no_two_rows_are_one(tmp_path: Path) -> None:
    file = tmp_path / "pairs.csv"
    pairs = (("A", "", 40, 50), ("A", "15-24", 10, 90), ("B", "", 20, 40))
    rows = [
        f"17.8.1,{code},KEN,{sex},{age},2020,{value},PERCENT\n"
        for code, age, women, men in pairs for sex, value in (("F", women), ("M", men))
    ]  # fmt: skip
    file.write_text("indicator,series,iso3,sex,age,year,value,unit\n" + "".join(rows))
    (chart,) = draw_dumbbells(measure([file], make_scope(country="KEN")).divides, ENGLISH, "x")
    names = [value["name"] for value in chart.spec["data"]["values"]]
    assert names == ["People using the Internet (B)", "People using the Internet (A)",
                     "People using the Internet (A), age 15-24"]  # fmt: skip
    assert chart.sentence.startswith("Widest: People using the Internet (A), age 15-24, women 10%")


def test_the_spread_has_its_coverage(report: ProgressReport) -> None:
    spread = [one for one in report.divides if one.kind == "areas"]
    assert [one.series for one in spread] == ["IT_USE_ii99"]
    assert "of" in spread[0].coverage and "countries report" in spread[0].coverage
    assert {"gini", "theil", "theil_rest", "cv", "p90_p10"} <= set(spread[0].measures)


def test_tiles_are_countries_and_no_two_share_a_place() -> None:
    assert set(read_grid()) <= set(load().countries)
    assert len(set(read_grid().values())) == len(read_grid()) > 190
    members = {c for a in load().areas.values() if a.kind == "itu-region" for c in load().members(a.id)}
    assert members <= set(read_grid())


def test_tiles_say_their_classes_the_year_and_the_disclaimer(report: ProgressReport) -> None:
    chart = tile_chart(by_value(latest_values(report)[0], ENGLISH), 1, ENGLISH, "indicators.csv")
    assert ENGLISH("chart.boundaries") in chart.source
    tiles = {tile["code"]: tile for tile in chart.spec["data"]["values"]}
    assert tiles["KEN"]["value"] == "66.7" and tiles["KEN"]["fill"] == CLASSES[3]
    assert tiles["KEN"]["year"] == str({name: year for name, year, _ in chart.rows}["Kenya"])
    assert tiles["USA"]["value"] == "" and "GUM" not in tiles
    assert [one["words"] for one in chart.spec["layer"][4]["data"]["values"]][1:4] == [
        "20% – 40%",
        "40% – 60%",
        "60% – 80%",
    ]
    assert len(chart.rows) == 20


def test_verdicts_have_a_sign_and_a_word_besides_the_colour() -> None:
    shown = by_verdict("Use", {"KEN": (2023, "on-track"), "UGA": (2022, "")}, ENGLISH)
    tiles = {t["code"]: t for t in tile_chart(shown, 1, ENGLISH, "x").spec["data"]["values"]}
    assert (tiles["KEN"]["value"], tiles["UGA"]["value"], tiles["UGA"]["year"]) == ("▲", "–", "2022")
    assert shown.sentence == "2 countries: On track 1, Cannot be judged 1."
    chart = map_chart(shown, 1, ENGLISH, "x")
    assert ("Uganda", 2022, "Cannot be judged") in chart.rows
    assert "Kenya: On track (2023)" in (paint_chart(chart.spec) or "")


def _owners(longitude: float, latitude: float) -> set[str]:
    """Return the codes of the shapes of the map around a place."""
    from scripts.world_shapes import scaled

    x, y = scaled(longitude, latitude)
    found = set()
    for feature in read_world()["features"]:
        for (ring,) in feature["geometry"]["coordinates"]:
            sides = pairwise(ring)
            if sum((b > y) != (d > y) and x < (c - a) * (y - b) / (d - b) + a for (a, b), (c, d) in sides) % 2:
                found.add(feature["properties"]["iso3"])
    return found


@pytest.mark.parametrize(
    ("place", "owners"),
    [
        ((37.0, 0.5), {"KEN"}),
        ((34.2, 45.3), {"UKR"}),
        ((33.6, 35.3), {"CYP"}),
        ((45.0, 9.8), {"SOM"}),
        ((28.2, -29.6), {"LSO"}),
        ((179.0, 66.5), {"RUS"}),
        ((121.0, 23.8), {"CHN"}),
        ((21.0, 42.6), {""}),
    ],
)
def test_the_map_is_drawn_as_the_united_nations_draws_it(place: tuple[float, float], owners: set[str]) -> None:
    assert _owners(*place) - {"ZAF"} == owners


def test_land_of_unsettled_status_lies_over_the_countries(report: ProgressReport) -> None:
    assert read_world()["features"][-1]["properties"]["iso3"] == ""
    assert all("" in _owners(*place) for place in ((75.5, 34.5), (-13.5, 25.0), (94.0, 28.2)))


def test_another_map_is_drawn_and_what_it_lacks_is_named(report: ProgressReport, tmp_path: Path) -> None:
    square = {"type": "Polygon", "coordinates": [[[34, -4], [34, 4], [41, 4], [41, -4], [34, -4]]]}
    feature = {"type": "Feature", "properties": {"ISO_A3": "KEN"}, "geometry": square}
    file = tmp_path / "map.json"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    shapes = read_map(file)
    chart = map_chart(by_value(latest_values(report)[0], ENGLISH), 1, ENGLISH, "x", shapes)
    assert [f["fill"] for f in chart.spec["data"]["values"]] == [CLASSES[3]]
    assert "Uganda" in chart.source and ENGLISH("chart.boundaries") in chart.source
    page = index_html(report, ENGLISH, shapes).decode()
    assert CLASSES[3] in page


@pytest.mark.parametrize("content", ["", "[]", '{"features": [{"properties": {"name": "Kenya"}}]}', "not json"])
def test_a_file_that_is_no_map_is_refused(content: str, tmp_path: Path) -> None:
    file = tmp_path / "map.json"
    file.write_text(content)
    with pytest.raises(BadMapping):
        read_map(file)


def test_words_are_there_in_every_language_with_the_same_places_to_fill() -> None:
    english = words("en").table
    for language in LANGUAGES:
        table = words(language).table
        assert set(table) == set(english)
        for key, text in english.items():
            if not key.startswith("count."):
                places = {part.partition("}")[0] for part in text.split("{")[1:]}
                assert places == {part.partition("}")[0] for part in table[key].split("{")[1:]}, (language, key)


@pytest.mark.long
def test_more_series_than_can_be_told_are_all_judged(tmp_path: Path) -> None:
    many = tmp_path / "many.csv"
    lines = [f",S{k},KEN,{y},{k % 50 + y - 2010},PERCENT\n" for k in range(SENTENCES + 5) for y in (2015, 2020)]
    many.write_text(HEAD + "".join(lines))
    found = measure([many], make_scope(), names=["linear"])
    assert found.judged == SENTENCES + 5 == found.progress.height
    assert len(found.measured) == SENTENCES and any("are described in words" in n for n in found.notes)
    assert found.progress.filter(found.progress["reason"] == "").height == 5
    assert sum(found.agreement.values()) == found.judged


def test_the_spread_is_of_the_newest_year_in_which_enough_countries_report(tmp_path: Path) -> None:
    many = [c for c in sorted(load().countries) if c not in ("ATA", "BVT")][:24]
    file = tmp_path / "spread.csv"
    lines = [f"17.8.1,X,{area},2020,{10 + k},PERCENT\n" for k, area in enumerate(many)]
    lines += [f"17.8.1,X,{area},2021,{20 + k},PERCENT\n" for k, area in enumerate(many[:12])]
    lines += [f"17.8.1,X,{area},2022,{30 + k},PERCENT\n" for k, area in enumerate(many[:11])]
    file.write_text(HEAD + "".join(lines))
    spread = [one for one in measure([file], make_scope()).divides if one.kind == "areas"]
    assert [(one.year, one.measures["lowest"], one.measures["highest"]) for one in spread] == [(2021, 20, 31)]


def test_indicators_without_a_column_of_series_stay_apart_and_aggregates_are_no_countries(tmp_path: Path) -> None:
    file = tmp_path / "figures.csv"
    rows = [
        f"{indicator},{area},{year},{value + year - 2015},percent"
        for indicator, value in (("17.8.1", 40), ("4.4.1", 10))
        for area in ("KEN", "UGA", "ARB", "SSF")
        for year in range(2015, 2021)
    ]
    file.write_text("indicator,iso3,year,value,unit\n" + "\n".join(rows))
    found = measure([file], make_scope())
    assert [(row.quantity[0], row.countries) for row in count_verdicts(found)] == [("sdg:17.8.1", 2), ("sdg:4.4.1", 2)]
    assert set(by_country(found)) == {"KEN", "UGA"}
    page = index_html(found).decode()
    pictures = re.findall(r'<g id="(k-\d+)">', page)
    assert len(set(pictures)) == 4
    used = [re.findall(r'<use href="#(k-\d+)"', part) for part in page.split('<ul class="multiples">')[1:]]
    assert sorted(one for some in used for one in some) == sorted(pictures) and [len(some) for some in used] == [2, 2]
    assert all(f'value="sdg:{code}||percent"' in page for code in ("17.8.1", "4.4.1"))
    assert len({one.id for one in found.measured}) == len(found.measured) == 8


def test_notes_and_closing_years_in_other_languages_are_of_all_series(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("actionlines.papers.progress.assemble.SENTENCES", 1)
    head = "indicator,series,iso3,year,value,unit,sex\n"
    women_lead = [f"17.8.1,U,KEN,{year},{value},percent,{sex}\n"
                  for year in (2015, 2020) for sex, value in (("F", year - 1955), ("M", 60))]  # fmt: skip
    unknown = [f",MADE_{code},KEN,{year},{year - 2010},number,_T\n" for code in "ABC" for year in (2015, 2020)]
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    one.write_text(head + "".join(women_lead + unknown))
    two.write_text(head + women_lead[0])
    own, cuts = tmp_path / "own.csv", tmp_path / "cuts.yaml"
    own.write_text("series,area,value,year\nNOT_HERE,KEN,5,2030\n")
    cuts.write_text("linear: {share-on-track: 0.9}\n")
    found = measure([one, two], make_scope(), targets=own, thresholds=cuts)
    assert len(found.measured) == 1 and len(found.notes) == sum(n > 0 for n in found.counts.values())
    (divide,) = found.divides
    assert (divide.outcome, divide.closes_in) == ("does-not-close", None)
    french = words("fr")
    notes = notes_of(found, french)
    assert len(notes) == len(found.notes) == 5
    for name, said in (("clashes", ": 1."), ("no-aim", ": 3."), ("unused", ": 1.")):
        assert french(f"page.{name}", n=said[2:-1]) in notes
    assert any(french("method.linear") in note for note in notes)
    said = {
        outcome: translate_titles(
            replace(found, divides=(replace(divide, outcome=outcome, closes_in=year),)), french
        )
        .divides[0].closes
        for outcome, year in (("closed", None), ("does-not-close", None), ("closes", 2031), ("", None))
    }  # fmt: skip
    assert said == {
        "closed": "déjà comblé", "does-not-close": "pas au rythme actuel", "closes": "2031", "": ""
    }  # fmt: skip
    late = replace(found, divides=(replace(divide, outcome="closes", closes_in=2101),))
    assert translate_titles(late, french).divides[0].closes == "après 2100"
