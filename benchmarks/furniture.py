"""Nothing lost, nothing foreign: is page furniture in any paragraph, and is every character somewhere?

    python -m benchmarks.furniture FILE...

Checks, each counted, exit code 1 when any count is above zero:

failed            the file could not be read
job number        "25-21249", barcode, page counter, "Please recycle", underlines in a paragraph
own symbol        the document's symbol in a paragraph, where it is not cited
note body         the words of a footnote within another paragraph
artifact          tagged PDF of Word: what the file marks as page artifact is exactly what was taken out
lost, foreign     letters and digits of the plain text that are in no paragraph, number, footnote, mark,
                  table, front matter or furniture; and those that are there too often
gap               a jump in the numbering of paragraphs
"""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2

from actionlines.documents import docx
from actionlines.documents.blocks import Block, Limits, PlacedTable
from actionlines.documents.model import Paragraph
from actionlines.documents.pdf import library, read_blocks
from actionlines.documents.structure import build_paragraphs, find_gaps
from actionlines.documents.structure.labels import find_front
from actionlines.errors import ActionlinesError

Finding = tuple[str, str, str]
"""The check, the paragraph's id, the words."""

_JOB = re.compile(
    r"\b\d{2}-\d{5}\b(?! of)|\*\d{7}\*|_{5,}|Please recycle|\b\d{1,3}/\d{1,3}\s+\d{2}-\d{5}|\bDistr\.: "
    r"|\bOriginal: (?:English|French|Spanish)"
)
_SYMBOL = re.compile(r"\b[A-Z]+(?:/[A-Z0-9][\w.()-]*)+")
_CITED = re.compile(r"(?:resolution|document|decision|See|see|in|and|,|\()\s*$")
_ALNUM = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Parts:
    """Where a reading has put what the file holds."""

    blocks: list[Block]
    tables: list[PlacedTable]
    paragraphs: tuple[Paragraph, ...]
    masthead: tuple[str, ...] = ()
    furniture: tuple[str, ...] = ()

    def texts(self) -> Iterator[str]:
        """Every text that was put somewhere."""
        yield from self.masthead
        yield from self.furniture
        blocks = [block for block in self.blocks if block.role != "note"]
        for block in blocks[: find_front(blocks).title]:
            yield " ".join([block.text, *(mark.label for mark in block.notes)])
        ids = {paragraph.id for paragraph in self.paragraphs}
        for paragraph in self.paragraphs:
            yield paragraph.text
            yield paragraph.number if paragraph.number not in "•–-" else ""
            yield from (mark.label for mark in paragraph.notes)
            stem, _, rest = paragraph.id.partition("(")
            if rest == "a)" and stem and stem not in ids:
                yield stem.rpartition(".")[2]
        for table in self.tables:
            for row in table.rows:
                yield from (cell.text for cell in row)


@dataclass(slots=True)
class Report:
    """The findings over many files."""

    files: int = 0
    failed: list[str] = field(default_factory=list)
    findings: list[tuple[str, *Finding]] = field(default_factory=list)

    def count(self, *checks: str) -> int:
        """How many findings of these checks."""
        return sum(found[1] in checks for found in self.findings)

    @property
    def foreign(self) -> int:
        """Paragraphs with furniture, and files with characters of their own."""
        return self.count("job number", "own symbol", "note body", "artifact", "foreign")

    @property
    def lost(self) -> int:
        """Files that lost characters."""
        return self.count("lost")

    @property
    def gaps(self) -> int:
        """Jumps in the numbering."""
        return self.count("gap")


def check(files: Iterable[Path]) -> Report:
    """All checks over all files."""
    report = Report()
    for path in files:
        report.files += 1
        try:
            report.findings.extend((path.name, *found) for found in findings(path))
        except ActionlinesError as error:
            report.failed.append(str(error))
    return report


def findings(path: Path) -> Iterator[Finding]:
    """All findings for one file."""
    data = path.read_bytes()
    if path.suffix.lower() == ".docx":
        reading = docx.read_docx(data, path.name, Limits())
        parts = Parts(reading.blocks, reading.tables, build_paragraphs(reading.blocks), reading.masthead)
        yield from leaks(parts)
        yield from _gaps(parts)
        return
    found = read_blocks(data, path.name)
    parts = Parts(found.blocks, found.tables, build_paragraphs(found.blocks), found.masthead, found.furniture)
    yield from leaks(parts)
    yield from _gaps(parts)
    plain, ours = characters(plain_text(data)), characters(" ".join(parts.texts()))
    if lost := plain - ours:
        yield "lost", "", repr(dict(lost))
    if foreign := ours - plain:
        yield "foreign", "", repr(dict(foreign))
    marked = artifacts(data, path.name)
    if marked is not None:
        taken, theirs = characters(" ".join((*found.masthead, *found.furniture))), characters(marked)
        if taken != theirs:
            yield "artifact", "", f"only ours {dict(taken - theirs)}, only theirs {dict(theirs - taken)}"


def _gaps(parts: Parts) -> Iterator[Finding]:
    for gap in find_gaps(parts.paragraphs):
        yield "gap", gap.id, f"{gap.prefix}{gap.expected} was due, {gap.found} came"


def leaks(parts: Parts) -> Iterator[Finding]:
    """Everything that looks like furniture in a paragraph."""
    own = next(iter(_SYMBOL.findall(" ".join(parts.masthead[:2]))), "")
    own_symbol = re.compile(rf"(?<!\w){re.escape(own)}(?![\w/])") if own else None
    notes = [p for p in parts.paragraphs if p.kind == "footnote" and len(p.text) > 25]
    for paragraph in parts.paragraphs:
        if hit := _JOB.search(paragraph.text):
            yield "job number", paragraph.id, hit.group()
        if own_symbol and (hit := own_symbol.search(paragraph.text)):
            before = paragraph.text[: hit.start()]
            if not _CITED.search(before[-30:]):
                yield "own symbol", paragraph.id, hit.group()
        if paragraph.kind != "footnote":
            yield from (("note body", paragraph.id, n.id) for n in notes if n.text in paragraph.text)


def characters(text: str) -> Counter[str]:
    """Letters and digits of a text with their counts."""
    counts = Counter(unicodedata.normalize("NFKC", text))
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


def artifacts(data: bytes, name: str) -> str | None:
    """Text that a tagged file of Word marks as artifact; None for other files.

    Other producers mark more than furniture: charts, leaders, table borders.
    """
    with library.open_pdf(data, name) as document:
        if not library.is_tagged(document) or b"Microsoft" not in data:
            return None
        parts: list[str] = []
        for index in range(library.page_count(document)):
            with library.opened_page(document, index, name) as (_, textpage):
                for at, sign in enumerate(library.page_text(textpage)):
                    found = library.object_at(textpage, at)
                    if found and library.content_id(found) < 0:
                        parts.append(sign)
    return "".join(parts)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    report = check(parser.parse_args().files)
    for name, kind, where, words in report.findings:
        print(f"{name} {kind}: {where} {words}")
    for error in report.failed:
        print(error)
    counts = Counter(found[1] for found in report.findings)
    print(f"{report.files} files, {len(report.failed)} failed, findings: {dict(counts) or 'none'}")
    return 1 if report.failed or report.findings else 0


if __name__ == "__main__":
    sys.exit(main())
