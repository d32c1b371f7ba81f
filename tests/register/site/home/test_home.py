"""The first page and the navigation: what falls due, what is covered, what waits, and for whom."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from actionlines.register.core.search.coverage import heat
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
    assert "map the idle masts" in html
    assert "1 mandate is overdue" in html
    assert "lend the spare masts" not in html


def test_the_heat_map_counts_and_leads_to_its_lists(client):
    register()
    cells = {(row.line, cell.goal): cell for row in heat().rows for cell in row.cells}
    # The goal of a target counts once with the goal itself; the line of another activity is another row.
    assert (cells["C5", "sdg:9"].activities, cells["C2", "sdg:9"].activities) == (1, 1)
    assert cells["C5", "sdg:1"].shade == 0
    assert 'href="/activities/?action_line=C5&amp;goal=sdg:9">1</a>' in page(client)


def test_the_heat_map_of_a_region_leads_to_lists_of_the_region(client):
    register()
    html = page(client, "/regions/itu-region:AFR/")
    assert "/activities/?action_line=C5&amp;goal=sdg:9&amp;country=itu-region:AFR" in html


@pytest.mark.parametrize(
    "who,said",
    [
        ("member", "1 draft is not submitted yet"),
        ("stranger", "Nothing waits for you."),
        ("reviewer", "1 submission waits for a reviewer"),
    ],
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


@pytest.mark.parametrize(
    "address,group", [("/lines/C5/", "Progress"), ("/countries/", "Progress"), ("/instruments/", "Mandates")]
)
def test_the_navigation_says_where_the_page_is(client, address, group):
    reindex()
    html = page(client, address)
    main = html[html.index('class="nav-main"') : html.index('class="nav-all"')]
    assert main.count("aria-current") == 1
    assert group in main[main.index("aria-current") :][:80]


def test_the_navigation_has_five_entries_and_the_rest_in_one_menu(client):
    reindex()
    html = page(client, "/checks/", "reviewer")
    main = html[html.index('class="nav-main"') : html.index('class="nav-all"')]
    entries = ["Mandates", "Activities", "Progress", "Consultations", "Work"]
    assert re.findall(r">([A-Z][a-z]+)[ <]", main) == entries
    menu = html[html.index('class="nav-all"') : html.index("</header>")]
    for address in ("/checks/", "/roadmaps/", "/reports/", "/data/", "/bodies/", "/regions/"):
        assert f'href="{address}"' in menu, address
    assert '/checks/" aria-current="page"' in menu
    assert 'href="/data/"' in html[html.index("<footer") :]


def test_the_inbox_is_there_with_its_number_for_those_who_review(client):
    activity(status="submitted")
    reindex()
    assert 'href="/review/"' not in page(client, "/regions/")
    assert 'href="/review/"' not in page(client, "/regions/", "member")
    html = page(client, "/regions/", "reviewer")
    assert 'href="/review/"' in html and '<span class="nav-count">1<span class="vh"> waiting' in html
