"""Marked words that nobody has published, looked for through everything that a reader can ask: 0 leaks.

    python -m benchmarks.leaks [--requests 20000] [--seed 1]

A new register in a folder that is thrown away holds drafts, submitted and later versions, names of
organisations that wait, declined changes, drafts of reports and road maps, held comments, draft consultations and
imports. Each holds words with marks. A visitor, members, a reviewer and a focal point of other scopes,
and those who may see some of it, ask every page and operation of the matrix of permissions (GET) on every record,
lists with filters, search, suggestions, feeds, downloads, histories, versions and bulk files. A mark in an answer,
headers included, is a leak, unless the reader may see its record by the list below, which is written by hand.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.world import register_of_tests

MARK = re.compile(r"mark[a-z]+x")
# Who may see what carries the mark; for everybody else it is a leak. `reviewer` covers C5, `focal` Kenya.
STAFF = frozenset({"secretariat", "administrator"})
MAY_SEE: dict[str, frozenset[str]] = {
    "markdraftx": STAFF | {"member", "reviewer", "focal"},
    "marksubmittedx": STAFF | {"member", "reviewer", "focal"},
    "marklaterx": STAFF | {"member", "reviewer", "focal"},
    "markpendingx": STAFF | {"member", "focal"},
    "markrenamedx": STAFF | {"member", "focal"},
    "markdeclinedx": STAFF | {"member", "focal"},
    "markreportx": STAFF | {"member", "focal"},
    "markroadmapx": STAFF | {"reviewer"},
    "markheldx": STAFF | {"member", "reviewer"},
    "markconsultationx": STAFF | {"member", "reviewer"},
    "markimportx": STAFF | {"member"},
    "markcontactx": STAFF
    | {"member", "stranger", "reviewer", "reviewer-out", "focal", "focal-out"},  # those who are signed in
}
SUGGESTED = ("ma", "mark", "markp", "markr", "markd", "le", "tr")


def main() -> int:
    """Print how many requests were asked, by whom, and each leak."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with register_of_tests():
        return _run(given.requests, given.seed)


def _run(wanted: int, seed: int) -> int:
    from tests.register.site.matrix import PEOPLE
    from tests.register.site.matrix_world import World

    world = World()
    mark(world)
    leaks = _in_bulk()
    asked: Counter[str] = Counter()
    statuses: Counter[int] = Counter()
    met: Counter[str] = Counter()  # by those who may see them too: a mark that nobody meets is not looked for
    addresses = list(_addresses(world))
    rng, began = random.Random(seed), time.perf_counter()
    while asked.total() < wanted:
        rng.shuffle(addresses)
        for api, address in addresses:
            for who in PEOPLE:
                status, text = _ask(world, who, address, api=api)
                asked[who] += 1
                statuses[status] += 1
                met.update(mark for mark in set(MARK.findall(text)) if mark not in address)
                leaks += [
                    f"{who} {address}: {mark}"
                    for mark in sorted(set(MARK.findall(text)))
                    if mark not in address and who not in MAY_SEE[mark]
                ]
            if asked.total() >= wanted:
                break
    print(f"{asked.total()} requests to {len(addresses)} addresses in {time.perf_counter() - began:.0f} s")
    print("  ".join(f"{who}: {many}" for who, many in asked.items()))
    print("  ".join(f"{status}: {many}" for status, many in sorted(statuses.items())))
    print("met: " + "  ".join(f"{mark} {met[mark]}" for mark in MAY_SEE))
    print(f"leaks: {len(leaks)}")
    for one in dict.fromkeys(leaks):
        print(" ", one)
    blind = [mark for mark in MAY_SEE if not met[mark]]
    if blind:
        print("never met, so not looked for: " + ", ".join(blind))
    return 1 if leaks or blind or any(status >= 500 for status in statuses) else 0


