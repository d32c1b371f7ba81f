"""Proof that the data files keep their own rules, and the list of cells that nobody has verified yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from actionlines.errors import FrameworkError
from actionlines.framework.check_references import references
from actionlines.framework.framework import Framework
from actionlines.framework.manifest import hashes, read_manifest
from actionlines.framework.tables import read_table


def counts(framework: Framework) -> Iterator[tuple[str, str, str]]:
    """(file, what, problem) for every number that is not the expected one."""
    found = _found(framework)
    for row in read_table("expected", framework.folder):
        what = row["what"]
        number = found.get(what)
        if number is None and " on " in what:
            area, _, day = what.partition(" on ")
            with suppress(ValueError):  # a broken date is a problem of its own, found with the references
                number = len(framework.members(area, on=date.fromisoformat(day)))
        if number != int(row["count"]):
            yield "expected.csv", what, f"expected {row['count']}, found {number}"


def _found(framework: Framework) -> dict[str, int]:
    lines = framework.action_lines.values()
    commitments = [one.kind for one in framework.commitments.values()]
    return {
        "action lines": sum(not line.parent for line in lines),
        "lines of C7": sum(line.parent == "C7" for line in lines),
        "goals": len(framework.goals),
        "targets": len(framework.targets),
        "indicator listings": len(framework.indicators),
        "indicators": sum(not one.repeats for one in framework.indicators.values()),
        "matrix links": len(framework.matrix),
        "doubtful links": sum(link.doubtful for link in framework.matrix),
        "objectives": len(framework.objectives),
        "commitments": commitments.count("commitment"),
        "follow-up paragraphs": commitments.count("follow-up"),
        "connectivity targets": len(framework.connectivity),
        "countries": len(framework.countries),
        "areas": len(framework.areas),
        "offices": len(framework.offices),
    }


@dataclass(frozen=True, slots=True)
class Problem:
    """A rule that a data file breaks: the file, the row, what is wrong."""

    file: str
    row: str
    problem: str


@dataclass(frozen=True, slots=True)
class Unverified:
    """A row that was not compared with its source, and why."""

    file: str
    row: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome: `counts` is table -> rows; the framework is sound when `problems` is empty."""

    version: str
    date: str
    counts: dict[str, int]
    problems: tuple[Problem, ...]
    unverified: tuple[Unverified, ...]

    @property
    def sound(self) -> bool:
        """Return whether the data files break no rule."""
        return not self.problems


def check(framework: Framework) -> Report:
    """Checks every table of the framework's folder; raises nothing for what it can report."""
    problems: list[Problem] = []
    sizes: dict[str, int] = {}
    unverified: list[Unverified] = []
    for name in sorted(path.stem for path in framework.folder.glob("*.csv")):
        try:
            rows = read_table(name, framework.folder)
        except FrameworkError as error:
            problems.append(Problem(error.subject, "", error.problem))
            continue
        sizes[name] = len(rows)
        problems += _rows(name, rows)
        unverified += _unverified(name, rows)
    version = day = ""
    try:
        manifest = read_manifest(framework.folder)
        version, day = manifest.version, manifest.date
        problems += _files(manifest.files, hashes(framework.folder))
        problems += (Problem(*found) for found in (*counts(framework), *references(framework)))
    except FrameworkError as error:
        problems.append(Problem(error.subject, "", error.problem))
    return Report(version, day, sizes, tuple(problems), tuple(unverified))


def _name(row: dict[str, str], number: int) -> str:
    """Return a row's id, or what stands for one, or its line in the file."""
    if "iso3" in row:
        return row["iso3"]
    if "id" in row:
        return f"{row['id']} ({row['lang']})" if "lang" in row else row["id"]
    pair = [row[column] for column in ("area", "action_line", "country", "body", "role") if row.get(column)]
    return " ".join(pair) if pair else f"line {number}"


def _rows(name: str, rows: list[dict[str, str]]) -> Iterator[Problem]:
    """Rules of every table: a source in each row, no id twice, no name twice in a list, a reason for a no."""
    file = f"{name}.csv"
    seen: set[str] = set()
    for number, row in enumerate(rows, 2):
        label = _name(row, number)
        if not row.get("source", "").strip():
            yield Problem(file, label, "has no source")
        if "id" in row or "iso3" in row:
            if label in seen:
                yield Problem(file, label, "stands twice")
            seen.add(label)
        if row.get("verified") == "no" and row.get("reason") == "":
            yield Problem(file, label, "is not verified and gives no reason")
        aliases = [alias.strip() for alias in row.get("aliases", "").split(";")]
        for alias in {alias for alias in aliases if alias and aliases.count(alias) > 1}:
            yield Problem(file, label, f"has the alias {alias!r} twice")


def _unverified(name: str, rows: list[dict[str, str]]) -> Iterator[Unverified]:
    for number, row in enumerate(rows, 2):
        if row.get("verified") == "no":
            yield Unverified(
                f"{name}.csv", _name(row, number), row.get("reason", "the table keeps no reasons")
            )
        elif name == "bodies" and "unverified" in row["note"]:
            yield Unverified(f"{name}.csv", _name(row, number), row["note"])
        elif row.get("doubtful") == "yes":
            cell = f"{row['action_line']} {row['target'] or row['goal']}"
            yield Unverified(f"{name}.csv", cell, row["note"])


def _files(written: dict[str, str], found: dict[str, str]) -> Iterator[Problem]:
    advice = "write the manifest again: python -m actionlines.framework.manifest"
    for name in sorted({*written, *found}):
        if name not in found:
            yield Problem(name, "", "stands in the manifest but is absent")
        elif name not in written:
            yield Problem(name, "", f"is not in the manifest; {advice}")
        elif written[name] != found[name]:
            yield Problem(name, "", f"differs from the manifest; {advice}")
