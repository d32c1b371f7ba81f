"""SDMX-JSON data messages, versions 1 and 2: keys of places in lists of values, flat or by series."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from actionlines.errors import MalformedMessage

_TRY = "Download it again, or ask the source for CSV."


def is_message(content: Mapping[str, Any]) -> bool:
    """Return whether the JSON is an SDMX data message."""
    data = content.get("data")
    return "dataSets" in (data if isinstance(data, dict) else content)


def rows(name: str, content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield one row for each observation: component -> code, with OBS_VALUE. Raises MalformedMessage (AL604)."""
    try:
        yield from _rows(content)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise MalformedMessage(name, f"no SDMX-JSON data message ({error!r:.120})", _TRY) from error


def _rows(content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    data = content["data"] if isinstance(content.get("data"), dict) else content
    structures = data.get("structures") or [data.get("structure") or content["structure"]]
    for dataset in data["dataSets"]:
        structure = structures[int(dataset.get("structure") or 0)]
        dims, attributes = structure["dimensions"], structure.get("attributes") or {}
        fixed = {one["id"]: _code(one["values"][0]) for one in dims.get("dataSet") or () if one.get("values")}
        fixed |= _attributes(attributes.get("dataSet"), dataset.get("attributes"))
        by_series = dims.get("series") or []
        if "series" in dataset:
            for key, series in dataset["series"].items():
                head = {**fixed, **_key(by_series, key)}
                head |= _attributes(attributes.get("series"), series.get("attributes"))
                yield from _observations(series["observations"], dims, attributes, head)
        else:
            yield from _observations(dataset["observations"], dims, attributes, fixed)


def _observations(
    observations: Mapping[str, Any],
    dims: Mapping[str, Any],
    attributes: Mapping[str, Any],
    head: dict[str, Any],
) -> Iterator[dict[str, Any]]:
    for key, cells in observations.items():
        own = _key(dims["observation"], key) | _attributes(attributes.get("observation"), cells[1:])
        yield {**head, **own, "OBS_VALUE": cells[0] if cells else None}


def _key(components: list[Any], key: str) -> dict[str, Any]:
    places = [int(part) for part in key.split(":")]
    if len(places) != len(components):
        raise ValueError(f"the key {key} has {len(places)} parts for {len(components)} dimensions")
    if any(place < 0 for place in places):
        raise ValueError(f"the key {key} has a negative place")
    return {one["id"]: _code(one["values"][at]) for one, at in zip(components, places, strict=True)}


def _attributes(components: Any, places: Any) -> dict[str, Any]:
    found = {}
    for component, place in zip(components or (), places or (), strict=False):
        if isinstance(place, int) and not isinstance(place, bool) and component.get("values"):
            found[component["id"]] = _code(component["values"][place])
        elif place is not None and not isinstance(place, dict | list):
            found[component["id"]] = place
    return found


def _code(value: Any) -> Any:
    """Return the id of a listed value, or the value itself where it has none."""
    if isinstance(value, dict):
        return value.get("id", value.get("value", value.get("name")))
    return value
