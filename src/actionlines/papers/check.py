"""Check a paper: every number is bound to a fact, and every reference has its target.

Digits in text are figures unless they belong to a name, a place or a date.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from actionlines.citations import find_citations
from actionlines.framework import load
from actionlines.framework.export import concepts
from actionlines.lazily import expression, read_rows
from actionlines.papers import model as m
from actionlines.papers.words import LANGUAGES, words

_DIGIT = expression(r"\d")
# From the first character of a word on: from every one of them it would take the square of its length.
_TOKEN = expression(r"(?<![^\s()\[\]«»“”\"])[^\s()\[\]«»“”\"]*?\d[^\s()\[\]«»“”\"]*")
_ISO_DATE = expression(r"(?<!\d)\d{4}-\d{2}(?:-\d{2})?(?!\d)")
# A year, or a span of them ("2026-2027", "1998/99"); never part of a larger number.
_YEAR = expression(r"(?<![\d.,])(?:19|20|21)\d\d(?:[-–/]\d\d(?:\d\d)?)?(?!\d|[.,]\d)(?: ?год[а-я]*|年)?")
# A code: letters and digits in one word ("C5", "4G", "WSIS+20", "COVID-19", "IPv6"), an ordinal ("80th").
_CODE = expression(
    r"(?<![A-Za-z\u0400-\u04ff])[A-Za-z\u0400-\u04ff]+[-+./_]?\d[\w./+-]*|(?<![\w.,])\d{1,3}(?:[GD]|st|nd|rd|th|er|re|ème|e|º|ª|-[а-я]{1,3})\b"
)
_FIGURE = expression(r"(?:\d[\d.,\s]*)?\d(?:\s?%)?")
_ITEM = expression(r"(?:^|\n)\s*\(?\d{1,3}[.)]\s")  # of a list
_HIDDEN = "·"
_PLACE = r"\d+(?:\.\w{1,3})*(?:\s?\(\w{1,4}\))*"
LONGEST = 20_000  # letters of a text in which citations are looked for


class KnownNames:
    """Names with digits in them that a paper may say, found by the words that have the digits."""

    def __init__(self, names: Iterable[str]) -> None:
        self.by_token: dict[str, list[str]] = {}
        for name in dict.fromkeys((*names, *_framework_names())):
            for token in set(_TOKEN.findall(name)):
                self.by_token.setdefault(_strip_marks(token), []).append(name)

    def without(self, text: str) -> str:
        """Return the text without the names that it contains, "" where the whole text is a name."""
        if any(text.strip() in self.by_token.get(_strip_marks(token), ()) for token in _TOKEN.findall(text)):
            return ""
        findall = {name for token in _TOKEN.findall(text) for name in self.by_token.get(_strip_marks(token), ())}
        for name in sorted(findall, key=lambda item: (-len(item), item)):
            text = text.replace(name, " ")
        return text


def find_loose_figure(text: str, language: str, names: KnownNames) -> str:
    """Return the first figure in a text that is no part of a name, symbol, place or date; "" for none.

    >>> find_loose_figure("35 of 48 countries", "en", KnownNames(()))
    '35'
    >>> find_loose_figure("by 2030, see A/RES/80/173", "en", KnownNames(()))
    ''
    """
    if not _DIGIT.search(text):
        return ""
    places = (_date_pattern(language), _place_pattern(language), _place_pattern("en"))
    left = names.without(text)
    for pattern in (_ISO_DATE, *places, _YEAR, _CODE):
        left = pattern.sub(" ", left)
    if _DIGIT.search(left) and len(text) <= LONGEST:
        left = names.without(_remove_citations(text))
        for pattern in (_ISO_DATE, *places, _YEAR, _CODE):
            left = pattern.sub(" ", left)
    match = _TOKEN.search(left)
    return _strip_marks(match[0]) if match else ""


def find_figures(text: str) -> list[tuple[int, int]]:
    """Return spans of digits that a person wrote and that are no part of a symbol, code, place, year or date.

    The text may be in any of the six languages.

    >>> line = "In 2024, 73 % of schools (A/RES/80/173, paragraph 113) had 5G; C5 on 3 May 2025."
    >>> [line[start:end] for start, end in find_figures(line)]
    ['73 %']
    """
    for citation in find_citations(text):
        text = f"{text[: citation.start]}{_HIDDEN * (citation.end - citation.start)}{text[citation.end :]}"
    places = (_place_pattern(language, True) for language in LANGUAGES)
    for pattern in (_ITEM, _ISO_DATE, *map(_date_pattern, LANGUAGES), *places, _YEAR, _CODE):
        text = pattern.sub(lambda matches: _HIDDEN * len(matches[0]), text)
    return [figures.span() for figures in _FIGURE.finditer(text)]


def _strip_marks(token: str) -> str:
    return token.strip(".,;:!?،؛。，、：；")


@lru_cache(maxsize=4096)
def _remove_citations(text: str) -> str:
    """Return the text without its citations."""
    for citation in sorted(find_citations(text), key=lambda citation: -citation.start):
        text = f"{text[: citation.start]} {text[citation.end :]}"
    return text


@cache
def _date_pattern(language: str) -> re.Pattern[str]:
    """Return the pattern of days and months, as the catalogue of the language writes them."""
    text = words(language)
    months = "|".join(re.escape(text(f"month.{n}")) for n in range(1, 13))
    forms = []
    for key in ("date.day", "date.month"):
        form = re.escape(text.table[key]).replace(r"\ ", r"\s")
        for name, pattern in (("day", r"\d{1,2}(?:er)?"), ("month", f"(?:{months})"), ("year", r"\d{4}")):
            form = form.replace(rf"\{{{name}\}}", pattern)
        forms.append(form)
    day = rf"\d{{1,2}}(?:er)?\s(?:de\s)?(?:{months})(?![\w])"
    return re.compile("|".join((*forms, day)) if language != "zh" else "|".join((*forms, r"\d{1,2}月(?:\d{1,2}日)?")))


@cache
def _place_pattern(language: str, strict: bool = False) -> re.Pattern[str]:
    """Return the pattern of cited paragraphs, goals and parts: words of data/places.csv with a number.

    strict  a number after a comma alone is none ("paragraph 12, 35 countries")
    """
    row = next(item for item in read_rows("actionlines.papers", "data/places.csv") if item["language"] == language)
    before, after, between = (_any_of(row[key]) for key in ("before", "after", "between"))
    comma, joined = rf"\s?[,،、]\s?{_PLACE}", rf"\s?(?:[–-]|{between})\s?{_PLACE}"
    more = rf"(?:(?:{comma})*{joined})*" if strict else rf"(?:{comma}|{joined})*"
    if row["after"]:
        return re.compile(rf"(?:{before})\s?{_PLACE}{more}\s?(?:{after})?")
    return re.compile(rf"(?<!\w)(?:{before})\s?{_PLACE}{more}(?!\d)", re.IGNORECASE)


def _any_of(words: str) -> str:
    return "|".join(map(re.escape, sorted(words.split("|"), key=len, reverse=True)))


@cache
def _framework_names() -> tuple[str, ...]:
    names = (name for concept in concepts(load()) for name in (*concept.names.values(), *concept.others))
    return tuple(dict.fromkeys(name for name in names if _DIGIT.search(name)))


Severity = Literal["error", "unbound", "note"]


@dataclass(frozen=True, slots=True)
class PaperFlaw:
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


def check_paper(paper: m.Paper) -> tuple[PaperFlaw, ...]:
    """Return all flaws in the order of the paper. A correct paper has none of severity "error"."""
    return tuple(_Check(paper).flaws())


class _Check:
    def __init__(self, paper: m.Paper) -> None:
        self.paper = paper
        self.facts = {fact.id: fact for fact in paper.facts}
        self.evidence = {entry.id for entry in paper.evidence}
        self.blocks = {m.id_of(block) for block in paper.blocks} - {""}
        self.names = KnownNames(self._names())

    def _names(self) -> Iterator[str]:
        """Yield names and words of the records that the paper shows."""
        for entry in self.paper.evidence:
            yield entry.label
            yield entry.quote
            yield entry.id
            for pair in entry.details:
                yield from pair
        for fact in self.paper.facts:
            yield fact.label
            yield fact.unit
        for name, value in self.paper.masthead:
            yield name
            yield value
        for block in self.paper.blocks:
            if isinstance(block, m.Figure):
                yield block.chart.title
            elif isinstance(block, m.Table):
                yield from (column.title for column in block.columns)

    def flaws(self) -> Iterator[PaperFlaw]:
        """Yield the flaws of ids, blocks and annex in their order, then those of facts and evidence."""
        yield from self._ids()
        for at, block in enumerate(self.paper.blocks):
            where = m.id_of(block) or f"block {at + 1}"
            yield from self._block(block, where)
            if isinstance(block, m.Section) and self._is_empty(at, block):
                yield PaperFlaw("empty", "error", where, f"the section “{block.title}” has nothing in it")
        for table in self.paper.annex:
            yield from self._block(table, table.id)
        yield from self._facts()
        yield from self._uncited()

    def _ids(self) -> Iterator[PaperFlaw]:
        kinds: tuple[tuple[str, Iterable[str]], ...] = (
            ("block", (*map(m.id_of, self.paper.blocks), *(item.id for item in self.paper.annex))),
            ("evidence", (entry.id for entry in self.paper.evidence)),
            ("fact", (fact.id for fact in self.paper.facts)),
        )
        for kind, ids in kinds:
            for id, count in Counter(filter(None, ids)).items():
                if count > 1:
                    yield PaperFlaw("id", "error", id, f"{count} of kind {kind} have the id {id}")

    def _block(self, block: m.Block, where: str) -> Iterator[PaperFlaw]:
        person = block.by if isinstance(block, m.Para) else ""
        for run in m.list_runs(block):
            yield from self._run(run, where, person)
        for citation in dict.fromkeys(m.list_citations(block)):
            if citation not in self.evidence:
                yield PaperFlaw("cite", "error", where, f"no evidence has the id {citation}")
        for mark in m.list_inlines(block):
            if isinstance(mark, m.Cite) and not mark.evidence:
                yield PaperFlaw("cite", "error", where, "a mark of evidence names none")
        if isinstance(block, m.Table):
            yield from self._cells(block, where)

    def _run(self, run: m.Inlines, where: str, person: str) -> Iterator[PaperFlaw]:
        for item in run:
            match item:
                case m.Number(visible, fact) if fact not in self.facts:
                    yield PaperFlaw(
                        "fact", "error", where, f"“{visible}” is bound to {fact}, which is not among the facts"
                    )
                case m.Number(visible, fact) if self.facts[fact].value is None:
                    yield PaperFlaw("fact", "error", where, f"“{visible}” is bound to {fact}, which has no value")
                case m.See(id) if id not in self.blocks:
                    yield PaperFlaw("see", "error", where, f"a reference to {id}, which is not in the paper")
                case m.Text() if not item.name and item.language in ("", self.paper.language):
                    loose_figure = find_loose_figure(item.text, self.paper.language, self.names)
                    if loose_figure and person:
                        yield PaperFlaw(
                            "figure", "unbound", where, f"“{loose_figure}” was written by hand and is bound to no fact"
                        )
                    elif loose_figure:
                        yield PaperFlaw(
                            "figure", "error", where, f"“{loose_figure}” in “{_shorten(item.text)}” is bound to no fact"
                        )

    def _cells(self, table: m.Table, where: str) -> Iterator[PaperFlaw]:
        for at, row in enumerate(table.rows, start=1):
            wanted = 1 if row.head else len(table.columns)
            if len(row.cells) != wanted:
                yield PaperFlaw("cells", "error", where, f"row {at} has {len(row.cells)} cells, not {wanted}")

    def _is_empty(self, at: int, section: m.Section) -> bool:
        after = self.paper.blocks[at + 1] if at + 1 < len(self.paper.blocks) else None
        return after is None or (isinstance(after, m.Section) and after.level <= section.level)

    def _facts(self) -> Iterator[PaperFlaw]:
        for fact in self.paper.facts:
            for entry in fact.evidence:
                if entry not in self.evidence:
                    yield PaperFlaw(
                        "cite", "error", fact.id, f"the fact {fact.id} names evidence {entry}, which is not there"
                    )

    def _uncited(self) -> Iterator[PaperFlaw]:
        used = {citation for block in (*self.paper.blocks, *self.paper.annex) for citation in m.list_citations(block)}
        used |= {entry for fact in self.paper.facts for entry in fact.evidence}
        for evidence in self.paper.evidence:
            if evidence.id not in used:
                yield PaperFlaw("uncited", "error", evidence.id, f"{evidence.label or evidence.id} is cited nowhere")


def _shorten(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
