"""The fields of a mandate, in sentences of our own."""

from __future__ import annotations

import pytest

from actionlines.mandates import Mandate
from actionlines.mandates.deliverable import deliverable
from tests.mandates.build import find


def one(text: str) -> Mandate:
    (found,) = find(text)
    return found


ADDRESSEES: list[tuple[str, list[str], set[str]]] = [
    # a leading article is dropped, "all" and "other" stay
    ("Requests the Secretary-General to go;", ["Secretary-General"], {"secretary-general"}),
    ("Urges all States to go;", ["all States"], {"member-states"}),
    # coordination with commas, "and", "as well as"
    (
        "Invites Governments, the private sector and civil society, as well as the media, to go;",
        ["Governments", "private sector", "civil society", "media"],
        {"governments", "private-sector", "civil-society", "media"},
    ),
    # names keep their own "and"
    ("Invites the Economic and Social Council to go;", ["Economic and Social Council"], {"ecosoc"}),
    (
        "Requests the Commission on Science and Technology for Development and the Economic and Social Council to go;",
        ["Commission on Science and Technology for Development", "Economic and Social Council"],
        {"cstd", "ecosoc"},
    ),
    # coordinated modifiers of one noun are one addressee with two bodies
    (
        "Invites international, regional and subregional organizations to go;",
        ["international, regional and subregional organizations"],
        {"international-organizations", "regional-organizations"},
    ),
    # added members
    (
        "Encourages Member States, in particular developed countries, to go;",
        ["Member States", "developed countries"],
        {"member-states", "developed-countries"},
    ),
    (
        "Encourages online platforms, including social media companies, to go;",
        ["online platforms", "social media companies"],
        {"tech-companies"},
    ),
    # partners and insertions are dropped
    (
        "Requests the Secretary-General, in consultation with Member States and the World Bank, to go;",
        ["Secretary-General"],
        {"secretary-general"},
    ),
    ("Invites the World Bank, within its mandate and existing resources, to go;", ["World Bank"], {"world-bank"}),
    # "and, where applicable," goes on with the list
    (
        "Calls upon Member States and, where applicable, other stakeholders to go;",
        ["Member States", "other stakeholders"],
        {"member-states", "all-stakeholders"},
    ),
    # postmodifiers belong to the name
    ("Urges States that have not yet done so to go;", ["States that have not yet done so"], {"non-party-states"}),
    # a "to" that a noun governs does not end the addressee
    (
        "Encourages developed countries in a position to do so to go;",
        ["developed countries in a position to do so"],
        {"developed-countries"},
    ),
    ("Urges States parties to the Convention to go;", ["States parties to the Convention"], {"states-parties"}),
    # units of the system together are one addressee
    (
        "Requests the specialized agencies, funds, programmes and other entities of the United Nations system to go;",
        ["specialized agencies, funds, programmes and other entities of the United Nations system"],
        {"un-system"},
    ),
    # names with commas of their own
    (
        "Invites the United Nations Educational, Scientific and Cultural Organization and the World Bank to go;",
        ["United Nations Educational, Scientific and Cultural Organization", "World Bank"],
        {"unesco", "world-bank"},
    ),
    # those outside an instrument
    ("Encourages those that have not yet done so to go;", ["those that have not yet done so"], {"non-party-states"}),
    # a Government by the name of its country
    ("Urges the Government of Iceland to go;", ["Government of Iceland"], {"governments"}),
    # a session is not part of the name
    (
        "Requests the President of the General Assembly at its eighty-first session to go;",
        ["President of the General Assembly"],
        {"pga"},
    ),
    # a named State
    ("Calls upon Iceland to go;", ["Iceland"], {"member-states"}),
    # an agent inside a noun phrase
    ("Calls for swift action by all stakeholders;", ["all stakeholders"], {"all-stakeholders"}),
    ("Encourages the participation of Member States;", ["Member States"], {"member-states"}),
    # the subject of a clause
    ("Recommends that Governments go;", ["Governments"], {"governments"}),
    # nobody: the Assembly decides, otherwise unspecified
    ("Decides to go on with the work;", [], {"general-assembly"}),
    ("Calls for the repair of cables;", [], {"unspecified"}),
    # an office whose name is not known stays as written
    ("Requests the Keeper of the Lighthouses to go;", ["Keeper of the Lighthouses"], {"unspecified"}),
]


@pytest.mark.parametrize(
    ("text", "surfaces", "bodies"),
    ADDRESSEES,
    ids=lambda value: str(sorted(value) if isinstance(value, set) else value)[:50],
)
def test_addressees(text: str, surfaces: list[str], bodies: set[str]) -> None:
    found = one(text)
    assert [phrase.text for phrase in found.addressees] == surfaces
    assert set(found.bodies) == bodies
    assert found.implied is (not surfaces)


