"""An index for the counts of open mandates: they read the rows of mandates no more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0023_understood")]

    operations = [
        migrations.AddIndex(
            "mandate",
            models.Index(fields=["force", "status", "lead", "instrument", "due_on"], name="mandate_open"),
        ),
    ]
