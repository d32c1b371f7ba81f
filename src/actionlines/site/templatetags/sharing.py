"""The panel by which a page is cited, sent on and embedded, and where the document itself is."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language

from actionlines.registry.core.concepts import concept
from actionlines.registry.core.published import public_data
from actionlines.registry.models import Instrument, Mandate
from actionlines.site.exchange import citing
from actionlines.site.pages import site_of
from actionlines.site.views.sharing import has_original, reference

register = template.Library()


@register.inclusion_tag("parts/share.html", takes_context=True)
def share(context: Context, record: Any) -> dict[str, Any]:
    """Offer to cite, share and embed a record; nothing where the public sees none of it."""
    found = public_data([record])
    if not found:
        return {}
    kind = {"kind": record.kind, "pk": record.pk}
    one = reference(record, found[0], site_of(context["request"]))
    embed = site_of(context["request"]) + reverse("record-embed", kwargs=kind)
    return {
        **_common(one),
        "forms": [(form, reverse("record-cite", kwargs={**kind, "form": form})) for form in ("bib", "ris")],
        "embed": format_html(
            '<iframe src="{}?language={}" title="{}" width="100%" height="320" loading="lazy"></iframe>',
            embed, get_language(), one.title,
        ),
        "official": one.official,
        "original": _original(record),
    }  # fmt: skip


@register.inclusion_tag("parts/share.html", takes_context=True)
def share_concept(context: Context, identifier: str) -> dict[str, Any]:
    """Offer to cite and share the page of a country, line, goal or body."""
    held = concept(identifier)
    if held is None:
        return {}
    address = [
        (form, reverse("concept-cite", kwargs={"identifier": identifier, "form": form}))
        for form in ("bib", "ris")
    ]
    return {**_common(citing.of_concept(held, site_of(context["request"]))), "forms": address}


def _common(one: citing.Reference) -> dict[str, Any]:
    letter = urlencode({"subject": one.title[:120], "body": one.address}).replace("+", "%20")
    return {
        "address": one.address,
        "text": citing.as_text(one, timezone.localdate()),
        "mail": f"mailto:?{letter}",
    }


def _original(record: Any) -> str:
    instrument = record.instrument if isinstance(record, Mandate) else record
    if isinstance(instrument, Instrument) and has_original(instrument):
        return reverse("instrument-original", args=[instrument.pk])
    return ""
