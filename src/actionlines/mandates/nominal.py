"""Noun phrases that name a thing to be done instead of somebody who is asked."""

from __future__ import annotations

from collections.abc import Sequence

from actionlines.lazily import expression
from actionlines.mandates.clause import OWNER, Complement, blank, is_body
from actionlines.mandates.context import Context
from actionlines.mandates.infinitive import is_gerund_or_infinitive
from actionlines.mandates.names import Span, head_noun, known
from actionlines.mandates.split import Operative
from actionlines.mandates.words import alternatives

_ADJECTIVES = (
    r"(?:the\s+)?(?:(?!(?:in|of|with|by|for|on|at|to|from|through"
    r"|as|within|that|and|while|when|where|who|which|are|is)\b)"
    r"(?:[a-z’-]+|[A-Z][a-z]+-[a-z]+)(?:,| and|, and)?\s+){0,8}?"
)
_DOING = expression(
    rf"{_ADJECTIVES}(?:{alternatives('noun of doing')})"
    r"(?=\s+(?:to|of|by|in|on|for|with|among|between|aimed|from|at|towards|within|through|into)\b|,|\s*$)"
)
_GERUND = expression(r"[a-z]+ing\b")
_INDEFINITE = expression(r"an?\s+[a-z]")
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
    if OWNER.match(context.text, at, found.asked[1]):
        return True
    somebody = is_body(context, *spans[0])
    if operative.verb.base in _OF_THINGS and not (somebody and _plainly(context, *spans[0])):
        return True
    if _DOING.match(context.text, at, found.asked[1]) and not (somebody and len(spans) > 1):
        return True  # "partners and other initiatives" are somebody all the same
    if somebody:
        return False
    if (
        _GERUND.match(context.text, at, found.asked[1]) and not _GROUP.match(context.text, at, found.asked[1])
    ) or _INDEFINITE.match(context.text, at, found.asked[1]):
        return True  # "encourages exploring ...", "invites a response ..."
    if context.text.startswith("be ", found.action[0]) and context.text[at].islower():
        return True  # "encourages loans to be accompanied by grants"
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
# "governing bodies of the banks" are asked, "exploring ways" is a thing
_GROUP = expression(
    r"[a-z]+ing (?:bodies|countries|States|Governments|partners|institutions|entities|organizations|parties"
    r"|Parties|commissions|members|agencies|donors|economies)\b"
)


def commits(text: str, at: int, operative: Operative) -> bool:
    """Return whether "committed to" is followed by something to do rather than by an instrument or principle."""
    if is_gerund_or_infinitive(text, at):
        return True
    return operative.verb.base == "commit" and _COMMITTED.match(text, at) is not None
