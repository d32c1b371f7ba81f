"""Letters in one form, for search and for names: case, accents, ligatures, Arabic letters, look-alikes."""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile(r"[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
_FORMS = str.maketrans(
    {
        **{sign: str(i % 10) for i, sign in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")},
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ؤ": "و",
        "ئ": "ي",
        "ة": "ه",
        "ک": "ك",
        "ی": "ي",
    }
)


def bare(word: str) -> str:
    """The word without vowel signs, its variable letters in one form.

    >>> bare("أُمَّة")
    'امه'
    """
    # مسؤول and مسئول, شؤون and شئون are the same words in two countries.
    return _MARKS.sub("", word).replace("ؤو", "ئو").translate(_FORMS)


_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
DROPPED = dict.fromkeys(map(ord, "\u00ad\u200c\u200d\u0640"))
_CYRILLIC, _ALIKE = re.compile("[а-яё]"), re.compile("[aceopxykmtbh]")
_LOOK_ALIKE = str.maketrans("aceopxykmtbh", "асеорхукмтвн")


def fold(word: str) -> str:
    """A word in small letters without what writers leave out or vary.

    >>> fold("ÉLÈVES"), fold("Œuvre"), fold("مُؤَسَّسَة")
    ('eleves', 'oeuvre', 'موسسه')
    """
    small = unicodedata.normalize("NFKC", word).translate(DROPPED).casefold().translate(_LIGATURES)
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
