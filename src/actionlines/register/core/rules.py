"""Rules of fields: what a value may be, the form in which it is kept, and the sentence for a wrong one.

A rule is in the annotation of a field, beside its type: `title: Annotated[str, Line(300)] = ""`. Pages, API
and imports clean by it, and the description of the API takes its limit from it. A value comes and goes as a plain
value, as in a serialised record: text, bool, ISO dates, amounts as text, ids, lists of them, rows.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Sized
from dataclasses import KW_ONLY, dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, TypeVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from pydantic_core import CoreSchema

from actionlines.framework import load
from actionlines.json_types import JsonObject
from actionlines.register.core import vocabulary
from actionlines.register.core.amounts import LIMIT, currencies, read_amount
from actionlines.register.core.columns import DIGITS, is_held
from actionlines.register.core.concepts import WORLD
from actionlines.register.core.texts import plain_text, unseen_signs

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
YEARS = range(1900, 2101)
# Digits, with blanks between thousands and a point or comma before decimals.
_NUMBER = re.compile(r"-?\d{1,15}([.,]\d{1,6})?")
_BLANKS = re.compile(r"(?<=\d)[\s\u00a0\u2009\u202f](?=\d{3}(?!\d))")
T = TypeVar("T", bound=Sized)


class Wrong(ValueError):
    """Say what is wrong with one field, in the reader's language."""

    @classmethod
    def unknown(cls) -> "Wrong":
        """Return the error of a field that the record does not have."""
        return cls(_("There is no such field."))


@dataclass(frozen=True)
class Rule:
    """Clean one value.

    most    characters of a text, entries of a list; None for no limit
    needed  whether there must be one, or the sentence that asks for it
    """

    most: int | None = None
    _: KW_ONLY
    needed: bool | str | Promise = False
    output: ClassVar[Any] = str  # the type of the value in a serialised record

    @property
    def outside(self) -> Any:
        """Return the type that the API describes for the value in a serialised record."""
        return self.output

    def clean(self, value: object) -> Any:
        """Return the value in the form in which it is kept. Raise Wrong for one that cannot be."""
        raise NotImplementedError

    def __get_pydantic_core_schema__(self, source: type, handler: Callable[[type], CoreSchema]) -> CoreSchema:
        """Return the schema of the type with the limit of the rule: pydantic's hook."""
        matches = handler(source)
        return {**matches, "max_length": self.most} if self.most else matches

    def bounded(self, value: T) -> T:
        """Return a text or list that is there where it is needed, and not too long. Raise Wrong for another."""
        if self.needed and not value:
            raise Wrong(_("This is needed.") if self.needed is True else str(self.needed))
        if self.most and len(value) > self.most:
            if isinstance(value, str):
                text = _("This has %(count)d characters; %(most)d are the most.")
                raise Wrong(text % {"count": len(value), "most": self.most})
            raise Wrong(_("At most %(most)d entries are allowed.") % {"most": self.most})
        return value


@dataclass(frozen=True)
class Line(Rule):
    """A rule for a text of one line."""

    lines: ClassVar[bool] = False

    def clean(self, value: object) -> str:
        """Return the text without signs that no page, file or database can hold."""
        if not isinstance(value, str | None):
            raise Wrong(_("This must be text."))
        text: str = self.bounded(plain_text(value or "", lines=self.lines))
        return text


@dataclass(frozen=True)
class Name(Line):
    """A rule for what something is called: every sign of it is seen."""

    def clean(self, value: object) -> str:
        """Return the name. Raises Wrong for signs that nobody sees, such as those that turn its direction."""
        return seen_name(super().clean(value))


def seen_name(text: str) -> str:
    """Return a name. Raises Wrong for signs in it that nobody sees."""
    if signs := unseen_signs(text):
        raise Wrong(unseen_words(signs))
    return text


def unseen_words(signs: Sequence[str]) -> str:
    """Return the sentence about signs of a name that nobody sees."""
    named = ", ".join(f"U+{ord(sign):04X}" for sign in signs[:3])
    return _("It holds invisible characters (%(signs)s). Type it again without them.") % {"signs": named}


@dataclass(frozen=True)
class Text(Line):
    """A rule for a text of several lines."""

    lines: ClassVar[bool] = True


@dataclass(frozen=True)
class Email(Line):
    """An e-mail address, or nothing."""

    def clean(self, value: object) -> str:
        """Return the e-mail address. Raises Wrong for other text."""
        text = super().clean(value)
        try:
            if text:
                validate_email(text)
        except ValidationError as error:
            raise Wrong(_("This is not an e-mail address, such as name@example.org.")) from error
        return text


