"""Targets, indicators and metrics: for each linked target the latest figures of the world and their projection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from actionlines.indicators.groups import indicators_of_target
from actionlines.papers.account.cross_country import Parity, sides_of
from actionlines.papers.account.question import asking
from actionlines.papers.charts.model import breakdown_label
from actionlines.papers.concepts import full
from actionlines.papers.model import Evidence, Figure, Inlines, Number, Para, Row, Section, See, Text
from actionlines.papers.names import series as series_name
from actionlines.papers.progress.charts.lines import line_chart
from actionlines.papers.roadmap.figures import METHODS, View
from actionlines.papers.roadmap.sections.links import measured_targets
from actionlines.papers.roadmap.writing import Writing
from actionlines.papers.sections import evidence
from actionlines.papers.sections.draft import Part, name
from actionlines.papers.sections.labels import area, concept
from actionlines.papers.words import unit_of


def measured(w: Writing) -> None:
    """Write one heading for each target; targets without figures stand together at the end."""
    w.section("s-measured", "measured.title")
    found = [one.concept for one in measured_targets(w)]
    if not found:
        w.lacks("measured")
        return
    w.para(w.say("measured.how"))
    shown: dict[str, str] = {}
    silent = [one for one in found if _silent(w, one)]
    for target in found:
        if target not in silent:
            w.add(Section(f"s-{target.replace(':', '-')}", full(target, w.words), 2))
            _target(w, target, shown)
    if silent:
        # Together: pages that say so would hide the targets that have some.
        w.section("s-without-figures", "measured.without", 2)
        w.lacks("without")
        w.listing(_without(w, target) for target in silent)


def _kept(w: Writing, target: str) -> list[str]:
    """Return the indicators of a target that nobody left out."""
    return [one for one in indicators_of_target(target) if w.roadmap.decision("indicator", one) != "left"]


def _silent(w: Writing, target: str) -> bool:
    """Return whether the target has indicators, and no figures of any."""
    kept = _kept(w, target)
    return bool(kept) and not any(w.figures.views(one) for one in kept)


def _without(w: Writing, target: str) -> Inlines:
    indicators = w.apart(concept(one, w.words) for one in _kept(w, target))
    return replace(concept(target, w.words), bold=True), Text(w.words("colon")), *indicators


def _target(w: Writing, target: str, shown: dict[str, str]) -> None:
    """Write the figures of a target; indicators in `shown` (indicator -> block) get a reference only."""
    code = target.removeprefix("sdg:")
    indicators = _kept(w, target)
    if not indicators:
        w.lacks("indicators")
        return
    views: list[View] = []
    lacking: list[str] = []
    for indicator in indicators:
        there = w.figures.views(indicator)
        if indicator in shown:
            said = w.say("measured.told", indicator=concept(indicator, w.words), place=See(shown[indicator]))
            w.para(said)
        elif not there:
            lacking.append(full(indicator, w.words))
        else:
            shown[indicator] = f"t-{code}"
            views += there
    if lacking:
        w.lacks("figures", indicator=w.words("semicolon").join(lacking))
    if views:
        columns = (
            ("col.indicator", 28, False), ("col.baseline", 11, True), ("col.latest", 11, True),
            ("col.aim", 12, False), *((f"col.{method}", 11, True) for method in METHODS),
        )  # fmt: skip
        rows = [_row(w, one) for one in views]
        w.table(f"t-{code}", "measured.caption", columns, rows, note="measured.note", target=code)
        w.listing(_agreement(w, one) for one in views)
        _figure(w, f"f-{code}", views)
        if divides := [row for one in views for row in _divides(w, one)]:
            columns = (("col.divide", 22, False), ("col.values", 44, False), ("col.ratio", 8, True))
            w.table(f"t-divides-{code}", "divide.caption", columns, divides, note="divide.note", target=code)
        w.listing(_behind(w, one) for one in views if one.judged)
    _gaps(w, [one for one in indicators if shown.get(one, f"t-{code}") == f"t-{code}"])


def called(w: Writing, one: View) -> tuple[str, str]:
    """The title of a series with its breakdown, and its code where another of the indicator has the same title;
    with its language where that is not the paper's.
    """
    label = breakdown_label(one.name[2], w.words)
    alike = sum(other.title == one.title for other in w.figures.views(one.name[0]))
    code = one.name[1] if alike > 1 and not label else ""
    title, language = series_name(one.name[0], one.title, w.words.language)
    return ", ".join(part for part in (title, label, code) if part), language


def _where(w: Writing, area_id: str) -> str:
    return area("world", w.words) if area_id else w.words("basis.median")


def _cited(w: Writing, one: View) -> Inlines:
    """Enter the series behind figures with its file, and return its mark."""
    year, value = one.last
    details = evidence.series_details(one.name[1], one.source, one.file, one.sha256, w)
    label = w.words("series.label", name=called(w, one)[0], area=_where(w, one.area), year=year)
    said = w.words.figure(value, one.measured.unit)
    w.prove(one.evidence, Evidence(one.evidence, "series", label, said, details=details))
    return w.cite(one.evidence)


def _bound(w: Writing, one: View, noun: str, value: float, unit: str | None = None, **filters: str) -> Number:
    """Return a figure of the series, bound to the question that gives it again."""
    asked = asking(noun, series=one.name[1], breakdown=one.name[2], **filters)
    return w.known(asked, value, one.measured.unit if unit is None else unit, (one.evidence,))


def _value(w: Writing, one: View, year: int, value: float) -> Number:
    return _bound(w, one, "value" if one.area else "median", value, area=one.area, year=str(year))


def _in(year: int) -> Text:
    return name(f" ({year})", muted=True)


def _row(w: Writing, one: View) -> Sequence[Part]:
    head: Inlines = (
        name(f"{one.name[0].removeprefix('sdg:')} ", bold=True), name(*called(w, one)),
        Text(f" – {_where(w, one.area)}"), *_cited(w, one),
    )  # fmt: skip
    if unit := unit_of(one.name[3]):
        head = (*head, name(f" ({unit})", muted=True))
    values = [(_value(w, one, *pair), _in(pair[0])) for pair in (one.base, one.last)]
    target = one.measured.target
    aim: Part = ""
    if target.value is not None:
        aim = (_bound(w, one, "aim", target.value, area=one.area), _in(target.year))
    elif target.direction:
        aim = Text(w.words("aim.more" if target.direction > 0 else "aim.less"))
    projected: list[Part] = []
    for method in METHODS:
        said = one.projected(method)
        known = said is not None and said.projected is not None
        projected.append(
            _bound(w, one, "projected", said.projected, area=one.area, method=method) if known else ""  # type: ignore
        )
    return head, *values, aim, *projected


def _agreement(w: Writing, one: View) -> Inlines:
    """Return a sentence on the agreement of methods, and on the number of countries behind a median."""
    words = w.words
    # By verdict rather than by method: most methods say the same, and it is then said once.
    said: dict[str, list[str]] = {}
    for row in one.measured.said:
        if row.verdict:
            said.setdefault(words(f"verdict.{row.verdict}"), []).append(row.title)
    verdicts = [
        f"{verdict}{words('colon')}{words.apart(', '.join(titles))}" for verdict, titles in said.items()
    ]
    out: Inlines = (
        name(*called(w, one)), Text(words("colon")), Text(words(f"agreement.{one.measured.agreement}")),
    )  # fmt: skip
    if verdicts:
        out = (*out, name(f" ({words('semicolon').join(verdicts)})"))
    if one.area:
        return (*out, Text("."))
    n = w.known(one.countries_that(), one.countries)
    return (*out, Text(". "), *w.say("basis.countries", n=n))


def _figure(w: Writing, id: str, views: list[View]) -> None:
    """Draw the series that has most years, those that can be projected first: a line with its fan and aim."""
    drawn = [one for one in views if len(one.measured.years) > 1]
    if not drawn:
        return
    one = max(drawn, key=lambda v: (v.projected("linear") is not None, len(v.measured.years), v.countries))
    series = replace(one.measured, title=called(w, one)[0], area=one.measured.area or _where(w, one.area))
    if chart := line_chart(series, 1, w.words, one.file):
        w.add(Figure(id, replace(chart, id=id), (one.evidence,)))


def _divides(w: Writing, one: View) -> Iterator[Row | Sequence[Part]]:
    """Yield the divides: women and men, town and country, country groups, and the spread among countries."""
    words = w.words
    rows: list[Sequence[Part]] = []
    for found in one.parities:
        label = f"{words(f'divide.{found.dimension}')}, {_where(w, found.area)}"
        ratio: Part = ""
        if found.ratio is not None:
            asked = asking("parity", series=one.name[1], dimension=found.dimension, area=found.area)
            ratio = w.known(asked, found.ratio, "ratio", (one.evidence,))
        rows.append(((Text(label), _in(found.year)), w.apart(_sides(w, one, found)), ratio))
    groups = [
        (Text(f"{area(group.area, words)} "),
         _bound(w, one, "value" if group.own else "mean", group.value, area=group.area))
        for group in one.groups
    ]  # fmt: skip
    if groups:
        rows.append((Text(words("divide.groups")), w.apart(groups), ""))
    if one.spread:
        low, high = (
            _bound(w, one, "percentile", value, at=str(at))
            for at, value in zip((10, 90), one.spread, strict=True)
        )
        said = w.say("divide.spread-values", low=low, high=high)
        rows.append((Text(words("divide.countries")), said, ""))
    if rows:
        yield w.head((name(*called(w, one), bold=True),))
        yield from rows


def _sides(w: Writing, one: View, found: Parity) -> Iterator[Inlines]:
    """Yield both sides, which are series of their own, by the breakdown."""
    noun = "value" if found.area else "median"
    for side, value in zip(sides_of(found.dimension), (found.first, found.second), strict=True):
        asked = asking(noun, series=one.name[1], breakdown=side, year=str(found.year), area=found.area)
        number = w.known(asked, value, one.measured.unit, (one.evidence,))
        yield Text(f"{breakdown_label(side, w.words)} "), number


def _behind(w: Writing, one: View) -> Inlines:
    """Return how many countries lag, and those furthest behind, each with its value."""
    lagging = w.known(one.countries_that(behind="yes"), one.lagging)
    judged = w.known(one.countries_that(judged="yes"), one.judged)
    said = w.say("behind.counted", series=(name(*called(w, one)),), n=lagging, all=judged)
    if not one.behind:
        return said
    there = [
        (Text(f"{area(row.area, w.words)} "),
         _bound(w, one, "value", row.values[-1], row.unit, area=row.area, year=str(row.years[-1])),
         _in(row.years[-1]))
        for row in one.behind
    ]  # fmt: skip
    return (*said, Text(f" {w.words('behind.furthest')} "), *w.apart(there), Text("."))


def _gaps(w: Writing, indicators: list[str]) -> None:
    """Write the data gaps by kind."""
    found = [one for one in w.figures.gaps(indicators) if one.kind != "no-data"]
    if not found:
        return
    w.add(Para((Text(w.words("gaps.title"), bold=True),)))
    w.listing(
        (concept(one.indicator, w.words), Text(f"{w.words('colon')}{w.words(f'gap.{one.kind}')}"),
         name(f" ({one.year})" if one.kind in ("too-old", "once") and one.year else ""))
        for one in found
    )  # fmt: skip
