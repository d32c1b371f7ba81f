"""The process that follows an import with the index."""

import os
import subprocess
import sys

import pytest

from actionlines.registry.search import index_worker

SCRIPT = """
import sys
from actionlines.site.setup import start

start(sys.argv[1])
from actionlines.registry.models import Organisation, Outbox
from actionlines.registry.search import Query, query
from actionlines.registry.search.index_worker import Follower

one = Organisation.objects.create(name="Office of Distant Ferries", published_version=1)
Outbox.objects.create(kind="organisation", record=one.pk)
beside = Follower()
beside.nudge()
beside.close()
print(Outbox.objects.count(), query(Query(text="ferries", kind="organisation")).total)
"""


@pytest.mark.long
def test_it_brings_the_index_up_to_date(tmp_path):
    run = [sys.executable, "-c", SCRIPT, str(tmp_path / "data")]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "actionlines.site.settings",
        "ACTIONLINES_DATA": str(tmp_path / "data"),
    }
    said = subprocess.run(run, env=environment, capture_output=True, text=True, timeout=600, check=True)
    assert said.stdout.split() == ["0", "1"]


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
