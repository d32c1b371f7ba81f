"""One GET request that ends: bounded in time, size, redirects and attempts."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from http.client import HTTPMessage
from typing import IO
from urllib.parse import urlsplit

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


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and the address that it came from in the end."""

    body: bytes
    url: str


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to http and https only: a service must not point at files of this machine."""

    max_redirections = 5

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
        if urlsplit(newurl).scheme not in ("http", "https"):
            raise urllib.error.HTTPError(req.full_url, code, "redirect to a foreign scheme", headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def get(url: str, subject: str, *, timeout: float, retries: int, largest: int) -> Answer:
    """Return the body at `url`. `subject` is named in errors: Offline, NotServed, InputTooLarge.

    Time-outs, broken connections and answers of 500 and more, and 429, are tried again after a pause that
    doubles.
    """
    if urlsplit(url).scheme not in ("http", "https"):
        raise NotServed(
            subject, f"the address of the service is no web address: {url[:80]}", "Begin it with https://."
        )
    opener = urllib.request.build_opener(_Redirects())
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
                raise NotServed(
                    subject,
                    f"the service answered {error.code} ({error.reason})",
                    "Check the symbol and the language.",
                ) from error
            problem = f"the service answered {error.code} ({error.reason})"
        except (urllib.error.URLError, TimeoutError, http.client.HTTPException, OSError) as error:
            problem = _reason(error, timeout)
    raise Offline(subject, f"{urlsplit(url).netloc}: {problem}, {retries + 1} attempts", _OFFLINE)


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
