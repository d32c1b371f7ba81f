"""Which column of a table is which field, guessed from headers in six languages."""

import csv
import difflib
from collections.abc import Iterable, Mapping
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionlines.errors import BadMapping
from actionlines.register.activities.imports import results
from actionlines.register.activities.imports.cells import DATA, key
from actionlines.register.activities.models import Activity
from actionlines.register.activities.schema import REQUIRED as _REQUIRED
from actionlines.register.core.schema import field_of
from actionlines.register.core.texts import join

# Several columns may give these; of the others each field has one column.
LISTS = frozenset({
    "partners", "places", "beneficiaries", "technologies", "web_links", "action_lines", "goals", "targets",
    "commitments", "mandates", "results", *results.COLUMNS,
})  # fmt: skip


# A header that is not one of the forms is taken for one that it comes so near to.
_NEAR = 0.86


@cache
def forms() -> dict[str, tuple[str, ...]]:
    """Field -> headers under which it goes, folded."""
    with (DATA / "columns.csv").open(encoding="utf-8", newline="") as file:
        return {row["field"]: tuple(map(key, (row["field"], *row["forms"].split(";")))) for row in csv.DictReader(file)}


def fields() -> tuple[str, ...]:
    """All fields that a column can be, in the order of forms."""
    return tuple(forms())


def guess(columns: Iterable[str]) -> dict[str, str]:
    """Column -> field for the columns that are understood; exact headers before near ones."""
    values = list(columns)
    # As our own downloads have them; a column "results" that is alone holds words.
    own = {"results"} if {"results", "results_text"} <= set(values) else set()
    matches: dict[str, str] = {name: name for name in own}
    taken: set[str] = set()
    for match in (_exact, _near):
        for column in values:
            if column in matches:
                continue
            if (field := match(key(column))) and (field in LISTS or field not in taken):
                matches[column] = field
                taken.add(field)
    return {column: matches[column] for column in values if column in matches}


def _exact(header: str) -> str:
    if text := _by_form().get(header):
        return text
    bare = _by_form().get(unnumbered(header), "")  # "Result 2 value"
    return bare if bare in results.COLUMNS else ""


def unnumbered(header: str) -> str:
    """A folded header without its digits.

    >>> unnumbered("result2value")
    'resultvalue'
    """
    return "".join(sign for sign in header if not sign.isdecimal())


@cache
def _by_form() -> dict[str, str]:
    table: dict[str, str] = {}
    for field, some in forms().items():
        for form in some:
            table.setdefault(form, field)
    return table


def _near(header: str) -> str:
    if len(header) < 5:
        return ""
    close = difflib.get_close_matches(header, _by_form(), n=1, cutoff=_NEAR)
    return _by_form()[close[0]] if close else ""


def checked(mapping: Mapping[str, str], columns: Iterable[str], name: str) -> dict[str, str]:
    """The mapping, column -> field, of columns that are there. Raises BadMapping (AL603)."""
    values = list(columns)
    out: dict[str, str] = {}
    for column, field in mapping.items():
        if column not in values:
            advice = _("The columns are: %(list)s.") % {"list": join(values[:30])}
            raise BadMapping(name, _("it has no column “%(column)s”") % {"column": column[:80]}, advice)
        if not field:
            continue
        if field not in forms():
            advice = _("The fields are: %(list)s.") % {"list": join(fields())}
            raise BadMapping(name, _("there is no field “%(field)s”") % {"field": field[:80]}, advice)
        if field in out.values() and field not in LISTS:
            problem = _("two columns are given for the field “%(field)s”") % {"field": field}
            raise BadMapping(name, problem, _("Choose one of them."))
        out[column] = field
    if "title" not in out.values():
        problem = _("no column is the title")
        raise BadMapping(name, problem, _("Say which one is: COLUMN=title."))
    return out


# Fields of a table that are none of the record, or that it calls otherwise.
_NAMES = {
    "source_id": gettext_lazy("Identifier"),
    "organisation_type": gettext_lazy("Type of stakeholder"),
    "organisation_country": gettext_lazy("Country of the organisation"),
    "places": gettext_lazy("Countries and regions"),
    "result_what": gettext_lazy("Result: what was counted"),
    "result_value": gettext_lazy("Result: value"),
    "result_unit": gettext_lazy("Result: unit"),
    "result_year": gettext_lazy("Result: year"),
    "result_source": gettext_lazy("Result: source"),
    "action_lines": gettext_lazy("Action Lines"),
    "goals": gettext_lazy("Goals"),
    "targets": gettext_lazy("Targets"),
    "commitments": gettext_lazy("Compact commitments"),
    "mandates": gettext_lazy("Mandates that it answers"),
}
# What an import asks for before anything else.
REQUIRED = (*_REQUIRED, "action_lines")


def field_names() -> list[tuple[str, str]]:
    """(field, name in the reader's language), in the order of forms."""
    return [(field, str(_NAMES.get(field) or field_of(Activity, field).verbose_name)) for field in fields()]
