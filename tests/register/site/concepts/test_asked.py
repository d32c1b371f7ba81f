"""What somebody is asked: by name, as part of a group, through an office, on every page that answers it."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionlines.framework import load
from actionlines.framework.groups import CURRENT_ROLES
from actionlines.papers.account.query import answer_question
from actionlines.register.core.search import Query, query
from actionlines.register.mandates.actions import RecordProgress
from actionlines.register.mandates.models import Mandate
from actionlines.register.reports.account import gather
from tests.indexed import reindex
from tests.people import activity, organisation, person
from tests.register.mandates.samples import instrument, text

pytestmark = pytest.mark.django_db

ASKS = """1. Requests the World Summit on the Information Society action line facilitators to draw up road maps \
by 2027;
2. Requests the International Telecommunication Union to map the masts that stand idle;
3. Calls upon Member States to open their registers of masts by 2028;
4. Invites the private sector to lend spare masts to schools;
5. Requests the Director of the Telecommunication Development Bureau to train those who keep masts.
"""


@pytest.fixture
def asks():
    """Five confirmed mandates: of the facilitators, ITU, Member States, companies, an office of ITU."""
    instrument(text(body=ASKS))
    Mandate.objects.update(status="confirmed")
    reindex()


def page(client, address):
    return " ".join(client.get(address).content.decode().split())


def test_the_facilitators_are_asked_on_the_page_of_each_and_on_every_line(asks, client):
    bodies = {one.body for one in load().facilitators if one.role in CURRENT_ROLES}
    for body in sorted(bodies):
        html = page(client, f"/{body}/")
        assert "Draw up road maps" in html[html.index("Due next") :], body
        assert "WSIS action line facilitators" in html[html.index("As part of a group") :], body
    for line in load().action_lines:
        assert "Draw up road maps" in page(client, f"/{line}/"), line


def test_what_is_overdue_stands_first_then_what_is_due_next_then_the_rest_in_whatever_way_it_is_asked(asks, client):
    Mandate.objects.filter(action__startswith="train").update(due_on=date.today() - timedelta(days=30))
    reindex()
    html = page(client, "/itu/")
    order = [
        "Date passed</h3>",
        "Train those who",
        "Due next",
        "Draw up road maps",
        "Others, asked by name",
        "Map the masts",
    ]
    places = [html.index(words) for words in order]
    assert places == sorted(places)
    assert all(html.count(f">{words}") == 1 for words in ("Train those who", "Draw up road maps", "Map the masts"))
    assert "Open their registers" not in html
    head = re.sub("<[^>]+>", "", html.partition('<p class="standing">')[2].partition("</p>")[0])
    parts = "1 by name · 1 as facilitator or part of a group · 1 through its offices and organs"
    assert head.startswith(f"Open mandates: {parts}, 1 past date, next deadline 2027")
    assert re.search(
        r'<details class="more"><summary><h3 id="in-a-group">As part of a group <span class="small">1<', html
    )


def test_where_nothing_was_done_those_who_may_are_led_to_the_forms(asks, client):
    done = "No activity is recorded here."
    assert f"{done}</p>" in page(client, "/KEN/")
    client.force_login(person("focal"))
    empty = page(client, "/KEN/").partition(done)[2].partition("</p>")[0]
    assert 'href="/activities/new/"' in empty and 'href="/work/answers/"' in empty
    assert 'href="/work/answers/"' not in page(client, "/SEN/").partition(done)[2].partition("</p>")[0]


def test_what_names_somebody_is_not_repeated_as_asked_of_a_group(client):
    group, union = "United Nations Group on the Information Society", "International Telecommunication Union"
    instrument(text(body=f"1. Requests the {group} and the {union} to meet;\n"))
    Mandate.objects.update(status="confirmed")
    reindex()
    assert page(client, "/itu/").count("<bdi>A/RES/80/901, para. 1</bdi>") == 1


def test_a_country_is_asked_with_the_member_states(asks, client):
    assert "Open their registers" in page(client, "/KEN/")
    assert "Open their registers" not in page(client, "/HKG/")


def test_an_organisation_is_asked_by_its_type_its_country_or_as_a_body(asks, client):
    company = organisation(name="Mast Hire", type="private-sector")
    ministry = organisation(name="Ministry", type="government", country="KEN")
    union = organisation(name="Union", type="international-organization", body="itu")
    asked = {one.pk: page(client, one.get_absolute_url()) for one in (company, ministry, union)}
    assert "Lend spare masts" in asked[company.pk] and "Open their registers" not in asked[company.pk]
    assert "Open their registers" in asked[ministry.pk] and "Lend spare masts" not in asked[ministry.pk]
    assert "Map the masts" in asked[union.pk] and "Draw up road maps" in asked[union.pk]


@pytest.mark.parametrize(("asked", "count"), [("itu", 3), ("unesco", 1), ("KEN", 1), ("private-sector", 1), ("x", 0)])
def test_lists_api_and_search_take_who_is_asked(asks, client, asked, count):
    assert query(Query(kind="mandate", filters={"asked": (asked,)})).total == count
    assert client.get(f"/api/mandates?asked={asked}").json()["total"] == count
    assert client.get(f"/mandates/?asked={asked}").context["hits"].total == count
    kept = b"".join(client.get(f"/mandates/?asked={asked}&as=csv").streaming_content).decode()
    assert kept.count("A/RES/80/901") == count


def test_papers_count_what_asks_the_facilitators_for_each_line(asks):
    account = gather(concepts=["C5"])
    (one,) = [row for row in account.mandates if "road maps" in row.action]
    link = next(link for link in one.links if link.concept == "C5")
    assert (link.status, link.words[0].quote) == (
        "confirmed", "World Summit on the Information Society action line facilitators",
    )  # fmt: skip
    assert answer_question(gather(), "mandates?asked=itu").value == 3
    assert answer_question(gather(), "mandates?line=C9").value == 1


def test_a_line_that_a_person_rejected_stays_rejected(asks):
    one = Mandate.objects.get(action__contains="road maps")
    one.links.update_or_create(concept="C5", defaults={"level": "action_line", "p": 0.5, "status": "rejected"})
    assert "C5" not in one.lines_asked and "C6" in one.lines_asked
    assert not [row for row in gather(concepts=["C5"]).mandates if row.id == one.pk and _on(row, "C5")]


def _on(row, concept):
    return any(link.concept == concept for link in row.links)


def answer(who, row, key):
    RecordProgress(
        person(who), row, text="Masts are mapped.", evidence_kind="link", evidence={"url": "https://example.org/m"},
        answers_for=key,
    ).do()  # fmt: skip


@pytest.mark.parametrize(
    ("number", "key", "own", "other"),
    [
        ("2", "itu", "/itu/", "/unesco/"),
        ("3", "KEN", "/KEN/", "/SEN/"),
        ("1", "unesco", "/unesco/", "/itu/"),
        ("1", "unesco", "/C7-elearning/", ""),
    ],
)
def test_pages_say_whether_their_subject_has_answered_and_who_is_missing(asks, client, number, key, own, other):
    row = Mandate.objects.get(paragraph__number=number)
    is_named = number == "2"
    assert ("No answer yet." in page(client, own)) == is_named, "rows of a group stay short while nobody answers"
    answer("secretariat", row, key)
    html = page(client, own)
    assert html.count("Answered on") == 1 and "Masts are mapped." in html and "No answer yet." not in html
    if number != "2":
        assert "1 of " in html and f'href="{row.get_absolute_url()}#answers"' in html
    if other == "/unesco/":
        assert "Map the masts" not in page(client, other)
    elif other:
        assert "No answer yet." in page(client, other) and "Answered on" not in page(client, other)


def test_those_missing_are_named_where_they_are_few(client):
    instrument(text(body="1. Requests the International Telecommunication Union and UNESCO to map idle masts;\n"))
    Mandate.objects.update(status="confirmed")
    reindex()
    answer("secretariat", Mandate.objects.get(), "itu")
    assert "Answers: 1 of 2.</a> Missing: United Nations Educational" in page(client, "/itu/")


def test_an_answer_is_a_press_away_for_the_one_who_is_asked_and_for_nobody_else(asks, client):
    row = Mandate.objects.get(paragraph__number="3")
    button = f'href="/mandates/{row.pk}/progress/"'
    assert button not in page(client, "/KEN/")
    for who, may in (("focal", True), ("stranger", False)):
        client.force_login(person(who))
        assert (button in page(client, "/KEN/")) == may


def test_the_page_of_an_organisation_says_its_own_answer(client):
    made = organisation(type="private-sector")
    instrument(text(body="1. Invites the private sector to lend spare masts to schools;\n"))
    Mandate.objects.update(status="confirmed")
    reindex()
    person("focal").roles.update(scope=f"org:{made.pk}")
    answer("focal", Mandate.objects.get(), f"org:{made.pk}")
    assert "Answered on" in page(client, made.get_absolute_url())


def test_the_activities_decided_for_a_mandate_are_counted_and_linked_beside_it(asks, client):
    row = Mandate.objects.get(paragraph__number="2")
    done, proposed = activity(status="published"), activity(status="published")
    draft = activity(status="draft")
    for made in (done, draft):
        made.mandate_links.create(mandate=row, status="confirmed")
    proposed.mandate_links.create(mandate=row, status="proposed")
    html = page(client, "/itu/")
    assert f'<a href="/activities/?mandate={row.pk}">1 activity</a>' in html
    assert html.count("/activities/?mandate=") == 1


def test_answers_of_organisations_ask_one_query_for_all_rows(client):
    made = organisation(type="private-sector")
    instrument(text(body="".join(f"{n}. Invites the private sector to lend masts to school {n};\n" for n in (1, 2, 3))))
    Mandate.objects.update(status="confirmed")
    reindex()
    person("focal").roles.update(scope=f"org:{made.pk}")
    asked = []
    for row in [None, *Mandate.objects.order_by("pk")]:
        if row:
            answer("focal", row, f"org:{made.pk}")
            reindex()
        page(client, made.get_absolute_url())
        with CaptureQueriesContext(connection) as captured:
            assert page(client, made.get_absolute_url()).count("Answered on") == len(asked)
        asked.append(len(captured))
    assert asked[1] == asked[2] == asked[3] <= asked[0] + 1


def test_a_country_folds_what_it_is_asked_as_part_of_a_group_once_something_else_is_above(client):
    body = "".join(f"{n}. Calls upon Member States to open their register of masts {n};\n" for n in range(1, 9))
    instrument(text(body=body))
    Mandate.objects.update(status="confirmed")
    reindex()
    assert '<details class="more" open><summary><h3 id="in-a-group">' in page(client, "/KEN/")
    Mandate.objects.filter(paragraph__number="1").update(due_on=date.today() + timedelta(days=30))
    reindex()
    html = page(client, "/KEN/")
    assert html.index("Due next") < html.index('<details class="more"><summary><h3 id="in-a-group">')
    assert 'As part of a group <span class="small">8</span></h3></summary>' in html
    assert '<summary><h3 id="in-a-group">' not in page(client, "/itu/")
