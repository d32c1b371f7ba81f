"""What counts as a mandate, rule by rule: (sentence, [(verb, strength, first words of the action)])."""

from __future__ import annotations

import pytest

from tests.mandates.build import find

Expected = list[tuple[str, str, str]]

INCLUDED: list[tuple[str, Expected]] = [
    # the asking verbs, each with addressee and infinitive
    ("Requests the Secretary-General to open a register;", [("request", "requests", "open a register")]),
    ("Calls upon Member States to lower tariffs;", [("call upon", "requests", "lower tariffs")]),
    ("Calls on all States to lower tariffs;", [("call on", "requests", "lower tariffs")]),
    ("Calls for the speedy repair of cables;", [("call for", "requests", "the speedy repair of cables")]),
    ("Urges Governments to lower tariffs;", [("urge", "requests", "lower tariffs")]),
    ("Appeals to donor countries to give generously;", [("appeal", "requests", "give generously")]),
    ("Invites the World Bank to share its data;", [("invite", "invites", "share its data")]),
    ("Encourages the media to report fairly;", [("encourage", "encourages", "report fairly")]),
    ("Recommends that States keep statistics;", [("recommend", "encourages", "States keep statistics")]),
    # the style of the host country resolutions
    ("Expects the host country to grant visas in time;", [("expect", "encourages", "grant visas in time")]),
    ("Anticipates that the host country will grant visas;", [("anticipate", "encourages", "the host country will")]),
    # decisions
    ("Decides to convene a forum in 2027;", [("decide", "decides", "convene a forum in 2027")]),
    ("Decides that the Panel shall meet twice a year;", [("decide", "decides", "the Panel shall meet")]),
    ("Decides to endorse the programme of work;", [("decide", "decides", "endorse the programme")]),
    ("Establishes a trust fund for small islands;", [("establish", "decides", "a trust fund")]),
    ("Proclaims 4 May the World Day of Cables;", [("proclaim", "decides", "4 May the World Day")]),
    ("Designates 2030 as the year of libraries;", [("designate", "decides", "2030 as the year")]),
    # commitments of the speaker
    ("Resolves to close the gap;", [("resolve", "commits", "close the gap")]),
    ("We commit to building open networks.", [("commit", "commits", "building open networks")]),
    ("We are committed to sharing knowledge.", [("commit", "commits", "sharing knowledge")]),
    ("We remain committed to protecting children online.", [("commit", "commits", "protecting children")]),
    ("We will connect every clinic.", [("will", "commits", "connect every clinic")]),
    ("Our cooperation will reach remote areas.", [("will", "commits", "reach remote areas")]),
    ("We are determined to end exclusion.", [("be determined", "commits", "end exclusion")]),
    ("Reaffirms its commitment to ending exclusion;", [("reaffirm", "commits", "ending exclusion")]),
    ("We reaffirm our commitment to end exclusion.", [("reaffirm", "commits", "end exclusion")]),
    # earlier requests, spelled out again
    (
        "Reiterates its request to the Secretary-General to publish the list;",
        [("reiterate", "requests", "publish the list")],
    ),
    ("Reaffirms the call for lower prices of devices;", [("reaffirm", "requests", "lower prices of devices")]),
    (
        "Reiterates that States are strongly urged to lift the measures;",
        [("reiterate", "requests", "lift the measures")],
    ),
    # a duty laid on a named body
    (
        "Stresses that the Department of Global Communications shall publish in all six languages;",
        [("stress", "requests", "the Department of Global Communications shall publish")],
    ),
    (
        "Emphasizes that the Department of Global Communications continue to be visible;",
        [("emphasize", "requests", "the Department of Global Communications continue")],
    ),
    # several operative verbs in one paragraph; statements between them carry nothing
    (
        "Notes the delay, requests the Secretary-General to speed up the work, and decides to revert to it;",
        [("request", "requests", "speed up the work"), ("decide", "decides", "revert to it")],
    ),
    ("We welcome the report and call upon all stakeholders to act on it.", [("call upon", "requests", "act on it")]),
    # "continues to" + verb
    ("Continues to encourage States to share data;", [("encourage", "encourages", "share data")]),
    # insertion between verb and addressee
    ("Requests, in this regard, the Secretary-General to share data;", [("request", "requests", "share data")]),
    # a participle that asks somebody
    (
        "Urges the host country to issue visas, while continuing to encourage States to consult its mission;",
        [("urge", "requests", "issue visas"), ("encourage", "encourages", "consult its mission")],
    ),
    # the passive, where the subject is a body
    ("The regional commissions are invited to use existing tools.", [("invite", "invites", "use existing tools")]),
    # a declaration that goes on without its subject
    ("Commit to train teachers;", [("commit", "commits", "train teachers")]),
    ("Request the Secretary-General to train teachers;", [("request", "requests", "train teachers")]),
    # a subject with all its titles
    (
        "We, Heads of State and Government, assembled in the capital, commit to training teachers.",
        [("commit", "commits", "training teachers")],
    ),
    # things that are to be done, not persons who are asked
    ("Encourages efforts to train teachers;", [("encourage", "encourages", "efforts to train teachers")]),
    ("Encourages exploring ways to read maps;", [("encourage", "encourages", "exploring ways to read")]),
    ("Expects these matters to be settled soon;", [("expect", "encourages", "these matters to be settled")]),
    # asked "for" something, without an infinitive
    ("Calls upon the World Bank for technical support;", [("call upon", "requests", "technical support")]),
    # an adverb between verb and particle
    ("We commit, by 2030, to open libraries.", [("commit", "commits", "open libraries")]),
    ("Calls, in particular, upon States to lower tariffs;", [("call upon", "requests", "lower tariffs")]),
    # two verbs that share one complement
    (
        "Calls upon Member States and invites other stakeholders to fund the library;",
        [("call upon", "requests", "fund the library"), ("invite", "invites", "fund the library")],
    ),
    (
        "Urges Parties, and encourages regional organizations, to fund the library;",
        [("urge", "requests", "fund the library"), ("encourage", "encourages", "fund the library")],
    ),
    # a later infinitive that is a duty to report is a mandate of its own
    (
        "Requests the Secretary-General to map all portals and to report thereon in 2027;",
        [("request", "requests", "map all portals"), ("request", "requests", "report thereon in 2027")],
    ),
    # one product: one mandate
    (
        "Requests the Secretary-General to develop options and to submit these to the Assembly;",
        [("request", "requests", "develop options and to submit these")],
    ),
    # coordinated infinitives: one mandate
    (
        "Encourages States to train teachers, to buy books and to open libraries;",
        [("encourage", "encourages", "train teachers, to buy books and to open libraries")],
    ),
]

