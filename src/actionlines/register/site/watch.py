"""What machines ask of a running server: whether it lives, whether it can be used, and its figures.

    /health/live    200 while the process answers
    /health/ready   200 where the database, its tables and the disk can be used; else 503, which names what cannot;
                    `impaired` names what is away while pages answer: the worker, the search index
    /metrics        figures for Prometheus, with the token of ACTIONLINES_METRICS_TOKEN; 404 where it is not set

They stand before the queue, so that a server that is full answers them, and before the check of host names, as
those who ask know the machine by its number.
"""

from __future__ import annotations

import hmac
import json
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connections
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from actionlines.register import server_state
from actionlines.register.site.request_queue import lane_of
from actionlines.register.site.telemetry import METHODS, PATTERN

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

    from _typeshed import OptExcInfo

T = TypeVar("T")
LIVE, READY, METRICS = "/health/live", "/health/ready", "/metrics"
AGAIN = 2.0  # seconds that an answer of READY holds: who asks often costs no more than who asks seldom
FIGURES = 15.0  # seconds that the figures of the register hold
# The folder in which several processes keep one set of figures: a convention of Prometheus's library.
SHARED = "PROMETHEUS_MULTIPROC_DIR"
_ROUTE = "actionlines.route"

REQUESTS = Counter("actionlines_requests", "Requests that were answered.", ("route", "method", "status"))
SECONDS = Histogram(
    "actionlines_request_seconds",
    "Seconds until the answer begins, the wait in the queue with it.",
    ("lane",),
    buckets=(0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10),
)
OPEN = Gauge(
    "actionlines_requests_open", "Requests that wait or are worked on.", ("lane",), multiprocess_mode="livesum"
)


class Route(MiddlewareMixin):
    """Names the address of a request for figures and spans: few names, whatever is asked for."""

    def process_view(self, request: HttpRequest, view: object, parts: object, named: object) -> None:
        """Write name and pattern of the address where Watched and spans find them."""
        match = request.resolver_match
        request.META[_ROUTE] = match.view_name if match else ""
        request.META[PATTERN] = f"/{match.route}" if match else ""


class Watched:
    """An application of WSGI that answers what machines ask, and counts and times what `application` answers."""

    def __init__(self, application: Callable[..., Iterable[bytes]]) -> None:
        self.application = application
        self._ready = _Held(AGAIN, lambda: (server_state.unusable(), server_state.impaired()))
        self._register = _Held(FIGURES, server_state.figures)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Return the answer to a machine, or that of the application."""
        if (path := environ["PATH_INFO"]) == LIVE:
            return _answer(start_response, 200, {"live": True})
        if path == READY:
            faults, impaired = self._ready()
            content = {"ready": not faults, "unusable": faults, "impaired": impaired}
            return _answer(start_response, 503 if faults else 200, content)
        if path == METRICS and settings.METRICS_TOKEN:
            return self._figures(environ, start_response)
        return self._counted(environ, start_response)

    def _counted(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        lane, status = lane_of(environ), ["500"]

        def _begin(
            line: str, headers: list[tuple[str, str]], error: OptExcInfo | None = None, /
        ) -> Callable[[bytes], object]:
            status[0] = line[:3]
            return start_response(line, headers, error)

        began = time.perf_counter()
        OPEN.labels(lane).inc()
        try:
            return self.application(environ, _begin)
        finally:
            OPEN.labels(lane).dec()
            SECONDS.labels(lane).observe(time.perf_counter() - began)
            static = environ["PATH_INFO"].startswith(settings.STATIC_URL)
            method = environ["REQUEST_METHOD"]
            REQUESTS.labels(
                environ.get(_ROUTE) or ("static" if static else "none"),
                method if method in METHODS else "other",
                status[0],
            ).inc()

    def _figures(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        fields = environ.get("HTTP_AUTHORIZATION", "").encode(errors="replace")
        if not hmac.compare_digest(fields, f"Bearer {settings.METRICS_TOKEN}".encode()):
            return _answer(start_response, 401, {"problem": "the token of ACTIONLINES_METRICS_TOKEN is missing"})
        collector_registry = CollectorRegistry()
        if SHARED in os.environ:
            _forget_dead()
            MultiProcessCollector(collector_registry)  # type: ignore[no-untyped-call]
        body = generate_latest(collector_registry if SHARED in os.environ else REGISTRY)
        own = CollectorRegistry()
        with suppress(DatabaseError, InterfaceError, OSError):  # those of the process stand alone then
            own.register(_Register(self._register()))
        start_response("200 OK", [("Content-Type", CONTENT_TYPE_LATEST), ("Cache-Control", "no-store")])
        return [body, generate_latest(own)]


class _Held(Generic[T]):
    """What `ask` returns, for some seconds. One thread asks; all others get the last answer meanwhile."""

    def __init__(self, seconds: float, ask: Callable[[], T]) -> None:
        self._seconds, self._ask = seconds, ask
        self._lock = threading.Lock()
        self._until = 0.0
        self._last: tuple[T, ...] = ()  # the answer, once there is one

    def __call__(self) -> T:
        """Return an answer that is as young as is wanted, or the last one while another thread asks."""
        first = not self._last
        if (first or time.monotonic() > self._until) and self._lock.acquire(blocking=first):
            try:
                if not self._last or time.monotonic() > self._until:
                    self._last = (self._ask(),)
                    self._until = time.monotonic() + self._seconds
            finally:
                # The thread is one of the server, after whose connections nobody looks.
                for item in connections.all(initialized_only=True):
                    if not item.in_atomic_block:
                        item.close()
                self._lock.release()
        return self._last[0]


class _Register:
    """The figures of the register, as the library of Prometheus collects them."""

    def __init__(self, figures: dict[str, tuple[str, float]]) -> None:
        self._figures = figures

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield one gauge for each figure."""
        for name, (meaning, value) in self._figures.items():
            yield GaugeMetricFamily(f"actionlines_{name}", meaning, value=value)


def _forget_dead() -> None:
    """Take what processes that have ended had open out of the figures."""
    for file in Path(os.environ[SHARED]).glob("gauge_live*.db"):
        number = file.stem.rpartition("_")[2]
        if number.isdigit():
            try:
                os.kill(int(number), 0)
            except ProcessLookupError:
                mark_process_dead(int(number))  # type: ignore[no-untyped-call]
            except PermissionError:
                continue


def _answer(start_response: StartResponse, status: int, content: dict[str, object]) -> list[bytes]:
    answer = HttpResponse(status=status)
    headers = [("Content-Type", "application/json"), ("Cache-Control", "no-store")]
    if status == 401:
        headers.append(("WWW-Authenticate", "Bearer"))
    start_response(f"{status} {answer.reason_phrase}", headers)
    return [json.dumps(content).encode()]
