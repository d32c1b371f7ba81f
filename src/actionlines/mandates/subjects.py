"""Who is the subject of a sentence of running text, and what "it", "the latter" and "they" stand for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from actionlines.framework.bodies import UNSPECIFIED
from actionlines.lazily import expression
from actionlines.mandates.addressees import members
from actionlines.mandates.asks import Ask
from actionlines.mandates.clause import is_body
from actionlines.mandates.context import Context
from actionlines.mandates.model import Check, check
from actionlines.mandates.names import Span, is_organ, known

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
_EACH = expression(r"(?:Each|Every|Any) (?:[A-Z][a-z]+ )?(?:Party|State|Government|Member)\b")
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
    words = _RELATIVE.split(context.text[start:end], maxsplit=1)[0]
    end = start + len(words)
    if is_body(context, start, end, by_capital=False) or _EACH.match(words):
        return True
    return organ(context, start, end)


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


def same(ask: Ask, subject: Subject) -> Ask:
    """Return the ask with what a person should check of its subject."""
    return replace(ask, checks=(*ask.checks, *subject.checks)) if subject.checks else ask
