"""A question and its answer, and typed words as a question."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice, product
from types import MappingProxyType
from typing import Literal

from actionlines.framework.called import fold
from actionlines.register.core.search.analyser import LATIN, LONGEST, STEM, forms, stop_words, symbol_words
from actionlines.register.core.search.arabic import certain
from actionlines.register.core.search.tokens import Chunk, chunks, script_of
from actionlines.register.core.search.word_forms import arabic_stems

SORTS = ("relevance", "newest", "due", "title", "checks")
MOST = 10_000  # hits that can be paged through; more are counted, not shown
Bounds = tuple[date | None, date | None]
ANY = "any"  # a value of a filter that usually holds: take all


def with_usual(chosen: Mapping[str, Sequence[str]], usual: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """Return the filters chosen, and what usually holds where nothing is; ANY takes all.

    >>> owed = {"force": ("decided",)}
    >>> with_usual({}, owed), with_usual({"force": ["any"], "body": ["itu"]}, owed)
    ({'force': ('decided',)}, {'body': ['itu']})
    """
    matches = {**usual, **chosen}
    return {name: values for name, values in matches.items() if name not in usual or ANY not in values}


@dataclass(frozen=True, slots=True)
class Query:
    """One question.

    text     words; "in quotes" for a phrase, -word for what must not be there
    kind     of `kinds.index_keys()`; several, or () for everything
    filters  facet -> values; values of one facet are alternatives, facets add up
    ranges   `due` or `starts` -> (first day, last day), both inclusive, None for open
    facets   facets to count; the counts of a facet leave its own filter out
    sort     of SORTS; "" is relevance where there is text, else the newest first
    page     from 1; size at most 100 (0 counts only)
    match    "all" words must be there, or "any" of them (the more, the better)
    exclude  keys (`activity:12`) left out
    is_real  what invented texts ask is left out, where another text asks anything
    is_wide  the things that the text names come first, then kinds by their place; words of other languages count too
    """

    text: str = ""
    kind: str | tuple[str, ...] = ()
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    ranges: Mapping[str, Bounds] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    sort: str = ""
    page: int = 1
    size: int = 20
    match: Literal["all", "any"] = "all"
    exclude: tuple[str, ...] = ()
    is_wide: bool = False
    is_real: bool = False

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of the query as a tuple."""
        return ((self.kind,) if self.kind else ()) if isinstance(self.kind, str) else self.kind


@dataclass(frozen=True, slots=True)
class Snippet:
    """Words around what was found: `spans` are (start, end) in `text`, for `{% marked text spans %}`.

    field   "title", "summary" or "text"; cut: whether text is before or after it
    """

    text: str
    spans: tuple[tuple[int, int], ...] = ()
    cut: tuple[bool, bool] = (False, False)
    language: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One record, or a concept or paragraph: `id` is the number of a record, or the id of a concept. `spans`
    are places of what was asked in `title`: for an activity and an organisation that is the record's own title.
    """

    kind: str
    id: int | str
    score: float = 0.0
    title: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    snippet: Snippet | None = None

    @classmethod
    def of(cls, key: str) -> "Hit":
        """Return the hit with this key, without its words."""
        kind, _, identifier = key.partition(":")
        return cls(kind, identifier if kind == "concept" else int(identifier))

    @property
    def key(self) -> str:
        """Return the key of the hit in the index, such as `activity:12`."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Hits:
    """The answer: one page of hits, how many there are in all, and the facets asked for (value, count), the
    most frequent first. `loose`: no record holds all the words; these hold some of them.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=lambda: MappingProxyType({}))
    page: int = 1
    size: int = 20
    loose: bool = False

    @property
    def ids(self) -> tuple[int | str, ...]:
        """Return the ids of the hits in their order."""
        return tuple(hit.id for hit in self.hits)

    @property
    def snippets(self) -> dict[int | str, Snippet]:
        """Snippets by id, where there is one."""
        return {hit.id: hit.snippet for hit in self.hits if hit.snippet}

    @property
    def pages(self) -> int:
        """Return the number of pages that can be shown, 1 or more."""
        return max(1, -(-min(self.total, MOST) // self.size)) if self.size else 1


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion: what it is called, and the kind and id it leads to ("" for mere words)."""

    text: str
    kind: str = ""
    id: str = ""


