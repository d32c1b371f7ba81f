"""Every threshold at its edge, in both directions; a user's own in their place; what the index cannot use."""

from __future__ import annotations

from pathlib import Path

import pytest

from actionlines.errors import BadAims
from actionlines.indicators import methods
from actionlines.indicators.aims import sdg_aims
from actionlines.indicators.judge import judge_one
from actionlines.indicators.methods.cuts import describe_cuts, read_thresholds
from actionlines.indicators.model import Aim
from tests.indicators.methods.make import ALONE, series

PERCENT = {"low": 0.0, "high": 100.0}


def grown(rate: float, years: int, start: float = 100.0) -> dict[int, float]:
    """A base and a latest value between which lies this growth a year; Eurostat's long term begins in 2010."""
    return {2020 - years: start, 2020: start * (1 + rate) ** years}


# The verdict at the threshold itself, and a millionth below it. Years are chosen so that the growth comes
# out of the floating point on either side of the round number.
@pytest.mark.parametrize("years", [3, 4, 5])
@pytest.mark.parametrize(
    "name,rate,at,below",
    [
        ("unsd-2026", 0.02, "on-track", "moderate"),
        ("unsd-2026", 0.0125, "moderate", "marginal"),
        ("unsd-2026", 0.005, "marginal", "stagnation"),
        ("unsd-2023", 0.02, "on-track", "moderate"),
        ("unsd-2023", 0.005, "moderate", "stagnation"),
        ("statcan", 0.015, "on-track", "moderate"),
        ("statcan", 0.005, "moderate", "limited"),
        ("eurostat-short", 0.01, "on-track", "moderate"),
    ],
)
def test_growth_at_the_threshold(name: str, rate: float, at: str, below: str, years: int) -> None:
    for direction in (1, -1):
        aim = Aim(direction=direction)  # type: ignore[arg-type]
        found = [
            methods.progress(series(grown(direction * one, years)), aim, name).verdict for one in (rate, rate - 1e-6)
        ]
        assert found == [at, below], direction


@pytest.mark.parametrize(
    "name,rate,words",
    [
        ("eurostat-short", -0.01, "Moderate movement away"),
        ("eurostat-short", -0.010001, "Significant movement away"),
        ("eurostat-short", -0.001001, "Moderate movement away"),
        ("eurostat-short", -0.001, "No change"),
        ("eurostat-short", 0.000999, "No change"),
        ("eurostat-short", 0.001, "Moderate progress"),
    ],
)
def test_eurostat_moving_away(name: str, rate: float, words: str) -> None:
    assert methods.progress(series(grown(rate, 5)), Aim(), name).words == words
    assert methods.progress(series(grown(-rate, 5)), Aim(direction=-1), name).words in (
        words, "Significant movement away",
    )  # fmt: skip


# From 0 in 2015 to 5 in 2020 on the way to T: 15 by 2030 on a straight line, so the share is 15 / T.
@pytest.mark.parametrize(
    "target,verdict",
    [
        (15 / 0.95, "on-track"), (15 / 0.95 + 1e-4, "moderate"), (30, "moderate"), (30.001, "marginal"),
        (150, "marginal"), (150.1, "stagnation"),
    ],
)  # fmt: skip
def test_share_of_the_way_at_the_threshold(target: float, verdict: str) -> None:
    assert methods.progress(series({2015: 0, 2020: 5}), Aim(target), "linear").verdict == verdict
    down = methods.progress(series({2015: 0, 2020: -5}), Aim(-target, direction=-1), "linear")
    assert down.verdict == verdict


# ESCAP on a straight line (a zero keeps it off the logarithm): in 2030 it stands at 30 or at -10.
@pytest.mark.parametrize(
    "values,target,words",
    [
        ({2015: 0, 2020: 10, 2025: 20}, 30 / 0.9, "Maintain progress"),  # a gap of 0.1
        ({2015: 0, 2020: 10, 2025: 20}, 30 / 0.9 + 1e-3, "Accelerate progress"),
        ({2015: 0, 2020: 0, 2025: 0}, 30, "Accelerate progress"),  # a gap of 1: no movement is no reversal
        ({2015: 0, 2020: -1e-6, 2025: -2e-6}, 30, "Reverse the trend"),
    ],
)
def test_escap_gap_at_the_threshold(values: dict[int, float], target: float, words: str) -> None:
    assert methods.progress(series(values), Aim(target), "escap-anticipated").words == words