@dataclass(frozen=True)
class Url(Rule):
    """The address of a page, or nothing."""

    def clean(self, value: object) -> str:
        """Return the address of a page in the web."""
        text = plain_text(str(value or ""))
        if not text and not self.needed:
            return ""
        try:
            if self.most and len(text) > self.most:
                raise ValidationError("long")
            URLValidator(schemes=["http", "https"])(text)
        except ValidationError as error:
            problem = _("“%(url)s” is not the address of a page, such as https://example.org.")
            raise Wrong(problem % {"url": text[:80]}) from error
        return text


@dataclass(frozen=True)
class Choice(Rule):
    """One entry of a list. `of`: the name of a vocabulary, the entries, or a function that returns them.

    `empty`: no entry is one too.
    """

    of: str | Iterable[str] | Callable[[], Iterable[str]] = ()
    empty: bool = False

    def entries(self) -> Iterable[str]:
        """Return the entries of the list."""
        if isinstance(self.of, str):
            return vocabulary.ids(self.of)
        return self.of() if callable(self.of) else self.of

    def clean(self, value: object) -> str:
        """Return the entry. Raises Wrong where the list has no such entry."""
        if self.empty and not value:
            return ""
        if not isinstance(value, str) or value not in self.entries():
            raise Wrong(_("Choose an entry of the list."))
        return str(value)


@dataclass(frozen=True)
class Language(Choice):
    """One of the six languages of the words that people submit."""

    of: str | Iterable[str] | Callable[[], Iterable[str]] = LANGUAGES


@dataclass(frozen=True)
class Flag(Rule):
    """Yes or no, as forms and tables write it."""

    output = bool

    def clean(self, value: object) -> bool:
        """Return whether the value says yes: true, 1, yes or on."""
        return value is True or str(value).strip().lower() in ("1", "true", "yes", "on")


@dataclass(frozen=True)
class Known(Rule):
    """The number of a record of the register, such as an organisation; None for none. `kind`: its key."""

    kind: str = "organisation"

    output = int | None

    def clean(self, value: object) -> int | None:
        """Return the number of a record, or None. One query. Raises Wrong."""
        if value in (None, "") and not self.needed:
            return None
        text = str(value)
        if not (text.isascii() and text.isdecimal() and len(text) < 19 and self._exists(int(text))):
            raise Wrong(_("There is no such organisation."))
        return int(text)

    def _exists(self, number: int) -> bool:
        model = apps.get_model("registry", self.kind)
        return bool(model._default_manager.filter(pk=number).exists())


@dataclass(frozen=True)
class Place(Rule):
    """A country, a region or the world."""

    def clean(self, value: object) -> str:
        """Return its id in the framework."""
        framework = load()
        known = isinstance(value, str) and (value == WORLD or value in framework.countries or value in framework.areas)
        if not known:
            raise Wrong(_("“%(place)s” is not a known country or region.") % {"place": str(value)[:80]})
        return str(value)


@dataclass(frozen=True)
class Day(Rule):
    """A rule for a day; None where no day is given."""

    output = date | None

    def clean(self, value: object) -> str | None:
        """Return the day as an ISO date, or None. Raises Wrong."""
        if value in (None, "") and not self.needed:
            return None
        try:
            day = value if isinstance(value, date) else date.fromisoformat(str(value).strip())
        except ValueError as error:
            raise Wrong(_("Write the date as year, month and day, such as 2027-05-31.")) from error
        if day.year not in YEARS:
            raise Wrong(_("The year must be between 1900 and 2100."))
        return day.isoformat()


@dataclass(frozen=True)
class Amount(Rule):
    """An amount of money, as people write it; None for none."""

    output = str | None

    def clean(self, value: object) -> str | None:
        """Return the amount in digits with two decimals."""
        if value in (None, "") and not self.needed:
            return None
        amount = read_amount(str(value or ""))
        if amount is None or amount[1]:  # the currency has a field of its own
            raise Wrong(_("Write the amount in digits, such as 25000 or 25000.50."))
        if not 0 <= float(amount[0]) < LIMIT:
            raise Wrong(_("The amount must be between 0 and 100,000,000,000,000."))
        if not is_held(Decimal(amount[0])):
            raise Wrong(_("At most %(most)d digits are allowed.") % {"most": DIGITS})
        return amount[0]


