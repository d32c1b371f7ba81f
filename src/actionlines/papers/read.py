"""paper.json -> Paper: a paper that was published is kept as data and can be written again, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from actionlines.errors import DamagedInput
from actionlines.papers.charts.model import Chart
from actionlines.papers.model import (
    Block,
    Cite,
    Column,
    Evidence,
    Fact,
    Figure,
    Inline,
    Inlines,
    Link,
    Listing,
    Made,
    Missing,
    Number,
    Paper,
    Para,
    Proposal,
    Quote,
    Row,
    Section,
    See,
    Table,
    Text,
)
from actionlines.papers.writers.as_json import SCHEMA_VERSION

Values = Mapping[str, Any]


def read_paper(content: bytes | str, name: str = "paper.json") -> Paper:
    """Return the paper that `as_json.paper_json` wrote. Raises DamagedInput (AL105) with `name` for other data."""
    try:
        return paper_of(json.loads(content))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        problem = f"this is not a paper of version {SCHEMA_VERSION} ({type(error).__name__}: {error})"
        raise DamagedInput(name, problem, "Build the paper again.") from error


def paper_of(values: Values) -> Paper:
    """Return the paper of the dictionary that `as_json.as_dict` gives. Raises KeyError, TypeError, ValueError."""
    if values["schema_version"] != SCHEMA_VERSION:
        raise ValueError(f"version {values['schema_version']}")
    made = values["made"]
    return Paper(
        values["kind"],
        values["id"],
        values["title"],
        values["language"],
        tuple(map(_read_block, values["blocks"])),
        values["subtitle"],
        values["status"],
        _read_pairs(values["masthead"]),
        tuple(
            Evidence(
                e["id"], e["kind"], e["label"], e["quote"], e["language"], e["url"], _read_pairs(e["details"])
            )
            for e in values["evidence"]
        ),
        tuple(
            Fact(f["id"], f["value"], f["unit"], f["label"], tuple(f["evidence"])) for f in values["facts"]
        ),
        tuple(map(_read_table, values["annex"])),
        Made(
            made["as_of"],
            _read_pairs(made["data"]),
            _read_pairs(made["records"]),
            made["model"],
            made["software"],
        ),
    )


def _read_pairs(pairs: Sequence[Sequence[Any]]) -> tuple[tuple[Any, Any], ...]:
    return tuple((first, second) for first, second in pairs)


def _read_block(v: Values) -> Block:
    match v["block"]:
        case "section":
            return Section(v["id"], v["title"], v["level"], v["numbered"])
        case "paragraph":
            return Para(_read_run(v["inlines"]), v["id"], v["numbered"], v["by"])
        case "list":
            return Listing(tuple(map(_read_run, v["items"])), v["ordered"])
        case "table":
            return _read_table(v)
        case "figure":
            c = v["chart"]
            rows = tuple(map(tuple, c["rows"]))
            chart = Chart(
                c["id"], c["title"], c["sentence"], c["spec"], c["source"], tuple(c["header"]), rows
            )
            return Figure(v["id"], chart, tuple(v["evidence"]))
        case "quote":
            return Quote(v["text"], v["language"], _read_run(v["source"]))
        case "missing":
            return Missing(v["what"], v["advice"])
    raise ValueError(f"a block of kind {v['block']}")


def _read_table(v: Values) -> Table:
    columns = tuple(Column(c["title"], c["share"], c["number"]) for c in v["columns"])
    rows = tuple(Row(tuple(map(_read_run, row["cells"])), row["head"]) for row in v["rows"])
    return Table(v["id"], v["caption"], columns, rows, _read_run(v["note"]), v["empty"])


def _read_run(run: Sequence[Values]) -> Inlines:
    return tuple(map(_read_inline, run))


def _read_inline(v: Values) -> Inline:
    match v["inline"]:
        case "text":
            flags = {key: v[key] for key in ("bold", "italic", "muted", "language", "name") if key in v}
            return Text(v.get("text", ""), **flags)
        case "number":
            return Number(v["shown"], v["fact"])
        case "see":
            return See(v["block"])
        case "cite":
            return Cite(tuple(v["evidence"]))
        case "link":
            return Link(v.get("text", ""), v.get("url", ""), v.get("language", ""))
        case "proposal":
            return Proposal(v["p"])
    raise ValueError(f"an inline of kind {v['inline']}")
