"""One POST to an address that somebody gave: public addresses alone, no redirect, bounded in time and size.

A name is resolved once. Each of its addresses must be public, and the connection goes to one of these:
no answer of a name server leads elsewhere.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
from collections.abc import Mapping
from threading import Timer
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext_noop as _

from actionlines.documents.fetch import is_public

SECONDS = 15.0  # for everything: connection, handshake, answer
LARGEST = 64 * 1024  # bytes of an answer that are read; none is kept


class Refused(Exception):
    """An address to which nothing is sent, or that did not take what was sent. The text says why."""


def parts_of(url: str) -> SplitResult:
    """Return the parts of an address. Raises Refused where its form is wrong; no name is resolved."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
        host.encode("idna")
    except ValueError as error:
        raise Refused(_("this is no web address")) from error
    # Letters of other scripts and signs stand as %XX and xn-- in an address.
    if not host or not url.isascii() or any(sign.isspace() or not sign.isprintable() for sign in url):
        raise Refused(_("this is no web address"))
    if parts.username is not None or parts.password is not None:
        raise Refused(_("an address with a name or a password is not used"))
    if parts.scheme != "https" and not (parts.scheme == "http" and host in settings.HOOKS_INTERNAL):
        raise Refused(_("the address must begin with https://"))
    return parts


def addresses(host: str, port: int) -> list[str]:
    """Return the IP addresses of a name. Raises Refused where one of them is not public, or there is none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Refused(_("the name cannot be found")) from error
    numbers = list(dict.fromkeys(str(one[4][0]) for one in found))
    if host not in settings.HOOKS_INTERNAL and not all(is_public(one) for one in numbers):
        raise Refused(_("the address is not one of the public internet"))
    return numbers


def _reach(host: str, port: int, timeout: float) -> socket.socket:
    problem: OSError | None = None
    for number in addresses(host, port):
        try:
            return socket.create_connection((number, port), timeout)
        except OSError as error:
            problem = error
    raise problem or OSError("no address")


class _Plain(http.client.HTTPConnection):
    reached: socket.socket | None = None
    was_cut = False

    def connect(self) -> None:
        """Connect to an address that was checked."""
        self.sock = self.reached = _reach(self.host, self.port, SECONDS)

    def cut(self) -> None:
        """End the connection where it is."""
        self.was_cut = True
        if self.reached is not None:
            with contextlib.suppress(OSError):
                self.reached.shutdown(socket.SHUT_RDWR)


class _Encrypted(_Plain):
    default_port = http.client.HTTPS_PORT

    def connect(self) -> None:
        """Connect, and check the certificate of the name."""
        super().connect()
        context = ssl.create_default_context()
        self.sock = self.reached = context.wrap_socket(
            self.sock, server_hostname=self.host, do_handshake_on_connect=False
        )
        self.reached.do_handshake()


def post(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Return the status of the answer to a POST. Raises Refused where there is none."""
    parts = parts_of(url)
    kind = _Encrypted if parts.scheme == "https" else _Plain
    # Without a port the last part of an IPv6 address would be taken for one.
    connection = kind(parts.hostname or "", parts.port or kind.default_port, timeout=SECONDS)
    ended = Timer(SECONDS, connection.cut)  # a silence has a limit of its own, a slow answer has this one
    ended.daemon = True
    ended.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, dict(headers))
        with connection.getresponse() as answer:
            answer.read(LARGEST)
        if connection.was_cut:
            raise TimeoutError
        return answer.status
    except TimeoutError as error:
        raise Refused(_("no answer in time")) from error
    except ssl.SSLError as error:
        raise Refused(_("the certificate cannot be trusted")) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        late = _("no answer in time")
        raise Refused(late if connection.was_cut else _("the connection failed")) from error
    finally:
        ended.cancel()
        connection.close()
