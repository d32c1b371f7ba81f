"""What a document is once it has been read: frozen, with offsets that always quote the text exactly.

    Document
    ├── metadata      symbol, title, body, date, session, language
    ├── paragraphs    headings, preambular, operative, annex, text paragraphs and footnotes, in reading order
    └── tables        cells in rows, beside the paragraphs

`document.text[p.start:p.end] == p.text` holds for every paragraph.

Small tables that a notebook shows in the place of an object.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from html import escape
from typing import Any, Literal

from actionlines.json_types import JsonObject

# Rows shown, and characters of a cell: a notebook keeps what it shows.
ROWS, CELL = 20, 300


def write_table(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]], total: int) -> str:
    """Return an HTML table of plain text, with the first rows of `total`.

    >>> write_table("One", ["Verb"], [["<b>"]], 1).partition("<tbody>")[2]
    '<tr><td>&lt;b&gt;</td></tr></tbody></table>'
    """
    first_rows = [row for row, _ in zip(rows, range(ROWS), strict=False)]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in headings)
    body = "".join(f"<tr>{''.join(f'<td>{_write_cell(cell)}</td>' for cell in row)}</tr>" for row in first_rows)
    more = f" (the first {len(first_rows)} of {total})" if total > len(first_rows) else ""
    return (
        f"<table><caption>{escape(title + more)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _write_cell(text: str) -> str:
    return escape(text if len(text) <= CELL else text[: CELL - 1] + "…")


Kind = Literal["heading", "preambular", "operative", "annex", "text", "footnote"]
Format = Literal["pdf", "docx", "html", "text", "akn"]


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A footnote mark: `label` ("3", "*") stood at character `offset` of the paragraph's text."""

    label: str
    offset: int


@dataclass(frozen=True, slots=True)
class Change:
    """A tracked change of a word processor.

    `insert`: characters start..end of the text were inserted and are in it. `delete`: `text` was deleted
    at `start` (start == end) and is not in the paragraph's text. `author` and `date` as recorded, or "".
    """

    action: Literal["insert", "delete"]
    start: int
    end: int
    text: str
    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class TextLink:
    """Characters `start` to `end` of a text lead to the web address `target`."""

    start: int
    end: int
    target: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, numbered or not, one sub-item, one heading or one footnote.

    id        unique in the document: `113`, `3(b)`, `3(b)(i)`, `I.3` (section), `annex-I.38`, `preamble-4`,
              `op-1` (unnumbered operative), `heading-2`, `intro`, `text-5`, `table-2`, `fn-12`, `fn-*`; in the ITU
              layout `resolves.2`, `instructs-SG.4`
    text      without number, footnote marks and page furniture; single blanks, words re-joined
    number    as printed, without dots ("113", "(b)"), or "" when there is none
    level     heading: 1 is the highest; sub-item: depth (1 for `3(b)`); else 0
    parent    id of the paragraph that this sub-item belongs to, or ""
    heading   id of the nearest heading above, or ""
    page      1-based page on which it begins, or None where the format has no pages
    start,end offsets in Document.text
    source    offsets in the input's own characters, for plain text only
    links     web addresses that words of the text lead to
    """

    id: str
    kind: Kind
    text: str
    start: int
    end: int
    page: int | None = None
    number: str = ""
    level: int = 0
    parent: str = ""
    heading: str = ""
    notes: tuple[NoteMark, ...] = ()
    changes: tuple[Change, ...] = ()
    source: tuple[int, int] | None = None
    links: tuple[TextLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, how many columns and rows it spans, and the addresses that its words lead to."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    links: tuple[TextLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table: rows of cells, the paragraph id after which it is ("" at the very start), and its page."""

    rows: tuple[tuple[Cell, ...], ...]
    after: str = ""
    page: int | None = None
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the document says of itself; "" or None where it does not say.

    symbol   canonical (`A/RES/80/173`, `itu:PP/RES/140@2022`)
    body     body id of the framework that speaks (`general-assembly`, `itu-pp`)
    date     ISO date of adoption or distribution; `session` as a number ("80") or words
    kind     see docs/reference/data-model.md; `amends` is the symbol of the text that an amendment amends
    agenda   words of the agenda item, without its number
    drafts   symbols of drafts that the head names: the draft that was adopted, or that this draft goes back to
    """

    symbol: str = ""
    title: str = ""
    body: str = ""
    date: str = ""
    session: str = ""
    language: str = ""
    kind: str = ""
    amends: str = ""
    agenda: str = ""
    drafts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """A document that has been read: `name` as the user called it, `sha256` of the original bytes."""

    name: str
    format: Format
    metadata: Metadata
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...] = ()
    pages: int | None = None
    sha256: str = ""
    warnings: tuple[str, ...] = ()
    text: str = field(default="", repr=False)

    @cached_property
    def by_id(self) -> dict[str, Paragraph]:
        """Return the paragraphs by their ids."""
        return {paragraph.id: paragraph for paragraph in self.paragraphs}

    def of_kind(self, *kinds: Kind) -> Iterator[Paragraph]:
        """Return paragraphs of these kinds, in reading order."""
        return (paragraph for paragraph in self.paragraphs if paragraph.kind in kinds)

    def to_dict(self) -> JsonObject:
        """Return the value of `actionlines read --format json`; docs/reference/data-model.md lists its keys."""
        place = {"document": self.name, "symbol": self.metadata.symbol}
        whole: JsonObject = plain_value(asdict(self))
        return place | whole | {"paragraphs": list(paragraph_rows(self))}

    def _repr_html_(self) -> str:
        texts = (
            (paragraph.id, paragraph.kind, str(paragraph.page or ""), paragraph.text) for paragraph in self.paragraphs
        )
        title = " ".join(filter(None, (self.metadata.symbol or self.name, self.metadata.title)))
        return write_table(title, ("Paragraph", "Kind", "Page", "Text"), texts, len(self.paragraphs))


def paragraph_rows(document: Document) -> Iterator[JsonObject]:
    """Yield each paragraph as a JSON object with its document, symbol, page and id (`paragraph`)."""
    for paragraph in document.paragraphs:
        place = {"document": document.name, "symbol": document.metadata.symbol, "page": paragraph.page}
        yield {**place, "paragraph": paragraph.id, **plain_value(asdict(paragraph))}


def plain_value(value: Any) -> Any:
    """Return a value with lists in the place of tuples, as JSON gives it back."""
    if isinstance(value, dict):
        return {name: plain_value(inner) for name, inner in value.items()}
    return [plain_value(inner) for inner in value] if isinstance(value, list | tuple) else value


def shift_links(links: Iterable[TextLink], by: int) -> tuple[TextLink, ...]:
    """Return the links as they are when `by` characters come before the text."""
    return tuple(replace(link, start=link.start + by, end=link.end + by) for link in links)


def cut_links(links: Iterable[TextLink], cut: int, length: int) -> tuple[TextLink, ...]:
    """Return the links of the `length` characters behind the first `cut` ones."""
    moved = (TextLink(max(0, link.start - cut), min(link.end - cut, length), link.target) for link in links)
    return tuple(link for link in moved if link.start < link.end)
