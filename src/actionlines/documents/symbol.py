"""The form of a document symbol, checked before anybody is asked for it."""

from __future__ import annotations

import re
import unicodedata

from actionlines.errors import UnknownSymbol

# Letters that look Latin and are not, as they occur in typed symbols.
_CONFUSABLE = str.maketrans("АВСЕНКМОРТХ‐‑–—−", "ABCEHKMOPTX-----")
_PART = r"[A-Za-z0-9][A-Za-z0-9.\-]{0,30}(?:\([A-Za-z0-9.\- ]{1,24}\)){0,2}"
# Body or series first, then at least one further part: `A/RES/80/173`, `A/80/6(Sect.24)/Corr.1`,
# `CRC/C/GC/25`.
_SYMBOL = re.compile(rf"[A-Z][A-Za-z0-9.\-]{{0,20}}(?:/{_PART}){{1,9}}")
_LONGEST = 120


def normalise_symbol(symbol: str) -> str:
    """The symbol as the document service writes it: no blanks, plain hyphens, Latin capitals.

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
