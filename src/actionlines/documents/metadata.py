"""What a document says of itself: symbol, title, body, date, session, kind; never from its file name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from actionlines.documents.blocks import Block
from actionlines.documents.masthead import (
    begins,
    body_line,
    find,
    find_date,
    is_masthead,
    is_organization,
    plain,
    session_number,
    speaker,
    words,
)
from actionlines.documents.metadata_itu import (
    describe_document,
    describe_resolution,
    document_number,
    untitled,
)
from actionlines.documents.model import Metadata, Paragraph
from actionlines.documents.structure.front import Front, find_front
from actionlines.documents.structure.itu import is_itu
from actionlines.documents.structure.signs import is_adoption
from actionlines.framework.bodies import by_alias
from actionlines.lazily import expression

# "A/RES/80/173", "A/80/6 (Sect. 18)", "A/79/62-E/2024/3", "S/RES/1325 (2000)", "A/C.2/80/L.59/Rev.1"
_SYMBOL = expression(
    r"(?<![\w/-])[A-Z]{1,5}(?:/[A-Z][A-Za-z.]{0,6}(?:\.\d{1,3})?)?(?:/[A-Z0-9][\w.]{0,12}(?:-[\w.]{1,8})?){1,5}"
    r"(?:\s?\((?:\d{4}|[IVXLC]{1,8}|Sect\.\s?\d{1,2}[A-Z]?|Part [IVX]+)\))?"
    r"(?:/(?:Add|Corr|Rev)\.\d{1,3})*(?![\w/])"
)
_NUMBER = expression(r"(\d{1,4})/(\d{1,4}(?:\s?[A-Z])?)(?:\.|\s[-–])\s+")
# "Resolution 1325 (2000)": the title of a resolution of the Security Council
_SERIAL = expression(r"(?:Resolution|RESOLUTION) (?P<number>\d{1,4}) ?\((?P<year>(?:19|20)\d\d)\)$")
_SERIES_OF = {"general-assembly": "A", "ecosoc": "E", "human-rights-council": "A/HRC"}
_FORMULA = expression(r"The\s+(?P<body>[A-Z][^,(]{3,160}?)\s*,")
_SERIES = (
    ("A/HRC", "human-rights-council"),
    ("A", "general-assembly"),
    ("S", "security-council"),
    ("E", "ecosoc"),
)
_ADOPTED = expression(r"(?i)\b(resolution|decision)s? adopted\b|^(?P<bare>adopted) by the ")
# "Adopted at the closing plenary, 5 October 2094": a declaration or an outcome document
_OUTCOME = expression(r"\(?(?:As )?[Aa]dopted (?:at|on|in|by consensus) ")
_DRAFT = expression(r"(?i)\bdraft (resolution|decision)s?\b")
# "Country, Country: amendment to draft resolution A/C.3/74/L.39"
_AMENDMENT = expression(r"(?i)\bamendments? to (?:the )?(?:revised )?draft (?:resolution|decision)")
_OPERATION = expression(
    r"(?:Replace|Insert|Delete|Add|Amend|After|Before|In|Operative|Preambular|Paragraph)\b"
)
# "Agenda item 15", "Item 35 of the provisional agenda*" and the same in the other languages
_ITEM = expression(
    r"(?i)(?:agenda )?items? \d{1,3}\b|point \d{1,3} de l.ordre du jour|tema \d{1,3} del? .{0,20}programa"
    r"|пункт \d{1,3}\b|البند \d{1,3}\b|(?:临时)?议程项目\s?\d"
)
# Drafts and amendments are documents of limited distribution.
_LIMITED = expression(r"/L\.\d")
_ROLLED = 20
_SHORT = 160
_PARTS = 400  # paragraphs of a contribution, in which its parts stand
_HEAD = 6  # lines of a head that nothing divides
_BELOW = 3  # lines under a title that may say what a document is
_LONG = 2_000  # sponsors stand before the word
# A symbol with a word for it, or with its language, has a line of its own.
_LABELLED = 13
# Blocks in which the layout of ITU must show.
_HEAD_OF_ITU = 60


def describe(
    blocks: Sequence[Block],
    paragraphs: Sequence[Paragraph],
    masthead: Iterable[str] = (),
    language: str = "",
    properties: dict[str, str] | None = None,
) -> Metadata:
    """Metadata from the first-page blocks and the masthead.

    `masthead` are lines that the reader took out ("United Nations A/RES/80/173", "Distr.: General").
    `properties` of the file are used for the title where the text has none.
    """
    body_blocks = [block for block in blocks if block.role != "note"]
    front = find_front(body_blocks)
    head = [*masthead, *(block.text for block in body_blocks[: front.body or _ROLLED])]
    title = _title(paragraphs, front)
    formal = is_itu(body_blocks[:_HEAD_OF_ITU])
    resolution = describe_resolution(paragraphs, language, formal=formal)
    if resolution is not None:
        return resolution
    formula = next((found for p in paragraphs if p.id == "intro" and (found := _FORMULA.match(p.text))), None)
    symbol = _symbol(head, title)
    if not symbol and (numbered := document_number(head[:_ROLLED])):
        return describe_document(numbered, head[:_ROLLED], language, find_date)
    spoken, year = untitled(paragraphs, formal=formal)
    kind = _kind(head, symbol, front, [block.text for block in body_blocks[: _head_end(front) + _BELOW]])
    if kind == "amendment" and (not title or _OPERATION.match(title)):
        title = _of_amendment(head) or title
    return Metadata(
        symbol=symbol,
        title=_NUMBER.sub("", title, count=1) or (properties or {}).get("title", ""),
        body=spoken or _body(symbol, formula, [*head, *(p.text for p in paragraphs[:_ROLLED])]),
        date=_date(head, paragraphs) or year,
        session=_session(head, symbol),
        language=language,
        kind=kind
        or ("resolution" if spoken and formal else "")
        or ("contribution" if _proposes(paragraphs) else ""),
        amends=_amended(head) if kind == "amendment" else "",
        agenda=_agenda(head, title),
        drafts=() if kind == "amendment" else _drafts(head, symbol),
    )


def _title(paragraphs: Sequence[Paragraph], front: Front) -> str:
    first = next((p for p in paragraphs if p.kind == "heading" and p.id != "intro"), None)
    if first is None or (front.title == front.body and first is not paragraphs[0]):
        return ""
    # "Purpose" opens a contribution whose subject stands in a masthead or nowhere.
    return "" if plain(first.text).strip(" :.") in words("part") else first.text


def _proposes(paragraphs: Sequence[Paragraph]) -> bool:
    """Return whether a paper is a contribution by its parts: "Background", "Discussion", "Proposals"."""
    parts = [
        words("part").get(plain(p.text).strip(" :."), "") for p in paragraphs[:_PARTS] if p.kind == "heading"
    ]
    return "proposal-part" in parts and len(set(filter(None, parts))) > 1


def _of_amendment(head: Sequence[str]) -> str:
    """Return the words that say what an amendment amends: "Amendment to draft resolution A/C.3/74/L.39"."""
    for text in head:
        if found := _AMENDMENT.search(text[:_LONG]):
            words = text[found.start() : found.start() + _SHORT].strip(" *")
            return words[:1].upper() + words[1:]
    return ""


def _amended(head: Sequence[str]) -> str:
    """Return the symbol of the text that an amendment amends, "" where the head does not say."""
    for text in head:
        found = _AMENDMENT.search(text[:_LONG])
        symbol = _SYMBOL.search(text, found.end(), found.end() + _SHORT) if found else None
        if symbol:
            return re.sub(r"\s", "", symbol.group())
    return ""


def _agenda(head: Sequence[str], title: str) -> str:
    """Return the words of the agenda item, which stand below its number; "" where the head has none."""
    at = next((n for n, text in enumerate(head[:-1]) if len(text) < _SHORT and _ITEM.match(text)), None)
    if at is None:
        return ""
    below = head[at + 1]
    return "" if below == title or len(below) > _SHORT or _adopted(below) or _DRAFT.search(below) else below


def _drafts(head: Sequence[str], symbol: str) -> tuple[str, ...]:
    """Return the drafts that the head names: what was adopted, or what this draft goes back to."""
    named = (found.group() for text in head for found in _SYMBOL.finditer(text[:_LONG]))
    kept = (one for one in named if _LIMITED.search(one) and "/Add." not in one and one != symbol)
    return tuple(dict.fromkeys(kept))


def _symbol(head: list[str], title: str) -> str:
    """Return the document's own symbol: from a line of the masthead, or from the number of the resolution."""
    for text in head:
        # A line that ends as a sentence ("See A/RES/70/125.") speaks of another document.
        if len(text) > 120 or text.startswith("[") or text.rstrip().endswith((".", ";", "。")):
            continue
        found = _SYMBOL.search(text)
        if not found:
            continue
        beside = f"{text[: found.start()]} {text[found.end() :]}"
        if len(beside) < _LABELLED or is_organization(text) or is_masthead(beside):
            return re.sub(r"\s", "", found.group()).replace("–", "-")
    number = _NUMBER.match(title)
    adopted = next((text for text in head if _adopted(text)), None)
    if number and adopted is not None:
        by = find("body", adopted) or next(filter(None, map(body_line, head)), None)
        series = _SERIES_OF.get(by or "", "E" if len(number.group(1)) == 4 else "A")
        return f"{series}/RES/{number.group(1)}/{number.group(2).replace(' ', '')}"
    serial = next((found for text in head if (found := _SERIAL.match(text))), None)
    if serial and any("Security Council" in text for text in head):
        return f"S/RES/{serial['number']}({serial['year']})"
    return ""


