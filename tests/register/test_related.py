"""Related rows as plain lists."""

import pytest

from actionlines.register.activities.models import Activity
from actionlines.register.core.bulk import with_related
from tests.register.search.samples import published

pytestmark = pytest.mark.django_db


def test_they_are_those_of_the_database_by_one_query_for_each_name(django_assert_num_queries):
    for places in (("KEN", "SEN"), (), ("FRA",)):
        published("Radio", places=places, links=(("target", "sdg:9.c"),))
    held = list(Activity.objects.order_by("pk"))
    with django_assert_num_queries(2):
        with_related(held, "places", "links")
    with django_assert_num_queries(0):
        found = [([place.area for place in one.places.all()], len(one.links.all())) for one in held]
        assert all(link.activity is one for one in held for link in one.links.all())
    fetched = Activity.objects.prefetch_related("places", "links").order_by("pk")
    assert found == [([place.area for place in one.places.all()], len(one.links.all())) for one in fetched]


def test_no_record_needs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert with_related([], "places") == []
