"""A record as visitors see it: the published version, frozen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actionlines.register.activities.actions import EditActivity
from actionlines.register.activities.models import Activity
from actionlines.register.activities.review import PublishActivity
from actionlines.register.core.public_view import public_data, public_view, public_views
from actionlines.register.core.schema import Data
from tests.people import activity, organisation, person

pytestmark = pytest.mark.django_db

FIELDS: Data = {"budget": "25000.50", "currency": "EUR", "starts_on": "2027-05-31"}


@pytest.fixture
def edited():
    """A published activity with a draft of its next version."""
    made = activity(status="submitted", **FIELDS)
    made.partners.add(organisation(name="Radio Trust"))
    PublishActivity(person("secretariat"), made).do()
    fields = {"title": "Not yet public", "places": ["FRA"], "partners": [], "budget": "1", "organisation": None}
    EditActivity(None, Activity.objects.get(), fields=fields).do()
    return Activity.objects.get()


def test_a_view_has_the_values_of_the_published_version(edited):
    view = public_view(edited)
    assert (view.pk, view.kind, view.version) == (edited.pk, "activity", edited.published_version)
    assert (view.title, str(view)) == ("Radio lessons on safe passwords",) * 2
    assert (view.budget, view.starts_on) == (Decimal("25000.50"), date(2027, 5, 31))
    assert (view.status, view.get_status_display()) == ("published", "Published")
    assert view.organisation.name == "Village Network Trust"
    assert [partner.name for partner in view.partners.all()] == ["Radio Trust"]
    assert [place.area for place in view.places.all()] == ["KEN"]
    assert [link.concept for link in view.links.all()] == ["C5"]
    assert view.scopes() == {"C5", "KEN", f"org:{view.organisation_id}"}
    assert view.get_absolute_url() == edited.get_absolute_url()
    assert view.values == public_data([edited], person("member"))[0]


def test_the_record_stays_as_it_is(edited):
    public_view(edited)
    assert (edited.title, edited.status, edited.budget) == ("Not yet public", "draft", Decimal(1))


@pytest.mark.parametrize("name", ["save", "delete", "refresh_from_db", "asave", "full_clean"])
def test_a_view_cannot_write(edited, name):
    for view in (public_view(edited), public_view(activity(status="published"))):
        assert not hasattr(view, name)
        with pytest.raises(AttributeError):
            view.title = "Another title"


def test_more_views_ask_no_more(edited):
    with CaptureQueriesContext(connection) as few:
        public_views([edited])
    activity(title="Another", status="published", published_version=1)
    with CaptureQueriesContext(connection) as many:
        public_views([edited, *Activity.objects.all()])
    assert len(many) <= len(few) + 1  # the list of records itself
