"""A request that takes longer than its limit is stopped in the database, and says so."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection
from django.http import HttpResponse

from actionlines.errors import TookTooLong
from actionlines.register.core import time_limit as time_limit_module
from actionlines.register.core.limits import most_of
from actionlines.register.core.models import Version
from actionlines.register.core.time_limit import time_limit
from actionlines.register.site.request_queue import RequestQueue
from tests.register.activities.samples import in_status

pytestmark = pytest.mark.django_db(transaction=True)
# Hours of work; a database that nobody stops would hold the test up until it is killed.
SLOW = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1000000000000) SELECT count(*) FROM n"


@pytest.fixture
def slow():
    """Each statement on activities is slow, until one was stopped."""
    connection.close()  # a limit of its own for the next connection
    stopped = []

    def wrapper(execute, sql, params, many, context):
        if "registry_activity" in sql and not stopped:
            stopped.append(sql)
            return execute(SLOW, None, False, context)
        return execute(sql, params, many, context)

    connection.ensure_connection()
    connection.execute_wrappers.append(wrapper)
    yield stopped
    connection.execute_wrappers.remove(wrapper)
    connection.close()


@pytest.mark.parametrize("address", ["/activities/{}/", "/api/activities/{}"])
def test_an_answer_that_takes_too_long_is_503_with_a_sentence(client, slow, address):
    slow.append("not yet")
    address = address.format(in_status("published").pk)
    assert client.get(address).status_code == 200
    slow.clear()
    with time_limit(1):
        answer = client.get(address)
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert "this takes longer than an answer may take" in answer.content.decode()
    if "api" in address:
        assert answer.json()["code"] == TookTooLong.code
    slow.append("no more")
    assert client.get(address).status_code == 200


def test_no_statement_begins_when_the_time_is_over_and_a_change_is_undone(monkeypatch):
    number = in_status("draft").pk
    held = Version.objects.count()
    with time_limit(1), pytest.raises(TookTooLong):
        moment = time.monotonic() + 2
        monkeypatch.setattr(time_limit_module.time, "monotonic", lambda: moment)
        Version.objects.create(kind="activity", record=number, number=99, data={})
    assert Version.objects.count() == held


@pytest.mark.parametrize(
    ("address", "method", "limit"),
    [("/lines/", "GET", "page-seconds"), ("/mine/", "POST", "work-seconds"), ("/data/all.zip", "GET", "work-seconds")],
)
def test_each_lane_has_its_limit(address, method, limit):
    seen = []

    def site(environ, start_response):
        seen.append(time_limit_module._time.seconds)
        start_response("200 OK", [])
        return HttpResponse("a")

    environ = {"PATH_INFO": address, "REQUEST_METHOD": method, "QUERY_STRING": ""}
    with ThreadPoolExecutor(1) as pool:
        list(pool.submit(RequestQueue(site, 1, 4), environ, lambda *_: None).result())
    assert seen == [most_of(limit)]
    assert time_limit_module._time.seconds == 0


def test_a_connection_that_was_ended_before_a_statement_is_an_error_of_the_database():
    psycopg = pytest.importorskip("psycopg")
    base = pytest.importorskip("django.db.backends.postgresql.base")

    class Ended:
        def execute(self, sql):
            """Answer as PostgreSQL does that was told to end."""
            raise psycopg.OperationalError("server closed the connection unexpectedly")

    lost = base.DatabaseWrapper({**connection.settings_dict, "OPTIONS": {}}, alias="lost")
    lost.connection = Ended()
    with time_limit(1), pytest.raises(OperationalError):
        time_limit_module._run(lambda *_: None, "SELECT 1", None, False, {"connection": lost})
    assert lost.errors_occurred
