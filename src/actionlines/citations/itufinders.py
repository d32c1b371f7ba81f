"""ITU documents, Recommendations and provisions of the basic texts, found in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from actionlines.citations.ituforms import match_file
from actionlines.citations.unit import Mention, Unit
from actionlines.framework.references import instruments
from actionlines.lazily import expression

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
_HEAD = expression(r"(?:Recommendations?|Rec\.)\s{1,3}$")
_ABBREVIATED = expression(r"(?<![\w/.-])(?P<text>CS|CV|GR)\s{1,2}(?P<number>\d{1,3}[A-Z]{0,2})(?![\d/.])")
_ABBREVIATED_NEXT = expression(r"\s{0,3}(?:,|and|&)\s{0,3}(?P<number>\d{1,3}[A-Z]{0,2})(?![\w/.])")
_BASIC = {"constitution": "CS", "convention": "CV", "general rules": "GR"}
_PROVISION = expression(
    r"(?:(?P<article>articles?)|Nos?\.|provisions?(?:\s{1,3}No\.)?)\s{1,3}(?P<number>\d{1,3}[A-Z]{0,2})"
    r"(?P<more>(?:\s{0,3}(?:,|and|&)\s{0,3}\d{1,3}[A-Z]{0,2}(?!\w)){0,12})\s{1,3}of\s{1,3}the\s{1,3}(?P<itu>ITU\s{1,3})?(?P<text>Constitution|Convention|General\s{1,3}Rules)"
    r"(?P<of>\s{1,3}of\s{1,3}(?:the\s{1,3})?(?:ITU|International\s{1,3}Telecommunication\s{1,3}Union|Union))?(?!\w)",
    re.I,
)


def find_documents(unit: Unit) -> Iterator[Mention]:
    """ "Document 20-E" of the same meeting, and file names of ITU documents."""
    if unit.context.meeting:
        for position in unit.places("document "):
            found = _DOCUMENT.match(unit.text, position)
            if found is None:
                continue
            kind = (
                "INF/" if unit.lower.endswith("information ", 0, position) else (found["class"] or "").upper()
            )
            start = position - len("information ") if kind == "INF/" and not found["class"] else position
            yield Mention(
                start, found.end(), "itu_doc", f"itu:{unit.context.meeting}/{kind}{found['number']}"
            )
    for position in unit.places("-c-0"):
        named = match_file(unit.text, position)
        if named is not None:
            yield Mention(named[0], named[1], "itu_doc", named[2])


@cache
def _aliases() -> dict[str, str]:
    return {row.name: row.canonical for row in instruments() if row.find == "alias"}


def find_recommendations(unit: Unit) -> Iterator[Mention]:
    """ "Recommendations ITU-T Y.4900 and Y.4901/L.1601"."""
    for position in unit.places("itu-"):
        found = _RECOMMENDATION.match(unit.text, position)
        if found is None:
            continue
        sector = f"itu-{found['sector'].lower()}"
        head = _HEAD.search(unit.text, max(0, position - 24), position)
        start = head.start() if head is not None else position
        member: re.Match[str] | None = found
        for _ in range(60):
            if member is None:
                break
            code = member["code"] + (f"/{member['second']}" if member["second"] else "")
            yield Mention(start, member.end(), "itu_rec", _aliases().get(code, f"{sector}:{code}"))
            member = _RECOMMENDATION_NEXT.match(unit.text, member.end())
            start = member.start("code") if member is not None else 0


def find_basic_texts(unit: Unit) -> Iterator[Mention]:
    """ "CV 61 and 102", "Article 11 of the ITU Constitution", "No. 162 of the General Rules"."""
    itu = unit.context.family == "itu"
    for name in ("cs ", "cv ", "gr ") if itu else ():
        for position in unit.places(name):
            found = _ABBREVIATED.match(unit.text, position)
            start, member = position, found
            while member is not None and found is not None:
                yield Mention(start, member.end(), "itu_basic", f"itu:{found['text']}/{member['number']}")
                member = _ABBREVIATED_NEXT.match(unit.text, member.end())
                start = member.start("number") if member is not None else 0
    for word in ("article", "no. ", "nos. ", "provision"):
        for position in unit.places(word):
            found = _PROVISION.match(unit.text, position, position + 160)
            if found is None or not (itu or found["itu"] or found["of"]):
                continue
            name = _BASIC[" ".join(found["text"].lower().split())]
            stem = f"itu:{name}/{'art' if found['article'] else ''}"
            others = list(re.finditer(r"\d{1,3}[A-Z]{0,2}", found["more"]))
            yield Mention(
                position, found.end("number") if others else found.end(), "itu_basic", stem + found["number"]
            )
            for other in others:
                begin = found.start("more") + other.start()
                end = found.end() if other is others[-1] else begin + len(other.group())
                yield Mention(begin, end, "itu_basic", stem + other.group())
