"""`actionlines review`: its work, its progress bar and its summary."""

from __future__ import annotations

import contextlib
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from actionlines.cli.options import MEASURE, require_packages
from actionlines.cli.tables import make_printable, open_bar, print_json, show_error
from actionlines.json_types import JsonObject
from actionlines.papers.follow_up.model import FORCES, STRENGTHS, Failed, FollowUp
from actionlines.papers.follow_up.review import OnProgress, review
from actionlines.papers.follow_up.sources import count_left_out
from actionlines.papers.follow_up.tables import count_doubtful
from actionlines.results.inputs import expand_words, fetch_symbol

if TYPE_CHECKING:
    from actionlines.papers.follow_up.standing.figures import Figures


def run_review(
    words: list[str],
    out: Path,
    as_json: bool,
    quiet: bool,
    processes: int | None,
    language: str,
    force: bool = False,
    align: bool = True,
    standing: tuple[str | None, Sequence[str]] = (None, ()),
    body: str | None = None,
) -> int:
    """Return the exit code: 0, or 1 when some input failed. `align` adds the links of the texts.

    standing  a country or region, and files with its figures
    asked     a body or country: only mandates that ask it, by name, in a group, or its parts
    """
    from actionlines.framework.find import find_body
    from actionlines.papers.charts.model import bundle_ahead
    from actionlines.papers.follow_up.write import check_writable, write

    _check_options(*standing, align)
    body = find_body(body) if body else ""
    check_writable(out, force=force, standing=bool(standing[0]))
    sources = expand_words(words, out)
    with bundle_ahead():
        figures, unusable = _read_figures(*standing) if standing[0] else (None, [])
        with show_progress(len(sources), quiet or as_json) as on_progress:
            follow_up = review(
                sources,
                on_progress=on_progress,
                fetch=lambda word: fetch_symbol(word, language),
                processes=processes,
                align=align,
                figures=figures,
                asked=body,
            )
        if figures is None:  # the report has no part for them: their errors stand with those of the inputs
            follow_up = replace(follow_up, failed=(*follow_up.failed, *unusable))
        failed = (*follow_up.failed, *(unusable if figures else ()))
        for failure in failed:
            print(show_error(failure), file=sys.stderr)
        files = write(follow_up, out, language, force=force)
    if as_json:
        print_json(summarise_review(follow_up, files))
    elif not quiet:
        notes = [*_left_out(words), *describe_review(follow_up, files["index.html"])]
        print("\n".join(map(make_printable, notes)))
    return 1 if failed else 0


def _left_out(words: Sequence[str]) -> Iterator[str]:
    """Yield a line on the files of the folders that were not read."""
    counts = sum((count_left_out(Path(word)) for word in words if Path(word).is_dir()), Counter[str]())
    if counts:
        kinds = ", ".join(f"{count:,} {ending or 'without one'}" for ending, count in counts.most_common(5))
        more = ", …" if len(counts) > 5 else ""
        yield f"Not read from the folders, by the endings of their names: {kinds}{more}."


def _check_options(area: str | None, files: Sequence[str], align: bool) -> None:
    """Raise BadParameter (exit code 2) where options do not go together."""
    if (area is not None and not area.strip()) or any(not file.strip() for file in files):
        raise typer.BadParameter("the value is empty", param_hint="--figures" if area else "--country")
    if area and not files:
        problem = "add --figures FILE (docs/reference/indicators-data.md)."
        raise typer.BadParameter(problem, param_hint="--country")
    if files and not area:
        problem = "add --country ID, such as KEN or LDC."
        raise typer.BadParameter(problem, param_hint="--figures")
    if area and not align:
        problem = "it needs the links of the texts: leave out --no-align."
        raise typer.BadParameter(problem, param_hint="--country")


def _read_figures(area: str | None, files: Sequence[str]) -> tuple[Figures | None, list[Failed]]:
    """Return the figures of an area, None where no file has any, and the files that failed."""
    require_packages("measure", "measure,report", MEASURE)
    from actionlines.papers.follow_up.standing.figures import usable_figures

    usable, errors = usable_figures(files, area or "")
    return usable, [Failed(problem.code, problem.subject, problem.problem, problem.advice) for problem in errors]