def test_escap_counts_the_trend_from_2000_and_the_gap_from_2015() -> None:
    """0 in 2000, 20 in 2015, 40 in 2020: the line of all three; the way to 50 from 20 is 30."""
    found = methods.progress(series({1995: 90, 2000: 0, 2015: 20, 2020: 40}), Aim(50), "escap-anticipated")
    # Weights 1/30, 1/15, 1/10 are 1, 2, 3 of 6: mean year 2015, mean value 80/3; slope (15 * 80/3 + 3 * 5 *
    # 40/3) / (225 + 75) = 2, so 80/3 + 15 * 2 in 2030.
    assert found.projected == pytest.approx(80 / 3 + 30)
    assert found.inputs["base_value"] == 20 and found.inputs["trend_year"] == 2000
    late = methods.progress(
        series({1995: 90, 2000: 0, 2015: 20, 2020: 40}), Aim(50), "escap-anticipated", {"since": 2015}
    )
    assert late.projected is not None and late.projected > 70
    early = methods.progress(series({1990: 0, 2000: 10, 2010: 20}), Aim(50, base=1990), "escap-anticipated")
    assert early.inputs["trend_year"] == 1990 and early.projected == pytest.approx(40)


# SDG Index: 0 to 100, green at 90, from 30 in 2015: 4 points a year are needed.
@pytest.mark.parametrize(
    "latest,verdict",
    [(50, "on-track"), (49.9, "moderate"), (40, "moderate"), (39.9, "stagnation"), (30, "stagnation"),
     (29.9, "regression"), (90, "achieved"), (89.9, "on-track")],
)  # fmt: skip
def test_index_arrow_at_the_threshold(latest: float, verdict: str) -> None:
    aim = Aim(bounds=(0, 100), green=90)
    assert methods.progress(series({2015: 30, 2020: latest}), aim, "sdg-index").verdict == verdict
    # The same upside down: less is better.
    turned = Aim(direction=-1, bounds=(100, 0), green=10)
    found = methods.progress(series({2015: 70, 2020: 100 - latest}), turned, "sdg-index")
    assert found.verdict == verdict


@pytest.mark.parametrize(
    "aim,reason",
    [
        (Aim(bounds=(0, 100)), "are not given"),
        (Aim(green=90), "are not given"),
        (Aim(bounds=(50, 50), green=50), "worst 50, best 50"),
        (Aim(bounds=(0, 100), green=120), "green threshold 120"),
        (Aim(direction=-1, bounds=(0, 100), green=90), "best on the better side"),
    ],
)
def test_index_refuses_bounds_that_make_no_scale(aim: Aim, reason: str) -> None:
    found = methods.progress(series({2015: 40, 2020: 60}), aim, "sdg-index")
    assert (found.verdict, found.score) == ("", None) and reason in found.reason


# Scores are clipped, changes are not: from -20 to -10 is progress on a scale that ends at 0.
@pytest.mark.parametrize(
    "values,score", [({2020: 25}, 50), ({2020: 70}, 100), ({2020: -5}, 0), ({2015: -10, 2020: -5}, 0)]
)
def test_index_score_needs_one_value(values: dict[int, float], score: float) -> None:
    found = methods.progress(series(values), Aim(bounds=(0, 50), green=45), "sdg-index")
    assert found.score == score and (found.verdict == "") == (len(values) == 1)
    assert found.ratio is None or found.ratio > 0


# Yes or no: one answer is enough for yes, and for no; a yes that became a no is a regression.
@pytest.mark.parametrize(
    "values,words",
    [
        ({2020: 1}, "On track or target met"),
        ({2015: 0, 2020: 1}, "On track or target met"),
        ({2020: 0}, "Stagnation or regression"),
        ({2015: 0, 2020: 0}, "Stagnation or regression"),
        ({2015: 1, 2020: 0}, "Stagnation or regression"),
    ],
)
def test_yes_or_no_in_the_note_of_2023(values: dict[int, float], words: str) -> None:
    found = methods.progress(series(values), Aim(1, low=0, high=1), "unsd-2023")
    assert found.words == words and found.score in (1, 3)


def test_a_rate_of_growth_is_left_to_experts() -> None:
    (own,) = [one for one in sdg_aims() if one.id == "sdg:8.1.1"]
    aim = own.aim("percent", "NY_GDP_PCAP")
    found = methods.progress(series({2015: 2, 2020: 4}), aim, "unsd-2023")
    assert aim.growth and (found.verdict, found.score, found.ratio) == ("", None, None)
    assert "is itself a yearly rate of growth" in found.reason
    assert not own.aim("usd", "X").growth and own.aim("percent", "X").growth
    assert methods.progress(series({2015: 2, 2020: 4}), aim, "unsd-2026").verdict == ""


