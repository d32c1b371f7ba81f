"""`actionlines ask`: a question answered by paragraphs of files or of the register, or by none; `search`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from actionlines.cli.options import (
    LANGUAGES,
    SITE,
    DataOption,
    WithinOption,
    add_choice,
    check_filled,
    require_packages,
)
from actionlines.cli.tables import make_printable
from actionlines.errors import ActionlinesError
from actionlines.lazily import has_neural

if TYPE_CHECKING:
    from actionlines.results.ask import FoundAnswers

RECORD = "record"


def ask(
    question: Annotated[
        str, typer.Argument(metavar="QUESTION", callback=check_filled, help="A question in one of the six languages.")
    ],
    within: WithinOption = None,
    data: DataOption = None,
    language: Annotated[str | None, add_choice(LANGUAGES, help="Language, recognised by default.")] = None,
    neural: Annotated[
        bool,
        typer.Option("--neural", hidden=not has_neural(), help="Compare by meaning too: finds more, but is slower."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answers as JSON on standard output.")] = False,
) -> None:
    """Answer a question from records or paragraphs; exit code 1 if none answers, or a file fails."""
    from actionlines.results.question import language_of_question

    language = language or language_of_question(question, "en")
    result, code = (
        _of_files(question, within, language, neural) if within else (_of_register(question, data, language, neural), 0)
    )
    answers = result.answers if result.supported else ()
    if as_json:
        from actionlines.cli.tables import print_json

        print_json([row.to_dict() for row in answers])
    else:
        for entry in answers:
            sure = "" if entry.passage.kind == RECORD else f" (support {entry.support:.2f})"
            place = f"{entry.passage.symbol}, {entry.passage.anchor}".strip(", ") + sure
            lines = (place, f"  {entry.passage.text}", f"  {entry.passage.facts}")
            print(*(make_printable(line) for line in lines if line.strip()), sep="\n")
        if result.total > len(answers):
            print(f"{len(answers)} of {result.total}; all of them: /{result.listing} in a register")
    if not answers:
        print("Not found in the register." if not within else "Not found in the texts.", file=sys.stderr)
    raise typer.Exit(code if answers else 1)


def _of_register(question: str, data: str | None, language: str, neural: bool) -> FoundAnswers:
    from actionlines.results.ask import Passages
    from actionlines.results.records import answer_question, starter_rows

    try:
        require_packages("ask", "site", SITE)
        from actionlines.register.site.setup import open_to_read

        open_to_read(data)
    except ActionlinesError:
        # Without a register the facts that come with Actionlines answer questions of records.
        if data is not None:
            raise
        return answer_question(question, language, starter_rows(), Passages(()))
    from actionlines.register.pages.search import ask as asked

    return asked(question, language, neural=neural)


def _of_files(question: str, within: list[str], language: str, neural: bool) -> tuple[FoundAnswers, int]:
    """Return what the files answer, and 1 where one of them cannot be read; it is named."""
    from actionlines.cli.show import Inputs
    from actionlines.lineage.comparison import provisions_of
    from actionlines.mandates import find_mandates
    from actionlines.results.ask import Passages, passages_of
    from actionlines.results.records import answer_question, rows_of

    inputs = Inputs(within, "en")
    held = list(inputs.make(passages_of))
    rows = (row for document, _ in held for row in rows_of(provisions_of(document, find_mandates(document))))
    texts = Passages((passage for _, made in held for passage in made), neural=neural)
    return answer_question(question, language, rows, texts), inputs.code


def search(
    words: Annotated[
        str, typer.Argument(metavar="WORDS", callback=check_filled, help="Words, a name or a symbol, in any language.")
    ],
    data: DataOption = None,
    most: Annotated[int, typer.Option("--most", min=1, max=100, metavar="N", help="Most results to print.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print the results as JSON on standard output.")] = False,
) -> None:
    """Search a register, as its search page does; exit code 1 if nothing is found."""
    require_packages("search", "site", SITE)
    from actionlines.register.site.setup import open_to_read

    open_to_read(data)
    from actionlines.register.pages.search import list_results

    total, rows = list_results(words, most)
    if as_json:
        from actionlines.cli.tables import print_json

        print_json(rows)
    else:
        for row in rows:
            print(make_printable(f"{row['title']} ({row['about']})\n  {row['address']}"))
        if total > len(rows):
            print(f"{len(rows)} of {total}")
    if not rows:
        print("Nothing is found. Write fewer words, a symbol or a name.", file=sys.stderr)
    raise typer.Exit(0 if rows else 1)