def mark(world: Any) -> None:
    """Write the marks through the actions of the register, as people would."""
    from tests.indexed import reindex
    from tests.people import organisation, person

    from actionlines.register.activities.actions import EditActivity
    from actionlines.register.activities.models import Activity
    from actionlines.register.consultations.models import Comment, Consultation
    from actionlines.register.core.imports.models import ImportRun, StoredFile
    from actionlines.register.organisations import actions as org
    from actionlines.register.organisations.models import Organisation
    from actionlines.register.reports.models import Report
    from actionlines.register.roadmaps.models import RoadMap

    member, later = person("member"), world.records["published"].pk
    draft, waits = world.records["draft"], world.records["submitted"]
    EditActivity(member, draft, fields={"title": "markdraftx", "summary": "markdraftx"}, propose=False).do()
    Activity.objects.filter(pk=waits.pk).update(title="marksubmittedx", summary="marksubmittedx")
    EditActivity(
        member, Activity.objects.get(pk=later), fields={"title": "marklaterx", "contact_name": "marklaterx"},
        propose=False,
    ).do()  # fmt: skip
    other = organisation(name="Lake Trust", owner=member)
    org.EditOrganisation(member, other, fields={"name": "Trust markrenamedx", "acronym": "markrenamedx"}).do()
    new = {"name": "Trust markpendingx", "type": "academia", "country": "KEN", "description": "markpendingx"}
    org.CreateOrganisation(member, fields=new).do()
    refused = organisation(name="Hill Trust", owner=member)
    refused = org.EditOrganisation(member, refused, fields={"name": "Trust markdeclinedx"}).do()
    org.DeclineOrganisation(person("secretariat"), refused, reason="markdeclinedx is no name").do()
    Report.objects.filter(pk=world.records["report-draft"].pk).update(title="markreportx")
    RoadMap.objects.filter(pk=world.records["draft_map"].pk).update(title="markroadmapx")
    Comment.objects.filter(pk=world.records["held"].pk).update(text="markheldx")
    Consultation.objects.filter(pk=world.records["c-draft"].pk).update(title="markconsultationx")
    StoredFile.objects.filter(pk=ImportRun.objects.get(pk=world.records["import"].pk).file_id).update(
        name="markimportx.csv"
    )
    from tests.register.site.api.world import published

    world.extra = [*Organisation.objects.all(), published(title="Lessons by post", contact_email="markcontactx@e.org")]
    reindex()


def _in_bulk() -> list[str]:
    """Return the marks in the files that everybody downloads."""
    from actionlines.register.doors import bulk
    from actionlines.register.site.static_copy.write import write

    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder) / "copy", "en")
        copied = [
            f"copy {path.name}: {one}"
            for path in Path(folder).rglob("*.*")
            if path.is_file()
            for one in sorted(set(MARK.findall(path.read_text("utf-8"))))
        ]
    with zipfile.ZipFile(bulk.make().path) as held:
        return copied + [
            f"bulk {name}: {mark}"
            for name in held.namelist()
            for mark in set(MARK.findall(held.read(name).decode("utf-8", "replace")))
        ]


def _addresses(world: Any) -> Iterator[tuple[bool, str]]:
    """Yield (whether it is of the API, address) of all that can be read."""
    from tests.register.site import matrix

    for row in matrix.read():
        record, name = world.records.get(row["state"]), row["address"]
        if row["method"] != "GET" or name == "first":
            continue
        if row["kind"] == "page":
            yield False, world._address(name, record)
        else:
            room = name.split("/")[1]
            fixed = {"concepts": "C5", "countries": "KEN", "areas": "KEN"}
            number = fixed.get(room, str(getattr(record, "pk", 0)))
            filled = name.replace("{id}", number).replace("{kind}", getattr(record, "kind", ""))
            yield True, "/api" + re.sub(r"{\w+}", "1", filled)
    for record in [*world.records.values(), *world.extra]:
        kind, number = record.kind if hasattr(record, "kind") else "", record.pk
        if kind not in ("activity", "organisation", "report", "roadmap", "consultation", "comment", "mandate"):
            continue
        yield False, record.get_absolute_url()
        yield False, f"/{kind}/{number}/history/"
        yield False, f"/{kind}/{number}.json"
        for version in (1, 2, 3, 4):
            yield False, f"/{kind}/{number}/v/{version}/?against=1"
            yield True, f"/api/records/{kind}/{number}/versions/{version}"
        yield True, f"/api/records/{kind}/{number}/events"
        if kind == "organisation":
            for page in ("activities", "checks", "mandates"):
                yield False, f"/{page}/?organisation={number}&partner={number}&lead={number}"
            yield True, f"/api/organisations/{number}"
    for word in MAY_SEE:
        yield False, f"/search/?q={word}"
        yield True, f"/api/search?q={word}"
        for kind in ("activities", "organisations", "roadmaps", "consultations"):
            yield False, f"/{kind}/?q={word}"
    for kind in ("activities", "organisations", "mandates"):
        for form in ("csv", "json", "xlsx"):
            yield False, f"/{kind}/?format={form}"
    for prefix in ("oai_dc", "datacite"):
        yield False, f"/oai?verb=ListRecords&metadataPrefix={prefix}"
    for beginning in SUGGESTED:
        yield False, f"/search/suggest?q={beginning}"
        yield False, f"/activities/organisations/?q={beginning}"
        yield False, f"/activities/duplicates/?title={beginning}draftx"


def _ask(world: Any, who: str, address: str, *, api: bool) -> tuple[int, str]:
    """Return the status and all of the answer as text, with its headers; a workbook is unpacked."""
    import io

    from actionlines.register.site.middleware.limits import COUNTS

    COUNTS.clear()
    person = world.people[who]
    answer = person.api.get(address, headers=person.head) if api else person.client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as held:
            body = b"\n".join(held.read(name) for name in held.namelist())
    return answer.status_code, f"{dict(answer.headers)} {body.decode('utf-8', 'replace')}"


if __name__ == "__main__":
    sys.exit(main())
