"""The language of a short text, quickly: what every one of millions of texts is asked first."""

from __future__ import annotations

import re

from actionlines.alignment.other_languages import other_script, small_words
from actionlines.alignment.tokens import LANGUAGES

# Words that stand in almost every sentence of one of the three languages in Latin letters and in no other.
_COMMON = {
    word: code
    for code, words in {
        "en": "the of and to is",
        "fr": "le les des et du une",
        "es": "el los del y las una",
    }.items()
    for word in words.split()
}
# Anything but Latin letters, with and without accents, and the dashes, quotes and signs that go with them.
_BEYOND_LATIN = re.compile(r"[^\x00-\u024f\u1e00-\u1eff\u2000-\u20cf\u2100-\u22ff]")
# Enough to tell a language; a long text is not read twice.
_SAMPLE = 600


def quick_language(text: str) -> str:
    """One of the six languages, or "" for a text without letters of their scripts or in a language beside them.

    >>> quick_language("Access to the Internet in schools of rural districts")
    'en'
    >>> quick_language("Das Netz wird für die Schulen der ländlichen Bezirke ausgebaut")
    ''
    >>> quick_language("12 345,6")
    ''
    """
    sample = text[:_SAMPLE]
    if sample.isascii() or not _BEYOND_LATIN.search(sample):
        words = sample.split()
        codes = [_COMMON[word] for word in words if word in _COMMON]
        best = max(("en", "fr", "es"), key=codes.count)
        # Unmistakable only; what is short or mixed is looked at letter by letter.
        if (count := codes.count(best)) >= 2 and count > 2 * (len(codes) - count):
            return best
        if sum(map(small_words().__contains__, words)) > max(1, count):
            return ""
    elif other_script(sample):
        return ""
    # The room of documents takes longer to load than the model, and most texts do without it.
    from actionlines.documents.language import language_of

    found = language_of(sample)
    return found if found in LANGUAGES else ""
