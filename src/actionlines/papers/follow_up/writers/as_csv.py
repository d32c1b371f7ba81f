"""Tables as CSV: UTF-8 with a byte order mark, without which spreadsheets guess; no formula runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from actionlines.papers.follow_up.columns import CITATIONS, MANDATES, Column, Row
from actionlines.papers.follow_up.model import FollowUp
from actionlines.papers.text_safety import neutral, shown
from actionlines.papers.words import ENGLISH, Words


def table(columns: Sequence[Column[Row]], rows: Iterable[Row], words: Words = ENGLISH) -> bytes:
    """Return a CSV file (RFC 4180) with a header row, always in English: programs read it."""
    out = io.StringIO(newline="")
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow([column.heading(words) for column in columns])
    for row in rows:
        write.writerow([neutral(str(column.value(row, words))) for column in columns])
    return out.getvalue().encode("utf-8-sig", "replace")


def mandates(follow_up: FollowUp) -> bytes:
    """Return the bytes of mandates.csv, a row for each mandate."""
    return table(MANDATES, shown(follow_up.mandates))


def citations(follow_up: FollowUp) -> bytes:
    """Return the bytes of citations.csv, a row for each citation."""
    return table(CITATIONS, shown(follow_up.citations))


def standing(follow_up: FollowUp) -> bytes:
    """Return the bytes of standing.csv; `follow_up.standing` must not be None."""
    from actionlines.papers.follow_up.standing.part import sheet_rows, told
    from actionlines.papers.follow_up.standing.table import columns
    from actionlines.papers.progress.words import ENGLISH as SAID

    follow_up = shown(follow_up)
    assert follow_up.standing is not None
    return table(columns(follow_up.standing), sheet_rows(told(follow_up, SAID)), SAID)
