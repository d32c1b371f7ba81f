"""A mandate may have a summary before its text comes in."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the column; mandates that are there have none."""

    dependencies: ClassVar = [("registry", "0002_append_only")]

    operations: ClassVar = [
        migrations.AddField("mandate", "summary", models.TextField(blank=True, verbose_name="Summary"))
    ]
