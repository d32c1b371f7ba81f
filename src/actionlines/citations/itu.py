"""Numbers of ITU documents: Council and conference documents, working groups, proposals, file names.

Resolutions and decisions of ITU in words: "PP Resolution 140 (Rev. Bucharest, 2022)".

ITU documents, Recommendations and provisions of the basic texts, found in running text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from actionlines.citations import bodies
from actionlines.citations.model import CitationKind, Mention, Unit
from actionlines.framework.references import list_instruments
from actionlines.lazily import expression

_MEETING_FORM = (
    r"(?P<meeting>C(?:20|19)?\d\d|(?:PP|WTDC|WTSA|WRC|WCIT|WTPF|RA|RPM|TDAG|TSAG|RAG)-?(?:20)?\d\d"
    r"|C?WG-[A-Za-z&-]{2,24}?[ -]\d{1,3}|EG-[A-Za-z]{2,12}[ -]\d{1,3})"
)
_HEAD = expression(rf"(?<![A-Za-z0-9/.&-]){_MEETING_FORM}$")
_MODIFIED = r"(?:[ ]?\n?\(?(?P<{0}>Rev|Add|Corr)\.?[ ]?(?P<{0}n>\d{{1,3}}|[A-Z](?![A-Za-z]))\)?)?"
_TAIL = expression(
    r"/(?P<class>(?:EP|ADM|INF|DT|DL|TD|GEN|PLEN|COM\d)/)?(?P<number>\d{1,4})(?![\d/]|-\d)"
    rf"(?:-[EFSRAC](?![A-Za-z]))?{_MODIFIED.format('m')}{_MODIFIED.format('k')}(?:-[EFSRAC](?![A-Za-z]))?"
)
_PROPOSAL = expression(
    r"(?<![A-Za-z0-9/.&-])(?P<who>EUR|AFCP|IAP|RCC|ACP|ARB|APT|ATU|CITEL|CEPT)"
    r"/(?P<id>\d{1,3}(?:\(?Rev\.?\d\)?)?(?:A\d{1,2})?/\d{1,3})(?![\d/])"
)
_FILE = expression(
    r"(?<![A-Za-z0-9])[SDTR](?P<year>\d\d)-(?P<body>PP|CL|WTDC|WTSA|WRC|TDAG|TSAG|RAG)(?:\.?(?P<meeting>\d\d))?"
    r"-C-0{0,3}(?P<number>\d{1,4})"
    r"(?:!A(?P<add>\d{1,2}))?(?:!R(?P<rev>\d{1,2}))?(?:!{1,2}[A-Z0-9]{2,12})?(?:-[EFSRAC](?![A-Za-z]))?"
)

_MEMBER = expression(r"(?P<number>\d{1,4}(?:-\d{1,2})?)(?![\d/%]|\.\d|\s?(?:per\s?cent|million|billion))")
_ITU_R = expression(r"ITU-R\s{1,3}(?=\d)")
_PARENTHESIS = expression(r"(?:\s(?:du\s(?:Conseil|PP)|del\sConsejo|Совета))?\s{0,3}\((?P<inside>[^()]{2,90})\)")
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
_DOCUMENT = expression(
    r"documents?\s{1,3}(?P<class>(?:ADM|INF|DT|DL|EP)/)?(?P<number>\d{1,4})(?![\d/]|\.\d|-\d|\s?\()(?:-[EFSRAC](?![A-Za-z]))?",
    re.I,
)
_CODE = r"[A-Z]{1,3}\.\d{1,4}(?:\.\d{1,3}){0,3}(?:-\d{1,2})?"
_RECOMMENDATION = expression(
    rf"ITU-(?P<sector>[TRD])\s{{1,3}}(?:Recommendations?\s{{1,3}}|Rec\.\s{{0,3}})?(?P<code>{_CODE})(?:/(?P<second>{_CODE}))?"
)
_RECOMMENDATION_NEXT = expression(
    rf"(?:\s{{0,3}}\(\d\d/\d{{4}}\))?\s{{0,3}}(?:,|;|and|&)\s{{0,3}}(?:and\s{{1,3}})?(?P<code>{_CODE})(?:/(?P<second>{_CODE}))?"
)
_DOCUMENT_HEAD = expression(r"(?:Recommendations?|Rec\.)\s{1,3}$")
_ABBREVIATED = expression(r"(?<![\w/.-])(?P<text>CS|CV|GR)\s{1,2}(?P<number>\d{1,3}[A-Z]{0,2})(?![\d/.])")
_ABBREVIATED_NEXT = expression(r"\s{0,3}(?:,|and|&)\s{0,3}(?P<number>\d{1,3}[A-Z]{0,2})(?![\w/.])")
_BASIC = {"constitution": "CS", "convention": "CV", "general rules": "GR"}
_PROVISION = expression(
    r"(?:(?P<article>articles?)|Nos?\.|provisions?(?:\s{1,3}No\.)?)\s{1,3}(?P<number>\d{1,3}[A-Z]{0,2})"
    r"(?P<more>(?:\s{0,3}(?:,|and|&)\s{0,3}\d{1,3}[A-Z]{0,2}(?!\w)){0,12})\s{1,3}of\s{1,3}the\s{1,3}(?P<itu>ITU\s{1,3})?(?P<text>Constitution|Convention|General\s{1,3}Rules)"
    r"(?P<of>\s{1,3}of\s{1,3}(?:the\s{1,3})?(?:ITU|International\s{1,3}Telecommunication\s{1,3}Union|Union))?(?!\w)",
    re.I,
)


def meeting_name(printed: str) -> str:
    """Return the meeting as it is in canonical forms: `PP-14` -> `PP14`, `WG-Internet 9` -> `CWG-INTERNET-9`.

    >>> meeting_name("WG-Internet 9"), meeting_name("C25")
    ('CWG-INTERNET-9', 'C25')
    """
    name = printed.upper().replace(" ", "-")
    if name.startswith(("CWG-", "WG-", "EG-")):
        return name if name[0] != "W" else "C" + name
    return name.replace("-", "")


def match_document(text: str, slash: int) -> tuple[int, int, str] | None:
    """Return the ITU document number around `slash` of folded text: start, end, canonical; or None."""
    if slash < 1:
        return None
    window = max(0, slash - 36)
    if (head := _HEAD.search(text, window, slash)) is not None:
        if (tail := _TAIL.match(text, slash)) is None:
            return None
        changes = "".join(f"({tail[g]}.{tail[g + 'n']})" for g in ("m", "k") if tail[g])
        meeting = meeting_name(head["meeting"])
        return head.start(), tail.end(), f"itu:{meeting}/{tail['class'] or ''}{tail['number']}{changes}"
    proposal = _PROPOSAL.match(text, max(0, text.rfind(" ", window, slash) + 1)) or _PROPOSAL.match(
        text, max(0, slash - 3)
    )
    if proposal is not None and proposal.start() < slash < proposal.end():
        return proposal.start(), proposal.end(), f"itu:{proposal['who']}/{proposal['id']}"
    return None


def match_file(text: str, position: int) -> tuple[int, int, str] | None:
    """Return the file name of an ITU document around "-C-" at `position`: start, end, canonical; or None."""
    if (match := _FILE.search(text, max(0, position - 12), position + 40)) is None:
        return None
    body = "C" if match["body"] == "CL" else match["body"]
    changes = (f"(Add.{match['add']})" if match["add"] else "") + (f"(Rev.{match['rev']})" if match["rev"] else "")
    return (
        match.start(),
        match.end(),
        f"itu:{body}{match['meeting'] or match['year']}/{int(match['number'])}{changes}",
    )


@dataclass(slots=True)
class _Member:
    start: int
    end: int
    number: str
    body: str = ""
    year: str = ""
    certain: bool = False


def _split_parenthesis(words: str) -> tuple[str, str] | None:
    """Body and year that a parenthesis gives, "" where it does not say; None when it says neither."""
    if (changed := _CHANGED.fullmatch(words)) is not None:
        return "", changed["year"]
    if meetings := list(_MEETING.finditer(words)):
        body = {"CL": "C"}.get(meetings[-1]["body"], meetings[-1]["body"])
        return body, bodies.event_year(body, meetings[-1]["year"])
    if (place := bodies.place_and_year(words)) is not None:
        return place
    named = bodies.speaker_before(f"({words} ", len(words) + 2)
    return (named.series.prefix, named.year) if named is not None and named.series.family == "itu" else None


def find_list(unit: Unit, head: int, position: int, what: str) -> list[Mention]:
    """The members of a list of ITU resolutions or decisions that begins at `position`; [] when it is none."""
    text = unit.text
    if (assembly := _ITU_R.match(text, position)) is not None:
        position = assembly.end()
    if not (members := _list_members(text, position)):
        return []
    speaker = bodies.speaker_before(text, head)
    start = speaker.start if speaker is not None else head
    if assembly is not None:
        speaker = bodies.Speaker(bodies.series_of("ITU-R"), head)
    tail = bodies.speaker_behind(text, members[-1].end)
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
    running = unit.context.telecom and named is None and int(members[0].number.partition("-")[0]) >= _FIRST_COUNCIL
    if not (itu or running or any(member.certain for member in members)):
        return []
    if named is not None and named.family == "un" and not any(m.certain for m in members):
        return []
    prefix = named.prefix if named is not None and named.family == "itu" else ""
    kind: CitationKind = "itu_res" if what == "RES" else "itu_dec"
    mentions: list[Mention] = []
    for member in members:
        year = member.year or (speaker.year if speaker is not None else "")
        suffix = f"{what}/{member.number}{'@' + year if year else ''}"
        body = prefix if prefix not in ("", "ITU") else member.body
        if not body:
            body = _by_number(member.number, what, prefix)
        begin = start if not mentions else member.start
        if body:
            mentions.append(Mention(begin, member.end, kind, f"itu:{body}/{suffix}"))
        else:
            mentions.append(Mention(begin, member.end, kind, suffix, pending="itu"))
    return mentions


def _by_number(number: str, what: str, text: str) -> str:
    """Council resolutions are numbered from 1000, Council decisions have three digits."""
    if int(number.partition("-")[0]) >= (_FIRST_COUNCIL if what == "RES" else 100):
        return "C"
    return "PP" if text == "ITU" else ""


def _list_members(text: str, position: int) -> list[_Member]:
    members: list[_Member] = []
    while len(members) < 200:
        if (member := _MEMBER.match(text, position, position + 12)) is None:
            break
        if members and "\n" in text[position - 3 : position] and _TASK.match(text, member.end()):
            break
        entry = _Member(member.start(), member.end(), member["number"])
        members.append(entry)
        inside = _PARENTHESIS.match(text, member.end(), member.end() + 100)
        revision = _split_parenthesis(inside["inside"]) if inside is not None else None
        if inside is not None and revision is not None:
            entry.end = inside.end()
            entry.body, entry.year = revision
            entry.certain = bool(entry.body) or bool(re.match(r"\s*(?:rev|mod)", inside["inside"], re.I))
            _share_revisions(members)
        position = entry.end
        joint = _JOINT.match(text, position, position + 16)
        if joint is None or (joint.end() == position and revision is None):
            break
        if not joint.group().strip() and revision is None:
            break
        position = joint.end()
    return members


def _share_revisions(members: list[_Member]) -> None:
    """A parenthesis covers the members before it that have none of their own."""
    last = members[-1]
    for member in reversed(members[:-1]):
        if member.year or member.body:
            break
        member.body, member.year, member.certain = last.body, last.year, last.certain


def find_documents(unit: Unit) -> Iterator[Mention]:
    """ "Document 20-E" of the same meeting, and file names of ITU documents."""
    if unit.context.meeting:
        for position in unit.places("document "):
            if (match := _DOCUMENT.match(unit.text, position)) is None:
                continue
            kind = "INF/" if unit.lower.endswith("information ", 0, position) else (match["class"] or "").upper()
            start = position - len("information ") if kind == "INF/" and not match["class"] else position
            yield Mention(start, match.end(), "itu_doc", f"itu:{unit.context.meeting}/{kind}{match['number']}")
    for position in unit.places("-c-0"):
        if (named := match_file(unit.text, position)) is not None:
            yield Mention(named[0], named[1], "itu_doc", named[2])


@cache
def _read_aliases() -> dict[str, str]:
    return {row.name: row.canonical for row in list_instruments() if row.find == "alias"}


def find_recommendations(unit: Unit) -> Iterator[Mention]:
    """ "Recommendations ITU-T Y.4900 and Y.4901/L.1601"."""
    for position in unit.places("itu-"):
        if (match := _RECOMMENDATION.match(unit.text, position)) is None:
            continue
        sector = f"itu-{match['sector'].lower()}"
        head = _DOCUMENT_HEAD.search(unit.text, max(0, position - 24), position)
        start = head.start() if head is not None else position
        member: re.Match[str] | None = match
        for _ in range(60):
            if member is None:
                break
            code = member["code"] + (f"/{member['second']}" if member["second"] else "")
            yield Mention(start, member.end(), "itu_rec", _read_aliases().get(code, f"{sector}:{code}"))
            member = _RECOMMENDATION_NEXT.match(unit.text, member.end())
            start = member.start("code") if member is not None else 0


def find_basic_texts(unit: Unit) -> Iterator[Mention]:
    """ "CV 61 and 102", "Article 11 of the ITU Constitution", "No. 162 of the General Rules"."""
    itu = unit.context.family == "itu"
    for name in ("cs ", "cv ", "gr ") if itu else ():
        for position in unit.places(name):
            match = _ABBREVIATED.match(unit.text, position)
            start, member = position, match
            while member is not None and match is not None:
                yield Mention(start, member.end(), "itu_basic", f"itu:{match['text']}/{member['number']}")
                member = _ABBREVIATED_NEXT.match(unit.text, member.end())
                start = member.start("number") if member is not None else 0
    for word in ("article", "no. ", "nos. ", "provision"):
        for position in unit.places(word):
            match = _PROVISION.match(unit.text, position, position + 160)
            if match is None or not (itu or match["itu"] or match["of"]):
                continue
            name = _BASIC[" ".join(match["text"].lower().split())]
            stem = f"itu:{name}/{'art' if match['article'] else ''}"
            others = list(re.finditer(r"\d{1,3}[A-Z]{0,2}", match["more"]))
            yield Mention(position, match.end("number") if others else match.end(), "itu_basic", stem + match["number"])
            for other in others:
                begin = match.start("more") + other.start()
                end = match.end() if other is others[-1] else begin + len(other.group())
                yield Mention(begin, end, "itu_basic", stem + other.group())
