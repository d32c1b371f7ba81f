"""Activities and good practices: lists with evidence, and tables by region."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from actionlines.indicators.groups import areas_of_kind
from actionlines.papers.account.filters import strength
from actionlines.papers.account.model import Activity
from actionlines.papers.model import Inlines, Row
from actionlines.papers.sections import evidence
from actionlines.papers.sections.draft import Draft, Part, name
from actionlines.papers.sections.labels import area

COLUMNS: Mapping[str, tuple[str, int, bool]] = {
    "title": ("col.activity", 36, False),
    "organisation": ("col.organisation", 22, False),
    "places": ("col.places", 18, False),
    "years": ("col.years", 10, False),
    "results": ("col.results", 24, False),
}
CELLS = ("title", "organisation", "places", "results")
_PLACES = 4  # of one activity, named


def title(draft: Draft, one: Activity) -> Inlines:
    """Return the title of an activity with the mark of its evidence."""
    return (name(one.title, one.language), *draft.cite(evidence.id_of(one)))


def item(draft: Draft, one: Activity) -> Inlines:
    """Return an entry of a list: title, who, where, evidence."""
    tail = [part for part in (one.organisation_name, places(draft, one)) if part]
    said = f" ({draft.words('semicolon').join(tail)})" if tail else ""
    return (name(one.title, one.language), name(said, muted=True), *draft.cite(evidence.id_of(one)))


def listing(draft: Draft, found: Iterable[Activity]) -> None:
    """Add a list of activities to the draft; nothing where there are none."""
    draft.listing(item(draft, one) for one in found)


def places(draft: Draft, one: Activity) -> str:
    """Return the places of an activity in words."""
    names = [area(place, draft.words) for place in one.places]
    return draft.words("list.comma").join(names[:_PLACES]) + (" …" if len(names) > _PLACES else "")


def table(
    draft: Draft, id: str, caption: str, found: Sequence[Activity], cells: Sequence[str] = CELLS,
    lines: tuple[str, ...] = (), **values: str,
) -> None:  # fmt: skip
    """Add a table of activities with some of the cells of COLUMNS.

    lines  action lines: a link to them that nobody confirmed is marked as a proposal
    """
    rows = _rows(draft, found, cells, lines)
    draft.table(id, caption, [COLUMNS[one] for one in cells], rows, empty="no-activities", **values)


def _rows(
    draft: Draft, found: Iterable[Activity], cells: Sequence[str], lines: tuple[str, ...]
) -> Iterator[Sequence[Part]]:
    for one in found:
        head: Inlines = (name(one.title, one.language), *draft.cite(evidence.speaking(one, draft, lines)))
        sure, p = strength(one.links, lines)
        if lines and not sure:
            head = (*head, draft.proposed(p))
        made: Mapping[str, Part] = {
            "title": head, "organisation": one.organisation_name, "places": places(draft, one),
            "years": " – ".join(filter(None, (one.starts[:4], one.ends[:4]))), "results": _results(draft, one),
        }  # fmt: skip
        yield [made[cell] for cell in cells]


def annex(draft: Draft, id: str, caption: str, found: Iterable[Activity]) -> None:
    """Add activities for the workbook, without marks."""
    words = draft.words
    heads = ("activity", "organisation", "places", "since", "until", "aligned", "practice")
    made = (
        (
            name(one.title, one.language), one.organisation_name, words("list.comma").join(one.places), one.starts,
            one.ends, words("list.comma").join(link.concept for link in one.links),
            words("yes") if one.practice else "",
        )
        for one in found
    )  # fmt: skip
    draft.in_annex(id, caption, [(f"col.{key}", 10, False) for key in heads], made)


def _results(draft: Draft, one: Activity) -> Inlines:
    # Results are the words of the person who submitted the activity: its evidence shows them.
    said = []
    for figure in one.results[:3]:
        year = f"({figure.year})" if figure.year else ""
        parts = (f"{figure.what}{draft.words('colon')}{figure.value}", figure.unit, year)
        said.append(" ".join(part for part in parts if part))
    results = draft.words("semicolon").join(said) or evidence.clipped(one.results_text)
    return (name(results, one.language),) if results else ()


REGION_COLUMNS = (
    ("col.region", 34, False),
    ("col.activities", 14, True),
    ("col.practices", 14, True),
    ("col.countries", 14, True),
    ("col.behind", 14, True),
)


def by_region(
    draft: Draft, id: str, caption: str, narrowed: str = "", *, behind: str = "sdg:17.8", note: str = ""
) -> None:
    """Add a table of the regions of ITU, then of regional commissions.

    narrowed  "line=C5", or "" for all
    behind    the target on which countries that are behind are counted, "" for no such column
    """
    tail = f"&{narrowed}" if narrowed else ""
    rows: list[Row | Sequence[Part]] = []
    for kind in ("itu-region", "un-commission"):
        rows.append(draft.head(draft.words(f"kind.{kind}")))
        for id_ in areas_of_kind(kind):
            asked = [f"activities?area={id_}{tail}", f"activities?area={id_}&practice=yes{tail}"]
            asked.append(f"countries?area={id_}{tail}")
            if behind:
                asked.append(f"areas?area={id_}&behind=yes&kind=country&target={behind}")
            rows.append((area(id_, draft.words), *map(draft.ask, asked)))
    columns = REGION_COLUMNS if behind else REGION_COLUMNS[:-1]
    draft.table(id, caption, columns, rows, note=note)
