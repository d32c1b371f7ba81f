"""A document by its symbol: asked of the document service once, kept by its SHA-256, never asked again. A document
by its web address: asked for each time.

One GET request that ends: bounded in time, size, redirects and attempts.
"""

import hashlib
import http.client
import ipaddress
import json
import os
import re
import socket
import ssl
import time
import unicodedata
import urllib.error
import urllib.request
from dataclasses import dataclass
from http.client import HTTPMessage
from pathlib import Path
from typing import IO
from urllib.parse import SplitResult, urlsplit

from actionlines.documents.blocks import Limits
from actionlines.documents.sniff import find_format
from actionlines.errors import InputError, InputTooLarge, NotServed, Offline, UnknownSymbol
from actionlines.lazily import expression

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
# Of the special-purpose registries of IANA, what older versions of Python take for public: protocol assignments
# (RFC 6890) but for PCP and TURN anycast, relays of 6to4 (RFC 7526), benchmarks (RFC 5180), documentation
# (RFC 9637), SIDs (RFC 9602), local translation (RFC 8215), discard (RFC 6666, 9780).
_SPECIAL = tuple(
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",
        "192.88.99.0/24",
        "2001:2::/48",
        "3fff::/20",
        "5f00::/16",
        "64:ff9b:1::/48",
        "100::/64",
        "100:0:0:1::/64",
    )
)
_ANYCAST = frozenset(map(ipaddress.ip_address, ("192.0.0.9", "192.0.0.10")))
# Translates to the IPv4 address in the last four bytes (RFC 6052).
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
_PART = r"[A-Za-z0-9][A-Za-z0-9.\-]{0,30}(?:\([A-Za-z0-9.\- ]{1,24}\)){0,2}"
# Body or series first, then at least one further part: `A/RES/80/173`, `A/80/6(Sect.24)/Corr.1`,
# `CRC/C/GC/25`.
_SYMBOL = expression(rf"[A-Z][A-Za-z0-9.\-]{{0,20}}(?:/{_PART}){{1,9}}")
_LONGEST = 120
SERVICE_VARIABLE = "ACTIONLINES_DOCUMENT_SERVICE"
CACHE_VARIABLE = "ACTIONLINES_CACHE"
# {symbol} and {language} are filled in; an address without {symbol} gets /LANGUAGE/SYMBOL added.
SERVICE = "https://documents.un.org/api/symbol/access?s={symbol}&l={language}&t=pdf"
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
_WEB_ADVICE = (
    "Check the address, or download the file and give its path.",
    "Check the connection, or download the file elsewhere and give its path.",
)
# What a web address is written with; all else is quoted.
_SAFE = "/:=&?~+!$,;'@()*[]%"
_NO_NAME = expression(r"[^\w.-]+")
_TRY = "Check the symbol and the language on https://documents.un.org, or give the file itself."


def is_public(address: str) -> bool:
    """Return whether an IP address is one of the public internet, and so is an IPv4 address inside it.

    >>> is_public("8.8.8.8"), is_public("::ffff:10.0.0.1"), is_public("169.254.169.254"), is_public("224.0.0.1")
    (True, False, False, False)
    """
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if parsed not in _ANYCAST and any(parsed in network for network in _SPECIAL):
        return False
    if isinstance(parsed, ipaddress.IPv4Address):
        return parsed.is_global and not parsed.is_multicast
    if parsed in _TRANSLATED:
        return is_public(str(ipaddress.IPv4Address(parsed.packed[-4:])))
    inner = parsed.ipv4_mapped or parsed.sixtofour or (parsed.teredo or (None, None))[1]
    return is_public(str(inner)) if inner is not None else parsed.is_global and parsed in _UNICAST


