"""The request for a report, and the report that was built."""

from dataclasses import dataclass, replace
from typing import Literal, get_args

from actionlines.errors import NotAsked
from actionlines.framework import load
from actionlines.papers.model import Paper
from actionlines.papers.names import find_subject
from actionlines.papers.sections.narrative import Flag, SectionText
from actionlines.papers.words import LANGUAGES

ReportKind = Literal[
    "follow-up", "biennial", "contribution", "profile", "cooperation", "brief", "pack", "implementation"
]
KINDS: tuple[ReportKind, ...] = get_args(ReportKind)
# What is above a contribution, in this order.
MASTHEAD = ("meeting", "agenda", "number", "date", "original", "source")
_YEARS = (1990, 2100)


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """The request for one report.

    symbol    instrument of a follow-up table; of a cooperation check the document, "" for all of the country
    area      country (ISO 3166 alpha-3) or region of a profile or cooperation check; country of a contribution
    since, until  years of a biennial report, "" for open
    body      to whom a biennial or implementation report goes: "" or id of a body (`cstd`, `itu-council`)
    subject   body or country whose mandates a meeting pack or implementation report is about (`itu`, `KEN`)
    title     instead of that of the program
    masthead  pairs (name of MASTHEAD, what to put)
    chosen    of a contribution: `fact:QUESTION`, `mandate:12`, `activity:7`, `paragraph:SYMBOL#ANCHOR`
    texts     what people wrote
    status    in words, shown under the title
    """

    kind: ReportKind
    language: str = "en"
    symbol: str = ""
    area: str = ""
    since: str = ""
    until: str = ""
    body: str = ""
    title: str = ""
    masthead: tuple[tuple[str, str], ...] = ()
    chosen: tuple[str, ...] = ()
    texts: tuple[SectionText, ...] = ()
    status: str = ""
    subject: str = ""

    @property
    def id(self) -> str:
        """Return the name of the paper and its files: letters, digits, dashes."""
        parts = (self.kind, self.symbol, self.area, self.subject, self.since, self.until)
        text = "-".join(part for part in parts if part)
        return "".join(item if item.isascii() and item.isalnum() else "-" for item in text)[:120].strip("-")


@dataclass(frozen=True, slots=True)
class Built:
    """The paper, flags for numbers in its texts, and by section the values that they show now."""

    paper: Paper
    flags: tuple[Flag, ...] = ()
    seen: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()


def check_request(request: ReportRequest) -> ReportRequest:
    """Return the request with the ids of the framework. Raises NotAsked (AL822), UnknownConcept (AL302)."""
    if request.kind not in KINDS:
        raise NotAsked(request.kind, "there is no report of this kind", f"Ask for one of: {', '.join(KINDS)}.")
    if request.language not in LANGUAGES:
        raise NotAsked(
            request.language, "reports are not written in this language", f"Use one of: {', '.join(LANGUAGES)}."
        )
    if request.kind == "follow-up" and not request.symbol:
        raise NotAsked("follow-up", "it needs an instrument", "Give its symbol, such as A/RES/80/173.")
    if request.kind in ("contribution", "profile", "cooperation", "brief"):
        if not request.area:
            raise NotAsked(request.kind, "it needs a country", "Give its code of three letters, such as KEN.")
        if request.area not in {**load().countries, **load().areas}:
            from actionlines.papers.follow_up.standing.figures import find_area  # slow to load

            request = replace(request, area=find_area(request.area))
        if request.kind in ("contribution", "brief") and request.area not in load().countries:
            raise NotAsked(request.area, "this is a region", f"Give a country, or use `report profile {request.area}`.")
    if request.kind in ("pack", "implementation"):
        request = replace(request, subject=find_subject(request.subject, request.kind))
    for name in ("since", "until"):
        value = getattr(request, name)
        if value and not (value.isascii() and value.isdecimal() and _YEARS[0] <= int(value) <= _YEARS[1]):
            raise NotAsked(value, "this is not a year", "Give a year in four digits, such as 2025.")
    if request.since and request.until and request.since > request.until:
        raise NotAsked(f"{request.since} to {request.until}", "the period ends before it begins", "Exchange the years.")
    return request


def kind_of(name: str) -> ReportKind:
    """Return the kind by its name. Raises NotAsked."""
    if name not in KINDS:
        raise NotAsked(name, "there is no report of this kind", f"Ask for one of: {', '.join(KINDS)}.")
    return name
