"""Collect, while a paper is written, the facts that bind its numbers and the evidence that it cites."""

from __future__ import annotations

import re
from collections.abc import Iterable

from actionlines.follow_up.standing.evidence import area_title
from actionlines.framework import load
from actionlines.papers.model import Cite, Evidence, Fact, Inline, Inlines, Number, Text
from actionlines.papers.words import Words
from actionlines.reports.account.model import Account, Activity, Envelope, Linked, Mandate
from actionlines.reports.account.query import ask
from actionlines.reports.account.question import normal
from actionlines.reports.roadmap.figures import View

QUOTED = 700  # characters of a paragraph that stand in the supporting evidence
_HOLE = re.compile(r"\{(\w+)\}")


def text(said: str) -> Text:
    """Return words that the program writes, in the language of the paper."""
    return Text(said)


def name(said: str, language: str = "", *, bold: bool = False, muted: bool = False) -> Text:
    """Return words of a record, a document or the framework, in their own language ("" for that of the paper)."""
    return Text(said, bold=bold, muted=muted, language=language, name=True)


def filled(template: str, **given: Inline | str) -> Inlines:
    """Return a sentence with inlines in its holes.

    >>> filled("{n} of {all}", n=Number("2", "a"), all=Number("3", "b"))[1].text
    ' of '
    """
    parts = _HOLE.split(template)
    out: list[Inline] = []
    for at, part in enumerate(parts):
        if at % 2:
            one = given[part]
            out.append(name(one) if isinstance(one, str) else one)
        elif part:
            out.append(Text(part))
    return tuple(out)


def run(parts: Iterable[Inlines], apart: str = "; ") -> Inlines:
    """Return several runs as one, with something between them."""
    out: list[Inline] = []
    for one in parts:
        if out:
            out.append(Text(apart))
        out += one
    return tuple(out)


class Notes:
    """Facts and evidence of one paper, in the order in which they were asked for."""

    def __init__(self, account: Account, words: Words) -> None:
        self.account, self.words = account, words
        self.facts: dict[str, Fact] = {}
        self.evidence: dict[str, Evidence] = {}

    def count(self, question: str) -> Number:
        """Return the number with which the account answers a question."""
        fact = self.facts.get(question) or ask(self.account, question)
        self.facts.setdefault(question, fact)
        self.facts.setdefault(fact.id, fact)
        value = fact.value if isinstance(fact.value, int) else 0
        return Number(self.words.number(value), fact.id)

    def counted(self, question: str, value: int) -> Number:
        """Return a count that is known already, bound to the question that gives it again."""
        asked = normal(question)
        self.facts.setdefault(asked, Fact(asked, value))
        return Number(self.words.number(value), asked)

    def value(self, question: str, value: float, unit: str, evidence: Iterable[str] = ()) -> Number:
        """Return a figure that is known already, bound to the question that gives it again."""
        asked = normal(question)
        self.facts.setdefault(asked, Fact(asked, value, unit, evidence=tuple(evidence)))
        return Number(self.words.figure(value, unit), asked)

    def amount(self, question: str) -> Number:
        """Return the sum of money with which the account answers a question."""
        fact = ask(self.account, question)
        self.facts.setdefault(fact.id, fact)
        value = fact.value if isinstance(fact.value, int | float) else 0
        return Number(f"{self.words.number(round(value))} {fact.unit}", fact.id)

    def made_facts(self) -> tuple[Fact, ...]:
        """Return each fact once, by its normal form."""
        return tuple({fact.id: fact for fact in self.facts.values()}.values())

    def _keep(self, one: Evidence) -> Cite:
        self.evidence.setdefault(one.id, one)
        return Cite((one.id,))

    def _url(self, path: str) -> str:
        return f"{self.account.address}{path}" if path.startswith("/") else path

    def place(self, one: Mandate) -> str:
        """Return the place of a mandate: symbol (or title of a document without one) and paragraph."""
        held = self.account.by_symbol.get(one.symbol)
        called = held.title if held and held.title and one.symbol.startswith("file:") else one.symbol
        return f"{self.words.apart(clipped(called, 80))}, {self.words.place(one.anchor)}"

    def mandate(self, one: Mandate) -> Cite:
        """Enter the paragraph of a mandate into the evidence, and return its mark."""
        return self._keep(
            Evidence(
                f"{one.symbol}#{one.anchor}", "paragraph", self.place(one), clipped(one.quote),
                one.language, self._url(one.url),
            )
        )  # fmt: skip

    def activity(self, one: Activity, lines: tuple[str, ...] = ()) -> Cite:
        """Enter an activity, with the words of its link or its summary, and return its mark."""
        label = self.words("evidence.activity", n=one.id, title=one.title, version=one.version)
        said = quoted(one.links, lines) or one.summary
        id = f"activity:{one.id}@{one.version}"
        return self._keep(Evidence(id, "activity", label, clipped(said), one.language, self._url(one.url)))

    def envelope(self, one: Envelope) -> Cite:
        """Enter an envelope in the version that the account holds, and return its mark."""
        label = f"{one.plan}: {one.objective}"
        id = f"envelope:{one.id}@{one.version}"
        return self._keep(
            Evidence(id, "envelope", label, f"{one.amount} {one.currency}", "", self._url(one.url))
        )

    def series(self, one: View) -> Cite:
        """Enter the series behind figures with its file, and return its mark."""
        words, (year, value) = self.words, one.last
        said = words.figure(value, one.measured.unit)
        where = area_title("m49:001", words) if one.area else words("basis.median")
        details = [(words("detail.series"), one.name[1]), (words("detail.file"), one.file)]
        details += [("SHA-256", one.sha256), (words("detail.source"), one.source)]
        if one.name[2]:
            details.insert(1, (words("detail.breakdown"), one.name[2]))
        return self._keep(
            Evidence(
                one.evidence, "series", f"{one.title}, {where}, {year}", said,
                details=tuple((what, said) for what, said in details if said),
            )
        )  # fmt: skip

    def matrix(self, line: str, concept: str) -> Cite:
        """Enter the link of a line to a goal or target in the matrix, and return its mark."""
        target = "." in concept
        link = next(
            one
            for one in load().matrix.links(line)
            if (one.target == concept if target else one.goal == concept and not one.target)
        )
        label = f"{link.source}: {link.action_line} – {concept.removeprefix('sdg:')}"
        return self._keep(Evidence(f"matrix:{line}:{concept}", "record", label, link.note))

    def record(self, id: str, label: str, quote: str = "", url: str = "") -> Cite:
        """Enter a row of the framework into the evidence, and return its mark."""
        return self._keep(Evidence(id, "record", label, quote, url=self._url(url)))


def quoted(links: Iterable[Linked], concepts: tuple[str, ...]) -> str:
    """Return the words of a record that say that it speaks to one of the concepts, "" where none are on record."""
    for link in links:
        if link.concept in concepts and link.words:
            return " … ".join(dict.fromkeys(one.quote for one in link.words if one.quote))
    return ""


def clipped(said: str, most: int = QUOTED) -> str:
    """Return the text, or its beginning up to a blank.

    >>> clipped("one two three", 9)
    'one two …'
    """
    if len(said) <= most:
        return said
    return said[: most - 2].rsplit(" ", 1)[0] + " …"