ANTECEDENTS: list[tuple[list[str], str]] = [
    # named in the paragraph before
    (["Welcomes the Internet Governance Forum;", "Requests the Forum to meet;"], "igf"),
    # the last body with that noun wins
    (
        [
            "Recalls the Internet Governance Forum and the World Summit on the Information Society Forum;",
            "Requests the Forum to meet;",
        ],
        "wsis-forum",
    ),
    # pronouns
    (["Commends the regional commissions, and encourages them to meet;"], "regional-commissions"),
    (["Notes the work of the Economic and Social Council, and invites it to meet;"], "ecosoc"),
    (
        ["Thanks the Secretary-General for his support of the Economic and Social Council, and requests him to go;"],
        "secretary-general",
    ),
    # a group that a body just named is asked to set up
    (
        [
            "Requests the Commission on Science and Technology for Development to set up a working group on"
            " data, and further requests the working group to meet;"
        ],
        "cstd-data-governance-wg",
    ),
    # a role in a body is the body
    (["Requests the Co-Chairs of the Internet Governance Forum to meet;"], "igf"),
    # a short name of something never named in full stays unknown
    (["Requests the Panel to meet;"], "unspecified"),
]


@pytest.mark.parametrize(("paragraphs", "body"), ANTECEDENTS)
def test_antecedents(paragraphs: list[str], body: str) -> None:
    assert find(*paragraphs)[-1].bodies == (body,)


def test_the_title_names_bodies_too() -> None:
    (found,) = find("Requests the Forum to meet;", title="Future of the Internet Governance Forum")
    assert found.bodies == ("igf",)


ACTIONS: list[tuple[str, str]] = [
    # an aside between the opening and the first of two infinitives
    (
        "Decides, pursuant to the plan, to convene, in Lima, a meeting in 2027, to consider progress;",
        "convene, in Lima, a meeting in 2027, to consider progress",
    ),
    # a statement "in particular" ends the action
    ("Urges States to train teachers, and welcomes in particular local plans;", "train teachers"),
    # an addressee with a participle
    ("Invites relevant institutions dealing with crime to share data;", "share data"),
    # no final mark
    ("Urges States to train teachers;", "train teachers"),
    # up to the next operative verb, without its "and"
    ("Urges States to train teachers, and in this regard notes the report;", "train teachers"),
    # a final statement does not belong to it ...
    ("Urges States to train teachers, recognizing that many are needed;", "train teachers"),
    # ... other participles do
    ("Urges States to train teachers, taking into account their age;", "train teachers, taking into account their age"),
    # "not to"
    ("Urges States not to tax books;", "not to tax books"),
    # commitments: the gerund
    ("We are committed to training teachers.", "training teachers"),
    # words that only lead to a list
    ("Urges States to fight hunger, including by:", "fight hunger"),
    ("Urges States to fight hunger by:", "fight hunger"),
    # that-clauses whole, without "that"
    ("Decides that the costs shall be shared;", "the costs shall be shared"),
    # noun phrases with their article
    ("Calls for the repair of cables;", "the repair of cables"),
    # an insertion between verb and infinitive is left out
    ("Decides, on an exceptional basis, to wait;", "wait"),
    # the sentence ends it
    ("We call upon States to act. They should hurry.", "act"),
    # nouns that look like verbs do not end it
    ("Urges States to answer offers of and requests for help;", "answer offers of and requests for help"),
    # an adverb before the verb belongs to it
    ("Urges States to fully and swiftly comply;", "fully and swiftly comply"),
]


@pytest.mark.parametrize(("text", "action"), ACTIONS)
def test_actions(text: str, action: str) -> None:
    assert one(text).action.text == action


DELIVERABLES: list[tuple[str, str]] = [
    ("include information on the scale, reach and cost in future voluntary national reviews", "report"),
    ("include such information in their regular reporting details", "report"),
    ("conduct a study on wells and report to the Meeting", "assessment"),
    ("help other States in the preparation of comprehensive national reports", "none"),
    ("provide substantial financial and capacity-building support to the school", "funds"),
    ("submit to the Assembly an updated report on the matter", "report"),
    ("report to the Council on progress", "report"),
    ("brief Member States twice a year", "update"),
    ("keep the Assembly informed", "update"),
    ("conduct a systematic review of the indicators", "review"),
    ("review their policies", "review"),
    ("assess the gaps", "assessment"),
    ("conduct an independent evaluation of the work", "evaluation"),
    ("map existing initiatives", "mapping"),
    ("submit a proposal on sustainable funding", "proposal"),
    ("develop national digital strategies", "strategy"),
    ("develop a road map for the action lines", "road-map"),
    ("prepare a comprehensive action plan", "action-plan"),
    ("develop international standards for devices", "standards"),
    ("develop targets and metrics for connectivity", "targets-indicators"),
    ("convene a two-day high-level meeting", "meeting"),
    ("hold informal consultations with all stakeholders", "consultations"),
    ("appoint two co-facilitators", "appointment"),
    ("establish an open-ended working group", "establishment"),
    ("observe the International Day in schools", "observance"),
    ("include in the provisional agenda the item on cables", "agenda-item"),
    ("make voluntary contributions to the trust fund", "funds"),
    # nothing to hand over
    ("cancel the meeting to be held in Lima", "none"),
    ("invite Ms. Ada Lind, Chair of the Board, to make a statement at the meeting", "none"),
    ("promote digital literacy", "none"),
    # strategies to be carried out, contents after "including", and occasions do not count
    ("implement national strategies", "none"),
    ("share knowledge, including reports and reviews", "none"),
    ("submit the text as an input to the meeting that will review the agenda", "none"),
    # support for founding something founds nothing
    ("provide the support necessary to establish the portal", "none"),
    # an institution founded to produce something: the product
    ("establish a task force to conduct an assessment of gaps", "assessment"),
    # the first conjunct that has one
    ("train teachers, and to submit a report", "report"),
]


