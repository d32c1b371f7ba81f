"""Proof that the data files keep their own rules, and the list of cells that nobody has verified yet.

Every id that a table names must exist, and nothing may stand alone that belongs to something.
"""

from collections.abc import Container, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from actionlines.errors import FrameworkError
from actionlines.framework.bodies import ROLES, Body
from actionlines.framework.called import WORLD
from actionlines.framework.framework import Framework
from actionlines.framework.manifest import hash_files, read_manifest
from actionlines.framework.model import LANGUAGES, Membership, first_day
from actionlines.framework.tables import read_table

Found = Iterator[tuple[str, str, str]]  # file, row, problem


def check_references(framework: Framework) -> Found:
    """(file, row, problem) for every broken reference of every table."""
    for table in (
        _check_lines,
        _check_sdg,
        _check_matrix,
        _check_compact,
        _check_areas,
        _check_memberships,
        _check_offices,
        _check_bodies,
        _check_groups,
        _check_words,
        _check_names,
    ):
        yield from table(framework)


def _report_missing(file: str, row: str, name: str, known: Container[str]) -> Found:
    if name and name not in known:
        yield file, row, f"names {name}, which does not exist"


def _check_lines(framework: Framework) -> Found:
    lines = framework.action_lines
    for line in lines.values():
        yield from _report_missing("action_lines.csv", line.id, line.parent, lines)
        yield from _check_languages(line.id, line.names)
        if line.id != "C7" and not framework.facilitators_of(line.id, "lead"):
            yield "facilitators.csv", line.id, "has no lead facilitator"
    for label in framework.labels:
        yield from _report_missing("labels.csv", label.id, label.id, {*lines, *framework.goals})
    for facilitator in framework.facilitators:
        yield from _report_missing("facilitators.csv", facilitator.action_line, facilitator.action_line, lines)
        yield from _report_missing("facilitators.csv", facilitator.action_line, facilitator.body, framework.bodies)


def _check_languages(concept: str, names: Container[str], file: str = "labels.csv") -> Found:
    for lang in LANGUAGES:
        if lang not in names:
            yield file, concept, f"has no name in {lang}"


def _check_sdg(framework: Framework) -> Found:
    with_targets = {target.goal for target in framework.targets.values()}
    for goal in framework.goals.values():
        yield from _check_languages(goal.id, goal.names)
        if goal.id not in with_targets:
            yield "goals.csv", goal.id, "has no target"
    for target in framework.targets.values():
        yield from _report_missing("targets.csv", target.id, target.goal, framework.goals)
    for indicator in framework.indicators.values():
        yield from _report_missing("indicators.csv", indicator.id, indicator.target, framework.targets)
        yield from _report_missing("indicators.csv", indicator.id, indicator.repeats, framework.indicators)
        if (first := framework.indicators.get(indicator.repeats)) and first.repeats:
            yield "indicators.csv", indicator.id, f"repeats {first.id}, which is itself a repetition"


def _check_matrix(framework: Framework) -> Found:
    seen: set[tuple[str, str]] = set()
    for link in framework.matrix:
        row = f"{link.action_line} {link.target or link.goal}"
        yield from _report_missing("matrix.csv", row, link.action_line, framework.action_lines)
        yield from _report_missing("matrix.csv", row, link.goal, framework.goals)
        yield from _report_missing("matrix.csv", row, link.target, framework.targets)
        if (target := framework.targets.get(link.target)) and target.goal != link.goal:
            yield "matrix.csv", row, f"gives {link.goal} for a target of {target.goal}"
        if (link.action_line, link.target or link.goal) in seen:
            yield "matrix.csv", row, "stands twice"
        seen.add((link.action_line, link.target or link.goal))
        if not (link.by_line or link.by_goal):
            yield "matrix.csv", row, "is in neither of the two tables"
    for line in framework.action_lines:
        if not framework.matrix.links(line):
            yield "matrix.csv", line, "is linked to nothing"


def _check_compact(framework: Framework) -> Found:
    for commitment in framework.commitments.values():
        yield from _report_missing("commitments.csv", commitment.id, commitment.objective, framework.objectives)
        for goal in commitment.goals:
            yield from _report_missing("commitments.csv", commitment.id, goal, framework.goals)
        objective = framework.objectives.get(commitment.objective)
        number = int("".join(filter(str.isdecimal, commitment.paragraph)) or 0)
        if objective and not objective.first_paragraph <= number <= objective.last_paragraph:
            yield "commitments.csv", commitment.id, f"is not among the paragraphs of {objective.id}"
        if (commitment.kind == "commitment") != bool(objective):
            yield ("commitments.csv", commitment.id, "a commitment serves an objective, a follow-up paragraph none")
    for target in framework.connectivity.values():
        for indicator in target.indicators:
            yield from _report_missing("connectivity.csv", target.id, indicator, framework.indicators)


