"""Read one operative verb: whom it asks, and the action, or how its sub-items continue it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from actionlines.framework.bodies import UNSPECIFIED
from actionlines.lazily import expression
from actionlines.mandates.addressees import members
from actionlines.mandates.clause import (
    Complement,
    actors,
    agents,
    blank,
    complement,
    is_body,
    names_end,
    only_names,
)
from actionlines.mandates.context import Ask, Context, Lists, Reading, make, own, with_due
from actionlines.mandates.fields import trim
from actionlines.mandates.names import MEMBER_STATES, Span, head_noun, is_short, known
from actionlines.mandates.split import Operative
from actionlines.mandates.words import (
    Verb,
    alternatives,
    find_infinitive,
    hit_at,
    is_gerund_or_infinitive,
    is_infinitive,
    is_verb,
)

_MANNER = r"\s+(?:with (?:[a-z]+ ){1,2})?"  # "reiterates with concern its request"
_COMMITMENT = expression(
    _MANNER + r"(?:its|our|their|the)\s+(?:[a-z-]+,?\s+(?:and\s+)?){0,4}?"
    r"(?:commitments?|determination|resolve|pledge|readiness|willingness"
    r"|resolution)(?:,\s*[^;:]{1,160}?,|\s+(?:at|in|contained in"
    r"|made in|expressed in|set out in)\s[^,;:]{1,100}?)?\s+to\s+"
)
# "reiterates its decision to address the issue": decided again
_DECISION = expression(
    _MANNER + r"(?:its|our|the)\s+(?:[a-z-]+\s+){0,2}?decisions?(?:,[^,;]{1,120},)?\s+to\s+"
)
_CALL = expression(
    _MANNER + r"(?:its|our|the|their)\s+(?:[a-z-]+\s+){0,3}?"
    r"(?:request|call|invitation|appeal|recommendation|demand|encouragement)s?\b"
    r"(?:,?\s+(?:made|contained|set out|expressed|addressed|in|by|of|as)\b[^;]{0,400}?(?:\d|,|\)))?"
    r"\s+(?P<link>to|upon|on|for|that)\s+"
)
_URGED = expression(
    r"\s+that\s+(?P<who>[^;:]{3,300}?)\s+(?:are|is)\s+(?:[a-z]+ly\s+|also\s+|hereby\s+)*"
    r"(?:urged|requested|invited|encouraged|called upon|required)\s+to\s+"
)
_THAT_CLAUSE = expression(r",?\s*(?:[^,;:]{1,80},\s*)?that\s+")
_SHORT_NAME = expression(r"(?:the )?(?P<name>[A-Z][\w-]*(?: [A-Z][\w-]*)?)")
_ASIDE = expression(r"(?:\s+of the Secretariat)?(?:,\s*[^;:]{1,200}?,)?")
_DUTY = expression(
    r"\s+(?:shall|will)\b|(?:\s+not)?\s+(?:be|continue|remain|ensure|take|have|make|provide|report"
    r"|submit|maintain)\b"
)


_SHALL = expression(r"\s+shall\b")
_STATE_GROUPS = frozenset((MEMBER_STATES, "governments", "states-parties"))


def read_reaffirmed(context: Context, operative: Operative) -> Iterator[Reading]:
    """Yield mandates of reaffirm, reiterate, renew (patterns "r"), stress and emphasize ("s")."""
    text, start, end = context.text, operative.end, operative.limit
    if operative.verb.patterns == "r":
        # "reaffirms its commitment to VERB"; a noun after it names an instrument or a principle
        match = _COMMITMENT.match(text, start, end)
        if match:
            if is_gerund_or_infinitive(text, match.end()):
                yield Reading(replace(own(context, operative), strength="commits"), (match.end(), end))
            return
        match = _DECISION.match(text, start, end)
        if match and is_verb(text[match.end() : end].split(" ", 1)[0]):
            ask = own(context, operative)  # bound by it still; "reiterates" asks for it, as elsewhere
            ask = replace(ask, strength="commits") if operative.verb.base == "reaffirm" else ask
            yield Reading(ask, (match.end(), end))
            return
        # "reiterates its request to X to VERB", "reaffirms the call for NOUN"
        match = _CALL.match(text, start, end)
        if match:
            yield from _read_renewed_call(context, operative, match["link"], match.end())
            return
        # "reiterates that X are urged to VERB"
        match = _URGED.match(text, start, end)
        if match:
            yield Reading(make(context, operative, *context.named(*match.span("who"))), (match.end(), end))
            return
    # "stresses that the Department shall VERB"
    match = _THAT_CLAUSE.match(text, start, end)
    body = _bound(context, match.end(), end) if match else None
    if match and body:
        yield Reading(make(context, operative, *context.named(*body)), (match.end(), end))


def _read_renewed_call(context: Context, operative: Operative, link: str, at: int) -> Iterator[Reading]:
    text, end = context.text, operative.limit
    to = find_infinitive(text, at, end)
    if link == "that":
        asked = actors(context, at, end)
        yield Reading(make(context, operative, *asked), (at, end))
    elif link == "for" and to is None:
        yield Reading(make(context, operative, [], ()), (at, end))
    elif to is None:
        if link == "to" and is_verb(text[at:end].split(" ", 1)[0]):
            yield Reading(make(context, operative, [], ()), (at, end))
        elif text[at:end].rstrip().endswith(":"):
            yield Reading(
                replace(make(context, operative, *context.named(at, end)), lists="to"), None, "chapeau"
            )
    else:
        spans, bodies = context.named(at, to[0])
        if link == "for" and not _for_body(context, at, to[0], spans, bodies):
            yield Reading(make(context, operative, [], ()), (at, end))
            return
        action = to[0] - 4 if text[to[0] - 4 : to[0]] == "not " else to[1]
        ask = make(context, operative, spans, bodies)
        yield Reading(with_due(context, ask, at, to[0]), (action, end))


def _for_body(context: Context, at: int, to: int, spans: list[Span], bodies: tuple[str, ...]) -> bool:
    """Whether "the call for X to act" asks X: a known body, or one by its short name alone ("the Centre")."""
    if not spans or to > at + 300:
        return False
    if not is_body(context, *spans[0], by_capital=False):
        alone = len(spans) == 1 and spans[0][1] >= to - 1
        surface = context.text[slice(*spans[0])]
        return alone and surface[:1].isupper() and is_short(surface)
    return UNSPECIFIED not in bodies


def _bound(context: Context, start: int, end: int) -> Span | None:
    """Return the span of a body named as the subject of a clause with "shall", "will" or a bare subjunctive."""
    short = _SHORT_NAME.match(context.text, start, end)
    mention = next(iter(context.names.within(context.index, start, min(end, start + 6))), None)
    stop = mention.end if mention else names_end(context, start, end)
    stop = short.end() if short and stop == start and is_short(short["name"]) else stop
    if stop == start or not set(context.named(start, stop)[1]) - _STATE_GROUPS:
        return None
    aside = _ASIDE.match(context.text, stop, end)
    places = {stop, aside.end() if aside else stop}
    duty = (
        _DUTY if mention or (short and short.end() == stop) else _SHALL
    )  # "States have a role" lays down no duty
    return (start, stop) if any(duty.match(context.text, place, end) for place in places) else None


_TITLE = r"(?:(?:Mr|Ms|Mrs|Dr|Messrs|Mmes|H\.E)\.?|Her Excellency|His Excellency|Sir|Dame|Professor|Judge)"
# States and persons that are put into an office.
_FILLED = expression(
    rf"(?:re-?)?(?:appoint|elect)s?,? (?:[a-z, ]{{0,40}})?(?:{_TITLE} |the following\b|(?:the )?[A-ZÀ-Þ]{{4,}}\b"
    r"|(?:the )?[A-Z][^;]{2,300}? as (?:a )?(?:[a-z]+ ){0,2}(?:members?|judges?)\b)"
)


# "calls upon the Movement for technical support": something is asked for without an infinitive.
_FOR = expression(r" for (?!(?:the |their |its )?(?:Human|Development|Africa|Europe|Asia|the))")
_TO = expression(r"\bto:$")
_THAT = expression(r"\b(?:that|shall|will):$")
# "We will:", "We will, by 2030:", "We will take steps to:", "We will take the following actions:"
_ADVERBIAL = (
    r"(?:(?:by|before|until|no later than|not later than|within|between|from) [^:;,]{1,60}|in particular"
    r"|in (?:this|that) (?:regard|respect)|to (?:this|that) end|inter alia|[a-z]+ly|together)"
)
_OPEN_LIST = expression(
    rf"^(?:,? ?{_ADVERBIAL}){{0,3}},? ?:$|\bto:$|\bfollowing (?:[a-z]+ )?(?:actions|commitments|steps|measures):$"
)
# "decides that:", "that the arrangements will be as follows:": the sentences beneath say what.
_AS_FOLLOWS = expression(r"(?:(?<=that)|\b(?:shall|will|should) be as follows)\s*:\s*$")
# "such acts include:"
_ONLY_A_LIST = expression(r"(?:[a-z-]+ ){1,3}(?:include|comprise|are):")
# A chapeau longer than this asks for something itself.
_BARE_WORDS = 60


def readings(context: Context, operative: Operative) -> Iterator[Reading]:
    """Yield what one operative verb asks; nothing for a statement."""
    patterns = operative.verb.patterns
    if patterns in ("r", "s"):
        yield from read_reaffirmed(context, operative)
        return
    found = complement(context.text, operative, operative.limit)
    if patterns in ("g", "w"):
        yield from _commitment(context, operative, found.action)
    elif found.shape == "that":
        yield from _clause(context, operative, found)
    elif found.shape == "noun" and "a" in patterns and _asks_somebody(context, found.action):
        yield from _asked(context, operative, found.action)
    elif found.shape == "noun":
        yield from _noun(context, operative, found.action)
    else:
        yield from _infinitive(context, operative, found)


def _infinitive(context: Context, operative: Operative, found: Complement) -> Iterator[Reading]:
    """Addressee + infinitive, or the bare infinitive of "decide" and "resolve"."""
    text = context.text
    if "i" in operative.verb.patterns:
        if _FILLED.match(text, found.action[0]):
            return
        ask = _within(context, own(context, operative), found.action)
    else:
        spans, bodies = context.named(*found.asked)
        if found.shape == "infinitive" and names_a_thing(context, operative, found, spans):
            yield from _noun(context, operative, (blank(text, *found.asked), found.action[1]))
            return
        ask = make(context, operative, spans, bodies)
    ask = with_due(context, ask, operative.start, found.action[0], operative.start)
    if found.shape == "infinitive":
        gap = _gapped(context, *found.action) if _known_somebody(ask) else None
        if gap is None:
            yield from complete(context, ask, found.action)
            return
        yield from complete(context, ask, (found.action[0], gap[0]))
        second = make(context, operative, *context.named(gap[1], gap[2]))
        yield from complete(context, second, (gap[2] + len(" to "), found.action[1]))
        return
    words = text[found.asked[0] : operative.limit].rstrip()
    if words.endswith(":"):
        yield Reading(replace(ask, lists="bare" if _TO.search(words) else "to"), None, "chapeau")
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
    spans, bodies = context.named(blank(text, hit.end, infinitive[0]), infinitive[0])
    if not spans or not is_body(context, *spans[0]):
        return ask
    known = tuple(dict.fromkeys(body for body in bodies if body != UNSPECIFIED))
    phrases = tuple(context.phrase(*span) for span in spans)
    return replace(ask, addressees=phrases, bodies=known or (UNSPECIFIED,))


# "invites the Council to meet, and the Bank to report": the verb is understood.
_GAP = expression(r",? and (?:for |upon |on )?(?=the [A-Z])")


def _known_somebody(ask: Ask) -> bool:
    named = bool(ask.addressees) and ask.addressees[0].text[:1].isupper()
    return named or (bool(ask.addressees) and ask.bodies != (UNSPECIFIED,))


def _gapped(context: Context, start: int, end: int) -> tuple[int, int, int] | None:
    """(end of the first action, start and end of the second body) where a second body follows with "to"."""
    for match in islice(_GAP.finditer(context.text, start, end), 20):
        for mention in context.names.within(context.index, match.end(), match.end() + 5):
            at = mention.end
            if context.text.startswith(" to ", at) and is_infinitive(
                context.text, at + 1, at + len(" to "), start
            ):
                return match.start(), match.end(), at
    return None


def _commitment(context: Context, operative: Operative, action: Span) -> Iterator[Reading]:
    """ "We commit to", "We will": the speaker binds itself."""
    words = context.text[action[0] : action[1]].rstrip()
    ask = with_due(context, own(context, operative), operative.start, operative.end, operative.start)
    if words.endswith(":") and (len(words) < _BARE_WORDS):
        lists: Lists = "gerund" if operative.verb.patterns == "g" else "bare"
        if operative.verb.patterns == "w" and not _OPEN_LIST.search(words):
            lists = ""  # "We will be guided by the following principles:"
        ask = with_due(context, ask, operative.start, operative.limit, operative.start)
        yield Reading(replace(ask, lists=lists), None, "chapeau")
    elif operative.verb.patterns == "w" or commits(context.text, action[0], operative):
        yield from complete(context, ask, action)


def _asks_within(context: Context, operative: Operative, at: int, end: int) -> list[Reading]:
    """Return what the subject of a clause is to ask of others: "recommends that the Assembly request the
    Secretary-General to report".
    """
    hit = hit_at(context.text, "bare", at + 1)
    if hit is None or not asks_another(hit.verb) or context.text[at] != " ":
        return []
    inner = replace(operative, start=hit.start, end=hit.end, limit=end, verb=hit.verb)
    found = complement(context.text, inner, end)
    known = found.shape == "infinitive" and context.named(*found.asked)[1] not in ((), (UNSPECIFIED,))
    return [read for read in readings(context, inner) if read.role != "shared"] if known else []


def _clause(context: Context, operative: Operative, found: Complement) -> Iterator[Reading]:
    """`that` + clause: its subject is asked, where it is a body; else the agent of its passive."""
    decides = operative.verb.strength == "decides"
    empty = not context.text[slice(*found.action)].strip()
    if context.has_items and (empty or _AS_FOLLOWS.search(context.text, *found.action)):
        ask = with_due(context, make(context, operative, [], ()), operative.start, found.action[0])
        yield Reading(replace(ask, lists="clause"), None, "chapeau")
        return
    who = only_names(context, *found.action)
    if who:
        who = ([], ()) if decides and who[1] == (UNSPECIFIED,) else who
        ask = with_due(context, make(context, operative, *who), operative.start, found.action[0])
        yield Reading(replace(ask, lists="bare"), None, "chapeau")
        return
    asked = actors(context, *found.action, decides=decides)
    # A body of a report speaks; "Recommends that the Assembly request" of a resolution asks the Assembly.
    runs = context.paragraph.kind == "text" and not decides and context.text[operative.start].islower()
    inner = _asks_within(context, operative, asked[0][0][1], found.action[1]) if asked[0] and runs else []
    if inner:
        yield from inner
        return
    ask = with_due(context, make(context, operative, *asked), operative.start, found.action[0])
    yield from complete(context, ask, found.action)


def _noun(context: Context, operative: Operative, action: Span) -> Iterator[Reading]:
    """Yield a noun phrase; who shall act may stand in it ("action by all stakeholders")."""
    if operative.verb.strength == "decides":
        ask = own(context, operative)
    else:
        within = trim(context.text, *action)
        ask = make(context, operative, *agents(context, *within))
    words = context.text[action[0] : action[1]].rstrip()
    if words.endswith(":") and len(words) < _BARE_WORDS:
        yield Reading(replace(ask, lists="to"), None, "chapeau")
    elif words.strip(" ,;:.") and not words.startswith("without "):
        yield from complete(context, ask, action)


def _asks_somebody(context: Context, span: Span) -> bool:
    """Return whether a noun phrase is nothing but addressees ("Urges Parties and invites others to ...")."""
    wanted = _FOR.search(context.text, *span)
    first = next(iter(members(context.text, span[0], wanted.start() if wanted else span[1])), None)
    if first is None or first[0] > span[0] + len("the "):
        return False
    return is_body(context, *first)


def _asked(context: Context, operative: Operative, span: Span) -> Iterator[Reading]:
    """Yield addressees without an infinitive: they share the next verb's, or are asked "for" something."""
    wanted = _FOR.search(context.text, *span)
    if wanted:
        ask = make(context, operative, *context.named(span[0], wanted.start()))
        yield Reading(ask, (wanted.end(), span[1]))
    else:
        yield Reading(make(context, operative, *context.named(*span)), None, "shared")


