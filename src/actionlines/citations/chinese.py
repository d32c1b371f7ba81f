"""Chinese: the number stands before the word, the paragraph behind it ("第70/125号决议第71段")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from actionlines.citations.model import CitationKind
from actionlines.citations.numbering import series_of_number
from actionlines.citations.symbols import resolution_number
from actionlines.citations.unit import Mention, Unit, forms
from actionlines.framework.references import conference_at
from actionlines.lazily import expression

_NUMBER = expression(
    r"第?\s?(?:(?P<session>(?:E?S-)?\d{1,4})/(?P<number>\d{1,4})(?:\s?(?P<letter>[A-Z])(?![A-Za-z]))?"
    r"|(?P<n>\d{1,4})\s?(?P<a>[A-Z])?\s?\((?:(?P<roman>[IVXLC]{1,9})|د-(?P<arabic>\d\d?))\)(?P<b>[A-Z])?"
    r"|(?P<m>\d{1,4})\s?\((?P<year>(?:19|20)\d\d)\))"
)
_PLAIN = expression(r"第\s?(?P<number>\d{1,4})\s?号(?P<word>决议|决定)(?:\s?\((?P<inside>[^()]{4,40})\))?")
_YEAR = expression(r"(?P<year>(?:19|20)\d\d)年")
_JOINT = expression(r"\s?号?\s?(?:,|和|及|以及|与|至)\s?(?=第?\s?\d)")
_CLOSE = expression(r"\s?号")
_NUMBERS = r"\d{1,3}(?:\([a-z]\))?(?:\s?(?:[,和及至-])\s?\d{1,3}(?:\([a-z]\))?){0,8}"
_PARAGRAPH = expression(rf"(?:执行部分)?第\s?(?P<list>{_NUMBERS})\s?段")
_REACH = 60


def find_chinese(unit: Unit) -> Iterator[Mention]:
    """Resolutions and decisions; all numbers of a list before the word share its kind."""
    text = unit.text
    words = [(word, "RES") for word in forms("numbered-resolution")]
    words += [(word, "DEC") for word in forms("numbered-decision")]
    words = [(word, what) for word, what in words if word in text]
    done = 0
    for position in unit.places("第") if words else ():
        if position < done:
            continue
        plain = _PLAIN.match(text, position)
        if plain is not None and (unit.context.telecom or plain["inside"]):
            yield from _of_itu(plain)
            continue
        members = _members(text, position)
        close = _CLOSE.match(text, members[-1].end()) if members else None
        if close is None:
            continue
        ends = [
            (at, what, word)
            for word, what in words
            if (at := text.find(word, close.end(), close.end() + _REACH)) >= 0
        ]
        if ends:
            done = close.end()
            at, what, word = min(ends)
            found = [_mention(unit, member, what) for member in members]
            if at == close.end() and found[-1] is not None:
                _place(text, found[-1], at + len(word))
            yield from filter(None, found)


def _of_itu(found: re.Match[str]) -> Iterator[Mention]:
    """Yield a number of ITU: "第140号决议(2022年,布加勒斯特,修订版)"."""
    inside = found["inside"] or ""
    year = _YEAR.search(inside)
    what = "RES" if found["word"] == "决议" else "DEC"
    kind: CitationKind = "itu_res" if what == "RES" else "itu_dec"
    suffix = f"{what}/{found['number']}{'@' + year['year'] if year else ''}"
    places = (
        (conference_at(place, int(year["year"])) for place in re.split(r"[,\s]+", inside)) if year else ()
    )
    held = next((conference.body for conference in places if conference is not None), "")
    body = held or ("C" if int(found["number"]) >= 1000 else "")
    end = found.end() if year else found.end("word")
    if body:
        yield Mention(found.start(), end, kind, f"itu:{body}/{suffix}")
    else:
        yield Mention(found.start(), end, kind, suffix, pending="itu")


def _members(text: str, position: int) -> list[re.Match[str]]:
    """Return the numbers of the list that begins at `position`."""
    members: list[re.Match[str]] = []
    while len(members) < 100 and (found := _NUMBER.match(text, position)) is not None:
        members.append(found)
        joint = _JOINT.match(text, found.end())
        if joint is None:
            break
        position = joint.end()
    return members


def _mention(unit: Unit, found: re.Match[str], what: str) -> Mention | None:
    number = resolution_number(found)
    series = series_of_number(unit.context.series, None, number, 0.0)
    if series is None:
        return None
    kind: CitationKind = "un_res" if what == "RES" else "un_dec"
    return Mention(found.start(), found.end(), kind, f"{series}/{what}/{number}")


def _place(text: str, mention: Mention, end: int) -> None:
    """The last number takes the word behind it, and the paragraph behind the word."""
    mention.end = end
    paragraph = _PARAGRAPH.match(text, end)
    if paragraph is not None:
        compact = re.sub("[和及]", ",", "".join(paragraph["list"].split())).replace("至", "-")
        mention.place, mention.end = f"p{compact}", paragraph.end()
