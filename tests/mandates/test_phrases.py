"""Constructions that name who acts, what is produced, for whom and when, in sentences of our own."""

from __future__ import annotations

import pytest

from actionlines.mandates import find_mandates
from actionlines.mandates.deliverable import deliverable
from tests.mandates.build import document, find

BODIES: list[tuple[str, tuple[str, ...]]] = [
    # who acts in what is asked for: by, on the part of, from
    (
        "Calls for renewed commitment by international donors, the World Bank and civil society to plant;",
        ("donors", "world-bank", "civil-society"),
    ),
    (
        "Calls for stronger action on the part of States and the private sector to plant trees;",
        ("member-states", "private-sector"),
    ),
    (
        "Encourages support from development partners and the private sector for the school;",
        ("development-partners", "private-sector"),
    ),
    # ... whose "of" may belong to the noun
    ("Recommends the adoption by States of strict rules;", ("member-states",)),
    (
        "Calls for greater efforts by entities of the United Nations system and Governments to act;",
        ("un-system", "governments"),
    ),
    # things "by" and "from" which something is done are nobody
    ("Calls for the replacement of copper by fibre;", ("unspecified",)),
    ("Calls for the use of data from satellites;", ("unspecified",)),
    # requests newly made
    ("Addresses a request to the Secretary-General to plant trees;", ("secretary-general",)),
    ("Calls for a request to the Secretary-General to plant trees;", ("secretary-general",)),
    # the subject of a bare subjunctive
    ("Reiterates with concern its request that the Secretary-General ensure order;", ("secretary-general",)),
    # a thing is called for, nobody is
    ("Reiterates the call for support for the work and to open the door;", ("unspecified",)),
    # the agencies apart from the other organizations
    (
        "Requests the specialized agencies and other organizations of the United Nations system to act;",
        ("specialized-agencies", "un-system"),
    ),
    # units of the Secretariat are the Secretariat
    ("Calls upon all departments and offices within the Secretariat to act;", ("secretariat",)),
    # "and all" begins a new member even after an unfinished name
    (
        "Requests the Coordinator for Multilingualism and all Secretariat entities to act;",
        ("coordinator-multilingualism", "secretariat"),
    ),
    # each modifier names a group
    ("Encourages national and local governments to act;", ("governments", "local-governments")),
    # those outside an instrument, whatever their noun
    ("Urges Member States that have not already become parties to act;", ("non-party-states",)),
    # States of a continent are States
    ("Encourages African States that are members to act;", ("member-states",)),
    # a short adverbial does not end the list
    (
        "Encourages Member States, as appropriate, and relevant international organizations to act;",
        ("member-states", "international-organizations"),
    ),
    # members after "such as"
    ("Encourages United Nations agencies such as the United Nations Children’s Fund to act;", ("un-system", "unicef")),
    # those who act together
    (
        "Encourages cooperation between Member States as well as other relevant stakeholders, including "
        "civil society, to end hunger;",
        ("member-states", "all-stakeholders", "civil-society"),
    ),
    # names with "for" of their own among those involved
    (
        "Calls for the involvement of the Economic Commission for Europe and the Economic and Social "
        "Commission for Asia and the Pacific in further work;",
        ("ece", "escap"),
    ),
    # what follows the name of an agent is no second agent
    ("Calls for action by the World Bank, taking into account the views of the media;", ("world-bank",)),
    # more adjectives before the coordinated ones
    (
        "Calls upon the United Nations and other appropriate international, regional and subregional "
        "organizations to act;",
        ("un-system", "international-organizations", "regional-organizations"),
    ),
    # a meeting is convened, not asked
    ("Decides that the high-level meeting shall be held in New York;", ("general-assembly",)),
    # "staff" only qualifies the rule
    ("Directs that staff rule 1.2 be waived;", ("unspecified",)),
    # the secretariat of a convention is not the Secretariat
    ("Invites the secretariat of the Convention to act;", ("unspecified",)),
]


@pytest.mark.parametrize(("text", "bodies"), BODIES)
def test_who_acts(text: str, bodies: tuple[str, ...]) -> None:
    (found,) = find(text)
    assert found.bodies == bodies


