"""The source of the sections of a road map, and the phrases that they share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from actionlines.framework import load
from actionlines.framework.called import called, short
from actionlines.papers.model import Block, Inline, Inlines, Missing, Number, Para, Row, Text
from actionlines.papers.words import Words, catalogue
from actionlines.progress.words import words as shared
from actionlines.reports.roadmap.evidence_collector import Notes, filled, name
from actionlines.reports.roadmap.fact_placeholders import number, pieces
from actionlines.reports.roadmap.figures import Figures
from actionlines.reports.roadmap.line_scope import Lens, Spoken
from actionlines.reports.roadmap.model import RoadMap

NOTHING: Inlines = (Text("–", muted=True),)
_PARAGRAPHS = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Writing:
    """The road map, what it is made of, and what is collected on the way."""

    roadmap: RoadMap
    lens: Lens
    figures: Figures
    notes: Notes
    words: Words

    @cached_property
    def spoken(self) -> tuple[Spoken, ...]:
        """Return goals, targets and commitments: linked to the lines, or taken by people."""
        return self.lens.with_taken(self.roadmap.taken)

    def missing(self, key: str, **given: object) -> Missing:
        """Return a note on missing content, with advice for the reader."""
        return Missing(self.words(f"missing.{key}", **given), self.words(f"advice.{key}"))

    def say(self, key: str, **given: Inline | str) -> Para:
        """Return a numbered paragraph: the words of `key` with their holes filled."""
        return Para(filled(self.words(key), **given), numbered=True)

    def narrative(self, section: str) -> Iterator[Block]:
        """Yield the text of people for a section. `{{mandates?line=C5}}` in it becomes a number."""
        for one in self.roadmap.narrative(section):
            by = one.by or self.words("by.people")
            for part in filter(None, (part.strip() for part in _PARAGRAPHS.split(one.text))):
                inlines, wrong = self._bound(part)
                yield Para(inlines, numbered=True, by=by)
                yield from wrong

    def _bound(self, said: str) -> tuple[Inlines, list[Missing]]:
        out: list[Inline] = []
        wrong = []
        for one in pieces(said, self.notes.account):
            if not one.question:
                out.append(name(one.text, self.roadmap.language))
            elif one.fact is None or one.fact.value is None:
                out.append(Text(self.words("fact.unknown"), italic=True))
                wrong.append(Missing(one.problem) if one.problem else self.missing("fact", question=one.text))
            else:
                self.notes.facts.setdefault(one.fact.id, one.fact)
                out.append(Number(number(one.fact.value, one.fact.unit, self.words), one.fact.id))
        return tuple(out), wrong

    def concept(self, concept: str) -> Inlines:
        """Return a line, goal, target or commitment with its number and name."""
        return (name(*concept_named(concept, self.words)),)

    def body(self, label: str) -> Text:
        """Return a body by a name that fits a table."""
        said, own = short(label, self.words.language)
        return name(said, "" if own == self.words.language else own)

    def kept(self, one: Spoken) -> bool:
        """Return whether people did not leave it out."""
        return self.roadmap.decision(one.level, one.concept) != "left"  # type: ignore[arg-type]

    def row(self, *cells: Inlines) -> Row:
        """Return a row of a table; an empty cell shows that it is."""
        return Row(tuple(cell or NOTHING for cell in cells))

    def head(self, said: Inlines) -> Row:
        """Return a row with one cell over the whole width of a table."""
        return Row((said,), head=True)

    def due(self, day: str) -> Inlines:
        """Return an ISO date in words; nothing where there is no date."""
        return (name(self.words.date(day)),) if day else ()


def concept_named(concept: str, words: Words) -> tuple[str, str]:
    """Return (number and name, language of the name where it is not that of the paper)."""
    name, own = called(concept, words.language)
    goal = load().goals.get(concept)
    code = f"SDG {goal.number}" if goal else concept.removeprefix("sdg:").replace("gdc:", "GDC ")
    return (f"{words.apart(code)} {name}" if name else concept), "" if own in ("", words.language) else own


@cache
def words(language: str = "en") -> Words:
    """Return the catalogue in this language. Raises KeyError for another than papers.words.LANGUAGES."""
    return catalogue(language, "actionlines.reports.roadmap", shared(language))


ENGLISH = words("en")
