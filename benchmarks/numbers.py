"""Whether every number of every paper leads to a record, or to a series with its year and source.

    python -m benchmarks.numbers FOLDER [--language fr] [--country KEN] [--body itu] [--lines C2,C5] [--draw 200]

FOLDER is a register. Every kind of paper is written as JSON and read from there. A number passes where its fact
leads on: to entries of evidence (a value of a series with its year and source, any other with words or an address),
or, where it counts records, to the question that finds them again: asked of the register, it gives the same number.
Digits in a text that no fact binds fail, as `check_paper` finds them. Bar: 1.00. `--draw` prints so many numbers
drawn at random (`--seed`) as JSON lines, each with its fact and the record that it leads to, for a check by hand.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.figure import Figure, verdict

# Nouns of questions that count records: the answer is the number of records that the same question lists.
COUNTS = re.compile("activities|areas|budgets|countries|envelopes|instruments|mandates|matrix|organisations|paragraphs|"
                    "series|standings|texts")  # fmt: skip
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d$")


def main() -> int:
    """1 where a number leads nowhere."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--language", default="en")
    parser.add_argument("--country", default="KEN")
    parser.add_argument("--body", default="itu")
    parser.add_argument("--lines", default="C2,C5,C6")
    parser.add_argument("--draw", type=int, default=0)
    parser.add_argument("--seed", type=int, default=33)
    options = parser.parse_args()
    from actionlines.register.site.setup import open_for_papers

    open_for_papers(options.data)
    numbers = traced = 0
    drawable: list[dict[str, Any]] = []
    for name, paper, account in _papers(options):
        lost = list(untraced(paper, account))
        many = sum(1 for _ in numbers_in(paper))
        drawable += describe_numbers(name, paper)
        numbers, traced = numbers + many, traced + many - len(lost)
        print(f"{name:34} {many:6} numbers, {len(lost)} lead nowhere")
        for text in lost[:5]:
            print(f"    {text}")
    for drawn in random.Random(options.seed).sample(drawable, min(options.draw, len(drawable))):
        print(json.dumps(drawn, ensure_ascii=False))
    share = traced / numbers if numbers else 0.0
    return verdict([Figure("numbers that lead to a record or a series with year and source", share, ">=", 1.0)])


def _papers(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any], Any]]:
    """Yield the name of each paper, what its JSON holds, and the account that it was made of."""
    from actionlines.papers.reports import ReportRequest, build
    from actionlines.papers.roadmap import paper as road_map
    from actionlines.papers.roadmap import propose
    from actionlines.papers.write import render
    from actionlines.register.instruments.models import Instrument
    from actionlines.register.reports.builds import account_of, suggested
    from actionlines.register.roadmaps.tracking import account_of as account_of_lines

    country, body = options.country, options.body
    symbol = Instrument.objects.filter(mandates__isnull=False).order_by("-date", "symbol").first()
    for request in (
        ReportRequest("biennial", language=options.language),
        ReportRequest("follow-up", language=options.language, symbol=symbol.symbol if symbol else ""),
        ReportRequest("contribution", language=options.language, area=country, chosen=suggested(country)),
        ReportRequest("profile", language=options.language, area=country),
        ReportRequest("cooperation", language=options.language, area=country),
        ReportRequest("brief", language=options.language, area=country),
        ReportRequest("pack", language=options.language, subject=body),
        ReportRequest("pack", language=options.language, subject=country),
        ReportRequest("implementation", language=options.language, subject=body),
    ):
        account = account_of(request)
        yield request.id, json.loads(render(build(account, request).paper, "json")), account
    for line in options.lines.split(","):
        account = account_of_lines({"lines": (line,), "items": []})
        made = road_map(propose(account, (line,), language=options.language), account)
        yield f"roadmap-{line}", json.loads(render(made, "json")), account


def numbers_in(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the numbers that a paper shows, from what its JSON holds."""
    if isinstance(value, dict):
        if value.get("inline") == "number":
            yield value
        for part in value.values():
            yield from numbers_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from numbers_in(part)


def describe_numbers(name: str, paper: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield each number of a paper with its fact and the entries of evidence that it leads to."""
    facts = {fact["id"]: fact for fact in paper["facts"]}
    entries = {entry["id"]: entry for entry in paper["evidence"]}
    for number in numbers_in(paper):
        fact = facts.get(number["fact"], {})
        proofs = [entries[id] for id in fact.get("evidence", ()) if id in entries]
        seen = {key: fact.get(key) for key in ("value", "unit", "label")}
        yield {"paper": name, "shown": number["shown"], "fact": number["fact"], **seen, "evidence": proofs}


def untraced(paper: dict[str, Any], account: Any) -> Iterator[str]:
    """Yield the numbers that lead nowhere, each with the reason."""
    from actionlines.papers.account.query import answer_question
    from actionlines.papers.check import check_paper
    from actionlines.papers.sections.evidence import report_words
    from actionlines.papers.writers.as_json import paper_of

    facts = {fact["id"]: fact for fact in paper["facts"]}
    entries = {entry["id"]: entry for entry in paper["evidence"]}
    words = report_words(paper["language"])
    sources = {words("col.data-source"), words("col.file")}
    for number in numbers_in(paper):
        fact = facts.get(number["fact"])
        if fact is None:
            yield f"{number['shown']}: its fact {number['fact']} is not there"
        elif fact["evidence"]:
            for id in fact["evidence"]:
                if reason := _lacks(id, entries.get(id), sources):
                    yield f"{number['shown']} ({fact['id']}): {reason}"
                    break
        elif not COUNTS.fullmatch(re.split(r"[?.]", fact["id"])[0]):
            yield f"{number['shown']} ({fact['id']}): it has no evidence and counts no records"
        elif (again := answer_question(account, fact["id"]).value) != fact["value"]:
            yield f"{number['shown']} ({fact['id']}): asked again, it is {again}"
    for flaw in check_paper(paper_of(paper)):
        if flaw.severity == "error" and flaw.code in ("fact", "figure"):
            yield f"{flaw.block}: {flaw.message}"


def _lacks(id: str, entry: dict[str, Any] | None, sources: set[str]) -> str:
    """Return what an entry of evidence lacks, "" where it leads on."""
    if entry is None:
        return f"the evidence {id} is not there"
    if entry["kind"] != "series":
        return "" if entry["url"] or entry["quote"] or entry["details"] else f"{id} has neither words nor an address"
    if not _YEAR.search(id) and not _YEAR.search(entry["label"]):
        return f"{id} has no year"
    return "" if any(name in sources and value for name, value in entry["details"]) else f"{id} has no source"


if __name__ == "__main__":
    sys.exit(main())
