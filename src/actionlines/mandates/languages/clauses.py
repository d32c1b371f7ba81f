"""The clauses of one paragraph in another language than English: who speaks, which verbs ask, and whom."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace

from actionlines.documents.model import Document, Paragraph
from actionlines.documents.structure.itu_languages import Keyword
from actionlines.framework.bodies import UNSPECIFIED
from actionlines.mandates.context import Ask, Context, Lists, Reading, strength_of
from actionlines.mandates.itu import third
from actionlines.mandates.languages import addressees, hits
from actionlines.mandates.languages.addressees import Member, bodies_of, members
from actionlines.mandates.languages.grammar import Verb, fold, grammar
from actionlines.mandates.languages.hits import CLAUSES, PRONOUN, SOMEBODY, VerbHit, VerbLink, ends_in_list, find_link
from actionlines.mandates.languages.names import GENERIC, OFFICE, within
from actionlines.mandates.model import Phrase
from actionlines.mandates.names import MEMBER_STATES
from actionlines.mandates.reports import adopting

_PRONOUN = 4  # letters of a pronoun that is before the verb: "我们承诺"
_HEADING = r"[\W\d]*(?:[ivx]{1,4}\.\s|[a-zа-я][.)]\s)?(?P<asks>{askshead})(?!\w)(?:\s?{for}\s?)?"
_TITLE = 80  # letters of a line that can be a heading
_MARKS = ".;:,。；：，؛،"
_OURS = 8  # letters before a verb in which "we" stands
_SHORT = 60  # letters of words that only say that a list follows
_LIST = 130  # letters of a clause that only leads to its list
_INTRODUCED = 200  # letters before the comma of an introduction
_NEAREST = 80  # letters within which a link follows a verb that names nobody


def read_foreign(here: Context, chapeau: Ask | None) -> Iterator[Reading]:
    """Yield what a paragraph asks: by verbs of its own, or by continuing its chapeau."""
    return _Block(here).read(chapeau) if here.text.strip() else iter(())


def asking_headings(document: Document, language: str) -> dict[str, Paragraph]:
    """Return the paragraphs that stand under a heading which asks ("Recommendations"), with that heading."""
    asks = grammar(language).pattern(_HEADING)
    headings: dict[str, Paragraph] = {}
    above: Paragraph | None = None
    for paragraph in document.paragraphs:
        short = not paragraph.number and len(paragraph.text) < _TITLE and paragraph.text[-1:] not in _MARKS
        if paragraph.kind == "heading" or (short and paragraph.kind == "text"):
            above = paragraph if asks.match(fold(paragraph.text, language).text) else None
        elif above is not None and paragraph.kind == "text":
            headings[paragraph.id] = above
    return headings


def foreign_keyword_ask(here: Context, line: Keyword) -> Ask:
    """Return what a keyword line of an ITU resolution asks of the items below it."""
    verb = third(line.verb)
    start, end = here.folded.within(line.start, line.end)
    named = members(here, start, end) if end > start else []
    decides = verb.base == "resolve" or verb.strength == "decides"
    return Ask(
        verb.base,
        "decides" if decides else strength_of(verb.strength),
        Phrase(here.paragraph.text[slice(*line.at)], *line.at, here.paragraph.id),
        _phrases(here, named),
        bodies_of(named) or ((here.speaker,) if decides else (UNSPECIFIED,)),
        lists="keyword",
    )


def _phrases(here: Context, named: Sequence[Member]) -> tuple[Phrase, ...]:
    return tuple(here.phrase(member.start, member.end) for member in named)


class _Block:
    """Reads one paragraph."""

    def __init__(self, here: Context) -> None:
        self.here, self.text, self.pattern = here, here.text, here.grammar.pattern
        # Those whom the paragraph asked last, for the pronouns that follow.
        self.asked_before: tuple[str, ...] = ()

    def read(self, chapeau: Ask | None) -> Iterator[Reading]:
        """Yield what the paragraph asks, in the order of its verbs."""
        paragraph = self.here.paragraph
        symbol = self.here.names.document.metadata.symbol
        # "should" asks here, but not in resolutions, where it is a view
        running = paragraph.kind == "text" or (bool(symbol) and "/RES/" not in symbol and "/L." not in symbol)
        matches = hits.hits(self.here, running=running and chapeau is None)
        speaks = matches and (not paragraph.number if matches[0].spoken else matches[0].lead == 0)
        if chapeau is not None and not speaks:
            yield from self._item(chapeau)
            return
        if paragraph.kind == "text":
            opens = self.here.language == "zh" and self.pattern("{preamble}").match(self.text)
            if opens and self.text.rstrip().endswith(("，", ",")):
                return  # a preamble: its verbs have no other form
            matches = self._speaking(matches)
        several: list[Ask] = []
        for hit in matches:
            several = (yield from self._hit(hit, several)) if any(verb.asks for verb in hit.verbs) else []
        if not matches and self.here.asking:
            yield from self._listed_under(self.here.asking)

    def _speaking(self, verb_hits: Sequence[VerbHit]) -> list[VerbHit]:
        """Return the verbs of running text that ask."""
        speaking: list[VerbHit] = []
        before: VerbHit | None = None
        for hit in verb_hits:
            # "Requests X to act and encourages Y": the second has the subject of the first
            last = speaking[-1] if speaking else None
            goes_on = last and last is before and last.start >= hit.sentence and last.verbs[0].asks
            if (goes_on and not hit.spoken) or self._asks(hit, before):
                speaking.append(hit)
            before = hit
        return speaking

    def _asks(self, hit: VerbHit, before: VerbHit | None) -> bool:
        """Return whether a verb of running text asks: it does not tell what was asked, here or in another text."""
        text, verb, pattern = self.text, hit.verbs[0], self.pattern
        low = hit.sentence
        if verb.form == "past" and not set(hit.spoken) & adopting():
            return False
        if verb.form == "gerund":
            return pattern("[^\\w]*{preamble}").match(text) is None
        if verb.form not in ("third", "past"):
            return True
        opens = hit.lead <= low + 3
        if not hit.spoken and not opens and (before is None or before.start < low):
            # "For this reason, States are invited": a comma is before the verb
            return self.here.language == "zh" or (hit.lead - low < _INTRODUCED and text[hit.lead] in ",،")
        ours = pattern("{ours}").search(text, max(low, hit.start - _OURS), hit.end) is not None
        narrated = not hit.spoken or pattern("{subordinate}").search(text, low, hit.start)
        if verb.strength == "commits" and narrated and not (opens or ours):
            return False
        if verb.strength == "decides" and hit.spoken and not {GENERIC, *adopting()} & set(hit.spoken):
            return ours
        return opens or pattern("{reported}|{past}").search(text, low, hit.start) is None

    # Verbs

    def _hit(self, hit: VerbHit, several: list[Ask]) -> Generator[Reading, None, list[Ask]]:
        """Yield what one verb asks; returns the asks that wait for the next verb's action."""
        here, text, verb = self.here, self.text, hit.verbs[0]
        decides = verb.strength in ("decides", "commits")
        named = members(here, hit.end, hit.stop) if not decides else []
        acted = verb.form in ("passive", "duty")
        behind = named[0] if named and within(here.named, hit.end, named[0].name)[0].start < hit.end + 7 else None
        if acted:
            named = addressees.subject(here, max(hit.start - 300, hit.sentence), hit.start, whole=True)
        pronoun = [] if decides or acted else self._pronoun(hit)
        named = pronoun or named
        chain = behind.name if behind and not named else hit.end
        if named and named[-1].end > hit.start:
            chain = named[-1].end if here.language == "zh" else named[-1].name
        link = find_link(here, hit, verb.links, chain)
        if link and link.role != "zh" and not named and not decides and link.start - hit.end > _NEAREST:
            link = hits.noun_link(here, hit, verb.links) or link
        # "Calls upon X and invites Y to act": another verb follows the names at once.
        shares = bool(named) and hit.stop - named[-1].end < 15 and text[hit.stop : hit.stop + 1] not in ";.؛；。"
        if link is None:
            link = None if ends_in_list(text, hit.stop) or shares else hits.noun_link(here, hit, verb.links)
        please = link is not None and link.role == "zh" and verb.base in ("request", "invite")
        if please and not named and "noun" not in verb.links and not ends_in_list(text, hit.stop):
            return several  # "Please explain": nobody is named
        unnamed = SOMEBODY in hit.spoken
        if here.language == "zh" and hit.lead > 0 and not hit.spoken:
            unnamed = not self.pattern("[并还又]").search(text, hit.lead, hit.start)
        if unnamed and not decides and (not named or link is None or link.role == "noun"):
            return several
        if link is None:
            ask = self._ask(hit, named)
            alone = not text[hit.end : hit.stop].strip(" :：")
            if (named or alone) and ends_in_list(text, hit.stop):
                yield Reading(ask, None, "chapeau")
                return []
            return [*several, ask] if shares else several
        acting, start, end = self._acting(hit, verb, link, named)
        if pronoun or (acted and named):
            acting = named
        elif verb.form == "duty" and not behind:
            clause = link.role in CLAUSES
            acting = addressees.subject(here, link.action, hit.stop) if clause else []
        expected = verb.base == "expect" and here.paragraph.kind == "text"
        if not acting and (verb.form == "duty" or expected):
            return several  # "attention should be given", "it is expected that the work ends"
        ask = self._ask(hit, acting)
        self.asked_before = bodies_of(acting) or self.asked_before
        ask = self._with_due(ask, hit.end, start)
        yield from self._listed(ask, link, start, end, several)
        return []

    def _listed(self, ask: Ask, link: VerbLink, start: int, end: int, several: Sequence[Ask]) -> Iterator[Reading]:
        """Yield what is asked by an action, and the chapeau of its sub-items."""
        here, text = self.here, self.text
        if ends_in_list(text, end) or (here.has_items and end >= len(text.rstrip()) - 1):
            named = max((phrase.end for phrase in ask.addressees), default=0)
            empty = len(text[start:end].strip(" :：,،")) < 3 or here.folded.span(end - 1, end)[1] - named < 3
            # "the following by 30 June:"
            dated = here.due(start, end, ask.bodies)
            last = dated.start if dated and not text[dated.end : end].strip(" :：") else end
            following = self.pattern("(?:{following})").search(text[:last], max(start, last - 60))
            if following and dated and last < end:
                ask = replace(ask, when=dated.whens, due_phrase=here.phrase(dated.start, dated.end))
            leads = following is not None and following.start() <= start + _SHORT  # "the following:"
            decides = following is not None and ask.strength == "decides"
            chapeau = replace(ask, lists="clause" if link.role in CLAUSES else "")
            yield Reading(replace(chapeau, whole=not (empty or decides or leads)), None, "chapeau")
            if empty or leads or (decides and end - start < _LIST):
                return
        for item in (*several, ask):
            yield Reading(item, (start, end))

    def _pronoun(self, hit: VerbHit) -> list[Member]:
        """Return who is asked by a pronoun beside the verb: the body that the sentence named last."""
        here, text = self.here, self.text
        # An Arabic verb may end in the pronoun of those whom it asks: "requests it to".
        joined = here.language == "ar" and addressees.PRONOUN.search(text, hit.start + 3, hit.end)
        if here.language in ("fr", "es"):
            match = self.pattern("{pronoun}$").search(text, hit.lead, hit.start)
        else:
            match = self.pattern("{open}(?P<pronoun>{pronoun})").match(text, hit.end, hit.stop)
        if match is None and not joined:
            return []
        before = [name for name in here.named if name.end <= hit.lead and not name.country]
        bodies = self.asked_before or (here.bodies(before[-1]) if before else ())
        if match is None:
            return [Member(hit.end - 2, hit.end, hit.end, bodies)]
        start, end = match.span("pronoun") if "pronoun" in match.groupdict() else match.span()
        end -= len(text[start:end]) - len(text[start:end].rstrip(" '"))
        return [Member(start, end, end, bodies)]

    def _acting(self, hit: VerbHit, verb: Verb, link: VerbLink, named: list[Member]) -> tuple[list[Member], int, int]:
        """Return those who are to act, and where their action stands."""
        here = self.here
        decides = verb.strength in ("decides", "commits")
        if here.language == "zh":
            return self._acting_in_chinese(hit, decides, link, named)
        if link.role in ("noun", "k"):
            match = self.pattern("{acting}").match(self.text, link.action, hit.stop)
            # Those whose part in something is asked for: "the participation of all States".
            acting = members(here, match.end(), min(hit.stop, match.end() + 120)) if match else []
            return acting, link.action, hit.stop
        acting = [] if decides else members(here, hit.end, link.start)
        speaks = False
        if here.language == "ar":
            behind = addressees.behind_speaker(here, hit, acting)
            acting = members(here, *behind) if behind else acting
            speaks = addressees.only_speaker(here, verb.base, acting)
        if link.role in CLAUSES and (not acting or speaks):
            acting = addressees.subject(here, link.action, hit.stop, modal=decides) or acting
        return acting, link.action, hit.stop

    def _acting_in_chinese(
        self, hit: VerbHit, decides: bool, link: VerbLink, named: list[Member]
    ) -> tuple[list[Member], int, int]:
        start = addressees.action_start(self.here, link.action, hit.stop)
        if not decides:
            return named, start, hit.stop
        acting = members(self.here, start, hit.stop)
        modal = acting and self.pattern("{modal}").match(self.text, acting[-1].end, hit.stop)
        return [member for member in acting if member.bodies] if modal else [], start, hit.stop

    def _ask(self, hit: VerbHit, named: Sequence[Member]) -> Ask:
        bodies = bodies_of(named)
        verb = self._row(hit, bodies or (UNSPECIFIED,))
        if not bodies and verb.strength == "decides":
            # The body that speaks: the subject where the text names one, else the document's own.
            speakers = (body for body in hit.spoken if body not in (GENERIC, OFFICE, PRONOUN, SOMEBODY))
            bodies = (next(speakers, self.here.speaker),)
        elif not bodies and verb.strength == "commits":
            ours = self.pattern("{ours}").search(self.text, max(0, hit.lead - _PRONOUN), hit.end)
            bodies = (MEMBER_STATES if ours or verb.form == "will" else self.here.speaker,)
        phrase, strength = self.here.phrase(hit.start, hit.end), strength_of(verb.strength)
        return Ask(verb.base, strength, phrase, _phrases(self.here, named), bodies or (UNSPECIFIED,), links=verb.links)

    def _row(self, hit: VerbHit, bodies: tuple[str, ...]) -> Verb:
        """Return the row of a form that may be several verbs, by who speaks and who is asked."""
        houses = self.here.names.of(self.here.language, self.here.speaker).houses
        for verb in hit.verbs:
            speaks = not verb.speakers or houses & set(verb.speakers)
            if speaks and (not verb.asked or bodies[0] in verb.asked):
                return verb
        return hit.verbs[-1]

    def _with_due(self, ask: Ask, start: int, end: int) -> Ask:
        due = self.here.due(start, end, ask.bodies)
        return replace(ask, when=due.whens, due_phrase=self.here.phrase(due.start, due.end)) if due else ask

    # Sub-items and headed lists

    def _listed_under(self, heading: Paragraph) -> Iterator[Reading]:
        """Yield what an item of a headed list asks: an infinitive, or the noun of an action."""
        here, text = self.here, self.text
        item = bool(here.paragraph.number) and self.pattern("{nominal}").match(text)
        if not item and not hits.begins_action(here):
            return
        head = replace(here, paragraph=heading, index=here.names.document.paragraphs.index(heading))
        match = self.pattern(_HEADING).match(head.text)
        start, end = match.span("asks") if match else (0, len(head.text))
        named = members(head, match.end() if match else end, len(head.text))
        bodies = bodies_of(named) or (UNSPECIFIED,)
        ask = Ask("recommend", "encourages", head.phrase(start, end), _phrases(head, named), bodies)
        start = addressees.action_start(here, 0, len(text)) if here.language == "zh" else 0
        yield Reading(self._with_due(ask, 0, start), (start, self._sentence_end(start + 3)))

    def _sentence_end(self, start: int) -> int:
        return next((end for end in hits.sentences(self.text) if end > start), len(self.text))

    def _item(self, chapeau: Ask) -> Iterator[Reading]:
        """Yield a sub-item that goes on with the words of its chapeau."""
        here, text, zh = self.here, self.text, self.here.language == "zh"
        keyword, decides = chapeau.lists == "keyword", chapeau.strength == "decides"
        inner = hits.inner_hit(here) if keyword and decides else None
        if inner and (asked_within := list(self._hit(inner, []))):
            yield from asked_within
            return
        if not chapeau.addressees and not chapeau.lists and chapeau.strength not in ("decides", "commits"):
            verb = Verb(chapeau.verb, chapeau.strength, "third", "", chapeau.links, (), ())
            hit = VerbHit(0, 0, 0, self._sentence_end(0), (verb,))
            named = members(here, 0, hit.stop)
            chain = named[-1].end if named and zh else named[-1].name if named else 0
            if (link := find_link(here, hit, chapeau.links, chain)) and named:
                acting, start, end = self._acting(hit, hit.verbs[0], link, named)
                bodies = bodies_of(acting) or chapeau.bodies
                yield Reading(replace(chapeau, addressees=_phrases(here, acting), bodies=bodies), (start, end))
                return
        match = self.pattern("{item}").match(text)
        start = match.start("a") if match else 0
        if keyword and chapeau.verb == "instruct":
            start = here.grammar.skip("{given}", text, 0, len(text)) or start
        if chapeau.whole and not (match and start > 0) and not hits.begins_action(here):
            return
        ask = chapeau
        if not ask.addressees and ask.lists:
            acting_now = addressees.subject(here, start, len(text), modal=decides)
            if zh:
                acting = members(here, start, len(text)) if keyword else []
                acting_now = acting if acting and self.pattern("{modal}").match(text, acting[-1].end) else []
            if acting_now:
                ask = replace(ask, addressees=_phrases(here, acting_now), bodies=bodies_of(acting_now))
        if here.has_items:
            whole = keyword and not hits.only_leads(here, start)
            lists: Lists = "clause" if ask.lists else ""
            yield Reading(replace(ask, whole=whole or not ends_in_list(text, len(text)), lists=lists), None, "chapeau")
            if text[start:].rstrip().endswith((":", "：")) and len(text) - start < 12 and not whole:
                return
        yield Reading(ask, (start, self._sentence_end(start + 3)))
