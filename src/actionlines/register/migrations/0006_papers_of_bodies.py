"""Three kinds of report: brief, meeting pack, implementation report; and names of public organisations alone."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """One public organisation has a name; those that wait tell nothing of each other."""

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
        ),
        migrations.AlterField("organisation", "name", models.CharField("Name", max_length=300, db_index=True)),
        migrations.AddConstraint(
            "organisation",
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(published_version__isnull=False), name="public_name_once"
            ),
        ),
    ]
