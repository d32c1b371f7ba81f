"""What running text says that somebody is to do: "should", "may wish to", "is requested to", "will".

A predicate stands behind its subject, an insertion between commas allowed. `data/asked.csv` holds the forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from actionlines.framework.tables import read_table
from actionlines.lazily import expression
from actionlines.mandates.addressees import members
from actionlines.mandates.asks import Reading, make
from actionlines.mandates.clause import is_body
from actionlines.mandates.context import Context
from actionlines.mandates.infinitive import is_verb
from actionlines.mandates.split import Operative
from actionlines.mandates.verbs import Verb
from actionlines.mandates.words import DATA, alternatives

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
            _shape(shape, form), _verb(shape, form), at, *match.span("verb"), _action(shape, match), items
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


def _action(shape: str, match: re.Match[str]) -> int:
    if shape == "passive" and match["to"] and match["to"].startswith("not"):
        return match.start("to")
    return match.end()


def _does(text: str, found: Predicate, end: int) -> bool:
    """Return whether what follows is something that one does."""
    match = _WORD.match(text, found.action, end)
    if match is None:
        return False
    if found.shape == "passive" and match["word"].endswith("ing"):
        return True
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


@cache
def _asked() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<who>[A-Z][^;:.]{{2,200}}?)\s+(?:are|is)\s+(?:(?:{alternatives('asking adverb')})\s+)*"
        rf"(?P<verb>{'|'.join(asked('passive'))})\s+(?P<to>to\s+|not\s+to\s+)"
    )


# "Since members are many, users are invited": the subject is not all that stands before the verb.
_CLAUSE = expression(
    r"(?:Since|When|While|As|If|Although|Though|Because|Where|Whenever|Once|Unless|After|Before|That)\b"
    r"|\b(?:is|was|were|has|had|when|because|although)\b|,\s+(?:who|which)\s*$|\b(?:who|which|that)$"
)


def readings(context: Context, start: int, end: int) -> Iterator[Reading]:
    """Yield the mandate of a sentence whose subject is asked; none when the subject is not a body."""
    text = context.text
    match = _asked().match(text, start, end)
    if match is None or _CLAUSE.search(match["who"]):
        return
    first = next(iter(members(text, *match.span("who"))), None)
    if first is None or first[0] > start + 4 or not is_body(context, *first):
        return
    verb = asked("passive")[match["verb"]]
    operative = Operative(start, match.start("verb"), match.end("verb"), end, verb, "assembly")
    action = match.start("to") if match["to"].startswith("not") else match.end()
    yield Reading(make(context, operative, *context.named(*match.span("who"))), (action, end))
