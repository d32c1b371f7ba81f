"""Find the mandates of a document, in the same steps for all six languages.

parts     the instruments that a file binds (`documents.read`)
context   each paragraph with its language, its speaker, its section and what it hangs on (`context`)
clauses   which verbs ask, by their own words or by those of a chapeau (`items`, `languages.clauses`)
fields    where the action ends, what it produces, who receives it, when it is due (`fields`)
force     decided, proposed, recommended or restated (`amendments`)
checks    the fields where an error is likely (`fields`)

A language is a pack: rows of `languages/data`, and functions where its grammar needs one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import islice

from actionlines.documents.language import language_in
from actionlines.documents.model import Document, Paragraph
from actionlines.documents.read import cells_of, split_instruments
from actionlines.documents.text import UNDECODED, is_undecoded
from actionlines.framework.bodies import UNSPECIFIED
from actionlines.framework.tables import read_table
from actionlines.mandates.amendments import Change, amendments, with_force
from actionlines.mandates.context import Ask, Context, Sections, speaker_of, speakers, year_of
from actionlines.mandates.fields import mandates_of, row_of_actions, with_checks
from actionlines.mandates.items import keyword_ask, list_of, lists_of_verbs, lost, read_clauses, unknown
from actionlines.mandates.itu import elsewhere
from actionlines.mandates.languages.clauses import asking_headings
from actionlines.mandates.languages.grammar import ENGLISH, LANGUAGES
from actionlines.mandates.model import Mandate
from actionlines.mandates.names import Names, mentions_in
from actionlines.mandates.reasons import BY_KIND, BlockReading, Reason, reason_of
from actionlines.mandates.split import body_reported, parents_of, tells_decisions
from actionlines.mandates.words import DATA

COMMAND = "`actionlines mandates FILE --explain`"


def find_mandates(document: Document) -> list[Mandate]:
    """Return the mandates of a document, in reading order.

    Pure: the same document gives the same list. Every phrase quotes its paragraph exactly.
    """
    return [mandate for block in read_blocks(document) for mandate in block.mandates]


def read_blocks(document: Document) -> Iterator[BlockReading]:
    """Yield each paragraph with its mandates, or with the reason why it has none, in reading order."""
    parts = split_instruments(document)
    for part in parts:
        finder = _Finder(part)
        blocks = list(finder.blocks())
        mandates = (mandate for block in blocks for mandate in block.mandates)
        checked = iter(with_checks(part, with_force(part, mandates), finder.year))
        symbol = part.metadata.symbol if len(parts) > 1 else ""
        for block in blocks:
            own = islice(checked, len(block.mandates))
            yield replace(block, mandates=tuple(replace(item, instrument=symbol) if symbol else item for item in own))


class _Finder:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.names = Names(document)
        self.speaker = speaker_of(document, self.names)
        self.year = year_of(document)
        self.past = tells_decisions(document)
        body, self.sitting = body_reported(document)
        if self.sitting and not document.metadata.body:
            self.speaker = next((item.body for item in mentions_in(body, 0, unlisted=True)), UNSPECIFIED)
        self.parent = parents_of(document)
        self.parents = frozenset(self.parent.values())
        self.places = {paragraph.id: index for index, paragraph in enumerate(document.paragraphs)}
        read = (self.places[paragraph.id] for paragraph in document.paragraphs if paragraph.kind not in BY_KIND)
        self.ends = max(read, default=-1)
        self.sections = Sections(document)
        self.speakers = speakers(document)
        self.chapeaus: dict[str, Ask] = {}
        self.amendments = amendments(document)
        changes = (change for several in self.amendments.values() for change in several)
        self.new_words = {change.words.id: change.amendment for change in changes if change.words}
        self.headed: dict[str, dict[str, Paragraph]] = {}
        self.lists_of_verbs = lists_of_verbs(document)
        self.acting: dict[str, set[tuple[str, ...]]] = defaultdict(set)

    def blocks(self) -> Iterator[BlockReading]:
        """Yield each paragraph with what it asks, before its force and its checks are known."""
        for index, block in enumerate(self.document.paragraphs):
            # What nothing is below is no heading, but a line without a full stop.
            line = block.kind == "heading" and index > self.ends
            if block.kind in BY_KIND and not line:
                mandates = tuple(self.titled(index, block))
                yield BlockReading(block, mandates, "" if mandates else BY_KIND[block.kind])
                continue
            paragraph = replace(block, kind="text") if line else block
            mandates = tuple(self.mandates(index, paragraph))
            reason: Reason = "" if mandates else self.silence(index, paragraph)
            yield BlockReading(block, mandates, reason)

    def titled(self, index: int, paragraph: Paragraph) -> list[Mandate]:
        """Return what a line asks that only looks like a heading: a sentence without its full stop."""
        context = self.context(index, paragraph)
        if paragraph.kind != "heading" or context.language == ENGLISH or elsewhere(paragraph):
            return []
        mandates = list(self.mandates(index, replace(paragraph, kind="text")))
        self.chapeaus.pop(paragraph.id, None)
        return [mandate for mandate in mandates if mandate.addressees or mandate.strength == "commits"]

    def silence(self, index: int, paragraph: Paragraph) -> Reason:
        """Return why a paragraph has no mandates."""
        if paragraph.id in self.new_words or paragraph.id in self.amendments:
            return "amendment"
        return "chapeau" if paragraph.id in self.chapeaus else reason_of(self.context(index, paragraph))

    def mandates(self, index: int, paragraph: Paragraph) -> Iterator[Mandate]:
        """Yield what a paragraph asks: its clauses, by its own verbs or its chapeau's, each with its fields."""
        if cells := cells_of(paragraph):
            yield from row_of_actions(self.context(index, paragraph, ENGLISH), cells)
            return
        context = self.context(index, paragraph)
        amendment = self.new_words.get(paragraph.id)
        if context.language == ENGLISH and paragraph.id in self.amendments:
            yield from self.amended(self.amendments[paragraph.id])
            return
        if context.language == ENGLISH and amendment:
            return  # read with its instruction
        mandates: list[Mandate] = []
        for read in read_clauses(context, self.chapeau(context)):
            if paragraph.heading and read.ask.addressees and not paragraph.parent:
                self.acting[paragraph.heading].add(read.ask.bodies)
            if read.role == "chapeau":  # "Calls upon X:" says nothing yet; its sub-items will.
                self.chapeaus[paragraph.id] = read.ask
            if read.action is not None:
                mandates += mandates_of(context, read.ask, read.action)
        for mandate in sorted(mandates, key=lambda mandate: (mandate.action.start, mandate.verb_phrase.start)):
            yield replace(mandate, amendment=amendment, force="proposed") if amendment else mandate

    def amended(self, changes: tuple[Change, ...]) -> Iterator[Mandate]:
        """Yield what the new words of amendments ask; to change or to delete words asks nobody."""
        for change in changes:
            if change.words:
                words = self.context(self.places[change.words.id], change.words, ENGLISH)
                for read in read_clauses(words, None):
                    for mandate in mandates_of(words, read.ask, read.action) if read.action else ():
                        yield replace(mandate, amendment=change.amendment, force="proposed")

    def context(self, index: int, paragraph: Paragraph, language: str = "") -> Context:
        """Return a paragraph as the steps read it, by default in its own language."""
        language = language or language_in(paragraph.text, self.document.metadata.language)
        asking = None
        if language in LANGUAGES:
            if language not in self.headed:
                self.headed[language] = asking_headings(self.document, language)
            asking = self.headed[language].get(paragraph.id)
        else:
            language = ENGLISH
        speaker, section = self.speakers.get(paragraph.heading, self.speaker), self.sections.of(paragraph.heading)
        stated = (speaker, self.year, paragraph.id in self.parents, self.past, section, self.sitting)
        return Context(paragraph, index, self.names, *stated, language, asking)

    def chapeau(self, context: Context) -> Ask | None:
        """Return the ask that a paragraph goes on with: that of its chapeau, or of the keyword line above it."""
        paragraph = context.paragraph
        ask = self.chapeaus.get(self.parent[paragraph.id]) or self.keyword_line(context)
        if context.language != ENGLISH or self.parent[paragraph.id] in self.chapeaus:
            return ask
        if ask is None and "unheaded" in paragraph.id.split("."):
            return unknown(paragraph)
        if ask is None or not paragraph.level:
            return ask
        return lost(ask, self.acting[paragraph.heading]) if list_of(paragraph) in self.lists_of_verbs else None

    def keyword_line(self, context: Context) -> Ask | None:
        """Return what the keyword line asks that an item of an ITU resolution is under."""
        heading = self.document.by_id.get(context.paragraph.heading)
        if heading is None or context.paragraph.parent:
            return None
        at = self.places[heading.id]
        if heading.id not in self.chapeaus and (ask := keyword_ask(self.context(at, heading, context.language))):
            self.chapeaus[heading.id] = ask
        return self.chapeaus.get(heading.id)


