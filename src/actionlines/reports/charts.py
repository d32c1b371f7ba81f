"""Charts as data: pure functions from a FollowUp to a Chart, whose spec is Vega-Lite."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from actionlines.reports.dates import written
from actionlines.reports.graph_charts import bars_spec, lines_spec, matrix_spec
from actionlines.reports.layout import layered
from actionlines.reports.model import DueEntry, FollowUp
from actionlines.reports.palette import TOKENS
from actionlines.reports.spec import spec as _spec

TOP_ASKED = 12
# Stacked marks stay countable up to this many; beyond, bars.
MARKS_PER_QUARTER = 20
# Lines between two columns can be followed for this many documents; beyond, a matrix.
LINES_READABLE = 8


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: `sentence` says what to see, `spec` is Vega-Lite, `source` and method go beneath.

    `rows` are the figures drawn, under the headings `header`; `clicks` names what a mark leads to in a page.
    """

    id: str
    title: str
    sentence: str
    spec: dict[str, Any]
    source: str
    header: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]
    clicks: str


def charts(follow_up: FollowUp) -> tuple[Chart, ...]:
    """The charts that have something to show, in the order of the report."""
    made = (timeline_chart(follow_up), asked_chart(follow_up), citation_chart(follow_up))
    return tuple(chart for chart in made if chart)


