"""Questions in the text of people: `{{mandates?line=C5}}` is answered when the text is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from actionlines.errors import BadQuestion
from actionlines.papers.model import Fact
from actionlines.papers.words import ENGLISH, Words
from actionlines.reports.account.model import Account
from actionlines.reports.account.query import ask

_FACT = re.compile(r"\{\{([^{}]{1,300})\}\}")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words, or a question with its answer.

    text     the words; of a question, what it asks
    fact     the answer, None for words and for what is no question
    problem  why it is no question, "" where it is one
    question whether it is a question at all
    """

    text: str
    question: bool = False
    fact: Fact | None = None
    problem: str = ""

    @property
    def shown(self) -> str:
        """Return the words, or the answer as a number; "?" where there is none."""
        if not self.question:
            return self.text
        if self.fact is None or self.fact.value is None:
            return "?"
        return number(self.fact.value, self.fact.unit, ENGLISH)


def pieces(text: str, account: Account) -> Iterator[Piece]:
    """Yield the words and the questions of a text in their order, each question with its answer."""
    for at, part in enumerate(_FACT.split(text)):
        if not at % 2:
            if part:
                yield Piece(part)
            continue
        try:
            yield Piece(part, True, ask(account, part))
        except BadQuestion as error:
            yield Piece(part, True, None, str(error))


def without(text: str) -> str:
    """Return the text with its questions left out, for lists and the search index.

    >>> without("It holds {{mandates?line=C5}} mandates.")
    'It holds … mandates.'
    """
    return _FACT.sub("…", text)


def number(value: float | str, unit: str, words: Words) -> str:
    """Return a number as it is shown: counts and money in the language, figures with their unit."""
    if isinstance(value, str):
        return value
    if unit.isupper() and len(unit) == 3:
        return f"{words.number(round(value))} {unit}"
    return words.figure(value, unit)
