"""Symbol, title, body and date, told by the layout alone."""

from __future__ import annotations

import pytest

from actionlines.documents import read
from actionlines.documents.metadata_itu import document_number

_ITU = """\
{title}
Cables that last
{formula}
considering
a) that cables break;
b) that repairs cost money,
resolves
1 that cables shall be tested;
2 that the tests shall be published,
instructs the Secretary-General
1 to report to the Council."""
_PLACED = "(Sample Town, 2040),"


@pytest.mark.parametrize(
    ("title", "formula", "symbol", "body"),
    [
        # the formula names the conference, whose place no table knows
        (f"RESOLUTION 901 {_PLACED[:-1].upper()}",
         f"The Plenipotentiary Conference of the International Telecommunication Union {_PLACED}",
         "itu:PP/RES/901@2040", "itu-pp"),
        # a draft of a revision, with the mark of a proposal
        ("DRAFT NEW RESOLUTION 902 (Sample Town, 2040)",
         f"The Plenipotentiary Conference of the International Telecommunication Union {_PLACED}",
         "itu:PP/RES/902@2040", "itu-pp"),
        # the year stands in the formula only
        ("RESOLUTION 903", f"The World Telecommunication Development Conference {_PLACED}",
         "itu:WTDC/RES/903@2040", "itu-wtdc"),
        # standardization
        ("RESOLUTION 904 (Rev. Sample Town, 2040)",
         f"The World Telecommunication Standardization Assembly {_PLACED}",
         "itu:WTSA/RES/904@2040", "itu-wtsa"),
        # radio conferences write their own acronym; the number of the conference is its year
        ("RESOLUTION 905 (REV.WRC-19)", "The World Radiocommunication Conference (Sharm el-Sheikh, 2019),",
         "itu:WRC/RES/905@2019", "itu-wrc"),
        # the Council writes when it was changed, and no place
        ("RESOLUTION 1999 (MODIFIED 2041)", "The Council of the International Telecommunication Union,",
         "itu:C/RES/1999@2041", "itu-council"),
        # or names its sessions: the last counts
        ("RESOLUTION 1998 (C11, LAST AMENDED C24)", "The ITU Council,", "itu:C/RES/1998@2024", "itu-council"),
        # "The Council" alone, in the layout of ITU, is that of ITU
        ("DECISION 999 (MOD. 2041)", "The Council,", "itu:C/DEC/999@2041", "itu-council"),
        # without formula place and year tell the conference (framework cycles)
        ("RESOLUTION 906 (REV. KIGALI, 2022)", "", "itu:WTDC/RES/906@2022", "itu-wtdc"),
    ],
)  # fmt: skip
def test_resolutions_of_itu(title: str, formula: str, symbol: str, body: str) -> None:
    text = "\n".join(line for line in _ITU.format(title=title, formula=formula).split("\n") if line)
    metadata = read(text.encode(), name="a.txt").metadata
    assert (metadata.symbol, metadata.body, metadata.date) == (symbol, body, symbol[-4:])
    assert metadata.title == "Cables that last"


@pytest.mark.parametrize(
    ("lines", "symbol"),
    [
        # a working group, its revision on the line below
        (("Document CWG-SAMPLE-32/16-E", "Rev. 1", "English only"), "itu:CWG-SAMPLE-32/16(Rev.1)"),
        # older working groups: a blank before the number of the meeting
        (("Ninth meeting", "Document WG-Sample 9/2-E", "3 January 2040"), "itu:CWG-SAMPLE-9/2"),
        # beside an agenda item
        (("Agenda item: PL 3.1 Document C40/35-E",), "itu:C40/35"),
        # an addendum, in the number itself
        (("PP-14/20(Add.1)-E",), "itu:PP14/20(Add.1)"),
        # the meeting stands on a line of its own
        (("Plenipotentiary Conference (PP-22)", "Document 24-E"), "itu:PP22/24"),
        # in a sentence a number is a citation
        (("We support Document C40/35 as revised by the secretariat.",), ""),
        (("as C40/35 says",), ""),
    ],
)
def test_document_numbers_of_itu(lines: tuple[str, ...], symbol: str) -> None:
    found = document_number(lines)
    assert (found.symbol if found else "") == symbol


