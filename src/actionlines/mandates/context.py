"""Where a sentence stands: its paragraph, and what the document knows around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, cast

from actionlines.documents.masthead import plain_text
from actionlines.documents.metadata import body_of_symbol
from actionlines.documents.model import Document, Paragraph
from actionlines.framework.bodies import AMBIGUOUS, UNSPECIFIED, by_alias
from actionlines.framework.calendar import FIRST_SESSION_YEAR, GENERAL_ASSEMBLY, bodies_by_session_name, year_of_session
from actionlines.framework.tables import read_table
from actionlines.lazily import expression
from actionlines.mandates.addressees import Who, named
from actionlines.mandates.itu import PLENIPOTENTIARY
from actionlines.mandates.languages.dates import MEETING_NOUN, Due, Holders, find_due, next_conference
from actionlines.mandates.languages.grammar import ENGLISH, Folded, Grammar, english, fold, grammar
from actionlines.mandates.languages.names import Named, names_in
from actionlines.mandates.model import Check, Phrase, Strength
from actionlines.mandates.names import MEMBER_STATES, Names, Passage, Span, head_noun, known, mentions_in
from actionlines.mandates.split import Operative, end_of_acting_name, end_of_speaker
from actionlines.mandates.when import When
from actionlines.mandates.words import DATA, Hit, hit_at

Section = Literal["", "draft", "background", "proposals", "conclusions", "terms"]
_NUMERAL = expression(r"^.{0,5}?\. ")  # "viii. "
# A/RES/80/173, A/C.2/80/L.59, and the heading "80/173. Title"
_HRC = expression(r"A/HRC/(?:RES/|DEC/)?(\d{1,2})/")
_YEAR = expression(r"^(?!A/)[A-Z]{1,8}[/.].{0,60}?(?<![\d.])((?:19|20)\d\d)(?!\d)")
_SYMBOL = expression(r"/(?:RES|DEC)/(\d{2})/|^A/(?:C\.\d/)?(\d{2})/|^(\d{2})/\d{1,3}\. ")
_OF = expression(r" of (?:the |its |their )?(?P<name>(?=[A-Z]))?")
NOBODY = "-"  # somebody who has no name: "the sixth session of the open-ended working group"
_ROLE = expression(r"(?:Vice-)?(?:Presidents?|Chairs?|Bureau|Secretary|Secretariat|Members?)\b")
_LEFT = expression(r"(?:[A-Z][\w’-]*(?: (?:of|on|for|the|and|to))* )*$")
_FAR = 300  # characters over which "its" looks back
_LONGEST_OPENING = 120


class Sections:
    """The sections of a document by its headings (`data/headings.csv`)."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._found: dict[str, Section] = {}

    def of(self, heading: str) -> Section:
        """Return the section of a heading, or that of the nearest heading above it which says one."""
        if heading not in self._found:
            self._found[heading] = ""
            above = self._document.by_id.get(heading)
            self._found[heading] = (section_of(above.text) or self.of(above.heading)) if above else ""
        return self._found[heading]


def section_of(heading: str) -> Section:
    """Return what a heading says of its section.

    >>> section_of("IV. Conclusions and recommendations")
    'conclusions'
    """
    words = _NUMERAL.sub("", plain_text(heading).strip(" .:*0123456789"))
    return next((section for form, section in _forms() if words == form or words.startswith(form + " ")), "")


@cache
def _forms() -> tuple[tuple[str, Section], ...]:
    rows = read_table("headings", DATA)
    matches = [(plain_text(row["words"]), cast("Section", row["section"])) for row in rows]
    return tuple(sorted(matches, key=lambda pair: -len(pair[0])))


