"""The register under load: 100,000 activities and 20,000 mandates, pages timed one by one in one process.

    python -m benchmarks.register [--activities N] [--mandates N] [--keep DIR] [--times FILE]
    DATABASE_URL=postgres://… python -m benchmarks.register

Server time is that of a whole request through all middlewares, without the network. Every address is another, so
that nothing is remembered. On a machine that does other things too, the time of the processor (of this process and
of its connection to PostgreSQL) says more: it stands beside, and as a multiple of that of a view that answers one
word through all middlewares. benchmarks.growth compares registers of several sizes. The records are invented by a
seeded generator. With --keep, a folder that was filled before is used again. Filling is done by a process of its
own, so that the memory given is that of serving pages; that of filling and indexing everything at once is printed
beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.figure import Figure

if TYPE_CHECKING:
    from actionlines.register.people.models import User

TURNS = 40
WARM = 2  # of them are not timed
BAR = 150.0  # ms of server time, p95
BAR_WORKED = 100.0  # ms of the processor, p95
SIGNED_IN = "signed in: "  # pages of a reviewer of everything
SERIES = 60  # with a value for each country
TRIVIAL, TIMES_TRIVIAL = "trivial view", 30.0
CHUNK = 2000
PARAGRAPHS = 50  # with one mandate each, in an instrument
LARGE = "A/CONF/400"  # an instrument with 400 paragraphs, 300 mandates, and marks on every line


def fill(activities: int, mandates: int) -> None:
    """Records with what lists and pages read of them; the trail has one version each."""
    _organisations()
    _mandates(mandates)
    _activities(activities)


def _organisations() -> None:
    from actionlines.register.core import bulk
    from actionlines.register.core.models import Version
    from actionlines.register.organisations.models import Organisation

    made = Organisation.objects.bulk_create(
        Organisation(
            name=f"Organisation {n}", type="government" if n % 3 else "academia", country="KEN",
            status="published", published_version=1, published_at=datetime(2010, 1, 1, tzinfo=UTC),
        )
        for n in range(1, 3001)
    )  # fmt: skip
    Version.objects.bulk_create(
        Version(kind="organisation", record=number, number=1, public=True, data=data)
        for number, (_record, data) in bulk.serialised(Organisation, [one.pk for one in made]).items()
    )


def _mandates(count: int) -> None:
    from actionlines.framework import load
    from actionlines.register.instruments.models import Instrument, Paragraph
    from actionlines.register.mandates.models import Addressee, Mandate, MandateLink

    luck = random.Random(11)
    bodies, lines, goals = list(load().bodies), list(load().action_lines), list(load().goals)
    for number in range(count // PARAGRAPHS):
        symbol = f"A/RES/{60 + number // 300}/{1 + number % 300}"
        instrument = Instrument.objects.create(
            symbol=symbol, family=symbol, title=f"Resolution {number}", body="general-assembly",
            date=date(2006, 1, 1) + timedelta(days=number), language="en",
        )  # fmt: skip
        texts = [
            f"Requests body {n} to report on matter {luck.randrange(10**6)} of {symbol}" for n in range(PARAGRAPHS)
        ]
        paragraphs = Paragraph.objects.bulk_create(
            Paragraph(instrument=instrument, anchor=str(n), number=str(n), order=n, kind="operative", text=text)
            for n, text in enumerate(texts, 1)
        )
        made = Mandate.objects.bulk_create(
            Mandate(
                paragraph=one, instrument=instrument, verb="request", strength="requests", action=one.text,
                due=["year:2027"], due_on=date(2026 + number % 5, 12, 31),
                status=luck.choice(("proposed", "confirmed", "under_way", "delivered")),
            )
            for one in paragraphs
        )  # fmt: skip
        Addressee.objects.bulk_create(Addressee(mandate=one, body=luck.choice(bodies)) for one in made)
        MandateLink.objects.bulk_create(
            MandateLink(mandate=one, concept=concept, level=level, p=0.8)
            for one in made
            for level, concept in (("action_line", luck.choice(lines)), ("goal", luck.choice(goals)))
        )


def large() -> None:
    """One instrument as long as a conference's report, read as the reader reads: words, citations, evidence."""
    from actionlines.framework import load
    from actionlines.register.instruments.models import Instrument, Paragraph, ParagraphCitation, ParagraphLink
    from actionlines.register.mandates.models import Addressee, Mandate

    if Instrument.objects.filter(symbol=LARGE).exists():
        return
    f, luck = load(), random.Random(3)
    bodies, concepts = list(f.bodies), [*f.action_lines, *f.goals, *f.targets]
    instrument = Instrument.objects.create(
        symbol=LARGE, family=LARGE, title="Report", body="general-assembly", date=date(2025, 6, 1), language="en"
    )
    verb, action, cited, due = "Requests", "report on access in rural schools", "A/RES/70/125", "by 2027"
    text = f"{verb} the bodies named, as decided in {cited}, to {action} and on what was learned there, {due}. "

    def at(words: str, anchor: str = "") -> dict[str, object]:
        return {"text": words, "start": text.index(words), "end": text.index(words) + len(words), "anchor": anchor}

    made = Paragraph.objects.bulk_create(
        Paragraph(
            instrument=instrument, anchor=str(n), number=str(n), order=n,
            kind="operative" if n % 20 else "heading", level=int(n % 20 == 0), text=text * (1 + n % 3),
        )
        for n in range(1, 401)
    )  # fmt: skip
    ParagraphCitation.objects.bulk_create(
        ParagraphCitation(
            paragraph=one, kind="resolution", symbol=cited, start=text.index(cited), end=text.index(cited) + 12
        )
        for one in made
    )
    quote = {"quote": action, "start": text.index(action), "end": text.index(action) + len(action), "weight": 1}
    ParagraphLink.objects.bulk_create(
        ParagraphLink(paragraph=one, concept=concept, level="goal", p=0.7, evidence=[quote])
        for one in made
        for concept in luck.sample(concepts, 5)
    )
    mandates = Mandate.objects.bulk_create(
        Mandate(
            paragraph=one, instrument=instrument, verb="request", strength="requests", action=action,
            due=["year:2027"], due_on=date(2027, 12, 31), status="proposed", deliverable="report",
            words={"verb": at(verb, one.anchor), "action": at(action, one.anchor), "due": at(due, one.anchor)},
        )
        for one in made[:300]
    )  # fmt: skip
    Addressee.objects.bulk_create(
        Addressee(mandate=one, body=body) for one in mandates for body in luck.sample(bodies, 3)
    )


