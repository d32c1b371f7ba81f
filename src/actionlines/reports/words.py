"""The words of the report itself in six languages: data/words.csv, plural forms parted by `|`."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from actionlines.reports.model import Due, place

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


def _slavic(n: int) -> int:
    if n % 10 == 1 and n % 100 != 11:
        return 0
    return 1 if n % 10 in {2, 3, 4} and n % 100 not in {12, 13, 14} else 2


def _arabic(n: int) -> int:
    if n < 3:
        return n
    return 3 if 3 <= n % 100 <= 10 else 4 if n % 100 > 10 else 5


# Which of the forms goes with a whole number. Unicode CLDR, plural rules.
PLURALS: Mapping[str, Callable[[int], int]] = {
    "ar": _arabic,
    "en": lambda n: int(n != 1),
    "es": lambda n: int(n != 1),
    "fr": lambda n: int(n > 1),
    "ru": _slavic,
    "zh": lambda _: 0,
}
_SPAN = re.compile(r"([0-9]{1,3})-(day|week|month|year)s?")
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")


@dataclass(frozen=True, slots=True)
class Words:
    """The catalogue in one language."""

    language: str
    table: Mapping[str, str]

    def __call__(self, key: str, **values: object) -> str:
        """The words of a key with `{name}` filled in. Raises KeyError for a key that is not there."""
        return self.table[key].format(**values) if values else self.table[key]

    def counted(self, number: int, key: str) -> str:
        """A number with its noun.

        >>> words("en").counted(1234, "mandate"), words("ru").counted(3, "mandate")
        ('1,234 mandates', '3 поручения')
        """
        return self._form(f"count.{key}", number)

    def _form(self, key: str, number: int) -> str:
        forms = self.table[key].split("|")
        form = forms[min(PLURALS[self.language](number), len(forms) - 1)]
        return form.format(n=self.number(number))

    def number(self, number: int) -> str:
        """A whole number with its thousands apart."""
        return f"{number:,}".replace(",", self.table["number.group"])

    def date(self, date: str) -> str:
        """An ISO date, month or year in words; anything else as it is.

        >>> words("en").date("2025-12-17"), words("en").date("2026-07"), words("en").date("n.d.")
        ('17 December 2025', 'July 2026', 'n.d.')
        >>> words("zh").date("2025-12-17")
        '2025年12月17日'
        """
        if not _DATE.fullmatch(date):
            return date
        year, month, day = (int(part) for part in (date + "-0-0").split("-")[:3])
        if not month or f"month.{month}" not in self.table:
            return date
        name = self.table[f"month.{month}"]
        return self("date.day", day=day, month=name, year=year) if day else self(
            "date.month", month=name, year=year
        )  # fmt: skip

    def place(self, paragraph: str) -> str:
        """A paragraph id in the words one would cite it with.

        >>> words("fr").place("annex-I.38"), words("en").place("3(b)")
        ('annexe I, par. 38', 'para. 3 (b)')
        """
        return place(paragraph, self.table)

    def due(self, due: Due) -> str:
        """A due value in words; what the catalogue has no words for stays in English."""
        if self.language == "en":
            return due.label
        kind, _, value = due.raw.partition(":")
        if kind == "session" and value.isascii() and value.isdigit() and len(value) <= 3:
            year = 1945 + int(value)  # session S opens in September of 1945 + S
            return self("due.session", n=int(value), year=year, next=year + 1)
        if kind in {"year", "from"} or _DATE.fullmatch(due.raw):
            return self("due.from" if kind == "from" else "due.on", date=self.date(value or due.raw))
        if kind == "recurring":
            return self.table.get(f"recurring.{value}", due.label)
        if kind == "relative" and (found := _SPAN.fullmatch(value)):
            return self("due.within", span=self._form(f"span.{found[2]}", int(found[1])))
        return self("due.next-report") if kind == "next-report" else due.label

    def deliverable(self, made: str) -> str:
        """The name of a deliverable, "" for none."""
        return "" if made == "none" else self.table.get(f"made.{made}", made.replace("-", " "))


@cache
def words(language: str = "en") -> Words:
    """The catalogue in this language. Raises KeyError for another than LANGUAGES."""
    text = files("actionlines.reports").joinpath("data/words.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return Words(language, {row["key"]: row[language] for row in rows})


ENGLISH = words("en")
