"""Asks in running text: recommendations of reports, and what contributions propose.

Running text mostly tells. It asks in these forms:
  "It is recommended that the Assembly open a register."
  "The Committee recommends that States publish data.", "OIOS recommended that ...", "We urge States to ..."
  "The Secretary-General should open a register.", "The Assembly may wish to ..."
  "Member States are invited to publish data."
  "The Office will publish data." under conclusions; "Members continue to publish data." under proposals
Each but the first must name who is asked: "the work should continue" is a view, not a mandate. What a body that
adopts resolutions is said to ask ("The General Assembly requests ...") is an account of those resolutions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from actionlines.framework.bodies import UNSPECIFIED
from actionlines.framework.tables import read_table
from actionlines.lazily import expression
from actionlines.mandates import reading
from actionlines.mandates.addressees import members
from actionlines.mandates.clause import actors, is_body, names_end, only_names
from actionlines.mandates.context import Ask, Context, Reading, make, with_due
from actionlines.mandates.languages.grammar import english, skip
from actionlines.mandates.model import Check, check
from actionlines.mandates.names import Span, is_organ, known
from actionlines.mandates.split import Operative, end_of_speaker, in_sentence
from actionlines.mandates.words import DATA, Hit, Verb, hit_at, is_verb, word_set

_FAR = 600  # characters from the beginning of a sentence
_DETERMINER = 4  # "The "
_FURTHER = {"duty": "promise", "passive": "forecast"}  # forms of a shape that tell what will be
_PERMITS = frozenset(("require", "expect", "anticipate", "direct", "demand"))
# Verbs that recommend also where nobody is named ("recommends against the establishment of the post").
_OF_THINGS = frozenset(("recommend", "propose", "trust"))
_MOST = 24  # joints looked at in a sentence
_CONCLUDING = ("conclusions", "proposals")
_NEAR = 160  # characters of the subject of a joined clause
_NESTED = frozenset(("request", "invite", "call upon", "call on", "urge", "instruct", "ask"))
_NEXT_WORD = expression(r"[a-z]+")
_PAST = ("agreed", "decided", "pledged", "undertook", "committed", "committed itself", "committed themselves")
_DECIDES = ("decided", "decides", "decide")
_TO_DO = expression(r"To (?=[a-z])")


@cache
def asked(shape: str) -> dict[str, Verb]:
    """Verbs by the form that carries the ask (`data/asked.csv`).

    The shapes: "passive" and "forecast" participles, those of "it is recommended that" ("it is"), the
    auxiliaries of duty, wish and promise, what a body says ("told", "told past", "agreed").
    """
    rows = (row for row in read_table("asked", DATA) if row["shape"] == shape)
    return {row["form"]: Verb(row["base"], "", "", "", row["strength"], "at") for row in rows}


@dataclass(frozen=True, slots=True)
class Predicate:
    """A predicate: `lead` is where its words begin, the verb at start..end, what is asked from `action` on.

    `items`: what is asked is in the items below.
    """

    shape: str
    verb: Verb
    lead: int
    start: int
    end: int
    action: int
    items: bool = False


def predicate_at(text: str, at: int, end: int) -> Predicate | None:
    """Return the predicate whose words begin at `at`, else None."""
    for shape in ("duty", "wish", "passive"):
        if (match := english(f"predicate of {shape}").match(text, at, end)) is None:
            continue
        items = text.startswith(":", match.end()) and not text[match.end() + 1 : end].strip()
        further = _FURTHER.get(shape, shape)
        kind = further if match["verb"] in asked(further) else shape
        matches = Predicate(kind, asked(kind)[match["verb"]], at, *match.span("verb"), match.end(), items)
        if items or _does(text, matches, end):
            return matches
    return None


def _does(text: str, predicate: Predicate, end: int) -> bool:
    """Return whether what follows is something that one does."""
    if (match := english("word of a predicate").match(text, predicate.action, end)) is None:
        return False
    if predicate.shape in ("duty", "promise") and match["word"] in word_set("state"):
        return english("be disposed").match(text, match.start("word"), end) is not None
    return is_verb(match["word"])


def predicates(text: str, start: int, end: int) -> Iterator[Predicate]:
    """Yield the predicates of start..end that may have a subject before them, near its beginning."""
    for match in english("predicate starts").finditer(text, start, min(end, start + _FAR)):
        if matches := predicate_at(text, match.start(), end):
            yield matches


@dataclass(frozen=True, slots=True)
class Subject:
    """Those who are asked: their words, their bodies, and what a person should check."""

    spans: tuple[Span, ...]
    bodies: tuple[str, ...]
    checks: tuple[Check, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.spans)


NOBODY = Subject((), ())


def subject(context: Context, start: int, end: int, before: Ask | None) -> Subject:
    """Return who the words at start..end name, where they name somebody and are the subject of a sentence."""
    text = context.text
    start += len(text[start:end]) - len(text[start:end].lstrip())
    words = text[start:end].rstrip(" ,")
    end = start + len(words)
    if english("pronoun alone").match(words):
        return _back(context, start, end, before)
    head = english("relative word").split(words, maxsplit=1)[0]
    if english("clause before a subject").search(head) or english("one of many").match(words):
        return NOBODY
    low, high = next(iter(members(text, start, end)), (end + _FAR, end))
    high = low + len(english("relative word").split(text[low:high], maxsplit=1)[0])
    if low > start + _DETERMINER or not (is_body(context, low, high, by_capital=False) or organ(context, low, high)):
        return NOBODY
    spans, bodies = context.addressed(start, end)
    return Subject(tuple(spans), bodies or (UNSPECIFIED,))


def organ(context: Context, start: int, end: int) -> bool:
    """Return whether words are a name in capitals that is built on a noun for an organ; one word needs "the"."""
    words = context.text[start:end]
    if context.names.defined(words):
        return True
    named = english("name of a subject").match(words)
    if named is None or (named.end() < len(words) and words[named.end() :][:4] not in (" of ", " for", " on ", " and")):
        return False
    determined = context.text[max(0, start - 4) : start].lower() == "the "
    return is_organ(words) and (determined or " " in words)


def _back(context: Context, start: int, end: int, before: Ask | None) -> Subject:
    """Return what a pronoun points back to: those who were asked last. Several fit, or none: left open."""
    word = context.text[start:end].lower().removeprefix("the ")
    span = (end - len(word), end)
    if before is None:
        return NOBODY
    several = len(before.addressees) > 1 or len(before.bodies) > 1
    if word in ("former", "latter") and len(before.addressees) == len(before.bodies) > 1:
        return Subject((span,), (before.bodies[0 if word == "former" else -1],))
    if word in ("former", "latter") or (word == "it" and several):
        return Subject((span,), (UNSPECIFIED,), (check("addressees", "points-back"),))
    return Subject((span,), before.bodies)


def speaker_end(context: Context, at: int, end: int) -> int:
    """Return where a name ends whose noun tells that it can speak ("The Inspectors"); 0 if there is none."""
    text = context.text
    match = english("name of a subject").match(text, at, end)
    if match is None or english("one of many").match(text, at):
        return 0
    begins = at + (4 if text[at : at + 4].lower() == "the " else 0)
    stop = match.end()
    words = text[begins:stop]
    return stop if organ(context, begins, stop) or known(words) or is_organ(words) else 0


@cache
def adopting() -> frozenset[str]:
    """Return bodies whose asks are in resolutions of their own."""
    numbered = ("session", "year", "serial-year", "conference", "running")
    rows = read_table("series")
    return frozenset(row["body"] for row in rows if row["numbering"] in numbered and row["body"])


def sentence(context: Context, start: int, end: int, before: Ask | None = None) -> Iterator[Reading]:
    """Yield what one sentence asks; `before` is the ask that pronouns point back to."""
    text = context.text
    if text[start:end].rstrip().endswith("?"):
        return
    at = skip("opening of a report", text, start, end)
    at = skip("rests on", text, start, end) if at == start else at
    if context.section == "proposals" and _TO_DO.match(text, start, end):
        yield from _proposed(context, start, end, before)
        return
    if impersonal := english("it is asked").match(text, at, end):
        yield from _impersonal(context, impersonal, end)
        return
    if speaker := english("speaker of a report").match(text, at, end):
        yield from _spoken_by_us(context, speaker.end(), end)
        return
    readings = list(_asked_of(context, at, end, before))
    readings = readings or list(_told(context, start, at, end, before))
    if not readings and context.section == "proposals":
        readings = list(_proposed(context, at, end, before))
    if not readings and context.section in _CONCLUDING:
        readings = list(_imperative(context, start, end))
    yield from readings


def _spoken_by_us(context: Context, at: int, end: int) -> Iterator[Reading]:
    """ "I recommend that ..., and I urge donors to ...": each verb with its own action."""
    text, speaks = context.text, english("speaker of a report").match
    joints = english("joint of clauses").finditer(text, at, end)
    spoken_of = ((joint.start(), again.end()) for joint in joints if (again := speaks(text, joint.end() + 1, end)))
    asks = (pair for pair in spoken_of if (hit := hit_at(text, "bare", pair[1])) and _asks(hit))
    stop, following = next(asks, (end, 0))
    yield from _spoken(context, hit_at(text, "bare", at), stop)
    if following:
        yield from _spoken_by_us(context, following, end)


def _impersonal(context: Context, match: re.Match[str], end: int) -> Iterator[Reading]:
    """ "It is recommended that" + clause, + items, or an infinitive."""
    hit = Hit(*match.span("verb"), asked("it is")[match["verb"]], "past")
    at = match.end()
    if match["that"].rstrip().endswith(":"):
        yield Reading(replace(make(context, hit, [], ()), lists="that"), None, "chapeau")
    elif match["that"].startswith("to"):
        yield Reading(make(context, hit, [], ()), (at, end))
    elif who := only_names(context, at, end):
        yield Reading(replace(make(context, hit, *who), lists="bare"), None, "chapeau")
    else:
        who = actors(context, at, end)
        # An organ of the paper's own may act.
        stop = 0 if who[0] else speaker_end(context, at, end)
        who = context.addressed(at, stop) if stop > at and context.text[stop : stop + 1] in " ," else who
        if not who[0] and " was " in match.group():
            return  # "It was suggested that wells should be deeper": a view in a debate
        yield from reading.complete(context, with_due(context, make(context, hit, *who), hit.end, at), (at, end))


def _asked_of(context: Context, at: int, end: int, before: Ask | None) -> Iterator[Reading]:
    """Yield those who should, may wish to, are requested to, will; and the predicates joined to the first."""
    text = context.text
    for matches in predicates(text, at, end):
        if (who := subject(context, at, matches.lead, before)) and _asks_here(context, matches, who):
            yield from _chain(context, matches, who, end)
            return


def _asks_here(context: Context, predicate: Predicate, who: Subject) -> bool:
    """Return whether a predicate asks there: "will" in conclusions, "shall" of an annex where it binds Parties."""
    if predicate.shape in ("promise", "forecast"):
        return context.section in _CONCLUDING
    rules = context.paragraph.kind == "annex" and predicate.verb.base == "shall" and context.section != "terms"
    return not rules or bool({"member-states", "states-parties"} & set(who.bodies))


def _chain(context: Context, predicate: Predicate, who: Subject, end: int) -> Iterator[Reading]:
    while True:
        phrases = tuple(context.phrase(*span) for span in who.spans)
        before = Ask("", "requests", context.phrase(0, 0), phrases, who.bodies)
        following = _following(context, predicate.action, end, before)
        stop = following[0] if following else end
        yield from _one(context, predicate, who, stop)
        if following is None:
            return
        predicate, who = following[1], following[2] or who


def _following(context: Context, at: int, end: int, before: Ask) -> tuple[int, Predicate, Subject] | None:
    """The next predicate of the sentence: where its joint begins, what it is, and whose, if that is said."""
    text = context.text
    for joint in islice(english("joint of clauses").finditer(text, at, end), _MOST):
        if matches := predicate_at(text, joint.end(), end):
            return joint.start(), matches, NOBODY
        carried = english("carried on").match(text, joint.end(), end)
        matches = predicate_at(text, carried.end(), end) if carried else None
        if carried and matches:
            return joint.start(), matches, subject(context, *carried.span("who"), before)
        begins = joint.end() + 1
        if text[begins : begins + 4] == "the " or text[begins : begins + 1].isupper():
            for own in predicates(text, begins, min(end, begins + _NEAR)):
                if who := subject(context, begins, own.lead, before):
                    return joint.start(), own, who
    return None


def _one(context: Context, predicate: Predicate, who: Subject, end: int) -> Iterator[Reading]:
    """One predicate: an ask with its action, a chapeau over items, or the ask within ("should request X to")."""
    ask = _ask(context, Hit(predicate.start, predicate.end, predicate.verb, "past"), who)
    ask = with_due(context, ask, predicate.end, predicate.action)
    if predicate.items:
        yield Reading(replace(ask, lists="bare"), None, "chapeau")
        return
    # "may wish to request the Office to ...": the Office is asked
    hit = hit_at(context.text, "bare", predicate.action) if predicate.shape in ("wish", "duty") else None
    within = list(_spoken(context, hit, end)) if hit and hit.verb.base in _NESTED else []
    yield from within or reading.complete(context, ask, (predicate.action, end))


def _told(context: Context, lead: int, at: int, end: int, before: Ask | None) -> Iterator[Reading]:
    """Yield a body that recommends, requests or invites, or whose view is that another should."""
    text = context.text
    stop = names_end(context, at, end)
    stop = max(stop, speaker_end(context, at, end), end_of_speaker(text, at, end))
    if (pronoun := re.compile(r"They|It").match(text, at, end)) and before is not None:
        stop = max(stop, pronoun.end())
    if stop <= at:
        return
    bodies = context.addressed(at, stop)[1]
    if (view := english("view of a body").match(text, stop, end)) and english("many of them").match(text, at):
        return  # "Delegations stressed that donors should act"
    if view and not set(bodies) & adopting():
        yield from _asked_of(context, view.end(), end, before)
        return
    between = english("between speaker and verb").match(text, stop, end)
    if between is None or english("elsewhere or earlier").search(text, lead, between.end()):
        return
    agreed = english("agreed to").match(text, between.end(), end)
    earlier = context.section == "background" and agreed and agreed["verb"] in _PAST
    if agreed and not earlier:
        who = subject(context, at, stop, before)
        if who and (agreed["verb"] not in _DECIDES or not set(bodies) & adopting()):
            joints = islice(english("joint of clauses").finditer(text, agreed.end(), end), _MOST)
            texts = next(
                (item for item in joints if english("asked in the past").match(text, item.end() + 1, end)), None
            )
            yield from _agreed(context, agreed, who, texts.start() if texts else end)
            if texts:
                yield from _verbs_told(context, texts.end() + 1, end)
        return
    if set(bodies) & adopting():
        return
    yield from _verbs_told(context, between.end(), end)


def _verbs_told(context: Context, at: int, end: int) -> Iterator[Reading]:
    text = context.text
    match = english("asked in the past").match(text, at, end) if context.section != "background" else None
    if match:
        verb = asked("told past")[match["verb"]]
        patterns = "atn" if verb.base in _OF_THINGS else "at"
        yield from _spoken(context, Hit(match.start(), match.end(), replace(verb, patterns=patterns), "past"), end)
        return
    hit = hit_at(text, "third", at) or hit_at(text, "bare", at)
    if hit and not text.startswith("continue", at):  # "The Mission continues to encourage the parties"
        yield from _spoken(context, hit, end)


def _agreed(context: Context, match: re.Match[str], who: Subject, end: int) -> Iterator[Reading]:
    """ "They agreed to meet": a commitment of theirs; "agreed that the Bureau would meet": the Bureau's task."""
    hit, at = Hit(*match.span("verb"), asked("agreed")[match["verb"]], "past"), match.end()
    if match["kind"].startswith("to"):
        word = _NEXT_WORD.match(context.text, at)
        if hit.verb.base == "commit" or (word and is_verb(word.group())):
            yield Reading(_ask(context, hit, who), (at, end))
        return
    acting = actors(context, at, end, decides=True)
    if acting[0]:
        decided = replace(hit, verb=replace(hit.verb, strength="decides"))
        yield Reading(make(context, decided, *acting), (at, end))


