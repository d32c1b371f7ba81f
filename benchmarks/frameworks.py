"""Cooperation frameworks of UN INFO: money to the cent, lines of ITU's activities, lines that a reader accepts.

    python -m benchmarks.frameworks [DATA] [--countries]      --countries prints each country too
    python -m benchmarks.frameworks [DATA] --ask              lines of ITU's activities to be judged, as JSON
    python -m benchmarks.frameworks [DATA] --table            numbers for framework/data/cooperation.csv

Sums of the register are held against sums that plain `json` makes of the same files, without the reader: an
activity counts once for its area, and so does the money of each agency in it. A reader
saw the words of an activity and a line, without a score, and answered whether an officer of the line would count
it. frameworks_verdicts.tsv keeps the first lines of others: country, number, agency, line and answer.
itu_verdicts.tsv keeps every line of ITU's activities, many of which share their words: key of the words, line
and answer.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from training.corpus import key

from benchmarks.figure import Figure, verdict

VERDICTS = Path(__file__).with_name("frameworks_verdicts.tsv")
ITU_VERDICTS = Path(__file__).with_name("itu_verdicts.tsv")
AMOUNTS = ("required", "available", "spent")
_ITU, _PACIFIC = "ITU in the world", "m49:009"
PAGES = ("/cooperation/", "/cooperation/KEN/", "/cooperation/KEN/?line=C2", "/KEN/", "/regions/itu-region:AFR/")
REQUESTS = 20
Sum = tuple[int, ...]


def main() -> int:
    """1 where a figure misses its bar."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="?", type=Path, default=Path("../shared/data"))
    parser.add_argument("--countries", action="store_true")
    parser.add_argument("--ask", action="store_true")
    parser.add_argument("--table", action="store_true")
    asked = parser.parse_args()
    archive = asked.data / "frameworks" / "uninfo_countries.tar.gz"
    os.environ.setdefault("ACTIONLINES_HOSTS", "testserver")
    with tempfile.TemporaryDirectory() as folder:
        from actionlines.register.site.setup import start

        start(Path(folder))
        if asked.table:
            csv.writer(sys.stdout, lineterminator="\n").writerows(_table(archive))
            return 0
        if asked.ask:
            _imported(archive, "first.tar.gz")
            print(*_questions(), sep="\n")
            return 0
        figures = list(_figures(archive, asked.countries))
    return verdict(figures)


def _figures(archive: Path, shown: bool) -> Iterator[Figure]:
    seconds, first = _imported(archive, "first.tar.gz")
    yield Figure("UN INFO: import with alignment, time of the processor", seconds, "<=", 60, "s")
    _seconds, again = _imported(archive, "first.tar.gz")
    yield Figure("UN INFO: countries that a second import changes", first.total() - again["same"], "<=", 0)
    plain, held = dict(_plain(archive)), _held()
    if shown:
        for country in sorted(plain):
            same = "equal" if plain[country] == held.get(country) else "DIFFERENT"
            print(country, *_words(plain[country]), same)
    print("all", *_words(plain["world"]), "in", len(plain) - 3, "countries")
    print("Pacific", *_words(plain[_PACIFIC]))
    print("ITU", *_words(plain[_ITU]))
    different = [one for one in plain if plain[one] != held.get(one)]
    yield Figure("UN INFO: areas whose sums differ", len(different), "<=", 0)
    yield from _lines()
    yield Figure("pages with all frameworks, p95", _p95(), "<=", 150, "ms")


def _table(archive: Path) -> Iterator[tuple[object, ...]]:
    """Yield the numbers of areas in all, by agency (an activity once for its area) and by goal, as files state it."""
    from actionlines.programmes.model import add_up
    from actionlines.programmes.uninfo import read_uninfo
    from actionlines.register.cooperation.imports import WORLD, group_areas

    with tarfile.open(archive) as box:
        day = max(time.strftime("%Y-%m-%d", time.gmtime(member.mtime)) for member in box if member.isfile())
    frameworks = read_uninfo(archive).frameworks
    rows = {
        held.country: [
            (
                item.number or (held.country, item.place),
                item.agency,
                "",
                (),
                {n: getattr(item.money, n) for n in AMOUNTS},
            )
            for item in held.activities
        ]
        for held in frameworks
    }
    yield "area", "agency", "goal", "activities", *AMOUNTS, "source"
    for area, inside in {WORLD: tuple(rows), **group_areas(), **{country: (country,) for country in rows}}.items():
        sums = add_up((row for country in inside for row in rows.get(country, ())), ()).get("", {})
        for agency, held in {"": sums.get("all"), **sums.get("agencies", {})}.items():
            if held:
                yield area, agency, "", held[0], *(Decimal(cents) / 100 for cents in held[1:]), f"UN INFO, {day}"
    for held in frameworks:
        for goal, money in held.goals:
            yield held.country, "", f"sdg:{goal}", "", *(getattr(money, name) for name in AMOUNTS), f"UN INFO, {day}"


