"""Check a paper: every number is bound to a fact, and every reference has its target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from actionlines.papers.digits import Names, loose
from actionlines.papers.model import (
    Block,
    Cite,
    Figure,
    Inlines,
    Number,
    Paper,
    Para,
    Section,
    See,
    Table,
    Text,
    cited,
    id_of,
    inlines,
    runs,
)

Severity = Literal["error", "unbound", "note"]


@dataclass(frozen=True, slots=True)
class Flaw:
    """A flaw of a paper.

    code      `fact`, `figure`, `see`, `cite`, `id`, `cells`, `uncited`, `empty`, `address`
    severity  "error" of the program; "unbound": a figure that a person wrote; "note": worth a look
    block     id of the block, or its place ("12th block")
    message   what is wrong, in English, naming the words
    """

    code: str
    severity: Severity
    block: str
    message: str


def check(paper: Paper) -> tuple[Flaw, ...]:
    """Return all flaws in the order of the paper. A correct paper has none of severity "error"."""
    return tuple(_Check(paper).flaws())


class _Check:
    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.facts = {one.id: one for one in paper.facts}
        self.evidence = {one.id for one in paper.evidence}
        self.blocks = {id_of(one) for one in paper.blocks} - {""}
        self.names = Names(self._names())

    def _names(self) -> Iterator[str]:
        """Yield names and words of the records that the paper shows."""
        for one in self.paper.evidence:
            yield one.label
            yield one.quote
            yield one.id
            for pair in one.details:
                yield from pair
        for fact in self.paper.facts:
            yield fact.label
            yield fact.unit
        for name, value in self.paper.masthead:
            yield name
            yield value
        for block in self.paper.blocks:
            if isinstance(block, Figure):
                yield block.chart.title
            elif isinstance(block, Table):
                yield from (column.title for column in block.columns)

    def flaws(self) -> Iterator[Flaw]:
        """Yield the flaws of ids, blocks and annex in their order, then those of facts and evidence."""
        yield from self._ids()
        for at, block in enumerate(self.paper.blocks):
            where = id_of(block) or f"block {at + 1}"
            yield from self._block(block, where)
            if isinstance(block, Section) and self._is_empty(at, block):
                yield Flaw("empty", "error", where, f"the section “{block.title}” has nothing in it")
        for table in self.paper.annex:
            yield from self._block(table, table.id)
        yield from self._facts()
        yield from self._uncited()

    def _ids(self) -> Iterator[Flaw]:
        kinds: tuple[tuple[str, Iterable[str]], ...] = (
            ("block", (*map(id_of, self.paper.blocks), *(one.id for one in self.paper.annex))),
            ("evidence", (one.id for one in self.paper.evidence)),
            ("fact", (one.id for one in self.paper.facts)),
        )
        for kind, ids in kinds:
            for id, count in Counter(filter(None, ids)).items():
                if count > 1:
                    yield Flaw("id", "error", id, f"{count} of kind {kind} have the id {id}")

    def _block(self, block: Block, where: str) -> Iterator[Flaw]:
        person = block.by if isinstance(block, Para) else ""
        for run in runs(block):
            yield from self._run(run, where, person)
        for one in dict.fromkeys(cited(block)):
            if one not in self.evidence:
                yield Flaw("cite", "error", where, f"no evidence has the id {one}")
        for mark in inlines(block):
            if isinstance(mark, Cite) and not mark.evidence:
                yield Flaw("cite", "error", where, "a mark of evidence names none")
        if isinstance(block, Table):
            yield from self._cells(block, where)

    def _run(self, run: Inlines, where: str, person: str) -> Iterator[Flaw]:
        for one in run:
            match one:
                case Number(shown, fact) if fact not in self.facts:
                    yield Flaw(
                        "fact", "error", where, f"“{shown}” is bound to {fact}, which is not among the facts"
                    )
                case Number(shown, fact) if self.facts[fact].value is None:
                    yield Flaw("fact", "error", where, f"“{shown}” is bound to {fact}, which has no value")
                case See(id) if id not in self.blocks:
                    yield Flaw("see", "error", where, f"a reference to {id}, which is not in the paper")
                case Text() if not one.name and one.language in ("", self.paper.language):
                    found = loose(one.text, self.paper.language, self.names)
                    if found and person:
                        yield Flaw(
                            "figure",
                            "unbound",
                            where,
                            f"“{found}” was written by hand and is bound to no fact",
                        )
                    elif found:
                        yield Flaw(
                            "figure", "error", where, f"“{found}” in “{_short(one.text)}” is bound to no fact"
                        )

    def _cells(self, table: Table, where: str) -> Iterator[Flaw]:
        for at, row in enumerate(table.rows, start=1):
            wanted = 1 if row.head else len(table.columns)
            if len(row.cells) != wanted:
                yield Flaw("cells", "error", where, f"row {at} has {len(row.cells)} cells, not {wanted}")

    def _is_empty(self, at: int, section: Section) -> bool:
        after = self.paper.blocks[at + 1] if at + 1 < len(self.paper.blocks) else None
        return after is None or (isinstance(after, Section) and after.level <= section.level)

    def _facts(self) -> Iterator[Flaw]:
        for fact in self.paper.facts:
            for one in fact.evidence:
                if one not in self.evidence:
                    yield Flaw(
                        "cite",
                        "error",
                        fact.id,
                        f"the fact {fact.id} names evidence {one}, which is not there",
                    )

    def _uncited(self) -> Iterator[Flaw]:
        used = {one for block in (*self.paper.blocks, *self.paper.annex) for one in cited(block)}
        used |= {one for fact in self.paper.facts for one in fact.evidence}
        for evidence in self.paper.evidence:
            if evidence.id not in used:
                yield Flaw(
                    "uncited", "error", evidence.id, f"{evidence.label or evidence.id} is cited nowhere"
                )


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