def test_two_bodies_under_one_verb() -> None:
    found = find("Invites the Economic and Social Council to meet, and the World Bank to write a letter;")
    assert [(m.bodies, m.action.text) for m in found] == [(("ecosoc",), "meet"), (("world-bank",), "write a letter")]


NAMED: list[tuple[str, str]] = [
    # the noun of the title
    ("United Nations Institute for Training and Research", "unitar"),
    # a stranger in the title is nobody else
    ("Northern Institute for the Study of Rain", "other:Northern Institute for the Study of Rain"),
]


@pytest.mark.parametrize(("title", "body"), NAMED)
def test_the_title_says_which_institute(title: str, body: str) -> None:
    other = "Recalls the United Nations Interregional Crime and Justice Research Institute;"
    found = find_mandates(document(other, "Encourages the Institute to act;", title=title))
    assert found[0].bodies == (body,)


PRODUCTS: list[tuple[str, str]] = [
    # verbs that name the product alone
    ("examine the situation of ports", "review"),
    ("keep the working conditions of guards under review", "review"),
    ("study the feasibility of a bridge", "assessment"),
    ("continue his efforts to assess the need", "assessment"),
    ("seek the views of Member States on roads", "consultations"),
    ("meet informally with the Chair", "meeting"),
    ("the plenary meeting shall be held in May", "meeting"),
    ("convene, in Paris, on a date to be set, an international conference", "meeting"),
    # money in other words
    ("pay all or part of their arrears", "funds"),
    ("fully honour their financial obligations", "funds"),
    ("apportion among Member States the amount of 5 dollars", "funds"),
    ("increase the United Nations grant", "funds"),
    # gerunds of a list of commitments
    ("Investing in roads", "funds"),
    ("Scaling up investment in schools", "funds"),
    # attention is no money; the agenda item is only the occasion; others give the information
    ("pay greater attention to financing", "none"),
    ("maintain a list for the debate on the agenda item", "none"),
    ("invite Governments to submit information on rain", "none"),
    ("promote information and communications technologies, including information", "none"),
    # texts that are put before somebody
    ("prepare a summary of the hearing", "report"),
    ("submit a compilation of the views", "report"),
    ("prepare a background note on wells", "report"),
    ("submit the proposed list to Member States", "proposal"),
    ("present a draft declaration on wells", "proposal"),
    ("entrust the Head with the task of formulating budget proposals", "proposal"),
    ("ensure that proposed budgets are based on need", "proposal"),
    # meetings and talks in other words
    ("the convening, as soon as possible, of a conference on wells", "meeting"),
    ("organize an interactive hearing", "meeting"),
    ("join the debate, as well as to hold panel discussions", "meeting"),
    ("commence negotiations on wells", "consultations"),
    ("the immediate commencement of negotiations", "consultations"),
    ("discuss the organization and methods of work of the Conference", "none"),
    # institutions
    ("facilitate the establishment of a network of volunteers", "establishment"),
    ("establish, where needed, and to maintain rosters of diggers", "establishment"),
    ("the efforts to establish new zones", "establishment"),
    ("extend an invitation to the Office of Wells", "none"),
    ("accede to the Agreement for the Establishment of the University", "none"),
    ("consider, where relevant, developing indicators of rain", "targets-indicators"),
    ("convene a midterm review of the wells", "review"),
    ("convene the review conference", "meeting"),
    ("contribute to follow-up and review at all levels", "none"),
    ("facilitate the implementation of the International Year", "observance"),
    ("revise the guidelines on wells", "standards"),
    ("report through the Committee to the General Assembly", "report"),
    # money, and the funds of the family
    ("allocate adequate human resources to wells", "funds"),
    ("enhance its collaboration with the agencies, funds and programmes", "none"),
    ("inform their policies", "none"),
    ("inform the World Bank of the plan", "update"),
    # what a relative clause tells is not produced
    ("establish a mechanism that will be open and hear an annual report", "establishment"),
]


@pytest.mark.parametrize(("action", "label"), PRODUCTS)
def test_products(action: str, label: str) -> None:
    assert deliverable(action, "decides" if "shall" in action else "requests") == label


