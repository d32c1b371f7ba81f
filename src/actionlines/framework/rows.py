"""From the rows of the data files to the frozen types."""

from collections.abc import Mapping
from types import MappingProxyType

from actionlines.errors import FrameworkError
from actionlines.framework import model as m
from actionlines.framework.tables import split_list

Row = Mapping[str, str]


def read_flag(row: Row, column: str) -> bool:
    """True for `yes`, False for `no`; anything else breaks the file's rules."""
    if (value := row[column]) not in ("yes", "no"):
        raise FrameworkError(column, f"holds {value!r}", "Write yes or no.")
    return value == "yes"


def read_number(row: Row, column: str) -> int:
    """Return a whole number; FrameworkError for anything else."""
    if not row[column].isdecimal():
        raise FrameworkError(column, f"holds {row[column]!r}", "Write a whole number.")
    return int(row[column])


def read_names(row: Row) -> Mapping[str, str]:
    """Return the columns named by a language, as language -> name, without the empty ones."""
    return MappingProxyType({lang: row[lang] for lang in m.LANGUAGES if row.get(lang)})


def read_label(row: Row) -> m.Label:
    """Return a short name from a row of labels.csv."""
    return m.Label(row["id"], row["lang"], row["name"], read_flag(row, "verified"), row["reason"], row["source"])


def read_called(row: Row) -> m.ConceptNames:
    """Return a row of names.csv, or of titles.csv, which are our own and have nothing to be compared with."""
    verified = "verified" not in row or read_flag(row, "verified")
    return m.ConceptNames(row["id"], read_names(row), verified, row.get("reason", ""), row["source"])


def read_facilitator(row: Row) -> m.Facilitator:
    """Return a facilitator from a row of facilitators.csv."""
    return m.Facilitator(
        row["action_line"], row["body"], row["role"], read_flag(row, "verified"), row["reason"], row["source"]
    )


def read_group(row: Row) -> m.Group:
    """Return a group of bodies or countries from a row of groups.csv."""
    members, without = split_list(row["members"]), split_list(row["without"])
    return m.Group(row["group"], members, without, read_flag(row, "verified"), row["reason"], row["source"])


def read_target(row: Row) -> m.Target:
    """Return a target from a row of targets.csv."""
    return m.Target(row["id"], row["goal"], row["title"], row["source"])


def read_indicator(row: Row) -> m.Indicator:
    """Return an indicator from a row of indicators.csv."""
    return m.Indicator(row["id"], row["target"], row["title"], row["repeats"], row["source"])


def read_link(row: Row) -> m.Link:
    """Return a link of the WSIS-SDG Matrix from a row of matrix.csv."""
    return m.Link(
        row["action_line"],
        row["goal"],
        row["target"],
        read_flag(row, "by_line"),
        read_flag(row, "by_goal"),
        read_flag(row, "doubtful"),
        row["note"],
        row["source"],
    )


def read_objective(row: Row) -> m.Objective:
    """Return an objective from a row of objectives.csv."""
    first, last = read_number(row, "first_paragraph"), read_number(row, "last_paragraph")
    return m.Objective(row["id"], read_number(row, "number"), row["title"], first, last, row["source"])


def read_commitment(row: Row) -> m.Commitment:
    """Return a commitment from a row of commitments.csv."""
    return m.Commitment(
        row["id"],
        row["kind"],
        row["paragraph"],
        row["objective"],
        split_list(row["goals"]),
        row["due"],
        row["title"],
        row["source"],
    )


def read_connectivity(row: Row) -> m.ConnectivityTarget:
    """Return a connectivity target from a row of connectivity.csv."""
    return m.ConnectivityTarget(
        row["id"],
        row["dimension"],
        row["title"],
        row["unit"],
        row["comparison"],
        row["value"],
        read_number(row, "year"),
        split_list(row["indicators"]),
        split_list(row["series"]),
        read_flag(row, "verified"),
        row["reason"],
        row["source"],
    )


def read_country(row: Row) -> m.Country:
    """Return a country from a row of countries.csv."""
    return m.Country(
        row["iso3"],
        row["iso2"],
        row["m49"],
        row["itu_code"],
        read_names(row),
        row["region"],
        row["subregion"],
        read_flag(row, "verified"),
        row["reason"],
        row["source"],
    )


def read_area(row: Row) -> m.Area:
    """Return an area or group from a row of areas.csv."""
    return m.Area(row["id"], row["kind"], row["name"], row["parent"], row["source"], row["body"])


def read_membership(row: Row) -> m.Membership:
    """Return a membership from a row of memberships.csv."""
    return m.Membership(
        row["area"],
        row["country"],
        row["role"],
        row["since"],
        row["until"],
        row["status"],
        read_flag(row, "verified"),
        row["reason"],
        row["note"],
        row["source"],
    )


def read_office(row: Row) -> m.Office:
    """Return a regional office from a row of offices.csv."""
    return m.Office(
        row["id"],
        row["area"],
        row["kind"],
        row["city"],
        row["country"],
        read_flag(row, "verified"),
        row["reason"],
        row["note"],
        row["source"],
    )
