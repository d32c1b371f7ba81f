"""The UN SDG API, played by a server of this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from actionlines.errors import MalformedMessage, NoObservations, NotServed, Offline
from actionlines.indicators.read import fetch_series


class Service(BaseHTTPRequestHandler):
    """Two pages of one series; other codes have their own faults."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        code, page = asked["seriesCode"][0], int(asked["page"][0])
        self.asked.append(f"{code} {page}")
        if code == "SLOW":
            threading.Event().wait(1.0)
        record = {
            "series": code, "geoAreaCode": "404", "timePeriodStart": 2014 + page, "value": str(10 * page),
            "attributes": {"Units": "PERCENT"}, "dimensions": {},
        }  # fmt: skip
        body = json.dumps({"totalPages": 2, "data": [] if code == "NONE" else [record]})
        status = {"GONE": 404, "DOWN": 503}.get(code, 200)
        self.send_response(status)
        self.end_headers()
        self.wfile.write(b"<html>" if code == "PAGE" else b"{}" if code == "ODD" else body.encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_all_pages_are_asked_for(service: str) -> None:
    Service.asked.clear()
    found = fetch_series("IT_USE_ii99", base_url=service)
    assert found.table.select("indicator", "area", "year", "value", "unit").rows() == [
        ("sdg:17.8.1", "KEN", 2015, 10.0, "percent"), ("sdg:17.8.1", "KEN", 2016, 20.0, "percent"),
    ]  # fmt: skip
    assert Service.asked == ["IT_USE_ii99 1", "IT_USE_ii99 2"]


@pytest.mark.parametrize(
    "code,error",
    [
        ("GONE", NotServed), ("DOWN", Offline), ("SLOW", Offline), ("PAGE", MalformedMessage),
        ("ODD", MalformedMessage), ("NONE", NoObservations), ("../x", NotServed), ("", NotServed),
    ],
)  # fmt: skip
def test_faults_of_the_service(service: str, code: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        fetch_series(code, base_url=service, timeout=0.2, retries=0)


def test_without_a_network_the_advice_is_a_file() -> None:
    with pytest.raises(Offline, match=r"AL202 IT_USE_ii99: .*path of the file"):
        fetch_series("IT_USE_ii99", base_url="http://127.0.0.1:9", timeout=0.5, retries=0)
