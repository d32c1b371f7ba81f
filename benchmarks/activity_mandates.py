"""Mandates that are proposed for 100 outputs of UN INFO that ITU carries out, against a judgement made before.

    python -m benchmarks.activity_mandates [DATA] [--keep FOLDER] [--show]

activity_mandates.tsv has the number of each output and the places of the mandates that it answers, or `none`.
Outputs that differ in their country alone have one number in `like`, and are in one half: `tune` or `held`.
`other` are outputs of other agencies, for which no mandate of ITU asks; they count for `none` in both halves.

The register holds the starter register, A/RES/80/173 and the texts of PP-18. An output is the title and
description of an activity that ITU carries out.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.figure import Figure, verdict

JUDGED = Path(__file__).with_suffix(".tsv")
MOST = 5


def fill(data: Path, folder: Path) -> None:
    """Start a register in a folder, with the mandates; one that is filled is used again."""
    from actionlines.register.site.setup import start

    there = folder.exists() and any(folder.iterdir())
    start(folder)
    if there:
        return
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from actionlines.register.core.imports.files import store
    from actionlines.register.core.imports.models import ImportRun
    from actionlines.register.core.imports.run import run
    from actionlines.register.mandates.starter import load_starter

    load_starter()
    for path in (data / "documents/text/un/A_RES_80_173.txt", *sorted((data / "documents/itu_pp18").glob("*.txt"))):
        row = ImportRun.objects.create(file=store(path, path.name, None, "document"), what="document")
        run(row.pk)


def outputs(data: Path) -> dict[int, Any]:
    """Return the activities of UN INFO by their number."""
    from actionlines.programmes.uninfo import read_uninfo

    frameworks = read_uninfo(data / "frameworks/uninfo_countries.tar.gz").frameworks
    activities = ((activity, framework.country) for framework in frameworks for activity in framework.activities)
    found: dict[int, Any] = {}
    for activity, country in activities:
        found.setdefault(activity.number, (activity, country))
    return found


def propose(data: Path, rows: Sequence[Mapping[str, str]]) -> Iterator[tuple[Mapping[str, str], str, list[str]]]:
    """Yield each judged row, the title of the output, and the places of the mandates that are proposed for it."""
    from django.db import transaction

    from actionlines.register.activities.answers import propose_mandates
    from actionlines.register.activities.models import Activity
    from actionlines.register.organisations.bodies import of_body

    held = outputs(data)
    with transaction.atomic():
        itu = of_body("itu", "organisation")
        for row in rows:
            output, country = held[int(row["number"])]
            title, rest = output.name[:300], output.description
            activity = Activity.objects.create(
                title=title, summary=rest if rest != title else output.name[300:], organisation=itu, language="en"
            )
            activity.places.create(area=country)
            found = propose_mandates(activity)
            yield row, title, [f"{one.mandate.key} {one.p}" for one in found]
        transaction.set_rollback(True)


def figures(results: Sequence[tuple[Mapping[str, str], str, list[str]]]) -> Iterator[Figure]:
    """Yield for each half the share of outputs with a right mandate, and of those without one that get none."""
    for half in ("tune", "held"):
        fits = [
            bool(set(row["mandates"].split()) & {place.split()[0] for place in places})
            for row, _title, places in results
            if row["part"] == half and row["mandates"] != "none"
        ]
        texts: dict[str, list[bool]] = {}
        own = (row for row, _title, _places in results if row["part"] == half and row["mandates"] != "none")
        for row, fit in zip(own, fits, strict=True):
            texts.setdefault(row["like"], []).append(fit)
        none = [
            not places
            for row, _title, places in results
            if row["mandates"] == "none" and row["part"] in (half, "other")
        ]
        each = sum(sum(some) / len(some) for some in texts.values()) / len(texts)
        print(f"{half}: {sum(fits)} of {len(fits)} outputs, {each:.3f} of {len(texts)} texts, none for {sum(none)}")
        yield Figure(f"mandates of activities, {half}: right among {MOST}", sum(fits) / len(fits), ">=", 0.70)
        yield Figure(f"mandates of activities, {half}: none where none fits", sum(none) / len(none), ">=", 0.80)


def main() -> int:
    """Return 0 where the bars are met, 1 where one is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="?", default=Path("../shared/data"))
    parser.add_argument("--keep", type=Path, help="a folder that was filled before is used again")
    parser.add_argument("--show", action="store_true", help="print what is proposed for each output of `tune`")
    given = parser.parse_args()
    with JUDGED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    with tempfile.TemporaryDirectory() as folder:
        fill(given.data, given.keep or Path(folder))
        results = list(propose(given.data, rows))
    for row, title, places in results if given.show else ():
        if row["part"] != "held" and row["number"] == row["like"]:
            right = set(row["mandates"].split()) & {place.split()[0] for place in places}
            print("+" if right or (row["mandates"] == "none" and not places) else "-", row["part"], row["number"])
            print("   ", title[:110], *places, sep="\n    ")
    return verdict(figures(results))


if __name__ == "__main__":
    sys.exit(main())