@dataclass(frozen=True, slots=True)
class Context(Passage):
    """One paragraph of a document, as the steps read it.

    speaker    the body that adopts it
    year       of adoption, 0 when unknown
    has_items  whether sub-items hang on it
    past       whether the document tells in the past tense what its body decided
    section    what the headings above say
    sitting    what a report of a session calls its body ("Board")
    language   in which it is read
    asking     the heading above, where that asks in another language than English ("Recommandations")
    """

    speaker: str
    year: int
    has_items: bool = False
    past: bool = False
    section: Section = ""
    sitting: frozenset[str] = frozenset()
    language: str = ENGLISH
    asking: Paragraph | None = None

    @property
    def folded(self) -> Folded:
        """Return the text, folded as its language needs it."""
        return fold(self.paragraph.text, self.language)

    @property
    def text(self) -> str:
        """Return the text of the paragraph, folded as its language needs it."""
        return self.paragraph.text if self.language == ENGLISH else self.folded.text

    @property
    def grammar(self) -> Grammar:
        """Return the pack of the language."""
        return grammar(self.language)

    @property
    def named(self) -> tuple[Named, ...]:
        """Return the names in the text, in another language than English."""
        return names_in(self.text, self.language, bool(self.names.house))

    def bodies(self, name: Named) -> tuple[str, ...]:
        """Return the bodies that a name means here, in another language than English."""
        return self.names.of(self.language, self.speaker).bodies(self.index, self.text, name)

    def phrase(self, start: int, end: int) -> Phrase:
        """Return the words start..end of the paragraph."""
        low, high = (start, end) if self.language == ENGLISH else self.folded.span(start, end)
        return Phrase(self.paragraph.text[low:high], low, high, self.paragraph.id)

    def addressed(self, start: int, end: int) -> Who:
        """Return addressees in start..end: their spans and their bodies."""
        return named(self, start, end)

    def due(self, start: int, end: int, bodies: tuple[str, ...], text: str = "") -> Due | None:
        """Return when start..end says that something is due; `bodies` are asked for it.

        text  read instead of the paragraph's own, as long as it is
        """
        text = text or self.text
        matches = find_due(self.grammar, text, start, end, self.year, self.holders(bodies))
        if matches or self.language == ENGLISH or not self.names.house:
            return matches
        return next_conference(self.grammar, text, self.named, start, end, self.year)

    def holders(self, bodies: tuple[str, ...] = ()) -> Holders:
        """Return whose sessions the paragraph may mean: a body's named beside them, of those asked, the speaker's."""

        def whose(start: int, end: int) -> tuple[str, ...]:
            """Return the bodies whose session the words at start..end mean."""
            if self.language == ENGLISH:
                near = holder(self.names, self.index, self.text, start, end)
                return (near,) if near else (*bodies, self.speaker)
            names = [name for name in self.named if not name.office]
            after = [name for name in names if end <= name.start <= end + 14]
            before = [name for name in names if start - 200 <= name.start and name.end <= start]
            around = (*after[:1], *reversed(before[-3:]))
            return (*(body for name in around for body in self.bodies(name)), *bodies, self.speaker)

        return whose


def holder(names: Names, index: int, text: str, start: int, end: int) -> str:
    """Return the body whose session start..end is, named after it or last before it: its id, its name, or ""."""
    if after := _OF.match(text, end):
        first = MEETING_NOUN.search(text, after.end(), after.end() + 120) if after["name"] is not None else None
        return _called(names, index, text, first) if first else NOBODY
    before = list(MEETING_NOUN.finditer(text, max(0, start - _FAR), start))
    return _called(names, index, text, before[-1]) if before else ""


def _called(names: Names, index: int, text: str, noun: re.Match[str]) -> str:
    """Who is called by the noun: a name of the table around it, a body known in full, or one named above."""
    for name in bodies_by_session_name():
        at = text.find(name, max(0, noun.start() - len(name)), noun.start() + len(name))
        if 0 <= at <= noun.start() < at + len(name):
            return name
    low = max(0, noun.start() - 150)
    for mention in names.within(index, low, noun.end()):
        if mention.start <= noun.start() < mention.end:
            if mention.body == GENERAL_ASSEMBLY or year_of_session(mention.body, 1) is not None:
                return mention.body
            surface = text[mention.start : mention.end]
            return NOBODY if _ROLE.match(surface) else surface
    left = _LEFT.search(text, low, noun.start())
    if (surface := text[left.start() if left else noun.start() : noun.end()]) in ("Assembly", "General Assembly"):
        return GENERAL_ASSEMBLY
    return names.short(surface, (index, noun.start())) or surface


