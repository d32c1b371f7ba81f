"""Read the country files of UN INFO: one file, a folder of them, or the tar.gz that is published.

    read_uninfo(Path("uninfo_countries.tar.gz")).frameworks[0].activities[0].money.required

A file holds `projects` (activities), `framework` (priorities, outcomes, outputs as a tree), `totals` and `sdgs`.
Nothing is guessed: what cannot be read stays empty and is a Flaw at its place.
"""

import hashlib
import json
import tarfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path, PurePosixPath

from actionlines.documents.blocks import MB
from actionlines.errors import DamagedInput, EmptyInput, InputTooLarge, UnknownFormat, UnsafeInput
from actionlines.framework import load
from actionlines.framework.called import find_bodies
from actionlines.json_types import JsonObject
from actionlines.programmes import model as m

FILES, FILE, WHOLE = 500, 32 * MB, 256 * MB  # country files, bytes of one, bytes of all
_GZIP = b"\x1f\x8b"
_MOST = Decimal(10) ** 15
_CENT = Decimal("0.01")
_EXPORT = "Download it from UN INFO again."


def read_uninfo(path: Path, name: str = "", country: str = "") -> m.UnInfo:
    """Return the frameworks of a file or folder, in the order of their countries.

    name     what messages call the file, and from which its country is known; by default its own
    country  of the only framework in the file, where its name does not say it

    Raises InputError: EmptyInput, UnknownFormat, DamagedInput, InputTooLarge, UnsafeInput.
    """
    name = name or path.name
    frameworks = [_read_framework(member, body, country) for member, body in _list_files(path, name)]
    if not frameworks:
        raise EmptyInput(name, "it holds no country file", "Give a file such as KEN.json, or the tar.gz of all.")
    held: dict[str, m.Framework] = {}
    for framework in frameworks:
        if framework.country in held:
            problem = f"{held[framework.country].member} and {framework.member} are both of {framework.country}"
            raise DamagedInput(name, problem, "Keep the newer one.")
        held[framework.country] = framework
    return m.UnInfo(tuple(held[key] for key in sorted(held)))


