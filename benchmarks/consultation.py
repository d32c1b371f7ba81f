"""A consultation under load: 10,000 comments on 130 paragraphs; pages timed one by one, exports, a new version.

    python -m benchmarks.consultation [--comments N] [--paragraphs N]
    DATABASE_URL=postgres://… python -m benchmarks.consultation

Server time is that of a whole request through all middlewares, without the network; processor time is told too,
since other work on the machine makes a clock run long. The texts are invented by a seeded generator.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.figure import Figure

TURNS = 60
BAR = 150.0  # ms, p95
EXPORT = 10.0  # seconds
WORDS = [
    "network",
    "village",
    "school",
    "licence",
    "data",
    "price",
    "report",
    "year",
    "open",
    "public",
    "women",
    "youth",
    "skills",
    "access",
    "spectrum",
    "fund",
    "member",
    "state",
    "line",
    "target",
    "progress",
    "review",
    "plan",
    "measure",
    "rural",
    "island",
    "service",
    "health",
    "trust",
]
KINDS = ("government", "international-organization", "private-sector", "civil-society", "academia")
COUNTRIES = ("KEN", "FRA", "BRA", "IND", "EGY", "PER", "THA", "CAN", "NGA", "KAZ")


def main() -> int:
    """1 where a bar is not reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=10_000)
    parser.add_argument("--paragraphs", type=int, default=130)
    asked = parser.parse_args()
    os.environ.setdefault("ACTIONLINES_HOSTS", "localhost,127.0.0.1,testserver")
    with tempfile.TemporaryDirectory(prefix="actionlines-bench-") as folder:
        from actionlines.register.site.setup import start

        start(Path(folder))
        made = fill(asked.comments, asked.paragraphs)
        figures = [*pages(made), *exports(made), *version(made)]
    for one in figures:
        print(one.row())
    return 0 if all(one.reached for one in figures) else 1


def fill(comments: int, paragraphs: int) -> Any:
    """An open consultation with so many comments, as the actions write them; without their trail."""
    from django.utils import timezone

    from actionlines.register.consultations.actions.texts import AddText, OpenConsultation, PublishConsultation
    from actionlines.register.consultations.anchors import digest
    from actionlines.register.consultations.models import Comment, CommentLink
    from actionlines.register.consultations.texts import Numbered, Source, numbered
    from actionlines.register.people.models import Role, User

    dice, today = random.Random(1), timezone.now().date()
    boss = User.objects.create_user("boss@example.org", None, name="Boss")
    Role.objects.create(user=boss, role="secretariat", scope="")
    said = lambda n: " ".join(dice.choice(WORDS) for _ in range(n))  # noqa: E731
    text = numbered(Numbered(f"{n}", f"Item {n}: {said(60)}.", f"{n}") for n in range(1, paragraphs + 1))
    phases = [{"kind": "comments", "starts_on": today - timedelta(3), "ends_on": today + timedelta(30)}]
    made = OpenConsultation(boss, fields={"title": "A long draft", "language": "en", "phases": phases}).do()
    made = AddText(boss, made, source=Source("typed"), paragraphs=text).do()
    made = PublishConsultation(boss, made).do()
    current = made.current()
    rows = list(current.paragraphs.all())
    Comment.objects.bulk_create(
        (_comment(Comment, made, current, dice.choice(rows), dice, said, digest) for _n in range(comments)),
        batch_size=500,
    )
    keys = list(Comment.objects.values_list("pk", flat=True))
    links = (CommentLink(comment_id=n, concept="C2", level="action_line", p=0.8) for n in keys[::2])
    CommentLink.objects.bulk_create(links, batch_size=1000)
    made.boss = boss
    return made


