"""What a search found, as pages show it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from actionlines.register.core.concepts import concept
from actionlines.register.core.kinds import kinds, searches
from actionlines.register.core.pages.facets import CONCEPTS
from actionlines.register.core.public_view import PublicView
from actionlines.register.core.search import Hit


@dataclass(frozen=True, slots=True)
class Found:
    """One hit: `about` is said under the title; `record` is the record itself, None for a concept."""

    hit: Hit
    title: str
    url: str
    about: str = ""
    language: str = ""
    record: PublicView | Model | None = None
    chips: tuple[str, ...] = field(default=())
    other_versions: int = 0

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Places of what was asked in the title, where the title is words that were searched."""
        if self.title == self.hit.title:
            return self.hit.spans
        return self.hit.snippet.spans if self.hit.snippet and not self.says_more else ()

    @property
    def says_more(self) -> bool:
        """Return whether the words around what was found are others than the title."""
        return self.hit.snippet is not None and self.hit.snippet.text.casefold() != self.title.casefold()

    @property
    def says_what(self) -> str:
        """Return the kind and name of a result: "Body · ITU", "Instrument · Resolution 140 (Rev. Bucharest, 2022)"."""
        parts = (self.about,) if self.about.startswith(self.kind_name) else (self.kind_name, self.about)
        return " · ".join(filter(None, parts))

    @property
    def kind_name(self) -> str:
        """Return the name of the kind of record or concept."""
        if self.hit.kind == "concept" and (matches := concept(str(self.hit.id))):
            return str(CONCEPTS[matches.kind])
        return str(kinds()[self.hit.kind].name) if self.hit.kind in kinds() else ""


def shown(hits: Iterable[Hit]) -> list[Found]:
    """Return the hits in their order; one query, or a few, for each kind among them."""
    ordered = list(hits)
    matches: dict[str, Found] = {}
    for key, list_hits in _finders().items():
        if wanted := {hit.id: hit for hit in ordered if hit.kind == key}:
            matches.update((match.hit.key, match) for match in list_hits(wanted))
    return [matches[hit.key] for hit in ordered if hit.key in matches]


def _list_concepts(hits: Mapping[Any, Hit]) -> Iterator[Found]:
    for identifier, hit in hits.items():
        if match := concept(identifier):
            about = " · ".join(part for part in (str(CONCEPTS[match.kind]), match.code) if part != match.name)
            yield Found(hit, match.name, match.url, about)


def _finders() -> Mapping[str, Callable[[Mapping[Any, Hit]], Iterator[Found]]]:
    parts = (search.part for search in searches().values() if search.part)
    return {
        **{key: search.hits for key, search in searches().items()},
        **{part.key: part.hits for part in parts},
        "concept": _list_concepts,
    }
