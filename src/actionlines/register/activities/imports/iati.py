"""Activities of IATI 2.03 (International Aid Transparency Initiative) as rows under the names of our fields.

What the standard has no word for comes in attributes of the namespace OWN, which only our own files have.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from lxml import etree

from actionlines.documents.blocks import Limits
from actionlines.documents.xml_tree import local_name, parse_xml
from actionlines.errors import UnknownFormat
from actionlines.framework import load

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
# Planned and actual start and end, the actual ones first.
_DATES = {"starts_on": ("2", "1"), "ends_on": ("4", "3")}
_LIMITS = Limits(elements=4_000_000)
_SUMMARY = 1500  # characters that a summary holds
Cell = str | list[str]


def rows(path: Path, name: str) -> Iterator[tuple[int, list[Cell]]]:
    """Yield number and cells in the order of COLUMNS for each activity.

    Raises UnknownFormat for other XML, and what `parse_xml` raises.
    """
    root = parse_xml(path.read_bytes(), name, "the file", _LIMITS)
    if local_name(root) != "iati-activities":
        raise UnknownFormat(name, "this XML file is not of IATI", "Send activities as IATI 2.03.")
    default = root.get(LANG, "")
    letters = {country.iso2: code for code, country in load().countries.items()}
    for number, item in enumerate(root.iterfind("iati-activity"), 1):
        matches = _fields(item, item.get(LANG) or default, letters)
        yield number, [matches.get(column, [] if column in _MANY else "") for column in COLUMNS]


def _fields(element: etree._Element, language: str, letters: Mapping[str, str]) -> dict[str, Cell]:
    cells: dict[str, Cell] = {
        "source_id": (element.findtext("iati-identifier") or "").strip(),
        "title": _said(element.find("title"), language),
        "language": language,
        "contact_name": _said(element.find("contact-info/person-name"), language),
        "contact_email": (element.findtext("contact-info/email") or "").strip(),
        "web_links": [link.get("url", "") for link in element.iterfind("document-link")],
        "results": list(_results(element, language)),
        "places": list(_places(element, letters)),
    }
    for field, types in _DATES.items():
        dates: dict[str, str] = {
            date.get("type", ""): date.get("iso-date", "") for date in element.iterfind("activity-date") if _given(date)
        }
        cells[field] = next((dates[kind] for kind in types if kind in dates), "")
    value = element.find("budget/value")
    if value is not None:
        cells["budget"] = (value.text or "").strip()
        cells["currency"] = value.get("currency") or element.get("default-currency") or ""
    return cells | _texts(element, language) | _organisations(element, language) | _concepts(element)


def _given(element: etree._Element) -> bool:
    """Return whether somebody said it; a value that the standard asked for and nobody knew is marked."""
    return not element.get(f"{OWN}assumed")


def _said(element: etree._Element | None, language: str) -> str:
    """Return the narrative in the language of the activity, else the first."""
    held = [] if element is None else element.findall("narrative")
    own = next((text for text in held if (text.get(LANG) or language) == language), None)
    chosen = own if own is not None else next(iter(held), None)
    return "" if chosen is None else "".join(map(str, chosen.itertext())).strip()


def _texts(item: etree._Element, language: str) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    others = []
    for element in item.iterfind("description"):
        text, field = _said(element, language), element.get(f"{OWN}field", "")
        if field in TEXTS:
            cells[field] = text
        elif text and _given(element):
            others.append(text)
    if others:
        cells["description"] = "\n\n".join(others)
        if len(others[0]) <= _SUMMARY:
            cells["summary"] = others[0]
    return cells


def _organisations(item: etree._Element, language: str) -> dict[str, Cell]:
    """Return who carries the activity out (accountable, else implementing), and the others as partners."""
    by_role = [
        (element.get("role", ""), _said(element, language))
        for element in item.iterfind("participating-org")
        if _given(element)
    ]
    carrier = next((name for role in ("2", "4") for had, name in by_role if had == role and name), "")
    partners = dict.fromkeys(name for _role, name in by_role if name and name != carrier)
    return {"organisation": carrier, "partners": list(partners)}


def _places(item: etree._Element, letters: Mapping[str, str]) -> Iterator[str]:
    """Yield the countries and regions of an activity; `letters`: the code of a country by its two letters."""
    for element in item.iterfind("recipient-country"):
        code = element.get("code", "").upper()
        yield letters.get(code, code)
    for element in item.iterfind("recipient-region"):
        code = element.get("code", "")
        if element.get("vocabulary") == OTHER:
            yield code
        elif code == "998":  # of the list of the OECD: developing countries, unspecified
            yield "world"
        else:
            yield _said(element, "")


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
        what = _said(indicator.find("title"), language)
        unit = _said(indicator.find("description"), language) if indicator.get(f"{OWN}unit") else ""
        unit = unit or ("%" if indicator.get("measure") == "2" else "")
        periods = indicator.findall("period") or [etree.Element("period")]
        for period in periods:
            actual, end = period.find("actual"), period.find("period-end")
            value = "" if actual is None else actual.get("value", "")
            year = "" if end is None or not _given(period) else end.get("iso-date", "")[:4]
            comment = None if actual is None else actual.find("comment")
            yield json.dumps(
                {
                    "what": what,
                    "value": _number(value),
                    "unit": unit,
                    "year": int(year) if year.isdigit() else None,
                    "source": _said(comment, language),
                },
                ensure_ascii=False,
            )


def _number(text: str) -> float | int | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return int(value) if value.is_integer() and abs(value) < 1e15 else value
