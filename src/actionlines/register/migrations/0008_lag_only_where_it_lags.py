"""Keep a lag only where the series lags, as `follow_up.standing.judged.lag_of` says; the rest does not lag."""

from typing import Any

from django.db import migrations


def set_lags(apps: Any, schema_editor: Any) -> None:
    """Set the lag of every standing from the votes that were kept as its reasons."""
    rows = apps.get_model("registry", "Standing").objects.only("pk", "lag", "why").order_by("pk")
    changed = []
    for one in rows.iterator(2000):
        lag = _lag({said.get("code"): said for said in one.why}, one.lag)
        if lag != one.lag:
            one.lag = lag
            changed.append(one)
        if len(changed) == 1000:
            rows.model.objects.bulk_update(changed, ["lag"])
            changed = []
    rows.model.objects.bulk_update(changed, ["lag"])


def _lag(why: dict[Any, Any], lag: float | None) -> float | None:
    if "behind" in why:
        return lag if 2 * why["behind"]["behind"] >= why["behind"]["judged"] else 0.0
    if "aim_met" in why:
        return 0.0
    if "methods" not in why:
        return None if "no_method" in why else lag
    arrives, slow, away = (why["methods"][name] for name in ("arrives", "slow", "away"))
    against = 1 - (arrives + slow / 2) / (arrives + slow + away)
    if {"more", "less"} & set(why):
        return against if away > arrives + slow else 0.0
    return (lag or against) if 2 * arrives < arrives + slow + away else 0.0


class Migration(migrations.Migration):
    dependencies = [("registry", "0007_force_and_checks")]

    operations = [migrations.RunPython(set_lags, migrations.RunPython.noop)]
