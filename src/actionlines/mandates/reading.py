"""Read one operative verb: whom it asks, and the action, or how its sub-items continue it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from actionlines.framework.bodies import UNSPECIFIED
from actionlines.mandates.addressees import members
from actionlines.mandates.clause import Complement, actors, agents, blank, complement, is_body, names_end, only_names
from actionlines.mandates.context import Ask, Context, Lists, Reading, asking, make, own, with_due
from actionlines.mandates.fields import trim
from actionlines.mandates.languages.grammar import english, skip
from actionlines.mandates.names import MEMBER_STATES, Span, head_noun, is_short, known
from actionlines.mandates.split import Operative
from actionlines.mandates.words import Verb, find_infinitive, hit_at, is_gerund_or_infinitive, is_infinitive

_STATE_GROUPS = frozenset((MEMBER_STATES, "governments", "states-parties"))
# A chapeau longer than this asks for something itself.
_BARE_WORDS = 60
_OF_DOING = ("tion", "sion", "ment", "ance", "ence", "ness", "ing")
# Verbs that ask for things as often as of somebody.
_OF_THINGS = frozenset(("call for", "appeal", "expect", "anticipate"))


def read_reaffirmed(context: Context, operative: Operative) -> Iterator[Reading]:
    """Yield mandates of reaffirm, reiterate, renew (patterns "r"), stress and emphasize ("s")."""
    text, start, end = context.text, operative.end, operative.limit
    if operative.verb.patterns == "r":
        # "reaffirms its commitment to VERB"; a noun after it names an instrument or a principle
        if match := english("reaffirmed commitment").match(text, start, end):
            if is_gerund_or_infinitive(text, match.end()):
                yield Reading(replace(own(context, operative), strength="commits"), (match.end(), end))
            return
        if match := english("reaffirmed decision").match(text, start, end):
            ask = own(context, operative)  # bound by it still; "reiterates" asks for it, as elsewhere
            ask = replace(ask, strength="commits") if operative.verb.base == "reaffirm" else ask
            yield Reading(ask, (match.end(), end))
            return
        # "reiterates its request to X to VERB", "reaffirms the call for NOUN"
        if match := english("renewed call").match(text, start, end):
            # Read as the call itself: "requests X to VERB", "calls for NOUN", "recommends that X VERB".
            at, verb = match.end(), replace(operative.verb, patterns="an" if match["link"] == "for" else "a")
            called = replace(operative, end=match.start("link") if match["link"] == "that" else at, verb=verb)
            for read in readings(context, called):
                phrase = context.phrase(operative.start, operative.end)
                yield replace(read, ask=replace(read.ask, verb_phrase=phrase))
            return
        # "reiterates that X are urged to VERB"
        if match := english("urged").match(text, start, end):
            yield Reading(make(context, operative, *context.addressed(*match.span("who"))), (match.end(), end))
            return
    # "stresses that the Department shall VERB"
    match = english("that clause of a stress").match(text, start, end)
    body = _bound(context, match.end(), end) if match else None
    if match and body:
        yield Reading(make(context, operative, *context.addressed(*body)), (match.end(), end))


def _bound(context: Context, start: int, end: int) -> Span | None:
    """Return the span of a body named as the subject of a clause with "shall", "will" or a bare subjunctive."""
    short = english("short name ahead").match(context.text, start, end)
    mention = next(iter(context.names.within(context.index, start, min(end, start + 6))), None)
    stop = mention.end if mention else names_end(context, start, end)
    stop = short.end() if short and stop == start and is_short(short["name"]) else stop
    if stop == start or not set(context.addressed(start, stop)[1]) - _STATE_GROUPS:
        return None
    places = {stop, skip("aside after a name", context.text, stop, end)}
    # "States have a role" lays down no duty
    duty = english("duty of a body" if mention or (short and short.end() == stop) else "shall")
    return (start, stop) if any(duty.match(context.text, place, end) for place in places) else None


def readings(context: Context, operative: Operative) -> Iterator[Reading]:
    """Yield what one operative verb asks; nothing for a statement."""
    if (patterns := operative.verb.patterns) in ("r", "s"):
        yield from read_reaffirmed(context, operative)
        return
    matches = complement(context.text, operative, operative.limit)
    if patterns in ("g", "w"):
        yield from _commitment(context, operative, matches.action)
    elif matches.shape == "that":
        yield from _clause(context, operative, matches)
    elif matches.shape == "noun" and "a" in patterns and _asks_somebody(context, matches.action):
        yield from _asked(context, operative, matches.action)
    elif matches.shape == "noun":
        yield from _noun(context, operative, matches.action)
    else:
        yield from _infinitive(context, operative, matches)


def _infinitive(context: Context, operative: Operative, matches: Complement) -> Iterator[Reading]:
    """Addressee + infinitive, or the bare infinitive of "decide" and "resolve"."""
    text = context.text
    if "i" in operative.verb.patterns:
        if english("filled office").match(text, matches.action[0]):
            return
        ask = _within(context, own(context, operative), matches.action)
    else:
        spans, bodies = context.addressed(*matches.asked)
        if matches.shape == "infinitive" and names_a_thing(context, operative, matches, spans):
            yield from _noun(context, operative, (blank(text, *matches.asked), matches.action[1]))
            return
        ask = make(context, operative, spans, bodies)
    ask = with_due(context, ask, operative.start, matches.action[0], operative.start)
    if matches.shape == "infinitive":
        somebody = ask.addressees and (ask.addressees[0].text[:1].isupper() or ask.bodies != (UNSPECIFIED,))
        gap = _gapped(context, *matches.action) if somebody else None
        if gap is None:
            yield from complete(context, ask, matches.action)
            return
        yield from complete(context, ask, (matches.action[0], gap[0]))
        second = make(context, operative, *context.addressed(gap[1], gap[2]))
        yield from complete(context, second, (gap[2] + len(" to "), matches.action[1]))
        return
    words = text[matches.asked[0] : operative.limit].rstrip()
    if words.endswith(":"):
        yield Reading(replace(ask, lists="bare" if english("to ends").search(words) else "to"), None, "chapeau")
    elif ask.addressees:
        yield Reading(ask, None, "shared")


def asks_another(verb: Verb) -> bool:
    """Return whether an infinitive of a verb asks another body ("decides to invite X", not "to authorize X")."""
    return "a" in verb.patterns and verb.strength != "decides"


def _within(context: Context, ask: Ask, action: Span) -> Ask:
    """Return the ask of a decision that asks somebody: "decides to invite the Chair to speak"."""
    text = context.text
    hit = hit_at(text, "bare", action[0])
    asks = hit is not None and asks_another(hit.verb) and ask.strength == "decides"
    infinitive = find_infinitive(text, hit.end, action[1]) if hit and asks else None
    if hit is None or infinitive is None:
        return ask
    spans, bodies = context.addressed(blank(text, hit.end, infinitive[0]), infinitive[0])
    return asking(context, ask, (spans, bodies)) if spans and is_body(context, *spans[0]) else ask


def _gapped(context: Context, start: int, end: int) -> tuple[int, int, int] | None:
    """(end of the first action, start and end of the second body) where a second body follows with "to"."""
    for match in islice(english("gap before a body").finditer(context.text, start, end), 20):
        for mention in context.names.within(context.index, match.end(), match.end() + 5):
            at = mention.end
            if context.text.startswith(" to ", at) and is_infinitive(context.text, at + 1, at + len(" to "), start):
                return match.start(), match.end(), at
    return None


def _commitment(context: Context, operative: Operative, action: Span) -> Iterator[Reading]:
    """ "We commit to", "We will": the speaker binds itself."""
    words = context.text[action[0] : action[1]].rstrip()
    ask = with_due(context, own(context, operative), operative.start, operative.end, operative.start)
    if words.endswith(":") and (len(words) < _BARE_WORDS):
        lists: Lists = "gerund" if operative.verb.patterns == "g" else "bare"
        if operative.verb.patterns == "w" and not english("open list").search(words):
            lists = ""  # "We will be guided by the following principles:"
        ask = with_due(context, ask, operative.start, operative.limit, operative.start)
        yield Reading(replace(ask, lists=lists), None, "chapeau")
    elif operative.verb.patterns == "w" or commits(context.text, action[0], operative):
        yield from complete(context, ask, action)


def _asks_within(context: Context, operative: Operative, at: int, end: int) -> list[Reading]:
    """Return what a subject is to ask of others: "recommends that the Assembly request the Board to report"."""
    hit = hit_at(context.text, "bare", at + 1)
    if hit is None or not asks_another(hit.verb) or context.text[at] != " ":
        return []
    inner = replace(operative, start=hit.start, end=hit.end, limit=end, verb=hit.verb)
    matches = complement(context.text, inner, end)
    known = matches.shape == "infinitive" and context.addressed(*matches.asked)[1] not in ((), (UNSPECIFIED,))
    return [read for read in readings(context, inner) if read.role != "shared"] if known else []


def _clause(context: Context, operative: Operative, matches: Complement) -> Iterator[Reading]:
    """`that` + clause: its subject is asked, where it is a body; else the agent of its passive."""
    decides = operative.verb.strength == "decides"
    empty = not context.text[slice(*matches.action)].strip()
    if context.has_items and (empty or english("as follows").search(context.text, *matches.action)):
        ask = with_due(context, make(context, operative, [], ()), operative.start, matches.action[0])
        yield Reading(replace(ask, lists="clause"), None, "chapeau")
        return
    if who := only_names(context, *matches.action):
        who = ([], ()) if decides and who[1] == (UNSPECIFIED,) else who
        ask = with_due(context, make(context, operative, *who), operative.start, matches.action[0])
        yield Reading(replace(ask, lists="bare"), None, "chapeau")
        return
    query = actors(context, *matches.action, decides=decides)
    # A body of a report speaks; "Recommends that the Assembly request" of a resolution asks the Assembly.
    runs = context.paragraph.kind == "text" and not decides and context.text[operative.start].islower()
    inner = _asks_within(context, operative, query[0][0][1], matches.action[1]) if query[0] and runs else []
    if inner:
        yield from inner
        return
    ask = with_due(context, make(context, operative, *query), operative.start, matches.action[0])
    yield from complete(context, ask, matches.action)


def _noun(context: Context, operative: Operative, action: Span) -> Iterator[Reading]:
    """Yield a noun phrase; who shall act may be in it ("action by all stakeholders")."""
    if operative.verb.strength == "decides":
        ask = own(context, operative)
    else:
        ask = make(context, operative, *agents(context, *trim(context.text, *action)))
    words = context.text[action[0] : action[1]].rstrip()
    if words.endswith(":") and len(words) < _BARE_WORDS:
        yield Reading(replace(ask, lists="to"), None, "chapeau")
    elif words.strip(" ,;:.") and not words.startswith("without "):
        yield from complete(context, ask, action)


def _asks_somebody(context: Context, span: Span) -> bool:
    """Return whether a noun phrase is nothing but addressees ("Urges Parties and invites others to ...")."""
    wanted = english("for something").search(context.text, *span)
    first = next(iter(members(context.text, span[0], wanted.start() if wanted else span[1])), None)
    return first is not None and first[0] <= span[0] + len("the ") and is_body(context, *first)


def _asked(context: Context, operative: Operative, span: Span) -> Iterator[Reading]:
    """Yield addressees without an infinitive: they share the next verb's, or are asked "for" something."""
    if wanted := english("for something").search(context.text, *span):
        ask = make(context, operative, *context.addressed(span[0], wanted.start()))
        yield Reading(ask, (wanted.end(), span[1]))
    else:
        yield Reading(make(context, operative, *context.addressed(*span)), None, "shared")