_QUOTED = re.compile(r'["“”«»„]([^"“”«»„]{1,200})["“”«»„]')
_NOT = re.compile(r"(?:(?<=\s)|^)[-−](\w\S*)")
_DIGIT = re.compile(r"\d")
MOST_CLAUSES = 60
# Short names are written in both alphabets: SMS and СМС, IT and ИТ.
_SHORT = 4
_PAIRS = dict(zip("abvgdezijklmnoprstufh", "абвгдезийклмнопрстуфх", strict=True))
_IN_OTHER_LETTERS = str.maketrans(_PAIRS | {cyrillic: latin for latin, cyrillic in _PAIRS.items()})
_TELLING = 5  # letters of a part of a compound that may stand alone
_MOST_STEMS = 2  # of each part of a compound
_MOST_PHRASES = 4  # made of them in one language


@dataclass(frozen=True, slots=True)
class Word:
    """One of these tokens must be there; the first is the word as written."""

    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """These tokens one after the other."""

    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signs:
    """A run of three or more Chinese signs: as a phrase, or all signs and half of the pairs anywhere, since
    the words of a question need not stand side by side in a record.
    """

    signs: tuple[str, ...]
    pairs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compound:
    """Written as one word, or its parts one after the other: as written, or their stems in one language; or, where
    each part is a word with a meaning of its own, all of them anywhere.
    """

    whole: Word
    parts: tuple[Phrase, ...]
    apart: tuple[Word, ...] = ()


Clause = Word | Phrase | Signs | Compound


@dataclass(frozen=True, slots=True)
class Reading:
    """must: clauses to be met; never: clauses that must not be met; words: the plain words, as typed."""

    must: tuple[Clause, ...] = ()
    never: tuple[Clause, ...] = ()
    words: tuple[str, ...] = ()

    def tokens(self) -> frozenset[str]:
        """All tokens that speak for a record: what is highlighted in it."""
        matches: set[str] = set()
        for clause in self.must:
            if isinstance(clause, Word | Phrase):
                matches.update(clause.tokens)
            elif isinstance(clause, Signs):
                matches.update(clause.pairs)
            else:
                matches.update(clause.whole.tokens, *(phrase.tokens for phrase in clause.parts))
                matches.update(*(word.tokens for word in clause.apart))
        return frozenset(matches)


def read(text: str, most: int = MOST_CLAUSES) -> Reading:
    """The clauses of a text; words that say nothing count only where there is nothing else.

    >>> read('"digital divide" of women -men').must
    (Phrase(tokens=('digital', 'divide')), Word(tokens=('women', '~women', '~woman', '~wom')))
    """
    phrases = [phrase for match in _QUOTED.finditer(text) if (phrase := _phrase(match.group(1)))]
    rest = _QUOTED.sub(" ", text)
    never = [clause for match in _NOT.finditer(rest) for clause in _clauses(match.group(1))[0]]
    clauses, words = _clauses(_NOT.sub(" ", rest))
    return Reading((*phrases, *clauses)[:most], tuple(never[:most]), tuple(words))


def _clauses(text: str) -> tuple[list[Clause], list[str]]:
    matches = list(chunks(text))
    telling = [chunk for chunk in matches if not _says_nothing(chunk)] or matches
    if any(_is_symbol(chunk) for chunk in telling):
        telling = [chunk for chunk in telling if _is_symbol(chunk) or not _names_a_symbol(chunk)]
    clauses: list[Clause] = []
    for chunk in telling:
        clauses.extend(_of_chunk(chunk, *_beside(matches, chunk)))
    words = [chunk.pieces[0].text for chunk in telling if len(chunk.pieces) == 1 and chunk.pieces[0].kind == "word"]
    return list(dict.fromkeys(clauses)), words


def _says_nothing(chunk: Chunk) -> bool:
    return all(fold(piece.text) in stop_words() for piece in chunk.pieces[: chunk.parts])


