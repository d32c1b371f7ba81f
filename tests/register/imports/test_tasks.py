"""The worker goes on with what was left, and looks once a day at what has fallen due."""

import os
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from actionlines.errors import TooManyRequests
from actionlines.register import server_state, tasks
from actionlines.register.activities.imports import load as loading
from actionlines.register.activities.models import Activity
from actionlines.register.core.imports import actions
from actionlines.register.core.imports.actions import started
from actionlines.register.core.imports.files import store
from actionlines.register.core.imports.models import ImportRun
from actionlines.register.core.imports.run import is_worker_there, next_in_line, show_worker_alive, worker_at_work
from actionlines.register.mandates.models import Mandate
from actionlines.register.site import nightly
from actionlines.register.site.worker import run_worker
from tests.people import person
from tests.register.imports.samples import brought_in

pytestmark = pytest.mark.django_db(transaction=True)

TABLE = b"Title,Summary\n" + b"".join(b"Masts %d,Masts for islands\n" % n for n in range(6))


@pytest.fixture
def database_tasks(settings, monkeypatch):
    """Tasks wait in the database, as they do on a site."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    # Handlers of signals belong to the process of the tests.
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.Worker.configure_signals", lambda self: None)
    monkeypatch.setattr(nightly, "check", lambda **_: SimpleNamespace(wrong=(), words=""))  # else it tries a restore


def waiting():
    return started(None, store(TABLE, "a.csv", what="activities"), "activities")


def test_the_worker_goes_on_with_imports_that_have_not_ended(database_tasks):
    run = waiting()
    ImportRun.objects.filter(pk=run.pk).update(status="running")  # as a worker that was killed left it
    run_worker(batch=True)
    run.refresh_from_db()
    assert (run.status, Activity.objects.count()) == ("done", 6)


def test_once_a_day_is_planned_once(database_tasks):
    run_worker(batch=True)
    run_worker(batch=True)
    planned = DBTaskResult.objects.filter(task_path=tasks.daily.module_path, status="READY")
    assert [(one.run_after.hour, one.run_after.minute) for one in planned] == [(tasks.HOUR, tasks.MINUTE)]


def test_the_day_marks_what_is_past_its_last_day():
    brought_in()
    past = timezone.now().date() - timedelta(days=30)
    Mandate.objects.filter(paragraph__anchor="2").update(status="confirmed", due_on=past)
    assert tasks.daily.call() == 1
    assert Mandate.objects.get(paragraph__anchor="2").status == "overdue"


def test_told_to_stop_an_import_stops_after_its_chunk_and_can_go_on(monkeypatch):
    monkeypatch.setattr(loading, "CHUNK", 2)
    run = waiting()
    tasks.STOP.set()
    try:
        assert tasks.run_import.call(run.pk) == "stopped"
    finally:
        tasks.STOP.clear()
    assert Activity.objects.count() == 2
    assert tasks.run_import.call(run.pk) == "done"
    assert Activity.objects.count() == 6


def test_who_has_had_much_done_waits_for_those_who_have_not():
    one, other = person("member"), person("stranger")
    file = store(TABLE, "a.csv")
    runs = [ImportRun.objects.create(file=file, what="activities", owner=one) for _ in range(3)]
    last = ImportRun.objects.create(file=file, what="activities", owner=other)
    assert next_in_line(runs[0].pk) == runs[0].pk
    ImportRun.objects.filter(pk=runs[0].pk).update(status="done")
    assert next_in_line(runs[1].pk) == last.pk
    ImportRun.objects.filter(pk=last.pk).update(status="done")
    assert next_in_line(last.pk) == runs[1].pk
    ImportRun.objects.filter(pk=runs[2].pk).update(status="running")
    assert next_in_line(runs[2].pk) == runs[2].pk, "what was interrupted goes on first"


def test_a_person_has_some_imports_in_the_line(monkeypatch):
    monkeypatch.setattr(actions, "MOST_WAITING", 1)
    user = person("member")
    first = started(user, store(TABLE, "a.csv"), "activities")
    assert started(user, first.file, "activities") == first, "the same again is the same"
    with pytest.raises(TooManyRequests, match=r"too many imports that wait \(1\)"):
        started(user, store(TABLE + b"x,y", "b.csv"), "activities")
    started(person("stranger"), store(TABLE + b"x,y", "b.csv"), "activities")


def test_a_task_that_ends_each_worker_is_set_aside_after_three_attempts(database_tasks):
    run = waiting()
    tasks.run_import.enqueue(run.pk)
    row = DBTaskResult.objects.get()
    for attempt in range(3):
        row.claim(f"worker-{attempt}")  # which is killed then
        tasks.resume_interrupted()
        row.refresh_from_db()
        assert row.status == ("READY" if attempt < 2 else "FAILED")
    run.refresh_from_db()
    assert (run.status, run.error["subject"]) == ("failed", "a.csv")
    tasks.begin()
    assert not DBTaskResult.objects.filter(task_path=tasks.run_import.module_path, status="READY").exists()


def test_an_import_that_gets_on_may_be_interrupted_more_often(database_tasks):
    run = waiting()
    tasks.run_import.enqueue(run.pk)
    row = DBTaskResult.objects.get()
    for attempt in range(5):
        row.claim(f"worker-{attempt}")
        ImportRun.objects.get(pk=run.pk).save(update_fields=["rows_done", "changed_at"])  # a chunk is done
        tasks.resume_interrupted()
        row.refresh_from_db()
        assert row.status == "READY"


def test_a_worker_without_a_sign_of_life_is_none(database_tasks, settings):
    assert not is_worker_there()
    with worker_at_work():
        assert is_worker_there()
        old = time.time() - 3600  # it was stopped, and still holds its lock
        os.utime(settings.DATA / "work" / "worker.held", (old, old))
        assert not is_worker_there()
        assert "worker" in server_state.impaired()
        show_worker_alive()
        assert is_worker_there()
