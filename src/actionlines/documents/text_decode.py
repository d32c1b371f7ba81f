"""Bytes to characters: UTF-8, UTF-16 with or without a mark, old encodings of Russian, Arabic and Chinese, and
Windows-1252 as the last resort. UTF-8 that was read in another encoding and saved again ("Ã©") is repaired.
"""

from __future__ import annotations

import codecs
import re
from functools import cache

from actionlines.errors import UnknownFormat
from actionlines.lazily import expression

# Longer marks first: that of UTF-32 LE begins with that of UTF-16 LE.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 64 * 1024
# Single zero bytes are in texts that were cut out of forms; a large share of them means binary data.
_CONTROL = expression(r"[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
# What a text in one of the six languages is made of: letters of their scripts, digits, common signs, blanks.
_ORDINARY = expression(
    r"[\t\n\r -~\xa0-\u024f\u0400-\u04ff\u0600-\u06ff\u2010-\u203a\u3000-\u3017\u4e00-\u9fff\uff00-\uff5e]"
)
# The HTML standard looks for a declaration in the first 1,024 bytes.
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{2,30})", re.I)
_CHARSET_WINDOW = 1024
# Encodings in which each letter of a text is beyond ASCII; in French and Spanish one in ten does.
_MANY_FAR = 0.3
_HIGH, _LETTERS = re.compile(rb"[\xb0-\xff]"), re.compile(rb"[A-Za-z]")
# The commonest letters of Russian and Arabic, and the share that they have among those beyond ASCII; the signs of
# Chinese that GB 2312 puts first (its first level, 3,755 signs) lie by their sound between these two.
_COMMON = {"ru": (expression(r"[оеаинтсрвл]"), 0.62), "ar": (expression(r"[اليمنوترةب]"), 0.66)}
_FAR = (("cp1251", "ru"), ("koi8_r", "ru"), ("cp1256", "ar"), ("iso8859_6", "ar"), ("gb18030", "zh"))
_FIRST_LEVEL = (b"\xb0\xa1", b"\xd7\xf9")
# A text of another kind has less of what is common.
_LIKELY, _AMISS = 0.7, 4
_MAX_CONTROL = 0.01
_MAX_ZEROS = 0.05
_MIN_ORDINARY = 0.9


def decode_bytes(data: bytes, name: str, *, markup: bool = False) -> tuple[str, str]:
    """Return characters of `data`, without a byte order mark, and the encoding they were in.

    Line ends are kept as they are, so that offsets hold in the user's own file. Raises UnknownFormat (AL102)
    when the bytes are no text in any of the encodings. With `markup`, what a page declares is tried before
    Windows-1252. The encoding of a text that was repaired is that in which its UTF-8 was read.
    """
    text, encoding = _decode_bytes(data, markup=markup)
    for _ in range(_MOST_OFTEN):
        text, wrong = _repair_text(text)
        if not wrong:
            break
        encoding = f"{REPAIRED}{wrong}"
    return _check_text(text, name), encoding


def list_repairs(encoding: str) -> tuple[str, ...]:
    """Return the warning that a text was repaired, () where it was not."""
    wrong = f"repaired: {encoding} and saved again. Compare the letters with the original."
    return (wrong,) if encoding.startswith(REPAIRED) else ()


def _decode_bytes(data: bytes, *, markup: bool) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace"), encoding
    unmarked = _guess_utf16(data[:_SAMPLE])
    if unmarked:
        return data.decode(unmarked, errors="replace"), unmarked
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    declared = _declared_encoding(data) if markup else ""
    if declared:
        return data.decode(declared, errors="replace"), declared
    if far := _is_far_encoding(data[:_SAMPLE]):
        return data.decode(far, errors="replace"), far
    try:
        text, encoding = data.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        text, encoding = data.decode("latin-1"), "latin-1"
    return text, encoding


def _declared_encoding(data: bytes) -> str:
    """Return the encoding that a page declares, if it is one of characters; the web reads Latin-1 as 1252."""
    match = _CHARSET.search(data[:_CHARSET_WINDOW])
    if match is None:
        return ""
    try:
        name = codecs.lookup(match.group(1).decode("ascii")).name
        data[:64].decode(name, errors="replace")
    except (LookupError, UnicodeError, ValueError):
        return ""
    return "" if name in ("utf-8", "iso8859-1", "ascii") or name.startswith("utf-16") else name


def _is_far_encoding(sample: bytes) -> str:
    """Return the encoding of a text in Russian, Arabic or Chinese whose letters lie beyond ASCII, "" for none."""
    high = len(_HIGH.findall(sample))
    if high <= _MANY_FAR * (high + len(_LETTERS.findall(sample))):
        return ""
    scores = {encoding: _share_of_common(sample, encoding, language) for encoding, language in _FAR}
    best = max(scores, key=lambda encoding: scores[encoding])
    return best if scores[best] >= _LIKELY else ""


