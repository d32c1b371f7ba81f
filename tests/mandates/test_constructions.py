"""Constructions by field, in sentences of our own: who, what is produced, for whom, when."""

from __future__ import annotations

import pytest

from actionlines.mandates.deliverable import deliverable
from tests.mandates.build import find

BODIES: list[tuple[str, tuple[str, ...]]] = [
    ("Urges all States that have yet to sign the Agreement to do so;", ("non-party-states",)),
    # the system, and those beyond it
    (
        "Invites all bodies, agencies, funds and programmes of the United Nations system and other relevant "
        "intergovernmental organizations to act;",
        ("un-system", "international-organizations"),
    ),
    # an apposition is nobody else
    ("Demands that Israel, the occupying Power, cease building;", ("member-states",)),
    ("Calls upon Israel, the occupying Power, to cease building;", ("member-states",)),
    ("Encourages nominations from Member States and academia;", ("member-states", "academia")),
    # a body by a short name that a decision binds
    ("Decides that the Panel shall meet in May;", ("unspecified",)),
    ("Decides that the Panel shall be tasked with digging wells;", ("unspecified",)),
    # "among others" names nobody
    ("Urges the World Bank, the World Health Organization, among others, to act;", ("world-bank", "who")),
    # an office of a body, and another body
    (
        "Invites the Division of Wells of the Department of Economic and Social Affairs of the Secretariat "
        "and the United Nations Children’s Fund to act;",
        ("desa", "unicef"),
    ),
    # what is to be improved is asked for, not asked
    ("Calls for improved international debt mechanisms to support reviews;", ("unspecified",)),
    # groups in small letters act together
    (
        "Encourages dialogue between multilateral development banks and other financial institutions;",
        ("financial-institutions",),
    ),
    ("Calls for actions from all relevant stakeholders to plant trees;", ("all-stakeholders",)),
    # "among users" belongs to the awareness, and the cooperation of States to a second object
    ("Calls for cooperation at all levels and raising awareness among users of wells;", ("unspecified",)),
    ("Calls for plans of wells, and for cooperation between States to dig them;", ("unspecified",)),
    ("Calls for cooperation between States to dig wells;", ("member-states",)),
    # what is done to somebody, and an event, are decided on, not asked
    ("Decides that staff members shall be screened for vacant posts;", ("general-assembly",)),
    ("Decides that the high-level meeting shall consist of two panels;", ("general-assembly",)),
    ("Invites further comments from Member States on wells;", ("member-states",)),
    # an adverb behind the name
    ("Calls upon Israel particularly to act;", ("member-states",)),
    # one by a short name that the document never explains
    ("Reiterates the call for the Centre to collaborate with universities;", ("unspecified",)),
]


@pytest.mark.parametrize(("text", "bodies"), BODIES)
def test_who(text: str, bodies: tuple[str, ...]) -> None:
    (found,) = find(text)
    assert found.bodies == bodies


def test_members_of_a_body_that_no_table_has() -> None:
    _, found = find(
        "Decides to establish a Scientific Panel on the Depth of Wells;",
        "Decides that the members of the Panel shall meet in May;",
    )
    assert found.bodies == ("other:Scientific Panel on the Depth of Wells",)


def test_a_short_name_of_a_full_name_that_no_table_has() -> None:
    found = find("Notes the work of the Steering Committee on Wells;", "Encourages the Steering Committee to dig;")
    assert [mandate.bodies for mandate in found] == [("other:Steering Committee on Wells",)]


ACTIONS: list[tuple[str, list[str]]] = [
    # the speaker besides what it recalls
    (
        "The General Assembly, recalling its decision 75/1 of 9 May 2030, decides to appoint a judge;",
        ["appoint a judge"],
    ),
    ("Encourages authorities to further efforts to dig wells;", ["further efforts to dig wells"]),
    ("Notes the gap, and calls in this regard for full respect for the rules;", ["full respect for the rules"]),
    # a second body after "for"
    (
        "Calls upon the Panel to consult widely with experts, and for the Secretary-General to help it;",
        ["consult widely with experts", "help it"],
    ),
    # behind a statement by a verb that is in no table
    ("Raises awareness of the gap, and encourages States to close it;", ["close it"]),
    ("Salves the wound of the past, and encourages States to heal;", ["heal"]),
    # a verb that shares what a statement says
    ("Encourages and commends the efforts to plant trees;", ["the efforts to plant trees"]),
    # verbs that cannot be nouns go on after any comma
    (
        "Stresses the value of dialogue, and in this context encourages, inter alia, the use of maps;",
        ["the use of maps"],
    ),
    ("Re-emphasizes that protection is a duty, encourages the digging of wells;", ["the digging of wells"]),
    # a commitment that goes on is another one
    (
        "Reaffirms the pledge to leave nobody behind and commit to taking larger steps;",
        ["leave nobody behind", "taking larger steps"],
    ),
    ("Notes the calls of States, the requests, appeals and demands of all;", []),
    ("Reaffirms the political commitment to fully and timely act;", ["fully and timely act"]),
    ("Reiterates the call for the Centre to collaborate with universities;", ["collaborate with universities"]),
]


@pytest.mark.parametrize(("text", "actions"), ACTIONS)
def test_actions(text: str, actions: list[str]) -> None:
    assert [mandate.action.text for mandate in find(text)] == actions


