"""`actionlines ask`: a question answered by paragraphs of files or of the register, or by none."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from actionlines.cli.options import (
    SITE,
    DataOption,
    Language,
    WithinOption,
    filled,
    named,
    needs,
    one_of,
)
from actionlines.cli.tables import printable

if TYPE_CHECKING:
    from actionlines.results.ask import Found


def ask(
    question: Annotated[
        str,
        typer.Argument(metavar="QUESTION", callback=filled, help="A question in one of the six languages."),
    ],
    within: WithinOption = None,
    data: DataOption = None,
    language: Annotated[
        str,
        typer.Option(metavar=named(Language), callback=one_of(Language), help="Language of the question."),
    ] = Language.ENGLISH.value,
    neural: Annotated[
        bool,
        typer.Option("--neural", help="Let meaning count beside words (extra `neural`); finds more, slower."),
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the answers as JSON on standard output.")
    ] = False,
) -> None:
    """Answer a question by paragraphs as they stand; exit code 1 where none answers, or a file fails."""
    found, code = (
        _of_files(question, within, language, neural)
        if within
        else (_of_register(question, data, language, neural), 0)
    )
    answers = found.answers if found.supported else ()
    if as_json:
        from actionlines.cli.streams import print_json

        print_json([one.to_dict() for one in answers])
    else:
        for one in answers:
            print(printable(f"{one.passage.symbol}, {one.passage.anchor} (support {one.support:.2f})"))
            print(printable(f"  {one.passage.text}"))
    if not answers:
        print("Not found in the register." if not within else "Not found in the texts.", file=sys.stderr)
    raise typer.Exit(code if answers else 1)


def _of_register(question: str, data: str | None, language: str, neural: bool) -> Found:
    needs("ask", "site", SITE)
    from actionlines.register.site.setup import open_to_read

    open_to_read(data)
    from actionlines.register.pages.search import ask as asked

    return asked(question, language, neural=neural)


def _of_files(question: str, within: list[str], language: str, neural: bool) -> tuple[Found, int]:
    """Return what the files answer, and 1 where one of them cannot be read; it is named."""
    from actionlines.cli.show import Inputs
    from actionlines.results.ask import Passages, passages_of

    inputs = Inputs(within, "en")
    held = Passages((one for _document, found in inputs.make(passages_of) for one in found), neural=neural)
    return held.ask(question, language), inputs.code
