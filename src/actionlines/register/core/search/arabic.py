"""Arabic words without what is written onto them: conjunctions, prepositions, article, endings; data/arabic.csv.

The letter that begins a word may belong to it or be a conjunction or preposition; without a dictionary nobody
can tell. So a word of a record is in the index in each way it can be read, and a question is read strictly.
"""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_SHORTEST = 3  # letters that must be left of a word without article


def stripped(word: str, shortest: int = _SHORTEST) -> tuple[str, ...]:
    """The ways to read a bare word: whole, then without one more of what is written before it each.

    >>> stripped("وبالمجتمع")
    ('وبالمجتمع', 'بالمجتمع', 'المجتمع', 'مجتمع')
    >>> stripped("للنساء")
    ('للنساء', 'لنساء', 'نساء')
    """
    conjunction, preposition, article = _affixes()["conjunction"], _affixes()["preposition"], "ال"
    matches = [word]
    rest = word
    for group in (conjunction, preposition):
        if rest[:1] in group and len(rest) > shortest:
            # ل and the article melt into لل.
            doubled = group is preposition and rest.startswith("لل")
            rest = rest[1:]
            matches.append(rest)
            if doubled and len(rest) > shortest:
                rest = rest[1:]
                matches.append(rest)
    matches += [item[len(article) :] for item in matches if item.startswith(article) and len(item) >= len(article) + 2]
    return tuple(dict.fromkeys(matches))


def certain(word: str) -> tuple[str, ...]:
    """The same for a word of a question: single letters go only where much is left of it.

    >>> certain("كتاب"), certain("لمجتمع"), certain("المجتمع")
    (('كتاب',), ('لمجتمع', 'مجتمع'), ('المجتمع', 'مجتمع'))
    """
    return stripped(word, _SHORTEST + 1)


def light(word: str) -> str:
    """The word without a possessive, then without the ending of gender, number or relation; never less than three
    letters.

    >>> light("مجتمعات"), light("حكوميه"), light("قدراتهم"), light("جزيرتنا"), light("جزيره")
    ('مجتمع', 'حكوم', 'قدر', 'جزير', 'جزير')
    """
    owned = unowned(word)
    if owned != word and not owned.endswith("ات"):
        # Before a possessive the ending of the feminine is written as an open letter.
        owned = _cut(owned, "ت")
    bare_of = _without(owned, "ending")
    return bare_of if bare_of == owned else _cut(bare_of, "ي")


def unowned(word: str) -> str:
    """The word without a possessive.

    >>> unowned("مدارسها"), unowned("كتاب")
    ('مدارس', 'كتاب')
    """
    return _without(word, "possessive")


def otherwise(word: str) -> Iterator[str]:
    """What else a bare word may be a form of: of a dual with ت the singular, of a verb in the present its noun.

    >>> list(otherwise("جامعتين")), list(otherwise("يتعلم")), list(otherwise("شبكه"))
    (['جامع'], ['تعلم'], [])
    """
    for ending in ("تان", "تين"):
        if (cut := _cut(word, ending)) != word:
            yield cut
    if word.startswith("يت") and len(word) > _SHORTEST + 1:
        yield light(word[1:])


def _without(word: str, role: str) -> str:
    return next((cut for ending in _affixes()[role] if (cut := _cut(word, ending)) != word), word)


def _cut(word: str, ending: str) -> str:
    return word.removesuffix(ending) if len(word) - len(ending) >= _SHORTEST else word


@cache
def _affixes() -> dict[str, tuple[str, ...]]:
    matches: dict[str, list[str]] = {}
    with (Path(__file__).parent / "data" / "arabic.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            matches.setdefault(row["role"], []).append(row["form"])
    return {role: tuple(sorted(forms, key=len, reverse=True)) for role, forms in matches.items()}
