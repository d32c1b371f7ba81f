"""`actionlines ask`: a question answered by paragraphs of files or of the register, or by none."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
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
    from actionlines.results.ask import Found, Passage


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
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the answers as JSON on standard output.")
    ] = False,
) -> None:
    """Answer a question by paragraphs as they stand; exit code 1 where none answers."""
    found = _of_files(question, within, language) if within else _of_register(question, data, language)
    answers = found.answers if found.supported else ()
    if as_json:
        from actionlines.cli.streams import print_json

        print_json(
            [
                {
                    "symbol": one.passage.symbol, "anchor": one.passage.anchor, "quote": one.passage.text,
                    "support": round(one.support, 3), "address": one.passage.address,
                }
                for one in answers
            ]
        )  # fmt: skip
    else:
        for one in answers:
            print(printable(f"{one.passage.symbol}, {one.passage.anchor} (support {one.support:.2f})"))
            print(printable(f"  {one.passage.text}"))
    if not answers:
        print("Not found in the register." if not within else "Not found in the texts.", file=sys.stderr)
    raise typer.Exit(0 if answers else 1)


def _of_register(question: str, data: str | None, language: str) -> Found:
    needs("ask", "site", SITE)
    from actionlines.site.setup import open_to_read

    open_to_read(data)
    from actionlines.registry.asking import ask as asked

    return asked(question, language)


def _of_files(question: str, within: list[str], language: str) -> Found:
    from actionlines.results.ask import Passages

    return Passages(_passages(within)).ask(question, language)


def _passages(within: list[str]) -> Iterator[Passage]:
    """Yield the paragraphs of files and folders; a file that cannot be read is named, and the others go on."""
    from actionlines.results.ask import Passage
    from actionlines.results.inputs import documents

    def fail(_name: str, error: Exception) -> None:
        """Name an input that cannot be read."""
        print(printable(str(error)), file=sys.stderr)

    for document in documents([Path(one) if Path(one).exists() else one for one in within], on_error=fail):
        symbol = document.metadata.symbol or document.name
        for one in document.paragraphs:
            if one.kind not in ("heading", "note"):
                yield Passage(symbol, one.id, one.text, kind=one.kind)
