"""The action lines and targets that a cooperation framework document covers, with its words, and where the
country lags; targets that the document leaves out are listed. Of a region too, it says what UN INFO funds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from actionlines.errors import NothingToReport
from actionlines.framework import load
from actionlines.papers.account.model import Instrument, Linked, Paragraph, Standing
from actionlines.papers.account.question import asking
from actionlines.papers.model import Inlines, Paper, Proposal, Section, Text
from actionlines.papers.names import series
from actionlines.papers.reports.funding import funding
from actionlines.papers.reports.request import Asked
from actionlines.papers.sections import evidence, standings
from actionlines.papers.sections.closing import Told
from actionlines.papers.sections.draft import Draft, Part, joined, name
from actionlines.papers.sections.labels import area, concept

SLOTS = ("introduction", "recommendations")
_GAPS, _QUOTES = 12, 2
COLUMNS = (
    ("col.concept", 30, False),
    ("col.paragraphs", 10, True),
    ("col.words-say", 44, False),
    ("col.here", 16, False),
)


def cooperation(draft: Told, asked: Asked) -> Paper:
    """Return the paper. Raises NothingToReport where the document is not in the register."""
    words, country = draft.words, asked.area
    documents = [
        one
        for one in draft.account.instruments
        if one.country == country and (not asked.symbol or one.symbol == asked.symbol)
    ]
    if asked.symbol and not documents:
        raise NothingToReport(
            asked.symbol,
            f"it is not a cooperation framework of {country} in the register",
            "Bring it in with `actionlines import --kind cooperation`.",
        )
    called = area(country, words)
    own = [one for one in draft.account.standings if one.area == country]
    lag = standings.furthest(own, _GAPS)
    draft.section("s-brief", "h.brief")
    draft.written("introduction")
    if own:
        draft.para(
            draft.say(
                "profile.figures", name=called, series=draft.counted("series", f"series?area={country}"),
                behind=draft.ask(f"series?area={country}&behind=yes"),
            )
        )  # fmt: skip
    else:
        draft.missing("profile.no-figures", "figures-advice", name=called)
    if not documents and not draft.account.funded:
        draft.missing("no-framework", "no-framework-advice", name=called)
    for at, document in enumerate(
        sorted(documents, key=lambda one: (one.date, one.symbol), reverse=True), start=1
    ):
        _document(draft, document, own, lag, at)
    if draft.account.funded or country not in load().countries:
        funding(draft, asked)
        _without(draft, lag)
    if own:
        draft.section("s-gaps", "h.gaps")
    if lag:
        standings.table(draft, "t-gaps", "cap.gaps", lag, name=called)
    elif own:
        draft.para(draft.say("no-gaps", name=called))
    if draft.has("recommendations"):
        draft.section("s-recommendations", "h.recommendations")
        draft.written("recommendations")
    key = "title.cooperation" if documents or not draft.account.funded else "title.funded"
    title = asked.title or words(key, name=called)
    return draft.paper("cooperation", asked.id, title, status=asked.status)


def _document(draft: Told, document: Instrument, own: list[Standing], lag: list[Standing], at: int) -> None:
    symbol = document.symbol
    if document.sha256:
        draft.sources[symbol] = document.sha256
    paragraphs = [one for one in draft.account.paragraphs if one.symbol == symbol]
    draft.add(Section(f"s-document-{at}", document.title or symbol))
    spoken = {link.concept for one in paragraphs for link in one.links}
    if not spoken:
        draft.missing("framework-silent", "framework-silent-advice")
    lagging = {concept for one in lag for concept in one.concepts}
    for level, table in (("lines", load().action_lines), ("targets", load().targets)):
        found = [one for one in table if one in spoken]
        rows = [_covered(draft, symbol, one, paragraphs, one in lagging) for one in found]
        draft.table(f"t-{level}-{at}", f"cap.covered-{level}", COLUMNS, rows, empty="none-covered")
    held = spoken | {one.partition("-")[0] for one in spoken}
    behind = dict.fromkeys(one for row in lag for one in row.concepts)
    out_targets = [one for one in behind if one in load().targets and one not in spoken]
    out_lines = [one for one in behind if one in load().action_lines and one not in held]
    draft.section(f"s-left-{at}", "h.left-out", 2)
    if not own:
        draft.missing("left-unknown", "figures-advice")
    elif not (out_targets or out_lines):
        draft.para(draft.say("left-none"))
    else:
        draft.para(draft.say("left-says"))
        draft.listing(_left(draft, one, lag) for one in (*out_targets, *out_lines))


def _without(draft: Told, lag: list[Standing]) -> None:
    """List the targets on which the area lags and to which no activity of a framework speaks."""
    spoken = {link.concept for one in draft.account.funded for link in one.links}
    left = dict.fromkeys(
        one for row in lag for one in row.concepts if one in load().targets and one not in spoken
    )
    if left:
        draft.section("s-unfunded", "h.unfunded", 2)
        draft.listing(_left(draft, one, lag) for one in left)


def _covered(draft: Draft, symbol: str, ref: str, paragraphs: list[Paragraph], lags: bool) -> Sequence[Part]:
    level = "line" if ref in load().action_lines else "target"
    speaking = [(one, link) for one in paragraphs for link in one.links if link.concept == ref]
    # The surest first: what a text says of something is known by its clearest words.
    speaking.sort(key=lambda pair: (pair[1].status != "confirmed", -pair[1].p))
    said = joined(Text(" "), (_quote(draft, one, link) for one, link in speaking[:_QUOTES]))
    sure = any(link.status == "confirmed" for _one, link in speaking)
    return (
        (concept(ref, draft.words), *(() if sure else (Text(" "), Proposal()))),
        draft.ask(asking("paragraphs", **{"symbol": symbol, level: ref})),
        said,
        Text(draft.words("lags" if lags else "lags-not"), bold=lags),
    )


def _quote(draft: Draft, one: Paragraph, link: Linked) -> Inlines:
    quote = next((words.quote for words in link.words if words.quote), "") or evidence.clipped(one.text)
    return (name(f"“{quote}”", one.language), *draft.cite(f"{one.symbol}#{one.anchor}"))


def _left(draft: Draft, ref: str, lag: list[Standing]) -> Inlines:
    """Return the concept with the series that lags, its value and evidence."""
    worst = next(one for one in lag if ref in one.concepts)
    value = asking("value", area=worst.area, series=worst.series, breakdown=worst.breakdown)
    return (
        replace(concept(ref, draft.words), bold=True), Text(draft.words("colon")),
        name(*series(worst.indicator, worst.name, draft.words.language)), Text(" "), draft.ask(value),
        *draft.cite(evidence.series_id(worst)),
    )  # fmt: skip