EXCLUDED = [
    # statements
    "Recalls its decision to meet every year;",
    "Recognizes the need to train teachers;",
    "Welcomes the efforts of States to train teachers;",
    "Takes note of the report of the Secretary-General;",
    "Takes note with appreciation of the recommendation of the Council, which encourages States to meet;",
    "Underlines the importance of libraries;",
    "Stresses the need for Member States to train teachers;",
    "Supports the United Nations in its central role;",
    "Looks forward to the next meeting;",
    "Expresses its hope that all will be well;",
    # acts on a text
    "Endorses the report of the working group;",
    "Approves the programme budget;",
    "Adopts the following declaration:",
    # an instrument requires, not the text
    "Recalls that article 13, inter alia, requires the host country to consult the Secretary-General;",
    # a relative clause goes on
    "Welcomes the forum, which brings together experts and encourages young people;",
    # needs and permissions
    "We must urgently counter hatred.",
    "Stresses that the costs should be met by donors;",
    "Reiterates the need for Member States to consult;",
    "Reaffirms that the Under-Secretary-General may release the text;",
    # commitment to an instrument or a principle
    "We reaffirm our commitment to article 12 of the Covenant.",
    "We remain committed to the outcomes of the Summit.",
    "Reaffirms its commitment to multilateralism;",
    # what others did
    "Notes that the Committee calls upon States to ratify the treaty;",
    "We recall that the General Assembly will convene a meeting.",
    "Recalls that the Office shall exercise independence;",
    # earlier requests without their content
    "Reiterates the requests made in Council resolutions 12/1 and 12/2;",
    # the subject of the clause is not a body
    "Stresses that the work of the Office shall remain within its mandate;",
    "Emphasizes that data protection shall be at the core;",
    # details in a following sentence
    "The road map should aim to be short.",
]


@pytest.mark.parametrize(("text", "expected"), INCLUDED, ids=lambda value: str(value)[:60])
def test_included(text: str, expected: Expected) -> None:
    found = find(text)
    assert [(m.verb, m.strength) for m in found] == [(verb, strength) for verb, strength, _ in expected]
    for mandate, (_, _, words) in zip(found, expected, strict=True):
        assert mandate.action.text.startswith(words)


@pytest.mark.parametrize("text", EXCLUDED)
def test_excluded(text: str) -> None:
    assert find(text) == []


def test_the_preamble_asks_nothing() -> None:
    assert find(("preamble-1", "Encouraging States to train teachers,"), ("fn-1", "Requests X to go.")) == []