def _check_areas(framework: Framework) -> Found:
    for area in framework.areas.values():
        yield from _report_missing("areas.csv", area.id, area.parent, framework.areas)
        yield from _report_missing("areas.csv", area.id, area.body, framework.bodies)
    for country in framework.countries.values():
        yield from _check_languages(country.id, country.names)
        for area_id in (country.region, country.subregion):
            yield from _report_missing("countries.csv", country.id, area_id, framework.areas)
        subregion = framework.areas.get(country.subregion)
        if subregion and subregion.parent != country.region:
            yield "countries.csv", country.id, f"{subregion.id} is not a part of {country.region}"


def _check_memberships(framework: Framework) -> Found:
    filled: set[str] = set()
    seen: set[tuple[str, str, str]] = set()
    for membership in framework.memberships:
        row = f"{membership.area} {membership.country}"
        yield from _report_missing("memberships.csv", row, membership.area, framework.areas)
        yield from _report_missing("memberships.csv", row, membership.country, framework.countries)
        yield from _check_dates(membership, row)
        if (membership.area, membership.country, membership.since) in seen:
            yield "memberships.csv", row, "stands twice"
        seen.add((membership.area, membership.country, membership.since))
        filled.add(membership.area)
    for area in framework.areas.values():
        if area.kind in ("itu-region", "un-commission", "group") and area.id not in filled:
            yield "areas.csv", area.id, "has no members"


def _check_dates(membership: Membership, row: str) -> Found:
    try:
        since = first_day(membership.since) if membership.since else None
        until = first_day(membership.until) if membership.until else None
    except ValueError as error:
        yield "memberships.csv", row, str(error)
        return
    if since and until and since >= until:
        yield "memberships.csv", row, "ends before it begins"
    if bool(membership.until) != (membership.status in ("done", "scheduled")):
        yield "memberships.csv", row, "an end needs the status done or scheduled, and only an end has one"


def _check_offices(framework: Framework) -> Found:
    for office in framework.offices.values():
        yield from _report_missing("offices.csv", office.id, office.area, framework.areas)
        yield from _report_missing("offices.csv", office.id, office.country, framework.countries)


def _check_bodies(framework: Framework) -> Found:
    for body in framework.bodies.values():
        yield from _report_missing("bodies.csv", body.id, body.parent, framework.bodies)
        if _is_circle(body, framework):
            yield "bodies.csv", body.id, "is its own ancestor"
        if any(alias != alias.lower() for alias in body.aliases):
            yield "bodies.csv", body.id, "aliases are written in lower case"
    for row in read_table("organs", framework.folder):
        for body_id in (row["body"], row["organ"]):
            yield from _report_missing("organs.csv", f"{row['body']} {row['role']}", body_id, framework.bodies)
        if row["role"] not in ROLES:
            yield "organs.csv", row["body"], f"{row['role']} is not a role of an organ"


def _is_circle(body: Body, framework: Framework) -> bool:
    seen: set[str] = set()
    current = body.parent
    while current and current not in seen:
        seen.add(current)
        parent = framework.bodies.get(current)
        current = parent.parent if parent else ""
    return body.id in seen


def _check_groups(framework: Framework) -> Found:
    for group in framework.groups.values():
        yield from _report_missing("groups.csv", group.id, group.id, framework.bodies)
        for selector in (*group.members, *group.without):
            what, _, name = selector.partition(":")
            if selector in ("facilitators", "children"):
                continue
            if what == "area":
                yield from _report_missing("groups.csv", group.id, name, {**framework.areas, **framework.countries})
            elif what == "kind":
                yield from _report_missing(
                    "groups.csv", group.id, name, {body.kind for body in framework.bodies.values()}
                )
            else:
                yield from _report_missing("groups.csv", group.id, selector, framework.bodies)


def _check_words(framework: Framework) -> Found:
    for row in read_table("body_words", framework.folder):
        yield from _report_missing("body_words.csv", row["words"], row["body"], framework.bodies)