def _activities(count: int) -> None:
    from actionlines.register.activities.models import Activity, ActivityLink, ActivityPlace
    from actionlines.register.core import bulk
    from actionlines.register.core.models import Version
    from benchmarks.search import invented

    source = invented(count)
    begin = datetime(2010, 1, 1, tzinfo=UTC)
    first = 1
    while chunk := list(islice(source, CHUNK)):
        plain = (
            "title", "summary", "description", "type", "good_practice", "language", "beneficiaries",
            "technologies",
        )  # fmt: skip
        made = Activity.objects.bulk_create(
            Activity(
                **{name: one[name] for name in plain}, organisation_id=one["organisation"],
                starts_on=one["starts_on"], status="published", published_version=1,
                published_at=begin + timedelta(minutes=first + place),
            )
            for place, one in enumerate(chunk)
        )  # fmt: skip
        pairs = list(zip(made, chunk, strict=True))
        ActivityPlace.objects.bulk_create(
            ActivityPlace(activity=record, area=area) for record, one in pairs for area in one["places"]
        )
        ActivityLink.objects.bulk_create(
            ActivityLink(activity=record, **link) for record, one in pairs for link in one["links"]
        )
        Version.objects.bulk_create(
            Version(kind="activity", record=number, number=1, public=True, data=data)
            for number, (_record, data) in bulk.serialised(Activity, [one.pk for one in made]).items()
        )
        first += len(chunk)


