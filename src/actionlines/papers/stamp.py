"""The time that files of a paper carry: that of its newest record, never the clock's."""

from __future__ import annotations

from datetime import UTC, datetime

from actionlines.papers.model import Paper

# Where the paper names no date.
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


def stamp(paper: Paper) -> int:
    """Seconds since 1970, at midnight UTC."""
    try:
        found = datetime.fromisoformat(paper.made.as_of[:10]).replace(tzinfo=UTC)
    except ValueError:
        found = _NO_DATE
    return int(max(found, datetime(1980, 1, 2, tzinfo=UTC)).timestamp())


def created(paper: Paper) -> datetime:
    """The same as a date without a zone, which office files want."""
    return datetime.fromtimestamp(stamp(paper), UTC).replace(tzinfo=None)
