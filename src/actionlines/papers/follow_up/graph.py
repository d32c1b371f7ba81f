"""The citation graph: documents in one column, instruments in the other, as bars, lines or a matrix of dots."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from actionlines.papers.charts.model import TOKENS, Spec, chart_spec, draw, tooltip
from actionlines.papers.follow_up.model import Cited, FollowUp
from actionlines.papers.words import ENGLISH, Words

# More cannot be read on one screen.
READ_SHOWN = 20
CITED_SHOWN = 24
LABEL_LIMIT = 40


@dataclass(frozen=True, slots=True)
class Layered:
    """Nodes and links with coordinates; `note` says what was left out, `height` is in rows."""

    nodes: list[Spec]
    links: list[Spec]
    height: float
    note: str


def place_graph(follow_up: FollowUp, words: Words = ENGLISH) -> Layered:
    """Return two columns; the right is ordered by the mean row of its documents, so that few lines cross."""
    cited = follow_up.cited[:CITED_SHOWN]
    cited_ids = {instrument.instrument for instrument in cited}
    weight: dict[int, int] = defaultdict(int)
    for link in follow_up.links:
        if link.instrument in cited_ids:
            weight[link.document] += link.citations
    chosen = sorted(sorted(weight, key=lambda index: (-weight[index], index))[:READ_SHOWN])
    height = float(max(len(chosen), len(cited)))
    left = _spread_rows(chosen, height)
    linked = {link.instrument for link in follow_up.links if link.document in left}
    cited = tuple(instrument for instrument in cited if instrument.instrument in linked)

    def middle(documents: tuple[int, ...]) -> float:
        """Return the mean row of the documents that cite an instrument."""
        places = [left[index] for index in documents if index in left]
        return sum(places) / len(places)

    ordered = sorted(
        cited, key=lambda instrument: (middle(instrument.documents), -instrument.citations, instrument.instrument)
    )
    right = _spread_rows([item.instrument for item in ordered], height)
    documents = follow_up.documents
    nodes: list[Spec] = [
        {
            "side": "read",
            "x": 0,
            "y": y,
            "label": documents[index].label,
            "title": documents[index].title or documents[index].label,
        }
        for index, y in left.items()
    ]
    nodes += [
        {
            "side": "cited",
            "x": 1,
            "y": right[item.instrument],
            "label": _node_label(item) + (f" ({words('chart.read')})" if item.read_as is not None else ""),
            "title": f"{item.name} ({item.instrument})" if item.name else item.instrument,
            "instrument": item.instrument,
        }
        for item in ordered
    ]
    links = [
        {
            "x": 0,
            "x2": 1,
            "y": left[link.document],
            "y2": right[link.instrument],
            "citations": link.citations,
            "from": documents[link.document].label,
            "to": link.instrument,
        }
        for link in follow_up.links
        if link.document in left and link.instrument in right
    ]
    return Layered(nodes, links, height, _graph_note(follow_up, len(left), len(right), words))


def _node_label(instrument: Cited) -> str:
    """Return the name of an instrument, with its canonical form when both fit; a picture has no room for more."""
    both = f"{instrument.name} · {instrument.instrument}"
    if not instrument.name or len(instrument.name) > LABEL_LIMIT:
        return instrument.instrument
    return both if len(both) <= LABEL_LIMIT else instrument.name


def _spread_rows(keys: list[Any], height: float) -> dict[Any, float]:
    step = height / max(len(keys), 1)
    return {key: (position + 0.5) * step for position, key in enumerate(keys)}


def _graph_note(follow_up: FollowUp, read: int, cited: int, words: Words) -> str:
    citing = len({link.document for link in follow_up.links})
    if read == citing and cited == len(follow_up.cited):
        return ""
    return words(
        "chart.graph-part",
        cited=words.number(cited),
        instruments=words.counted(len(follow_up.cited), "instrument"),
        read=words.number(read),
        documents=words.counted(citing, "document"),
    )


_OF_LINK = {"from": "document", "to": "cites", "citations": "times"}


def bars_spec(graph: Layered, words: Words = ENGLISH) -> Spec:
    """Return the chart for one document: a bar for each instrument, most cited first."""
    values = sorted(
        ({**link, "instrument": link["to"]} for link in graph.links), key=lambda link: (-link["citations"], link["to"])
    )
    names = {node["instrument"]: node["title"] for node in graph.nodes if node["side"] == "cited"}
    for value in values:
        name = names[value["to"]]
        value["label"] = name
    y = {"title": None, "axis": {"ticks": False, "domain": False, "labelLimit": 380}}
    return chart_spec(
        height=22 * len(values),
        data={"values": values},
        encoding={
            "y": {"field": "label", "type": "nominal", "sort": None, **y},
            "x": {
                "field": "citations",
                "type": "quantitative",
                "axis": None,
                "scale": {"domainMax": max(value["citations"] for value in values) * 1.12},
            },
        },
        layer=[
            draw({"type": "bar", "cursor": "pointer", "cornerRadiusEnd": 2}, tooltip=tooltip(words, _OF_LINK)),
            {
                "mark": {"type": "text", "align": "left", "dx": 4, "color": TOKENS["ink"]},
                "encoding": {"text": {"field": "citations", "type": "quantitative", "format": ","}},
            },
        ],
    )


def lines_spec(graph: Layered, words: Words = ENGLISH) -> Spec:
    """Return two columns: documents on the left, instruments on the right, a line for each pair."""
    x = {"type": "quantitative", "axis": None, "scale": {"domain": [-0.55, 1.55]}}
    y = {"type": "quantitative", "axis": None, "scale": {"domain": [graph.height, -0.5]}}
    lines = draw(
        {"type": "rule", "color": TOKENS["accent-soft"], "opacity": 0.8},
        graph.links,
        x={"field": "x", **x},
        y={"field": "y", **y},
        x2={"field": "x2"},
        y2={"field": "y2"},
        strokeWidth={
            "field": "citations",
            "type": "quantitative",
            "legend": None,
            "scale": {"range": [1, 6], "zero": True},
        },
        tooltip=tooltip(words, _OF_LINK),
    )
    labels = [
        draw(
            {
                "type": "text",
                "align": align,
                "dx": dx,
                "baseline": "middle",
                "limit": 300,
                "cursor": "pointer" if side == "cited" else "default",
            },
            [node for node in graph.nodes if node["side"] == side],
            x={"field": "x", **x},
            y={"field": "y", **y},
            text={"field": "label"},
            tooltip=tooltip(words, {"title": "instrument"}),
        )
        for side, align, dx in (("read", "right", -6), ("cited", "left", 6))
    ]
    return chart_spec(height=int(22 * (graph.height + 1)), layer=[lines, *labels])


def matrix_spec(graph: Layered, words: Words = ENGLISH) -> Spec:
    """Return a matrix: documents in rows, instruments in columns, a dot for each pair."""
    rows = [node["label"] for node in graph.nodes if node["side"] == "read"]
    columns = [node["instrument"] for node in graph.nodes if node["side"] == "cited"]
    axis = {"title": None, "grid": True, "domain": False, "ticks": False}
    return chart_spec(
        height=20 * len(rows),
        data={"values": [{**link, "instrument": link["to"]} for link in graph.links]},
        mark={"type": "circle", "color": TOKENS["accent"], "opacity": 1, "cursor": "pointer"},
        encoding={
            "x": {
                "field": "to",
                "type": "nominal",
                "scale": {"domain": columns},
                "axis": {**axis, "orient": "top", "labelAngle": -50, "labelLimit": 150},
            },
            "y": {"field": "from", "type": "nominal", "scale": {"domain": rows}, "axis": axis},
            "size": {
                "field": "citations",
                "type": "quantitative",
                "legend": None,
                "scale": {"range": [24, 220], "zero": True},
            },
            "tooltip": tooltip(words, _OF_LINK),
        },
    )
