"""Nothing lost, nothing foreign: is page furniture in any paragraph, and is every character somewhere?

    python -m benchmarks.furniture FILE.pdf...

Checks, each counted, exit code 1 when any count is above zero:

job number        "25-21249", barcode, page counter, "Please recycle", underlines in a paragraph
own symbol        the document's symbol in a paragraph, where it is not cited
distribution      "Distr.:", "Original: English" in a paragraph
note body         the words of a footnote within another paragraph
artifact          tagged files only: what the file itself marks as page artifact is exactly what was taken out
lost, foreign     letters and digits of the plain text that are in no paragraph, number, footnote, mark, table, front
                  matter or furniture; and those that are there too often
"""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pypdfium2

from actionlines.documents.blocks import Block
from actionlines.documents.model import Paragraph
from actionlines.documents.pdf import binding, library, read_blocks, runs
from actionlines.documents.pdf.reader import PdfRead
from actionlines.documents.structure import build
from actionlines.documents.structure.front import find_front

_JOB = re.compile(
    r"\b\d{2}-\d{5}\b(?! of)|\*\d{7}\*|_{5,}|Please recycle|\b\d{1,3}/\d{1,3}\s+\d{2}-\d{5}|\bDistr\.: "
    r"|\bOriginal: (?:English|French|Spanish)"
)
_SYMBOL = re.compile(r"\b[A-Z]+(?:/[A-Z0-9][\w.()-]*)+")
_CITED = r"(?:resolution|document|decision|See|see|in|and|,|\()\s*"
_ALNUM = re.compile(r"\w")


def characters(text: str) -> Counter[str]:
    """Letters and digits of a text with their counts."""
    text = unicodedata.normalize("NFKC", text)
    counts = Counter(text)
    return Counter({sign: number for sign, number in counts.items() if _ALNUM.match(sign) and sign != "_"})


def plain_text(data: bytes) -> str:
    """What the PDF library gives by itself."""
    document = pypdfium2.PdfDocument(data)
    try:
        parts = []
        for page in document:
            text = page.get_textpage()
            parts.append(text.get_text_range())
            text.close()
            page.close()
        return "\n".join(parts)
    finally:
        document.close()


def parts_of(found: PdfRead, paragraphs: tuple[Paragraph, ...]) -> Iterator[str]:
    """Every text that the reading has put somewhere."""
    yield from found.masthead
    yield from found.furniture
    blocks = [block for block in found.blocks if block.role != "note"]
    front = find_front(blocks)
    for block in blocks[: front.title]:
        yield _with_marks(block)
    numbers = {paragraph.id: paragraph for paragraph in paragraphs}
    for paragraph in paragraphs:
        yield paragraph.text
        yield paragraph.number if paragraph.number not in "•–-" else ""
        yield from (mark.label for mark in paragraph.notes)
        stem = paragraph.id.partition("(")[0]
        if paragraph.id.endswith("(a)") and paragraph.id.count("(") == 1 and stem and stem not in numbers:
            yield stem.rpartition(".")[2]
    for table in found.tables:
        yield table.caption
        for row in table.rows:
            yield from (cell.text for cell in row)


def _with_marks(block: Block) -> str:
    return " ".join([block.text, *(mark.label for mark in block.notes)])


def artifacts(data: bytes, name: str) -> str | None:
    """Text that a tagged file marks as artifact; None for an untagged file."""
    parts: list[str] = []
    with library.opened(data, name) as document:
        if not binding.is_tagged(document):
            return None
        for index in range(binding.page_count(document)):
            with library.opened_page(document, index, name) as (_, textpage):
                text = runs.page_text(textpage)
                for at, sign in enumerate(text):
                    found = binding.object_at(textpage, at)
                    if found and binding.content_id(found) < 0:
                        parts.append(sign)
    return "".join(parts)


def leaks(found: PdfRead, paragraphs: tuple[Paragraph, ...]) -> Iterator[tuple[str, str, str]]:
    """(check, paragraph id, words) of everything that looks like furniture in a paragraph."""
    own = next(iter(_SYMBOL.findall(" ".join(found.masthead[:2]))), "")
    own_symbol = re.compile(rf"(?<!\w){re.escape(own)}(?![\w/])") if own else None
    notes = [p for p in paragraphs if p.kind == "footnote" and len(p.text) > 25]
    for paragraph in paragraphs:
        if hit := _JOB.search(paragraph.text):
            yield "job number", paragraph.id, hit.group()
        if own_symbol and (hit := own_symbol.search(paragraph.text)):
            before = paragraph.text[: hit.start()]
            if not re.search(rf"{_CITED}$", before):
                yield "own symbol", paragraph.id, hit.group()
        if paragraph.kind != "footnote":
            for note in notes:
                if note.text in paragraph.text:
                    yield "note body", paragraph.id, note.id


def check(path: Path) -> Iterator[tuple[str, str, str]]:
    """All findings for one file."""
    data = path.read_bytes()
    found = read_blocks(data, path.name)
    paragraphs = build(found.blocks)
    yield from leaks(found, paragraphs)
    plain = characters(plain_text(data))
    ours = characters(" ".join(parts_of(found, paragraphs)))
    if lost := plain - ours:
        yield "lost", "", repr(dict(lost))
    if foreign := ours - plain:
        yield "foreign", "", repr(dict(foreign))
    marked = artifacts(data, path.name)
    if marked is not None:
        taken = characters(" ".join((*found.masthead, *found.furniture)))
        theirs = characters(marked)
        if taken != theirs:
            yield "artifact", "", f"only ours {dict(taken - theirs)}, only theirs {dict(theirs - taken)}"


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    for path in options.files:
        for kind, where, words in check(path):
            counts[kind] += 1
            print(f"{path.name} {kind}: {where} {words}")
    print(f"{len(options.files)} files, {sum(counts.values())} findings {dict(counts)}")
    return 1 if counts else 0


if __name__ == "__main__":
    sys.exit(main())
