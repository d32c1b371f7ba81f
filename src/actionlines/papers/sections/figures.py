"""Figures of areas with aims, gaps and divides; money of plans, each currency separately."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from actionlines.framework import load
from actionlines.papers.account.model import Envelope, Standing
from actionlines.papers.account.query import DIVIDES, answer_question, find_sides
from actionlines.papers.account.question import write_question
from actionlines.papers.charts.model import breakdown_label
from actionlines.papers.model import Column, Figure, Inlines, Row, Table, Text
from actionlines.papers.names import concept_code, full_name
from actionlines.papers.names import name_series as series_name
from actionlines.papers.progress.charts import draw_dumbbells
from actionlines.papers.progress.model import Divide
from actionlines.papers.progress.words import break_years, list_marks
from actionlines.papers.sections import evidence
from actionlines.papers.sections.draft import Draft, Part, named_text
from actionlines.papers.sections.labels import name_area
from actionlines.papers.sections.records import cite_activity
from actionlines.papers.words import unit_of

STANDING_COLUMNS = (
    ("col.series", 38, False),
    ("col.value", 12, True),
    ("col.year", 8, True),
    ("col.aim", 12, True),
    ("col.standing", 30, False),
)


def find_furthest(found: Iterable[Standing], most: int) -> list[Standing]:
    """Return the standings that lag most, one for each indicator; a total before its breakdowns."""
    out: dict[str, Standing] = {}
    ordered = sorted(
        (one for one in found if one.lag), key=lambda one: (-(one.lag or 0), one.breakdown, one.series)
    )
    for one in ordered:
        out.setdefault(one.indicator or one.series, one)
    return list(out.values())[:most]


def standing_row(draft: Draft, one: Standing) -> Sequence[Part]:
    """Return a row: series, value, year, aim and state."""
    of = {"area": one.area, "series": one.series, "breakdown": one.breakdown}
    words = draft.words
    called, language = series_name(one.indicator, one.name, words.language)
    head: Inlines = (
        named_text(", ".join(filter(None, (called, breakdown_label(one.breakdown, words)))), language),
    )
    if one.indicator in load().indicators:
        head = (*head, named_text(f" ({concept_code(one.indicator, words)})", muted=True))
    unit: Inlines = (named_text(f" {held}", muted=True),) if (held := unit_of(one.unit)) else ()
    return (
        head,
        (draft.ask(write_question("value", **of)), *unit, *draft.cite(evidence.series_id(one))),
        draft.ask(write_question("year", **of)),
        draft.ask(write_question("aim", **of)) if one.aim is not None else Text(words("no-aim"), muted=True),
        describe_state(one, draft),
    )


def describe_state(one: Standing, draft: Draft) -> str:
    """Return the state in words, whether methods differ, the status and age of the value, and breaks."""
    said = draft.words(f"standing.state.{one.state}")
    verdicts = {text.casefold() for _method, verdict, text, _score in one.verdicts if verdict}
    parts = [said, draft.words("methods-differ")] if len(verdicts) > 1 else [said]
    beside = (*list_marks(one, draft.words), break_years(one, draft.words))
    return "; ".join((*parts, *filter(None, beside)))


def add_standing_table(draft: Draft, id: str, caption: str, found: Sequence[Standing], **values: str) -> None:
    """Add a table of standings; `caption` is a key of the catalogue, `values` fill it in."""
    draft.table(
        id,
        caption,
        STANDING_COLUMNS,
        (standing_row(draft, one) for one in found),
        empty="no-figures",
        **values,
    )


def find_shared_series(draft: Draft, concept: str, areas: Sequence[str], most: int) -> list[str]:
    """Return series on a concept that most of the areas have, as their codes; the one with most areas first."""
    wanted = set(areas)
    count: dict[str, set[str]] = {}
    for one in draft.account.standings:
        if one.area in wanted and concept in one.concepts and not one.breakdown and one.years:
            held = count.setdefault(one.series, set())
            held.add(one.area)
    return sorted(count, key=lambda series: (-len(count[series]), series))[:most]


def add_area_table(
    draft: Draft, id: str, caption: str, series: Sequence[str], areas: Sequence[str], **values: str
) -> None:
    """Add a table: series in rows, areas in columns; each value with its evidence."""
    words = draft.words
    rows = []
    for one in series:
        cells: list[Inlines] = []
        head = named_text(one, "en")
        for where in areas:
            found = draft.account.standing.get((where, one, ""))
            if found is None or not found.years:
                cells.append((Text(words("none-known"), muted=True),))
                continue
            head = named_text(*series_name(found.indicator, found.name, words.language))
            value = draft.ask(write_question("value", area=where, series=one))
            cells.append((value, *draft.cite(evidence.series_id(found))))
        rows.append(Row(((head,), *cells)))
    heads = (Column(words("col.series"), 30), *(Column(name_area(where, words), 12, True) for where in areas))
    draft.add(Table(id, words(caption, **values), heads, tuple(rows), (), words("no-figures")))


DIVIDE_COLUMNS = (
    ("col.where", 30, False),
    ("col.series", 30, False),
    ("col.first-side", 12, True),
    ("col.second-side", 12, True),
    ("col.gap-points", 12, True),
    ("col.year", 8, True),
)


def find_divides(
    draft: Draft, areas: Iterable[str] | None, divide: str, series: Iterable[str] | None = None
) -> list[Divide]:
    """Return the divides of a kind that the account has figures of, the widest first."""
    wanted = None if areas is None else set(areas)
    only = None if series is None else set(series)
    names = {"sex": ("women", "men"), "location": ("urban", "rural")}[divide]
    first_side = DIVIDES[divide][0]
    out = []
    for one in draft.account.standings:
        if one.breakdown != first_side or (wanted is not None and one.area not in wanted):
            continue
        if only is not None and one.series not in only:
            continue
        found = find_sides(draft.account, one.area, one.series, divide)
        if found is None:
            continue
        first, second, year = found
        values = [side.values[side.years.index(year)] for side in (first, second)]
        measures = {"gap": values[1] - values[0]} | ({"ratio": values[0] / values[1]} if values[1] else {})
        out.append(
            Divide(
                divide,
                one.indicator,
                one.series,
                one.name,
                one.area,
                name_area(one.area, draft.words),
                "",
                one.unit,
                year,
                names[0],
                values[0],
                names[1],
                values[1],
                measures,
                "",
                "",
                "",
            )
        )
    return sorted(out, key=lambda one: (-abs((one.second or 0) - (one.first or 0)), one.area, one.series))


def add_divide_table(
    draft: Draft, id: str, caption: str, found: Sequence[Divide], divide: str, **values: str
) -> None:
    """Add a table of divides: both sides, the gap and the year, with evidence."""
    one_side, other = DIVIDES[divide]
    rows = []
    for one in found:
        of = {"area": one.area, "series": one.series}
        year = str(one.year)
        title = named_text(*series_name(one.indicator, one.title, draft.words.language))
        proved = [f"series:{one.area}/{one.series}/{side}/{one.year}" for side in (one_side, other)]
        sides_ = (
            draft.ask(write_question("value", breakdown=side, year=year, **of)) for side in (one_side, other)
        )
        gap = draft.ask(write_question("gap", divide=divide, **of))
        rows.append((name_area(one.area, draft.words), (title, *draft.cite(*proved)), *sides_, gap, year))
    columns = [*DIVIDE_COLUMNS]
    columns[2:4] = [(f"side.{side}", 12, True) for side in (found[0].first_name, found[0].second_name)]
    draft.table(id, caption, columns, rows, **values)


def add_divide_chart(draft: Draft, id: str, found: Sequence[Divide], series: str) -> None:
    """Add a dumbbell chart of the areas of one series."""
    kept = [one for one in found if one.series == series]
    source = next((one.source for one in draft.account.standings if one.series == series and one.source), "")
    for chart in draw_dumbbells(kept, draft.words, source)[:1]:
        ids = tuple(
            name
            for one in kept[:30]
            for side in DIVIDES[one.kind]
            if draft.prove(name := f"series:{one.area}/{one.series}/{side}/{one.year}")
        )
        draft.add(Figure(id, chart, ids))


MONEY_COLUMNS = (
    ("col.line", 34, False),
    ("col.envelopes", 10, True),
    ("col.amount", 18, True),
    ("col.allocated", 18, True),
    ("col.left", 18, True),
)

ENVELOPE_COLUMNS = (
    ("col.objective", 40, False),
    ("col.period", 18, False),
    ("col.line", 12, False),
    ("col.amount", 15, True),
    ("col.allocated", 15, True),
)


def list_currencies(found: Iterable[Envelope]) -> list[str]:
    """Return the currencies in which there is money, in alphabetical order."""
    return sorted({one.currency for one in found})


def add_line_money(draft: Draft, id: str, caption: str) -> None:
    """Add a table: a row for each line with money, under a heading for each currency."""
    rows: list[Row | Sequence[Part]] = []
    for currency in list_currencies(draft.account.envelopes):
        rows.append(draft.head(currency))
        for line in (*load().action_lines, ""):
            narrowed = f"currency={currency}" + (f"&line={line}" if line else "")
            if line and not draft.value(f"envelopes?{narrowed}"):
                continue
            called = full_name(line, draft.words) if line else Text(draft.words("all-together"), bold=True)
            sums = (draft.ask(f"{noun}.amount?{narrowed}") for noun in ("envelopes", "allocations", "left"))
            rows.append((called, draft.ask(f"envelopes?{narrowed}"), *sums))
    draft.table(id, caption, MONEY_COLUMNS, rows, empty="no-envelopes")


def add_envelope_table(
    draft: Draft,
    id: str,
    caption: str,
    found: Iterable[Envelope],
    *,
    parts: bool = False,
    note: str = "",
    **values: str,
) -> None:
    """Add a table of envelopes with their evidence; `parts`: each with the activities that it pays."""
    rows = (row for one in found for row in _envelope_rows(draft, one, parts))
    draft.table(id, caption, ENVELOPE_COLUMNS, rows, empty="no-envelopes", note=note, **values)


def _envelope_rows(draft: Draft, one: Envelope, parts: bool) -> Iterator[Sequence[Part]]:
    words, asked = draft.words, f"id={one.id}"
    yield (
        (named_text(f"{one.plan}: {one.objective}"), *draft.cite(evidence.envelope_id(one))),
        evidence.describe_period(one, words),
        words("list.comma").join(one.lines) or words("any-line"),
        draft.money(f"envelope.amount?{asked}", one.currency),
        draft.money(f"envelope.allocated?{asked}", one.currency),
    )
    for number, _amount in one.allocations if parts else ():
        if activity := draft.account.activity.get(number):
            head = (Text("→ "), *cite_activity(draft, activity))
            yield head, "", "", "", draft.money(f"envelope.allocated?{asked}&activity={number}", one.currency)


def sum_money(draft: Draft, narrowed: str = "") -> Inlines:
    """Return the sums of envelopes and of allocations in a sentence, for each currency."""
    tail = f"&{narrowed}" if narrowed else ""
    parts = [
        draft.say(
            "money-line",
            amount=draft.money(f"envelopes.amount?currency={currency}{tail}", currency),
            allocated=draft.money(f"allocations.amount?currency={currency}{tail}", currency),
        )
        for currency in list_currencies(draft.account.envelopes)
        if answer_question(draft.account, f"envelopes?currency={currency}{tail}").value
    ]
    return draft.list_of(parts)
