import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0018_compare_a_draft"),
    ]

    operations = [
        migrations.CreateModel(
            name="CooperationSums",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("area", models.CharField(max_length=40, unique=True)),
                ("frameworks", models.PositiveIntegerField()),
                ("heads", models.JSONField(default=dict)),
                ("sums", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["area"],
            },
        ),
        migrations.AlterField(
            model_name="importrun",
            name="what",
            field=models.CharField(
                blank=True,
                choices=[
                    ("document", "Document"),
                    ("activities", "Activities"),
                    ("indicators", "Indicators"),
                    ("cooperation", "Cooperation framework"),
                    ("uninfo", "Activities of UN INFO"),
                ],
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="CooperationFramework",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("country", models.CharField(max_length=3, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("workspace", models.BigIntegerField(default=0)),
                ("member", models.CharField(max_length=255)),
                ("digest", models.CharField(max_length=64)),
                ("model", models.CharField(max_length=40)),
                ("read_at", models.DateTimeField()),
                ("stated", models.JSONField(default=dict)),
                ("results", models.JSONField(default=list)),
                ("flaws", models.JSONField(default=list)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="frameworks",
                        to="registry.storedfile",
                    ),
                ),
            ],
            options={
                "ordering": ["country"],
            },
        ),
        migrations.CreateModel(
            name="CooperationChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("new", models.PositiveIntegerField()),
                ("changed", models.PositiveIntegerField()),
                ("gone", models.PositiveIntegerField()),
                ("rows", models.JSONField(default=list)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registry.storedfile",
                    ),
                ),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="registry.cooperationframework",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="CooperationActivity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.CharField(max_length=40)),
                ("number", models.BigIntegerField()),
                ("agency", models.CharField(max_length=200)),
                ("nth", models.PositiveIntegerField(default=0)),
                ("body", models.CharField(blank=True, max_length=60)),
                ("code", models.CharField(blank=True, max_length=200)),
                ("name", models.TextField()),
                ("description", models.TextField(blank=True)),
                ("output", models.TextField(blank=True)),
                ("starts", models.CharField(blank=True, max_length=10)),
                ("ends", models.CharField(blank=True, max_length=10)),
                ("currency", models.CharField(blank=True, max_length=20)),
                ("required", models.DecimalField(decimal_places=2, max_digits=20, null=True)),
                ("available", models.DecimalField(decimal_places=2, max_digits=20, null=True)),
                ("spent", models.DecimalField(decimal_places=2, max_digits=20, null=True)),
                ("language", models.CharField(blank=True, max_length=2)),
                ("links", models.JSONField(default=list)),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="activities",
                        to="registry.cooperationframework",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("framework", "number", "agency", "nth"), name="cooperation_once"
                    )
                ],
            },
        ),
    ]
