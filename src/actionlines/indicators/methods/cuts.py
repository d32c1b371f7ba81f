"""Thresholds of the methods by name, and a user's own in their place.

Each method module has CUTS: name -> number, in ascending order inside each prefix (`share-`, `growth-`).
`assess(spans, cuts)` takes the same names; what is not given stays as published. A user's file:

eurostat:
  growth-significant: 0.02
escap-anticipated: {since: 2010}
"""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from math import isfinite
from pathlib import Path
from types import MappingProxyType

from actionlines.errors import BadAims
from actionlines.json_types import JsonMapping

Cuts = Mapping[str, float]
_LARGEST = 100_000
_SEE = "docs/explanation/methods.md lists the thresholds of each method."


def list_edges(cuts: Cuts, prefix: str) -> tuple[float, ...]:
    """0 and the thresholds whose name begins with `prefix`, ascending: the lower edges of the bands.

    >>> list_edges({"share-fair": 0.1, "share-on-track": 0.95, "growth-fair": 0.005}, "share-")
    (0.0, 0.1, 0.95)
    """
    return (0.0, *(value for name, value in cuts.items() if name.startswith(prefix)))


def merge_cuts(published: Cuts, cuts: Cuts | None) -> Cuts:
    """The thresholds with the user's in their place, in the published order. KeyError for an unknown name."""
    if unknown := set(cuts or ()) - set(published):
        raise KeyError(f"no threshold {sorted(unknown)[0]!r}")
    return MappingProxyType({**published, **(cuts or {})})


def read_thresholds(source: str | Path | JsonMapping, published: Mapping[str, Cuts]) -> Mapping[str, Cuts]:
    """Return a user's thresholds by method, from a YAML file or its content; `published` are those of all methods.

    Raises BadAims (AL605) naming the file, the method and the threshold: an unknown name, what is no number,
    thresholds that do not ascend.
    """
    name, content = ("thresholds", source) if isinstance(source, Mapping) else _load_yaml(Path(source))
    if not isinstance(content, Mapping) or not content:
        raise BadAims(name, "is not a list of methods with thresholds", _SEE)
    cuts: dict[str, Cuts] = {}
    for method, own_cuts in content.items():
        if method not in published:
            raise BadAims(name, f"has no method {method!r}", f"The methods are {', '.join(published)}.")
        cuts[str(method)] = _check_cuts(f"{name}, {method}", own_cuts, published[method])
    return MappingProxyType(cuts)


def _load_yaml(path: Path) -> tuple[str, object]:
    import yaml

    try:
        if path.stat().st_size > _LARGEST:
            raise BadAims(path.name, "is larger than a list of thresholds can be", _SEE)
        return path.name, yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise BadAims(path.name, "file not found", "Check the path.") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        line = " ".join(str(error).split())
        raise BadAims(path.name, f"cannot be read as YAML ({line[:200]})", _SEE) from error


def _check_cuts(where: str, own_cuts: object, published: Cuts) -> Cuts:
    if not isinstance(own_cuts, Mapping) or not own_cuts:
        raise BadAims(where, "is not a list of thresholds with numbers", _SEE)
    for name, value in own_cuts.items():
        if name not in published:
            names = ", ".join(published) or "none"
            raise BadAims(where, f"has no threshold {name!r}", f"Its thresholds are {names}.")
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            raise BadAims(f"{where}, {name}", f"holds {value!r}", "Write a number.")
        if value <= 0:
            raise BadAims(f"{where}, {name}", f"holds {value!r}", "Write a number above zero.")
    together = merge_cuts(published, {str(name): float(value) for name, value in own_cuts.items()})
    for left, other in pairwise(together):
        if "-" in left and left.partition("-")[0] == other.partition("-")[0] and together[left] >= together[other]:
            problem = f"{left} ({together[left]:g}) is not below {other} ({together[other]:g})"
            raise BadAims(where, problem, "Write them in ascending order.")
    return MappingProxyType({str(name): float(value) for name, value in own_cuts.items()})


def describe_cuts(own: Mapping[str, Cuts], published: Mapping[str, Cuts], titles: Mapping[str, str]) -> Iterable[str]:
    """Yield a sentence for each method that is judged by thresholds of the user's own."""
    for method, text in own.items():
        parts = [f"{name} {value:g} in place of {published[method][name]:g}" for name, value in text.items()]
        yield f"{titles.get(method, method)} is judged by thresholds of your own: {', '.join(parts)}."
