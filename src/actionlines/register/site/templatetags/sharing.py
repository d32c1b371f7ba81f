"""What can be taken along of a page, in one menu; the panel by which it is followed."""

import zlib
from collections.abc import Mapping
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from actionlines.register.core.concepts import concept
from actionlines.register.core.kinds import Words, kinds
from actionlines.register.core.models import Record
from actionlines.register.core.pages.listing import Shown
from actionlines.register.core.pages.page import site_of
from actionlines.register.core.public_view import public_data
from actionlines.register.doors import citing
from actionlines.register.instruments.models import Instrument
from actionlines.register.mandates.models import Mandate
from actionlines.register.pages.home import FRAMED
from actionlines.register.pages.sharing import has_original, reference
from actionlines.register.people.models import Follow, Pace, What
from actionlines.register.people.news import LISTS
from actionlines.register.standings.charts import Drawn

register = template.Library()
PANEL = ("bib", "ris")  # forms of a reference that every page offers
_NAMES = {"bib": "BibTeX", "ris": "RIS", "marcxml": "MARCXML"}
LONGEST = 400  # letters of a target
# Form of a file -> what the menu calls it.
FILES: Mapping[str, Words] = {
    "meeting_xlsx": _("Table for a meeting (XLSX)"),
    "meeting_docx": _("Table for a meeting (DOCX)"),
    "docx": _("Text with comments (DOCX)"),
    "figures_csv": _("Figures (CSV)"),
    "figures_parquet": _("Figures (Parquet)"),
    "svg": "SVG",
    "png": "PNG",
    "csv": "CSV",
    "xlsx": "XLSX",
    "json": "JSON",
    "jsonld": "JSON-LD",
    "vega": "Vega-Lite",
}
PICTURES = {"png": "png", "svg": "svg", "csv": "csv", "vega": "json"}  # of a chart
CITED = frozenset(key for key, kind in kinds().items() if kind.card)


@register.filter
def form_name(form: str) -> str:
    """Return the name by which people know a form of reference."""
    return _NAMES[form]


@register.inclusion_tag("parts/share.html", takes_context=True)
def share(context: Context, record: Record) -> dict[str, object]:
    """Offer to follow a record, and lead to its document; nothing where the public sees none of it."""
    if not (data := public_data([record])):
        return {}
    return {
        **_following(context, What.RECORD, f"{record.kind}:{record.pk}"),
        "official": reference(record, data[0], site_of(context["request"])).official,
        "original": _original(record),
        "marked_up": reverse("instrument-akn", args=[record.pk]) if isinstance(record, Instrument) else "",
    }


@register.inclusion_tag("parts/share.html", takes_context=True)
def share_concept(context: Context, identifier: str) -> dict[str, object]:
    """Offer to follow a country, line, goal or body."""
    return _following(context, What.CONCEPT, identifier)


def _following(context: Context, what: str, target: str) -> dict[str, object]:
    names = ("user", "request", "csrf_token")
    return {"what": what, "target": target, **{name: context.get(name) for name in names}}