@dataclass(frozen=True, slots=True)
class PageAnswer:
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
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
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
        resolved = socket.getaddrinfo(parts.hostname or "", parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return True
    return all(is_public(str(address[4][0])) for address in resolved)


def get_page(
    url: str,
    subject: str,
    *,
    timeout: float,
    retries: int,
    largest: int,
    advice: tuple[str, str] = ("Check the symbol and the language.", _OFFLINE),
) -> PageAnswer:
    """Return the body at `url`. `subject` is named in errors: Offline, NotServed, InputTooLarge.

    `advice` says what to do when the service refuses, and when it cannot be reached.

    Time-outs, broken connections and answers of 500 and more, and 429, are tried again after a pause that
    doubles.
    """
    if urlsplit(url).scheme not in ("http", "https"):
        raise NotServed(
            subject, f"the address of the service is not a web address: {url[:80]}", "Begin it with https://."
        )
    opener = urllib.request.build_opener(_Redirects(urlsplit(url)))
    pause, problem = _FIRST_PAUSE, ""
    for attempt in range(retries + 1):
        if attempt:
            time.sleep(min(pause, _LONGEST_PAUSE))
            pause *= 2
        try:
            return _get_once(opener, url, subject, timeout, largest)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code < 500 and error.code != 429:
                problem = f"the service answered {error.code} ({error.reason})"
                raise NotServed(subject, problem, advice[0]) from error
            problem = f"the service answered {error.code} ({error.reason})"
        except (urllib.error.URLError, TimeoutError, http.client.HTTPException, OSError) as error:
            problem = _error_reason(error, timeout)
    raise Offline(subject, f"{urlsplit(url).netloc}: {problem}, {retries + 1} attempts", advice[1])


def _get_once(
    opener: urllib.request.OpenerDirector, url: str, subject: str, timeout: float, largest: int
) -> PageAnswer:
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
        return PageAnswer(b"".join(pieces), response.geturl())


def _too_large(subject: str, largest: int) -> InputTooLarge:
    return InputTooLarge(subject, f"the answer is larger than {largest:,} bytes", "Raise the limit if you trust it.")


def _error_reason(error: Exception, timeout: float) -> str:
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


# Letters that look Latin and are not, as they occur in typed symbols.
_CONFUSABLE = str.maketrans("АВСЕНКМОРТХ‐‑–—−", "ABCEHKMOPTX-----")


def normalise_symbol(symbol: str) -> str:
    """Return the symbol as the document service writes it: no blanks, plain hyphens, Latin capitals.

    Raises UnknownSymbol (AL201) when the words have not the form of a symbol.

    >>> normalise_symbol(" a/res/80/173 ")
    'A/RES/80/173'
    """
    text = unicodedata.normalize("NFKC", symbol).translate(_CONFUSABLE).strip().strip("/")
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s*([/()-])\s*", r"\1", text)
    text = re.sub(r"(?<=\.) |(?<=\d) (?=[A-Z](?:$|[/(]))", "", text)
    head, slash, rest = text.partition("/")
    text = f"{head.upper()}{slash}{rest}"
    text = re.sub(
        r"(?<=/)(?:res|dec|inf|pv|sr|crp|wp|ngo|prst|conf)(?=[/.])", lambda match: match.group().upper(), text
    )
    if len(text) > _LONGEST or ".." in text or not _SYMBOL.fullmatch(text) or not re.search(r"\d", text):
        short = symbol.strip()[:60] or "(nothing)"
        raise UnknownSymbol(short, "this is not a document symbol", "Write it like A/RES/80/173.")
    return text


_NO_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document of the service: where it is kept, what it is, where it came from.

    `symbol` as normalised; `cached` when no request was made.
    """

    symbol: str
    language: str
    path: Path
    sha256: str
    url: str
    cached: bool = False

    def read_bytes(self) -> bytes:
        """Return the bytes of the stored document."""
        return self.path.read_bytes()


def fetch_document(
    symbol: str,
    *,
    base_url: str | None = None,
    cache_dir: str | Path | None = None,
    timeout: float = 30.0,
    retries: int = 3,
    language: str = "en",
    limits: Limits = _NO_LIMITS,
) -> Fetched:
    """Return the document with this symbol, from the cache or from the document service.

    `base_url` is a template with {symbol} and {language}, or an address to which /LANGUAGE/SYMBOL is added;
    without it the environment variable ACTIONLINES_DOCUMENT_SERVICE is used, and without that the service of
    the United Nations. `timeout` in seconds for each answer, `retries` further attempts after a time-out or
    an answer of 500 and more. Raises UnknownSymbol (AL201), Offline (AL202), NotServed (AL203), InputTooLarge
    (AL106).
    """
    canonical = normalise_symbol(symbol)
    if language not in LANGUAGES:
        raise NotServed(canonical, f"there is no language {language!r}", f"Choose one of {', '.join(LANGUAGES)}.")
    store = _Store(Path(cache_dir) if cache_dir is not None else default_cache())
    if (known := store.find(canonical, language)) is not None:
        return known
    url = find_address(canonical, language, base_url or os.environ.get(SERVICE_VARIABLE) or SERVICE)
    answer = get_page(url, canonical, timeout=timeout, retries=retries, largest=limits.file_bytes)
    _check_answer(answer, canonical)
    return store.keep(canonical, language, answer.url, answer.body)


def fetch_address(
    url: str,
    *,
    cache_dir: str | Path | None = None,
    timeout: float = 30.0,
    retries: int = 3,
    limits: Limits = _NO_LIMITS,
) -> Path:
    """Return what is at a web address, as a file that has the name of the last part of the address.

    The arguments are those of `fetch_document`. Raises Offline (AL202), NotServed (AL203), InputTooLarge (AL106), which
    name the address.
    """
    from urllib.parse import quote, unquote, urlsplit

    try:
        parts = urlsplit(url)
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
        address_parts = parts._replace(
            netloc=host, path=quote(parts.path, _SAFE), query=quote(parts.query, _SAFE), fragment=""
        )
        if parts.scheme not in ("http", "https") or not parts.hostname or (parts.port or 1) < 1:
            raise ValueError("no host")
    except ValueError as error:
        raise NotServed(url[:_LONGEST], "this is not a web address", "Begin it with https://.") from error
    answer = get_page(
        address_parts.geturl(), url, timeout=timeout, retries=retries, largest=limits.file_bytes, advice=_WEB_ADVICE
    )
    folder = Path(cache_dir) if cache_dir is not None else default_cache()
    name = _NO_NAME.sub("-", unquote(parts.path).rstrip("/").rpartition("/")[2]).strip("-.")
    path = folder / "web" / hashlib.sha256(url.encode()).hexdigest() / (name[-_LONGEST:] or parts.hostname)
    _write_body(path, answer.body)
    return path


def default_cache() -> Path:
    """Return the cache folder: ACTIONLINES_CACHE, else `actionlines` in the user's cache folder."""
    if own := os.environ.get(CACHE_VARIABLE):
        return Path(own)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "actionlines" / "documents"


def find_address(symbol: str, language: str, template: str) -> str:
    """Return the address of a document at a service."""
    from urllib.parse import quote

    if "{symbol}" not in template:
        return f"{template.rstrip('/')}/{language}/{quote(symbol, safe='/()')}"
    return template.replace("{symbol}", quote(symbol, safe="/()")).replace("{language}", language)


def _check_answer(answer: PageAnswer, symbol: str) -> None:
    """Services answer a wrong symbol with a page that says so, and status 200: only documents pass."""
    try:
        form = find_format(answer.body, symbol)
    except InputError as error:
        raise NotServed(symbol, f"the service answered with no document: {error.problem}", _TRY) from error
    if form not in ("pdf", "docx"):
        raise NotServed(symbol, f"the service answered with a page of {form.upper()}, not with the document", _TRY)


class _Store:
    """Files under their SHA-256, and an index file for each symbol and language; written atomically."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, symbol: str, language: str) -> Fetched | None:
        """Return what is kept, if the file is there and still what it was."""
        try:
            entry = json.loads(self._index(symbol, language).read_text("utf-8"))
            digest, url = str(entry["sha256"]), str(entry["url"])
            path = self._file(digest)
            if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
                return None
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return Fetched(symbol, language, path, digest, url, cached=True)

    def keep(self, symbol: str, language: str, url: str, body: bytes) -> Fetched:
        """Write the file first, then the index that names it."""
        digest = hashlib.sha256(body).hexdigest()
        path = self._file(digest)
        _write_body(path, body)
        entry = {"symbol": symbol, "language": language, "sha256": digest, "url": url}
        _write_body(self._index(symbol, language), json.dumps(entry, ensure_ascii=False).encode("utf-8"))
        return Fetched(symbol, language, path, digest, url)

    def _file(self, digest: str) -> Path:
        if len(digest) != 64 or not digest.isalnum():
            raise ValueError("not a SHA-256")
        return self.folder / "files" / digest[:2] / digest

    def _index(self, symbol: str, language: str) -> Path:
        # The symbol is hashed: it has slashes, and some file systems do not tell capitals from small letters.
        name = hashlib.sha256(f"{language}:{symbol}".encode()).hexdigest()
        return self.folder / "index" / f"{name}.json"


def _write_body(path: Path, body: bytes) -> None:
    """Write beside, then move: a reader sees the old file or the new one, never half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.{os.urandom(4).hex()}.part")
    try:
        with beside.open("wb") as stream:
            stream.write(body)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