def _list_files(path: Path, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield the name and bytes of each country file; archives are read as a stream and never unpacked to disk."""
    if path.is_dir():
        for file in sorted(path.glob("*.json")):
            yield file.name, file.read_bytes()
        return
    with path.open("rb") as stream:
        packed = stream.read(2) == _GZIP
    if not packed:
        yield name, path.read_bytes()
        return
    files = whole = 0
    try:
        with tarfile.open(path, "r|gz") as box:
            for member in box:
                files, whole = files + 1, whole + member.size
                if files > FILES or member.size > FILE or whole > WHOLE:
                    raise InputTooLarge(name, f"{member.name} goes beyond what is read", "Send fewer countries.")
                if member.isdir():
                    continue
                if not member.isfile():
                    problem = f"{member.name} is a link or a device"
                    raise UnsafeInput(name, problem, "Pack the country files alone.")
                body = box.extractfile(member)
                last = PurePosixPath(member.name).name
                if body and last.endswith(".json") and not last.startswith("."):
                    yield last, body.read()
    except (tarfile.TarError, EOFError, OSError) as error:
        raise DamagedInput(name, "the archive is broken", _EXPORT) from error


def _read_framework(member: str, body: bytes, country: str) -> m.Framework:
    data = _read_json(member, body)
    if not (isinstance(data, dict) and isinstance(data.get("projects"), list)) or not isinstance(
        data.get("framework"), list
    ):
        problem = "it has no lists `projects` and `framework`, as files of UN INFO have"
        raise UnknownFormat(member, problem, "Give a country file of UN INFO.")
    return _Reader(member, data).framework(hashlib.sha256(body).hexdigest(), country)


def _read_json(member: str, body: bytes) -> object:
    def _refused(text: str) -> None:
        raise ValueError(f"{text} is not a number")

    try:
        return json.loads(body, parse_float=Decimal, parse_constant=_refused)
    except ValueError as error:  # of JSON, of UTF-8, of a number
        raise DamagedInput(member, f"it is not JSON: {error}"[:300], _EXPORT) from error


class _Reader:
    """Read one country file, and count what is wrong with it."""

    def __init__(self, member: str, data: JsonObject) -> None:
        self.member, self.data = member, data
        self.currency = _read_text(data.get("currency")).upper()
        self.first: dict[tuple[str, str], str] = {}
        self.counts: Counter[tuple[str, str]] = Counter()

    def framework(self, digest: str, country: str) -> m.Framework:
        """Return the framework with its flaws."""
        stated = self._money(self.data.get("totals"), "/totals")
        goals = self.data.get("sdgs")
        money = tuple(
            (str(goal), self._money(texts, f"/sdgs/{goal}"))
            for goal, texts in (goals.items() if isinstance(goals, dict) else ())
        )
        results = tuple(self._results(self.data["framework"], "/framework", 0))
        activities = tuple(self._activities({result.name for result in results}))
        self._compare(stated, results, activities)
        flaws = (m.FrameworkFlaw(code, value, self.first[code, value], n) for (code, value), n in self.counts.items())
        name = _read_text(self.data.get("name"))
        return m.Framework(
            _find_country(self.member, name, country), name,
            _read_number(self.data.get("workspace_id")), self.member, digest, stated, money, results, activities,
            tuple(flaws),
        )  # fmt: skip

    def _flaw(self, code: str, place: str, value: object = "") -> None:
        key = code, str(value)[:200]
        self.first.setdefault(key, place)
        self.counts[key] += 1

    def _results(self, rows: object, place: str, level: int) -> Iterator[m.Result]:
        for at, row in enumerate(rows if isinstance(rows, list) else ()):
            if isinstance(row, dict):
                here = f"{place}/{at}"
                yield m.Result(
                    here,
                    m.LEVELS[min(level, len(m.LEVELS) - 1)],
                    _read_number(row.get("id")),
                    _read_text(row.get("code")),
                    _read_text(row.get("name")),
                    _read_text(row.get("description")),
                    self._money(row, here),
                )
                yield from self._results(row.get("children"), f"{here}/children", level + 1)

    def _activities(self, outputs: set[str]) -> Iterator[m.PlannedActivity]:
        seen: Counter[tuple[int, str]] = Counter()
        for at, row in enumerate(self.data["projects"]):
            if not isinstance(row, dict):
                continue
            place, agency, number = (f"/projects/{at}", _read_text(row.get("agency")), _read_number(row.get("id")))
            body, output = _find_body(agency), _read_text(row.get("outcome"))
            if not body:
                self._flaw("agency", f"{place}/agency", agency)
            if output not in outputs:
                self._flaw("output", f"{place}/outcome")
            nth = seen[number, agency]
            seen[number, agency] += 1
            starts, ends = (self._day(row.get(name), f"{place}/{name}") for name in ("start", "end"))
            if starts and ends and ends < starts:
                self._flaw("period", f"{place}/end", f"{starts} – {ends}")
            yield m.PlannedActivity(
                place, number, agency, nth, body, _read_text(row.get("code")), _read_text(row.get("name")),
                _read_text(row.get("description")), output, starts, ends, self._money(row, place),
            )  # fmt: skip

    def _money(self, row: object, place: str) -> m.Money:
        fields = row if isinstance(row, dict) else {}
        required, available, spent = (self._amount(fields.get(name), f"{place}/{name}") for name in m.AMOUNTS)
        currency = _read_text(fields.get("currency")).upper() or self.currency
        return m.Money(required, available, spent, currency)

    def _amount(self, value: object, place: str) -> Decimal | None:
        """Return an amount to the cent; None, with a flaw, for what is no amount."""
        if value is None:
            return None
        try:
            if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
                raise InvalidOperation
            amount = Decimal(value)
            if not amount.is_finite() or not 0 <= amount < _MOST:
                raise InvalidOperation
        except InvalidOperation:
            self._flaw("amount", place, value)
            return None
        if (cents := amount.quantize(_CENT)) != amount:
            self._flaw("cents", place, value)
        return cents

    def _day(self, value: object, place: str) -> str:
        text = _read_text(value)
        try:
            return date.fromisoformat(text[:10]).isoformat() if text else ""
        except ValueError:
            self._flaw("date", place, text)
            return ""

    def _compare(
        self, stated: m.Money, results: tuple[m.Result, ...], activities: tuple[m.PlannedActivity, ...]
    ) -> None:
        """Hold the totals that the file states against what its activities add up to; below 1 is rounding."""
        currencies = sorted({activity.money.currency for activity in activities})
        if not activities:
            self._flaw("no-activities", "/projects")
            return
        if not any(getattr(activity.money, name) for activity in activities for name in m.AMOUNTS):
            self._flaw("no-money", "/projects")
        if len(currencies) > 1:
            self._flaw("currencies", "/projects", ", ".join(currency or "–" for currency in currencies))
            return
        for name in m.AMOUNTS:
            whole = sum((getattr(activity.money, name) or 0 for activity in activities), Decimal(0))
            value = getattr(stated, name)
            if value is not None and abs(value - whole) >= 1:
                self._flaw("total", f"/totals/{name}", f"{value:,} / {whole:,}")
            top = [getattr(result.money, name) or 0 for result in results if result.level == m.LEVELS[0]]
            if top and abs(sum(top, Decimal(0)) - whole) >= 1:
                self._flaw("results", "/framework", f"{sum(top, Decimal(0)):,} / {whole:,}")


def _find_country(member: str, name: str, text: str) -> str:
    """Return the country of a file: as given, by the name of the file, or by what the file calls it."""
    countries, stem = load().countries, PurePosixPath(member).stem.upper()
    if text:
        return text
    if len(stem) == 3 and stem.isascii() and stem.isalpha():
        return stem
    ids = [id_ for id_, country in countries.items() if name and name in country.names.values()]
    if len(ids) == 1:
        return ids[0]
    problem = f"which country it is of is not known by its name, nor by “{name}” inside"
    raise UnknownFormat(member, problem, "Call it by the code of the country, such as KEN.json.")


@cache
def _find_body(agency: str) -> str:
    """Return the body that an agency is: UN INFO puts “UN” before some acronyms ("UN ESCAP")."""
    body = find_bodies(agency) or find_bodies(agency.removeprefix("UN "))
    return body[0] if len(body) == 1 else ""


def _read_text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _read_number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63 else 0