@register.inclusion_tag("parts/take.html", takes_context=True)
def take_along(
    context: Context, thing: Record | Drawn | str | None = None, title: str = "", feed: str = "", **files: str
) -> dict[str, object]:
    """Offer what can be taken along of a page, in one menu: files, feed, calendar, reference, address, a frame.

    thing   a record, a chart or the id of a concept; by default the list of the page
    title   of a page that is none of these
    files   form (a key of FILES) -> address, in the order in which they are offered; "" for none. A view adds its
            own, and the addresses of a `feed` and a `calendar`, as `take_files`
    """
    own = {} if context.get("in_chart") else context.get("take_files") or {}
    files = {"feed": feed, "calendar": "", **own, **files}
    feed, calendar = files.pop("feed"), files.pop("calendar")
    site, rows, forms = site_of(context["request"]), context.get("shown"), []
    frame, item, height = "", None, 640
    if isinstance(thing, Record):
        if (data := public_data([thing])) and thing.kind in CITED:
            kind = {"kind": thing.kind, "pk": thing.pk}
            item, height = reference(thing, data[0], site), 320
            forms = [(form, reverse("record-cite", kwargs={**kind, "form": form})) for form in (*PANEL, "marcxml")]
            frame = f"{reverse('record-embed', kwargs=kind)}?"
            files.setdefault("json", reverse("record-json", kwargs=kind))
    elif isinstance(thing, Drawn):
        chart = thing.question.query
        item = citing.Reference(thing.chart.title, site + context["request"].get_full_path())
        forms = [(form, f"{reverse('progress-chart', args=[form])}?{chart}") for form in PANEL]
        pictures = {name: f"{reverse('progress-chart', args=[form])}?{chart}" for name, form in PICTURES.items()}
        files |= pictures if context.get("in_chart") else {}
        frame = f"{reverse('progress-embed')}?{chart}&" if context.get("in_chart") else ""
    elif entry := concept(thing) if thing else None:
        item = citing.of_concept(entry, site)
        forms = [(form, reverse("concept-cite", kwargs={"identifier": entry.id, "form": form})) for form in PANEL]
    elif isinstance(rows, Shown) and not title and rows.hits.total:
        item = citing.Reference(str(rows.listing.title), site + rows.address.to(rows.address.pairs()))
        files, name = rows.forms | files, rows.address.path.strip("/")
        feed, calendar = rows.filtered_at(rows.listing.feed), rows.filtered_at(rows.listing.calendar)
        query = urlencode(list(rows.address.pairs()))
        frame = f"{reverse('list-embed', args=[name])}?{query}{'&' if query else ''}" if name in FRAMED else ""
    elif title:
        item = citing.Reference(title, site + context["request"].get_full_path())
    if item is None:
        return {}
    embed = format_html(
        '<iframe src="{}{}language={}" title="{}" width="100%" height="{}" loading="lazy"></iframe>',
        site, frame, get_language(), item.title, height,
    )  # fmt: skip
    letter = urlencode({"subject": item.title[:120], "body": item.address}).replace("+", "%20")
    in_chart = isinstance(thing, Drawn) and bool(context.get("in_chart"))
    return {
        "key": f"take-{zlib.crc32(chart.encode()):x}" if in_chart else "take",
        "name": f"{item.title} ({thing.kind})" if isinstance(thing, Drawn) and in_chart else "",
        "files": [(FILES[form], url) for form, url in files.items() if url],
        "feed": feed,
        "calendar": calendar,
        "embed": embed if frame else "",
        "forms": forms,
        "text": "" if in_chart else citing.as_text(item, timezone.localdate()),
        "address": item.address,
        "mail": f"mailto:?{letter}",
    }


@register.inclusion_tag("parts/follow.html", takes_context=True)
def follow(context: Context, what: str, target: str) -> dict[str, object]:
    """Offer to follow a concept, a record (`mandate:12`) or a search."""
    request = context["request"]
    user = context.get("user")
    signed_in = bool(user and user.is_authenticated)
    held = Follow.objects.filter(user=user.pk, what=what, target=target).first() if user and signed_in else None
    return {
        "signed_in": signed_in, "held": held, "what": what, "target": target, "paces": Pace.choices,
        "pace": held.pace if held else Pace.DAILY, "next": request.get_full_path(),
        "csrf_token": context.get("csrf_token"),
    }  # fmt: skip


@register.inclusion_tag("parts/follow.html", takes_context=True)
def follow_search(context: Context) -> dict[str, object]:
    """Offer to follow what the list of this page finds, where it has words or filters."""
    match = context["request"].resolver_match
    question = context["request"].GET.copy()
    for item in ("page", "as", "sort"):
        question.pop(item, None)
    if match is None or match.url_name not in LISTS or not any(question.values()):
        return {}
    return follow(context, What.SEARCH, f"{match.url_name}?{question.urlencode()}"[:LONGEST])


def _original(record: Record) -> str:
    instrument = record.instrument if isinstance(record, Mandate) else record
    if isinstance(instrument, Instrument) and has_original(instrument):
        return reverse("instrument-original", args=[instrument.pk])
    return ""
