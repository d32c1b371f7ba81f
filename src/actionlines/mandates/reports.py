"""Asks in running text: recommendations of reports, and what contributions ask for.

Running text mostly tells; it asks in four forms only:
  "It is recommended that the Assembly open a register."
  "The Committee recommends that States publish data.", "We urge States to ...", "I call upon ..."
  "The Secretary-General should open a register."
  "Member States are invited to publish data."
Each must name a body that is asked: "the work should continue" is a view, not a mandate. What a body that
adopts resolutions is said to ask ("The General Assembly requests ...") is told of those resolutions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from actionlines.framework.bodies import UNSPECIFIED
from actionlines.framework.tables import read_table
from actionlines.mandates import passive, reading
from actionlines.mandates.asks import Reading, make
from actionlines.mandates.clause import actors, is_body, names_end, only_names
from actionlines.mandates.context import Context
from actionlines.mandates.infinitive import is_verb
from actionlines.mandates.known import known
from actionlines.mandates.names import head_noun
from actionlines.mandates.sentences import sentences
from actionlines.mandates.split import Operative, in_sentence
from actionlines.mandates.verbs import Hit, hit_at
from actionlines.mandates.words import alternatives, word_set

_ADVERBS = rf"(?:(?:{alternatives('adverb')}|[a-z]+ly),?\s+)*"
# "(a) ", "Recommendation 3: ", "By 2030, ", "To this end, "
_OPENING = re.compile(
    r"(?:\([a-z0-9]{1,4}\)\s+)?(?:Recommendations?(?: [0-9]+(?:\.[0-9]+)*)?\s*[:.–-]\s+)?"
    r"(?:(?:In|To|For|By|At|As|On|With|Within|Therefore|Accordingly|Furthermore|Moreover|Additionally|Finally"
    r"|First|Second|Third|Lastly|Further|Also|Similarly|Likewise|Consequently|Hence|Thus)\b[^,;:.]{0,120},\s+)?"
)
_IT_IS = re.compile(rf"[Ii]t\s+is\s+{_ADVERBS}(?P<verb>{'|'.join(passive.asked('it is'))})\s+that\s*,?\s*")
_SPEAKER = re.compile(rf"(?P<who>We|we|I)\s+{_ADVERBS}")
_BETWEEN = re.compile(rf"(?:,\s[^,;:.]{{1,160}},)?\s+{_ADVERBS}")
_DUTY = re.compile(
    rf"(?:,\s[^,;:.]{{1,160}},)?\s+(?P<verb>{'|'.join(passive.asked('duty'))})\s+(?P<action>(?:not\s+)?"
    rf"{_ADVERBS}(?P<word>[a-z][\w-]*))"
)
# "Member States should:" over items
_ITEMS = re.compile(rf"\s+(?P<verb>{'|'.join(passive.asked('duty'))}):\s*")
# "considers that the Secretary-General should": a view that asks
_VIEW = re.compile(
    rf"{_BETWEEN.pattern}(?:considers?|believes?|trusts?|(?:is|are) of the (?:view|opinion)"
    r"|reiterates?(?: its view)?|stress(?:es)?|emphasizes?)\s+that\s+"
)
_SUCH = re.compile(r"(?:Such|These|This|That)\b")  # "Such mechanisms should": of the kind just told of
# After "should" these tell what is or was, not what to do.
_STATES = frozenset(("have", "be", "already", "also", "then", "know", "mean", "seem", "suffice", "remain"))
_PERMITS = frozenset(("require", "expect", "anticipate", "direct", "demand"))
# A body is said to have asked elsewhere: "in its resolution", "in paragraph 3 of".
_ELSEWHERE = re.compile(
    r"\b(?:in|by|under|pursuant to) (?:its |their |the |General Assembly |Council )?"
    r"(?:resolutions?|decisions?|articles?|paragraphs?|annex|rules?|regulations?)\b"
)


@cache
def _adopting() -> frozenset[str]:
    """Bodies whose asks stand in resolutions of their own."""
    numbered = ("session", "year", "serial-year", "conference", "running")
    rows = read_table("series")
    return frozenset(row["body"] for row in rows if row["numbering"] in numbered and row["body"])


def readings(context: Context) -> Iterator[Reading]:
    """What the sentences of a paragraph of running text ask, in their order."""
    for start, end in sentences(context.text):
        yield from _sentence(context, start, end)


def _sentence(context: Context, start: int, end: int) -> Iterator[Reading]:
    text = context.text
    if text[start:end].rstrip().endswith("?"):
        return
    opening = _OPENING.match(text, start, end)
    at = opening.end() if opening else start
    impersonal = _IT_IS.match(text, at, end)
    if impersonal:
        verb = passive.asked("it is")[impersonal["verb"]]
        yield from _clause(context, start, *impersonal.span("verb"), (impersonal.end(), end), verb.base)
        return
    speaker = _SPEAKER.match(text, at, end)
    if speaker:
        yield from _spoken(context, hit_at(text, "bare", speaker.end()), end)
        return
    stop = names_end(context.names, context.index, text, at, end)
    found = list(_duty(context, at, stop, end)) if stop > at else []
    found = found or list(_told(context, at, max(stop, _speaker_end(text, at, end)), end))
    yield from found or _invited(context, at, end)


def _invited(context: Context, at: int, end: int) -> Iterator[Reading]:
    """A passive that asks, where it is clear who is asked: a capital opens every sentence."""
    for read in passive.readings(context, at, end):
        words = [phrase.text.split()[-1].lower() for phrase in read.ask.addressees]
        if read.ask.bodies != (UNSPECIFIED,) or word_set("speaker") & set(words):
            yield read


_NAME = re.compile(r"(?:The |the )?[A-Z][\w’-]*(?: (?:(?:of|on|for|and|to|in|the) ){0,2}[A-Z][\w’-]*){0,12}")


def _speaker_end(text: str, at: int, end: int) -> int:
    """Where a name in capitals ends whose noun tells that it can speak ("The Inspectors"); 0 if there is
    none."""
    match = _NAME.match(text, at, end)
    if match is None:
        return 0
    name = match.group().removeprefix("The ")
    words = {head_noun(name), name.split()[-1].lower()}
    can = word_set("speaker") | word_set("short name")
    return match.end() if words & can or known(name) else 0


def _clause(
    context: Context, lead: int, start: int, stop: int, action: tuple[int, int], base: str
) -> Iterator[Reading]:
    """`that` + clause about a body that is to act."""
    verb = next(verb for verb in passive.asked("it is").values() if verb.base == base)
    who = only_names(context.names, context.index, context.text, *action)
    spans, bodies = who or actors(context.names, context.index, context.text, *action)
    if spans and is_body(context.names, context.index, context.text, *spans[0]):
        ask = make(context, Operative(lead, start, stop, action[1], verb, "assembly"), spans, bodies)
        if who:
            yield Reading(replace(ask, lists="bare"), None, "chapeau")
        else:
            yield Reading(ask, action)


def _duty(context: Context, at: int, stop: int, end: int) -> Iterator[Reading]:
    """A body that should act."""
    if only := _ITEMS.fullmatch(context.text, stop, end):
        verb = passive.asked("duty")[only["verb"]]
        ask = make(
            context, Operative(at, *only.span("verb"), end, verb, "assembly"), *context.named(at, stop)
        )
        yield Reading(replace(ask, lists="bare"), None, "chapeau")
        return
    match = _DUTY.match(context.text, stop, end)
    if _SUCH.match(context.text, at):
        return
    if not match or match["word"] in _STATES or not is_verb(match["word"]):
        return
    spans, bodies = context.named(at, stop)
    if not spans or bodies == (UNSPECIFIED,):
        return
    verb = passive.asked("duty")[match["verb"]]
    operative = Operative(at, *match.span("verb"), end, verb, "assembly")
    yield Reading(make(context, operative, spans, bodies), (match.start("action"), end))


def _told(context: Context, at: int, stop: int, end: int) -> Iterator[Reading]:
    """A body that recommends, requests or invites in the present tense, or whose view is that another
    should."""
    text = context.text
    if stop <= at or set(context.named(at, stop)[1]) & _adopting():
        return
    view = _VIEW.match(text, stop, end)
    if view:
        last = names_end(context.names, context.index, text, view.end(), end)
        if last > view.end():
            yield from _duty(context, view.end(), last, end)
        return
    between = _BETWEEN.match(text, stop, end)
    if between is None or _ELSEWHERE.search(text, at, between.end()):
        return
    hit = hit_at(text, "third", between.end()) or hit_at(text, "bare", between.end())
    yield from _spoken(context, hit, end)


def _spoken(context: Context, hit: Hit | None, end: int) -> Iterator[Reading]:
    """The ask of a verb that its subject speaks, and those of the verbs joined to it."""
    if hit is None or not _asks(hit):
        return
    found = in_sentence(context.text, hit.start, end) if hit.form == "third" else []
    first = Operative(hit.start, hit.start, hit.end, end, hit.verb, "assembly")
    for operative in found or [first]:
        if operative.verb.asks and "a" in operative.verb.patterns and operative.verb.base not in _PERMITS:
            asked = reading.readings(context, operative)
            yield from (read for read in asked if read.role != "shared" and _somebody(context, read))


def _somebody(context: Context, read: Reading) -> bool:
    """Whether those who are asked are named."""
    first = next(iter(read.ask.addressees), None)
    return first is not None and is_body(context.names, context.index, context.text, first.start, first.end)


def _asks(hit: Hit) -> bool:
    return hit.verb.asks and "a" in hit.verb.patterns and hit.verb.base not in _PERMITS
