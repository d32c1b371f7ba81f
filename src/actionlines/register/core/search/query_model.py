"""What is asked of the search and what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

# In the order in which a page shows them.
KINDS = (
    "activity", "mandate", "instrument", "paragraph", "organisation", "roadmap", "report", "consultation",
    "passage", "concept",
)  # fmt: skip
SORTS = ("relevance", "newest", "due", "title", "checks")
MOST = 10_000  # hits that can be paged through; more are counted, not shown
Bounds = tuple[date | None, date | None]
# Only what a text decides counts as asked of somebody; drafts, recommendations and restated duties do not.
OWED: Mapping[str, Sequence[str]] = MappingProxyType({"force": ("decided",)})


ANY = "any"  # a value of a filter that usually holds: take all


def with_usual(
    chosen: Mapping[str, Sequence[str]], usual: Mapping[str, Sequence[str]]
) -> dict[str, Sequence[str]]:
    """Return the filters chosen, and what usually holds where nothing is; ANY takes all.

    >>> with_usual({}, OWED), with_usual({"force": ["any"], "body": ["itu"]}, OWED)
    ({'force': ('decided',)}, {'body': ['itu']})
    """
    found = {**usual, **chosen}
    return {name: values for name, values in found.items() if name not in usual or ANY not in values}


@dataclass(frozen=True, slots=True)
class Query:
    """One question.

    text     words; "in quotes" for a phrase, -word for what must not be there
    kind     of KINDS; several, or () for everything
    filters  facet -> values; values of one facet are alternatives, facets add up
    ranges   `due` or `starts` -> (first day, last day), both inclusive, None for open
    facets   facets to count; the counts of a facet leave its own filter out
    sort     of SORTS; "" is relevance where there is text, else the newest first
    page     from 1; size at most 100 (0 counts only)
    match    "all" words must be there, or "any" of them (the more, the better)
    exclude  keys (`activity:12`) left out
    """

    text: str = ""
    kind: str | tuple[str, ...] = ()
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    ranges: Mapping[str, Bounds] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    sort: str = ""
    page: int = 1
    size: int = 20
    match: Literal["all", "any"] = "all"
    exclude: tuple[str, ...] = ()

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of the query as a tuple."""
        return ((self.kind,) if self.kind else ()) if isinstance(self.kind, str) else self.kind


@dataclass(frozen=True, slots=True)
class Snippet:
    """Words around what was found: `spans` are (start, end) in `text`, for `{% marked text spans %}`.

    field   "title", "summary" or "text"; cut: whether text stands before or after it
    """

    text: str
    spans: tuple[tuple[int, int], ...] = ()
    cut: tuple[bool, bool] = (False, False)
    language: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One record, or a concept or paragraph: `id` is the number of a record, or the id of a concept. `spans`
    are places of what was asked in `title`: for an activity and an organisation that is the record's own title.
    """

    kind: str
    id: int | str
    score: float = 0.0
    title: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    snippet: Snippet | None = None

    @property
    def key(self) -> str:
        """Return the key of the hit in the index, such as `activity:12`."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Hits:
    """The answer: one page of hits, how many there are in all, and the facets asked for (value, count), the
    most frequent first. `loose`: no record holds all the words; these hold some of them.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=lambda: MappingProxyType({}))
    page: int = 1
    size: int = 20
    loose: bool = False

    @property
    def ids(self) -> tuple[int | str, ...]:
        """Return the ids of the hits in their order."""
        return tuple(hit.id for hit in self.hits)

    @property
    def snippets(self) -> dict[int | str, Snippet]:
        """Snippets by id, where there is one."""
        return {hit.id: hit.snippet for hit in self.hits if hit.snippet}

    @property
    def pages(self) -> int:
        """Return the number of pages that can be shown, 1 or more."""
        return max(1, -(-min(self.total, MOST) // self.size)) if self.size else 1


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion: what it is called, and the kind and id it leads to ("" for mere words)."""

    text: str
    kind: str = ""
    id: str = ""