RECEIVERS: list[tuple[str, tuple[str, ...]]] = [
    # a session between the bodies
    (
        "Requests the Secretary-General to submit a report to the Economic and Social Council, and to the "
        "subsequent session of the General Assembly;",
        ("ecosoc", "general-assembly"),
    ),
    # the report that the product stands in
    (
        "Requests the Secretary-General, in his annual report to the Economic and Social Council, to present "
        "proposals on wells;",
        ("ecosoc",),
    ),
    # a name that ends before "on"
    (
        "Requests the Secretary-General to report to the Committee on Conferences on measures taken;",
        ("committee-on-conferences",),
    ),
    # two sessions of the Assembly, whose report it is
    (
        "Invites the Chair to present a report on wells at its eighty-first and eighty-second sessions;",
        ("general-assembly",),
    ),
    # records of a session are not for it
    ("Requests the Panel to submit a report on the records of the eightieth session of the Assembly;", ()),
    # "in this regard to" does not govern
    (
        "Requests the Secretary-General to submit reports in this regard to the Economic and Social Council;",
        ("ecosoc",),
    ),
    # an office is where, a conference is to whom
    ("Requests the Panel to provide information on wells at the United Nations Office at Vienna;", ()),
    # about whom is not to whom
    ("Requests the Secretary-General to include information pertinent to States in his reports;", ()),
]


@pytest.mark.parametrize(("text", "bodies"), RECEIVERS)
def test_receivers(text: str, bodies: tuple[str, ...]) -> None:
    (found,) = find(text)
    assert found.report_to == bodies


DUES: list[tuple[str, tuple[str, ...]]] = [
    # from when, before the infinitive, and how often, in the action
    (
        "Reiterates the request to the Secretary-General, beginning from 2030, to submit an annual report;",
        ("recurring:annual", "from:2030"),
    ),
    ("Requests the Panel to hold a meeting, to be held on 22 April 2031;", ("2031-04-22",)),
    ("Encourages the Section to organize workshops as regularly as possible;", ()),
    ("Requests the Office to include the figures in its next annual report;", ("next-report",)),
    ("Decides to meet in the first quarter of its eighty-third session;", ("session:83",)),
    ("Requests the Panel to hold regular and open discussions;", ("recurring:periodic",)),
    ("Requests the Panel to meet in the first half of 2031;", ("year:2031",)),
    ("Urges States to use the report submitted to the Committee on Conferences at its fourth session;", ()),
    ("Urges the President of the Security Council to speak at the seventh session, at the latest;", ()),
    # the number of the Assembly's session beside the year
    ("Decides to consider the report at its eighty-fourth session, in 2029;", ("session:84", "year:2029")),
    # nobody's session by a name
    ("Encourages States to go on at the sixth session of the open-ended working group;", ()),
    # what a session has decided
    ("Urges the carrying out of decisions adopted at the seventh session of the World Forum;", ()),
]


@pytest.mark.parametrize(("text", "due"), DUES)
def test_due(text: str, due: tuple[str, ...]) -> None:
    (found,) = find(text)
    assert found.due == due


PRODUCTS: list[tuple[str, str]] = [
    # reports of others are contents
    ("continue to include the full series of reports of the seminars", "none"),
    ("include the figures in the forthcoming reports", "report"),
    ("the inclusion of figures on wells in all major reports", "report"),
    # a text that is only considered
    ("consider the findings and recommendations of the reports on wells", "none"),
    ("consider the report", "review"),
    ("keep under continuous review the state of wells", "review"),
    ("continue to comment, in its reports to the Council, on wells", "report"),
    ("consider providing updates on wells", "update"),
    # receivers joined by "and to" do not end the product
    ("submit to the Council at its session and to the Assembly in May a full report", "report"),
    ("continue to examine this question", "none"),
    ("provide support to the consolidation of systems for geographical information", "none"),
    ("provide the support necessary to convene the meeting of States", "none"),
    ("consider extending financial and technical support to the school", "funds"),
    ("provide targeted budgetary support", "funds"),
    ("the proclamation of an International Year of Wells", "observance"),
    ("convene the Panel and support it", "meeting"),
    ("submit a report containing that information to the Assembly", "report"),
    ("provide technical help to States lacking the capacity to report figures", "none"),
    ("provide the Council with relevant information on wells", "update"),
    ("contribute technical help, knowledge and skills, as well as financial resources, to the school", "funds"),
    ("establish dedicated divisions for wells", "establishment"),
    # who pays, in the passive
    ("the costs of the wells shall be financed as follows", "funds"),
    # resources of several kinds, but not those of somebody else
    ("provide in-kind and voluntary resources to the Well Fund", "funds"),
    ("provide broader access to the resources of the Guild", "none"),
    # the strategy is that of the one who is supported
    ("support the Guild in the development of a well strategy", "none"),
    # a summit is held, not its subject
    ("hold a review summit on wells", "meeting"),
    # between dashes stands who takes part
    ("develop, with the Guild — diggers, masons and owners — national strategies for wells", "strategy"),
    ("landing fees be reviewed annually", "review"),
]


@pytest.mark.parametrize(("action", "label"), PRODUCTS)
def test_products(action: str, label: str) -> None:
    assert deliverable(action) == label
