"""Tables of documents; reasons and aims of standings as codes and values instead of English sentences."""

import re
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

_YEAR = re.compile(r"\d{4}")


def _kept(apps: Any, schema_editor: Any) -> None:
    """What was said in English stays, marked as such, until the figures are brought in again."""
    rows = apps.get_model("registry", "Standing").objects.only("reason", "aim_words", "why", "aim_year")
    for row in rows.iterator(chunk_size=500):
        years = _YEAR.findall(row.aim_words)
        row.aim_year = int(years[-1]) if years else None
        row.why = [{"code": "text", "text": row.reason}] if row.reason else []
        row.save(update_fields=["aim_year", "why"])


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0002_append_only"),
    ]

    operations = [
        migrations.AddField(
            model_name="standing",
            name="aim_direction",
            field=models.SmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="standing",
            name="aim_year",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="standing",
            name="why",
            field=models.JSONField(default=list),
        ),
        migrations.RunPython(_kept, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="standing",
            name="aim_words",
        ),
        migrations.RemoveField(
            model_name="standing",
            name="reason",
        ),
        migrations.CreateModel(
            name="DocumentTable",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveIntegerField()),
                ("after", models.CharField(blank=True, max_length=80)),
                ("caption", models.TextField(blank=True)),
                ("rows", models.JSONField(default=list)),
                (
                    "instrument",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tables",
                        to="registry.instrument",
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
                "constraints": [
                    models.UniqueConstraint(fields=("instrument", "order"), name="table_in_instrument")
                ],
            },
        ),
    ]
