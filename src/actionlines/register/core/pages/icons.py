"""Line icons of kinds and states, drawn for Actionlines: outlines on a square of 20, in the colour of the text.

An icon is beside words and never for them, so readers of a page aloud do not meet it.
"""

from collections.abc import Mapping

from django.utils.html import format_html
from django.utils.safestring import SafeString

# Name of the shape -> its path. The first nine are for kinds of records and of concepts, the others for states.
SHAPES: Mapping[str, str] = {
    "flag": "M5 18V3h11l-2.5 4 2.5 4H5",
    "page": "M5 2h7l4 4v12H5zM12 2v4h4M8 10h5M8 13.5h5",
    "bolt": "M11 2 4 11.5h5L8 18l8-10h-5.5z",
    "building": "M3 18h14M5 18V6l5-3.5L15 6v12M9 9h2M9 13h2",
    "globe": "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM2.5 10h15M10 2.5c-4 4-4 11 0 15 4-4 4-11 0-15",
    "lines": "M2 8h4l4-4h5M2 13h6l4-4h3M2 18h8l4-4h1M17.5 4v.1M17.5 9v.1M17.5 14v.1",
    "chart": "M3 3v14h14M6 13l3.5-4 3 2L17 5",
    "route": "M5 17h7a3.5 3.5 0 0 0 0-7H8a3.5 3.5 0 0 1 0-7h7M3 17v.1M17 3v.1",
    "bubble": "M3 4h14v9.5H9.5L6 17v-3.5H3z",
    "diamond": "M10 2.5 17.5 10 10 17.5 2.5 10z",
    "circle": "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14z",
    "agreed": "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM6.5 10.2 9 12.7l4.5-5",
    "clock": "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM10 5.5V10l3 2",
    "tick": "M3 10.5 7.5 15 17 5",
    "alert": "M10 2.5 18 17H2zM10 8v4M10 14.5v.1",
    "cross": "M5 5l10 10M15 5 5 15",
    "arrow": "M3 10h13M11 5l5 5-5 5",
    "pen": "M4 16l1-4 8.5-8.5 3 3L8 15z",
    "unknown": "M7 7.5a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.2-1.5 2.4M10 16v.1",
}


def draw_icon(shape: str) -> SafeString:
    """Return the icon of a shape as SVG; nothing for a shape that there is not."""
    if shape not in SHAPES:
        return SafeString("")
    svg = '<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d="{}"/></svg>'
    return format_html(svg, SHAPES[shape])
