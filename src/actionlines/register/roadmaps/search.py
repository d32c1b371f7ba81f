"""Road maps in the search: the version that the public sees."""

from collections.abc import Iterable, Iterator, Mapping

from actionlines.papers.sections.narrative import strip_questions
from actionlines.register.core.kinds import Search
from actionlines.register.core.pages.results import Found
from actionlines.register.core.public_view import list_published, public_views
from actionlines.register.core.search.concepts import names_of
from actionlines.register.core.search.entries import Entry, day_of, shown, widened
from actionlines.register.core.search.queries import Hit
from actionlines.register.roadmaps.models import RoadMap


def list_entries(ids: Iterable[int]) -> Iterator[Entry]:
    """Yield the entries of road maps that are published: the version that the public sees."""
    for pk, at, data in list_published(RoadMap, ids):
        language = data["language"]
        taken = [item for item in data["items"] if item["decision"] == "taken"]
        items = {
            level: tuple(item["ref"] for item in taken if item["kind"] == level)
            for level in ("goal", "target", "commitment")
        }
        rest = [row["name"] for row in data["metrics"]] + [row["what"] for row in data["milestones"]]
        texts = [*map(strip_questions, data["narratives"].values()), *rest]
        lines = tuple(data["lines"])
        dues = sorted(row["due"] for row in data["milestones"] if row["due"] and not row["done"])
        purpose = strip_questions(data["narratives"].get("purpose", ""))
        yield Entry(
            kind="roadmap",
            id=pk,
            title=((data["title"], language),),
            text=tuple((text, language) for text in texts),
            names=names_of((*lines, *items["target"], *items["commitment"])),
            facets={
                "action_line": widened(lines),
                **items,
                "status": ("published",),
                "language": (language,),
                "due_year": tuple(dict.fromkeys(day[:4] for day in dues)),
            },
            newest=at.timestamp(),
            due=day_of(dues[0]) if dues else None,
            by_title=data["title"],
            shown=shown(data["title"], purpose, "\n".join(texts), language),
        )


def list_hits(hits: Mapping[int, Hit]) -> Iterator[Found]:
    """Yield the hits as pages show them: title and Action Lines."""
    for roadmap in public_views(RoadMap.objects.in_bulk(hits).values()):
        url, lines = roadmap.get_absolute_url(), tuple(roadmap.lines)
        yield Found(hits[roadmap.pk], roadmap.title, url, "", roadmap.language, roadmap, lines)


SEARCH = Search(place=50, entries=list_entries, hits=list_hits)
