"""A document by its symbol: asked of the document service once, kept by its SHA-256, never asked again. A document
by its web address: asked for each time.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from actionlines.documents.fetch_http import Answer, get
from actionlines.documents.limits import Limits
from actionlines.documents.sniff import sniff
from actionlines.errors import InputError, NotServed, UnknownSymbol
from actionlines.lazily import expression

# Letters that look Latin and are not, as they occur in typed symbols.
_CONFUSABLE = str.maketrans("АВСЕНКМОРТХ‐‑–—−", "ABCEHKMOPTX-----")
_PART = r"[A-Za-z0-9][A-Za-z0-9.\-]{0,30}(?:\([A-Za-z0-9.\- ]{1,24}\)){0,2}"
# Body or series first, then at least one further part: `A/RES/80/173`, `A/80/6(Sect.24)/Corr.1`,
# `CRC/C/GC/25`.
_SYMBOL = expression(rf"[A-Z][A-Za-z0-9.\-]{{0,20}}(?:/{_PART}){{1,9}}")
_LONGEST = 120


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
        shown = symbol.strip()[:60] or "(nothing)"
        raise UnknownSymbol(
            shown, "this has not the form of a document symbol", "Write it like A/RES/80/173."
        )
    return text


SERVICE_VARIABLE = "ACTIONLINES_DOCUMENT_SERVICE"
CACHE_VARIABLE = "ACTIONLINES_CACHE"
# {symbol} and {language} are filled in; an address without {symbol} gets /LANGUAGE/SYMBOL added.
SERVICE = "https://documents.un.org/api/symbol/access?s={symbol}&l={language}&t=pdf"
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
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


def fetch(
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
        raise NotServed(
            canonical, f"there is no language {language!r}", f"Choose one of {', '.join(LANGUAGES)}."
        )
    store = _Store(Path(cache_dir) if cache_dir is not None else default_cache())
    known = store.find(canonical, language)
    if known is not None:
        return known
    url = address(canonical, language, base_url or os.environ.get(SERVICE_VARIABLE) or SERVICE)
    answer = get(url, canonical, timeout=timeout, retries=retries, largest=limits.file_bytes)
    _check(answer, canonical)
    return store.keep(canonical, language, answer.url, answer.body)


_WEB_ADVICE = (
    "Check the address, or download the file and give its path.",
    "Check the connection, or download the file elsewhere and give its path.",
)
# What a web address is written with; all else is quoted.
_SAFE = "/:=&?~+!$,;'@()*[]%"
_NO_NAME = expression(r"[^\w.-]+")


def fetch_address(
    url: str,
    *,
    cache_dir: str | Path | None = None,
    timeout: float = 30.0,
    retries: int = 3,
    limits: Limits = _NO_LIMITS,
) -> Path:
    """Return what stands at a web address, as a file that has the name of the last part of the address.

    The arguments are those of `fetch`. Raises Offline (AL202), NotServed (AL203), InputTooLarge (AL106), which
    name the address.
    """
    from urllib.parse import quote, unquote, urlsplit

    try:
        parts = urlsplit(url)
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
        asked = parts._replace(
            netloc=host, path=quote(parts.path, _SAFE), query=quote(parts.query, _SAFE), fragment=""
        )
        if parts.scheme not in ("http", "https") or not parts.hostname or (parts.port or 1) < 1:
            raise ValueError("no host")
    except ValueError as error:
        raise NotServed(url[:_LONGEST], "this is no web address", "Begin it with https://.") from error
    answer = get(
        asked.geturl(), url, timeout=timeout, retries=retries, largest=limits.file_bytes, advice=_WEB_ADVICE
    )
    folder = Path(cache_dir) if cache_dir is not None else default_cache()
    name = _NO_NAME.sub("-", unquote(parts.path).rstrip("/").rpartition("/")[2]).strip("-.")
    path = folder / "web" / hashlib.sha256(url.encode()).hexdigest() / (name[-_LONGEST:] or parts.hostname)
    _write(path, answer.body)
    return path


def default_cache() -> Path:
    """Return the cache folder: ACTIONLINES_CACHE, else `actionlines` in the user's cache folder."""
    own = os.environ.get(CACHE_VARIABLE)
    if own:
        return Path(own)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "actionlines" / "documents"


def address(symbol: str, language: str, template: str) -> str:
    """Return the address of a document at a service."""
    from urllib.parse import quote

    if "{symbol}" not in template:
        return f"{template.rstrip('/')}/{language}/{quote(symbol, safe='/()')}"
    return template.replace("{symbol}", quote(symbol, safe="/()")).replace("{language}", language)


def _check(answer: Answer, symbol: str) -> None:
    """Services answer a wrong symbol with a page that says so, and status 200: only documents pass."""
    try:
        form = sniff(answer.body, symbol)
    except InputError as error:
        raise NotServed(symbol, f"the service answered with no document: {error.problem}", _TRY) from error
    if form not in ("pdf", "docx"):
        raise NotServed(
            symbol, f"the service answered with a page of {form.upper()}, not with the document", _TRY
        )


_TRY = "Check the symbol and the language on https://documents.un.org, or give the file itself."


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
        _write(path, body)
        entry = {"symbol": symbol, "language": language, "sha256": digest, "url": url}
        _write(self._index(symbol, language), json.dumps(entry, ensure_ascii=False).encode("utf-8"))
        return Fetched(symbol, language, path, digest, url)

    def _file(self, digest: str) -> Path:
        if len(digest) != 64 or not digest.isalnum():
            raise ValueError("not a SHA-256")
        return self.folder / "files" / digest[:2] / digest

    def _index(self, symbol: str, language: str) -> Path:
        # The symbol is hashed: it has slashes, and some file systems do not tell capitals from small letters.
        name = hashlib.sha256(f"{language}:{symbol}".encode()).hexdigest()
        return self.folder / "index" / f"{name}.json"


def _write(path: Path, body: bytes) -> None:
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
