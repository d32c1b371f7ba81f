"""`actionlines measure`, from the command line to the files."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import pytest

from actionlines.cli import main
from actionlines.cli.measure import METHODS
from actionlines.indicators.methods import ALL
from tests.indicators.methods.published import STATUSES

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "indicators.csv"


def run(*words: str | Path) -> int:
    with pytest.raises(SystemExit) as left:
        main(["measure", *map(str, words)])
    return int(left.value.code or 0)


def test_the_whole_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(EXAMPLE, "--country", "KEN", "--out", tmp_path / "out") == 0
    said = capsys.readouterr().out
    assert "indicators.csv: 70 of 70 rows of KEN read." in said
    assert "9 series judged by 10 methods (Kenya)." in said
    assert "Priority 1: Kenya." in said and "index.html" in said
    assert (tmp_path / "out" / "index.html").stat().st_size > 50_000


def test_the_summary_for_machines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(EXAMPLE, "--indicator", "9.c.1", "--method", "logit", "--json", "--out", tmp_path) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["judged"] == 6 and found["scope"]["indicator"] == "sdg:9.c.1"
    assert set(found) == {
        "scope", "sources", "failed", "problems", "judged", "published", "withheld", "policy", "agreement", "divides",
        "priorities", "gaps", "notes", "files",
    }  # fmt: skip
    assert all(Path(one).is_file() for one in found["files"].values())


def test_quiet_says_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(EXAMPLE, "--country", "UGA", "-q", "--out", tmp_path) == 0
    assert capsys.readouterr() == ("", "")


def test_a_bad_file_is_named_and_the_rest_is_done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("")
    assert run(bad, EXAMPLE, "--country", "UGA", "--out", tmp_path / "out") == 1
    assert capsys.readouterr().err.startswith(f"AL101 {tmp_path}/bad.csv")
    assert (tmp_path / "out" / "measure.json").is_file()


def test_nothing_left_is_exit_code_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(EXAMPLE, "--country", "TUV", "--out", tmp_path) == 1
    assert "None of the 682 observations in the files is of Tuvalu." in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["--country", "KEN", "--region", "LDC"],
        ["--method", "guess"],
        ["--language", "de"],
        ["--mapping", " "],
        ["--thresholds", " "],
        ["--base", "15"],
        ["--base", "soon"],
    ],
    ids=str,
)
def test_wrong_use_is_exit_code_2(words: list[str], tmp_path: Path) -> None:
    assert run(EXAMPLE, *words, "--out", tmp_path / "out") == 2
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "words,code",
    [
        (["--country", "XXX"], "AL302"), (["--line", "C99"], "AL302"), (["--targets", "no.yaml"], "AL605"),
        (["--map", "no.json"], "AL603"), (["--mapping", "no.yaml"], "AL603"),
        (["--thresholds", "no.yaml"], "AL605"), (["--targets", "no.csv"], "AL605"),
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_used_ends_it_with_one_line(
    words: list[str], code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(EXAMPLE, *words, "--out", tmp_path / "out") == 1
    told = capsys.readouterr().err
    assert told.startswith(code) and told.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_package_that_is_not_installed_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    assert run(EXAMPLE, "--out", tmp_path / "out") == 1
    assert capsys.readouterr().err.startswith("AL503 measure: xlsxwriter is not installed")
    assert not (tmp_path / "out").exists()


def test_files_of_others_stay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "index.html").write_text("theirs")
    assert run(EXAMPLE, "--out", tmp_path) == 1
    assert capsys.readouterr().err.startswith("AL401")
    assert [one.name for one in tmp_path.iterdir()] == ["index.html"]
    assert run(EXAMPLE, "--country", "UGA", "-q", "--force", "--out", tmp_path) == 0


def test_the_methods_of_the_command_are_those_of_the_package() -> None:
    assert list(METHODS) == list(ALL)


SEXES = """indicator,series,area,sex,year,value,unit
17.8.1,USE,KEN,F,2010,12,%
17.8.1,USE,KEN,M,2010,15,%
17.8.1,USE,KEN,F,2015,15,%
17.8.1,USE,KEN,M,2015,20,%
17.8.1,USE,KEN,F,2022,40.5,%
17.8.1,USE,KEN,M,2022,50.25,%
"""


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def test_head_counts_from_the_population_by_sex(tmp_path: Path) -> None:
    """50.25 % of 24.5 million less 40.5 % of 25 million: 12,311,250 - 10,125,000."""
    figures, people = tmp_path / "sex.csv", tmp_path / "people.csv"
    figures.write_text(SEXES)
    head = "series,iso3,sex,year,value,unit\n"
    people.write_text(f"{head}POP,KEN,F,2023,25000,thousands\nPOP,KEN,M,2023,24500,thousands\n")
    assert run(figures, "--population", people, "-q", "--out", tmp_path / "out") == 0
    (pair,) = rows(tmp_path / "out" / "divides.csv")
    assert "heads=2186250" in pair["measures"]
    assert pair["words"].endswith("2,186,250 more men than women, by the population (people.csv).")
    (told,) = json.loads((tmp_path / "out" / "measure.json").read_text("utf-8"))["divides"]
    assert told["measures"]["heads"] == 2_186_250


@pytest.mark.parametrize("rows_given", ["POP,KEN,F,2023,25000,\n", "POP,KEN,F,2023,1,\nB,KEN,F,2023,1,\n"])
def test_a_population_that_cannot_be_used_is_named(
    rows_given: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = tmp_path / "people.csv"
    people.write_text(f"series,iso3,sex,year,value,unit\n{rows_given}")
    assert run(EXAMPLE, "--population", people, "--out", tmp_path / "out") == 1
    assert capsys.readouterr().err.startswith(f"AL603 {tmp_path}/people.csv: ")


def test_another_base_year(tmp_path: Path) -> None:
    figures = tmp_path / "sex.csv"
    figures.write_text(SEXES)
    assert run(figures, "--base", "2010", "--method", "linear", "-q", "--out", tmp_path / "out") == 0
    found = rows(tmp_path / "out" / "progress.csv")
    assert {(row["base_year"], row["last_year"]) for row in found} == {("2010", "2022")}


def test_thresholds_of_ones_own_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figures, own = tmp_path / "sex.csv", tmp_path / "own.yaml"
    figures.write_text(SEXES)
    own.write_text("linear: {share-on-track: 0.3, share-moderate: 0.2}\nunsd-2026: {share-on-track: 0.96}\n")
    assert run(figures, "--thresholds", own, "--method", "linear", "--out", tmp_path / "out") == 0
    said = capsys.readouterr().out
    assert "Linear projection is judged by thresholds of your own: share-on-track 0.3 in place of 0.95" in said
    assert "Statistics Division" not in said
    assert {row["verdict"] for row in rows(tmp_path / "out" / "progress.csv")} == {"on-track"}


def test_verdicts_of_pace_follow_the_thresholds_and_do_not_decide(tmp_path: Path) -> None:
    figures, own = tmp_path / "sex.csv", tmp_path / "own.yaml"
    figures.write_text(SEXES)
    own.write_text("unsd-2026: {share-on-track: 90}\nunsd-2023: {share-on-track: 90}\n")
    paces, decided = [], []
    for name, more in (("plain", ()), ("own", ("--thresholds", own))):
        assert run(figures, *more, "-q", "--out", tmp_path / name) == 0
        found = rows(tmp_path / name / "progress.csv")
        paces.append([row["words"] for row in found if row["method"].startswith("unsd")])
        decided.append({row["published"] for row in found})
    assert paces[0] != paces[1] and decided[0] == decided[1]


def test_a_code_book_as_targets(tmp_path: Path) -> None:
    """The SDG Index from its bounds: 30 of 10 to 90 scores 25; 2 a year made, 3 a year needed."""
    figures, book = tmp_path / "index.csv", tmp_path / "book.csv"
    figures.write_text("series,area,year,value\nIDX,KEN,2015,20\nIDX,KEN,2020,30\nIDX,UGA,2020,70\n")
    book.write_text("series;worst;best;green;base\nIDX;10;90,0;65;2015\n")
    assert run(figures, "--targets", book, "--method", "sdg-index", "-q", "--out", tmp_path / "out") == 0
    kenya, uganda = rows(tmp_path / "out" / "progress.csv")
    assert (float(kenya["score"]), kenya["words"]) == (25, "Moderately improving")
    assert float(kenya["ratio"]) == pytest.approx(2 / 3)
    assert (float(uganda["score"]), uganda["words"]) == (75, "")


def test_series_without_an_aim_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figures = tmp_path / "own.csv"
    figures.write_text("series,area,year,value\nIDX,KEN,2015,20\nIDX,KEN,2020,30\nIDX,UGA,2020,70\n")
    assert run(figures, "--out", tmp_path / "out") == 0
    said = capsys.readouterr().out
    assert "2 series have no known aim, so no method judges what is better: give one with --targets." in said
    assert "with the number of areas and breakdowns: IDX (2)." in said
    assert "disagree on 0; 2 are judged by none." in said


def test_a_published_table_is_checked_without_a_change_of_code(shared: Path, tmp_path: Path) -> None:
    """Statistics Canada, 247 series: value, status and score from a file of figures and a table of targets."""
    published = rows(shared / "data" / "indicators" / "published_progress_canada_gif.csv")
    figures, targets = ["series,area,year,value"], ["series,value,direction,year,base,limit"]
    for i, row in enumerate(published):
        ends = {row[f"{end}_year"]: row[f"{end}_value"] for end in ("base", "current") if row[f"{end}_value"]}
        figures += [f"S{i},CAN,{year},{value}" for year, value in ends.items()]
        names = ("target", "direction", "target_year", "base_year", "limit")
        targets.append(",".join([f"S{i}", *(row[name] for name in names)]))
    (tmp_path / "figures.csv").write_text("\n".join(figures))
    (tmp_path / "targets.csv").write_text("\n".join(targets))
    # The table is older than the rules allow today, and some of its spans are shorter.
    (tmp_path / "rules.csv").write_text("rule,value\nspan,1\nage,99\n")
    rules = ("--policy", tmp_path / "rules.csv")
    words = ("--targets", tmp_path / "targets.csv", "--method", "statcan", *rules, "-q", "--out", tmp_path / "out")
    assert run(tmp_path / "figures.csv", *words) == 0
    found = {row["series"]: row for row in rows(tmp_path / "out" / "progress.csv")}
    given = [(found[f"S{i}"], row) for i, row in enumerate(published) if f"S{i}" in found]
    assert len(given) == 243  # four have no observation
    for ours, theirs in given:
        assert ours["words"] == STATUSES[theirs["series_status"]]
        for mine, their in (("score", "series_score"), ("ratio", "progress_value")):
            pair = [float(one) if one else None for one in (ours[mine], theirs[their])]
            assert pair[0] == (None if pair[1] is None else pytest.approx(pair[1], rel=1e-9))


def test_an_area_by_its_name_is_told_by_its_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """People write the name of the country: the refusal says the code to write."""
    for option, given, code in (
        ("--country", "Kenya", "KEN (Kenya)"),
        ("--region", "Least developed countries", "LDC ("),
    ):
        assert run(EXAMPLE, option, given, "--out", tmp_path) == 1
        assert f"Did you mean {code}" in capsys.readouterr().err, given


def test_priorities_call_a_series_by_its_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figures = tmp_path / "figures.csv"
    figures.write_text("country,indicator,year,value\nKEN,17.8.1,2015,17\nKEN,17.8.1,2020,30\n", "utf-8")
    assert run(figures, "--out", tmp_path / "out") == 0
    assert "People using the Internet (17.8.1) stands at" in capsys.readouterr().out
