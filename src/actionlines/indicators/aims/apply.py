"""The long table with its aims, ready for the methods: each series takes its aim from the book.

Aims that count from the base year (halve, double) are worked out for each series: the base value is the first
one from the base year on. A factor of a base value that is not there leaves the series without a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import polars as pl

from actionlines.indicators.aims.agreed import YES_NO, Agreed, Book
from actionlines.indicators.methods.ends import find_ends
from actionlines.indicators.model import Aim, Ints, Spans
from actionlines.indicators.spans import from_table


@dataclass(frozen=True)
class Aimed:
    """Series with their aims.

    keys    the key of each series (columns of table.KEY), in the order of `spans`
    spans   for the methods
    agreed  the aim that each series took; None where the book has none
    notes   what was done to it ("" for nothing): another unit, a factor worked out, a year moved
    """

    keys: pl.DataFrame
    spans: Spans
    agreed: tuple[Agreed | None, ...]
    notes: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.agreed)


def aimed(table: pl.DataFrame, book: Book, *, on: date | None = None, base: int | None = None) -> Aimed:
    """Return every series of the long table with its aim; one without has the direction 0 and is not judged.

    `base` is the year from which is counted, in place of that of every aim but a user's own.
    """
    agreed: list[Agreed | None] = []

    def choose(keys: pl.DataFrame) -> tuple[list[Aim], Ints]:
        """Return each aim once, and which of them a series takes: the table may hold a hundred thousand series."""
        by_area = any(aim.area for aim in book.aims)
        by_breakdown = any(aim.breakdown is not None for aim in book.aims)
        known: dict[tuple[str, ...], Agreed | None] = {}
        made: dict[tuple[int, str, str, str], int] = {}
        every, which = [Aim()], []
        chosen = keys.select(
            "indicator",
            "series",
            pl.col("area") if by_area else pl.lit("").alias("area"),
            pl.col("breakdown") if by_breakdown else pl.lit("").alias("breakdown"),
            "unit",
        )
        for key in chosen.iter_rows():
            if key not in known:
                indicator, series, area, breakdown, unit = key
                known[key] = book.choose(
                    indicator, series, area, unit, breakdown=breakdown if by_breakdown else None, on=on
                )
            agreement = known[key]
            agreed.append(agreement)
            if agreement is None or (agreement.what == "none" and key[4] != YES_NO):
                which.append(0)
                continue
            kind = (id(agreement), key[4], key[1], key[0])
            if kind not in made:
                made[kind] = len(every)
                every.append(agreement.aim(key[4], key[1], key[0]))
            which.append(made[kind])
        return every, np.array(which, dtype=np.int32)

    keys, spans = from_table(table, choose)
    if base is not None:
        own = np.array([agreement is not None and agreement.basis == "own" for agreement in agreed], dtype=bool)
        spans = replace(spans, base=np.where(own, spans.base, base).astype(np.int32))
    spans, notes = _from_base(spans, agreed, keys["unit"].to_list())
    return Aimed(keys, spans, tuple(agreed), notes)


def _from_base(spans: Spans, agreed: Sequence[Agreed | None], units: Sequence[str]) -> tuple[Spans, tuple[str, ...]]:
    """Targets that are a factor of the base value, and what to say of each aim."""
    base = find_ends(spans)
    target = spans.target.copy()
    notes = []
    for i, (agreement, unit) in enumerate(zip(agreed, units, strict=True)):
        texts = []
        if agreement is None:
            notes.append("")
            continue
        if agreement.what in ("factor", "rest-factor") and agreement.value is not None and agreement.fits(unit):
            start = float(base.base_value[i])
            whole = 0.0 if agreement.what == "factor" else float(spans.high[i])
            target[i] = whole - (whole - start) * agreement.value
            if np.isfinite(target[i]):
                texts.append(f"{agreement.value:.4g} times {start:.4g} of {base.base_year[i]:.0f}")
                if agreement.what == "rest-factor":
                    texts[-1] = (
                        f"{agreement.value:.4g} times what was missing to {whole:.4g} in {base.base_year[i]:.0f}"
                    )
        elif not agreement.fits(unit):
            texts.append(f"the number is meant in {' or '.join(agreement.units)}, not in {unit}: direction only")
        if agreement.agreed_year is not None and agreement.agreed_year < agreement.year:
            texts.append(f"agreed for {agreement.agreed_year}, counted towards {agreement.year}")
        notes.append("; ".join(texts))
    return replace(spans, target=target), tuple(notes)
