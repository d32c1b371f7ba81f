"""A database that is away is 503 with Retry-After, at whatever point it is missed."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from actionlines.errors import TookTooLong
from actionlines.register.activities.actions import EditActivity
from actionlines.register.core import search
from actionlines.register.core.bulk import insert
from actionlines.register.core.models import Outbox, Version
from actionlines.register.core.search import index_store, index_writer
from actionlines.register.people.models import Token
from actionlines.register.site.middleware.errors import is_away
from tests.register.activities.samples import in_status

# Asks pages, the API and forms of a site whose database is gone, with the cookie of a session; prints the answers.
ASK = """
import json, logging, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.site_settings"
import django
django.setup()
logging.disable(logging.CRITICAL)
from django.conf import settings
from django.test import Client
settings.CACHES["default"]["BACKEND"] = "django.core.cache.backends.db.DatabaseCache"
out = {}
for name, method, path in (
    ("home", "get", "/"), ("list", "get", "/activities/"), ("record", "get", "/activities/1/"),
    ("mine", "get", "/mine/"), ("sign-in", "post", "/account/login/"), ("api", "get", "/api/activities/1"),
    ("token", "get", "/api/me"),
):
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "a" * 32
    more = {"headers": {"Authorization": "Bearer abc"}} if name == "token" else {}
    data = {"login": "a@example.org", "password": "a long pass phrase"} if method == "post" else {}
    answer = getattr(client, method)(path, data, **more)
    out[name] = [answer.status_code, answer.headers.get("Retry-After"), answer.headers.get("Content-Type"),
                 "Content-Security-Policy" in answer.headers]
