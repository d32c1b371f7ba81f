"""Targets, indicators and metrics: for each linked target the latest figures of the world and their projection."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from actionlines.follow_up.standing.evidence import area_title
from actionlines.indicators.groups import indicators_of_target
from actionlines.papers.charts.model import Chart, breakdown_label
from actionlines.papers.model import (
    Block,
    Column,
    Figure,
    Inlines,
    Listing,
    Missing,
    Number,
    Para,
    Row,
    Section,
    See,
    Table,
    Text,
)
from actionlines.papers.names import series as series_name
from actionlines.progress.charts.lines import line_chart
from actionlines.reports.account.cross_country import sides_of
from actionlines.reports.roadmap.evidence_collector import filled, name, run
from actionlines.reports.roadmap.figures import METHODS, View
from actionlines.reports.roadmap.sections.links import measured_targets
from actionlines.reports.roadmap.writing import Writing, concept_named


def measured(w: Writing) -> Iterator[Block]:
    """Yield the section: one heading for each target."""
    words = w.words
    yield Section("s-measured", words("measured.title"))
    found = measured_targets(w)
    if not found:
        yield w.missing("measured")
    else:
        yield Para((Text(words("measured.how")),), numbered=True)
    told: dict[str, str] = {}
    silent = [one for one in found if _silent(w, one.concept)]
    for one in found:
        if one in silent:
            continue
        code = one.concept.removeprefix("sdg:")
        yield Section(f"s-sdg-{code}", concept_named(one.concept, words)[0], 2)
        yield from target_blocks(w, one.concept, told)
    if silent:
        yield from _without(w, [one.concept for one in silent])


def _kept(w: Writing, target: str) -> list[str]:
    """Return the indicators of a target that nobody left out."""
    return [one for one in indicators_of_target(target) if w.roadmap.decision("indicator", one) != "left"]


def _silent(w: Writing, target: str) -> bool:
    """Return whether the target has indicators, and no figures of any."""
    kept = _kept(w, target)
    return bool(kept) and not any(w.figures.views(one) for one in kept)


def _without(w: Writing, targets: list[str]) -> Iterator[Block]:
    """Targets without figures stand together at the end: pages that say so would hide those that have some."""
    words = w.words
    yield Section("s-without-figures", words("measured.without"), 2)
    yield w.missing("without")
    items: list[Inlines] = []
    for target in targets:
        title, language = concept_named(target, words)
        said = "; ".join(concept_named(one, words)[0] for one in _kept(w, target))
        items.append((name(title, language, bold=True), Text(": "), name(said)))
    yield Listing(tuple(items))


def target_blocks(w: Writing, target: str, told: dict[str, str]) -> Iterator[Block]:
    """Yield the figures of a target; indicators in `told` (indicator -> block) get a reference only."""
    words = w.words
    code = target.removeprefix("sdg:")
    indicators = _kept(w, target)
    if not indicators:
        yield w.missing("indicators")
        return
    views: list[View] = []
    lacking: list[str] = []
    for indicator in indicators:
        if indicator in told:
            yield Para(
                filled(words("measured.told"), indicator=_indicator(w, indicator), place=See(told[indicator]))
            )
            continue
        there = w.figures.views(indicator)
        if not there:
            lacking.append(concept_named(indicator, words)[0])
            continue
        told[indicator] = f"t-{code}"
        views += there
    if lacking:
        yield Missing(words("missing.figures", indicator="; ".join(lacking)), words("advice.figures"))
    if views:
        yield _table(w, f"t-{code}", code, views)
        yield from _agreement(w, views)
        if figure := figure_of(w, f"f-{code}", views):
            yield figure
        if apart := _divides(w, f"t-divides-{code}", code, views):
            yield apart
        yield from _behind(w, views)
    yield from _gaps(w, [one for one in indicators if told.get(one, f"t-{code}") == f"t-{code}"])


def called(w: Writing, one: View) -> tuple[str, str]:
    """The title of a series with its breakdown, and its code where another of the indicator has the same title;
    with its language where that is not the paper's.
    """
    label = breakdown_label(one.name[2], w.words)
    alike = sum(other.title == one.title for other in w.figures.views(one.name[0]))
    code = one.name[1] if alike > 1 and not label else ""
    title, language = series_name(one.name[0], one.title, w.words.language)
    return ", ".join(part for part in (title, label, code) if part), language


def _value(w: Writing, one: View, year: int, value: float) -> Number:
    if one.area:
        asked = f"value?{one.filters(area=one.area, year=str(year))}"
    else:
        asked = f"median?{one.filters(year=str(year))}"
    return w.notes.value(asked, value, one.measured.unit, (one.evidence,))


def _table(w: Writing, id: str, code: str, views: list[View]) -> Table:
    words = w.words
    columns = (
        Column(words("col.indicator"), 28), Column(words("col.baseline"), 11, True),
        Column(words("col.latest"), 11, True), Column(words("col.aim"), 12),
        *(Column(words(f"col.{method}"), 11, True) for method in METHODS),
    )  # fmt: skip
    rows = tuple(_row(w, one) for one in views)
    return Table(
        id, words("measured.caption", target=code), columns, rows, note=(Text(words("measured.note")),)
    )


def _row(w: Writing, one: View) -> Row:
    words = w.words
    where = area_title("m49:001", words) if one.area else words("basis.median-short")
    head: Inlines = (
        name(f"{one.name[0].removeprefix('sdg:')} ", bold=True), name(*called(w, one)),
        Text(f" – {where}"), w.notes.series(one), name(f" ({one.name[3]})" if one.name[3] else "", muted=True),
    )  # fmt: skip
    base, last = one.base, one.last
    cells: list[Inlines] = [
        (_value(w, one, *base), name(f" ({base[0]})", muted=True)),
        (_value(w, one, *last), name(f" ({last[0]})", muted=True)),
    ]
    target = one.measured.target
    if target.value is not None:
        aim = w.notes.value(f"aim?{one.filters(area=one.area)}", target.value, one.measured.unit)
        cells.append((aim, name(f" ({target.year})", muted=True)))
    elif target.direction:
        cells.append((Text(words("aim.more" if target.direction > 0 else "aim.less")),))
    else:
        cells.append(())
    for method in METHODS:
        said = one.projected(method)
        if said is None or said.projected is None:
            cells.append(())
            continue
        asked = f"projected?{one.filters(area=one.area, method=method)}"
        cells.append((w.notes.value(asked, said.projected, one.measured.unit, (one.evidence,)),))
    return w.row(head, *cells)


def _agreement(w: Writing, views: list[View]) -> Iterator[Block]:
    """Yield sentences on the agreement of methods, and on the number of countries behind a median."""
    words = w.words
    items: list[Inlines] = []
    for one in views:
        # By verdict rather than by method: most methods say the same, and it is then said once.
        said: dict[str, list[str]] = {}
        for row in one.measured.said:
            if row.verdict:
                said.setdefault(words(f"verdict.{row.verdict}"), []).append(row.title)
        verdicts = [f"{verdict}: {words.apart(', '.join(titles))}" for verdict, titles in said.items()]
        parts: Inlines = (
            name(*called(w, one)),
            Text(": "),
            Text(words(f"agreement.{one.measured.agreement}")),
        )
        if verdicts:
            parts += (name(f" ({'; '.join(verdicts)})"),)
        if not one.area:
            n = w.notes.counted(one.countries_that(), one.countries)
            parts += (Text(". "), *filled(words("basis.countries"), n=n))
        else:
            parts += (Text("."),)
        items.append(parts)
    yield Listing(tuple(items))


def chart_of(w: Writing, one: View, id: str) -> Chart | None:
    """Return the line with its fan and aim."""
    where = "" if one.area else w.words("basis.median")
    chart = line_chart(replace(one.measured, area=one.measured.area or where), 1, w.words, one.file)
    return replace(chart, id=id) if chart else None


def figure_of(w: Writing, id: str, views: list[View]) -> Figure | None:
    """Return the chart of the series that has most years, among those that can be projected first."""
    drawn = [one for one in views if len(one.measured.years) > 1]
    if not drawn:
        return None
    one = max(drawn, key=lambda v: (v.projected("linear") is not None, len(v.measured.years), v.countries))
    chart = chart_of(w, one, id)
    if chart is None:
        return None
    w.notes.series(one)
    return Figure(id, chart, (one.evidence,))


def _divides(w: Writing, id: str, code: str, views: list[View]) -> Table | None:
    """Return the divides: women and men, town and country, country groups, and the spread among countries."""
    words = w.words
    rows: list[Row] = []
    for one in views:
        own: list[Row] = []
        unit = one.measured.unit
        for found in one.parities:
            # Both sides are series of their own, by the breakdown.
            asked = {"series": one.name[1], "dimension": found.dimension, "area": found.area}
            question = "parity?" + "&".join(f"{key}={value}" for key, value in asked.items() if value)
            ratio = (
                (w.notes.value(question, found.ratio, "ratio", (one.evidence,)),)
                if found.ratio is not None
                else ()
            )
            sides = _sides(w, one, found.dimension, found.area, found.year, (found.first, found.second))
            where = area_title("m49:001", words) if found.area else words("basis.median-short")
            label = f"{words(f'divide.{found.dimension}')}, {where}"
            own.append(w.row((Text(label), name(f" ({found.year})", muted=True)), sides, ratio))
        groups = []
        for group in one.groups:
            noun = "value" if group.own else "mean"
            number = w.notes.value(
                f"{noun}?{one.filters(area=group.area)}", group.value, unit, (one.evidence,)
            )
            groups.append((Text(f"{area_title(group.area, words)} "), number))
        if groups:
            own.append(w.row((Text(words("divide.groups")),), run(groups), ()))
        if one.spread:
            ends = [
                w.notes.value(f"percentile?{one.filters(at=str(at))}", value, unit, (one.evidence,))
                for at, value in zip((10, 90), one.spread, strict=True)
            ]
            said = filled(words("divide.spread-values"), low=ends[0], high=ends[1])
            own.append(w.row((Text(words("divide.countries")),), said, ()))
        if own:
            rows.append(w.head((name(*called(w, one), bold=True),)))
            rows += own
    if not rows:
        return None
    columns = (
        Column(words("col.divide"), 22), Column(words("col.values"), 44), Column(words("col.ratio"), 8, True),
    )  # fmt: skip
    return Table(
        id, words("divide.caption", target=code), columns, tuple(rows), note=(Text(words("divide.note")),)
    )


def _sides(
    w: Writing, one: View, dimension: str, area: str, year: int, values: tuple[float, float]
) -> Inlines:
    out = []
    for side, value in zip(sides_of(dimension), values, strict=True):
        noun, where = ("value", f"&area={area}") if area else ("median", "")
        asked = f"{noun}?series={one.name[1]}&breakdown={side}&year={year}{where}"
        number = w.notes.value(asked, value, one.measured.unit, (one.evidence,))
        out.append((Text(f"{breakdown_label(side, w.words)} "), number))
    return run(out)


def _behind(w: Writing, views: list[View]) -> Iterator[Block]:
    """Yield the countries furthest behind, each with its value."""
    words = w.words
    items: list[Inlines] = []
    for one in views:
        if not one.judged:
            continue
        lagging = w.notes.counted(one.countries_that(behind="yes"), one.lagging)
        judged = w.notes.counted(one.countries_that(judged="yes"), one.judged)
        said = filled(words("behind.counted"), series=name(*called(w, one)), n=lagging, all=judged)
        if one.behind:
            there = []
            for row in one.behind:
                asked = f"value?{one.filters(area=row.area, year=str(row.years[-1]))}"
                number = w.notes.value(asked, row.values[-1], row.unit, (one.evidence,))
                there.append(
                    (Text(f"{area_title(row.area, words)} "), number, name(f" ({row.years[-1]})", muted=True))
                )
            said = (*said, Text(f" {words('behind.furthest')} "), *run(there), Text("."))
        items.append(said)
    if items:
        yield Listing(tuple(items))


def _gaps(w: Writing, indicators: list[str]) -> Iterator[Block]:
    """Yield the data gaps by kind."""
    words = w.words
    found = [one for one in w.figures.gaps(indicators) if one.kind != "no-data"]
    if not found:
        return
    items = []
    for one in found:
        year = f" ({one.year})" if one.kind in ("too-old", "once") and one.year else ""
        items.append((_indicator(w, one.indicator), Text(f": {words(f'gap.{one.kind}')}"), name(year)))
    yield Para((Text(words("gaps.title"), bold=True),))
    yield Listing(tuple(items))


def _indicator(w: Writing, indicator: str) -> Text:
    """Return number and title of an indicator."""
    return name(*concept_named(indicator, w.words))