# "establish a group, ..., to produce a kit on wells to:"
_PRODUCT = expression(r".{40,},? to [a-z]+ (?:an?|the) .{10,} to:$")


def complete(context: Context, ask: Ask, action: Span) -> Iterator[Reading]:
    """Yield a complete action; a chapeau that ends in "to:" or "that:" leaves it to its items."""
    words = context.text[action[0] : action[1]].rstrip()
    if words.endswith(":"):
        lists: Lists = "bare" if _TO.search(words) else "that" if _THAT.search(words) else ""
        if lists == "bare" and _PRODUCT.match(words):
            lists = ""  # what a product is for
        elif not lists and ask.strength == "commits":
            lists = "gerund"  # "to advance these areas: (a) Encouraging ..."
        yield Reading(replace(ask, lists=lists), None, "chapeau")
        if context.has_items and (lists == "that" or len(words.strip(" :").split()) < 3):
            return
        if lists == "bare" or _ONLY_A_LIST.fullmatch(words):
            return
    yield Reading(ask, action)


_ADJECTIVES = (
    r"(?:the\s+)?(?:(?!(?:in|of|with|by|for|on|at|to|from|through|as|within|that|and|while|when|where|who"
    r"|which|are|is)\b)(?:[a-z’-]+|[A-Z][a-z]+-[a-z]+)(?:,| and|, and)?\s+){0,8}?"
)
_DOING = expression(
    rf"{_ADJECTIVES}(?:{alternatives('noun of doing')})"
    r"(?=\s+(?:to|of|by|in|on|for|with|among|between|aimed|from|at|towards|within|through|into)\b|,|\s*$)"
)
_GERUND = expression(r"[a-z]+ing\b")
_OF_DOING = ("tion", "sion", "ment", "ance", "ence", "ness", "ing")
_PREPOSITION = expression(r" (?:of|on|for|to|in|by|with|among|between|dealing|working|operating)\b")
_COMMITTED = expression(
    rf"(?:the\s+)?(?:[a-z-]+\s+(?:and\s+)?){{0,3}}?(?:{alternatives('committed noun')})\b"
)
# Verbs that ask for things as often as of somebody.
_OF_THINGS = frozenset(("call for", "appeal", "expect", "anticipate"))


