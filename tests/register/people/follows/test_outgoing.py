"""Where nothing is sent: private addresses in every form, names that lead to them, redirects."""

import contextlib
import socket
import ssl
import threading

import pytest

from actionlines.register.people import webhooks
from actionlines.register.people.webhooks import Refused, is_public, parts_of, post
from tests.register.people.follows.receiver import receiver

PRIVATE = [
    "127.0.0.1", "::1", "::ffff:10.0.0.1", "169.254.169.254", "10.1.2.3", "172.16.0.1", "192.168.1.1", "0.0.0.0",
    "100.64.0.1", "224.0.0.1", "255.255.255.255", "::", "::ffff:169.254.169.254", "fe80::1", "fe80::1%eth0",
    "fc00::1", "fec0::1", "ff02::1", "::10.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "2002:a00:1::1",
    "2001:db8::1", "2001:0:4136:e378:8000:63bf:f5ff:fffe",
]  # fmt: skip


@pytest.fixture
def answers():
    with receiver() as server:
        yield server


@pytest.fixture
def named(monkeypatch):
    """Let names lead where a test says, and count who asks."""
    asked = []

    def _name(*numbers):
        def _found(host, port, *_given, **_named):
            asked.append(host)
            family = socket.AF_INET6 if ":" in numbers[0] else socket.AF_INET
            return [(family, socket.SOCK_STREAM, 6, "", (one, port)) for one in numbers]

        monkeypatch.setattr(webhooks.socket, "getaddrinfo", _found)
        return asked

    return _name


@pytest.fixture
def reached(monkeypatch):
    """Keep where a connection is tried; none is made."""
    tried = []

    def _connect(address, *_given, **_named):
        tried.append(address)
        raise OSError("no network in this test")

    monkeypatch.setattr(webhooks.socket, "create_connection", _connect)
    return tried


@pytest.mark.parametrize("number", PRIVATE)
def test_no_private_address_is_public(number):
    assert not is_public(number)


@pytest.mark.parametrize(
    "number", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1"]
)
def test_public_addresses_are(number):
    assert is_public(number)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "[::1]", "[::ffff:10.0.0.1]", "169.254.169.254", "localhost", "127.1", "2130706433",
        "0x7f000001", "[::ffff:7f00:1]",
    ],
)  # fmt: skip
def test_nothing_is_sent_to_a_private_address(host, reached):
    with pytest.raises(Refused):
        post(f"https://{host}/in", b"{}", {})
    assert reached == []


@pytest.mark.parametrize("numbers", [["10.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::1"], ["::ffff:10.0.0.1"]])
def test_a_name_that_leads_to_a_private_address_is_refused(numbers, named, reached):
    named(*numbers)
    with pytest.raises(Refused, match="public internet"):
        post("https://hooks.example.org/in", b"{}", {})
    assert reached == []


def test_the_connection_goes_to_an_address_that_was_looked_at(named, reached):
    asked = named("8.8.8.8", "8.8.4.4")
    with pytest.raises(Refused, match="connection failed"):
        post("https://hooks.example.org:8443/in", b"{}", {})
    # The name is asked for once: an answer that changes leads nowhere else.
    assert asked == ["hooks.example.org"]
    assert reached == [("8.8.8.8", 8443), ("8.8.4.4", 8443)]


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/", "ftp://example.org/", "file:///etc/passwd", "https://", "https:///in", "",
        "https://user:secret@example.org/", "https://user@example.org/", "https://exa mple.org/",
        "https://example.org/a\r\nHost: other", "https://example.org:99999/", "https://[::1/",
        "javascript:alert(1)", "https://ex\u00e4mple.org/",
    ],
)  # fmt: skip
def test_only_an_address_over_https_has_the_form(url):
    with pytest.raises(Refused):
        parts_of(url)


def test_http_and_private_addresses_are_for_hosts_that_the_settings_name(answers, settings):
    with pytest.raises(Refused, match="https"):
        post(answers.url, b"{}", {})
    settings.HOOKS_INTERNAL = frozenset({"127.0.0.1"})
    assert post(answers.url, b"{}", {"X-One": "1"}) == 204
    assert answers.got[0][0]["X-One"] == "1"
    assert answers.got[0][1] == b"{}"


def test_an_administrator_names_the_hosts(settings):
    assert parts_of("https://elsewhere.example/in")
    settings.HOOKS_ONLY = frozenset({"hooks.example.org"})
    assert parts_of("https://hooks.example.org/in")
    for url in ("https://elsewhere.example/in", "https://x.hooks.example.org/", "https://8.8.8.8/"):
        with pytest.raises(Refused, match="other hosts"):
            parts_of(url)


@pytest.fixture
def _inside(settings):
    settings.HOOKS_INTERNAL = frozenset({"127.0.0.1"})


@pytest.mark.usefixtures("_inside")
@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_answer_that_is_not_followed(answers, code):
    with receiver() as other:
        answers.codes, answers.headers = [code], {"Location": other.url, "Content-Length": "0"}
        assert post(answers.url, b"{}", {}) == code
        assert other.got == []


@pytest.mark.usefixtures("_inside")
def test_of_an_answer_a_bound_is_read(answers):
    sent = []

    def _pour(handler):
        handler.send_response(200)
        handler.end_headers()
        with contextlib.suppress(OSError):
            for _turn in range(10_000):
                handler.wfile.write(b"x" * 64 * 1024)
                sent.append(1)

    answers.answering = _pour
    assert post(answers.url, b"{}", {}) == 200
    assert len(sent) < 10_000


@pytest.mark.usefixtures("_inside")
@pytest.mark.parametrize("where", ["head", "body"])
def test_an_answer_that_never_ends_is_cut(answers, monkeypatch, where):
    """Each piece comes within the limit of a silence: without a limit of the whole this test would not end."""
    monkeypatch.setattr(webhooks, "SECONDS", 0.4)

    def _drip(handler):
        handler.wfile.write(b"HTTP/1.0 200 OK\r\n" + (b"\r\n" if where == "body" else b""))
        with contextlib.suppress(OSError):
            while True:
                handler.wfile.write(b"X")
                handler.server.stopped.wait(0.01)

    answers.answering, answers.stopped = _drip, threading.Event()
    with pytest.raises(Refused, match="no answer in time"):
        post(answers.url, b"{}", {})


@pytest.mark.usefixtures("_inside")
def test_a_silence_and_a_closed_door_say_so(answers, monkeypatch):
    monkeypatch.setattr(webhooks, "SECONDS", 0.2)
    ended = threading.Event()
    answers.answering = lambda _handler: ended.wait(600)
    with pytest.raises(Refused, match=r"no answer in time|connection failed"):
        post(answers.url, b"{}", {})
    ended.set()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(Refused, match="connection failed"):
            post(f"http://127.0.0.1:{free.getsockname()[1]}/", b"{}", {})


@pytest.mark.usefixtures("_inside")
def test_a_server_without_a_certificate_is_not_trusted(answers):
    with pytest.raises(Refused, match=r"certificate|connection"):
        post(answers.url.replace("http://", "https://"), b"{}", {})
    assert ssl.create_default_context().verify_mode == ssl.CERT_REQUIRED
