"""What pages wait for: read once, one for each person at a time, a place in the line for each."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django_tasks.backends.immediate import ImmediateBackend

from actionlines.errors import TooManyRequests
from actionlines.register import tasks
from actionlines.register.core.imports import readings
from actionlines.register.core.imports import run as locks
from actionlines.register.core.imports.files import store
from actionlines.register.core.imports.models import ImportStatus, Reading, ReadingKind
from actionlines.register.core.imports.readings import EACH, ask, read_next
from actionlines.register.core.imports.run import alone, is_worker_there, worker_at_work
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)

TABLE = b"Title,Summary,Zip\nMasts,Masts for schools,1\n"


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where a worker does it."""
    monkeypatch.setattr(ImmediateBackend, "supports_defer", True)


def table(number: int) -> bytes:
    return TABLE + b"Row,Words,%d\n" % number


@pytest.mark.usefixtures("later")
def test_a_look_waits_is_read_once_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    file, user = store(TABLE, "a.csv"), person("member")
    reading = ask(ReadingKind.LOOK, user, file=file)
    assert reading.is_going and reading.before == 0
    assert ask(ReadingKind.LOOK, user, file=file) == reading
    assert read_next() and not read_next()
    found = ask(ReadingKind.LOOK, person("stranger"), file=file)
    assert found == reading and found.status == ImportStatus.DONE
    assert found.answer == {
        "columns": ["Title", "Summary", "Zip"],
        "rows": [["Masts", "Masts for schools", "1"]],
        "mapping": {"Title": "title", "Summary": "summary"},
    }
    monkeypatch.setattr(readings, "look", None)
    assert ask(ReadingKind.LOOK, user, file=file).answer == found.answer


@pytest.mark.usefixtures("later")
def test_what_cannot_be_read_says_why_and_is_read_again_when_it_is_sent_again() -> None:
    file = store(b"a," * 400 + b"\n" + b"1," * 400, "a.csv")
    ask(ReadingKind.LOOK, person("member"), file=file)
    assert read_next()
    first = ask(ReadingKind.LOOK, person("member"), file=file)
    assert (first.status, first.error["code"]) == (ImportStatus.FAILED, "AL106")
    again = ask(ReadingKind.LOOK, person("member"), file=file, again=True)
    assert again != first and again.is_going


@pytest.mark.usefixtures("later")
def test_answers_hold_what_every_database_takes() -> None:
    ask(ReadingKind.WORDS, person("member"), given={"words": "1. Some\x00words.", "name": "text"})
    assert read_next()
    assert "\x00" not in str(Reading.objects.get().answer)


@pytest.mark.usefixtures("later")
def test_a_person_has_some_places_and_the_next_is_refused() -> None:
    user = person("member")
    for number in range(EACH):
        ask(ReadingKind.LOOK, user, file=store(table(number), "a.csv"))
    with pytest.raises(TooManyRequests, match=str(EACH)):
        ask(ReadingKind.LOOK, user, file=store(table(99), "a.csv"))
    other = ask(ReadingKind.LOOK, person("stranger"), file=store(table(99), "a.csv"))
    assert other.before == EACH
    assert read_next()
    ask(ReadingKind.LOOK, user, file=store(table(100), "a.csv"))


@pytest.mark.usefixtures("later")
def test_all_together_have_some_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "MOST", 1)
    ask(ReadingKind.LOOK, person("member"), file=store(table(1), "a.csv"))
    with pytest.raises(TooManyRequests, match="too many"):
        ask(ReadingKind.LOOK, person("stranger"), file=store(table(2), "a.csv"))


@pytest.mark.usefixtures("later")
def test_while_one_of_a_person_is_read_the_next_one_is_of_another() -> None:
    one, other = person("member"), person("stranger")
    mine = [ask(ReadingKind.LOOK, one, file=store(table(number), "a.csv")) for number in range(3)]
    theirs = ask(ReadingKind.LOOK, other, file=store(table(9), "a.csv"))
    with alone(f"reader-{one.pk}") as free:
        assert free
        assert read_next()
        theirs.refresh_from_db()
        assert theirs.status == ImportStatus.DONE
        assert not read_next(), "the others wait for the first of theirs"
    assert read_next()
    mine[0].refresh_from_db()
    assert mine[0].status == ImportStatus.DONE


@pytest.mark.usefixtures("later")
def test_what_a_killed_worker_was_at_is_read_by_the_next() -> None:
    reading = ask(ReadingKind.LOOK, person("member"), file=store(TABLE, "a.csv"))
    Reading.objects.update(status=ImportStatus.RUNNING)
    assert read_next()
    reading.refresh_from_db()
    assert reading.status == ImportStatus.DONE


@pytest.mark.usefixtures("later")
def test_a_fault_of_ours_ends_the_reading_and_not_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    reading = ask(ReadingKind.LOOK, person("member"), file=store(TABLE, "a.csv"))
    monkeypatch.setitem(readings._KINDS, "look", lambda found: {}["nothing"])
    assert read_next()
    reading.refresh_from_db()
    assert (reading.status, reading.error["code"]) == (ImportStatus.FAILED, "AL000")


@pytest.fixture
def started() -> Iterator[subprocess.Popen[bytes]]:
    """Another process that holds the place of a worker."""
    script = (
        "import fcntl, sys\n"
        f"held = open({str(Path(settings.DATA) / 'work' / locks._WORKER)!r}, 'w')\n"
        "fcntl.flock(held, fcntl.LOCK_SH); print('held', flush=True); sys.stdin.read()"
    )
    locks._folder()
    child = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdout and child.stdout.readline()
    yield child
    child.kill()
    child.communicate()


@pytest.mark.usefixtures("later")
def test_whether_a_worker_runs_is_known_and_a_killed_one_is_gone(started: subprocess.Popen[bytes]) -> None:
    assert is_worker_there()
    started.kill()
    started.wait()
    assert not is_worker_there()
    with worker_at_work():
        assert is_worker_there()
    assert not is_worker_there()


def test_where_tasks_are_done_at_once_no_worker_is_needed() -> None:
    assert is_worker_there()
    assert ask(ReadingKind.LOOK, person("member"), file=store(TABLE, "a.csv")).status == ImportStatus.DONE


def test_the_threads_of_the_worker_end_when_it_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    stop = threading.Event()
    monkeypatch.setattr(tasks, "STOP", stop)
    seen: list[int] = []

    def once() -> bool:
        seen.append(1)
        if len(seen) == 1:
            raise RuntimeError("the database is away")
        stop.set()
        return True

    monkeypatch.setattr(tasks.readings, "read_next", once)
    monkeypatch.setattr(tasks, "LOOK", 0.0)
    tasks.read_until_stopped()
    assert len(seen) == 2
