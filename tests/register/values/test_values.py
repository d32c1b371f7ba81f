"""What is stored can be read, cleaned, shown, backed up and restored: for each field × path of writing.

`make test-postgres` runs the same on PostgreSQL. Paths: the rule and the column, the API, the forms, imports, a backup.
"""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from actionlines.register.core.columns import Unreadable, marked
from actionlines.register.core.models import Version
from actionlines.register.core.schema import clean, rules
from tests.register.site.matrix_world import World
from tests.register.values.boundary import column, inputs, values

pytestmark = pytest.mark.django_db


def plain(value):
    """A value as a serialised record has it."""
    return value.isoformat() if hasattr(value, "isoformat") else str(value) if hasattr(value, "quantize") else value


@pytest.fixture
def world():
    return World()


def test_what_a_rule_takes_its_column_gives_back(world):
    fields = stored = 0
    for item in inputs():
        for name, rule in rules(item).items():
            fields += 1
            for value in values(rule):
                good, wrong = clean(item, {name: value})
                assert (name in good) != (name in wrong), (item, name, value)
                if name not in good:
                    continue
                again, wrong = clean(item, good)
                assert again == good and not wrong, (item, name, value, good, again, wrong)
                came_back = json_back(good)
                assert clean(item, came_back) == (good, {}), (item, name, value, came_back)
                if field := column(item, name):
                    back = column_back(field, good[name])
                    assert clean(item, {name: plain(back)}) == (good, {}), (item, name, value, back)
                    stored += 1
    assert fields > 80 and stored > 1000
    print(f"{fields} fields, {stored} values through a column, {connection.vendor}")


def json_back(good):
    """A value through a column of JSON: versions and the rows of road maps are there."""
    made = Version.objects.create(kind="x", record=1, number=Version.objects.count() + 1, data=good)
    return marked(Version.objects).get(pk=made.pk).data


def column_back(field, value):
    """A value through the column of a row that is there."""
    model = field.model
    key = model._base_manager.values_list("pk", flat=True).first()
    if key is None:
        assert model.__name__ in {"SiteSettings"}, f"no row of {model.__name__}"
        return value
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=key).update(**{field.name: field.to_python(value)})
    except IntegrityError as error:
        assert "envelope_period" in str(error), error  # ends before it starts: the action says so first
        return value
    back = marked(model._base_manager).values_list(field.name, flat=True).get(pk=key)
    assert not isinstance(back, Unreadable), (field, value)
    return back
