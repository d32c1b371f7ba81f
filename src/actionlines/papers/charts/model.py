"""A chart with its figures and its colours by meaning; its picture by Vega as SVG and PNG, without network."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from actionlines.indicators.model import breakdown_pairs
from actionlines.json_types import JsonMapping, JsonObject
from actionlines.lazily import expression
from actionlines.papers.files import read_asset
from actionlines.papers.words import Words

# A chart, or a part of one, as Vega-Lite has it.
Spec = JsonObject
# Each value is one token of the page (templates/tokens.css), light set.
TOKENS = {
    "ink": "#1a2230",
    "muted": "#566072",
    "line": "#d5dae2",
    "paper": "#fdfdfe",
    "accent": "#1c4f8c",
    "accent-soft": "#9db9da",
    "amber": "#8a5300",
}
FONT = "system-ui, 'Noto Sans', 'Noto Sans Arabic', 'Noto Sans SC', sans-serif"


def chart_config() -> dict[str, object]:
    """Return the Vega-Lite configuration that every chart shares."""
    ink, muted, line = TOKENS["ink"], TOKENS["muted"], TOKENS["line"]
    return {
        "font": FONT,
        "background": None,
        "view": {"stroke": None},
        "axis": {
            "labelColor": muted,
            "titleColor": muted,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "domainColor": line,
            "tickColor": line,
            "gridColor": line,
            "labelLimit": 280,
        },
        "text": {"color": ink, "fontSize": 12},
        "rule": {"color": line},
        "bar": {"color": TOKENS["accent"]},
    }


def with_tokens(markup: str) -> str:
    """Return markup with every colour replaced by the page's custom property of that meaning."""
    for token, colour in TOKENS.items():
        markup = markup.replace(colour, f"var(--{token})")
    return markup


def with_style(markup: str) -> str:
    """Return a picture that is loaded alone, with the colours of the page by day and by night."""
    head, end, body = with_tokens(markup).partition(">")
    return f"{head}{end}<style>{read_asset('tokens.css')}</style>{body}"


SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


def chart_spec(**parts: object) -> Spec:
    """Return a Vega-Lite spec with the shared configuration, as wide as its container."""
    return {
        "$schema": SCHEMA,
        "config": chart_config(),
        "padding": 4,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "width": "container",
        **parts,
    }


def draw(mark: Spec, values: Sequence[JsonMapping] | None = None, **channels: object) -> Spec:
    """Return a layer of marks; without `values` it draws those of the chart."""
    data = {} if values is None else {"data": {"values": values}}
    return {**data, "mark": mark, "encoding": channels}


def tooltip(words: Words, columns: Mapping[str, str]) -> list[Spec]:
    """Return what a pointer over a mark shows: fields with the headings of their columns."""
    return [{"field": field, "title": words(f"col.{column}")} for field, column in columns.items()]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: `sentence` says what to see, `spec` is Vega-Lite, `source` and method go beneath.

    `rows` are the figures drawn, under the headings `header`. `id` names the files that are taken along.
    """

    id: str
    title: str
    sentence: str
    spec: Spec
    source: str
    header: tuple[str, ...]
    rows: tuple[tuple[str | int | float, ...], ...]


def breakdown_label(breakdown: str, words: Words) -> str:
    """Return a breakdown in words: "women, age 15-24"; "" for the total."""
    return ", ".join(
        words.table.get(f"breakdown.{name}={value}", f"{name} {value}") for name, value in breakdown_pairs(breakdown)
    )


# Wide enough for body names beside bars, narrow enough for a page of paper.
WIDTH = 860
_ID = expression(r'(url\(#|id="|href="#)((?:clip|gradient)[0-9_]+)')


def fixed_width(spec: Spec, width: int = WIDTH) -> Spec:
    """Return the spec with a width in pixels where it asks for that of its container."""
    return {**spec, "width": width, "autosize": {"type": "fit-x", "contains": "padding"}}


def draw_svg(spec: Spec, name: str = "chart") -> str:
    """Return the chart as SVG markup that scales with its container; the ids in it begin with `name`."""
    return number_ids(_draw_spec(json.dumps(fixed_width(spec), sort_keys=True)), name)


@lru_cache(maxsize=64)
def _draw_spec(spec: str) -> str:
    """Return the SVG of a spec; page and document show the same pictures, each drawn once."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(json.loads(spec), allowed_base_urls=[]))


def number_ids(markup: str, name: str) -> str:
    """Return markup with its ids numbered from 1. Vega counts on from picture to picture, and again in the page.

    >>> number_ids('<g clip-path="url(#clip7)"/><g id="clip7"/>', "due")
    '<g clip-path="url(#due-1)"/><g id="due-1"/>'
    """
    numbers: dict[str, int] = {}
    return _ID.sub(lambda matches: f"{matches[1]}{name}-{numbers.setdefault(matches[2], len(numbers) + 1)}", markup)


def draw_spec_png(spec: Spec, scale: float = 2) -> bytes:
    """Return a Vega-Lite spec as a PNG on white, `scale` pixels for each pixel of the SVG."""
    return svg_to_png(_draw_spec(json.dumps(fixed_width(spec), sort_keys=True)), scale)


def svg_to_png(markup: str, scale: float = 2) -> bytes:
    """Return SVG markup as a PNG on white, `scale` pixels for each pixel of the SVG."""
    import vl_convert

    head, end, body = markup.partition(">")
    white = f'{head}{end}<rect width="100%" height="100%" fill="#ffffff"/>{body}'
    return bytes(vl_convert.svg_to_png(white, scale=scale))


_BUNDLE = "import sys, vl_convert; sys.stdout.buffer.write(vl_convert.javascript_bundle().encode())"
_ahead: list[subprocess.Popen[bytes]] = []
_made: list[str] = []  # the bundle, once this process has it: a program that writes many pages makes it once


@contextlib.contextmanager
def bundle_ahead() -> Iterator[None]:
    """Let another process make the bundle while the documents are read; it takes more than a second."""
    if _made:
        yield
        return
    command = [sys.executable, "-c", _BUNDLE]
    with contextlib.suppress(OSError):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603 - our own
        _ahead.append(process)
    try:
        yield
    finally:
        while _ahead:
            process = _ahead.pop()
            process.kill()
            process.communicate()


def load_bundle() -> str:
    """Return Vega, Vega-Lite and vega-embed (BSD-3-Clause) as one script that sets `vegaEmbed`."""
    if not _made:
        _made.append(_await_bundle() or _make_bundle())
    return _made[0]


def _await_bundle() -> str:
    """Return the bundle that `bundle_ahead` ordered, or nothing."""
    while _ahead:
        process = _ahead.pop()
        made = process.communicate()[0]
        if process.returncode == 0 and made:
            return made.decode()
    return ""


def _make_bundle() -> str:
    import vl_convert

    return str(vl_convert.javascript_bundle())  # type: ignore[call-arg]  # optional, whatever the stub says
