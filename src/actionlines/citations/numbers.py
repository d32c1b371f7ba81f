"""Resolutions and decisions cited in words: "its resolutions 69/38, 71/90 and 73/91 of 7 December 2018".

Chinese: the number is before the word, the paragraph behind it ("第70/125号决议第71段").
"""

import re
from collections.abc import Iterator
from functools import cache

from actionlines.citations import bodies, itu
from actionlines.citations.bodies import (
    DATE,
    LATEST_SESSION,
    Speaker,
    is_foreign,
    roman_value,
    series_of_number,
    session_agrees,
    year_of,
)
from actionlines.citations.model import CitationKind, Mention, Unit, list_forms
from actionlines.citations.symbols import LETTER, resolution_number
from actionlines.framework.references import conference_at
from actionlines.lazily import expression

_ROMAN = r"[IVXLC]{1,9}"
_MEMBER = expression(
    rf"(?:(?P<session>(?:E?S-)?\d{{1,4}})/\n?(?P<number>\d{{1,4}})(?![\d/]){LETTER}"
    rf"|(?P<n>\d{{1,4}})[ ]?(?P<a>[A-Z])?\s{{0,2}}"
    rf"\((?:(?P<roman>E?S-{_ROMAN}|{_ROMAN})|د-(?P<arabic>\d{{1,2}}))\)"
    r"(?:[ ]?(?P<b>[A-Z])(?!\w))?"
    r"|(?P<m>\d{1,4})\s{0,2}\((?P<year>(?:19|20)\d\d)\))"
)
_DATE = expression(rf"\s{{1,3}}{DATE}", re.I)
_HEAD = expression(
    r"[^\W\d_]{0,8}(?:\s{1,3}[\u0600-\u06ff]{2,14}){0,5}\s{1,4}"
    r"(?:(?:Nos?\.?|nos?|n[°º.]{1,2}|N[°º]|№|numbers?|رقم)\s{0,3})?(?=[\dESI(])"
    r"|[^\W\d_]{0,8}\s{0,3}№\s{0,3}(?=\d)"
)
_JOINT = expression(
    r"(?:\d{0,2}\s{0,3}[,;]\d{0,2}\s{0,3}|\s{1,3}|\d{0,2}\s{1,3})"
    r"(?:(?:(?:and|or|to|through|as\s{1,3}well\s{1,3}as|et|y|e|и|&|-)\s{1,3}(?:to\s{1,3})?|و\s{0,3})?)?"
)
_LETTERS = expression(
    r"(?:\s{0,2},\s{0,2}|\s{1,3}(?:and|to|et|y)\s{1,3}|\s?-\s?)(?P<letter>[A-Z])(?![\w'-])(?!\s+[a-np-z])"
)
_LATER = expression(
    rf"(?<![\d/.,])(?:(?P<session>\d{{2,4}})/(?P<number>\d{{1,4}}){LETTER}(?![\d/])"
    r"|\d{1,4}(?:[ ][A-Z])?\s{1,2}\((?:(?P<roman>[IVXL]{1,7})|(?P<year>(?:19|20)\d\d))\))"
    rf"(?P<rest>\s{{1,3}}(?i:{DATE}))?"
)
_FOLLOWED = expression(r"\s{1,3}(?:on|entitled|of|and|concerning|regarding)\s|\s{0,2}[,;.)]")
_PRECEDED = expression(r"(?:[,;]\d{0,2}|[\"')]|\band|\bas|\bto|\bor)\s{1,3}$")
_PLURAL = expression(r"(?:resolutions|decisions)\s", re.I)
_INCLUDING = expression(
    r"\b(?:including|particularly|particular|namely|notably|latest|recent(?:ly)?),?\s{1,3}(?P<number>\d{2,4}/\d)"
)
_STOP = expression(r"\n[ \t]{0,3}\n|\b(?:resolution|decision|Resolution|Decision)")
_WITHIN = expression(r"(?:chap(?:ter|s)?|sect(?:ion|s)?)\.?\s{0,3}[IVXLC\dA-Z.]{0,8}\)?,\s{0,4}$|/[\w.]+\)?,\s{0,4}$")
_END = expression(r"[.;]|\n[ \t]{0,3}\n|resolution|decision", re.I)
_REACH = 420
_LATE = 250
_NUMBER = expression(
    r"第?\s?(?:(?P<session>(?:E?S-)?\d{1,4})/(?P<number>\d{1,4})(?:\s?(?P<letter>[A-Z])(?![A-Za-z]))?"
    r"|(?P<n>\d{1,4})\s?(?P<a>[A-Z])?\s?\((?:(?P<roman>[IVXLC]{1,9})|د-(?P<arabic>\d\d?))\)(?P<b>[A-Z])?"
    r"|(?P<m>\d{1,4})\s?\((?P<year>(?:19|20)\d\d)\))"
)
_PLAIN = expression(r"第\s?(?P<number>\d{1,4})\s?号(?P<word>决议|决定)(?:\s?\((?P<inside>[^()]{4,40})\))?")
_YEAR = expression(r"(?P<year>(?:19|20)\d\d)年")
_CHINESE_JOINT = expression(r"\s?号?\s?(?:,|和|及|以及|与|至)\s?(?=第?\s?\d)")
_CLOSE = expression(r"\s?号")
_NUMBERS = r"\d{1,3}(?:\([a-z]\))?(?:\s?(?:[,和及至-])\s?\d{1,3}(?:\([a-z]\))?){0,8}"
_PARAGRAPH = expression(rf"(?:执行部分)?第\s?(?P<list>{_NUMBERS})\s?段")
_CHINESE_REACH = 60


