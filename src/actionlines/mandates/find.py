"""Find the mandates of a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from actionlines.documents.model import Document, Paragraph
from actionlines.framework.bodies import UNSPECIFIED, bodies
from actionlines.mandates.action import trim, with_reports
from actionlines.mandates.addressees import named
from actionlines.mandates.clause import agents, is_body, performers, subject
from actionlines.mandates.complement import Complement, complement
from actionlines.mandates.deliverable import deliverable
from actionlines.mandates.due import FIRST_SESSION_YEAR
from actionlines.mandates.due_forms import find_due
from actionlines.mandates.infinitive import find_infinitive, is_gerund_or_infinitive, is_verb
from actionlines.mandates.members import members
from actionlines.mandates.itu import PLENIPOTENTIARY, keyword
from actionlines.mandates.model import Mandate, Phrase, Strength
from actionlines.mandates.names import Names
from actionlines.mandates.report_to import report_to
from actionlines.mandates.split import Operative, operatives
from actionlines.mandates.strength import (
    commitment,
    duty,
    repeated_call,
    strength_of,
    urged,
)
from actionlines.mandates.verbs import hit_at

Span = tuple[int, int]

GENERAL_ASSEMBLY = "general-assembly"
MEMBER_STATES = "member-states"


@dataclass(frozen=True, slots=True)
class Ask:
    """A verb with whom it addresses; what a chapeau hands down to its sub-items.

    `lists`: how sub-items continue the words: "to" ("Calls upon X:"), "bare" ("... to:"), "that", "" (complete)
    """

    verb: str
    strength: Strength
    verb_phrase: Phrase
    addressees: tuple[Phrase, ...]
    bodies: tuple[str, ...]
    implied: bool
    due: tuple[str, ...] = ()
    due_phrase: Phrase | None = None
    lists: str = ""


def find_mandates(document: Document) -> list[Mandate]:
    """Mandates of the operative and annex paragraphs, in reading order.

    Pure: the same document gives the same list. Every phrase quotes its paragraph exactly.
    """
    return list(_Finder(document).all())


class _Finder:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.names = Names(document)
        self.year = _year(document)
        itu = PLENIPOTENTIARY if self.names.house else GENERAL_ASSEMBLY
        self.speaker = document.metadata.body if document.metadata.body in bodies() else itu
        self.asks: dict[str, Ask] = {}
        self.parents = {paragraph.parent for paragraph in document.paragraphs if paragraph.parent}

    def all(self) -> Iterator[Mandate]:
        """One visible loop: a paragraph speaks for itself, or continues the chapeau it hangs on."""
        for index, paragraph in enumerate(self.document.paragraphs):
            if paragraph.kind not in ("operative", "annex"):
                continue
            chapeau = self.asks.get(paragraph.parent) or self.keyword(paragraph)
            reader = _Reader(self, index, paragraph)
            if chapeau is not None:
                yield from reader.item(chapeau)
            else:
                yield from reader.own()
            if reader.ask is not None and paragraph.id in self.parents:
                self.asks[paragraph.id] = reader.ask


    def keyword(self, paragraph: Paragraph) -> Ask | None:
        """The keyword line that an item of an ITU resolution stands under."""
        heading = self.document.by_id.get(paragraph.heading)
        hit = keyword(heading)
        if heading is None or hit is None or not hit.verb.asks or paragraph.parent:
            return None
        if heading.id not in self.asks:
            index = next(i for i, other in enumerate(self.document.paragraphs) if other.id == heading.id)
            reader = _Reader(self, index, heading)
            operative = Operative(0, hit.start, hit.end, len(heading.text), hit.verb, "assembly")
            spans, bodies = named(self.names, index, heading.text, hit.end, len(heading.text))
            ask = reader.make(operative, spans, bodies)
            if not spans and hit.verb.base in ("resolve", "decide"):
                ask = replace(ask, strength="decides", bodies=(self.speaker,))
            self.asks[heading.id] = replace(ask, lists="keyword")
        return self.asks[heading.id]


class _Reader:
    """One paragraph."""

    def __init__(self, finder: _Finder, index: int, paragraph: Paragraph) -> None:
        self.finder = finder
        self.names = finder.names
        self.index = index
        self.paragraph = paragraph
        self.text = paragraph.text
        self.ask: Ask | None = None

    # -- the two ways a paragraph speaks ------------------------------------------------------------------

    def own(self) -> Iterator[Mandate]:
        """Mandates of a paragraph's own operative verbs."""
        found = operatives(self.text)
        pending: list[Ask] = []
        for operative in found:
            self.ask = None
            if not operative.verb.asks:
                pending = []
                continue
            for ask, span in self.read(operative):
                if span is None:
                    pending.append(ask)
                    continue
                for shared in pending:
                    yield from self.mandates(shared, span)
                pending = []
                yield from self.mandates(ask, span)

    def item(self, chapeau: Ask) -> Iterator[Mandate]:
        """Mandates of a sub-item: the chapeau's verb and addressees, the item's action."""
        text = self.text
        stop = _first_sentence(text)
        nested = self.nested(chapeau, stop)
        if nested is not None:
            yield from nested
        elif _speaks(text):
            yield from self.own()
            return
        else:
            start = _item_start(text, chapeau.lists)
            if start is not None:
                self.ask = chapeau
                yield from self.mandates(self.acting(chapeau, start, stop), (start, stop))
        for operative in operatives(text):
            if operative.start >= stop and operative.verb.asks:
                for ask, span in self.read(operative):
                    if span is not None:
                        yield from self.mandates(ask, span)

    def acting(self, chapeau: Ask, start: int, stop: int) -> Ask:
        """`resolves` / `2 that the Council shall ...`: the subject of the clause is asked, where it is a body."""
        if not chapeau.implied or not _THAT.match(self.text):
            return chapeau
        span = subject(self.names, self.index, self.text, start, stop)
        spans, bodies = named(self.names, self.index, self.text, *span) if span else ([], ())
        if not spans or bodies == (UNSPECIFIED,):
            return chapeau
        return replace(chapeau, addressees=tuple(self.phrase(*s) for s in spans), bodies=bodies, implied=False)

    def nested(self, chapeau: Ask, stop: int) -> list[Mandate] | None:
        """An ask inside a list of commitments: "(d) Call on all stakeholders to provide ..."."""
        if chapeau.lists != "bare" or chapeau.strength not in ("commits", "decides"):
            return None
        hit = hit_at(self.text, "bare", 0)
        if hit is None or "a" not in hit.verb.patterns:
            return None
        operative = Operative(0, 0, hit.end, stop, hit.verb, "we", None)
        found = complement(self.text, operative, stop)
        if found.shape != "infinitive":
            return None
        spans, bodies = named(self.names, self.index, self.text, *found.asked)
        if not spans or bodies == (UNSPECIFIED,):
            return None
        ask = self.make(operative, spans, bodies)
        return list(self.mandates(replace(ask, due=chapeau.due, due_phrase=chapeau.due_phrase), found.action))

    # -- one operative verb ---------------------------------------------------------------------------------

    def read(self, operative: Operative) -> Iterator[tuple[Ask, Span | None]]:
        """(ask, action) pairs of one operative verb; the action is None when it shares the next verb's."""
        text, end = self.text, operative.limit
        patterns = operative.verb.patterns
        if patterns in ("r", "s"):
            yield from self.read_reaffirmed(operative)
            return
        found = complement(text, operative, end)
        if patterns == "g" and not _commits(text, found.action[0], operative):
            if text[found.action[0] : end].strip() == ":" or text.startswith(":", found.action[0]):
                self.ask = replace(self.speaker(operative), lists="bare")
            return
        if patterns in ("g", "w"):
            yield from self.read_commitment(operative, found)
            return
        if found.shape == "that":
            yield from self.read_clause(operative, found)
        elif found.shape == "noun" and "a" in patterns and self.asks_someone(found.action):
            yield from self.read_asked(operative, found.action)
        elif found.shape == "noun":
            yield from self.read_noun(operative, found)
        else:
            yield from self.read_infinitive(operative, found)

    def read_infinitive(self, operative: Operative, found: Complement) -> Iterator[tuple[Ask, Span | None]]:
        text = self.text
        if "i" in operative.verb.patterns:
            ask = self.speaker(operative)
        else:
            spans, bodies = named(self.names, self.index, text, *found.asked)
            if found.shape == "infinitive" and _is_nominal(
                self.names, self.index, text, found, spans, operative.verb.base
            ):
                yield from self.read_noun(operative, replace(found, action=(_skip(text, found.asked[0]), found.action[1])))
                return
            ask = self.make(operative, spans, bodies)
        ask = self.with_due(ask, operative.start, found.action[0])
        tail = text[found.asked[0] : operative.limit].rstrip()
        if found.shape == "open":
            if tail.endswith(":"):
                self.ask = replace(ask, lists="bare" if re.search(r"\bto:$", tail) else "to")
            elif ask.addressees:
                yield ask, None
            return
        yield from self.complete(ask, found.action)

    def asks_someone(self, span: Span) -> bool:
        """Whether a noun phrase is nothing but addressees ("Urges Parties and invites others to ...")."""
        wanted = _FOR.search(self.text, *span)
        first = next(iter(members(self.text, span[0], wanted.start() if wanted else span[1])), None)
        if first is None or first[0] > span[0] + 4:
            return False
        return is_body(self.names, self.index, self.text, *first)

    def read_asked(self, operative: Operative, span: Span) -> Iterator[tuple[Ask, Span | None]]:
        """Addressees without an infinitive: they share the next verb's, or are asked "for" something."""
        wanted = _FOR.search(self.text, *span)
        stop = wanted.start() if wanted else span[1]
        spans, bodies = named(self.names, self.index, self.text, span[0], stop)
        yield self.make(operative, spans, bodies), ((wanted.end(), span[1]) if wanted else None)

    def read_commitment(self, operative: Operative, found: Complement) -> Iterator[tuple[Ask, Span | None]]:
        ask = self.speaker(operative)
        tail = self.text[found.action[0] : found.action[1]].rstrip()
        if tail.endswith(":") and len(tail) < 60:
            self.ask = replace(self.with_due(ask, operative.start, operative.limit), lists="bare")
            return
        yield from self.complete(ask, found.action)

    def complete(self, ask: Ask, span: Span) -> Iterator[tuple[Ask, Span | None]]:
        """A complete action; a chapeau that ends in "that:" or the like leaves it to its items."""
        words = self.text[span[0] : span[1]].rstrip()
        if words.endswith(":"):
            self.ask = replace(ask, lists=_list_kind(words))
            if self.paragraph.id in self.finder.parents and (_empty(words) or self.ask.lists == "that"):
                return
        yield ask, span

    def read_clause(self, operative: Operative, found: Complement) -> Iterator[tuple[Ask, Span | None]]:
        """`that` + clause: the subject of the clause is asked, where it is a body."""
        text = self.text
        span = subject(self.names, self.index, text, *found.action)
        spans, bodies = named(self.names, self.index, text, *span) if span else ([], ())
        if bodies == (UNSPECIFIED,):
            spans, bodies = [], ()
        if not spans and operative.verb.strength != "decides":
            spans, bodies = agents(self.names, self.index, text, *found.action, passive=True)
        if spans:
            more, others = performers(self.names, self.index, text, span[1] if span else found.action[0], found.action[1])
            spans, bodies = [*spans, *more], tuple(dict.fromkeys((*bodies, *others)))
        ask = self.make(operative, spans, bodies)
        ask = self.with_due(ask, operative.start, found.action[0])
        yield from self.complete(ask, found.action)

    def read_noun(self, operative: Operative, found: Complement) -> Iterator[tuple[Ask, Span | None]]:
        """A noun phrase: who shall act may stand in it ("action by all stakeholders")."""
        if operative.verb.strength == "decides":
            ask = self.speaker(operative)
        else:
            spans, bodies = agents(self.names, self.index, self.text, *found.action)
            ask = self.make(operative, spans, bodies)
        words = self.text[found.action[0] : found.action[1]].strip(" ,;:.")
        if not words or self.text[found.action[0] : found.action[1]].rstrip().endswith(":") and len(words) < 40:
            self.ask = replace(ask, lists="to")
            return
        yield from self.complete(ask, found.action)

    def read_reaffirmed(self, operative: Operative) -> Iterator[tuple[Ask, Span | None]]:
        """reaffirm, reiterate, stress, emphasize: mandates only in four forms."""
        text, start, end = self.text, operative.end, operative.limit
        if operative.verb.patterns == "r":
            action = commitment(text, start, end)
            if action is not None:  # "reaffirms its commitment to VERB"
                yield from self.complete(replace(self.speaker(operative), strength="commits"), (action, end))
                return
            call = repeated_call(text, start, end)
            if call is not None:  # "reiterates its request to X to VERB", "the call for NOUN"
                yield from self.read_call(operative, *call)
                return
            asked = urged(text, start, end)
            if asked is not None:  # "reiterates that X are urged to VERB"
                spans, bodies = named(self.names, self.index, text, *asked[0])
                yield self.make(operative, spans, bodies), (asked[1], end)
                return
        laid = duty(self.names, self.index, text, start, end)
        if laid is not None:  # "stresses that the Department shall VERB"
            spans, bodies = named(self.names, self.index, text, *laid[0])
            yield self.make(operative, spans, bodies), (laid[1], end)

    def read_call(self, operative: Operative, link: str, at: int) -> Iterator[tuple[Ask, Span | None]]:
        text, end = self.text, operative.limit
        if link == "that":
            found = Complement("that", (at, at), (at, end))
            yield from self.read_clause(operative, found)
            return
        if link == "for":
            to = find_infinitive(text, at, min(end, at + 300))
            spans, bodies = named(self.names, self.index, text, at, to[0]) if to else ([], ())
            if to and spans and UNSPECIFIED not in bodies:
                yield self.make(operative, spans, bodies), (to[1], end)
            else:
                yield self.make(operative, [], ()), (at, end)
            return
        to = find_infinitive(text, at, end)
        if to is None:
            if link == "to" and is_verb(text[at:].split(" ", 1)[0]):
                yield self.make(operative, [], ()), (at, end)
            elif text[at:end].rstrip().endswith(":"):
                spans, bodies = named(self.names, self.index, text, at, end)
                self.ask = replace(self.make(operative, spans, bodies), lists="to")
            return
        spans, bodies = named(self.names, self.index, text, at, to[0])
        action = to[0] - 4 if text[to[0] - 4 : to[0]] == "not " else to[1]
        yield from self.complete(self.make(operative, spans, bodies), (action, end))

    # -- building -------------------------------------------------------------------------------------------

    def phrase(self, start: int, end: int) -> Phrase:
        return Phrase(self.text[start:end], start, end, self.paragraph.id)

    def speaker(self, operative: Operative) -> Ask:
        """The body that speaks binds itself."""
        if operative.subject_at is None:
            ours = operative.subject == "we" and operative.verb.strength != "decides"
            return self.make(operative, [], (MEMBER_STATES if ours else self.finder.speaker,))
        bodies = (self.finder.speaker,) if operative.verb.strength == "decides" else (MEMBER_STATES,)
        return self.make(operative, [operative.subject_at], bodies)

    def make(self, operative: Operative, spans: list[Span], bodies: tuple[str, ...]) -> Ask:
        verb = operative.verb
        if not bodies:
            bodies = (self.finder.speaker,) if verb.strength == "decides" else (UNSPECIFIED,)
        if len(bodies) > 1 and UNSPECIFIED in bodies:
            bodies = tuple(body for body in bodies if body != UNSPECIFIED)
        return Ask(
            verb.base,
            strength_of(verb.strength),
            self.phrase(operative.start, operative.end),
            tuple(self.phrase(*span) for span in spans),
            bodies,
            not spans,
        )

    def with_due(self, ask: Ask, start: int, end: int) -> Ask:
        """A date between the verb and its infinitive counts for the whole."""
        due = find_due(self.text, start, end, self.finder.year)
        return replace(ask, due=due.forms, due_phrase=self.phrase(due.start, due.end)) if due else ask

    def mandates(self, ask: Ask, span: Span) -> Iterator[Mandate]:
        """The mandates of one action: one, or two where reporting is a separate duty."""
        pieces = with_reports(self.text, *span)
        for number, piece in enumerate(pieces):
            start, end = trim(self.text, *piece)
            if end <= start:
                continue
            action = self.phrase(start, end)
            kind = deliverable(action.text, ask.strength)
            due = find_due(self.text, start, end, self.finder.year)
            forms, words = ask.due, ask.due_phrase
            if due:
                forms, words = due.forms, self.phrase(due.start, due.end)
            yield Mandate(
                self.paragraph.id,
                ask.verb,
                ask.strength,
                ask.verb_phrase,
                ask.addressees,
                ask.bodies,
                action,
                kind,
                report_to(self.names, self.index, self.text, start, end, kind),
                forms,
                words,
                ask.implied,
            )