def figures_of_countries() -> None:
    """SERIES series with a value for each country and year, unless there are some."""
    from actionlines.framework import load
    from actionlines.register.standings.models import Standing

    if Standing.objects.exists():
        return
    luck, indicators = random.Random(9), [one for one in load().indicators.values() if one.target][:SERIES]
    years = list(range(2010, 2024))
    Standing.objects.bulk_create(
        Standing(
            area=country, series=f"S{place}", indicator=one.id, name=f"Series {place}", unit="percent",
            concepts=[one.target, f"sdg:{one.target.removeprefix('sdg:').partition('.')[0]}"], years=years,
            values=[round(luck.uniform(10, 60) + year / 2, 1) for year in range(len(years))], aim=100.0,
            aim_year=2030, aim_direction=1, lag=luck.random(), source="invented",
        )
        for place, one in enumerate(indicators)
        for country in load().countries
    )  # fmt: skip


def reviewer() -> User:
    """The account that reviews everything, with drafts of its own and a role for a country."""
    from actionlines.register.people.models import Role, User

    user, is_new = User.objects.get_or_create(email="reviewer@example.org", defaults={"name": "Reviewer"})
    if is_new:
        Role.objects.create(user=user, role="secretariat", scope="")
        Role.objects.create(user=user, role="focal", scope="KEN")
    return user


def addresses() -> Iterator[tuple[str, str]]:
    """(kind of page, address), each other than those before."""
    from actionlines.framework import load
    from actionlines.register.activities.models import Activity
    from actionlines.register.instruments.models import Instrument
    from actionlines.register.mandates.models import Mandate
    from actionlines.register.organisations.models import Organisation

    luck = random.Random(5)
    f = load()
    lines, goals, targets, countries, bodies = map(list, (f.action_lines, f.goals, f.targets, f.countries, f.bodies))
    activities = list(Activity.objects.values_list("pk", flat=True)[:5000])
    rows = Mandate.objects.select_related("instrument", "paragraph").only(
        "instrument__symbol", "paragraph__anchor", "ordinal"
    )
    mandates = [one.get_absolute_url() for one in rows[:5000]]
    symbols = list(Instrument.objects.values_list("symbol", flat=True)[:200])
    organisations = [one.get_absolute_url() for one in Organisation.objects.order_by("pk")[:2000]]
    regions = [area.id for area in f.areas.values() if area.kind == "itu-region"]
    words = ("network", "school", "rural", "access", "health", "training")
    for turn in range(TURNS):
        country, goal = luck.choice(countries), luck.choice(goals)
        yield TRIVIAL, f"/trivial/?n={turn}"
        yield "home", f"/?n={turn}"
        yield "list of activities", f"/activities/?country={country}&goal={goal}"
        yield "list of activities, page", f"/activities/?page={turn + 2}"
        # The first pages alone: a page that a small register does not have costs nothing.
        yield "list of mandates", f"/mandates/?action_line={luck.choice(lines)}&page={1 + turn % 3}&n={turn}"
        yield "search", f"/search/?q={'+'.join(luck.sample(words, 2))}+-zz{turn}"
        yield "activity", f"/activities/{luck.choice(activities)}/?n={turn}"
        yield "mandate", f"{luck.choice(mandates)}?n={turn}"
        yield "instrument", f"/instruments/{luck.choice(symbols)}/?n={turn}"
        yield "large instrument", f"/instruments/{LARGE}/?p={1 + turn * 10}"
        yield "action line", f"/{luck.choice(lines)}/?n={turn}"
        yield "goal", f"/goals/{goal.removeprefix('sdg:')}/?n={turn}"
        yield "target", f"/targets/{luck.choice(targets).removeprefix('sdg:')}/?n={turn}"
        yield "country", f"/{country}/?n={turn}"
        yield "body", f"/{luck.choice(bodies)}/?n={turn}"
        yield "checks", f"/checks/?country={country}&n={turn}"
        yield "who waits on whom", f"/mandates/waiting/?n={turn}"
        yield "api, list", f"/api/activities?country={country}&page=1"
        yield "organisation", f"{luck.choice(organisations)}?n={turn}"
        yield "list of organisations", f"/organisations/?page={turn + 2}"
        yield "list of instruments", f"/instruments/?n={turn}"
        yield "action lines", f"/lines/?n={turn}"
        yield "goals", f"/goals/?n={turn}"
        yield "bodies", f"/bodies/?n={turn}"
        yield "countries", f"/countries/?n={turn}"
        yield "explore", f"/explore/?n={turn}"
        yield "region", f"/regions/{luck.choice(regions)}/?n={turn}"
        yield "progress", f"/progress/?n={turn}"
        yield "series", f"/progress/series/S{turn % SERIES}/?n={turn}"
        yield "comparison of countries", f"/progress/compare/?area={country}&series=S{turn % SERIES}&n={turn}"
        yield "reports due", f"/mandates/reports/?n={turn}"
        yield "question", f"/ask/?q=what+is+{luck.choice(bodies)}+asked+by+20{26 + turn % 5}+zz{turn}"
        yield "comparison of texts", f"/instruments/compare/?a={luck.choice(symbols)}&b={luck.choice(symbols)}"
        yield "road maps", f"/roadmaps/?n={turn}"
        yield "reports", f"/reports/?n={turn}"
        yield "consultations", f"/consultations/?n={turn}"
        yield "data and feeds", f"/data/?n={turn}"
        yield f"{SIGNED_IN}home", f"/?n={turn}"
        yield f"{SIGNED_IN}country", f"/{country}/?n={turn}"
        yield f"{SIGNED_IN}proposals", f"/work/?show=proposals&page={1 + turn % 9}&n={turn}"
        yield f"{SIGNED_IN}answers", f"/work/answers/?page={1 + turn % 3}&n={turn}"
        yield f"{SIGNED_IN}links", f"/work/links/?page={1 + turn % 9}&n={turn}"
        yield f"{SIGNED_IN}review", f"/review/?n={turn}"
        yield f"{SIGNED_IN}drafts", f"/mine/?n={turn}"
        yield f"{SIGNED_IN}mandate", f"{luck.choice(mandates)}?n={turn}"
        yield f"{SIGNED_IN}activity", f"/activities/{luck.choice(activities)}/?n={turn}"
        yield "completions", f"/search/suggest?q={luck.choice(words)[: 2 + turn % 4]}&n={turn}"