_UN = """\
{adopted}
{title}
{formula}
Recalling its earlier words on the matter,
1. Decides to plant trees;
2. Requests the Secretary-General to report on the trees.
"""


@pytest.mark.parametrize(
    ("adopted", "title", "formula", "symbol", "body"),
    [
        # the number begins with a year
        ("Resolution adopted by the Economic and Social Council on 7 June 2040", "2040/3. Progress on trees",
         "The Economic and Social Council,", "E/RES/2040/3", "ecosoc"),
        ("Resolution adopted by the Human Rights Council on 7 June 2040", "93/29. Progress on trees",
         "The Human Rights Council,", "A/HRC/RES/93/29", "human-rights-council"),
        ("Resolution adopted by the General Assembly on 7 June 2040", "94/29. Progress on trees",
         "The General Assembly,", "A/RES/94/29", "general-assembly"),
    ],
)  # fmt: skip
def test_resolutions_of_the_united_nations(adopted: str, title: str, formula: str, symbol: str, body: str) -> None:
    metadata = read(_UN.format(adopted=adopted, title=title, formula=formula).encode(), name="a.txt").metadata
    assert (metadata.symbol, metadata.body, metadata.date) == (symbol, body, "2040-06-07")
    assert metadata.title == "Progress on trees"


def _described(*lines: str) -> tuple[str, str, str, str]:
    metadata = read("\n\n".join(lines).encode(), name="a.txt").metadata
    return metadata.kind, metadata.symbol, metadata.title, metadata.session


@pytest.mark.parametrize(
    ("lines", "described"),
    [
        # the report line stands below the title
        (("United Nations", "A/85/900", "General Assembly", "Distr.: General", "3 May 2030",
          "Eighty-fifth session",
          "Wells and pumps", "Report of the Secretary-General", "1. Wells are deep."),
         ("report", "A/85/900", "Wells and pumps", "85")),
        # an amendment says of which draft; its session comes from its symbol
        (("United Nations", "A/C.3/85/L.70", "General Assembly", "Distr.: Limited", "3 May 2030",
          "Third Committee",
          "Agenda item 71", "Wells and pumps", "Aland and Bland: amendment to draft resolution A/C.3/85/L.7",
          "Replace operative paragraph 3 with the following:"),
         ("amendment", "A/C.3/85/L.70", "Amendment to draft resolution A/C.3/85/L.7", "85")),
        # a contribution without masthead: "Purpose" is no title
        (("Purpose", "This paper is about wells.", "Background", "Wells are deep.", "Proposals",
          "Members continue to dig."), ("contribution", "", "", "")),
        # a summit adopts
        (("A/CONF.900/3", "Second Summit on Wells", "Aland Compact", "Adopted at the closing plenary, 3 May 2030",
          "1. We, the Ministers, commit to digging."), ("outcome", "A/CONF.900/3", "Second Summit on Wells", "")),
        # the chair sums up
        (("Wells Forum 2030", "Chair's summary", "1. The Forum met."), ("summary", "", "Wells Forum 2030", "")),
    ],
)  # fmt: skip
def test_kind_title_and_session_of_other_papers(lines: tuple[str, ...], described: tuple[str, ...]) -> None:
    assert _described(*lines) == described


_CLOSES = ("Recalling its earlier words,", "1. Requests the Secretary-General to plant trees;")


