"""Write what the scorers read: paragraphs, mandates and citations of any documents.

    python -m benchmarks.gold FILE... --out DIR [--root DIR]

For every file NAME.EXT: `NAME.paragraphs.json`, `NAME.mandates.jsonl`, `NAME.citations.jsonl` (offsets in the
paragraph). For all text files together `citations.jsonl` with rows {doc, start, end, canonical} and
`clauses.jsonl`, both with offsets in the raw text; `doc` is the path below --root without its ending.
Exit code 1 when a file could not be read; the others are written all the same.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from actionlines.citations import find_citations
from actionlines.documents import Document, Paragraph, read
from actionlines.documents.text import decode_bytes
from actionlines.errors import ActionlinesError
from actionlines.framework.bodies import body_of
from actionlines.mandates import Mandate, find_clauses, find_mandates
from actionlines.mandates.context import year_of
from actionlines.mandates.fields import signs
from actionlines.mandates.languages.dates import anchors
from actionlines.mandates.languages.grammar import LANGUAGES, fold

Row = dict[str, Any]


def paragraph_row(paragraph: Paragraph) -> Row:
    """A paragraph in the form of the gold."""
    row: Row = {"id": paragraph.id, "kind": paragraph.kind, "text": paragraph.text, "page": paragraph.page}
    marks = [int(note.label) if note.label.isdigit() else note.label for note in paragraph.notes]
    return {**row, "footnotes": marks} if marks else row


def mandate_row(doc: str, mandate: Mandate, document: Document | None = None) -> Row:
    """A mandate in the form of the gold; with its document, the signs of doubt at each field too."""
    row: Row = {
        "doc": doc,
        "paragraph": mandate.paragraph,
        "verb": mandate.verb,
        "strength": mandate.strength,
        "addressees": [phrase.text for phrase in mandate.addressees],
        "canonical_addressees": list(mandate.bodies),
        "action": mandate.action.text,
        "action_start": mandate.action.start,
        "action_end": mandate.action.end,
        "deliverable": mandate.deliverable,
        "report_to": ",".join(mandate.report_to) or None,
        "due": ",".join(_due(form, mandate) for form in mandate.due) or None,
        "due_text": mandate.due_phrase.text if mandate.due_phrase else None,
        "force": mandate.force,
        "checks": {check.field: check.reason for check in mandate.checks},
    }
    if document is not None:
        row["signs"] = signs(document, mandate, year_of(document))
    elsewhere = {phrase.paragraph for phrase in mandate.addressees} - {mandate.paragraph}
    if elsewhere:
        row["addressee_in"] = min(elsewhere)
    return {**row, "implied": True} if mandate.implied else row


# The gold names what a span is counted from: `relative:30 days after reappointment`.
_SPAN = re.compile(
    r"(?P<n>[\w-]+)(?: \(\d+\))? (?:calendar )?(?P<unit>(?:working )?(?:day|week|month|year)s?)"
    r"(?: (?P<rel>of|from|after|following|before|prior to) (?P<what>.+))?$"
)
_SMALL = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_DETERMINERS = re.compile(
    r"^(?:(?:the|its|their|his|her|this|that|present) |(?:date|day|time) of |(?:[A-Z][\w-]* )+?(?=[a-z])"
    r"|(?:[A-Z][\w-]* )*[A-Z][\w-]*[’']s? )+"
)


def _anchor(words: str, language: str) -> str:
    """Return in English from what the words of a span are counted; "" where they do not say."""
    folded = fold(words, language).text
    found = ((match.start(), name) for name, pattern in anchors(language) if (match := pattern.search(folded)))
    return min(found, key=lambda place: place[0], default=(0, ""))[1]


def _elsewhere(form: str, words: str) -> str:
    """The same of words in another language than English."""
    what = next((name for language in LANGUAGES if (name := _anchor(words, language))), "")
    number, _, unit = form.removeprefix("relative:").partition("-")
    small = _SMALL[int(number)] if int(number) < len(_SMALL) else number
    return f"relative:{small} {unit} after {what}" if what else form


# A session of another body than the Assembly is an event in the gold, where its words give no year.
_SESSION = re.compile(r"^(?P<before>before )?.*?\b(?:its|the|their) (?P<what>(?!20)[a-z0-9-]+ (?:[a-z]+ )?session)$")


def _session(form: str, mandate: Mandate) -> str:
    """Return the event that the gold makes of such a session; "" for any other form."""
    words = mandate.due_phrase.text if mandate.due_phrase else ""
    found = _SESSION.match(words) if form.startswith(("year:", "event:session-")) else None
    held = body_of(next(iter(mandate.report_to or mandate.bodies), ""))
    before = "before the " if found and found["before"] else ""
    return f"event:{before}{found['what']} of the {held.name}" if found and held else ""


def _due(form: str, mandate: Mandate) -> str:
    """A due form as the gold writes it."""
    if session := _session(form, mandate):
        return session
    span = re.fullmatch(r"relative:(\d+)-.*", form)
    found = _SPAN.search(mandate.due_phrase.text) if span and mandate.due_phrase else None
    if span is None or mandate.due_phrase is None:
        return form
    if found is None:
        return _elsewhere(form, mandate.due_phrase.text)
    number = _SMALL[int(span[1])] if int(span[1]) < len(_SMALL) else span[1]
    if found["rel"] is None:
        return f"relative:{number} {found['unit']}"
    what = _DETERMINERS.sub("", found["what"]).split(" of ")[0]
    order = "before" if found["rel"] in ("before", "prior to") else "after"
    return f"relative:{number} {found['unit']} {order} {what}"


def citation_rows(doc: str, document: Document) -> Iterator[Row]:
    """Citations paragraph by paragraph."""
    for found in find_citations(document):
        yield {
            "doc": doc,
            "paragraph": found.paragraph,
            "start": found.start,
            "end": found.end,
            "quote": found.quote,
            "kind": found.kind,
            "canonical": found.canonical,
        }


def raw_rows(doc: str, text: str) -> tuple[list[Row], list[Row]]:
    """Citations and operative clauses over the raw text of a text file."""
    citations = [{"doc": doc, "start": c.start, "end": c.end, "canonical": c.canonical} for c in find_citations(text)]
    clauses = [
        {
            "doc": doc,
            "start": c.start,
            "end": c.end,
            "item": c.item,
            "verb": c.verb,
            "adverb": c.adverb or None,
            "actor": c.actor,
            "addressee": c.addressee or None,
            "subitems": list(c.subitems),
        }
        for c in find_clauses(text)
    ]
    return citations, clauses


def write_lines(path: Path, rows: Iterable[Row]) -> None:
    """JSON lines, UTF-8."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def write_document(path: Path, out: Path) -> None:
    """The three files of one document."""
    document, name = read(path), path.stem
    paragraphs = [paragraph_row(paragraph) for paragraph in document.paragraphs]
    text = json.dumps(paragraphs, ensure_ascii=False, indent=1)
    (out / f"{name}.paragraphs.json").write_text(text, encoding="utf-8")
    write_lines(out / f"{name}.mandates.jsonl", (mandate_row(name, m, document) for m in find_mandates(document)))
    write_lines(out / f"{name}.citations.jsonl", citation_rows(name, document))


