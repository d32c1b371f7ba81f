"""The numbers that the framework must come to, against data/expected.csv."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from actionlines.framework.framework import Framework
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
