"""A fascicle that was read becomes a section of a programme budget, in the place of what it said before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from actionlines.programmes.fascicle_model import Fascicle, Figure, Scope
from actionlines.register.budgets.models import BudgetMandate, BudgetSection
from actionlines.register.core.schema import Data
from actionlines.register.core.texts import fitted, kept
from actionlines.register.instruments.models import Instrument


def write(instrument: Instrument, found: Fascicle) -> BudgetSection:
    """Write the section of an instrument and its mandates; its number stays."""
    fields = {
        "year": fitted(found.year, 20), "number": fitted(found.section[0], 10),
        "name": fitted(found.section[1], 300), "part": fitted(found.part, 300),
        "programme": fitted(" ".join(found.programme), 300), "scopes": _scopes(found),
        "flaws": [
            {"row": one.row, "column": one.column, "stated": str(one.stated), "found": str(one.found),
             "place": str(one.place), "table": one.place.table}
            for one in found.flaws
        ],
    }  # fmt: skip
    section, _new = BudgetSection.objects.update_or_create(instrument=instrument, defaults=fields)
    section.mandates.all().delete()
    BudgetMandate.objects.bulk_create(
        BudgetMandate(
            section=section, symbol=fitted(symbol, 160), entity=fitted(row.entity, 300),
            programme=fitted(row.programme, 60), issuer=fitted(row.issuer, 300), words=kept(row.words),
            title=kept(row.title), table=row.place.table, place=str(row.place),
        )
        for row in found.mandates
        for symbol in row.symbols or ("",)
    )  # fmt: skip
    return section


def _scopes(found: Fascicle) -> list[Data]:
    """Return entities with their programmes below them, each with money, posts, deliverables and results."""
    known = list(found.scopes)
    entities = dict.fromkeys([*(one.entity for one in known), *(one.entity for one in found.totals())])
    rows = []
    for entity in entities:
        whole = Scope("", entity, "", "")
        rows += [whole, *(one for one in known if one.entity == entity and one.number)]
    return [_scope(found, one) for one in rows]


def _scope(found: Fascicle, scope: Scope) -> Data:
    own = (scope.entity, scope.number)
    return {
        "entity": scope.entity, "number": scope.number, "name": kept(scope.name),
        "money": [_amount(one) for one in found.costs(scope)],
        "posts": [_amount(one) for one in found.costs(scope, "posts")],
        "deliverables": _deliverables(
            one for one in found.of_kind("deliverable") if (one.entity, one.programme) == own
        ),
        "results": [kept(one.text) for one in found.results if (one.entity, one.programme) == own],
    }  # fmt: skip


def _amount(one: Figure) -> Data:
    """Return an amount; its thousands stay together, and its column does not repeat the source."""
    return {
        "source": one.source, "column": one.column.removeprefix(f"{one.source}: "), "year": one.year,
        "unit": one.unit, "value": str(one.value), "printed": kept(one.printed).replace(" ", "\u00a0"),
        "table": one.place.table, "place": str(one.place),
    }  # fmt: skip


def _deliverables(rows: Iterable[Figure]) -> list[Data]:
    """Return the kinds of deliverables with their counts by year; the items below a kind are left out."""
    found: dict[tuple[str, str, int], Data] = defaultdict(dict)
    for one in rows:
        if one.row.endswith(f"({one.unit})"):
            found[one.row, one.unit, one.place.table][one.column] = one.printed
    return [
        {"label": kept(label.removesuffix(f"({unit})").strip()), "unit": unit, "amounts": amounts, "table": table}
        for (label, unit, table), amounts in found.items()
    ]  # fmt: skip