def test_a_share_of_zero_is_no_answer() -> None:
    assert methods.progress(series({2015: 0, 2020: 0}), Aim(100, **PERCENT), "unsd-2023").verdict == ""


@pytest.mark.parametrize("name", ALONE)
def test_own_thresholds_move_the_verdict(name: str) -> None:
    """Thresholds that nothing reaches turn the best verdict into a lesser one, and only for their method."""
    values = {2008: 20, 2012: 26, 2015: 30, 2018: 36, 2020: 50, 2022: 67}
    # The weighted line of ESCAP goes to 83.5: 85 is missed by 3 % of the way.
    target = 85 if name == "escap-anticipated" else 70
    aim = Aim(target, **PERCENT, bounds=(0, 100), green=69)
    plain = methods.progress(series(values), aim, name)
    highest = {one: 1e6 + i for i, one in enumerate(methods.CUTS[name]) if one.startswith(("share-", "on-track"))} or {
        "gap-maintain": 1e-9,
        "gap-accelerate": 2e-9,
    }
    strict = methods.progress(series(values), aim, name, highest)
    order = [*methods.ALL[name].COMMON]
    assert order.index(strict.verdict) < order.index(plain.verdict)


def test_an_unknown_threshold() -> None:
    with pytest.raises(KeyError, match="no threshold 'speed'"):
        methods.progress(series({2015: 1, 2016: 2}), Aim(), "linear", {"speed": 1})


def test_thresholds_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("eurostat-short: {growth-significant: 0.02}\nescap-anticipated:\n  since: 2010\n", "utf-8")
    own = read_thresholds(path, methods.CUTS)
    assert own == {"eurostat-short": {"growth-significant": 0.02}, "escap-anticipated": {"since": 2010}}
    found = methods.progress(series(grown(0.015, 5)), Aim(), "eurostat-short", own["eurostat-short"])
    assert found.words == "Moderate progress"
    titles = {name: one.TITLE for name, one in methods.ALL.items()}
    assert next(iter(describe_cuts(own, methods.CUTS, titles))) == (
        "Eurostat, short term is judged by thresholds of your own: growth-significant 0.02 in place of 0.01."
    )


@pytest.mark.parametrize(
    "content,words",
    [
        ({}, "AL605 thresholds: is not a list of methods"),
        ({"oecd": {"share-a": 1}}, "has no method 'oecd'. The methods are unsd-2026,"),
        ({"eurostat": 3}, "thresholds, eurostat: is not a list of thresholds"),
        ({"eurostat": {"speed": 1}}, "has no threshold 'speed'. Its thresholds are share-moderate,"),
        ({"eurostat": {"years": "ten"}}, "thresholds, eurostat, years: holds 'ten'. Write a number."),
        ({"eurostat": {"years": True}}, "holds True"),
        ({"eurostat": {"growth-significant": -0.01}}, "Write a number above zero"),
        ({"unsd-2026": {"share-marginal": 0.6}}, "share-marginal (0.6) is not below share-moderate (0.5)"),
    ],
)
def test_what_is_wrong_with_thresholds(content: dict[str, object], words: str) -> None:
    with pytest.raises(BadAims) as caught:
        read_thresholds(content, methods.CUTS)
    assert words in str(caught.value)


@pytest.mark.parametrize("text", ["- a\n- b", "eurostat: [", ""])
def test_a_file_that_holds_no_thresholds(text: str, tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(BadAims, match=r"AL605 own\.yaml"):
        read_thresholds(path, methods.CUTS)


def test_judging_takes_thresholds_by_method() -> None:
    values, aim = {2010: 20, 2015: 30, 2018: 40, 2022: 60}, Aim(70, **PERCENT)
    plain = judge_one(series(values), aim)
    own = judge_one(series(values), aim, cuts={"linear": {"share-on-track": 9.0}})
    assert (plain.rows["linear"].verdict, own.rows["linear"].verdict) == ("on-track", "moderate")
    assert own.rows["logit"] == plain.rows["logit"]


def test_every_threshold_is_described() -> None:
    text = (Path(__file__).resolve().parents[3] / "docs" / "explanation" / "methods.md").read_text("utf-8")
    section = text.partition("## Thresholds by name")[2].partition("\n## ")[0]
    for name, cuts in methods.CUTS.items():
        row = next(line for line in section.splitlines() if line.startswith("| ") and f"`{name}`" in line)
        assert all(f"`{cut}` {value:g}" in row for cut, value in cuts.items()), name
