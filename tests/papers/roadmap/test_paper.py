"""The road map as a paper: what stands in it, bound to what, in which words; and what is said to be missing."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import replace
from importlib.resources import files

import pytest
from pypdfium2 import PdfDocument

from actionlines.errors import BadRoadMap, UnknownConcept
from actionlines.framework import load
from actionlines.papers.account.model import Account, Funded
from actionlines.papers.account.query import answer_question
from actionlines.papers.check import check_paper
from actionlines.papers.layout import NumberedParagraph, lay_out
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


def annex(found: Paper, id: str) -> list[list[str]]:
    held = next(block for block in found.annex if block.id == id)
    return [[said(cell) for cell in row.cells] for row in held.rows if not row.head]


def body(found: Paper) -> str:
    return " ".join(said(run) for block in found.blocks for run in list_runs(block))


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
    targets = [row[0] for row in table(made, "t-targets")]
    assert targets[0].startswith("SDG 2.1") and not any("17.8" in name for name in targets)
    assert "SDG 2.1.1" in body(made) and not any(
        block.id == "t-figures" for block in made.blocks if isinstance(block, Table)
    )


def test_a_target_needs_an_indicator_of_icts_or_an_activity() -> None:
    """The matrix links C5 to drinking water and energy as well; the road map is not about these."""
    made = paper(one(), ACCOUNT)
    targets = [row[0] for row in table(made, "t-targets")]
    assert any("17.8" in name for name in targets) and any("4.4" in name for name in targets)
    assert not any("SDG 7." in name for name in targets)
    assert any("SDG 7.1" in row[0] for row in annex(made, "a-links"))


def test_confirmed_and_proposed_mandates_stand_apart() -> None:
    made = paper(one(), ACCOUNT)
    confirmed, proposed = table(made, "t-mandates-confirmed"), table(made, "t-mandates-proposed")
    # Titled by the ask; what is due by a day comes first.
    assert [row[0] for row in confirmed] == [
        "Help countries with task 1 – A/RES/99/905, para. 1", "Help countries with task 3 – A/RES/99/905, para. 3"
    ]  # fmt: skip
    assert [row[0] for row in proposed] == ["Help countries with task 2 – A/RES/99/905, para. 2"]
    shown = next(b for b in made.blocks if isinstance(b, Table) and b.id == "t-mandates-proposed")
    assert any(isinstance(part, Proposal) for run in list_runs(shown) for part in run)
    assert "Radio lessons 1" in confirmed[0][3] and "lead: Village Network Trust" in confirmed[1][3]
    assert "task 1" in next(e.quote for e in made.evidence if e.id == "A/RES/99/905#1")


def test_the_revision_in_force_stands_for_what_it_replaces() -> None:
    """Duties of a replaced text are closed; they are in the annex alone."""
    old = samples.mandate(1, symbol="itu:PP/RES/140@2018", status="superseded")
    account = samples.account(mandates=(old, samples.mandate(2)))
    made = paper(one(account=account), account)
    rows = {row[0]: row for row in table(made, "t-instruments")}
    assert "replaces Resolution 140 (Rev. Dubai, 2018)" in rows["Resolution 140 (Rev. Bucharest, 2022)"][1]
    assert len(table(made, "t-mandates-confirmed")) == 1 and len(annex(made, "a-mandates")) == 2


def test_what_un_info_funds_counts_once() -> None:
    def part(id: str, country: str) -> Funded:
        links = (samples.link("C5", "action_line"),)
        return Funded(
            id, "17", country, "ITU", "Cyber drills", "en", "2025-01-01", "2026-12-31", "USD", "500.00", "400.00",
            "", links, f"{country}.json", "/projects/3", "c" * 64, f"/cooperation/{country}/",
        )  # fmt: skip

    account = samples.account(funded=(part("FJI/3", "FJI"), part("WSM/3", "WSM")))
    made = paper(one(account=account), account)
    assert check_paper(made) == ()
    assert len(table(made, "t-funded")) == 1
    facts = {fact.id: fact.value for fact in made.facts}
    assert facts["funded?line=C5"] == 1 and facts["funded.available?line=C5"] == 400
    assert "500 USD required, 400 USD available" in body(made)
    assert annex(made, "a-funded")[0][-1].endswith(".json#/projects/3")


def test_an_activity_of_un_info_names_what_it_is_to_bring_and_who_shares_it() -> None:
    fields = (
        "17",
        "FJI",
        "ITU",
        "Cyber drills",
        "en",
        "",
        "",
        "",
        "500.00",
        "",
        "",
        (samples.link("C5", "action_line"),),
    )
    part = Funded("FJI/3", *fields, "FJI.json", "/projects/3", "c" * 64, "/cooperation/FJI/", "Response teams work")
    shared = replace(part, id="FJI/4", agency="UNDP", spent="20.00", place="/projects/4")
    account = samples.account(funded=(part, shared))
    made = paper(one(account=account), account)
    rows = {row[1]: row for row in table(made, "t-funded")}
    assert rows["ITU, with UNDP"][4] == "Response teams work" and "UNDP, with ITU" in rows
    assert [row[-2] for row in annex(made, "a-funded")] == ["", "20.00"]


def test_the_figures_of_an_indicator() -> None:
    made = paper(one(), ACCOUNT)
    row = table(made, "t-figures")[0]
    # By hand: the median of 17, 6, 10, 58, 78, 17.6 is 17.3, that of 35, 10, 29, 84, 87, 50 is 42.5.
    assert "median over countries" in row[0]
    assert row[1:4] == ["17.3% (2015)", "42.5% (2023)", "100% (2030)"]
    assert row[5] == "4 of 6"  # Kenya, Uganda, Tanzania and Nepal lag
    facts = {fact.id: fact.value for fact in made.facts}
    assert facts["median?series=IT_USE_ii99&year=2015"] == pytest.approx(17.3)
    assert {"projected?method=linear&series=IT_USE_ii99", "projected?method=logit&series=IT_USE_ii99"} <= set(facts)
    # Women have nine tenths of what men have, in every country.
    assert facts["parity?dimension=sex&series=IT_USE_ii99"] == pytest.approx(0.9)
    assert any("Furthest behind" in row[1] and "Uganda" in row[2] for row in annex(made, "a-figures"))
    drawn = next(block for block in made.blocks if isinstance(block, Figure))
    assert "median over countries" in drawn.chart.title
    assert drawn.evidence[0] in {entry.id for entry in made.evidence}


def test_the_world_goes_before_the_median() -> None:
    world = samples.standing("world", (30.0, 43.0, 54.0, 67.0), lag=None)
    account = replace(ACCOUNT, standings=(*ACCOUNT.standings, world))
    row = table(paper(one(account=account), account), "t-figures")[0]
    assert "World" in row[0] and row[2] == "67% (2023)"


def test_every_number_is_the_answer_to_its_question() -> None:
    made = paper(one("C2", "C5"), ACCOUNT)
    account = LineScope.of(ACCOUNT, ("C2", "C5")).account
    assert len(made.facts) > 40
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
    for what in ("No mandate", "No activity", "No activity of UN INFO", "No envelope"):
        assert what in told
    assert check_paper(made) == ()
    assert "Facilitators: UNESCO" in body(made)


def test_an_indicator_without_figures_is_named() -> None:
    account = replace(ACCOUNT, standings=())
    made = paper(one(account=account), account)
    assert "Indicators of these targets without figures" in body(made) and "SDG 17.8.1" in body(made)
    assert not any(isinstance(block, Figure) for block in made.blocks)


def test_an_area_outside_the_framework_does_no_harm() -> None:
    odd = samples.standing("XKX", (10.0, 20.0, 30.0, 40.0))
    account = replace(ACCOUNT, standings=(*ACCOUNT.standings, odd), activities=(samples.activity(9, places=("ZZZ",)),))
    made = paper(one(account=account), account)
    assert check_paper(made) == ()
    facts = {fact.id: fact.value for fact in made.facts}
    assert facts["standings?breakdown=total&judged=yes&kind=country&series=IT_USE_ii99"] == 6


def test_a_question_that_is_none_stands_beside_the_text() -> None:
    text = "We hold {{mandates?line=C5}}, {{nonsense}} and {{value?area=KEN&series=NONE}}."
    made = paper(one(narratives=[Narrative("purpose", text)]), ACCOUNT)
    para = next(block for block in made.blocks if isinstance(block, Para) and block.by)
    assert said(para.inlines).startswith("We hold 3, [not a question to the register] and [no figure: Value: Kenya")
    shown = list(split_text(text, ACCOUNT, report_words("en")))
    assert "".join(piece.shown for piece in shown) == "We hold 3, ? and ?."
    assert ["AL801" in piece.problem for piece in shown if piece.question] == [False, True, False]


def test_people_are_named_once_after_paragraphs_in_a_row() -> None:
    made = paper(one(narratives=[Narrative("purpose", "First.\n\nSecond.")]), ACCOUNT)
    rows = [block for block in lay_out(made).blocks if isinstance(block, NumberedParagraph)]
    texts = {row.spans[0].text: bool(row.by) for row in rows}
    assert (texts["First."], texts["Second."]) == (False, True)


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
    assert len(table(paper(one("C7", account=account), account), "t-mandates-confirmed")) == 1


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
    rows = table(made, "t-milestones")
    # What the mandate asks for by the same day, the milestone of people, and the aim of the indicator.
    assert [row[0] for row in rows] == ["30 June 2027", "30 June 2027", "2030"]
    assert {"Guide published", "Help countries with task 1"} == {row[1] for row in rows[:2]}
    assert rows[2][1] == "People using the Internet: 100%"
    assert table(made, "t-envelopes")[0][3:] == ["250,000 CHF", "100,000 CHF"]
    names = ["a-mandates", "a-links", "a-activities", "a-figures", "a-check"]
    assert [annex.id for annex in made.annex] == names


def test_hundreds_of_records_are_shown_in_part_and_whole_in_the_annex() -> None:
    words = "help all countries of the region with a task that takes many words to say what it is about"
    confirmed = tuple(samples.mandate(n, action=f"{words} {n}", lead=1) for n in range(1, 401))
    proposed = tuple(replace(mandate, id=mandate.id + 400, status="proposed") for mandate in confirmed)
    activities = tuple(samples.activity(n, title=f"{words} {n}") for n in range(1, 101))
    account = replace(ACCOUNT, mandates=(*confirmed, *proposed), activities=activities)
    made = paper(one(account=account, metrics=[METRIC], milestones=[MILESTONE] * 20), account)
    assert len(table(made, "t-mandates-confirmed")) == 24 and len(table(made, "t-mandates-proposed")) == 6
    assert len(annex(made, "a-mandates")) == 800 and len(annex(made, "a-activities")) == 100
    assert len(made.evidence) < 100
    # However much the register holds, a delegate reads twelve pages at most.
    assert len(PdfDocument(render(made, "pdf"))) <= 12


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


def test_a_figure_names_the_source_of_its_own_area() -> None:
    """That of the world is its own; a median over countries has that of none of them."""
    world = samples.standing("world", (51.0, 74.0), source="Facts and Figures")
    for more, sources in (((world,), ["Facts and Figures"]), ((), [])):
        account = replace(ACCOUNT, standings=(*ACCOUNT.standings, *more))
        made = paper(one(account=account), account)
        entry = next(entry for entry in made.evidence if entry.id.startswith(("series:world/", "series:median/")))
        label = report_words("en")("col.data-source")
        assert [value for name, value in entry.details if name == label] == sources
