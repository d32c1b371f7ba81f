"""What was understood of a trial of figures."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0022_beside_values")]

    operations = [
        migrations.AddField("importrun", "understood", models.JSONField(blank=True, default=list)),
    ]
