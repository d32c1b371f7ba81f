"""One GET request that ends: bounded in time, size, redirects and attempts."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from http.client import HTTPMessage
from typing import IO
from urllib.parse import SplitResult, urlsplit

from actionlines.errors import InputTooLarge, NotServed, Offline

_CHUNK = 64 * 1024
_AGENT = "actionlines (document reader)"
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 30.0
# The whole answer may take this many times the time allowed for one silence.
_WHOLE = 10
_OFFLINE = (
    "Check the connection; or give the path of the file; or set ACTIONLINES_DOCUMENT_SERVICE to one that "
    "can be reached."
)
_UNICAST = ipaddress.ip_network("2000::/3")
# Translates to the IPv4 address in the last four bytes (RFC 6052).
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the public internet, and so is an IPv4 address inside it.

    >>> is_public("8.8.8.8"), is_public("::ffff:10.0.0.1"), is_public("169.254.169.254"), is_public("224.0.0.1")
    (True, False, False, False)
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv4Address):
        return found.is_global and not found.is_multicast
    if found in _TRANSLATED:
        return is_public(str(ipaddress.IPv4Address(found.packed[-4:])))
    inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
    if inner is not None:
        return is_public(str(inner))
    return found.is_global and found in _UNICAST


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and the address that it came from in the end."""

    body: bytes
    url: str


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to http and https only, and to a private address only where it was named: a service
    must not point at files or services of this machine or its network.
    """

    max_redirections = 5

    def __init__(self, named: SplitResult) -> None:
        self.named = named

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """Return the request of a redirect to http or https; refuse any other."""
        parts = urlsplit(newurl)
        if parts.scheme not in ("http", "https"):
            raise urllib.error.HTTPError(req.full_url, code, "redirect to a foreign scheme", headers, fp)
        same = parts.hostname == self.named.hostname and parts.port in (self.named.port, None)
        if not same and not _leads_outside(parts):
            raise urllib.error.HTTPError(req.full_url, code, "redirect to a private address", headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _leads_outside(parts: SplitResult) -> bool:
    """Return whether a host has public addresses alone; a name that only a proxy knows counts as such."""
    try:
        found = socket.getaddrinfo(parts.hostname or "", parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return True
    return all(is_public(str(address[4][0])) for address in found)


def get(
    url: str,
    subject: str,
    *,
    timeout: float,
    retries: int,
    largest: int,
    advice: tuple[str, str] = ("Check the symbol and the language.", _OFFLINE),
) -> Answer:
    """Return the body at `url`. `subject` is named in errors: Offline, NotServed, InputTooLarge.

    `advice` says what to do when the service refuses, and when it cannot be reached.

    Time-outs, broken connections and answers of 500 and more, and 429, are tried again after a pause that
    doubles.
    """
    if urlsplit(url).scheme not in ("http", "https"):
        raise NotServed(
            subject, f"the address of the service is no web address: {url[:80]}", "Begin it with https://."
        )
    opener = urllib.request.build_opener(_Redirects(urlsplit(url)))
    pause, problem = _FIRST_PAUSE, ""
    for attempt in range(retries + 1):
        if attempt:
            time.sleep(min(pause, _LONGEST_PAUSE))
            pause *= 2
        try:
            return _once(opener, url, subject, timeout, largest)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code < 500 and error.code != 429:
                problem = f"the service answered {error.code} ({error.reason})"
                raise NotServed(subject, problem, advice[0]) from error
            problem = f"the service answered {error.code} ({error.reason})"
        except (urllib.error.URLError, TimeoutError, http.client.HTTPException, OSError) as error:
            problem = _reason(error, timeout)
    raise Offline(subject, f"{urlsplit(url).netloc}: {problem}, {retries + 1} attempts", advice[1])


def _once(
    opener: urllib.request.OpenerDirector, url: str, subject: str, timeout: float, largest: int
) -> Answer:
    headers = {"User-Agent": _AGENT, "Accept": "application/pdf, */*;q=0.5"}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - the scheme was checked
    deadline = time.monotonic() + _WHOLE * timeout
    with opener.open(request, timeout=timeout) as response:
        declared = response.headers.get("Content-Length") or ""
        if declared.isdigit() and int(declared) > largest:
            raise _too_large(subject, largest)
        pieces: list[bytes] = []
        size = 0
        while piece := response.read1(_CHUNK):
            size += len(piece)
            if size > largest:
                raise _too_large(subject, largest)
            if time.monotonic() > deadline:
                raise TimeoutError
            pieces.append(piece)
        if declared.isdigit() and size < int(declared):
            raise http.client.IncompleteRead(b"", int(declared) - size)
        return Answer(b"".join(pieces), response.geturl())


def _too_large(subject: str, largest: int) -> InputTooLarge:
    return InputTooLarge(
        subject, f"the answer is larger than {largest:,} bytes", "Raise the limit if you trust it."
    )


def _reason(error: Exception, timeout: float) -> str:
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, TimeoutError):
        return f"no answer within {timeout:g} seconds"
    if isinstance(cause, socket.gaierror):
        return "the name cannot be found"
    if isinstance(cause, ConnectionRefusedError):
        return "the connection was refused"
    if isinstance(cause, ssl.SSLError):
        return "the certificate cannot be trusted"
    if isinstance(cause, http.client.HTTPException):
        return "the answer broke off"
    return "the connection failed"