def test_annexes_count() -> None:
    (found,) = find(("annex-I.4", "We request the Secretary-General to open a register."))
    assert (found.paragraph, found.verb) == ("annex-I.4", "request")


LISTS: list[tuple[list[tuple[str, str]], list[tuple[str, str, str]]]] = [
    # "Calls upon X:" + "(a) To ...": one line per item, addressee from the chapeau
    (
        [("3", "Calls upon all States:"), ("3(a)", "To train teachers;"), ("3(b)", "To buy books;")],
        [("3(a)", "call upon", "train teachers"), ("3(b)", "call upon", "buy books")],
    ),
    # "to:" + bare infinitives
    (
        [("3", "We commit, by 2030, to:"), ("3(a)", "Train teachers (SDG 4);"), ("3(b)", "Buy books.")],
        [("3(a)", "commit", "Train teachers"), ("3(b)", "commit", "Buy books")],
    ),
    # "We commit to:" + gerunds
    (
        [("3", "To this end, we commit to:"), ("3(a)", "Training teachers;"), ("3(b)", "Buying books.")],
        [("3(a)", "commit", "Training teachers"), ("3(b)", "commit", "Buying books")],
    ),
    # a complete chapeau counts beside its items
    (
        [
            ("3", "Encourages States to take measures, inter alia:"),
            ("3(a)", "To train teachers;"),
            ("3(b)", "To buy books;"),
        ],
        [
            ("3", "encourage", "take measures"),
            ("3(a)", "encourage", "train teachers"),
            ("3(b)", "encourage", "buy books"),
        ],
    ),
    # means: only the chapeau
    (
        [("3", "Urges States to fight hunger, including by:"), ("3(a)", "Expanding school meals;")],
        [("3", "urge", "fight hunger")],
    ),
    # contents: only the chapeau
    (
        [("3", "Requests the Secretary-General to submit a report that includes:"), ("3(a)", "A list of posts;")],
        [("3", "request", "submit a report")],
    ),
    # an ask inside a list of commitments counts as that ask; without addressee it is a commitment
    (
        [
            ("3", "We commit to:"),
            ("3(a)", "Call on all stakeholders to provide tools;"),
            ("3(b)", "Encourage the formation of partnerships;"),
        ],
        [("3(a)", "call on", "provide tools"), ("3(b)", "commit", "Encourage the formation")],
    ),
    # an extra sentence of its own inside an item
    (
        [("3", "We commit to:"), ("3(a)", "Map all schools (SDG 4). We will help the poorest first;")],
        [("3(a)", "commit", "Map all schools"), ("3(a)", "will", "help the poorest first")],
    ),
    # a chapeau of principles has no action
    ([("3", "Our cooperation will be guided by the following principles:"), ("3(a)", "Inclusive access.")], []),
    ([("3", "We will pursue the following objectives:"), ("3(a)", "Close all gaps;")], []),
    # ... unless it announces what will be done
    ([("3", "We will:"), ("3(a)", "Close all gaps;")], [("3(a)", "will", "Close all gaps")]),
    # "that X:" leaves the verb to the items
    (
        [("3", "Recommends that States should:"), ("3(a)", "Train teachers;"), ("3(b)", "Buy books;")],
        [("3(a)", "recommend", "Train teachers"), ("3(b)", "recommend", "Buy books")],
    ),
    # "Decides:" + "(a) To ..." / "(b) That ..."
    (
        [("3", "Decides:"), ("3(a)", "To hold the session in May;"), ("3(b)", "That the costs shall be shared;")],
        [("3(a)", "decide", "hold the session in May"), ("3(b)", "decide", "the costs shall be shared")],
    ),
]


@pytest.mark.parametrize(("paragraphs", "expected"), LISTS, ids=lambda value: str(value[0])[:60] if value else "-")
def test_lists(paragraphs: list[tuple[str, str]], expected: list[tuple[str, str, str]]) -> None:
    found = find(*paragraphs)
    assert [(m.paragraph, m.verb) for m in found] == [(name, verb) for name, verb, _ in expected]
    for mandate, (_, _, words) in zip(found, expected, strict=True):
        assert mandate.action.text.startswith(words)


def test_items_take_addressee_and_date_from_the_chapeau() -> None:
    (found,) = find(("3", "Calls upon all States, by 2030:"), ("3(a)", "To train teachers;"))
    assert [phrase.paragraph for phrase in found.addressees] == ["3"]
    assert found.bodies == ("member-states",)
    assert found.due == ("year:2030",)
    assert found.due_phrase is not None and found.due_phrase.paragraph == "3"
