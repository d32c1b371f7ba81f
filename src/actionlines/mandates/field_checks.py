"""How sure each field of a mandate is: the last step of finding, apart from it.

A rule looks at one mandate in its sentence and sees one reason for which a person should read one field. The
reasons are those of `data/checks.csv`. What no rule doubts is sure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from actionlines.documents.model import Document, Paragraph
from actionlines.lazily import expression
from actionlines.mandates import doubts_what, doubts_when, doubts_who
from actionlines.mandates.doubts import AROUND, MOST, View
from actionlines.mandates.model import FIELDS, Mandate, check

# Where a sentence, or the part of it that holds an action, ends at the latest.
_STOP = expression(r"[.;:] |[.;:]?\n|[;。；؛]")
RULES = (*doubts_who.RULES, *doubts_when.RULES, *doubts_what.RULES)


def with_checks(document: Document, mandates: Iterable[Mandate], year: int = 0) -> Iterator[Mandate]:
    """Return the mandates with their checks, those that a finder set first.

    year  of the document, 0 where unknown
    """
    for mandate in mandates:
        view = _view(mandate, document.by_id[mandate.paragraph], document.metadata.language, year)
        found = (check(field, key) for field, key, rule in RULES if rule(view))
        both = sorted((*mandate.checks, *found), key=lambda one: FIELDS.index(one.field))
        yield replace(mandate, checks=tuple(dict.fromkeys(both)))


def _view(mandate: Mandate, paragraph: Paragraph, language: str, year: int) -> View:
    text, verb, action = paragraph.text, mandate.verb_phrase, mandate.action
    here = verb.paragraph == paragraph.id and verb.end <= action.start
    start = max(verb.start if here else action.start, action.start - AROUND)
    end = min(action.end, action.start + MOST)
    stop = _STOP.search(text, end, end + AROUND // 2)
    sentence = text[start : stop.start() if stop else end + AROUND // 2]
    lead = text[max(verb.end, start) : action.start] if here else ""
    return View(mandate, language or "en", paragraph.kind, sentence, lead, year)
