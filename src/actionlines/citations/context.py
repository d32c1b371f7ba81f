"""What a document says of itself: its own symbol, whose voice speaks, and the customs that follow from it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from actionlines.citations import itu
from actionlines.citations.itu import match_document
from actionlines.citations.model import Context, Unit, fold_text, list_forms
from actionlines.citations.symbols import match_symbol, parse_symbol
from actionlines.framework.references import list_series
from actionlines.lazily import expression

if TYPE_CHECKING:
    from actionlines.documents.model import Document

_HEAD = 2500
_HEAD_LINES = 40
_FIRST = 600
# what may share a line with a document's own symbol; signs of direction stand about it in Arabic
_BESIDE = expression(
    "|".join(re.escape(form) for form in sorted(list_forms("masthead"), key=len, reverse=True))
    + r"|document[oe]?|\(e\)|-[efsrac]\b|rev\.?\s?\d|agenda item:?|pl"
    r"|[\s\d.:*|,()\u200e\u200f\u202a-\u202e\u2066-\u2069-]",
    re.I,
)
_NOTE = expression(r"\s{0,4}(?:\d|\*)")  # "* A/80/50." is a footnote
_DOCUMENT = expression(r"document\s{1,3}$", re.I)
# in the head of an ITU document a date or the languages follow the number, sometimes without a blank
_DATED = expression(r"\s{0,3}(?:\d{1,2}\s\w{3,9}\s\d{4}|Original|English\sonly|Rev\.)", re.I)
_OF_MEETING = expression(
    r"\((?P<body>PP|WTDC|WTSA)-(?P<year>\d\d)\).{0,200}?(?<!to\s)Document\s(?P<number>\d{1,4})-[EFSRAC](?![A-Za-z])",
    re.S,
)
_HEADING = expression(r"\s*RESOLUTION\s+\d{1,4}[^\n]{0,60}\)\s*")
_VOICES = (
    ("general assembly", "A"),
    ("economic and social council", "E"),
    ("human rights council", "A/HRC"),
    ("security council", "S"),
)
_VOICE = expression(
    r"(?:adopted\s+by\s+the|\n\s*the)\s+(general assembly|economic and social council|human rights council"
    r"|security council)\b",
    re.I,
)
_ITU = expression(r"\bITU\b|International\s+Telecommunication\s+Union|Plenipotentiary\s+Conference|\bWTDC|\bWTSA")
_LINES = expression(r"action\s+line|lignes?\s+d'action|líneas?\s+de\s+acción|деятельности|行动方面", re.I)
_GOALS = expression(
    r"sustainable\s+development\s+goal|\bSDGs?\b|2030\s+agenda|développement\s+durable|\bODD\b|\bODS\b"
    r"|desarrollo\s+sostenible|\bЦУР\b|устойчивого\s+развития",
    re.I,
)
_SUMMIT = expression(r"information\s+society|\bWSIS\b", re.I)
_REVISION = expression(r"\(Rev\.\d{1,3}\)$")
_MEETING = expression(r"itu:((?:PP|WTDC|WTSA|WRC|RA|C)\d{2,4})/")


def _own_of_text(text: str) -> tuple[str, ...]:
    """Return the symbols in the head of a raw text that are the document's own; () when the head has none."""
    many = "\n" in text.strip()  # a single line is not the head of a document
    offset = 0
    for line in text[:_HEAD].split("\n")[:_HEAD_LINES]:
        for slash in re.finditer("/", line):
            position = offset + slash.start()
            symbol = match_symbol(text, position)
            document = match_document(text, position) if symbol is None else None
            if symbol is None and document is None:
                continue
            start, end = (symbol or document)[:2]  # type: ignore[index]
            names = symbol[2] if symbol is not None else (document[2],)  # type: ignore[index]
            if text[max(0, start - 1) : start] == "(":
                continue
            left, right = text[offset:start], text[end : offset + len(line)]
            alone = not _NOTE.match(left) and not _BESIDE.sub("", left) and not _BESIDE.sub("", right)
            titled = _DOCUMENT.search(left) and (_DATED.match(right) or not _BESIDE.sub("", right))
            if (alone and many) or (titled and position < _FIRST):
                return names
        offset += len(line) + 1
    return ()


