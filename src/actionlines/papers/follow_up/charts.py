"""Charts as data: pure functions from a FollowUp to a Chart, whose spec is Vega-Lite."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from actionlines.framework.bodies import LEFT_OPEN
from actionlines.papers.charts.model import Chart
from actionlines.papers.charts.palette import TOKENS
from actionlines.papers.charts.palette import spec as _spec
from actionlines.papers.follow_up.alignment_part import pair_rows
from actionlines.papers.follow_up.graph_charts import bars_spec, lines_spec, matrix_spec
from actionlines.papers.follow_up.graph_layout import layered
from actionlines.papers.follow_up.heat_map import heat_sentence, heat_spec
from actionlines.papers.follow_up.model import (
    FORCES,
    STRENGTHS,
    DueEntry,
    FollowUp,
    MandateRow,
    counted,
    counting,
    forces_apart,
)
from actionlines.papers.words import ENGLISH, Words

TOP_ASKED = 12
# Stacked marks stay countable up to this many; beyond, bars.
MARKS_PER_QUARTER = 20
# Lines between two columns can be followed for this many documents; beyond, a matrix.
LINES_READABLE = 8


@dataclass(frozen=True, slots=True)
class PageChart(Chart):
    """A chart of the page: `clicks` names what a mark leads to there."""

    clicks: str


def charts(follow_up: FollowUp, words: Words = ENGLISH) -> tuple[PageChart, ...]:
    """Return the charts that have something to show, in the order of the report."""
    made = (
        timeline_chart(follow_up, words),
        asked_chart(follow_up, words),
        heat_chart(follow_up, words),
        citation_chart(follow_up, words),
    )
    return tuple(chart for chart in made if chart)


def _source(follow_up: FollowUp, words: Words) -> str:
    read = follow_up.documents
    if len(read) <= 3:
        return words("chart.source", list=", ".join(words.apart(document.label) for document in read))
    return words("chart.source-many", documents=words.counted(len(read), "document"))


def _heads(words: Words, *keys: str) -> tuple[str, ...]:
    return tuple(words(f"col.{key}") for key in keys)


def _where(row: MandateRow, words: Words) -> str:
    return f"{words.apart(row.label)}, {words.place(row.paragraph)}"


def _quarter(date: str) -> str:
    """Return the middle of the quarter, where its mark stands."""
    month = int(date[5:7]) if len(date) >= 7 else 12
    return f"{date[:4]}-{(month - 1) // 3 * 3 + 2:02d}-15"


def timeline_chart(follow_up: FollowUp, words: Words = ENGLISH) -> PageChart | None:
    """Return the timeline by quarter: a mark for each mandate, or bars where there are too many to count."""
    kept = counting(follow_up)
    due = tuple(entry for entry in follow_up.due if entry.mandate in kept)
    if not due:
        return None
    if others := len(follow_up.due) - len(due):
        apart = f" {words('chart.due-apart', due=words.counted(others, 'due'))}"
    else:
        apart = ""
    quarters = Counter(_quarter(entry.date) for entry in due)
    fullest = max(quarters.values())
    first, last = min(quarters), max(quarters)
    x = {
        "field": "quarter",
        "type": "temporal",
        "title": None,
        "scale": {"domain": [f"{int(first[:4])}-01-01", f"{int(last[:4]) + 1}-01-01"], "type": "utc"},
        "axis": {
            "format": "%Y",
            "tickCount": "year" if int(last[:4]) - int(first[:4]) < 15 else 10,
            "grid": False,
        },
    }
    if fullest <= MARKS_PER_QUARTER:
        values = [
            {**_due_datum(follow_up, entry, words), "level": level}
            for entry, level in zip(due, _levels(due), strict=True)
        ]
        layer: list[dict[str, Any]] = [
            {
                "mark": {
                    "type": "square",
                    "size": 90,
                    "opacity": 1,
                    "color": TOKENS["accent"],
                    "cursor": "pointer",
                },
                "encoding": {
                    "x": x,
                    "y": {
                        "field": "level",
                        "type": "quantitative",
                        "axis": None,
                        "scale": {"domain": [0, max(fullest, 4) + 0.5]},
                    },
                    "tooltip": [
                        {"field": "due", "title": words("col.due")},
                        {"field": "asked", "title": words("col.asked")},
                        {"field": "place", "title": words("col.paragraph")},
                        {"field": "words", "title": words("col.words")},
                    ],
                },
            }
        ]
        how = words("chart.due-marks")
    else:
        values = [{"quarter": quarter, "mandates": count} for quarter, count in sorted(quarters.items())]
        layer = [
            {
                "mark": {"type": "bar", "width": {"band": 0.8} if len(values) < 2 else 8},
                "encoding": {
                    "x": x,
                    "y": {"field": "mandates", "type": "quantitative", "title": words("col.mandates")},
                },
            }
        ]
        how = words("chart.due-bars")
    rows_kept = (row for at, row in enumerate(follow_up.mandates) if at in kept)
    undated = sum(1 for row in rows_kept if row.due and not row.due_date)
    extra = f" {words('chart.due-undated', count=words.counted(undated, 'mandate'))}" if undated else ""
    busiest = max(Counter(entry.date[:4] for entry in due).items(), key=lambda item: (item[1], -int(item[0])))
    counted, first, last = words.counted(len(due), "due"), words.date(due[0].date), words.date(due[-1].date)
    sentence = (
        words("chart.alone", name=counted, value=first)
        if first == last
        else words("chart.due-sentence", count=counted, first=first, last=last, year=busiest[0],
                   n=words.number(busiest[1]))
    )  # fmt: skip
    countable = fullest <= MARKS_PER_QUARTER
    height = 40 + 14 * max(fullest, 4) if countable else 220
    rows = tuple(
        (words.due(entry.due), entry.date, row.asked, _where(row, words), row.action.text)
        for entry in due
        for row in (follow_up.mandates[entry.mandate],)
    )
    return PageChart(
        "due", words("part.due"), sentence,
        _spec(height=height, data={"values": values}, layer=layer),
        f"{_source(follow_up, words)} {words('chart.due-method', how=how)}{extra}{apart}",
        _heads(words, "due", "due-sorted", "asked", "paragraph", "action"), rows, "mandate",
    )  # fmt: skip


def _levels(due: tuple[DueEntry, ...]) -> list[int]:
    seen: Counter[str] = Counter()
    levels = []
    for entry in due:
        quarter = _quarter(entry.date)
        seen[quarter] += 1
        levels.append(seen[quarter])
    return levels


def _due_datum(follow_up: FollowUp, entry: DueEntry, words: Words) -> dict[str, Any]:
    row = follow_up.mandates[entry.mandate]
    action = row.action.text
    return {
        "quarter": _quarter(entry.date),
        "due": words.due(entry.due),
        "asked": row.asked,
        "place": _where(row, words),
        "words": action if len(action) <= 140 else action[:139] + "…",
        "mandate": entry.mandate,
    }


def asked_chart(follow_up: FollowUp, words: Words = ENGLISH) -> PageChart | None:
    """Return the chart of bodies by the number of mandates addressed to them."""
    numbers = {one.body: counted(one, follow_up) for one in follow_up.asked}
    asked = [one for one in follow_up.asked if one.body not in LEFT_OPEN and numbers[one.body]]
    if not asked:
        return None
    shown = asked[:TOP_ASKED]
    y = {
        "field": "name",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {"ticks": False, "domain": False},
    }
    # Room at the end of the longest bar for its figure.
    scale = {"domainMax": numbers[shown[0].body] * 1.12}
    x = {"field": "mandates", "type": "quantitative", "axis": None, "scale": scale}
    layer = [
        {
            "mark": {"type": "bar", "cursor": "pointer", "cornerRadiusEnd": 2},
            "encoding": {
                "tooltip": [
                    {"field": "full", "title": words("col.body")},
                    {"field": "mandates", "title": words("col.mandates")},
                ]
            },
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 4, "color": TOKENS["ink"]},
            "encoding": {"text": {"field": "mandates", "type": "quantitative", "format": ","}},
        },
    ]
    first = shown[0]
    of = words.counted(len(asked), "body")
    rest = "" if len(asked) <= TOP_ASKED else f" {words('chart.asked-first', n=TOP_ASKED, bodies=of)}"
    name, most = words.apart(first.short or first.name), words.counted(numbers[first.body], "mandate")
    sentence = (
        words("chart.alone", name=name, value=most)
        if len(asked) == 1
        else words("chart.asked-sentence", name=name, mandates=most, bodies=of)
    )
    apart = forces_apart(follow_up, words)
    forces = [at for at, _ in enumerate(FORCES) if at and any(one.by_force[at] for one in follow_up.asked)]
    return PageChart(
        "asked", words("chart.asked-title"), sentence,
        _spec(
            height=24 * len(shown),
            data={"values": [
                {"name": one.short or one.name, "full": one.name, "mandates": numbers[one.body], "body": one.body}
                for one in shown
            ]},
            encoding={"y": y, "x": x}, layer=layer,
        ),
        f"{_source(follow_up, words)} {words('chart.asked-method')}{rest} {apart}".rstrip(),
        (words("col.body"), words("force.decided" if forces else "col.mandates"),
         *(words(f"strength.{one}") for one in STRENGTHS), *(words(f"force.{FORCES[at]}") for at in forces)),
        tuple(
            (one.short or one.name, one.mandates, *one.by_strength, *(one.by_force[at] for at in forces))
            for one in follow_up.asked
        ), "body",
    )  # fmt: skip


def heat_chart(follow_up: FollowUp, words: Words = ENGLISH) -> PageChart | None:
    """Return the heat map of action lines and goals that the same paragraphs speak to."""
    found = follow_up.speaks
    if found is None or not found.pairs:
        return None
    return PageChart(
        "speaks", words("chart.speaks-title"), heat_sentence(found, words), heat_spec(found, words),
        f"{_source(follow_up, words)} {words('chart.speaks-method')}",
        _heads(words, "line", "goal", "paragraphs", "matrix", "strongest"),
        tuple(
            (row.line, row.goal, row.paragraphs, row.matrix, row.where)
            for row in pair_rows(follow_up, words)
        ),
        "pair",
    )  # fmt: skip


def citation_chart(follow_up: FollowUp, words: Words = ENGLISH) -> PageChart | None:
    """Return the citation graph: lines from document to instrument, or a matrix for many documents."""
    if not follow_up.cited:
        return None
    citing = len({link.document for link in follow_up.links})
    graph = layered(follow_up, words)
    if citing == 1:
        spec, method = bars_spec(graph, words), words("chart.by-bar")
    elif citing <= LINES_READABLE:
        spec, method = lines_spec(graph, words), words("chart.by-line")
    else:
        spec, method = matrix_spec(graph, words), words("chart.by-dot")
    first = follow_up.cited[0]
    sentence = words(
        "chart.citations-sentence",
        instruments=words.counted(len(follow_up.cited), "instrument"),
        name=words.apart(f"{first.name} ({first.instrument})" if first.name else first.instrument),
        citations=words.counted(first.citations, "citation"),
    )
    return PageChart(
        "citations", words("chart.citations-title"), sentence, spec,
        f"{_source(follow_up, words)} {method} {graph.note}".rstrip(),
        _heads(words, "instrument", "name", "citations", "citing", "read"),
        tuple(
            (one.instrument, one.name, one.citations,
             ", ".join(follow_up.documents[index].label for index in one.documents),
             words("yes") if one.read_as is not None else "")
            for one in follow_up.cited
        ), "instrument",
    )  # fmt: skip
