"""A paper as plain values and back: what a register keeps of a report, so that it stays as it was published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from actionlines.reports.measure.charts.model import Chart
from actionlines.reports.paper import model as m

_TYPES: Mapping[str, Any] = {
    one.__name__: one
    for one in (
        m.Text, m.Number, m.See, m.Cite, m.Link, m.Proposal, m.Section, m.Para, m.Listing, m.Column, m.Row,
        m.Table, m.Figure, m.Quote, m.Missing, m.Fact, m.Evidence, m.Made, m.Paper, Chart,
    )
}  # fmt: skip
_FREE = frozenset({"spec"})  # JSON of its own, in which lists stay lists


def plain(value: Any) -> Any:
    """Dataclasses as mappings with their name under "is", tuples as lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return {
            "is": type(value).__name__,
            **{
                one.name: getattr(value, one.name) if one.name in _FREE else plain(getattr(value, one.name))
                for one in fields(value)
            },
        }
    return [plain(one) for one in value] if isinstance(value, tuple | list) else value


def paper(value: Any) -> m.Paper:
    """The paper that `plain` was given. Fields that are not known any more are left out."""
    found = _object(value)
    if not isinstance(found, m.Paper):
        raise TypeError("not a paper")
    return found


def _object(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_object(one) for one in value)
    if not isinstance(value, dict):
        return value
    made = _TYPES[value["is"]]
    known = {one.name for one in fields(made)}
    given = {name: one if name in _FREE else _object(one) for name, one in value.items() if name in known}
    return made(**given)
