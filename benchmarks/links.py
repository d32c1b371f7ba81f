"""Links that the system proposes for activities in six languages: how many a reader accepts, and which are public.

    python -m benchmarks.links [DATA]                    figures
    ... --ask                                            links without a verdict, as TSV for a reader
    ... --take ANSWERS.tsv                               keep what the reader said: key, yes or no

The activities are those of the demo register and of links_activities.tsv; the mandates are those of the
resolutions in DATA/documents and of the demo. For each activity the first three mandates and the first three
targets that are proposed count. A reader sees the activity and the mandate or target, in an order that tells
nothing, without score, and answers whether somebody who works on it would name the activity as a contribution
to it.
Verdicts are kept in links_verdicts.tsv under the key of each pair: they hold for every way of proposing.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.figure import Figure, verdict

HERE = Path(__file__).parent
VERDICTS = HERE / "links_verdicts.tsv"
ACTIVITIES = HERE / "links_activities.tsv"
EXAMPLES = HERE.parent / "examples"
FIRST = 3
KINDS = ("mandate", "target")
BAR = 0.85
UN = ("A_RES_80_173", "A_RES_79_194", "A_RES_78_311", "A_RES_79_277", "A_RES_80_44")
ITU = ("res-130", "res-135", "res-175", "res-179", "res-200", "res-201", "res-204", "res-205")


@dataclass(frozen=True, slots=True)
class Pair:
    """A link: the activity and the mandate or target, with their words."""

    kind: str
    activity: str
    other: str
    text: str
    asks: str

    @property
    def key(self) -> str:
        """Return what a verdict is kept under; it depends on the words of both alone."""
        return hashlib.blake2b(f"{self.kind}\n{self.text}\n{self.asks}".encode(), digest_size=8).hexdigest()


def filled(data: Path, folder: Path) -> None:
    """Start a register in a folder, with the mandates and the activities, published by the system."""
    from actionlines.register.site.setup import start

    start(folder)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from actionlines.register.core.imports.files import store
    from actionlines.register.core.imports.models import ImportRun
    from actionlines.register.core.imports.run import run

    papers = [data / "documents/text/un" / f"{name}.txt" for name in UN]
    papers += [data / "documents/itu_pp18" / f"{name}.txt" for name in ITU]
    for path in (*papers, EXAMPLES / "demo/resolution.txt"):
        file = store(path, path.name, None, "document")
        run(ImportRun.objects.create(file=file, what="document").pk)
    proposed()


def activities() -> Iterator[dict[str, str]]:
    """Yield id, language, title, summary and description of each activity."""
    with ACTIVITIES.open(encoding="utf-8", newline="") as file:
        yield from ({**row, "description": ""} for row in csv.DictReader(file, delimiter="\t"))
    names = ("id", "language", "title", "summary", "description")
    with (EXAMPLES / "demo/activities.csv").open(encoding="utf-8", newline="") as file:
        yield from ({name: row[name] for name in names} for row in csv.DictReader(file))


def proposed() -> None:
    """Make the activities, as if each were saved and published, with what the system proposes."""
    from django.utils import timezone

    from actionlines.register.activities.answers import refresh_mandates
    from actionlines.register.activities.models import Activity
    from actionlines.register.activities.proposals import refresh

    Activity.objects.all().delete()
    for row in activities():
        one = Activity.objects.create(
            title=row["title"], summary=row["summary"], description=row["description"],
            language=row["language"], contact_name=row["id"], status="published", published_at=timezone.now(),
            published_version=1,
        )  # fmt: skip
        refresh(one)
        one = Activity.objects.get(pk=one.pk)
        refresh_mandates(one)


def pairs() -> list[Pair]:
    """The first links of each activity, of each kind."""
    from actionlines.register.activities.models import Activity

    found = []
    for one in Activity.objects.prefetch_related("links", "mandate_links__mandate__instrument").order_by("pk"):
        text = f"{one.title}. {one.summary} {one.description}".strip()
        best = sorted(one.mandate_links.all(), key=lambda link: (-link.p, link.mandate_id))[:FIRST]
        for link in best:
            mandate = link.mandate
            where = f"{mandate.instrument.symbol} {mandate.paragraph.anchor}"
            who = ", ".join(sorted(who.body for who in mandate.addressees.all()))
            found.append(Pair("mandate", one.contact_name, where, text, f"[{who}] {mandate.action}"))
        targets = sorted(
            (link for link in one.links.all() if link.level == "target"), key=lambda link: (-link.p, link.concept)
        )
        found += [
            Pair("target", one.contact_name, link.concept, text, _target(link.concept)) for link in targets[:FIRST]
        ]
    return found


def _target(concept: str) -> str:
    from actionlines.register.core.concepts import concept as named

    found = named(concept, "en")
    return found.name if found else concept


def public() -> int:
    """Return how many unconfirmed links of activities a visitor is given: page, API, search, papers."""
    from actionlines.register.activities.models import Activity
    from actionlines.register.core.public_view import public_data
    from actionlines.register.reports.account import gather

    rows = public_data(Activity.objects.prefetch_related("links", "mandate_links", "places", "partners"))
    given = sum(one["status"] != "confirmed" for row in rows for one in (*row["links"], *row["mandates"]))
    told = gather(standings=False).activities
    return (
        given
        + sum(one.status != "confirmed" for row in told for one in row.links)
        + sum(status != "confirmed" for row in told for _mandate, status in row.mandates)
    )


def verdicts(path: Path = VERDICTS) -> dict[str, str]:
    """Return what a reader said of each pair, by key: yes or no."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["key"]: row["verdict"] for row in csv.DictReader(file, delimiter="\t")}


