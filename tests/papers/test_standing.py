"""Where a country or region stands in what the texts speak to: joined, and in every file that is written."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import docx
import jsonschema_rs
import openpyxl
import pytest

from actionlines.errors import ActionlinesError, InputNotFound, NoObservations, UnknownConcept
from actionlines.indicators.areas import areas_of_kind
from actionlines.papers.follow_up import write
from actionlines.papers.follow_up.model import FollowUp
from actionlines.papers.follow_up.page import index_html
from actionlines.papers.follow_up.paper import review_docx
from actionlines.papers.follow_up.review import review
from actionlines.papers.follow_up.standing.figures import find_area, read_figures
from actionlines.papers.follow_up.standing.join import join_standing, judge_all_series, state_of_all
from actionlines.papers.follow_up.standing.model import KEYS, AreaStanding, Linked, SeriesStanding
from actionlines.papers.follow_up.standing.part import (
    FIXED,
    describe_standing,
    sheet_rows,
    standing_csv,
    standing_sentences,
)
from actionlines.papers.follow_up.summary import list_sentences as summed
from actionlines.papers.follow_up.write import is_own_file
from actionlines.papers.names import area_name, area_title
from actionlines.papers.progress.words import words as catalogue
from actionlines.papers.words import ENGLISH, LANGUAGES, words
from actionlines.register.standings.figures import work_out
from tests.papers.aligned_sample import ALIGNING, without_model
from tests.papers.follow_up_sample import sample
from tests.some import first

HEAD = "indicator,series,iso3,sex,year,value,unit,source\n"
YEARS = range(2015, 2024)


def rows(indicator: str, series: str, area: str, first: float, step: float, sex: str = "") -> str:
    """A series that moves by the same step every year, from invented numbers."""
    return "".join(
        f"{indicator},{series},{area},{sex},{year},{first + step * (year - 2015):.1f},PERCENT,an invented survey\n"
        for year in YEARS
    )


# The sample text speaks to the targets 3.8 and 4.a and to the lines C2 and C7-ehealth. Of Kenya: 4.a.1 stands
# still, 3.8.1 has no figure, 17.8.1 goes down and is not spoken to, 9.c.1 is there.
FIGURES = HEAD + "".join(
    [
        rows("4.a.1", "SE_ACC_INTN", "KEN", 20, 0),
        rows("4.a.1", "SE_ACC_INTN", "KEN", 15, 0, "F"),
        rows("17.8.1", "IT_USE_ii99", "KEN", 40, -2),
        rows("9.c.1", "IT_MOB_4GNTWK", "KEN", 100, 0),
        rows("4.a.1", "SE_ACC_INTN", "UGA", 10, 0),
        rows("4.a.1", "SE_ACC_INTN", "TZA", 30, 8),
        rows("4.a.1", "SE_ACC_INTN", "RWA", 12, 0),
        rows("4.a.1", "SE_ACC_INTN", "FRA", 90, 1),
        rows("17.8.1", "IT_USE_ii99", "UGA", 30, -1),
        rows("17.8.1", "IT_USE_ii99", "LDC", 30, -1),
        rows("17.6.1", "IT_NET_BBND", "FRA", 20, 2),
    ]
)


def test_review_and_register_say_of_the_same_series_that_it_lags(data: Path) -> None:
    kept = {(one["area"], one["series"], one["breakdown"]): one["lag"] for one in work_out(data, "x").rows}
    seen: set[str] = set()
    for area in ("KEN", "UGA", "TZA", "FRA", "itu-region:AFR", "LDC"):
        figures = read_figures([data], area)
        for one in judge_all_series(figures)[0]:
            lag = kept.get((area, one.measured.series, one.measured.breakdown))
            if area != "LDC" or lag is not None:  # of groups the register keeps what the file says itself
                assert (lag is not None and lag > 0) is (one.state == "lags"), (area, one.measured.series)
                assert (lag is None) is (one.state in ("unjudged", "moving"))
                seen.add(one.state)
    assert {"lags", "on-course", "met", "moving"} <= seen


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("figures") / "figures.csv"
    path.write_text(FIGURES)
    return path


def made(data: Path, area: str = "KEN") -> FollowUp:
    """The aligned sample with the figures of an area."""
    return review(("aligned.txt",), pipeline=ALIGNING, figures=read_figures([data], area))


@pytest.fixture(scope="module")
def kenya(data: Path) -> FollowUp:
    return made(data)


def stands(follow_up: FollowUp) -> AreaStanding:
    assert follow_up.standing
    return follow_up.standing


def label(found: AreaStanding, name: str) -> Linked:
    return next(one for one in (*found.linked, *found.left_out) if one.id == name)


def series(found: AreaStanding, code: str) -> SeriesStanding:
    return next(one for one in found.series if one.measured.series == code)


def test_each_label_has_its_indicators_and_says_where_the_country_is(kenya: FollowUp) -> None:
    found = stands(kenya)
    assert {one.id for one in found.at("targets")} == {"sdg:3.8", "sdg:4.a"}
    assert {one.id for one in found.at("action_lines")} == {"C2", "C7-ehealth"}
    four = label(found, "sdg:4.a")
    assert (four.state, four.judged, four.lagging) == ("lags", 1, ("sdg:4.a.1",))
    assert (four.passages, four.strongest and four.strongest.paragraph) == (1, "2")
    assert label(found, "sdg:3.8").state == "no-data"


def test_a_lagging_target_that_the_text_leaves_out_is_named_with_its_lines(kenya: FollowUp) -> None:
    found = stands(kenya)
    assert [one.id for one in found.left_out] == ["sdg:17.8"]
    left = label(found, "sdg:17.8")
    assert (left.passages, left.strongest) == (0, None)
    assert set(left.lines) <= {one.id for one in found.at("action_lines")}
    # 9.c is not spoken to either, and its aim is reached
    assert all(one.id != "sdg:9.c" for one in found.left_out)


def test_a_target_that_shares_its_indicator_with_one_spoken_to_is_not_left_out(data: Path) -> None:
    found = made(data)
    assert found.speaks
    spoken = tuple(
        replace(one, id="sdg:16.8") if one.id == "sdg:3.8" else one for one in found.speaks.spoken
    )  # 10.6.1 is listed under 16.8 as well
    votes = rows("10.6.1", "SG_INT_VRTDEV", "KEN", 5, -0.1)
    path = data.with_name("votes.csv")
    path.write_text(FIGURES + votes)
    assert "sdg:10.6" in {one.id for one in join_standing(read_figures([path], "KEN"), found.speaks).left_out}
    shared = join_standing(read_figures([path], "KEN"), replace(found.speaks, spoken=spoken))
    assert label(shared, "sdg:16.8").state == "lags"
    assert "sdg:10.6" not in {one.id for one in shared.left_out}


def test_what_lags_in_part_is_counted_as_such(tmp_path: Path) -> None:
    path = tmp_path / "part.csv"
    networks = (("IT_MOB_2GNTWK", 0), ("IT_MOB_3GNTWK", 10), ("IT_MOB_4GNTWK", 10))
    path.write_text(HEAD + "".join(rows("9.c.1", name, "KEN", 20, step) for name, step in networks))
    found = read_figures([path], "KEN")
    spoken = made(path).speaks
    assert spoken
    named = tuple(replace(one, id="sdg:9.c") if one.id == "sdg:4.a" else one for one in spoken.spoken)
    speaks = replace(spoken, spoken=named)
    joined = join_standing(found, speaks)
    assert [one.state for one in joined.series] == ["lags", "met", "met"]
    assert state_of_all(one.state for one in joined.series) == label(joined, "sdg:9.c").state == "partly"
    (one,) = (
        one for one in describe_standing(replace(made(path), speaks=speaks, standing=joined), ENGLISH).others
        if one.one.id == "sdg:9.c"
    )  # fmt: skip
    assert one.share == "0 of 1 lag, 1 in part"


def test_a_series_has_its_value_aim_methods_and_source(kenya: FollowUp) -> None:
    one = series(stands(kenya), "SE_ACC_INTN")
    assert (one.measured.years[-1], one.measured.values[-1]) == (2023, 20.0)
    assert (one.measured.target.value, one.measured.target.year) == (100.0, 2030)
    assert (one.basis, one.state, one.file, one.source) == ("own", "lags", "figures.csv", "an invented survey")
    assert len(one.measured.said) == 10
    assert all(row.reason for row in one.measured.said)
    assert one.votes[0] == 0 < sum(one.votes)


def test_totals_stand_for_an_indicator_and_breakdowns_are_counted(kenya: FollowUp) -> None:
    found = stands(kenya)
    (owner,) = (one for one in found.indicators if one.id == "sdg:4.a.1")
    assert [name.split("|")[2] for name in owner.series] == [""]
    assert owner.more == 1


def test_the_place_is_counted_from_the_best_within_each_group(kenya: FollowUp) -> None:
    one = series(stands(kenya), "SE_ACC_INTN")
    places = {rank.group: (rank.place, rank.of) for rank in one.ranks}
    # Africa: TZA 94, KEN 20, RWA 12, UGA 10; the world with FRA 98
    assert places == {"itu-region:AFR": (2, 4), "m49:001": (3, 5)}


def test_equal_values_share_a_place_and_less_is_better_where_it_is(tmp_path: Path) -> None:
    path = tmp_path / "less.csv"
    path.write_text(
        HEAD
        + rows("16.1.1", "VC_IHR_PSRC", "KEN", 5, 0).replace("PERCENT", "PER_100000_POP")
        + rows("16.1.1", "VC_IHR_PSRC", "UGA", 5, 0).replace("PERCENT", "PER_100000_POP")
        + rows("16.1.1", "VC_IHR_PSRC", "TZA", 1, 0).replace("PERCENT", "PER_100000_POP")
    )
    found = read_figures([path], "KEN")
    from actionlines.papers.follow_up.standing.figures import AreaFigures
    from actionlines.papers.follow_up.standing.join import judge_own_series

    (one,) = judge_own_series(found, found.own, AreaFigures.of(found.table))
    assert {rank.group: rank.place for rank in one.ranks} == {"itu-region:AFR": 2, "m49:001": 2}
    assert join_standing(found, None).linked == ()


def test_amounts_have_no_place(tmp_path: Path) -> None:
    path = tmp_path / "amounts.csv"
    path.write_text((HEAD + rows("4.b.1", "DC_TOF_SCHIPSL", "KEN", 5, 1)
                     + rows("4.b.1", "DC_TOF_SCHIPSL", "UGA", 9, 1)).replace("PERCENT", "NUMBER"))  # fmt: skip
    from actionlines.papers.follow_up.standing.figures import AreaFigures
    from actionlines.papers.follow_up.standing.join import judge_own_series

    found = read_figures([path], "KEN")
    (one,) = judge_own_series(found, found.own, AreaFigures.of(found.table))
    assert one.ranks == ()


def test_gaps_of_an_indicator_are_named(kenya: FollowUp) -> None:
    gaps = {one.id: {gap.kind for gap in one.gaps} for one in stands(kenya).indicators}
    assert gaps["sdg:3.8.1"] == {"no-data"}
    assert "no-data" not in gaps["sdg:4.a.1"]


def test_a_region_counts_its_countries_where_it_has_no_figures_of_its_own(tmp_path: Path) -> None:
    data = tmp_path / "figures.csv"
    large = ("BGD", "COD", "ETH", "SDN")
    data.write_text(FIGURES + "".join(rows("4.a.1", "SE_ACC_INTN", area, 11, 0) for area in large), "utf-8")
    found = stands(made(data, "LDC"))
    one = series(found, "SE_ACC_INTN")
    # TZA arrives with 94, the others stand still between 10 and 12; TZA has 58 of 520 million people.
    assert (one.basis, one.judged, one.state) == ("members", 7, "unjudged")
    assert (one.measured.verdict, one.measured.withheld) == ("withheld", "coverage"), "7 of 44 are less than half"
    assert one.behind == ("BGD", "COD", "ETH", "RWA", "SDN", "UGA")
    assert one.measured.values == (pytest.approx(20.2, abs=0.1),)
    tally = next(row for row in one.tallies if row.method == "linear")
    assert (tally.arrives, tally.slow, tally.away) == (1, 0, 6)
    assert re.match(r"7 of 4\d countries report", one.coverage)
    own = series(found, "IT_USE_ii99")
    assert (own.basis, own.state) == ("own", "lags")


def test_sentences_say_it_in_brief(kenya: FollowUp) -> None:
    said = standing_sentences(kenya, ENGLISH)
    assert said[0].startswith("Kenya, figures up to 2023: there are some for 1 of the 2 targets")
    assert said[1] == "It lags in 1 of the targets that the text addresses: SDG 4.a."
    assert said[2] == "Targets in which it lags and that the text does not address: 1."
    assert set(said) <= set(summed(kenya))


@pytest.mark.parametrize("area", ["LDC", "LLDC", "SIDS", *areas_of_kind("itu-region"), "m49:001"])
def test_groups_that_are_named_most_have_a_name_in_every_language(area: str) -> None:
    assert area_title(area, words("en")) == area_name(area)
    names = {language: area_title(area, words(language)) for language in LANGUAGES}
    assert len(set(names.values()) - {names["en"]}) >= 3, names


def test_without_alignment_nothing_is_said_to_be_left_out(data: Path) -> None:
    plain = without_model()
    made_ = replace(plain, standing=join_standing(read_figures([data], "KEN"), plain.speaks))
    assert (stands(made_).linked, stands(made_).left_out) == ((), ())
    assert standing_sentences(made_, ENGLISH) == [ENGLISH("standing.not-aligned")]
    assert ENGLISH("standing.not-aligned") in index_html(made_).decode()


def test_json_keeps_to_its_schema(kenya: FollowUp, data: Path) -> None:
    for one in (kenya, made(data, "LDC")):
        found = json.loads(write.review_json(one))
        jsonschema_rs.validate(write.read_schema(), found)
        ids = {row["id"] for row in found["standing"]["series"]}
        assert {name for row in found["standing"]["indicators"] for name in row["series"]} == ids
    assert json.loads(write.review_json(sample()))["standing"] is None


def test_the_table_has_a_row_for_each_series_and_a_column_for_each_method(kenya: FollowUp) -> None:
    text = standing_csv(kenya).decode("utf-8-sig")
    found = list(csv.DictReader(io.StringIO(text, newline="")))
    row = next(one for one in found if one["Identifier"] == "sdg:4.a" and one["Series"])
    assert (row["Year"], row["Value"], row["Aim"], row["Aim: year"]) == ("2023", "20.0", "100.0", "2030")
    assert row["Linear projection"].startswith(("Stagnation", "Regression"))
    assert row["Source of the figures"] == "figures.csv; an invented survey"
    assert row["Strongest passage"] == "para. 2 (named in the text)"
    bare = next(one for one in found if one["Identifier"] == "sdg:3.8")
    assert (bare["Series"], bare["Data gaps"]) == ("", "No value")
    assert any(one["Identifier"] == "sdg:17.8" and one["Passages"] == "0" for one in found)


def test_the_keys_of_the_table_are_those_by_which_it_is_known(kenya: FollowUp, tmp_path: Path) -> None:
    assert tuple(column.key for column in FIXED) == KEYS
    path = tmp_path / "standing.csv"
    path.write_bytes(standing_csv(kenya))
    assert is_own_file(path)
    path.write_text("Level,Identifier,Name\r\n")
    assert not is_own_file(path)


def test_the_table_is_written_only_when_asked_for_and_taken_away_with_the_next(kenya: FollowUp, tmp_path: Path) -> None:
    assert set(write.write(kenya, tmp_path)) == {*write.WRITERS, "standing.csv"}
    assert (tmp_path / "standing.csv").is_file()
    write.write(replace(kenya, standing=None), tmp_path)
    assert not (tmp_path / "standing.csv").exists()
    (tmp_path / "standing.csv").write_text("theirs")
    write.write(replace(kenya, standing=None), tmp_path)
    assert (tmp_path / "standing.csv").read_text() == "theirs"


@pytest.mark.parametrize("language", first(LANGUAGES, also=["ar"]))
def test_every_language_says_it_in_every_file(kenya: FollowUp, language: str) -> None:
    chosen, said = words(language), catalogue(language)
    page = index_html(kenya, chosen).decode()
    assert f'data-view="standing">{describe_standing(kenya, chosen).title}' in page
    assert said("standing.state.lags") in page
    book = openpyxl.load_workbook(io.BytesIO(write.mandates_xlsx(kenya, chosen)))
    sheet = book[chosen("sheet.standing")]
    assert sheet.max_row == 1 + len(sheet_rows(describe_standing(kenya, chosen)))
    values = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[8] == "SE_ACC_INTN"]
    assert values[0][13] == 20  # a number, not text
    read = docx.Document(io.BytesIO(review_docx(kenya, chosen)))
    headings = [p.text.replace("  ", " ") for p in read.paragraphs if p.style and p.style.name.startswith("Heading")]
    assert f"5 {describe_standing(kenya, chosen).title}" in headings
    assert said("standing.h-left") in headings
    cells = {cell.text for table in read.tables for row in table.rows for cell in row.cells}
    assert any("SE_ACC_INTN" in one and "figures.csv" in one for one in cells)


def test_the_page_links_to_the_passage_and_to_the_evidence(kenya: FollowUp) -> None:
    part = index_html(kenya).decode().partition('id="view-standing"')[2].partition('id="view-citations"')[0]
    assert 'href="#view=read&amp;read=0&amp;at=2"' in part
    assert 'href="#ind-sdg:4.a.1"' in part and 'id="ind-sdg:4.a.1"' in part
    assert "an invented survey" in part and "<svg" in part


def test_without_a_country_no_file_speaks_of_it() -> None:
    assert "view-standing" not in index_html(sample()).decode().partition("<script")[0]
    book = openpyxl.load_workbook(io.BytesIO(write.mandates_xlsx(sample())))
    assert ENGLISH("sheet.standing") not in book.sheetnames


def test_the_template_has_no_words_of_its_own() -> None:
    template = files("actionlines.papers.follow_up").joinpath("templates/standing.html.j2").read_text("utf-8")
    bare = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|<a href=\"[\w.]+\">[\w.]+</a>", "", template)
    assert re.findall(r">[^<>]*[A-Za-z][^<>]*<", bare) == []


@pytest.mark.parametrize(
    "given,near",
    [
        ("Kenya", "KEN (Kenya)"),  # a name
        ("KEM", "KEN (Kenya)"),  # a code with one wrong letter
        ("itu-region:AFRICA", "itu-region:AFR (Africa)"),
        ("LDCS", "LDC (Least developed countries)"),
    ],
)
def test_an_area_that_does_not_exist_is_answered_with_what_comes_near(given: str, near: str) -> None:
    with pytest.raises(UnknownConcept) as told_:
        find_area(given)
    assert near in told_.value.advice


def raised(*arguments: object) -> ActionlinesError:
    with pytest.raises(ActionlinesError) as found:
        read_figures(*arguments)  # type: ignore[arg-type]
    return found.value


def test_figures_that_cannot_be_used_end_it_with_what_to_do(data: Path, tmp_path: Path) -> None:
    absent = raised([data], "TUV")
    assert isinstance(absent, NoObservations)
    assert "is of Tuvalu (TUV)" in absent.problem and "KEN" in absent.advice
    unlinked = tmp_path / "unlinked.csv"
    unlinked.write_text("series,iso3,year,value\nOWN_CODE,KEN,2020,5\n")
    assert "belong to no indicator" in raised([unlinked], "KEN").problem
    assert isinstance(raised([tmp_path / "nowhere.csv"], "KEN"), InputNotFound)


def test_one_file_of_several_that_cannot_be_read_is_told_in_the_report(data: Path, tmp_path: Path) -> None:
    figures = read_figures([tmp_path / "nowhere.csv", data], "KEN")
    found = review(("aligned.txt",), pipeline=ALIGNING, figures=figures)
    assert [one.code for one in stands(found).failed] == ["AL108"]
    assert "nowhere.csv" in index_html(found).decode()


def test_of_an_observation_in_two_files_the_first_counts(data: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text(HEAD + rows("4.a.1", "SE_ACC_INTN", "KEN", 99, 0))
    found = review(("aligned.txt",), pipeline=ALIGNING, figures=read_figures([data, other], "KEN"))
    one = series(stands(found), "SE_ACC_INTN")
    assert (one.measured.values[-1], one.file) == (20.0, "figures.csv")
