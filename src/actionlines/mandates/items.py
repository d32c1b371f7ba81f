"""The clauses of a paragraph: which verbs ask, in its own words or in those of its chapeau or keyword line.

"resolves" / "2 to call upon the Members to act" asks the Members; "1 that the Union should:" leaves the rest
to its items; "3 to adopt the plan, inviting the Sectors to use it" asks the Sectors as well.

Where an opening line or the words of a list are missing, who is asked is open, and said to be.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import islice

from actionlines.documents.model import Document, Paragraph
from actionlines.framework.bodies import UNSPECIFIED
from actionlines.mandates import reading, reports
from actionlines.mandates.addressees import Who
from actionlines.mandates.clause import actors, agents, complement, is_body, names_end, subject
from actionlines.mandates.context import Ask, Context, Reading, asking, certain, make, same_again, same_work, with_due
from actionlines.mandates.itu import elsewhere, keyword
from actionlines.mandates.languages.clauses import foreign_keyword_ask, read_foreign
from actionlines.mandates.languages.grammar import ENGLISH, english
from actionlines.mandates.model import Phrase, check
from actionlines.mandates.names import Span
from actionlines.mandates.reading import asks_another, names_a_thing
from actionlines.mandates.split import Operative, in_sentence, sentences, tells_of_session
from actionlines.mandates.words import Hit, find_infinitive, hit_at, hits, is_verb, word_set

_LONGEST_OPENING = 400
MOST = 20  # further asks looked at in one item
_WISHES = ("may wish", "should")
_OF_CLAUSES = ("keyword", "lost", "clause")
_OPENINGS = 4
# The same reason is given for an opening that is missing: the words that said who is asked are not there.
_MISSING = "no-keyword-line"


def keyword_ask(here: Context) -> Ask | None:
    """Return what a keyword line of an ITU resolution asks of the items below it; None for any other heading."""
    if here.language != ENGLISH:
        line = elsewhere(here.paragraph)
        return foreign_keyword_ask(here, line) if line else None
    hit = keyword(here.paragraph)
    if hit is None or not hit.verb.asks:
        return None
    ask = replace(make(here, hit, *here.addressed(hit.end, len(here.text))), lists="keyword")
    decides = not ask.addressees and ask.verb == "resolve"
    return replace(ask, strength="decides", bodies=(here.speaker,)) if decides else ask


def addressed(context: Context, chapeau: Ask, stop: int) -> Reading | None:
    """Return what an item asks of those whom it names itself; None where it names nobody.

    The chapeau asks somebody: it names nobody ("Invites:"), or others than the item does.
    """
    if chapeau.strength in ("decides", "commits") or chapeau.lists not in ("to", "keyword"):
        return None
    if english("to or that").match(context.text):
        return None
    if (to := find_infinitive(context.text, 0, min(stop, _LONGEST_OPENING))) is None:
        return None
    who = spans, _ = context.addressed(0, to[0])
    if not spans:
        return None
    sure = certain(who) and all(is_body(context, *span) for span in spans)
    if not sure and (chapeau.addressees or context.text[spans[0][0]].islower()):
        return None
    ask = replace(asking(context, chapeau, who), checks=())
    return Reading(with_due(context, ask, 0, to[0]), (to[1], stop))


def _permits(text: str, chapeau: Ask, start: int, end: int) -> bool:
    """Return whether a clause only allows something: "that the Council may exceed the budget"."""
    if chapeau.strength != "decides" or not english("that opens").match(text) or text.startswith("no ", start):
        return False
    return english("permits").match(text, start, end) is not None and not english("obliges").search(text, start, end)


def _first(context: Context, chapeau: Ask, start: int, end: int) -> Reading:
    """Return the item's own clause: an ask of another, a chapeau for its items, or what the keyword line asks."""
    ask, action = chapeau, start
    that, to = english("that opens").match(context.text), english("to do").match(context.text)
    decides = chapeau.strength == "decides" and not chapeau.addressees
    nested = _nested(context, chapeau, start, end) if not that else None
    if nested is not None:
        ask, action = nested
    elif that or chapeau.lists == "that" or (decides and not to and chapeau.lists in _OF_CLAUSES):
        ask = _subject_acting(context, chapeau, start, end)
    words = context.text[action:end].rstrip()
    if words.endswith(":") and context.has_items:
        modal = english("modal before items").search(words)
        opened = replace(ask, lists="gerund" if modal else ask.lists)
        if modal and not modal.group().startswith("to"):
            return Reading(opened, None, "chapeau")
        return Reading(opened, (action, end))
    return Reading(ask, (action, end))