@cache
def _list_stems() -> tuple[tuple[str, str], ...]:
    return tuple(
        (form, what) for what, role in (("RES", "resolution"), ("DEC", "decision")) for form in list_forms(role)
    )


def find_numbers(unit: Unit) -> Iterator[Mention]:
    """Yield all resolutions and decisions named by number after the word, of both organisations."""
    for stem, what in _list_stems():
        done = 0
        for position in unit.places(stem):
            if position < done or (position and unit.text[position - 1].isalpha() and stem.isascii()):
                continue
            if (head := _HEAD.match(unit.text, position + len(stem))) is None:
                listed = _late_list(unit, position, what)
                yield from listed
                done = listed[-1].end if listed else done
                continue
            if not (listed := _un_list(unit, position, head.end(), what)):
                listed = itu.find_list(unit, position, head.end(), what)
            if listed:
                done = listed[-1].end
                if unit.text.startswith("ال", position - 2) and listed[0].start == position:
                    listed[0].start -= 2  # the Arabic article is written with its noun
                yield from listed


def _late_list(unit: Unit, head: int, what: str) -> list[Mention]:
    """Return a list that begins late: "its resolutions on the question, including 78/177 of 19 December 2023"."""
    if _PLURAL.match(unit.text, head) is None:
        return []
    if (start := _INCLUDING.search(unit.text, head + 10, head + _LATE)) is None:
        return []
    stop = _END.search(unit.text, head + 10, start.end())
    first = _find_later(unit.text, start.start("number"), dated=True) if stop is None else None
    if first is None or first.start() != start.start("number"):
        return []
    if mentions := _un_list(unit, head, first.start(), what):
        mentions[0].start = max(mentions[0].start, first.start())
    return mentions


def _un_list(unit: Unit, head: int, position: int, what: str) -> list[Mention]:
    text = unit.text
    if (first := _MEMBER.match(text, position, position + 60)) is None:
        return []
    speaker = bodies.speaker_before(text, head)
    if first["year"] and _is_itu(unit, speaker, first):
        return []
    start = speaker.start if speaker is not None else head
    if speaker is None:
        speaker = bodies.before_its(text, head)
    members = _list_members(text, first)
    tail = bodies.speaker_behind(text, members[-1][1])
    if tail is not None and (speaker is None or speaker.series.family == "itu"):
        speaker = tail[0]
    if speaker is None:
        speaker = bodies.after_its(text, head, members[-1][1])
    if speaker is None and _WITHIN.search(text, max(0, head - 40), head) is not None:
        return []  # a resolution printed inside the report cited before it
    mentions: list[Mention] = []
    for begin, end, number, date in members:
        if speaker is None and is_foreign(number, date, lambda: bodies.other_before(text, head)):
            continue
        if (series := series_of_number(unit.context.series, speaker, number, date)) is not None:
            prefix = f"{series}/{what}/{number}"
            mentions.append(
                Mention(begin if mentions or begin != members[0][0] else start, end, _kind_of_word(what), prefix)
            )
    return mentions


def _kind_of_word(what: str) -> CitationKind:
    return "un_res" if what == "RES" else "un_dec"


def _is_itu(unit: Unit, speaker: Speaker | None, match: re.Match[str]) -> bool:
    """Return whether "1305 (2009)" is a number of ITU and not of the Security Council."""
    if speaker is not None and speaker.series.family == "itu":
        return speaker.series.prefix != "C" or unit.context.family == "itu" or speaker.start < 0
    return speaker is None and unit.context.family == "itu"


Member = tuple[int, int, str, float]


def _list_members(text: str, first: re.Match[str]) -> list[Member]:
    """Return the members of a list from its first on: start, end, number, date (0 when not given)."""
    members: list[Member] = []
    member: re.Match[str] | None = first
    position = first.start()
    while member is not None and len(members) < 200:
        date = _DATE.match(text, member.end(), member.end() + 60)
        members.append((member.start(), member.end(), resolution_number(member), year_of(date) if date else 0.0))
        position = member.end()
        while (more := _LETTERS.match(text, position, position + 12)) is not None and members[-1][2][-1].isalpha():
            members.append((more.start("letter"), more.end(), members[-1][2][:-1] + more["letter"], 0.0))
            position = more.end()
        if date is not None:
            position = max(position, date.end())
        joint = _JOINT.match(text, position, position + 40)
        member = _MEMBER.match(text, joint.end(), joint.end() + 60) if joint is not None else None
        if member is None:
            member = _find_later(text, position)
    return members


