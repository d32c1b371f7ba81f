"""The paragraphs of reports that cite mandates."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from actionlines.papers.account.model import ReportPlace
from actionlines.register.instruments.models import ParagraphCitation
from actionlines.register.instruments.reading import held, list_places
from actionlines.register.mandates.models import Mandate

REPORTING = ("report", "note", "contribution", "summary")  # kinds of documents that say what was done
_ITEM = re.compile(r"\([^()]*\)$")


def find_reports(mandates: Iterable[Mandate]) -> defaultdict[int, list[ReportPlace]]:
    """Return the paragraphs of reports that cite the paragraph of a mandate, or all of a list that it stands in."""
    rows = list(mandates)
    families = {row.instrument.family for row in rows}
    citations = ParagraphCitation.objects.exclude(place="").filter(
        paragraph__instrument__document_kind__in=REPORTING, paragraph__instrument__date__isnull=False
    )
    if len(families) == 1:
        citations = citations.filter(symbol__startswith=families.pop())
    read = citations.select_related("paragraph__instrument").order_by("-paragraph__instrument__date", "pk")
    apart = [
        (citation, ParagraphCitation(symbol=citation.symbol, place=place))
        for citation in read
        for place in list_places(citation.place)
    ]
    places = held(part for _citation, part in apart)
    by_place: defaultdict[tuple[str, str], list[ReportPlace]] = defaultdict(list)
    for citation, part in apart:
        place = places.get((part.symbol, part.place))
        if place and place.anchor:
            by_place[place.symbol, place.anchor].append(_report_place(citation))
    cited: defaultdict[int, list[ReportPlace]] = defaultdict(list)
    for row in rows:
        issued = row.instrument.date.isoformat() if row.instrument.date else ""
        places_of = (
            item for anchor in _chapeaux(row.paragraph.anchor) for item in by_place[row.instrument.symbol, anchor]
        )
        cited[row.pk] = [item for item in dict.fromkeys(places_of) if item.date >= issued]
    return cited


def _report_place(citation: ParagraphCitation) -> ReportPlace:
    paragraph, report = citation.paragraph, citation.paragraph.instrument
    day = report.date.isoformat() if report.date else ""
    return ReportPlace(report.symbol, paragraph.anchor, report.title, day, paragraph.text, report.language)


def _chapeaux(anchor: str) -> Iterator[str]:
    """Yield an anchor and those of the paragraphs whose item it is: 3(a), 3."""
    while anchor:
        yield anchor
        shorter = _ITEM.sub("", anchor)
        anchor = shorter if shorter != anchor else ""
