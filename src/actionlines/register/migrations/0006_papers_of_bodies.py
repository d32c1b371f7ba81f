"""Three kinds of report: the country brief, the meeting pack and the implementation report."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """No column changes."""

    dependencies: ClassVar = [("registry", "0005_answers")]
    operations: ClassVar = [
        migrations.AlterField(
            "report",
            "type",
            models.CharField(
                choices=[
                    ("follow-up", "Follow-up table"),
                    ("biennial", "Biennial report"),
                    ("contribution", "Contribution"),
                    ("profile", "Profile"),
                    ("cooperation", "Cooperation framework check"),
                    ("brief", "Country brief"),
                    ("pack", "Meeting pack"),
                    ("implementation", "Implementation report"),
                ],
                db_index=True,
                max_length=20,
                verbose_name="Kind of report",
            ),
        )
    ]
