"""The database itself refuses to change or delete an event or a version, for every caller."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

TABLES = ("registry_event", "registry_version")

SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;
"""
POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION actionlines_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$ LANGUAGE plpgsql;
"""
POSTGRES = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH ROW EXECUTE FUNCTION actionlines_append_only();
"""


def add(apps, editor):  # type: ignore[no-untyped-def]
    """Put the triggers in place."""
    postgres = editor.connection.vendor == "postgresql"
    if postgres:
        # Given as a parameterless cursor call: the per cent sign is part of the function.
        with editor.connection.cursor() as cursor:
            cursor.execute(POSTGRES_FUNCTION)
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            editor.execute((POSTGRES if postgres else SQLITE).format(table=table, verb=verb))


def remove(apps, editor):  # type: ignore[no-untyped-def]
    """Take them away."""
    on = " ON {table}" if editor.connection.vendor == "postgresql" else ""
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            editor.execute(f"DROP TRIGGER {table}_no_{verb}" + on.format(table=table))


class Migration(migrations.Migration):
    """After the tables."""

    dependencies: ClassVar = [("registry", "0001_squashed")]
    operations: ClassVar = [migrations.RunPython(add, remove)]
