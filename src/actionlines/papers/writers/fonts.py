"""The fonts that print needs, and an error that names their packages rather than empty boxes."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from actionlines.errors import MissingFont
from actionlines.lazily import expression

if TYPE_CHECKING:
    from typst import Fonts

INSTEAD = "\ufffd"
_REFUSED = expression(r'the text (?:contains the disallowed codepoint )?`"(.*?)"`')
_ESCAPED = expression(r"\\u\{([0-9a-f]+)\}")
_RARE = expression(
    "[^\u0000-\u052f\u0600-\u06ff\u2000-\u206f\u20a0-\u20bf\u2100-\u22ff\u3000-\u30ff\u4e00-\u9fff\uff00-\uffee]"
)
# Families for Latin and Cyrillic letters, best first; typst holds the last, so that every machine has one.
LATIN = ("Noto Sans", "DejaVu Sans", "Libertinus Serif")
# (script, family, package of Debian, characters) of the scripts for which typst holds no font, or a poor one
FAMILIES = (
    (
        "Arabic",
        "Noto Sans Arabic",
        "fonts-noto-core",
        expression("[" + "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc" + "]"),
    ),
    (
        "Chinese",
        "Noto Sans CJK SC",
        "fonts-noto-cjk",
        expression(
            "[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef" + "\U00020000-\U0003134f]"
        ),
    ),
)


@cache
def available() -> Fonts:
    """Return the fonts of this machine and those inside typst."""
    import typst

    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)


@cache
def families() -> frozenset[str]:
    """Return names of the families of this machine."""
    return frozenset(available().families())


def latin() -> str:
    """Return the family that prints Latin and Cyrillic letters here."""
    return next(family for family in LATIN if family in families())


def need(text: str, language: str) -> None:
    """Check that the machine has the fonts for Arabic and Chinese in the text. Raises MissingFont (AL402)."""
    missing = [one for one in FAMILIES if one[1] not in families() and one[3].search(text)]
    if missing:
        what = ", ".join(f"{name} for {script}" for script, name, _, _ in missing)
        packages = " ".join(dict.fromkeys(package for _, _, package, _ in missing))
        advice = f"Install it (Debian: apt-get install {packages}); the other formats need no font."
        raise MissingFont(f"PDF ({language})", f"this machine lacks a font: {what}", advice)


def drawable(text: str) -> str:
    """Return the text with U+FFFD for letters that no font has (private, unassigned), without byte order marks.

    >>> drawable("a\ue000b\ufeffc")
    'a\ufffdbc'
    """
    odd = {ord(one): INSTEAD for one in set(text) if unicodedata.category(one) in ("Co", "Cn", "Cs")}
    return text.translate({**odd, 0xFEFF: ""})


def refused(message: str) -> frozenset[int]:
    """Return the letters, as numbers, that typst says it cannot print.

    >>> refused('the text `"ab"` could not be displayed with font `"Noto Sans"`') == {97, 98}
    True
    """
    found: set[int] = set()
    for quoted in _REFUSED.findall(message):
        found |= {int(code, 16) for code in _ESCAPED.findall(quoted)}
        found |= {ord(one) for one in _ESCAPED.sub("", quoted)}
    return frozenset(found)


def common(text: str) -> str:
    """Return the text with the sign for all but the letters of the six languages, punctuation and symbols."""
    return _RARE.sub(INSTEAD, text)
