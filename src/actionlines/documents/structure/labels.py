"""What a block is by its own words and looks: numbers and letters at its head, headings, formulas, the front block."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from actionlines.documents.blocks import Block
from actionlines.documents.masthead import find_speaker, is_date_line, is_head_line, says_who_adopted
from actionlines.framework.tables import read_table
from actionlines.lazily import expression

# "(Place, 2040)" behind the conference that speaks
_HELD = r"(?:\s\([^\d(),;]{2,60},\s(?:19|20)\d\d\))?"
_FORMULA = expression(
    r"(?:The|Its) [A-Z][\w'’() -]{0,120}?"
    r"(?:Assembly|Council|Conference|Committee|Commission|Board|Congress|Meeting|Parties)"
    r"(?: of [A-Z][\w'’(),. -]{0,120})?\s*,?"
    r"|The (?:Assembly|Council|Conference|Committee|Commission|Board|Congress|Meeting),"
    r"|The (?:[A-Z][\w-]{1,30} ){0,6}(?:Assembly|Council|Conference|Parties)"
    rf"(?: of the [A-Z][\w'’() -]{{0,120}}?| to the [A-Z][\w'’() -]{{0,120}}?)?{_HELD},"
)
_ANNEX = expression(
    r"(?P<word>ANNEX|Annex|APPENDIX|Appendix|ENCLOSURE|Enclosure)(?:\s+(?P<mark>[IVXL]{1,6}|\d{1,2}|[A-Z]))?"
    r"(?=\s*$|\s*[:.–—-]\s|\s*\*|\s+[A-Z“\"])"
)
_ADOPTION = expression(r"\d{1,4}(?:st|nd|rd|th) (?:\([a-z ]+\) )?(?:plenary )?meeting\b.{0,60}")
_DATE = expression(r"\d{1,2} [A-Z][a-z]+ \d{4}")
_SECTION = expression(
    r"(?:(?P<word>Part|PART|Section|SECTION|Chapter|CHAPTER|Article|ARTICLE|Rule|RULE)\s+)?"
    r"(?P<mark>[IVXL]{1,7}|[A-Z]|\d{1,3}[A-Z]?)(?P<dot>\.?)(?=\s|$)\s*(?P<title>.*)",
    re.DOTALL,
)
_ENDED = expression(r"(?:[.,;:。，；：،؛][”\"’)\]]*|[,;]\d{1,3})$")
_TITLE = expression(r"\d{1,4}/\d{1,4}(?:\s?[A-Z])?(?:\.|\s[-–])\s")
_DECIDES = expression(
    r"The (?:(?:[A-Z][\w'’-]*|and|of|the|on|for) ){0,8}(?:Assembly|Council|Committee|Commission|Conference)\b"
)

_WORD = expression(r"[A-Za-z]+")
# Words in -ing and -ed that open clauses of any kind.
_ADVERBS_AT_MOST = 3
_LABEL = expression(
    r"(?P<decimal>[A-Z]{0,2}\d{1,3}[A-Z]?(?:\.(?:\d{1,3}|[IVXL]{1,5}|[A-Z])){1,4})(?:\.\s+|\s+(?=[A-Z“\"(])|\s*$)"
    r"|(?P<number>\d{1,4})(?:\.(?=\s|[A-Z][a-z]|[“(])|\s*\.\s+|\)\s+|\s?[-–]\s+(?=[\u0600-\u06ff]))\s*"
    r"|(?P<bare>\d{1,3})(?:\t|\s{2,})"
    r"|(?P<bis>\d{1,3}\s?(?:bis|ter|quater)|\d{1,3}[A-Z])\.\s+"
    r"|[(（](?P<inner>[a-z]{1,5}|[A-Z]|\d{1,3}|[\u0430-\u044f]|[\u0623-\u064a]{1,2}|[一二三四五六七八九十]{1,3})[)）]\s*"
    r"|(?P<half>[a-z]{1,4}|[\u0430-\u044f]|[\u0623-\u064a]{1,2})\)\s+"
    r"|(?P<bullet>[•●▪◦‣·–—-])\s+"
)
# "a." and "iv." are items where a list is open, or where a reader counted them; else they may be words.
_DOTTED = expression(r"(?P<dotted>[a-z]|[ivxl]{2,6})\.\s+(?=\S|$)")
_ROMAN = expression(r"x{0,3}(?:ix|iv|v?i{0,3})$|xl|l")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
# Lines of the front block that stand above the subject.
_OPENING = expression(
    r"[A-Z][a-z]+(?:[- ][a-z]+)* (?:emergency |special |regular |resumed )*session(?:,? .{0,40})?"
    r"|(?:Agenda |Sub-)?[Ii]tems? \d+\b.{0,80}|(?:First|Second|Third|Fourth|Fifth|Sixth) Committee"
    r"|Special Political and Decolonization Committee.{0,30}"
    r"|United Nations|Distr\..{0,40}|Original: .{0,40}"
    r"|(?:General Assembly|Security Council|Economic and Social Council)"
)
# The last line of the front block: the title comes next.
_CLOSING = expression(
    r"(?:Resolution|Decision)s? adopted (?:by|on) .{0,200}|\[.{0,300}\]"
    r"|(?:Revised )?[Dd]raft (?:resolution|decision)s? (?:[IVXL\d]+ )?"
    r"(?:submitted|recommended|proposed) .{0,400}"
    r"|.{0,3000}?(?:draft (?:resolution|decision)s?|amendments?(?: to .{0,80})?)[* ]{0,6}",
    re.DOTALL,
)
# A decision begins at once: "At its 40th plenary meeting, on 1 December 2031, the General Assembly decided".
_SPEAKS = expression(
    r"(?:(?:Also |Further )?[Aa]t (?:its|the) [\w() -]{1,40}(?:meeting|session)s?,? .{0,40}"
    r"|On \d{1,2} [A-Z][a-z]+ \d{4}), .{20}",
    re.DOTALL,
)
_KIND_BELOW = expression(
    r"(?:Report|Note|Letter|Memorandum|Statement|Summary) (?:of|by|from|prepared by|submitted by) .{0,200}"
)
_DECISION = expression(r"(?i)\bdraft decisions?\b|^decisions? adopted\b")
_RESOLUTION = expression(r"(?i)\bdraft resolutions?[* ]*$|^(?:draft )?resolutions? (?:adopted|submitted|recommended)\b")
_FAR = 40
_NEAR = 15
_LONGEST = 4_000
_SET_OUT = -20.0


def is_formula(text: str) -> bool:
    """Return the enacting formula on its own: "The General Assembly,", "L'Assemblée générale,"."""
    return len(text) < 200 and (_FORMULA.fullmatch(text) is not None or find_speaker(text) != "")


def is_title(text: str) -> bool:
    """Return the title line of a resolution: "80/173. Outcome document …"."""
    return _TITLE.match(text) is not None


def annex_mark(text: str) -> tuple[str, str] | None:
    """("annex" or "appendix", mark) of the heading of an annex; the mark is "" for an only annex."""
    match = _ANNEX.match(text)
    if not match or len(text) > 400 or _ENDED.search(text):
        return None
    word = match.group("word").lower()
    return ("annex" if word == "enclosure" else word), match.group("mark") or ""


def is_adoption(text: str) -> bool:
    """ "68th plenary meeting 17 December 2025", with or without the date."""
    return _ADOPTION.fullmatch(text) is not None


def is_date(text: str) -> bool:
    """Return whether a text is a date and nothing else."""
    return _DATE.fullmatch(text) is not None


def section_mark(text: str) -> tuple[str, int, str] | None:
    """(mark for ids, depth, title) of a heading with a number: "II Activities …", "Article 3", "A. Scope"."""
    if not (match := _SECTION.match(text)):
        return None
    word, mark, dot, title = (match.group(name) or "" for name in ("word", "mark", "dot", "title"))
    if word := word.lower():
        depth = {"part": 1, "chapter": 1, "section": 2, "article": 3, "rule": 3}[word]
        short = {"part": "part", "chapter": "ch", "section": "sec", "article": "art", "rule": "rule"}[word]
        return f"{short}-{mark}", depth, title
    if mark.isdigit() or mark[0].isdigit():
        return None
    roman = bool(roman_value(mark.lower()))
    if not roman and (len(mark) > 1 or not (dot or not title)):
        return None
    if title and (title[0].islower() or (mark == "A" and not dot)):
        # "A new agenda"
        return None
    return mark, 1 if roman and mark not in "CDLM" else 2, title


def is_heading(block: Block, styled: bool) -> bool:
    """Return whether a block is a heading. `styled`: the document tells bold and italic."""
    text = block.text
    if block.role == "heading":
        return True
    if len(text) > 300 or not text or text[0].islower():
        return False
    ended = _ENDED.search(text) is not None
    if block.bold:
        return not ended or (len(text) < 90 and text[-1] in ".:")
    if ended:
        return False
    if styled:
        return block.italic or (block.centred and len(text) < 200) or (text.isupper() and len(text) > 3)
    return len(text) <= 160 and text[0].isupper() and (len(text) > 1 or text in "IVX")


def speaks_as_body(text: str) -> bool:
    """Return a decision in one sentence: "The General Assembly, recalling …, decides …"."""
    return _DECIDES.match(text) is not None


@cache
def _read_words() -> dict[str, str]:
    return {row["word"]: row["part"] for row in read_table("opening_words", Path(__file__).parent)}


def _first_word(text: str) -> str:
    """Return the first word that is not an adverb, in small letters."""
    words = _read_words()
    for number, match in enumerate(_WORD.finditer(text[:120])):
        word = match.group().lower()
        if words.get(word) != "adverb" or number == _ADVERBS_AT_MOST:
            return word
    return ""


def opens_operative(text: str) -> bool:
    """Begins like an operative paragraph, with a verb of the list in the third person."""
    return text[:1].isupper() and _read_words().get(_first_word(text)) == "operative"


def opens_preamble(text: str) -> bool:
    """Begins like a preambular paragraph, with a participle."""
    if not text[:1].isupper():
        return False
    word = _first_word(text)
    return _read_words().get(word) == "preambular" or (len(word) > 5 and word.endswith(("ing", "ed")))


Style = str
"""`1` number, `a` letter, `i` roman, `A` capital, `I` capital roman, `-` bullet; in brackets or not."""


# Items of Russian, Arabic and Chinese texts: "а)", "(أ)", "（一）".
_CHINESE = [*"一二三四五六七八九十", *(f"十{digit}" for digit in "一二三四五六七八九"), "二十"]
_OTHER_LETTERS: dict[Style, list[str]] = {
    "\u0430": list("абвгдежзиклмнопрстуфхцчшщэюя"),
    "\u0623": [*"أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"],
    "\u0627": [*"ابجده"],
    "一": _CHINESE,
}


class ItemLabel(NamedTuple):
    """`text` as printed, without dots ("113", "(b)", "•"); `mark` its bare letters; `inner` in brackets.

    dotted  printed "b." and not "(b)": such items make a level of their own
    """

    text: str
    mark: str
    inner: bool
    dotted: bool = False


def take_label(text: str, before: str = "") -> tuple[ItemLabel | None, str]:
    """Return the label at the head of a paragraph and the text after it.

    `given` is the label that a reader has apart from the text.
    """
    if before:
        counted = before.strip() + " "
        match = _LABEL.fullmatch(counted) or _DOTTED.fullmatch(counted)
        return (_make_label(match) if match else None), text
    match = _LABEL.match(text)
    if not match or (match.end() == len(text) and not match.group("inner")):
        return None, text
    label = _make_label(match)
    return (label, text[match.end() :]) if label else (None, text)


def take_dotted(text: str, before: str = "") -> tuple[ItemLabel | None, str]:
    """As `take_label`, and "a." or "i." at the head of the text as well."""
    label, rest = take_label(text, before)
    match = None if label or before else _DOTTED.match(text)
    dotted = _make_label(match) if match else None
    return (dotted, text[match.end() :]) if match and dotted else (label, rest)


def _make_label(match: re.Match[str]) -> ItemLabel | None:
    """Return the label, or None for letters that are no place in any order: "(etc) and so on" is a text."""
    kind = str(match.lastgroup)
    mark = re.sub(r"\s", "", match.group(kind))
    if not list_readings(mark):
        return None
    if kind in ("inner", "half"):
        return ItemLabel(f"({mark})", mark, True)
    if kind == "dotted":
        return ItemLabel(f"({mark})", mark, True, True)
    return ItemLabel(mark, mark, kind == "bullet")


def roman_value(mark: str) -> int:
    """Value of a roman number in small letters, 0 when it is none."""
    if not mark or not _ROMAN.fullmatch(mark):
        return 0
    total = 0
    for letter, after in zip(mark, mark[1:] + " ", strict=True):
        value = _ROMAN_VALUES[letter]
        total += -value if _ROMAN_VALUES.get(after, 0) > value else value
    return total


def letter_value(mark: str) -> int:
    """1 for a, 26 for z, then 27 for aa, 28 for bb, 53 for aaa; also 28 for ab. 0 when it is neither."""
    if not (mark.isascii() and mark.isalpha() and mark.islower()):
        return 0
    if len(set(mark)) == 1:
        return 26 * (len(mark) - 1) + ord(mark[0]) - 96
    return 26 + ord(mark[1]) - 96 if len(mark) == 2 and mark[0] == "a" else 0


def list_readings(mark: str) -> list[tuple[Style, int]]:
    """The ways to read a label: style and place in its order, most likely first; none for letters in no order."""
    if mark.isdigit():
        return [("1", int(mark))]
    for style, order in _OTHER_LETTERS.items():
        if mark in order:
            return [(style, order.index(mark) + 1)]
    if not mark.isalpha():
        return [("-", 0)]
    if mark.isupper():
        letter = letter_value(mark.lower())
        roman = roman_value(mark.lower())
        return [reading for reading in (("A", letter), ("I", roman)) if reading[1]]
    letter, roman = letter_value(mark), roman_value(mark)
    return [reading for reading in (("a", letter), ("i", roman)) if reading[1]]


Form = Literal["resolution", "decision", "other"]


@dataclass(frozen=True, slots=True)
class Front:
    """Where the front matter ends: blocks[:title] are front, blocks[title:body] are the title."""

    title: int
    body: int
    form: Form = "other"


def find_front(blocks: list[Block]) -> Front:
    """Split off what is before the title."""
    for index, block in enumerate(blocks[:_FAR]):
        if is_title(block.text) and index < _NEAR:
            return Front(index, index + 1, "resolution")
        if is_formula(block.text):
            if index:
                front = _without_formula(blocks[:index])
                title = front.title if front.title < index and front.body else index - 1
                if all(is_head_line(block.text) for block in blocks[title:index]):
                    # No title: the formula stands right below the masthead or the session.
                    title = index
                return Front(title, index, "resolution")
            if find_speaker(block.text) or _opens_text(blocks[1:2]):
                return Front(0, 0, "resolution")
        if take_label(block.text, block.label)[0] or annex_mark(block.text):
            break
    return _without_formula(blocks)


def _opens_text(following: list[Block]) -> bool:
    rests = (take_label(block.text, block.label)[1] for block in following)
    return any(opens_preamble(rest) or opens_operative(rest) for rest in rests)


def _without_formula(blocks: list[Block]) -> Front:
    opening = closing = 0
    form: Form = "other"
    for index, block in enumerate(blocks[:_NEAR]):
        text = block.text[:_LONGEST]
        if take_label(text, block.label)[0] or annex_mark(text) or _SPEAKS.match(text):
            break
        set_out = index > 0 and block.indent < _SET_OUT
        if _OPENING.fullmatch(text) or (opening == index and (set_out or is_head_line(text))):
            opening = index + 1
        elif (_CLOSING.fullmatch(text) or says_who_adopted(text)) and (opening or index < 3):
            closing = index + 1
            form = "resolution" if _RESOLUTION.search(text) else "decision" if _DECISION.search(text) else form
        elif closing == index > 0 and is_date_line(text):
            closing = index + 1  # of the day on which it was adopted
        elif opening and _KIND_BELOW.fullmatch(text) and not closing and index > opening:
            closing = index - 1
            break
    end = closing or opening
    return Front(end, min(end + 1, len(blocks)) if end else 0, form)