def _adopted(text: str) -> str:
    """ "resolution" or "decision" of the line that says who adopted it, or ""."""
    # A plain look first: the pattern takes half a second for ten megabytes without the word.
    if "adopted" in text.lower() and (found := _ADOPTED.search(text)):
        return (found.group(1) or "resolution").lower()
    return (find("adopted", text) or "") if len(text) < _SHORT else ""


def _body(symbol: str, formula: re.Match[str] | None, lines: Sequence[str]) -> str:
    """By the enacting formula, else by the symbol, else by a line of the masthead."""
    if formula:
        found = by_alias(formula.group("body"))
        if found:
            return found[0]
    if spoken := next(filter(None, map(speaker, lines)), ""):
        return spoken
    return body_of_symbol(symbol) or next(filter(None, map(body_line, lines)), "")


def body_of_symbol(symbol: str) -> str:
    """Return the body whose series a symbol stands in; "" where no series is known.

    >>> body_of_symbol("S/RES/2198(2015)"), body_of_symbol("TD/B/70/3")
    ('security-council', '')
    """
    if symbol.startswith("A/CONF."):
        return ""  # a conference speaks for itself
    return next((body for series, body in _SERIES if f"{symbol}/".startswith(f"{series}/")), "")


def _date(head: list[str], paragraphs: Sequence[Paragraph]) -> str:
    """Day of adoption, else of distribution."""
    for text in head:
        if _adopted(text) and (date := find_date(text)):
            return date
    for place in range(len(paragraphs)):
        if date := _day_of_meeting(paragraphs, place):
            return date
    at = next((n for n, text in enumerate(head) if find("distribution", text) is not None), None)
    if at is None:
        return ""
    return next((date for text in head[at : at + 3] if (date := find_date(text))), "")


