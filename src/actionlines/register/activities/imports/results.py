"""Results in figures out of cells: as our own files write them, as people do, or in columns of their own.

>>> from_text("People trained: 1,500 persons (2027, annual report)")
{'what': 'People trained', 'value': 1500, 'unit': 'persons', 'year': 2027, 'source': 'annual report'}
>>> from_text("40 schools connected in 2026")
{'what': 'schools connected', 'value': 40, 'unit': '', 'year': 2026, 'source': ''}
>>> from_text("much was learnt") is None
True
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from actionlines.indicators.read.numbers import parse_number
from actionlines.register.activities.schema import RESULT, RULES
from actionlines.register.core.imports.sheet import Cell
from actionlines.register.core.rules import YEARS
from actionlines.register.core.schema import Data

# Columns that each give one part of a figure -> that part.
COLUMNS = {f"result_{part}": part for part in RESULT}
_BETWEEN = re.compile(r"[;|\n\r；]+")
_SHARED = ("unit", "year", "source")  # said once, they hold for all figures of a row
_YEAR = r"(?P<year>(?:19|20)\d{2})"
# "(2027)", "(2027, annual report)", "in 2027": at the end.
_TAIL = re.compile(
    r"(?<!\s)\s*(?:[(（]\s*" + _YEAR + r"\s*(?:[,;:،，]\s*(?P<source>[^()（）]*?)\s*)?[)）]"
    r"|,?\s+(?:in|en|в|في|年)\s+" + _YEAR.replace("year", "year2") + r")\s*$"
)
_LABELLED = re.compile(r"(?=[\s\d]*[^:=：\s\d])(?P<what>[^:=：]*)[:=：]\s*(?P<rest>.+)", re.DOTALL)
# Digits with their groups and sign, up to the first letter.
_AMOUNT = re.compile(r"(?P<amount>[-+−]?\d[\d.,٫٬\u00a0\u202f\u2009' ]*(?<=\d))\s*(?P<unit>.*)", re.DOTALL)
_LONGEST = 2_000  # characters of one figure


def number(text: str, comma: bool = False) -> tuple[int | float | None, str]:
    """(the figure or None, the per cent sign that is beside it or "")."""
    matches = parse_number(text, comma=comma)
    if matches is None or matches.mark not in ("", "%") or abs(matches.value) >= 1e15:
        return None, ""
    return int(matches.value) if matches.value.is_integer() else matches.value, matches.mark


def year(text: str) -> int | None:
    """A year of those that a result can have; None for anything else."""
    value, _mark = number(text)
    return int(value) if value is not None and value == int(value) and int(value) in YEARS else None


def are_rows(cells: Iterable[Cell]) -> bool:
    """Return whether the cells hold objects, as JSON and our own downloads give figures."""
    texts = [item for cell in cells for item in ([cell] if isinstance(cell, str) else cell)]
    return bool(texts) and all(text.startswith("{") and _objects(text) for text in texts)


def read(cells: Iterable[Cell]) -> tuple[list[Data], list[str]]:
    """(figures of the cells of one row, texts that are none)."""
    rows: list[Data] = []
    unread: list[str] = []
    for cell in cells:
        for text in [cell] if isinstance(cell, str) else cell:
            if objects := _objects(text):
                rows += objects
                continue
            for part in filter(None, map(str.strip, _BETWEEN.split(text))):
                if figure := from_text(part):
                    rows.append(figure)
                else:
                    unread.append(part)
    return rows[: (RULES["results"].most or 0) + 1], unread  # the rules of the form report one too many


def from_text(text: str) -> Data | None:
    """One figure as people write it, or None: "what: value unit (year, source)", the five parted by commas or
    dots in this order, or a sentence that begins with the figure.
    """
    text = text[:_LONGEST].strip()
    return _labelled(text) or _listed(text) or _begun(text)


def in_columns(
    columns: Mapping[str, Sequence[tuple[Cell, str]]], comma: Mapping[str, bool], headers: frozenset[str]
) -> Iterator[tuple[Data, str, str]]:
    """(figure, part that is wrong or "", its text) for columns of their own.

    columns  result_what … result_source -> (cell, header) in the order of the file; "" where a cell is empty
    comma    header -> whether the column has a decimal comma
    headers  those that say "value" and no more; any other header of a value says what was counted
    """
    groups = max(map(len, columns.values()), default=0)
    for at in range(groups):
        fields = {part: columns[name][at] for name, part in COLUMNS.items() if at < len(columns.get(name, ()))}
        texts = {part: _parts(cell) for part, (cell, _header) in fields.items()}
        count = max((len(some) for some in texts.values()), default=0)
        if not any(texts.get(part) for part in ("what", "value")):
            continue
        header = fields.get("value", ("", ""))[1]
        for place in range(count):
            yield _joined(texts, place, comma.get(header, False), "" if header in headers else header)


def _joined(texts: Mapping[str, list[str]], place: int, comma: bool, header: str) -> tuple[Data, str, str]:
    def told(part: str) -> str:
        """Return the text of a part for this result; a shared part with one text serves all results."""
        some = texts.get(part, [])
        if part in _SHARED and len(some) == 1:
            return some[0]
        return some[place] if place < len(some) else ""

    value, mark = number(told("value"), comma) if told("value") else (None, "")
    wrong = ("value", told("value")) if told("value") and value is None else ("", "")
    when = year(told("year")) if told("year") else None
    if told("year") and when is None:
        wrong = ("year", told("year"))
    what = told("what") or (header if "what" not in texts else "")
    return _figure(what, value, told("unit") or mark, when, told("source")), *wrong


def _parts(cell: Cell) -> list[str]:
    texts = _BETWEEN.split(cell) if isinstance(cell, str) else cell
    return [text.strip() for text in texts if text.strip()]


def _figure(what: str, value: object, unit: str = "", when: object = None, source: str = "") -> Data:
    return {"what": what.strip(), "value": value, "unit": unit.strip(), "year": when, "source": source.strip()}


def _objects(text: str) -> list[Data]:
    """Objects of JSON, one behind the other with blanks and semicolons between; [] where it is anything else."""
    out: list[Data] = []
    decoder, at = json.JSONDecoder(), 0
    while at < len(text):
        if text[at] in " \t\r\n;,[]":
            at += 1
            continue
        try:
            matches, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return []
        if not isinstance(matches, dict):
            return []
        out.append(matches)
    return out


def _listed(text: str) -> Data | None:
    for sign in (" · ", ",", "،", "，"):
        parts = [part.strip() for part in text.split(sign, 4)]
        if len(parts) < 2 or not parts[0] or _AMOUNT.match(parts[0]):
            continue
        value, mark = number(parts[1])
        rest = [*parts[2:], "", "", ""][:3]
        if value is None or (rest[1] and year(rest[1]) is None):
            continue
        return _figure(parts[0], value, rest[0] or mark, year(rest[1]) if rest[1] else None, rest[2])
    return None


def _labelled(text: str) -> Data | None:
    if not (match := _LABELLED.fullmatch(text)):
        return None
    rest, when, source = _without_tail(match["rest"])
    amount = _AMOUNT.fullmatch(rest.strip())
    value, _mark = number(amount["amount"]) if amount else (None, "")
    if amount is None or value is None:
        return None
    return _figure(match["what"], value, amount["unit"], when, source)


def _begun(text: str) -> Data | None:
    rest, when, source = _without_tail(text)
    amount = _AMOUNT.fullmatch(rest.strip())
    value, _mark = number(amount["amount"]) if amount else (None, "")
    if amount is None or value is None or not any(map(str.isalpha, amount["unit"])):
        return None
    unit = "%" if amount["unit"][:1] in ("%", "٪") else ""
    return _figure(amount["unit"].lstrip("%٪"), value, unit, when, source)


def _without_tail(text: str) -> tuple[str, int | None, str]:
    if not (match := _TAIL.search(text)):
        return text, None, ""
    when = match["year"] or match["year2"]
    return text[: match.start()], int(when), match["source"] or ""
