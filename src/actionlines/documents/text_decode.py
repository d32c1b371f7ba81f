"""Bytes to characters: UTF-8, UTF-16 with or without a mark, then Windows-1252 as the last resort."""

from __future__ import annotations

import codecs
import re

from actionlines.errors import UnknownFormat

# Longer marks first: that of UTF-32 LE begins with that of UTF-16 LE.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 64 * 1024
# Single zero bytes stand in texts that were cut out of forms; many are told by their share, like other signs.
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd\ufffe\uffff]")
# What a text in one of the six languages is made of: letters of their scripts, digits, common signs, blanks.
_ORDINARY = re.compile(
    r"[\t\n\r -~\xa0-\u024f\u0400-\u04ff\u0600-\u06ff\u2010-\u203a\u3000-\u3017\u4e00-\u9fff\uff00-\uff5e]"
)
# The HTML standard looks for a declaration in the first 1,024 bytes.
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{2,30})", re.I)
_CHARSET_WINDOW = 1024
_MAX_CONTROL = 0.01
_MAX_ZEROS = 0.05
_MIN_ORDINARY = 0.9


def decode(data: bytes, name: str, *, markup: bool = False) -> tuple[str, str]:
    """Characters of `data`, without a byte order mark, and the encoding they were in.

    Line ends are kept as they are, so that offsets hold in the user's own file. Raises UnknownFormat (AL102)
    when the bytes are no text in any of the encodings. With `markup`, what a page declares is tried before
    Windows-1252.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(encoding, errors="replace"), name), encoding
    unmarked = _utf16(data[:_SAMPLE])
    if unmarked:
        return _checked(data.decode(unmarked, errors="replace"), name), unmarked
    try:
        return _checked(data.decode("utf-8"), name), "utf-8"
    except UnicodeDecodeError:
        pass
    declared = _declared(data) if markup else ""
    if declared:
        return _checked(data.decode(declared, errors="replace"), name), declared
    try:
        text, encoding = data.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        text, encoding = data.decode("latin-1"), "latin-1"
    return _checked(text, name), encoding


def _declared(data: bytes) -> str:
    """The encoding that a page declares, if it is one of characters; the web reads Latin-1 as 1252."""
    match = _CHARSET.search(data[:_CHARSET_WINDOW])
    if match is None:
        return ""
    try:
        name = codecs.lookup(match.group(1).decode("ascii")).name
        data[:64].decode(name, errors="replace")
    except (LookupError, UnicodeError, ValueError):
        return ""
    return "" if name in ("utf-8", "iso8859-1", "ascii") or name.startswith("utf-16") else name


def _utf16(sample: bytes) -> str:
    """The byte order of UTF-16 without a mark, or "": one order gives ordinary text, the other does not."""
    sample = sample[: len(sample) // 2 * 2]
    if len(sample) < 4:
        return ""
    if 0 not in sample and _is_utf8(sample):
        return ""
    low = _ordinary(sample.decode("utf-16-le", errors="replace"))
    high = _ordinary(sample.decode("utf-16-be", errors="replace"))
    if max(low, high) < _MIN_ORDINARY or abs(low - high) < 0.1:
        return ""
    # Windows-1252 letters in pairs can look like Chinese; real text has ASCII blanks or line ends as well.
    if 0 not in sample:
        return ""
    return "utf-16-le" if low > high else "utf-16-be"


def _is_utf8(sample: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _ordinary(text: str) -> float:
    return len(_ORDINARY.findall(text)) / max(len(text), 1)


def _checked(text: str, name: str) -> str:
    sample = text[:_SAMPLE]
    zeros = sample.count("\x00")
    if len(_CONTROL.findall(sample)) > _MAX_CONTROL * len(sample) or zeros > _MAX_ZEROS * len(sample):
        raise UnknownFormat(name, "these bytes are no text", "Give a PDF, DOCX, HTML or plain text file.")
    return text