DECIDED: list[tuple[str, str]] = [
    ("authorize the groups listed, namely the Board; and the Panel, to meet in June", "meeting"),
    ("postpone the second session of the Commission", "meeting"),
    ("postpone the third biennial review of the Plan", "review"),
    ("defer consideration of the item entitled “Wells”", "agenda-item"),
    ("the general debate would continue on Saturday", "meeting"),
    ("the Commission would hold a session of three weeks", "meeting"),
    ("convene an open-ended working group on wells", "establishment"),
    ("the Bureau would circulate a compilation document of the statements", "none"),
]


@pytest.mark.parametrize(("action", "label"), DECIDED)
def test_deliverables_of_decisions(action: str, label: str) -> None:
    assert deliverable(action, "decides") == label


@pytest.mark.parametrize(("action", "label"), DELIVERABLES)
def test_deliverables(action: str, label: str) -> None:
    assert deliverable(action) == label


RECEIVERS: list[tuple[str, tuple[str, ...]]] = [
    ("Requests the Secretary-General to report to the General Assembly on cables;", ("general-assembly",)),
    # "through" alone names the receiver; beside "to" it does not
    (
        "Requests the Secretary-General to submit, through the Economic and Social Council, a report on "
        "cables;",
        ("ecosoc",),
    ),
    (
        "Requests the Secretary-General to submit to the General Assembly, through the Economic and "
        "Social Council,"
        " a report on cables;",
        ("general-assembly",),
    ),
    # two receivers
    (
        "Requests the Secretary-General to report to the General Assembly and the Economic and Social "
        "Council;",
        ("general-assembly", "ecosoc"),
    ),
    # presented at a meeting
    (
        "Requests the Secretary-General to report thereon at the Internet Governance Forum;",
        ("igf",),
    ),
    # receivers with a session each
    (
        "Requests the Secretary-General to report to the General Assembly at its eighty-second session "
        "and to the"
        " Human Rights Council at its sixty-third session;",
        ("general-assembly", "human-rights-council"),
    ),
    # no product, no receiver
    (
        "Requests the Secretary-General to bring the text to the attention of the Economic and Social "
        "Council;",
        (),
    ),
    # none named
    ("Requests the Secretary-General to submit a report on access to books;", ()),
    # what is given by its verb, whatever it is
    ("Requests Member States to notify the Panel on Wells of the names;", ("other:Panel on Wells",)),
    ("Requests the Secretary-General to send the regional commissions a list;", ("regional-commissions",)),
    # a segment named by what it deals with; a resolution is no product
    ("Decides that reporting by the Secretary-General shall be through the activities for wells segment of the "
     "Economic and Social Council;", ("ecosoc",)),
    ("Requests its President to submit the present resolution to the Human Rights Council;", ()),
    # in capitals at the head of an item, and a name that ends before what it is told of
    ("Requests Member States to inform the Panel on Wells of the names;", ("other:Panel on Wells",)),
    ("Requests Member States to inform the Panel on Wells thereof;", ("other:Panel on Wells",)),
    # what is to be given to somebody, and to "it" through another
    ("Requests that the draft be presented to the Statistical Commission for deliberation;",
     ("statistical-commission",)),
    ("Requests the Secretary-General to submit to it, through the Economic and Social Council, a report;",
     ("general-assembly",)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "bodies"), RECEIVERS)
def test_receivers(text: str, bodies: tuple[str, ...]) -> None:
    assert one(text).report_to == bodies


ITU = [
    ("heading-1", "resolves"),
    ("resolves.1", "that the Council shall review the budget;"),
    ("resolves.2", "to continue the work,"),
    ("heading-2", "instructs the Secretary-General"),
    ("instructs-SG.1", "to submit a report to the Council;"),
    ("heading-3", "invites Member States and Sector Members"),
    ("invites.1", "to contribute."),
    ("heading-4", "recognizing"),
    ("recognizing.1", "that work goes on,"),
]


def test_itu_layout() -> None:
    found = find(*ITU, symbol="itu:PP/RES/900@2022")
    assert [(m.paragraph, m.verb, m.strength, m.bodies) for m in found] == [
        ("resolves.1", "resolve", "decides", ("itu-council",)),
        ("resolves.2", "resolve", "decides", ("itu-pp",)),
        ("instructs-SG.1", "instruct", "requests", ("itu-secretary-general",)),
        ("invites.1", "invite", "invites", ("member-states", "itu-sector-members")),
    ]
    assert found[2].report_to == ("itu-council",)
    assert found[2].addressees[0].paragraph == "heading-2"
