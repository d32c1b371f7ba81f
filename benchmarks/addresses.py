"""How every public address grows with the register: its exponent between two registers, 0 where it does not grow.

    python -m benchmarks.addresses SMALL LARGE [--each 3] [--turns 3] [--show 20]
    python -m benchmarks.addresses --keep DIR

SMALL and LARGE are folders that benchmarks.register has filled, such as with 2,000 and 20,000 activities; with
--keep, DIR/2000 and DIR/100000, which are filled where they are not there, and brought to the tables of today. The
addresses are those that a visitor reaches by links, a few of each route, and all operations of the API without parts;
then those that an account reaches which owns up to 20,000 activities. A list that the worker makes is asked once.
Times are of the processor in one process, the least of several turns, each with another question so that nothing is
remembered; an address that took more than two seconds is not asked again, and a download is left after four. What
was asked is printed on standard error.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from benchmarks.figure import Figure, verdict
from benchmarks.register import reviewer

BAR, SLOW = 0.3, 2.0
SIZES, OWNED = (2_000, 100_000), 20_000
SIGNED_IN = "signed in: "
LEAST = 0.02  # seconds: below that an address costs too little for its growth to be seen
PAGES = 400  # that are looked at for links
_LINK = re.compile(r'(?:href|hx-get)="(/[^"#]*)"')
WORK = (
    "/work/",
    "/work/?show=open",
    "/work/answers/",
    "/work/links/",
    "/mine/",
    "/review/",
    "/account/",
    "/me/data.json",
)
ALWAYS = ("/", "/sitemap.xml", "/robots.txt", "/data/", "/health/live")


def measure(each: int, turns: int) -> dict[str, float]:
    """Return route -> seconds of the processor for one request, of its slowest address."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "actionlines.register.site.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from actionlines.register.activities.models import Activity
    from actionlines.register.core.imports.models import Reading
    from actionlines.register.core.search import catch_up
    from actionlines.register.site.middleware.limits import COUNTS

    catch_up()
    settings.ALLOWED_HOSTS = ["*"]
    client = Client(headers={"Accept-Language": "en"})

    def ask(address: str) -> tuple[float, bytes, int]:
        COUNTS.clear()
        Reading.objects.all().delete()
        connection.close()
        began = time.process_time()
        answer = client.get(address)
        body = b""
        for piece in answer.streaming_content if answer.streaming else [answer.content]:
            body += piece
            if time.process_time() - began > 2 * SLOW:  # it misses the bar, and is not read to its end
                break
        answer.close()
        return time.process_time() - began, body, answer.status_code

    listed = json.loads(ask("/api/openapi.json")[1])["paths"]
    times = _walk(
        ask, [*ALWAYS, *(path for path, ways in listed.items() if "get" in ways and "{" not in path)], each, turns
    )
    user = reviewer()
    numbers = Activity.objects.order_by("pk").values_list("pk", flat=True)[:OWNED]
    Activity.objects.filter(pk__lte=max(numbers)).update(owner=user)
    client.force_login(user)
    own = _walk(ask, ["/", *WORK], each, turns)
    return times | {f"{SIGNED_IN}{name}": seconds for name, seconds in own.items()}


def _walk(
    ask: Callable[[str], tuple[float, bytes, int]], waiting: list[str], each: int, turns: int
) -> dict[str, float]:
    """Return route -> seconds of its slowest address, of those that are reached from some addresses by links."""
    from django.urls import Resolver404, resolve

    held: dict[str, list[str]] = defaultdict(list)
    seen, first = set(waiting), dict[str, float]()
    while waiting and len(seen) < PAGES * 20:
        address = waiting.pop(0)
        try:
            route = resolve(address.partition("?")[0]).route
        except Resolver404:
            continue
        form = re.search(r"[?&](?:as|format)=\w+", address)
        name = f"{route}{form[0] if form else ''}"
        if len(held[name]) >= each:
            continue
        first[address], body, status = ask(address)
        if status not in (200, 202):
            continue
        held[name].append(address)
        print(f"{first[address]:7.3f} s  {address}", file=sys.stderr, flush=True)
        for link in _LINK.findall(body[:2_000_000].decode(errors="replace")):
            link = link.replace("&amp;", "&")
            if link not in seen and "logout" not in link:
                seen.add(link)
                waiting.append(link)
    times = {}
    for name, addresses in ((name, addresses) for name, addresses in held.items() if addresses):
        times[name] = max(
            first[address]
            if first[address] > SLOW
            # The API refuses a question that it does not know.
            else min(ask(address if "/api/" in address else f"{address}{'&' if '?' in address else '?'}zz={turn}")[0]
                     for turn in range(turns))
            for address in addresses
        )  # fmt: skip
    return times


def measured(folder: Path, each: int, turns: int) -> dict[str, float]:
    """Return what `measure` returns of the register of a folder, in a process of its own."""
    environment = {**os.environ, "ACTIONLINES_DATA": str(folder), "ACTIONLINES_PAGES_KEPT": "0"}
    command = [sys.executable, "-m", "benchmarks.addresses", "--measure", "--each", str(each), "--turns", str(turns)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _filled(keep: Path) -> list[Path]:
    """Return the folders of both registers, filled and of today."""
    for size in SIZES:
        fill = [sys.executable, "-m", "benchmarks.register", "--fill-only", "--keep", str(keep / str(size))]
        subprocess.run([*fill, "--activities", str(size), "--mandates", str(size // 5)], check=True)
    return [keep / str(size) for size in SIZES]


def size_of(folder: Path) -> int:
    """Return how many activities a register holds."""
    import sqlite3

    with sqlite3.connect(f"file:{folder}/actionlines.sqlite3?mode=ro", uri=True) as database:
        return int(database.execute("SELECT count(*) FROM registry_activity").fetchone()[0])


def main() -> int:
    """Print the exponent of each address; 1 where one misses its bar."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--each", type=int, default=3)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--show", type=int, default=20)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.measure:
        print(json.dumps(measure(args.each, args.turns)))
        return 0
    small, large = args.folders or _filled(args.keep)
    first, last = measured(small, args.each, args.turns), measured(large, args.each, args.turns)
    ratio = math.log(size_of(large) / size_of(small))
    grown = {
        name: math.log(max(last[name], LEAST) / max(first[name], LEAST)) / ratio for name in first.keys() & last.keys()
    }
    worst = sorted(grown, key=lambda name: -grown[name])
    for name in worst[: args.show]:
        print(f"{grown[name]:5.2f}  {first[name]:7.3f} s  {last[name]:7.3f} s  /{name}")
    print(f"{len(grown)} addresses")
    return verdict(
        [
            Figure("addresses that grow more", sum(value > BAR for value in grown.values()), "<=", 0),
            Figure("worst exponent", grown[worst[0]], "<=", BAR),
            Figure("slowest address in the large register", max(last.values()), "<=", SLOW, "s"),
        ]
    )


if __name__ == "__main__":
    raise SystemExit(main())
