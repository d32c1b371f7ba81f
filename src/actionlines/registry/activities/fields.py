"""The fields of an activity: what each may hold, checked in one place for pages, API and imports.

A field comes and goes as plain values, the same as in its serialised form: text, bool, ISO dates, amounts as text,
ids, lists of them, and rows of figures. So what is given, what is saved and what a version holds can be compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from actionlines.framework import load
from actionlines.registry.core import vocabulary
from actionlines.registry.core.concepts import WORLD
from actionlines.registry.core.texts import plain_text
from actionlines.registry.models import Activity, ActivityPlace, Organisation

LINES = ("title", "contact_name", "contact_email", "currency")
TEXTS = ("summary", "description", "results_text", "challenges", "replicability", "sustainability")
FIELDS = (
    "title", "summary", "description", "type", "good_practice", "organisation", "partners", "places", "language",
    "beneficiaries", "technologies", "starts_on", "ends_on", "web_links", "results", *TEXTS[2:], *LINES[1:3],
    "budget", "currency",
)  # fmt: skip
# Lists whose order says nothing.
SETS = frozenset({"partners", "places", "beneficiaries", "technologies"})
LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
# Columns of a row of results, with the greatest length of their texts.
RESULT = {"what": 300, "value": 40, "unit": 60, "year": 4, "source": 300}
MOST = {
    "partners": 50,
    "places": 300,
    "web_links": 20,
    "results": 50,
    "beneficiaries": 50,
    "technologies": 50,
}
YEARS = range(1900, 2101)
_CURRENCY = re.compile(r"[A-Z]{3}")
# Digits, with blanks between thousands and a point or comma before decimals.
_NUMBER = re.compile(r"-?\d{1,15}([.,]\d{1,6})?")
_BLANKS = re.compile(r"(?<=\d)[\s\u00a0\u2009\u202f](?=\d{3}(?!\d))")
# Signs that turn the direction of the text after them, by which one name could look like another; and two that
# are no signs at all, which XML refuses.
Plain = dict[str, Any]


class Wrong(ValueError):
    """What is wrong with one field, in the reader's language."""


def clean(fields: Mapping[str, Any]) -> tuple[Plain, dict[str, str]]:
    """(what can be saved, what is wrong with each of the others)."""
    out: Plain = {}
    wrong: dict[str, str] = {}
    for name, value in fields.items():
        try:
            if name not in FIELDS:
                raise Wrong(_("There is no such field."))
            out[name] = _cleaner(name)(value)
        except Wrong as error:
            wrong[name] = str(error)
    return out, wrong


def values(data: Mapping[str, Any]) -> Plain:
    """The fields out of a serialised activity."""
    return {name: data.get(name) for name in FIELDS}


def same(name: str, one: Any, other: Any) -> bool:
    """Whether two values of a field say the same."""
    if name in SETS:
        return set(one or ()) == set(other or ())
    return one == other


def write(record: Activity, clean_fields: Mapping[str, Any]) -> None:
    """Put cleaned fields into a saved record. The record itself is not saved."""
    for name, value in clean_fields.items():
        if name == "organisation":
            record.organisation_id = value
        elif name == "partners":
            record.partners.set(value)
        elif name == "places":
            held = {place.area for place in record.places.all()}
            record.places.exclude(area__in=value).delete()
            ActivityPlace.objects.bulk_create(
                ActivityPlace(activity=record, area=area) for area in value if area not in held
            )
        elif name in ("starts_on", "ends_on"):
            setattr(record, name, date.fromisoformat(value) if value else None)
        elif name == "budget":
            record.budget = Decimal(value) if value else None
        else:
            setattr(record, name, value)


def _cleaner(name: str) -> Callable[[Any], Any]:
    if name in _CLEANERS:
        return _CLEANERS[name]
    return lambda value: _text(name, value)


def _text(name: str, value: Any) -> str:
    if value is None:
        value = ""
    if not isinstance(value, str):
        raise Wrong(_("This must be text."))
    text = plain_text(value, lines=name in TEXTS)
    most = Activity._meta.get_field(name).max_length
    if len(text) > most:
        raise Wrong(
            _("This has %(count)d characters; %(most)d are the most.") % {"count": len(text), "most": most}
        )
    if name == "contact_email" and text:
        try:
            validate_email(text)
        except ValidationError as error:
            raise Wrong(_("This is not an e-mail address, such as name@example.org.")) from error
    return text


def _currency(value: Any) -> str:
    text = str(value or "").strip().upper()
    if text and not _CURRENCY.fullmatch(text):
        raise Wrong(_("Write the three letters of the currency, such as USD or CHF."))
    return text


def _of(name: str) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if value not in vocabulary.ids(name):
            raise Wrong(_("Choose an entry of the list."))
        return str(value)

    return check


