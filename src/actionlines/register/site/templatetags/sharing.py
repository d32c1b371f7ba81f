"""The panel by which a page is cited, sent on and embedded, and where the document itself is."""

from __future__ import annotations

from urllib.parse import urlencode

from django import template
from django.template import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language

from actionlines.register.core.concepts import concept
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


@register.filter
def form_name(form: str) -> str:
    """Return the name by which people know a form of reference."""
    return _NAMES[form]


@register.inclusion_tag("parts/share.html", takes_context=True)
def share(context: Context, record: Record) -> dict[str, object]:
    """Offer to cite, share and embed a record; nothing where the public sees none of it."""
    data = public_data([record])
    if not data:
        return {}
    kind = {"kind": record.kind, "pk": record.pk}
    item = reference(record, data[0], site_of(context["request"]))
    embed = site_of(context["request"]) + reverse("record-embed", kwargs=kind)
    return {
        **_common(item),
        "user": context.get("user"), "request": context["request"], "csrf_token": context.get("csrf_token"),
        "what": "record", "target": f"{record.kind}:{record.pk}",
        "forms": [(form, reverse("record-cite", kwargs={**kind, "form": form})) for form in (*PANEL, "marcxml")],
        "embed": format_html(
            '<iframe src="{}?language={}" title="{}" width="100%" height="320" loading="lazy"></iframe>',
            embed, get_language(), item.title,
        ),
        "official": item.official,
        "original": _original(record),
        "marked_up": reverse("instrument-akn", args=[record.pk]) if isinstance(record, Instrument) else "",
    }  # fmt: skip


@register.inclusion_tag("parts/share.html", takes_context=True)
def share_concept(context: Context, identifier: str) -> dict[str, object]:
    """Offer to cite and share the page of a country, line, goal or body."""
    held = concept(identifier)
    if held is None:
        return {}
    address = [(form, reverse("concept-cite", kwargs={"identifier": identifier, "form": form})) for form in PANEL]
    return {
        **_common(citing.of_concept(held, site_of(context["request"]))),
        "forms": address,
        "user": context.get("user"),
        "request": context["request"],
        "csrf_token": context.get("csrf_token"),
        "what": "concept",
        "target": identifier,
    }


@register.inclusion_tag("parts/share.html", takes_context=True)
def share_page(context: Context, title: str, drawn: Drawn | None = None) -> dict[str, object]:
    """Offer to cite and share a page by its address; with a chart of it, in a file too."""
    site, path = site_of(context["request"]), context["request"].get_full_path()
    query = drawn.question.query if drawn else ""
    forms = [(form, f"{reverse('progress-chart', args=[form])}?{query}") for form in PANEL]
    return {**_common(citing.Reference(title, site + path)), "forms": forms if drawn else []}


@register.simple_tag(takes_context=True)
def embed_code(context: Context, drawn: Drawn) -> str:
    """Return the code by which another page holds a chart."""
    site = site_of(context["request"])
    return format_html(
        '<iframe src="{}{}?{}&language={}" title="{}" width="100%" height="640" loading="lazy"></iframe>',
        site,
        reverse("progress-embed"),
        drawn.question.query,
        get_language(),
        drawn.chart.title,
    )


@register.simple_tag(takes_context=True)
def embed_list(context: Context, rows: Shown) -> str:
    """Return the code by which another page holds a list with its filters; "" where the list has no frame."""
    name = rows.address.path.strip("/")
    if name not in FRAMED:
        return ""
    query = urlencode([*rows.address.pairs(), ("language", get_language() or "")])
    return format_html(
        '<iframe src="{}{}?{}" title="{}" width="100%" height="640" loading="lazy"></iframe>',
        site_of(context["request"]),
        reverse("list-embed", args=[name]),
        query,
        rows.listing.title,
    )


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


def _common(item: citing.Reference) -> dict[str, object]:
    letter = urlencode({"subject": item.title[:120], "body": item.address}).replace("+", "%20")
    return {"address": item.address, "text": citing.as_text(item, timezone.localdate()), "mail": f"mailto:?{letter}"}


def _original(record: Record) -> str:
    instrument = record.instrument if isinstance(record, Mandate) else record
    if isinstance(instrument, Instrument) and has_original(instrument):
        return reverse("instrument-original", args=[instrument.pk])
    return ""
