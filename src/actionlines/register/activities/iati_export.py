"""Published activities as IATI 2.03, from their public form; `register.activities.imports.iati` reads them."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

from lxml import etree

from actionlines.framework import load
from actionlines.register.activities.imports.iati import GOAL, LANG, LISTS, OTHER, OWN, TARGET, TEXTS, VOCABULARY
from actionlines.register.core.concepts import name_of
from actionlines.register.core.schema import Data
from actionlines.register.mandates.models import Mandate
from actionlines.register.organisations.actions import name_organisations
from actionlines.register.preferences.schema import current
from actionlines.xml_maker import Maker

PAGE = 1000  # activities of one file
E = Maker("", al=OWN[1:-1])
ASSUMED = {f"{OWN}assumed": "1"}
_UNKNOWN = "1900-01-01"


def activities(held: Iterable[Data], site: str, today: date) -> bytes:
    """Return a file of activities in their public form. site: address of the register, before paths."""
    rows = list(held)
    names = name_organisations(number for row in rows for number in (row["organisation"], *row["partners"]))
    wanted = {link["mandate"] for row in rows for link in row["mandates"]}
    mandates = {
        pk: f"{symbol}#p{anchor}"
        for pk, symbol, anchor in Mandate.objects.filter(pk__in=wanted)
        .exclude(status="rejected")
        .values_list("pk", "instrument__symbol", "paragraph__anchor")
    }
    changed = max((row["changed_at"] for row in rows), default=None)
    made = E("iati-activities", *(_activity(row, site, today, names, mandates) for row in rows), version="2.03")
    if changed:
        made.set("generated-datetime", str(changed))
    if missing := current().say_missing("licence", "iati_organisation"):
        made.insert(0, etree.Comment(missing))
    return etree.tostring(made, xml_declaration=True, encoding="UTF-8")


def _activity(data: Data, site: str, today: date, names: dict[int, str], mandates: dict[int, str]) -> etree._Element:
    domain, card = urlsplit(site).hostname or "localhost", current()
    publisher = card.iati_organisation or domain
    # Where the publisher got an identifier later, the earlier name of the activity is beside the new one.
    earlier = [E("other-identifier", ref=f"{domain}-activity-{data['id']}", type="A3")] if publisher != domain else []
    carrier = names.get(data["organisation"] or 0, "")
    organisations = [_org(carrier, "2")] if carrier else [_org(current().name, "2", ASSUMED)]
    dates = list(_dates(data)) or [_date("1", str(data["published_at"] or _UNKNOWN)[:10], ASSUMED)]
    over = data["ends_on"] and date.fromisoformat(str(data["ends_on"])) < today
    ahead = data["starts_on"] and date.fromisoformat(str(data["starts_on"])) > today
    tags = dict(_tags(data, mandates))
    attributes = {LANG: data["language"], "last-updated-datetime": str(data["changed_at"])}
    return E(
        "iati-activity",
        attributes,
        E("iati-identifier", f"{publisher}-activity-{data['id']}"),
        E("reporting-org", _narrative(card.owner), {"ref": publisher, "type": "40", "secondary-reporter": "1"}),
        E.title(_narrative(data["title"])),
        *_descriptions(data),
        *organisations,
        *(_org(names[number], "4") for number in data["partners"] if number in names),
        *earlier,
        E("activity-status", code="4" if over else "1" if ahead else "2"),
        *dates,
        *([E("contact-info", E("person-name", _narrative(data["contact_name"])))] if data["contact_name"] else []),
        *_places(data),
        *_sectors(tags.get("action_lines", [])),
        *(tag for field, codes in tags.items() for tag in _tag(field, codes)),
        *_budget(data),
        *(_link(url) for url in data["web_links"]),
        *(_result(figure, data) for figure in data["results"]),
    )


def _narrative(text: str) -> etree._Element:
    return E.narrative(text)


def _descriptions(data: Data) -> Iterator[etree._Element]:
    matches = [field for field in TEXTS if data[field]]
    for field in matches:
        kind = "1" if field in ("summary", "description") else "4"
        yield E.description(_narrative(data[field]), {f"{OWN}field": field}, type=kind)
    if not matches:
        yield E.description(_narrative(data["title"]), ASSUMED, type="1")


def _org(name: str, role: str, more: dict[str, str] | None = None) -> etree._Element:
    return E("participating-org", _narrative(name), {"role": role, **(more or {})})


def _dates(data: Data) -> Iterator[etree._Element]:
    for field, kind in (("starts_on", "1"), ("ends_on", "3")):
        if data[field]:
            yield _date(kind, str(data[field]))


def _date(kind: str, day: str, more: dict[str, str] | None = None) -> etree._Element:
    return E("activity-date", {"type": kind, "iso-date": day, **(more or {})})


def _places(data: Data) -> Iterator[etree._Element]:
    """Yield countries and regions; the standard asks for shares, and the register holds none: they are equal."""
    countries = load().countries
    codes = sorted(data["places"], key=lambda area: area not in countries)
    if "world" in codes:
        yield E("activity-scope", code="1")
    for area, share in zip(codes, _shares(len(codes)), strict=True):
        if area in countries:
            yield E("recipient-country", code=countries[area].iso2, percentage=share)
        else:
            named = {"vocabulary": OTHER, "vocabulary-uri": f"{VOCABULARY}scheme:areas", "percentage": share}
            yield E("recipient-region", _narrative(name_of(area, "en")), {"code": area, **named})


def _shares(count: int) -> list[str]:
    """Return equal shares of 100 with two decimals that add up to 100.

    >>> _shares(3)
    ['33.34', '33.33', '33.33']
    """
    parts = [10_000 // count + (place < 10_000 % count) for place in range(count)] if count else []
    return [f"{part // 100}.{part % 100:02d}" for part in parts]


def _tags(data: Data, mandates: dict[int, str]) -> Iterator[tuple[str, list[str]]]:
    """Yield the field and codes of what the activity is linked to; proposals of the machine are left out."""
    by_level: dict[str, list[str]] = {}
    for link in data["links"]:
        if link["status"] == "confirmed":
            by_level.setdefault(link["level"], []).append(link["concept"].rpartition(":")[2])
    for level, field in (
        ("goal", "goals"),
        ("target", "targets"),
        ("action_line", "action_lines"),
        ("commitment", "commitments"),
    ):
        yield field, by_level.get(level, [])
    answered = (link["mandate"] for link in data["mandates"] if link["status"] == "confirmed")
    yield "mandates", [mandates[number] for number in answered if number in mandates]
    yield "type", [data["type"]]
    yield "good_practice", ["yes"] if data["good_practice"] else []
    yield "beneficiaries", data["beneficiaries"]
    yield "technologies", data["technologies"]


def _tag(field: str, codes: Iterable[str]) -> Iterator[etree._Element]:
    for code in codes:
        if field in LISTS:
            yield E.tag({"vocabulary": OTHER, "vocabulary-uri": VOCABULARY + LISTS[field], "code": code})
        else:
            yield E.tag({"vocabulary": GOAL if field == "goals" else TARGET, "code": code})


def _sectors(lines: list[str]) -> Iterator[etree._Element]:
    for code, share in zip(lines, _shares(len(lines)), strict=True):
        named = {"vocabulary": OTHER, "vocabulary-uri": VOCABULARY + LISTS["action_lines"], "percentage": share}
        yield E.sector(_narrative(name_of(code, "en")), {"code": code, **named})


def _budget(data: Data) -> Iterator[etree._Element]:
    """Yield the budget by calendar year, as the standard wants it, in shares by days that add up to the whole."""
    if data["budget"]:
        first = date.fromisoformat(str(data["starts_on"] or data["published_at"] or _UNKNOWN)[:10])
        last = max(first, date.fromisoformat(str(data["ends_on"] or first)))
        currency = {"currency": data["currency"]} if data["currency"] else {}
        whole, days, paid = Decimal(str(data["budget"])), (last - first).days + 1, Decimal(0)
        for year in range(first.year, last.year + 1):
            start, end = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
            share = round(whole * ((end - first).days + 1) / days, 2) - paid if end < last else whole - paid
            paid += share
            value = E.value(str(share), {**currency, "value-date": start.isoformat()})
            ends = (
                E(f"period-{name}", {"iso-date": day.isoformat()}) for name, day in (("start", start), ("end", end))
            )
            yield E.budget(*ends, value)


def _link(url: str) -> etree._Element:
    # A12: web page of the activity.
    return E("document-link", E.title(_narrative(url)), E.category(code="A12"), url=url, format="text/html")


def _result(figure: Data, data: Data) -> etree._Element:
    year = figure.get("year")
    day = str(data["ends_on"] or data["starts_on"] or data["published_at"] or _UNKNOWN)[:10]
    start, end = (f"{year:04d}-01-01", f"{year:04d}-12-31") if year else (day, day)
    source = [E.comment(_narrative(figure["source"]))] if figure.get("source") else []
    value = figure.get("value")
    actual = E.actual(*source, {} if value is None else {"value": f"{value:.15g}"})
    period = E.period(
        {} if year else ASSUMED, E("period-start", {"iso-date": start}), E("period-end", {"iso-date": end}), actual
    )
    unit = figure.get("unit") or ""
    described = [E.description(_narrative(unit))] if unit else []
    return E.result(
        E.title(_narrative(figure["what"])),
        E.indicator(
            E.title(_narrative(figure["what"])),
            *described,
            period,
            {"measure": "2" if unit == "%" else "1", **({f"{OWN}unit": "1"} if unit else {})},
        ),
        type="1",
    )