def _list(name: str, each: Callable[[Any], Any]) -> Callable[[Any], list[Any]]:
    def check(value: Any) -> list[Any]:
        if not isinstance(value, list | tuple):
            raise Wrong(_("This must be a list."))
        if len(value) > MOST[name]:
            raise Wrong(_("%(most)d entries are the most.") % {"most": MOST[name]})
        out: list[Any] = []
        for one in map(each, value):
            if one not in out:
                out.append(one)
        return sorted(out) if name in SETS else out

    return check


def _language(value: Any) -> str:
    if value not in LANGUAGES:
        raise Wrong(_("Choose an entry of the list."))
    return str(value)


def _flag(value: Any) -> bool:
    return value is True or str(value).strip().lower() in ("1", "true", "yes", "on")


def _organisation(value: Any) -> int | None:
    if value in (None, ""):
        return None
    text = str(value)
    if not (text.isascii() and text.isdecimal() and len(text) < 19 and _exists(int(text))):
        raise Wrong(_("There is no such organisation."))
    return int(text)


def _exists(number: int) -> bool:
    return bool(Organisation.objects.filter(pk=number).exists())


def _partner(value: Any) -> int:
    found = _organisation(value)
    if found is None:
        raise Wrong(_("There is no such organisation."))
    return found


def _place(value: Any) -> str:
    framework = load()
    known = isinstance(value, str) and (
        value == WORLD or value in framework.countries or value in framework.areas
    )
    if not known:
        raise Wrong(_("“%(place)s” is no country or region that we know.") % {"place": str(value)[:80]})
    return str(value)


def _day(value: Any) -> str | None:
    if value in (None, ""):
        return None
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value).strip())
    except ValueError as error:
        raise Wrong(_("Write the date as year, month and day, such as 2027-05-31.")) from error
    if day.year not in YEARS:
        raise Wrong(_("The year must be between 1900 and 2100."))
    return day.isoformat()


def _url(value: Any) -> str:
    text = plain_text(str(value))
    try:
        if len(text) > 500:
            raise ValidationError("long")
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError as error:
        raise Wrong(
            _("“%(url)s” is not the address of a page, such as https://example.org.") % {"url": text[:80]}
        ) from error
    return text


def number(value: Any) -> int | float:
    """A figure as people write it: 1500, 1 500, 12.5 or 12,5. Raises Wrong."""
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15:
        return value
    text = _BLANKS.sub("", str(value).strip())
    if not _NUMBER.fullmatch(text):
        raise Wrong(
            _("“%(value)s” is not a number, such as 1500 or 12.5.") % {"value": plain_text(str(value))[:40]}
        )
    text = text.replace(",", ".")
    return float(text) if "." in text else int(text)


def _result(row: Any) -> Plain:
    if not isinstance(row, Mapping) or set(row) - set(RESULT):
        raise Wrong(_("A result has what was counted, its value, unit, year and source."))
    out: Plain = {}
    for name in ("what", "unit", "source"):
        out[name] = plain_text(str(row.get(name) or ""))
        if len(out[name]) > RESULT[name]:
            raise Wrong(
                _("This has %(count)d characters; %(most)d are the most.")
                % {"count": len(out[name]), "most": RESULT[name]}
            )
    if not out["what"]:
        raise Wrong(_("Say what was counted in each row of results."))
    given = row.get("value")
    out["value"] = None if given in (None, "") else number(given)
    year = row.get("year")
    out["year"] = None if year in (None, "") else number(year)
    if out["year"] is not None and out["year"] not in YEARS:
        raise Wrong(_("The year must be between 1900 and 2100."))
    return {name: out[name] for name in RESULT}


def _amount(value: Any) -> str | None:
    if value in (None, ""):
        return None
    try:
        amount = Decimal(_BLANKS.sub("", str(value).strip()).replace(",", "."))
    except InvalidOperation as error:
        raise Wrong(_("Write the amount in digits, such as 25000 or 25000.50.")) from error
    if not amount.is_finite() or not 0 <= amount < Decimal(10) ** 14:
        raise Wrong(_("The amount must be between 0 and 100,000,000,000,000."))
    return str(amount.quantize(Decimal("0.01")))


_CLEANERS: dict[str, Callable[[Any], Any]] = {
    "currency": _currency,
    "type": _of("activity"),
    "language": _language,
    "good_practice": _flag,
    "organisation": _organisation,
    "partners": _list("partners", _partner),
    "places": _list("places", _place),
    "beneficiaries": _list("beneficiaries", _of("beneficiary")),
    "technologies": _list("technologies", _of("technology")),
    "starts_on": _day,
    "ends_on": _day,
    "web_links": _list("web_links", _url),
    "results": _list("results", _result),
    "budget": _amount,
}
