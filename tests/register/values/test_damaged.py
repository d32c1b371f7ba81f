"""A row that is damaged by SQL stops no page, list, export, backup or other person, and is named."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from itertools import cycle

import pytest
from django.db import DatabaseError, connection, transaction

from actionlines.register.core.columns import Unreadable, marked
from actionlines.register.people.models import User
from actionlines.register.site.backup import backup, fixity, restore
from actionlines.register.site.backup.tables import LEFT_OUT, all_models
from actionlines.register.site.middleware import limits
from tests.people import person
from tests.register.site.backup.test_backup import flush
from tests.register.site.matrix_world import World

pytestmark = pytest.mark.django_db(transaction=True)
BAD = (
    "abc",
    "99999999999999.99",
    "-1",
    "7.5",
    "2027-99-99",
    "infinity",
    "[5]",
    '"x"',
    "{}",
    "x" * 5000,
    b"\xff\xfe",
    None,
)
READ = (
    "/", "/activities/", "/mandates/", "/organisations/", "/consultations/", "/roadmaps/", "/reports/", "/resources/",
    "/trail/", "/inbox/", "/search/?q=radio", "/activities/export.csv", "/api/activities", "/api/mandates", "/me/",
    "/api/organisations", "/work/", "/sitemap.xml",
)  # fmt: skip


def damage(model, field, value, user):
    """Write a value into the column of a row; None where the database refuses it."""
    quote = connection.ops.quote_name
    table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
    rows = model._base_manager.order_by("pk").values_list("pk", flat=True)
    row = user if model is User else rows.first()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET {quote(field.column)} = %s WHERE {key} = %s", [value, row])
    except DatabaseError:
        return None
    return row


@contextmanager
def unguarded():
    """Without the triggers and constraints that refuse some damage: a failing disk asks none."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
        else:
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
    yield
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = DEFAULT")
        else:
            for _name, sql in triggers:
                cursor.execute(sql.replace("%", "%%"))
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


LEFT = ("auth_", "django_", "account_", "mfa_", "usersessions_")


def damaged(values):
    """Damage every column of one row of each table, the values in turn; return what the database let in."""
    done, turn, stranger = set(), cycle(values), person("stranger").pk
    with unguarded():
        for model in all_models():
            for field in model._meta.concrete_fields:
                if field.primary_key or field.is_relation or model._meta.db_table.startswith(LEFT):
                    continue
                if model is User and field.name in ("is_superuser", "is_staff"):
                    continue
                if row := damage(model, field, next(turn), stranger):
                    done.add((model, row, field))
    return done


@pytest.mark.parametrize(
    "values",
    [BAD, *(pytest.param([bad], marks=pytest.mark.long) for bad in BAD)],
    ids=[*"0123456789ABCDEF"][: len(BAD) + 1],
)
def test_what_is_damaged_stops_nobody(values, settings, tmp_path):
    settings.DATA = tmp_path
    world = World()
    before = {model: model._base_manager.count() for model in all_models()}
    done = damaged(values)
    named = {(model, row, field) for model, row, field in done if is_damaged(model, row, field)}
    problems = []
    for who in ("visitor", "member", "secretariat", "administrator"):
        client = world.people[who].client
        for address in (*READ, *addresses(world)):
            limits.COUNTS.clear()
            answer = client.get(address, headers=world.people[who].head if "/api/" in address else {})
            if answer.streaming:
                b"".join(answer.streaming_content)
            if answer.status_code >= 500:
                problems.append((who, address, answer.status_code))
    assert not problems, problems
    manifest = backup(tmp_path / "all.zip")
    assert len(manifest["damaged"]) >= len(named)
    wrong = [error.subject for error in fixity.check().wrong]
    assert {f"{model._meta.db_table}, row {row}" for model, row, _field in named} <= set(wrong)
    print(f"{len(done)} damaged, {len(named)} named, {connection.vendor}")
    flush()
    restore(tmp_path / "all.zip")
    after = {model.__name__: model._base_manager.count() for model in before}
    less = {name for model, count in before.items() if after[name := model.__name__] < count}
    assert less <= {"Allocation", *(model.__name__ for model in before if model._meta.db_table in LEFT_OUT)}, less


def is_damaged(model, row, field):
    return isinstance(marked(model._base_manager).values_list(field.name, flat=True).get(pk=row), Unreadable)


def addresses(world):
    """The pages of all records, and their versions."""
    for record in world.records.values():
        if hasattr(record, "get_absolute_url"):
            with suppress(Exception):
                yield record.get_absolute_url()
