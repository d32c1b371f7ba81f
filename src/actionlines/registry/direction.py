"""Words of another direction in a sentence: signs that keep them in one piece."""

from __future__ import annotations

import unicodedata

from django.utils.translation import get_language_bidi

# First strong isolate and its end: what is between them has its own direction. Unicode Standard Annex 9, 2.4.
_FROM, _TO = "\u2068", "\u2069"
_RIGHT = frozenset(("R", "AL"))


def isolated(text: object) -> str:
    """Text whose direction does not turn the sentence around it, nor the other way round.

    In a sentence from right to left "3(a)" would else read "(a)3". Signs are put around it only where the reader's
    language runs from right to left or the text has letters that do.
    """
    words = str(text)
    turns = get_language_bidi() or any(unicodedata.bidirectional(sign) in _RIGHT for sign in words)
    return f"{_FROM}{words}{_TO}" if words and turns else words
