"""Letters in one form: case, accents, ligatures, Arabic letter forms, alphabets that look alike."""

from __future__ import annotations

import re
import unicodedata

from actionlines.registry.search.arabic import bare

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_DROPPED = dict.fromkeys(map(ord, "\u00ad\u200c\u200d\u0640"))
_CYRILLIC, _ALIKE = re.compile("[а-яё]"), re.compile("[aceopxykmtbh]")
_LOOK_ALIKE = str.maketrans("aceopxykmtbh", "асеорхукмтвн")


def fold(word: str) -> str:
    """A word in small letters without what writers leave out or vary.

    >>> fold("ÉLÈVES"), fold("Œuvre"), fold("مُؤَسَّسَة")
    ('eleves', 'oeuvre', 'موسسه')
    """
    small = unicodedata.normalize("NFKC", word).translate(_DROPPED).casefold().translate(_LIGATURES)
    if small.isascii():
        return small
    small = one_script(small)
    apart = unicodedata.normalize("NFD", bare(small))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def one_script(small: str) -> str:
    """A Cyrillic word some of whose letters were typed as the Latin ones that look the same, all Cyrillic.

    >>> one_script("cеть") == "сеть"  # the first begins with a Latin letter
    True
    """
    return small.translate(_LOOK_ALIKE) if _CYRILLIC.search(small) and _ALIKE.search(small) else small


def script_of(word: str) -> str:
    """`latin`, `ru` (Cyrillic), `ar` or "" of a folded word, by its first letter."""
    first = word[0]
    if "a" <= first <= "z":
        return "latin"
    if "\u0400" <= first <= "\u052f":
        return "ru"
    if "\u0600" <= first <= "\u06ff" or "\u0750" <= first <= "\u077f":
        return "ar"
    return "latin" if "\u00df" <= first <= "\u024f" else ""


def lowered(word: str) -> str:
    """A word in small letters with its accents, which stemmers need."""
    return one_script(unicodedata.normalize("NFKC", word).translate(_DROPPED).lower().replace("ё", "е"))