def speaker_of(document: Document, names: Names) -> str:
    """Return the body that adopts a document, `unspecified` where neither its head nor a clause of it says."""
    if known := document.metadata.body or body_of_symbol(document.metadata.symbol):
        return known
    if names.organisation and not names.house:
        return names.organisation
    if document.metadata.kind == "outcome":
        return MEMBER_STATES  # a summit of States speaks
    if names.house:
        return PLENIPOTENTIARY
    return next(filter(None, (_spoken(paragraph.text) for paragraph in document.paragraphs)), UNSPECIFIED)


def _spoken(text: str) -> str:
    """Return the body that a clause says to speak, "" for none."""
    if not (end := end_of_acting_name(text, 0, len(text))):
        end = end_of_speaker(text, 0, len(text))
        end = end if end and hit_at(text, "third", end + 1) else 0
    return ["", *(item.body for item in mentions_in(text[:end], 0))][-1] if end else ""


def year_of(document: Document) -> int:
    """Return the year in which the session of a document opened, by its symbol, heading or date; 0 where unknown.

    Sessions of the General Assembly open in September.
    """
    if council := _HRC.match(document.metadata.symbol):
        return year_of_session("human-rights-council", int(council[1])) or 0
    heading = next((p.text for p in document.paragraphs if p.kind == "heading"), "")
    for words in (document.metadata.symbol, document.name.replace("_", "/"), heading):
        if match := _SYMBOL.search(words):
            return FIRST_SESSION_YEAR + int(match[1] or match[2] or match[3])
    if year := _YEAR.match(document.metadata.symbol):
        return int(year[1])  # councils count by the year
    date = re.match(r"([0-9]{4})(?:-([0-9]{2}))?", document.metadata.date)
    return int(date[1]) - (date[2] is not None and int(date[2]) < 9) if date else 0


def speakers(document: Document) -> dict[str, str]:
    """Return the body that speaks by the id of each enacting formula, `unspecified` where nobody knows it.

    A report holds drafts that another body is to adopt. The document's own body speaks by its first formula.
    """
    matches: dict[str, str] = {}
    for paragraph in document.paragraphs:
        is_intro = paragraph.id.rpartition(".")[2] == "intro"
        if formula := english("enacting formula").match(paragraph.text) if is_intro else None:
            known = next(iter(by_alias(formula["body"])), UNSPECIFIED)
            own = document.metadata.body if not matches else ""
            matches[paragraph.id] = own if own and (known == UNSPECIFIED or own.startswith("itu")) else known
    return matches


Lists = Literal["", "to", "bare", "gerund", "that", "clause", "keyword", "lost"]


@dataclass(frozen=True, slots=True)
class Ask:
    """A verb with those whom it asks; a chapeau hands it down to its sub-items, a mandate adds its action.

    `lists` tells how sub-items continue the words: "to" ("Calls upon X:"), "bare" ("... to:"), "gerund"
    ("We commit to:"), "that", "clause" (items that are sentences: "the arrangements will be as follows:"),
    "keyword" (a keyword line of the ITU layout), "lost" (the opening of the list is missing beneath one), ""
    (the words are complete). `checks` are the fields of it that a person should read. `whole`: the words before
    the sub-items are an action of their own; `links`: the roles of the words that may join those who are asked to
    the action (both in other languages than English).
    """

    verb: str
    strength: Strength
    verb_phrase: Phrase
    addressees: tuple[Phrase, ...]
    bodies: tuple[str, ...]
    when: tuple[When, ...] = ()
    due_phrase: Phrase | None = None
    lists: Lists = ""
    checks: tuple[Check, ...] = ()
    whole: bool = False
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """One ask with its action; None where it shares the next verb's ("shared") or its items have it ("chapeau")."""

    ask: Ask
    action: Span | None
    role: Literal["mandate", "shared", "chapeau"] = "mandate"