@contextlib.contextmanager
def show_progress(total: int, silent: bool) -> Iterator[OnProgress | None]:
    """Yield a progress bar on the error stream, or None where that is no terminal."""
    if silent or not sys.stderr.isatty():
        yield None
        return
    with open_bar("Reading", total) as move:
        yield lambda done, _total, name, _failed: move(Path(name).name, completed=done)


def describe_review(follow_up: FollowUp, page: Path) -> list[str]:
    """Return the lines of the summary: documents, mandates, checks, the next due date, the report's path."""
    from actionlines.papers.follow_up.summary import (
        checks_sentence,
        list_sentences,
        next_due,
        select_first_page,
        version_sentence,
    )

    if not follow_up.documents:
        return ["No document could be read: the report holds the errors only.", f"Report: {page}"]
    out = [*list_sentences(follow_up)]
    if not follow_up.mandates:
        out.append("No mandates were found. The citations are in the report.")
    if follow_up.mandates:
        out.append(checks_sentence(select_first_page(follow_up), follow_up))
    twins = (document for document in follow_up.documents if document.also)
    out += [f"{', '.join(document.also)}: same content as {document.name}, read once." for document in twins]
    noted = [f"{document.label}: {warning}" for document in follow_up.documents for warning in document.warnings]
    out += noted[:5]
    if len(noted) > 5:
        out.append(f"More notes on documents, in the report: {len(noted) - 5}.")
    if coming := next_due(follow_up, date.today().isoformat()):
        out.append(f"Next due: {coming}.")
    superseded = [note for note in follow_up.versions if note.replaced_by]
    out += [version_sentence(note, follow_up) for note in superseded[:5]]
    if len(superseded) > 5:
        out.append(f"More superseded versions, in the report: {len(superseded) - 5}.")
    return [*out, f"Report: {page}"]


def summarise_review(follow_up: FollowUp, files: dict[str, Path]) -> JsonObject:
    """Return the summary for programs; docs/reference/commands/review.md describes it."""
    forces = Counter(row.force for row in follow_up.mandates)
    strengths = Counter(row.strength for row in follow_up.mandates)
    return {
        "documents": [
            {"label": document.label, "name": document.name, "sha256": document.sha256, "also": document.also,
             "mandates": document.mandates, "citations": document.citations}
            for document in follow_up.documents
        ],
        "failed": [asdict(failure) for failure in follow_up.failed],
        "mandates": len(follow_up.mandates),
        "by_strength": {strength: strengths[strength] for strength in STRENGTHS},
        "by_force": {force: forces[force] for force in FORCES},
        "to_check": {doubt.field: doubt.mandates for doubt in count_doubtful(follow_up.mandates)},
        "citations": len(follow_up.citations),
        "instruments_cited": len(follow_up.cited),
        "due": [
            {"date": entry.date, "label": entry.label, "mandate": follow_up.mandates[entry.mandate].id}
            for entry in follow_up.due
        ],
        "asked": [
            {"body": body.body, "name": body.name, "mandates": body.mandates,
             "by_force": dict(zip(FORCES, body.by_force, strict=True))}
            for body in follow_up.asked
        ],
        "superseded": [
            {"instrument": note.instrument, "replaced_by": note.replaced_by}
            for note in follow_up.versions if note.replaced_by
        ],
        "standing": _summarise_standing(follow_up),
        "files": {name: str(path) for name, path in files.items()},
    }  # fmt: skip


def _summarise_standing(follow_up: FollowUp) -> JsonObject | None:
    if (standing := follow_up.standing) is None:
        return None
    return {
        "area": standing.area,
        "name": standing.name,
        "as_of": standing.as_of,
        "series": len(standing.series),
        "lags": [linked.id for linked in standing.linked if linked.state == "lags"],
        "left_out": [figure.id for figure in standing.left_out],
        "no_data": [linked.id for linked in standing.linked if linked.state == "no-data"],
        "failed": [asdict(failure) for failure in standing.failed],
    }