def figures(found: Sequence[Pair], known: dict[str, str], shown: int) -> Iterator[Figure]:
    """Yield precision of each kind, over the pairs with a verdict, how many have none, and what is public."""
    for kind in KINDS:
        mine = [one for one in found if one.kind == kind]
        judged = [known[one.key] for one in mine if one.key in known]
        right = sum(one == "yes" for one in judged)
        yield Figure(f"links: precision at {FIRST}, activity to {kind}", right / (len(judged) or 1), ">=", BAR)
        print(f"{kind}: {len(mine)} links of {len({one.activity for one in mine})} activities, {right} accepted")
    yield Figure("links: without a verdict", sum(one.key not in known for one in found), "<=", 0)
    yield Figure("links: unconfirmed, public", shown, "<=", 0)


def ask(found: Iterable[Pair], known: dict[str, str]) -> None:
    """Write the pairs without a verdict in the order of their keys."""
    out: Any = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n")
    for one in sorted(found, key=lambda one: one.key):
        if one.key not in known:
            out.writerow((one.key, one.kind, one.text, one.asks))


def take(path: Path, known: dict[str, str]) -> None:
    """Keep the verdicts of a reader with those held."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            key, said = line.split()
            known[key] = said
    with VERDICTS.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter="\t", lineterminator="\n")
        out.writerow(("key", "verdict"))
        out.writerows(sorted(known.items()))


def main() -> int:
    """Return 0 where the bars are met, 1 where one is missed."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("data", type=Path, nargs="?", default=Path("../shared/data"))
    asked.add_argument("--ask", action="store_true")
    asked.add_argument("--take", type=Path)
    asked.add_argument("--keep", type=Path, help="a folder that was filled before is used again")
    given = asked.parse_args()
    known = verdicts()
    if given.take:
        take(given.take, known)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        if given.keep and given.keep.exists():
            from actionlines.register.site.setup import start

            start(given.keep)
            proposed()
        else:
            filled(given.data, given.keep or Path(folder))
        found = pairs()
        if given.ask:
            ask(found, known)
            return 0
        return verdict(figures(found, known, public()))


if __name__ == "__main__":
    sys.exit(main())
