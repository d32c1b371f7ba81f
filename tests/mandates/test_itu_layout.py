"""ITU resolutions as conversions leave them: who is asked beneath keyword lines, whole, torn or missing."""

from __future__ import annotations

import pytest

from actionlines.documents import read
from actionlines.mandates import Mandate, find_mandates

HEAD = """\
RESOLUTION 901 (REV. DUBAI, 2018)
Libraries that lend reading machines
The Plenipotentiary Conference of the International Telecommunication Union (Dubai, 2018),
considering
that libraries lend machines,
"""
SECRETARY_GENERAL = ("itu-secretary-general",)
TWO = ("itu-tsb-director", "itu-bdt-director")


def mandates(words: str) -> list[Mandate]:
    return find_mandates(read((HEAD + words).encode(), name="res-901.txt"))


def asked(words: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """(verb, first words of the action, bodies) of each mandate of a resolution."""
    return [(m.verb, " ".join(m.action.text.split()[:2]), m.bodies) for m in mandates(words)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # a keyword and whom it asks on two lines, the first item on the second
        (
            "resolves\nto instruct the Secretary-General 1 to lend machines;\n2 to repair machines.",
            [("instruct", "lend machines", SECRETARY_GENERAL), ("instruct", "repair machines", SECRETARY_GENERAL)],
        ),
        # the number of the first item at the end of the keyword line
        (
            "instructs the Directors of BDT and TSB 1\nto lend machines;\n2 to repair machines.",
            [("instruct", "lend machines", TWO), ("instruct", "repair machines", TWO)],
        ),
        # a comma at the end of the keyword line
        (
            "\ninstructs the Secretary-General within the means of the Union,\n\nto lend machines.",
            [("instruct", "lend machines", SECRETARY_GENERAL)],
        ),
        # a keyword line at the end of the item above
        (
            "resolves\n1 to lend machines;\n2 to keep a list, instructs the Secretary-General\n1 to print it.",
            [
                ("resolve", "lend machines", ("itu-pp",)),
                ("resolve", "keep a", ("itu-pp",)),
                ("instruct", "print it", SECRETARY_GENERAL),
            ],
        ),
        # items that run together
        (
            "resolves\n1 that ITU shall lend machines; 2 that the Council shall keep a list.",
            [("resolve", "ITU shall", ("itu",)), ("resolve", "the Council", ("itu-council",))],
        ),
        # the verb inside "resolves" asks whom it names; without anybody it stays the conference's own
        (
            "resolves\n1 to call upon Member States to lend machines;\n2 to encourage efforts to lend machines.",
            [("call upon", "lend machines", ("member-states",)), ("resolve", "encourage efforts", ("itu-pp",))],
        ),
        # a chapeau beneath the keyword hands its subject to its items
        (
            "resolves\n1 that ITU should:\ni) lend machines;\nii) keep a list.",
            [("resolve", "lend machines", ("itu",)), ("resolve", "keep a", ("itu",))],
        ),
        # the work of a body is the body's
        ("resolves\nthat ITU's role should include lending.", [("resolve", "ITU's role", ("itu",))]),
        # a participle that asks is a line of its own
        (
            "resolves\nthat ITU shall lend machines, inviting Member States to share them.",
            [("resolve", "ITU shall", ("itu",)), ("invite", "share them", ("member-states",))],
        ),
        # what stands before the infinitive is no part of the action
        (
            "instructs the Secretary-General\nin carrying out this resolution, to lend machines.",
            [("instruct", "lend machines", SECRETARY_GENERAL)],
        ),
        # each item names whom it asks
        (
            "invites\n1 Sector Members to lend machines;\n2 the Council to keep a list.",
            [("invite", "lend machines", ("itu-sector-members",)), ("invite", "keep a", ("itu-council",))],
        ),
        # a report by somebody else, and one of its own, are lines of their own
        (
            "requests the Council\nto study lending, to invite the secretariat to report on it, and to report to "
            "the next plenipotentiary conference.",
            [
                ("request", "study lending", ("itu-council",)),
                ("request", "invite the", ("itu-council",)),
                ("request", "report to", ("itu-council",)),
            ],
        ),
        # the heading of an annex in the last item, and a footnote, end it
        (
            "resolves\n1 to lend machines;\n2 to keep a list. ANNEX 1 TO RESOLUTION 901 (DUBAI, 2018) A list\n"
            "1 reading machines;",
            [("resolve", "lend machines", ("itu-pp",)), ("resolve", "keep a", ("itu-pp",))],
        ),
        # an ask of others behind the conference's own action
        (
            "resolves\nto continue lending, and to call upon Member States to repair machines.",
            [("resolve", "continue lending", ("itu-pp",)), ("call upon", "repair machines", ("member-states",))],
        ),
        # the body that shall act stands behind an opening
        (
            "decides\nthat, to the extent possible, the Council shall merge the lists.",
            [("decide", "to the", ("itu-council",))],
        ),
        # a name that goes on names no body
        ("resolves\nthat ITU Fairs should be lively.", [("resolve", "ITU Fairs", ("itu-pp",))]),
        # nor does the agent of what is over
        (
            "resolves\nthat the rules, made by the ITU membership, should be kept.",
            [("resolve", "the rules,", ("itu-pp",))],
        ),
        # several bodies, the first with its abbreviation
        (
            "resolves\nthat the Radiocommunication Advisory Group (RAG), TSAG and TDAG, including at home, lend.",
            [("resolve", "the Radiocommunication", ("itu-rag", "itu-tsag", "itu-tdag"))],
        ),
        # a passive duty of a body is the body's
        (
            "resolves\nthat the regional offices shall be fully involved.",
            [("resolve", "the regional", ("itu-regional-offices",))],
        ),
        # a permission lays no duty on anybody
        ("resolves\n1 that the Council may lend machines;\n2 to keep a list.", [("resolve", "keep a", ("itu-pp",))]),
        # to adopt asks nobody else
        ("resolves\nto adopt the plan in Annex 1 to this resolution.", [("resolve", "adopt the", ("itu-pp",))]),
        # all three Directors are one group
        (
            "instructs the Directors of BR, TSB and BDT\nto lend machines.",
            [("instruct", "lend machines", ("itu-directors",))],
        ),
        # partners are not asked
        (
            "instructs the Secretary-General, with the help of the Directors of TSB and BDT\nto lend machines.",
            [("instruct", "lend machines", SECRETARY_GENERAL)],
        ),
    ],
)
def test_who_is_asked(words: str, expected: list[tuple[str, str, tuple[str, ...]]]) -> None:
    assert asked(words) == expected


