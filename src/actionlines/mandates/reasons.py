"""Why a block of a document has no mandate: one of a closed set of reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from actionlines.documents.model import Paragraph
from actionlines.mandates.context import Context
from actionlines.mandates.languages.grammar import ENGLISH, english
from actionlines.mandates.model import Mandate
from actionlines.mandates.split import in_sentence
from actionlines.mandates.words import FORMS, hits

Reason = Literal[
    "", "heading", "footnote", "preamble", "chapeau", "amendment", "quotation", "question", "cites-another",
    "narrative", "plan", "definition", "statement", "no-actor", "no-asking-verb",
]  # fmt: skip
"""Keys of `data/reasons.csv`, which has the words of each; "" where the block has mandates."""
BY_KIND: dict[str, Reason] = {"heading": "heading", "footnote": "footnote", "preambular": "preamble"}
_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class BlockReading:
    """One paragraph with its mandates, or with the reason why it has none."""

    paragraph: Paragraph
    mandates: tuple[Mandate, ...]
    reason: Reason = ""


def reason_of(here: Context) -> Reason:
    """Return why a paragraph without mandates asks nobody."""
    if here.language != ENGLISH:
        return _reason_of_foreign(here)
    words = here.text[:_LONGEST]
    verbs = [hit for form in FORMS for hit in hits(words, form)]
    matches = [hit for hit in verbs if hit.verb.asks and hit.verb.base != "will"]
    if not matches and not english("any duty").search(words):
        states = any(hit.form != "gerund" for hit in verbs)
        return "plan" if english("plan").search(words) else "statement" if states else "no-asking-verb"
    if words.rstrip().endswith("?"):
        return "question"
    if (opens := next(iter(in_sentence(words, 0, len(words))), None)) and not opens.lead and not opens.verb.asks:
        return "statement"
    if words.split(" ", 1)[0].endswith("ing") and words.endswith(","):
        return "preamble"
    if words[:1] in '“"«' and words.rstrip()[-1:] in '”"»':
        return "quotation"
    if english("defines").search(words):
        return "definition"
    if english("by another text").search(words):
        return "cites-another"
    if any(hit.form == "past" for hit in matches) or english("told").search(words):
        return "narrative"
    if matches and all(hit.form == "gerund" for hit in matches):
        return "preamble"
    return "no-actor"


def _reason_of_foreign(here: Context) -> Reason:
    pattern, text = here.grammar.pattern, here.text
    if pattern(r"[^\w]*{preamble}").match(text) and text.rstrip().endswith((",", "،", "，", ";", "؛")):
        return "preamble"
    rows = [here.grammar.groups[match.lastgroup or ""][0] for match in here.grammar.hits.finditer(text)]
    asking = [verb for verb in rows if verb.asks]
    if not asking and pattern("{had asked}").search(text):
        return "narrative"
    if not asking:
        return "statement" if rows else "plan" if pattern("{plan}").search(text) else "no-asking-verb"
    if text.rstrip().endswith(("?", "؟", "？")):
        return "question"
    if pattern("{reported}").search(text):
        return "cites-another"
    narrates = all(verb.form == "past" for verb in asking) or pattern("{past}|{subordinate}").search(text)
    return "narrative" if narrates else "no-actor"
