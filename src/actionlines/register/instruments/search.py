"""Instruments in the search, each with its paragraphs, which are found on their own too."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy

from actionlines.framework.starter import summary_in
from actionlines.register.core import vocabulary
from actionlines.register.core.concepts import name_of
from actionlines.register.core.kinds import Facet, Part, Search
from actionlines.register.core.pages.results import Found
from actionlines.register.core.search.concepts import list_summaries, names_of, of_links
from actionlines.register.core.search.entries import Entry, area_facets, link_values, shown
from actionlines.register.core.search.queries import Hit
from actionlines.register.core.texts import reader_words
from actionlines.register.instruments.models import Instrument, Paragraph


def list_entries(ids: Iterable[int]) -> Iterator[Entry]:
    """Yield the entries of instruments, each followed by those of its paragraphs."""
    with_links = Prefetch("paragraphs", Paragraph.objects.prefetch_related("links"))
    for instrument in Instrument.objects.filter(pk__in=list(ids)).prefetch_related(with_links):
        paragraphs = list(instrument.paragraphs.all())
        language = instrument.language
        body = (instrument.body,) if instrument.body else ()
        country = (instrument.country,) if instrument.country else ()
        facets: dict[str, tuple[str, ...]] = {
            "instrument": (instrument.symbol,),
            "language": (language,) if language else (),
            "document_kind": (instrument.document_kind,) if instrument.document_kind else (),
            "speaker": body,
            "year": (str(instrument.date.year),) if instrument.date else (),
            **area_facets(country),
        }
        newest = _seconds(instrument.date)
        links = (link for paragraph in paragraphs for link in link_values(paragraph.links.all()))
        yield Entry(
            kind="instrument",
            id=instrument.pk,
            title=((instrument.symbol, ""), (instrument.title, language)),
            text=tuple((paragraph.text, language) for paragraph in paragraphs),
            names=(*names_of((*body, *country)), *list_summaries(instrument.title)),
            facets={**of_links(links), **facets},
            newest=newest,
            by_title=instrument.symbol,
            shown=shown(instrument.title, "", "", language),
        )
        for paragraph in paragraphs:
            title = f"{instrument.symbol}, {paragraph.number or paragraph.anchor}"
            yield Entry(
                kind="paragraph",
                id=paragraph.pk,
                title=((title, ""),),
                text=((paragraph.text, language),),
                facets={**of_links(link_values(paragraph.links.all())), **facets},
                newest=newest,
                by_title=f"{instrument.symbol} {paragraph.order:06}",
                shown=shown(title, "", paragraph.text, language),
                parent=f"instrument:{instrument.pk}",
            )


def _seconds(day: date | None) -> float:
    return (day.toordinal() - date(1970, 1, 1).toordinal()) * 86400.0 if day else 0.0


def list_hits(hits: Mapping[int, Hit]) -> Iterator[Found]:
    """Yield the hits as pages show them: title and symbol."""
    for instrument in Instrument.objects.in_bulk(hits).values():
        title, language = summary_in(instrument.title, reader_words().language, instrument.language)
        url, label = instrument.get_absolute_url(), instrument.label
        yield Found(hits[instrument.pk], title or label, url, label, language, instrument)


def list_paragraph_hits(hits: Mapping[object, Hit]) -> Iterator[Found]:
    """Yield the hits of paragraphs, called by symbol and number."""
    for paragraph in Paragraph.objects.select_related("instrument").in_bulk(hits).values():
        yield Found(hits[paragraph.pk], paragraph.citation, paragraph.get_absolute_url(), "", "", paragraph)


def list_instrument_names(symbols: Iterable[str]) -> dict[str, str]:
    """Return symbol -> name of an instrument as people cite it, in one query."""
    return {row.symbol: row.label for row in Instrument.objects.filter(symbol__in=set(symbols)).only("symbol", "title")}


SEARCH = Search(
    place=30,
    is_titled=True,
    entries=list_entries,
    hits=list_hits,
    part=Part("paragraph", gettext_lazy("Paragraphs"), list_paragraph_hits, tier=1),
    facets=(
        Facet("speaker", gettext_lazy("Adopted or issued by"), 140, name_of),
        Facet("instrument", gettext_lazy("Instrument"), 150, list_names=list_instrument_names),
        Facet("document_kind", gettext_lazy("Kind of document"), 260, partial(vocabulary.label, "document")),
    ),
)
