"""Find the mandates of a document."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from actionlines.documents.action_rows import cells_of
from actionlines.documents.bundles import instruments
from actionlines.documents.model import Document, Paragraph
from actionlines.framework.bodies import AMBIGUOUS, UNSPECIFIED
from actionlines.lazily import expression
from actionlines.mandates import items, past_tense, reading, reports
from actionlines.mandates.action import trim, with_reports
from actionlines.mandates.amendments import Change, amendments
from actionlines.mandates.asks import Ask, Reading, make, same_again
from actionlines.mandates.context import Context, speaker_of, speakers, year_of
from actionlines.mandates.deliverable import deliverable
from actionlines.mandates.due_forms import find_due
from actionlines.mandates.field_checks import with_checks
from actionlines.mandates.force import with_force
from actionlines.mandates.itu import keyword
from actionlines.mandates.keyword_items import is_unheaded, list_of, lists_of_verbs, lost, unknown
from actionlines.mandates.languages import LANGUAGES, Reader, language_in
from actionlines.mandates.model import Mandate, check
from actionlines.mandates.names import Names, Span, mentions_in
from actionlines.mandates.reasons import BY_KIND, BlockReading, Reason, reason_of
from actionlines.mandates.report_to import report_to
from actionlines.mandates.sections import Sections
from actionlines.mandates.split import Operative, in_sentence, sentences
from actionlines.mandates.verbs import Verb


def find_mandates(document: Document) -> list[Mandate]:
    """Return the mandates of a document, in reading order.

    Pure: the same document gives the same list. Every phrase quotes its paragraph exactly.
    """
    return [mandate for block in read_blocks(document) for mandate in block.mandates]


def read_blocks(document: Document) -> Iterator[BlockReading]:
    """Yield each paragraph with its mandates, or with the reason why it has none, in reading order."""
    parts = instruments(document)
    for part in parts:
        finder = _Finder(part)
        blocks = list(finder.blocks())
        mandates = (mandate for block in blocks for mandate in block.mandates)
        checked = iter(with_checks(part, with_force(part, mandates), finder.year))
        symbol = part.metadata.symbol if len(parts) > 1 else ""
        for block in blocks:
            own = islice(checked, len(block.mandates))
            yield replace(
                block, mandates=tuple(replace(one, instrument=symbol) if symbol else one for one in own)
            )


class _Finder:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.names = Names(document)
        self.speaker = speaker_of(document, self.names)
        self.year = year_of(document)
        self.past = past_tense.tells(document)
        body, self.sitting = past_tense.sitting(document)
        if self.sitting and not document.metadata.body:
            self.speaker = next((one.body for one in mentions_in(body, 0, unlisted=True)), UNSPECIFIED)
        self.parent = past_tense.parents(document)
        self.parents = frozenset(self.parent.values())
        self.places = {paragraph.id: index for index, paragraph in enumerate(document.paragraphs)}
        self.ends = max(
            (self.places[one.id] for one in document.paragraphs if one.kind not in BY_KIND), default=-1
        )
        self.sections = Sections(document)
        self.speakers = speakers(document)
        self.chapeaus: dict[str, Ask] = {}
        self.amendments = amendments(document)
        words = (change.words for change in self.amendments.values() if change.words)
        self.new_words = frozenset(one.id for one in words) - self.amendments.keys()
        self.readers: dict[str, Reader] = {}
        self.lists_of_verbs = lists_of_verbs(document)
        self.acting: dict[str, set[tuple[str, ...]]] = defaultdict(set)

    def blocks(self) -> Iterator[BlockReading]:
        """Yield each paragraph with what it asks, before its force and its checks are known."""
        for index, block in enumerate(self.document.paragraphs):
            # What nothing stands below is no heading, but a line without a full stop.
            line = block.kind == "heading" and index > self.ends
            if block.kind in BY_KIND and not line:
                mandates = tuple(self.titled(index, block))
                yield BlockReading(block, mandates, "" if mandates else BY_KIND[block.kind])
                continue
            paragraph = replace(block, kind="text") if line else block
            mandates = tuple(self.mandates(index, paragraph))
            if mandates and self.speakers.get(paragraph.heading, self.speaker) == UNSPECIFIED:
                silent = check("verb", "speaker-unknown")
                mandates = tuple(replace(one, checks=(*one.checks, silent)) for one in mandates)
            reason: Reason = "" if mandates else self.silence(paragraph)
            yield BlockReading(block, mandates, reason)

    def titled(self, index: int, paragraph: Paragraph) -> list[Mandate]:
        """Return what a line asks that only looks like a heading: a sentence without its full stop."""
        if paragraph.kind != "heading":
            return []
        language = language_in(paragraph.text, self.document.metadata.language)
        return self.reader(language).titled(index, paragraph) if language in LANGUAGES else []

    def silence(self, paragraph: Paragraph) -> Reason:
        """Return why a paragraph has no mandates."""
        if paragraph.id in self.new_words:
            return "amendment"
        language = language_in(paragraph.text, self.document.metadata.language)
        if language in LANGUAGES:
            return self.reader(language).silence(paragraph)
        return "chapeau" if paragraph.id in self.chapeaus else reason_of(paragraph.text)

    def mandates(self, index: int, paragraph: Paragraph) -> Iterator[Mandate]:
        """Yield what a paragraph asks."""
        if cells := cells_of(paragraph):
            yield from _row(self.context(index, paragraph), cells)
            return
        language = language_in(paragraph.text, self.document.metadata.language)
        if language in LANGUAGES:
            yield from self.reader(language).mandates(index, paragraph)
            return
        if paragraph.id in self.amendments:
            yield from self.amended(self.amendments[paragraph.id], self.context(index, paragraph))
            return
        if paragraph.id in self.new_words:
            return  # read with its instruction
        context = self.context(index, paragraph)
        chapeau = self.chapeaus.get(self.parent[paragraph.id]) or self.keyword(paragraph)
        asked: list[Mandate] = []
        for found in _readings(context, chapeau):
            if paragraph.heading and found.ask.addressees and not paragraph.parent:
                self.acting[paragraph.heading].add(found.ask.bodies)
            # "Calls upon X:" says nothing yet; its sub-items will.
            if found.role == "chapeau" or (chapeau is not None and paragraph.id in self.parents):
                self.chapeaus[paragraph.id] = found.ask
            if found.action is not None:
                asked += _mandates(context, found.ask, found.action)
        yield from sorted(asked, key=lambda mandate: (mandate.action.start, mandate.verb_phrase.start))

    def amended(self, change: Change, context: Context) -> Iterator[Mandate]:
        """Yield what the new words of an amendment ask; where they ask nothing, the amendment itself."""
        text = context.text
        if change.words:
            words = self.context(self.places[change.words.id], change.words)
            asked = [
                m
                for read in _readings(words, None)
                if read.action
                for m in _mandates(words, read.ask, read.action)
            ]
            yield from (replace(mandate, amendment=change.amendment, force="proposed") for mandate in asked)
            if asked:
                return
        verb = Verb("propose", "", "", "", "invites", "t")
        operative = Operative(0, 0, len(text.split(maxsplit=1)[0]), len(text), verb, "assembly")
        start, end = trim(text, 0, len(text))
        yield Mandate(
            context.paragraph.id, "propose", "invites", make(context, operative, [], ()).verb_phrase, (),
            (UNSPECIFIED,), context.phrase(start, end), implied=True, amendment=change.amendment,
        )  # fmt: skip

    def reader(self, language: str) -> Reader:
        """Return what reads the paragraphs in another language."""
        if language not in self.readers:
            self.readers[language] = Reader(self.document, language, self.speaker, self.year)
        return self.readers[language]

    def context(self, index: int, paragraph: Paragraph) -> Context:
        """Return the context in which the finders read a paragraph."""
        has_items = paragraph.id in self.parents
        speaker = self.speakers.get(paragraph.heading, self.speaker)
        section = self.sections.of(paragraph.heading)
        said = (self.past, section, self.sitting)
        return Context(paragraph, index, self.names, speaker, self.year, has_items, *said)

    def keyword(self, paragraph: Paragraph) -> Ask | None:
        """Return the keyword line that an item of an ITU resolution stands under, as far as it is known."""
        ask = self._above(paragraph)
        if ask is None and is_unheaded(paragraph):
            return unknown(paragraph)
        if ask is not None and paragraph.level:
            known = list_of(paragraph) in self.lists_of_verbs
            return lost(ask, self.acting[paragraph.heading]) if known else None
        return ask

    def _above(self, paragraph: Paragraph) -> Ask | None:
        heading = self.document.by_id.get(paragraph.heading)
        hit = keyword(heading)
        if heading is None or hit is None or not hit.verb.asks or paragraph.parent:
            return None
        if heading.id not in self.chapeaus:
            context = self.context(self.places[heading.id], heading)
            operative = Operative(0, hit.start, hit.end, len(heading.text), hit.verb, "assembly")
            ask = replace(
                make(context, operative, *context.named(hit.end, len(heading.text))), lists="keyword"
            )
            if not ask.addressees and ask.verb == "resolve":
                ask = replace(ask, strength="decides", bodies=(self.speaker,))
            self.chapeaus[heading.id] = ask
        return self.chapeaus[heading.id]


def _readings(context: Context, chapeau: Ask | None) -> Iterator[Reading]:
    """Yield what a paragraph asks: by verbs of its own, or by continuing its chapeau."""
    found = _operatives(context)
    if chapeau is None:
        yield from _own(context, found)
        return
    # A sub-item that begins with a verb of the speaker's ("(a) Requests ...") speaks for itself.
    if found and found[0].lead == 0 and (found[0].subject == "assembly" or found[0].subject_at):
        yield from _own(context, found)
        return
    first = next(iter(sentences(context.text)), (0, 0))
    continued = list(items.readings(context, chapeau, first[1]))
    yield from continued
    # Further sentences of a sub-item may have verbs of their own ("We will ...").
    yield from _own(
        context,
        [operative for operative in found if operative.start >= first[1]],
        first[1] if continued else 0,
    )


def _operatives(context: Context) -> list[Operative]:
    """Return the verbs by which the speaker speaks, in the past tense where the document reports its session."""
    found: list[Operative] = []
    for start, end in sentences(context.text):
        past = context.past or past_tense.in_session(context.text, start, end, context.sitting)
        found += in_sentence(context.text, start, end, past, again=bool(found))
    if context.paragraph.kind == "text" and found and _of_a_list(context, found[0]):
        return found[1:]
    return found


def _of_a_list(context: Context, first: Operative) -> bool:
    """Return whether the verb that opens running text does not speak: "Encouraging Governments to act" is of a
    preamble; "Encourage the use of maps" names nobody.
    """
    verb, words = first.verb, context.text[first.start : first.end]
    if verb.gerund and words == verb.gerund.capitalize():
        return not context.paragraph.number
    if first.subject != "we" or first.subject_at or verb.strength == "commits" or "i" in verb.patterns:
        return False
    return all(not read.ask.addressees for read in reading.readings(context, first))


def _own(context: Context, found: list[Operative], after: int = 0) -> Iterator[Reading]:
    """Yield what the operative verbs ask, and the passive sentences that begin at `after` or later."""
    shared: list[Reading] = []
    before: Ask | None = None
    # Where an operative paragraph goes on, "They should", "The Forum shall" is a detail of what it asks.
    runs = context.paragraph.kind == "text"
    for number, operative in enumerate(found):
        following = found[number + 1] if number + 1 < len(found) else None
        if operative.verb.asks and following and not following.verb.asks and _together(context, operative):
            # "Encourages and commends the efforts to act"
            operative = replace(operative, end=following.end, limit=following.limit)
            yield from (
                replace(read, ask=replace(read.ask, verb_phrase=context.phrase(operative.start, end)))
                for end in (found[number].end,)
                for read in reading.readings(context, operative)
            )
            continue
        # A statement ends what could share the next verb's complement.
        if not operative.verb.asks:
            shared = []
            continue
        for read in reading.readings(context, operative):
            read = replace(read, ask=same_again(read.ask, before))
            before = read.ask if read.ask.addressees else before
            if read.role == "shared":
                shared.append(read)
                continue
            # "Calls upon X and invites Y to act": both are asked the same.
            if read.action is not None:
                yield from (replace(other, action=read.action, role="mandate") for other in shared)
                shared = []
            yield read
    # Sentences without such a verb may ask in the passive ("The commissions are invited to ...").
    starts = [operative.start for operative in found]
    for start, end in sentences(context.text):
        if start >= after and bisect_left(starts, start) == bisect_left(starts, end):
            for read in reports.sentence(context, start, end, before if runs else None):
                if found and not runs and read.ask.verb in ("should", "shall"):
                    continue
                before = read.ask if read.ask.addressees or before is None else before
                yield read


def _together(context: Context, operative: Operative) -> bool:
    """Return whether nothing stands between a verb and the next one that is joined to it."""
    return not context.text[operative.end : operative.limit].strip()


def _row(context: Context, cells: dict[str, Span]) -> Iterator[Mandate]:
    """Yield what a row of a table of actions asks: its header is the verb, a cell each who, what and when."""
    if not {"action", "who"} <= cells.keys():
        return
    text, (who, _), (what, _) = context.text, cells["who"], cells["action"]
    start = text.rfind(_CELL, 0, who) + len(_CELL) if who > what else 0
    verb = Verb("task", "", "", "", "requests", "at")
    operative = Operative(start, start, who - len(": "), len(text), verb, "assembly")
    ask = make(context, operative, *(context.named(*cells["who"])))
    if "when" in cells:
        at, end = cells["when"]
        due = find_due(
            f"{text[: at - 3]}by {text[at:]}", at - 3, end, context.year, context.holders(ask.bodies)
        )
        ask = replace(ask, due=due.forms, due_phrase=context.phrase(at, end)) if due else ask
    yield from _mandates(context, ask, cells["action"])


_CELL = " | "


def _mandates(context: Context, ask: Ask, span: Span) -> Iterator[Mandate]:
    """Yield the mandates of one action: one, or two where reporting is a separate duty."""
    for piece in with_reports(context.text, *span):
        start, end = trim(context.text, *piece)
        if end <= start:
            continue
        action = context.phrase(start, end)
        kind = deliverable(action.text, ask.strength)
        due = find_due(context.text, start, end, context.year, context.holders(ask.bodies))
        forms = due.forms if due else ask.due
        if due and due.forms[0].startswith("recurring:"):
            # "starting in 2026, to submit an annual report": how often, and from when
            forms += ask.due if all(form.startswith(_FROM) for form in ask.due) else ()
            # A report on what is done every two years is due every two years.
            ask = replace(ask, due=due.forms, due_phrase=context.phrase(due.start, due.end))
        yield Mandate(
            context.paragraph.id,
            ask.verb,
            ask.strength,
            ask.verb_phrase,
            ask.addressees,
            ask.bodies,
            action,
            kind,
            _receivers(context, ask, start, end, kind),
            tuple(dict.fromkeys(forms)),
            context.phrase(due.start, due.end) if due else ask.due_phrase,
            not ask.addressees,
            candidates=_candidates(context, ask) if ask.bodies == (AMBIGUOUS,) else (),
            checks=ask.checks,
        )


def _candidates(context: Context, ask: Ask) -> tuple[str, ...]:
    """Return the bodies that the words of an ambiguous addressee fit."""
    here = (phrase for phrase in ask.addressees if phrase.paragraph == context.paragraph.id)
    found = (context.names.several(phrase.text, (context.index, phrase.start)) for phrase in here)
    return tuple(dict.fromkeys(body for bodies in found for body in bodies))


_FROM = ("from:", "session:")
# "in his report to the Council, to present proposals"
_IN_REPORT = expression(
    r"\b(?:in|within|through|as part of|in the context of) (?:his|her|its|their|the) "
    r"(?:[a-z]+ ){0,3}report(?:s|ing)? to "
)


def _receivers(context: Context, ask: Ask, start: int, end: int, kind: str) -> tuple[str, ...]:
    """Return who receives the product: named in the action, or before it with the report in which it stands."""
    found = report_to(context, start, end, kind, context.speaker)
    if found or ask.verb_phrase.paragraph != context.paragraph.id:
        return found
    before = _IN_REPORT.search(context.text, ask.verb_phrase.end, max(start, ask.verb_phrase.end))
    if before is None or start - before.start() > 300:
        return ()
    return report_to(context, before.start(), start, kind)
