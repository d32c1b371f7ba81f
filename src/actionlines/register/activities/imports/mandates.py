"""Mandates that imported activities may answer, proposed in the background once they are in.

The words of a table are aligned while it is brought in; to look for mandates would make that many times slower.
So it is done after it, chunk after chunk, as for an activity that somebody writes: what is found is proposed, with
the words, and a person decides. An activity that somebody opened meanwhile has its proposals already.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import task

from actionlines.register import models as m
from actionlines.register.activities.imports.plan import ImportActivity
from actionlines.register.activities.mandate_proposals import refresh_mandates
from actionlines.register.activities.models import ActivityStatus
from actionlines.register.core import bulk
from actionlines.register.core.search import catch_up
from actionlines.register.core.serialise import as_dict

CHUNK = 200


@task()
def propose_mandates_of(number: int) -> int:
    """For the drafts of an import; how many got other proposals than they had. Done again, it finds nothing."""
    rows = m.ImportRow.objects.filter(run=number, outcome__in=("made", "updated")).order_by("row")
    keys = [key for key in rows.values_list("record", flat=True) if key is not None]
    reason = _("Import %(run)d: mandates proposed") % {"run": number}
    changed = 0
    for start in range(0, len(keys), CHUNK):
        if found := _chunk(keys[start : start + CHUNK], reason):
            changed += found
            catch_up()
    return changed


def _chunk(keys: list[int], reason: str) -> int:
    """One transaction: the proposals with their versions and events, or none of them."""
    with transaction.atomic():
        locked = m.Activity.objects.select_for_update().filter(pk__in=keys, status=ActivityStatus.DRAFT)
        untouched = _as_imported(list(locked.values_list("pk", "version")))
        held = bulk.serialised(m.Activity, untouched)
        before: dict[int, Any] = {}
        for key, (record, data) in held.items():
            refresh_mandates(record)
            fresh = m.Activity.objects.prefetch_related("mandate_links").get(pk=key)
            if as_dict(fresh)["mandates"] != data["mandates"]:
                fresh.version += 1
                fresh.save(update_fields=["version", "changed_at"])
                before[key] = data
        written = bulk.serialised(m.Activity, list(before)).values()
        ImportActivity.do_many(None, written, group=uuid4(), reason=reason, before=before)
    return len(before)


def _as_imported(found: list[tuple[int, int]]) -> list[int]:
    """Those of (number, version) whose newest version an import has written."""
    events = m.Event.objects.filter(
        kind="activity", record__in=[key for key, _version in found], action=ImportActivity.code
    )
    written = set(events.values_list("record", "version"))
    return [key for key, version in found if (key, version) in written]