def _imported(archive: Path, name: str) -> tuple[float, Counter[str]]:
    from actionlines.register.core.imports.actions import started
    from actionlines.register.core.imports.files import store
    from actionlines.register.core.imports.run import run

    begun = _cpu()
    done = run(started(None, store(archive, name, None, "uninfo"), "uninfo").pk)
    return _cpu() - begun, Counter(done.counts)


def _cpu() -> float:
    """Seconds of the processor of this process and of the reader that it started."""
    return sum(os.times()[:4])


def _plain(archive: Path) -> Iterator[tuple[str, tuple[int, int, Sum]]]:
    """Yield activities, agencies and money in cents of each country, of the world and of ITU, by json alone."""
    from actionlines.framework import load

    world, pacific = [], []
    with tarfile.open(archive) as box:
        for member in box:
            if member.isfile() and member.name.endswith(".json"):
                rows = json.load(box.extractfile(member), parse_float=Decimal)["projects"]  # type: ignore[arg-type]
                world += rows
                pacific += rows if Path(member.name).stem in load().members(_PACIFIC) else []
                yield Path(member.name).stem, _sums(rows)
    yield "world", _sums(world)
    yield _PACIFIC, _sums(pacific)
    yield _ITU, _sums([row for row in world if row["agency"] == "ITU"])


def _sums(rows: list[dict[str, Any]]) -> tuple[int, int, Sum]:
    parts = {(row["id"], row["agency"], *(row[name] for name in AMOUNTS)): row for row in rows}.values()
    money = tuple(int(sum(Decimal(row[name] or 0) for row in parts) * 100) for name in AMOUNTS)
    return len({row["id"] for row in rows}), len({row["agency"] for row in rows}), money


def _held() -> dict[str, Any]:
    from actionlines.register.cooperation.models import CooperationSums

    found = {}
    for one in CooperationSums.objects.all():
        sums = one.sums.get("", {"all": [0, 0, 0, 0], "agencies": {}})
        found[one.area] = sums["all"][0], len(sums["agencies"]), tuple(sums["all"][1:])
        if one.area == "world":
            itu = sums["agencies"]["ITU"]
            found[_ITU] = itu[0], 1, tuple(itu[1:])
    return found


def _words(one: tuple[int, int, Sum]) -> list[str]:
    money = [f"{name} {Decimal(cents) / 100:,}" for name, cents in zip(AMOUNTS, one[2], strict=True)]
    return [f"{one[0]:,} activities", *([f"{one[1]} agencies"] if one[1] else []), *money]


def _lines() -> Iterator[Figure]:
    from actionlines.register.cooperation.models import CooperationActivity

    first: dict[tuple[str, int, str], str] = {}
    for one in CooperationActivity.objects.select_related("framework"):
        lines = [link["concept"] for link in one.links if link["level"] == "action_line"]
        first.setdefault((one.framework.country, one.number, one.agency), lines[0] if lines else "")
    itu = _of_itu()
    yield Figure("ITU's activities with an action line", sum(map(bool, itu.values())) / len(itu), ">=", 0.80)
    known = {(row["text"], row["line"]): row["verdict"] == "yes" for row in _rows(ITU_VERDICTS)}
    given = [(key(words), line) for (words, _place), lines in itu.items() for line in lines]
    judged = [known[one] for one in given if one in known]
    print(f"{len(judged)} of {len(given)} lines of ITU's activities are judged")
    yield Figure("lines of ITU's activities that a reader accepts", sum(judged) / len(judged), ">=", 0.75)
    rows = [row for row in _rows(VERDICTS)
            if first.get((row["country"], int(row["number"]), row["agency"])) == row["line"]]  # fmt: skip
    print(f"{len(rows)} judged lines of others are still proposed")
    good = sum(row["verdict"] == "yes" for row in rows)
    yield Figure("first lines of others that a reader accepts", good / len(rows), ">=", 0.75)


def _of_itu() -> dict[tuple[str, str], list[str]]:
    """Return the lines of each activity of ITU by its words and its place."""
    from actionlines.register.cooperation.models import CooperationActivity

    return {
        ("\n\n".join((one.name, one.description, one.output)), one.source): [
            link["concept"] for link in one.links if link["level"] == "action_line"
        ]
        for one in CooperationActivity.objects.filter(body="itu").select_related("framework")
    }


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


def _questions() -> Iterator[str]:
    """Yield words and line of ITU's activities without a verdict, each once, in an order that tells nothing."""
    known = {(row["text"], row["line"]) for row in _rows(ITU_VERDICTS)}
    asked = {(key(words), line): words for (words, _place), lines in _of_itu().items() for line in lines}
    for text, line in sorted(asked.keys() - known):
        yield json.dumps({"text": text, "line": line, "words": asked[text, line]}, ensure_ascii=False)


def _p95() -> float:
    from django.test import Client

    client, taken = Client(), []
    for address in PAGES:
        client.get(address)
        for _one in range(REQUESTS):
            begun = time.perf_counter()
            assert client.get(address).status_code == 200, address
            taken.append((time.perf_counter() - begun) * 1000)
    return sorted(taken)[int(len(taken) * 0.95)]


if __name__ == "__main__":
    raise SystemExit(main())
