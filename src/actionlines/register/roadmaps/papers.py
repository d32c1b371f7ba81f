"""Files of a road map, kept by the digest of what they were made from."""

from collections.abc import Mapping

from actionlines.papers.model import Paper
from actionlines.papers.roadmap import paper
from actionlines.papers.roadmap.figures import Figures
from actionlines.papers.roadmap.model import LineScope
from actionlines.papers.sections.evidence import report_words
from actionlines.papers.words import LANGUAGES
from actionlines.papers.write import render
from actionlines.papers.writers.as_json import as_dict, paper_of
from actionlines.register.core.notices import address
from actionlines.register.core.schema import Data, Serialised
from actionlines.register.core.serialise import as_dict as record_as_dict
from actionlines.register.reports.builds import changed_figures
from actionlines.register.roadmaps.models import RoadMap, RoadMapPaper
from actionlines.register.roadmaps.tracking import account_of, road_map

KEPT = 2  # published versions whose papers are kept


def papers_now(record: RoadMap, version: int) -> dict[str, Data]:
    """Return the papers of a road map that is about to be published, by language of the program."""
    data = {**record_as_dict(record), "status": "published", "version": version}
    account = account_of(data, address=address())
    filters = LineScope.of(account, tuple(data["lines"]))
    made, figures = road_map(data, account, lens=filters), Figures(account)
    return {
        item: as_dict(paper(made, account, report_words(item), figures=figures, lens=filters)) for item in LANGUAGES
    }


def keep(record: RoadMap, version: int, papers: Mapping[str, Serialised]) -> None:
    """Write the papers of a version, each with the numbers that changed; papers of old versions are let go."""
    for language, made in papers.items():
        before = record.papers.filter(language=language).first()
        changed = changed_figures(before.paper, made) if before else []
        RoadMapPaper.objects.create(
            roadmap=record,
            version=version,
            language=language,
            paper=made,
            changed=[[changed_figure.label, changed_figure.was, changed_figure.now] for changed_figure in changed],
        )
    versions = record.papers.order_by("-version").values_list("version", flat=True).distinct()
    record.papers.exclude(version__in=list(versions[:KEPT])).delete()


def kept(data: Serialised, language: str = "") -> RoadMapPaper | None:
    """Return the paper that was published of a serialised road map; None for a draft, or where none was kept."""
    if data["status"] != "published":
        return None
    sentence = language if language in LANGUAGES else data["language"]
    return RoadMapPaper.objects.filter(roadmap=data["id"], language=sentence).first()


def paper_now(data: Serialised, language: str = "") -> Paper:
    """Return the paper of a serialised road map: the kept one where it is published, else that of today."""
    if matches := kept(data, language):
        return paper_of(matches.paper)
    account = account_of(data, address=address())
    sentence = language if language in LANGUAGES else data["language"]
    return paper(road_map(data, account), account, report_words(sentence))


def made(data: Serialised, form: str, language: str = "") -> bytes:
    """Return the file of a serialised road map, with words of the program in `language` or in its own."""
    return render(paper_now(data, language), form)
