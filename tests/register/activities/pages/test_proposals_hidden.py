"""What nobody confirmed is not public: pages, API, versions, search, papers; a setting shows it, marked."""

import pytest
from django.urls import reverse

from actionlines.errors import SetupError
from actionlines.register.activities.models import Activity
from actionlines.register.core.public_view import public_data, public_views
from actionlines.register.core.search import Query, catch_up, query
from actionlines.register.reports.account import gather
from actionlines.register.site.environment import proposals
from tests.people import person
from tests.register.activities.samples import in_status
from tests.register.activities.test_proposals import mandate

pytestmark = pytest.mark.django_db
ACTION = "to teach users how to choose passwords and avoid fraud"


@pytest.fixture
def published():
    """A published activity with a mandate and a line that the system proposes."""
    one = mandate(action=ACTION, asks=["civil-society"])
    record = in_status("published")
    assert record.links.get(concept="C4").status == "proposed"
    assert record.mandate_links.get(mandate=one).status == "proposed"
    return record, one


def test_a_visitor_sees_confirmed_links_alone(client, published):
    record, one = published
    page = client.get(record.get_absolute_url()).content.decode()
    # By the address of a line: a secret in the page may hold any two signs.
    assert reverse("action_line", args=["C5"]) in page
    assert reverse("action_line", args=["C4"]) not in page
    assert ACTION not in page
    asked = client.get(one.get_absolute_url()).content.decode()
    assert record.title not in asked


def test_who_works_on_it_sees_proposals(client, published):
    record, _one = published
    client.force_login(person("member"))
    page = client.get(record.get_absolute_url()).content.decode()
    assert reverse("action_line", args=["C4"]) in page
    assert ACTION in page


def test_programs_and_papers_get_confirmed_links_alone(client, published):
    record, _one = published
    for address in (
        f"/api/activities/{record.pk}", reverse("record-json", args=["activity", record.pk]),
        f"/api/records/activity/{record.pk}/versions/{record.version}",
    ):  # fmt: skip
        data = client.get(address).json()
        data = data.get("data") or data
        assert {link["status"] for link in data["links"]} == {"confirmed"}, address
        assert data["mandates"] == [], address
    told = next(row for row in gather(standings=False).activities if row.id == record.pk)
    assert {link.status for link in told.links} == {"confirmed"}
    assert told.mandates == ()
    assert gather(concepts=("C4",), standings=False).activities == ()
    assert len(gather(concepts=("C5",), standings=False).activities) == 1


def test_search_finds_it_by_confirmed_links_alone(published):
    record, one = published
    catch_up()
    assert query(Query(kind="activity", filters={"action_line": ["C5"]})).ids == (record.pk,)
    assert not query(Query(kind="activity", filters={"action_line": ["C4"]})).ids
    assert not query(Query(kind="activity", filters={"mandate": [str(one.pk)]})).ids


def test_a_setting_shows_proposals_marked(client, published, settings):
    record, one = published
    settings.PUBLIC_PROPOSALS = frozenset({"activity", "mandate"})
    page = client.get(record.get_absolute_url()).content.decode()
    assert reverse("action_line", args=["C4"]) in page
    assert "proposed" in page
    assert record.title in client.get(one.get_absolute_url()).content.decode()


def test_links_of_a_mandate_are_hidden_where_the_organiser_says_so(client, settings):
    one = mandate(action=ACTION, asks=["civil-society"])
    assert "C5" in client.get(one.get_absolute_url()).content.decode()
    settings.PUBLIC_PROPOSALS = frozenset()
    assert not public_data([one])[0]["links"]
    assert not client.get(f"/api/mandates/{one.pk}").json()["links"]
    assert "/lines/C5" not in client.get(one.get_absolute_url()).content.decode().partition("<main")[2]
    assert gather(concepts=("C5",), standings=False).mandates == ()


def test_a_list_shows_no_chip_of_a_proposal(published):
    rows = public_views(Activity.objects.prefetch_related("links", "mandate_links"))
    assert {link.status for row in rows for link in row.links.all()} == {"confirmed"}
    assert not [link for row in rows for link in row.mandate_links.all()]


@pytest.mark.parametrize(
    ("given", "kinds"),
    [
        ("", {"mandate"}),
        ("none", set()),
        ("activities, mandates", {"activity", "mandate"}),
        ("Activities", {"activity"}),
    ],
)
def test_the_setting_names_kinds_of_record(monkeypatch, given, kinds):
    monkeypatch.setenv("ACTIONLINES_PUBLIC_PROPOSALS", given)
    assert proposals() == kinds


def test_a_setting_that_names_something_else_says_what_it_can_be(monkeypatch):
    monkeypatch.setenv("ACTIONLINES_PUBLIC_PROPOSALS", "lines")
    with pytest.raises(SetupError, match="activities, mandates, none"):
        proposals()
