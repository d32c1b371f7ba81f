"""What a document says of itself: symbol, title, body, date, session, kind; never from its file name."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from actionlines.documents.blocks import Block
from actionlines.documents.masthead import (
    body_line,
    compile_pattern,
    find_beginning,
    find_date,
    find_speaker,
    find_words,
    is_masthead,
    is_organization,
    list_words,
    plain_text,
    session_number,
)
from actionlines.documents.metadata_itu import describe_document, describe_resolution, document_number, read_untitled
from actionlines.documents.model import Metadata, Paragraph
from actionlines.documents.structure.itu import is_itu
from actionlines.documents.structure.labels import Front, find_front, is_adoption
from actionlines.framework.bodies import NAMED, by_alias, label_of
from actionlines.framework.references import list_series
from actionlines.lazily import expression

# "A/RES/80/173", "A/80/6 (Sect. 18)", "A/79/62-E/2024/3", "S/RES/1325 (2000)", "A/C.2/80/L.59/Rev.1"
_SYMBOL = expression(
    r"(?<![\w/-])[A-Z]{1,5}(?:/[A-Z][A-Za-z.]{0,6}(?:\.\d{1,3})?)?(?:/[A-Z0-9][\w.]{0,12}(?:-[\w.]{1,8})?){1,5}"
    r"(?:\s?\((?:\d{4}|[IVXLC]{1,8}|Sect\.\s?\d{1,2}[A-Z]?|Part [IVX]+)\))?"
    r"(?:/(?:Add|Corr|Rev)\.\d{1,3})*(?![\w/])"
)
_NUMBER = expression(r"((?:E?S-)?\d{1,4})/(\d{1,4}(?:\s?[A-Z])?)(?:\.|\s[-–]|(?=\s[A-Z“]))\s+")
# "1514 (XV). Title": the Assembly to its session 30, the Economic and Social Council to 1977
_ROMAN = expression(r"(\d{1,4})(?:\s?([A-Z]))?\s?\(([IVXLC]{1,8})\)\.\s+")
# "WHA71.15", "EB144.R3": symbols of the World Health Organization
_HEALTH = expression(r"(?:WHA\d{1,3}\.\d{1,3}|EB\d{1,3}\.R\d{1,3})(?=\.?(?:\s|$))")
# "PRST 19/1. Title": a statement by the President of the Human Rights Council
_STATEMENT = expression(r"PRST (?P<number>(?:OS/)?(?:S-)?\d{1,3}/\d{1,3})\b")
_PRESIDENT = expression(r"(?i)statement by the president of the (?P<body>[a-z ]{5,60}?)\W*$")
# "Resolution 1325 (2000)": the title of a resolution of the Security Council
_SERIAL = expression(r"(?:Resolution|RESOLUTION) (?P<number>\d{1,4}) ?\((?P<year>(?:19|20)\d\d)\)$")
# How bodies number what they adopt; a body with no row does not tell its series by the number of a title.
_NUMBERED = {
    "A": "A/{what}/{session}/{number}",
    "E": "E/{what}/{session}/{number}",
    "A/HRC": "A/HRC/{what}/{session}/{number}",
    "UNEP/EA": "UNEP/EA.{session}/{what}.{number}",
    "HSP/HA": "HSP/HA.{session}/{what}.{number}",
}
_FORMULA = expression(r"The\s+(?P<body>[A-Z][^,(]{3,160}?)\s*,")
_ADOPTER = expression(r"(?i)\badopted by the (?P<body>[a-z][^,(]{3,160}?)(?=\s(?:on|at|in)(?:\s|$)|[,.;]|$)")
_ADOPTED = expression(
    r"\b(Resolution|RESOLUTION|Decision|DECISION)[sS]? (?:adopted|ADOPTED)\b"
    r"|^(?P<bare>[Aa]dopted|ADOPTED) (?:by the|BY THE) "
)
# "Adopted at the closing plenary, 5 October 2094": a declaration or an outcome document
_OUTCOME = expression(r"\(?(?:As )?[Aa]dopted (?:at|on|in|by consensus) ")
_DRAFT = expression(
    r"(?i)\b(?:draft|zero draft of the) "
    r"(?:(resolution|decision)s?|(?:[a-z-]+ ){0,2}(?:declaration|outcome document))\b"
)
# "We, the Ministers,": who adopts a declaration speaks
_WE = expression(
    r"(?:1\. )?(?:We,? (?:the )?(?:[A-Z]\w+ ){0,2}"
    r"(?:Ministers|Heads|(?:[Rr]epresentative|[Ll]eader|[Pp]articipant|[Dd]elegate|[Mm]ember)s|States|Governments|Parties"
    r"|[Hh]igh)\b|Nous,? (?:les )?[Mm]inistres|Nosotros,? (?:los )?[Mm]inistros|Мы, |نحن،|我们，)"
)
_ADDENDUM = expression(r"(?:Addendum|Corrigendum)\b")
# "Country, Country: amendment to draft resolution A/C.3/74/L.39"
_AMENDMENT = expression(r"(?i)\bamendments? to (?:the )?(?:revised )?draft (?:resolution|decision)")
_OPERATION = expression(r"(?:Replace|Insert|Delete|Add|Amend|After|Before|In|Operative|Preambular|Paragraph)\b")
# "Agenda item 15", "Item 35 of the provisional agenda*" and the same in the other languages
_ITEM = expression(
    r"(?i)(?:agenda )?items? \d{1,3}\b|point \d{1,3} de l.ordre du jour|tema \d{1,3} del? .{0,20}programa"
    r"|пункт \d{1,3}\b|البند \d{1,3}\b|(?:临时)?议程项目\s?\d"
)
# Drafts and amendments are documents of limited distribution.
_LIMITED = expression(r"/L\.\d")
_RESOLUTION = expression(r"(?i)/RES[/.]")
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


def describe_document_head(
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
    title = _find_title(paragraphs, front)
    formal = is_itu(body_blocks[:_HEAD_OF_ITU])
    if (resolution := describe_resolution(paragraphs, language, formal=formal)) is not None:
        return resolution
    formula = next((match for p in paragraphs if p.id == "intro" and (match := _FORMULA.match(p.text))), None)
    named = _plain_name(formula["body"]) if formula else ""
    below = [block.text for block in body_blocks[: (front.body or _HEAD) + _BELOW]]
    symbol = _find_symbol(head, title, below, named)
    if not symbol and (numbered := document_number(head[:_ROLLED])):
        return describe_document(numbered, head[:_ROLLED], language, find_date)
    opening, year = read_untitled(paragraphs, formal=formal)
    kind = _find_kind(head, symbol, front, below)
    if not kind and any(_WE.match(paragraph.text) for paragraph in paragraphs[:_ROLLED]):
        kind = "outcome"
    if kind == "amendment" and (not title or _OPERATION.match(title)):
        title = _of_amendment(head) or title
    return Metadata(
        symbol=symbol,
        title=_NUMBER.sub("", _ROMAN.sub("", _HEALTH.sub("", title).lstrip(". "), count=1), count=1)
        or (properties or {}).get("title", ""),
        body=opening or _find_body(symbol, named, head, [p.text for p in paragraphs[:_ROLLED]]),
        date=_find_adoption_date(head, paragraphs) or year,
        session=_find_session(head, symbol),
        language=language,
        kind=kind
        or ("resolution" if opening and formal else "")
        or ("contribution" if _is_proposal(paragraphs) else ""),
        amends=_find_amended(head) if kind == "amendment" else "",
        agenda=_find_agenda(head, title),
        drafts=() if kind == "amendment" else _list_drafts(head, symbol),
    )


def is_numbered_title(text: str) -> bool:
    """Return whether a line is the title of a resolution with its number.

    >>> is_numbered_title("99/2. Pumps for all"), is_numbered_title("99/2")
    (True, False)
    """
    return any(pattern.match(text) for pattern in (_NUMBER, _ROMAN, _SERIAL, _STATEMENT))


def _find_title(paragraphs: Sequence[Paragraph], front: Front) -> str:
    first = next((p for p in paragraphs if p.kind == "heading" and p.id != "intro"), None)
    if first is None or (front.title == front.body and first is not paragraphs[0]):
        return ""
    # "Purpose" opens a contribution whose subject is in a masthead or nowhere.
    return "" if plain_text(first.text).strip(" :.") in list_words("part") else first.text


def _is_proposal(paragraphs: Sequence[Paragraph]) -> bool:
    """Return whether a paper is a contribution by its parts: "Background", "Discussion", "Proposals"."""
    parts = [
        list_words("part").get(plain_text(p.text).strip(" :."), "") for p in paragraphs[:_PARTS] if p.kind == "heading"
    ]
    return "proposal-part" in parts and len(set(filter(None, parts))) > 1


def _of_amendment(head: Sequence[str]) -> str:
    """Return the words that say what an amendment amends: "Amendment to draft resolution A/C.3/74/L.39"."""
    for text in head:
        if match := _AMENDMENT.search(text[:_LONG]):
            words = text[match.start() : match.start() + _SHORT].strip(" *")
            return words[:1].upper() + words[1:]
    return ""


def _find_amended(head: Sequence[str]) -> str:
    """Return the symbol of the text that an amendment amends, "" where the head does not say."""
    for text in head:
        match = _AMENDMENT.search(text[:_LONG])
        symbol = _SYMBOL.search(text, match.end(), match.end() + _SHORT) if match else None
        if symbol:
            return re.sub(r"\s", "", symbol.group())
    return ""


def _find_agenda(head: Sequence[str], title: str) -> str:
    """Return the words of the agenda item, which stand below its number; "" where the head has none."""
    at = next((n for n, text in enumerate(head[:-1]) if len(text) < _SHORT and _ITEM.match(text)), None)
    if at is None:
        return ""
    below = head[at + 1]
    return "" if below == title or len(below) > _SHORT or _find_adoption(below) or _DRAFT.search(below) else below


def _list_drafts(head: Sequence[str], symbol: str) -> tuple[str, ...]:
    """Return the drafts that the head names: what was adopted, or what this draft goes back to."""
    named = (match.group() for text in head for match in _SYMBOL.finditer(text[:_LONG]))
    drafts = (name for name in named if _LIMITED.search(name) and "/Add." not in name and name != symbol)
    return tuple(dict.fromkeys(drafts))


def _find_symbol(head: list[str], title: str, below: list[str], named: str) -> str:
    """Return the document's own symbol: from a line of the masthead, or from the number of the resolution, where
    the body that speaks (`named` by the enacting formula) numbers its resolutions so.
    """
    for text in head:
        # A line that ends as a sentence ("See A/RES/70/125.") speaks of another document.
        if len(text) > 120 or text.startswith("[") or text.rstrip().endswith((".", ";", "]", "。")):
            continue
        if not (match := _SYMBOL.search(text)):
            continue
        beside = f"{text[: match.start()]} {text[match.end() :]}"
        if len(beside) < _LABELLED or is_organization(text) or is_masthead(beside):
            return re.sub(r"\s", "", match.group()).replace("–", "-")
    if health := next(filter(None, map(_HEALTH.match, [*head[:_HEAD], title])), None):
        return health.group()
    if (stated := _find_match(_STATEMENT, [*head, title, *below])) and _find_president_body(head) in (
        "",
        "human-rights-council",
    ):
        return f"A/HRC/PRST/{stated['number']}"
    adopted = next((text for text in head if _find_adoption(text)), "")
    adopter = _ADOPTER.search(adopted)
    by = (_plain_name(adopter["body"]) if adopter else find_words("body", adopted) or "") or named
    by = by or next(filter(None, map(body_line, head)), "")
    what = "DEC" if _find_adoption(adopted) == "decision" else "RES"
    number, roman = _NUMBER.match(title), _ROMAN.match(title)
    if number and (adopted or named):
        series = next((prefix for prefix in _NUMBERED if by and body_of_symbol(f"{prefix}/") == by), "")
        series = series or ("" if by else "E" if len(number[1]) == 4 else "A")
        form = _NUMBERED.get(series, "")
        return form.format(what=what, session=number[1], number=re.sub(r"\s", "", number[2]))
    if roman and by in ("general-assembly", "ecosoc"):
        return f"{'A' if by[0] == 'g' else 'E'}/RES/{roman[1]}{roman[2] or ''}({roman[3]})"
    serial = _find_match(_SERIAL, [*head, title])
    return f"S/RES/{serial['number']}({serial['year']})" if serial and by in ("", "security-council") else ""


def _find_match(pattern: re.Pattern[str], lines: Iterable[str]) -> re.Match[str] | None:
    return next(filter(None, (pattern.match(line[:_SHORT]) for line in lines)), None)


def _find_adoption(text: str) -> str:
    """ "resolution" or "decision" of the line that says who adopted it, or ""."""
    # A plain look first: the pattern takes half a second for ten megabytes without the word.
    if "adopted" in text.lower() and (match := _ADOPTED.search(text[:_LONG])):
        return (match.group(1) or "resolution").lower()
    return (find_words("adopted", text) or "") if len(text) < _SHORT and not text.isascii() else ""


def _plain_name(words: str) -> str:
    """Return the label of the body that a formula names: "Seventy-first World Health Assembly" is the Assembly."""
    words = " ".join(words.removeprefix("the ").split())
    while match := compile_pattern("ordinal", "times").match(words.lower()):
        words = words[match.end() :].lstrip(" -")
    if by_alias(words):
        return by_alias(words)[0]
    return label_of(words) if " " in words else ""  # "The Conference," is no name


def _find_president_body(lines: Iterable[str]) -> str:
    """Return the body whose President makes a statement: "Statement by the President of the Security Council"."""
    match = next(filter(None, (_PRESIDENT.search(line) for line in lines if len(line) < _SHORT)), None)
    return _plain_name(match["body"]) if match else ""


def _find_body(symbol: str, named: str, head: Sequence[str], paragraphs: Sequence[str]) -> str:
    """By the enacting formula, else by the symbol, else by a line of the masthead."""
    lines = [*head, *paragraphs]
    known = "" if named.startswith(NAMED) else named
    # A resolution may recommend a text that another body is to adopt.
    if _RESOLUTION.search(symbol) and (own := body_of_symbol(symbol)):
        return own
    return (
        known
        or next(filter(None, map(find_speaker, lines)), "")
        or _find_president_body(lines)
        or body_of_symbol(symbol)
        or named
        or next(filter(None, map(body_line, lines)), "")
    )


def body_of_symbol(symbol: str) -> str:
    """Return the label of the body whose series a symbol is in; "" where no series is known.

    >>> body_of_symbol("S/RES/2198(2015)"), body_of_symbol("E/CN.16/2030/2"), body_of_symbol("A/CONF.900/3")
    ('security-council', 'cstd', '')
    """
    if symbol.startswith("A/CONF."):
        return ""  # a conference speaks for itself
    if _HEALTH.match(symbol):
        return label_of("World Health Assembly" if symbol.startswith("WHA") else "Executive Board of WHO")
    for prefix, body in _list_series():
        if symbol.startswith(prefix) and not symbol[len(prefix) : len(prefix) + 1].isalnum():
            return body
    return ""


@cache
def _list_series() -> tuple[tuple[str, str], ...]:
    """Return the series of the United Nations with the labels of their bodies, longest prefix first.

    A series within another one ("UNEP/EA") is of the body in its title where the table has no id for it.
    """
    rows = [row for row in list_series() if row.family != "itu"]
    prefixes = [(row.prefix, row.body or (label_of(row.title) if "/" in row.prefix else "")) for row in rows]
    return tuple(sorted(prefixes, key=lambda pair: -len(pair[0])))


def _find_adoption_date(head: list[str], paragraphs: Sequence[Paragraph]) -> str:
    """Day of adoption, else of distribution."""
    for text in head:
        if _find_adoption(text) and (date := find_date(text)):
            return date
    for place in range(len(paragraphs)):
        if date := _day_of_meeting(paragraphs, place):
            return date
    at = next((n for n, text in enumerate(head) if find_words("distribution", text) is not None), None)
    return "" if at is None else next((date for text in head[at : at + 3] if (date := find_date(text))), "")


def _day_of_meeting(paragraphs: Sequence[Paragraph], place: int) -> str:
    """Return the date of a line that names the meeting which adopted the text, there or on the line below."""
    paragraph = paragraphs[place]
    if paragraph.kind == "heading" and is_adoption(paragraph.text):
        return find_date(paragraph.text)
    if len(paragraph.text) > _SHORT or find_words("meeting", paragraph.text) is None:
        return ""
    below = paragraphs[place + 1].text if place + 1 < len(paragraphs) else ""
    return find_date(paragraph.text) or (find_date(below) if len(below) < _SHORT else "")


def _find_session(head: list[str], symbol: str) -> str:
    """By the symbol where it carries a session, else by a line of the masthead."""
    if match := re.match(r"A/(?:RES/|DEC/|C\.\d/|BUR/|HRC/(?:RES/|DEC/)?)?((?:S-|ES-)?\d{1,3})/", symbol):
        return match.group(1)
    return next((number for text in head if len(text) < 80 and (number := session_number(text))), "")


def _find_kind(head: list[str], symbol: str, front: Front, below: list[str]) -> str:
    """By the symbol, who adopted it, and the words of the head; `below` goes on to the lines under the title."""
    limited = _LIMITED.search(symbol) is not None
    if not limited and (adopted := next(filter(None, map(_find_adoption, head)), "")):
        return adopted
    if "/PRST/" in symbol:
        return "statement"
    if "/DEC/" in symbol or "/DEC." in symbol.upper():
        return "decision"
    if not limited and (_RESOLUTION.search(symbol) or _HEALTH.match(symbol)):
        return "resolution"
    if any(
        _AMENDMENT.search(text) or find_beginning("kind", text) == "amendment" for text in head if len(text) < _LONG
    ):
        return "amendment"
    lines = [line for line in [*head, *below] if len(line) < _SHORT]
    kinds = [(n, kind) for n, line in enumerate(lines) if (kind := find_beginning("kind", line))]
    # An addendum of a report may be the declaration that a conference adopted.
    more = next((n for n, line in enumerate(lines) if _ADDENDUM.match(line)), 0)
    at, reports = next((pair for pair in kinds if pair[0] > more > 0), next(iter(kinds), (len(lines), "")))
    drafted = symbol == "" and any(_DRAFT.search(line) for line in lines[:at])
    if reports and not drafted and not limited and front.form != "resolution":
        return reports
    if draft := next(filter(None, map(_find_draft, head)), ""):
        return draft
    drafts = (find_words("draft", text) for text in head if len(text) < _SHORT)
    if announced := next(filter(None, drafts), ""):
        return announced
    if limited or reports or front.form == "resolution":
        return reports or (
            "draft-resolution" if limited and front.form == "resolution" else "" if limited else "resolution"
        )
    if any(find_words("kind", line) == "summary" for line in lines):
        return "summary"
    return "outcome" if any(_OUTCOME.match(line) for line in lines) else ""


def _find_draft(line: str) -> str:
    """Return the kind of draft that a line announces: "Draft resolution", "Aland and Bland: draft resolution"; ""
    for a sentence that speaks of one.
    """
    match = _DRAFT.search(line[:_LONG])
    if match is None or (len(line) > _SHORT and len(line.rstrip(" *")) > match.end()):
        return ""
    return f"draft-{(match[1] or 'outcome').lower()}"
