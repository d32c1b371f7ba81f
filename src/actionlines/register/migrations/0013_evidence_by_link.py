"""Progress may be shown by a link."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the kind of evidence."""

    dependencies = [("registry", "0012_follow")]

    operations = [
        migrations.AlterField(
            model_name="progress",
            name="evidence_kind",
            field=models.CharField(
                choices=[
                    ("paragraph", "Words of a document"),
                    ("activity", "An activity"),
                    ("indicator", "An indicator"),
                    ("link", "A link"),
                ],
                max_length=10,
                verbose_name="Evidence",
            ),
        ),
    ]
