"""The countries of the page, one card each: small courses of all indicators, verdicts, sources and breaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from markupsafe import Markup, escape

from actionlines.indicators.provenance import HOLLOW
from actionlines.papers.charts.model import breakdown_label
from actionlines.papers.progress.beside_words import latest, told
from actionlines.papers.progress.charts.maps import SIGNS
from actionlines.papers.progress.model import Measured, Report
from actionlines.papers.progress.scope import area_name
from actionlines.papers.progress.summary import beside, class_of
from actionlines.papers.words import Words

ROWS = 2_400  # series in cards; everything is in the tables
WIDE, HIGH = 96, 28  # of a small course
_GROUPS = 6  # groups of people of a row
Walked = Mapping[str, Sequence[tuple[str, Measured]]]
_Quantity = tuple[str, str, str]


def walk(countries: Mapping[str, Sequence[Measured]], language: str) -> Walked:
    """Return up to ROWS series of countries by name, each with the id of its picture in the page."""
    named = sorted(countries.items(), key=lambda item: area_name(item[0], language))
    numbered = enumerate(((area, one) for area, series in named for one in series), start=1)
    found: dict[str, list[tuple[str, Measured]]] = {}
    for number, (area, one) in islice(numbered, ROWS):
        found.setdefault(area, []).append((f"k-{number}", one))
    return found


def scales(report: Report) -> dict[_Quantity, tuple[float, float, int, int]]:
    """Return low, high, first and last year of each quantity, so that all countries have one scale."""
    series: dict[_Quantity, list[Measured]] = {}
    for one in report.measured:
        if one.values and not one.breakdown:
            series.setdefault(one.quantity, []).append(one)
    found = {}
    for key, some in series.items():
        values = sorted(value for one in some for value in one.values)
        low, high = (
            values[0],
            values[len(values) * 19 // 20],
        )  # one country in twenty does not flatten the others
        ends = some[0].target
        if ends.low is not None and ends.high is not None:
            low, high = ends.low, ends.high
        found[key] = low, high, min(one.years[0] for one in some), max(one.years[-1] for one in some)
    return found


def course(one: Measured, scale: tuple[float, float, int, int], name: str) -> str:
    """Return the values over the years as a picture of 96 by 28; hollow ends and lines as the page explains."""
    low, high, first, last = scale
    across, up = (WIDE - 6) / max(last - first, 1), (HIGH - 6) / ((high - low) or 1.0)
    spots = [
        (round(3 + (year - first) * across), round(HIGH - 3 - (min(max(value, low), high) - low) * up))
        for year, value in zip(one.years, one.values, strict=True)
    ]
    path = "M" + "L".join(f"{x} {y}" for x, y in spots)
    ticks = "".join(f"M{round(3 + (b.year - first) * across)} 0V{HIGH}" for b in one.breaks)
    x, y = spots[-1]
    hollow = ' class="h"' if one.statuses and one.statuses[-1] in HOLLOW else ""
    broken = f'<path class="b" d="{ticks}"/>' if ticks else ""
    return f'<g id="{name}">{broken}<path d="{path}"/><circle{hollow} cx="{x}" cy="{y}" r="2.5"/></g>'


def cards(report: Report, walked: Walked, words: Words) -> tuple[Markup, list[tuple[str, str]]]:
    """Return the cards as markup, and the classes that they have with their words."""
    scale, groups = scales(report), beside(report)
    names = {name: words(f"method.{name}") for name in report.methods}
    heads = "".join(f'<th scope="col" class="m"><span>{escape(name)}</span></th>' for name in names.values())
    head = (
        f'<thead><tr><th scope="col">{escape(words("col.indicator"))}</th><th scope="col">'
        f'{escape(words("col.course"))}</th><th scope="col" class="num">{escape(words("col.latest"))}</th>{heads}'
        f'<th scope="col">{escape(words("col.class"))}</th>'
        f'<th scope="col">{escape(words("col.sources"))}</th></tr></thead>'
    )
    cells = {
        verdict: f'<td class="v{at}">{escape(words("verdict." + (verdict or "none")))}</td>'
        for at, verdict in enumerate(SIGNS)
    }
    out, classes = [], {}
    for area, series in walked.items():
        rows = []
        for picture, one in series:
            what = class_of(one.said)
            classes[what] = words(f"group.{what}")
            group = groups.get((*one.quantity, one.area), ())
            rows.append(_row(report, picture, one, what, cells, scale, group, words))
        name = escape(area_name(area, words.language))
        other = escape(area_name(area))
        out.append(
            f'<article class="country" id="c-{area}" data-words="{other} {area}"><h3>{name} '
            f'<span class="small">{area}</span></h3>'
            f'<div class="scroll" tabindex="0" role="region" aria-label="{name}">'
            f"<table>{head}<tbody>{''.join(rows)}</tbody></table></div></article>"
        )
    return Markup("\n".join(out)), sorted(classes.items())  # noqa: S704  every text is escaped


def style() -> str:
    """Return the style of verdicts in cells: the sign is seen, the word is read aloud."""
    signs = "".join(f'.v{at}::before{{content:"{sign}" / ""}}' for at, sign in enumerate(SIGNS.values()))
    every = ",".join(f".country .v{at}" for at in range(len(SIGNS)))
    seen = ",".join(f".country .v{at}::before" for at in range(len(SIGNS)))
    return f"{every}{{font-size:0;text-align:center}}{seen}{{font-size:15px}}{signs}"


def multiples(walked: Walked, words: Words) -> dict[_Quantity, Markup]:
    """Return, by quantity, all countries in small, each a picture of its card with its newest value."""
    found: dict[_Quantity, list[str]] = {}
    for area, series in walked.items():
        for picture, one in series:
            if one.values:
                name = escape(area_name(area, words.language))
                drawn = f'<use href="#{picture}"/>'
                found.setdefault(one.quantity, []).append(
                    f'<li><svg viewBox="0 0 {WIDE} {HIGH}" class="k" aria-hidden="true">{drawn}</svg>'
                    f'<a href="#c-{area}">{name}</a> {latest(one, words)}</li>'
                )
    return {key: Markup("".join(some)) for key, some in found.items()}  # noqa: S704  every text is escaped


def _row(
    report: Report,
    picture: str,
    one: Measured,
    what: str,
    cells: Mapping[str, str],
    scale: Mapping[_Quantity, tuple[float, float, int, int]],
    groups: Sequence[Measured],
    words: Words,
) -> str:
    drawn = course(one, scale[one.quantity], picture) if one.values else ""
    by_method = {said.method: said.verdict for said in one.said}
    if any(by_method.values()):
        verdicts = "".join(cells[by_method.get(name, "")] for name in report.methods)
    else:
        verdicts = cells[""].replace("<td", f'<td colspan="{len(report.methods)}"', 1)
    sides = "; ".join(
        f"{breakdown_label(side.breakdown, words)} {words.figure(side.values[-1], side.unit)} ({side.years[-1]})"
        for side in groups[:_GROUPS]
        if side.values
    )
    more = f'<br><span class="small">{escape(sides)}</span>' if sides else ""
    return (
        f'<tr data-s="{escape("|".join(one.quantity))}" data-c="{what}">'
        f'<th scope="row" dir="auto">{escape(one.title)}{more}</th>'
        f'<td><svg viewBox="0 0 {WIDE} {HIGH}" class="k" aria-hidden="true">{drawn}</svg></td>'
        f'<td class="num">{latest(one, words)}</td>{verdicts}<td>{escape(words("group." + what))}</td>'
        f'<td class="src" dir="auto">{escape(told(one, words))}</td></tr>'
    )