@dataclass(frozen=True, slots=True)
class Times:
    """What requests of one kind of page took: milliseconds by the clock, and of the processor, that of the
    database included; the most queries of one request.
    """

    waited: tuple[float, ...]
    worked: tuple[float, ...]
    queries: int

    @property
    def late(self) -> float:
        """Return the milliseconds by the clock within which 95 of 100 requests were answered."""
        return sorted(self.waited)[int(len(self.waited) * 0.95)]

    @property
    def late_worked(self) -> float:
        """Return the milliseconds of the processor that 95 of 100 requests kept within."""
        return sorted(self.worked)[int(len(self.worked) * 0.95)]

    @property
    def own(self) -> float:
        """Return the median of the milliseconds of the processor."""
        return median(self.worked)


def timed() -> tuple[dict[str, Times], dict[str, int]]:
    """(kind of page -> times, address -> status of those that did not answer 200)."""
    from django.db import connection
    from django.http import HttpResponse
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import path

    import actionlines.register.site.wsgi  # noqa: F401 - what a served process does, this one does too
    from actionlines.register.site import urls

    urls.urlpatterns.append(path("trivial/", lambda request: HttpResponse("nothing")))
    visitor, worker = Client(raise_request_exception=False), Client(raise_request_exception=False)
    worker.force_login(reviewer())
    waited: dict[str, list[float]] = defaultdict(list)
    worked: dict[str, list[float]] = defaultdict(list)
    queries: dict[str, int] = defaultdict(int)
    turns: dict[str, int] = defaultdict(int)
    wrong: dict[str, int] = {}
    for kind, address in addresses():
        turns[kind] += 1
        client = worker if kind.startswith(SIGNED_IN) else visitor
        if turns[kind] <= WARM:  # these rounds load what a process keeps; counting queries costs time
            with CaptureQueriesContext(connection) as seen:
                status = client.get(address).status_code
            queries[kind] = len(seen)
        else:
            start, cpu = time.perf_counter(), _processor()
            status = client.get(address).status_code
            worked[kind].append((_processor() - cpu) * 1000)
            waited[kind].append((time.perf_counter() - start) * 1000)
        if status != 200:
            wrong[f"{kind} {address}"] = status
    return {kind: Times(tuple(waited[kind]), tuple(worked[kind]), queries[kind]) for kind in waited}, wrong


