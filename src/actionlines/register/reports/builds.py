"""Builds of a report: what was asked, the account it is made from, its files."""

import contextlib
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django_tasks import task

from actionlines import __version__
from actionlines.errors import ActionlinesError, BadQuestion, MissingFont
from actionlines.framework import load
from actionlines.papers.account.model import Account, SeriesStanding
from actionlines.papers.account.question import area_and_members, normalise_question, parse_question
from actionlines.papers.model import Inlines, Listing, Paper, Para, Section, Text
from actionlines.papers.reports import ReportRequest, contribution, slots
from actionlines.papers.reports import build as make
from actionlines.papers.reports.biennial import DIVIDE, list_regions
from actionlines.papers.reports.brief import areas_beside, core_targets
from actionlines.papers.reports.request import kind_of
from actionlines.papers.sections.evidence import describe_question
from actionlines.papers.sections.evidence import name_area as area_name
from actionlines.papers.sections.evidence import report_words as catalogue
from actionlines.papers.sections.narrative import FACT, ReportDraft, SectionText, bind_text, propose_facts
from actionlines.papers.write import FORMATS, render
from actionlines.papers.writers.as_json import as_dict, paper_of
from actionlines.register.core.notices import address
from actionlines.register.core.schema import Data, Serialised
from actionlines.register.instruments.models import Instrument
from actionlines.register.reports import account as records
from actionlines.register.reports.models import BuildStatus, Report, ReportBuild, ReportStatus, digest


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """A figure of two papers, as each shows it; "" where the paper does not have it."""

    label: str
    was: str
    now: str


def changed_figures(before: Serialised, after: Serialised) -> list[ChangedFigure]:
    """Return the figures of `after` that have another value in `before`, in their order.

    Both are papers as `papers.writers.as_json.as_dict` gives them. A figure that only one of them has is no change
    of a number.
    """
    words = catalogue(str(after.get("language") or "en"))
    held = {row["id"]: row for row in before.get("facts", ())}
    out = []
    for item in after.get("facts", ()):
        old = held.get(item["id"])
        if old is None or old["value"] == item["value"]:
            continue
        was, now = ("–" if fact["value"] is None else words.figure(fact["value"], fact["unit"]) for fact in (old, item))
        if was != now:
            out.append(ChangedFigure(item["label"], was, now))
    return out


_READINGS = 4  # of the records of a report
KEPT = 3  # builds of a report beside the published one
_INDEXED = 20_000  # characters of a paper that the search reads
_PROPOSED = frozenset({"contribution", "profile", "cooperation"})  # kinds whose facts are those of their area


def asked_of(report: Report) -> ReportRequest:
    """Return kind, parameters and texts of a report as the question to its builder."""
    fields = {name: str(value or "") for name, value in report.parameters.items()}
    # Who a paper says that its texts are by: the country, or its editors. Names of people are not in it.
    words = catalogue(report.language)
    area = report.parameters.get("area")
    by = area_name(area, words) if report.type == "contribution" and area else words("by.editors")
    texts = tuple(
        SectionText(section["section"], section["text"], by, tuple(sorted((section.get("seen") or {}).items())))
        for section in report.sections
    )
    return ReportRequest(
        kind_of(report.type), report.language, fields.get("symbol", ""), fields.get("area", ""),
        fields.get("since", ""), fields.get("until", ""), fields.get("body", ""), title=report.title,
        subject=fields.get("subject", ""),
        masthead=tuple((str(name), str(value)) for name, value in report.masthead.items()),
        chosen=tuple(report.chosen), texts=texts, status=status_words(report),
    )  # fmt: skip


def status_words(report: Report) -> str:
    """Draft, or published in which version, in the language of the report."""
    words = catalogue(report.language)
    if report.status == ReportStatus.PUBLISHED:
        return words("paper.published", version=report.published_version)
    return words("paper.draft")