def counted(number: int, one: str, many: str = "") -> str:
    """A number and its noun.

    >>> counted(1, "mandate"), counted(1234, "mandate"), counted(2, "body", "bodies")
    ('1 mandate', '1,234 mandates', '2 bodies')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _source(follow_up: FollowUp) -> str:
    read = follow_up.documents
    if len(read) <= 3:
        return "Source: " + ", ".join(document.label for document in read) + "."
    return f"Source: {len(read):,} documents read; the list is under Documents."


def _quarter(date: str) -> str:
    """The middle of the quarter, where its mark stands."""
    month = int(date[5:7]) if len(date) >= 7 else 12
    return f"{date[:4]}-{(month - 1) // 3 * 3 + 2:02d}-15"


def timeline_chart(follow_up: FollowUp) -> Chart | None:
    """What falls due by quarter: a mark for each mandate, or bars where there are too many to count."""
    due = follow_up.due
    if not due:
        return None
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
            {**_due_datum(follow_up, entry), "level": level}
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
                        {"field": "due", "title": "Due"},
                        {"field": "asked", "title": "Asked"},
                        {"field": "place", "title": "Paragraph"},
                        {"field": "words", "title": "Words"},
                    ],
                },
            }
        ]
        method = "Each square is one mandate, set at the quarter in which it falls due"
    else:
        values = [{"quarter": quarter, "mandates": count} for quarter, count in sorted(quarters.items())]
        layer = [
            {
                "mark": {"type": "bar", "width": {"band": 0.8} if len(values) < 2 else 8},
                "encoding": {"x": x, "y": {"field": "mandates", "type": "quantitative", "title": "Mandates"}},
            }
        ]
        method = "Each bar is a quarter, its height the number of mandates that fall due in it"
    undated = sum(1 for row in follow_up.mandates if row.due and not row.due_date)
    extra = (
        f" {counted(undated, 'mandate')} with a due value that no calendar shows: see the second table."
        if undated
        else ""
    )
    busiest = max(Counter(entry.date[:4] for entry in due).items(), key=lambda item: (item[1], -int(item[0])))
    sentence = (
        f"{counted(len(due), 'due date')} from {written(due[0].date)} to {written(due[-1].date)}; "
        f"most in {busiest[0]} ({busiest[1]:,})."
    )
    countable = fullest <= MARKS_PER_QUARTER
    height = 40 + 14 * max(fullest, 4) if countable else 220
    rows = tuple(
        (entry.label, entry.date, row.asked, f"{row.label}, {row.place}", row.action.text)
        for entry in due
        for row in (follow_up.mandates[entry.mandate],)
    )
    return Chart(
        "due", "What falls due", sentence,
        _spec(height=height, data={"values": values}, layer=layer),
        f"{_source(follow_up)} {method}; a year is set at its end, a session at its opening, what recurs at "
        f"its next occurrence.{extra}",
        ("Due", "Sorted by", "Asked", "Paragraph", "Action"), rows, "mandate",
    )  # fmt: skip


def _levels(due: tuple[DueEntry, ...]) -> list[int]:
    seen: Counter[str] = Counter()
    levels = []
    for entry in due:
        quarter = _quarter(entry.date)
        seen[quarter] += 1
        levels.append(seen[quarter])
    return levels


def _due_datum(follow_up: FollowUp, entry: DueEntry) -> dict[str, Any]:
    row = follow_up.mandates[entry.mandate]
    words = row.action.text
    return {
        "quarter": _quarter(entry.date),
        "due": entry.label,
        "asked": row.asked,
        "place": f"{row.label}, {row.place}",
        "words": words if len(words) <= 140 else words[:139] + "…",
        "mandate": entry.mandate,
    }


def asked_chart(follow_up: FollowUp) -> Chart | None:
    """Bodies by the number of mandates addressed to them."""
    asked = [one for one in follow_up.asked if one.body != "unspecified"]
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
    scale = {"domainMax": shown[0].mandates * 1.12}
    x = {"field": "mandates", "type": "quantitative", "axis": None, "scale": scale}
    layer = [
        {
            "mark": {"type": "bar", "cursor": "pointer", "cornerRadiusEnd": 2},
            "encoding": {
                "tooltip": [{"field": "name", "title": "Body"}, {"field": "mandates", "title": "Mandates"}]
            },
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 4, "color": TOKENS["ink"]},
            "encoding": {"text": {"field": "mandates", "type": "quantitative", "format": ","}},
        },
    ]
    first = shown[0]
    rest = (
        "" if len(asked) <= TOP_ASKED else f" The chart shows the first {TOP_ASKED} of {len(asked):,} bodies."
    )
    of = counted(len(asked), "body", "bodies")
    sentence = f"{first.name}: {counted(first.mandates, 'mandate')}, the most of {of}."
    return Chart(
        "asked", "Who is asked most", sentence,
        _spec(
            height=24 * len(shown),
            data={"values": [
                {"name": one.name, "mandates": one.mandates, "body": one.body} for one in shown
            ]},
            encoding={"y": y, "x": x}, layer=layer,
        ),
        f"{_source(follow_up)} A mandate addressed to two bodies counts for both.{rest}",
        ("Body", "Mandates", "Decides", "Requests", "Invites", "Encourages", "Commits"),
        tuple((one.name, one.mandates, *one.by_strength) for one in follow_up.asked), "body",
    )  # fmt: skip


def citation_chart(follow_up: FollowUp) -> Chart | None:
    """The citation graph: lines from document to instrument, or a matrix for many documents."""
    if not follow_up.cited:
        return None
    citing = len({link.document for link in follow_up.links})
    graph = layered(follow_up)
    if citing == 1:
        spec, method = bars_spec(graph), "The longer the bar"
    elif citing <= LINES_READABLE:
        spec, method = lines_spec(graph), "The thicker the line"
    else:
        spec, method = matrix_spec(graph), "The larger the dot"
    first = follow_up.cited[0]
    by = f" in {counted(len(first.documents), 'document')}" if len(follow_up.documents) > 1 else ""
    name = f"{first.name} ({first.instrument})" if first.name else first.instrument
    sentence = (
        f"{counted(len(follow_up.cited), 'instrument is', 'instruments are')} cited, most of all {name}: "
        f"{counted(first.citations, 'citation')}{by}."
    )
    return Chart(
        "citations", "What the texts refer to", sentence, spec,
        f"{_source(follow_up)} {method}, the more citations. {graph.note}".rstrip(),
        ("Instrument", "Name", "Citations", "Documents that cite it", "Read here"),
        tuple(
            (one.instrument, one.name, one.citations,
             ", ".join(follow_up.documents[index].label for index in one.documents),
             "yes" if one.read_as is not None else "")
            for one in follow_up.cited
        ), "instrument",
    )  # fmt: skip
