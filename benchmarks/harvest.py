"""The whole register harvested over OAI-PMH while records change: `python -m benchmarks.harvest [--activities N]`.

`sickle` harvests 100,000 activities over a server in this process. After every 100 records some that were sent and
some that wait are edited, withdrawn, and new ones are published. Each record that was there at the beginning must
come once: 0 missed, 0 twice. Then a second harvest from the moment of the first must give what changed meanwhile.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import warnings
from collections import Counter
from typing import Any

from benchmarks.world import register_of_tests

EVERY = 100  # records between two rounds of edits
EDITS = 3  # of each kind in a round


def main() -> int:
    """Print how many records were harvested, missed and sent twice, and the time of the processor."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--activities", type=int, default=100_000)
    with register_of_tests():
        return _run(parser.parse_args().activities)


def _run(count: int) -> int:
    from django.db import transaction
    from django.test.testcases import LiveServerThread

    from actionlines.registry.models import Activity
    from actionlines.site.middleware.limits import COUNTS
    from benchmarks.register import fill

    warnings.simplefilter("ignore")
    from sickle import Sickle

    fill(count, 0)
    held = set(Activity.objects.filter(published_at__isnull=False).values_list("pk", flat=True))
    server = LiveServerThread("127.0.0.1", lambda handler: handler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    sickle = Sickle(f"http://127.0.0.1:{server.port}/oai")
    luck, began, spent = random.Random(5), time.perf_counter(), time.process_time()
    seen: Counter[int] = Counter()
    edited: set[int] = set()
    numbers = sorted(held)
    begun = (
        sickle.Identify()
        .xml.getroottree()
        .getroot()
        .findtext("{http://www.openarchives.org/OAI/2.0/}responseDate")
    )
    for record in sickle.ListRecords(metadataPrefix="oai_dc", set="activity"):
        seen[_number(record.header)] += 1
        if seen.total() % EVERY == 0:
            COUNTS.clear()
            with transaction.atomic():  # one write to the disk
                for number in luck.sample(numbers, 2 * EDITS):
                    edited.add(_edit(Activity.objects.get(pk=number), withdraw=luck.random() < 0.2))
                edited.add(_publish(Activity.objects.get(pk=numbers[0])))
    wall, cpu = time.perf_counter() - began, time.process_time() - spent
    COUNTS.clear()
    again = {
        _number(one)
        for one in sickle.ListIdentifiers(metadataPrefix="oai_dc", set="activity", **{"from": begun})
    }
    server.terminate()
    missed, twice = held - set(seen), [number for number, times in seen.items() if times > 1]
    print(
        f"{seen.total()} records in {wall:.0f} s, {cpu:.0f} s of the processor; {len(edited)} changed meanwhile"
    )
    print(f"missed {len(missed)}  twice {len(twice)}  changes not in the next harvest {len(edited - again)}")
    return 1 if missed or twice or edited - again else 0


def _number(header: Any) -> int:
    return int(header.identifier.rpartition("/")[2])


def _edit(one: Any, *, withdraw: bool = False) -> int:
    """Publish a next version of an activity, or withdraw it."""
    from actionlines.registry.core.serialise import as_dict
    from actionlines.registry.models import Version

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
