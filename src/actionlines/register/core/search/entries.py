"""Entries of the index, and what the kinds of records make them of."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from itertools import chain, repeat

import tantivy

from actionlines.alignment.languages import quick_language
from actionlines.framework import load
from actionlines.framework.called import fold
from actionlines.register.core.concepts import groups_of
from actionlines.register.core.models import ConceptLink
from actionlines.register.core.search.analyser import LANGUAGES, LATIN, Located, located
from actionlines.register.core.search.index_store import NO_DAY, schema, store


def holding(kind: str, facet: str) -> Callable[[Sequence[int]], Iterable[int]]:
    """Ids -> those of a kind whose entries have these in a facet. What is public may name other records than the
    draft does: the index knows which.
    """

    def of(ids: Sequence[int]) -> Iterator[int]:
        """Yield the numbers of the records whose entries have one of the ids."""
        searcher, _ = store().searcher()
        parts = [
            (tantivy.Occur.Must, tantivy.Query.term_query(schema(), "kind", kind)),
            (tantivy.Occur.Must, tantivy.Query.term_set_query(schema(), facet, [str(id_) for id_ in ids])),
        ]
        hits = searcher.search(tantivy.Query.boolean_query(parts), max(1, searcher.num_docs)).hits
        yield from searcher.fast_field_values("number", [address for _, address in hits])

    return of


# Words of different parts of a record must not look like one phrase.
GAP = 20
_ENOUGH = 60  # characters that are enough to recognise the language of a text
_SAMPLE = 300
_TITLE_KEY = 80
SHOWN = 4000  # characters of a text that are kept to show what was found
_NOWHERE = repeat(0)  # the index keeps no places in characters
Words = tuple[str, str]  # text, language as declared


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `names` are words that find it but are not its own: names of its concepts in six languages.

    newest  seconds since 1970; due, starts: days. shown: title, summary, text, language
    checks  how many of its fields a person should read
    is_over nothing of it is open: by due date it comes last
    """

    kind: str
    id: int | str
    title: tuple[Words, ...] = ()
    summary: tuple[Words, ...] = ()
    text: tuple[Words, ...] = ()
    names: tuple[Words, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    newest: float = 0.0
    due: date | None = None
    starts: date | None = None
    by_title: str = ""
    shown: Mapping[str, str] = field(default_factory=dict)
    parent: str = ""
    checks: int = 0
    is_over: bool = False

    @property
    def key(self) -> str:
        """Return the key of the entry in the index, such as `activity:12`."""
        return f"{self.kind}:{self.id}"

    @property
    def digest(self) -> str:
        """Return a digest of the content: equal entries have equal digests."""
        whole = (
            self.key, self.title, self.summary, self.text, self.names,
            sorted((name, sorted(set(values))) for name, values in self.facets.items()),
            self.newest, str(self.due), str(self.starts), self.by_title, sorted(self.shown.items()), self.parent,
            self.checks, self.is_over,
        )  # fmt: skip
        return blake2b(json.dumps(whole, ensure_ascii=False).encode(errors="replace"), digest_size=16).hexdigest()


def document(entry: Entry) -> tantivy.Document:
    """Return the entry as a document of tantivy."""
    made = tantivy.Document()
    made.add_text("key", entry.key)
    if entry.parent:
        made.add_text("parent", entry.parent)
    made.add_bytes("shown", json.dumps(dict(entry.shown), ensure_ascii=False).encode(errors="replace"))
    made.add_bytes("digest", entry.digest.encode())
    # Language as declared -> languages by whose rules the words are read, told from the longest of the texts.
    parts = (*entry.title, *entry.summary, *entry.text)
    longest: dict[str, str] = {}
    for text, language in parts:
        if len(text) >= len(longest.get(language, "")):
            longest[language] = text
    sure = {language: languages(text, language) for language, text in longest.items()}
    title = _placed(entry.title, sure, 0)
    summary = _placed(entry.summary, sure, _after(title, 0))
    rest = _placed(entry.text, sure, _after(summary, _after(title, 0)))
    tokens = [_tokens(title), _tokens(summary), _tokens(rest)]
    made.add_pre_tokenized_text("title", tantivy.PreTokenizedString("", tokens[0]))
    made.add_text("summary", " ".join(summary.texts))
    made.add_pre_tokenized_text("text", tantivy.PreTokenizedString("", list(chain.from_iterable(tokens))))
    for text, language in entry.names:
        made.add_text("names", _name(text, language))
    for name, values in entry.facets.items():
        for value in dict.fromkeys(values):
            made.add_text(name, value)
    made.add_text("kind", entry.kind)
    made.add_text("by_title", fold(entry.by_title)[:_TITLE_KEY])
    made.add_integer("number", entry.id if isinstance(entry.id, int) else 0)
    made.add_integer("newest", int(entry.newest * 1_000_000))
    made.add_integer("checks", entry.checks)
    made.add_integer("by_due", (entry.due.toordinal() if entry.due else NO_DAY) + NO_DAY * entry.is_over)
    if entry.due:
        made.add_integer("due", entry.due.toordinal())
    if entry.starts:
        made.add_integer("starts", entry.starts.toordinal())
    return made


def _placed(parts: Iterable[Words], sure: Mapping[str, tuple[str, ...]], at: int) -> Located:
    placed = Located([], [])
    for text, language in parts:
        matches = located(text, sure[language], at)
        placed.texts.extend(matches.texts)
        placed.places.extend(matches.places)
        at = _after(matches, at)
    return placed


def _after(placed: Located, at: int) -> int:
    # An empty text leaves its gap between parts as well.
    return (placed.places[-1] if placed.places else at) + GAP


def _tokens(placed: Located) -> list[tantivy.Token]:
    return list(map(tantivy.Token, placed.texts, placed.places, _NOWHERE, _NOWHERE))


@lru_cache(maxsize=20_000)
def _name(text: str, language: str) -> str:
    # The same few names in a hundred thousand entries.
    return " ".join(located(text, languages(text, language)).texts)


def languages(text: str, declared: str) -> tuple[str, ...]:
    """The languages by whose rules a text is read: as declared, and as it looks where that differs.

    >>> languages("Access to the Internet for all schools of the rural districts", "fr")
    ('fr', 'en')
    """
    texts = (declared,) if declared in LANGUAGES else ()
    if texts and (len(text) < _ENOUGH or declared not in LATIN):
        return texts
    matches = _looks(text[:_SAMPLE])
    if not texts:
        return (matches or "en",)
    return texts if matches in ("", declared) or matches not in LATIN else (declared, matches)


# Of a hundred thousand activities a few thousand organisations are the carriers.
_looks = lru_cache(maxsize=5_000)(quick_language)


def expanded(areas: Iterable[str]) -> tuple[str, ...]:
    """The areas, and the regions, commissions and groups that the countries among them are in."""
    return tuple(dict.fromkeys(item for area in areas for item in (area, *groups_of(area))))


def widened(lines: Iterable[str]) -> tuple[str, ...]:
    """The action lines, and the line above each: C7 of C7-ehealth."""
    return tuple(dict.fromkeys(part for line in lines for part in (line, line.partition("-")[0])))


def shown(title: str, summary: str, text: str, language: str) -> dict[str, str]:
    """Return the texts and the language that a page shows of an entry."""
    return {"title": title, "summary": summary, "text": clipped(text, SHOWN), "language": language}


def clipped(text: str, most: int) -> str:
    """Return the text, or its first `most` characters."""
    return text if len(text) <= most else text[:most]


def area_facets(places: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the facets of places: those named, with the regions that they are in, and both apart."""
    named = tuple(places)
    wide = expanded(named)
    areas = load().areas
    return {
        "area": named,
        "country": wide,
        "nation": tuple(area for area in wide if area not in areas),
        "region": tuple(area for area in wide if area in areas and not area.startswith("m49:")),
    }


def link_values(links: Iterable[ConceptLink]) -> Iterator[dict[str, str]]:
    """Yield level, concept and status of each link."""
    return ({"level": link.level, "concept": link.concept, "status": link.status} for link in links)


def written_ids(numbers: Iterable[int | None]) -> tuple[str, ...]:
    """Return the numbers of records as values of a facet, without those that are None."""
    return tuple(str(number) for number in numbers if number is not None)


def day_of(text: str | None) -> date | None:
    """Return a day in ISO form as a date; None for no text."""
    return date.fromisoformat(text) if text else None
