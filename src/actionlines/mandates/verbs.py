"""The table of operative verbs, and where their forms stand in a text.

The table is `data/verbs.csv`: base form, the bare form ("We call upon"), the third person ("Calls upon"), the
participle ("calling upon"), the past ("called upon"), the strength of the mandate they carry (empty: a
statement, never a mandate) and the complements they take: a addressee + infinitive, t that-clause, n noun
phrase, i infinitive, g gerund or infinitive after "to", w bare infinitive after "will", r and s the two
reaffirming families.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Literal

from actionlines.framework.tables import read_table
from actionlines.lazily import expression
from actionlines.mandates.words import DATA

Form = Literal["bare", "third", "gerund", "past"]

FORMS: tuple[Form, ...] = ("bare", "third", "gerund", "past")


@dataclass(frozen=True, slots=True)
class Verb:
    """An operative verb: one row of the table of verbs."""

    base: str
    bare: str
    third: str
    gerund: str
    strength: str
    patterns: str
    past: str = ""

    @property
    def asks(self) -> bool:
        """Return whether it can carry a mandate at all."""
        return bool(self.strength)


@dataclass(frozen=True, slots=True)
class Hit:
    """A form of a verb at start..end of the text, particle included ("calls, in particular, upon")."""

    start: int
    end: int
    verb: Verb
    form: Form


@cache
def verbs() -> tuple[Verb, ...]:
    """Return all rows, longest forms first."""
    rows = [
        Verb(
            row["base"],
            row["bare"],
            row["third"],
            row["gerund"],
            row["strength"],
            row["patterns"],
            row["past"],
        )
        for row in read_table("verbs", DATA)
    ]
    return tuple(sorted(rows, key=lambda verb: -len(verb.third or verb.bare or verb.past)))


@cache
def _table(form: Form) -> dict[str, Verb]:
    table = {getattr(verb, form): verb for verb in verbs() if getattr(verb, form)}
    if form == "third":  # "Continues to encourage": the second verb counts
        table |= {
            f"continues to {verb.bare}": verb for verb in verbs() if verb.asks and verb.bare and verb.third
        }
    if form == "gerund":
        table |= {
            f"continuing to {verb.bare}": verb for verb in verbs() if verb.asks and verb.bare and verb.gerund
        }
    return table


_WORD = expression(r"[A-Za-z]+")


@cache
def _by_first_word(form: Form) -> dict[str, re.Pattern[str]]:
    """Return an expression for the forms that begin with each word: a text has few of these words."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    heads = ((head, last) for words in _table(form) for head, _, last in [words.rpartition(" ")])
    for head, last in sorted(heads, key=lambda one: (len(one[0]), one[0], len(one[1])), reverse=True):
        if match := _WORD.match(head or last):
            found[match.group()].append((head, last))
    return {
        word: expression(rf"\b(?:{'|'.join(_alternatives(forms))})\b", re.IGNORECASE)
        for word, forms in found.items()
    }


def _alternatives(forms: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield patterns of sorted forms; "continues to call" and "continues to urge" share what may stand between."""
    for head, group in groupby(forms, key=itemgetter(0)):
        last = [word for _, word in group]
        yield _flexible(head, last[0] if len(last) == 1 else f"(?:{'|'.join(last)})")


def _match(word: re.Match[str], form: Form, end: int) -> re.Match[str] | None:
    """Return the longest form that begins with a word of a text, if there is one."""
    pattern = _by_first_word(form).get(word.group().lower())
    return pattern.match(word.string, word.start(), end) if pattern else None


# "calls also upon", "call, in particular, on", "commit, by 2030, to"
_INSERTED = expression(
    r"(?:,? (?:in (?:this|that) (?:regard|respect|context|connection)"
    r"|also|further|again|once again|once more|therefore|especially|[a-z]+ly),?|, [^,;:.]{1,80},)(?= )"
)


# "commit by, 2030, to", "pledge no later than 2030 to": a date, with or without the printer's commas
_DATED = expression(
    r",? (?:by|before|until|no later than|not later than|within|between|from|starting),? "
    r"[^;:.]{0,60}?\b20\d\d\b[^;:.]{0,40}?(?= to\b)"
)
_WITH = expression(r" with .*(?= to$)")


def _flexible(head: str, last: str) -> str:
    """Let adverbs stand between a verb and its particle."""
    if not head:
        return last
    between = f"(?:{_INSERTED.pattern})?"
    if last == "to":  # "commit with united efforts to"
        between = f"(?:{_INSERTED.pattern}|{_DATED.pattern}| with [^;:.]{{1,80}}?(?= to ))?"
    return rf"{head}{between} {last}"


def verb_of(words: str, form: Form) -> Verb | None:
    """Return the verb whose form these words are."""
    table = _table(form)
    plain = words.lower()
    if plain in table:
        return table[plain]
    shorter = (pattern.sub("", plain, count=1) for pattern in (_INSERTED, _DATED, _WITH))
    return next((table[words] for words in shorter if words in table), None)


def hits(text: str, form: Form, start: int = 0, end: int | None = None) -> Iterator[Hit]:
    """Yield every place of `text` between start and end where a form of a verb stands, whatever it means there."""
    stop = len(text) if end is None else end
    past = start
    for word in _WORD.finditer(text, start, stop):
        match = _match(word, form, stop) if word.start() >= past else None
        verb = verb_of(match.group(), form) if match else None
        if match and verb:
            past = match.end()
            yield Hit(match.start(), past, verb, form)


def hit_at(text: str, form: Form, position: int) -> Hit | None:
    """Return the verb form that begins exactly at `position`."""
    word = _WORD.match(text, position)
    match = _match(word, form, len(text)) if word else None
    verb = verb_of(match.group(), form) if match else None
    return Hit(match.start(), match.end(), verb, form) if match and verb else None
