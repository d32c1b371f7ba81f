"""What a monitor asks of the server: life, readiness and figures, read by Prometheus's own parser."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from prometheus_client.parser import text_string_to_metric_families

from actionlines.errors import SetupError
from actionlines.register import server_state
from actionlines.register.site import environment
from actionlines.register.site.watch import LIVE, METRICS, READY, Watched

pytestmark = pytest.mark.django_db


def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """An application that knows one address and breaks at another one."""
    if environ["PATH_INFO"] == "/broken":
        raise ValueError("a mistake of a view")
    if environ["PATH_INFO"] == "/activities/":
        environ["actionlines.route"] = "activities"
    start_response("200 OK", [])
    return [b"a page"]


def ask(watched: Watched, path: str, **headers: str) -> tuple[int, bytes]:
    """Return (status, content) of an answer."""
    head: list[Any] = []
    body = watched(RequestFactory().get(path, **headers).environ, lambda *given: head.extend(given))
    return int(head[0].split()[0]), b"".join(body)


def figures(watched: Watched) -> dict[tuple[str, ...], float]:
    """Return (name, labels in their order) -> value of every figure."""
    status, content = ask(watched, METRICS, HTTP_AUTHORIZATION="Bearer secret-of-a-monitor")
    assert status == 200
    return {
        (sample.name, *(sample.labels[name] for name in sorted(sample.labels))): sample.value
        for family in text_string_to_metric_families(content.decode())
        for sample in family.samples
    }


@pytest.fixture
def watched(settings) -> Watched:
    settings.METRICS_TOKEN = "secret-of-a-monitor"
    return Watched(application)


def test_a_server_that_can_be_used_is_alive_and_ready(watched):
    assert ask(watched, LIVE) == (200, b'{"live": true}')
    status, content = ask(watched, READY)
    answer = json.loads(content)
    assert (status, answer["ready"], answer["unusable"]) == (200, True, [])
    assert set(answer["impaired"]) <= {"index"}  # which no test may have built


def test_what_cannot_be_used_is_named(watched, monkeypatch):
    monkeypatch.setattr(server_state, "_free", lambda: 1)
    monkeypatch.setattr(server_state.MigrationExecutor, "migration_plan", lambda *given: [("0002_more", False)])
    status, content = ask(watched, READY)
    assert (status, json.loads(content)["unusable"]) == (503, ["tables", "disk"])


def test_a_database_that_is_away_is_named_and_the_figures_of_the_process_stay(watched, monkeypatch):
    def away(*given: Any) -> Any:
        raise server_state.DatabaseError("the connection was closed")

    monkeypatch.setattr(connection, "cursor", away)
    status, content = ask(watched, READY)
    assert (status, json.loads(content)["unusable"]) == (503, ["database"])
    assert ask(watched, LIVE)[0] == 200
    monkeypatch.setattr(server_state, "tasks", away)
    broken = Watched(application)
    ask(broken, "/activities/")
    found = figures(broken)
    assert found["actionlines_requests_total", "GET", "activities", "200"] >= 1
    assert ("actionlines_tasks_waiting",) not in found


def test_many_who_ask_cost_as_much_as_one(monkeypatch):
    asked = []
    monkeypatch.setattr(server_state, "unusable", lambda: asked.append(1) or [])
    watched = Watched(application)
    for _ in range(50):
        assert ask(watched, READY)[0] == 200
    assert len(asked) < 50


def test_figures_need_their_token(watched, settings):
    assert ask(watched, METRICS)[0] == 401
    assert ask(watched, METRICS, HTTP_AUTHORIZATION="Bearer secret-of-a-monitör")[0] == 401
    settings.METRICS_TOKEN = ""
    assert ask(watched, METRICS, HTTP_AUTHORIZATION="Bearer ") == (200, b"a page"), "the site answers, by 404"


def test_figures_say_what_was_answered_and_how_the_register_stands(watched):
    before = figures(watched)
    ask(watched, "/activities/")
    ask(watched, "/activities/?as=csv")
    ask(watched, f"/{'x' * 500}")
    with pytest.raises(ValueError, match="a mistake"):
        ask(watched, "/broken")
    after = figures(watched)

    def more(*name: str) -> float:
        return after.get(name, 0) - before.get(name, 0)

    assert more("actionlines_requests_total", "GET", "activities", "200") == 2
    assert more("actionlines_requests_total", "GET", "none", "200") == 1
    assert more("actionlines_requests_total", "GET", "none", "500") == 1
    assert more("actionlines_request_seconds_count", "read") == 3
    assert more("actionlines_request_seconds_count", "heavy") == 1
    assert after["actionlines_requests_open", "read"] == 0
    assert after["actionlines_worker_running",] in (0, 1)
    assert after["actionlines_disk_free_bytes",] > 0


def test_the_newest_backup_has_its_moment(watched, settings, tmp_path):
    settings.BACKUPS = tmp_path
    assert ("actionlines_backup_time_seconds",) not in figures(watched)
    (tmp_path / "one.zip").touch()
    os.utime(tmp_path / "one.zip", (1_700_000_000, 1_700_000_000))
    assert figures(Watched(application))["actionlines_backup_time_seconds",] == 1_700_000_000


def test_the_address_of_a_page_is_named_by_the_site(client):
    answer = client.get("/activities/")
    assert answer.wsgi_request.META["actionlines.route"] == "activities"


SHARED = """
import django, sys
django.setup()
from django.conf import settings
from tests.register.site.security.test_watch import *
from actionlines.register.site.watch import OPEN
watched = Watched(application)
ask(watched, "/activities/")
if sys.argv[1] == "last":
    settings.METRICS_TOKEN = "secret-of-a-monitor"
    found = figures(watched)
    print(found["actionlines_requests_total", "GET", "activities", "200"])
    print(found["actionlines_requests_open", "read"])
else:
    OPEN.labels("read").inc()
"""


def test_processes_of_one_server_keep_one_set_of_figures(tmp_path):
    own = {
        **os.environ,
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "actionlines.register.site.settings",
        "ACTIONLINES_DATA": str(tmp_path / "data"),
        "DATABASE_URL": "",
    }
    for which in ("first", "last"):
        done = subprocess.run(
            [sys.executable, "-c", SHARED, which], env=own, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    # What a process that has ended had open counts no more.
    assert done.stdout.split() == ["2.0", "0.0"]


def test_a_log_of_json_has_one_object_on_each_line(monkeypatch, capfd):
    monkeypatch.setenv("ACTIONLINES_LOG", "json")
    assert environment.log_format() == "json"
    said = subprocess.run(
        [sys.executable, "-c", "import django, logging; django.setup();"
         "logging.getLogger('actionlines.access').info('%s signed in', 'an account\\n{');"
         "logging.getLogger('x').error('two\\nlines')"],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "actionlines.register.site.settings",
             "ACTIONLINES_LOG": "json"},
        capture_output=True, text=True, check=True,
    ).stderr  # fmt: skip
    lines = [json.loads(line) for line in said.splitlines()]
    assert [(one["name"], one["message"]) for one in lines] == [
        ("actionlines.access", "an account\n{ signed in"),
        ("x", "two\nlines"),
    ]
    monkeypatch.setenv("ACTIONLINES_LOG", "xml")
    with pytest.raises(SetupError, match="none of text, json"):
        environment.log_format()
