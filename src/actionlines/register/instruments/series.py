"""The series of an instrument among those that the register holds: a bounded number of queries.

near(instrument)       instruments that share its title or number, cite it, or are cited by it
lineage_of(some)       their links, as `lineage.series` finds them
series_of(instrument)  the series that the instrument belongs to

The words of the texts are compared only where the title is the same; the command `series` compares all.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Q

from actionlines.citations.graph import version_of
from actionlines.lineage.members import make_member, subject_of
from actionlines.lineage.series import Lineage, TextSeries
from actionlines.register.instruments.models import Instrument, Paragraph, ParagraphCitation
from actionlines.register.instruments.reading import without_language

MOST = 60  # candidates
READ = 12  # of them, texts whose words are compared
_BEGUN = 30  # letters of a title by which candidates are found
_SHORT = 12  # a shorter title finds nothing


def series_of(instrument: Instrument) -> TextSeries:
    """Return the series of an instrument; the instrument alone where nothing is linked to it."""
    held = [instrument, *near(instrument)[: MOST - 1]]
    subject = subject_of(instrument.title)
    alike = [item for item in held if subject and subject_of(item.title) == subject][:READ]
    return lineage_of(held, alike).series(without_language(instrument.symbol))


def lineage_of(held: Iterable[Instrument], alike: Iterable[Instrument]) -> Lineage:
    """Return the links between instruments; of those that are alike, the words count too. Two queries."""
    held = list(held)
    texts: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for pk, anchor, text in Paragraph.objects.filter(
        instrument__in=[instrument.pk for instrument in alike]
    ).values_list("instrument_id", "anchor", "text"):
        texts[pk].append((anchor, text))
    cited: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = ParagraphCitation.objects.filter(paragraph__instrument__in=[instrument.pk for instrument in held]).order_by(
        "paragraph__order", "start"
    )
    for pk, anchor, symbol in rows.values_list("paragraph__instrument_id", "paragraph__anchor", "symbol"):
        cited[pk].append((symbol, anchor))
    return Lineage(
        make_member(
            without_language(instrument.symbol),
            instrument.title,
            texts[instrument.pk],
            cited[instrument.pk],
            kind=instrument.document_kind,
            session=instrument.session,
            date=instrument.date.isoformat() if instrument.date else "",
        )
        for instrument in held
    )


def near(instrument: Instrument) -> list[Instrument]:
    """Return instruments that may belong to the series of one, in its language: one query.

    Those of its title come first, and of them the newest: of texts that cite it there may be many.
    """
    symbol = without_language(instrument.symbol)
    begun = instrument.title.strip()[:_BEGUN]
    cited = ParagraphCitation.objects.filter(paragraph__instrument=instrument).values("symbol")
    query = about([symbol], [instrument.title]) | Q(family=instrument.family) | Q(symbol__in=cited)
    others = Instrument.objects.filter(query, language=instrument.language).exclude(pk=instrument.pk)
    return sorted(others.defer("warnings")[: 4 * MOST], key=lambda item: not item.title.startswith(begun))


def about(symbols: Sequence[str], titles: Iterable[str] = ()) -> Q:
    """Return the condition on instruments of these numbers or titles, and on those that cite these numbers."""
    citing = ParagraphCitation.objects.filter(symbol__in=symbols).values("paragraph__instrument")
    query = Q(family__in={version_of(symbol)[0] for symbol in symbols}) | Q(pk__in=citing)
    for begun in {title.strip()[:_BEGUN] for title in titles}:
        if len(begun) >= _SHORT:
            query |= Q(title__istartswith=begun)
    return query
