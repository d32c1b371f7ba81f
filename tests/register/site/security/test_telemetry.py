"""Spans of requests and tasks as a receiver gets them, read by the official messages of OTLP: no personal data."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory
from django_tasks.signals import task_finished
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from actionlines.register import tasks
from actionlines.register.core.search import index_writer
from actionlines.register.site.telemetry import ENDPOINTS, trace_tasks, traced, tracer
from tests.people import person
from tests.register.site.test_serve import WAIT, get, server

pytestmark = pytest.mark.django_db
__all__ = ["server"]
SAMPLED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


class Receiver(BaseHTTPRequestHandler):
    """Keeps what is sent to it."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        packed = self.headers.get("Content-Encoding") == "gzip"
        self.server.bodies.append((self.path, gzip.decompress(body) if packed else body))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *given: object) -> None:
        """Say nothing."""


@pytest.fixture(autouse=True)
def _kept_connection():
    """The connection of a test outlives a request, as under Django's own client; PostgreSQL's would be closed."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def receiver(monkeypatch):
    """A receiver on this machine, which the environment names."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.bodies = []
    Thread(target=server.serve_forever, daemon=True).start()
    for name in [name for name in os.environ if name.startswith("OTEL_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def by(receiver):
    """A tracer as the server has it."""
    made = tracer()
    yield made
    made.span_processor.shutdown()


def spans(by, receiver):
    """Return (spans, attributes of the resource) of all that was received."""
    by.span_processor.force_flush()
    return received(receiver)


def received(receiver):
    """Return (spans, attributes of the resource) of what has come by now."""
    assert {path for path, _body in receiver.bodies} <= {"/v1/traces"}
    found, resource = [], {}
    for _path, body in receiver.bodies:
        for one in ExportTraceServiceRequest.FromString(body).resource_spans:
            resource |= values(one.resource)
            found += [span for scope in one.scope_spans for span in scope.spans]
    return found, resource


def values(of):
    """Return attributes as a dictionary."""
    return {one.key: getattr(one.value, one.value.WhichOneof("value")) for one in of.attributes}


def ask(by, path, method="GET", **headers):
    """Return the status of an answer of the whole site."""
    head = []
    environ = RequestFactory().generic(method, path, **headers).environ
    answer = traced(WSGIHandler(), by)(environ, lambda *given: head.extend(given))
    b"".join(answer)
    answer.close()
    return int(head[0][:3])


def test_a_request_is_a_span_with_the_pattern_of_its_address_and_its_status(by, receiver):
    index_writer.ensure()
    assert ask(by, "/activities/", HTTP_TRACEPARENT=SAMPLED) == 200
    assert ask(by, "/activities/987654/") == 404
    assert ask(by, "/no/such/place") == 404
    (known, missing, nowhere), resource = spans(by, receiver)
    assert (known.name, known.kind) == ("GET /activities/", known.SPAN_KIND_SERVER)
    assert values(known) == {
        "http.request.method": "GET", "http.route": "/activities/", "http.response.status_code": 200,
    }  # fmt: skip
    assert known.trace_id.hex() == SAMPLED[3:35] and known.parent_span_id.hex() == SAMPLED[36:52]
    assert 0 < known.start_time_unix_nano < known.end_time_unix_nano
    assert values(missing)["http.route"] == "/activities/<int:part>/"
    assert values(nowhere) == {"http.request.method": "GET", "http.response.status_code": 404}
    assert resource["service.name"] == "actionlines" and resource["service.version"]


def test_nothing_that_a_person_sent_is_in_a_span(by, receiver):
    person("member")
    secrets = {
        "HTTP_TRACEPARENT": SAMPLED, "HTTP_TRACESTATE": "who=tracestate-member",
        "HTTP_BAGGAGE": "who=baggage-member", "HTTP_USER_AGENT": "agent-member",
        "HTTP_AUTHORIZATION": "Bearer token-member", "HTTP_COOKIE": "sessionid=session-member",
        "REMOTE_ADDR": "192.0.2.77",
    }  # fmt: skip
    ask(by, "/activities/?q=query-member", **secrets)
    ask(by, "/accounts/login/", "POST", data=b"login=body-member@example.org", **secrets)
    ask(by, "/path-member/", "MEMBER-METHOD", **secrets)

    def broken(environ, start_response):
        raise ValueError("message-member of a mistake")

    with pytest.raises(ValueError):
        traced(broken, by)(RequestFactory().get("/").environ, lambda *given: None)
    found, _resource = spans(by, receiver)
    assert len(found) == 4
    assert (found[-1].status.code, values(found[-1])["http.response.status_code"]) == (2, 500)
    for _path, body in receiver.bodies:
        assert b"member" not in body.lower() and b"192.0.2.77" not in body
    for span in found:
        assert not (span.events or span.links or span.trace_state or span.status.message)


def test_a_task_is_a_span_with_its_outcome(by, receiver):
    trace_tasks(by)
    try:
        tasks.index.enqueue()
        tasks.run_import.enqueue(987654)
    finally:
        task_finished.disconnect(dispatch_uid="actionlines.telemetry")
    (done, failed), _resource = spans(by, receiver)
    assert values(done) == {"task.name": "actionlines.register.tasks.index", "task.status": "SUCCESSFUL"}
    assert done.start_time_unix_nano <= done.end_time_unix_nano
    assert values(failed)["error.type"] == "actionlines.register.core.imports.models.ImportRun.DoesNotExist"
    assert failed.status.code == 2 and "987654" not in str(failed)


def test_a_receiver_that_is_away_changes_no_answer(by, receiver):
    receiver.shutdown()
    receiver.server_close()
    assert ask(by, "/about/") == 200


@pytest.mark.parametrize("off", [{}, {"OTEL_SDK_DISABLED": "true"}, {"OTEL_TRACES_EXPORTER": "none"}])
def test_without_a_receiver_nothing_is_imported(off):
    code = (
        "import sys, actionlines.register.site.telemetry as t; assert t.tracer() is None; t.trace_tasks(None); "
        "assert t.traced(len, None) is len; assert not [n for n in sys.modules if n.startswith('opentelemetry')]"
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OTEL_")}
    named = {ENDPOINTS[1]: "http://127.0.0.1:4318"} if off else {}
    given = {**kept, **named, **off}
    done = subprocess.run([sys.executable, "-c", code], env=given, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_without_the_extra_the_log_says_what_to_install(monkeypatch, caplog):
    monkeypatch.setenv(ENDPOINTS[0], "http://127.0.0.1:4318/v1/traces")
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    assert tracer() is None
    assert "actionlines[telemetry]" in caplog.text


@pytest.mark.long
def test_the_server_and_its_worker_send_what_they_do(receiver, server):
    _process, _said, port = server
    assert get(f"http://127.0.0.1:{port}/about/?q=query-member")[0] == 200
    wanted = {"GET /about/", "actionlines.register.tasks.index"}
    end = time.monotonic() + WAIT
    while not wanted <= {span.name for span in received(receiver)[0]}:
        assert time.monotonic() < end
        time.sleep(0.2)
    assert not [body for _path, body in receiver.bodies if b"query-member" in body]