def _check_names(framework: Framework) -> Found:
    named = {*framework.bodies, *framework.areas, WORLD}
    tables = (framework.targets, framework.commitments, framework.objectives, framework.indicators)
    titled = {name for table in tables for name in table}
    for entry in framework.names.values():
        file = "titles.csv" if entry.id in titled else "names.csv"
        yield from _report_missing(file, entry.id, entry.id, named | titled)
        yield from _check_languages(entry.id, {"en", *entry.names}, file)
    for name in sorted({*framework.areas, WORLD} - framework.names.keys()):
        yield "names.csv", name, "has no names in the other languages"
    for economy in framework.itu_names:
        yield from _report_missing("itu_names.csv", economy, economy, framework.countries)
    forms = (row["body"] for row in read_table("body_forms", framework.folder))
    for file, ids in (("short_names.csv", framework.short_names), ("body_forms.csv", forms)):
        for body in ids:
            yield from _report_missing(file, body, body, framework.bodies)


def compare_counts(framework: Framework) -> Iterator[tuple[str, str, str]]:
    """(file, what, problem) for every number that is not the expected one."""
    figures = _count_rows(framework)
    for row in read_table("expected", framework.folder):
        what = row["what"]
        number = figures.get(what)
        if number is None and " on " in what:
            area, _, day = what.partition(" on ")
            with suppress(ValueError):  # a broken date is a problem of its own, found with the references
                number = len(framework.members(area, on=date.fromisoformat(day)))
        if number != int(row["count"]):
            yield "expected.csv", what, f"expected {row['count']}, found {number}"


def _count_rows(framework: Framework) -> dict[str, int]:
    lines = framework.action_lines.values()
    commitments = [commitment.kind for commitment in framework.commitments.values()]
    return {
        "action lines": sum(not line.parent for line in lines),
        "lines of C7": sum(line.parent == "C7" for line in lines),
        "goals": len(framework.goals),
        "targets": len(framework.targets),
        "indicator listings": len(framework.indicators),
        "indicators": sum(not indicator.repeats for indicator in framework.indicators.values()),
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
class CheckReport:
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


def check_framework(framework: Framework) -> CheckReport:
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
        problems += _check_rows(name, rows)
        unverified += _list_unverified(name, rows)
    version = day = ""
    try:
        manifest = read_manifest(framework.folder)
        version, day = manifest.version, manifest.date
        problems += _compare_files(manifest.files, hash_files(framework.folder))
        problems += (Problem(*count) for count in (*compare_counts(framework), *check_references(framework)))
    except FrameworkError as error:
        problems.append(Problem(error.subject, "", error.problem))
    return CheckReport(version, day, sizes, tuple(problems), tuple(unverified))


def _row_name(row: dict[str, str], number: int) -> str:
    """Return a row's id, or what represents one, or its line in the file."""
    if "iso3" in row:
        return row["iso3"]
    if "id" in row:
        return f"{row['id']} ({row['lang']})" if "lang" in row else row["id"]
    pair = [row[column] for column in ("area", "action_line", "country", "body", "role") if row.get(column)]
    return " ".join(pair) if pair else f"line {number}"


def _check_rows(name: str, rows: list[dict[str, str]]) -> Iterator[Problem]:
    """Rules of every table: a source in each row, no id twice, no name twice in a list, a reason for a no."""
    file = f"{name}.csv"
    seen: set[str] = set()
    for number, row in enumerate(rows, 2):
        label = _row_name(row, number)
        # A session without a source has its place: its days are shown as estimated.
        if name != "sessions" and not row.get("source", "").strip():
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


def _list_unverified(name: str, rows: list[dict[str, str]]) -> Iterator[Unverified]:
    for number, row in enumerate(rows, 2):
        if row.get("verified") == "no":
            yield Unverified(f"{name}.csv", _row_name(row, number), row.get("reason", "the table keeps no reasons"))
        elif name == "bodies" and "unverified" in row["note"]:
            yield Unverified(f"{name}.csv", _row_name(row, number), row["note"])
        elif row.get("doubtful") == "yes":
            cell = f"{row['action_line']} {row['target'] or row['goal']}"
            yield Unverified(f"{name}.csv", cell, row["note"])


def _compare_files(declared: dict[str, str], actual: dict[str, str]) -> Iterator[Problem]:
    advice = "write the manifest again: python -m actionlines.framework.manifest"
    for name in sorted({*declared, *actual}):
        if name not in actual:
            yield Problem(name, "", "is in the manifest but is absent")
        elif name not in declared:
            yield Problem(name, "", f"is not in the manifest; {advice}")
        elif declared[name] != actual[name]:
            yield Problem(name, "", f"differs from the manifest; {advice}")
