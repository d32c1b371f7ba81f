"""Fetching by symbol, against a service on this machine; nothing leaves 127.0.0.1."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from actionlines.documents.blocks import Limits
from actionlines.documents.fetch import (
    CACHE_VARIABLE,
    SERVICE_VARIABLE,
    fetch_address,
    fetch_document,
    find_address,
    normalise_symbol,
)
from actionlines.errors import InputTooLarge, NotServed, Offline, UnknownSymbol

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


class Service(BaseHTTPRequestHandler):
    """A document service with good and bad days, told by the number of the symbol."""

    seen: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        """Answer as the last part of the path says."""
        self.seen.append(self.path)
        day = self.path.rsplit("/", 1)[-1]
        if day == "2":
            # Flaky: a failure, then the document.
            self.answer(503 if self.seen.count(self.path) == 1 else 200)
        elif day == "3":
            time.sleep(1.0)
            self.answer(200)
        elif day == "4":
            self.redirect("/en/A/RES/1/1")
        elif day == "5":
            self.answer(200, b"<!DOCTYPE html><html><body>There is no document with this symbol.</body></html>")
        elif day == "6":
            self.redirect("file:///etc/hostname")
        elif day == "13":
            self.redirect("ftp://127.0.0.1/x")
        elif day == "14":
            self.redirect("http://10.0.0.1/inside")
        elif day == "15":
            self.redirect("http://127.0.0.1:22/")
        elif day == "decision.txt":
            self.answer(200, b"1. Requests the Board to meet.")
        elif day == "7":
            self.answer(404, b"no")
        elif day == "8":
            self.redirect(self.path)
        elif day == "9":
            self.answer(200, PDF + b" " * 200_000)
        elif day == "10":
            # The connection breaks before the document is whole.
            self.answer(200, PDF, length=len(PDF) + 50)
        elif day == "11":
            self.answer(500)
        elif day == "12":
            self.answer(200, b"")
        else:
            self.answer(200)

    def answer(self, status: int, body: bytes = PDF, length: int | None = None) -> None:
        """Send a body."""
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            self.close_connection = True

    def redirect(self, where: str) -> None:
        """Point elsewhere."""
        self.send_response(302)
        self.send_header("Location", where)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of the service; no proxy stands before it, and no pause is made between attempts."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr("actionlines.documents.fetch._FIRST_PAUSE", 0.01)
    Service.seen.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_document_is_fetched_once_and_kept_by_its_digest(service: str, tmp_path: Path) -> None:
    first = fetch_document("A/RES/1/1", base_url=service, cache_dir=tmp_path)
    assert first.read_bytes() == PDF
    assert first.sha256 == hashlib.sha256(PDF).hexdigest() == first.path.name
    assert (first.url, first.cached) == (f"{service}/en/A/RES/1/1", False)
    again = fetch_document(" a/res/1/1", base_url=service, cache_dir=tmp_path)
    assert (again.path, again.cached) == (first.path, True)
    assert Service.seen == ["/en/A/RES/1/1"]
    # Another language is another document, and nothing half-written is left behind.
    assert not fetch_document("A/RES/1/1", base_url=service, cache_dir=tmp_path, language="fr").cached
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.parametrize("harm", ["changed", "gone", "index"])
def test_cache_that_was_harmed_is_not_trusted(service: str, tmp_path: Path, harm: str) -> None:
    kept = fetch_document("A/RES/1/1", base_url=service, cache_dir=tmp_path)
    if harm == "changed":
        kept.path.write_bytes(b"%PDF-1.7 other")
    elif harm == "gone":
        kept.path.unlink()
    else:
        index = next((tmp_path / "index").iterdir())
        index.write_text(json.dumps({"sha256": "../../secret", "url": "x"}), encoding="utf-8")
    again = fetch_document("A/RES/1/1", base_url=service, cache_dir=tmp_path)
    assert (again.cached, again.read_bytes()) == (False, PDF)


def test_failures_of_the_service_are_tried_again(service: str, tmp_path: Path) -> None:
    assert fetch_document("A/RES/1/2", base_url=service, cache_dir=tmp_path).read_bytes() == PDF
    assert len(Service.seen) == 2


def test_redirects_within_the_web_are_followed(service: str, tmp_path: Path) -> None:
    assert fetch_document("A/RES/1/4", base_url=service, cache_dir=tmp_path).url == f"{service}/en/A/RES/1/1"


@pytest.mark.parametrize(
    ("day", "error", "words"),
    [
        # No answer in time; nothing else than failures; a body that breaks off.
        (3, Offline, "no answer within 0.2 seconds, 2 attempts"),
        (11, Offline, "answered 500"),
        (10, Offline, "broke off"),
        # A page in place of the document, and nothing at all.
        (5, NotServed, "a page of HTML"),
        (12, NotServed, "no document"),
        # Redirects out of the web, one in a circle, and a plain no.
        (6, NotServed, "not allowed"),
        (13, NotServed, "foreign scheme"),
        (8, NotServed, "infinite loop"),
        # Into a private network, and to another port of this machine.
        (14, NotServed, "redirect to a private address"),
        (15, NotServed, "redirect to a private address"),
        (7, NotServed, "answered 404"),
        (9, InputTooLarge, "larger than 100,000 bytes"),
    ],
)
def test_bad_days(service: str, tmp_path: Path, day: int, error: type[Exception], words: str) -> None:
    limits = Limits(file_bytes=100_000)
    symbol = f"A/RES/1/{day}"
    with pytest.raises(error, match=words) as caught:
        fetch_document(symbol, base_url=service, cache_dir=tmp_path, timeout=0.2, retries=1, limits=limits)
    assert symbol in str(caught.value)
    assert not list(tmp_path.rglob("*.json"))


def test_no_service_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    # Port 9 discards, and nobody listens there.
    monkeypatch.setenv(SERVICE_VARIABLE, "http://127.0.0.1:9")
    with pytest.raises(Offline, match=r"AL202 A/RES/70/1: 127\.0\.0\.1:9: .* Check the connection"):
        fetch_document("A/RES/70/1", cache_dir=tmp_path, timeout=0.5, retries=0)


def test_service_that_is_no_web_address(tmp_path: Path) -> None:
    with pytest.raises(NotServed, match="not a web address"):
        fetch_document("A/RES/70/1", base_url="file:///etc", cache_dir=tmp_path)


def test_language_that_the_service_does_not_have(tmp_path: Path) -> None:
    with pytest.raises(NotServed, match="no language 'de'"):
        fetch_document("A/RES/70/1", cache_dir=tmp_path, language="de")


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("https://docs.un.org", "https://docs.un.org/fr/A/80/6(Sect.24)/Corr.1"),
        ("https://undocs.org/", "https://undocs.org/fr/A/80/6(Sect.24)/Corr.1"),
        ("http://x/api?s={symbol}&l={language}&t=pdf", "http://x/api?s=A/80/6(Sect.24)/Corr.1&l=fr&t=pdf"),
    ],
)
def test_addresses(template: str, expected: str) -> None:
    assert find_address("A/80/6(Sect.24)/Corr.1", "fr", template) == expected


@pytest.mark.parametrize(
    ("given", "symbol"),
    [
        ("A/RES/80/173", "A/RES/80/173"),
        # Small letters, blanks, a dash of print, Cyrillic capitals, full width.
        (" a/res/70/1 ", "A/RES/70/1"),
        ("A/80/6 (Sect. 24)/Corr.1", "A/80/6(Sect.24)/Corr.1"),
        ("A/71/67–E/2016/51", "A/71/67-E/2016/51"),
        ("А/70/1", "A/70/1"),
        ("Ａ／70／1", "A/70/1"),
        # Old resolutions, letter parts, other series.
        ("A/RES/217 A (III)", "A/RES/217A(III)"),
        ("A/RES/57/270 B", "A/RES/57/270B"),
        ("S/RES/1325 (2000)", "S/RES/1325(2000)"),
        ("FCCC/CP/2015/10/Add.1", "FCCC/CP/2015/10/Add.1"),
        ("A/CONF.157/24 (Part I)", "A/CONF.157/24(Part I)"),
    ],
)
def test_symbols(given: str, symbol: str) -> None:
    assert normalise_symbol(given) == symbol
    assert normalise_symbol(symbol) == symbol


@pytest.mark.parametrize(
    "given",
    [
        "",
        "hello",
        "../etc/passwd",
        "A/../B/1",
        "A//1",
        "https://x/1",
        "A/RES/70/1?x=1",
        "A/80/L.1 OR 1",
        "A/RES/",
        "A/" + "1" * 200,
    ],
)
def test_words_that_are_no_symbol(given: str, tmp_path: Path) -> None:
    with pytest.raises(UnknownSymbol, match="AL201"):
        fetch_document(given, cache_dir=tmp_path)


@pytest.mark.parametrize(
    ("day", "error", "words"),
    [
        ("3", Offline, "no answer within 0.2 seconds, 2 attempts. Check the connection, or download the file"),
        ("7", NotServed, "answered 404 .* Check the address"),
        ("14", NotServed, "redirect to a private address"),
        ("9", InputTooLarge, "larger than 100,000 bytes"),
    ],
)
def test_bad_days_of_web_addresses(service: str, tmp_path: Path, day: str, error: type[Exception], words: str) -> None:
    url, limits = f"{service}/papers/{day}", Limits(file_bytes=100_000)
    with pytest.raises(error, match=words) as caught:
        fetch_address(url, cache_dir=tmp_path, timeout=0.2, retries=1, limits=limits)
    assert url in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        # Another scheme, no host, a port that is none, an address broken in its brackets.
        "ftp://example.org/plan.pdf",
        "https:///plan.pdf",
        "https://example.org:port/plan.pdf",
        "https://[::1/plan.pdf",
    ],
)
def test_words_that_are_no_web_address(url: str, tmp_path: Path) -> None:
    with pytest.raises(NotServed, match=r"not a web address. Begin it with https://"):
        fetch_address(url, cache_dir=tmp_path, timeout=0.2, retries=0)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        # The last part of the address; without one, the host; signs of other kinds are left out.
        ("/papers/1", "1"),
        ("/", "127.0.0.1"),
        ("/papers/r\u00e9solution un.pdf?version=2#page=3", "r\u00e9solution-un.pdf"),
    ],
)
def test_file_has_the_name_of_its_web_address(service: str, tmp_path: Path, path: str, name: str) -> None:
    kept = fetch_address(service + path, cache_dir=tmp_path)
    assert (kept.name, kept.read_bytes()) == (name, PDF)


def test_commands_read_web_addresses(service: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from actionlines import read
    from actionlines.results.inputs import fetch_symbol

    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    url = f"{service}/papers/decision.txt"
    assert (read(url).name, len(read(url).paragraphs)) == (url, 1)
    # An address of a document service stands for its symbol.
    monkeypatch.setenv(SERVICE_VARIABLE, service)
    fetch_symbol("https://docs.un.org/fr/A/RES/1/1", "en")
    assert Service.seen[-1] == "/fr/A/RES/1/1"
