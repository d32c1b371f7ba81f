"""Action lines of the World Summit: "Action Lines C2, C5 and C6", "C7 e-health", "C3. Access ..."."""

from __future__ import annotations

import re
from collections.abc import Iterator

from actionlines.citations.unit import Mention, Unit
from actionlines.lazily import expression

_CODE = r"C(?P<line>1[01]|[1-9])(?![\w/]|\.\d|\+)"
_LINES = (
    r"(?:action\s{1,4}lines?|lignes?\s{1,3}d'action|grandes?\s{1,3}orientations?|líneas?\s{1,3}de\s{1,3}acción"
    r"|направлени[а-я]{1,3}\s{1,3}деятельности|行动方面)"
)
# a word of each of these that is rare enough to look for
_RARE = ("action", "orientation", "acción", "деятельности", "行动方面")
_WORDS = expression(_LINES, re.I)
_TAIL = expression(
    r"(?:\s{0,3}\(?|:\s{0,3}|,?\s{1,3}(?:especially|particularly|namely|including|notably|such\s{1,3}as"
    rf"|in\s{{1,3}}particular)\s{{1,3}}){_CODE}",
    re.I,
)
_AND = r"(?:and|or|to|et|ou|y|e|и|和)"
_NEXT = expression(
    rf"\s{{0,3}}(?:\([^()]{{0,60}}\)\s{{0,3}})?(?:[,;/&]\s{{0,3}}(?:{_AND}\s{{1,3}})?|{_AND}\s{{0,3}}|-\s?)"
    rf"(?:action\s{{1,3}}line\s{{1,3}})?{_CODE}",
    re.I,
)
_BARE = expression(rf"(?<![\w/.&-]){_CODE}")
_APPLICATION = (
    r"e-?\s?(?P<area>government|business|learning|health|employment|environment|agriculture|science)(?!\w)"
)
_AREAS = {"government": "egov"}
_APPLIED = expression(
    r"\s{0,3}[,:.(-]{0,2}\s{0,3}(?:ICT\s{1,3}applications?\s?[:,(-]?\s{0,3})?" + _APPLICATION, re.I
)
_MORE_APPLIED = expression(r"\s{0,3}(?:,|and|&|;)\s{0,3}(?:and\s)?" + _APPLICATION, re.I)
_BULLET = expression(
    rf"(?:^|\n)[ \t]*(?:(?:o|[-*•‣▪]|[a-z]\))\s{{1,3}})?(?P<name>{_APPLICATION})[ \t]*(?=\n|$|[.:;])", re.I
)
_HEADING = expression(rf"(?:^|\n)[ \t]*(?P<name>{_CODE})(?:[.:)][ \t]|[ \t]+-?[ \t]*[A-Z])")
# a bare "C4" belongs to action lines named at most this far before it
_NEAR = 300


def find_lines(unit: Unit) -> Iterator[Mention]:
    """Yield all mentions of lines, listed, with their application, or as headings."""
    text, named = unit.text, False
    for word in _RARE:
        for position in unit.places(word):
            lead = _words_around(text, position, len(word))
            found = _TAIL.match(text, lead.end()) if lead is not None else None
            named = named or lead is not None
            start = lead.start() if lead is not None else position
            while found is not None:
                mentions, end = _line(text, start, found)
                yield from mentions
                found = _NEXT.match(text, end)
                start = found.start("line") - 1 if found is not None else end
    if named or unit.context.lines:
        yield from _bare(unit)


def _words_around(text: str, position: int, length: int) -> re.Match[str] | None:
    """Return the words "action line", in any language, of which the word at `position` is one."""
    window = _WORDS.finditer(text, max(0, position - 24), position + length + 10)
    return next((found for found in window if found.start() <= position < found.end()), None)


def _line(text: str, start: int, found: re.Match[str]) -> tuple[list[Mention], int]:
    """Return one line, or the applications of C7 that are named with it; and where the words end."""
    number, end = found["line"], found.end()
    mentions: list[Mention] = []
    applied = _APPLIED.match(text, end) if number == "7" else None
    while applied is not None and len(mentions) < 10:
        begin = start if not mentions else applied.start("area") - 2
        mentions.append(Mention(begin, applied.end(), "action_line", f"al:C7-{_area(applied['area'])}"))
        end = applied.end()
        applied = _MORE_APPLIED.match(text, end)
    return mentions or [Mention(start, end, "action_line", f"al:C{number}")], end


def _area(word: str) -> str:
    return _AREAS.get(word.lower(), "e" + word.lower())


def _bare(unit: Unit) -> Iterator[Mention]:
    """Yield lines named without the words: near them in the text, with an application, or as a heading."""
    text = unit.text
    for found in _BARE.finditer(text):
        start = found.start()
        heading = _HEADING.match(text, max(0, text.rfind("\n", max(0, start - 12), start)))
        if not (
            (found["line"] == "7" and _APPLIED.match(text, found.end()))
            or (heading is not None and heading.start("name") == start)
            or "action line" in " ".join(unit.lower[max(0, start - _NEAR) : start].split())
        ):
            continue
        mentions, end = _line(text, start, found)
        yield from mentions
        if found["line"] == "7":
            for bullet in _BULLET.finditer(text, end, min(len(text), end + _NEAR)):
                name = f"al:C7-{_area(bullet['area'])}"
                yield Mention(bullet.start("name"), bullet.end("name"), "action_line", name)
