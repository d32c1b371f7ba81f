"""Texts of consultations: paragraphs, their numbers, where they come from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from actionlines.errors import InvalidFields, UploadRefused
from actionlines.register.consultations.anchors import Passage, digest
from actionlines.register.core.imports.models import Reading, ReadingKind
from actionlines.register.core.imports.readings import ask
from actionlines.register.core.imports.sandbox import typed
from actionlines.register.core.limits import most_of
from actionlines.register.core.texts import kept, plain_text
from actionlines.register.instruments.document_reader import Text as ReadText
from actionlines.register.instruments.models import Instrument
from actionlines.register.people.models import User

MOST_PARAGRAPHS = most_of("text-paragraphs")
MOST_CHARACTERS = most_of("text-characters")
LONGEST_ID = 80
SIGN = "¶"
# What is not counted: it is no paragraph of the text itself.
_UNCOUNTED = frozenset({"heading", "footnote", "intro"})


@dataclass(frozen=True, slots=True)
class Numbered:
    """One paragraph. `number` is how people call it (`113`, `3(b)`, `¶7`; "" for a heading); `given`: by us."""

    id: str
    text: str
    number: str = ""
    kind: str = "text"
    level: int = 0
    parent: str = ""
    given: bool = False

    @property
    def passage(self) -> Passage:
        """Return the paragraph as anchors need it."""
        return Passage(self.id, self.text, self.parent)


def numbered(paragraphs: Iterable[Numbered]) -> list[Numbered]:
    """The paragraphs with text, each with an id of its own, a number, and the paragraph that it hangs on.

    >>> [one.number for one in numbered([Numbered("text-1", "Some words."), Numbered("2", "More.", "2")])]
    ['¶1', '2']
    """
    matches: list[Numbered] = []
    seen: set[str] = set()
    count = 0
    for paragraph in paragraphs:
        if not paragraph.text.strip():
            continue
        name = _unique(paragraph.id or f"text-{len(matches) + 1}", seen)
        number, fields = _called(paragraph, name), False
        if not number and paragraph.kind not in _UNCOUNTED:
            count += 1
            number, fields = f"{SIGN}{count}", True
        matches.append(replace(paragraph, id=name, number=number, given=fields))
    return _hung(matches)


def _called(item: Numbered, name: str) -> str:
    """A sub-item is called by its whole number: `3(b)`, not `(b)`."""
    if item.number and item.level and item.kind != "heading" and name.endswith(item.number):
        return name
    return item.number


def _unique(name: str, seen: set[str]) -> str:
    name = name[:LONGEST_ID]
    text, n = name, 1
    while text in seen:
        n += 1
        text = f"{name[: LONGEST_ID - 6]}~{n}"
    seen.add(text)
    return text


def _hung(paragraphs: Sequence[Numbered]) -> list[Numbered]:
    """Each sub-item on the nearest paragraph above it that is less deep."""
    matches: list[Numbered] = []
    above: list[Numbered] = []
    for paragraph in paragraphs:
        if paragraph.kind in ("heading", "footnote"):
            above = [] if paragraph.kind == "heading" else above
            matches.append(replace(paragraph, parent=""))
            continue
        above = [other for other in above if other.level < paragraph.level]
        matches.append(replace(paragraph, parent=above[-1].id if above and paragraph.level else ""))
        above.append(paragraph)
    return matches


def paragraphs_of(text: ReadText) -> list[Numbered]:
    """Return what the reader found, as the database can hold it."""
    return [
        Numbered(kept(paragraph.id), kept(paragraph.text), kept(paragraph.number)[:40], paragraph.kind, paragraph.level)
        for paragraph in text.paragraphs
    ]


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
    matches = [Numbered(row.anchor, row.text, row.number, row.kind, row.level) for row in rows]
    source = Source("instrument", instrument.symbol, instrument.version, instrument.title[:300], instrument.language)
    return source, prepared(matches, instrument.symbol)


def of_reading(reading: Reading) -> Text:
    """The text that a worker has read: of an uploaded document, or of what a person typed.

    Raises UploadRefused where it could not be read.
    """
    if error := reading.error:
        raise UploadRefused(error["subject"], error["problem"], error["advice"])
    matches = typed(ReadText, reading.answer)
    if (file := reading.file) is None:
        return _of_words(matches, reading.given["words"])
    source = Source("file", file.sha256, 0, kept(matches.title or file.name)[:300], matches.language, file)
    return source, prepared(paragraphs_of(matches), file.name)


def asked_of_words(words: str, by: User) -> Reading:
    """Let a worker read what a person typed. Raises InvalidFields, UploadRefused and TooManyRequests."""
    if not words.strip():
        raise InvalidFields("text", {"words": _("This is needed.")})
    if len(words) > MOST_CHARACTERS:
        raise UploadRefused("text", _("it is too long to be discussed in one piece"), _("Split it."))
    return ask(ReadingKind.WORDS, by, given={"words": kept(words), "name": "text"})


def _of_words(read_text: ReadText, words: str) -> Text:
    source = Source("typed", digest(words)[:12], 0, kept(read_text.title)[:300], read_text.language)
    return source, prepared(paragraphs_of(read_text), "text")


def prepared(paragraphs: Sequence[Numbered], name: str) -> list[Numbered]:
    """Numbered, and refused where there is nothing to discuss or more than anybody could."""
    # Signs that no page can hold, or that turn the direction of what follows, have no place in a text.
    matches = numbered(replace(paragraph, text=plain_text(paragraph.text, lines=True)) for paragraph in paragraphs)
    if not any(item.number for item in matches):
        raise UploadRefused(name, _("no paragraph was found in it"), _("Send another form of the text."))
    size = sum(len(item.text) for item in matches)
    if len(matches) > MOST_PARAGRAPHS or size > MOST_CHARACTERS:
        problem = _("it has too many paragraphs (%(many)d); at most %(most)d can be discussed in one piece") % {
            "many": len(matches),
            "most": MOST_PARAGRAPHS,
        }
        raise UploadRefused(name, problem, _("Split it."))
    return matches
