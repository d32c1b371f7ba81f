"""A paper in the making: blocks in their order, facts and evidence in the order in which they are first used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from actionlines.papers.model import (
    Block,
    Cite,
    Column,
    Evidence,
    Fact,
    Inline,
    Inlines,
    Missing,
    Number,
    Para,
    Row,
    Section,
    Table,
    Text,
)
from actionlines.papers.words import Words, plural
from actionlines.reports.account.model import Account, Standing
from actionlines.reports.account.query import ask
from actionlines.reports.account.question import question
from actionlines.reports.sections import evidence
from actionlines.reports.sections.labels import told

Part = str | Inline | Inlines
_HOLE = re.compile(r"\{([a-z_]+)\}")


class Draft:
    """Made for one paper, from one account, in the language of `words` (`sections.words`).

    numbered  whether its paragraphs are counted, as those of United Nations reports are
    """

    def __init__(self, account: Account, words: Words, *, numbered: bool = False) -> None:
        self.account = account
        self.words = words
        self.numbered = numbered
        self.blocks: list[Block] = []
        self.annex: list[Table] = []
        self.facts: dict[str, Fact] = {}
        self.evidence: dict[str, Evidence] = {}
        self.sources: dict[str, str] = {}  # name of a file of figures or document -> SHA-256

    @cached_property
    def standing(self) -> Mapping[str, Standing]:
        """Return the standings of the account by id."""
        return {one.id: one for one in self.account.standings}

    def fact(self, text: str) -> Fact:
        """Return the answer to a question, kept with the paper. Raises BadQuestion."""
        name = str(question(text))
        if name not in self.facts:
            found = ask(self.account, name)
            kept = tuple(one for one in found.evidence if self.prove(one))
            self.facts[name] = replace(found, label=told(name, self.words, self.account), evidence=kept)
        return self.facts[name]

    def ask(self, text: str) -> Inline:
        """Return the answer as a number of the text; words that say so where there is none."""
        found = self.fact(text)
        if found.value is None:
            return Text(self.words("none-known"), muted=True)
        return Number(self.words.figure(found.value, found.unit), found.id)

    def value(self, text: str) -> float:
        """Return the answer as a number to decide by; 0 where there is none."""
        found = self.fact(text).value
        return float(found) if isinstance(found, int | float) else 0.0

    def counted(self, noun: str, text: str) -> Inline:
        """Return a number with its noun, in the form that the language asks for: one bound unit ("3 mandates")."""
        found = self.fact(text)
        if not isinstance(found.value, int):
            return self.ask(text)
        forms = self.words(f"n.{noun}").split("|")
        form = forms[min(plural(self.words.language, found.value), len(forms) - 1)]
        return Number(form.format(n=self.words.figure(found.value, "")), found.id)

    def money(self, text: str, currency: str) -> Inlines:
        """Return the answer to a question on money, with its currency."""
        return (self.ask(text), Text(f" {currency}"))

    def say(self, key: str, **parts: Part) -> Inlines:
        """Return the words of a key with parts filled in; plain text among the parts is a name or a symbol."""
        out: list[Inline] = []
        at = 0
        template = self.words(key)
        for hole in _HOLE.finditer(template):
            if hole.start() > at:
                out.append(Text(template[at : hole.start()]))
            part = parts[hole[1]]
            if isinstance(part, str):
                out.append(Text(self.words.apart(part), name=True))
            else:
                out += part if isinstance(part, tuple) else (part,)
            at = hole.end()
        if at < len(template):
            out.append(Text(template[at:]))
        return tuple(out)

    def prove(self, id: str, made: Evidence | None = None) -> bool:
        """Enter evidence; `made` where it is at hand. False where the account knows nothing of it."""
        if id in self.evidence:
            return True
        found = made or evidence.of(id, self)
        if found is None:
            return False
        self.evidence[id] = found
        return True

    def cite(self, *ids: str) -> Inlines:
        """Return marks that lead to evidence; nothing where none of it is known."""
        known = tuple(one for one in dict.fromkeys(ids) if self.prove(one))
        return (Text(" "), Cite(known)) if known else ()

    def section(self, id: str, key: str, level: int = 1, **values: object) -> None:
        """Add a heading in the words of a key."""
        self.blocks.append(Section(id, self.words(key, **values), level))

    def add(self, *blocks: Block) -> None:
        """Add blocks at the end of the draft, unchanged."""
        self.blocks += blocks

    def para(self, *runs: Inlines, id: str = "") -> None:
        """Add a paragraph of runs, a space between two."""
        inlines = joined((Text(" "),), runs)
        if inlines:
            self.blocks.append(Para(inlines, id, self.numbered))

    def missing(self, key: str, advice: str = "", **values: object) -> None:
        """Add a note in the place of missing content; `advice` is a key too."""
        self.blocks.append(Missing(self.words(key, **values), self.words(advice) if advice else ""))

    def table(
        self, id: str, caption: str, columns: Sequence[tuple[str, int, bool]], rows: Iterable[Row], *,
        empty: str = "", note: Inlines = (),
    ) -> None:  # fmt: skip
        """Add a table.

        caption  in words
        columns  keys of headings, each with its share of the width and whether it holds figures
        empty    key of the words for a table without rows
        """
        heads = tuple(Column(self.words(key), share, number) for key, share, number in columns)
        said = self.words(empty) if empty else ""
        self.blocks.append(Table(id, caption, heads, tuple(rows), note, said))

    def list_of(self, names: Iterable[Part]) -> Inlines:
        """Return names parted by the comma of the language."""
        runs = (
            (Text(one, name=True),) if isinstance(one, str) else one if isinstance(one, tuple) else (one,)
            for one in names
        )  # fmt: skip
        return joined((Text(self.words("comma")),), runs)


def joined(between: Inlines, runs: Iterable[Inlines]) -> Inlines:
    """Return runs that are not empty, with `between` between two of them."""
    out: Inlines = ()
    for run in runs:
        if run:
            out = (*out, *between, *run) if out else run
    return out
