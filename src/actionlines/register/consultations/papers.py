"""Reports and road maps as texts for consultations: headings, paragraphs, entries of lists and rows of tables.

    source, paragraphs = of_paper(actor, "report:12")     "roadmap:3" the same

To discuss a text is to show it: what is not published yet is taken only for somebody who may edit it.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from actionlines.errors import InvalidFields
from actionlines.papers import layout
from actionlines.papers.model import Paper
from actionlines.papers.roadmap import paper as paper_of_road_map
from actionlines.papers.sections.evidence import report_words
from actionlines.papers.writers.as_json import paper_of
from actionlines.register.consultations.texts import Numbered, Source, Text, prepared
from actionlines.register.core.models import Person, Record
from actionlines.register.core.permissions import decide
from actionlines.register.core.public_view import public_data
from actionlines.register.core.serialise import as_dict
from actionlines.register.reports.builds import latest
from actionlines.register.reports.models import Report
from actionlines.register.roadmaps.models import RoadMap
from actionlines.register.roadmaps.tracking import account_of, road_map

MODELS: dict[str, type[Report | RoadMap]] = {"report": Report, "roadmap": RoadMap}
MOST = 100  # choices of each kind, the newest


def choices(actor: "Person | None") -> list[tuple[str, str]]:
    """("report:12", its title) of all that the actor may bring into a consultation, the newest first."""
    pairs = []
    for kind, model in MODELS.items():
        rows = model.objects.exclude(status="withdrawn").order_by("-changed_at")[:MOST]
        pairs += [(f"{kind}:{row.pk}", str(row)) for row in rows if _may(actor, row)]
    return pairs


def about(actor: "Person | None", name: str) -> tuple[str, list[str]]:
    """Title and Action Lines of a report or road map that the actor may add; ("", []) of none."""
    if (record := _record(actor, name)) is None:
        return "", []
    return str(record)[:300], list(getattr(record, "lines", None) or [])


def of_paper(actor: "Person | None", name: str) -> Text:
    """The text of a report or road map, as it was last built or saved. Raises InvalidFields."""
    if (record := _record(actor, name)) is None:
        raise InvalidFields("text", {"draft": _("Choose an entry of the list.")})
    draft = bool(decide(actor, f"{record.kind}.edit", record))
    paper, version = _report(record, draft) if isinstance(record, Report) else _road_map(record, draft)
    source = Source(record.kind, str(record.pk), version, paper.title[:300], paper.language)
    return source, prepared(list(_paragraphs(paper)), paper.title)


def _record(actor: "Person | None", name: str) -> Report | RoadMap | None:
    """Return the report or road map of a name, if the actor may bring it in."""
    kind, _colon, number = name.partition(":")
    known = kind in MODELS and number.isascii() and number.isdecimal() and len(number) < 19
    record = MODELS[kind].objects.filter(pk=int(number)).first() if known else None
    return record if record and record.status != "withdrawn" and _may(actor, record) else None


def _may(actor: "Person | None", record: Record) -> bool:
    kind = record.kind
    return bool(decide(actor, f"{kind}.view" if record.is_public() else f"{kind}.edit", record))


def _report(report: Report, draft: bool) -> tuple[Paper, int]:
    built = latest(report, begin=False) if draft else None
    held = built if built is not None and built.paper else report.published_build
    if held is None or not held.paper:
        raise InvalidFields("text", {"draft": _("It has no paper yet: build it in the builder first.")})
    return paper_of(held.paper), held.version


def _road_map(record: RoadMap, draft: bool) -> tuple[Paper, int]:
    data = as_dict(record) if draft else public_data([record])[0]
    account = account_of(data)
    matches = road_map(data, account)
    return paper_of_road_map(matches, account, report_words(matches.language)), int(data["version"])


def _paragraphs(paper: Paper) -> Iterator[Numbered]:
    for block in layout.lay_out(paper).blocks:
        match block:
            case layout.Heading():
                yield Numbered(block.anchor, f"{block.number} {block.title}".strip(), "", "heading", block.level)
            case layout.NumberedParagraph():
                yield Numbered(block.anchor, layout.plain_text(block.spans), block.number)
            case layout.Items():
                for place, item in enumerate(block.items, 1):
                    yield Numbered(f"{block.anchor}-{place}", layout.plain_text(item))
            case layout.Grid():
                yield Numbered(block.anchor, f"{block.label}. {block.caption}", "", "heading", 4)
                for place, row in enumerate(block.rows, 1):
                    cells = (layout.plain_text(layout.join_spans(cell)) for cell in row.cells)
                    yield Numbered(f"{block.anchor}-{place}", " | ".join(filter(None, cells)))
            case layout.Quotation():
                yield Numbered(block.anchor, block.text)
            case _:
                pass  # pictures, and what is missing, are no words to discuss