# A/RES/80/173, A/C.2/80/L.59, and the heading "80/173. Title"
_SYMBOL = re.compile(r"/RES/(\d{2})/|^A/(?:C\.\d/)?(\d{2})/|^(\d{2})/\d{1,3}\. ")


def _year(document: Document) -> int:
    """The year of the document: of its date, or of the opening of its session."""
    date = document.metadata.date[:4]
    if date.isascii() and date.isdigit():
        return int(date)
    heading = next((p.text for p in document.paragraphs if p.kind == "heading"), "")
    for words in (document.metadata.symbol, document.name.replace("_", "/"), heading):
        match = _SYMBOL.search(words)
        if match:
            return FIRST_SESSION_YEAR + int(match[1] or match[2] or match[3])
    return 0


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " ,":
        at += 1
    return at


def _first_sentence(text: str) -> int:
    from actionlines.mandates.sentences import sentences

    found = sentences(text)
    return found[0][1] if found else 0


def _speaks(text: str) -> bool:
    """Whether a sub-item has an operative verb of its own at its head."""
    found = operatives(text)
    return bool(found) and found[0].lead == 0 and (found[0].subject == "assembly" or found[0].subject_at is not None)


_FOR = re.compile(r" for (?!(?:the |their |its )?(?:Human|Development|Africa|Europe|Asia|the))")
_TO = re.compile(r"(?:To|to)\s+")
_THAT = re.compile(r"(?:That|that)\s+")


