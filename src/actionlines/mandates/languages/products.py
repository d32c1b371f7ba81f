"""What is to be produced, who receives it, and where a duty to report becomes a mandate of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise

from actionlines.framework.tables import read_table
from actionlines.lazily import expression
from actionlines.mandates.languages.grammar import DATA, Grammar, edges
from actionlines.mandates.languages.names import Named, within
from actionlines.mandates.words import labels

Resolve = Callable[[Named], tuple[str, ...]]
"""A noun that the words alone do not tell -> the bodies that the document means."""

NONE = "none"
_TRIM = " ,;:.–—-،؛，；。：、"
_ASIDE = expression(r"[,،，][^,;،؛，；]{1,90}[,،，]")
_NEAR = 160  # letters from the verb in which a receiver is looked for
_FIRST = 220  # letters of an action that tell what is produced
_OBJECT = 90  # letters from a verb in which its object stands
MOST = 3  # duties to report in one action


@dataclass(frozen=True, slots=True)
class Piece:
    """One action at start..end; what says when may begin at `since`."""

    since: int
    start: int
    end: int


def pieces(grammar: Grammar, text: str, start: int, end: int) -> list[Piece]:
    """Return an action cut where later duties to report begin."""
    matches: list[Piece] = []
    low = since = start
    telling = grammar.pattern("{telling}")
    if grammar.pattern("{nested}").match(text, start, end):
        return [Piece(start, start, end)]
    for match in islice(grammar.pattern("{split}").finditer(text, start, end), 12):
        groups = match.groupdict()
        action = match.start("a") if groups.get("a") is not None else match.start("b")
        cut = match.start("cut") if groups.get("cut") is not None else match.start("cut2")
        words = text[low:cut]
        short = len(words) < 3 if grammar.language == "zh" else len(words) < 8 or len(words.split()) < 2
        if short or grammar.pattern("(?:{one})$").search(words):
            continue
        if grammar.language == "es" and not _same_number(text, start, match):
            continue
        if _is_repeated(grammar, text, low, action, match.end()):
            continue
        again = deliverable(grammar.language, text[action : match.end()]) != "update"
        if again and telling.match(text, low) and grammar.pattern("{continuing}").match(text, action):
            continue  # "to report on X, and to continue to report on Y"
        matches.append(Piece(since, low, cut))
        low, since = action, cut
        if len(matches) == MOST:
            break
    return [*matches, Piece(since, low, end)]


def _is_repeated(grammar: Grammar, text: str, first: int, second: int, end: int) -> bool:
    """Return whether a verb only goes on, without a receiver of its own: "to submit X and to submit further Y"."""
    verb = text[second:end].split(" ", 1)
    if len(verb) < 2 or not text.startswith(f"{verb[0]} ", first):
        return False
    return not grammar.pattern("{to}|{straight}").search(verb[1]) and not grammar.pattern("{dative}").match(verb[1])


def _same_number(text: str, start: int, match: re.Match[str]) -> bool:
    """Return whether a Spanish subjunctive has the number of the first, so that both have one subject."""
    if "que " in text[match.start() : match.start("a")]:
        return True
    first, second = (re.compile(r"\w+").match(text, start), re.compile(r"\w{4,}").search(text, match.start("a")))
    return not first or not second or first.group().endswith("n") == second.group().endswith("n")


def trimmed(grammar: Grammar, text: str, start: int, end: int) -> tuple[int, int]:
    """Return an action without a final statement, joining words and final marks."""
    if (statement := grammar.pattern("{statement}").search(text, start, end)) and statement.start() > start:
        end = statement.start()
    while True:
        before = end
        end = start + len(text[start:end].rstrip(_TRIM))
        joined = grammar.pattern("(?:{joining})$").search(text, max(start, end - 12), end)
        if joined and joined.start() > start:
            end = joined.start()
        if end == before:
            break
    return end - len(text[start:end].lstrip(" ,،，:")), end


_Rule = tuple[str, str, re.Pattern[str]]


@cache
def _rules(language: str) -> tuple[_Rule, ...]:
    """Return (label, kind, pattern) for each row of the table.

    A `verb` names a product alone, a `noun` behind a verb that makes something (`make`); neither does behind a
    `stop`. A `join` begins a second verb.
    """
    left, right = edges(language)
    left = r"(?<!\w)(?:[وفبل]?ال|[وفبل])?" if language == "ar" else left
    return tuple(
        (
            row["label"],
            row["kind"],
            re.compile(f"{left}(?:{row[language]}){right}" if row["label"] else f"(?:{row[language]})"),
        )
        for row in read_table("deliverables", DATA)
        if row[language]
    )


def deliverable(language: str, words: str) -> str:
    """Return what folded words of an action produce, from the closed list: what is named first."""
    rules = _rules(language)
    words = _ASIDE.sub(" ", words)[:_FIRST]
    joins = [match.end() for _, kind, pattern in rules if kind == "join" for match in pattern.finditer(words)]
    for low, high in pairwise((0, *joins, len(words))):
        if label := _first_product(rules, words[low:high]):
            return label
    return NONE


def _first_product(rules: Sequence[_Rule], words: str) -> str:
    limits = (pattern.search(words, 1) for _, kind, pattern in rules if kind == "stop")
    words = words[: min((limit.start() for limit in limits if limit), default=_FIRST)]
    made = [match.end() for _, kind, pattern in rules if kind == "make" for match in pattern.finditer(words)]
    matches = [
        (match.start(), number, label)
        for number, (label, kind, pattern) in enumerate(rules)
        if label
        for match in pattern.finditer(words)
        if kind == "verb" or any(0 <= match.start() - end <= _OBJECT for end in made)
    ]
    return min(matches, default=(0, 0, ""))[2]


def receivers(
    grammar: Grammar, text: str, piece: Piece, names: Sequence[Named], resolve: Resolve, speaker: str, kind: str
) -> tuple[str, ...]:
    """Return the bodies that receive a product."""
    if kind not in labels("product"):
        return ()
    end = min(piece.end, piece.start + _NEAR)
    inside = within(names, piece.start, piece.end)
    matches: list[str] = []
    for name in inside:
        if name.start > end:
            break
        if name.country or not _receives(grammar, text, piece, name):
            continue
        matches += [body for body in resolve(name) if body not in matches and body not in labels("no receiver")]
        between = text[name.end : end]
        if matches and not grammar.pattern("{and}").match(between):
            break
    if matches:
        return tuple(matches)
    itself = grammar.pattern("{itself}").search(text, piece.start, min(piece.end, piece.start + 60))
    return (speaker,) if itself and speaker else ()


def _receives(grammar: Grammar, text: str, piece: Piece, name: Named) -> bool:
    """Return whether a name is in the dative, or has a preposition that makes it one who receives."""
    before = text[max(piece.start, name.start - 60) : name.start]
    if grammar.pattern("(?:{to}|{straight})(?:{qualifier}|{article}){0,6}$").search(before):
        return True
    return bool(grammar.pattern("{dative}").search(text[name.start : name.end]))
