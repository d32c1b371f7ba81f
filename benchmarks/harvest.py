"""The whole register harvested over OAI-PMH while records change: `python -m benchmarks.harvest [--activities N]`.

`sickle`, then `oaipmh-scythe`, harvest 100,000 activities (1,000 and copies of them) over a server in this
process. After every 100 records some that were sent and some that wait are edited, withdrawn, and new ones are
published. Each record that was there at the beginning must come once: 0 missed, 0 twice. Then a second harvest
from the moment of the first must give what changed meanwhile.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from benchmarks.world import register_of_tests

EVERY = 100  # records between two rounds of edits
EDITS = 3  # of each kind in a round
MADE = 1000  # activities that are made one by one
# How a client lists records, and identifiers from a moment on.
Client = tuple[Callable[[], Iterable[Any]], Callable[[str], Iterable[Any]]]


def main() -> int:
    """Print how many records were harvested, missed and sent twice, and the time of the processor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--activities", type=int, default=100_000)
    with register_of_tests():
        return _run(parser.parse_args().activities)


def _run(count: int) -> int:
    from django.test.testcases import LiveServerThread

    from benchmarks.register import fill, peak

    warnings.simplefilter("ignore")
    spent = time.process_time()
    fill(min(count, MADE), 0)
    _copy(count // MADE)
    filled = f"{time.process_time() - spent:.0f} s of the processor, {peak():.0f} MB at most"
    print(f"{count} activities are made in {filled}", flush=True)
    server = LiveServerThread("127.0.0.1", lambda handler: handler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    wrong = sum(_harvest(name, client) for name, client in _clients(f"http://127.0.0.1:{server.port}/oai"))
    server.terminate()
    print(f"{peak():.0f} MB at most, server and client together")
    return 1 if wrong else 0


def _copy(times: int) -> None:
    """Copy each activity with its links, places and version, until there are `times` of each (SQLite)."""
    from django.db import connection

    from actionlines.register.activities.models import Activity, ActivityLink, ActivityPlace
    from actionlines.register.core.models import Version

    # What differs between a row and its copy: its own number, and that of the activity.
    with connection.cursor() as cursor:
        for model, names in (
            (Activity, {"id"}),
            (ActivityLink, {"activity_id"}),
            (ActivityPlace, {"activity_id"}),
            (Version, {"record"}),
        ):
            taken = {name: f"{name} + k * {MADE}" for name in names}
            if model is Version:
                taken["data"] = f"json_set(data, '$.id', record + k * {MADE})"
            columns = [one.column for one in model._meta.concrete_fields if one.column != "id" or "id" in names]
            chosen = ", ".join(taken.get(column, column) for column in columns)
            cursor.execute(
                f"WITH RECURSIVE turn(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM turn WHERE k < %s - 1) "
                f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) "
                f"SELECT {chosen} FROM {model._meta.db_table}, turn WHERE %s > 1",
                [times, times],
            )


def _clients(address: str) -> Iterable[tuple[str, Client]]:
    """Yield each client with its name; it asks the server at `address`."""
    from oaipmh_scythe import Scythe
    from sickle import Sickle

    sickle = Sickle(address)
    asked = {"metadataPrefix": "oai_dc", "set": "activity"}
    yield (
        "sickle",
        (lambda: sickle.ListRecords(**asked), lambda moment: sickle.ListIdentifiers(**asked, **{"from": moment})),
    )
    with Scythe(address) as scythe:
        yield (
            "oaipmh-scythe",
            (
                lambda: scythe.list_records(metadata_prefix="oai_dc", set_="activity"),
                lambda moment: scythe.list_identifiers(from_=moment, metadata_prefix="oai_dc", set_="activity"),
            ),
        )


def _harvest(name: str, client: Client) -> int:
    """Harvest once while records change and once what changed; return how many records are wrong."""
    from django.db import transaction

    from actionlines.register.activities.models import Activity
    from actionlines.register.site.middleware.limits import COUNTS

    records, identifiers = client
    held = set(Activity.objects.filter(published_at__isnull=False).values_list("pk", flat=True))
    luck, began, spent = random.Random(5), time.perf_counter(), time.process_time()
    begun = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    seen: Counter[int] = Counter()
    edited: set[int] = set()
    numbers = sorted(held)
    for record in records():
        seen[_number(record.header)] += 1
        if seen.total() % EVERY == 0:
            COUNTS.clear()
            with transaction.atomic():  # one write to the disk
                for number in luck.sample(numbers, 2 * EDITS):
                    edited.add(_edit(Activity.objects.get(pk=number), withdraw=luck.random() < 0.2))
                edited.add(_publish(Activity.objects.get(pk=numbers[0])))
    wall, cpu = time.perf_counter() - began, time.process_time() - spent
    COUNTS.clear()
    again = {_number(one) for one in identifiers(begun)}
    COUNTS.clear()
    missed, twice = held - set(seen), [number for number, times in seen.items() if times > 1]
    print(
        f"{name}: {seen.total()} records in {wall:.0f} s, {cpu:.0f} s of the processor; "
        f"{len(edited)} changed meanwhile\n"
        f"missed {len(missed)}  twice {len(twice)}  changes not in the next harvest {len(edited - again)}",
        flush=True,
    )
    return len(missed) + len(twice) + len(edited - again)


def _number(header: Any) -> int:
    return int(header.identifier.rpartition("/")[2])


def _edit(one: Any, *, withdraw: bool = False) -> int:
    """Publish a next version of an activity, or withdraw it."""
    from actionlines.register.core.models import Version
    from actionlines.register.core.serialise import as_dict

    one.version += 1
    one.published_version = one.version
    if withdraw:
        one.status = "withdrawn"
    one.save()
    Version.objects.create(kind=one.kind, record=one.pk, number=one.version, public=True, data=as_dict(one))
    return int(one.pk)


def _publish(one: Any) -> int:
    """Publish a new activity, made like another one."""
    one.pk, one.version, one._state.adding = None, 0, True
    one.status = "published"
    return _edit(one)


if __name__ == "__main__":
    sys.exit(main())
