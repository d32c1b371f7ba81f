"""The road map as a paper: what stands in it, bound to what, in which words; and what is said to be missing."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import replace
from importlib.resources import files

import pytest

from actionlines.errors import BadRoadMap, UnknownConcept
from actionlines.framework import load
from actionlines.papers.account.model import Account
from actionlines.papers.account.query import answer_question
from actionlines.papers.check import check_paper
from actionlines.papers.model import (
    Figure,
    Missing,
    Number,
    Paper,
    Para,
    Proposal,
    Section,
    Table,
    Text,
    list_inlines,
    list_runs,
)
from actionlines.papers.roadmap import Item, Metric, Milestone, Narrative, RoadMap, paper, propose
from actionlines.papers.roadmap.figures import Figures
from actionlines.papers.roadmap.model import LineScope
from actionlines.papers.roadmap.proposals import check_road_map as lacking
from actionlines.papers.roadmap.proposals import list_lines
from actionlines.papers.sections.evidence import report_words
from actionlines.papers.sections.narrative import split_text
from actionlines.papers.words import LANGUAGES
from actionlines.papers.write import FORMATS, render
from tests.papers.roadmap import samples

ACCOUNT = samples.account()
METRIC = Metric(
    1, "Response teams", unit="teams", source="Global index", frequency="yearly", responsible="ITU",
    baseline="120", baseline_year="2024", aim="150", aim_year="2030", serves=("gdc:11a", "mandate:1"),
)  # fmt: skip
MILESTONE = Milestone(2, "Guide published", "2027-06-30", "ITU", ("mandate:1", "sdg:17.8"))


def one(*lines: str, account: Account = ACCOUNT, **given: object) -> RoadMap:
    return propose(account, lines or ("C5",), **given)  # type: ignore[arg-type]


def said(run: Iterable[object]) -> str:
    return "".join(
        part.text if isinstance(part, Text) else part.shown if isinstance(part, Number) else "" for part in run
    )


def table(found: Paper, id: str) -> list[list[str]]:
    held = next(block for block in found.blocks if isinstance(block, Table) and block.id == id)
    return [[said(cell) for cell in row.cells] for row in held.rows if not row.head]


def titles(found: Paper) -> list[str]:
    return [block.id for block in found.blocks if isinstance(block, Section)]


def missing(found: Paper) -> list[str]:
    return [block.what for block in found.blocks if isinstance(block, Missing)]


def test_every_line_of_the_framework() -> None:
    assert len(list_lines()) == 18
    assert "C7" not in list_lines()


@pytest.mark.parametrize("lines", [(), ("C12",), ("",)])
def test_no_line_or_no_such_line_is_one_clear_error(lines: tuple[str, ...]) -> None:
    with pytest.raises((BadRoadMap, UnknownConcept)):
        propose(ACCOUNT, lines)


def test_what_is_proposed_is_marked_by_where_it_comes_from() -> None:
    found = {(item.kind, item.ref): item for item in one().items}
    # In the matrix and in texts; in the matrix alone; in activities alone.
    assert (found["target", "sdg:17.8"].matrix, found["target", "sdg:17.8"].seen) == (True, True)
    assert (found["target", "sdg:7.1"].matrix, found["target", "sdg:7.1"].seen) == (True, False)
    assert (found["target", "sdg:4.4"].matrix, found["target", "sdg:4.4"].seen) == (False, True)
    assert found["commitment", "gdc:11a"].seen
    assert ("indicator", "sdg:17.8.1") in found
    assert all(item.decision == "proposed" for item in found.values())


def test_what_people_decided_stays_and_is_not_proposed_again() -> None:
    left = one(decided=[Item("target", "sdg:17.8", "left"), Item("target", "sdg:2.1", "taken")])
    assert left.decision("target", "sdg:17.8") == "left"
    made = paper(left, ACCOUNT)
    assert "s-sdg-17.8" not in titles(made)
    assert "s-without-figures" in titles(made) and "2.1 End hunger" in str(made)
    assert "17.8" not in str(table(made, "t-targets"))


def test_targets_without_figures_stand_together_at_the_end() -> None:
    """A page of boxes that each say so would hide the targets that have some."""
    made = paper(one(), ACCOUNT)
    told = [key for key in titles(made) if key.startswith(("s-sdg-", "s-without"))]
    assert "s-sdg-17.8" in told and told[-1] == "s-without-figures"
    assert str(made).count("No figures of the indicators of these targets") == 1


def test_confirmed_and_proposed_mandates_stand_apart() -> None:
    made = paper(one(), ACCOUNT)
    assert [row[0] for row in table(made, "t-mandates-confirmed")] == ["A/RES/99/905, para. 1", "A/RES/99/905, para. 3"]
    assert [row[0] for row in table(made, "t-mandates-proposed")] == ["A/RES/99/905, para. 2"]
    proposed = next(b for b in made.blocks if isinstance(b, Table) and b.id == "t-mandates-proposed")
    assert any(isinstance(part, Proposal) for run in list_runs(proposed) for part in run)
    assert "lead: Village Network Trust" in table(made, "t-mandates-confirmed")[1][4]
    assert "task 1" in next(e.quote for e in made.evidence if e.id == "A/RES/99/905#1")


def test_the_figures_of_a_target() -> None:
    made = paper(one(), ACCOUNT)
    row = table(made, "t-17.8")[0]
    # By hand: the median of 17, 6, 10, 58, 78, 17.6 is 17.3, that of 35, 10, 29, 84, 87, 50 is 42.5.
    assert "median over countries" in row[0]
    assert row[1:4] == ["17.3% (2015)", "42.5% (2023)", "100% (2030)"]
    facts = {fact.id: fact.value for fact in made.facts}
    assert facts["median?series=IT_USE_ii99&year=2015"] == pytest.approx(17.3)
    assert {"projected?method=linear&series=IT_USE_ii99", "projected?method=logit&series=IT_USE_ii99"} <= set(facts)
    # Those that lag: Kenya, Uganda, Tanzania, Nepal.
    assert facts["standings?behind=yes&breakdown=total&kind=country&series=IT_USE_ii99"] == 4
    # Women have nine tenths of what men have, in every country.
    assert facts["parity?dimension=sex&series=IT_USE_ii99"] == pytest.approx(0.9)
    drawn = next(block for block in made.blocks if isinstance(block, Figure))
    assert "median over countries" in drawn.chart.title
    assert drawn.evidence[0] in {entry.id for entry in made.evidence}


def test_the_world_goes_before_the_median() -> None:
    world = samples.standing("world", (30.0, 43.0, 54.0, 67.0), lag=None)
    account = replace(ACCOUNT, standings=(*ACCOUNT.standings, world))
    row = table(paper(one(account=account), account), "t-17.8")[0]
    assert "World" in row[0] and row[2] == "67% (2023)"


def test_every_number_is_the_answer_to_its_question() -> None:
    made = paper(one("C2", "C5"), ACCOUNT)
    account = LineScope.of(ACCOUNT, ("C2", "C5")).account
    assert len(made.facts) > 60
    for fact in made.facts:
        assert answer_question(account, fact.id).value == pytest.approx(fact.value), fact.id
        assert answer_question(ACCOUNT, fact.id).value == pytest.approx(fact.value), fact.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_honest_paper_in_every_language(language: str) -> None:
    roadmap = one(
        metrics=[METRIC], milestones=[MILESTONE], language=language,
        narratives=[Narrative("purpose", "Trust: {{mandates?line=C5}} mandates.")],
    )  # fmt: skip
    made = paper(roadmap, ACCOUNT)
    assert check_paper(made) == ()
    assert made.language == language
    assert made.blocks[0] == Section("s-glance", report_words(language)("glance.title"))


def test_all_words_are_there_in_six_languages() -> None:
    text = files("actionlines.papers.reports").joinpath("data/words.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len({row["key"] for row in rows}) == len(rows) > 200
    for row in rows:
        # The same holes in each, so that nothing is left out.
        holes = {tuple(sorted(set(re.findall(r"{\w+}", row[language])))) for language in LANGUAGES}
        assert len(holes) == 1 and all(row[language].strip() for language in LANGUAGES), row["key"]


@pytest.mark.parametrize("form", FORMATS)
def test_two_builds_are_equal_byte_for_byte(form: str) -> None:
    first, second = (paper(one(metrics=[METRIC]), samples.account()) for _ in range(2))
    assert first == second
    assert render(first, form) == render(second, form)


def test_a_line_without_anything_says_so_in_its_place() -> None:
    made = paper(one("C10", account=Account()), Account())
    told = " ".join(missing(made))
    for what in ("No mandate", "No organisation", "No activity", "No envelope", "No metric", "No milestone"):
        assert what in told
    assert check_paper(made) == ()
    assert table(made, "t-facilitators")[0][1] == "UNESCO"


def test_an_indicator_without_figures_is_named() -> None:
    account = replace(ACCOUNT, standings=())
    made = paper(one(account=account), account)
    assert "17.8.1 People using the Internet" in str(made)
    assert any("No figures of the indicators" in what for what in missing(made))
    assert not any(isinstance(block, Figure) for block in made.blocks)


def test_an_area_outside_the_framework_does_no_harm() -> None:
    odd = samples.standing("XKX", (10.0, 20.0, 30.0, 40.0))
    account = replace(ACCOUNT, standings=(*ACCOUNT.standings, odd), activities=(samples.activity(9, places=("ZZZ",)),))
    made = paper(one(account=account), account)
    assert check_paper(made) == ()
    facts = {fact.id: fact.value for fact in made.facts}
    assert facts["standings?breakdown=total&kind=country&series=IT_USE_ii99"] == 6


def test_a_question_that_is_none_stands_beside_the_text() -> None:
    text = "We hold {{mandates?line=C5}}, {{nonsense}} and {{value?area=KEN&series=NONE}}."
    made = paper(one(narratives=[Narrative("purpose", text)]), ACCOUNT)
    para = next(block for block in made.blocks if isinstance(block, Para) and block.by)
    assert said(para.inlines).startswith("We hold 3, [not a question to the register] and [no figure: Value: Kenya")
    shown = list(split_text(text, ACCOUNT, report_words("en")))
    assert "".join(piece.shown for piece in shown) == "We hold 3, ? and ?."
    assert ["AL801" in piece.problem for piece in shown if piece.question] == [False, True, False]


def test_a_joint_road_map_shows_what_its_lines_share() -> None:
    made = paper(one("C5", "C2"), ACCOUNT)
    assert made.title == "Joint road map of Action Lines C2, C5"
    assert table(made, "t-overlaps") == [["C2 – C5", "1", "1", "1"]]
    assert [row[0] for row in table(made, "t-overlap-mandates")] == ["A/RES/99/905, para. 3"]
    body = " ".join(said(run) for block in made.blocks for run in list_runs(block))
    assert "Village Network Trust (C2, C5)" in body and "ITU (C2, C5)" in body
    assert "s-overlaps" not in titles(paper(one(), ACCOUNT))


def test_c7_covers_its_parts() -> None:
    account = replace(ACCOUNT, mandates=(samples.mandate(1, ("C7-ehealth",)),))
    assert propose(account, ["C7", "C7-ehealth"]).lines == ("C7",)
    assert [row[0] for row in table(paper(one("C7", account=account), account), "t-mandates-confirmed")] == [
        "A/RES/99/905, para. 1"
    ]


def test_what_lacks_an_action_a_metric_or_a_lead() -> None:
    figures, lens = Figures(ACCOUNT), LineScope.of(ACCOUNT, ("C5",))
    found = {(c.kind, c.ref): c for c in lacking(one(), lens, figures)}
    # Mandate 1 has an activity and, by 17.8, figures, and nobody leads; 3 has a lead and no activity.
    first, third = found["mandate", "1"], found["mandate", "3"]
    assert (first.action, first.metric, first.lead) == (True, True, False)
    assert (third.action, third.metric, third.lead) == (False, True, True)
    assert ("mandate", "2") not in found  # only proposed: a person decides first
    assert not found["commitment", "gdc:11a"].metric
    after = {(c.kind, c.ref): c for c in lacking(one(metrics=[METRIC], milestones=[MILESTONE]), lens, figures)}
    assert after["mandate", "1"].whole
    assert after["commitment", "gdc:11a"].metric and after["commitment", "gdc:11a"].lead
    made = paper(one(milestones=[Milestone(1, "Something")]), ACCOUNT)
    body = " ".join(said(run) for block in made.blocks for run in list_runs(block))
    assert "Milestone “Something”: no lead" in body


def test_metrics_milestones_and_money() -> None:
    made = paper(one(metrics=[METRIC], milestones=[MILESTONE]), ACCOUNT)
    assert table(made, "t-metrics")[0][1:3] == ["120 teams (2024)", "150 teams (2030)"]
    assert table(made, "t-milestones")[0][:3] == ["30 June 2027", "Guide published", "ITU"]
    assert table(made, "t-envelopes")[0][3:] == ["250,000 CHF", "100,000 CHF"]
    regions = {row[0]: row[1:] for row in table(made, "t-regions")}
    assert regions["Africa"] == ["2", "1", "1"] and regions["Americas"] == ["1", "0", "1"]
    assert [annex.id for annex in made.annex] == ["a-mandates", "a-links", "a-activities", "a-check"]


def test_hundreds_of_mandates_are_shown_in_part_and_whole_in_the_annex() -> None:
    many = tuple(samples.mandate(n, status="proposed") for n in range(1, 401))
    account = replace(ACCOUNT, mandates=many)
    made = paper(one(account=account), account)
    assert len(table(made, "t-mandates-proposed")) == 25
    annex = next(block for block in made.annex if block.id == "a-mandates")
    assert len(annex.rows) == 400
    assert len(made.evidence) < 100


def test_no_words_of_the_program_hold_a_figure() -> None:
    made = paper(one(metrics=[METRIC]), ACCOUNT)
    own = [
        part.text for block in made.blocks for part in list_inlines(block) if isinstance(part, Text) and not part.name
    ]
    assert own and not any(char.isdigit() for text in own for char in text)
    assert load().action_lines["C5"].names["en"] in made.title


def test_what_was_accepted_with_others_says_so():
    bulk = replace(samples.link("gdc:11a", "commitment", "confirmed"), accepted_with=54)
    first = samples.mandate(1, accepted_with=54)
    account = samples.account(mandates=(replace(first, links=(*first.links[:1], bulk)),))
    found = paper(one(account=account), account)
    assert check_paper(found) == ()
    assert "accepted with others, in number: 54" in str(table(found, "t-commitments"))
    assert "accepted with others, in number: 54" in str(table(found, "t-mandates-confirmed"))
    both = replace(first, links=(*first.links[:1], bulk, samples.link("sdg:4.4", "target", "confirmed")))
    account = samples.account(mandates=(both,))
    assert "confirmed by a person" in str(table(paper(one(account=account), account), "t-targets"))
