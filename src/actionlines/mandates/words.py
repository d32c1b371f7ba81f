"""Words of the language of resolutions, by the role they play in it (`data/words.csv`, `data/roles.csv`)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Literal

from actionlines.framework.tables import read_table
from actionlines.lazily import expression
from actionlines.mandates.languages.grammar import english, skip

DATA = Path(__file__).parent / "data"
_WORD = expression(r"[A-Za-z][\w’'-]*")
_ANY_WORD = expression(r"[A-Za-z]+")


@cache
def _by_role() -> dict[str, list[str]]:
    matches = defaultdict(list)
    for row in read_table("words", DATA):
        matches[row["role"]].append(row["word"])
    return matches


@cache
def words_of(role: str) -> tuple[str, ...]:
    """Return the words of a role, longest first."""
    return tuple(sorted(_by_role().get(role, ()), key=len, reverse=True))


@cache
def word_set(role: str) -> frozenset[str]:
    """Return the words of a role, for membership."""
    return frozenset(words_of(role))


@cache
def labels(trait: str) -> frozenset[str]:
    """Return the labels of products and bodies that have a trait (`data/labels.csv`, `data/roles.csv`)."""
    return frozenset(row["label"] for row in read_table("labels", DATA) if row["trait"] == trait)


def find_infinitive(text: str, start: int, end: int) -> tuple[int, int] | None:
    """(position of "to", position of the verb phrase after it) of the infinitive asked for in start..end."""
    for match in english("to").finditer(text, start, end):
        if text.startswith("be ", match.end()) and english("passive before to").match(text, match.end(), end):
            continue  # "a working group, to be set up at its next session, to consider ..."
        if is_infinitive(text, match.start(), match.end(), start):
            return match.start(), match.end()
    return None


def is_infinitive(text: str, to: int, after: int, start: int) -> bool:
    """Return whether the "to" at `to` opens a free infinitive."""
    if governed(text, to, start):
        return False
    if english("verb further").match(text, after):
        return True
    word = _WORD.match(text, skip("adverbs of an infinitive", text, after))
    return word is not None and is_verb(word.group())


def governed(text: str, to: int, start: int) -> bool:
    """Return whether the word before the "to" at `to` takes it ("access to", "related to")."""
    before = text[max(start, to - 60) : to].rstrip()
    if before.endswith(("in this regard", "in that regard", "in this respect", "in that respect")):
        return False  # "submit reports in this regard to the Council"
    return not before.endswith(",") and before.rpartition(" ")[2] in word_set("governor")


def is_verb(word: str) -> bool:
    """Return whether a word after a free "to" is a verb rather than the beginning of a noun phrase."""
    if not word.islower():
        return False
    if word in word_set("verb or noun"):
        return True
    if word in word_set("determiner"):
        return False
    if word.endswith(("ing", "ed")) and word not in word_set("verb in -ing or -ed"):
        return False
    if word.endswith("s") and not word.endswith(("ss", "us")):
        return False
    if word in word_set("verb despite ending"):
        return True
    return not (word.endswith(words_of("noun ending")) or english("adjective").match(word))


def is_gerund_or_infinitive(text: str, at: int) -> bool:
    """Return whether a verb is at `at`, as after "committed to"."""
    match = english("first word").match(text, at)
    return match is not None and (match["word"].endswith("ing") or is_verb(match["word"]))


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
    rows = (Verb(*map(row.__getitem__, Verb.__slots__)) for row in read_table("verbs", DATA))
    return tuple(sorted(rows, key=lambda verb: -len(verb.third or verb.bare or verb.past)))


@cache
def _forms_of(form: Form) -> dict[str, Verb]:
    table = {getattr(verb, form): verb for verb in verbs() if getattr(verb, form)}
    # "Continues to encourage": the second verb counts
    if lead := {"third": "continues to", "gerund": "continuing to"}.get(form):
        table |= {f"{lead} {verb.bare}": verb for verb in verbs() if verb.asks and verb.bare and getattr(verb, form)}
    return table


@cache
def _by_first_word(form: Form) -> dict[str, re.Pattern[str]]:
    """Return an expression for the forms that begin with each word: a text has few of these words."""
    matches: dict[str, list[tuple[str, str]]] = defaultdict(list)
    heads = ((head, last) for words in _forms_of(form) for head, _, last in [words.rpartition(" ")])
    for head, last in sorted(heads, key=lambda item: (len(item[0]), item[0], len(item[1])), reverse=True):
        if match := _ANY_WORD.match(head or last):
            matches[match.group()].append((head, last))
    return {
        word: expression(rf"\b(?:{'|'.join(_alternatives(forms))})\b", re.IGNORECASE) for word, forms in matches.items()
    }


def _alternatives(forms: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield patterns of sorted forms; "continues to call" and "continues to urge" share what may stand between."""
    for head, group in groupby(forms, key=itemgetter(0)):
        last = [word for _, word in group]
        yield _flexible(head, last[0] if len(last) == 1 else f"(?:{'|'.join(last)})")


def _longest_hit(word: re.Match[str], form: Form, end: int) -> Hit | None:
    """Return the longest form that begins with a word of a text, if there is one."""
    if (pattern := _by_first_word(form).get(word.group().lower())) is None:
        return None
    match = pattern.match(word.string, word.start(), end)
    verb = verb_of(match.group(), form) if match else None
    return Hit(match.start(), match.end(), verb, form) if match and verb else None


def _flexible(head: str, last: str) -> str:
    """Let adverbs stand between a verb and its particle."""
    if not head:
        return last
    between = english("before to" if last == "to" else "inside a verb")
    return rf"{head}(?:{between.pattern})? {last}"


def verb_of(words: str, form: Form) -> Verb | None:
    """Return the verb whose form these words are."""
    table = _forms_of(form)
    if (plain := words.lower()) in table:
        return table[plain]
    shorter = (
        pattern.sub("", plain, count=1)
        for pattern in (english("inside a verb"), english("date inside a verb"), english("with inside a verb"))
    )
    return next((table[words] for words in shorter if words in table), None)


def hits(text: str, form: Form, start: int = 0, end: int | None = None) -> Iterator[Hit]:
    """Yield every place of `text` between start and end where a form of a verb stands, whatever it means there."""
    stop = len(text) if end is None else end
    past = start
    for word in _ANY_WORD.finditer(text, start, stop):
        if word.start() >= past and (hit := _longest_hit(word, form, stop)):
            past = hit.end
            yield hit


def hit_at(text: str, form: Form, position: int) -> Hit | None:
    """Return the verb form that begins exactly at `position`."""
    word = _ANY_WORD.match(text, position)
    return _longest_hit(word, form, len(text)) if word else None
