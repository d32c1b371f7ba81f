"""Lines of a plain text with their offsets, and what each is used for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from actionlines.documents.limits import Limits
from actionlines.documents.masthead import is_head_line, says_who_adopted, speaker
from actionlines.documents.structure.signs import is_title
from actionlines.errors import InputTooLarge
from actionlines.lazily import expression

Use = Literal["body", "blank", "furniture", "note"]

_LINE = expression(r"([^\r\n\f\u2028\u2029]*)(\r\n|[\r\n\f\u2028\u2029]|$)")
_BLANK = " \t\xa0\u3000\ufeff\x00\u200b\v"


@dataclass(slots=True)
class TextLine:
    """One line: `text` is `source[start:end]` without outer blanks; `page` is None without pages."""

    text: str
    start: int
    end: int
    indent: int = 0
    page: int | None = None
    use: Use = "body"
    page_top: bool = False
    after_blank: bool = False


def split_lines(text: str, name: str = "text", largest: int = Limits().lines) -> list[TextLine]:
    """Return all lines, blank ones too; a form feed ends a line and starts a page.

    Raises InputTooLarge (AL106) beyond `largest` lines; `name` is for the message.
    """
    lines: list[TextLine] = []
    page, top = 1, False
    paged = "\f" in text
    for match in _LINE.finditer(text):
        raw, end_mark = match.group(1), match.group(2)
        if not raw and not end_mark:
            break
        bare = raw.strip(_BLANK)
        lead = len(raw) - len(raw.lstrip(_BLANK))
        start = match.start() + (lead if bare else 0)
        line = TextLine(bare, start, start + len(bare), lead, page if paged else None, page_top=top)
        line.after_blank = bool(lines) and not lines[-1].text
        if len(lines) >= largest:
            raise InputTooLarge(name, f"more than {largest:,} lines", "Split the file.")
        if not bare:
            line.use = "blank"
        lines.append(line)
        top = end_mark == "\f"
        page += top
    return lines


FORMULA = expression(
    r"The\s(?:[A-Z][\w-]*\s(?:and\s|of\s|on\s|for\s|the\s)*)*(?:Assembly|Council|Conference|Commission|Committee),?$"
)
# Preambular paragraphs open with a participle or an adjective, after the comma that ends the one before.
PREAMBLE = expression(
    r"(?:(?:Also|Further)\s[a-z]{3,}ing|[A-Z][a-z]{2,}ing|(?:Also\s|Further\s)?[A-Z][a-z]{3,}ly\s[a-z]{3,}(?:ing|ed|l|re|us)"
    r"|Aware|Mindful|Conscious|Convinced|Concerned|Alarmed|Guided|Determined|Encouraged|Inspired|Motivated|Disturbed"
    r"|Dismayed|Appalled|Cognizant|Resolved|Desirous|Pursuant|Shocked|Reassured|Deeply|We,)\s"
)
NUMBER_ALONE = expression(r"(?:\d{1,3}\.|\([a-z]{1,5}\)|\(\d{1,2}\)|\d{1,2}/\d{1,3}(?:\s?[A-Z])?\.)$")
_MEETING = expression(r"\d{1,3}(?:st|nd|rd|th)\s(?:\(resumed\)\s)?plenary meeting$")
SECTION = expression(r"(?:[IVX]{1,6}|[A-Z])$")
_NUMBERED = expression(r"(?P<number>\d{1,3})\.(?:$|\s+(?=[A-Z\u201c]))")
_HEADING_LINES = 4
# Lines that stand alone in the head of a resolution, whatever the lines about them look like.
_ALONE = expression(
    r"(?:(?:DRAFT|NEW|REVISED)\s){0,2}(?:RESOLUTION|DECISION|RECOMMENDATION|OPINION)\s(?:ITU-[RTD]\s)?"
    r"\d{1,4}(?:-\d{1,2})?(?:\s?\([^()]{2,80}\))?[*\d]{0,2}$"
    r"|The\s[A-Z][^.;,()]{2,140}(?:\([^()]{2,60},\s\d{4}\))?,$"
)
# "(Place, 2040)," below the name of the conference that speaks.
_HELD = expression(r"\([^\d(),;]{2,60},\s\d{4}\),$")
_ENACTS = expression(r"The\s[^.;]{0,160}\b(?:Assembly|Council|Conference|Commission|Committee)\b")
_ADOPTED = expression(r"\]$|(?:Resolution|Decision)s? adopted |.{0,60}\bon \d{1,2} [A-Z][a-z]{2,8} \d{4}$")
# Columns by which the first line of a paragraph stands in, at the least.
_STEP = 3


# "Rappelant", "Recordando", "وإذ تلاحظ"
_PREAMBLE_ELSEWHERE = expression(
    r"[A-Z\u00c9]\w{2,20}(?:ant|ando|iendo|yendo)\s|\u0648?[\u0625\u0627]\u0630\s"
)


def stands_alone(text: str) -> bool:
    """Return whether a line is a paragraph of its own: the number of an ITU instrument, or an enacting formula."""
    if speaker(text):
        return True
    return _ALONE.match(text) is not None and (not text.startswith("The ") or bool(_ENACTS.match(text)))


def opens_title(text: str, before: str) -> bool:
    """ "60/252. World Summit …" below the lines that say who adopted it; elsewhere it may be a citation."""
    if not is_title(text) or text.split()[1][:1].islower():
        return False
    return _ADOPTED.search(before) is not None or says_who_adopted(before) or is_head_line(before)


def number_of(text: str) -> int:
    """Return the number of a paragraph that opens so ("12. Decides", "12." alone), or 0."""
    match = _NUMBERED.match(text)
    return int(match.group("number")) if match else 0


def margins(lines: Sequence[TextLine]) -> dict[int | None, int]:
    """Return the left edge of most lines of each page; pages of a book have two in turn."""
    found: dict[int | None, Counter[int]] = {}
    for line in lines:
        found.setdefault(line.page, Counter())[line.indent] += 1
    return {page: _margin(counts) for page, counts in found.items()}


def _margin(counts: Counter[int]) -> int:
    """Return the leftmost edge that many lines share: in short paragraphs, first lines are as many as others."""
    most = max(counts.values())
    return min(indent for indent, count in counts.items() if count > 0.5 * most)


def opens(
    line: TextLine,
    before: TextLine,
    stop: str,
    rest: Sequence[TextLine],
    margin: dict[int | None, int],
    head: bool,
) -> bool:
    """Return whether `line` opens a paragraph, seen from itself and from the stop at the end of the line before.

    `rest` are the lines from `line` on; `head` says that the lines before it make a heading.
    """
    text = line.text
    if SECTION.match(before.text) or _MEETING.match(before.text):
        return False
    if FORMULA.match(before.text) and _HELD.match(text):
        return False
    if FORMULA.match(text) or FORMULA.match(before.text) or SECTION.match(text):
        return True
    if stop and _MEETING.match(text):
        return True
    if stop in (",", "\u060c") and _PREAMBLE_ELSEWHERE.match(text):
        return True
    if PREAMBLE.match(text) and (stop == "," or (not stop and head)):
        return True
    if stop in (".", ";") and _is_heading(rest):
        return True
    indented = line.indent - margin.get(line.page, 0) >= _STEP
    return bool(stop) and indented and before.indent - margin.get(before.page, 0) < _STEP


def _is_heading(rest: Sequence[TextLine]) -> bool:
    """Return whether a few lines without a stop lead to a numbered paragraph or to the first of a preamble."""
    if not rest or not rest[0].text[:1].isupper():
        return False
    for place, line in enumerate(rest[: _HEADING_LINES + 1]):
        if place and (_NUMBERED.match(line.text) or PREAMBLE.match(line.text)):
            return True
        if line.text[-1:] in ".;:," or _NUMBERED.match(line.text):
            return False
    return False
