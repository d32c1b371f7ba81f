"""Values and papers as lines of text that are the same in every run, and their differences."""

from __future__ import annotations

import difflib
import hashlib
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from actionlines import __version__

WIDTH = 110  # of a line of JSON: what is longer is written part by part
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_RELEASE = re.compile(rf"\b([Aa]ctionlines) {re.escape(__version__)}")
_SPACE = re.compile(r"\s+")
# Elements that begin a line of their own.
_APART = frozenset(
    (
        *("address", "article", "aside", "blockquote", "br", "button", "caption", "dd", "details", "div", "dt"),
        *("figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "li", "main", "nav"),
        *("option", "p", "section", "summary", "td", "text", "th", "title", "tr"),
    )
)
_UNSEEN = ("script", "style", "template")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def dump(value: Any) -> str:
    """Return a value as JSON with sorted keys; a container that fits on a line stays on one."""
    return _dump(json.loads(json.dumps(value, ensure_ascii=False, default=str)), "") + "\n"


def _dump(value: Any, indent: str) -> str:
    short = json.dumps(value, ensure_ascii=False, sort_keys=True)
    if len(short) + len(indent) <= WIDTH or not isinstance(value, dict | list) or not value:
        return short
    inner = indent + " "
    if isinstance(value, list):
        return "[\n" + ",\n".join(inner + _dump(one, inner) for one in value) + f"\n{indent}]"
    parts = (f"{inner}{json.dumps(key, ensure_ascii=False)}: {_dump(value[key], inner)}" for key in sorted(value))
    return "{\n" + ",\n".join(parts) + f"\n{indent}}}"


def settled(value: Any) -> Any:
    """Return a value without what differs between runs and releases: moments, the release, the last digits."""
    if isinstance(value, dict):
        return {str(key): "RELEASE" if key == "software" else settled(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [settled(one) for one in value]
    if isinstance(value, float):
        return float(f"{value:.5g}")
    return words(value) if isinstance(value, str) else value


def words(text: str) -> str:
    """Return a text without moments, random identifiers and the number of the release."""
    plain = _UUID.sub("UUID", _MOMENT.sub("MOMENT", text))
    return _RELEASE.sub(r"\1 RELEASE", plain)


def folded(value: Any) -> dict[str, Any]:
    """Return a value in which every long part that occurs more than twice is written once, named by its digest."""
    counts: Counter[str] = Counter()
    kept: dict[str, Any] = {}

    def count(one: Any) -> None:
        if isinstance(one, dict | list):
            counts[json.dumps(one, sort_keys=True)] += 1
            for part in one.values() if isinstance(one, dict) else one:
                count(part)

    def fold(one: Any) -> Any:
        if not isinstance(one, dict | list):
            return one
        short = json.dumps(one, sort_keys=True)
        parts = {key: fold(part) for key, part in one.items()} if isinstance(one, dict) else [fold(p) for p in one]
        if counts[short] < 3 or len(short) < 80:
            return parts
        name = "same " + hashlib.sha256(short.encode()).hexdigest()[:8]
        kept[name] = parts
        return name

    count(value)
    return {"value": fold(value), "same": kept}


def digest(text: str) -> str:
    """Return the beginning of the SHA-256 of a text, marked as such."""
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()[:20]


def digests(value: Any) -> Any:
    """Return a value with SHA-256 digests in place of its sentences and long lists; codes, numbers, keys stay."""
    if isinstance(value, dict):
        return {key: digests(one) for key, one in value.items()}
    if isinstance(value, list) and len(json.dumps(value)) <= WIDTH:
        return [digests(one) for one in value]
    if isinstance(value, list):
        return digest(dump(value))
    if isinstance(value, str) and (" " in value or not value.isascii()):
        return digest(value)
    return value


def of_html(page: bytes) -> list[str]:
    """Return the text of a page, one line for each block."""
    root = html.document_fromstring(page.decode("utf-8"))
    for one in list(root.iter(*_UNSEEN)):
        one.drop_tree()
    joined = "".join(_pieces(root))
    return [line for one in joined.split("\n") if (line := words(_SPACE.sub(" ", one).strip()))]


def _pieces(element: Any) -> Iterator[str]:
    if not isinstance(element.tag, str):
        yield element.tail or ""
        return
    apart = "\n" if element.tag in _APART else ""
    yield apart + _SPACE.sub(" ", element.text or "")
    for child in element:
        yield from _pieces(child)
    yield apart + _SPACE.sub(" ", element.tail or "")


def of_docx(file: bytes) -> list[str]:
    """Return the text of a Word document, one line for each paragraph, part by part."""
    out = []
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        names = sorted(name for name in archive.namelist() if re.fullmatch(r"word/[a-z]+\d*\.xml", name))
        for name in names:
            root = etree.fromstring(archive.read(name))
            for paragraph in root.iter(f"{_W}p"):
                parts = [one.text or "" for one in paragraph.iter(f"{_W}t", f"{_W}delText")]
                if line := words(_SPACE.sub(" ", "".join(parts)).strip()):
                    out.append(line)
    return out


def difference(name: str, kept: str, found: str) -> list[str]:
    """Return the lines of a unified diff from the kept text to the one found."""
    lines = difflib.unified_diff(
        kept.splitlines(), found.splitlines(), f"kept/{name}", f"found/{name}", lineterm="", n=2
    )
    return [line if len(line) <= 300 else line[:300] + " …" for line in lines]
