"""Resolutions and decisions of ITU in words: "PP Resolution 140 (Rev. Bucharest, 2022)"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from actionlines.citations import bodies
from actionlines.citations.model import CitationKind
from actionlines.citations.unit import Mention, Unit
from actionlines.lazily import expression

_MEMBER = expression(r"(?P<number>\d{1,4}(?:-\d{1,2})?)(?![\d/%]|\.\d|\s?(?:per\s?cent|million|billion))")
_ITU_R = expression(r"ITU-R\s{1,3}(?=\d)")
_PARENTHESIS = expression(
    r"(?:\s(?:du\s(?:Conseil|PP)|del\sConsejo|Совета))?\s{0,3}\((?P<inside>[^()]{2,90})\)"
)
_JOINT = expression(r"\s{0,3}(?:[,;/&]\s{0,3}(?:and\s{0,3}|or\s{0,3})?|(?:and|or|to)\s{0,3})?", re.I)
_CHANGED = expression(
    r"\s{0,2}(?:r[eé]v(?:ised)?|mod(?:ifi\w{1,6})?|amended|last\s{1,2}amended|adopted|updated|измен\w{1,8})?"
    r"\.?,?\s{0,3}(?:(?:in|en)\s)?(?P<year>(?:19|20)\d\d)\s{0,2}(?:г\.)?\s?",
    re.I,
)
_MEETING = expression(r"\b(?P<body>C|PP|WTDC|WTSA|WRC|RA|WCIT|CL)[- ]?,?\s?(?P<year>(?:19|20)?\d\d)\b")
# ";\n2 to help": the next number of a list of tasks, not of resolutions
_TASK = expression(r"\s{1,3}(?!and\b|or\b|to\s{1,3}\d|of\b)[a-z]")
_FIRST_COUNCIL = 1000


@dataclass(slots=True)
class _Member:
    start: int
    end: int
    number: str
    body: str = ""
    year: str = ""
    certain: bool = False


def _parenthesis(words: str) -> tuple[str, str] | None:
    """Body and year that a parenthesis gives, "" where it does not say; None when it says neither."""
    changed = _CHANGED.fullmatch(words)
    if changed is not None:
        return "", changed["year"]
    meetings = list(_MEETING.finditer(words))
    if meetings:
        body = {"CL": "C"}.get(meetings[-1]["body"], meetings[-1]["body"])
        return body, bodies.event_year(body, meetings[-1]["year"])
    place = bodies.place_and_year(words)
    if place is not None:
        return place
    named = bodies.before(f"({words} ", len(words) + 2)
    return (named.series.prefix, named.year) if named is not None and named.series.family == "itu" else None


def listed(unit: Unit, head: int, position: int, what: str) -> list[Mention]:
    """The members of a list of ITU resolutions or decisions that begins at `position`; [] when it is none."""
    text = unit.text
    assembly = _ITU_R.match(text, position)
    if assembly is not None:
        position = assembly.end()
    members = _members(text, position)
    if not members:
        return []
    speaker = bodies.before(text, head)
    start = speaker.start if speaker is not None else head
    if assembly is not None:
        speaker = bodies.Speaker(bodies.series_of("ITU-R"), head)
    tail = bodies.behind(text, members[-1].end)
    if tail is not None and tail[0].series.family == "itu":
        members[-1].end = tail[1]
        if speaker is None or speaker.series.prefix == "ITU":
            speaker = tail[0]
        if tail[0].year:
            for member in members:
                member.year = member.year or tail[0].year
    named = speaker.series if speaker is not None else None
    if named is not None and named.family == "other":
        return []
    if named is not None and named.prefix == "S" and what == "RES":
        return [Mention(start, members[0].end, "un_res", f"S/RES/{members[0].number}")]
    itu = unit.context.family == "itu" or (named is not None and named.family == "itu")
    running = (
        unit.context.telecom and named is None and int(members[0].number.partition("-")[0]) >= _FIRST_COUNCIL
    )
    if not (itu or running or any(member.certain for member in members)):
        return []
    if named is not None and named.family == "un" and not any(m.certain for m in members):
        return []
    given = named.prefix if named is not None and named.family == "itu" else ""
    kind: CitationKind = "itu_res" if what == "RES" else "itu_dec"
    found: list[Mention] = []
    for member in members:
        year = member.year or (speaker.year if speaker is not None else "")
        suffix = f"{what}/{member.number}{'@' + year if year else ''}"
        body = given if given not in ("", "ITU") else member.body
        if not body:
            body = _by_number(member.number, what, given)
        begin = start if not found else member.start
        if body:
            found.append(Mention(begin, member.end, kind, f"itu:{body}/{suffix}"))
        else:
            found.append(Mention(begin, member.end, kind, suffix, pending="itu"))
    return found


def _by_number(number: str, what: str, given: str) -> str:
    """Council resolutions are numbered from 1000, Council decisions have three digits."""
    value = int(number.partition("-")[0])
    if value >= (_FIRST_COUNCIL if what == "RES" else 100):
        return "C"
    return "PP" if given == "ITU" else ""


def _members(text: str, position: int) -> list[_Member]:
    found: list[_Member] = []
    while len(found) < 200:
        member = _MEMBER.match(text, position, position + 12)
        if member is None:
            break
        if found and "\n" in text[position - 3 : position] and _TASK.match(text, member.end()):
            break
        entry = _Member(member.start(), member.end(), member["number"])
        found.append(entry)
        inside = _PARENTHESIS.match(text, member.end(), member.end() + 100)
        given = _parenthesis(inside["inside"]) if inside is not None else None
        if inside is not None and given is not None:
            entry.end = inside.end()
            entry.body, entry.year = given
            entry.certain = bool(entry.body) or bool(re.match(r"\s*(?:rev|mod)", inside["inside"], re.I))
            _share(found)
        position = entry.end
        joint = _JOINT.match(text, position, position + 16)
        if joint is None or (joint.end() == position and given is None):
            break
        if not joint.group().strip() and given is None:
            break
        position = joint.end()
    return found


def _share(members: list[_Member]) -> None:
    """A parenthesis covers the members before it that have none of their own."""
    last = members[-1]
    for member in reversed(members[:-1]):
        if member.year or member.body:
            break
        member.body, member.year, member.certain = last.body, last.year, last.certain