def _is_symbol(chunk: Chunk) -> bool:
    return chunk.parts > 1 and any(piece.kind == "whole" and _DIGIT.search(piece.text) for piece in chunk.pieces)


def _names_a_symbol(chunk: Chunk) -> bool:
    files = fold("".join(piece.text for piece in chunk.pieces[: chunk.parts]))
    if chunk.pieces[0].kind == "han":
        for word in sorted(symbol_words(), key=len, reverse=True):
            files = files.replace(word, "")
        return not files
    return files in symbol_words()


def _beside(matches: Sequence[Chunk], chunk: Chunk) -> tuple[str, ...]:
    """The word written as one with the word before and after it: “multi stakeholder” is multistakeholder too."""
    if len(chunk.pieces) != 1:
        return ()
    at = matches.index(chunk)
    pairs = [(matches[at - 1], chunk)] if at else []
    pairs += [(chunk, matches[at + 1])] if at + 1 < len(matches) else []
    return tuple(
        first.pieces[0].text + second.pieces[0].text
        for first, second in pairs
        if len(first.pieces) == len(second.pieces) == 1
        and not _says_nothing(first)
        and not _says_nothing(second)
        and all(script_of(fold(item.pieces[0].text) or "0") in ("latin", "ru") for item in (first, second))
    )


def _of_chunk(chunk: Chunk, *together: str) -> list[Clause]:
    parts = chunk.pieces[: chunk.parts]
    if parts[0].kind == "han":
        signs = tuple(piece.text for piece in parts)
        pairs = tuple(piece.text for piece in chunk.pieces[chunk.parts :])
        if len(signs) < 3:
            return [Word(pairs or signs)]
        return [Signs(signs, pairs)]
    if len(parts) == 1:
        matches = dict.fromkeys(token for word in (parts[0].text, *together) for token in asked(word))
        return [Word(tuple(matches))] if matches else []
    start, end = parts[0].start, parts[-1].end
    full = {piece.kind: piece.text for piece in chunk.pieces[chunk.parts :] if (piece.start, piece.end) == (start, end)}
    whole = (fold(full["whole"]),) if "whole" in full else ()
    if "joined" in full:
        files = Word(tuple(dict.fromkeys((*asked(full["joined"]), *whole))))
        words = [piece.text for piece in parts]
        alone = all(len(word) >= _TELLING and word.isalpha() for word in words)
        return [Compound(files, _in_parts(words), tuple(Word(asked(word)) for word in words if alone))]
    if whole and _DIGIT.search(whole[0]):
        return [Word(whole)]
    telling = [piece for piece in parts if fold(piece.text) not in stop_words()]
    return [Word(tokens) for piece in telling if (tokens := asked(piece.text))]


def _in_parts(words: Sequence[str]) -> tuple[Phrase, ...]:
    """The words as written one after the other, and their stems, all of one language."""
    made = [tuple(fold(word) for word in words)]
    for code in LATIN:
        made += islice(product(*(asked(word, (code,))[-_MOST_STEMS:] for word in words)), _MOST_PHRASES)
    return tuple(Phrase(tokens) for tokens in dict.fromkeys(made))


def asked(word: str, languages: tuple[str, ...] = LATIN) -> tuple[str, ...]:
    """The tokens that a word of a question may meet, in whatever language it is."""
    if (surface := fold(word[:LONGEST])) and script_of(surface) == "ar":
        return tuple(
            dict.fromkeys((surface, *(STEM + arabic_stem for arabic_stem in arabic_stems(word, certain(surface)))))
        )
    other = _IN_OTHER_LETTERS if len(surface) <= _SHORT else {}
    matches = forms(word[:LONGEST], languages)
    return (*matches, surface.translate(other)) if other and not surface.isdigit() else matches


def _phrase(text: str) -> Clause | None:
    parts = [piece for chunk in chunks(text) for piece in chunk.pieces[: chunk.parts]]
    tokens = tuple(surface for piece in parts if (surface := fold(piece.text)))
    if len(tokens) == 1:
        return Word(tokens)
    return Phrase(tokens) if tokens else None
