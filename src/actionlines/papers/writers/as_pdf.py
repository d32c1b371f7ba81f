"""The paper as a tagged PDF (PDF/UA-1) by typst: outline, links, headings of tables on every page.

The text goes in as data (JSON), never as markup; the file carries the date of the paper, so that the same paper
gives the same bytes. An error names the packages of fonts that the machine lacks.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from actionlines import __version__
from actionlines.errors import MissingFont
from actionlines.json_types import JsonObject
from actionlines.lazily import expression
from actionlines.papers import layout as layouts
from actionlines.papers.charts.paint import describe_chart, draw_chart
from actionlines.papers.model import paper_timestamp
from actionlines.papers.words import direction

if TYPE_CHECKING:
    from typst import Fonts

INSTEAD = "\ufffd"
_REFUSED = expression(r'the text (?:contains the disallowed codepoint )?`"(.*?)"`')
_ESCAPED = expression(r"\\u\{([0-9a-f]+)\}")
_RARE = expression(
    "[^\u0000-\u052f\u0600-\u06ff\u2000-\u206f\u20a0-\u20bf\u2100-\u22ff\u3000-\u30ff\u4e00-\u9fff\uff00-\uffee]"
)
# Families for Latin and Cyrillic letters, best first; typst holds the last, so that every machine has one.
LATIN = ("Noto Sans", "DejaVu Sans", "Libertinus Serif")
# (script, family, package of Debian, characters) of the scripts for which typst holds no font, or a poor one
FAMILIES = (
    (
        "Arabic",
        "Noto Sans Arabic",
        "fonts-noto-core",
        expression("[" + "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc" + "]"),
    ),
    (
        "Chinese",
        "Noto Sans CJK SC",
        "fonts-noto-cjk",
        expression("[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef" + "\U00020000-\U0003134f]"),
    ),
)


@cache
def load_fonts() -> Fonts:
    """Return the fonts of this machine and those inside typst."""
    import typst

    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)


@cache
def list_families() -> frozenset[str]:
    """Return names of the families of this machine."""
    return frozenset(load_fonts().families())


def check_fonts(text: str, language: str) -> None:
    """Check that the machine has the fonts for Arabic and Chinese in the text. Raises MissingFont (AL402)."""
    missing = [item for item in FAMILIES if item[1] not in list_families() and item[3].search(text)]
    if missing:
        what = ", ".join(f"{name} for {script}" for script, name, _, _ in missing)
        packages = " ".join(dict.fromkeys(package for _, _, package, _ in missing))
        advice = f"Install it (Debian: apt-get install {packages}); the other formats need no font."
        raise MissingFont(f"PDF ({language})", f"this machine lacks a font: {what}", advice)


def replace_unprintable(text: str) -> str:
    """Return the text with U+FFFD for letters that no font has (private, unassigned), without byte order marks.

    >>> replace_unprintable("a\ue000b\ufeffc")
    'a\ufffdbc'
    """
    odd = {ord(item): INSTEAD for item in set(text) if unicodedata.category(item) in ("Co", "Cn", "Cs")}
    return text.translate({**odd, 0xFEFF: ""})


def find_refused(message: str) -> frozenset[int]:
    """Return the letters, as numbers, that typst says it cannot print.

    >>> find_refused('the text `"ab"` could not be displayed with font `"Noto Sans"`') == {97, 98}
    True
    """
    refused: set[int] = set()
    for quoted in _REFUSED.findall(message):
        refused |= {int(code, 16) for code in _ESCAPED.findall(quoted)}
        refused |= {ord(item) for item in _ESCAPED.sub("", quoted)}
    return frozenset(refused)


BREAK = "\u200b"
LONGEST_WORD = 30  # letters of a word of a language; longer ones are something else
_MARKS = ".,;:!?()[]«»“”\"'’"
# Behind these a symbol or an address is broken rather than anywhere.
_AFTER = expression(r"(?<=[/._\-–—@:;,&=?])")


class Breaker:
    """Puts spaces without width into words of more letters than a line has; leaves all other text as it is.

    hyphens  whether words of letters alone are hyphenated by who sets the text, and so left to it
    """

    def __init__(self, letters: int, *, hyphens: bool = False) -> None:
        self.letters, self.hyphens = letters, hyphens
        self._long = re.compile(rf"\S{{{letters + 1},}}")

    def __call__(self, text: str) -> str:
        """Return the text with its breaks.

        >>> Breaker(12)("see A/CONF.204/GDC/5 there").split(BREAK)
        ['see A/CONF.204/', 'GDC/5 there']
        """
        return self._long.sub(lambda matches: self._word(matches[0]), text) if len(text) > self.letters else text

    def _word(self, word: str) -> str:
        if self.hyphens and len(word) <= LONGEST_WORD and word.strip(_MARKS).isalpha():
            return word
        out, room = "", self.letters
        for part in filter(None, _AFTER.split(word)):
            if out and len(part) > room:
                out, room = out + BREAK, self.letters
            pieces = [part[at : at + self.letters] for at in range(0, len(part), self.letters)]
            out += BREAK.join(pieces)
            room = (room if len(pieces) == 1 else self.letters) - len(pieces[-1])
        return out


STANDARD: Literal["ua-1"] = "ua-1"
# How often letters that no font has are taken out before all rare ones are.
TRIES = 3
# Letters that fit a line of the text, and of a table over the whole width in its smaller type.
LINE, TABLE_LINE = 84, 92
# Languages of papers whose words typst can divide.
HYPHENATED = frozenset({"en", "es", "fr", "ru"})
REGIONS = {"zh": "cn", "en": "gb", "fr": "fr", "es": "es", "ru": "ru", "ar": "sa"}


def paper_pdf(layout: layouts.PaperLayout) -> bytes:
    """Return the bytes of paper.pdf. Raises MissingFont (AL402) where Arabic or Chinese words lack a font."""
    import typst

    data = replace_unprintable(json.dumps(_Data(layout).all(), ensure_ascii=False))
    check_fonts(data, layout.paper.language)
    for _ in range(TRIES):
        try:
            return _compile_pdf(data, layout)
        except typst.TypstError as error:
            # A letter that no font of this machine has: the standard forbids the empty box that would be printed.
            if not (letters := find_refused(f"{error} {error.diagnostic}")):
                raise
            data = data.translate(dict.fromkeys(letters, INSTEAD))
    return _compile_pdf(_RARE.sub(INSTEAD, data), layout)


def _compile_pdf(data: str, layout: layouts.PaperLayout) -> bytes:
    import typst

    template = files("actionlines.papers").joinpath("templates", "paper.typ").read_bytes()
    made: bytes = typst.compile(
        template,
        format="pdf",
        font_paths=load_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"paper": data},
        pdf_standards=STANDARD,
        timestamp=paper_timestamp(layout.paper),
    )
    return made


class _Data:
    """The data of the template. Keys are short, because there are many."""

    def __init__(self, layout: layouts.PaperLayout) -> None:
        self.layout, self.words = layout, layout.words
        self.body, self.details = Breaker(LINE), Breaker(LINE)

    def all(self) -> JsonObject:
        """Return everything that the typst template reads, as values for JSON."""
        paper, words, layout = self.layout.paper, self.words, self.layout
        title = paper.title or layout.kind
        return {
            "language": paper.language,
            "region": REGIONS[paper.language],
            "rtl": words("language.direction") == "rtl",
            "latin": next(family for family in LATIN if family in list_families()),
            "generator": f"Actionlines {__version__}",
            "title": self.body(title),
            "short": title if len(title) <= 90 else f"{title[:89]}…",
            "kind": layout.kind,
            "status": self.body(paper.status),
            "concise": paper.concise,
            "subtitle": self.body(paper.subtitle),
            "masthead": _break_pairs(paper.masthead),
            "made": _break_pairs(layout.made),
            "remarks": list(layout.remarks),
            "words": {
                "note": words("note"),
                "contents": words("contents"),
                "evidence": words("evidence"),
                "made": words("made"),
                "missing": words("not-available"),
                "after": words("caption.after"),
            },
            "blocks": [self._block(block) for block in layout.blocks],
            "evidence": [self._entry(entry) for entry in layout.printed],
        }

    def _block(self, block: layouts.LayoutBlock) -> JsonObject:
        match block:
            case layouts.Heading():
                return {
                    "k": "heading",
                    "a": block.anchor,
                    "level": block.level,
                    "number": block.number,
                    "title": self.body(block.title),
                }
            case layouts.NumberedParagraph():
                by = self.words("by", by=block.by) if block.by else ""
                return {
                    "k": "para",
                    "a": block.anchor,
                    "number": block.number,
                    "spans": self._spans(block.spans),
                    "by": self.body(by),
                }
            case layouts.Items():
                return {
                    "k": "items",
                    "a": block.anchor,
                    "ordered": block.ordered,
                    "items": [self._spans(item) for item in block.items],
                }
            case layouts.Grid():
                return self._grid(block)
            case layouts.Picture():
                return {
                    "k": "chart",
                    "a": block.anchor,
                    "label": block.label,
                    "title": self.body(block.chart.title),
                    "sentence": self.body(block.chart.sentence),
                    "source": self.body(block.chart.source),
                    "evidence": self._spans(block.evidence),
                    "svg": draw_chart(block.chart, block.anchor),
                    "alt": describe_chart(block.chart, ""),
                }
            case layouts.Quotation():
                return {
                    "k": "quote",
                    "a": block.anchor,
                    "t": self.body(block.text),
                    **self._tongue(block.language),
                    "spans": self._spans(block.source),
                }
            case layouts.Absent():
                return {"k": "missing", "a": block.anchor, "t": self.body(f"{block.what} {block.advice}".strip())}

    def _grid(self, grid: layouts.Grid) -> JsonObject:
        shares = [max(column.share, 1) for column in grid.columns]
        hyphens = self.layout.paper.language in HYPHENATED
        breakers = [Breaker(max(TABLE_LINE * share // sum(shares) - 2, 4), hyphens=hyphens) for share in shares]
        return {
            "k": "grid",
            "a": grid.anchor,
            "label": grid.label,
            "caption": self.body(grid.caption),
            "shares": shares,
            "columns": [
                {"title": broken(column.title), "number": column.number}
                for broken, column in zip(breakers, grid.columns, strict=True)
            ],
            "rows": [
                {
                    "head": row.head,
                    "long": row.long,
                    "cells": [
                        self._spans(cell, self.body if row.head else broken)
                        for cell, broken in zip(row.cells, breakers, strict=False)
                    ],
                }
                for row in grid.rows
            ]
            if grid.columns
            else [],
            "note": self._spans(grid.note),
            "empty": self.body(grid.empty),
        }

    def _spans(self, spans: layouts.Spans, broken: Breaker | None = None) -> list[JsonObject]:
        return [self._span(span, broken or self.body) for span in spans]

    def _span(self, span: layouts.StyledSpan, broken: Breaker) -> JsonObject:
        out: JsonObject = {"t": broken(span.text)}
        flags = {"b": span.bold, "i": span.italic, "m": span.muted}
        out |= {key: True for key, value in flags.items() if value}
        if span.language:
            out |= self._tongue(span.language)
        # A number leads to the table of facts, which print has not; a path of the site leads nowhere from a file.
        if span.to and span.mark != "number" and not span.to.startswith("/"):
            out["to"] = span.to
        if span.mark == "proposal":
            out["k"] = span.mark
        return out

    def _tongue(self, language: str) -> JsonObject:
        own = not language or language == self.layout.paper.language
        return {"l": "", "r": False} if own else {"l": _language_code(language), "r": direction(language) == "rtl"}

    def _entry(self, entry: layouts.EvidenceEntry) -> JsonObject:
        evidence = entry.evidence
        label = layouts.StyledSpan(evidence.label, to="" if entry.url.startswith("/") else entry.url)
        before, _, after = self.words.table["cited-in"].partition("{list}")
        back = (layouts.StyledSpan(before), *entry.cited_in, layouts.StyledSpan(after)) if entry.cited_in else ()
        separator = self.words("semicolon")
        return {
            "a": entry.anchor,
            "n": entry.number,
            "label": self._spans((label,)),
            "quote": self.body(evidence.quote),
            **self._tongue(evidence.language),
            "details": separator.join(
                f"{name}: {self.words.apart(self.details(value))}" for name, value in evidence.details
            ),
            "back": self._spans(tuple(span for span in back if span.text)),
        }


def _break_pairs(pairs: tuple[tuple[str, str], ...]) -> list[list[str]]:
    broken = Breaker(LINE // 2)
    return [[broken(name), broken(value)] for name, value in pairs]


def _language_code(language: str) -> str:
    """Return the language as typst wants it: two or three letters."""
    code = language.partition("-")[0].lower()
    return code if code.isascii() and code.isalpha() and 2 <= len(code) <= 3 else "und"