def names_a_thing(context: Context, operative: Operative, found: Complement, spans: Sequence[Span]) -> bool:
    """Return whether the words before the infinitive are what is asked ("efforts to ..."), not who is asked."""
    at = blank(context.text, *found.asked)
    if not spans:
        return at < found.asked[1]
    somebody = is_body(context, *spans[0])
    if operative.verb.base in _OF_THINGS and not (somebody and _plainly(context, *spans[0])):
        return True
    if _DOING.match(context.text, at, found.asked[1]) and not (somebody and len(spans) > 1):
        return True  # "partners and other initiatives" are somebody all the same
    if somebody:
        return False
    if _GERUND.match(context.text, at, found.asked[1]):
        return True  # "encourages exploring ..."
    name = _PREPOSITION.split(context.text[slice(*spans[0])])[0]
    return name.islower() and not known(name) and head_noun(name).endswith(_OF_DOING)


def _plainly(context: Context, start: int, end: int) -> bool:
    """Return whether words are a name, or a group with no more than what tells which ("improved mechanisms" are
    asked for, not asked).
    """
    words = context.text[start:end]
    return not (words.islower() and _BETTER.match(words)) or bool(known(words))


_BETTER = expression(
    r"(?:an? |the )?(?:(?:more|further|much) )?(?:improved|better|stronger|strengthened|enhanced|increased"
    r"|greater|new|additional|renewed|reformed|effective|efficient|robust|innovative|adequate|reliable)\b"
)


def commits(text: str, at: int, operative: Operative) -> bool:
    """Return whether "committed to" is followed by something to do rather than by an instrument or principle."""
    if is_gerund_or_infinitive(text, at):
        return True
    return operative.verb.base == "commit" and _COMMITTED.match(text, at) is not None
