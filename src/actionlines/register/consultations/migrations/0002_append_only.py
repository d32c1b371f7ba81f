"""The database itself refuses to change or delete a text that was commented on, for every caller."""

from __future__ import annotations

from importlib import import_module
from typing import ClassVar

from django.db import migrations

TABLES = ("consultation_textversion", "consultation_textparagraph")
_register = import_module("actionlines.register.migrations.0002_append_only")


def add(apps, editor):  # type: ignore[no-untyped-def]
    """Put the triggers in place; their function is that of the register."""
    form = _register.POSTGRES if editor.connection.vendor == "postgresql" else _register.SQLITE
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            editor.execute(form.format(table=table, verb=verb))


def remove(apps, editor):  # type: ignore[no-untyped-def]
    """Take them away."""
    on = " ON {table}" if editor.connection.vendor == "postgresql" else ""
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            editor.execute(f"DROP TRIGGER {table}_no_{verb}" + on.format(table=table))


class Migration(migrations.Migration):
    """After the tables."""

    dependencies: ClassVar = [("consultation", "0001_squashed"), ("registry", "0002_append_only")]
    operations: ClassVar = [migrations.RunPython(add, remove)]
