"""The series of an instrument among those that the register holds: a bounded number of queries.

Candidates share its title or number, cite it, or are cited by it. The words of the texts are compared only where
the title is the same; the command `series` compares all.
"""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Q

from actionlines.citations.graph import version_of
from actionlines.lineage.members import member, subject_of
from actionlines.lineage.series import Lineage, Series
from actionlines.registry.instruments.citation_targets import without_language
from actionlines.registry.models import Instrument, Paragraph, ParagraphCitation

MOST = 60  # candidates
READ = 12  # of them, texts whose words are compared
_BEGUN = 30  # letters of a title by which candidates are found
_SHORT = 12  # a shorter title finds nothing


def series_of(instrument: Instrument) -> Series:
    """Return the series of an instrument; the instrument alone where nothing is linked to it."""
    held = _candidates(instrument)
    subject = subject_of(instrument.title)
    alike = [one.pk for one in held if subject and subject_of(one.title) == subject][:READ]
    texts: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for pk, anchor, text in Paragraph.objects.filter(instrument__in=alike).values_list(
        "instrument_id", "anchor", "text"
    ):
        texts[pk].append((anchor, text))
    cited: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = ParagraphCitation.objects.filter(paragraph__instrument__in=[one.pk for one in held]).order_by(
        "paragraph__order", "start"
    )
    for pk, anchor, symbol in rows.values_list("paragraph__instrument_id", "paragraph__anchor", "symbol"):
        cited[pk].append((symbol, anchor))
    lineage = Lineage(
        member(
            without_language(one.symbol), one.title, texts[one.pk], cited[one.pk],
            kind=one.document_kind, session=one.session, date=one.date.isoformat() if one.date else "",
        )
        for one in held
    )  # fmt: skip
    return lineage.series(without_language(instrument.symbol))


def _candidates(instrument: Instrument) -> list[Instrument]:
    symbol = without_language(instrument.symbol)
    begun = instrument.title.strip()[:_BEGUN]
    near = Q(family=version_of(symbol)[0]) | Q(family=instrument.family)
    near |= Q(symbol__in=ParagraphCitation.objects.filter(paragraph__instrument=instrument).values("symbol"))
    near |= Q(pk__in=ParagraphCitation.objects.filter(symbol=symbol).values("paragraph__instrument"))
    if len(begun) >= _SHORT:
        near |= Q(title__istartswith=begun)
    others = Instrument.objects.filter(near, language=instrument.language).exclude(pk=instrument.pk)
    # Texts of the same title come first: there are few of them, and of texts that cite it there may be many.
    found = sorted(others.defer("warnings")[: 4 * MOST], key=lambda one: not one.title.startswith(begun))
    return [instrument, *found[: MOST - 1]]
