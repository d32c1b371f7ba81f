"""Values at the limits of each rule, made from what the rule declares."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from actionlines.framework import load
from actionlines.register.core.kinds import kinds
from actionlines.register.core.rules import (
    ActionLines,
    Amount,
    Choice,
    Currency,
    Day,
    Figures,
    Flag,
    InLanguages,
    Known,
    Many,
    Place,
    Rule,
    Whole,
)
from actionlines.register.core.schema import Input, rules

OTHER_SHAPES = (None, True, 0, -1, 2**63, 10**400, 1.5, 1e308, "", "x", [], ["x"], {}, {"x": "y"}, [None], [[]])
NUMBERS = (
    0, -0.0, 0.1, -1, 5e-324, 999999999999999, 999999999999999.9, 999999999999999.9999, 99999999999999.99, 1e15, 1e308,
    "999999999999999.9999", "99999999999999.99", "99999999999999.9", "9999999999999.99", "-999999999999999", "1e400",
    "NaN", "Infinity", "0,000001", "1 000 000", "١٢٣", "9" * 400,
)  # fmt: skip
AMOUNTS = ("0", "0.01", "-0.01", "9999999999999.99", "10000000000000.01", "99999999999999.9", "99999999999999.99",
           "99999999999999", "100000000000000", "1e13", "0.005", "25.000", "EUR 5", "9" * 60)  # fmt: skip
DAYS = ("0001-01-01", "1899-12-31", "1900-01-01", "2100-12-31", "2101-01-01", "9999-12-31", "2027-02-29", "2028-02-29",
        "2027-W01-1", "20270105", "2027-1-5", "10000-01-01", "2027-01-05T10:00:00")  # fmt: skip


def texts(most: int) -> Iterator[str]:
    """Ten kinds of text, and some more."""
    yield ""
    yield "x" * most
    yield "x" * (most + 1)
    yield "a\0b"
    yield "a\ud800b"
    yield "e\u0301" * (most // 2)
    yield "\u2067عنوان\u2069 \u202eabc"
    yield "🜚" * most
    yield " \t\r\n\u2028\x1c"
    yield "a\r\nb\x85c\x0bd\ufffe\uffff\u200b"
    yield "=1+1"
    yield "null"


def values(rule: Rule) -> Iterator[Any]:
    """Values that the rule takes and that it refuses, at both sides of its limits."""
    yield from OTHER_SHAPES
    match rule:
        case Amount():
            yield from AMOUNTS
        case Day():
            yield from DAYS
            yield from (date.max, date.min, date(2027, 1, 5) + timedelta(1))
        case Whole():
            edges = (rule.least - 1, rule.least, rule.greatest, rule.greatest + 1, 2**31, 2**63)
            yield from (*edges, *map(str, edges), "0" * 11 + "59999", "٣", "1e3")
        case Figures():
            rows = [{"what": text, "value": None, "unit": text, "source": text} for text in texts(60)]
            yield from (*rows, *({"what": "x", "value": item, "year": 2027} for item in NUMBERS))
            yield from ({"what": "x", "year": item} for item in (1899, 1900, 2100, 2101, "2027", 2027.0, 2027.5, "x"))
        case InLanguages():
            yield from ({"en": text, "fr": "x"} for text in texts(rule.most or 100))
        case ActionLines():
            yield from (list(load().action_lines)[::-1], ["C1"] * ((rule.most or 0) + 1), ["C99"])
        case Many():
            right = [item for item in good(rule.each) if item is not None]
            most = rule.most or 3
            yield from (right[:1], right[:1] * 2, right[::-1][:most], (right * (most + 1))[: most + 1])
            yield from ([item] for item in values(rule.each))
        case _:
            yield from texts(rule.most or 100)
            yield from good(rule)
            yield from (text for day in DAYS for text in (day, day[:4]))


def good(rule: Rule) -> list[Any]:
    """Values that a rule of a closed list takes."""
    match rule:
        case Known():
            records = apps.get_model("registry", rule.kind)._default_manager
            return [*records.values_list("pk", flat=True)[: rule.most or 3]]
        case Place():
            return ["world", "KEN", "itu-region:AFR", *load().countries]
        case Currency():
            return ["CHF", "usd"]
        case Choice():
            return list(rule.entries())
        case Figures():
            return [{"what": "x", "value": number, "unit": "", "year": 2027, "source": ""} for number in range(51)]
        case Flag():
            return [True, False, "on"]
        case Amount():
            return ["25000.50"]
        case Day():
            return ["2027-05-31"]
        case Whole():
            return [rule.least]
        case ActionLines():
            return [["C5"]]
        case Many():
            return [good(rule.each)[:1]]
        case InLanguages():
            return [{"en": "x"}]
    wanted = ("https://example.org/a", "name@example.org", "2030", "2027-05-31", "C5", "Masts")
    return [value for value in wanted if _takes(rule, value)] + [[value] for value in wanted if _takes(rule, [value])]


def _takes(rule: Rule, value: Any) -> bool:
    try:
        return bool(rule.clean(value))
    except ValueError:
        return False


def inputs() -> list[type[Input]]:
    """Every declaration of what people write, of every kind and room of the register."""
    for path in settings.KINDS:
        if find_spec(name := f"{path.rpartition('.kind.')[0]}.schema"):
            import_module(name)
    for kind in kinds().values():
        kind.load(kind.api)
    made, waiting = [], [Input]
    while waiting:
        for item in waiting.pop().__subclasses__():
            waiting.append(item)
            if rules(item) and item.__module__.endswith(".schema") and "tests" not in item.__module__:
                made.append(item)
    return sorted(set(made), key=lambda item: (item.__module__, item.__name__))


def column(item: type[Input], name: str) -> models.Field[Any, Any] | None:
    """Return the column of a field, in the table of the same folder that has most fields of the declaration."""
    folder = item.__module__.rpartition(".")[0]
    tables = [model for model in apps.get_models() if model.__module__ == f"{folder}.models"]
    known = {model: {field.name: field for field in model._meta.concrete_fields} for model in tables}
    model = max(known, key=lambda model: len(known[model].keys() & rules(item).keys()))
    field = known[model].get(name)
    return None if field is None or field.is_relation else field
