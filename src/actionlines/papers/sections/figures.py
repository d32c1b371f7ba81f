"""Figures of areas with aims, gaps and divides; money of plans, each currency separately."""

from collections.abc import Iterable, Sequence

from actionlines.framework import load
from actionlines.indicators.areas import units_of
from actionlines.papers.account.model import Envelope, Funded, SeriesStanding
from actionlines.papers.account.query import DIVIDES, answer_question, find_sides
from actionlines.papers.account.question import write_question
from actionlines.papers.charts.model import breakdown_label
from actionlines.papers.model import Column, Figure, Inlines, Table, TableRow, Text
from actionlines.papers.names import concept_code, full_name
from actionlines.papers.names import name_series as series_name
from actionlines.papers.progress.charts import draw_dumbbells
from actionlines.papers.progress.model import Divide
from actionlines.papers.progress.words import break_years, describe_outcome, list_marks
from actionlines.papers.sections import evidence
from actionlines.papers.sections.draft import Draft, Part, named_text, read_columns
from actionlines.papers.sections.evidence import name_area

STANDING_COLUMNS = read_columns("series 38, value 12 #, year 8 #, aim 12 #, standing 30")


def find_furthest(standings: Iterable[SeriesStanding], most: int) -> list[SeriesStanding]:
    """Return the standings that lag most, one for each indicator; a total before its breakdowns."""
    out: dict[str, SeriesStanding] = {}
    ordered = sorted(
        (standing for standing in standings if standing.lag),
        key=lambda standing: (-(standing.lag or 0), standing.breakdown, standing.series),
    )
    for item in ordered:
        out.setdefault(item.indicator or item.series, item)
    return list(out.values())[:most]


def standing_row(draft: Draft, standing: SeriesStanding) -> Sequence[Part]:
    """Return a row: series, value, year, aim and state."""
    of = {"area": standing.area, "series": standing.series, "breakdown": standing.breakdown}
    words = draft.words
    called, language = series_name(standing.indicator, standing.name, words.language)
    head: Inlines = (
        named_text(", ".join(filter(None, (called, breakdown_label(standing.breakdown, words)))), language),
    )
    if standing.indicator in load().indicators:
        head = (*head, named_text(f" ({concept_code(standing.indicator, words)})", muted=True))
    unit: Inlines = (named_text(f" {held}", muted=True),) if (held := words.unit(standing.unit)) else ()
    return (
        head,
        (draft.ask(write_question("value", **of)), *unit, *draft.cite(evidence.series_id(standing))),
        draft.ask(write_question("year", **of)),
        draft.ask(write_question("aim", **of)) if standing.aim is not None else Text(words("no-aim"), muted=True),
        describe_state(standing, draft),
    )


def describe_state(standing: SeriesStanding, draft: Draft) -> str:
    """Return the state in words, whether methods differ, the status and age of the value, and breaks."""
    text = describe_outcome(standing, draft.words)
    verdicts = {text.casefold() for _method, verdict, text, _score in standing.verdicts if verdict}
    parts = [text, draft.words("methods-differ")] if len(verdicts) > 1 else [text]
    beside = (*list_marks(standing, draft.words), break_years(standing, draft.words))
    return "; ".join((*parts, *filter(None, beside)))


def add_standing_table(draft: Draft, id: str, caption: str, standings: Sequence[SeriesStanding], **values: str) -> None:
    """Add a table of standings; `caption` is a key of the catalogue, `values` fill it in."""
    draft.table(
        id,
        caption,
        STANDING_COLUMNS,
        (standing_row(draft, standing) for standing in standings),
        empty="no-figures",
        **values,
    )


def find_shared_series(draft: Draft, concept: str, areas: Sequence[str], most: int) -> list[str]:
    """Return series on a concept that most of the areas have, as their codes; the one with most areas first."""
    wanted = set(areas)
    count: dict[str, set[str]] = {}
    for standing in draft.account.standings:
        if standing.area in wanted and concept in standing.concepts and not standing.breakdown and standing.years:
            held = count.setdefault(standing.series, set())
            held.add(standing.area)
    return sorted(count, key=lambda series: (-len(count[series]), series))[:most]


