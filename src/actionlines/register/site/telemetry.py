"""Spans of requests and tasks for OpenTelemetry, where OTEL_EXPORTER_OTLP_ENDPOINT names a receiver.

A span holds the method, the pattern of the address, the status and the time; of a task its name, its outcome and
the kind of its error. Nothing else is written into one: no address as it was asked, no query, body, account,
header or message of an error, and of what a caller sent the number of its trace alone. The OTEL_ variables of the
SDK set all else: sampling, batches, headers and certificates of the receiver, the name of the service.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from actionlines import __version__

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from _typeshed import OptExcInfo
    from opentelemetry.trace import Tracer

ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
# Where the middleware Route leaves the pattern of an address.
PATTERN = "actionlines.pattern"
METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
_log = logging.getLogger(__name__)


def tracer() -> Tracer | None:
    """Return what makes spans; None, with nothing imported, where no receiver is named or the SDK is off."""
    off = os.environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true"
    none = os.environ.get("OTEL_TRACES_EXPORTER", "").strip().lower() == "none"
    if off or none or not any(os.environ.get(name, "").strip() for name in ENDPOINTS):
        return None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ModuleNotFoundError:
        _log.error("No spans are sent. Install what sends them: pip install 'actionlines[telemetry]'.")
        return None
    resource = Resource.create({"service.version": __version__})
    if str(resource.attributes["service.name"]).startswith("unknown_service"):
        resource = resource.merge(Resource({"service.name": "actionlines"}))
    provider = TracerProvider(resource=resource)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return provider.get_tracer("actionlines", __version__)


def traced(application: WSGIApplication, by: Tracer | None) -> WSGIApplication:
    """Return an application of WSGI each of whose answers is a span; the same one where there is no tracer."""
    if by is None:
        return application
    from opentelemetry.trace import SpanKind, Status, StatusCode
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    caller = TraceContextTextMapPropagator()

    def _answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        status = [500]

        def _begin(
            line: str, headers: list[tuple[str, str]], error: OptExcInfo | None = None, /
        ) -> Callable[[bytes], object]:
            status[0] = int(line[:3])
            return start_response(line, headers, error)

        method = environ["REQUEST_METHOD"]
        method = method if method in METHODS else "_OTHER"
        # Without `tracestate`, in which a caller may write what it likes.
        context = caller.extract({"traceparent": environ.get("HTTP_TRACEPARENT", "")})
        span = by.start_span(method, context, SpanKind.SERVER, {"http.request.method": method})
        try:
            return application(environ, _begin)
        finally:
            if route := environ.get(PATTERN):
                span.update_name(f"{method} {route}")
                span.set_attribute("http.route", route)
            span.set_attribute("http.response.status_code", status[0])
            if status[0] >= 500:
                span.set_status(Status(StatusCode.ERROR))
            span.end()

    return _answer


def trace_tasks(by: Tracer | None) -> None:
    """Make a span of each task that this process ends, with the time that it began; nothing without a tracer."""
    if by is None:
        return
    from django_tasks.signals import task_finished
    from opentelemetry.trace import SpanKind, Status, StatusCode

    def _ended(task_result: Any, **_named: object) -> None:
        name = task_result.task.module_path
        began = _nanoseconds(task_result.started_at)
        span = by.start_span(name, kind=SpanKind.CONSUMER, attributes={"task.name": name}, start_time=began)
        span.set_attribute("task.status", str(task_result.status))
        if task_result.errors:
            span.set_attribute("error.type", task_result.errors[-1].exception_class_path)
            span.set_status(Status(StatusCode.ERROR))
        span.end(_nanoseconds(task_result.finished_at))

    task_finished.connect(_ended, weak=False, dispatch_uid="actionlines.telemetry")


def _nanoseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1_000_000) * 1000