def _share_of_common(sample: bytes, encoding: str, language: str) -> float:
    """The share of common letters among those beyond ASCII, as a part of what a text in the language has."""
    decoded = sample.decode(encoding, errors="replace")
    text = "".join(letter for letter in decoded if letter.isalpha() and letter > "\x7f")
    # What is no letter in this encoding counts against it.
    count = max(len(text) + _AMISS * decoded.count("\ufffd"), 1)
    if language in _COMMON:
        letters, share = _COMMON[language]
        return len(letters.findall(text)) / count / share
    least, most = _FIRST_LEVEL
    return sum(least <= letter.encode(encoding) <= most for letter in text) / count


def _guess_utf16(sample: bytes) -> str:
    """Return the byte order of UTF-16 without a mark, or "": one order gives ordinary text, the other does not."""
    sample = sample[: len(sample) // 2 * 2]
    if len(sample) < 4:
        return ""
    if 0 not in sample and _is_utf8(sample):
        return ""
    low = _share_of_ordinary(sample.decode("utf-16-le", errors="replace"))
    high = _share_of_ordinary(sample.decode("utf-16-be", errors="replace"))
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


def _share_of_ordinary(text: str) -> float:
    return len(_ORDINARY.findall(text)) / max(len(text), 1)


REPAIRED = "UTF-8 read as "
_WRONG = ("cp1252", "cp1251")  # encodings in which UTF-8 is read by mistake
_MOST_OFTEN = 3  # times that a text was read and saved in the wrong way
_FEWEST = 2  # sequences of a text that is repaired: one alone may be a word in capitals before a quotation mark
_MAX_LOST = 0.005
UNDECODED = "Save it as UTF-8 from the program that made it, and give it again."


@cache
def _read_as(encoding: str) -> tuple[dict[int, int], re.Pattern[str]]:
    """Return the byte of each character beyond ASCII of an encoding, and the pattern of UTF-8 read in it."""
    # Programs read bytes without a letter as control characters.
    letters = [bytes((byte,)).decode(encoding, "ignore") or chr(byte) for byte in range(0x80, 0x100)]
    code = dict.fromkeys(range(0xA0, 0x100), 0xFFFF) | {byte: byte for byte in range(0x80, 0xA0)}
    code |= {ord(letter): byte for byte, letter in enumerate(letters, 0x80)}

    def of(first: int, last: int) -> str:
        """Return a class of the letters for the bytes `first` to `last`."""
        return "[" + "".join(re.escape(chr(at)) for at, byte in code.items() if first <= byte <= last) + "]"

    further = of(0x80, 0xBF)
    forms = (f"{of(0xC2, 0xDF)}{further}", f"{of(0xE0, 0xEF)}{further}{{2}}", f"{of(0xF0, 0xF4)}{further}{{3}}")
    return code, re.compile("|".join(forms))


def _repair_text(text: str) -> tuple[str, str]:
    """Return a text whose lines of UTF-8 in a wrong encoding are repaired, and that encoding; "" where none is.

    A line is repaired only where all of its characters beyond ASCII become UTF-8.
    """
    if text.isascii():
        return text, ""
    for encoding in _WRONG:
        code, form = _read_as(encoding)
        if len(form.findall(text[:_SAMPLE])) < _FEWEST:
            continue
        lines = text.splitlines(keepends=True)
        repaired = [_repaired_line(line, code) for line in lines]
        if sum(new != old for new, old in zip(repaired, lines, strict=True)):
            return "".join(repaired), encoding
    return text, ""


def _repaired_line(line: str, code: dict[int, int]) -> str:
    if line.isascii():
        return line
    try:
        return line.translate(code).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return line


def is_undecoded(text: str) -> bool:
    """Return whether a text has many characters that were lost, or that are UTF-8 in a wrong encoding.

    >>> is_undecoded("D\ufffdcide de cr\ufffder"), is_undecoded("Décide de créer")
    (True, False)
    """
    if text.isascii():
        return False
    sample = text[:_SAMPLE]
    far = sum(letter > "\x7f" for letter in sample)
    wrong = max(sum(map(len, _read_as(encoding)[1].findall(sample))) for encoding in _WRONG)
    lost = sample.count("\ufffd") + (wrong if 2 * wrong > far and wrong > 2 * _FEWEST else 0)
    return lost > _MAX_LOST * len(sample)


def _check_text(text: str, name: str) -> str:
    sample = text[:_SAMPLE]
    zeros = sample.count("\x00")
    if len(_CONTROL.findall(sample)) > _MAX_CONTROL * len(sample) or zeros > _MAX_ZEROS * len(sample):
        raise UnknownFormat(name, "unsupported format", "Give PDF, DOCX, HTML or text.")
    if is_undecoded(text):
        raise UnknownFormat(name, "the text cannot be decoded", UNDECODED)
    return text