DECIDED: list[tuple[str, str]] = [
    ("2031 the International Year of Wells", "observance"),
    ("the Chair may hold informal consultations", "consultations"),
    ("each panel will have two Chairs, to be appointed by the President", "appointment"),
    ("the net balance shall be returned to the Government of Chad", "funds"),
    ("appropriate to the special account the amount of 5 dollars", "funds"),
    ("all missions shall be provided with adequate resources", "funds"),
]


@pytest.mark.parametrize(("action", "label"), DECIDED)
def test_decided_products(action: str, label: str) -> None:
    assert deliverable(action, "decides") == label


DUTIES: list[tuple[str, list[tuple[str, tuple[str, ...], tuple[str, ...]]]]] = [
    # continuing to report is a second duty
    (
        "Requests the Secretary-General to improve the halls and to continue to report thereon to the "
        "Committee on Conferences;",
        [("none", (), ()), ("report", ("committee-on-conferences",), ())],
    ),
    # so is informing
    (
        "Requests the Secretary-General to hold more examinations every spring and to inform the "
        "General Assembly of them;",
        [("none", (), ()), ("update", ("general-assembly",), ())],
    ),
    # both are kept informed
    (
        "Requests the Secretary-General to keep the General Assembly and the Committee on Conferences "
        "apprised of progress;",
        [("update", ("general-assembly", "committee-on-conferences"), ())],
    ),
    # a session of the Assembly is where it receives
    (
        "Requests the Secretary-General to report thereon no later than at the eighty-first session of the "
        "General Assembly;",
        [("report", ("general-assembly",), ("session:81",))],
    ),
    # the annual report is only where it stands
    (
        "Requests the Secretary-General to submit to the General Assembly at its eighty-first session a "
        "report on rain as part of his annual report on weather;",
        [("report", ("general-assembly",), ("session:81",))],
    ),
    # an occasion without a date
    (
        "Requests the Secretary-General to report thereon in the context of the upcoming review of the "
        "Department of Global Communications;",
        [("report", (), ("event:review-of-the-department-of-global-communications",))],
    ),
    # how often, in other words
    ("Requests the Chair to undertake at least one visiting mission a year;", [("none", (), ("recurring:annual",))]),
    ("Decides to undertake a regular thematic debate;", [("meeting", (), ("recurring:periodic",))]),
    # the debate takes place anyway; a rate is not a date
    ("Requests the Secretary-General to support the regular thematic debate;", [("none", (), ())]),
    ("Decides to apportion the amount of 5 dollars at a monthly rate;", [("funds", (), ())]),
]


@pytest.mark.parametrize(("text", "expected"), DUTIES)
def test_duties(text: str, expected: list[tuple[str, tuple[str, ...], tuple[str, ...]]]) -> None:
    assert [(m.deliverable, m.report_to, m.due) for m in find(text)] == expected


ITEMS: list[tuple[str, tuple[str, str, str]]] = [
    # recognizing can be promised
    ("Recognizing and supporting farmers;", ("commit", "member-states", "Recognizing and supporting farmers"))
]


@pytest.mark.parametrize(("item", "expected"), ITEMS)
def test_items_of_commitments(item: str, expected: tuple[str, str, str]) -> None:
    (found,) = find(("1", "We commit to:"), ("1(a)", item))
    assert (found.verb, *found.bodies, found.action.text) == expected


ACTIONS: list[tuple[str, str]] = [
    # a manner between "commit" and "to"
    ("We commit with one voice and firm steps to plant trees.", "plant trees"),
    # the verb "further"
    ("Encourages Member States to further their efforts to teach;", "further their efforts to teach"),
    # "in this regard" does not make the verb a noun
    ("Notes the plan, and encourages in this regard the planting of trees;", "the planting of trees"),
    # means that are left to the items
    ("Urges Member States to support farmers, as appropriate, by providing:", "support farmers, as appropriate"),
]


@pytest.mark.parametrize(("text", "action"), ACTIONS)
def test_actions(text: str, action: str) -> None:
    assert [m.action.text for m in find(text)] == [action]