def _day_of_meeting(paragraphs: Sequence[Paragraph], place: int) -> str:
    """Return the date of a line that names the meeting which adopted the text, there or on the line below."""
    paragraph = paragraphs[place]
    if paragraph.kind == "heading" and is_adoption(paragraph.text):
        return find_date(paragraph.text)
    if len(paragraph.text) > _SHORT or find("meeting", paragraph.text) is None:
        return ""
    below = paragraphs[place + 1].text if place + 1 < len(paragraphs) else ""
    return find_date(paragraph.text) or (find_date(below) if len(below) < _SHORT else "")


def _session(head: list[str], symbol: str) -> str:
    """By the symbol where it carries a session, else by a line of the masthead."""
    found = re.match(r"A/(?:RES/|DEC/|C\.\d/|BUR/|HRC/(?:RES/|DEC/)?)?((?:S-|ES-)?\d{1,3})/", symbol)
    if found:
        return found.group(1)
    return next((number for text in head if len(text) < 80 and (number := session_number(text))), "")


def _head_end(front: Front) -> int:
    return front.body or _HEAD


def _kind(head: list[str], symbol: str, front: Front, below: list[str]) -> str:
    """By who adopted it, the symbol, and the words of the head; `below` goes on to the lines under the title."""
    if adopted := next(filter(None, map(_adopted, head)), ""):
        return adopted
    if "/RES/" in symbol or "/DEC/" in symbol:
        return "decision" if "/DEC/" in symbol else "resolution"
    if any(
        _AMENDMENT.search(text) or begins("kind", text) == "amendment" for text in head if len(text) < _LONG
    ):
        return "amendment"
    lines = [line for line in [*head, *below] if len(line) < _SHORT]
    at, reports = next(
        ((n, kind) for n, line in enumerate(lines) if (kind := begins("kind", line))), (len(lines), "")
    )
    drafted = symbol == "" and any(_DRAFT.search(line) for line in lines[:at])
    if reports and not drafted and not _LIMITED.search(symbol) and front.form != "resolution":
        return reports
    if draft := _DRAFT.search("\n".join(head)):
        return f"draft-{draft.group(1).lower()}"
    drafts = (find("draft", text) for text in head if len(text) < _SHORT)
    if announced := next(filter(None, drafts), ""):
        return announced
    if reports or front.form == "resolution":
        return reports or "resolution"
    if any(find("kind", line) == "summary" for line in lines):
        return "summary"
    return "outcome" if any(_OUTCOME.match(line) for line in lines) else ""