def account_of(request: ReportRequest) -> Account:
    """The records that a report draws on. Figures are those of its areas, of the areas that its texts ask about,
    and of the regions; everything else is what the public may see.
    """
    areas = {area for text in _questions(request) if (area := _area(text))}
    wanted: list[SeriesStanding] = []
    if request.kind == "biennial":
        wanted += records.standings_on(None, (*list_regions(), "m49:001"))
        wanted += records.standings_on(DIVIDE, load().countries)
    elif request.kind == "brief":
        beside = areas_beside(request.area)
        areas |= {request.area, *beside, "world"}
        wanted += records.standings_on(core_targets(), set().union(*map(area_and_members, beside)))
    elif request.kind in _PROPOSED:
        areas |= area_and_members(request.area) if request.kind in ("profile", "cooperation") else {request.area}
    symbols = None
    paragraphs: list[str] = [
        item.removeprefix("paragraph:").rpartition("#")[0] for item in request.chosen if item.startswith("paragraph:")
    ]
    if request.kind == "follow-up":
        symbols = {request.symbol}
    if request.kind == "cooperation":
        paragraphs += Instrument.objects.filter(country=request.area).values_list("symbol", flat=True)
    # Whether the texts ask about more than the instrument of a follow-up table.
    account = records.gather(
        symbols=symbols
        if not areas and not any(f"symbol={request.symbol}" not in text for text in _questions(request))
        else None,
        paragraphs=sorted(set(paragraphs)),
        standings=False,
        address=address(),
        subject="" if [*_questions(request)] else _subject(request),
    )
    programmes = {request.area} if request.kind in ("cooperation", "brief") else set()
    programmes |= {_area(text) for text in _questions(request) if text.startswith("funded")} - {""}
    if programmes:
        account = replace(account, funded=records.funded(set().union(*map(area_and_members, programmes))))
    elif request.kind == "implementation":
        account = replace(account, funded=records.funded(body=request.subject))
    areas |= _proved(account)
    if areas:
        wanted += records.standings_on(None, sorted(areas))
    held = {(standing.area, standing.series, standing.breakdown): standing for standing in wanted}
    return replace(account, instruments=records.instruments(), standings=tuple(held[key] for key in sorted(held)))


def _questions(report_request: ReportRequest) -> Iterable[str]:
    for text in report_request.texts:
        yield from FACT.findall(text.text)
    yield from (item.removeprefix("fact:") for item in report_request.chosen if item.startswith("fact:"))


def _subject(report_request: ReportRequest) -> str:
    return report_request.subject or (report_request.area if report_request.kind == "brief" else "")


def _area(text: str) -> str:
    try:
        return parse_question(text).get("area")
    except BadQuestion:
        return ""


def _proved(account: Account) -> set[str]:
    notes = (note for mandate in account.mandates for note in mandate.progress if note.kind == "indicator")
    return {str(note.evidence.get("area", "")) for note in notes} - {""}


def latest(report: Report, *, begin: bool = True) -> ReportBuild | None:
    """The newest build of the version that is saved; where there is none, one is begun."""
    matches = report.builds.filter(version=report.version).first()
    return matches or (started(report) if begin else None)


def started(report: Report) -> ReportBuild:
    """A build that waits for a worker. Older ones are let go."""
    made = ReportBuild.objects.create(report=report, version=report.version, language=report.language)
    old = report.builds.exclude(pk=report.published_build_id or 0).values_list("pk", flat=True)[KEPT:]
    ReportBuild.objects.filter(pk__in=list(old)).delete()
    build_report.enqueue(made.pk)
    made.refresh_from_db()
    return made


@task()
def build_report(number: int) -> None:
    """Write the paper of a build in a worker process."""
    build(number)


def build(number: int) -> None:
    """Make the paper of a build. What goes wrong is kept with it."""
    held = ReportBuild.objects.select_related("report").filter(pk=number).first()
    if held is None or not held.going:
        return
    report = held.report
    if report.version != held.version:
        _failed(held, {"code": "", "subject": str(report), "problem": "it was changed meanwhile", "advice": ""})
        return
    try:
        query = asked_of(report)
        _at(held, "reading")
        account = _read_account(query)
        _at(held, "writing")
        # A published paper has no marks of its making; what is open is in the flags.
        made = make(account, query, mark=report.status != ReportStatus.PUBLISHED)
    except ActionlinesError as error:
        _failed(held, {"code": error.code, "subject": error.subject, "problem": error.problem, "advice": error.advice})
        return
    held.paper = as_dict(made.paper)
    held.sha256 = digest(held.paper)
    held.flags = [asdict(flag) for flag in made.flags]
    held.proposals = _proposals(account, query)
    held.words = words_of(made.paper)
    held.save()
    if query.kind == "biennial":  # a long one: its files are made here rather than while somebody waits
        for form in FORMATS:
            with contextlib.suppress(MissingFont):  # the page of that one file says what to install
                file_of(held, form)
    held.status = BuildStatus.DONE
    held.save(update_fields=["status"])


def _read_account(query: ReportRequest) -> Account:
    """Return the account, read again where a record went while it was read: its parts are several queries."""
    for _attempt in range(_READINGS - 1):
        with contextlib.suppress(KeyError, ObjectDoesNotExist):
            return account_of(query)
    return account_of(query)


