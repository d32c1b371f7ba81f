"""The mandates of the paragraphs of a document that are in one of these languages."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from functools import partial

from actionlines.documents.model import Document, Paragraph
from actionlines.documents.structure.itu_words import Keyword
from actionlines.framework.bodies import UNSPECIFIED
from actionlines.mandates.context import strength_of
from actionlines.mandates.due_forms import GENERAL_ASSEMBLY, Due
from actionlines.mandates.itu import elsewhere, third
from actionlines.mandates.languages import addressees, products
from actionlines.mandates.languages.addressees import Member, bodies_of
from actionlines.mandates.languages.dates import find_due, next_conference
from actionlines.mandates.languages.grammar import LANGUAGES, Grammar, Verb, fold, grammar
from actionlines.mandates.languages.hits import (
    CLAUSES,
    PRONOUN,
    SOMEBODY,
    Place,
    VerbAsk,
    VerbHit,
    VerbLink,
    begins_action,
    ends_in_list,
    find_link,
    hits,
    inner_hit,
    noun_link,
    only_leads,
    sentences,
)
from actionlines.mandates.languages.names import GENERIC, OFFICE, Named, ShortNames, names_in
from actionlines.mandates.model import Mandate, Phrase
from actionlines.mandates.names import MEMBER_STATES
from actionlines.mandates.reasons import Reason
from actionlines.mandates.reports import adopting
from actionlines.mandates.split import parents_of

__all__ = ["LANGUAGES", "Reader"]

_PRONOUN = 4  # letters of a pronoun that stands before the verb: "我们承诺"
_HEADING = r"[\W\d]*(?:[ivx]{1,4}\.\s|[a-zа-я][.)]\s)?(?P<asks>{askshead})(?!\w)(?:\s?{for}\s?)?"
_TITLE = 80  # letters of a line that can be a heading
_MARKS = ".;:,。；：，؛،"
_OURS = 8  # letters before a verb in which "we" stands
_SHORT = 60  # letters of words that only say that a list follows
_LIST = 130  # letters of a clause that only leads to its list
_INTRODUCED = 200  # letters before the comma of an introduction
_NEAREST = 80  # letters within which a link follows a verb that names nobody


class Reader:
    """Reads the paragraphs of one document in one language.

    speaker  the body whose document it is; year  of its session, 0 where nothing tells
    """

    def __init__(self, document: Document, language: str, speaker: str, year: int) -> None:
        self.document = document
        self.language = language
        self.grammar: Grammar = grammar(language)
        self.speaker = speaker
        self.year = year
        self.meant = ShortNames(document, language, GENERAL_ASSEMBLY if speaker == UNSPECIFIED else speaker)
        self.chapeaus: dict[str, VerbAsk] = {}
        self.parent = parents_of(document)
        self.parents = frozenset(self.parent.values())
        self.headed = self._headings()
        # Those whom the paragraph asked last, for the pronouns that follow.
        self.asked_before: tuple[str, ...] = ()

    def mandates(self, index: int, paragraph: Paragraph) -> list[Mandate]:
        """Return the mandates of a paragraph, in the order of their actions."""
        folded = fold(paragraph.text, self.language)
        if not folded.text.strip():
            return []
        place = Place(paragraph, index, folded, names_in(folded.text, self.language, self.meant.itu))
        found = list(self._read(place))
        return sorted(found, key=lambda mandate: (mandate.action.start, mandate.verb_phrase.start))

    def titled(self, index: int, paragraph: Paragraph) -> list[Mandate]:
        """Return what a line without a full stop asks, which looks like a heading: somebody must be named."""
        if elsewhere(paragraph):
            return []  # a keyword line of an ITU resolution
        found = self.mandates(index, replace(paragraph, kind="text"))
        self.chapeaus.pop(paragraph.id, None)
        return [mandate for mandate in found if mandate.addressees or mandate.strength == "commits"]

    def silence(self, paragraph: Paragraph) -> Reason:
        """Return why a paragraph that was read has no mandates."""
        pattern, text = self.grammar.pattern, fold(paragraph.text, self.language).text
        if paragraph.id in self.chapeaus:
            return "chapeau"
        if pattern(r"[^\w]*{preamble}").match(text) and text.rstrip().endswith((",", "،", "，", ";", "؛")):
            return "preamble"
        rows = [self.grammar.groups[match.lastgroup or ""][0] for match in self.grammar.hits.finditer(text)]
        asking = [verb for verb in rows if verb.asks]
        if not asking and pattern("{had asked}").search(text):
            return "narrative"
        if not asking:
            return "statement" if rows else "plan" if pattern("{plan}").search(text) else "no-asking-verb"
        if text.rstrip().endswith(("?", "؟", "？")):
            return "question"
        if pattern("{reported}").search(text):
            return "cites-another"
        told = all(verb.form == "past" for verb in asking) or pattern("{past}|{subordinate}").search(text)
        return "narrative" if told else "no-actor"

    def _read(self, place: Place) -> Iterator[Mandate]:
        chapeau = self.chapeaus.get(self.parent[place.paragraph.id]) or self._keyword_line(place.paragraph)
        running = self._running(place.paragraph)
        found = hits(self.grammar, place.text, place.names, running=running and chapeau is None)
        speaks = found and (not place.paragraph.number if found[0].spoken else found[0].lead == 0)
        if chapeau is not None and not speaks:
            yield from self._item(place, chapeau)
            return
        if place.paragraph.kind == "text":
            opens = self.language == "zh" and self.grammar.pattern("{preamble}").match(place.text)
            if opens and place.text.rstrip().endswith(("，", ",")):
                return  # a preamble: its verbs have no other form
            found = self._said(place, found)
        several: list[VerbAsk] = []
        self.asked_before = ()
        for hit in found:
            if not any(verb.asks for verb in hit.verbs):
                several = []
                continue
            several = yield from self._hit(place, hit, several)
        if not found and place.paragraph.id in self.headed:
            yield from self._listed_under(place, self.headed[place.paragraph.id])

    def _keyword_line(self, paragraph: Paragraph) -> VerbAsk | None:
        """Return what the keyword line asks that an item of an ITU resolution stands under."""
        heading = self.document.by_id.get(paragraph.heading) if not self.parent[paragraph.id] else None
        line = elsewhere(heading)
        if heading is None or line is None:
            return None
        if heading.id not in self.chapeaus:
            self.chapeaus[heading.id] = self._chapeau(heading, line)
        return self.chapeaus[heading.id]

    def _chapeau(self, heading: Paragraph, line: Keyword) -> VerbAsk:
        verb = third(line.verb)
        folded = fold(heading.text, self.language)
        names = names_in(folded.text, self.language, self.meant.itu)
        place = Place(heading, self.meant.place(heading), folded, names)
        members = [
            member
            for start, end in (folded.within(line.start, line.end),)
            if end > start
            for member in self._members(place, start, end)
        ]
        phrase = Phrase(heading.text[slice(*line.at)], *line.at, heading.id)
        found = Verb(verb.base, verb.strength, "third", "", (), (), ())
        decides = verb.base == "resolve" or verb.strength == "decides"
        if decides:
            found = replace(found, strength="decides")
        bodies = bodies_of(members) or ((self.speaker,) if decides else (UNSPECIFIED,))
        return VerbAsk(found, phrase, _phrases(place, members), bodies, clauses=True, keyword=True)

    def _said(self, place: Place, found: Sequence[VerbHit]) -> list[VerbHit]:
        """Return the verbs of running text that ask."""
        said: list[VerbHit] = []
        before: VerbHit | None = None
        for hit in found:
            # "Requests X to act and encourages Y": the second has the subject of the first
            goes_on = (
                said and said[-1] is before and said[-1].start >= hit.sentence and said[-1].verbs[0].asks
            )
            if (goes_on and not hit.spoken) or self._said_here(place, hit, before):
                said.append(hit)
            before = hit
        return said

    def _said_here(self, place: Place, hit: VerbHit, before: VerbHit | None) -> bool:
        """Return whether a verb of running text asks: it does not tell what was asked, here or in another text."""
        text, verb, pattern = place.text, hit.verbs[0], self.grammar.pattern
        low = hit.sentence
        if verb.form == "past" and not set(hit.spoken) & adopting():
            return False
        if verb.form == "gerund":
            return pattern("[^\\w]*{preamble}").match(text) is None
        if verb.form not in ("third", "past"):
            return True
        opens = hit.lead <= low + 3
        if not hit.spoken and not opens and (before is None or before.start < low):
            # "For this reason, States are invited": a comma stands before the verb
            return self.language == "zh" or (hit.lead - low < _INTRODUCED and text[hit.lead] in ",،")
        ours = pattern("{ours}").search(text, max(low, hit.start - _OURS), hit.end) is not None
        told = not hit.spoken or pattern("{subordinate}").search(text, low, hit.start)
        if verb.strength == "commits" and told and not (opens or ours):
            return False
        if verb.strength == "decides" and hit.spoken and not {GENERIC, *adopting()} & set(hit.spoken):
            return ours
        return opens or pattern("{reported}|{past}").search(text, low, hit.start) is None

    # Verbs

    def _hit(
        self, place: Place, hit: VerbHit, several: list[VerbAsk]
    ) -> Generator[Mandate, None, list[VerbAsk]]:
        """Yield what one verb asks; returns the asks that wait for the next verb's action."""
        text, verb = place.text, hit.verbs[0]
        decides = verb.strength in ("decides", "commits")
        named = self._members(place, hit.end, hit.stop) if not decides else []
        acted = verb.form in ("passive", "duty")
        behind = (
            named[0]
            if named and addressees.within(place.names, hit.end, named[0].name)[0].start < hit.end + 7
            else None
        )
        if acted:
            low = max(hit.start - 300, hit.sentence)
            named = self._subject(place, low, hit.start, whole=True)
        pronoun = [] if decides or acted else self._pronoun(place, hit)
        named = pronoun or named
        chain = behind.name if behind and not named else hit.end
        if named and named[-1].end > hit.start:
            chain = named[-1].end if self.language == "zh" else named[-1].name
        link = find_link(self.grammar, text, hit, verb, place.names, chain)
        if link and link.role != "zh" and not named and not decides and link.start - hit.end > _NEAREST:
            link = noun_link(self.grammar, text, hit, verb) or link
        if link is None:
            link = noun_link(self.grammar, text, hit, verb)
            if link and (
                ends_in_list(text, hit.stop)
                or (addressees.reach(named, hit.stop) and hit.shares_sentence(text))
            ):
                link = None
        please = link is not None and link.role == "zh" and verb.base in ("request", "invite")
        if please and not named and "noun" not in verb.links and not ends_in_list(text, hit.stop):
            return several  # "Please explain": nobody is named
        unsaid = SOMEBODY in hit.spoken
        if self.language == "zh" and hit.lead > 0 and not hit.spoken:
            unsaid = not self.grammar.pattern("[并还又]").search(text, hit.lead, hit.start)
        if unsaid and not decides and (not named or link is None or link.role == "noun"):
            return several
        if link is None:
            ask = replace(self._ask(place, hit, self._row(hit, named), named), rows=hit.verbs)
            alone = not text[hit.end : hit.stop].strip(" :：")
            if (named or alone) and ends_in_list(text, hit.stop):
                self.chapeaus[place.paragraph.id] = ask
                return []
            return (
                [*several, ask]
                if addressees.reach(named, hit.stop) and hit.shares_sentence(text)
                else several
            )
        members, start, end = self._acting(place, hit, verb, link, named)
        if pronoun or (acted and named):
            members = named
        elif verb.form == "duty" and not behind:
            members = self._subject(place, link.action, hit.stop) if link.role in CLAUSES else []
        if not members and (
            verb.form == "duty" or (verb.base == "expect" and place.paragraph.kind == "text")
        ):
            return several  # "attention should be given", "it is expected that the work ends"
        ask = self._ask(place, hit, self._row(hit, members), members)
        self.asked_before = bodies_of(members) or self.asked_before
        ask = self._with_due(place, ask, hit.end, start)
        yield from self._listed(place, hit, ask, link, start, end, several)
        return []

    def _listed(
        self,
        place: Place,
        hit: VerbHit,
        ask: VerbAsk,
        link: VerbLink,
        start: int,
        end: int,
        several: Sequence[VerbAsk],
    ) -> Iterator[Mandate]:
        """Yield the mandates of an action, and its sub-items' chapeau."""
        text = place.text
        clauses = link.role in CLAUSES
        if ends_in_list(text, end) or (place.paragraph.id in self.parents and end >= len(text.rstrip()) - 1):
            named = max((phrase.end for phrase in ask.addressees), default=0)
            empty = len(text[start:end].strip(" :：,،")) < 3 or place.folded.span(end - 1, end)[1] - named < 3
            # "the following by 30 June:"
            dated = self._due(place, start, end, ask.bodies)
            last = dated.start if dated and not text[dated.end : end].strip(" :：") else end
            following = self.grammar.pattern("(?:{following})").search(text[:last], max(start, last - 60))
            if following and dated and last < end:
                ask = replace(ask, due=dated.forms, due_phrase=place.phrase(dated.start, dated.end))
            self.chapeaus[place.paragraph.id] = replace(
                ask, clauses=clauses, whole=not empty and not (following and ask.verb.strength == "decides")
            )
            if following and following.start() <= start + _SHORT:
                empty = True  # "the following:"
                self.chapeaus[place.paragraph.id] = replace(ask, clauses=clauses)
            if empty or (following and ask.verb.strength == "decides" and end - start < _LIST):
                return
        for one in (*several, ask):
            yield from self._mandates(place, one, start, end)

    def _pronoun(self, place: Place, hit: VerbHit) -> list[Member]:
        """Return who is asked by a pronoun beside the verb: the body that the sentence named last."""
        text = place.text
        joined = self.language == "ar" and addressees.joins_pronoun(text, hit)
        if self.language in ("fr", "es"):
            match = self.grammar.pattern("{pronoun}$").search(text, hit.lead, hit.start)
        else:
            match = self.grammar.pattern("{open}(?P<pronoun>{pronoun})").match(text, hit.end, hit.stop)
        if match is None and not joined:
            return []
        before = [name for name in place.names if name.end <= hit.lead and not name.country]
        bodies = self.asked_before or (self._resolve(place, before[-1]) if before else ())
        if match is None:
            return [Member(hit.end - 2, hit.end, hit.end, bodies)]
        start, end = match.span("pronoun") if "pronoun" in match.groupdict() else match.span()
        end -= len(text[start:end]) - len(text[start:end].rstrip(" '"))
        return [Member(start, end, end, bodies)]

    def _subject(
        self, place: Place, start: int, stop: int, *, modal: bool = False, whole: bool = False
    ) -> list[Member]:
        resolve = partial(self._resolve, place)
        return addressees.subject(
            self.grammar, place.text, start, stop, place.names, resolve, modal=modal, whole=whole
        )

    def _members(self, place: Place, start: int, stop: int) -> list[Member]:
        resolve = partial(self._resolve, place)
        read = addressees.chinese_members if self.language == "zh" else addressees.members
        return read(self.grammar, place.text, start, stop, place.names, resolve)

    def _acting(
        self, place: Place, hit: VerbHit, verb: Verb, link: VerbLink, named: list[Member]
    ) -> tuple[list[Member], int, int]:
        """Return those who are to act, and the action."""
        decides = verb.strength in ("decides", "commits")
        if self.language == "zh":
            return self._chinese(place, hit, verb, link, named)
        members = [] if decides or link.role in ("noun", "k") else self._members(place, hit.end, link.start)
        if self.language == "ar":
            asked = addressees.behind_speaker(place, hit, members)
            members = self._members(place, *asked) if asked else members
        speaks = self.language == "ar" and addressees.only_speaker(place, verb, members)
        if link.role in CLAUSES and (not members or speaks):
            members = self._subject(place, link.action, hit.stop, modal=decides) or members
        if link.role in ("noun", "k"):
            members = self._taking_part(place, link.action, hit.stop)
        return members, link.action, hit.stop

    def _chinese(
        self, place: Place, hit: VerbHit, verb: Verb, link: VerbLink, named: list[Member]
    ) -> tuple[list[Member], int, int]:
        text = place.text
        start = addressees.action_start(self.grammar, text, link.action, hit.stop)
        if verb.strength not in ("decides", "commits"):
            return named, start, hit.stop
        said = self._members(place, start, hit.stop)
        modal = said and self.grammar.pattern("{modal}").match(text, said[-1].end, hit.stop)
        clear = [member for member in said if member.bodies]
        return (clear if modal else []), start, hit.stop

    def _taking_part(self, place: Place, start: int, stop: int) -> list[Member]:
        """Return those whose part in something is asked for: "the participation of all States"."""
        match = self.grammar.pattern("{acting}").match(place.text, start, stop)
        return self._members(place, match.end(), min(stop, match.end() + 120)) if match else []

    def _row(self, hit: VerbHit, members: Sequence[Member]) -> Verb:
        """Return the row of a form that may be several verbs, by who speaks and who is asked."""
        bodies = bodies_of(members) or (UNSPECIFIED,)
        for verb in hit.verbs:
            if verb.speakers and not self.meant.houses & set(verb.speakers):
                continue
            if verb.asked and bodies[0] not in verb.asked:
                continue
            return verb
        return hit.verbs[-1]

    def _ask(self, place: Place, hit: VerbHit, verb: Verb, members: Sequence[Member]) -> VerbAsk:
        addressees = _phrases(place, members)
        bodies = bodies_of(members)
        if not bodies and verb.strength == "decides":
            bodies = self._speakers(hit)
        elif not bodies and verb.strength == "commits":
            ours = self.grammar.pattern("{ours}").search(place.text, max(0, hit.lead - _PRONOUN), hit.end)
            bodies = (MEMBER_STATES if ours or verb.form == "will" else self.speaker,)
        return VerbAsk(verb, place.phrase(hit.start, hit.end), addressees, bodies or (UNSPECIFIED,))

    def _speakers(self, hit: VerbHit) -> tuple[str, ...]:
        """Return the body that speaks: the subject where the text names one, else the document's own."""
        told = tuple(body for body in hit.spoken if body not in (GENERIC, OFFICE, PRONOUN, SOMEBODY))
        return told[:1] or (self.speaker,)

    # Actions

    def _with_due(self, place: Place, ask: VerbAsk, start: int, end: int) -> VerbAsk:
        """Return the ask with the date between its verb and its action."""
        due = self._due(place, start, end, ask.bodies)
        return replace(ask, due=due.forms, due_phrase=place.phrase(due.start, due.end)) if due else ask

    def _mandates(self, place: Place, ask: VerbAsk, start: int, end: int) -> Iterator[Mandate]:
        text = place.text
        pieces = products.pieces(self.grammar, text, start, end)
        for piece in pieces:
            low, high = products.trimmed(self.grammar, text, piece.start, piece.end)
            if high - low < 2:
                continue
            kind = products.deliverable(self.language, text[low:high])
            due = self._due(place, piece.since, high, ask.bodies)
            forms = due.forms if due else ask.due
            if due and ask.due and due.forms[0].startswith("recurring:"):
                forms = tuple(dict.fromkeys((*due.forms, *ask.due)))
            elif due and ask.due:
                forms = tuple(dict.fromkeys((*ask.due, *due.forms)))
            yield Mandate(
                place.paragraph.id,
                ask.verb.base,
                strength_of(ask.verb.strength),
                ask.phrase,
                ask.addressees,
                ask.bodies,
                place.phrase(low, high),
                kind,
                self._receivers(place, replace(piece, start=low, end=high), kind, forms),
                forms,
                place.phrase(due.start, due.end) if due else ask.due_phrase,
                not ask.addressees,
            )

    def _receivers(
        self, place: Place, piece: products.Piece, kind: str, forms: Sequence[str]
    ) -> tuple[str, ...]:
        found = products.receivers(
            self.grammar,
            place.text,
            piece,
            place.names,
            lambda n: self._resolve(place, n),
            self.speaker,
            kind,
        )
        if not found and kind in ("report", "update") and any(form.startswith("session:") for form in forms):
            return ("general-assembly",)
        return found

    def _due(self, place: Place, start: int, end: int, bodies: Sequence[str]) -> Due | None:
        def holders(low: int, high: int) -> tuple[str, ...]:
            """Return the bodies whose sessions a text may mean."""
            near = [name for name in place.names if not name.office]
            after = [name for name in near if high <= name.start <= high + 14]
            before = [name for name in near if low - 200 <= name.start and name.end <= low]
            told = [self._resolve(place, n) for n in (*after[:1], *reversed(before[-3:]))]
            return (*(body for found in told for body in found), *bodies, self.speaker)

        if end <= start:
            return None
        found = find_due(self.grammar, place.text, start, end, self.year, holders)
        if found or not self.meant.itu:
            return found
        return next_conference(self.grammar, place, start, end, self.year)

    # Sub-items and headed lists

    def _headings(self) -> dict[str, Paragraph]:
        """Return the paragraphs that stand under a heading which asks ("Recommendations"), with that heading."""
        asks = self.grammar.pattern(_HEADING)
        found: dict[str, Paragraph] = {}
        above: Paragraph | None = None
        for paragraph in self.document.paragraphs:
            short = (
                not paragraph.number and len(paragraph.text) < _TITLE and paragraph.text[-1:] not in _MARKS
            )
            if paragraph.kind == "heading" or (short and paragraph.kind == "text"):
                above = paragraph if asks.match(fold(paragraph.text, self.language).text) else None
            elif above is not None and paragraph.kind == "text":
                found[paragraph.id] = above
        return found

    def _listed_under(self, place: Place, heading: Paragraph) -> Iterator[Mandate]:
        """Yield what an item of a headed list asks: an infinitive, or the noun of an action."""
        text = place.text
        item = bool(place.paragraph.number) and self.grammar.pattern("{nominal}").match(text)
        if not item and not begins_action(self.grammar, text):
            return
        folded = fold(heading.text, self.language)
        head = Place(
            heading, self.meant.place(heading), folded, names_in(folded.text, self.language, self.meant.itu)
        )
        match = self.grammar.pattern(_HEADING).match(folded.text)
        start, end = match.span("asks") if match else (0, len(folded.text))
        members = self._members(head, match.end() if match else end, len(folded.text))
        verb = Verb("recommend", "encourages", "third", "", (), (), ())
        bodies = bodies_of(members) or (UNSPECIFIED,)
        ask = VerbAsk(verb, head.phrase(start, end), _phrases(head, members), bodies)
        start = addressees.action_start(self.grammar, text, 0, len(text)) if self.language == "zh" else 0
        ask = self._with_due(place, ask, 0, start)
        end = next((end for end in sentences(text) if end > start + 3), len(text))
        yield from self._mandates(place, ask, start, end)

    def _item(self, place: Place, chapeau: VerbAsk) -> Iterator[Mandate]:
        """Yield a sub-item that goes on with the words of its chapeau."""
        text = place.text
        decides = chapeau.keyword and chapeau.verb.strength == "decides"
        inner = inner_hit(self.grammar, place.paragraph.text, place.folded) if decides else None
        if inner and (asked_within := list(self._hit(place, inner, []))):
            yield from asked_within
            return
        if (
            not chapeau.addressees
            and not chapeau.clauses
            and chapeau.verb.strength not in ("decides", "commits")
        ):
            hit = VerbHit(0, 0, 0, next(iter(sentences(text)), len(text)), (chapeau.verb,))
            named = self._members(place, 0, hit.stop)
            chain = named[-1].end if named and self.language == "zh" else named[-1].name if named else 0
            link = find_link(self.grammar, text, hit, chapeau.verb, place.names, chain)
            if link and named:
                members, start, end = self._acting(place, hit, chapeau.verb, link, named)
                bodies = bodies_of(members) or chapeau.bodies
                ask = replace(chapeau, addressees=_phrases(place, members), bodies=bodies)
                yield from self._mandates(place, ask, start, end)
                return
        match = self.grammar.pattern("{item}").match(text)
        start = match.start("a") if match else 0
        if chapeau.keyword and chapeau.verb.base == "instruct":
            given = self.grammar.pattern("{given}").match(text)
            start = given.end() if given else start
        if chapeau.whole and not (match and start > 0) and not begins_action(self.grammar, text):
            return
        ask = chapeau
        if not ask.addressees and ask.clauses:
            found = self._subject(place, start, len(text), modal=ask.verb.strength == "decides")
            if self.language == "zh" and ask.keyword:
                said = self._members(place, start, len(text))
                found = said if said and self.grammar.pattern("{modal}").match(text, said[-1].end) else []
            if found and (self.language != "zh" or ask.keyword):
                ask = replace(ask, addressees=_phrases(place, found), bodies=bodies_of(found))
        end = next((end for end in sentences(text) if end > start + 3), len(text))
        if place.paragraph.id in self.parents:
            whole = chapeau.keyword and not only_leads(self.grammar, text, start)
            self.chapeaus[place.paragraph.id] = replace(
                ask, whole=whole or not ends_in_list(text, len(text)), keyword=False
            )
            if text[start:].rstrip().endswith((":", "：")) and len(text) - start < 12 and not whole:
                return
        yield from self._mandates(place, ask, start, end)

    def _running(self, paragraph: Paragraph) -> bool:
        """Return whether "should" asks here: not in resolutions, where it is a view."""
        symbol = self.document.metadata.symbol
        return paragraph.kind == "text" or bool(symbol and "/RES/" not in symbol and "/L." not in symbol)

    def _resolve(self, place: Place, name: Named) -> tuple[str, ...]:
        return self.meant.bodies(place.index, place.text, name)


def _phrases(place: Place, members: Sequence[Member]) -> tuple[Phrase, ...]:
    return tuple(place.phrase(member.start, member.end) for member in members)
