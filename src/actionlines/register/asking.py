"""Questions to the register: the search finds paragraphs that share words, `results.ask` ranks and refuses."""

from __future__ import annotations

from django.conf import settings

from actionlines.register.core.notices import address
from actionlines.register.core.search import Query, query
from actionlines.register.instruments.models import Paragraph
from actionlines.results.ask import Found, Passage, Passages, words_of

CANDIDATES = 100
# Each stem is one search. No question of benchmarks/ask.tsv has more than 30; 300 signs can have 184.
MOST_STEMS = 40


def ask(question: str, language: str, *, neural: bool = False) -> Found:
    """Return the paragraphs of the register that are closest to a question, with their permanent addresses.

    Their meaning counts where `neural` or the setting ACTIONLINES_ASK_NEURAL says so. A visitor sees every
    instrument, so that nothing here depends on who asks.
    """
    ways = list(dict.fromkeys(one for word in words_of(question, language) for one in word))[:MOST_STEMS]
    if not ways:
        return Found(())
    hits = query(Query(text=" ".join(ways), kind="paragraph", match="any", size=CANDIDATES))
    rows = Paragraph.objects.select_related("instrument").in_bulk([hit.id for hit in hits.hits])
    passages = [
        Passage(one.instrument.symbol, one.anchor, one.text, address() + one.get_absolute_url(), one.kind)
        for hit in hits.hits
        if (one := rows.get(hit.id))
    ]
    # How rare a word is, the whole register says, not the paragraphs that were found for having it.
    having = {one: query(Query(text=one, kind="paragraph", size=0)).total for one in ways}
    whole = Paragraph.objects.count()
    return Passages(passages, having, whole, neural=neural or settings.ASK_NEURAL).ask(question, language)