def _further(context: Context, chapeau: Ask, start: int, end: int) -> list[tuple[int, Reading]]:
    """Return what the speaker asks of others behind its own action (", and to call upon X to act"), each by place."""
    joins = english("also to" if _nested(context, chapeau, start, end) else "and to do")
    places = islice(joins.finditer(context.text, start, end), MOST)
    matches = [(place.start(), *nested) for place in places if (nested := _nested(context, chapeau, place.end(), end))]
    ends = [at for at, _, _ in matches[1:]] + [end]
    return [(at, Reading(ask, (action, stop))) for (at, ask, action), stop in zip(matches, ends, strict=False)]


def _nested(context: Context, chapeau: Ask, start: int, end: int) -> tuple[Ask, int] | None:
    """Return whom the speaker asks by a verb of its own ("to call upon X to act"), and where the action begins."""
    # "The Assembly may wish: (c) To request the Office to ...": the Office is asked.
    ours = chapeau.strength == "commits" or (chapeau.strength == "decides" and not chapeau.addressees)
    hit = hit_at(context.text, "bare", start) or hit_at(context.text, "gerund", start)
    if hit is None or not asks_another(hit.verb) or not (ours or chapeau.verb in _WISHES):
        return None
    operative = Operative(start, hit.start, hit.end, end, hit.verb, "assembly")
    matches = complement(context.text, operative, end)
    if matches.shape != "infinitive":
        return None
    ask = _named(context, hit, *matches.asked)
    if ask is None or names_a_thing(context, operative, matches, [(p.start, p.end) for p in ask.addressees]):
        return None  # "to encourage efforts to act": the speaker's own
    return replace(ask, when=chapeau.when, due_phrase=chapeau.due_phrase), matches.action[0]


def _named(context: Context, hit: Hit, start: int, end: int) -> Ask | None:
    who = context.addressed(start, end)
    return make(context, hit, *who) if certain(who) else None


def _participles(context: Context, start: int, stop: int) -> Iterator[tuple[int, Reading]]:
    """Yield where a participle that asks begins, and what it asks: ", inviting the Sectors to use it"."""
    for hit in hits(context.text, "gerund", start, stop):
        joined = english("joined participle").search(context.text, max(start, hit.start - 6), hit.start)
        if joined is None or "a" not in hit.verb.patterns:
            continue
        to = find_infinitive(context.text, hit.end, min(stop, hit.end + _LONGEST_OPENING))
        if to and (ask := _named(context, hit, hit.end, to[0])):
            yield joined.start(), Reading(ask, (to[1], stop))


def _subject_acting(context: Context, chapeau: Ask, start: int, end: int) -> Ask:
    """Return the subject of a that-clause, where it is a body, or the body whose work the subject is."""
    if chapeau.addressees:
        return chapeau
    if owned := english("owned work").match(context.text, start, end):
        who = context.addressed(*owned.span("who"))
    elif chapeau.strength == "decides":
        who = actors(context, start, end, decides=True)
    else:
        who = context.addressed(*(subject(context, start, end) or (0, 0)))
    if who[0] and not owned:
        who = _who_acts(context, who, end)
    if not certain(who):
        who = context.addressed(*(_subject_after_opening(context, start, end) or (0, 0)))
    if not certain(who):
        # "special action be started by the Secretary-General"
        who = agents(context, start, end, passive=True)
    return asking(context, chapeau, who) if certain(who) else chapeau


def _name_end(context: Context, at: int, end: int) -> int:
    """Return where the names that begin at `at` end, those of the Union's own organs included ("the Union")."""
    stop = names_end(context, at, end)
    match = english("name in capitals").match(context.text, at, end)
    known = match is not None and stop == at and match["name"].lower() in context.names.house
    return match.end() if match and known else stop


def _who_acts(context: Context, who: Who, end: int) -> Who:
    """Return the subject whole ("RAG (the first), TSAG and TDAG, continue"), nobody for part of one ("ITU fairs")."""
    text, last = context.text, who[0][-1][1]
    word = english("next word").match(text, last, end)
    if word and not (word[1] in word_set("behind a subject") or is_verb(word[1])):
        return [], ()
    stop = english("names end").search(text, last, min(end, last + _LONGEST_OPENING))
    return context.addressed(who[0][0][0], stop.start()) if stop and text.startswith(" (", last) else who


