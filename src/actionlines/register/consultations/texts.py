"""Texts for consultations: whatever their source, paragraphs that are numbered and bounded.

    source, paragraphs = of_instrument(instrument)
    reading = ask(ReadingKind.TEXT, user, file=stored)    a worker reads it
    reading = asked_of_words("1. Calls upon …", user)     the same
    source, paragraphs = of_reading(reading)          once it is read
    AddText(actor, consultation, source=source, paragraphs=paragraphs).do()

Reports and road maps come the same way: a `Source` of their kind, and paragraphs as `Numbered`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from actionlines.errors import InvalidFields, UploadRefused
from actionlines.register.consultations.anchors import digest
from actionlines.register.consultations.numbering import (
    MOST_CHARACTERS,
    MOST_PARAGRAPHS,
    Numbered,
    numbered,
    paragraphs_of,
)
from actionlines.register.core.imports.models import ReadingKind
from actionlines.register.core.imports.readings import ask
from actionlines.register.core.imports.sandbox import typed
from actionlines.register.core.texts import kept, plain_text
from actionlines.register.instruments.document_reader import Text as ReadText
from actionlines.register.models import Instrument, Reading, User


@dataclass(frozen=True, slots=True)
class Source:
    """What a text was made of: `kind` of SourceKind, its id and version there, a title, a language."""

    kind: str
    id: str = ""
    version: int = 0
    title: str = ""
    language: str = ""
    file: Any = None


Text = tuple[Source, list[Numbered]]


def of_instrument(instrument: Instrument) -> Text:
    """The text of an instrument of the register, as it is held now."""
    rows = instrument.paragraphs.exclude(kind="removed").order_by("order", "pk")
    found = [Numbered(row.anchor, row.text, row.number, row.kind, row.level) for row in rows]
    source = Source(
        "instrument", instrument.symbol, instrument.version, instrument.title[:300], instrument.language
    )
    return source, prepared(found, instrument.symbol)


def of_reading(reading: Reading) -> Text:
    """The text that a worker has read: of an uploaded document, or of what a person typed.

    Raises UploadRefused where it could not be read.
    """
    if said := reading.error:
        raise UploadRefused(said["subject"], said["problem"], said["advice"])
    found = typed(ReadText, reading.answer)
    file = reading.file
    if file is None:
        return _of_words(found, reading.given["words"])
    source = Source("file", file.sha256, 0, kept(found.title or file.name)[:300], found.language, file)
    return source, prepared(paragraphs_of(found), file.name)


def asked_of_words(words: str, by: User) -> Reading:
    """Let a worker read what a person typed. Raises InvalidFields, UploadRefused and TooManyRequests."""
    if not words.strip():
        raise InvalidFields("text", {"words": _("This is needed.")})
    if len(words) > MOST_CHARACTERS:
        raise UploadRefused("text", _("it is too long to be discussed in one piece"), _("Split it."))
    return ask(ReadingKind.WORDS, by, given={"words": kept(words), "name": "text"})


def _of_words(found: ReadText, words: str) -> Text:
    source = Source("typed", digest(words)[:12], 0, kept(found.title)[:300], found.language)
    return source, prepared(paragraphs_of(found), "text")


def prepared(paragraphs: Sequence[Numbered], name: str) -> list[Numbered]:
    """Numbered, and refused where there is nothing to discuss or more than anybody could."""
    # Signs that no page can hold, or that turn the direction of what follows, have no place in a text.
    found = numbered(replace(one, text=plain_text(one.text, lines=True)) for one in paragraphs)
    if not any(one.number for one in found):
        raise UploadRefused(name, _("no paragraph was found in it"), _("Send another form of the text."))
    size = sum(len(one.text) for one in found)
    if len(found) > MOST_PARAGRAPHS or size > MOST_CHARACTERS:
        problem = _("it has %(many)d paragraphs; at most %(most)d can be discussed in one piece") % {
            "many": len(found), "most": MOST_PARAGRAPHS,
        }  # fmt: skip
        raise UploadRefused(name, problem, _("Split it."))
    return found
