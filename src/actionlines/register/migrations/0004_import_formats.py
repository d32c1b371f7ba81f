"""The kinds of an import are a list of the code: each kind of record declares its own."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """No column changes."""

    dependencies: ClassVar = [("registry", "0003_mandate_summary")]
    operations: ClassVar = [migrations.AlterField("importrun", "what", models.CharField(blank=True, max_length=12))]