def _ask(context: Context, hit: Hit, who: Subject) -> Ask:
    return replace(make(context, hit, list(who.spans), who.bodies), checks=who.checks)


def _spoken(context: Context, hit: Hit | None, end: int) -> Iterator[Reading]:
    """Yield the ask of a verb that its subject speaks, and those of the verbs joined to it."""
    if hit is None or not _asks(hit):
        return
    operatives = in_sentence(context.text, hit.start, end) if hit.form == "third" else []
    first = Operative(hit.start, hit.start, hit.end, end, hit.verb, "assembly")
    for operative in operatives or [first]:
        things = operative.verb.base in _OF_THINGS and english("what is proposed").match(context.text, operative.end)
        for read in reading.readings(context, operative) if _asks(operative) else ():
            named = [is_body(context, addressee.start, addressee.end) for addressee in read.ask.addressees[:1]]
            if read.role != "shared" and (things or named == [True]):
                yield read


def _asks(hit: Hit | Operative) -> bool:
    return hit.verb.asks and "a" in hit.verb.patterns and hit.verb.base not in _PERMITS


def _imperative(context: Context, at: int, end: int) -> Iterator[Reading]:
    """ "Develop a strategy.", "Members to share data.": items of a list of recommendations or actions."""
    text = context.text
    verb = Verb("recommend", "", "", "", "encourages", "at")
    order = english("order").match(text, at, end)
    stop = max(names_end(context, at, end), speaker_end(context, at, end))
    acts = english("to act").match(text, stop, end) if stop > at else None
    if acts:
        if who := subject(context, at, stop, None):
            yield Reading(_ask(context, Hit(stop + 1, acts.end() - 1, verb, "bare"), who), (acts.end(), end))
    elif order and not at and context.paragraph.number and order["word"].lower() in word_set("imperative"):
        yield Reading(make(context, Hit(at, order.end() - 1, verb, "bare"), [], ()), (at, end))


def _proposed(context: Context, at: int, end: int, before: Ask | None) -> Iterator[Reading]:
    """Yield what a contribution proposes in the present tense: "Members continue to ...", "To develop ..."."""
    text = context.text
    verb = Verb("propose", "", "", "", "invites", "at")
    if infinitive := _TO_DO.match(text, at, end):
        bodies = before.bodies if before else ()
        hit = Hit(at, infinitive.end(), verb, "bare")
        yield Reading(make(context, hit, [], bodies), (infinitive.end(), end))
        return
    stop = max(names_end(context, at, end), speaker_end(context, at, end))
    match = english("present tense").match(text, stop, end) if stop > at else None
    word = match["word"] if match else ""
    if match is None or word in word_set("auxiliary") or not (is_verb(word) or is_verb(word.removesuffix("s"))):
        return
    if who := subject(context, at, stop, before):
        hit = Hit(*match.span("word"), verb, "third")
        yield Reading(_ask(context, hit, who), (hit.start, end))
