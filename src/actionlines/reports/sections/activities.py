"""Activities and good practices: lists with evidence, and tables by region."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from actionlines.framework import load
from actionlines.papers.model import Inlines, Listing, Row, Text
from actionlines.reports.account.model import Activity
from actionlines.reports.sections import evidence
from actionlines.reports.sections.draft import Draft
from actionlines.reports.sections.labels import area

COLUMNS = (
    ("col.activity", 36, False),
    ("col.organisation", 22, False),
    ("col.places", 18, False),
    ("col.results", 24, False),
)
_PLACES = 4  # of one activity, named


def title(draft: Draft, one: Activity) -> Inlines:
    """Return the title of an activity with the mark of its evidence."""
    return (Text(one.title, language=one.language, name=True), *draft.cite(evidence.id_of(one)))


def item(draft: Draft, one: Activity) -> Inlines:
    """Return an entry of a list: title, who, where, evidence."""
    who = one.organisation_name
    tail = [part for part in (who, places(draft, one)) if part]
    return (
        Text(one.title, language=one.language, name=True),
        Text(f" ({'; '.join(tail)})" if tail else "", muted=True, name=True),
        *draft.cite(evidence.id_of(one)),
    )


def listing(draft: Draft, found: Iterable[Activity]) -> None:
    """Add a list of activities to the draft; nothing where there are none."""
    items = tuple(item(draft, one) for one in found)
    if items:
        draft.add(Listing(items))


def places(draft: Draft, one: Activity) -> str:
    """Return the places of an activity in words."""
    names = [area(place, draft.words) for place in one.places]
    shown = names[:_PLACES]
    return draft.words("comma").join(shown) + (" …" if len(names) > _PLACES else "")


def table(draft: Draft, id: str, caption: str, found: Sequence[Activity], **values: object) -> None:
    """Add a table of activities with their results in figures."""
    draft.table(
        id,
        draft.words(caption, **values),
        COLUMNS,
        (_row(draft, one) for one in found),
        empty="no-activities",
    )


def _row(draft: Draft, one: Activity) -> Row:
    # Results are the words of the person who submitted the activity: its evidence shows them.
    said = []
    for figure in one.results[:3]:
        year = f"({figure.year})" if figure.year else ""
        parts = (f"{figure.what}{draft.words('colon')}{figure.value}", figure.unit, year)
        said.append(" ".join(part for part in parts if part))
    results = "; ".join(said)
    return Row(
        (
            title(draft, one),
            (Text(one.organisation_name, name=True),),
            (Text(places(draft, one), name=True),),
            (Text(results or evidence.short(one.results_text), language=one.language, name=True),),
        )
    )


REGION_COLUMNS = (
    ("col.region", 34, False),
    ("col.activities", 14, True),
    ("col.practices", 14, True),
    ("col.countries", 14, True),
    ("col.behind", 14, True),
)


def by_region(draft: Draft, id: str, caption: str, narrowed: str = "", *, behind: str = "sdg:17.8") -> None:
    """Add a table of the regions of ITU, then of regional commissions.

    narrowed  "line=C5", or "" for all
    behind    the target on which countries that are behind are counted, "" for no such column
    """
    tail = f"&{narrowed}" if narrowed else ""
    rows = []
    for kind in ("itu-region", "un-commission"):
        rows.append(Row(((Text(draft.words(f"kind.{kind}"), bold=True),),), head=True))
        for one in load().areas.values():
            if one.kind != kind:
                continue
            cells = [
                f"activities?area={one.id}{tail}", f"activities?area={one.id}&practice=yes{tail}",
                f"countries?area={one.id}{tail}",
            ]  # fmt: skip
            if behind:
                cells.append(f"areas?area={one.id}&behind=yes&kind=country&target={behind}")
            rows.append(
                Row(
                    (
                        (Text(area(one.id, draft.words), name=True),),
                        *((draft.ask(text),) for text in cells),
                    )
                )
            )
    draft.table(id, draft.words(caption), REGION_COLUMNS if behind else REGION_COLUMNS[:-1], rows)
