"""The action lines and targets that a cooperation framework document covers, with its words, and where the
country lags; targets that the document leaves out are listed. Of a region too, it says what UN INFO funds.

Resolution 140 of the Plenipotentiary Conference asks the regional offices of ITU for the money; a region names
each of its countries. The lines and targets of a funded activity are proposed by the system.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from actionlines.errors import NothingToReport
from actionlines.framework import load
from actionlines.framework.called import fold_name
from actionlines.papers.account.model import Funded, InstrumentRecord, Linked, ParagraphRecord, SeriesStanding
from actionlines.papers.account.question import remove_repeats, write_question
from actionlines.papers.model import Inlines, Paper, Proposal, Section, Text
from actionlines.papers.names import name_series
from actionlines.papers.reports.request import ReportRequest
from actionlines.papers.sections import evidence, figures
from actionlines.papers.sections.draft import Columns, Draft, Part, Rows, join_runs, named_text, read_columns
from actionlines.papers.sections.evidence import name_area, name_concept
from actionlines.papers.sections.narrative import ReportDraft

ITU = "ITU"
_TARGETS, _AGENCIES, _OF_ITU = 15, 15, 40
_MONEY: Columns = read_columns("activities 9 #, required 15 #, available 15 #, spent 15 #, of-itu 15 #")
_ACTIVITIES: Columns = read_columns("title 46, organisation 12, line 12, required 10 #, available 10 #, spent 10 #")


def write_funding(draft: ReportDraft, request: ReportRequest) -> None:
    """Write what the cooperation frameworks of an area fund; words that say so where the account has none."""
    where, called = request.area, name_area(request.area, draft.words)
    draft.section("s-funded", "h.funded")
    if not (funded := draft.account.funded):
        draft.missing("no-funded", "no-funded-advice", name=called)
        return
    _write_sums(draft, where, called)
    on_lines = [activity for activity in funded if _funded_lines(activity)]
    lines = [line for line in load().action_lines if any(line in _funded_lines(row) for row in on_lines)]
    _add_table(
        draft,
        "lines",
        "col.line",
        (_money_row(draft, where, _proposed_concept(draft, line), line=line) for line in lines),
    )
    held = {link.concept for activity in funded for link in activity.links if link.level == "target"}
    targets = _sort_by_money(draft, where, "target", held)[:_TARGETS]
    _add_table(
        draft,
        "targets",
        "col.concept",
        (_money_row(draft, where, _proposed_concept(draft, target), target=target) for target in targets),
    )
    agencies = _sort_by_money(draft, where, "agency", {line.agency for line in on_lines}, lines="yes")[:_AGENCIES]
    rows = (_money_row(draft, where, agency, agency=agency, lines="yes") for agency in agencies)
    _add_table(draft, "agencies", "col.organisation", rows)
    if where not in load().countries:
        countries = sorted(
            {activity.country for activity in funded}, key=lambda activity: fold_name(name_area(activity, draft.words))
        )
        rows = (_money_row(draft, country, name_area(country, draft.words), lines="yes") for country in countries)
        _add_table(draft, "countries", "col.country", rows)
    of_itu = remove_repeats(activity for activity in funded if activity.agency == ITU)
    rows = (_activity_row(draft, item) for item in sorted(of_itu, key=_money_rank)[:_OF_ITU])
    draft.table("t-funded-itu", "cap.funded-itu", _ACTIVITIES, rows, empty="none-itu")
    draft.in_annex(
        "t-funded-all",
        "cap.funded-all",
        _ACTIVITIES,
        (_activity_row(draft, remove_repeat) for remove_repeat in remove_repeats(on_lines)),
    )


def _add_table(draft: ReportDraft, what: str, head: str, rows: Rows) -> None:
    columns = ((head, 31, False), *_MONEY)
    draft.table(f"t-funded-{what}", f"cap.funded-{what}", columns, rows, empty="none-funded", note="funded-note")


def _write_sums(draft: ReportDraft, where: str, called: str) -> None:
    """Write what there is in all, on action lines, and of ITU."""
    for key, more in (
        ("funded.all", {}),
        ("funded.lines", {"lines": "yes"}),
        ("funded.itu", {"agency": ITU}),
        ("funded.itu-lines", {"agency": ITU, "lines": "yes"}),
    ):
        question = write_question("funded", area=where, **more)
        if not draft.value(question):
            draft.para(draft.say(f"{key}-none", name=called))
            return
        draft.para(
            draft.say(
                key,
                name=called,
                activities=draft.counted("activities", question),
                **figures.ask_funded(draft, area=where, **more),
            ),
            draft.cite(*draft.fact(question).evidence) if key == "funded.all" else (),
        )


def _money_row(draft: ReportDraft, where: str, head: Part, **narrowed: str) -> Sequence[Part]:
    values = {"area": where, **narrowed}
    own = {**values, "agency": ITU}
    itu: Part = (
        ""
        if narrowed.get("agency", ITU) != ITU or not draft.value(write_question("funded", **own))
        else draft.money(write_question("funded.available", **own))
    )
    return (head, draft.ask(write_question("funded", **values)), *figures.ask_funded(draft, **values).values(), itu)


def _proposed_concept(draft: ReportDraft, ref: str) -> Inlines:
    return (name_concept(ref, draft.words), Text(" "), Proposal())


def _sort_by_money(draft: ReportDraft, where: str, by: str, held: Iterable[str], **more: str) -> list[str]:
    """Return concepts or agencies, those with most money available first."""
    return sorted(
        held,
        key=lambda item: (-draft.value(write_question("funded.available", area=where, **more, **{by: item})), item),
    )


def _funded_lines(activity: Funded) -> tuple[str, ...]:
    return tuple(link.concept for link in activity.links if link.level == "action_line")


def _money_rank(activity: Funded) -> tuple[bool, float, str]:
    return not _funded_lines(activity), -float(activity.available or 0), activity.id


def _activity_row(draft: ReportDraft, activity: Funded) -> Sequence[Part]:
    """Return an activity with its evidence: each of its numbers is at a place in the file."""
    id = f"funded:{activity.id}"
    draft.prove(id)
    head = (named_text(evidence.clip_text(activity.name, 200), activity.language), Text(" "), *draft.cite(id))
    lines = draft.words("list.comma").join(_funded_lines(activity))
    return head, activity.agency, lines, *figures.ask_entry(draft, activity, figures.FUNDED)


SLOTS = ("introduction", "recommendations")
_GAPS, _QUOTES = 12, 2
COLUMNS = read_columns("concept 30, paragraphs 10 #, words-say 44, here 16")


def write_cooperation(draft: ReportDraft, request: ReportRequest) -> Paper:
    """Return the paper. Raises NothingToReport where the document is not in the register."""
    words, country = draft.words, request.area
    documents = [
        instrument
        for instrument in draft.account.instruments
        if instrument.country == country and (not request.symbol or instrument.symbol == request.symbol)
    ]
    if request.symbol and not documents:
        raise NothingToReport(
            request.symbol,
            f"it is not a cooperation framework of {country} in the register",
            "Import it with `actionlines import --kind cooperation`.",
        )
    called = name_area(country, words)
    own = [standing for standing in draft.account.standings if standing.area == country]
    lag = figures.find_furthest(own, _GAPS)
    draft.section("s-brief", "h.brief")
    draft.written("introduction")
    figures.write_brief(draft, country, called, own)
    if not documents and not draft.account.funded:
        draft.missing("no-framework", "no-framework-advice", name=called)
    for at, document in enumerate(
        sorted(documents, key=lambda document: (document.date, document.symbol), reverse=True), start=1
    ):
        _write_document(draft, document, own, lag, at)
    if draft.account.funded or country not in load().countries:
        write_funding(draft, request)
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
    title = request.title or words(key, name=called)
    return draft.paper("cooperation", request.id, title, status=request.status)


def _write_document(
    draft: ReportDraft, document: InstrumentRecord, own: list[SeriesStanding], lag: list[SeriesStanding], at: int
) -> None:
    symbol = document.symbol
    if document.sha256:
        draft.sources[symbol] = document.sha256
    paragraphs = [paragraph for paragraph in draft.account.paragraphs if paragraph.symbol == symbol]
    draft.add(Section(f"s-document-{at}", document.title or symbol))
    if not (covered := {link.concept for paragraph in paragraphs for link in paragraph.links}):
        draft.missing("framework-silent", "framework-silent-advice")
    lagging = {concept for standing in lag for concept in standing.concepts}
    for level, table in (("lines", load().action_lines), ("targets", load().targets)):
        concepts = [item for item in table if item in covered]
        rows = [_coverage_row(draft, symbol, item, paragraphs, item in lagging) for item in concepts]
        draft.table(f"t-{level}-{at}", f"cap.covered-{level}", COLUMNS, rows, empty="none-covered")
    held = covered | {label.partition("-")[0] for label in covered}
    behind = dict.fromkeys(concept for row in lag for concept in row.concepts)
    out_targets = [area for area in behind if area in load().targets and area not in covered]
    out_lines = [area for area in behind if area in load().action_lines and area not in held]
    draft.section(f"s-left-{at}", "h.left-out", 2)
    if not own:
        draft.missing("left-unknown", "figures-advice")
    elif not (out_targets or out_lines):
        draft.para(draft.say("left-none"))
    else:
        draft.para(draft.say("left-says"))
        draft.listing(_lagging_concept(draft, out_target, lag) for out_target in (*out_targets, *out_lines))


def _write_unfunded(draft: ReportDraft, lag: list[SeriesStanding]) -> None:
    """List the targets on which the area lags and to which no activity of a framework speaks."""
    funded = {link.concept for activity in draft.account.funded for link in activity.links}
    left = dict.fromkeys(
        concept for row in lag for concept in row.concepts if concept in load().targets and concept not in funded
    )
    if left:
        draft.section("s-unfunded", "h.unfunded", 2)
        draft.listing(_lagging_concept(draft, item, lag) for item in left)


def _coverage_row(draft: Draft, symbol: str, ref: str, paragraphs: list[ParagraphRecord], lags: bool) -> Sequence[Part]:
    level = "line" if ref in load().action_lines else "target"
    speaking = [(paragraph, link) for paragraph in paragraphs for link in paragraph.links if link.concept == ref]
    # The surest first: what a text says of something is known by its clearest words.
    speaking.sort(key=lambda pair: (pair[1].status != "confirmed", -pair[1].p))
    runs = join_runs(Text(" "), (_quote_link(draft, item, link) for item, link in speaking[:_QUOTES]))
    sure = any(link.status == "confirmed" for _one, link in speaking)
    return (
        (name_concept(ref, draft.words), *(() if sure else (Text(" "), Proposal()))),
        draft.ask(write_question("paragraphs", **{"symbol": symbol, level: ref})),
        runs,
        Text(draft.words("lags" if lags else "lags-not"), bold=lags),
    )


def _quote_link(draft: Draft, paragraph: ParagraphRecord, link: Linked) -> Inlines:
    quote = next((words.quote for words in link.words if words.quote), "") or evidence.clip_text(paragraph.text)
    return (named_text(f"“{quote}”", paragraph.language), *draft.cite(f"{paragraph.symbol}#{paragraph.anchor}"))


def _lagging_concept(draft: Draft, ref: str, lag: list[SeriesStanding]) -> Inlines:
    """Return the concept with the series that lags, its value and evidence."""
    worst = next(standing for standing in lag if ref in standing.concepts)
    value = write_question("value", area=worst.area, series=worst.series, breakdown=worst.breakdown)
    return (
        replace(name_concept(ref, draft.words), bold=True),
        Text(draft.words("colon")),
        named_text(*name_series(worst.indicator, worst.name, draft.words.language)),
        Text(" "),
        draft.ask(value),
        *draft.cite(evidence.series_id(worst)),
    )
