"""Reports in the search: their words as they were published."""

from collections.abc import Iterable, Iterator, Mapping

from actionlines.register.core.kinds import Search
from actionlines.register.core.pages.results import Found
from actionlines.register.core.search.concepts import names_of
from actionlines.register.core.search.entries import Entry, area_facets, shown
from actionlines.register.core.search.queries import Hit
from actionlines.register.reports.models import Report


def list_entries(ids: Iterable[int]) -> Iterator[Entry]:
    """Yield the entries of reports that are published."""
    rows = Report.objects.filter(pk__in=list(ids), published_build__isnull=False).exclude(status="withdrawn")
    for report in rows.select_related("published_build"):
        build = report.published_build
        assert build is not None  # the query asks for it
        words, language = build.words, build.language
        country = (area,) if (area := report.parameters.get("area")) else ()
        symbol = report.parameters.get("symbol")
        yield Entry(
            kind="report",
            id=report.pk,
            title=((words["title"], language),),
            summary=((words["subtitle"], language),),
            text=((words["text"], language),),
            names=names_of(country),
            facets={
                "type": (report.type,),
                "language": (language,),
                "status": ("published",),
                **area_facets(country),
                **({"instrument": (symbol,)} if symbol else {}),
            },
            newest=report.published_at.timestamp() if report.published_at else 0.0,
            by_title=words["title"],
            shown=shown(words["title"], words["subtitle"], words["text"], language),
        )


def list_hits(hits: Mapping[int, Hit]) -> Iterator[Found]:
    """Yield the hits as pages show them: title and type."""
    for report in Report.objects.select_related("published_build").in_bulk(hits).values():
        if build := report.published_build:
            title, about = build.words["title"], str(report.get_type_display())
            yield Found(hits[report.pk], title, report.get_absolute_url(), about, build.language, report)


SEARCH = Search(place=60, entries=list_entries, hits=list_hits)