def file_of(held: ReportBuild, form: str) -> Path:
    """The file of a build in one of `kinds.files.FORMATS`; made where it is not there any more."""
    # Another release may write the same paper in another way.
    path: Path = settings.DATA / "reports" / f"{held.sha256}-{__version__}.{form}"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        partial = path.with_suffix(f".{uuid4().hex}.partial")
        try:
            partial.write_bytes(render(paper_of(held.paper), form))
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)
    return path


def _at(held: ReportBuild, status: str) -> None:
    held.status = status
    held.save(update_fields=["status"])


def _failed(held: ReportBuild, error: Data) -> None:
    held.status, held.error = BuildStatus.FAILED, error
    held.save(update_fields=["status", "error"])


def _proposals(account: Account, request: ReportRequest) -> dict[str, list[dict[str, str]]]:
    """Facts for each section; for an area or instrument they are the same in all of its sections."""
    words = catalogue(request.language)
    period = "&".join(f"{name}={value}" for name in ("since", "until") if (value := getattr(request, name)))
    out: dict[str, list[dict[str, str]]] = {}
    for slot in slots(request):
        line = slot.removeprefix("line:") if slot.startswith("line:") else ""
        narrowed = {"line": line, "symbol": request.symbol if request.kind == "follow-up" else ""}
        area = request.area if request.kind in _PROPOSED else ""
        out[slot] = [asdict(fact) for fact in propose_facts(account, words, area=area, period=period, **narrowed)]
        if request.kind != "biennial":
            out = {"": out[slot]}
            break
    if request.kind == "contribution":
        out["chosen"] = [_item(account, candidate, request.language) for candidate in _candidates(account, request)]
    return out


def _candidates(account: Account, report_request: ReportRequest) -> tuple[str, ...]:
    """What was chosen, then what may be."""
    draft = ReportDraft(account, catalogue(report_request.language))
    return tuple(dict.fromkeys((*report_request.chosen, *contribution.suggest_choices(draft, report_request.area))))


def _item(account: Account, item: str, language: str) -> dict[str, str]:
    """What can be chosen, in words."""
    kind, _, rest = item.partition(":")
    words = catalogue(language)
    label = rest
    if kind == "mandate" and (mandate := account.mandate.get(int(rest))):
        label = f"{words.cite(mandate.symbol, mandate.anchor)}{words('colon')}{mandate.title_in(language)[0]}"
    elif kind == "activity" and (activity := account.activity.get(int(rest))):
        label = activity.title
    elif kind == "fact":
        with contextlib.suppress(BadQuestion):
            label = describe_question(rest, words, account)
    return {"question": item, "label": label, "value": "", "unit": kind}


def words_of(paper: Paper) -> dict[str, str]:
    """Return the words that the search reads: titles and paragraphs, without tables."""
    texts: list[str] = []
    for block in paper.blocks:
        texts += [block.title] if isinstance(block, Section) else []
        runs: tuple[Inlines, ...] = (block.inlines,) if isinstance(block, Para) else ()
        runs = block.items if isinstance(block, Listing) else runs
        texts += ["".join(item.text for item in run if isinstance(item, Text)) for run in runs]
    text = re.sub(r"\s+", " ", "\n".join(texts))[:_INDEXED]
    return {"title": paper.title, "subtitle": paper.subtitle, "text": text}


def seen_now(report: Report, section: str, text: str, *, renew: bool = False) -> dict[str, str]:
    """Return the values of the facts in a text as its writer sees them. Values seen before stay,
    unless the caller asks for all values of today.

    A fact that was proposed on the page has the value that stood there; for another the records are read.
    """
    held: Data = next((row for row in report.sections if row["section"] == section), {})
    known: dict[str, str] = {} if renew else dict(held.get("seen") or {})
    query: list[str] = []
    for matches in FACT.findall(text):
        with contextlib.suppress(BadQuestion):
            query.append(normalise_question(matches))
    last = report.builds.filter(status=BuildStatus.DONE).first()
    if last and not renew:
        for some in last.proposals.values():
            for item in some:
                known.setdefault(item["question"], item["value"])
    if any(text not in known for text in query):
        wanted = replace(asked_of(report), texts=(SectionText(section, text),))
        draft = ReportDraft(account_of(wanted), catalogue(report.language))
        known |= bind_text(draft, SectionText(section, text), mark=False).seen
    return {row: known[row] for row in dict.fromkeys(query) if row in known}


def suggested(country: str) -> tuple[str, ...]:
    """Return what the register proposes to choose for a contribution of a country."""
    account = account_of(ReportRequest("contribution", area=country))
    return tuple(contribution.suggest_choices(ReportDraft(account, catalogue("en")), country))
