"""One series from the UN SDG API, page by page; the only part of reading that needs a network."""

from __future__ import annotations

import json
from urllib.parse import urlencode

from actionlines.errors import MalformedMessage, NoObservations, NotServed, Offline
from actionlines.indicators.read.mapping import ColumnMapping
from actionlines.indicators.read.messages import raw_of
from actionlines.indicators.read.model import MB, TableReading
from actionlines.indicators.read.reader import reading_of

SERVICE = "https://unstats.un.org/SDGAPI/v1/sdg"
PAGE = 10_000  # records of an answer
PAGES = 200
_LARGEST = 200 * MB
_FILE = "Check the connection, or download the series elsewhere and give the path of the file."


def fetch_series(
    code: str,
    *,
    base_url: str = SERVICE,
    timeout: float = 60.0,
    retries: int = 2,
    mapping: ColumnMapping | None = None,
) -> TableReading:
    """Return all observations of a series (`IT_USE_ii99`) as the SDG API has them.

    `timeout` in seconds for each silence, `retries` further attempts for each page. Raises Offline (AL202),
    NotServed (AL203), MalformedMessage (AL604), NoObservations (AL601).
    """
    if not code.replace("_", "").isalnum() or not code.isascii():
        raise NotServed(code[:40], "not the code of a series", "Codes look like IT_USE_ii99.")
    records: list[object] = []
    for page in range(1, PAGES + 1):
        content = _get_page(code, page, base_url, timeout, retries)
        data = content.get("data")
        if not isinstance(data, list):
            raise MalformedMessage(code, "the service answered without data", "Try again later.")
        records += data
        last = content.get("totalPages")
        if not data or not isinstance(last, int) or page >= last:
            break
    if not records:
        raise NoObservations(code, "the service has no observation of this series", "Check the code.")
    return reading_of(raw_of(code, json.dumps({"data": records}).encode()), mapping)


def _get_page(code: str, page: int, base_url: str, timeout: float, retries: int) -> dict[str, object]:
    # Here: who reads files need not wait for what only a network needs.
    from actionlines.documents.fetch import get_page

    query = urlencode({"seriesCode": code, "page": page, "pageSize": PAGE})
    url = f"{base_url.rstrip('/')}/Series/Data?{query}"
    try:
        answer = get_page(url, code, timeout=timeout, retries=retries, largest=_LARGEST)
    except Offline as error:
        raise Offline(code, error.problem, _FILE) from error
    except NotServed as error:
        raise NotServed(code, error.problem, "Check the code of the series.") from error
    try:
        content = json.loads(answer.body)
    except ValueError as error:
        raise MalformedMessage(code, "the service answered with no JSON", "Try again later.") from error
    if not isinstance(content, dict):
        raise MalformedMessage(code, "the service answered with no message", "Try again later.")
    return content
