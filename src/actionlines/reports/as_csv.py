"""Tables as CSV: UTF-8 with a byte order mark, without which spreadsheets guess; no formula runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from actionlines.reports.cells import neutral
from actionlines.reports.columns import CITATIONS, MANDATES, Column, Row
from actionlines.reports.model import FollowUp
from actionlines.reports.shown import shown
from actionlines.reports.words import ENGLISH


def table(columns: Sequence[Column[Row]], rows: Iterable[Row]) -> bytes:
    """A CSV file (RFC 4180) with a header row, always in English: programs read it."""
    out = io.StringIO(newline="")
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow([column.heading() for column in columns])
    for row in rows:
        write.writerow([neutral(str(column.value(row, ENGLISH))) for column in columns])
    return out.getvalue().encode("utf-8-sig", "replace")


def mandates(follow_up: FollowUp) -> bytes:
    """mandates.csv"""
    return table(MANDATES, shown(follow_up.mandates))


def citations(follow_up: FollowUp) -> bytes:
    """citations.csv"""
    return table(CITATIONS, shown(follow_up.citations))
