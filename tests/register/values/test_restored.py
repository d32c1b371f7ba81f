"""A backup as a path of writing: boundary values in every column of every table that it holds."""

from __future__ import annotations

from itertools import count

import pytest
from django.db import connection
from django.test import Client

from actionlines.errors import ActionlinesError
from actionlines.register.people.models import User
from actionlines.register.site.backup import backup, restore
from actionlines.register.site.backup.tables import LEFT_OUT, saved_models
from tests.register.site.backup.test_backup import flush, sums
from tests.register.site.backup.test_forged import forged, put
from tests.register.site.matrix_world import World

VALUES = (None, -1, 10**30, "x\0", "\ud800", "x" * 10**6, "9999-12-31", "10000-01-01", [], {"x": {}}, 1e400)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", [8, pytest.param(1, marks=pytest.mark.long)], ids=["some", "all"])
def test_columns_of_a_backup(step, settings, tmp_path):
    """A value of a backup is refused in one line, and nothing is stored; or it can be read and backed up again."""
    settings.DATA = tmp_path
    World()
    backup(tmp_path / "all.zip")
    full = [model for model in saved_models() if model._base_manager.exists()]
    before, turn, taken, tried = sums(), count(), 0, 0
    places = [(model._meta.db_table, at) for model in full for at in range(len(model._meta.concrete_fields))]
    for table, at in places[::step]:
        value = (None, -1, 10**30, "x\0", "\ud800", "x" * 10**6, "9999-12-31", "10000-01-01", [], {"x": {}}, 1e400)[
            next(turn) % 11
        ]
        flush()
        tried += 1
        forged(tmp_path / "all.zip", tmp_path / "bad.zip", put((table, 0, at), value))
        try:
            restore(tmp_path / "bad.zip")
        except ActionlinesError as error:
            assert len(str(error).splitlines()) == 1, (table, at, value)
            assert not User.objects.exists(), (table, at, value)
            continue
        taken += 1
        backup(tmp_path / f"{tried}.zip")
        for address in ("/", "/activities/", "/mandates/", "/consultations/", "/api/activities"):
            assert Client(raise_request_exception=False).get(address).status_code < 500, (table, at, value, address)
    print(f"{len(places)} columns of {len(full)} tables, {tried} tried, {taken} taken, {connection.vendor}")
    flush()
    restore(tmp_path / "all.zip")
    assert {name: row for name, row in sums().items() if name not in LEFT_OUT} == {
        name: row for name, row in before.items() if name not in LEFT_OUT
    }
