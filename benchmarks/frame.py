"""How many cells of ITU's frame for road maps are filled where the register holds the fact, each with its source.

    python -m benchmarks.frame FOLDER [--lines C2,C5,C6] [--language fr]

FOLDER is a register. The frame: facilitators; mandating resolutions in force; what each mandate asks, of whom, by
when, to whom it reports, and the answer; linked targets and commitments; activities with period, partners, money
and results; indicators with baseline, last value and aim; milestones to 2030. The facts are read from the tables of
the register, the cells from the JSON of the road map, its annexes included. A cell is

    filled    the road map has it, in a row that leads to its source
    missing   the register holds it, but the row is not there, its cell is empty or nothing leads to a source
    unknown   the register does not hold it: it is no cell of the share

Bar: .95.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.figure import Figure, verdict

IN_FORCE = ("proposed", "confirmed", "under_way", "delivered", "overdue")
NOTHING = ("", "–")


@dataclass(frozen=True)
class Record:
    """A record of the register: `section` of the frame, evidence or key that its row has, and which cells it holds.

    marks  ids of evidence or parts of questions, one of which a row of the text has
    keys   texts that a row of an annex has, each in one of its cells; several where copies have rows
    cells  name of a cell -> (what the register holds: words that the cell shows, True for any, "" for nothing;
           heads of its column)
    """

    section: str
    name: str
    marks: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]
    cells: dict[str, tuple[str | bool, tuple[str, ...]]]


@dataclass
class Row:
    """A row of a table of the paper: what each column shows, and what the row leads to."""

    table: str
    cells: dict[str, str] = field(default_factory=dict)
    leads: set[str] = field(default_factory=set)


def main() -> int:
    """1 where fewer cells are filled than the bar asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--lines", default="C2,C5,C6")
    parser.add_argument("--language", default="en")
    parser.add_argument("--show", type=int, default=4, help="missing cells that are named, of each kind")
    options = parser.parse_args()
    from actionlines.register.site.setup import open_for_papers

    open_for_papers(options.data)
    shares = []
    for line in options.lines.split(","):
        paper = _road_map(line, options.language)
        rows = list(read_rows(paper))
        text = json.dumps(paper["blocks"], ensure_ascii=False)
        counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        lost: dict[tuple[str, str], list[str]] = defaultdict(list)
        for record in records_of(line, options.language):
            for cell, (held, heads) in record.cells.items():
                state = (
                    "unknown" if not held else "filled" if _is_filled(record, held, heads, rows, text) else "missing"
                )
                counts[record.section, cell][state] += 1
                if state == "missing":
                    lost[record.section, cell].append(record.name)
        for (section, cell), count in counts.items():
            print(f"{line:3} {section:12} {cell:14} {count['filled']:5} filled {count['missing']:4} missing "
                  f"{count['unknown']:4} unknown")  # fmt: skip
            for name in lost[section, cell][: options.show]:
                print(f"        {name[:110]}")
        filled, missing = (sum(count[state] for count in counts.values()) for state in ("filled", "missing"))
        share = filled / (filled + missing) if filled + missing else 0.0
        shares.append(Figure(f"cells of the frame filled, {line} ({filled + missing} held)", share, ">=", 0.95))
    return verdict(shares)


def _road_map(line: str, language: str) -> dict[str, Any]:
    from actionlines.papers.roadmap import paper, propose
    from actionlines.papers.write import render
    from actionlines.register.roadmaps.tracking import account_of

    account = account_of({"lines": (line,), "items": []})
    made = paper(propose(account, (line,), language=language), account)
    return json.loads(render(made, "json"))  # type: ignore[no-any-return]


def read_rows(paper: dict[str, Any]) -> Iterator[Row]:
    """Yield the rows of the tables of a paper, those of its annexes last."""
    entries = {entry["id"] for entry in paper["evidence"]}
    for table in (*(block for block in paper["blocks"] if "rows" in block), *paper["annex"]):
        heads = [column["title"] for column in table["columns"]]
        for row in table["rows"]:
            if row["head"]:
                continue
            out = Row(table["id"])
            for head, cell in zip(heads, row["cells"], strict=True):
                out.cells[head] = "".join(part.get("text") or part.get("shown") or part.get("p") or "" for part in cell)
                for part in cell:
                    out.leads |= entries.intersection(part.get("evidence", ())) | {part.get("fact", "")}
            yield out


def _is_filled(record: Record, held: str | bool, heads: tuple[str, ...], rows: list[Row], text: str) -> bool:
    """Whether a row of the record has the cell, or, for a record without a row, the text cites it."""
    if not heads:
        return any(f'"{mark}"' in text for mark in record.marks)
    for row in rows:
        marked = row.leads.intersection(record.marks)
        keyed = any(all(any(text in cell for cell in row.cells.values()) for text in key) for key in record.keys)
        texts = [row.cells.get(head, "") for head in heads]
        if (marked or keyed) and any(text not in NOTHING and (held is True or str(held) in text) for text in texts):
            return True
    return False


