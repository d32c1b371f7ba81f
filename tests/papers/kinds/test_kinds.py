"""What stands in each kind of report, and what is said where something is missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from actionlines.errors import NotAsked, NothingToReport, UnknownConcept
from actionlines.papers.account.model import Account, Budget, MandateRecord
from actionlines.papers.check import check_paper
from actionlines.papers.layout import lay_out, plain_text
from actionlines.papers.model import Cite, Missing, Number, Paper, Section, Table, list_inlines
from actionlines.papers.reports import KINDS, ReportRequest, build, slots
from actionlines.papers.reports.contribution import suggest_choices
from actionlines.papers.sections.evidence import report_words
from actionlines.papers.sections.narrative import ReportDraft, SectionText
from actionlines.papers.words import LANGUAGES
from actionlines.papers.write import FORMATS, render
from tests.papers.kinds.samples import ACCOUNT, ACTIVITY, FRAMEWORK, MANDATE, MEMBERS, STANDING, SYMBOL

ASKED = {
    "follow-up": ReportRequest("follow-up", symbol=SYMBOL),
    "biennial": ReportRequest("biennial", since="2025", until="2026"),
    "contribution": ReportRequest(
        "contribution", area="KEN", chosen=("mandate:1", "activity:8", "fact:mandates?line=C5")
    ),
    "profile": ReportRequest("profile", area="KEN"),
    "cooperation": ReportRequest("cooperation", area="KEN"),
    "brief": ReportRequest("brief", area="KEN"),
    "pack": ReportRequest("pack", subject="KEN"),
    "implementation": ReportRequest("implementation", subject="ITU", body="itu-council"),
}


def said(paper: Paper) -> str:
    """All the words of a paper, cells parted by bars."""
    out = []
    for block in lay_out(paper).blocks:
        match type(block).__name__:
            case "Heading":
                out.append(block.title)  # type: ignore[union-attr]
            case "NumberedParagraph":
                out.append(plain_text(block.spans))  # type: ignore[union-attr]
            case "Items":
                out += map(plain_text, block.items)  # type: ignore[union-attr]
            case "Grid":
                out += [" | ".join(map(plain_text, row.cells)) for row in block.rows]  # type: ignore[union-attr]
            case "Absent":
                out.append(block.what)  # type: ignore[union-attr]
    return "\n".join(out).replace("\xa0", " ")


def missing(paper: Paper) -> list[str]:
    return [one.what for one in paper.blocks if isinstance(one, Missing)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_number_is_bound_and_every_reference_leads_somewhere(kind: str, language: str) -> None:
    paper = build(ACCOUNT, replace(ASKED[kind], language=language)).paper
    assert [one for one in check_paper(paper) if one.severity != "note"] == []
    assert any(isinstance(one, Number) for block in paper.blocks for one in list_inlines(block))
    assert paper.made.as_of == "2026-01-05" and paper.made.software and paper.made.model


@pytest.mark.parametrize("kind", KINDS)
def test_built_twice_it_has_the_same_bytes_in_every_format(kind: str) -> None:
    one, two = (build(ACCOUNT, ASKED[kind]).paper for _ in range(2))
    assert one == two
    for form in ("html", "docx", "xlsx", "json"):
        assert form in FORMATS and render(one, form) == render(two, form)


def test_a_follow_up_has_each_mandate_in_the_order_of_the_text_and_nothing_else() -> None:
    paper = build(ACCOUNT, ASKED["follow-up"]).paper
    (table,) = (one for one in paper.blocks if isinstance(one, Table))
    cited = [mark.evidence for row in table.rows for mark in row.cells[0] if isinstance(mark, Cite)]
    assert cited == [(f"{SYMBOL}#20",), (f"{SYMBOL}#113",)]  # as the account has them
    text = said(paper)
    assert "requests: to develop road maps (action plan)" in text
    assert "Due 2027; reports to CSTD" in text and "lead: Trust" in text
    assert "1 February 2026: A first outline is there. [3]" in text  # evidence stands after what it shows
    assert "nothing on record" in text and "Proposed [proposal]" in text
    evidence = next(one for one in paper.evidence if one.id == f"{SYMBOL}#113")
    assert evidence.url == "https://example.org/instruments/A/RES/80/173/#p113"
    assert evidence.label == "A/RES/80/173, para. 113"


def test_an_instrument_without_mandates_says_so_and_one_that_is_not_there_is_one_clear_error() -> None:
    paper = build(replace(ACCOUNT, mandates=()), ASKED["follow-up"]).paper
    assert missing(paper) == ["No paragraph of A/RES/80/173 was found to ask anybody for anything."]
    with pytest.raises(NothingToReport, match=r"AL821 A/RES/1/1: the register has no such instrument"):
        build(ACCOUNT, ReportRequest("follow-up", symbol="A/RES/1/1"))


def test_a_biennial_report_tells_each_line_and_what_it_lacks() -> None:
    paper = build(ACCOUNT, ASKED["biennial"]).paper
    titles = [one.title for one in paper.blocks if isinstance(one, Section) and one.level == 1]
    assert titles == ["Introduction", "Progress by action line", "Digital divides", "Regions", "Resources"]
    assert {table.id for table in paper.annex} >= {"a-mandates", "a-activities"}
    lines = [one.id for one in paper.blocks if isinstance(one, Section) and one.id.startswith("s-C")]
    assert len(lines) == 18 and "s-C7" not in lines
    text = said(paper)
    assert "1 mandate from 1 instrument address this line: 1 confirmed." in text
    assert "Resources: 1,000.50 CHF, 400.25 CHF of it allocated, 70 USD, 0 USD of it allocated." in text
    assert "No mandate in the register addresses this line." in missing(paper)  # C1 has none
    assert "The register has no figures on a target that the matrix joins with this line." in missing(paper)
    assert "21.5% | 36% | 14.5" in text  # women, men, the gap between them
    assert "Regions of ITU" in text and "Economic Commission for Africa | 1 | 0 | 1 | 1" in text


def test_activities_outside_the_period_are_left_out() -> None:
    paper = build(ACCOUNT, ReportRequest("biennial", since="2030", until="2031")).paper
    facts = {one.id: one.value for one in paper.facts}
    assert facts["activities?since=2030&until=2031"] == 0


def test_a_contribution_cites_what_was_chosen_and_says_what_is_not_written() -> None:
    masthead = (("agenda", "PL 3"), ("date", "2026-05-04"))
    paper = build(ACCOUNT, replace(ASKED["contribution"], masthead=masthead)).paper
    assert dict(paper.masthead)["Agenda item"] == "PL 3" and dict(paper.masthead)["Date"] == "4 May 2026"
    assert dict(paper.masthead)["Meeting"] == "[to be completed]" and dict(paper.masthead)["Source"] == "Kenya"
    text = said(paper)
    assert "A/RES/80/173, A sample of a resolution: para. 113 [1]" in text
    assert "para. 113, the text requests WSIS action line facilitators: to develop road maps. [1]" in text
    assert "Nets of the lake" in text and "Passwords on the radio" not in text
    assert missing(paper) == [
        "The purpose is not written yet.", "The action required is not written yet.",
        "The background is not written yet.", "The discussion is not written yet.",
        "The proposals are not written yet.",
    ]  # fmt: skip


def test_what_was_chosen_and_is_gone_is_said_in_its_place() -> None:
    paper = build(ACCOUNT, ReportRequest("contribution", area="KEN", chosen=("mandate:99", "fact:poems?x=1"))).paper
    assert any("mandate:99" in one for one in missing(paper))
    assert any("poems?x=1" in one for one in missing(paper))


def test_what_is_proposed_to_a_member_is_what_concerns_it() -> None:
    found = suggest_choices(ReportDraft(ACCOUNT, report_words("en")), "KEN")
    assert found == ["mandate:2", "activity:8", "fact:value?area=KEN&series=R%26D %7Bx%7D"]


def test_a_profile_tells_standing_gaps_divides_and_what_others_did() -> None:
    text = said(build(ACCOUNT, ASKED["profile"]).paper)
    assert "Internet users (SDG 17.8.1) | 28.8%" in text and "No verdict; methods differ" in text
    assert "Passwords on the radio (Trust; Brazil): “on the air”" in text  # elsewhere, on the same target
    assert "Nets of the lake" in text and "1,000.50 CHF" in text
    assert "Member States" in text


def test_a_country_outside_the_framework_or_without_figures() -> None:
    with pytest.raises(UnknownConcept):
        build(ACCOUNT, ReportRequest("profile", area="XYZ"))
    paper = build(ACCOUNT, ReportRequest("profile", area="ATA")).paper
    assert "The register has no figures of Antarctica." in missing(paper)
    assert [one for one in check_paper(paper) if one.severity == "error"] == []


def test_a_region_has_a_profile_but_no_contribution() -> None:
    paper = build(ACCOUNT, ReportRequest("profile", area="itu-region:AFR")).paper
    assert "Nets of the lake" in said(paper)
    with pytest.raises(NotAsked, match="AL822"):
        build(ACCOUNT, ReportRequest("contribution", area="itu-region:AFR"))


def test_a_cooperation_check_quotes_what_is_covered_and_names_what_is_left_out() -> None:
    text = said(build(ACCOUNT, ASKED["cooperation"]).paper)
    assert "C2 Information and communication infrastructure | 1 | “Action Line C2”" in text
    assert "lags here" in text
    assert "SDG 17.8 Technology bank, capacity and ICT use for LDCs: Internet users 28.8%" in text
    assert "C5 Building confidence and security in the use of ICTs: Internet users 28.8%" in text


def test_without_a_framework_or_figures_the_check_says_which() -> None:
    bare = replace(ACCOUNT, instruments=(), paragraphs=(), standings=())
    paper = build(bare, ASKED["cooperation"]).paper
    assert missing(paper) == [
        "The register has no figures of Kenya.", "The register has no cooperation framework of Kenya.",
    ]  # fmt: skip
    with pytest.raises(NothingToReport):
        build(ACCOUNT, ReportRequest("cooperation", area="KEN", symbol=SYMBOL))
    silent = replace(ACCOUNT, paragraphs=())
    assert any("No paragraph of it" in one for one in missing(build(silent, ASKED["cooperation"]).paper))
    assert FRAMEWORK.country == "KEN"


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_register_makes_papers_that_say_what_is_missing(kind: str) -> None:
    if kind == "follow-up":
        return
    paper = build(Account(), replace(ASKED[kind], chosen=())).paper
    assert missing(paper) and [one for one in check_paper(paper) if one.severity == "error"] == []


@pytest.mark.parametrize("kind", KINDS)
def test_people_may_write_in_each_of_its_sections_and_it_is_shown(kind: str) -> None:
    texts = tuple(SectionText(slot, f"Words on {slot.replace(':', ' ')}.", "editors") for slot in slots(ASKED[kind]))
    text = said(build(ACCOUNT, replace(ASKED[kind], texts=texts)).paper)
    assert all(f"Words on {slot.replace(':', ' ')}." in text for slot in slots(ASKED[kind]))


@pytest.mark.parametrize(
    "asked",
    [
        ReportRequest("follow-up"), ReportRequest("profile"), ReportRequest("biennial", since="x"),
        ReportRequest("biennial", since="2027", until="2026"), ReportRequest("biennial", language="xx"),
        ReportRequest("poem"),  # type: ignore[arg-type]
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_one_clear_error(asked: ReportRequest) -> None:
    with pytest.raises(NotAsked) as error:
        build(ACCOUNT, asked)
    assert error.value.code == "AL822" and error.value.advice


def test_series_with_signs_of_the_grammar_in_their_name_are_asked_for_rightly() -> None:
    paper = build(ACCOUNT, ASKED["profile"]).paper
    fact = next(one for one in paper.facts if one.id == "value?area=KEN&series=R%26D %7Bx%7D")
    assert fact.value == 28.8 and fact.evidence == (f"series:{STANDING.id}/2022",)
    assert ACTIVITY.id == 7 and MANDATE.id == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_follow_up_table_says_what_was_asked_before_and_who_budgets_for_it(language: str) -> None:
    asked = replace(ASKED["follow-up"], language=language)
    assert "stage=" not in str(build(ACCOUNT, asked).paper)  # nobody looked at the lives
    lived = replace(MANDATE, stage="unanswered", asked=("A/RES/1/1#2", f"{MANDATE.symbol}#{MANDATE.anchor}"))
    account = replace(ACCOUNT, mandates=(lived,), budgets=(Budget(1, "2026", "40", "Lakes", frozenset({SYMBOL})),))
    paper = build(account, asked).paper
    facts = {one.id: one.value for one in paper.facts}
    here = f"mandates?symbol={SYMBOL}"
    assert facts[f"mandates?renews=yes&symbol={SYMBOL}"] == 1 and facts[f"mandates?renews=no&symbol={SYMBOL}"] == 0
    assert facts[f"mandates?stage=unanswered&symbol={SYMBOL}"] == 1 and here in facts
    assert facts[f"texts?symbol={SYMBOL}"] == facts[f"budgets?symbol={SYMBOL}"] == 1
    assert not check_paper(paper)


def test_a_meeting_pack_has_what_is_asked_by_name_and_in_a_group() -> None:
    own = replace(MANDATE, id=9, anchor="9", addressees=(("itu", "the Union"),), due=("recurring:annual",))
    account = replace(ACCOUNT, mandates=(*ACCOUNT.mandates, own), day="2026-02-01")
    paper = build(account, ReportRequest("pack", subject="UIT", language="fr")).paper
    assert paper.title == "Dossier de réunion\xa0: UIT"
    rows = {one.id: one.rows for one in paper.blocks if isinstance(one, Table)}
    # The Union facilitates lines: it is asked with "the facilitators" as well.
    assert [len(rows[id]) for id in ("t-named", "t-group")] == [1, 1]
    assert "CSTD" in said(paper) and "Documents avant le" in str(paper)


def test_an_implementation_report_goes_through_a_bodys_own_mandates() -> None:
    def ask(number: int, **changed: object) -> MandateRecord:
        fields = {"addressees": (("itu", "the Union"),), "progress": (), **changed}
        return replace(MANDATE, id=number, anchor=str(number), **fields)  # type: ignore[arg-type]

    mandates = (
        ask(21, status="delivered"), ask(22), ask(23, status="proposed"),
        ask(1, progress=MANDATE.progress, coverage="in_part"),
        ask(24, symbol="itu:PP/RES/140@2018", status="superseded"), MEMBERS,
    )  # fmt: skip
    paper = build(replace(ACCOUNT, mandates=mandates, day="2026-02-01"), ASKED["implementation"]).paper
    text = said(paper)
    assert paper.title == "Report of ITU to ITU Council: implementation of its mandates"
    assert "para. 21" in text and "A first outline is there." in text and "para. 23" not in text
    assert "To note as delivered: A/RES/80/173, para. 21" in text
    assert "To ask for an answer where nothing is on record: A/RES/80/173, para. 22" in text
    assert "Resolution 140 (Rev. Bucharest, 2022)" in text and "Rev. Dubai" not in text
    assert len(next(one for one in paper.annex if one.id == "a-mandates").rows) == 5


@pytest.mark.parametrize("asked", ["", "the wells"])
def test_a_report_of_nobody_is_one_clear_error(asked: str) -> None:
    with pytest.raises(NotAsked, match="it needs the body or country"):
        build(ACCOUNT, ReportRequest("pack", subject=asked))


def test_a_country_brief_puts_figures_beside_the_region() -> None:
    region = replace(STANDING, area="itu-region:AFR", years=(2022,), values=(36.0,), aim=None, state="unjudged")
    account = replace(ACCOUNT, standings=(*ACCOUNT.standings, region))
    paper = build(account, ASKED["brief"]).paper
    assert [one for one in check_paper(paper) if one.severity != "note"] == []
    (row,) = next(one.rows for one in paper.blocks if isinstance(one, Table) and one.id == "t-core")
    cells = [plain_text(cell) for cell in lay_out(paper).blocks[1].rows[0].cells]  # type: ignore[union-attr]
    assert row and "28.8% (2022)" in cells[1].replace("\xa0", " ") and "36% (2022)" in cells[2]
    with pytest.raises(NotAsked, match="this is a region"):
        build(ACCOUNT, ReportRequest("brief", area="itu-region:AFR"))
