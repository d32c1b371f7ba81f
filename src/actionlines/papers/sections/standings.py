"""Figures of areas: values with aims, gaps and divides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from actionlines.framework import load
from actionlines.papers.account.model import Standing
from actionlines.papers.account.query import DIVIDES, sides
from actionlines.papers.account.question import asking
from actionlines.papers.charts.model import breakdown_label
from actionlines.papers.concepts import code
from actionlines.papers.model import Column, Figure, Inlines, Row, Table, Text
from actionlines.papers.names import series as series_name
from actionlines.papers.progress.beside_words import break_years, marks
from actionlines.papers.progress.charts.dumbbell import dumbbells
from actionlines.papers.progress.model import Divide
from actionlines.papers.sections import evidence
from actionlines.papers.sections.draft import Draft, Part, name
from actionlines.papers.sections.labels import area
from actionlines.papers.words import unit_of

COLUMNS = (
    ("col.series", 38, False),
    ("col.value", 12, True),
    ("col.year", 8, True),
    ("col.aim", 12, True),
    ("col.standing", 30, False),
)


def furthest(found: Iterable[Standing], most: int) -> list[Standing]:
    """Return the standings that lag most, one for each indicator; a total before its breakdowns."""
    out: dict[str, Standing] = {}
    ordered = sorted(
        (one for one in found if one.lag), key=lambda one: (-(one.lag or 0), one.breakdown, one.series)
    )
    for one in ordered:
        out.setdefault(one.indicator or one.series, one)
    return list(out.values())[:most]


def row(draft: Draft, one: Standing) -> Sequence[Part]:
    """Return a row: series, value, year, aim and state."""
    of = {"area": one.area, "series": one.series, "breakdown": one.breakdown}
    words = draft.words
    called, language = series_name(one.indicator, one.name, words.language)
    head: Inlines = (
        name(", ".join(filter(None, (called, breakdown_label(one.breakdown, words)))), language),
    )
    if one.indicator in load().indicators:
        head = (*head, name(f" ({code(one.indicator, words)})", muted=True))
    unit: Inlines = (name(f" {held}", muted=True),) if (held := unit_of(one.unit)) else ()
    return (
        head,
        (draft.ask(asking("value", **of)), *unit, *draft.cite(evidence.series_id(one))),
        draft.ask(asking("year", **of)),
        draft.ask(asking("aim", **of)) if one.aim is not None else Text(words("no-aim"), muted=True),
        standing(one, draft),
    )


def standing(one: Standing, draft: Draft) -> str:
    """Return the state in words, whether methods differ, the status and age of the value, and breaks."""
    said = draft.words(f"standing.state.{one.state}")
    verdicts = {text.casefold() for _method, verdict, text, _score in one.verdicts if verdict}
    parts = [said, draft.words("methods-differ")] if len(verdicts) > 1 else [said]
    beside = (*marks(one, draft.words), break_years(one, draft.words))
    return "; ".join((*parts, *filter(None, beside)))


def table(draft: Draft, id: str, caption: str, found: Sequence[Standing], **values: str) -> None:
    """Add a table of standings; `caption` is a key of the catalogue, `values` fill it in."""
    draft.table(id, caption, COLUMNS, (row(draft, one) for one in found), empty="no-figures", **values)


def side_by_side(draft: Draft, concept: str, areas: Sequence[str], most: int) -> list[str]:
    """Return series on a concept that most of the areas have, as their codes; the one with most areas first."""
    wanted = set(areas)
    count: dict[str, set[str]] = {}
    for one in draft.account.standings:
        if one.area in wanted and concept in one.concepts and not one.breakdown and one.years:
            held = count.setdefault(one.series, set())
            held.add(one.area)
    return sorted(count, key=lambda series: (-len(count[series]), series))[:most]


def by_area(
    draft: Draft, id: str, caption: str, series: Sequence[str], areas: Sequence[str], **values: str
) -> None:
    """Add a table: series in rows, areas in columns; each value with its evidence."""
    words = draft.words
    rows = []
    for one in series:
        cells: list[Inlines] = []
        head = name(one, "en")
        for where in areas:
            found = draft.account.standing.get((where, one, ""))
            if found is None or not found.years:
                cells.append((Text(words("none-known"), muted=True),))
                continue
            head = name(*series_name(found.indicator, found.name, words.language))
            value = draft.ask(asking("value", area=where, series=one))
            cells.append((value, *draft.cite(evidence.series_id(found))))
        rows.append(Row(((head,), *cells)))
    heads = (Column(words("col.series"), 30), *(Column(area(where, words), 12, True) for where in areas))
    draft.add(Table(id, words(caption, **values), heads, tuple(rows), (), words("no-figures")))


DIVIDE_COLUMNS = (
    ("col.where", 30, False), ("col.series", 30, False), ("col.first-side", 12, True),
    ("col.second-side", 12, True), ("col.gap-points", 12, True), ("col.year", 8, True),
)  # fmt: skip


def divides(
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
        found = sides(draft.account, one.area, one.series, divide)
        if found is None:
            continue
        first, second, year = found
        values = [side.values[side.years.index(year)] for side in (first, second)]
        measures = {"gap": values[1] - values[0]} | ({"ratio": values[0] / values[1]} if values[1] else {})
        out.append(
            Divide(
                divide, one.indicator, one.series, one.name, one.area, area(one.area, draft.words), "", one.unit,
                year, names[0], values[0], names[1], values[1], measures, "", "", "",
            )
        )  # fmt: skip
    return sorted(out, key=lambda one: (-abs((one.second or 0) - (one.first or 0)), one.area, one.series))


def divide_table(
    draft: Draft, id: str, caption: str, found: Sequence[Divide], divide: str, **values: str
) -> None:
    """Add a table of divides: both sides, the gap and the year, with evidence."""
    one_side, other = DIVIDES[divide]
    rows = []
    for one in found:
        of = {"area": one.area, "series": one.series}
        year = str(one.year)
        title = name(*series_name(one.indicator, one.title, draft.words.language))
        proved = [f"series:{one.area}/{one.series}/{side}/{one.year}" for side in (one_side, other)]
        sides_ = (draft.ask(asking("value", breakdown=side, year=year, **of)) for side in (one_side, other))
        gap = draft.ask(asking("gap", divide=divide, **of))
        rows.append((area(one.area, draft.words), (title, *draft.cite(*proved)), *sides_, gap, year))
    columns = [*DIVIDE_COLUMNS]
    columns[2:4] = [(f"side.{side}", 12, True) for side in (found[0].first_name, found[0].second_name)]
    draft.table(id, caption, columns, rows, **values)


def divide_figure(draft: Draft, id: str, found: Sequence[Divide], series: str) -> None:
    """Add a dumbbell chart of the areas of one series."""
    kept = [one for one in found if one.series == series]
    source = next((one.source for one in draft.account.standings if one.series == series and one.source), "")
    for chart in dumbbells(kept, draft.words, source)[:1]:
        ids = tuple(
            name
            for one in kept[:30]
            for side in DIVIDES[one.kind]
            if draft.prove(name := f"series:{one.area}/{one.series}/{side}/{one.year}")
        )
        draft.add(Figure(id, chart, ids))