def records_of(line: str, language: str) -> Iterator[Record]:
    """Yield the records of the register that belong to a line, with the cells of the frame that each holds."""
    from actionlines.framework import load
    from actionlines.framework.starter import in_force
    from actionlines.papers.sections.evidence import report_words
    from actionlines.register.activities.models import Activity
    from actionlines.register.cooperation.models import CooperationActivity
    from actionlines.register.mandates.models import Mandate

    words = report_words(language)

    def heads(*names: str) -> tuple[str, ...]:
        return tuple(words(f"col.{name}") for name in names)

    for who in load().facilitators:
        if who.action_line == line and "former" not in who.role and who.verified:
            mark = f"facilitator:{line}:{who.body}:{who.role}"
            yield Record("facilitators", who.body, (mark,), (), {"name": (True, ())})

    mandates = (
        Mandate.objects.filter(links__concept__startswith=line, force="decided", status__in=IN_FORCE)
        .select_related("instrument", "paragraph")
        .distinct()
    )
    mandates = [one for one in mandates if any(_is_on(line, link) for link in one.links.all())]
    for symbol in dict.fromkeys(in_force(one.instrument.symbol) for one in mandates):
        called = words.cite(symbol)
        cells = {"symbol": (True, heads("symbol", "document")), "title": (True, heads("title", "requested"))}
        yield Record("resolutions", called, (f"instrument:{symbol}",), ((called,),), cells)
    for one in mandates:
        symbol, anchor = one.instrument.symbol, one.paragraph.anchor
        answers = one.progress.exists() or one.activity_links.filter(status="confirmed").exists()
        cells = {
            "ask": (True, heads("requested")),
            "asked": (one.addressees.exists(), heads("entities")),
            "due, report to": (bool(one.due or one.report_to), heads("when")),
            "status": (True, heads("status", "done")),
            "answer": (answers, heads("done")),
        }
        key = (words.cite(symbol), words.place(anchor), one.summary or one.action)
        yield Record("asks", f"{symbol} {anchor} {one.action[:60]}", (), (key,), cells)
        if one.due_on and one.status in IN_FORCE[1:] and "2026" <= one.due_on.isoformat() <= "2030-12-31":
            cells = {name: (True, heads(name)) for name in ("due", "milestone", "lead")}
            yield Record("milestones", f"{symbol} {anchor}", (f"{symbol}#{anchor}",), (), cells)

    seen: set[tuple[int, str]] = set()
    for part in CooperationActivity.objects.filter(links__icontains=line).select_related("framework"):
        if not any(link["concept"] == line or link["concept"].startswith(f"{line}-") for link in part.links):
            continue
        if (part.number, part.agency) in seen:
            continue
        seen.add((part.number, part.agency))
        others = CooperationActivity.objects.filter(number=part.number).exclude(agency=part.agency)
        cells = {
            "title": (True, heads("title")),
            "organisation": (bool(part.agency), heads("organisation")),
            "partners": (getattr(others.first(), "agency", ""), heads("organisation")),
            "country": (True, heads("country")),
            "period": (bool(part.starts or part.ends), heads("period")),
            "results": (bool(part.output), heads("results")),
            **{name: (getattr(part, name) is not None, heads(name)) for name in ("required", "available", "spent")},
        }
        copies = CooperationActivity.objects.filter(number=part.number, agency=part.agency).select_related("framework")
        marks = tuple(f"funded:{copy.framework.country}/{copy.place.rpartition('/')[2]}" for copy in copies)
        yield Record("UN INFO", part.name, marks, tuple((copy.source,) for copy in copies), cells)

    for activity in Activity.objects.filter(links__concept__startswith=line).distinct():
        if activity.status != "published" or not any(_is_on(line, link) for link in activity.links.all()):
            continue
        cells = {
            "title": (True, heads("activity")),
            "organisation": (bool(activity.organisation_id), heads("organisation")),
            "partners": (str(activity.partners.first() or ""), heads("organisation")),
            "places": (activity.places.exists(), heads("places")),
            "period": (bool(activity.starts_on or activity.ends_on), heads("years", "since", "until")),
            "money": (activity.budget is not None, heads("amount")),
            "results": (bool(activity.results or activity.results_text), heads("results")),
        }
        yield Record("activities", activity.title, (f"activity:{activity.pk}",), (), cells)

    yield from _linked(line, heads)


def _is_on(line: str, link: Any) -> bool:
    return link.status != "rejected" and (link.concept == line or link.concept.startswith(f"{line}-"))


def _linked(line: str, heads: Any) -> Iterator[Record]:
    """Yield targets of the matrix that have an ICT indicator, and the series of their indicators."""
    from actionlines.framework import load
    from actionlines.indicators.areas import ict_indicators
    from actionlines.indicators.groups import indicators_of_target
    from actionlines.register.standings.models import Standing

    for target in dict.fromkeys(link.target for link in load().matrix.links(line) if link.target):
        indicators = indicators_of_target(target)
        if ict_indicators().isdisjoint(indicators):
            continue
        cells = {"name": (True, heads("linked-to")), "link": (True, heads("linked"))}
        yield Record("targets", target, (f"matrix:{line}:{target}",), (), cells)
        for indicator in indicators:
            series: dict[str, list[Any]] = defaultdict(list)
            for row in Standing.objects.filter(indicator=indicator, breakdown=""):
                series[row.series].append(row)
            first = sorted(series, key=lambda name: -len(series[name]))[:1]
            for name in first:
                rows = [row for row in series[name] if row.area == "world"] or series[name]
                years = {year for row in rows for year in row.years}
                cells = {
                    "name": (True, heads("indicator")),
                    "last value": (bool(years), heads("latest")),
                    "baseline": (len(years) > 1, heads("baseline")),
                    "aim": (any(row.aim is not None for row in rows), heads("aim")),
                }
                marks = tuple(f"series:{area}/{name}/{year}" for area in ("world",) for year in years)
                yield Record("indicators", f"{indicator} {name}", (*marks, f"series:median/{name}"), (), cells)


if __name__ == "__main__":
    sys.exit(main())
