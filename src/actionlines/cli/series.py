"""`actionlines series`: its arguments, and its output as a table, JSON or papers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from actionlines.cli.options import (
    REPORT,
    ForceOption,
    PaperLanguageOption,
    WithinOption,
    check_filled,
    list_choices,
    one_of,
    require_packages,
)
from actionlines.cli.streams import print_json
from actionlines.cli.tables import Column, make_printable, print_table

if TYPE_CHECKING:
    from actionlines.lineage.steps import FoundSeries, Step


class SeriesFormat(StrEnum):
    """The formats of standard output."""

    TABLE = "table"
    JSON = "json"


def series(
    words: Annotated[
        list[str],
        typer.Argument(metavar="SYMBOL_OR_FILE", callback=check_filled, help="Symbols, files or folders (read whole)."),
    ],
    within: WithinOption = None,
    out: Annotated[
        str | None, typer.Option(metavar="DIR", help="Also write each series as HTML and DOCX into this folder.")
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            metavar=list_choices(SeriesFormat),
            callback=one_of(SeriesFormat),
            help="table (default on a terminal) or json (default elsewhere).",
        ),
    ] = None,
    language: PaperLanguageOption = "en",
    force: ForceOption = False,
) -> None:
    """Follow a subject from session to session: its texts in order, and what came, stayed, changed and went."""
    require_packages("series", "report", REPORT)
    from actionlines.results.series import series as found_series

    failed: list[str] = []

    def fail(name: str, error: Exception) -> None:
        """Name an input that cannot be read; the others go on."""
        print(make_printable(str(error)), file=sys.stderr)
        failed.append(name)

    series_list = list(found_series(words, within or (), language=language, on_error=fail))
    if out:
        from actionlines.papers.reports.series import series_paper
        from actionlines.papers.write import write

        for chain in series_list:
            write(series_paper(chain, language), Path(out), ("html", "docx"), force=force)
    if (form or ("table" if sys.stdout.isatty() else "json")) == "json":
        print_json([row.to_dict() for row in series_list])
    else:
        for chain in series_list:
            _print_tables(chain)
    raise typer.Exit(1 if failed else 0)


def _print_tables(chain: FoundSeries) -> None:
    from actionlines.papers.reports.series import reason_words, remark_words
    from actionlines.papers.sections.labels import report_words

    english, members = report_words("en"), chain.series.members
    heads = (Column("Symbol"), Column("Date", fold=1), Column("Title", sentences=True), Column("Link", fold=2))
    links = {link.newer: reason_words(link, english) for link in chain.series.links}
    rows = [(member.symbol, member.date, member.title, links.get(member.symbol, "")) for member in members]
    print_table(f"Series of {chain.asked}: {english.counted(len(members), 'document')}", heads, rows)
    for line in remark_words(chain.series, english):
        print(make_printable(line))
    for step in chain.steps:
        counts = ", ".join(f"{many} {kind}" for kind, many in step.counts.items() if many)
        columns = (Column("Change"), Column("Old", fold=1), Column("New", fold=1), Column("Words", sentences=True))
        print_table(f"{step.link.older} -> {step.link.newer}: {counts}", columns, _list_changes(step))


def _list_changes(step: Step) -> Iterator[tuple[str, str, str, str]]:
    """Yield the paragraphs that differ; words taken out as [-…-], put in as {+…+}."""
    marks = {"same": "{}", "del": "[-{}-]", "ins": "{{+{}+}}"}
    for change in step.changes:
        if change.kind == "same" and not change.moved:
            continue
        what = ", ".join(
            filter(None, (change.kind, "moved" if change.moved else "", change.doubt and f"doubtful: {change.doubt}"))
        )
        whole = change.old is None or change.new is None
        words = "".join(text if whole else marks[kind].format(text) for kind, text in change.words)
        yield what, change.old.id if change.old else "", change.new.id if change.new else "", words
