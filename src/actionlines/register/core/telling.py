"""Words that a person accepts as evidence: no places, no function words, no words that are in every description.

A quote is evidence with two telling words, or with a single one that is rare and carries much of the meaning. The
rules apply to the stem of a word, in the six languages of the model.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from actionlines.alignment import Aligner
from actionlines.alignment.encode import LANGUAGES, list_spans, stem_word
from actionlines.framework import load
from actionlines.framework.called import in_all
from actionlines.framework.tables import read_table
from actionlines.register.core.schema import Data, Serialised

_DATA = Path(__file__).with_name("data")
# idf in the model's vocabulary: below the first a word is in every description; from the second one word is
# enough, if it has this share of all that speaks for a concept. Chosen on the activities of the demo register.
_RARE, _RAREST, _SHARE = 3.0, 3.7, 0.25
_SHORTEST = 3
_QUOTES = 3


@dataclass(frozen=True)
class Vocabulary:
    """What the words of one language tell: rarity by stem, and stems and whole names that tell nothing."""

    idf: Mapping[str, float]
    plain: frozenset[str]
    places: frozenset[str]
    names: re.Pattern[str] | None


def telling_words(text: str, language: str) -> dict[str, float]:
    """Return stem -> idf of the telling words of a text, in order; none in a language without a vocabulary."""
    if language not in LANGUAGES:
        return {}
    known = vocabulary(language)
    bare = known.names.sub(" ", text) if known.names else text
    out: dict[str, float] = {}
    for start, end in list_spans(bare, language):
        if language != "zh" and end - start < _SHORTEST:
            continue
        item = stem_word(bare[start:end], language)
        if item not in known.plain and item not in known.places and (idf := known.idf.get(item, 0.0)) >= _RARE:
            out.setdefault(item, idf)
    return out


def is_evidence(quote: str, language: str, share: float) -> bool:
    """Return whether a person accepts a quote that has this share of all that speaks for a concept.

    >>> is_evidence("forme", "fr", 1.0), is_evidence("Togo", "fr", 1.0), is_evidence("Le projet", "fr", 1.0)
    (False, False, False)
    >>> is_evidence("télémédecine", "fr", 0.5), is_evidence("open educational resources", "en", 0.1)
    (True, True)
    """
    matches = telling_words(quote, language)
    return len(matches) > 1 or (share >= _SHARE and any(idf >= _RAREST for idf in matches.values()))


def evidence_of(quotes: Iterable[Serialised], language: str) -> list[Data]:
    """Return the quotes (`quote`, `weight`) that a person accepts, the strongest first."""
    saved = [dict(quote) for quote in quotes if is_evidence(quote["quote"], language, quote["weight"])]
    return sorted(saved, key=lambda item: -item["weight"])


@cache
def vocabulary(language: str) -> Vocabulary:
    """Return what is known of the words of a language of the model."""
    weights = Aligner.load().weights.language(language)
    listed = next(row["words"] for row in read_table("plain_words", _DATA) if row["language"] == language)
    plain = {*listed.split(), *weights.small}
    names = _place_names(language)
    return Vocabulary(
        idf=dict(zip(weights.words, weights.idf[: len(weights.words)].tolist(), strict=True)),
        plain=frozenset(stem_word(item, language) for item in plain),
        places=frozenset() if language == "zh" else _name_stems(names, language),
        # Chinese has no blanks: a name is taken out as a whole.
        names=re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True)))) if language == "zh" else None,
    )


def _place_names(language: str) -> frozenset[str]:
    """Names of countries and regions; names of groups such as the least developed countries tell something."""
    f = load()
    named = {country.names[language] for country in f.countries.values() if country.names.get(language)}
    regions = {
        in_all(area.id).get(language, area.name if language == "en" else "")
        for area in f.areas.values()
        if area.kind != "group"
    }
    return frozenset((named | regions) - {""})


def _name_stems(names: Iterable[str], language: str) -> frozenset[str]:
    """Stems of the words of names that have no part in other words of a language: those written with a capital."""
    words = (name[start:end] for name in names for start, end in list_spans(name, language))
    return frozenset(stem_word(word, language) for word in words if language == "ar" or word[:1].isupper())