def _goes_on(text: str, match: re.Match[str], *, dated: bool) -> bool:
    """Whether a number within a title-laden list is a member: by its date, else by what is around it."""
    session = int(match["session"]) if match["session"] else 0
    if match["rest"]:
        date = year_of(match)
        if match["year"]:
            return int(match["year"]) == int(date)
        if match["roman"]:
            return session_agrees("A", roman_value(match["roman"]), date)
        return any(session_agrees(series, session, date) for series in ("A", "E", "A/HRC"))
    return (
        not dated
        and 30 < session < LATEST_SESSION
        and _PRECEDED.search(text, max(0, match.start() - 12), match.start()) is not None
        and _FOLLOWED.match(text, match.end()) is not None
    )


def _find_later(text: str, position: int, *, dated: bool = False) -> re.Match[str] | None:
    """Return the next member of a list whose members are parted by titles: it bears a date that agrees with it."""
    stop = _STOP.search(text, position, position + _REACH)
    limit = stop.start() if stop is not None else min(len(text), position + _REACH)
    for match in _LATER.finditer(text, position, limit):
        if _goes_on(text, match, dated=dated):
            return _MEMBER.match(text, match.start(), match.start() + 60)
    return None


def find_chinese(unit: Unit) -> Iterator[Mention]:
    """Resolutions and decisions; all numbers of a list before the word share its kind."""
    text = unit.text
    words = [(word, "RES") for word in list_forms("numbered-resolution")]
    words += [(word, "DEC") for word in list_forms("numbered-decision")]
    words = [(word, what) for word, what in words if word in text]
    done = 0
    for position in unit.places("第") if words else ():
        if position < done:
            continue
        plain = _PLAIN.match(text, position)
        if plain is not None and (unit.context.telecom or plain["inside"]):
            yield from _of_itu(plain)
            continue
        members = _list_chinese(text, position)
        close = _CLOSE.match(text, members[-1].end()) if members else None
        if close is None:
            continue
        ends = [
            (at, what, word)
            for word, what in words
            if (at := text.find(word, close.end(), close.end() + _CHINESE_REACH)) >= 0
        ]
        if ends:
            done = close.end()
            at, what, word = min(ends)
            mentions = [_make_mention(unit, member, what) for member in members]
            if at == close.end() and mentions[-1] is not None:
                _find_place(text, mentions[-1], at + len(word))
            yield from filter(None, mentions)


def _of_itu(match: re.Match[str]) -> Iterator[Mention]:
    """Yield a number of ITU: "第140号决议(2022年,布加勒斯特,修订版)"."""
    inside = match["inside"] or ""
    year = _YEAR.search(inside)
    what = "RES" if match["word"] == "决议" else "DEC"
    kind: CitationKind = "itu_res" if what == "RES" else "itu_dec"
    suffix = f"{what}/{match['number']}{'@' + year['year'] if year else ''}"
    places = (conference_at(place, int(year["year"])) for place in re.split(r"[,\s]+", inside)) if year else ()
    held = next((conference.body for conference in places if conference is not None), "")
    body = held or ("C" if int(match["number"]) >= 1000 else "")
    end = match.end() if year else match.end("word")
    if body:
        yield Mention(match.start(), end, kind, f"itu:{body}/{suffix}")
    else:
        yield Mention(match.start(), end, kind, suffix, pending="itu")


def _list_chinese(text: str, position: int) -> list[re.Match[str]]:
    """Return the numbers of the list that begins at `position`."""
    members: list[re.Match[str]] = []
    while len(members) < 100 and (match := _NUMBER.match(text, position)) is not None:
        members.append(match)
        if (joint := _CHINESE_JOINT.match(text, match.end())) is None:
            break
        position = joint.end()
    return members


def _make_mention(unit: Unit, match: re.Match[str], what: str) -> Mention | None:
    number = resolution_number(match)
    if (series := series_of_number(unit.context.series, None, number, 0.0)) is None:
        return None
    kind: CitationKind = "un_res" if what == "RES" else "un_dec"
    return Mention(match.start(), match.end(), kind, f"{series}/{what}/{number}")


def _find_place(text: str, mention: Mention, end: int) -> None:
    """The last number takes the word behind it, and the paragraph behind the word."""
    mention.end = end
    if (paragraph := _PARAGRAPH.match(text, end)) is not None:
        compact = re.sub("[和及]", ",", "".join(paragraph["list"].split())).replace("至", "-")
        mention.place, mention.end = f"p{compact}", paragraph.end()
