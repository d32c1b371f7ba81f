"""An answer says who gave it, and what was accepted in bulk says so."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations, models
from django.db.models import Count


def mark_bulk(apps: Any, _editor: object) -> None:
    """Write how many others each mandate, and its links, were confirmed with, as the trail has it."""
    event, mandate, link = (apps.get_model("registry", name) for name in ("Event", "Mandate", "MandateLink"))
    confirmed = event.objects.filter(kind="mandate", action="mandate.confirm")
    groups = confirmed.order_by().values("group").annotate(many=Count("pk")).filter(many__gt=1)
    for row in groups:
        numbers = list(confirmed.filter(group=row["group"]).values_list("record", flat=True))
        mandate.objects.filter(pk__in=numbers, status="confirmed").update(accepted_with=row["many"] - 1)
        links = link.objects.filter(mandate__in=numbers, status="confirmed", origin="machine")
        links.update(accepted_with=row["many"] - 1)


class Migration(migrations.Migration):
    """New columns come last; notes that are there are no answers."""

    dependencies: ClassVar = [("registry", "0004_import_formats")]
    operations: ClassVar = [
        migrations.AddField(
            "progress",
            "answers_for",
            models.CharField(blank=True, db_index=True, default="", max_length=200, verbose_name="Answer of"),
        ),
        migrations.AddField("progress", "is_past", models.BooleanField(default=False)),
        migrations.AddField(
            "mandate",
            "accepted_with",
            models.PositiveIntegerField(blank=True, null=True, verbose_name="Accepted with others"),
        ),
        migrations.AddField("mandatelink", "accepted_with", models.PositiveIntegerField(blank=True, null=True)),
        migrations.AlterField("reminder", "due_on", models.DateField(null=True)),
        migrations.RunPython(mark_bulk, migrations.RunPython.noop),
    ]
