"""Find the mandates of single passages, in any of the six languages.

    python -m benchmarks.passages IN.jsonl --out OUT.jsonl

IN has rows {id, text, language, symbol}: each is a document of that one passage, of the language and with the
symbol given. OUT has rows {id, mandates}, mandates in the form of the gold, `action_start` and `action_end`
as offsets in the text of the row.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from actionlines.documents import Document, read
from actionlines.documents.metadata import body_of_symbol
from actionlines.errors import ActionlinesError
from actionlines.mandates import find_mandates
from benchmarks.gold import mandate_row

Row = dict[str, Any]


def passage(row: Row, running: bool = False) -> Document:
    """Return a row as a document; what the row says of language and symbol wins. `running`: as running text."""
    document = read(row["text"].encode(), name=row["symbol"])
    symbol = row["symbol"] or document.metadata.symbol
    body = body_of_symbol(symbol) or document.metadata.body
    language = row.get("language") or document.metadata.language
    metadata = replace(document.metadata, symbol=symbol, body=body, language=language)
    # A passage alone has no enacting formula above it by which the reader could tell that it is operative.
    paragraphs = tuple(
        replace(one, kind="operative") if one.kind == "text" and not running else one for one in document.paragraphs
    )
    return replace(document, metadata=metadata, paragraphs=paragraphs)


def answer(row: Row) -> Row:
    """Return {id, mandates} for one row; no mandates where its text cannot be read."""
    try:
        document = passage(row)
    except ActionlinesError as error:
        print(f"{row['id']}: {error}", file=sys.stderr)
        return {"id": row["id"], "mandates": []}
    mandates = find_mandates(document)
    if not mandates:  # a passage of a report, which opens with no operative verb
        document = passage(row, running=True)
        mandates = find_mandates(document)
    found = []
    for mandate in mandates:
        paragraph = document.by_id[mandate.paragraph]
        line = mandate_row(str(row["id"]), mandate, document)
        # Offsets of the row: a paragraph stands in its text without its number and its line ends.
        first = row["text"].find(paragraph.text[:20], paragraph.source[0] if paragraph.source else 0)
        start = row["text"].find(line["action"], max(first, 0))
        if start < 0:
            start = max(first, 0) + line["action_start"]
        line["action_start"], line["action_end"] = start, start + len(line["action"])
        found.append(line)
    return {"id": row["id"], "mandates": found}


def answers(lines: Iterable[str]) -> Iterator[Row]:
    """Return the answers to the rows of a file, in their order."""
    return (answer(json.loads(line)) for line in lines if line.strip())


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("rows", type=Path)
    parser.add_argument("--out", required=True, type=Path)
    options = parser.parse_args()
    with options.rows.open(encoding="utf-8") as source, options.out.open("w", encoding="utf-8") as out:
        for row in answers(source):
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
