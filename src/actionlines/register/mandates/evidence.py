"""Evidence of progress: looked up in the register and compared before it is kept."""

from __future__ import annotations

from math import isclose
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from actionlines.register.activities.models import Activity, ActivityStatus
from actionlines.register.core.imports.files import TYPES
from actionlines.register.core.imports.models import ImportStatus, Reading, ReadingKind, StoredFile
from actionlines.register.core.schema import Data, Serialised, parse_id
from actionlines.register.instruments.models import Paragraph
from actionlines.register.people.models import User
from actionlines.register.standings.models import Standing

QUOTE_LIMIT = 2_000  # characters

Found = tuple[Data, dict[str, str]]  # what is kept, and what is wrong by field


def evidence(kind: str, fields: Serialised, actor: User | None = None) -> Found:
    """Return the evidence as it is kept, and what is wrong with it.

    paragraph  symbol, anchor, quote: the quote is in that paragraph, character for character
    activity   activity: the number of one that is published
    indicator  series, area, year, value: as the register has it; value may be left out and is then filled in
    link       url: a public address that begins with https://
    file       sha256: a file that the actor uploaded and a worker has checked
    """
    if kind == "file":
        return _file(fields, actor)
    check = {"paragraph": _paragraph, "activity": _activity, "indicator": _indicator, "link": _link}.get(kind)
    return check(fields) if check else ({}, {"evidence_kind": _("choose what shows it")})


def _paragraph(fields: Serialised) -> Found:
    symbol, anchor = str(fields.get("symbol", "")).strip(), str(fields.get("anchor", "")).strip()
    quote = str(fields.get("quote", "")).strip()
    # Addresses write `#p113`; people copy that too.
    rows = Paragraph.objects.filter(instrument__symbol=symbol)
    row = rows.filter(anchor=anchor).first() or rows.filter(anchor=anchor.removeprefix("p")).first()
    if row is None:
        return {}, {"symbol": _("there is no such paragraph; write the symbol and the number as the reader shows")}
    if not quote or len(quote) > QUOTE_LIMIT:
        problem = _("quote the words that say so, at most %(limit)d characters") % {"limit": QUOTE_LIMIT}
        return {}, {"quote": problem}
    if quote not in row.text:
        return {}, {"quote": _("these words are not in the paragraph; copy them exactly")}
    return {"symbol": symbol, "anchor": row.anchor, "quote": quote}, {}


def _activity(fields: Serialised) -> Found:
    number = parse_id(fields.get("activity"))
    known = Activity.objects.filter(pk=number or 0, published_at__isnull=False)
    if not known.exclude(status=ActivityStatus.WITHDRAWN).exists():
        return {}, {"activity": _("there is no published activity with this number")}
    return {"activity": number}, {}


def _indicator(fields: Serialised) -> Found:
    series, area = str(fields.get("series", "")).strip(), str(fields.get("area", "")).strip()
    try:
        year = int(fields.get("year") or 0)
        texts = fields.get("value")
        value = None if texts in (None, "") else float(texts)
    except (TypeError, ValueError):
        return {}, {"year": _("year and value are numbers")}
    rows = list(Standing.objects.filter(series=series, area=area).order_by("breakdown"))
    if not rows:
        return {}, {"series": _("the register has no figures of this series for this area")}
    figures = (dict(zip(row.years, row.values, strict=False)).get(year) for row in rows)
    held = [float(figure) for figure in figures if figure is not None]
    if not held:
        return {}, {"year": _("the register has no figure for this year")}
    match = held[0] if value is None else next((item for item in held if isclose(item, value, rel_tol=1e-9)), None)
    if match is None:
        problem = _("the register has %(held)s for this year") % {"held": held[0]}
        return {}, {"value": problem}
    return {"series": series, "area": area, "year": year, "value": match}, {}


URL_LIMIT = 500  # characters
_IS_PUBLIC = URLValidator(schemes=["https"])


def _link(fields: Serialised) -> Found:
    url = str(fields.get("url", "")).strip()
    try:
        _IS_PUBLIC(url)
        parts = urlsplit(url)
        # A name before the host makes an address look like another one.
        if len(url) > URL_LIMIT or parts.username or parts.password:
            raise ValidationError(url)
    except (ValidationError, ValueError):
        problem = _("write an address that begins with https:// and has at most %(limit)d characters")
        return {}, {"url": problem % {"limit": URL_LIMIT}}
    return {"url": url}, {}


def _file(fields: Serialised, actor: User | None) -> Found:
    checked = Reading.objects.filter(what=ReadingKind.EVIDENCE, status=ImportStatus.DONE)
    held = StoredFile.objects.filter(sha256=str(fields.get("sha256", "")), type__in=TYPES["evidence"])
    matches = held.filter(readings__in=checked.filter(by=getattr(actor, "pk", None))).first()
    if matches is None:
        return {}, {"file": _("upload the file on the page of the progress, and wait until it is checked")}
    return {"sha256": matches.sha256, "name": matches.name, "size": matches.size, "type": matches.type}, {}
