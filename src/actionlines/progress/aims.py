"""Every series with its aim: the user's own, connectivity, the Agenda; and the natural limits of its unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
import polars as pl

from actionlines.indicators.aims import Agreed, Aimed, Book, aimed, connectivity_aims, sdg_aims
from actionlines.indicators.aims.agreed import limits_of


def with_aims(
    table: pl.DataFrame, names: Mapping[str, str], own: Iterable[Agreed] = (), base: int | None = None
) -> Aimed:
    """The series of the table with their aims. `own` are the user's, which go first; `base` as in `aimed`."""
    book = Book.of(own, connectivity_aims(), sdg_aims())
    found = aimed(table, book, base=base)
    # A percentage without an aim has limits all the same: no projection may leave them.
    pairs = found.keys.select("unit", "series").iter_rows()
    limits = np.array(
        [[np.nan if end is None else end for end in limits_of(u, s, names.get(s, ""))] for u, s in pairs],
        dtype=np.float64,
    ).reshape(-1, 2)
    spans = found.spans
    low, high = (np.where(np.isnan(x), limits[:, k], x) for k, x in ((0, spans.low), (1, spans.high)))
    return replace(found, spans=replace(spans, low=low, high=high))


def source_of(found: Aimed, at: int) -> str:
    """Where the aim of a series comes from, with what was done to it; "" where there is none."""
    one = found.agreed[at]
    parts = (one.source, one.note, found.notes[at]) if one else ()
    return "; ".join(part for part in parts if part)