def _subject_after_opening(context: Context, start: int, end: int) -> Span | None:
    """Return where a body is named that shall act: behind "based on the review, ", or in a passive."""
    at = start
    for _ in range(_OPENINGS):
        stop = _name_end(context, at, end)
        word = english("next word").match(context.text, stop, end) if stop > at else None
        small = word_set("behind a subject") - {"also", "further"}
        bare = word is not None and word[1] not in small and is_verb(word[1])
        if stop > at and (bare or english("duty after an aside").match(context.text, stop, end)):
            return at, stop
        comma = context.text.find(", ", at, min(end, at + _LONGEST_OPENING))
        if comma < 0 or not (at > start or english("adverbial opens").match(context.text, start)):
            return None
        at = comma + len(", ")
    return None


def unknown(paragraph: Paragraph) -> Ask:
    """Return the ask of an item without a keyword line: its first word is taken for the verb."""
    first = paragraph.text.partition(" ")[0]
    return Ask(
        "instruct", "requests", Phrase(first, 0, len(first), paragraph.id), (), (UNSPECIFIED,),
        lists="keyword", checks=(check("addressees", _MISSING),),
    )  # fmt: skip


def lists_of_verbs(document: Document) -> frozenset[str]:
    """Return the ids of the lists without an opening whose items all begin with something to do."""
    lists: dict[str, list[Paragraph]] = defaultdict(list)
    for paragraph in document.paragraphs:
        if paragraph.kind == "operative" and paragraph.level and not paragraph.parent:
            lists[list_of(paragraph)].append(paragraph)
    return frozenset(ident for ident, items in lists.items() if all(_does(item.text) for item in items))


def list_of(paragraph: Paragraph) -> str:
    """Return the id of the list that an item is in."""
    return paragraph.id.rpartition(".")[0]


def _does(text: str) -> bool:
    match = english("first word of a list").match(text)
    return text.startswith("to ") or (match is not None and (match["word"].endswith("ing") or is_verb(match["word"])))


def lost(above: Ask, siblings: Collection[tuple[str, ...]]) -> Ask:
    """Return what a list without an opening is asked: whom the keyword line, else alone the items above it name."""
    checks = (check("addressees", _MISSING),)
    if above.addressees:
        return replace(above, lists="lost", checks=checks)
    same = set(siblings)
    return replace(above, bodies=same.pop() if len(same) == 1 else (UNSPECIFIED,), lists="lost", checks=checks)


def continue_chapeau(context: Context, chapeau: Ask, stop: int) -> Iterator[Reading]:
    """Yield what the first sentence of a sub-item (up to `stop`) asks in the words of its chapeau."""
    text, keyword = context.text, chapeau.lists in ("keyword", "lost")
    if not keyword and chapeau.strength == "decides" and english("statement of an item").match(text):
        return
    if (own := addressed(context, chapeau, stop)) is not None:
        yield own
        return
    if (start := _start(context, chapeau, stop)) is None:
        return
    query = list(_participles(context, start, stop))
    end = query[0][0] if query else stop
    if _permits(text, chapeau, start, end):
        return
    further = _further(context, chapeau, start, end)
    yield _first(context, chapeau, start, further[0][0] if further else end)
    yield from (reading for _, reading in (*further, *query))


def _start(context: Context, chapeau: Ask, stop: int) -> int | None:
    """Return where the action of an item begins; None when the item is a means, a topic or a content."""
    text, lists = context.text, chapeau.lists
    that = None if lists in ("bare", "gerund") else english("that opens").match(text)
    if lead := english("to do").match(text) or that:
        return lead.end()
    if lists in ("bare", "gerund") or (lists == "to" and context.paragraph.kind == "text"):
        match = english("first word of an item").match(text)
        word = match["word"].lower() if match else ""
        return 0 if word and ((lists == "gerund" and word.endswith("ing")) or is_verb(word)) else None
    place = english("infinitive after a mark").search(text, 0, min(stop, _LONGEST_OPENING))
    if place and english("opening of an item").match(text):
        return place.end()
    clause = english("finite" if lists == "clause" else "clause with a duty").match(text)
    decides = lists in _OF_CLAUSES and chapeau.strength == "decides"
    return 0 if lists in ("that", "lost") or (clause and decides) else None