print(json.dumps(out))
"""


def asked(folder: Path, **variables: str) -> dict[str, list[object]]:
    """The answers of a process of its own."""
    known = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment = {**known, "ACTIONLINES_DATA": str(folder), "PYTHONPATH": ".", **variables}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ASK], capture_output=True, text=True, env=environment, timeout=600
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def check(answers: dict[str, list[object]]) -> None:
    """All are 503, say when to come back, and have the policy."""
    for name, (status, after, kind, policy) in answers.items():
        assert (status, after, policy) == (503, "10", True), name
        assert str(kind).startswith("application/json" if name in ("api", "token") else "text/html"), name


@pytest.mark.long
def test_postgresql_that_does_not_answer(tmp_path):
    pytest.importorskip("psycopg")
    # Nothing listens at port 1.
    check(asked(tmp_path, DATABASE_URL="postgres://nobody@127.0.0.1:1/none"))


@pytest.mark.long
def test_a_file_of_sqlite_that_is_missing(tmp_path):
    check(asked(tmp_path))


@pytest.mark.long
def test_a_file_of_sqlite_that_is_damaged(tmp_path):
    (tmp_path / "actionlines.sqlite3").write_bytes(b"this is no database, whatever its name says" * 100)
    check(asked(tmp_path))


@pytest.mark.django_db
def test_a_file_of_sqlite_that_is_locked():
    import sqlite3

    inner = sqlite3.OperationalError("database is locked")
    inner.sqlite_errorcode = sqlite3.SQLITE_BUSY
    error = OperationalError("database is locked")
    error.__cause__ = inner
    assert is_away(error)
    inner.sqlite_errorcode = sqlite3.SQLITE_ERROR
    mistake = OperationalError("near FROM: syntax error")
    mistake.__cause__ = inner
    assert not is_away(mistake)


@pytest.mark.django_db(transaction=True)
def test_rows_sent_over_a_connection_that_ends_are_an_error_of_django():
    if connection.vendor != "postgresql":
        pytest.skip("COPY is of PostgreSQL")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (own,) = cursor.fetchone()
    other = connection.copy("other")
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [own])
    other.close()
    with pytest.raises(OperationalError) as found:
        insert(Outbox, ("kind", "record"), [("activity", 1)])
    connection.close()
    assert is_away(found.value)


@pytest.fixture
def no_index(monkeypatch, tmp_path, settings):
    """A server whose search index is gone."""
    settings.SEARCH_FOLDER = str(tmp_path / "search")
    monkeypatch.setattr(index_writer, "_builds", False)

    def build(*given: object) -> int:
        raise AssertionError("a request builds the index")

    monkeypatch.setattr(index_writer, "_rebuild", build)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/search/?q=radio", "/activities/", "/C2/", "/KEN/"])
def test_pages_without_the_index_say_at_once_that_it_is_rebuilt(client, no_index, address):
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "the search index is being rebuilt" in answer.content.decode()
    assert len(asked) < 10
    found = client.get("/api/search?q=radio")
    assert (found.status_code, found["Retry-After"], found.json()["code"]) == (503, "10", "AL711")


@pytest.mark.django_db(transaction=True)
def test_records_are_written_without_the_index_and_found_once_a_worker_has_built_it(client, no_index, monkeypatch):
    made = in_status("published")
    assert client.get(f"/api/activities/{made.pk}").status_code == 200
    monkeypatch.undo()
    search.catch_up()
    assert made.pk in search.query(search.Query(kind="activity")).ids
    assert index_writer.unequal() == {}


@pytest.mark.django_db(transaction=True)
def test_a_fault_of_the_index_undoes_no_change_that_is_committed(client, monkeypatch, caplog):
    def full(wait: float = 0) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(index_writer, "catch_up", full)
        made = in_status("published")
    assert "the worker tries again" in caplog.text
    assert Outbox.objects.exists()
    search.catch_up()
    assert made.pk in search.query(search.Query(kind="activity")).ids


def working(monkeypatch: pytest.MonkeyPatch, fault: Exception) -> list[str]:
    """What a worker did that met a fault at its first look for tasks, until it was asked to stop."""
    from django_tasks_db.management.commands.db_worker import Worker

    from actionlines.register import tasks
    from actionlines.register.site import nightly, worker

    seen: list[str] = []

    def run(self: object) -> None:
        seen.append("looked")
        if len(seen) == 1:
            raise fault
        tasks.STOP.set()

    monkeypatch.setattr(worker, "AGAIN", 0.0)
    # A thread that outlives its test would hold a connection into other tests.
    monkeypatch.setattr(worker, "_again", lambda *given: None)
    monkeypatch.setattr(worker, "READERS", 0)
    monkeypatch.setattr(worker, "_say_what_is_open", lambda: None)
    monkeypatch.setattr(Worker, "run", run)
    monkeypatch.setattr(Worker, "configure_signals", lambda self: None)
    for module in (tasks, nightly):
        monkeypatch.setattr(module, "begin", lambda: None)
    worker.run_worker()
    return seen


@pytest.mark.django_db
def test_the_worker_outlives_a_database_that_is_away(monkeypatch):
    assert working(monkeypatch, OperationalError("the server closed the connection")) == ["looked", "looked"]
    full = OSError(errno.ENOSPC, "No space left on device")
    assert working(monkeypatch, full) == ["looked", "looked"]
    with pytest.raises(ValueError, match="a mistake"):
        working(monkeypatch, ValueError("a mistake of ours"))


@pytest.mark.django_db
def test_the_worker_builds_an_index_that_is_gone(monkeypatch, tmp_path, settings):
    from actionlines.register.site import worker

    settings.SEARCH_FOLDER = str(tmp_path / "search")
    worker._keep_index()
    assert index_store.store().exists()


def test_what_the_worker_repeats_outlives_its_faults_and_keeps_no_connection(monkeypatch, caplog):
    from actionlines.register import tasks
    from actionlines.register.site import worker

    turns, done, closed = iter((False, False, True)), [], []
    monkeypatch.setattr(tasks, "STOP", SimpleNamespace(wait=lambda seconds: next(turns)))
    monkeypatch.setattr(worker, "connections", SimpleNamespace(close_all=lambda: closed.append(len(done))))

    def do() -> None:
        done.append(1)
        if len(done) == 1:
            raise OSError("no space")

    worker._again(0.0, do, "News cannot be sent")
    assert (len(done), closed) == (2, [1, 2])
    assert "News cannot be sent, and is tried again: no space" in caplog.text


@pytest.mark.django_db
def test_a_clock_that_is_set_back_breaks_no_version_token_or_draft(monkeypatch):
    made = in_status("draft")
    token_before = Token.objects.create(user=made.owner, name="t", digest=Token.digest_of("abc"))
    earlier = timezone.now() - timedelta(days=400)
    monkeypatch.setattr(timezone, "now", lambda: earlier)
    first = made.version
    for number in range(3):
        edited = EditActivity(made.owner, made, version=made.version, fields={"title": f"Title {number}"})
        made = edited.do()
    assert made.version == first + 3
    numbers = Version.objects.filter(kind="activity", record=made.pk).values_list("number", flat=True)
    assert list(numbers) == list(range(first + 3, 0, -1))
    typed = EditActivity(made.owner, made, version=made.version, fields={"title": "Typed"}, typed=True).do()
    again = EditActivity(made.owner, typed, version=typed.version, fields={"title": "More"}, typed=True).do()
    assert again.title == "More"
    found = Client().get("/api/me", headers={"Authorization": "Bearer abc"})
    assert (found.status_code, token_before.user.email) == (200, found.json()["email"])


@pytest.mark.django_db(transaction=True)
def test_connections_that_postgresql_ends(client):
    if connection.vendor != "postgresql":
        pytest.skip("runs where DATABASE_URL names PostgreSQL")
    client.raise_request_exception = False
    assert client.get("/activities/1/").status_code == 404
    # As an administrator does who stops the server: the connection is cut under the feet of the site.
    import psycopg

    given = connection.get_connection_params()
    address = {name: given[name] for name in ("host", "port", "user") if given.get(name)}
    with psycopg.connect(dbname="postgres", autocommit=True, **address) as other:
        number = connection.connection.info.backend_pid
        other.execute("SELECT pg_terminate_backend(%s)", [number])
    answer = client.get("/activities/1/")
    assert (answer.status_code, answer.headers.get("Retry-After")) == (503, "10")
    connection.close()
    assert client.get("/activities/1/").status_code == 404


def test_a_time_that_is_over_before_the_view_is_503(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def over(*_any: object) -> None:
        raise TookTooLong("request", "this takes longer than an answer may take", "Try again later.")

    monkeypatch.setattr("actionlines.register.site.middleware.languages.current", over)
    client.raise_request_exception = False
    for address in ("/progress/", "/api/activities"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10"), address