def make(context: Context, operative: Operative | Hit, spans: Sequence[Span], bodies: tuple[str, ...]) -> Ask:
    """Return the ask of `operative`; without addressees a decision is the speaker's own, else `unspecified`."""
    verb = operative.verb
    if not bodies:
        bodies = (context.speaker,) if verb.strength == "decides" else (UNSPECIFIED,)
    if AMBIGUOUS in bodies:
        bodies = (AMBIGUOUS,)
    bodies = tuple(body for body in bodies if body != UNSPECIFIED) or (UNSPECIFIED,)
    phrases = tuple(context.phrase(*span) for span in spans)
    return Ask(verb.base, strength_of(verb.strength), context.phrase(operative.start, operative.end), phrases, bodies)


def certain(who: Who) -> bool:
    """Return whether somebody is named who is known."""
    return bool(who[0]) and who[1] != (UNSPECIFIED,)


def asking(context: Context, ask: Ask, who: Who) -> Ask:
    """Return the ask with others who are asked, of several those who are known."""
    known = tuple(body for body in who[1] if body != UNSPECIFIED)
    phrases = tuple(context.phrase(*span) for span in who[0])
    return replace(ask, addressees=phrases, bodies=known or (UNSPECIFIED,))


def own(context: Context, operative: Operative) -> Ask:
    """Return the body that binds itself: "We" are the Member States, except where "We decide" as the Assembly."""
    decides = operative.verb.strength == "decides"
    if operative.subject_at is None:
        ours = operative.subject == "we" and not decides
        return make(context, operative, [], (MEMBER_STATES if ours else context.speaker,))
    return make(context, operative, [operative.subject_at], (context.speaker if decides else MEMBER_STATES,))


def same_again(ask: Ask, before: Ask | None) -> Ask:
    """Return an ask to "them" after one to several, or to "it" after one to a single body: the same are asked."""
    words = [phrase.text.lower() for phrase in ask.addressees]
    if before is None or len(words) != 1:
        return ask
    single = len(before.bodies) == len(before.addressees) == 1
    if words[0] in ("it", "latter") and single and not head_noun(before.addressees[0].text).endswith("s"):
        return replace(ask, bodies=before.bodies)
    if words[0] not in ("them", "they"):
        return ask
    several = len(before.addressees) > 1 or before.addressees[0].text.endswith(("s", "parties", "Parties"))
    return replace(ask, bodies=before.bodies) if several and before.bodies != (UNSPECIFIED,) else ask


def same_work(context: Context, ask: Ask, last: Reading) -> Ask:
    """Return an ask that "the work be completed" with those who do it: a body just set up, and those asked there."""
    made = english("new body").search(context.text, *last.action) if last.action else None
    bodies = (*(known(made["name"]) if made else ()), *last.ask.bodies)
    return replace(ask, bodies=tuple(dict.fromkeys(bodies)))


def with_due(context: Context, ask: Ask, start: int, end: int, lead: int | None = None) -> Ask:
    """Return the ask with a date between its verb and infinitive, or that opens the sentence of the verb at `lead`."""
    text = context.text
    matches = _dated(context, ask, text, start, end)
    opening = None
    if matches is None and lead is not None:
        opening = english("dated opening").search(text, max(0, lead - _LONGEST_OPENING), lead)
    if opening:
        low, high = opening.span("when")
        matches = _dated(context, ask, f"{text[:low]}{text[low].lower()}{text[low + 1 : high]}", low, high)
    return ask if matches is None else replace(ask, when=matches[0], due_phrase=context.phrase(*matches[1]))


def _dated(context: Context, ask: Ask, text: str, start: int, end: int) -> tuple[tuple[When, ...], Span] | None:
    due = context.due(start, end, ask.bodies, text)
    # What recurs belongs to the action; before it stand addressees ("States that report annually").
    regular = english("in regular reports").search(text, start, end)
    whens = tuple(when for when in due.whens if regular or not when.every) if due else ()
    return (whens, (due.start, due.end)) if due and whens else None


def strength_of(word: str) -> Strength:
    """Return the strength of a verb of the table; the reaffirming families ask unless they commit."""
    return cast("Strength", word) if word in ("decides", "invites", "encourages", "commits") else "requests"
