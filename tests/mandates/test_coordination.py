"""Which "and" begins an addressee of its own, in sentences of our own."""

from __future__ import annotations

import pytest

from tests.mandates.build import find

ADDRESSEES: list[tuple[str, list[str]]] = [
    # a determiner of its own begins a noun phrase of its own
    ("Requests the Territory and the administering Power to plant trees;", ["Territory", "administering Power"]),
    (
        "Invites the Secretary-General and the Director General of the World Health Organization to meet;",
        ["Secretary-General", "Director General of the World Health Organization"],
    ),
    (
        "Invites the Executive Director of the United Nations Environment Programme and the President of the "
        "General Assembly to meet;",
        ["Executive Director of the United Nations Environment Programme", "President of the General Assembly"],
    ),
    (
        "Invites the President of the General Assembly and a champion of clean wells to speak;",
        ["President of the General Assembly", "a champion of clean wells"],
    ),
    (
        "Invites development partners and other promising initiatives to dig wells;",
        ["development partners", "other promising initiatives"],
    ),
    (
        "Requests the specialized agencies and other organizations of the United Nations system and regional "
        "organizations to help;",
        ["specialized agencies", "other organizations of the United Nations system", "regional organizations"],
    ),
    (
        "Encourages all Member States and observers of the General Assembly to attend;",
        ["all Member States", "observers of the General Assembly"],
    ),
    (
        "Invites the regional commissions and relevant envoys of the Secretary-General to attend;",
        ["regional commissions", "relevant envoys of the Secretary-General"],
    ),
    ("Urges Member States, civil society and others to attend;", ["Member States", "civil society", "others"]),
    # what may depend on the same word does not
    (
        "Urges the Parties to the Wells Convention and the Rivers Protocol to act;",
        ["Parties to the Wells Convention and the Rivers Protocol"],
    ),
    (
        "Urges all States of the region and all other regions to act;",
        ["all States of the region and all other regions"],
    ),
    # the kinds of the family are one addressee, after "including" as well
    (
        "Invites the United Nations system, including agencies, funds and programmes, to attend;",
        ["United Nations system", "agencies, funds and programmes"],
    ),
    (
        "Invites the United Nations system, including funds, programmes and specialized agencies, to attend;",
        ["United Nations system", "funds, programmes and specialized agencies"],
    ),
    # lists inside a name or a clause
    (
        "Urges Governments, in particular those of countries of origin, transit and destination, to act;",
        ["Governments", "those of countries of origin, transit and destination"],
    ),
    (
        "Urges companies that collect, store, use and sell data to act;",
        ["companies that collect, store, use and sell data"],
    ),
    (
        "Urges States and entities named in article 1, paragraph 2 (b), of the Agreement to act;",
        ["States", "entities named in article 1, paragraph 2 (b), of the Agreement"],
    ),
    (
        "Urges regional fisheries management organizations and arrangements to act;",
        ["regional fisheries management organizations and arrangements"],
    ),
    (
        "Invites partners of graduating and graduated countries to act;",
        ["partners of graduating and graduated countries"],
    ),
    ("Urges all States, above all those with wells, to this end, to act;", ["all States", "those with wells"]),
    ("Urges Member States, supported by the World Bank, to act;", ["Member States"]),
    # adverbials after a name
    (
        "Requests the President of the General Assembly after consultations with Member States to act;",
        ["President of the General Assembly"],
    ),
]


@pytest.mark.parametrize(("text", "addressees"), ADDRESSEES)
def test_addressees(text: str, addressees: list[str]) -> None:
    assert [phrase.text for phrase in find(text)[0].addressees] == addressees


BODIES: list[tuple[str, tuple[str, ...]]] = [
    (
        "Requests the Territory and the administering Power to plant trees;",
        ("non-self-governing-territories", "administering-powers"),
    ),
    ("Demands that the territory not be used for tests;", ("unspecified",)),
    ("Invites the funds, programmes and specialized agencies to attend;", ("un-system",)),
    ("Urges Member States and others to attend;", ("member-states", "all-stakeholders")),
    ("Invites the Director General of the World Health Organization to attend;", ("who-director-general",)),
    ("Invites the World Bank and the Global Environment Facility to attend;", ("world-bank", "gef")),
    # the parties whose consultations they are
    (
        "Encourages consultations between the nuclear-weapon States and the Parties to the Wells Treaty on its "
        "Protocol;",
        ("nuclear-weapon-states", "states-parties"),
    ),
    # what is said after the action names nobody who is asked
    (
        "Calls for the entry into force of the Treaty, while welcoming the ratification by Solomon Islands;",
        ("unspecified",),
    ),
]


@pytest.mark.parametrize(("text", "bodies"), BODIES)
def test_bodies(text: str, bodies: tuple[str, ...]) -> None:
    assert find(text)[0].bodies == bodies


SAME: list[tuple[str, tuple[str, ...]]] = [
    (
        "Requests the Secretary-General and the World Bank to fund wells in the States concerned, and urges them "
        "to report;",
        ("secretary-general", "world-bank"),
    ),
    (
        "Calls upon the States Parties to the Convention to cooperate with the International Committee of the "
        "Red Cross, and calls upon them to dig wells;",
        ("states-parties",),
    ),
    # one who is asked is not "them"
    (
        "Encourages Member States to grow trees, calls upon the Secretary-General to help all Governments, and "
        "urges them to act;",
        ("member-states",),
    ),
]


@pytest.mark.parametrize(("text", "bodies"), SAME)
def test_they_are_those_asked_before(text: str, bodies: tuple[str, ...]) -> None:
    last = find(text)[-1]
    assert [phrase.text for phrase in last.addressees] == ["them"]
    assert last.bodies == bodies


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        (
            "Invites the World Bank to establish an internal task force to count wells; requests that the work be "
            "completed by 2029;",
            ("ungis-task-force", "world-bank"),
        ),
        ("Requests the World Bank to count wells; requests that the assessment be continued;", ("world-bank",)),
        # nobody is asked before, or another thing is
        ("Requests that the work be completed by 2029;", ("unspecified",)),
        ("Requests the World Bank to count wells; requests that the reports of States be published;", ("unspecified",)),
    ],
)
def test_the_work_is_done_by_those_asked_for_it_before(text: str, bodies: tuple[str, ...]) -> None:
    assert find(text)[-1].bodies == bodies


def test_a_meeting_that_the_paragraph_describes_is_that_meeting() -> None:
    described = "The Assembly will convene a high-level meeting to review the Global Digital Compact, in 2027. "
    assert find(f"{described}We encourage the high-level meeting to dig wells.")[-1].bodies == ("gdc-review-meeting",)
    other = "The Assembly will convene a high-level meeting to review wells. "
    assert find(f"{other}We encourage the high-level meeting to dig wells.")[-1].bodies == ("high-level-meeting",)
