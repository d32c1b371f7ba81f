"""What was published comes back word for word, also where a rule of today refuses it; what is too long is refused."""

import pytest

from actionlines.errors import InvalidFields
from actionlines.register.activities.actions import DiscardChanges, EditActivity
from actionlines.register.activities.models import Activity
from actionlines.register.core.models import Version
from actionlines.register.core.public_view import public_data
from tests.people import person
from tests.register.site.api.world import published

pytestmark = pytest.mark.django_db


def test_discarding_restores_a_value_that_the_rules_refuse():
    made = published(results=[{"what": "Letters", "value": 1e15, "unit": "", "year": None, "source": ""}])
    before = public_data([Activity.objects.get(pk=made.pk)])[0]
    EditActivity(person("member"), made, fields={"summary": "Nobody has reviewed this.", "results": []}).do()
    kept = DiscardChanges(person("member"), Activity.objects.get(pk=made.pk)).do()
    after = public_data([Activity.objects.get(pk=made.pk)])[0]
    ours = {"version", "changed_at", "status_since", "published_version"}
    assert {name: value for name, value in after.items() if name not in ours} == {
        name: value for name, value in before.items() if name not in ours
    }
    assert Version.objects.get(kind="activity", record=kept.pk, number=kept.published_version).data["results"]


@pytest.mark.parametrize(
    ("name", "value"), [("budget", "99999999999999.99"), ("results", [{"what": "x", "value": "999999999999999.9999"}])]
)
def test_what_a_database_cannot_hold_is_refused(name, value):
    made = published()
    with pytest.raises(InvalidFields):
        EditActivity(person("member"), made, fields={name: value}).do()
