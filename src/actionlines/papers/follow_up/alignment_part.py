"""The part of the report on alignment, in rows and sentences that every format shares."""

from __future__ import annotations

from dataclasses import dataclass

from actionlines.alignment.model import LEVELS, Level, all_labels
from actionlines.papers.concepts import code, full, name, sureness
from actionlines.papers.follow_up.alignment_model import Place, Speaks
from actionlines.papers.follow_up.model import FollowUp
from actionlines.papers.words import ENGLISH, Words


@dataclass(frozen=True, slots=True)
class Row:
    """A label that is spoken to, in words. `share` is its part of the most passages at its level, 0 to 1."""

    id: str
    code: str
    name: str
    passages: int
    share: float
    documents: str
    where: str
    sure: str
    place: Place


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A label in a table of all levels, also one that nothing speaks to (`row` None)."""

    level: str
    id: str
    full: str
    row: Row | None


@dataclass(frozen=True, slots=True)
class Part:
    """One level: what is spoken to, and the rest as (id, code and name)."""

    level: Level
    title: str
    total: int
    rows: tuple[Row, ...]
    silent: tuple[tuple[str, str], ...]

    @property
    def silent_names(self) -> tuple[str, ...]:
        """Return code and name of each label that no paragraph speaks to."""
        return tuple(name for _, name in self.silent)


@dataclass(frozen=True, slots=True)
class PairRow:
    """An action line with a goal, in words."""

    key: str
    line: str
    goal: str
    paragraphs: int
    status: str
    matrix: str
    where: str
    place: Place


def parts(follow_up: FollowUp, words: Words = ENGLISH) -> tuple[Part, ...]:
    """Return the four levels, or none where nothing was aligned."""
    found = follow_up.speaks
    if found is None or not found.paragraphs:
        return ()
    return tuple(_part(follow_up, found, level, words) for level in LEVELS)


def _part(follow_up: FollowUp, found: Speaks, level: Level, words: Words) -> Part:
    spoken = found.at(level)
    most = max((one.passages for one in spoken), default=1)
    rows = tuple(
        Row(
            one.id, *_called(one.id, words), one.passages, one.passages / most,
            "; ".join(words.apart(follow_up.documents[index].label) for index in one.documents),
            where(follow_up, one.strongest, words),
            sureness(one.strongest.p, one.strongest.stated, words), one.strongest,
        )
        for one in spoken
    )  # fmt: skip
    silent = tuple((one, full(one, words)) for one in found.silent(level))
    return Part(level, words(f"level.{level}"), len(all_labels().of(level)), rows, silent)


def spoken_rows(follow_up: FollowUp, words: Words = ENGLISH) -> tuple[SheetRow, ...]:
    """Return every label of every level: those spoken to first, then the others."""
    out: list[SheetRow] = []
    for part in parts(follow_up, words):
        out += [SheetRow(part.title, one.id, f"{one.code} {one.name}".rstrip(), one) for one in part.rows]
        out += [SheetRow(part.title, one, name, None) for one, name in part.silent]
    return tuple(out)


def _called(concept: str, words: Words) -> tuple[str, str]:
    """Return code and name of a label, also of a line of C7."""
    if ":" in concept:
        return code(concept, words), name(concept, words)
    line, _, named = full(concept, words).partition(" ")
    return line, named


def pair_rows(follow_up: FollowUp, words: Words = ENGLISH) -> tuple[PairRow, ...]:
    """Return action lines with goals, those in most paragraphs first."""
    pairs = sorted(follow_up.speaks.pairs if follow_up.speaks else (), key=lambda one: -one.paragraphs)
    return tuple(
        PairRow(
            f"{one.action_line}~{one.goal}", full(one.action_line, words), full(one.goal, words),
            one.paragraphs, one.status, words(f"matrix.{one.status}"),
            where(follow_up, one.strongest, words), one.strongest,
        )
        for one in pairs
    )  # fmt: skip


def where(follow_up: FollowUp, place: Place, words: Words = ENGLISH) -> str:
    """Return a passage as one would cite it; with its document where there are several."""
    said = words.place(place.paragraph)
    if len(follow_up.documents) == 1:
        return said
    return f"{words.apart(follow_up.documents[place.document].label)}, {said}"


def remarks(follow_up: FollowUp, words: Words = ENGLISH) -> list[str]:
    """Return sentences on what could not be aligned and why, or that no label was found."""
    found = follow_up.speaks
    if found is None:
        return []
    said = [words("speaks.problem", problem=found.problem)] if found.problem else []
    for key, indexes in (("no-text", found.no_text), ("no-language", found.no_language)):
        if indexes:
            labels = ", ".join(words.apart(follow_up.documents[index].label) for index in indexes)
            said.append(words(f"speaks.{key}", list=labels))
    if found.paragraphs and not found.spoken:
        said.append(words("empty.speaks"))
    return said


def intro(follow_up: FollowUp, words: Words = ENGLISH) -> str:
    """Return the sentence on how to read the part; "" where nothing was aligned."""
    found = follow_up.speaks
    if found is None or not found.paragraphs:
        return ""
    return words("speaks.intro", paragraphs=words.counted(found.paragraphs, "paragraph"))
