"""`actionlines compare`, a draft beside standing texts before it is tabled, and `series`, each text of a series."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from actionlines.cli import options
from actionlines.cli.tables import Column, make_printable, print_json, print_table, show_error, write_lines
from actionlines.errors import ActionlinesError

if TYPE_CHECKING:
    from actionlines.lineage.comparison import Comparison
    from actionlines.lineage.overlap import Provision
    from actionlines.lineage.steps import FoundSeries, Step

_LONGEST = 100  # letters of a paragraph in a line


def compare(
    draft: Annotated[
        str, typer.Argument(metavar="DRAFT", callback=options.check_filled, help="The draft: a file or a symbol.")
    ],
    beside: Annotated[
        list[str],
        typer.Option(
            "--with",
            metavar="FILES_OR_REGISTER",
            callback=options.check_filled,
            help="Standing texts: a file, folder or symbol, or the folder of a register; may be repeated.",
        ),
    ],
    out: Annotated[
        str | None,
        typer.Option(
            "--out", metavar="DIR", callback=options.check_filled, help="Write the paper into this folder as files."
        ),
    ] = None,
    form: options.PaperFormatsOption = None,
    language: options.PaperLanguageOption = "en",
    as_json: options.SummaryOption = False,
    force: options.ForceOption = False,
) -> None:
    """Show which standing texts a draft overlaps, whom it newly asks and which reports it adds."""
    options.require_packages("compare", "report", options.REPORT)
    from actionlines.lineage.comparison import compare_draft as compared
    from actionlines.lineage.comparison import draft_of
    from actionlines.mandates import find_mandates
    from actionlines.papers.reports.comparison import comparison_paper
    from actionlines.papers.write import FORMATS, check_writable, render, write
    from actionlines.results.inputs import read

    document = read(draft, language=language)
    mine = draft_of(document, find_mandates(document))
    if out:
        formats = tuple(name for name in FORMATS if not form or name in form)
        check_writable(f"comparison {mine.symbol}", Path(out), formats, force=force)
    failed: list[ActionlinesError] = []
    comparison = compared(mine, _read_standing(beside, language, failed))
    for error in failed:
        print(show_error(error), file=sys.stderr)
    made = comparison_paper(comparison, language)
    if out:
        files = write(made, Path(out), formats, force=force)
    if as_json:
        write_lines([render(made, "json")])
    elif out:
        print("\n".join(make_printable(str(path)) for path in files.values()))
    else:
        print("\n".join(map(make_printable, describe_comparison(comparison))))
    raise typer.Exit(1 if failed else 0)


def _read_standing(beside: Iterable[str], language: str, failed: list[ActionlinesError]) -> Iterator[Provision]:
    """Yield the standing provisions of files and registers; what cannot be read is kept as an error."""
    from actionlines.lineage.comparison import provisions_of
    from actionlines.mandates import find_mandates
    from actionlines.results.inputs import documents

    def keep(name: str, error: Exception) -> None:
        """Keep an error of an input; what is no error of an input goes on."""
        if not isinstance(error, ActionlinesError):
            raise error
        failed.append(error)

    files = []
    for text in beside:
        if (Path(text) / "secret.key").is_file():
            options.require_packages("compare", "site", options.SITE)
            from actionlines.register.site.commands.compare import standing_of

            yield from standing_of(Path(text))
        else:
            files.append(text)
    for document in documents(files, language=language, on_error=keep):
        yield from provisions_of(document, find_mandates(document))


def describe_comparison(comparison: Comparison) -> Iterator[str]:
    """Yield the comparison as lines of text: each paragraph, and the standing paragraphs that overlap."""
    from actionlines.papers.names import short_name
    from actionlines.papers.words import ENGLISH

    cite = ENGLISH.cite
    yield f"{cite(comparison.draft.symbol)} beside {comparison.texts} texts ({comparison.provisions} paragraphs)"
    for warning in comparison.draft.warnings:
        yield f"note: {warning}"
    if not comparison.findings:
        yield "The text has no operative paragraph, so there is nothing to compare."
    if comparison.renews:
        yield f"It renews {cite(comparison.renews.symbol)}, {comparison.renews.title}"
    for finding in comparison.findings:
        yield f"{ENGLISH.place(finding.provision.anchor)}: {_shorten_text(finding.provision.text)}"
        for overlap in finding.overlaps:
            there = cite(overlap.standing.symbol, overlap.standing.anchor, overlap.standing.title)
            last = ", decided at the last session or later" if comparison.decided_last(overlap.standing) else ""
            force = f", replaced by {cite(overlap.successor)}" if overlap.successor else ""
            bodies = ", ".join(map(short_name, sorted(overlap.standing.bodies)))
            who = f", asked of {bodies}" if bodies else ""
            words = _shorten_text(overlap.words or overlap.standing.text)
            yield f"  {overlap.likeness:.0%} {there}{last}{force}{who}: {words}"
            if overlap.clause:
                yield f"    repeated by: {_shorten_text(overlap.clause)}"
    for newly in comparison.newly_asked:
        yield f"newly asked: {short_name(newly.body)}, {', '.join(map(ENGLISH.place, newly.anchors))}"
    for report in comparison.reports:
        who = ", ".join(map(short_name, report.duty.bodies))
        standing = report.before
        before = f"asked before in {cite(standing.symbol, title=standing.title)}" if standing else "new"
        to = short_name(report.receiver) if report.receiver else "a body that is not named"
        yield f"report to {to} by {who}, {ENGLISH.place(report.provision.anchor)}: {before}"
    if comparison.later:
        yield f"left out, later than the draft: {', '.join(comparison.later)}"
    if comparison.other:
        yield f"left out, in another language: {comparison.other}"


def _shorten_text(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def series(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="SYMBOL_OR_FILE", callback=options.check_filled, help="Symbols, files or folders (read whole)."
        ),
    ],
    within: options.WithinOption = None,
    out: Annotated[
        str | None, typer.Option(metavar="DIR", help="Also write each series as HTML and DOCX into this folder.")
    ] = None,
    form: Annotated[
        str | None,
        options.add_choice(
            ("table", "json"), "--format", "-f", help="table (default on a terminal) or json (default elsewhere)."
        ),
    ] = None,
    language: options.PaperLanguageOption = "en",
    force: options.ForceOption = False,
) -> None:
    """Follow a subject from session to session: its texts in order, and what came, stayed, changed and went."""
    options.require_packages("series", "report", options.REPORT)
    from actionlines.results.series import series as found_series

    failed: list[str] = []

    def fail(name: str, error: Exception) -> None:
        """Name an input that cannot be read; the others go on."""
        print(show_error(error), file=sys.stderr)
        failed.append(name)

    series_list = list(found_series(words, within or (), language=language, on_error=fail))
    if out:
        from actionlines.papers.reports.comparison import series_paper
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
    from actionlines.papers.reports.comparison import reason_words, remark_words
    from actionlines.papers.sections.evidence import report_words

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
