"""Broken plurals of Arabic: the singulars that a word may belong to, by its pattern (data/broken_plurals.csv).

Digits of a pattern are letters of the root. A pattern says what may be, not what is: a singular that does not
exist meets nothing. Plurals whose pattern is that of many singulars as well stand one by one in
data/irregular.csv.
"""

from __future__ import annotations

import re
from functools import cache

from actionlines.registry.search.arabic import bare, light
from actionlines.registry.search.inflection import bases, rows

# A letter of the root: no alef; the last is none that an ending could be.
_LETTER, _LAST = "[ءب-ي]", "[ءب-نو]"


def singulars(word: str, plain: bool = True) -> tuple[str, ...]:
    """Light stems of what a bare word without article may be the plural of.

    plain  whether the alef of the word may stand for أ: إرسال is no plural as أطفال is

    >>> singulars("مدارس"), singulars("اسواق")[:2], singulars("كتب")
    (('مدرس',), ('سوق', 'ساق'), ('كتاب',))
    """
    found = list(_listed().get(word, ()))
    for pattern, singular in _patterns():
        if (plain or pattern.pattern[0] != "ا") and (match := pattern.fullmatch(word)):
            found.append(light(match.expand(singular)))
    return tuple(dict.fromkeys(found))


@cache
def _listed() -> dict[str, tuple[str, ...]]:
    return bases("ar", bare, lambda word: light(bare(word)))


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((_pattern(row["plural"]), _written(row["singular"])) for row in rows("broken_plurals"))


def _pattern(template: str) -> re.Pattern[str]:
    last = max(re.findall(r"\d", template))
    return re.compile(
        re.sub(r"\d", lambda found: f"(?P<r{found[0]}>{_LAST if found[0] == last else _LETTER})", template)
    )


def _written(template: str) -> str:
    return re.sub(r"\d", r"\\g<r\g<0>>", template)