def doc_name(path: Path, root: Path | None) -> str:
    """`un/A_RES_80_44` for ROOT/un/A_RES_80_44.txt."""
    base = path.resolve().relative_to(root.resolve()) if root else Path(path.name)
    return base.with_suffix("").as_posix()


def raw_text(path: Path) -> str:
    """The characters of a text file as they stand: UTF-8, else what the reader makes of it."""
    data = path.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return decode_bytes(data, path.name)[0]


def write_gold(files: Iterable[Path], out: Path, root: Path | None = None) -> list[ActionlinesError]:
    """Write everything for `files` into `out`; returns the errors of the files that could not be read."""
    out.mkdir(parents=True, exist_ok=True)
    errors: list[ActionlinesError] = []
    citations: list[Row] = []
    clauses: list[Row] = []
    for path in files:
        try:
            write_document(path, out)
        except ActionlinesError as error:
            errors.append(error)
            continue
        if path.suffix.lower() == ".txt":
            found, asked = raw_rows(doc_name(path, root), raw_text(path))
            citations += found
            clauses += asked
    if citations or clauses:
        write_lines(out / "citations.jsonl", citations)
        write_lines(out / "clauses.jsonl", clauses)
    return errors


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--root", type=Path, help="folder below which text files get their doc name")
    options = parser.parse_args()
    errors = write_gold(options.files, options.out, options.root)
    for error in errors:
        print(error, file=sys.stderr)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