def show_value(draft: Draft, standing: SeriesStanding) -> Inlines:
    """Return the latest value of a total with its year and the mark of its evidence."""
    value = draft.ask(write_question("value", area=standing.area, series=standing.series))
    year = named_text(f" ({standing.years[-1]})", muted=True)
    return value, year, *draft.cite(evidence.series_id(standing))


def add_area_table(
    draft: Draft, id: str, caption: str, series: Sequence[str], areas: Sequence[str], **values: str
) -> None:
    """Add a table: series in rows, areas in columns; each value with its evidence."""
    words = draft.words
    rows = []
    for each_series in series:
        cells: list[Inlines] = []
        head = named_text(each_series, "en")
        for where in areas:
            standing = draft.account.standing.get((where, each_series, ""))
            if standing is None or not standing.years:
                cells.append((Text(words("none-known"), muted=True),))
                continue
            head = named_text(*series_name(standing.indicator, standing.name, words.language))
            cells.append(show_value(draft, standing))
        rows.append(TableRow(((head,), *cells)))
    heads = (Column(words("col.series"), 30), *(Column(name_area(where, words), 12, True) for where in areas))
    regions = any(where not in load().countries for where in areas)
    note = (Text(words("regions.note")),) if regions else ()
    draft.add(Table(id, words(caption, **values), heads, tuple(rows), note, words("no-figures")))


DIVIDE_COLUMNS = read_columns("where 30, series 30, first-side 12 #, second-side 12 #, gap-points 12 #, year 8 #")


