"""How the framework looks on a terminal, and as JSON."""

import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import typer

from actionlines.cli.tables import Column, print_json, print_table
from actionlines.framework.check import check_framework
from actionlines.framework.export import plain
from actionlines.framework.find import find_concept
from actionlines.framework.framework import load

COLUMNS = {
    "action-lines": ("id", "names", "parent"),
    "facilitators": ("action_line", "body", "role", "verified", "source"),
    "goals": ("id", "names"),
    "targets": ("id", "title"),
    "indicators": ("id", "title", "repeats"),
    "links": ("action_line", "goal", "target", "doubtful", "note"),
    "objectives": ("id", "title", "first_paragraph", "last_paragraph"),
    "commitments": ("id", "title", "due", "goals"),
    "connectivity": ("id", "title", "comparison", "value", "unit", "verified"),
    "countries": ("id", "names", "m49", "subregion"),
    "areas": ("id", "name", "kind"),
    "memberships": ("area", "country", "role", "since", "until", "status"),
    "offices": ("id", "city", "kind", "area", "verified"),
    "bodies": ("id", "name", "kind", "acronyms"),
}


def show_rows(kind: str, as_json: bool) -> None:
    """Print all rows of a kind as a table or as JSON, and their number on standard error."""
    table = getattr(load(), {"links": "matrix"}.get(kind, kind.replace("-", "_")))
    rows = [plain(row) for row in (table.values() if isinstance(table, Mapping) else table)]
    if as_json:
        print_json(rows)
        return
    columns = COLUMNS[kind]
    for row in rows:
        if "names" in row:
            row["names"] = row["names"].get("en", "")
    _print_table(columns, ([_format_cell(row[column]) for column in columns] for row in rows))
    print(f"{kind.replace('-', ' ').capitalize()}: {len(rows)}", file=sys.stderr)


def show_one(name: str, as_json: bool) -> None:
    """Prints one row with what it is linked to. Raises UnknownConcept."""
    entry = find_concept(load(), name)
    content = {**plain(entry.row), **entry.links}
    if as_json:
        print_json(content)
        return
    rows = ([key, _format_cell(value)] for key, value in content.items() if value not in ("", [], {}))
    _print_table(("", ""), rows)


def show_check(as_json: bool, unverified: bool) -> bool:
    """Prints the outcome of the check; True when the framework is sound."""
    report = check_framework(load())
    if as_json:
        print_json({**plain(report), "sound": report.sound})
        return report.sound
    open_rows = Counter(row.file.removesuffix(".csv") for row in report.unverified)
    broken = Counter(row.file.removesuffix(".csv") for row in report.problems)
    names = sorted({*report.counts, *broken})
    rows = (
        [name, str(report.counts.get(name, "")), str(open_rows[name] or ""), str(broken[name] or "")] for name in names
    )
    _print_table(("table", "rows", "unverified", "problems"), rows)
    for problem in report.problems:
        typer.echo(f"{problem.file} {problem.row}: {problem.problem}", err=True)
    if unverified:
        _print_table(("file", "row", "why"), ([row.file, row.row, row.reason] for row in report.unverified))
    verdict = "sound" if report.sound else f"problems: {len(report.problems)}"
    typer.echo(f"Framework {report.version} of {report.date}: {verdict}, {len(report.unverified)} unverified")
    return report.sound


def _format_cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return "\n".join(f"{key}: {item}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)


def _print_table(columns: Iterable[str], rows: Iterable[list[str]]) -> None:
    names = list(columns)
    # The last column says most: names, notes, links.
    made = [Column(name.replace("_", " "), sentences=place == len(names) - 1) for place, name in enumerate(names)]
    # A pipe has no width: nothing is folded there.
    print_table("", made, rows, None if sys.stdout.isatty() else 400)