@dataclass(frozen=True)
class Currency(Rule):
    """The code of a currency, or nothing."""

    def clean(self, value: object) -> str:
        """Return the code of the currency in capitals. Raises Wrong."""
        text = str(value or "").strip().upper()
        if (text or self.needed) and text not in currencies():
            raise Wrong(_("Write the three letters of the currency, such as USD or CHF."))
        return text


@dataclass(frozen=True)
class Many(Rule):
    """A list, each entry by a rule of its own, none twice. `a_set`: its order says nothing."""

    each: Rule = Rule()
    a_set: bool = False

    @property
    def outside(self) -> Any:
        """Return a list of the type of its entries."""
        inner = self.each.outside
        return list[int] if isinstance(self.each, Known) else list[inner]  # type: ignore[valid-type]

    def clean(self, value: object) -> list[Any]:
        """Return the list; that of a set is sorted."""
        if not isinstance(value, list | tuple):
            raise Wrong(_("This must be a list."))
        self.bounded(value)
        out: list[Any] = []
        for item in map(self.each.clean, value):
            if item not in out:
                out.append(item)
        return sorted(out) if self.a_set else out


@dataclass(frozen=True)
class Whole(Rule):
    """A whole number between two others."""

    output = int
    least: int = 0
    greatest: int = 10**9

    def clean(self, value: object) -> int:
        """Return the number. Raises Wrong for another text and for one that is out of bounds."""
        text = str(value).strip()
        if not (text.isascii() and text.isdecimal() and len(text) < 13 and self.least <= int(text) <= self.greatest):
            problem = _("Write a whole number between %(least)d and %(greatest)d.")
            raise Wrong(problem % {"least": self.least, "greatest": self.greatest})
        return int(text)


@dataclass(frozen=True)
class InLanguages(Rule):
    """A text in several languages; `of` gives their codes, `most` is the limit of each text."""

    output = dict[str, str]
    of: Callable[[], Iterable[str]] = lambda: LANGUAGES

    def clean(self, value: object) -> dict[str, str]:
        """Return language -> text, for the languages that have one."""
        if not isinstance(value, Mapping) or set(value) - set(self.of()):
            raise Wrong(_("Choose an entry of the list."))
        cleaned = {item: Text(self.most).clean(value.get(item, "")) for item in self.of()}
        return {item: text for item, text in cleaned.items() if text}


@dataclass(frozen=True)
class ActionLines(Many):
    """A list of action lines, in the order of the framework."""

    a_set: bool = True

    def clean(self, value: object) -> list[str]:
        """Return the ids of the Action Lines in the order of the framework. Raises Wrong."""
        listed = value or []
        if not isinstance(listed, list | tuple) or set(map(str, listed)) - set(load().action_lines):
            raise Wrong(_("Choose Action Lines from the list."))
        self.bounded(listed)
        return [line for line in load().action_lines if line in listed]


@dataclass(frozen=True)
class Figures(Rule):
    """A row of results in figures: `texts` are its fields of text with their greatest lengths."""

    texts: Sequence[tuple[str, int]] = (("what", 300), ("unit", 60), ("source", 300))
    columns: ClassVar[Sequence[str]] = ("what", "value", "unit", "year", "source")

    output = JsonObject

    def clean(self, value: object) -> JsonObject:
        """Return the row in the order of its columns, with numbers for value and year."""
        if not isinstance(value, Mapping) or set(value) - set(self.columns):
            raise Wrong(_("A result has what was counted, its value, unit, year and source."))
        out: JsonObject = {name: Line(most).clean(str(value.get(name) or "")) for name, most in self.texts}
        if not out["what"]:
            raise Wrong(_("Say what was counted in each row of results."))
        for name in ("value", "year"):
            fields = value.get(name)
            out[name] = None if fields in (None, "") else number(fields)
        if out["year"] is not None and out["year"] not in YEARS:
            raise Wrong(_("The year must be between 1900 and 2100."))
        return {name: out[name] for name in self.columns}


def number(value: object) -> int | float:
    """Return a figure as people write it: 1500, 1 500, 12.5 or 12,5. Raise Wrong for another text."""
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15:
        return value
    text = _BLANKS.sub("", str(value).strip()).replace(",", ".")
    if not _NUMBER.fullmatch(text) or not is_held(Decimal(text)):
        problem = _("“%(value)s” is not a number, such as 1500 or 12.5.")
        raise Wrong(problem % {"value": plain_text(str(value))[:40]})
    return float(text) if "." in text else int(text)
