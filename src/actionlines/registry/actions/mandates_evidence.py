"""Evidence that something was done about a mandate: looked up and compared before it is believed."""

from __future__ import annotations

from collections.abc import Mapping
from math import isclose
from typing import Any

from django.utils.translation import gettext as _

from actionlines.registry.actions.mandates_base import bounded
from actionlines.registry.models import Activity, Paragraph, Standing
from actionlines.registry.models.activities import ActivityStatus

QUOTE_LIMIT = 2_000  # characters

Found = tuple[dict[str, Any], dict[str, str]]  # what is kept, and what is wrong by field


def evidence(kind: str, given: Mapping[str, Any]) -> Found:
    """The evidence as it is kept, or what is wrong with it.

    paragraph  symbol, anchor, quote: the quote stands in that paragraph, character for character
    activity   activity: the number of one that is published
    indicator  series, area, year, value: as the register has it; value may be left out and is then filled in
    """
    check = {"paragraph": _paragraph, "activity": _activity, "indicator": _indicator}.get(kind)
    return check(given) if check else ({}, {"evidence_kind": _("choose what shows it")})


def _paragraph(given: Mapping[str, Any]) -> Found:
    symbol, anchor = str(given.get("symbol", "")).strip(), str(given.get("anchor", "")).strip()
    quote = str(given.get("quote", "")).strip()
    # Addresses write `#p113`; people copy that too.
    rows = Paragraph.objects.filter(instrument__symbol=symbol)
    row = rows.filter(anchor=anchor).first() or rows.filter(anchor=anchor.removeprefix("p")).first()
    if row is None:
        return {}, {
            "symbol": _("there is no such paragraph; write the symbol and the number as the reader shows")
        }
    if not quote or len(quote) > QUOTE_LIMIT:
        problem = _("quote the words that say so, at most %(limit)d characters") % {"limit": QUOTE_LIMIT}
        return {}, {"quote": problem}
    if quote not in row.text:
        return {}, {"quote": _("these words do not stand in the paragraph; copy them exactly")}
    return {"symbol": symbol, "anchor": row.anchor, "quote": quote}, {}


def _activity(given: Mapping[str, Any]) -> Found:
    number = bounded(given.get("activity"))
    known = Activity.objects.filter(pk=number, published_at__isnull=False)
    if number is None or not known.exclude(status=ActivityStatus.WITHDRAWN).exists():
        return {}, {"activity": _("there is no published activity with this number")}
    return {"activity": number}, {}


def _indicator(given: Mapping[str, Any]) -> Found:
    series, area = str(given.get("series", "")).strip(), str(given.get("area", "")).strip()
    try:
        year = int(given.get("year") or 0)
        said = given.get("value")
        value = None if said in (None, "") else float(said)
    except (TypeError, ValueError):
        return {}, {"year": _("year and value are numbers")}
    rows = list(Standing.objects.filter(series=series, area=area).order_by("breakdown"))
    if not rows:
        return {}, {"series": _("the register has no figures of this series for this area")}
    figures = (dict(zip(row.years, row.values, strict=False)).get(year) for row in rows)
    held = [float(one) for one in figures if one is not None]
    if not held:
        return {}, {"year": _("the register has no figure for this year")}
    match = (
        held[0] if value is None else next((one for one in held if isclose(one, value, rel_tol=1e-9)), None)
    )
    if match is None:
        problem = _("the register has %(held)s for this year") % {"held": held[0]}
        return {}, {"value": problem}
    return {"series": series, "area": area, "year": year, "value": match}, {}
