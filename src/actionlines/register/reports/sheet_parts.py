"""A paper on a page where people write: its sections, each with the text that belongs in it.

The builders of road maps and of reports show their papers with these values and the templates parts/generated.html
and parts/own_text.html.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from actionlines.papers.account.model import Account
from actionlines.papers.sections.narrative import TextPiece as Words
from actionlines.papers.sections.narrative import split_text
from actionlines.papers.writers.as_html import SheetPiece, SheetSection
from actionlines.register.core.texts import reader_words


@dataclass(frozen=True)
class OwnText:
    """A text that people write: its name, what it is called, and its words with each figure as it is shown.

    flags  what is wrong with its numbers, in words
    """

    name: str
    label: str
    text: str
    preview: tuple[Words, ...] = ()
    flags: tuple[str, ...] = ()


def preview(text: str, account: Account) -> tuple[Words, ...]:
    """Return the pieces of a text that holds a figure; nothing for any other text."""
    return tuple(split_text(text, account, reader_words())) if "{{" in text else ()


@dataclass(frozen=True)
class Part:
    """A section of the first level on the page.

    shown   blocks that stand open; folded: those that a reader opens, and the sections below with theirs
    text    name of the text that people write here, table: of the rows that they fill in; "" for none
    """

    section: SheetSection
    text: str = ""
    table: str = ""
    shown: tuple[SheetPiece, ...] = ()
    folded: tuple[SheetPiece, ...] = ()
    under: list[SheetSection] = field(default_factory=list)

    @property
    def labels(self) -> list[str]:
        """Return what is folded, in words: its captions and headings."""
        return [*filter(None, (item.label for item in self.folded)), *(section.title for section in self.under)]

    @property
    def hidden(self) -> int:
        """Return how many blocks and sections are folded."""
        return len(self.folded) + len(self.under)


def parts(matches: Sequence[SheetSection], fields: Mapping[str, str], tables: Mapping[str, str]) -> list[Part]:
    """Return the sections of the first level, each with what is written in it and with those below."""
    out: list[Part] = []
    for sheet_section in matches:
        if sheet_section.level > 1 and out and sheet_section.anchor not in fields:
            out[-1].under.append(sheet_section)
            continue
        table = tables.get(sheet_section.anchor, "")
        held = () if table else sheet_section.pieces
        # Below the first level a page shows what people write; what the register says is a press away.
        folded = tuple(piece for piece in held if piece.folded or sheet_section.level > 1)
        context = tuple(piece for piece in held if piece not in folded)
        out.append(Part(sheet_section, fields.get(sheet_section.anchor, ""), table, context, folded))
    return out
