"""A citation: the words that refer to an instrument, and the canonical form they resolve to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CitationKind = Literal[
    "un_res", "un_dec", "un_doc", "treaty", "named", "wsis_doc", "itu_res", "itu_dec", "itu_doc", "itu_rec",
    "itu_basic", "sdg_goal", "sdg_target", "action_line", "ibid", "locator",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Citation:
    """`text[start:end] == quote`, where text is that of the paragraph with id `paragraph`, or the raw input.

    canonical   docs/citations.md section "Canonical forms"; a place within the instrument follows `#`
    """

    kind: CitationKind
    canonical: str
    quote: str
    start: int
    end: int
    paragraph: str = ""

    @property
    def instrument(self) -> str:
        """The canonical form without the place within."""
        return self.canonical.partition("#")[0]
