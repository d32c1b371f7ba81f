"""The action lines and targets that a cooperation framework document covers, with its words, and where the
country lags; targets that the document leaves out are listed. Of a region too, it says what UN INFO funds.

Resolution 140 of the Plenipotentiary Conference asks the regional offices of ITU for the money; a region names
each of its countries. The lines and targets of a funded activity are proposed by the system.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from actionlines.errors import NothingToReport
from actionlines.framework import load
from actionlines.papers.account.model import Funded, Instrument, Linked, Paragraph, Standing
from actionlines.papers.account.query import NO_CURRENCY
from actionlines.papers.account.question import remove_repeats, write_question
from actionlines.papers.model import Inlines, Paper, Proposal, Section, Text
from actionlines.papers.names import name_series
from actionlines.papers.reports.request import Asked
from actionlines.papers.sections import evidence, figures
from actionlines.papers.sections.draft import Columns, Draft, Part, Rows, join_runs, named_text
from actionlines.papers.sections.labels import name_area, name_concept
from actionlines.papers.sections.narrative import ReportDraft

ITU = "ITU"
_TARGETS, _AGENCIES, _OF_ITU = 15, 15, 40
_AMOUNTS = ("required", "available", "spent")
_MONEY: Columns = (
    ("col.activities", 9, True),
    ("col.required", 15, True),
    ("col.available", 15, True),
    ("col.spent", 15, True),
    ("col.of-itu", 15, True),
)
_ACTIVITIES: Columns = (
    ("col.title", 46, False),
    ("col.organisation", 12, False),
    ("col.line", 12, False),
    ("col.required", 10, True),
    ("col.available", 10, True),
    ("col.spent", 10, True),
)


def write_funding(draft: ReportDraft, asked: Asked) -> None:
    """Write what the cooperation frameworks of an area fund; words that say so where the account has none."""
    where, called = asked.area, name_area(asked.area, draft.words)
    draft.section("s-funded", "h.funded")
    found = draft.account.funded
    if not found:
        draft.missing("no-funded", "no-funded-advice", name=called)
        return
    _write_sums(draft, where, called)
    on_lines = [one for one in found if _funded_lines(one)]
    lines = [one for one in load().action_lines if any(one in _funded_lines(row) for row in on_lines)]
    _add_table(
        draft,
        "lines",
        "col.line",
        (_money_row(draft, where, _proposed_concept(draft, one), line=one) for one in lines),
    )
    held = {link.concept for one in found for link in one.links if link.level == "target"}
    targets = _sort_by_money(draft, where, "target", held)[:_TARGETS]
    _add_table(
        draft,
        "targets",
        "col.concept",
        (_money_row(draft, where, _proposed_concept(draft, one), target=one) for one in targets),
    )
    agencies = _sort_by_money(draft, where, "agency", {one.agency for one in on_lines}, lines="yes")[
        :_AGENCIES
    ]
    rows = (_money_row(draft, where, one, agency=one, lines="yes") for one in agencies)
    _add_table(draft, "agencies", "col.organisation", rows)
    if where not in load().countries:
        countries = sorted({one.country for one in found}, key=lambda one: name_area(one, draft.words))
        rows = (_money_row(draft, one, name_area(one, draft.words), lines="yes") for one in countries)
        _add_table(draft, "countries", "col.country", rows)
    of_itu = remove_repeats(one for one in found if one.agency == ITU)
    rows = (_activity_row(draft, one) for one in sorted(of_itu, key=_money_rank)[:_OF_ITU])
    draft.table("t-funded-itu", "cap.funded-itu", _ACTIVITIES, rows, empty="none-itu")
    draft.in_annex(
        "t-funded-all",
        "cap.funded-all",
        _ACTIVITIES,
        (_activity_row(draft, one) for one in remove_repeats(on_lines)),
    )


def _add_table(draft: ReportDraft, what: str, head: str, rows: Rows) -> None:
    columns = ((head, 31, False), *_MONEY)
    draft.table(
        f"t-funded-{what}", f"cap.funded-{what}", columns, rows, empty="none-funded", note="funded-note"
    )


def _write_sums(draft: ReportDraft, where: str, called: str) -> None:
    """Write what there is in all, on action lines, and of ITU."""
    for key, more in (
        ("funded.all", {}),
        ("funded.lines", {"lines": "yes"}),
        ("funded.itu", {"agency": ITU}),
        ("funded.itu-lines", {"agency": ITU, "lines": "yes"}),
    ):
        asked = write_question("funded", area=where, **more)
        if not draft.value(asked):
            draft.para(draft.say(f"{key}-none", name=called))
            return
        draft.para(
            draft.say(
                key,
                name=called,
                activities=draft.counted("activities", asked),
                **{one: _ask_money(draft, one, area=where, **more) for one in _AMOUNTS},
            ),
            draft.cite(*draft.fact(asked).evidence) if key == "funded.all" else (),
        )


def _ask_money(draft: ReportDraft, name: str, **narrowed: str) -> Inlines:
    asked = write_question(f"funded.{name}", **narrowed)
    unit = draft.fact(asked).unit
    return (draft.ask(asked), *((Text(f" {unit}"),) if unit != NO_CURRENCY else ()))


def _money_row(draft: ReportDraft, where: str, head: Part, **narrowed: str) -> Sequence[Part]:
    given = {"area": where, **narrowed}
    own = {**given, "agency": ITU}
    itu: Part = (
        ""
        if narrowed.get("agency", ITU) != ITU or not draft.value(write_question("funded", **own))
        else _ask_money(draft, "available", **own)
    )
    return (
        head,
        draft.ask(write_question("funded", **given)),
        *(_ask_money(draft, one, **given) for one in _AMOUNTS),
        itu,
    )


def _proposed_concept(draft: ReportDraft, ref: str) -> Inlines:
    return (name_concept(ref, draft.words), Text(" "), Proposal())


def _sort_by_money(draft: ReportDraft, where: str, by: str, held: Iterable[str], **more: str) -> list[str]:
    """Return concepts or agencies, those with most money available first."""
    return sorted(
        held,
        key=lambda one: (
            -draft.value(write_question("funded.available", area=where, **more, **{by: one})),
            one,
        ),
    )


def _funded_lines(one: Funded) -> tuple[str, ...]:
    return tuple(link.concept for link in one.links if link.level == "action_line")


def _money_rank(one: Funded) -> tuple[bool, float, str]:
    return not _funded_lines(one), -float(one.available or 0), one.id


def _activity_row(draft: ReportDraft, one: Funded) -> Sequence[Part]:
    """Return an activity with its evidence: each of its numbers is at a place in the file."""
    id = f"funded:{one.id}"
    draft.prove(id)
    head = (named_text(evidence.clip_text(one.name, 200), one.language), Text(" "), *draft.cite(id))
    money = (_ask_money(draft, key, entry=one.id) if getattr(one, key) else "" for key in _AMOUNTS)
    return head, one.agency, draft.words("list.comma").join(_funded_lines(one)), *money


SLOTS = ("introduction", "recommendations")
_GAPS, _QUOTES = 12, 2
COLUMNS = (
    ("col.concept", 30, False),
    ("col.paragraphs", 10, True),
    ("col.words-say", 44, False),
    ("col.here", 16, False),
)


def write_cooperation(draft: ReportDraft, asked: Asked) -> Paper:
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
    called = name_area(country, words)
    own = [one for one in draft.account.standings if one.area == country]
    lag = figures.find_furthest(own, _GAPS)
    draft.section("s-brief", "h.brief")
    draft.written("introduction")
    if own:
        draft.para(
            draft.say(
                "profile.figures",
                name=called,
                series=draft.counted("series", f"series?area={country}"),
                behind=draft.ask(f"series?area={country}&behind=yes"),
            )
        )
    else:
        draft.missing("profile.no-figures", "figures-advice", name=called)
    if not documents and not draft.account.funded:
        draft.missing("no-framework", "no-framework-advice", name=called)
    for at, document in enumerate(
        sorted(documents, key=lambda one: (one.date, one.symbol), reverse=True), start=1
    ):
        _write_document(draft, document, own, lag, at)
    if draft.account.funded or country not in load().countries:
        write_funding(draft, asked)
        _write_unfunded(draft, lag)
    if own:
        draft.section("s-gaps", "h.gaps")
    if lag:
        figures.add_standing_table(draft, "t-gaps", "cap.gaps", lag, name=called)
    elif own:
        draft.para(draft.say("no-gaps", name=called))
    if draft.has("recommendations"):
        draft.section("s-recommendations", "h.recommendations")
        draft.written("recommendations")
    key = "title.cooperation" if documents or not draft.account.funded else "title.funded"
    title = asked.title or words(key, name=called)
    return draft.paper("cooperation", asked.id, title, status=asked.status)


def _write_document(
    draft: ReportDraft, document: Instrument, own: list[Standing], lag: list[Standing], at: int
) -> None:
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
        rows = [_coverage_row(draft, symbol, one, paragraphs, one in lagging) for one in found]
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
        draft.listing(_lagging_concept(draft, one, lag) for one in (*out_targets, *out_lines))


def _write_unfunded(draft: ReportDraft, lag: list[Standing]) -> None:
    """List the targets on which the area lags and to which no activity of a framework speaks."""
    spoken = {link.concept for one in draft.account.funded for link in one.links}
    left = dict.fromkeys(
        one for row in lag for one in row.concepts if one in load().targets and one not in spoken
    )
    if left:
        draft.section("s-unfunded", "h.unfunded", 2)
        draft.listing(_lagging_concept(draft, one, lag) for one in left)


def _coverage_row(
    draft: Draft, symbol: str, ref: str, paragraphs: list[Paragraph], lags: bool
) -> Sequence[Part]:
    level = "line" if ref in load().action_lines else "target"
    speaking = [(one, link) for one in paragraphs for link in one.links if link.concept == ref]
    # The surest first: what a text says of something is known by its clearest words.
    speaking.sort(key=lambda pair: (pair[1].status != "confirmed", -pair[1].p))
    said = join_runs(Text(" "), (_quote_link(draft, one, link) for one, link in speaking[:_QUOTES]))
    sure = any(link.status == "confirmed" for _one, link in speaking)
    return (
        (name_concept(ref, draft.words), *(() if sure else (Text(" "), Proposal()))),
        draft.ask(write_question("paragraphs", **{"symbol": symbol, level: ref})),
        said,
        Text(draft.words("lags" if lags else "lags-not"), bold=lags),
    )


def _quote_link(draft: Draft, one: Paragraph, link: Linked) -> Inlines:
    quote = next((words.quote for words in link.words if words.quote), "") or evidence.clip_text(one.text)
    return (named_text(f"“{quote}”", one.language), *draft.cite(f"{one.symbol}#{one.anchor}"))


def _lagging_concept(draft: Draft, ref: str, lag: list[Standing]) -> Inlines:
    """Return the concept with the series that lags, its value and evidence."""
    worst = next(one for one in lag if ref in one.concepts)
    value = write_question("value", area=worst.area, series=worst.series, breakdown=worst.breakdown)
    return (
        replace(name_concept(ref, draft.words), bold=True),
        Text(draft.words("colon")),
        named_text(*name_series(worst.indicator, worst.name, draft.words.language)),
        Text(" "),
        draft.ask(value),
        *draft.cite(evidence.series_id(worst)),
    )