@pytest.mark.parametrize(
    ("lines", "symbol", "body", "kind"),
    [
        # the Security Council's, by its number alone, in the line that says who adopted it, or under its formula
        (("Resolution 9573 (2091)", "The Security Council,"), "S/RES/9573(2091)", "security-council",
         "resolution"),
        (("Resolution 9574 (2091)", "Adopted by the Security Council at its 12th meeting, on 3 May 2091",
          "The Security Council,"), "S/RES/9574(2091)", "security-council", "resolution"),
        # the ITU Council's only where ITU is named
        (("RESOLUTION 1973 (2091)", "The ITU Council,"), "itu:C/RES/1973@2091", "itu-council", "resolution"),
        # first sessions by Roman numbers, special sessions, decisions
        (("1999 (XV). Trees", "The General Assembly,"), "A/RES/1999(XV)", "general-assembly", "resolution"),
        (("Resolution adopted by the General Assembly", "S-39/2. Trees", "The General Assembly,"),
         "A/RES/S-39/2", "general-assembly", "resolution"),
        (("Decision adopted by the Economic and Social Council on 3 May 2091", "2091/7. Trees",
          "The Economic and Social Council,"), "E/DEC/2091/7", "ecosoc", "decision"),
        # a number without a full stop, and without a line that says who adopted it
        (("Resolution adopted by the Human Rights Council on", "3 May 2091", "98/3 Trees",
          "The Human Rights Council,"), "A/HRC/RES/98/3", "human-rights-council", "resolution"),
        # bodies that number in a way of their own
        (("Resolution adopted by the United Nations Environment Assembly on 1 March 2094", "29/5. Trees",
          "The United Nations Environment Assembly,"), "UNEP/EA.29/RES.5", "unea", "resolution"),
        (("WHA99.15", "Trees", "The Ninety-ninth World Health Assembly,"), "WHA99.15", "world-health-assembly",
         "resolution"),
        # a resolution speaks for its own body, whatever the text that it recommends
        (("E/RES/2094/16", "2094/16. Trees", "The General Assembly,"), "E/RES/2094/16", "ecosoc", "resolution"),
    ],
)  # fmt: skip
def test_who_adopted_a_resolution(lines: tuple[str, ...], symbol: str, body: str, kind: str) -> None:
    found = read("\n\n".join((*lines, *_CLOSES)).encode(), name="a.txt").metadata
    assert (found.symbol, found.body, found.kind) == (symbol, body, kind)


@pytest.mark.parametrize(
    ("lines", "body", "kind"),
    [
        # statements of Presidents on behalf of their bodies
        (("S/PRST/2094/3", "Statement by the President of the Security Council"), "security-council", "statement"),
        (("Statement by the President of the Security Council",), "security-council", "statement"),
        (("Human Rights Council", "Statement by the President", "PRST 99/1. Trees"), "human-rights-council",
         "statement"),
        (("A/HRC/PRST/99/1", "Human Rights Council", "Reports of the Advisory Committee",
          "Report of the Advisory Committee"), "human-rights-council", "statement"),
        # declarations by their names, by who speaks, and as the addendum of a report
        (("Ministerial declaration of the Forum on Trees", "Trees are tall."), "", "outcome"),
        (("Trees for all", "We, the Ministers of Forests, having met at Sample Town,"), "", "outcome"),
        (("ECE/SAMPLE.CONF/2094/2/Add.1", "Report of the Conference on Trees", "Addendum",
          "Declaration by Ministers of the region"), "ece", "outcome"),
        # drafts of both, by words and by the symbol, whatever the sentences below tell
        (("Draft ministerial declaration of the Forum on Trees", "We, the Ministers,"), "", "draft-outcome"),
        (("A/C.1/99/L.48", "Aland and Bland: draft resolution", "Trees", "The General Assembly,",
          "Recalling the resolution adopted in 2090, in which it decided to meet,"), "general-assembly",
         "draft-resolution"),
        # a sentence that speaks of a draft makes none
        (("A/99/12", "Report of the Secretary-General", "The Committee had before it a draft resolution."),
         "general-assembly", "report"),
        # a bulletin is of the Secretary-General; a series of its own is of the body that it names
        (("ST/SGB/2094/1", "Secretary-General’s bulletin", "Trees"), "secretary-general", ""),
        (("HSP/GC/93/4", "Report of the Executive Director"),
         "un-habitat-governing-council", "report"),
        (("E/CN.16/2094/2", "Report of the Secretary-General"), "cstd", "report"),
    ],
)  # fmt: skip
def test_who_speaks_in_other_papers(lines: tuple[str, ...], body: str, kind: str) -> None:
    found = read("\n\n".join((*lines, "1. Trees grow for many years.")).encode(), name="a.txt").metadata
    assert (found.kind, found.body) == (kind, body)
