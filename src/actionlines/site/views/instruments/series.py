"""The series of an instrument: its time line with the reason for each link, and where to read what changed."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from actionlines.lineage.members import Member
from actionlines.papers.words import LANGUAGES, Words
from actionlines.registry.instruments.citation_targets import without_language
from actionlines.registry.instruments.series import series_of
from actionlines.registry.models import Instrument
from actionlines.reports.series import reason_words, remark_words
from actionlines.reports.words import words as catalogue
from actionlines.site.pages import page

LONGEST = 120  # characters of a symbol


@dataclass(frozen=True, slots=True)
class Step:
    """One text on the time line: why it stands there (`link`), and the symbol of the text before it."""

    member: Member
    link: str
    older: str


def series_words() -> Words:
    """Return the words of papers on series in the reader's language."""
    code = (get_language() or "en")[:2]
    return catalogue(code if code in LANGUAGES else "en")


@page("instrument.view")
def series(request: HttpRequest) -> HttpResponse:
    """`?symbol=A/RES/79/194`: the series that this instrument belongs to."""
    asked = request.GET.get("symbol", "").strip()[:LONGEST]
    record = Instrument.objects.filter(symbol=asked).first()
    words = series_words()
    shown: dict[str, object] = {"asked": asked, "instrument": record, "words": words}
    if record:
        found = series_of(record)
        shown |= {
            "own": without_language(record.symbol),
            "title": words("title.lineage", title=record.title or record.label),
            "steps": [
                Step(one, reason_words(link, words), link.older)
                if (link := found.before(one.symbol))
                else Step(one, words("lineage.first"), "")
                for one in found.members
            ],
            "remarks": list(remark_words(found, words)),
        }
    return render(request, "instruments/series.html", shown, status=200 if record else 404)
