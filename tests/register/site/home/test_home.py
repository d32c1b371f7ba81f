"""The first page and the navigation: what falls due, what is covered, what waits, and for whom."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from actionlines.framework.calendar import list_sessions
from actionlines.papers.words import LANGUAGES, words
from actionlines.register.core.search.coverage import heat
from actionlines.register.pages.panels import meetings
from tests.indexed import reindex
from tests.people import activity, person
from tests.register.mandates.samples import mandate
from tests.register.search.samples import published
from tests.register.site.concepts.samples import register

pytestmark = pytest.mark.django_db


def page(client, address="/", who=""):
    if who:
        client.force_login(person(who))
    return " ".join(client.get(address).content.decode().split())


def test_what_falls_due_next_comes_first_and_the_past_is_counted(client):
    today = timezone.now().date()
    mandate("2", "confirmed", due_on=today + timedelta(days=9), action="map the idle masts")
    mandate("4", "overdue", due_on=today - timedelta(days=9), action="lend the spare masts")
    reindex()
    html = page(client)
    assert "Map the idle masts" in html
    assert "1 mandate has passed its date" in html
    assert "Lend the spare masts" not in html


def test_the_heat_map_counts_and_leads_to_its_lists(client):
    register()
    cells = {(row.line, cell.goal): cell for row in heat().rows for cell in row.cells}
    # The goal of a target counts once with the goal itself; the line of another activity is another row.
    assert (cells["C5", "sdg:9"].activities, cells["C2", "sdg:9"].activities) == (1, 1)
    assert cells["C5", "sdg:1"].shade == 0
    assert 'href="/activities/?action_line=C5&amp;goal=sdg:9">1</a>' in page(client, "/explore/")


def test_the_heat_map_of_a_region_leads_to_lists_of_the_region(client):
    register()
    html = page(client, "/regions/itu-region:AFR/")
    assert "/activities/?action_line=C5&amp;goal=sdg:9&amp;country=itu-region:AFR" in html


@pytest.mark.parametrize(
    "who,said",
    [("member", "My activities and papers: 1"), ("stranger", "Nothing waits for you."), ("reviewer", "For review: 1")],
)
def test_what_waits_for_the_one_who_is_signed_in(client, who, said):
    activity(status="draft")
    activity(status="submitted")
    reindex()
    assert said in page(client, who=who)


def test_a_visitor_is_told_nothing_of_drafts(client):
    activity(status="submitted", title="Not public yet")
    reindex()
    html = page(client)
    assert "What waits for you" not in html and "Not public yet" not in html


def test_good_practices_are_the_published_ones(client):
    published("Lessons on passwords", good_practice=True)
    published("A mere project")
    reindex()
    html = page(client)
    part = html[html.index("Newest good practices") :]
    assert "Lessons on passwords" in part and "A mere project" not in part


def head(html):
    return html[html.index('class="nav-main"') : html.index("</header>")]


@pytest.mark.parametrize(
    ("address", "entries"),
    [
        ("/", []),
        ("/about/", ["Explore"]),
        ("/explore/", ["Explore"]),
        ("/mandates/reports/", ["Mandates"]),
        ("/itu/", ["Bodies"]),
        ("/C5/", ["Action Lines"]),
        ("/SEN/", ["Countries"]),
        ("/activities/", ["Activities"]),
        ("/progress/", ["Progress"]),
        ("/mine/", []),
        ("/review/", []),
    ],
)
def test_the_navigation_says_where_the_page_is(client, address, entries):
    reindex()
    main = head(page(client, address, "reviewer"))
    assert re.findall(r'<a href="[^"]*" aria-current="\w+">([^<]+)', main.partition("</nav>")[0]) == entries


def test_the_head_names_the_main_lists(client):
    reindex()
    for who, work in (("", []), ("reviewer", ["Work"])):
        entries = re.findall(
            r"(?<!<li>)<a href[^>]*>([^<]+)|<summary>(\w+)", head(page(client, "/", who)).partition("</nav>")[0]
        )
        names = ["".join(entry).strip() for entry in entries]
        lists = ["Mandates", "Bodies", "Action Lines", "Countries", "Activities", "Progress", "Explore"]
        assert names == [*work, *lists]


@pytest.mark.parametrize("who", ["", "member", "reviewer", "administrator"])
def test_no_menu_has_more_than_seven_entries_and_every_place_is_on_one_page(client, who):
    reindex()
    html = page(client, "/explore/", who)
    for menu in re.findall(r"<details class=\"menu.*?</details>", head(html)):
        assert 0 < menu.count("<li>") <= 7
    assert ("Work" in head(html)) == bool(who)
    places = {"/mandates/", "/activities/", "/consultations/", "/checks/", "/roadmaps/", "/reports/", "/bodies/"}
    places |= {"administrator": {"/people/", "/settings/", "/state/", "/trail/"}}.get(who, set())
    assert places <= set(re.findall(r'href="([^"]+)"', html[html.index("<main") : html.index("</main>")]))


def test_an_empty_register_says_what_would_be_here_and_offers_the_start(client):
    reindex()
    html = page(client, who="secretariat")
    assert "This register is still empty" in html and "Load the WSIS register" in html
    assert "The next twelve months" in html  # sessions are known without records


def test_the_time_line_counts_reports_that_are_due_to_a_session():
    session = next(one for one in list_sessions("cstd") if one.starts.year == 2030)
    today = session.starts - timedelta(days=60)
    for place, day in (("1", session.starts), ("2", session.starts - timedelta(days=20)), ("4", session.ends)):
        mandate(place, "confirmed", due_on=day, deliverable="report", report_to=["cstd"])
    mandate("5", "confirmed", due_on=session.starts, deliverable="report", report_to=["ecosoc"])
    due = {meeting.session: meeting.due for meeting in meetings(today)}
    assert due[session] == 3
    assert [meeting.month for meeting in meetings(today)] == sorted(meeting.month for meeting in meetings(today))


def test_the_inbox_is_there_with_its_number_for_those_who_review(client):
    activity(status="submitted")
    reindex()
    assert 'href="/work/"' not in page(client, "/regions/")
    assert '<span class="nav-count">' not in page(client, "/regions/", "member")
    html = page(client, "/regions/", "reviewer")
    assert 'href="/work/"' in html and '<span class="nav-count">1<span class="vh"> waiting' in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_time_line_names_months_as_deadlines_do(client, language):
    html = " ".join(client.get("/", headers={"accept-language": language}).content.decode().split())
    line = html[html.index('<ol class="year">') :]
    assert all(f"<h3>{words(language)(f'month.alone.{month}')}" in line for month in range(1, 13))
