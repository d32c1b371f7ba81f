"""What a later release drops, said in one form: a sentence for people, headers for programs, a warning in Python.

    SORT = Deprecation(since=date(2027, 1, 10), until=date(2028, 1, 10), instead="Use `order`.")

    @operation("activity.view", deprecated=SORT)        an operation of the API
    SORT.warn("the argument sort of actionlines.read")  a name or an argument of Python

Old spellings of options are the table `renamed` of a command. docs/reference/stability.md is the promise.
"""

import warnings
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

STAYS = timedelta(days=365)  # at least, from the release that says so


@dataclass(frozen=True, slots=True)
class Deprecation:
    """Something that is still there and goes in a later release.

    since    day of the release that says so
    until    day before which no release drops it
    instead  what to use, as a sentence
    """

    since: date
    until: date
    instead: str

    def __post_init__(self) -> None:
        """Raise ValueError where users have less time than docs/reference/stability.md promises."""
        if self.until - self.since < STAYS:
            raise ValueError(f"{self.since} to {self.until}: a deprecation lasts {STAYS.days} days at least")

    def sentence(self, name: str) -> str:
        """Return what a person reads: what goes, when, and what to use."""
        return f"{name} is deprecated and stays until {self.until} at least. {self.instead}"

    def headers(self) -> dict[str, str]:
        """Return the headers `Deprecation` (RFC 9745) and `Sunset` (RFC 8594) of an answer."""
        from email.utils import format_datetime

        return {
            "Deprecation": f"@{_midnight(self.since).timestamp():.0f}",
            "Sunset": format_datetime(_midnight(self.until), usegmt=True),
        }

    def warn(self, name: str) -> None:
        """Give a DeprecationWarning for the line that called the function that calls this one."""
        warnings.warn(self.sentence(name), DeprecationWarning, stacklevel=3)


def renamed(new: str) -> Deprecation:
    """Return the deprecation of an option of 0.1.0 whose words are now `new`."""
    return Deprecation(date(2026, 11, 30), date(2027, 12, 31), f"Write {new}.")


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
