"""Text that people write into a report, with facts in it as `{{question}}`.

A text keeps the values that its author saw, and each build of the report checks them again. A number that has
changed gets a flag, and so does a number that was typed by hand and is bound to nothing. Years, dates, symbols
and places in documents are names rather than figures, and may be typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from actionlines.errors import BadQuestion
from actionlines.papers.account.model import Account
from actionlines.papers.account.query import ask
from actionlines.papers.account.question import normal
from actionlines.papers.digits import figures
from actionlines.papers.model import Block, Inline, Inlines, Listing, Para, Text
from actionlines.papers.sections.draft import Draft, name
from actionlines.papers.words import Words

FACT = re.compile(r"\{\{([^{}\n]{1,300})\}\}")
LONGEST = 20_000  # letters of one text

FlagKind = Literal["changed", "unbound", "unanswered", "unknown"]


@dataclass(frozen=True, slots=True)
class Written:
    """A text in the section `section`, by `by`; `seen` are pairs (question, value as it was shown).

    language  of the text, "" for that of the paper
    """

    section: str
    text: str
    by: str = ""
    seen: tuple[tuple[str, str], ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag on a number of a text. `words` are the digits, or the question; was and now for `changed`."""

    kind: FlagKind
    section: str
    words: str
    was: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class Woven:
    """A text as blocks, with flags for its numbers and the values that it shows now."""

    blocks: tuple[Block, ...]
    flags: tuple[Flag, ...] = ()
    seen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a text, or one of its questions with its answer.

    text     the words; of a question, what it asks
    shown    the words, or the answer; "?" where there is none
    problem  why it is no question, "" where it is one
    """

    text: str
    question: bool
    shown: str
    problem: str = ""


def pieces(text: str, account: Account, words: Words) -> Iterator[Piece]:
    """Yield the words and the questions of a text in their order, for a page."""
    for at, part in enumerate(FACT.split(text)):
        if at % 2:
            try:
                fact = ask(account, part)
            except BadQuestion as error:
                yield Piece(part, True, "?", str(error))
            else:
                yield Piece(part, True, "?" if fact.value is None else words.figure(fact.value, fact.unit))
        elif part:
            yield Piece(part, False, part)


def without(text: str) -> str:
    """Return the text with its questions left out, for lists and the search index.

    >>> without("It holds {{mandates?line=C5}} mandates.")
    'It holds … mandates.'
    """
    return FACT.sub("…", text)


def woven(draft: Draft, one: Written, *, mark: bool = True) -> Woven:
    """Return the text with its facts bound. An empty line ends a paragraph; lines that begin with "- " are a list.

    mark  whether the text shows each flag beside its number
    """
    flags: list[Flag] = []
    seen: dict[str, str] = {}
    blocks: list[Block] = []
    for part in re.split(r"\n\s*\n", one.text[:LONGEST].replace("\r\n", "\n").strip()):
        lines = [line.strip() for line in part.split("\n") if line.strip()]
        runs = [tuple(_inlines(draft, one, line.removeprefix("- "), flags, seen, mark)) for line in lines]
        if lines and all(line.startswith("- ") for line in lines):
            blocks.append(Listing(tuple(runs)))
        elif lines:
            run: Inlines = tuple(
                piece for at, some in enumerate(runs) for piece in ((*((Text(" "),) if at else ()), *some))
            )
            blocks.append(Para(run, numbered=draft.numbered, by=one.by))
    return Woven(tuple(blocks), tuple(flags), seen)


def _inlines(
    draft: Draft, one: Written, line: str, flags: list[Flag], seen: dict[str, str], mark: bool
) -> Iterator[Inline]:
    at = 0
    loose = dict(unbound(line))
    for found in FACT.finditer(line):
        yield from _plain(one, line, at, found.start(), loose, flags, mark, draft)
        yield from _bound(draft, one, found[1], flags, seen, mark)
        at = found.end()
    yield from _plain(one, line, at, len(line), loose, flags, mark, draft)


def _bound(
    draft: Draft, one: Written, text: str, flags: list[Flag], seen: dict[str, str], mark: bool
) -> Iterator[Inline]:
    try:
        asked = normal(text)
        fact = draft.fact(asked)
    except BadQuestion:
        flags.append(Flag("unknown", one.section, text))
        yield Text(f"[{draft.words('flag.unknown')}]", muted=True)
        return
    if fact.value is None:
        flags.append(Flag("unanswered", one.section, asked))
        yield Text(f"[{draft.words('flag.unanswered')}: {fact.label}]", muted=True, name=True)
        return
    now = draft.words.figure(fact.value, fact.unit)
    seen[asked] = now
    yield draft.ask(asked)
    yield from draft.cite(*fact.evidence)
    # What was seen is kept in the form of the language that it was written in; values are compared, not forms.
    was = dict(one.seen).get(asked, now)
    if _bare(was) != _bare(now):
        flags.append(Flag("changed", one.section, asked, was, now))
        if mark:
            yield Text(f" [{draft.words('flag.changed')} {draft.words.apart(was)}]", muted=True, name=True)


def _bare(value: str) -> str:
    """Return the digits of a value, whatever parts them."""
    return re.sub(r"[\s,.'  %]", "", value)


def _plain(
    one: Written, line: str, start: int, end: int, loose: Mapping[int, int], flags: list[Flag], mark: bool,
    draft: Draft,
) -> Iterator[Inline]:  # fmt: skip
    at = start
    for first in sorted(place for place in loose if start <= place < end):
        last = loose[first]
        flags.append(Flag("unbound", one.section, line[first:last]))
        if mark:
            # What people wrote is theirs: the digits stay, and are said to be bound to nothing.
            yield name(line[at:last], one.language)
            yield Text(f" [{draft.words('flag.unbound')}]", muted=True)
            at = last
    if at < end:
        yield name(line[at:end], one.language)


def unbound(text: str) -> list[tuple[int, int]]:
    """Return spans of digits that are no facts, years, dates, symbols, codes or places of documents."""
    # Facts are bound; a mask of the same length keeps the places.
    return figures(FACT.sub(lambda found: "·" * len(found[0]), text))
