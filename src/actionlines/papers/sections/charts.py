"""Bars of counts, labelled where they end."""

from __future__ import annotations

from collections.abc import Sequence

from actionlines.papers.charts.model import Chart
from actionlines.papers.charts.palette import TOKENS, spec
from actionlines.papers.model import Figure
from actionlines.papers.sections.draft import Draft


def bars(
    draft: Draft, id: str, title: str, sentence: str, head: str, rows: Sequence[tuple[str, str]]
) -> None:
    """Add a bar for each (name, question); nothing where all are 0. `title`, `sentence` and `head` are keys."""
    words = draft.words
    values = [(name, draft.value(text)) for name, text in rows]
    if not any(value for _name, value in values):
        return
    top = max(values, key=lambda pair: pair[1])[0]
    data = [{"name": name, "value": value, "shown": words.figure(int(value), "")} for name, value in values]
    y = {
        "field": "name",
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": {"ticks": False, "domain": False, "labelLimit": 320},
    }
    x = {"field": "value", "type": "quantitative", "title": None, "axis": None, "scale": {"zero": True}}
    layer = [
        {
            "mark": {"type": "bar", "color": TOKENS["accent"], "height": {"band": 0.7}},
            "encoding": {"y": y, "x": x},
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 11, "color": TOKENS["muted"]},
            "encoding": {"y": y, "x": x, "text": {"field": "shown"}},
        },
    ]
    chart = Chart(
        id, words(title), words(sentence, name=top),
        spec(height=20 * len(data) + 10, data={"values": data}, layer=layer), words("source-register"),
        (words("col.what"), words(head)), tuple((name, int(value)) for name, value in values),
    )  # fmt: skip
    draft.add(Figure(id, chart))
