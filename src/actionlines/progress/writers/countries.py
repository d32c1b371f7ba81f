"""The countries of the page, one card each: small courses of all indicators, verdicts, sources and breaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

from actionlines.indicators.provenance import HOLLOW
from actionlines.papers.charts.model import breakdown_label
from actionlines.papers.words import Words
from actionlines.progress.beside_words import latest, told
from actionlines.progress.charts.maps import SIGNS
from actionlines.progress.model import Measured, Report
from actionlines.progress.scope import area_name
from actionlines.progress.summary import beside, by_country, class_of

ROWS = 2_400  # series in cards; everything is in the tables
WIDE, HIGH = 96, 28  # of a small course
_GROUPS = 6  # groups of people of a row


def scales(report: Report) -> dict[tuple[str, str], tuple[float, float, int, int]]:
    """Return low, high, first and last year of each series and unit, so that all countries have one scale."""
    series: dict[tuple[str, str], list[Measured]] = {}
    for one in report.measured:
        if one.values and not one.breakdown:
            series.setdefault((one.series, one.unit), []).append(one)
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


def cards(report: Report, words: Words) -> tuple[Markup, list[tuple[str, str]], int]:
    """Return the cards as markup, the classes that they have with their words, and the number of series shown."""
    scale, groups = scales(report), beside(report)
    countries = sorted(by_country(report).items(), key=lambda item: area_name(item[0], words.language))
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
    out, shown, classes = [], 0, {}
    for area, series in countries:
        rows = []
        for one in series[: max(ROWS - shown, 0)]:
            what = class_of(one.said)
            classes[what] = words(f"group.{what}")
            group = groups.get((one.series, one.area, one.unit), ())
            rows.append(_row(report, one, what, cells, scale, group, words))
        if not rows:
            break
        shown += len(rows)
        name = escape(area_name(area, words.language))
        other = escape(area_name(area))
        out.append(
            f'<article class="country" id="c-{area}" data-words="{other} {area}"><h3>{name} '
            f'<span class="small">{area}</span></h3>'
            f'<div class="scroll" tabindex="0" role="region" aria-label="{name}">'
            f"<table>{head}<tbody>{''.join(rows)}</tbody></table></div></article>"
        )
    return Markup("\n".join(out)), sorted(classes.items()), shown  # noqa: S704  every text is escaped


def style() -> str:
    """Return the style of verdicts in cells: the sign is seen, the word is read aloud."""
    signs = "".join(f'.v{at}::before{{content:"{sign}" / ""}}' for at, sign in enumerate(SIGNS.values()))
    every = ",".join(f".country .v{at}" for at in range(len(SIGNS)))
    seen = ",".join(f".country .v{at}::before" for at in range(len(SIGNS)))
    return f"{every}{{font-size:0;text-align:center}}{seen}{{font-size:15px}}{signs}"


def picture_id(one: Measured) -> str:
    """Return the id of the small course of a series, which other pictures use again."""
    text = f"{one.area}-{one.series}-{one.unit}"
    return "k-" + "".join(sign if sign.isalnum() and sign.isascii() else "_" for sign in text)


def multiples(report: Report, words: Words) -> dict[tuple[str, str], Markup]:
    """Return, by series and unit, all countries in small, each a picture of its card with its newest value."""
    countries = sorted(by_country(report).items(), key=lambda item: area_name(item[0], words.language))
    found: dict[tuple[str, str], list[str]] = {}
    shown = 0
    for area, series in countries:
        for one in series[: max(ROWS - shown, 0)]:
            shown += 1
            if one.values:
                name = escape(area_name(area, words.language))
                drawn = f'<use href="#{picture_id(one)}"/>'
                found.setdefault((one.series, one.unit), []).append(
                    f'<li><svg viewBox="0 0 {WIDE} {HIGH}" class="k" aria-hidden="true">{drawn}</svg>'
                    f'<a href="#c-{area}">{name}</a> {latest(one, words)}</li>'
                )
    return {key: Markup("".join(some)) for key, some in found.items()}  # noqa: S704  every text is escaped


def _row(
    report: Report,
    one: Measured,
    what: str,
    cells: Mapping[str, str],
    scale: Mapping[tuple[str, str], tuple[float, float, int, int]],
    groups: Sequence[Measured],
    words: Words,
) -> str:
    drawn = course(one, scale[one.series, one.unit], picture_id(one)) if one.values else ""
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
        f'<tr data-s="{escape(one.series)}|{escape(one.unit)}" data-c="{what}">'
        f'<th scope="row" dir="auto">{escape(one.title)}{more}</th>'
        f'<td><svg viewBox="0 0 {WIDE} {HIGH}" class="k" aria-hidden="true">{drawn}</svg></td>'
        f'<td class="num">{latest(one, words)}</td>{verdicts}<td>{escape(words("group." + what))}</td>'
        f'<td class="src" dir="auto">{escape(told(one, words))}</td></tr>'
    )
