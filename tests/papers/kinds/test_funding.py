"""What cooperation frameworks fund, of a country and of a region; every number with its place in a file."""

from __future__ import annotations

from dataclasses import replace

from actionlines.papers.account.model import Account, Funded, Linked, Words
from actionlines.papers.account.query import answer_question
from actionlines.papers.check import check_paper
from actionlines.papers.reports import build
from actionlines.papers.reports.request import ReportRequest
from tests.papers.kinds.test_kinds import ACCOUNT, missing, said

LINE = Linked("C2", "action_line", "proposed", 0.8, (Words("name", "broadband"),))
TARGET = Linked("sdg:9.c", "target", "proposed", 0.6)
FIRST = Funded(
    "KEN/0", "71", "KEN", "ITU", "Broadband for the islands", "en", "2026-01-01", "2027-12-31", "", "1000.50",
    "600.25", "", (LINE, TARGET), "KEN.json", "/projects/0", "c" * 64, "/cooperation/KEN/?agency=ITU#activities",
)  # fmt: skip
FAO = replace(FIRST, id="KEN/1", activity="72", agency="FAO", name="Seeds for dry years", links=(), required="20")
ABROAD = replace(FIRST, id="NGA/0", activity="73", country="NGA", agency="UNDP", member="NGA.json", available="0.75")
FUNDED = replace(ACCOUNT, funded=(FIRST, FAO, ABROAD))


def test_questions_about_money_have_exact_answers_and_name_their_files() -> None:
    found = answer_question(FUNDED, "funded.available?area=itu-region:AFR&lines=yes")
    assert (found.value, found.evidence) == (601, ("funded:KEN", "funded:NGA"))
    assert answer_question(FUNDED, "funded?area=KEN&line=C2&agency=ITU").value == 1
    assert answer_question(FUNDED, "funded.required?entry=KEN/0").evidence == ("funded:KEN/0",)
    two = replace(FUNDED, funded=(FIRST, replace(FAO, currency="EUR")))
    assert answer_question(two, "funded.required?area=KEN").value is None
    assert answer_question(two, "funded.required?area=KEN&currency=EUR").unit == "EUR"


def test_an_activity_of_several_country_files_counts_once_for_their_region() -> None:
    again = replace(FIRST, id="NGA/4", country="NGA", member="NGA.json")
    shared = replace(FUNDED, funded=(*FUNDED.funded, again))
    for of, count, required in (("itu-region:AFR", 1, 1000.5), ("NGA", 1, 1000.5)):
        assert answer_question(shared, f"funded?area={of}&agency=ITU").value == count
        assert answer_question(shared, f"funded.required?area={of}&agency=ITU").value == required
    texts = [said(build(one, ReportRequest("cooperation", area="itu-region:AFR")).paper) for one in (FUNDED, shared)]
    assert texts[0].count(FIRST.name) == texts[1].count(FIRST.name) > 0


def test_a_country_is_told_what_is_funded_by_whom_and_what_is_not() -> None:
    paper = build(replace(FUNDED, funded=(FIRST, FAO)), ReportRequest("cooperation", area="KEN")).paper
    text = said(paper)
    assert "UN INFO lists 2 activities for Kenya: 1,020.50 required" in text
    assert "C2 Information and communication infrastructure [proposal] | 1 | 1,000.50 | 600.25 |" in text
    assert "Broadband for the islands" in text and "Seeds for dry years" not in text
    entry = next(one for one in paper.evidence if one.id == "funded:KEN/0")
    assert "KEN.json#/projects/0" in entry.label and ("KEN.json, SHA-256 " + "c" * 64) in entry.details[-1][1]
    assert "Lagging, and no activity relates to it" in text
    assert [one for one in check_paper(paper) if one.severity == "error"] == []


def test_a_region_names_its_countries() -> None:
    text = said(build(FUNDED, ReportRequest("cooperation", area="itu-region:AFR")).paper)
    assert (
        "Africa: ICTs in the development assistance frameworks"
        in build(FUNDED, ReportRequest("cooperation", area="itu-region:AFR")).paper.title
    )
    assert "Kenya | 1 |" in text and "Nigeria | 1 |" in text and "UNDP | 1 |" in text


def test_a_region_without_frameworks_says_so() -> None:
    paper = build(Account(), ReportRequest("cooperation", area="itu-region:AFR")).paper
    assert any("no activities of cooperation frameworks" in one for one in missing(paper))