def _own_heading(text: str) -> str:
    """Return the ITU resolution that the first lines announce as their own, or ""."""
    for line in [line for line in text[:_HEAD].split("\n") if line.strip()][:3]:
        if _HEADING.fullmatch(line):
            position = re.match(r"\s*RESOLUTION\s+", line).end()  # type: ignore[union-attr]
            if listed := itu.find_list(Unit(line, Context(family="itu")), 0, position, "RES"):
                return listed[0].instrument
    return ""


def _series_of(symbol: str) -> str:
    """Return the series that speaks in a document with this symbol."""
    if symbol.startswith("itu:"):
        name = re.match(r"itu:([A-Z]+)", symbol)
        return {"CWG": "C", "EG": "C"}.get(name[1], name[1]) if name is not None else "C"
    if symbol.startswith("A/HRC/"):
        return "A/HRC"
    return symbol.partition("/")[0] if symbol[:2] in ("E/", "S/") else "A"


def _series_of_body(body: str) -> str:
    return next((row.prefix for row in list_series() if body and row.body == body), "")


def _own_forms(names: tuple[str, ...]) -> frozenset[str]:
    """Return each own symbol, the double symbol, and what running headers print of a revised ITU document."""
    if not names:
        return frozenset()
    forms = {*names, "-".join(names)}
    return frozenset(forms | {_REVISION.sub("", form) for form in forms if form.startswith("itu:")})


def _read_context(names: tuple[str, ...], speaking: str, text: str) -> Context:
    own = names[0] if names else ""
    prefix = speaking or (_series_of(own) if own else "")
    family: Literal["un", "itu"] = "un"
    if own.startswith("itu:") or any(row.prefix == prefix and row.family == "itu" for row in list_series()):
        family = "itu"
    elif not prefix and (voice := _VOICE.search(text, 0, _HEAD)) is not None:
        prefix = dict(_VOICES)[" ".join(voice[1].lower().split())]
    elif not own and _ITU.search(text, 0, _HEAD) is not None:
        family = "itu"
    meeting = _MEETING.match(own)
    return Context(
        family,
        prefix or ("A" if family == "un" else ""),
        _own_forms(names),
        meeting[1] if meeting is not None else "",
        _GOALS.search(text) is not None,
        _LINES.search(text) is not None,
        _SUMMIT.search(text) is not None,
        family == "itu" or _ITU.search(text) is not None,
    )


def of_text(text: str, body: str = "") -> Context:
    """Return the context that raw text gives of itself."""
    head = fold_text(text[: 2 * _HEAD])
    names = _own_of_text(head)
    if not names and (numbered := _OF_MEETING.search(head[:_FIRST])) is not None:
        names = (f"itu:{numbered['body']}{numbered['year']}/{numbered['number']}",)
    if "\n" in head.strip() and not names and (heading := _own_heading(head)):
        names = (heading,)
    return _read_context(names, _series_of_body(body), text)


def of_document(document: Document, body: str = "") -> Context:
    """Return the context of a document that has been read: its metadata, and where they are silent, its head."""
    symbol = parse_symbol(document.metadata.symbol) if document.metadata.symbol else None
    speaking = _series_of_body(body or document.metadata.body)
    text = document.text or "\n".join(paragraph.text for paragraph in document.paragraphs)
    names = (*symbol.parts, symbol.canonical) if symbol is not None else _own_of_text(fold_text(text[: 2 * _HEAD]))
    if symbol is not None and symbol.canonical in symbol.parts:
        names = symbol.parts
    if speaking and symbol is not None and symbol.kind == "un_doc" and not body:
        speaking = speaking if speaking in ("E", "S", "A/HRC", "A") else ""
    return _read_context(names, speaking, text)
