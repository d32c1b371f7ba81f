"""The queue before the site is bounded: no room is 503 with Retry-After, and saving does not wait for reading."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.http import FileResponse, HttpResponse, StreamingHttpResponse

from actionlines.register.core.limits import most_of
from actionlines.register.site import request_queue
from actionlines.register.site.request_queue import RequestQueue, lane_of

LONG = 600.0  # seconds: only to end a test that hangs


class Site:
    """An application whose requests wait until the test lets them go on."""

    def __init__(self) -> None:
        self.arrived: dict[str, threading.Event] = {}
        self.go = threading.Event()
        self.seen: list[str] = []
        self.at_once = self.most = 0
        self.lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> HttpResponse:
        with self.lock:
            self.at_once += 1
            self.most = max(self.most, self.at_once)
            self.seen.append(environ["PATH_INFO"])
        self.arrived.setdefault(environ["PATH_INFO"], threading.Event()).set()
        if environ["PATH_INFO"].startswith("/wait"):
            assert self.go.wait(LONG)
        with self.lock:
            self.at_once -= 1
        if environ["PATH_INFO"] == "/broken":
            raise ValueError("a mistake of a view")
        start_response("200 OK", [("Content-Type", "text/plain")])
        return HttpResponse(f"answer of {environ['PATH_INFO']}")


class Asked:
    """Requests in threads, as a server makes them."""

    def __init__(self, queue: RequestQueue, threads: int = 40) -> None:
        self.queue = queue
        self.pool = ThreadPoolExecutor(threads)

    def __call__(self, path: str, method: str = "GET") -> Future[tuple[str, dict[str, str], bytes]]:
        return self.pool.submit(self.ask, path, method)

    def ask(self, path: str, method: str = "GET") -> tuple[str, dict[str, str], bytes]:
        head: list[Any] = []
        body = self.queue(
            {"PATH_INFO": path, "REQUEST_METHOD": method, "QUERY_STRING": ""}, lambda *given: head.extend(given)
        )
        return head[0], dict(head[1]), b"".join(body)


def until_waiting(queue: RequestQueue, lane: str, number: int) -> None:
    until(lambda: len(queue._waiting[lane]) >= number)


def until(there: Callable[[], bool]) -> None:
    pause, end = threading.Event(), time.monotonic() + LONG
    while not there():
        assert time.monotonic() < end, "the requests did not come so far"
        pause.wait(0.005)


@pytest.fixture
def site():
    made = Site()
    yield made
    made.go.set()


def test_a_request_without_room_gets_503_at_once_and_the_others_their_answers(site):
    queue = RequestQueue(site, threads=2, waiting=1, patience=LONG)
    ask = Asked(queue)
    first = ask("/wait/1")
    until(lambda: bool(site.seen))
    second = ask("/wait/2")
    until_waiting(queue, "read", 1)
    status, headers, body = ask("/wait/3").result(LONG)
    assert status == "503 Service Unavailable"
    assert int(headers["Retry-After"]) > 0
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["Cache-Control"] == "no-store"
    assert b"Too many people are reading" in body and len(body) < 1000
    status, headers, body = ask("/api/mandates").result(LONG)
    assert status.startswith("503") and headers["Content-Type"] == "application/json"
    assert json.loads(body)["code"] == "AL708"
    site.go.set()
    assert [one.result(LONG)[2] for one in (first, second)] == [b"answer of /wait/1", b"answer of /wait/2"]
    assert site.seen == ["/wait/1", "/wait/2"]


def test_saving_and_signing_in_do_not_wait_for_reading(site):
    queue = RequestQueue(site, threads=4, waiting=8, patience=LONG)
    ask = Asked(queue)
    reads = [ask(f"/wait/{n}") for n in range(3)]
    until(lambda: len(site.seen) == 3)  # those that are worked on leave room for the others
    reads += [ask(f"/wait/{n}") for n in range(3, 9)]
    until_waiting(queue, "read", 6)
    assert ask("/activities/3/save", "POST").result(LONG)[0] == "200 OK"
    assert ask("/account/login/").result(LONG)[0] == "200 OK"
    site.go.set()
    assert {one.result(LONG)[0] for one in reads} == {"200 OK"}


def test_who_is_signed_in_does_not_wait_for_visitors(site):
    queue = RequestQueue(site, threads=2, waiting=3, patience=LONG)
    ask = Asked(queue)
    reads = [ask("/wait/first")]
    until(lambda: bool(site.seen))
    reads += [ask(f"/wait/{n}") for n in range(3)]
    until_waiting(queue, "read", 3)
    own = ask.pool.submit(_with_cookie, queue, "django_language=fr; sessionid=abc")
    until_waiting(queue, "known", 1)
    assert ask("/wait/visitor").result(LONG)[0].startswith("503")
    site.go.set()
    assert own.result(LONG) == b"answer of /own"
    assert {one.result(LONG)[0] for one in reads} == {"200 OK"}
    assert site.seen.index("/own") == 1


def _with_cookie(queue: RequestQueue, cookie: str) -> bytes:
    environ = {"PATH_INFO": "/own", "REQUEST_METHOD": "GET", "QUERY_STRING": "", "HTTP_COOKIE": cookie}
    return b"".join(queue(environ, lambda *given: None))


def test_downloads_leave_room_for_pages(site):
    queue = RequestQueue(site, threads=4, waiting=32, patience=LONG)
    ask = Asked(queue)
    heavy = [ask.pool.submit(_download, queue, n) for n in range(4)]
    until_waiting(queue, "heavy", 2)
    assert ask("/mandates/").result(LONG)[0] == "200 OK"
    site.go.set()
    assert {one.result(LONG) for one in heavy} == {b"answer of /wait"}


def _download(queue: RequestQueue, number: int) -> bytes:
    environ = {"PATH_INFO": "/wait", "REQUEST_METHOD": "GET", "QUERY_STRING": f"page={number}&as=csv"}
    return b"".join(queue(environ, lambda *given: None))


def test_who_waits_longer_than_the_lane_allows_gets_503_and_is_not_worked_on_later(site):
    queue = RequestQueue(site, threads=2, waiting=5, patience=0.05)
    ask = Asked(queue)
    first = ask("/wait/1")
    until(lambda: bool(site.seen))
    assert ask("/late").result(LONG)[0].startswith("503")
    site.go.set()
    assert first.result(LONG)[0] == "200 OK"
    assert ask("/next").result(LONG)[0] == "200 OK"
    assert "/late" not in site.seen


def test_in_a_lane_that_was_never_empty_for_some_time_who_comes_waits_a_quarter(site, monkeypatch):
    waits: list[float] = []
    monkeypatch.setattr(request_queue, "_CROWD", -1.0)
    monkeypatch.setattr(request_queue._Job, "__init__", _noting(waits))
    queue = RequestQueue(site, threads=1, waiting=5, patience=8.0)
    site.go.set()
    for path, method in (("/read", "GET"), ("/saved", "POST")):
        assert Asked(queue).ask(path, method)[0] == "200 OK"
    assert waits == [2.0, 80.0]


def _noting(waits: list[float]) -> Any:
    made = request_queue._Job.__init__

    def job(self: Any, environ: dict[str, Any]) -> None:
        made(self, environ)
        wait = self.begun.wait
        self.begun.wait = lambda seconds: waits.append(seconds) or wait(LONG)

    return job


def test_never_more_at_once_than_the_threads_of_the_queue(site):
    queue = RequestQueue(site, threads=3, waiting=200, patience=LONG)
    ask = Asked(queue)
    answers = [ask(f"/{n}", "POST" if n % 3 else "GET") for n in range(150)]
    assert [one.result(LONG)[2].decode() for one in answers] == [f"answer of /{n}" for n in range(150)]
    assert 1 <= site.most <= 3


def test_a_mistake_of_a_view_reaches_the_server_and_the_thread_goes_on(site):
    queue = RequestQueue(site, threads=1, waiting=5, patience=LONG)
    ask = Asked(queue)
    for _ in range(3):
        with pytest.raises(ValueError, match="a mistake"):
            ask.ask("/broken")
    assert ask.ask("/whole")[2] == b"answer of /whole"


def streamed(pieces: Any, closed: threading.Event) -> RequestQueue:
    def application(environ: dict[str, Any], start_response: Any) -> StreamingHttpResponse:
        start_response("200 OK", [])
        answer = StreamingHttpResponse(pieces)
        answer.close = closed.set  # type: ignore[method-assign]
        return answer

    return RequestQueue(application, threads=1, waiting=5, patience=LONG)


def test_an_answer_in_pieces_is_made_before_its_reader_takes_it_up_to_a_limit(monkeypatch):
    monkeypatch.setattr(request_queue, "AHEAD", 400)
    made, closed = [], threading.Event()

    def pieces() -> Any:
        for number in range(500):
            made.append(number)
            yield b"%d," % number

    queue = streamed(pieces(), closed)
    body = queue({"PATH_INFO": "/", "REQUEST_METHOD": "GET"}, lambda *given: None)
    until(lambda: len(made) > 100)  # nobody has taken anything
    assert not closed.wait(0.1)
    assert b"".join(body) == b"".join(b"%d," % number for number in range(500))
    assert closed.wait(LONG)


@pytest.mark.django_db
def test_a_thread_that_answers_waits_for_no_reader_and_for_no_body(site):
    """Neither fifty bodies that do not end nor fifty readers that take nothing keep a page from its thread."""
    sending = threading.Event()

    class Slow:
        def read(self, size: int) -> bytes:
            assert sending.wait(LONG)
            return b"x" * size

    def application(environ: dict[str, Any], start_response: Any) -> Any:
        if environ["PATH_INFO"] == "/large":
            start_response("200 OK", [])
            return StreamingHttpResponse(b"x" * 1000 for _ in range(1000))
        if environ["PATH_INFO"] == "/file":
            start_response("200 OK", [])
            return FileResponse(BytesIO(b"x" * 1_000_000))
        return site(environ, start_response)

    queue = RequestQueue(application, threads=2, waiting=60, patience=LONG)
    head: list[Any] = []
    bodies = []
    for number in range(50):
        fields = {"PATH_INFO": ("/large", "/file")[number % 2], "REQUEST_METHOD": "GET"}
        bodies.append(queue({**fields, "REMOTE_ADDR": f"192.0.2.{number}"}, lambda *given: head.append(given[0])))
    pool = ThreadPoolExecutor(50)
    posts = []
    for number in range(50):
        fields = {"PATH_INFO": f"/{number}", "REQUEST_METHOD": "POST", "REMOTE_ADDR": f"192.0.2.{number}"}
        fields |= {"CONTENT_LENGTH": "5", "wsgi.input": Slow()}
        posts.append(pool.submit(queue, fields, lambda *given: None))
    until(lambda: queue._peers._open.total() == 100)
    ask = Asked(queue)
    assert ask.ask("/page")[2] == b"answer of /page"
    assert ask.ask("/saved", "POST")[2] == b"answer of /saved"
    sending.set()
    assert [post.result(LONG) for post in posts] == [[b"answer of /%d" % number] for number in range(50)]
    for body in bodies:
        assert len(b"".join(body)) == 1_000_000
        body.close()
    assert (set(head), queue._peers._open.total()) == ({"200 OK"}, 0)


def test_one_block_of_addresses_has_few_peers_on_their_way(site):
    queue = RequestQueue(lambda environ, start: StreamingHttpResponse([b"x"]), threads=2, waiting=60, patience=LONG)

    def begin(number: int) -> bool:
        fields = {"PATH_INFO": "/", "REQUEST_METHOD": "GET", "REMOTE_ADDR": f"2001:db8::{number:x}"}
        bodies.append(queue(fields, lambda *given: None))
        return not isinstance(bodies[-1], list)

    bodies: list[Any] = []
    assert sum(begin(number) for number in range(30)) == most_of("peers")
    for body in bodies[: most_of("peers")]:
        body.close()


def test_a_peer_below_the_least_rate_is_given_up(site, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(request_queue.time, "monotonic", lambda: now[0])

    class Slow:
        def read(self, size: int) -> bytes:
            now[0] += 5
            return b"x"

    queue = RequestQueue(site, threads=1, waiting=5, patience=LONG)
    head: list[Any] = []
    fields = {"PATH_INFO": "/", "REQUEST_METHOD": "POST", "CONTENT_LENGTH": "900", "wsgi.input": Slow()}
    queue(fields, lambda *given: head.append(given[0]))
    assert head == ["503 Service Unavailable"]
    assert 20 < now[0] < 40


def test_a_body_that_was_cut_off_reaches_no_view(site):
    queue = RequestQueue(site, threads=1, waiting=5, patience=LONG)
    head: list[Any] = []
    fields = {"PATH_INFO": "/", "REQUEST_METHOD": "POST", "CONTENT_LENGTH": "9", "wsgi.input": BytesIO(b"half")}
    queue(fields, lambda *given: head.append(given[0]))
    assert (head, site.seen) == (["503 Service Unavailable"], [])


def test_an_answer_that_nobody_takes_any_more_is_given_up():
    closed = threading.Event()
    queue = streamed((b"x" for _ in iter(int, 1)), closed)
    body = queue({"PATH_INFO": "/", "REQUEST_METHOD": "GET"}, lambda *given: None)
    assert next(iter(body))[:1] == b"x"
    body.close()
    assert closed.wait(LONG)


def test_a_mistake_in_the_middle_of_an_answer_ends_it():
    def pieces() -> Any:
        yield b"begun"
        raise OSError("the disk is gone")

    body = streamed(pieces(), threading.Event())({"PATH_INFO": "/", "REQUEST_METHOD": "GET"}, lambda *given: None)
    with pytest.raises(OSError, match="the disk is gone"):
        list(body)


@pytest.mark.parametrize(
    ("method", "path", "query", "lane"),
    [
        ("GET", "/", "", "read"),
        ("GET", "/mandates/", "aspect=1", "read"),
        ("GET", "/mandates/", "page=2&as=xlsx", "heavy"),
        ("GET", "/api/openapi.json", "", "heavy"),
        ("GET", "/reports/3/report.pdf", "", "heavy"),
        ("POST", "/api/instruments/comparison", "", "heavy"),
        ("GET", "/me/data.json", "", "heavy"),
        ("POST", "/mandates/3/confirm", "", "save"),
        ("PATCH", "/api/activities/3", "", "save"),
        ("GET", "/account/login/", "", "save"),
    ],
)
def test_the_lane_of_a_request(method, path, query, lane):
    assert lane_of({"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query}) == lane


def test_the_site_is_served_through_the_queue():
    from actionlines.register.site.wsgi import application

    assert isinstance(application.application, RequestQueue)


def test_the_page_of_reliability_gives_the_patience_of_each_lane() -> None:
    page = (Path(__file__).resolve().parents[4] / "docs" / "administer" / "reliability.md").read_text("utf-8")
    described = {name: float(wait) for name, wait in re.findall(r"^\| (\w+) \| [^|]+ \| ([\d.]+) s \|", page, re.M)}
    lanes = RequestQueue(Site(), threads=4, waiting=32)._lanes
    assert described == {name: pytest.approx(lane.patience) for name, lane in lanes.items()}
