"""Vega-Lite specs to SVG and PNG, and the bundle that draws them in a page. No network."""

from __future__ import annotations

from typing import Any

# Wide enough for body names beside bars, narrow enough for a page of paper.
WIDTH = 860


def fixed_width(spec: dict[str, Any], width: int = WIDTH) -> dict[str, Any]:
    """The spec with a width in pixels where it asks for that of its container."""
    return {**spec, "width": width, "autosize": {"type": "fit-x", "contains": "padding"}}


def svg(spec: dict[str, Any]) -> str:
    """The chart as SVG markup that scales with its container."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(fixed_width(spec), allowed_base_urls=[]))


def png(spec: dict[str, Any], scale: float = 2) -> bytes:
    """The chart as a PNG on white."""
    import vl_convert

    white = {**spec, "background": "#ffffff"}
    return bytes(vl_convert.vegalite_to_png(fixed_width(white), scale=scale, allowed_base_urls=[]))


def bundle() -> str:
    """Vega, Vega-Lite and vega-embed (BSD-3-Clause) as one script that sets `vegaEmbed`."""
    import vl_convert

    return str(vl_convert.javascript_bundle())  # type: ignore[call-arg]  # optional, whatever the stub says