def _comment(model: Any, made: Any, current: Any, row: Any, dice: Any, said: Any, digest: Any) -> Any:
    start = dice.randrange(len(row.text) - 20)
    end = len(row.text) if dice.random() < 0.5 else start + 20
    start = 0 if end == len(row.text) else start
    quote = row.text[start:end]
    return model(
        consultation=made, text_version=current, paragraph=row, place=row, start=start, end=end,
        place_start=start, place_end=end, how="written", quote=quote, quote_sha256=digest(quote),
        paragraph_sha256=digest(row.text), text=f"{said(25)}. {said(20)}.", suggests=dice.random() < 0.3,
        suggestion=said(4), language="en", stakeholder=dice.choice(KINDS), country=dice.choice(COUNTRIES),
        organisation=said(3), name=said(2), status="published",
        disposition=dice.choice(("", "accepted", "partly", "not")), disposition_reason=said(8),
        endorsed=dice.randrange(30),
    )  # fmt: skip


def pages(made: Any) -> list[Figure]:
    """The pages that people read and work on."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.force_login(made.boss)
    dice = random.Random(2)
    count = made.current().paragraphs.count()
    base = f"/consultations/{made.pk}/"
    addresses: dict[str, Callable[[], str]] = {
        "paragraph": lambda: f"{base}at/{dice.randint(1, count)}/?sort={dice.choice(['newest', 'endorsed'])}",
        "reader": lambda: f"{base}?part={dice.randint(1, 2)}",
        "dispositions": lambda: f"{base}dispositions/?page={dice.randint(1, 100)}",
        "statistics": lambda: f"{base}statistics/",
        "moderation": lambda: f"{base}moderation/?status=published&page={dice.randint(1, 100)}",
    }
    found = []
    for name, address in addresses.items():
        client.get(address())
        wall, processor = [], []
        for _turn in range(TURNS):
            url, begun, used = address(), time.perf_counter(), time.process_time()
            answer = client.get(url)
            wall.append(1000 * (time.perf_counter() - begun))
            processor.append(1000 * (time.process_time() - used))
            assert answer.status_code == 200, (url, answer.status_code)
        with CaptureQueriesContext(connection) as queries:
            client.get(address())
        at = int(0.95 * TURNS)
        print(f"{name}: {len(queries)} queries, processor p95 {sorted(processor)[at]:.0f} ms")
        found.append(Figure(f"{name} page, p95 of server time", sorted(wall)[at], "<=", BAR, "ms"))
    return found


def exports(made: Any) -> list[Figure]:
    """What organisers take away, from the request to the last byte."""
    from django.test import Client

    client = Client()
    client.force_login(made.boss)
    found = []
    for form in ("xlsx", "json", "docx"):
        begun, used = time.perf_counter(), time.process_time()
        answer = client.get(f"/consultations/{made.pk}/export/?as={form}")
        size = len(b"".join(answer.streaming_content) if answer.streaming else answer.content)
        seconds, processor = time.perf_counter() - begun, time.process_time() - used
        print(f"export {form}: {size / 1e6:.1f} MB, processor {processor:.1f} s")
        found.append(Figure(f"export as {form}", seconds, "<=", EXPORT, "s"))
    return found


def version(made: Any) -> list[Figure]:
    """A second version of the text, in which every tenth paragraph changed."""
    from actionlines.register.consultations.actions.texts import AddText
    from actionlines.register.consultations.models import Consultation
    from actionlines.register.consultations.texts import Numbered, Source, numbered

    rows = list(made.current().paragraphs.all())
    text = numbered(
        Numbered(row.anchor, row.text + (" Anew." if n % 10 == 0 else ""), row.number) for n, row in enumerate(rows)
    )
    action = AddText(made.boss, Consultation.objects.get(pk=made.pk), source=Source("typed"), paragraphs=text)
    begun = time.perf_counter()
    action.do()
    seconds = time.perf_counter() - begun
    print(f"a new version: {action.moved} comments moved, {action.orphaned} orphaned")
    return [Figure("a new version of the text", seconds, "<=", EXPORT, "s")]


if __name__ == "__main__":
    sys.exit(main())