def _processor() -> float:
    """Seconds of the processor that this process used, and that of its connection to PostgreSQL on Linux."""
    from django.db import connection

    used = time.process_time()
    if connection.vendor == "postgresql" and connection.connection is not None:
        statistics = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
        with suppress(OSError):
            used += int(statistics.read_text().split()[0]) / 1e9
    return used


def measure(times: Mapping[str, Times], wrong: Mapping[str, int]) -> list[Figure]:
    """Return the figures of all pages; print the addresses that did not answer 200."""
    for address, status in list(wrong.items())[:10]:
        print(f"  {status} {address}")
    figures = []
    least = times[TRIVIAL].own
    for kind, one in times.items():
        title = f"{kind}, p95 ({one.queries} queries, {one.own:.1f} ms of processor)"
        figures.append(Figure(title, one.late, "<=", BAR, "ms"))
        figures.append(Figure(f"{kind}, p95 of the processor", one.late_worked, "<=", BAR_WORKED, "ms"))
        figures.append(Figure(f"{kind}, times a trivial view", one.own / least, "<=", TIMES_TRIVIAL))
    figures.append(Figure("answers that are not 200", len(wrong), "<=", 0))
    figures.append(Figure("peak memory", peak(), "<=", 400, "MB"))
    return figures


def peak() -> float:
    """Most memory that this process had at any time, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def filled(activities: int, mandates: int) -> None:
    """Fill and index the register that was started, unless it has records."""
    from actionlines.register.activities.models import Activity
    from actionlines.register.core.search import rebuild

    if not Activity.objects.exists():
        begin = time.perf_counter()
        fill(activities, mandates)
        print(f"filled in {time.perf_counter() - begin:.0f} s, {peak():.0f} MB at most", flush=True)
        begin = time.perf_counter()
        entries = rebuild()
        print(f"{entries:,} entries indexed in {time.perf_counter() - begin:.0f} s, {peak():.0f} MB at most")
    large()
    figures_of_countries()


def main() -> int:
    """1 where a bar is not reached."""
    parser = argparse.ArgumentParser(description="Pages of a large register.")
    parser.add_argument("--activities", type=int, default=100_000)
    parser.add_argument("--mandates", type=int, default=20_000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--times", type=Path, help="A file for the times of all requests, as JSON.")
    parser.add_argument("--fill-only", action="store_true", help="Fill the folder and leave.")
    given = parser.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp(prefix="actionlines-register-"))
    os.environ["ACTIONLINES_HOSTS"] = "testserver"
    if not given.fill_only:
        again = [sys.executable, "-m", "benchmarks.register", "--fill-only", "--keep", str(folder)]
        again += ["--activities", str(given.activities), "--mandates", str(given.mandates)]
        subprocess.run(again, check=True)
    from actionlines.register.site.setup import start

    start(folder)
    if given.fill_only:
        filled(given.activities, given.mandates)
        return 0
    times, wrong = timed()
    if given.times:
        given.times.write_text(json.dumps({kind: asdict(one) for kind, one in times.items()}), "utf-8")
    figures = measure(times, wrong)
    for figure in figures:
        print(figure.row())
    return 0 if all(figure.reached for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