def complete(context: Context, ask: Ask, action: Span) -> Iterator[Reading]:
    """Yield a complete action; a chapeau that ends in "to:" or "that:" leaves it to its items."""
    words = context.text[action[0] : action[1]].rstrip()
    if words.endswith(":"):
        lists: Lists = (
            "bare" if english("to ends").search(words) else "that" if english("that ends").search(words) else ""
        )
        if lists == "bare" and english("product for a purpose").match(words):
            lists = ""  # what a product is for
        elif not lists and ask.strength == "commits":
            lists = "gerund"  # "to advance these areas: (a) Encouraging ..."
        yield Reading(replace(ask, lists=lists), None, "chapeau")
        if context.has_items and (lists == "that" or len(words.strip(" :").split()) < 3):
            return
        if lists == "bare" or english("only a list").fullmatch(words):
            return
    yield Reading(ask, action)


def names_a_thing(context: Context, operative: Operative, matches: Complement, spans: Sequence[Span]) -> bool:
    """Return whether the words before the infinitive are what is asked ("efforts to ..."), not who is asked."""
    at = blank(context.text, *matches.asked)
    if not spans:
        return at < matches.asked[1]
    somebody = is_body(context, *spans[0])
    words = context.text[slice(*spans[0])]
    # "improved mechanisms" are asked for, not asked: no more may be in a group than what tells which
    improved = words.islower() and english("better").match(words) and not known(words)
    if operative.verb.base in _OF_THINGS and (improved or not somebody):
        return True
    if english("doing").match(context.text, at, matches.asked[1]) and not (somebody and len(spans) > 1):
        return True  # "partners and other initiatives" are somebody all the same
    if somebody:
        return False
    if english("gerund").match(context.text, at, matches.asked[1]):
        return True  # "encourages exploring ..."
    name = english("preposition of a thing").split(context.text[slice(*spans[0])])[0]
    return name.islower() and not known(name) and head_noun(name).endswith(_OF_DOING)


def commits(text: str, at: int, operative: Operative) -> bool:
    """Return whether "committed to" is followed by something to do rather than by an instrument or principle."""
    if is_gerund_or_infinitive(text, at):
        return True
    return operative.verb.base == "commit" and english("committed thing").match(text, at) is not None