def explain(document: Document) -> list[BlockReading]:
    """Return each paragraph with its mandates, or with the reason why it has none, in reading order."""
    return list(read_blocks(document))


@cache
def reason_words() -> dict[str, str]:
    """Return the English words of every reason by its key."""
    return {row["key"]: row["words"] for row in read_table("reasons", DATA)}


def summary(blocks: list[BlockReading]) -> Iterator[str]:
    """Yield a line of how many paragraphs have mandates, and one for each reason of the others."""
    mandates, carrying = sum(len(block.mandates) for block in blocks), sum(bool(b.mandates) for b in blocks)
    yield f"Paragraphs: {len(blocks)}; with mandates: {carrying} (mandates: {mandates}); without:"
    counts = Counter(block.reason for block in blocks if block.reason).most_common()
    yield from (f"{count:6} {reason}: {reason_words()[reason]}" for reason, count in counts)


def why_not_read(document: Document) -> str:
    """Return why a document has no mandates, as a sentence for its reader; "" where it has some."""
    blocks = explain(document)
    if any(block.mandates for block in blocks):
        return ""
    if is_undecoded(document.text):
        return f"The text cannot be decoded. {UNDECODED}"
    asking = {row["key"] for row in read_table("reasons", DATA) if row["asking"] == "yes"}
    if not (aside := sum(block.reason in asking for block in blocks)):
        return "The text contains no mandate."
    return f"No mandates. Paragraphs that were set aside although they may ask: {aside}; {COMMAND} gives reasons."