def read_clauses(context: Context, chapeau: Ask | None) -> Iterator[Reading]:
    """Yield what a paragraph asks: by verbs of its own, or by continuing its chapeau."""
    if context.language != ENGLISH:
        yield from read_foreign(context, chapeau)
        return
    for read in _read_english(context, chapeau):
        yield read
        if chapeau is not None and context.has_items and read.role != "chapeau":
            yield Reading(read.ask, None, "chapeau")


def _read_english(context: Context, chapeau: Ask | None) -> Iterator[Reading]:
    operatives = _operatives(context)
    if chapeau is None:
        yield from _own(context, operatives)
        return
    # A sub-item that begins with a verb of the speaker's ("(a) Requests ...") speaks for itself.
    if operatives and operatives[0].lead == 0 and (operatives[0].subject == "assembly" or operatives[0].subject_at):
        yield from _own(context, operatives)
        return
    first = next(iter(sentences(context.text)), (0, 0))
    continued = list(continue_chapeau(context, chapeau, first[1]))
    yield from continued
    # Further sentences of a sub-item may have verbs of their own ("We will ...").
    yield from _own(
        context, [operative for operative in operatives if operative.start >= first[1]], first[1] if continued else 0
    )


def _operatives(context: Context) -> list[Operative]:
    """Return the verbs by which the speaker speaks, in the past tense where the document reports its session."""
    operatives: list[Operative] = []
    for start, end in sentences(context.text):
        past = context.past or tells_of_session(context.text, start, end, context.sitting)
        operatives += in_sentence(context.text, start, end, past, again=bool(operatives))
    if context.paragraph.kind == "text" and operatives and _of_a_list(context, operatives[0]):
        return operatives[1:]
    return operatives


def _of_a_list(context: Context, first: Operative) -> bool:
    """Return whether the verb that opens running text does not speak: "Encouraging X to act", "Encourage the use"."""
    verb, words = first.verb, context.text[first.start : first.end]
    if verb.gerund and words == verb.gerund.capitalize():
        return not context.paragraph.number
    if first.subject != "we" or first.subject_at or verb.strength == "commits" or "i" in verb.patterns:
        return False
    return all(not read.ask.addressees for read in reading.readings(context, first))


def _own(context: Context, operatives: list[Operative], after: int = 0) -> Iterator[Reading]:
    """Yield what the operative verbs ask, and the passive sentences that begin at `after` or later."""
    shared: list[Reading] = []
    before: Ask | None = None
    last: Reading | None = None
    # Where an operative paragraph goes on, "They should", "The Forum shall" is a detail of what it asks.
    runs = context.paragraph.kind == "text"
    for number, operative in enumerate(operatives):
        following = operatives[number + 1] if number + 1 < len(operatives) else None
        alone = following and not context.text[operative.end : operative.limit].strip()
        if following and alone and operative.verb.asks and not following.verb.asks:
            # "Encourages and commends the efforts to act"
            phrase = context.phrase(operative.start, operative.end)
            operative = replace(operative, end=following.end, limit=following.limit)
            for read in reading.readings(context, operative):
                yield replace(read, ask=replace(read.ask, verb_phrase=phrase))
            continue
        # A statement ends what could share the next verb's complement.
        if not operative.verb.asks:
            shared = []
            continue
        for read in reading.readings(context, operative):
            read = replace(read, ask=same_again(read.ask, before))
            if last and read.action and english("the same work").match(context.text[slice(*read.action)]):
                read = replace(read, ask=same_work(context, read.ask, last))
            before = read.ask if read.ask.addressees else before
            last = read
            if read.role == "shared":
                shared.append(read)
                continue
            # "Calls upon X and invites Y to act": both are asked the same.
            if read.action is not None:
                yield from (replace(other, action=read.action, role="mandate") for other in shared)
                shared = []
            yield read
    # Sentences without such a verb may ask in the passive ("The commissions are invited to ...").
    starts = [operative.start for operative in operatives]
    for start, end in sentences(context.text):
        if start >= after and bisect_left(starts, start) == bisect_left(starts, end):
            for read in reports.sentence(context, start, end, before if runs else None):
                if operatives and not runs and read.ask.verb in ("should", "shall"):
                    continue
                before = read.ask if read.ask.addressees or before is None else before
                yield read
