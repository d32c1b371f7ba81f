"""Processes that write the index for another: one that follows an import, and two that share a large register."""

import os
import subprocess
import sys

import pytest

from actionlines.register.core.search import index_worker

SCRIPT = """
import sys
from actionlines.register.site.setup import start

start(sys.argv[1])
from actionlines.register.core.models import Outbox
from actionlines.register.organisations.models import Organisation
from actionlines.register.core.search import Query, query
from actionlines.register.core.search.index_worker import Follower

one = Organisation.objects.create(name="Office of Distant Ferries", published_version=1)
Outbox.objects.create(kind="organisation", record=one.pk)
beside = Follower()
beside.nudge()
beside.close()
print(Outbox.objects.count(), query(Query(text="ferries", kind="organisation")).total)
"""


def said_by(script, folder):
    """What a script says that works on a register of its own, as words."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"DJANGO_SETTINGS_MODULE": "actionlines.register.site.settings", "ACTIONLINES_DATA": str(folder)}
    run = [sys.executable, "-c", script, str(folder)]
    done = subprocess.run(run, env=environment, capture_output=True, text=True, timeout=600, check=True)
    return done.stdout.split()


SHARES = """
import sys
from actionlines.register.site.setup import start

start(sys.argv[1])
from actionlines.register.organisations.models import Organisation
from actionlines.register.core.search import Query, index_builder, index_writer, query, rebuild

Organisation.objects.bulk_create(Organisation(name=f"Office {n}", published_version=1) for n in range(5000))
index_builder._processes = lambda: 2
rebuild()
print(len(index_writer.unequal()), query(Query(text="office", kind="organisation")).total)
"""


@pytest.mark.long
def test_two_processes_write_one_index(tmp_path):
    assert said_by(SHARES, tmp_path / "data") == ["0", "5000"]


@pytest.mark.long
def test_it_brings_the_index_up_to_date(tmp_path):
    assert said_by(SCRIPT, tmp_path / "data") == ["0", "1"]


class Deaf(index_worker.Follower):
    """One whose process has died."""

    def __init__(self) -> None:
        self._child = subprocess.Popen([sys.executable, "-c", ""], stdin=subprocess.PIPE)
        os.set_blocking(self._child.stdin.fileno(), False)
        self._child.wait()


@pytest.mark.parametrize("times", [1, 100_000])
def test_one_that_has_died_is_no_fault_of_the_import(times):
    gone = Deaf()
    for _ in range(times):
        gone.nudge()
    gone.close()
