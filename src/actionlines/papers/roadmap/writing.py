"""A road map in the making: a draft with the decisions of people, the lines, and the figures of their targets."""

from __future__ import annotations

from functools import cached_property

from actionlines.papers.model import Inlines
from actionlines.papers.roadmap.figures import Figures
from actionlines.papers.roadmap.line_scope import Lens, Spoken
from actionlines.papers.roadmap.model import RoadMap
from actionlines.papers.sections.closing import Told
from actionlines.papers.sections.draft import name
from actionlines.papers.sections.narrative import Written
from actionlines.papers.words import Words


class Writing(Told):
    """A draft of `roadmap` over the part of an account that `lens` shows."""

    def __init__(self, roadmap: RoadMap, lens: Lens, figures: Figures, words: Words) -> None:
        by = words("by.people")
        texts = [
            Written(one.section, one.text, one.by or by, language=roadmap.language)
            for one in roadmap.narratives
        ]
        # A published paper has no marks of its making.
        super().__init__(lens.account, words, texts, numbered=True, mark=roadmap.status != "published")
        self.roadmap, self.lens, self.figures = roadmap, lens, figures

    @cached_property
    def spoken(self) -> tuple[Spoken, ...]:
        """Return goals, targets and commitments: linked to the lines, or taken by people."""
        return self.lens.with_taken(self.roadmap.taken)

    def lacks(self, key: str, **values: object) -> None:
        """Add a note on missing content, in a draft with advice for those who write it."""
        self.missing(f"missing.{key}", f"advice.{key}" if self.mark else "", **values)

    def kept(self, one: Spoken) -> bool:
        """Return whether people did not leave it out."""
        return self.roadmap.decision(one.level, one.concept) != "left"  # type: ignore[arg-type]

    def taken(self, one: Spoken) -> bool:
        """Return whether people took it."""
        return self.roadmap.decision(one.level, one.concept) == "taken"  # type: ignore[arg-type]

    def own(self, said: str, *, bold: bool = False) -> Inlines:
        """Return words of the people who write the road map, in its language; nothing where there are none."""
        return (name(said, self.roadmap.language, bold=bold),) if said else ()
