"""Charts as data: pure functions from a FollowUp to a Chart, whose spec is Vega-Lite."""

from collections import Counter
from dataclasses import dataclass

from actionlines.alignment.model import all_labels
from actionlines.framework.bodies import LEFT_OPEN
from actionlines.papers.charts.model import TOKENS, Chart, Spec, chart_spec, draw, tooltip
from actionlines.papers.follow_up.alignment_model import Speaks
from actionlines.papers.follow_up.graph import bars_spec, lines_spec, matrix_spec, place_graph
from actionlines.papers.follow_up.model import (
    FORCES,
    STRENGTHS,
    DueEntry,
    FollowUp,
    count_mandates,
    describe_forces,
    find_counting,
)
from actionlines.papers.follow_up.tables import pair_rows
from actionlines.papers.names import concept_code, full_name
from actionlines.papers.words import ENGLISH, Words

# Shades from few to many, each with ink or paper on it at contrast 4.5 in the light and the dark set.
SHADES = (0.14, 0.3, 0.8, 1.0)
DARK_SHADE = 0.5
HEAT_ROW = 30
SHAPES = {"known": "circle", "doubtful": "diamond", "new": "triangle-up"}


def heat_spec(speaks: Speaks, words: Words = ENGLISH) -> Spec:
    """Return the map: all lines in rows, all goals in columns, a cell for each pair of the paragraphs."""
    lines = [full_name(item, words) for item in all_labels().of("action_lines")]
    goals = [item.removeprefix("sdg:") for item in all_labels().of("goals")]
    most = max((pair.paragraphs for pair in speaks.pairs), default=1)
    values = [
        {
            "line": full_name(pair.action_line, words),
            "goal": pair.goal.removeprefix("sdg:"),
            "named": full_name(pair.goal, words),
            "paragraphs": pair.paragraphs,
            "shade": (
                SHADES[1] if most == 1 else SHADES[min(len(SHADES) - 1, (pair.paragraphs - 1) * len(SHADES) // most)]
            ),
            "status": pair.status,
            "matrix": words(f"matrix.{pair.status}"),
            "pair": f"{pair.action_line}~{pair.goal}",
        }
        for pair in speaks.pairs
    ]
    grid = {"domain": False, "ticks": False, "grid": True, "gridColor": TOKENS["line"], "bandPosition": 0}
    tips = tooltip(words, {"line": "line", "named": "goal", "paragraphs": "paragraphs", "matrix": "matrix"})
    colour = {"condition": {"test": f"datum.shade > {DARK_SHADE}", "value": TOKENS["paper"]}, "value": TOKENS["ink"]}
    cell = draw(
        {"type": "rect", "color": TOKENS["accent"], "cursor": "pointer"},
        fillOpacity={"field": "shade", "type": "quantitative", "scale": None, "legend": None},
        tooltip=tips,
    )
    number = {
        "mark": {"type": "text", "yOffset": -5, "fontSize": 11, "cursor": "pointer"},
        "encoding": {"text": {"field": "paragraphs", "type": "quantitative"}, "color": colour, "tooltip": tips},
    }
    sign = draw(
        {"type": "point", "yOffset": 8, "size": 24, "strokeWidth": 1.2, "cursor": "pointer"},
        shape={
            "field": "status",
            "type": "nominal",
            "scale": {"domain": list(SHAPES), "range": list(SHAPES.values())},
            "legend": None,
        },
        stroke=colour,
        fill=colour,
        fillOpacity={"condition": {"test": "datum.status == 'doubtful'", "value": 0}, "value": 1},
        tooltip=tips,
    )
    return chart_spec(
        height=HEAT_ROW * len(lines),
        usermeta={"narrow": 84},
        data={"values": values},
        encoding={
            "x": {
                "field": "goal",
                "type": "nominal",
                "scale": {"domain": goals},
                "axis": {**grid, "orient": "top", "labelAngle": 0, "title": words("level.goals")},
            },
            "y": {
                "field": "line",
                "type": "nominal",
                "scale": {"domain": lines},
                "axis": {**grid, "title": None, "labelLimit": 250},
            },
        },
        layer=[cell, number, sign],
    )


def heat_sentence(speaks: Speaks, words: Words = ENGLISH) -> str:
    """Return the caption: the pair with most paragraphs, and how many pairs the Matrix does not have."""
    top = max(speaks.pairs, key=lambda pair: (pair.paragraphs, pair.strongest.p))
    return words(
        "chart.speaks-sentence",
        line=words.apart(concept_code(top.action_line, words)),
        goal=words.apart(concept_code(top.goal, words)),
        paragraphs=words.counted(top.paragraphs, "paragraph"),
        new=words.number(sum(pair.status == "new" for pair in speaks.pairs)),
        all=words.number(len(speaks.pairs)),
    )


TOP_ASKED = 12
# Stacked marks stay countable up to this many; beyond, bars.
MARKS_PER_QUARTER = 20
# Lines between two columns can be followed for this many documents; beyond, a matrix.
LINES_READABLE = 8


@dataclass(frozen=True, slots=True)
class PageChart(Chart):
    """A chart of the page: `clicks` names what a mark leads to there."""

    clicks: str


def draw_charts(follow_up: FollowUp, words: Words = ENGLISH) -> tuple[PageChart, ...]:
    """Return the charts that have something to show, in the order of the report."""
    made = (
        timeline_chart(follow_up, words),
        asked_chart(follow_up, words),
        heat_chart(follow_up, words),
        citation_chart(follow_up, words),
    )
    return tuple(chart for chart in made if chart)


def _name_sources(follow_up: FollowUp, words: Words) -> str:
    read = follow_up.documents
    if len(read) <= 3:
        return words("chart.source", list=", ".join(words.apart(document.label) for document in read))
    return words("chart.source-many", documents=words.counted(len(read), "document"))


def _headings(words: Words, *keys: str) -> tuple[str, ...]:
    return tuple(words(f"col.{key}") for key in keys)


def _quarter_middle(date: str) -> str:
    """Return the middle of the quarter, where its mark stands."""
    month = int(date[5:7]) if len(date) >= 7 else 12
    return f"{date[:4]}-{(month - 1) // 3 * 3 + 2:02d}-15"


def timeline_chart(follow_up: FollowUp, words: Words = ENGLISH) -> PageChart | None:
    """Return the timeline by quarter: a mark for each mandate, or bars where there are too many to count."""
    counting = find_counting(follow_up)
    if not (due := tuple(entry for entry in follow_up.due if entry.mandate in counting)):
        return None
    if others := len(follow_up.due) - len(due):
        apart = f" {words('chart.due-apart', due=words.counted(others, 'due'))}"
    else:
        apart = ""
    quarters = Counter(_quarter_middle(entry.date) for entry in due)
    fullest = max(quarters.values())
    first, last = min(quarters), max(quarters)
    x = {
        "field": "quarter",
        "type": "temporal",
        "title": None,
        "scale": {"domain": [f"{int(first[:4])}-01-01", f"{int(last[:4]) + 1}-01-01"], "type": "utc"},
        "axis": {"format": "%Y", "tickCount": "year" if int(last[:4]) - int(first[:4]) < 15 else 10, "grid": False},
    }
    if fullest <= MARKS_PER_QUARTER:
        values = [
            {**_due_datum(follow_up, entry, words), "level": level}
            for entry, level in zip(due, _stack_levels(due), strict=True)
        ]
        layer: list[Spec] = [
            draw(
                {"type": "square", "size": 90, "opacity": 1, "color": TOKENS["accent"], "cursor": "pointer"},
                x=x,
                y={
                    "field": "level",
                    "type": "quantitative",
                    "axis": None,
                    "scale": {"domain": [0, max(fullest, 4) + 0.5]},
                },
                tooltip=tooltip(words, {"due": "due", "asked": "asked", "place": "paragraph", "words": "words"}),
            )
        ]
        how = words("chart.due-marks")
    else:
        values = [{"quarter": quarter, "mandates": count} for quarter, count in sorted(quarters.items())]
        layer = [
            draw(
                {"type": "bar", "width": {"band": 0.8} if len(values) < 2 else 8},
                x=x,
                y={"field": "mandates", "type": "quantitative", "title": words("col.mandates")},
            )
        ]
        how = words("chart.due-bars")
    rows_kept = (row for at, row in enumerate(follow_up.mandates) if at in counting)
    undated = sum(1 for row in rows_kept if row.due and not row.due_date)
    extra = f" {words('chart.due-undated', count=words.counted(undated, 'mandate'))}" if undated else ""
    busiest = max(Counter(entry.date[:4] for entry in due).items(), key=lambda item: (item[1], -int(item[0])))
    counted, first, last = words.counted(len(due), "due"), words.date(due[0].date), words.date(due[-1].date)
    sentence = (
        words("chart.alone", name=counted, value=first)
        if first == last
        else words(
            "chart.due-sentence", count=counted, first=first, last=last, year=busiest[0], n=words.number(busiest[1])
        )
    )
    countable = fullest <= MARKS_PER_QUARTER
    height = 40 + 14 * max(fullest, 4) if countable else 220
    rows = tuple(
        (words.due(entry.due), entry.date, row.asked, words.cite(row.label, row.paragraph), row.action.text)
        for entry in due
        for row in (follow_up.mandates[entry.mandate],)
    )
    return PageChart(
        "due",
        words("part.due"),
        sentence,
        chart_spec(height=height, data={"values": values}, layer=layer),
        f"{_name_sources(follow_up, words)} {words('chart.due-method', how=how)}{extra}{apart}",
        _headings(words, "due", "due-sorted", "asked", "paragraph", "action"),
        rows,
        "mandate",
    )


def _stack_levels(due: tuple[DueEntry, ...]) -> list[int]:
    seen: Counter[str] = Counter()
    levels = []
    for entry in due:
        quarter = _quarter_middle(entry.date)
        seen[quarter] += 1
        levels.append(seen[quarter])
    return levels


def _due_datum(follow_up: FollowUp, entry: DueEntry, words: Words) -> Spec:
    row = follow_up.mandates[entry.mandate]
    action = row.action.text
    return {
        "quarter": _quarter_middle(entry.date),
        "due": words.due(entry.due),
        "asked": row.asked,
        "place": words.cite(row.label, row.paragraph),
        "words": action if len(action) <= 140 else action[:139] + "…",
        "mandate": entry.mandate,
    }


def asked_chart(follow_up: FollowUp, words: Words = ENGLISH) -> PageChart | None:
    """Return the chart of bodies by the number of mandates addressed to them."""
    numbers = {item.body: count_mandates(item, follow_up) for item in follow_up.asked}
    asked_bodies = [item for item in follow_up.asked if item.body not in LEFT_OPEN and numbers[item.body]]
    if not asked_bodies:
        return None
    top_bodies = asked_bodies[:TOP_ASKED]
    y = {"field": "name", "type": "nominal", "sort": None, "title": None, "axis": {"ticks": False, "domain": False}}
    # Room at the end of the longest bar for its figure.
    scale = {"domainMax": numbers[top_bodies[0].body] * 1.12}
    x = {"field": "mandates", "type": "quantitative", "axis": None, "scale": scale}
    layer = [
        draw(
            {"type": "bar", "cursor": "pointer", "cornerRadiusEnd": 2},
            tooltip=tooltip(words, {"full": "body", "mandates": "mandates"}),
        ),
        {
            "mark": {"type": "text", "align": "left", "dx": 4, "color": TOKENS["ink"]},
            "encoding": {"text": {"field": "mandates", "type": "quantitative", "format": ","}},
        },
    ]
    first = top_bodies[0]
    of = words.counted(len(asked_bodies), "body")
    rest = "" if len(asked_bodies) <= TOP_ASKED else f" {words('chart.asked-first', n=TOP_ASKED, bodies=of)}"
    name, most = words.apart(first.short or first.name), words.counted(numbers[first.body], "mandate")
    sentence = (
        words("chart.alone", name=name, value=most)
        if len(asked_bodies) == 1
        else words("chart.asked-sentence", name=name, mandates=most, bodies=of)
    )
    apart = describe_forces(follow_up, words)
    forces = [at for at, _ in enumerate(FORCES) if at and any(item.by_force[at] for item in follow_up.asked)]
    return PageChart(
        "asked",
        words("chart.asked-title"),
        sentence,
        chart_spec(
            height=24 * len(top_bodies),
            data={
                "values": [
                    {
                        "name": item.short or item.name,
                        "full": item.name,
                        "mandates": numbers[item.body],
                        "body": item.body,
                    }
                    for item in top_bodies
                ]
            },
            encoding={"y": y, "x": x},
            layer=layer,
        ),
        f"{_name_sources(follow_up, words)} {words('chart.asked-method')}{rest} {apart}".rstrip(),
        (
            words("col.body"),
            words("force.decided" if forces else "col.mandates"),
            *(words(f"strength.{item}") for item in STRENGTHS),
            *(words(f"force.{FORCES[at]}") for at in forces),
        ),
        tuple(
            (item.short or item.name, item.mandates, *item.by_strength, *(item.by_force[at] for at in forces))
            for item in follow_up.asked
        ),
        "body",
    )


def heat_chart(follow_up: FollowUp, words: Words = ENGLISH) -> PageChart | None:
    """Return the heat map of the action lines and goals of the same paragraphs."""
    speaks = follow_up.speaks
    if speaks is None or not speaks.pairs:
        return None
    return PageChart(
        "speaks",
        words("chart.speaks-title"),
        heat_sentence(speaks, words),
        heat_spec(speaks, words),
        f"{_name_sources(follow_up, words)} {words('chart.speaks-method')}",
        _headings(words, "line", "goal", "paragraphs", "matrix", "strongest"),
        tuple((row.line, row.goal, row.paragraphs, row.matrix, row.where) for row in pair_rows(follow_up, words)),
        "pair",
    )


def citation_chart(follow_up: FollowUp, words: Words = ENGLISH) -> PageChart | None:
    """Return the citation graph: lines from document to instrument, or a matrix for many documents."""
    if not follow_up.cited:
        return None
    citing = len({link.document for link in follow_up.links})
    graph = place_graph(follow_up, words)
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
        "citations",
        words("chart.citations-title"),
        sentence,
        spec,
        f"{_name_sources(follow_up, words)} {method} {graph.note}".rstrip(),
        _headings(words, "instrument", "name", "citations", "citing", "read"),
        tuple(
            (
                instrument.instrument,
                instrument.name,
                instrument.citations,
                ", ".join(follow_up.documents[index].label for index in instrument.documents),
                words("yes") if instrument.read_as is not None else "",
            )
            for instrument in follow_up.cited
        ),
        "instrument",
    )
