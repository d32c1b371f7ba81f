"""One character for each of its look-alikes, so that every pattern is written once. Lengths never change."""

from __future__ import annotations

import re

_ALIKE = {
    " ": "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d",
    "'": "\u2018\u2019\u02bc\u00b4\u0060",
    '"': "\u201c\u201d\u201e\u00ab\u00bb",
    "/": "\u2044\u2215\uff0f",
    "(": "\uff08",
    ")": "\uff09",
    ",": "\uff0c\u3001\u060c",
    ";": "\uff1b\u061b",
    ".": "\u3002\uff0e",
    ":": "\uff1a",
    "&": "\uff06",
} | {str(value): chr(0x660 + value) + chr(0x6F0 + value) + chr(0xFF10 + value) for value in range(10)}
_PAIRS = tuple((odd, plain) for plain, odds in _ALIKE.items() for odd in odds)

# Cyrillic (and Greek) capitals that were typed for Latin ones; only before a digit or slash, so that
# Russian words stay as they are.
_TWINS = str.maketrans("АВЕКМНОРСТХΑΒΕΗΙΚΜΝΟΡΤΧ", "ABEKMHOPCTXABEHIKMNOPTX")
_TWIN = re.compile(r"(?<![\u0370-\u04ff])[АВЕКМНОРСТХΑΒΕΗΙΚΜΝΟΡΤΧ]{1,4}(?=[/\d]|\.\d)")


def fold(text: str) -> str:
    """The text with dashes, blanks, quotes, digits and twin letters in their plain form, same length."""
    if text.isascii():
        return text
    for odd, plain in _PAIRS:
        if odd in text:
            text = text.replace(odd, plain)
    return _TWIN.sub(lambda found: found.group().translate(_TWINS), text)


def lower(text: str) -> str:
    """Lower case of the same length: the dotted capital I is the one letter that would grow."""
    return text.replace("\u0130", "I").lower()
