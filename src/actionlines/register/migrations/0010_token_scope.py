"""Tokens have a scope; those that are there keep what they may do, all that their user may."""

from typing import Any

from django.db import migrations, models


def keep(apps: Any, schema_editor: Any) -> None:
    """Let the tokens of today do what they did."""
    apps.get_model("registry", "Token").objects.update(scope="publish")


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0009_reviewed_organisations"),
    ]

    operations = [
        migrations.AddField(
            model_name="token",
            name="scope",
            field=models.CharField(
                choices=[
                    ("read", "Read"),
                    ("write", "Read, and write my own"),
                    ("publish", "All that I may do"),
                ],
                default="read",
                max_length=8,
                verbose_name="Scope",
            ),
        ),
        migrations.RunPython(keep, migrations.RunPython.noop),
    ]
