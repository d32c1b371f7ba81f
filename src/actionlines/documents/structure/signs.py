"""What a block is by its own words and looks: heading, annex, adoption line, enacting formula."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from actionlines.documents.blocks import Block
from actionlines.documents.masthead import find_speaker
from actionlines.documents.structure.labels import roman_value
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
    match = _SECTION.match(text)
    if not match:
        return None
    word, mark, dot, title = (match.group(name) or "" for name in ("word", "mark", "dot", "title"))
    word = word.lower()
    if word:
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


_WORD = expression(r"[A-Za-z]+")
# Words in -ing and -ed that open clauses of any kind.
_ADVERBS_AT_MOST = 3


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