def _item_start(text: str, lists: str) -> int | None:
    """Where the action of a sub-item begins, or None when the item is a means, a topic or a content."""
    match = _TO.match(text)
    if match:
        return match.end()
    if lists == "bare":
        word = re.match(r"(?:[A-Z][a-z]+ly\s+)?([A-Za-z][\w-]*)", text)
        return 0 if word and is_verb(word.group(1).lower()) and not word.group(1).lower().endswith("ing") else None
    if lists == "that":
        match = _THAT.match(text)
        return match.end() if match else 0
    match = _THAT.match(text)
    return match.end() if match and lists in ("to", "keyword") else None


def _list_kind(words: str) -> str:
    if re.search(r"\bto:$", words):
        return "bare"
    if re.search(r"\b(?:that|shall|will):$", words):
        return "that"
    return ""


def _empty(words: str) -> bool:
    """Whether nothing is asked before the colon ("to:")."""
    return len(words.strip(" :").split()) < 3


_COMMITTED_NOUN = re.compile(
    r"(?:the\s+)?(?:[a-z-]+\s+(?:and\s+)?){0,3}?(?:development|strengthening|promotion|implementation|protection|realization|impetus|efforts"
    r"|advancement|improvement|creation|elimination|expansion|reform|reduction|establishment|engagement|action|enhancement)\b"
)