def find_divides(
    draft: Draft, areas: Iterable[str] | None, divide: str, series: Iterable[str] | None = None
) -> list[Divide]:
    """Return the divides of a kind that the account has figures of, the widest first."""
    wanted = None if areas is None else set(areas)
    only = None if series is None else set(series)
    names = {"sex": ("women", "men"), "location": ("urban", "rural")}[divide]
    first_side = DIVIDES[divide][0]
    out = []
    for standing in draft.account.standings:
        if (
            standing.unit in units_of("count")
            or standing.breakdown != first_side
            or (wanted is not None and standing.area not in wanted)
        ):
            continue
        if only is not None and standing.series not in only:
            continue
        if (sides := find_sides(draft.account, standing.area, standing.series, divide)) is None:
            continue
        first, second, year = sides
        values = [side.values[side.years.index(year)] for side in (first, second)]
        measures = {"gap": values[1] - values[0]} | ({"ratio": values[0] / values[1]} if values[1] else {})
        out.append(
            Divide(
                divide,
                standing.indicator,
                standing.series,
                standing.name,
                standing.area,
                name_area(standing.area, draft.words),
                "",
                standing.unit,
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
    return sorted(out, key=lambda item: (-abs((item.second or 0) - (item.first or 0)), item.area, item.series))


def add_divide_table(
    draft: Draft, id: str, caption: str, divides: Sequence[Divide], divide: str, **values: str
) -> None:
    """Add a table of divides: both sides, the gap and the year, with evidence."""
    one_side, other = DIVIDES[divide]
    rows = []
    for each_divide in divides:
        of = {"area": each_divide.area, "series": each_divide.series}
        year = str(each_divide.year)
        title = named_text(*series_name(each_divide.indicator, each_divide.title, draft.words.language))
        proved = [
            f"series:{each_divide.area}/{each_divide.series}/{side}/{each_divide.year}" for side in (one_side, other)
        ]
        sides_ = (draft.ask(write_question("value", breakdown=side, year=year, **of)) for side in (one_side, other))
        gap = draft.ask(write_question("gap", divide=divide, **of))
        rows.append((name_area(each_divide.area, draft.words), (title, *draft.cite(*proved)), *sides_, gap, year))
    columns = [*DIVIDE_COLUMNS]
    columns[2:4] = [(f"side.{side}", 12, True) for side in (divides[0].first_name, divides[0].second_name)]
    draft.table(id, caption, columns, rows, **values)


def add_divide_chart(draft: Draft, id: str, divides: Sequence[Divide], series: str) -> None:
    """Add a dumbbell chart of the areas of one series."""
    own_divides = [divide for divide in divides if divide.series == series]
    source = next(
        (standing.source for standing in draft.account.standings if standing.series == series and standing.source), ""
    )
    for chart in draw_dumbbells(own_divides, draft.words, source)[:1]:
        ids = tuple(
            name
            for item in own_divides[:30]
            for side in DIVIDES[item.kind]
            if draft.prove(name := f"series:{item.area}/{item.series}/{side}/{item.year}")
        )
        draft.add(Figure(id, chart, ids))


MONEY_COLUMNS = read_columns("line 34, envelopes 10 #, amount 18 #, allocated 18 #, left 18 #")

ENVELOPE_COLUMNS = read_columns("objective 40, period 18, line 12, amount 15 #, allocated 15 #")


def list_currencies(envelopes: Iterable[Envelope]) -> list[str]:
    """Return the currencies in which there is money, in alphabetical order."""
    return sorted({envelope.currency for envelope in envelopes})


def add_line_money(draft: Draft, id: str, caption: str) -> None:
    """Add a table: a row for each line with money, under a heading for each currency."""
    rows: list[TableRow | Sequence[Part]] = []
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
    draft: Draft, id: str, caption: str, envelopes: Iterable[Envelope], *, note: str = "", **values: str
) -> None:
    """Add a table of envelopes with their evidence."""
    rows = (_envelope_row(draft, envelope) for envelope in envelopes)
    draft.table(id, caption, ENVELOPE_COLUMNS, rows, empty="no-envelopes", note=note, **values)


def _envelope_row(draft: Draft, envelope: Envelope) -> Sequence[Part]:
    words, question = draft.words, f"id={envelope.id}"
    return (
        (named_text(f"{envelope.plan}: {envelope.objective}"), *draft.cite(evidence.envelope_id(envelope))),
        evidence.describe_period(envelope, words),
        words("list.comma").join(envelope.lines) or words("any-line"),
        draft.money(f"envelope.amount?{question}"),
        draft.money(f"envelope.allocated?{question}"),
    )


def sum_money(draft: Draft, narrowed: str = "") -> Inlines:
    """Return the sums of envelopes and of allocations in a sentence, for each currency."""
    tail = f"&{narrowed}" if narrowed else ""
    parts = [
        draft.say(
            "money-line",
            amount=draft.money(f"envelopes.amount?currency={currency}{tail}"),
            allocated=draft.money(f"allocations.amount?currency={currency}{tail}"),
        )
        for currency in list_currencies(draft.account.envelopes)
        if answer_question(draft.account, f"envelopes?currency={currency}{tail}").value
    ]
    return draft.list_of(parts)


FUNDED = ("required", "available", "spent")


def ask_funded(draft: Draft, **narrowed: str) -> dict[str, Inlines]:
    """Return the sums of cooperation frameworks by FUNDED, each with its currency."""
    return {name: draft.money(write_question(f"funded.{name}", **narrowed)) for name in FUNDED}


def ask_entry(draft: Draft, part: Funded, names: Sequence[str]) -> list[Part]:
    """Return the amounts of one activity that its file states."""
    return [draft.money(f"funded.{name}?entry={part.id}") if getattr(part, name) else "" for name in names]


def say_funded(draft: Draft, key: str, name: str = "", **narrowed: str) -> None:
    """Add a paragraph on how many activities of cooperation frameworks there are, and their money; `key` says it."""
    money = draft.say("activities.funded-money", **ask_funded(draft, **narrowed))
    draft.para(draft.say(key, name=name, n=draft.ask(write_question("funded", **narrowed)), money=money))


def write_brief(draft: Draft, area: str, name: str, own: Sequence[SeriesStanding]) -> None:
    """Write how many series an area has and how many are behind, or that the account has none of it."""
    if own:
        draft.para(
            draft.say(
                "profile.figures",
                name=name,
                series=draft.counted("series", f"series?area={area}"),
                behind=draft.ask(f"series?area={area}&behind=yes"),
            )
        )
    else:
        draft.missing("profile.no-figures", "figures-advice", name=name)