def test_numbering_that_begins_again_leaves_the_addressee_open() -> None:
    found = mandates("instructs the Secretary-General\n1 to lend machines;\n2 to keep a list,\n1 to buy;\n2 to sell.")
    assert [m.bodies for m in found] == [SECRETARY_GENERAL] * 2 + [("unspecified",)] * 2
    assert [m.how_sure("addressees") for m in found] == ["sure", "sure", "check", "check"]
    assert "no keyword line above" in found[2].checks[0].reason


@pytest.mark.parametrize(
    ("words", "bodies"),
    [
        # the words that open a list are missing: whom the keyword line names
        ("instructs the Secretary-General\n1 to lend;\n2\ni) buying machines;\nii) selling them.", SECRETARY_GENERAL),
        # under "resolves": whom the items above name
        ("resolves\n1 that ITU shall lend;\n2\ni) buying machines;\nii) selling them.", ("itu",)),
        # nobody is named above
        ("resolves\n1 to lend machines;\n2\ni) buying machines;\nii) selling them.", ("unspecified",)),
    ],
)
def test_lists_without_an_opening_are_marked(words: str, bodies: tuple[str, ...]) -> None:
    _, *found = mandates(words)
    assert [m.bodies for m in found] == [bodies, bodies]
    assert {m.how_sure("addressees") for m in found} == {"check"}


def test_topics_without_an_opening_ask_nothing() -> None:
    assert len(mandates("resolves\n1 to lend machines;\n2\ni) the price of machines;\nii) their weight.")) == 1


@pytest.mark.parametrize(
    ("action", "due"),
    [
        # by the framework's cycles
        ("to report to the next plenipotentiary conference", ("year:2022",)),
        # a year beside it wins
        ("to report to the plenipotentiary conference in 2026", ("year:2026",)),
        # an abbreviation with its year
        ("to report to PP-22", ("year:2022",)),
        # other conferences have their own cycles
        ("to report to the next World Radiocommunication Conference", ("year:2019",)),
        # a forum by its year
        ("to report to the High-Level Political Forum 2019", ("year:2019",)),
        # the Council meets every year
        ("to report to the Council at each ordinary session", ("recurring:annual",)),
        ("to report to the Council at its 2021 ordinary session", ("year:2021",)),
        # an annual report that exists already
        ("to set rules based on the annual report of the Council", ()),
        # what a conference has decided is no date
        ("to carry out the decisions of the 2018 plenipotentiary conference", ()),
    ],
)
def test_conferences_are_dates(action: str, due: tuple[str, ...]) -> None:
    (found,) = mandates(f"instructs the Secretary-General\n{action}.")
    assert found.due == due


@pytest.mark.parametrize(
    ("action", "receivers"),
    [
        # the Council receives, a group only hands over
        ("to present a report to the Council through CWG-WSIS&SDG", ("itu-council",)),
        # the same by another word
        ("to present a report to the Council via CWG-WSIS&SDG", ("itu-council",)),
        # a session of it
        ("to report to the 2020 session of the Council", ("itu-council",)),
        # several, one in small letters
        ("to report to the Council and to the next plenipotentiary conference", ("itu-council", "itu-pp")),
        # given a report
        ("to provide the Council with reports", ("itu-council",)),
        # the results of something
        ("to inform the Council of the results of this study", ("itu-council",)),
        # the conference, in small letters
        ("to present an assessment to the next plenipotentiary conference", ("itu-pp",)),
        # two, the second with the report again
        ("to report to ECOSOC on lending, and to provide this report to CWG-WSIS&SDG", ("ecosoc", "itu-cwg-wsis-sdg")),
        # a forum of the United Nations, called by its parent
        ("to report annually on lending to the ECOSOC High-Level Political Forum", ("hlpf",)),
    ],
)
def test_who_receives(action: str, receivers: tuple[str, ...]) -> None:
    (found,) = mandates(f"instructs the Secretary-General\n{action}.")
    assert found.report_to == receivers