def _commits(text: str, at: int, operative: Operative) -> bool:
    """Whether "committed to" is followed by something to do rather than by an instrument or principle."""
    if is_gerund_or_infinitive(text, at):
        return True
    return operative.verb.base == "commit" and bool(_COMMITTED_NOUN.match(text, at))


# Nouns of doing: before an infinitive they are what is asked for, not who is asked.
_NOMINAL = re.compile(
    r"(?:the\s+)?(?:(?!(?:in|of|with|by|for|on|at|to|from|through|as|within|that|and)\b)[a-z’-]+(?:,| and|, and)?\s+){0,5}?(?:efforts?|measures|actions?|cooperation|steps|initiatives|work|support|assistance|progress"
    r"|use|development|partnerships?|dialogues?|contributions?|collaboration|engagement|participation|consideration|investments?"
    r"|exchanges?|implementation|strengthening|establishment|promotion|focus|solutions|attention|commitment|discussions"
    r"|frameworks|approaches|continuation|practice|mobilization|adoption|integration|provision|inclusion|consultations|negotiations|resources|funding"
    r"|financing|reforms|policies|allocation|fulfilment|undertaking|increase|sharing|information-sharing|research|training|respect"
    r"|access|accession|ratification|compliance|coordination|strategies|accelerators|responses?|creation|elaboration)"
    r"(?=\s+(?:to|of|by|in|on|for|with|among|between|aimed|from|at|towards|within|through|into)\b|,|\s*$)"
)


def _is_nominal(
    names: Names, index: int, text: str, found: Complement, spans: list[Span], base: str
) -> bool:
    """Whether the words before the infinitive name a thing to be done instead of somebody."""
    at = _skip(text, found.asked[0])
    if not spans:
        return at < found.asked[1]
    if base in ("call for", "appeal", "expect", "anticipate") and not is_body(names, index, text, *spans[0]):
        return True
    return bool(
        _NOMINAL.match(text, at, found.asked[1])
        or (re.match(r"[a-z]+ing\b", text[at : found.asked[1]]) and not is_body(names, index, text, *spans[0]))
    )
