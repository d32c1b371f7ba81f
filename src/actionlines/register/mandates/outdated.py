"""Records that name an instrument with a later version or successor: what each names, and the advice.

outdated([["… General Assembly resolution 78/132 …"], …])      one list for each group of texts
outdated_in([record, …])                                       of the words of records, and their mandates

The advice is that of `lineage.stale`, among the instruments that the register holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from actionlines.citations import Citation, find_citations
from actionlines.documents import model as documents
from actionlines.lineage.members import subject_of
from actionlines.lineage.stale import Stale, Succession
from actionlines.register.core.schema import Serialised
from actionlines.register.instruments.models import Instrument, Paragraph
from actionlines.register.instruments.reading import without_language
from actionlines.register.instruments.series import about, lineage_of
from actionlines.register.mandates.models import Mandate

MOST = 200  # instruments that are looked at, and texts whose words are compared
READ = 24
_SHORTEST = 6  # letters of a text in which an instrument may be named
_SHORT = 60  # letters of a text that is read once for many records


@dataclass(frozen=True, slots=True)
class Outdated:
    """A citation in the words of a record: `quote` as written, and what to do with it."""

    quote: str
    stale: Stale

    @property
    def url(self) -> str:
        """Return the address of the later text."""
        from django.urls import reverse

        return reverse("instrument", args=[self.stale.latest])


def outdated_in(records: Iterable[Serialised]) -> list[list[Outdated]]:
    """Return what each record (as `serialise.as_dict` gives it) names that is outdated; some queries for all."""
    held = list(records)
    numbers = {number for item in held for number in _mandates(item)}
    rows = Mandate.objects.filter(pk__in=numbers).values_list("pk", "instrument__symbol", "paragraph__anchor")
    named = {pk: f"{without_language(symbol)}, paragraph {anchor}" for pk, symbol, anchor in rows}
    return outdated([*_words(item), *(named[number] for number in _mandates(item) if number in named)] for item in held)


def outdated(groups: Iterable[Iterable[str]]) -> list[list[Outdated]]:
    """Return the outdated citations in each group of texts, each instrument once; no query where none is cited."""
    fields = [[(text, _cited(text)) for text in dict.fromkeys(texts) if len(text) >= _SHORTEST] for texts in groups]
    symbols = {item.instrument for texts in fields for _text, cited in texts for item in cited}
    known = _succession(sorted(symbols)) if symbols else None
    return [[] if known is None else list(_stale(texts, known)) for texts in fields]


def _cited(text: str) -> Sequence[Citation]:
    return _cited_in_short(text) if len(text) <= _SHORT else find_citations(text)


@lru_cache(maxsize=5_000)
def _cited_in_short(text: str) -> Sequence[Citation]:
    # Most strings of a record are days, ids and states, the same in many records.
    return tuple(find_citations(text))


def _stale(texts: Sequence[tuple[str, Sequence[Citation]]], known: Succession) -> Iterator[Outdated]:
    beside = {row.instrument for _text, cited in texts for row in cited}
    seen: set[str] = set()
    for text, cited in texts:
        for item, stale in known.advise(cited, lambda _one, text=text: text, beside).items():  # type: ignore[misc]
            if item.instrument not in seen:
                seen.add(item.instrument)
                yield Outdated(item.quote, stale)


def _succession(symbols: Sequence[str]) -> Succession:
    """Return which text replaced which other text, around these symbols.

    Five queries, whatever their number, and one for each text whose paragraphs are compared: few of those that
    are held are, and their paragraphs are most of the register.
    """
    rows = Instrument.objects.defer("warnings")
    first = list(rows.filter(about(symbols))[:MOST])
    cited = {item.title for item in first if without_language(item.symbol) in symbols}
    held = {item.pk: item for item in first}
    if cited:
        held |= {item.pk: item for item in rows.filter(about(symbols, cited))[:MOST]}
    subjects = {subject_of(title) for title in cited} - {""}
    alike = [item for item in held.values() if subject_of(item.title) in subjects][:READ]
    by_symbol = {without_language(item.symbol): item.pk for item in held.values()}
    return Succession(lineage_of(held.values(), alike), lambda symbol: _document(symbol, by_symbol[symbol]))


def _document(symbol: str, number: int) -> documents.Document:
    """Return the paragraphs of an instrument as they are compared."""
    rows = Paragraph.objects.filter(instrument=number).values_list("anchor", "kind", "text", "number", "level")
    paragraphs = tuple(
        documents.Paragraph(anchor, kind, text, 0, len(text), number=fields, level=level)
        for anchor, kind, text, fields, level in rows
    )
    return documents.Document(symbol, "text", documents.Metadata(symbol), paragraphs)


def _words(value: object) -> Iterator[str]:
    """Yield the texts in a serialised record, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _words(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _words(item)


def _mandates(value: object, name: str = "") -> Iterator[int]:
    """Yield the numbers of mandates that a serialised record names."""
    if isinstance(value, int) and name in ("mandate", "mandates"):
        yield value
    elif isinstance(value, str) and value.startswith("mandate:") and value[8:].isdecimal():
        yield int(value[8:])
    elif isinstance(value, Mapping) and value.get("status") != "rejected":
        for key, item in value.items():
            yield from _mandates(item, str(key))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _mandates(item, name)
