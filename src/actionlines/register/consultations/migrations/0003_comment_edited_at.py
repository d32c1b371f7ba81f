"""A comment says when its author last corrected it."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more column, empty for what was never corrected."""

    dependencies: ClassVar = [("consultation", "0002_append_only")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="comment",
            name="edited_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="Corrected"),
        ),
    ]
