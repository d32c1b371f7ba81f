"""A fascicle that was read becomes a section of a programme budget, in the place of what it said before."""

from collections import defaultdict
from collections.abc import Iterable

from actionlines.programmes.fascicle_model import Fascicle, Figure, Scope
from actionlines.register.budgets.models import BudgetMandate, BudgetSection
from actionlines.register.core.schema import Data
from actionlines.register.core.texts import fitted, kept
from actionlines.register.instruments.models import Instrument


def write(instrument: Instrument, fascicle: Fascicle) -> BudgetSection:
    """Write the section of an instrument and its mandates; its number stays."""
    fields = {
        "year": fitted(fascicle.year, 20), "number": fitted(fascicle.section[0], 10),
        "name": fitted(fascicle.section[1], 300), "part": fitted(fascicle.part, 300),
        "programme": fitted(" ".join(fascicle.programme), 300), "scopes": _scopes(fascicle),
        "flaws": [
            {"row": flaw.row, "column": flaw.column, "stated": str(flaw.stated), "found": str(flaw.found),
             "place": str(flaw.place), "table": flaw.place.table}
            for flaw in fascicle.flaws
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
        for row in fascicle.mandates
        for symbol in row.symbols or ("",)
    )  # fmt: skip
    return section


def _scopes(fascicle: Fascicle) -> list[Data]:
    """Return entities with their programmes below them, each with money, posts, deliverables and results."""
    known = list(fascicle.scopes)
    entities = dict.fromkeys([*(item.entity for item in known), *(total.entity for total in fascicle.totals())])
    rows = []
    for entity in entities:
        whole = Scope("", entity, "", "")
        rows += [whole, *(item for item in known if item.entity == entity and item.number)]
    return [_scope(fascicle, row) for row in rows]


def _scope(fascicle: Fascicle, scope: Scope) -> Data:
    own = (scope.entity, scope.number)
    return {
        "entity": scope.entity,
        "number": scope.number,
        "name": kept(scope.name),
        "money": [_amount(cost) for cost in fascicle.costs(scope)],
        "posts": [_amount(cost) for cost in fascicle.costs(scope, "posts")],
        "deliverables": _deliverables(
            item for item in fascicle.of_kind("deliverable") if (item.entity, item.programme) == own
        ),
        "results": [kept(result.text) for result in fascicle.results if (result.entity, result.programme) == own],
    }


def _amount(figure: Figure) -> Data:
    """Return an amount; its thousands stay together, and its column does not repeat the source."""
    return {
        "source": figure.source, "column": figure.column.removeprefix(f"{figure.source}: "), "year": figure.year,
        "unit": figure.unit, "value": str(figure.value), "printed": kept(figure.printed).replace(" ", "\u00a0"),
        "table": figure.place.table, "place": str(figure.place),
    }  # fmt: skip


def _deliverables(rows: Iterable[Figure]) -> list[Data]:
    """Return the kinds of deliverables with their counts by year; the items below a kind are left out."""
    data: dict[tuple[str, str, int], Data] = defaultdict(dict)
    for row in rows:
        if row.row.endswith(f"({row.unit})"):
            data[row.row, row.unit, row.place.table][row.column] = row.printed
    return [
        {"label": kept(label.removesuffix(f"({unit})").strip()), "unit": unit, "amounts": amounts, "table": table}
        for (label, unit, table), amounts in data.items()
    ]
