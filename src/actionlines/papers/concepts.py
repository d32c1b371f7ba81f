"""Codes and names of action lines, goals, targets and commitments in a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from actionlines.alignment.model import Label, Level
from actionlines.framework import load
from actionlines.framework.called import called
from actionlines.papers.words import ENGLISH, Words

# Labels of a level at first sight.
FIRST = 3


def code(concept: str, words: Words = ENGLISH) -> str:
    """Return the code of a label, for places with little room.

    >>> code("C2"), code("C7-ehealth"), code("sdg:9.c"), code("gdc:11a")
    ('C2', 'C7 E-health', 'SDG 9.c', 'Compact 11a')
    """
    kind, colon, number = concept.partition(":")
    if not colon:
        line, dash, _ = concept.partition("-")
        return f"{line} {_name(concept, words.language)}" if dash else line
    # From right to left "9.c" would else come apart: its letter is of the other direction.
    return words("code.goal" if kind == "sdg" else "code.commitment", n=words.apart(number))


def name(concept: str, words: Words = ENGLISH) -> str:
    """Return the name after the code, "" where the code holds it.

    >>> name("sdg:9"), name("C7-ehealth")
    ('Industry, Innovation and Infrastructure', '')
    """
    return "" if concept.startswith("C7-") else _name(concept, words.language)


def full(concept: str, words: Words = ENGLISH) -> str:
    """Return the code and the name of a label in one string."""
    return f"{code(concept, words)} {name(concept, words)}".rstrip()


def level_of(concept: str) -> Level:
    """Return the level of a label.

    >>> level_of("C2"), level_of("sdg:9"), level_of("sdg:9.c"), level_of("gdc:11a")
    ('action_lines', 'goals', 'targets', 'commitments')
    """
    if concept.startswith("gdc:"):
        return "commitments"
    if concept.startswith("sdg:"):
        return "targets" if "." in concept else "goals"
    return "action_lines"


def _name(concept: str, language: str) -> str:
    """In the language, else in English. Raises UnknownConcept (AL302)."""
    return called(concept, language)[0] or _unknown(concept)


def _unknown(concept: str) -> str:
    framework = load()
    if concept.startswith("gdc:"):
        return framework.commitment(concept).title
    if concept.startswith("sdg:"):
        return framework.target(concept).title if "." in concept else framework.goal(concept).id
    return framework.action_line(concept).id


def percent(p: float, words: Words = ENGLISH) -> str:
    """Return a probability in words; a proposal is never certain.

    >>> percent(0.874), percent(0.9996), percent(0.001)
    ('87%', '99%', '1%')
    """
    return words("percent", n=whole(p))


def whole(p: float) -> int:
    """Return a probability in whole per cent, 1 to 99."""
    return min(99, max(1, round(100 * p)))


def sureness(p: float, stated: bool, words: Words = ENGLISH) -> str:
    """Return the probability in words, or that the text names the label."""
    return words("align.named") if stated else percent(p, words)


def listed(labels: Iterable[Label], words: Words = ENGLISH) -> str:
    """Return labels in one line of a table.

    >>> listed([Label("sdg:9.c", 1.0, stated=True), Label("C2", 0.87)])
    'SDG 9.c (named in the text); C2 (87%)'
    """
    return "; ".join(
        f"{words.closed(code(one.id, words))} ({sureness(one.p, one.stated, words)})" for one in labels
    )


def first_listed(labels: Iterable[Label], words: Words = ENGLISH) -> str:
    """Return labels in one line, at most FIRST of a level; the others by their number.

    >>> first_listed([Label(f"C{n}", 0.5) for n in range(1, 6)])
    'C1 (50%); C2 (50%); C3 (50%), and 2 more'
    """
    every = tuple(labels)
    seen: Counter[Level] = Counter()
    shown: list[Label] = []
    for one in every:
        seen[level_of(one.id)] += 1
        if seen[level_of(one.id)] <= FIRST:
            shown.append(one)
    rest = len(every) - len(shown)
    return listed(shown, words) + (words("more-after", n=words.number(rest)) if rest else "")


def identified(labels: Iterable[Label]) -> str:
    """Return labels with their probabilities, in a form for programs.

    >>> identified([Label("sdg:9.c", 1.0, stated=True), Label("C2", 0.87)])
    'sdg:9.c=1.0, C2=0.87'
    """
    return ", ".join(f"{one.id}={one.p}" for one in labels)
