"""Room for the labels of bodies that a text names and the framework has no id for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0024_open_mandates")]

    operations = [
        migrations.AlterField("addressee", "body", models.CharField(db_index=True, max_length=200)),
    ]
