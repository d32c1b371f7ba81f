"""Who is to do something in running text: the subject, and "should", "may wish to", "is requested to", "will".

A predicate stands behind its subject, an insertion between commas allowed. `data/asked.csv` holds the forms. "It",
"the latter" and "they" stand for those who were asked last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from actionlines.framework.bodies import UNSPECIFIED
from actionlines.framework.tables import read_table
from actionlines.lazily import expression
from actionlines.mandates.addressees import members
from actionlines.mandates.asks import Ask
from actionlines.mandates.clause import is_body
from actionlines.mandates.context import Context
from actionlines.mandates.model import Check, check
from actionlines.mandates.names import Span, is_organ, known
from actionlines.mandates.verbs import Verb
from actionlines.mandates.words import DATA, alternatives, is_verb

_ASIDE = r"(?:,\s[^;:.]{1,160}?,)?"
_ADVERB = rf"(?:(?:{alternatives('asking adverb')}),?\s+){{0,3}}"
_ANY = rf"(?:(?:{alternatives('adverb')}|jointly),?\s+){{0,3}}"
# After "should" these tell what is or was, not what to do.
_STATES = frozenset(
    ("have", "be", "hereinafter", "already", "then", "know", "mean", "seem", "suffice", "remain", "feel")
)
# "should be guided by", "should be open to": one does so all the same
_BE = expression(
    r"be\s+(?:guided|mindful|vigilant|proactive|consistent|ready|prepared|careful|represented)\b"
)
_WORD = expression(
    r"(?:not\s+)?(?:(?!(?:apply|comply|supply|reply|rely)\b)[a-z]{2,14}ly,?\s+(?:and\s+)?){0,2}(?P<word>[a-z][\w-]*)"
)
# Where a predicate may begin.
_STARTS = expression(r",?\s(?=(?:should|shall|ought|may|might|will|is|are)\b)")


@cache
def asked(shape: str) -> dict[str, Verb]:
    """Verbs by the form that carries the ask (`data/asked.csv`).

    The shapes: "passive" and "forecast" participles, those of "it is recommended that" ("it is"), the
    auxiliaries of duty, wish and promise, what a body says ("told", "told past", "agreed").
    """
    rows = (row for row in read_table("asked", DATA) if row["shape"] == shape)
    return {row["form"]: Verb(row["base"], "", "", "", row["strength"], "at") for row in rows}


def forms(*shapes: str) -> str:
    """Return the forms of some shapes as alternatives of a pattern, longest first."""
    found = {form for shape in shapes for form in asked(shape)}
    return "|".join(sorted(found, key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class Predicate:
    """A predicate: `lead` is where its words begin, the verb at start..end, what is asked from `action` on.

    `items`: what is asked stands in the items below.
    """

    shape: str
    verb: Verb
    lead: int
    start: int
    end: int
    action: int
    items: bool = False


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    duty = rf",?\s+(?P<verb>{forms('duty', 'promise')}){_ASIDE}(?:\s+{_ANY}|(?=:))"
    wish = rf",?\s+(?P<verb>{forms('wish')}){_ASIDE}(?:\s+(?P<to>to\s+)|\s+to(?=:)|(?=:))"
    passive = (
        rf",?\s+(?:is|are)\s+{_ADVERB}(?P<verb>{forms('passive', 'forecast')}){_ASIDE}"
        r"(?:\s+(?P<to>to\s+|not\s+to\s+|with\s+(?=[a-z]+ing\b))|\s+to(?=:)|(?=:))"
    )
    return ("duty", re.compile(duty)), ("wish", re.compile(wish)), ("passive", re.compile(passive))


def predicate_at(text: str, at: int, end: int) -> Predicate | None:
    """Return the predicate whose words begin at `at`, else None."""
    for shape, pattern in _patterns():
        match = pattern.match(text, at, end)
        if match is None:
            continue
        items = text.startswith(":", match.end()) and not text[match.end() + 1 : end].strip()
        form = match["verb"]
        found = Predicate(
            _shape(shape, form), _verb(shape, form), at, *match.span("verb"), match.end(), items
        )
        if items or _does(text, found, end):
            return found
    return None


def _shape(shape: str, form: str) -> str:
    if shape == "duty":
        return "promise" if form in asked("promise") else "duty"
    return "forecast" if shape == "passive" and form in asked("forecast") else shape


def _verb(shape: str, form: str) -> Verb:
    table = asked(shape) | (
        asked("promise") if shape == "duty" else asked("forecast") if shape == "passive" else {}
    )
    return table[form]


def _does(text: str, found: Predicate, end: int) -> bool:
    """Return whether what follows is something that one does."""
    match = _WORD.match(text, found.action, end)
    if match is None:
        return False
    if found.shape in ("duty", "promise") and match["word"] in _STATES:
        return _BE.match(text, match.start("word"), end) is not None
    return is_verb(match["word"])


def predicates(text: str, start: int, end: int) -> Iterator[Predicate]:
    """The predicates of start..end that may have a subject before them, the first few only."""
    for count, match in enumerate(_STARTS.finditer(text, start, min(end, start + _FAR))):
        if count >= _MOST:
            return
        found = predicate_at(text, match.start(), end)
        if found:
            yield found


_FAR = 600  # characters from the beginning of a sentence
_MOST = 6


# "Since members are many, users are invited": the subject is not all that stands before the verb.
_CLAUSE = expression(
    r"(?:Since|When|While|As|If|Although|Though|Because|Where|Whenever|Once|Unless|After|Before|That|In|For|With"
    r"|To|By|On|At|Under|During|Of|It|There|This|These|Those|Such|How|What|Why)\b(?! (?:Member|State)s\b)"
    r"|\b(?:is|was|were|has|had|when|because|although|where)\b|,\s+(?:who|which)\s*$|\b(?:who|which|that)$"
)
_RELATIVE = expression(r",? (?:that|which|who|whose) ")
_PRONOUN = expression(r"(?:it|they|[Tt]he (?:former|latter)|It|They)$")
# A single speaker of many tells a view of his own.
_ONE_OF_MANY = expression(
    r"(?:One|Another|An?|Some|Several|Many|Most|Few|Two|Three|Four|Five|Other|Others|Certain|Various|No|Both)\b"
)
_NAME = expression(
    r"(?:[Tt]he |[Aa]ll )?[A-Z][\w’'/&-]*(?: (?:(?:of|on|for|and|to|in|the|against) ){0,2}[A-Z][\w’'/&-]*){0,14}"
)


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
    if _PRONOUN.match(words):
        return _back(context, start, end, before)
    head = _RELATIVE.split(words, maxsplit=1)[0]
    if not words or _CLAUSE.search(head) or _ONE_OF_MANY.match(words):
        return NOBODY
    parts = members(text, start, end)
    if (
        not parts
        or parts[0][0] > start + _DETERMINER
        or not all(_somebody(context, *part) for part in parts[:1])
    ):
        return NOBODY
    spans, bodies = context.named(start, end)
    return Subject(tuple(spans), bodies or (UNSPECIFIED,))


_DETERMINER = 4  # "The "


def _somebody(context: Context, start: int, end: int) -> bool:
    end = start + len(_RELATIVE.split(context.text[start:end], maxsplit=1)[0])
    return is_body(context, start, end, by_capital=False) or organ(context, start, end)


def organ(context: Context, start: int, end: int) -> bool:
    """Return whether words are a name in capitals that is built on a noun for an organ; one word needs "the"."""
    words = context.text[start:end]
    if context.names.defined(words):
        return True
    named = _NAME.match(words)
    if named is None or (
        named.end() < len(words) and words[named.end() :][:4] not in (" of ", " for", " on ", " and")
    ):
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
    if word in ("former", "latter"):
        if len(before.addressees) == len(before.bodies) > 1:
            return Subject((span,), (before.bodies[0 if word == "former" else -1],))
        return Subject((span,), (UNSPECIFIED,), (check("addressees", "points-back"),))
    if word == "it" and several:
        return Subject((span,), (UNSPECIFIED,), (check("addressees", "points-back"),))
    return Subject((span,), before.bodies)


def speaker_end(context: Context, at: int, end: int) -> int:
    """Return where a name ends whose noun tells that it can speak ("The Inspectors"); 0 if there is none."""
    text = context.text
    match = _NAME.match(text, at, end)
    if match is None or _ONE_OF_MANY.match(text, at):
        return 0
    begins = at + (4 if text[at : at + 4].lower() == "the " else 0)
    stop = match.end()
    words = text[begins:stop]
    return stop if organ(context, begins, stop) or known(words) or is_organ(words) else 0
