"""Activities of IATI (International Aid Transparency Initiative) 1.x and 2.x as rows under the names of our fields.

What the standard has no word for comes in attributes of the namespace OWN, which only our own files have.
"""

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

from lxml import etree

from actionlines.documents.blocks import Limits
from actionlines.documents.sniff import BARE_DOCTYPE
from actionlines.documents.text import decode_bytes
from actionlines.documents.xml_tree import local_name, parse_xml
from actionlines.errors import UnknownFormat
from actionlines.framework import load
from actionlines.framework.tables import read_table

OWN = "{urn:actionlines:iati}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# Vocabularies of concepts: 2 and 3 are those of the Goals and targets, 99 is one of the publisher.
GOAL, TARGET, OTHER = "2", "3", "99"
VOCABULARY = "urn:actionlines:"
# Lists of ids: field -> the name of its vocabulary.
LISTS = {
    "action_lines": "scheme:action-lines", "commitments": "scheme:gdc", "mandates": "mandate", "type": "activity",
    "good_practice": "practice", "beneficiaries": "beneficiary", "technologies": "technology",
}  # fmt: skip
TEXTS = ("summary", "description", "results_text", "challenges", "replicability", "sustainability")
_MANY = ("partners", "places", "beneficiaries", "technologies", "web_links", "action_lines", "goals", "targets",
         "commitments", "mandates", "results")  # fmt: skip
COLUMNS = (
    "source_id", "title", *TEXTS, "type", "good_practice", "language", "organisation", "starts_on", "ends_on",
    "contact_name", "contact_email", "budget", "currency", *_MANY,
)  # fmt: skip
# Planned and actual start and end, the actual ones first; 1.x has words where 2.x has numbers.
_DATES = {"starts_on": ("2", "start-actual", "1", "start-planned"), "ends_on": ("4", "end-actual", "3", "end-planned")}
_CARRIERS = ("2", "accountable", "4", "implementing")
_REVISED = ("2", "revised")
_LIMITS = Limits(elements=4_000_000)
_DECLARATION, _HEAD = re.compile(rb"\s*<\?xml.*?\?>", re.DOTALL), 64 * 1024
_SUMMARY, _DESCRIPTION = 1500, 20_000  # characters that they hold
Cell = str | list[str]


def rows(path: Path, name: str) -> Iterator[tuple[int, list[Cell]]]:
    """Yield number and cells in the order of COLUMNS for each activity.

    Raises UnknownFormat for other XML, and what `parse_xml` raises.
    """
    root = parse_xml(_plain_bytes(path.read_bytes(), name), name, "the file", _LIMITS)
    default = root.get(LANG, "")
    items = [root] if local_name(root) == "iati-activity" else list(root.iter("{*}iati-activity"))
    if local_name(root) != "iati-activities" and not items:
        raise UnknownFormat(name, "this XML file is not of IATI", "Send activities as IATI 2.03.")
    letters = {country.iso2: code for code, country in load().countries.items()}
    for number, item in enumerate(items, 1):
        for element in item.iter("{*}*"):
            element.tag = local_name(element)  # some files put the standard into a namespace
        codes = (text.get(LANG) for text in item.iterfind("title/narrative"))
        language = item.get(LANG) or default or next(filter(None, codes), "")
        matches = _fields(item, language, letters)
        yield number, [matches.get(column, [] if column in _MANY else "") for column in COLUMNS]


def _plain_bytes(data: bytes, name: str) -> bytes:
    """Return XML without a document type that only names one; what may be UTF-16 without a mark becomes UTF-8."""
    if b"\0" in data[:100]:
        data = _DECLARATION.sub(b"", decode_bytes(data, name, markup=True)[0].encode(), count=1)
    return BARE_DOCTYPE.sub(b"", data[:_HEAD], count=1) + data[_HEAD:]


def _fields(element: etree._Element, language: str, letters: Mapping[str, str]) -> dict[str, Cell]:
    cells: dict[str, Cell] = {
        "source_id": (element.findtext("iati-identifier") or "").strip(),
        "title": _text_of(element, "title", language),
        "language": language,
        "contact_name": _text_of(element, "contact-info/person-name", language),
        "contact_email": (element.findtext("contact-info/email") or "").strip(),
        "web_links": [link.get("url", "") for link in element.iterfind("document-link")],
        "results": list(_results(element, language)),
        "places": list(_places(element, letters)),
    }
    for field, types in _DATES.items():
        dates = {date.get("type", "").lower(): _day(date) for date in element.iterfind("activity-date") if _given(date)}
        cells[field] = next((dates[kind] for kind in types if dates.get(kind)), "")
    return cells | _budget(element) | _texts(element, language) | _organisations(element, language) | _concepts(element)


def _day(element: etree._Element) -> str:
    return element.get("iso-date") or (element.text or "").strip()


def _given(element: etree._Element) -> bool:
    """Return whether somebody said it; a value that the standard asked for and nobody knew is marked."""
    return not element.get(f"{OWN}assumed")


def _list_narratives(element: etree._Element, language: str) -> list[tuple[str, str]]:
    """Return language and text of each narrative; 1.x has the text in the element itself."""
    own = element.get(LANG) or language
    texts = [
        (item.get(LANG) or own, "".join(map(str, item.itertext())).strip())
        for item in element.findall("narrative") or [element]
    ]
    return [(code, text) for code, text in texts if text]


def _text_of(element: etree._Element | None, path: str, language: str) -> str:
    """Return the text in the language of the activity, else the first."""
    children = [] if element is None else element.findall(path)
    narratives = [item for child in children for item in _list_narratives(child, language)]
    return dict(reversed(narratives)).get(language) or next((text for _code, text in narratives), "")


def _texts(item: etree._Element, language: str) -> dict[str, Cell]:
    """Return the texts of an activity: those of other languages stand behind, each with its code."""
    cells: dict[str, Cell] = {}
    by_language: dict[str, list[str]] = {}
    for element in (*item.iterfind("title"), *item.iterfind("description")):
        narratives, field = _list_narratives(element, language), element.get(f"{OWN}field", "")
        if field in TEXTS:
            cells[field] = next((text for _code, text in narratives), "")
        elif _given(element):
            for code, text in narratives:
                if local_name(element) == "description" or code != language:
                    by_language.setdefault(code, []).append(text)
    if (own := by_language.pop(language, [])) and len(own[0]) <= _SUMMARY:
        cells["summary"] = own[0]
    blocks = [*own, *(f"[{code}] {text}" for code, texts in by_language.items() for text in texts)]
    if blocks:
        own_field = [str(cells["description"])] if "description" in cells else []
        cells["description"] = "\n\n".join((*own_field, *blocks))[:_DESCRIPTION]
    return cells


def _budget(item: etree._Element) -> dict[str, Cell]:
    """Return the sum of the budgets, one for each period: a revised one where there is one.

    What cannot be added, such as two currencies, stands side by side: the import names it.
    """
    budgets: dict[tuple[str, ...], tuple[str, str]] = {}
    for number, budget in enumerate(item.iterfind("budget")):
        value, ends = budget.find("value"), [budget.find(f"period-{end}") for end in ("start", "end")]
        period = tuple(_day(end) for end in ends if end is not None) or (str(number),)
        if value is None or (period in budgets and budget.get("type", "").lower() not in _REVISED):
            continue
        currency = value.get("currency") or item.get("default-currency") or ""
        budgets[period] = ((value.text or "").strip(), currency)
    amounts, currencies = zip(*budgets.values(), strict=True) if budgets else ((), ())
    try:
        total = amounts[0] if len(amounts) == 1 else str(sum(map(Decimal, amounts)) if amounts else "")
    except InvalidOperation:
        total = ""
    if len(set(currencies)) > 1 or (amounts and not total):
        return {"budget": "; ".join(" ".join(budget) for budget in budgets.values())}
    return {"budget": total, "currency": next(iter(currencies), "")}


def _organisations(item: etree._Element, language: str) -> dict[str, Cell]:
    """Return who carries the activity out (accountable, else implementing), and the others as partners."""
    by_role = [
        (element.get("role", "").lower(), _text_of(element, ".", language))
        for element in item.iterfind("participating-org")
        if _given(element)
    ]
    carrier = next((name for role in _CARRIERS for had, name in by_role if had == role and name), "")
    partners = dict.fromkeys(name for _role, name in by_role if name and name != carrier)
    return {"organisation": carrier, "partners": list(partners)}


@cache
def _list_regions() -> dict[str, str]:
    """Return code of the list of the OECD -> area."""
    rows = read_table("iati_regions", Path(__file__).with_name("data"))
    return {row["code"]: row["area"] for row in rows}


def _places(item: etree._Element, letters: Mapping[str, str]) -> Iterator[str]:
    """Yield the countries and regions of an activity; `letters`: the code of a country by its two letters."""
    for element in item.iterfind("recipient-country"):
        code = element.get("code", "").upper()
        yield letters.get(code, code)
    for element in item.iterfind("recipient-region"):
        code, vocabulary = element.get("code", ""), element.get("vocabulary", "1")
        if vocabulary == OTHER and element.get("vocabulary-uri", VOCABULARY).startswith(VOCABULARY):
            yield code
        elif vocabulary == "2":  # M49
            yield f"m49:{code:0>3}"
        else:
            area = _list_regions().get(code, "") if vocabulary == "1" else ""
            yield area or _text_of(element, ".", "en") or code


def _concepts(item: etree._Element) -> dict[str, Cell]:
    matches: dict[str, list[str]] = {field: [] for field in (*LISTS, "goals", "targets")}
    fields = {VOCABULARY + name: field for field, name in LISTS.items()}
    for element in (*item.iterfind("tag"), *item.iterfind("sector")):
        code, vocabulary = element.get("code", ""), element.get("vocabulary", "")
        # Sectors have these vocabularies under other numbers.
        goal, target = (GOAL, TARGET) if local_name(element) == "tag" else ("7", "8")
        field = {goal: "goals", target: "targets"}.get(vocabulary) or fields.get(element.get("vocabulary-uri", ""))
        if field and code not in matches[field]:
            matches[field].append(code)
    single = {name: "; ".join(matches.pop(name)) for name in ("type", "good_practice")}
    return {**matches, **single}


def _results(element: etree._Element, language: str) -> Iterator[str]:
    """Yield each actual value, else each indicator, as the figure that our own files have."""
    for indicator in element.iterfind("result/indicator"):
        what = _text_of(indicator, "title", language)
        unit = _text_of(indicator, "description", language) if indicator.get(f"{OWN}unit") else ""
        unit = unit or ("%" if indicator.get("measure") == "2" else "")
        periods = indicator.findall("period") or [etree.Element("period")]
        for period in periods:
            actual, end = period.find("actual"), period.find("period-end")
            value = "" if actual is None else actual.get("value", "")
            year = "" if end is None or not _given(period) else _day(end)[:4]
            yield json.dumps(
                {
                    "what": what,
                    "value": _number(value),
                    "unit": unit,
                    "year": int(year) if year.isdigit() else None,
                    "source": _text_of(actual, "comment", language),
                },
                ensure_ascii=False,
            )


def _number(text: str) -> float | int | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return int(value) if value.is_integer() and abs(value) < 1e15 else value
